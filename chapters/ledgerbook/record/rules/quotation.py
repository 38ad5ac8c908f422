"""Quotations: short, in the language of their source, and rendered as exactly as they are printed."""

from __future__ import annotations

import re

from ledgerbook.numbers import wording
from ledgerbook.numbers.wording import HEDGES_OF_BOUND, Hedge
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Claim, Language

QUOTE_OR_MEND = "quote the source as it is printed, or mend its language in sources.csv"
_YEAR = re.compile(r"(?:19|20)\d\d")


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
        said = text[number.start : number.end].strip()
        if number.in_digits and number.value not in held and not (_YEAR.fullmatch(said) and _is_of(int(said), claim)):
            return f"holds {said}, which the phrase does not"
    return ""


def _is_of(year: int, claim: Claim) -> bool:
    """Whether a translation may say it: which year "last year" is, or the one that a change is measured from."""
    days = [day for period in (claim.period, claim.base) if period for day in (period.first, period.end) if day]
    return min(day.year for day in days) <= year <= max(day.year for day in days)


def in_language(phrase: str, language: Language, ledger: Ledger) -> bool:
    """Whether a phrase is in the script of that language: one in another script was read elsewhere."""
    if language.script:
        return holds(phrase, language.script)
    return not any(holds(phrase, other.script) for other in ledger.languages.values() if other.script)


def holds(phrase: str, script: str) -> bool:
    """Whether a phrase has a character of a script, given as the ranges of a regular expression."""
    return re.search(f"[{script}]", phrase) is not None
