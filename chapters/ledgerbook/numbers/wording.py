"""Reads the wording of an official number into the interval of values it can stand for.

This is the one place in the book where wording becomes numbers, in three steps: :mod:`.lexicon` cuts the text into the
words of a table, :mod:`.amounts` and :mod:`.grammar` make numbers of them, and :mod:`.hedges` reads what stands around
each. Here each becomes an interval. The conventions and their one rule are a table in :mod:`.conventions`; the hedges:

=================================  ==============  ================================================
printed                            hedge           values it can stand for
=================================  ==============  ================================================
45.2万, 12.6%, 1.7 million         none            half a step of the last printed digit either way
240, 23,231                        none            exactly that (a full integer)
1600余, 37万余, over 120,000       ``OVER``        at least that, below the next unit
超50亿, 60%以上, no fewer than 5   ``AT_LEAST``    at least that, open above
近80%, nearly 1.7 million          ``NEARLY``      up to that, above the unit before
不到30%, up to 5, not exceeding 9  ``AT_MOST``     up to that, down to zero
约3亿, about 25 million            ``ABOUT``       one unit either way
=================================  ==============  ================================================

A phrase is read whole or refused: :func:`parse` names the piece that it does not understand and how to state it.
Square brackets hold what the source prints away from the number, such as a unit in a table's heading: ``4,440 [억원]``.
The strict convention (:attr:`Convention.STRICT`) leaves ``OVER`` open above and ``NEARLY`` open down to zero.
All arithmetic is in exact fractions, so that 0.1 is a tenth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cache, cached_property

import portion

from ledgerbook.numbers.amounts import Kind, Number, WordingError, last_digit_step
from ledgerbook.numbers.grammar import Reader
from ledgerbook.numbers.hedges import Around, Hedge, left_over
from ledgerbook.numbers.lexicon import tokens

__all__ = [
    "AT_LEAST", "BOUNDS_OF", "HEDGES_OF_BOUND", "Convention", "Hedge", "Kind", "PrintedNumber", "Reading",
    "WordingError", "direction", "last_digit_step", "numbers", "parse", "read", "unhedged",
]  # fmt: skip


class Convention(Enum):
    """How ``OVER`` and ``NEARLY`` are bounded on their far side: by the next unit, or (``STRICT``) not."""

    USUAL = "usual"
    STRICT = "strict"


TRAILING_ZEROS_COUNT_BELOW = 1000  # 80% is read to the unit, a rounded 12,000 to the thousand
HEDGING = ("before", "inside", "after")  # kinds of words that hedge a number
WHOLE = Fraction(100)  # percent: "more than half" has no next unit, so it is open up to the whole
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+")
AT_LEAST = {Hedge.OVER, Hedge.AT_LEAST}
# The hedges that say of a number what a record's column ``bound`` says.
HEDGES_OF_BOUND = {
    "rounded": {Hedge.NONE, Hedge.ABOUT},
    "exact": {Hedge.NONE},
    "at_least": AT_LEAST,
    "at_most": {Hedge.NEARLY, Hedge.AT_MOST},
    "about": {Hedge.ABOUT},
}
BOUNDS_OF = {
    Hedge.OVER: "at_least",
    Hedge.AT_LEAST: "at_least",
    Hedge.NEARLY: "at_most",
    Hedge.AT_MOST: "at_most",
    Hedge.ABOUT: "about",
}
# Of each bound the hedge that reads it most widely, and those that agree with it.
_BY_BOUND = {
    "at_least": (Hedge.AT_LEAST, AT_LEAST),
    "at_most": (Hedge.AT_MOST, {Hedge.NEARLY, Hedge.AT_MOST}),
    "about": (Hedge.ABOUT, {Hedge.ABOUT}),
    "rounded": (Hedge.NONE, {Hedge.NONE}),
    "exact": (Hedge.NONE, {Hedge.NONE}),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed number says.

    ``value`` is the number printed, in units (45.2万 is 452000), the middle of a range; ``step`` the unit of its last
    digit that counts as printed (a thousand in "12,000", one in "80"); ``unit`` how far a hedge reaches;
    ``full_integer`` whether every digit down to the ones is printed; ``share`` whether it is a share in words, such as
    a third; ``interval`` the values it can stand for; ``kind`` what sort of number it is.
    """

    value: Fraction
    step: Fraction
    unit: Fraction
    full_integer: bool
    share: bool
    hedge: Hedge
    interval: portion.Interval
    kind: Kind = Kind.LEVEL


@dataclass(frozen=True)
class PrintedNumber:
    """A number found in a text, where it stands (without its unit), and how it is printed.

    ``start`` and ``end`` are its place in the text, ``found`` is what was read there.
    """

    text: str
    start: int
    end: int
    found: Number

    @property
    def value(self) -> Fraction:
        """The number in units."""
        return self.found.value

    @property
    def step(self) -> Fraction:
        """The unit of the last printed digit."""
        return self.found.step

    @property
    def kind(self) -> Kind:
        """What sort of number it is."""
        return self.found.kind

    @property
    def full_integer(self) -> bool:
        """Whether every digit down to the ones is printed."""
        return self.found.full

    @property
    def mantissa(self) -> Fraction:
        """The number in units of its last printed digit: what is the same in "1.2亿" and "1.2億"."""
        return self.value / self.step

    @property
    def in_digits(self) -> bool:
        """Whether it is written with digits, not in words."""
        return any(c.isdigit() for c in self.text[self.start : self.end])

    @property
    def is_interval(self) -> bool:
        """Whether it is no single value: a range, or a vague number."""
        return self.found.low is not None

    @cached_property
    def around(self) -> Around:
        """What stands around it."""
        return Around(tokens(self.text), self.found)

    def hedge(self, evidence: str = "") -> Hedge:
        """The hedge that the words show, around the number itself or around it in the evidence.

        Of hedges that contradict each other, which :func:`parse` refuses, the first.
        """
        seen = self.around.hedges
        if not seen and evidence and any(not token.means.keys().isdisjoint(HEDGING) for token in tokens(evidence)):
            same = self.recurrence(evidence)
            seen = same.around.hedges if same else []
        if set(seen) == AT_LEAST:
            return Hedge.AT_LEAST
        return seen[0] if seen else Hedge.NONE

    def recurrence(self, evidence: str) -> PrintedNumber | None:
        """The same number in the evidence, as exactly printed."""
        return next((number for number in (*_ends(evidence), *_phrases(evidence)) if self.is_same(number)), None)

    def is_same(self, other: PrintedNumber) -> bool:
        """Whether another number is this one, as exactly printed, separators and script aside."""
        return self.value == other.value and self.step == other.step and self.found.high == other.found.high

    def stands_in(self, evidence: str) -> bool:
        """Whether the number recurs in the evidence as a number, separators and script aside.

        A unit in brackets stands away from the number, so the evidence need not hold it.
        """
        printed = self.text[self.start : self.end].partition("[")[0].strip()
        if _SPACED.fullmatch(printed):  # in a table spaces part numbers as well as groups
            return bool(re.search(rf"(?<!\d){re.escape(printed)}(?!\d)", evidence))
        bare = parse(printed) if "[" in self.text[self.start : self.end] else self
        return bare.recurrence(evidence) is not None


def direction(evidence: str) -> int:
    """1 where the phrase says that something rose, -1 where it fell, 0 where it says both or neither."""
    kinds = [token.means for token in tokens(evidence)]
    return any("rises" in means for means in kinds) - any("falls" in means for means in kinds)


def parse(text: str) -> PrintedNumber:
    """The one number of a text.

    Raises :class:`WordingError` where there is none, and where there is a piece that could change what it says: a
    second number, an unknown word right before it or unknown scale word behind it, hedges that contradict each other.
    """
    return _parse(text)


@cache
def _parse(text: str) -> PrintedNumber:
    phrases = _phrases(text)
    found = [number for number in phrases if not _is_date(text, number)]
    if not found:
        raise WordingError(_no_number(text))
    number = found[0]
    if len(found) > 1:
        raise WordingError(_not_understood(text, _piece(text, found[1]), "more than one number: state the one meant"))
    if number.found.reason:
        raise WordingError(f"{_piece(text, number)!r} in {text!r} {number.found.reason}")
    around = number.around
    if around.piece:
        raise WordingError(_not_understood(text, around.piece, "state the number bare, or with a hedge of lexicon.csv"))
    if around.hedge is None or (around.hedge is not Hedge.NONE and number.is_interval and not number.found.hedge):
        said = " and ".join([*(hedge.value for hedge in around.hedges), *["a range"] * number.is_interval])
        raise WordingError(_not_understood(text, text, f"it says {said}: state the one that is meant"))
    spans = [(phrase.found.first, phrase.found.whole) for phrase in phrases]
    if rest := next(left_over(tokens(text), spans), None):
        raise WordingError(_not_understood(text, rest.text, "state the number without it, or in digits"))
    return number


def _no_number(text: str) -> str:
    piece = next((token.text for token in tokens(text) if token.means.keys() & {"refused", "scale", "big"}), "")
    said = f" ({piece!r} is none that can be read)" if piece else ""
    return f"no number in {text!r}{said}; write it as printed, in digits"


def _not_understood(text: str, piece: str, remedy: str) -> str:
    return f"{piece!r} in {text!r} was not understood; {remedy}"


def _piece(text: str, number: PrintedNumber) -> str:
    return text[number.start : number.end]


def _is_date(text: str, number: PrintedNumber) -> bool:
    """Whether a number is that of a year: 2024年."""
    words = tokens(text)
    place = number.found.last
    return place < len(words) and "year" in words[place].means and len(_piece(text, number)) == len("2024")


def numbers(text: str) -> Iterator[PrintedNumber]:
    """Every number in a text that can be read, in order. One number in several parts (83億6402萬) is one.

    A range is its two ends.
    """
    return iter(_numbers(text))


@cache  # the rules of a record read each phrase several times
def _numbers(text: str) -> tuple[PrintedNumber, ...]:
    return tuple(number for number in _ends(text) if not number.found.reason)


@cache
def _ends(text: str) -> tuple[PrintedNumber, ...]:
    """Every number in a text, a range as its two ends."""
    found = [end for number in _phrases(text) for end in (number.found.ends or (number.found,))]
    return tuple(_printed(text, number) for number in found)


@cache
def _phrases(text: str) -> tuple[PrintedNumber, ...]:
    """Every number in a text, a range as one."""
    return tuple(_printed(text, number) for number in Reader(text).numbers())


def _printed(text: str, number: Number) -> PrintedNumber:
    words = tokens(text)
    return PrintedNumber(text, words[number.first].start, words[number.last - 1].end, number)


def read(
    text: str,
    *,
    bound: str | None = None,
    evidence: str = "",
    convention: Convention = Convention.USUAL,
) -> Reading:
    """Reads a printed number into what it can stand for.

    ``text`` is the number as printed, with or without the words around it ("45.2万", "more than 1,600", "近80%").
    ``bound`` is the ledger's column of that name (rounded, exact, at_least, at_most, about): it settles whether a
    full integer such as "12,000" is exact or rounded, and supplies the hedge where the words are lost.
    ``evidence`` is the phrase it was printed in: hedging words may stand there instead.

    Raises :class:`WordingError` where no number can be read, as :func:`parse` does.

    >>> from ledgerbook.numbers.printing import span
    >>> span(read("more than 45,000").interval)
    '45,000 to 46,000'
    >>> span(read("more than 45,000", convention=Convention.STRICT).interval)
    'at least 45,000'
    """
    return _read(text, bound, evidence, convention)


@cache  # a chapter reads the same wordings many times
def _read(text: str, bound: str | None, evidence: str, convention: Convention) -> Reading:
    number = parse(text)
    if number.kind is Kind.MULTIPLE and evidence and (same := number.recurrence(evidence)) and same.found.reason:
        raise WordingError(f"{_piece(evidence, same)!r} in {evidence!r} {same.found.reason}")
    hedge = number.hedge(evidence)
    if bound is not None:
        hedge = _reconcile(hedge, bound)
    value, step, found = number.value, number.step, number.found
    if number.full_integer and value >= TRAILING_ZEROS_COUNT_BELOW:
        step = last_digit_step(value)
    exact = number.full_integer and bound in (None, "exact")
    unit = found.reach or last_digit_step(value)
    if found.low is not None and found.high is not None:
        interval = _of_ends(found, hedge)
    else:
        interval = _interval(found, step, unit, exact, hedge, convention)
    return Reading(value, step, unit, number.full_integer, found.kind is Kind.SHARE, hedge, interval, found.kind)


def _of_ends(found: Number, hedge: Hedge) -> portion.Interval:
    """A range, an uncertainty interval or a vague number."""
    if hedge in AT_LEAST and found.hedge:  # 上百万
        return portion.closedopen(found.low, portion.inf)
    if found.closed:
        return portion.closed(found.low, found.high)
    return portion.closedopen(found.low, found.high)


def _reconcile(hedge: Hedge, bound: str) -> Hedge:
    """The hedge seen, where it agrees with the ledger's bound; else the bound's widest reading."""
    if bound not in _BY_BOUND:
        raise WordingError(f"bound {bound!r} is none of {', '.join(_BY_BOUND)}")
    widest, agreeing = _BY_BOUND[bound]
    return hedge if hedge in agreeing else widest


def _interval(
    found: Number, step: Fraction, unit: Fraction, exact: bool, hedge: Hedge, convention: Convention
) -> portion.Interval:
    value = found.value
    if hedge is Hedge.AT_LEAST or (hedge is Hedge.OVER and convention is Convention.STRICT):
        return portion.closedopen(value, portion.inf)
    if hedge is Hedge.OVER:
        return _over(found, unit)
    if hedge is Hedge.AT_MOST:
        return portion.closed(Fraction(0), value)
    # 近1亿 is above 0.9亿, not above nothing: where the unit is the whole number, the next digit counts.
    below = unit if unit < value else unit / 10
    if hedge is Hedge.NEARLY:
        return portion.openclosed(Fraction(0) if convention is Convention.STRICT else value - below, value)
    if hedge is Hedge.ABOUT:
        return portion.closed(value - below, value + below)
    if exact:
        return portion.singleton(value)
    return portion.closedopen(value - step / 2, value + step / 2)


def _over(found: Number, unit: Fraction) -> portion.Interval:
    """Below the next unit, which "doubled" has not, and "more than half" only in the whole."""
    if found.kind is Kind.SHARE and found.value == WHOLE / 2:
        return portion.closedopen(found.value, WHOLE)
    if found.worded:
        return portion.closedopen(found.value, portion.inf)
    return portion.closedopen(found.value, found.value + unit)


def unhedged(before: str, after: str) -> tuple[str, str]:
    """What stands before and after a number, without the words that hedge it: "more than $", " people" -> "$"."""
    words = tokens(f"{before}1{after}")
    place = next(n for n, word in enumerate(words) if word.end > len(before))
    around = Around(words, Number(place, place + 1, place + 1, Fraction(1), Fraction(1)))
    if around.behind:
        shift = len(before) + len("1")
        first, last = words[around.behind[0]], words[around.behind[-1]]
        after = after[: first.start - shift].rstrip() + after[last.end - shift :]
    if around.before:
        first, last = words[min(around.before)], words[max(around.before)]
        before = before[: first.start] + before[last.end :].strip()
    return before, after
