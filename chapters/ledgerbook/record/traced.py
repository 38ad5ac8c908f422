"""Checks the words in which prose prints the number of a claim or of a result, and what stands beside them.

Prose may say the number in its own words ("452,000" or "0.45 million" for 45.2万) or round it further, but may not make
it more exact, drop its hedge (余, 超, 近, 约), turn its sign, lose its percent sign or count something else with it.
A hedge directly beside the link (:mod:`ledgerbook.numbers.beside`) is said of the number as well: its values must bear
it out, and it may be the one that the link drops.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from portion import Interval

from ledgerbook.numbers import beside, context, intervals, numerals, printing, wording
from ledgerbook.numbers.beside import Hedged
from ledgerbook.numbers.context import NOWHERE, Context
from ledgerbook.numbers.lexicon import tokens
from ledgerbook.numbers.numerals import NOTHING, Vocabulary
from ledgerbook.numbers.wording import AT_LEAST, HEDGES_OF_BOUND, Hedge, Reading, WordingError
from ledgerbook.record.checks import ALL, MOST, NONE, PublishedCheck
from ledgerbook.record.results import PublishedResult
from ledgerbook.record.rows import Claim

_DIRECTIONS = {"rises", "falls"}
_WORDS_OF_BOUND = {"at_least": "at least", "at_most": "at most", "about": "about"}


def disagreement_with_claim(text: str, claim: Claim, where: Context = NOWHERE) -> str:
    """Why the words, where they stand, may not say the claim's number, or nothing where they may.

    No words are those of its source, of which only the hedge beside them is judged.
    """
    words = text or claim.value_text
    return _with_hedge(
        words, claim.interval(), where, lambda said: _claim_disagreement(said, claim, where) if text else ""
    )


def _with_hedge(text: str, interval: Interval, where: Context, judge: Callable[[str], str]) -> str:
    """The judgement of the words and of the hedge outside of their link, which may stand in for one within it."""
    wrong = judge(text)
    hedged = beside.hedged(text, where.before, where.after)
    if hedged is None:
        return wrong
    if wrong:
        return wrong if judge(hedged.text) else ""
    return _hedge_disagreement(text, hedged, interval) if hedged.sure else ""


def _hedge_disagreement(text: str, hedged: Hedged, interval: Interval) -> str:
    """Why a hedge outside of a link may not stand there: the number's values do not all lie on its side."""
    if hedged.hedge is Hedge.ABOUT:
        return ""
    if interval.upper <= 0 and interval.lower < 0:
        interval = intervals.negate(interval)
    low_high = printing.RANGE.match(text)
    if low_high and any(c.isdigit() for c in low_high["low"]):
        return f"reads {text!r}, a range that has ends, beside {hedged.said!r}: {context.MEND}"
    try:
        said = wording.read(text)
    except WordingError as error:
        return str(error)
    slack = said.unit if said.hedge is Hedge.ABOUT else 0  # "up to about 240"
    above = hedged.hedge in AT_LEAST
    borne = interval.lower >= said.value - slack if above else interval.upper <= said.value + slack
    just_that = hedged.hedge in (Hedge.OVER, Hedge.NEARLY) and interval.lower == interval.upper == said.value
    if borne and not just_that:
        return ""
    return f"reads {text!r} beside {hedged.said!r}, but its number is {intervals.describe(interval)}: {context.MEND}"


def _claim_disagreement(text: str, claim: Claim, where: Context) -> str:
    try:
        said = wording.read(text)
    except WordingError as error:
        return str(error)
    if len(list(wording.numbers(text))) > 1:
        return f"reads {text!r}, which holds more than one number: link each to its own claim"
    return (
        _sign_disagreement(text, claim)
        or printing.percent_disagreement(text, said, claim.unit)
        or _value_disagreement(text, said, claim)
        or _beside(text, context.disagreement(text, where, claim.unit, claim.direction, exact=claim.bound == "exact"))
    )


def disagreement_with_result(text: str, result: PublishedResult, where: Context = NOWHERE) -> str:
    """Why the words, where they stand, may not say the result, or nothing where they may."""
    return _with_hedge(text, result.interval, where, lambda said: _result_disagreement(said, result, where))


def _result_disagreement(text: str, result: PublishedResult, where: Context) -> str:
    exact = result.interval.lower == result.interval.upper
    return printing.unsupported(text, result.interval, result.unit) or _beside(
        text, context.disagreement(text, where, result.unit, result.direction, exact=exact)
    )


def disagreement_with_check(text: str, check: PublishedCheck, vocabulary: Vocabulary = NOTHING) -> str:
    """Why the words may not say what was checked, or nothing where they may.

    Their quantifier must be that of the check, their direction that of its statement, and their numbers in how many
    rows it holds or of how many; words that say none of these are not judged.
    """
    return (
        _other_quantifier(text, check)
        or _other_direction(text, check.statement)
        or _other_count(text, check, vocabulary)
    )


def _other_quantifier(text: str, check: PublishedCheck) -> str:
    kinds = _kinds(text)
    said = [kind for kind in (ALL, NONE, MOST) if kind in kinds and kind != check.quantifier]
    if isinstance(check.quantifier, int):
        holding, tested = check.verdicts.holding, check.verdicts.tested
        said = [
            kind for kind in said if not ((kind == MOST and 2 * holding > tested) or (kind == ALL and "but" in kinds))
        ]
    if not said:
        return ""
    number = f"{check.quantifier} of {check.verdicts.tested}" if isinstance(check.quantifier, int) else check.quantifier
    return f"reads {text!r}, which says {said[0]!r}, but it is checked for {number!r}: {context.MEND}"


def _other_direction(text: str, statement: str) -> str:
    said, checked = _kinds(text) & _DIRECTIONS, _kinds(statement) & _DIRECTIONS
    if len(said) == 1 == len(checked) and said != checked:
        return f"reads {text!r}, but the other direction is checked, {statement!r}: {context.MEND}"
    return ""


def _other_count(text: str, check: PublishedCheck, vocabulary: Vocabulary) -> str:
    counts = check.verdicts.holding, check.verdicts.tested
    for number in numerals.loose(text, vocabulary):
        if not number.rule and number.text not in map(str, counts):
            return f"reads {text!r}, but it holds in {counts[0]} of {counts[1]}: {context.MEND}"
    return ""


def _kinds(text: str) -> set[str]:
    return {kind for token in tokens(text) for kind in token.means}


def _beside(text: str, disagreement: str) -> str:
    return f"reads {text!r}, which {disagreement}" if disagreement else ""


def _value_disagreement(text: str, said: Reading, claim: Claim) -> str:
    if said.value == abs(claim.value):
        if said.hedge not in HEDGES_OF_BOUND[claim.bound]:
            hedge = _WORDS_OF_BOUND.get(claim.bound, "plainly")
            return f"reads {text!r}, but the source says {hedge} {claim.value_text!r}"
        if claim.bound != "exact" and _has_more_decimals(text, said, claim):
            return f"reads {text!r}, with more digits than the {claim.value_text!r} of the source"
        return ""
    # Another number may stand only if it rounds the claim's further.
    rounded = claim.bound in ("rounded", "exact") and said.hedge in (Hedge.NONE, Hedge.ABOUT)
    if rounded and said.value and claim.reading().interval in printing.rounding(said.value, said.step):
        return ""
    hedged = claim.bound in ("rounded", "exact") and said.hedge in (Hedge.NEARLY, Hedge.OVER)
    if hedged and claim.reading().interval in said.interval:  # "nearly 40,000" for 39,100
        return ""
    return f"reads {text!r}, but the ledger says {claim.value_text!r}"


def _has_more_decimals(text: str, said: Reading, claim: Claim) -> bool:
    """Whether it shows decimals that the source does not: "30.0%" for 三成."""
    return "." in text and said.step < claim.reading().step


def _sign_disagreement(text: str, claim: Claim) -> str:
    sign = re.match(r"\s*([+−-])\s?\d", text)
    if sign is None and not claim.direction and context.reaches(text[: wording.parse(text).start]):
        return ""  # a level that something fell to
    said = (1 if sign[1] == "+" else -1) if sign else wording.direction(text)
    if said * (claim.direction or 1) < 0:
        return f"reads {text!r}, but the ledger's value is {'negative' if claim.value < 0 else 'positive'}"
    return ""
