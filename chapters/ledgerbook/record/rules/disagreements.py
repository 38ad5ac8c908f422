"""Rules of disagreements: each still is one, its choice is a used claim, and nothing disagrees in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from ledgerbook.record import agreement
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem, unknown
from ledgerbook.record.rows import Claim, Disagreement

_IN_DISAGREEMENTS = ("disputed", "misprint", "superseded")


def check(ledger: Ledger) -> Iterator[Problem]:
    """What breaks a rule among rows that are sound each for itself.

    Each disagreement still is one, its choice is a used claim, and nothing disagrees in silence.
    """
    declared: dict[str, set[str]] = {}
    for row in ledger.disagreements.values():
        unknown_ids = [name for name in {*row.members, row.chosen or row.members[0]} if name not in ledger.claims]
        for name in unknown_ids:
            what = unknown("claim", name, ledger.claims)
            yield _about(row, "claim_ids", name, what, "name existing claims")
        known = (ledger.claims[name] for name in row.members if name in ledger.claims)
        members = [agreement.first_print(claim, ledger.claims) for claim in known]
        for member in members:
            declared.setdefault(member.claim_id, set()).update(other.claim_id for other in members)
        if unknown_ids:
            continue
        if len(members) < 2 or not _differ(row.kind, members):
            what = f"no longer disagree as {row.kind.replace('_', ' ')}"
            yield _about(row, "claim_ids", row.claim_ids, what, "withdraw the row, or mend what is wrong")
        yield from _choice_problems(row, ledger)
    yield from _undeclared(ledger, declared)


def _differ(kind: str, members: Sequence[Claim]) -> bool:
    """Whether the claims disagree in the way that the row says."""
    pairs = list(combinations(members, 2))
    statuses = {claim.status for claim in members}
    apart = any(a.unit == b.unit and not a.interval().overlaps(b.interval()) for a, b in pairs)
    if kind == "values":  # levels of one unit, or a level and a change that do not go together
        return (apart and len({claim.unit for claim in members}) == 1) or len({claim.kind for claim in members}) > 1
    if kind == "revision":
        return apart and "superseded" in statuses
    if kind == "window":
        return any(a.period != b.period and a.interval().overlaps(b.interval()) for a, b in pairs)
    if kind == "running_total":
        return any(claim.accumulation == "running_total" for claim in members)
    if kind == "scope":
        return True  # a judgement on what is counted, which no column holds: nothing here can take it back
    return bool(statuses & {"misprint", "set_aside"})  # the number, or what it is attached to, is wrong


def _choice_problems(row: Disagreement, ledger: Ledger) -> Iterator[Problem]:
    if row.chosen and row.chosen not in row.members:
        yield _about(row, "chosen", row.chosen, "is not among claim_ids", "choose one of them, or none")
    elif row.chosen and ledger.claims[row.chosen].status != "used":
        status = ledger.claims[row.chosen].status
        yield _about(row, "chosen", row.chosen, f"has the status {status}", "choose a used claim, or none")
    elif not row.chosen and row.kind != "scope":
        for name in row.members:
            if ledger.claims[name].status == "used":
                what = "is used although none is chosen"
                yield _about(row, "claim_ids", name, what, "choose it, or give it a status and a reason")


def _undeclared(ledger: Ledger, declared: Mapping[str, set[str]]) -> Iterator[Problem]:
    remedy = "add the disagreement to disagreements.csv, with a choice and the reason"
    for a, b in agreement.contradictions(ledger.claims.values()):
        if b.claim_id not in declared.get(a.claim_id, ()):
            what = f"contradicts {b.claim_id} ({b.value_text}) of the same quantity and period"
            yield Problem("claims.csv", a.line, "value_text", a.value_text, what, remedy)
    for claim in ledger.claims.values():
        first = agreement.first_print(claim, ledger.claims)
        if claim.reprint_of and not first.interval().overlaps(claim.interval()):
            what = f"cannot be the number that it reprints ({first.claim_id}: {first.value_text!r})"
            mend = "mend the one that is wrong, or make this row a release of its own"
            yield Problem("claims.csv", claim.line, "value_text", claim.value_text, what, mend)
        if claim.status in _IN_DISAGREEMENTS and first.claim_id not in declared:
            what = f"is {claim.status} but stands in no disagreement"
            yield Problem("claims.csv", claim.line, "status", claim.claim_id, what, remedy)


def _about(row: Disagreement, field: str, value: str, what: str, remedy: str) -> Problem:
    return Problem("disagreements.csv", row.line, field, value, what, remedy)
