"""Comparisons of what is known only as an interval: true, false, or None where the intervals do not say."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import portion
from portion import Interval

from ledgerbook.numbers import intervals
from ledgerbook.numbers.quantities import CombinationError, Quantity

Comparable: TypeAlias = Quantity | Interval | Fraction | int


def below(a: Comparable, b: Comparable) -> bool | None:
    """Whether every value of ``a`` is below every one of ``b``; None where some are and some are not.

    Raises CombinationError for quantities of two units.
    """
    one, other = _two(a, b)
    open_ends = portion.OPEN in (one.right, other.left)
    if one.upper < other.lower or (one.upper == other.lower and open_ends):
        return True
    return False if one.lower >= other.upper else None


def above(a: Comparable, b: Comparable) -> bool | None:
    """Whether every value of ``a`` is above every one of ``b``; None where some are and some are not."""
    return below(b, a)


def fell(change: Comparable) -> bool | None:
    """Whether a change is below zero by every value that it can stand for; None where some are and some are not."""
    return below(change, 0)


def rose(change: Comparable) -> bool | None:
    """Whether a change is above zero by every value that it can stand for; None where some are and some are not."""
    return above(change, 0)


def of(value: Comparable) -> Interval:
    """The values that it can stand for."""
    if isinstance(value, Quantity):
        return value.interval
    return value if isinstance(value, Interval) else intervals.exactly(value)


def _two(a: Comparable, b: Comparable) -> tuple[Interval, Interval]:
    if isinstance(a, Quantity) and isinstance(b, Quantity) and a.unit != b.unit:
        raise CombinationError(f"{a.describe()} in {a.unit} and {b.describe()} in {b.unit} are of two units")
    return of(a), of(b)
