"""Totals of the record as one system: what they leave for other days, and which cannot all be true."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from ledgerbook.numbers.differences import Total
from ledgerbook.record.ledger import Ledger


def printed(ledger: Ledger, measure: str, place: str, moved: Mapping[str, tuple[date, date]]) -> list[Total]:
    """The totals of a measure in a place that the record uses, each named by its days, its number and its claim.

    ``moved`` gives claims, by their ids, another window: its first day, and the day after its last. A count since a
    day that no source prints has no window. KeyError with the nearest ids for an unknown claim.
    """
    for claim_id in moved:
        ledger.claim(claim_id)
    found = []
    for claim in ledger.select(measure, geography=place):
        if claim.period_start:
            start, end = moved.get(claim.claim_id, (claim.period_start, claim.period_end + timedelta(days=1)))
            name = f"{start} to {end - timedelta(days=1)}: {claim.value_text} ({claim.claim_id})"
            found.append(Total(name, start, end, ledger.interval(claim)))
    return found
