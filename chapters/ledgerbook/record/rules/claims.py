"""Rules of claims: the value agrees with its wording, the evidence holds the number, the period can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledgerbook.numbers import wording
from ledgerbook.numbers.wording import BOUNDS_OF, Hedge, WordingError
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem
from ledgerbook.record.rows import Claim, Measure, Source, cell_text
from ledgerbook.record.rules import quotation, sources

NUMERAL = "numeral"  # the evidence of a claim holds its number
MONEY = "money"  # the unit of a measure whose claims are in the currency of their place
_SAME_IN_REPRINTS = ("measure", "unit", "kind", "accumulation", "period_start", "period_end", "geography", "agency")


def check(ledger: Ledger) -> Iterator[Problem]:
    """What is wrong with each claim by itself."""
    for claim in ledger.claims.values():
        yield from _claim_problems(claim, ledger)


def _claim_problems(claim: Claim, ledger: Ledger) -> Iterator[Problem]:
    def problem(field: str, what: str, remedy: str) -> Problem:
        return Problem("claims.csv", claim.line, field, cell_text(getattr(claim, field)), what, remedy)

    measure = ledger.measures.get(claim.measure)
    if measure and (expected := _unit_expected(claim, measure, ledger)) != claim.unit:
        yield problem("unit", f"is not the unit of {claim.measure} here", f"write {expected}")
    if claim.period_end < claim.period_start:
        yield problem("period_end", f"is before period_start {claim.period_start}", "swap or mend the dates")
    elif late := sources.printed_before_it_ended(claim, ledger):
        yield problem("period_end", f"is after the source's date {late}", "mend the period or the source's date")
    yield from _wording_problems(claim, problem)
    if claim.kind != "yoy_percent" and claim.value < 0 and claim.unit != "percent":
        yield problem("value", "is negative though it is a level", "write a level without sign")
    if claim.kind == "yoy_percent" and (sign := wording.direction(claim.evidence)) and sign * claim.value < 0:
        yield problem("value", f"has not the sign of {claim.evidence!r}", "growth is positive, a fall negative")
    if claim.kind == "yoy_percent" and claim.accumulation in ("stock", "running_total"):
        yield problem("accumulation", "has no growth over a year in this record", "write flow or ratio")
    if source := ledger.sources.get(claim.source_id):
        yield from _language_problems(claim, source, problem)
    if claim.status != "used" and not claim.status_reason:
        yield problem("status", "is given without a reason", "say why in status_reason")
    if claim.reprint_of:
        yield from _reprint_problems(claim, ledger, problem)


def _unit_expected(claim: Claim, measure: Measure, ledger: Ledger) -> str:
    """The unit of a claim: percent for a change or share, the currency of its place for money, else the measure's."""
    if claim.kind in ("yoy_percent", "share_percent"):
        return "percent"
    if measure.unit == MONEY:
        place = ledger.places.get(claim.geography)
        return place.currency if place else claim.unit
    return measure.unit


def _wording_problems(claim: Claim, problem: Callable[[str, str, str], Problem]) -> Iterator[Problem]:
    try:
        number = wording.parse(claim.value_text)
    except WordingError as error:
        yield problem("value_text", str(error), "write the number as it is printed")
        return
    seen = number.hedge(claim.evidence)
    if number.value != abs(claim.value):
        said = cell_text(number.value)
        yield problem("value", f"does not agree with the wording {claim.value_text!r}", f"the wording says {said}")
    if claim.bound == "exact" and not number.full_integer:
        yield problem("bound", f"is exact, but {claim.value_text!r} is not printed to the last unit", "write rounded")
    if seen is not Hedge.NONE and BOUNDS_OF[seen] != claim.bound:
        yield problem("bound", f"does not agree with the hedge in {claim.value_text!r}", f"write {BOUNDS_OF[seen]}")
    if seen is Hedge.NONE and claim.bound in BOUNDS_OF.values() and not claim.note:
        yield problem("bound", "shows no hedging word in wording or evidence", "say in note where it stands")
    if len(claim.evidence) > quotation.LONGEST_QUOTATION:
        what = f"has {len(claim.evidence)} characters"
        yield problem("evidence", what, f"quote at most {quotation.LONGEST_QUOTATION}, with the number")
    if claim.evidence_form == NUMERAL and not number.stands_in(claim.evidence):
        yield problem("evidence", f"does not hold the number {claim.value_text!r}", "quote the phrase with the number")


def _language_problems(claim: Claim, source: Source, problem: Callable[[str, str, str], Problem]) -> Iterator[Problem]:
    """The evidence is in the language of its source, and its translation says the number as exactly."""
    if not quotation.in_language(claim.evidence, source.language):
        yield problem("evidence", f"is not in the language of its source ({source.language})", "quote the source named")
    if not quotation.is_translated(source.language):
        if claim.translation:
            yield problem("translation", f"translates a phrase in {source.language}", "leave it empty")
        return
    if not claim.translation:
        yield problem("translation", "is empty", f"translate {claim.evidence!r}")
    elif claim.evidence_form == NUMERAL and (what := quotation.untrue_rendering(claim.translation, claim)):
        yield problem("translation", what, "translate the phrase as exactly as it is printed")


def _reprint_problems(claim: Claim, ledger: Ledger, problem: Callable[[str, str, str], Problem]) -> Iterator[Problem]:
    first = ledger.claims.get(claim.reprint_of)
    if first is None or first is claim:
        return  # which is said of every column that refers to rows (references)
    if first.reprint_of:
        yield problem("reprint_of", "is itself a reprint", "name the row of the release itself")
        return
    for field in _SAME_IN_REPRINTS:
        if getattr(first, field) != getattr(claim, field):
            what = f"differs from that of the release it reprints ({first.claim_id}: {getattr(first, field)})"
            yield problem(field, what, "mend the one that is wrong, or make this row a release of its own")
