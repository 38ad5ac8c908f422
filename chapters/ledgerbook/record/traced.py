"""Checks the words in which prose prints the number of a claim or of a result, and what stands beside them.

Prose may say the number in its own words ("452,000" or "0.45 million" for 45.2万) or round it further, but may not make
it more exact, drop its hedge (余, 超, 近, 约), turn its sign, lose its percent sign or count something else with it.
"""

from __future__ import annotations

import re

from ledgerbook.numbers import context, printing, wording
from ledgerbook.numbers.context import NOWHERE, Context
from ledgerbook.numbers.wording import HEDGES_OF_BOUND, Hedge, Reading, WordingError
from ledgerbook.record.results import PublishedResult
from ledgerbook.record.rows import Claim

_WORDS_OF_BOUND = {"at_least": "at least", "at_most": "at most", "about": "about"}


def disagreement_with_claim(text: str, claim: Claim, where: Context = NOWHERE) -> str:
    """Why the words, where they stand, may not say the claim's number, or nothing where they may."""
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
    exact = result.interval.lower == result.interval.upper
    return printing.unsupported(text, result.interval, result.unit) or _beside(
        text, context.disagreement(text, where, result.unit, result.direction, exact=exact)
    )


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
