"""What published windows say together: bounds on what was never printed, and what cannot all be true.

Every total over a window is an interval constraint on counts that were never printed, every growth rate a linear
relation between two windows. The unknowns are the counts of *cells*, the shortest spans between any two days on which
a window or a month begins; months need not be even inside. Linear and integer programmes (HiGHS, through SciPy) give

* the least and the most that any period can hold (:meth:`System.bounds`),
* irreducible conflicts: sets of printed numbers that cannot all be true, though without any one of them the others can,
* repairs: the fewest printed numbers without which the rest are consistent (:func:`reconcile`).

Nothing here knows a measure: a book applies it to its record.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import portion
from portion import Interval
from scipy import optimize, sparse

from ledgerbook.numbers import intervals
from ledgerbook.numbers.quantities import Period

DAY = timedelta(days=1)
MOST_JUMP = 1000  # times: what is looked for in vain up to here is not looked for further
TOLERANCE = 1e-6  # of the largest number in a system: what the solver may be off, which is given away
SOLVED, INFEASIBLE, UNBOUNDED = 0, 2, 3  # SciPy's words for how a programme ended


class InconsistentError(ValueError):
    """Statements that cannot all be true were asked for bounds; the message names them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What was printed of one window: a total or a growth rate.

    ``interval`` holds the total (in the unit of the measure), or for a growth rate the factor 1 + g/100 on the same
    days a year before. ``vague`` is how many days each end of the window may lie off, either way.
    """

    claims: tuple[str, ...]
    period: Period
    interval: Interval
    growth: bool = False
    vague: int = 0

    @property
    def name(self) -> str:
        """The first of its claims."""
        return self.claims[0]

    @property
    def least(self) -> Period | None:
        """The days that are in the window however its ends lie; None where none is sure."""
        margin = timedelta(days=self.vague)
        start, end = self.period.start + margin, self.period.end - margin
        return Period(start, end) if start <= end else None

    @property
    def most(self) -> Period:
        """All days that may be in the window."""
        margin = timedelta(days=self.vague)
        return Period(self.period.start - margin, self.period.end + margin)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a period can hold, and the names of the statements that say so."""

    interval: Interval
    names: frozenset[str]


@dataclass(frozen=True)
class Conflict:
    """Statements that cannot all be true, none of which can be left out.

    ``gap`` is the least sum by which the ends of their intervals would have to be moved for all of them to be true, in
    the unit of the measure.
    """

    statements: tuple[Statement, ...]
    gap: Fraction


@dataclass(frozen=True)
class Reconciliation:
    """Why the statements cannot all be true, and every smallest set of them that must be given up."""

    conflicts: tuple[Conflict, ...]
    repairs: tuple[frozenset[str], ...]

    @property
    def removed(self) -> int:
        """How many statements must go."""
        return len(self.repairs[0])


class System:
    """The constraints that statements put on the counts of cells.

    ``periods``: further periods that are to be bounded, which need not begin or end with a window or a month.
    ``most_change``: where given, no month holds more than so many times what the month before it or after it holds.
    This is an assumption and no statement; None makes none but that counts are not negative.
    """

    def __init__(
        self,
        statements: Iterable[Statement],
        *,
        periods: Iterable[Period] = (),
        most_change: Fraction | int | None = None,
    ) -> None:
        self.statements = tuple(statements)
        self.periods = tuple(periods)
        self.most_change = most_change
        if not self.statements:
            raise ValueError("a system needs a statement")

    @cached_property
    def starts(self) -> list[date]:
        """The first days of the cells, in order, and the day after the last."""
        spans = [*self.periods, *(span for statement in self.statements for span in _spans(statement))]
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        months = _month_starts(first, last)
        return sorted({*months, *(span.start for span in spans), *(span.end + DAY for span in spans)})

    @cached_property
    def months(self) -> list[Period]:
        """The whole months that the cells cover."""
        firsts = [day for day in self.starts if day.day == 1]
        return [Period(day, after - DAY) for day, after in pairwise(firsts)]

    def feasible(self, without: Collection[str] = ()) -> bool:
        """Whether all statements (but those named) can be true, to within the solver's tolerance."""
        gap, _ = _gap(*self._kept(without))
        return gap <= TOLERANCE

    def bounds(self, period: Period, without: Collection[str] = ()) -> Bounds:
        """The least and the most that the period can hold; open above where nothing bounds it.

        The ends are moved outwards by the solver's tolerance and to whole units. Raises InconsistentError where the
        statements cannot all be true, ValueError where the period does not begin and end with cells.
        """
        target = self._sum(period)
        rows, ends, owners = self._kept(without)
        low = _solve(target, rows, ends)
        if low.status == INFEASIBLE:
            raise InconsistentError(f"these cannot all be true: {_names(self, without)}")
        high = _solve(-target, rows, ends, (SOLVED, UNBOUNDED))
        least = Fraction(max(0, math.floor((low.fun - TOLERANCE) * self._scale)))
        names = _priced(low, owners)
        if high.status == UNBOUNDED:
            return Bounds(portion.closedopen(least, portion.inf), names)
        most = Fraction(math.ceil((-high.fun + TOLERANCE) * self._scale))
        return Bounds(portion.closed(least, most), names | _priced(high, owners))

    def conflict(self, without: Collection[str] = ()) -> Conflict | None:
        """An irreducible conflict among the statements (but those named), or None where all can be true."""
        rows, ends, owners = self._kept(without)
        gap, prices = _gap(rows, ends, owners)
        if gap <= TOLERANCE:
            return None
        # What has a price in the cheapest compromise is in conflict; of that, each is left out in turn.
        core = {owners[i] for i in np.flatnonzero(prices > TOLERANCE).tolist() if owners[i]}
        others = {statement.name for statement in self.statements} - core
        for name in sorted(core):
            if not self.feasible(others | {name}):
                others.add(name)
        core -= others
        gap, _ = _gap(*self._kept(others))
        statements = tuple(statement for statement in self.statements if statement.name in core)
        return Conflict(statements, Fraction(gap * self._scale).limit_denominator(1000))

    @property
    def _width(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def _scale(self) -> float:
        """The largest number printed: in units of it the solver's tolerance is a tolerance."""
        ends = [e for f in self.statements if not f.growth for e in (f.interval.lower, f.interval.upper)]
        return max([float(end) for end in ends if end != portion.inf] or [1.0])

    def _sum(self, period: Period) -> Any:
        """A row that adds up the cells of a period."""
        where = {day: i for i, day in enumerate(self.starts)}
        try:
            first, last = where[period.start], where[period.end + DAY]
        except KeyError:
            raise ValueError(f"{period} does not begin and end where windows or months do") from None
        row = np.zeros(self._width)
        row[first:last] = 1
        return row

    @cached_property
    def _constraints(self) -> tuple[Any, Any, list[str]]:
        """Rows and right-hand sides of A x <= b, and for each row the statement it is of ("" for an assumption)."""
        rows, ends, owners = [], [], []
        for statement in self.statements:
            for row, end in self._rows(statement):
                rows.append(row)
                ends.append(end)
                owners.append(statement.name)
        for row in self._changes():
            rows.append(row)
            ends.append(0.0)
            owners.append("")
        return sparse.csr_array(np.array(rows)), np.array(ends), owners

    def _rows(self, statement: Statement) -> Iterable[tuple[Any, float]]:
        low, high = statement.interval.lower, statement.interval.upper
        least, most = statement.least, self._sum(statement.most)
        inner = self._sum(least) if least else np.zeros(self._width)
        if not statement.growth:
            if high != portion.inf:
                yield inner, float(high) / self._scale
            yield -most, -float(low) / self._scale
            return
        before_most = self._sum(statement.most.a_year_before())
        before_least = self._sum(least.a_year_before()) if least else np.zeros(self._width)
        if high != portion.inf:
            yield inner - float(high) * before_most, 0.0
        yield float(low) * before_least - most, 0.0

    def _changes(self) -> Iterable[Any]:
        if self.most_change is None:
            return
        months = [self._sum(month) for month in self.months]
        for one, other in pairwise(months):
            yield other - float(self.most_change) * one
            yield one - float(self.most_change) * other

    def _kept(self, without: Collection[str]) -> tuple[Any, Any, list[str]]:
        rows, ends, owners = self._constraints
        if not without:
            return rows, ends, owners
        kept = [i for i, owner in enumerate(owners) if owner not in without]
        return rows[kept], ends[kept], [owners[i] for i in kept]


def reconcile(system: System) -> Reconciliation:
    """Conflicts enough to show what must be given up, and every smallest set of statements whose removal is enough.

    Conflicts and hitting sets by turns: the smallest set that breaks all known conflicts is tried; where the rest still
    cannot be true, that gives another conflict.
    """
    conflicts: list[Conflict] = []
    repairs: list[frozenset[str]] = []
    while True:
        candidate = _hitting_set([{f.name for f in c.statements} for c in conflicts], repairs)
        if candidate is None or (repairs and len(candidate) > len(repairs[0])):
            return Reconciliation(tuple(conflicts), tuple(repairs))
        conflict = system.conflict(candidate)
        if conflict is None:
            repairs.append(candidate)
        else:
            conflicts.append(conflict)


def hull(system: System, repairs: Sequence[Collection[str]], period: Period) -> Bounds:
    """What the period can hold whichever of the smallest repairs is the right one."""
    found = [system.bounds(period, repair) for repair in repairs]
    low = min(bounds.interval.lower for bounds in found)
    high = max((bounds.interval.upper, bounds.interval.right is portion.CLOSED) for bounds in found)
    names = frozenset[str]().union(*(bounds.names for bounds in found))
    return Bounds(intervals.from_bounds((low, True), high), names)


def least_jump(system: System, without: Collection[str] = ()) -> Fraction | None:
    """By what factor two neighbouring months must differ at least, to a hundredth, for the statements to be true.

    None where no factor up to :data:`MOST_JUMP` is enough. Where nothing is left for some months none would be, but
    the solver's tolerance makes large ones do: read a large factor as "at least".
    """

    def enough(hundredths: int) -> bool:
        return System(system.statements, most_change=Fraction(hundredths, 100)).feasible(without)

    low, high = 100, MOST_JUMP * 100
    if not enough(high):
        return None
    while low < high:
        middle = math.isqrt(low * high)  # halves the ratio, not the difference
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return Fraction(high, 100)


def _names(system: System, without: Collection[str]) -> str:
    return ", ".join(statement.name for statement in system.statements if statement.name not in without)


def _spans(statement: Statement) -> list[Period]:
    spans = [span for span in (statement.least, statement.most) if span]
    return spans + [span.a_year_before() for span in spans] if statement.growth else spans


def _month_starts(first: date, last: date) -> list[date]:
    """The first days of the month of ``first`` to the one after that of ``last``."""
    count = (last.year - first.year) * 12 + last.month - first.month + 2
    return [date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(count)]


def _solve(objective: Any, rows: Any, ends: Any, expected: tuple[int, ...] = (SOLVED, INFEASIBLE, UNBOUNDED)) -> Any:
    """The answer of HiGHS; without its presolve where that gives none of the expected statuses."""
    for presolve in (True, False):
        answer = optimize.linprog(
            objective, A_ub=rows, b_ub=ends, bounds=(0, None), method="highs", options={"presolve": presolve}
        )
        if answer.status in expected:
            return answer
    raise RuntimeError(f"the solver finds no answer: {answer.message}")


def _priced(answer: Any, owners: Sequence[str]) -> frozenset[str]:
    """The statements that hold the answer where it is."""
    if answer.status != SOLVED:
        return frozenset()
    return frozenset(owners[i] for i in np.flatnonzero(np.abs(answer.ineqlin.marginals) > TOLERANCE).tolist()) - {""}


def _gap(rows: Any, ends: Any, owners: Sequence[str]) -> tuple[float, Any]:
    """The least sum of what the statements must be widened by for all to hold, and the price of each row.

    Assumptions are not widened.
    """
    printed = [i for i, owner in enumerate(owners) if owner]
    slack = sparse.eye_array(len(owners), format="csc")[:, printed]
    costs = np.concatenate([np.zeros(rows.shape[1]), np.ones(len(printed))])
    answer = _solve(costs, sparse.hstack([rows, -slack], format="csr"), ends, (SOLVED,))
    return float(answer.fun), -answer.ineqlin.marginals


def _hitting_set(sets: Sequence[Collection[str]], excluded: Sequence[Collection[str]]) -> frozenset[str] | None:
    """A smallest set with a member of each set that contains none of the excluded ones; None if there is none."""
    names = sorted({name for members in sets for name in members})
    if not names:
        return None if excluded else frozenset()
    rows = [[float(name in members) for name in names] for members in sets]
    low, high = [1.0] * len(sets), [math.inf] * len(sets)
    for members in excluded:
        rows.append([float(name in members) for name in names])
        low.append(0.0)
        high.append(len(members) - 1.0)
    answer = optimize.milp(
        np.ones(len(names)),
        constraints=optimize.LinearConstraint(np.array(rows), low, high),
        integrality=np.ones(len(names)),
        bounds=optimize.Bounds(0, 1),
    )
    if answer.x is None:
        return None
    return frozenset(name for name, chosen in zip(names, answer.x, strict=True) if chosen > 0.5)
