"""This book's own rules of the record, beside those of any (:mod:`ledgerbook.record.rules`)."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem

HALF_YEARS = ((1, 1), (7, 1))  # month and day


def half_years(ledger: Ledger) -> Iterator[Problem]:
    """Flows whose period does not begin with a half year: libraries report no other."""
    for claim in ledger.claims.values():
        start = claim.period_start
        if claim.accumulation == "flow" and (start.month, start.day) not in HALF_YEARS:
            what = "is the first day of no half year"
            yield Problem("claims.csv", claim.line, "period_start", start.isoformat(), what, "mend the date")


RULES = (half_years,)
