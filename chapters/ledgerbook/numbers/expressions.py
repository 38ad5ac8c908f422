"""How a number came about: a tree that computes its interval, knows its claims and prints its formula.

Leaves are what a source printed (:class:`Claimed`), an exact number (:class:`Number`), and what is not computed here
but counted, or found by a solver or a rule of its own (:class:`Named`). An :class:`Operation` computes its interval
from those of its parts, so a formula cannot say one thing and the interval another.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, reduce
from itertools import chain
from typing import Any

import portion
from portion import Interval

from ledgerbook.numbers import intervals


class Sign(StrEnum):
    """A sign of a formula, as it is stored."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "x"
    OVER = "/"
    GROWTH = "1 + "  # before a change in percent: 1 plus a fall may be shown as 1 less the fall


class Expression(ABC):
    """One way to a number."""

    @cached_property
    def interval(self) -> Interval:
        """What the number can be."""
        return self._computed()

    @abstractmethod
    def _computed(self) -> Interval: ...

    def inputs(self) -> tuple[Expression, ...]:
        """What it was computed from."""
        return ()

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims behind it, each once, in order of first mention."""
        return tuple(dict.fromkeys(chain.from_iterable(part.claims for part in self.inputs())))

    @abstractmethod
    def tokens(self) -> Iterator[str | Sign | Claimed]:
        """The formula in pieces: words, signs, and the claims at their places."""

    @abstractmethod
    def document(self) -> dict[str, Any]:
        """The tree as it is stored, for :func:`from_document`."""

    def __str__(self) -> str:
        return "".join(token.claim_id if isinstance(token, Claimed) else token for token in self.tokens())

    @property
    def compound(self) -> bool:
        """Whether it needs brackets within a larger formula."""
        return " " in str(self)

    def uses(self, operation: str) -> bool:
        """Whether that operation is anywhere in the tree."""
        return any(part.uses(operation) for part in self.inputs())


@dataclass(frozen=True)
class Claimed(Expression):
    """What a claim's printed wording stands for."""

    claim_id: str
    stands_for: Interval

    def _computed(self) -> Interval:
        return self.stands_for

    @property
    def compound(self) -> bool:
        """Never: an id is one name, also where it is "line 2"."""
        return False

    @property
    def claims(self) -> tuple[str, ...]:
        """Itself."""
        return (self.claim_id,)

    def tokens(self) -> Iterator[str | Sign | Claimed]:
        """Itself."""
        yield self

    def document(self) -> dict[str, Any]:
        """``{id: interval}``."""
        return {self.claim_id: _text(self.stands_for)}


@dataclass(frozen=True)
class Number(Expression):
    """An exact number with a word of what it counts, such as "303 days"."""

    value: Fraction
    unit: str = ""

    def _computed(self) -> Interval:
        return intervals.exactly(self.value)

    @property
    def compound(self) -> bool:
        """Never: its unit belongs to it."""
        return False

    def tokens(self) -> Iterator[str | Sign | Claimed]:
        """The number and its unit, with commas at the thousands."""
        whole = f"{self.value.numerator:,}" if self.value.denominator == 1 else str(self.value)
        yield f"{whole}{'' if self.unit in ('', '%') else ' '}{self.unit}"

    def document(self) -> dict[str, Any]:
        """``{"number": value, "unit": unit}``."""
        return {"number": str(self.value), "unit": self.unit}


@dataclass(frozen=True)
class Named(Expression):
    """What rows were counted to, or a solver or a rule of its own gives, in words; it holds its interval.

    ``{0}`` in ``words`` stands for the first of ``parts``; ``own`` are claims that stand behind it beside theirs.
    """

    words: str
    found: Interval
    own: tuple[str, ...] = ()
    parts: tuple[Expression, ...] = ()

    def _computed(self) -> Interval:
        return self.found

    def inputs(self) -> tuple[Expression, ...]:
        """The parts that the words name."""
        return self.parts

    @property
    def claims(self) -> tuple[str, ...]:
        """Those of its parts, and its own."""
        return tuple(dict.fromkeys((*super().claims, *self.own)))

    def tokens(self) -> Iterator[str | Sign | Claimed]:
        """The words; where they name parts, with these at their places."""
        if not self.parts:
            yield self.words
            return
        for text in filter(None, _SLOTS_AND_SIGNS.split(self.words)):
            if text[0] == "{":
                yield from _within(self.parts[int(text[1:-1])], bracketed=False)
            else:
                yield Sign(text) if text in _SIGNS else text

    def document(self) -> dict[str, Any]:
        """``{"named": words, "interval": ...}``, and ``claims`` and ``of`` where there are any."""
        document: dict[str, Any] = {"named": self.words, "interval": _text(self.found)}
        if self.own:
            document["claims"] = list(self.own)
        if self.parts:
            document["of"] = [part.document() for part in self.parts]
        return document


_SIGNS = ("+", "-", "x", "/")
_SLOTS_AND_SIGNS = re.compile(r"(\{\d\})|(?<= )([-+x/])(?= )")


@dataclass(frozen=True)
class Operation(Expression):
    """One of :data:`OPERATIONS` on other expressions.

    Its printed form can be read in one way only: whoever computes it by the rules of school gets its interval.
    """

    name: str
    parts: tuple[Expression, ...]

    def inputs(self) -> tuple[Expression, ...]:
        """The parts, whose intervals are taken as independent of each other."""
        return self.parts

    def _computed(self) -> Interval:
        return OPERATIONS[self.name].compute(*(part.interval for part in self.parts))

    def tokens(self) -> Iterator[str | Sign | Claimed]:
        """The parts with the signs and words of the operation."""
        form = OPERATIONS[self.name]
        yield from form.before
        for place, part in enumerate(self.parts[: form.shown]):
            if place:
                yield from (" ", form.between, " ")
            yield from _within(part, bracketed=form.brackets and not self._stands_free(place, part))
        if form.after:
            yield form.after

    def _stands_free(self, place: int, part: Expression) -> bool:
        """Whether a part of a sum or difference needs no brackets: products do not, and what stands first does not."""
        if self.name not in SUMS or not isinstance(part, Operation):
            return False
        return part.name in PRODUCTS or (part.name in SUMS and not place)

    def document(self) -> dict[str, Any]:
        """``{name: parts}``."""
        return {self.name: [part.document() for part in self.parts]}

    def uses(self, operation: str) -> bool:
        """Whether it is that operation, or a part uses it."""
        return self.name == operation or super().uses(operation)


def _within(part: Expression, *, bracketed: bool) -> Iterator[str | Sign | Claimed]:
    factor = isinstance(part, Operation) and part.name == "factor"
    if factor or (bracketed and part.compound):
        yield from ("(", *part.tokens(), ")")
    else:
        yield from part.tokens()


@dataclass(frozen=True, slots=True)
class _Form:
    """What an operation computes, and how it prints: ``shown`` is how many of its parts (None: all)."""

    compute: Callable[..., Interval]
    before: tuple[str | Sign, ...] = ()
    between: str | Sign = ""
    after: str = ""
    brackets: bool = True
    shown: int | None = None


def _shared(*parts: Interval) -> Interval:
    return reduce(lambda a, b: a & b, parts)


def _hull(*parts: Interval) -> Interval:
    return reduce(lambda a, b: a | b, parts).enclosure


def _or_more(a: Interval) -> Interval:
    return portion.closedopen(a.lower, portion.inf)


SUMS, PRODUCTS = ("sum", "difference"), ("product", "ratio")
NOT_NEGATIVE = portion.closedopen(Fraction(0), portion.inf)

# Those without signs or words are unprinted conversions, or limits that the words about the formula explain.
OPERATIONS: Mapping[str, _Form] = {
    "sum": _Form(intervals.add, between=Sign.PLUS),
    "difference": _Form(intervals.subtract, between=Sign.MINUS),
    "product": _Form(intervals.multiply, between=Sign.TIMES),
    "ratio": _Form(intervals.divide, between=Sign.OVER),
    "both": _Form(_shared, between="and"),
    "hull": _Form(_hull, before=("hull of ",), between="and"),
    "factor": _Form(intervals.growth_factor, before=(Sign.GROWTH,)),
    "fall": _Form(lambda a: intervals.scale(a, Fraction(-1, 100)), before=("-(",), after=")", brackets=False),
    "or more": _Form(_or_more, after=", or more", brackets=False),
    "in percent": _Form(lambda a: intervals.scale(a, 100), brackets=False),
    "of percent": _Form(lambda a: intervals.scale(a, Fraction(1, 100)), brackets=False),
    "at least": _Form(_or_more, brackets=False),
    "not negative": _Form(lambda a: a & NOT_NEGATIVE, brackets=False),
    "instead of": _Form(lambda stands, _: stands, brackets=False, shown=1),
}


def outward(low: float, high: float) -> Interval:
    """Bounds that were computed in floating point, rounded outward to a millionth."""
    return portion.closed(Fraction(math.floor(low * 10**6), 10**6), Fraction(math.ceil(high * 10**6), 10**6))


def from_document(document: Mapping[str, Any]) -> Expression:
    """The tree from its stored form; ValueError names what is not part of one."""
    if "number" in document:
        return Number(Fraction(document["number"]), document["unit"])
    if "named" in document:
        parts = tuple(map(from_document, document.get("of", ())))
        return Named(document["named"], _interval(document["interval"]), tuple(document.get("claims", ())), parts)
    ((name, value),) = document.items()
    if isinstance(value, str):
        return Claimed(name, _interval(value))
    if name not in OPERATIONS:
        raise ValueError(f"no operation {name!r}: use one of {', '.join(OPERATIONS)}")
    return Operation(name, tuple(map(from_document, value)))


def _text(interval: Interval) -> str:
    """An interval as exact text: "[781/2,783/2)"."""
    text: str = portion.to_string(interval, conv=str, sep=",")
    return text


def _interval(text: str) -> Interval:
    return portion.from_string(text, conv=Fraction)
