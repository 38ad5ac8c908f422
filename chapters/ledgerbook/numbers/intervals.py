"""Arithmetic on intervals.

The intervals are those of the ``portion`` library, which knows open and closed bounds, containment and overlap but
no arithmetic. A result's bound is open where either operand's bound is, so that what 余 excludes stays excluded.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import portion
from portion import CLOSED, OPEN, Interval

Bound = tuple[Any, bool]  # value (Fraction or infinity) and whether it is attained


def exactly(value: Fraction | int) -> Interval:
    """The interval of one value."""
    return portion.singleton(Fraction(value))


def bounds(interval: Interval) -> tuple[Bound, Bound]:
    """Lower and upper bound, each with whether it belongs to the interval."""
    return (interval.lower, interval.left is CLOSED), (interval.upper, interval.right is CLOSED)


def from_bounds(lower: Bound, upper: Bound) -> Interval:
    """The interval between two bounds."""
    left, right = (CLOSED if attained else OPEN for _, attained in (lower, upper))
    return portion.Interval.from_atomic(left, lower[0], upper[0], right)


def negate(a: Interval) -> Interval:
    """-a."""
    (low, low_in), (high, high_in) = bounds(a)
    return from_bounds((-high, high_in), (-low, low_in))


def add(a: Interval, b: Interval) -> Interval:
    """a + b."""
    (a_low, a_high), (b_low, b_high) = bounds(a), bounds(b)
    return from_bounds(_plus(a_low, b_low), _plus(a_high, b_high))


def subtract(a: Interval, b: Interval) -> Interval:
    """a - b, as independent numbers."""
    return add(a, negate(b))


def multiply(a: Interval, b: Interval) -> Interval:
    """a * b, as independent numbers."""
    return _hull_of_corners(a, b, _times)


def divide(a: Interval, b: Interval) -> Interval:
    """a / b, as independent numbers.

    Raises ZeroDivisionError where b holds zero inside, or ends at it.
    """
    if b.lower <= 0 <= b.upper:
        raise ZeroDivisionError(f"division by an interval that touches zero: {describe(b)}")
    return multiply(a, _reciprocal(b))


def scale(a: Interval, factor: Fraction | int) -> Interval:
    """a * factor, for an exact factor."""
    return multiply(a, exactly(factor))


def growth_factor(percent: Interval) -> Interval:
    """1 + g/100, for a growth of g percent."""
    return add(exactly(1), scale(percent, Fraction(1, 100)))


def is_bounded(a: Interval) -> bool:
    """Whether both ends are finite."""
    return bool(a.lower != -portion.inf and a.upper != portion.inf)


def to_whole(a: Interval) -> Interval:
    """The interval with finite ends moved outwards to whole numbers; a whole end stays open where it is open."""

    def moved(bound: Bound, to: Callable[[Fraction], int]) -> Bound:
        value, attained = bound
        whole = value if _infinite(value) else Fraction(to(value))
        return whole, attained or whole != value

    lower, upper = bounds(a)
    return from_bounds(moved(lower, math.floor), moved(upper, math.ceil))


def middle(a: Interval) -> float:
    """Middle of a bounded interval, its lower end where it is open above only: for drawing and rounding only."""
    return float((a.lower + a.upper) / 2) if is_bounded(a) else float(a.lower)


def describe(a: Interval) -> str:
    """The interval for an error message: decimal ends, brackets for open and closed."""
    text: str = portion.to_string(a, conv=lambda v: f"{float(v):,.6g}", pinf="+inf", ninf="-inf")
    return text


def _plus(x: Bound, y: Bound) -> Bound:
    # portion's infinities take no part in arithmetic: they absorb.
    value = x[0] if _infinite(x[0]) else y[0] if _infinite(y[0]) else x[0] + y[0]
    return value, x[1] and y[1]


def _times(x: Bound, y: Bound) -> Bound:
    (u, u_in), (v, v_in) = x, y
    if (u == 0 and u_in) or (v == 0 and v_in):
        return Fraction(0), True
    if u == 0 or v == 0:
        return Fraction(0), False
    if _infinite(u) or _infinite(v):
        return (portion.inf if (u > 0) == (v > 0) else -portion.inf), False
    return u * v, u_in and v_in


def _hull_of_corners(a: Interval, b: Interval, corner: Callable[[Bound, Bound], Bound]) -> Interval:
    corners = [corner(x, y) for x in bounds(a) for y in bounds(b)]
    low = min(value for value, _ in corners)
    high = max(value for value, _ in corners)
    return from_bounds(
        (low, any(attained for value, attained in corners if value == low)),
        (high, any(attained for value, attained in corners if value == high)),
    )


def _reciprocal(b: Interval) -> Interval:
    def of(bound: Bound) -> Bound:
        return (Fraction(0), False) if _infinite(bound[0]) else (1 / Fraction(bound[0]), bound[1])

    lower, upper = bounds(b)
    return from_bounds(of(upper), of(lower))


_INFINITIES = (type(portion.inf), type(-portion.inf))  # to compare fractions with them takes long


def _infinite(value: Any) -> bool:
    return isinstance(value, _INFINITIES)
