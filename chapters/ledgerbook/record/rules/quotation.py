"""Quotations: short, in the language of their source, and rendered as exactly as they are printed."""

from __future__ import annotations

import re

from ledgerbook.numbers import wording
from ledgerbook.numbers.wording import HEDGES_OF_BOUND, Hedge
from ledgerbook.record.rows import Claim

LONGEST_QUOTATION = 45  # characters: a phrase, never a sentence of somebody else's
_YEAR = re.compile(r"(?:19|20)\d\d")  # a translation may say which year "last year" is
# Scripts in which a document of some language can be quoted: a phrase in another one was read elsewhere.
_SCRIPTS = {
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7a3]"),
}


def untrue_rendering(text: str, claim: Claim) -> str:
    """Why an English phrase does not render the claim's number, or nothing where it does."""
    # A unit in brackets is printed away from the number, so the phrase need not hold it.
    printed = {abs(claim.value), *(n.value for n in wording.numbers(claim.value_text.partition("[")[0]))}
    same = [number for number in wording.numbers(text) if number.value in printed]
    if not same:
        return f"does not hold the number {claim.value_text!r}"
    allowed = HEDGES_OF_BOUND.get(claim.bound, set(Hedge))  # an unknown bound is a problem of its own
    if all(number.hedge() not in allowed for number in same):
        return f"says the number otherwise than {claim.bound.replace('_', ' ')}"
    held = {number.value for number in wording.numbers(claim.evidence)} | printed
    for number in wording.numbers(text):
        if (
            number.in_digits
            and number.value not in held
            and not _YEAR.fullmatch(text[number.start : number.end].strip())
        ):
            return f"holds {text[number.start : number.end].strip()}, which the phrase does not"
    return ""


def in_language(phrase: str, language: str) -> bool:
    """Whether a phrase is in the script of that language."""
    script = _SCRIPTS.get(language)
    if script:
        return bool(script.search(phrase))
    return not any(other.search(phrase) for other in _SCRIPTS.values())


def is_translated(language: str) -> bool:
    """Whether a phrase in that language needs a rendering."""
    return language in _SCRIPTS
