"""Claims in words, for tables, drawings and links: the number as it is printed, always with its hedge."""

from __future__ import annotations

import re

from ledgerbook.numbers import wording
from ledgerbook.numbers.wording import Hedge
from ledgerbook.record.rows import Claim

SCALES = ((10**9, " billion"), (10**6, " million"))  # in which long numbers are written
LIST = "a list"  # what stands for a number that no source prints, because it was counted from what a text lists

_BEFORE = ("超", "近", "约", "more than ", "over ", "nearly ", "about ")
_OF_BOUND = {"at_least": "at least ", "at_most": "up to ", "about": "about "}


def number(claim: Claim, *, signed: bool = False) -> str:
    """The number as printed, with its hedge: "超50亿"; ``signed`` gives a change on the year before its sign."""
    sign = ("−" if claim.value < 0 else "+") if signed and claim.kind == "yoy_percent" else ""
    return f"{_hedge(claim)}{sign}{claim.value_text}"


def _hedge(claim: Claim) -> str:
    """The hedge that the value does not hold itself: as it stands before it, else in English."""
    if wording.read(claim.value_text).hedge is not Hedge.NONE:
        return ""
    for hedge in _BEFORE:
        # A hedge is a word of its own: "recover 1.13 billion" has none.
        if re.search(rf"(?<![a-z]){re.escape(hedge + claim.value_text)}", claim.evidence):
            return hedge
    return _OF_BOUND.get(claim.bound, "")


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
