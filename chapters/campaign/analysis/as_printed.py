"""Claims in words, for tables, drawings and links: the number as it is printed, always with its hedge."""

from __future__ import annotations

from ledgerbook.numbers import beside, wording
from ledgerbook.numbers.wording import Hedge
from ledgerbook.record.rows import Claim

SCALES = ((10**9, " billion"), (10**6, " million"))  # in which long numbers are written
LIST = "a list"  # what stands for a number that no source prints, because it was counted from what a text lists

_OF_BOUND = {"at_least": "at least ", "at_most": "up to ", "about": "about "}


def number(claim: Claim, *, signed: bool = False) -> str:
    """The number as printed, with its hedge: "超50亿"; ``signed`` gives a change on the year before its sign."""
    sign = ("−" if claim.value < 0 else "+") if signed and claim.kind == "yoy_percent" else ""
    return _hedged(claim).replace(claim.value_text, f"{sign}{claim.value_text}", 1)


def _hedged(claim: Claim) -> str:
    """The number with its hedge: the one that it holds, else that which stands beside it, else that of its bound."""
    words = claim.value_text
    if wording.read(words).hedge is not Hedge.NONE:
        return words
    before, _, after = claim.evidence.partition(words)
    found = beside.hedged(words, before, after) if words in claim.evidence else None
    return found.text if found else f"{_OF_BOUND.get(claim.bound, '')}{words}"


def number_or_list(claim: Claim) -> str:
    """The number as printed, with sign and hedge, or LIST where it is counted from what a text lists."""
    is_printed = wording.parse(claim.value_text).stands_in(claim.evidence)
    return number(claim, signed=True) if is_printed else LIST


def linked(claim: Claim) -> str:
    """The printed number as a link to its claim, in Markdown."""
    return f"[{number(claim)}](claim:{claim.claim_id})"


def in_english(claim: Claim) -> str:
    """The number in English, with its hedge: "more than 2,500", "3 billion"."""
    hedge = "more than " if claim.bound == "at_least" else _OF_BOUND.get(claim.bound, "")
    scale, word = next(((s, w) for s, w in SCALES if claim.value >= s), (1, ""))
    return f"{hedge}{float(claim.value / scale):,g}{word}"
