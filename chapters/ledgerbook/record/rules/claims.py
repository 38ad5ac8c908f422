"""Rules of claims: the value agrees with its wording, the evidence holds the number, the period can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledgerbook.numbers import wording
from ledgerbook.numbers.amounts import Kind
from ledgerbook.numbers.printing import EVERYTHING
from ledgerbook.numbers.wording import BOUNDS_OF, Hedge, PrintedNumber, WordingError
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem
from ledgerbook.record.rows import Claim, Measure, Source, cell_text
from ledgerbook.record.rules import periods, quotation, sources
from ledgerbook.record.units import CURRENCIES, MONEY, written_as

NUMERAL = "numeral"  # the evidence of a claim holds its number
STOCK = "stock"
UNITS = {
    **dict.fromkeys(("yoy_percent", "share_percent", "change_percent"), "percent"),
    "change_points": "points",
    "change_times": "times",
}
_SAME_IN_REPRINTS = (
    "measure", "unit", "kind", "accumulation", "period_start", "period_end", "base_start", "base_end", "geography",
    "agency",
)  # fmt: skip


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
    yield from periods.check(claim)
    if late := sources.printed_before_it_ended(claim, ledger):
        yield problem("period_end", f"is after the source's date {late}", "mend the period or the source's date")
    yield from _wording_problems(claim, problem)
    changes = claim.base is not None and claim.unit != "times"
    if not changes and claim.value < 0 and claim.unit != "percent":
        yield problem("value", "is negative though it is a level", "write a level without sign")
    if changes and claim.unit == "percent" and claim.value < -EVERYTHING:
        yield problem("value", "is a fall by more than all", "write a level as a level, or mend the number")
    if changes and (sign := wording.direction(claim.evidence)) and sign * claim.value < 0:
        yield problem("value", f"has not the sign of {claim.evidence!r}", "growth is positive, a fall negative")
    if claim.kind == "yoy_percent" and claim.accumulation == "running_total":
        yield problem("accumulation", "has no growth over a year", "write flow, stock or ratio")
    if claim.base and claim.accumulation == STOCK:
        levels = {other.accumulation for other in ledger.levels_of(claim.measure)}
        if levels and STOCK not in levels:
            what = f"has no growth here: no level of {claim.measure} is a {STOCK}"
            yield problem("accumulation", what, f"write {' or '.join(sorted(levels))}")
    source = ledger.sources.get(claim.source_id)
    if source and source.language in ledger.languages:
        yield from _language_problems(claim, source, ledger, problem)
    if claim.status != "used" and not claim.status_reason:
        yield problem("status", "is given without a reason", "say why in status_reason")
    if claim.reprint_of:
        yield from _reprint_problems(claim, ledger, problem)


def _unit_expected(claim: Claim, measure: Measure, ledger: Ledger) -> str:
    """The unit of a claim: that of its kind, for money the currency of its place or one that it names, else its own."""
    if claim.kind in UNITS:
        return UNITS[claim.kind]
    if measure.unit != MONEY:
        return measure.unit
    place = ledger.places.get(claim.geography)
    named = any(sign in claim.evidence + claim.value_text for sign in written_as(claim.unit, ledger, CURRENCIES))
    return claim.unit if named or place is None else place.currency


def _wording_problems(claim: Claim, problem: Callable[[str, str, str], Problem]) -> Iterator[Problem]:
    try:
        number = wording.parse(claim.value_text)
    except WordingError as error:
        yield problem("value_text", str(error), "write the number as it is printed")
        return
    seen = number.hedge(claim.evidence)
    yield from _end_problems(number, claim, problem)
    first = number.found.high if claim.value < 0 else number.found.low
    printed = first if number.kind is Kind.RANGE and first is not None else number.value
    if printed != abs(claim.value):
        said = cell_text(printed)
        yield problem("value", f"does not agree with the wording {claim.value_text!r}", f"the wording says {said}")
    if claim.bound == "exact" and not number.full_integer:
        yield problem("bound", f"is exact, but {claim.value_text!r} is not printed to the last unit", "write rounded")
    if seen is not Hedge.NONE and BOUNDS_OF[seen] != claim.bound:
        yield problem("bound", f"does not agree with the hedge in {claim.value_text!r}", f"write {BOUNDS_OF[seen]}")
    if seen is Hedge.NONE and claim.bound in BOUNDS_OF.values() and not claim.note:
        yield problem("bound", "shows no hedging word in wording or evidence", "say in note where it stands")
    if claim.evidence_form == NUMERAL and not number.stands_in(claim.evidence):
        yield problem("evidence", f"does not hold the number {claim.value_text!r}", "quote the phrase with the number")


def _end_problems(
    number: PrintedNumber, claim: Claim, problem: Callable[[str, str, str], Problem]
) -> Iterator[Problem]:
    """The ends of a range, or of an interval of uncertainty, are those that the wording prints, if it prints any."""
    low, high = number.found.low, number.found.high
    if low is None or high is None or number.kind is Kind.VAGUE:
        return
    ends = (-high, -low) if claim.value < 0 else (low, high)
    for field, printed in zip(("low", "high"), ends, strict=True):
        if getattr(claim, field) != printed:
            said = cell_text(printed)
            yield problem(field, f"is not the end that {claim.value_text!r} prints", f"write {said}")


def _language_problems(
    claim: Claim, source: Source, ledger: Ledger, problem: Callable[[str, str, str], Problem]
) -> Iterator[Problem]:
    """The evidence is in the language of its source, and its translation says the number as exactly."""
    language = ledger.languages[source.language]
    if not quotation.in_language(claim.evidence, language, ledger):
        what = f"is not in the language of its source ({source.language})"
        yield problem("evidence", what, quotation.QUOTE_OR_MEND)
    if language.translated == "no":
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
