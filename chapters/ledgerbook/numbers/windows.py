"""What published windows say together: bounds on what was never printed, and what cannot all be true.

Every total over a window is an interval constraint on counts that were never printed, every growth rate a linear
relation between two windows. The calendar is cut into *cells*, the shortest spans between any two days on which a
window or a month begins; months need not be even inside. The unknowns are what was counted before each cut: they grow
with the days, a total is the difference of two of them, and a growth rate links two such differences. So without
growth rates this is a system of difference constraints, and with them a linear one with four unknowns in a row. It is
solved in exact fractions, with ends that may be excluded, so that nothing depends on how large other numbers are, or on
the order in which statements are given. The solver (Z3) is given its constraints as text, in the language that such
solvers share (SMT-LIB 2), since it reads a system in milliseconds that takes ten times as long to hand over in objects.

* :meth:`System.bounds`: the least and the most that any period can hold,
* :meth:`System.conflict`: an irreducible conflict, printed numbers that cannot all be true, though without any one of
  them the others can,
* :func:`reconcile`: all of these, and all minimal repairs, sets of printed numbers without which the rest can be true.

An assumption on how much neighbouring months may differ ties all months together, which is too much for Z3. There
HiGHS (through SciPy, each row in units of its own number) tells which rows decide, and Z3 solves these alone. What is
called impossible, or bounded, is then proved; that nothing else bounds it holds to HiGHS's tolerance.

Nothing here knows a measure: a book applies it to its record.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import portion
import z3
from portion import Interval
from scipy import optimize, sparse

from ledgerbook.numbers import intervals
from ledgerbook.numbers.intervals import Bound
from ledgerbook.numbers.quantities import Period

DAY = timedelta(days=1)
SOLVED, INFEASIBLE, UNBOUNDED = 0, 2, 3  # SciPy's words for how a programme ended
MOST_JUMP = 1000  # times: what is looked for in vain up to here is not looked for further
TOLERANCE = 1e-9  # of a row's own number: what HiGHS may be off, where it chooses rows for Z3


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
    """Statements that cannot all be true, none of which can be left out."""

    statements: tuple[Statement, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names of its statements."""
        return frozenset(statement.name for statement in self.statements)

    @cached_property
    def gap(self) -> Fraction:
        """The least sum by which the ends of their intervals would have to be moved for all of them to be true.

        In the unit of the measure; 0 where moving them by anything at all is enough.
        """
        return System(self.statements).gap()


@dataclass(frozen=True)
class Reconciliation:
    """Why statements cannot all be true, and what must be given up for the rest to be.

    ``conflicts``: every irreducible conflict. ``minimal``: every repair of which no part is a repair, smallest first;
    one that is empty where there is no conflict.
    """

    conflicts: tuple[Conflict, ...]
    minimal: tuple[frozenset[str], ...]

    @property
    def repairs(self) -> tuple[frozenset[str], ...]:
        """The repairs that give up the fewest."""
        return tuple(repair for repair in self.minimal if len(repair) == self.removed)

    @property
    def removed(self) -> int:
        """How many must go at least."""
        return len(self.minimal[0])


@dataclass(frozen=True)
class _Row:
    """Counts before some days, each times a factor, that add up to a number at most, or to less where ``strict``.

    ``name`` is that of the statement that says so, "" for an assumption.
    """

    factors: Mapping[date, Fraction]
    most: Fraction
    strict: bool = False
    name: str = ""

    @cached_property
    def holds(self) -> str:
        """The constraint in SMT-LIB."""
        return self.missed_by("0.0")

    def missed_by(self, slack: str) -> str:
        """The constraint in SMT-LIB, where it may be missed by so much."""
        return f"({'<' if self.strict else '<='} {_total(self.factors)} (+ {_number(self.most)} {slack}))"


class System:
    """The constraints that statements put on the counts of cells, of which only that none is negative is assumed.

    ``periods``: further periods that are to be bounded, which need not begin or end with a window or a month.
    """

    most_change: Fraction | None = None  # see :class:`Limited`

    def __init__(self, statements: Iterable[Statement], *, periods: Iterable[Period] = ()) -> None:
        self.statements = tuple(sorted(statements, key=_place))
        self.periods = tuple(periods)
        if not self.statements:
            raise ValueError("a system needs a statement")
        names = [statement.name for statement in self.statements]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"several statements of one system have the name {', '.join(twice)}")

    @cached_property
    def starts(self) -> list[date]:
        """The first days of the cells, in order, and the day after the last."""
        spans = [*self.periods, *(span for statement in self.statements for span in _spans(statement))]
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        months = _month_starts(first, last)
        return sorted({*months, *(span.start for span in spans), *(span.end + DAY for span in spans)})

    @cached_property
    def _places(self) -> Mapping[date, int]:
        """Where each of these days stands among them."""
        return {day: i for i, day in enumerate(self.starts)}

    @cached_property
    def months(self) -> list[Period]:
        """The whole months that the cells cover."""
        firsts = [day for day in self.starts if day.day == 1]
        return [Period(day, after - DAY) for day, after in pairwise(firsts)]

    def feasible(self, without: Collection[str] = ()) -> bool:
        """Whether all statements (but those named) can be true."""
        return self._core(self._kept(without)) is None

    def bounds(self, period: Period, without: Collection[str] = ()) -> Bounds:
        """The least and the most that the period can hold, exactly; open above where nothing bounds it.

        Raises InconsistentError where the statements cannot all be true, ValueError where the period does not begin
        and end with cells.
        """
        kept, total = self._kept(without), self._sum(period)
        interval = self.held(period, without)
        least, most = intervals.bounds(interval)
        names = self._because(kept, total, least) | self._because(kept, _times(-1, total), _minus(most))
        return Bounds(interval, names)

    def held(self, period: Period, without: Collection[str] = ()) -> Interval:
        """The interval of :meth:`bounds`, which takes longer because it finds what says so."""
        kept = self._kept(without)
        return intervals.from_bounds(*self._ends(self._sum(period), kept, self._of(kept)))

    def conflict(self, without: Collection[str] = ()) -> Conflict | None:
        """An irreducible conflict among the statements (but those named), or None where all can be true."""
        kept = self._kept(without)
        if self._core(kept) is None:
            return None
        names = self._irreducible(kept)
        return Conflict(tuple(s for s in self.statements if s.name in names))

    def enough_alone(self, without: Collection[str] = ()) -> frozenset[str] | None:
        """The statements (but those named) of which it is enough to give up any one; None where all can be true.

        Each stands in every set that cannot be true, so one such set holds them all.
        """
        core = self._core(self._kept(without))
        if core is None:
            return None
        alone = set(core)
        for name in core:
            # What stands in every such set stands in each that is met on the way.
            if name in alone and (other := self._core(self._kept({*without, name}))) is not None:
                alone &= set(other)
        return frozenset(alone)

    def gap(self) -> Fraction:
        """The least sum by which the ends of intervals would have to be moved for all statements to be true."""
        rows = self._of(self._rows)
        slacks = [f"slack{i}" for i in range(len(rows))]
        missed = [_assert(row.missed_by(slack)) for row, slack in zip(rows, slacks, strict=True)]
        positive = [f"(declare-const {slack} Real) {_assert(f'(>= {slack} 0.0)')}" for slack in slacks]
        text = _lines(_ordered(_days(rows)), *positive, *missed)
        found = _optima(f"(+ 0.0 {' '.join(slacks)})", text)
        return Fraction(found[0][0]) if found else Fraction(0)

    def _kept(self, without: Collection[str]) -> list[str]:
        return [statement.name for statement in self.statements if statement.name not in without]

    def _of(self, names: Iterable[str]) -> list[_Row]:
        """The rows of the named statements."""
        return [row for name in names for row in self._rows[name]]

    def _core(self, names: Sequence[str], *more: _Row) -> Collection[str] | None:
        """Some of the named statements that cannot all be true beside further constraints; None where all can."""
        if more:
            self._solver.push()
            self._solver.from_string(_lines(*_asserted(more)))  # which knows the days from before
        answer = _answer(self._solver, *(self._switches[name] for name in names))
        core = self._solver.unsat_core() if answer == z3.unsat else None
        if more:
            self._solver.pop()
        return None if core is None else {self.statements[int(switch.decl().name())].name for switch in core}

    def _irreducible(self, names: Sequence[str], *more: _Row) -> frozenset[str]:
        """Of statements that cannot all be true beside further constraints, some of which none can be left out.

        Each in turn, the last first, is left out if the others do without it: which they are hangs on the order of
        the names alone.
        """
        left = list(names)
        known = self._core(left, *more) or ()
        for name in reversed(names):
            without = [other for other in left if other != name]
            smaller = known if name not in known else self._core(without, *more)
            if smaller is not None:
                left, known = without, smaller
        return frozenset(left)

    def _ends(self, total: Mapping[date, Fraction], names: Iterable[str], rows: Sequence[_Row]) -> tuple[Bound, Bound]:
        """The least and the most that rows allow a sum to be."""
        found = _optima(_total(total), _lines(_ordered(_days(rows) | set(total)), *_asserted(rows)))
        if found is None:
            raise InconsistentError(f"these cannot all be true: {', '.join(names)}")
        return found

    def _because(self, names: Sequence[str], total: Mapping[date, Fraction], least: Bound) -> frozenset[str]:
        """The names of the statements that say that a sum is no less."""
        value, attained = least
        if value == -portion.inf:
            return frozenset()
        return self._irreducible(names, _Row(total, value, strict=attained))

    def _sum(self, period: Period) -> Mapping[date, Fraction]:
        """What the cells of a period hold together."""
        for day in (period.start, period.end + DAY):
            if day not in self._places:
                raise ValueError(f"{period} does not begin and end where windows or months do")
        return {period.end + DAY: Fraction(1), period.start: Fraction(-1)}

    @cached_property
    def _rows(self) -> Mapping[str, list[_Row]]:
        """The rows of each statement by its name."""
        return {statement.name: list(self._rows_of(statement)) for statement in self.statements}

    def _rows_of(self, statement: Statement) -> Iterator[_Row]:
        (low, low_in), (high, high_in) = intervals.bounds(statement.interval)
        spans = [statement.least, statement.most]
        least, most = (self._sum(span) if span else {} for span in spans)
        if not statement.growth:
            if high != portion.inf:
                yield _Row(least, high, not high_in, statement.name)
            yield _Row(_times(-1, most), -low, not low_in, statement.name)
            return
        before = [span and span.a_year_before() for span in spans]
        base_least, base_most = (self._sum(span) if span else {} for span in before)
        if high != portion.inf:
            yield _Row(_plus(least, _times(-high, base_most)), Fraction(0), not high_in, statement.name)
        yield _Row(_plus(_times(low, base_least), _times(-1, most)), Fraction(0), not low_in, statement.name)

    @cached_property
    def _switches(self) -> Mapping[str, Any]:
        """For each statement what says in the solver that it holds: its place among them."""
        return {statement.name: z3.Bool(str(i)) for i, statement in enumerate(self.statements)}

    @cached_property
    def _solver(self) -> Any:
        """A solver in which each statement holds where its switch is on."""
        solver = z3.SimpleSolver()
        switches = (f"(declare-const |{i}| Bool)" for i in range(len(self.statements)))
        switched = (_assert(f"(=> |{i}| {row.holds})") for i, rows in enumerate(self._rows.values()) for row in rows)
        solver.from_string(_lines(_ordered(self.starts), *switches, *switched))
        return solver


class Limited(System):
    """A system in which no month holds more than ``most_change`` times what the month before it or after it holds.

    This is an assumption and no statement. Z3 is given only the rows that HiGHS finds to decide: what it then calls
    impossible is, and a period holds no less and no more than it says; whether other rows bound it still more is known
    to HiGHS's tolerance.
    """

    def __init__(
        self, statements: Iterable[Statement], most_change: Fraction | int, *, periods: Iterable[Period] = ()
    ) -> None:
        super().__init__(statements, periods=periods)
        self.most_change = self._limit = Fraction(most_change)

    def bounds(self, period: Period, without: Collection[str] = ()) -> Bounds:
        """The least and the most that the period can hold; see :meth:`System.bounds`."""
        kept, total = self._kept(without), self._sum(period)
        for_least, for_most = self._deciding(kept, total), self._deciding(kept, _times(-1, total))
        (least, _), (_, most) = (self._ends(total, kept, rows) for rows in (for_least, for_most))
        return Bounds(intervals.from_bounds(least, most), _names(for_least) | _names(for_most))

    def held(self, period: Period, without: Collection[str] = ()) -> Interval:
        """The interval of :meth:`bounds`."""
        return self.bounds(period, without).interval

    def _core(self, names: Sequence[str], *more: _Row) -> Collection[str] | None:
        deciding = self._deciding(names, {})
        solver = z3.Solver()
        rows = [*more, *deciding]
        solver.from_string(_lines(_ordered(_days(rows)), *_asserted(rows)))
        return _names(deciding) if _answer(solver) == z3.unsat else None

    def _deciding(self, names: Sequence[str], total: Mapping[date, Fraction]) -> list[_Row]:
        """The rows with a price where a sum is least, or of the cheapest compromise where there is no sum.

        In a compromise what was printed is missed, each number by a share of itself, and assumptions are not.
        """
        everything, matrix, ends = self._scaled
        chosen = {"", *names}
        kept = [i for i, row in enumerate(everything) if row.name in chosen]
        rows, matrix, ends = [everything[i] for i in kept], matrix[kept], ends[kept]
        printed = [i for i, row in enumerate(rows) if row.name] if not total else []
        slack = sparse.eye_array(len(rows), format="csc")[:, printed]
        answer = _guessed(
            np.concatenate([self._in_cells([total])[0] * self._units, np.ones(len(printed))]),
            sparse.hstack([matrix, -slack], format="csr"),
            ends,
        )
        if answer.status == INFEASIBLE and total:
            return self._deciding(names, {})
        prices = np.zeros(0) if answer.status == UNBOUNDED else -answer.ineqlin.marginals
        return [rows[i] for i in np.flatnonzero(prices > TOLERANCE * max(prices, default=0))]

    @cached_property
    def _scaled(self) -> tuple[list[_Row], Any, Any]:
        """All rows for HiGHS, each in units of its own number or of its largest term, with cells in their units."""
        rows = [*self._changes, *(row for rows in self._rows.values() for row in rows)]
        terms = self._in_cells([row.factors for row in rows]) * self._units
        own = np.array([float(abs(row.most)) or term for row, term in zip(rows, abs(terms).max(axis=1), strict=True)])
        ends = np.array([float(row.most) for row in rows]) / own
        return rows, sparse.csr_array(terms / own[:, None]), ends

    def _in_cells(self, totals: Sequence[Mapping[date, Fraction]]) -> Any:
        """How often sums of counts before some days hold each cell; one line for each sum."""
        steps = np.zeros((len(totals), len(self.starts)))
        for line, factors in zip(steps, totals, strict=True):
            for day, factor in factors.items():
                line[self._places[day]] = factor
        return np.cumsum(steps[:, ::-1], axis=1)[:, ::-1][:, 1:]

    @cached_property
    def _units(self) -> Any:
        """For each cell the least total printed of a window that holds it, or the largest of all where none does."""
        totals = [row for rows in self._rows.values() for row in rows if row.most > 0]
        units = np.full(len(self.starts) - 1, float(max((row.most for row in totals), default=Fraction(1))))
        for row, inside in zip(totals, self._in_cells([row.factors for row in totals]) > 0, strict=True):
            units[inside] = np.minimum(units[inside], float(row.most))
        return units

    @cached_property
    def _changes(self) -> list[_Row]:
        """No month holds too much more than its neighbours."""
        months = [self._sum(month) for month in self.months]
        pairs = [pair for one, other in pairwise(months) for pair in ((one, other), (other, one))]
        return [_Row(_plus(x, _times(-self._limit, y)), Fraction(0)) for x, y in pairs]


def reconcile(system: System, units: Mapping[str, str] | None = None, *, smallest: bool = False) -> Reconciliation:
    """Every irreducible conflict and every minimal repair.

    ``units``: for the name of each statement what it can only be given up with, such as its release; repairs are then
    sets of these. ``smallest``: stop at the repairs that give up the fewest, with the conflicts that show it.

    Sets are tried by their size. One that leaves a conflict is tried again with each member of it, one that leaves
    none is a repair; so every minimal repair is met, and once all are, every irreducible conflict has been too.
    """
    unit = units or {statement.name: statement.name for statement in system.statements}
    conflicts: list[Conflict] = []
    repairs: list[frozenset[str]] = []
    tried = {frozenset[str]()}
    while tried and not (smallest and repairs):
        larger = set()
        for given_up in sorted(tried, key=sorted):
            if any(repair <= given_up for repair in repairs):
                continue
            conflict = next((c for c in conflicts if not any(unit[name] in given_up for name in c.names)), None)
            if conflict is None:
                conflict = system.conflict({name for name, of in unit.items() if of in given_up})
                if conflict is None:
                    repairs.append(given_up)
                    continue
                conflicts.append(conflict)
            larger |= {given_up | {unit[name]} for name in conflict.names}
        tried = larger
    in_order = sorted(conflicts, key=lambda c: [_place(statement) for statement in c.statements])
    return Reconciliation(tuple(in_order), tuple(repairs))


def hull(system: System, repairs: Sequence[Collection[str]], period: Period) -> Bounds:
    """What the period can hold whichever of the repairs is the right one."""
    found = [system.bounds(period, repair) for repair in repairs]
    names = frozenset[str]().union(*(bounds.names for bounds in found))
    return Bounds(portion.Interval(*(bounds.interval for bounds in found)).enclosure, names)


def held(system: System, repairs: Sequence[Collection[str]], period: Period) -> Interval:
    """The interval of :func:`hull`, which takes longer because it finds what says so."""
    return portion.Interval(*(system.held(period, repair) for repair in repairs)).enclosure


def least_jump(system: System, without: Collection[str] = (), up_to: Fraction | int = MOST_JUMP) -> Fraction | None:
    """By what factor two neighbouring months must differ at least, to a hundredth, for the statements to be true.

    None where no factor up to ``up_to`` is enough. Where nothing is left for some months none would be, but the
    tolerance of :class:`Limited` makes large ones do: read a large factor as "at least".
    """

    def enough(hundredths: int) -> bool:
        return Limited(system.statements, Fraction(hundredths, 100)).feasible(without)

    low, high = 100, math.floor(up_to * 100)
    if high < low or not enough(high):
        return None
    while low < high:
        middle = math.isqrt(low * high)  # halves the ratio, not the difference
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return Fraction(high, 100)


def _place(statement: Statement) -> tuple[Any, ...]:
    """Where a statement stands among others, however they were given."""
    return statement.period, statement.growth, portion.to_string(statement.interval), statement.claims


def _spans(statement: Statement) -> list[Period]:
    spans = [span for span in (statement.least, statement.most) if span]
    return spans + [span.a_year_before() for span in spans] if statement.growth else spans


def _month_starts(first: date, last: date) -> list[date]:
    """The first days of the month of ``first`` to the one after that of ``last``."""
    count = (last.year - first.year) * 12 + last.month - first.month + 2
    return [date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(count)]


def _times(factor: Fraction | int, total: Mapping[date, Fraction]) -> Mapping[date, Fraction]:
    return {day: factor * value for day, value in total.items()}


def _plus(one: Mapping[date, Fraction], other: Mapping[date, Fraction]) -> Mapping[date, Fraction]:
    return {day: one.get(day, Fraction(0)) + other.get(day, Fraction(0)) for day in {**one, **other}}


def _guessed(costs: Any, rows: Any, ends: Any) -> Any:
    """The answer of HiGHS; without its presolve where that gives none."""
    for presolve in (True, False):
        tolerances = {"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE}
        answer = optimize.linprog(
            costs, A_ub=rows, b_ub=ends, bounds=(0, None), method="highs", options={"presolve": presolve, **tolerances}
        )
        if answer.status in (SOLVED, INFEASIBLE, UNBOUNDED):
            return answer
    raise RuntimeError(f"the solver finds no answer: {answer.message}")


def _names(rows: Iterable[_Row]) -> frozenset[str]:
    """The names of the statements that rows are of."""
    return frozenset(row.name for row in rows) - {""}


def _minus(bound: Bound) -> Bound:
    """The bound of minus a sum."""
    value, attained = bound
    return -value, attained


# Text for Z3


def _before(day: date) -> str:
    """What was counted before a day."""
    return f"|{day}|"


def _days(rows: Iterable[_Row]) -> set[date]:
    return {day for row in rows for day in row.factors}


def _assert(constraint: str) -> str:
    return f"(assert {constraint})"


def _asserted(rows: Iterable[_Row]) -> Iterator[str]:
    return (_assert(row.holds) for row in rows)


def _ordered(days: Iterable[date]) -> str:
    """No cell holds less than nothing: what was counted before some days grows with the days.

    Of other days this says nothing, and need not where no row speaks of them.
    """
    in_order = sorted(days)
    declared = (f"(declare-const {_before(day)} Real)" for day in in_order)
    return _lines(*declared, _assert(f"(<= 0.0 {' '.join(map(_before, in_order))})"))


def _lines(*texts: str) -> str:
    return "\n".join(texts)


def _number(value: Fraction | int) -> str:
    above, below = Fraction(value).as_integer_ratio()
    size = f"{abs(above)}.0" if below == 1 else f"(/ {abs(above)}.0 {below}.0)"
    return f"(- {size})" if above < 0 else size


def _total(factors: Mapping[date, Fraction]) -> str:
    """A sum of counts before some days."""
    return f"(+ 0.0 {' '.join(f'(* {_number(factor)} {_before(day)})' for day, factor in factors.items())})"


def _answer(solver: Any, *switches: Any) -> Any:
    answer = solver.check(*switches)
    if answer == z3.unknown:
        raise RuntimeError(f"the solver finds no answer: {solver.reason_unknown()}")
    return answer


def _optima(expression: str, text: str) -> tuple[Bound, Bound] | None:
    """The least and the most that an expression can be, each with whether it is attained; None where nothing can."""
    solver = z3.Optimize()
    solver.set(priority="box")  # each goal for itself
    solver.from_string(_lines(text, "(declare-const goal Real)", _assert(f"(= goal {expression})")))
    goal = z3.Real("goal")
    least, most = solver.minimize(goal), solver.maximize(goal)
    if _answer(solver) == z3.unsat:
        return None
    return _bound(least.lower_values(), -portion.inf), _bound(most.upper_values(), portion.inf)


def _bound(values: Any, infinity: Any) -> Bound:
    """An end from how often infinity, which value and how often the smallest step beyond it Z3 gives."""
    infinite, value, beyond = (Fraction(part.as_string()) for part in values)
    return (infinity, False) if infinite else (value, not beyond)
