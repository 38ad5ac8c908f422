"""Checks the words in which prose prints a claim's number.

Prose may say the number in its own words ("452,000" or "0.45 million" for 45.2万) or round it further, but may not make
it more exact, drop its hedge (余, 超, 近, 约), turn its sign or lose its percent sign.
"""

from __future__ import annotations

import re
from fractions import Fraction

from ledgerbook.numbers import printing, wording
from ledgerbook.numbers.wording import HEDGES_OF_BOUND, Hedge, WordingError
from ledgerbook.record.rows import Claim

_WORDS_OF_BOUND = {"at_least": "at least", "at_most": "at most", "about": "about"}


def disagreement_with_claim(text: str, claim: Claim) -> str:
    """Why the words may not stand for the claim's number, or nothing where they may."""
    try:
        said = wording.read(text)
    except WordingError as error:
        return str(error)
    if len(list(wording.numbers(text))) > 1:
        return f"reads {text!r}, which holds more than one number: link each to its own claim"
    if sign := _sign_disagreement(text, claim.value):
        return sign
    if percent := printing.percent_disagreement(text, said, claim.unit):
        return percent
    if said.value == abs(claim.value):
        if said.hedge in HEDGES_OF_BOUND[claim.bound]:
            return ""
        hedge = _WORDS_OF_BOUND.get(claim.bound, "plainly")
        return f"reads {text!r}, but the source says {hedge} {claim.value_text!r}"
    # Another number may stand only if it rounds the claim's further.
    rounded = claim.bound in ("rounded", "exact") and said.hedge in (Hedge.NONE, Hedge.ABOUT)
    if rounded and said.value and claim.reading().interval in printing.rounding(said.value, said.step):
        return ""
    hedged = claim.bound in ("rounded", "exact") and said.hedge in (Hedge.NEARLY, Hedge.OVER)
    if hedged and claim.reading().interval in said.interval:  # "nearly 40,000" for 39,100
        return ""
    return f"reads {text!r}, but the ledger says {claim.value_text!r}"


def _sign_disagreement(text: str, value: Fraction) -> str:
    sign = re.match(r"\s*([+−-])\s?\d", text)
    said = (1 if sign[1] == "+" else -1) if sign else wording.direction(text)
    if said * value < 0:
        return f"reads {text!r}, but the ledger's value is {'negative' if value < 0 else 'positive'}"
    return ""
