"""Rules of the days that a claim counts: since when, until when, and measured from what."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerbook.record.problems import Problem
from ledgerbook.record.rows import CHANGES, Claim, cell_text

UNDATED = ("running_total", "ratio")  # a total since a launch, or a share, may be printed without a first day


def check(claim: Claim) -> Iterator[Problem]:
    """Days that are missing, in the wrong order or not to be given."""
    yield from _first_day(claim)
    yield from _base(claim)
    yield from _ends(claim)


def _problem(claim: Claim, field: str, what: str, remedy: str) -> Problem:
    return Problem("claims.csv", claim.line, field, cell_text(getattr(claim, field)), what, remedy)


def _first_day(claim: Claim) -> Iterator[Problem]:
    start, earliest, latest = claim.period_start, claim.start_earliest, claim.start_latest
    if start and claim.period_end < start:
        yield _problem(claim, "period_end", f"is before period_start {start}", "swap or mend the dates")
    if start is None and claim.accumulation not in UNDATED:
        yield _problem(claim, "period_start", f"is empty for a {claim.accumulation}", "write the first day counted")
    if (earliest is None) != (latest is None):
        field = "start_latest" if latest is None else "start_earliest"
        yield _problem(claim, field, "is empty beside its fellow", "write both days or none")
    elif earliest and latest:
        if start:
            yield _problem(claim, "start_earliest", f"is given beside period_start {start}", "write one or the other")
        if not earliest < latest <= claim.period_end:
            what = f"is not before start_latest {latest}, or that is not before period_end {claim.period_end}"
            yield _problem(claim, "start_earliest", what, "mend the days")
        if not (claim.status_reason or claim.note):
            yield _problem(claim, "start_earliest", "is given without an argument", "say why in status_reason or note")


def _base(claim: Claim) -> Iterator[Problem]:
    if claim.kind not in CHANGES:
        for field in ("base_start", "base_end"):
            if getattr(claim, field):
                yield _problem(claim, field, f"is given for a {claim.kind}", "leave it empty, or mend the kind")
        return
    for field in ("base_start", "base_end"):
        if getattr(claim, field) is None:
            yield _problem(claim, field, f"is empty for a {claim.kind}", "write from which days the change is measured")
    if claim.base_start and claim.base_end and not claim.base_start <= claim.base_end < claim.period_end:
        what = f"is before base_start {claim.base_start}, or not before period_end {claim.period_end}"
        yield _problem(claim, "base_end", what, "mend the days")


def _ends(claim: Claim) -> Iterator[Problem]:
    """A printed range goes from its value up, an interval of uncertainty lies around it."""
    if (claim.low is None) != (claim.high is None):
        field = "high" if claim.high is None else "low"
        yield _problem(claim, field, "is empty beside its fellow", "write both ends or none")
    elif claim.low is not None and claim.high is not None and not claim.low <= claim.value <= claim.high:
        what = f"is above the value {cell_text(claim.value)}, or that is above high {cell_text(claim.high)}"
        yield _problem(claim, "low", what, "mend the ends")
