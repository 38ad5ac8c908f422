"""Rules of searches: what was found later is named, and what was not names what came nearest if anything did."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem

FOUND = "found_later"


def check(ledger: Ledger) -> Iterator[Problem]:
    """Rows whose outcome and claim do not go together."""
    for row in ledger.searches.values():
        if (row.outcome == FOUND) != bool(row.found_id):
            what = "names no claim" if row.outcome == FOUND else f"names the claim {row.found_id}"
            remedy = f"name the claim that was found, or write the outcome that goes with it ({FOUND} with a claim)"
            yield Problem("searches.csv", row.line, "outcome", row.outcome, what, remedy)
        if len(set(row.asked)) < len(row.asked) or not all(query.strip() for query in row.asked):
            yield Problem(
                "searches.csv", row.line, "queries", row.queries, "asks twice or for nothing", "list each query once"
            )
