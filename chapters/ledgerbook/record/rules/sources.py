"""Rules of sources: a date or a reason, an address, and a host that somebody judged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledgerbook.record.ledger import Ledger, host
from ledgerbook.record.problems import Problem
from ledgerbook.record.rows import PROJECTION, Claim, Source

# An address of the web, with a host, and nothing in it that ends an address in a page or in a text.
_ADDRESS = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:[/?#][^\s\"<>\\^`{|}]*)?")


def check(ledger: Ledger) -> Iterator[Problem]:
    """Sources whose date, address or host is not as it should be."""
    for source in ledger.sources.values():
        yield from _source_problems(source, ledger)


def _source_problems(source: Source, ledger: Ledger) -> Iterator[Problem]:
    if not source.date and not source.note:
        yield Problem("sources.csv", source.line, "date", "", "is empty without a note", "say in note why")
    if source.url and not _ADDRESS.fullmatch(source.url):
        what = "is no address of the web"
        yield Problem("sources.csv", source.line, "url", source.url, what, "write https:// or http://, host and path")
    elif source.url and host(source.url) not in ledger.outlets:
        what = f"is on the host {host(source.url)!r}, which outlets.csv does not judge"
        yield Problem("sources.csv", source.line, "url", source.url, what, "add the host to outlets.csv")


def printed_before_it_ended(claim: Claim, ledger: Ledger) -> str:
    """The source's date where it is earlier than the end of the period that it reports, else nothing."""
    source = ledger.sources.get(claim.source_id)
    if source is None or claim.nature == PROJECTION:
        return ""
    return source.date if source.date < claim.period_end.isoformat()[: len(source.date)] else ""
