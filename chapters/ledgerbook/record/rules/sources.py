"""Rules of sources: dates as far as they are printed, and hosts that somebody judged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledgerbook.record.ledger import Ledger, host
from ledgerbook.record.problems import Problem
from ledgerbook.record.rows import PROJECTION, Claim, Source

_PARTIAL_DATE = re.compile(r"(\d{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def check(ledger: Ledger) -> Iterator[Problem]:
    """Sources whose date or host is not as it should be."""
    for source in ledger.sources.values():
        yield from _source_problems(source, ledger)


def _source_problems(source: Source, ledger: Ledger) -> Iterator[Problem]:
    if source.date and not _PARTIAL_DATE.fullmatch(source.date):
        what = "is not YYYY, YYYY-MM or YYYY-MM-DD"
        yield Problem("sources.csv", source.line, "date", source.date, what, "write the date as far as it is printed")
    if not source.date and not source.note:
        yield Problem("sources.csv", source.line, "date", "", "is empty without a note", "say in note why")
    if source.url and host(source.url) not in ledger.outlets:
        what = f"is on the host {host(source.url)!r}, which outlets.csv does not judge"
        yield Problem("sources.csv", source.line, "url", source.url, what, "add the host to outlets.csv")


def printed_before_it_ended(claim: Claim, ledger: Ledger) -> str:
    """The source's date where it is earlier than the end of the period that it reports, else nothing."""
    source = ledger.sources.get(claim.source_id)
    if source is None or not _PARTIAL_DATE.fullmatch(source.date) or claim.nature == PROJECTION:
        return ""
    return source.date if source.date < claim.period_end.isoformat()[: len(source.date)] else ""
