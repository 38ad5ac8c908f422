"""A number that one source prints once stands once in the record."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem

# What two claims cannot share unless one is declared a copy of the other.
_SAME = (
    "measure", "value", "unit", "kind", "accumulation", "period_start", "period_end", "base_start", "base_end",
    "geography", "agency", "source_id", "evidence",
)  # fmt: skip


def check(ledger: Ledger) -> Iterator[Problem]:
    """Claims that are another one again under a second id, and do not say so in reprint_of."""
    first: dict[Hashable, str] = {}
    for claim_id, claim in ledger.claims.items():
        if claim.reprint_of:
            continue
        other = first.setdefault(tuple([getattr(claim, column) for column in _SAME]), claim_id)
        if other != claim_id:
            what = f"is {other} (line {ledger.claims[other].line}) again: the same number, phrase and source"
            yield Problem(
                "claims.csv", claim.line, "claim_id", claim_id, what, f"remove the row, or write {other} in reprint_of"
            )
