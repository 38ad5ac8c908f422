"""This book's own rules of the record, beside those of any (:mod:`ledgerbook.record.rules`)."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem

EARLIEST_YEAR = 2000  # nothing that the record holds is older


def early_periods(ledger: Ledger) -> Iterator[Problem]:
    """Periods that begin before anything that this record holds: most likely a slip of a digit."""
    for claim in ledger.claims.values():
        if claim.period_start.year < EARLIEST_YEAR:
            start = claim.period_start.isoformat()
            yield Problem(
                "claims.csv", claim.line, "period_start", start, f"is before {EARLIEST_YEAR}", "mend the year"
            )


RULES = (early_periods,)
