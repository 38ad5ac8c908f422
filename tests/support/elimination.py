"""A second engine for windows, written apart from the first: it eliminates one unknown after the other by hand.

Fourier and Motzkin's method, in fractions, on the counts of cells themselves. It needs no solver and no months, and
takes too long for anything but small systems.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import combinations

import portion
from portion import CLOSED

from ledgerbook.numbers.quantities import Period
from ledgerbook.numbers.windows import Statement

# Factors of the unknowns and a constant, whose sum is at most zero, or below zero where the last is true.
Row = tuple[tuple[Fraction, ...], Fraction, bool]


def possible(statements: Sequence[Statement]) -> bool:
    """Whether all can be true."""
    rows, cells = _rows(statements)
    return _consistent(_eliminated(rows, range(cells)))


def held(statements: Sequence[Statement], period: Period) -> portion.Interval:
    """What the period can hold."""
    cuts = _cuts(statements, [period])
    rows, cells = _rows(statements, [period])
    total = [Fraction(_inside(cuts[i], period)) for i in range(cells)]
    # One unknown more, the total, from both sides; then all others are eliminated.
    rows = [((*factors, Fraction(0)), constant, strict) for factors, constant, strict in rows]
    rows += [((*(sign * x for x in total), Fraction(-sign)), Fraction(0), False) for sign in (1, -1)]
    interval = portion.open(-portion.inf, portion.inf)
    for factors, constant, strict in _eliminated(rows, range(cells)):
        factor = factors[-1]
        if factor:
            end = -constant / factor
            below = portion.open(-portion.inf, end) if strict else portion.openclosed(-portion.inf, end)
            above = portion.open(end, portion.inf) if strict else portion.closedopen(end, portion.inf)
            interval &= below if factor > 0 else above
    return interval


def minimal_repairs(statements: Sequence[Statement]) -> set[frozenset[str]]:
    """Every set of names without which the others can be true, and of which no part is one."""
    found: set[frozenset[str]] = set()
    for size in range(len(statements) + 1):
        for given_up in map(frozenset, combinations([s.name for s in statements], size)):
            if any(repair <= given_up for repair in found):
                continue
            if possible([s for s in statements if s.name not in given_up]):
                found.add(given_up)
    return found


def conflicts(statements: Sequence[Statement]) -> set[frozenset[str]]:
    """Every set of names that cannot all be true, without any one of which the others can."""
    found: set[frozenset[str]] = set()
    for size in range(1, len(statements) + 1):
        for chosen in combinations(statements, size):
            names = frozenset(s.name for s in chosen)
            if not any(conflict <= names for conflict in found) and not possible(chosen):
                found.add(names)
    return found


def _base(statement: Statement) -> Period:
    start, end = (day.replace(year=day.year - 1) for day in (statement.period.start, statement.period.end))
    return Period(start, end)


def _cuts(statements: Iterable[Statement], more: Iterable[Period] = ()) -> list:
    periods = [*more, *(p for s in statements for p in ((s.period, _base(s)) if s.growth else (s.period,)))]
    return sorted({day for p in periods for day in (p.start, p.end + timedelta(days=1))})


def _inside(day, period: Period) -> bool:
    return period.start <= day <= period.end


def _rows(statements: Sequence[Statement], more: Iterable[Period] = ()) -> tuple[list[Row], int]:
    cuts = _cuts(statements, more)
    cells = max(0, len(cuts) - 1)
    rows: list[Row] = []
    for cell in range(cells):  # no count is negative
        rows.append((tuple(Fraction(-(i == cell)) for i in range(cells)), Fraction(0), False))
    for s in statements:
        for end, side, sign in ((s.interval.upper, s.interval.right, 1), (s.interval.lower, s.interval.left, -1)):
            if end == portion.inf:
                continue
            factors = [Fraction(sign * _inside(cuts[i], s.period)) for i in range(cells)]
            if s.growth:
                factors = [f - sign * end * _inside(cuts[i], _base(s)) for i, f in enumerate(factors)]
            rows.append((tuple(factors), Fraction(0) if s.growth else Fraction(-sign * end), side is not CLOSED))
    return rows, cells


def _eliminated(rows: Iterable[Row], unknowns: Iterable[int]) -> list[Row]:
    kept = list(rows)
    for i in unknowns:
        above = [row for row in kept if row[0][i] > 0]
        below = [row for row in kept if row[0][i] < 0]
        combined = [_combined(one, other, i) for one in above for other in below]
        kept = _strongest([row for row in kept if row[0][i] == 0] + combined)
    return kept


def _combined(above: Row, below: Row, i: int) -> Row:
    x, y = -below[0][i], above[0][i]
    factors = tuple(x * a + y * b for a, b in zip(above[0], below[0], strict=True))
    return factors, x * above[1] + y * below[1], above[2] or below[2]


def _strongest(rows: Iterable[Row]) -> list[Row]:
    """Of rows with the same factors the one that says most; factors are scaled so that the first of them is one."""
    found: dict[tuple[Fraction, ...], tuple[Fraction, bool]] = {}
    for factors, constant, strict in rows:
        scale = next((abs(f) for f in factors if f), Fraction(1))
        key = tuple(f / scale for f in factors)
        found[key] = max(found.get(key, (constant / scale, strict)), (constant / scale, strict))
    return [(factors, constant, strict) for factors, (constant, strict) in found.items()]


def _consistent(rows: Iterable[Row]) -> bool:
    return all(constant < 0 or (constant == 0 and not strict) for _, constant, strict in rows)
