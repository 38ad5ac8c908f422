"""Computes a printed formula a second time, from the words of the record alone and without the book's own code.

A claim's interval is read from its digits by the rules that the book prints; a formula is read as school reads it, with
"and" for what both prints allow. Percentages are taken as shares, so a result in percent is a hundred times that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

INFINITE = Fraction(10**30)
# A formula of anything but claims, numbers, signs and "and" is a count, or found by a solver or a rule of its own.
PLAIN = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)+|[\d,]+(?:/\d+)?%?(?: days)?|and|x|[-+/() ])*")
UNITS = re.compile(r"(?<=\d) (?:days|persons|cases)\b")


@dataclass(frozen=True)
class Span:
    """Everything between two ends."""

    low: Fraction
    high: Fraction

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        return Span(self.low - other.high, self.high - other.low)

    def __neg__(self) -> Span:
        return Span(-self.high, -self.low)

    def __mul__(self, other: Span) -> Span:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Span(min(corners), max(corners))

    def __truediv__(self, other: Span) -> Span:
        return self * Span(1 / other.high, 1 / other.low)

    def __and__(self, other: Span) -> Span:
        return Span(max(self.low, other.low), min(self.high, other.high))


OPEN = re.compile("超|以上|at least")
HEDGES = {"at_least": (0, 1), "at_most": (1, 0), "about": (1, 1)}  # steps below and above


def ends(row: Mapping[str, str]) -> Span:
    """What the wording of a claim stands for, by the last digit that it prints.

    Noughts at the end are no digits where the number is hedged, and where it is a whole one from a thousand on
    without a scale word (as 万); a hedge beside a bare one (近1亿) reaches a tenth of it.
    """
    value = Fraction(row["value"])
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", row["value_text"])
    if row["bound"] == "exact" or not digits:
        return Span(value, value)
    number = digits[0].replace(",", "")
    whole, _, decimals = number.partition(".")
    scale = abs(value) / Fraction(number)
    hedged = row["bound"] in HEDGES
    noughts = len(whole) - len(whole.rstrip("0")) if not decimals and (hedged or (scale == 1 and len(whole) > 3)) else 0
    step = scale * 10**noughts / 10 ** len(decimals)
    if hedged and number.strip("0.") == "1":
        step /= 10
    below, above = HEDGES.get(row["bound"], (Fraction(1, 2), Fraction(1, 2)))
    is_open = row["bound"] == "at_least" and OPEN.search(row["value_text"] + row["evidence"])
    return Span(value - below * step, INFINITE if is_open else value + above * step)


def computed(formula: str, unit: str, claims: Mapping[str, Mapping[str, str]]) -> Span:
    """The interval of a printed formula, in the unit of its result."""
    spans = {}
    text = UNITS.sub("", formula).replace(" x ", " * ").replace(" and ", " & ")
    for number, claim_id in enumerate(sorted((i for i in claims if i in text), key=len, reverse=True)):
        row = claims[claim_id]
        share = Fraction(1, 100) if row["unit"] == "percent" else Fraction(1)
        spans[f"c{number}_"] = ends(row) * Span(share, share)
        text = re.sub(rf"(?<![\w-]){re.escape(claim_id)}(?![\w-])", f"c{number}_", text)
    code = re.sub(r"(?<![\w.])(\d[\d,]*)(%?)", lambda n: f"N({n[1].replace(',', '')}, {100 if n[2] else 1})", text)
    found: Span = eval(code, {"N": lambda n, of: Span(Fraction(n, of), Fraction(n, of)), **spans})
    times = Fraction(100 if unit in ("percent", "percentage points") and not formula.startswith("100 x") else 1)
    return found * Span(times, times)
