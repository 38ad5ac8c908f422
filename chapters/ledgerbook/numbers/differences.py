"""What totals of windows imply together, exactly and without a solver: for where there is none, as in a page.

What was counted before a day grows with the days, and each total bounds the difference between two days. Such bounds
add up along a path from one day to another: the shortest path is the most that a window can hold, and a path that
leads back below nothing is a contradiction. (:mod:`ledgerbook.numbers.windows` knows growth rates and vague windows
besides, with a solver; where both can answer, they answer alike.)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import portion
from portion import Interval

from ledgerbook.numbers import intervals

# A number, and how often the bound itself is excluded, as a negative number: less than 5 is below at most 5.
Length: TypeAlias = tuple[Fraction, int]
NOTHING: Length = (Fraction(0), 0)


@dataclass(frozen=True, slots=True)
class Total:
    """What a window holds, from its first day to before ``end``; its name is unique in a system."""

    name: str
    start: date
    end: date
    interval: Interval


@dataclass(frozen=True, slots=True)
class _Edge:
    """The count before one day is at most that before another plus a length; ``name`` is of the total that says so."""

    of: date
    to: date
    length: Length
    name: str = ""


class Totals:
    """Totals of windows of one count, of which no day holds less than nothing; ``days`` are further days to ask for."""

    def __init__(self, totals: Iterable[Total], days: Iterable[date] = ()) -> None:
        self.totals = tuple(totals)
        self.days: Sequence[date] = sorted({*days, *(day for t in self.totals for day in (t.start, t.end))})

    @cached_property
    def _edges(self) -> list[_Edge]:
        """Edges from the day of the smaller bound: the count before ``to`` is at most that before ``of`` plus it."""
        return [*(_Edge(later, day, NOTHING) for day, later in pairwise(self.days)), *self._of_totals()]

    def _of_totals(self) -> Iterator[_Edge]:
        for total in self.totals:
            (low, low_in), (high, high_in) = intervals.bounds(total.interval)
            if high != portion.inf:
                yield _Edge(total.start, total.end, (Fraction(high), 0 if high_in else -1), total.name)
            if low != -portion.inf:
                yield _Edge(total.end, total.start, (-Fraction(low), 0 if low_in else -1), total.name)

    @cached_property
    def contradiction(self) -> tuple[str, ...]:
        """The names of totals that cannot all be true, none of which can be left out; none where all can be true."""
        left = self._contrary(self._circle())
        for total in left:
            without = Totals(other for other in left if other is not total)
            if circle := without._circle():
                left = without._contrary(circle)
        return tuple(total.name for total in left)

    def _contrary(self, names: Collection[str]) -> tuple[Total, ...]:
        return tuple(total for total in self.totals if total.name in names)

    def _circle(self) -> frozenset[str]:
        """The names along a path that leads back to its day below nothing; none where there is no such path."""
        distances: dict[date, Length | None] = dict.fromkeys(self.days, NOTHING)
        through: dict[date, _Edge] = {}
        last: date | None = None
        for _ in self.days:
            last = self._relax(distances, through)
            if last is None:
                return frozenset()
        assert last is not None  # a day that still comes nearer can be reached from a circle below nothing
        for _ in self.days:
            last = through[last].of
        names, day = {through[last].name}, through[last].of
        while day != last:
            names.add(through[day].name)
            day = through[day].of
        return frozenset(names)

    def held(self, start: date, end: date) -> Interval:
        """What the window from a day to before another can hold, if the totals are true.

        Raises ValueError where they cannot all be, and KeyError for a day that the system has not.
        """
        if self.contradiction:
            raise ValueError(f"these cannot all be true: {', '.join(self.contradiction)}")
        most, least = self._from(start)[end], self._from(end)[start]
        low = (-least[0], least[1] == 0) if least else (Fraction(0), True)
        high = (most[0], most[1] == 0) if most else (portion.inf, False)
        return intervals.from_bounds(low, high)

    def _from(self, start: date) -> Mapping[date, Length | None]:
        """How far each day is from one: None for a day that no path leads to."""
        distances: dict[date, Length | None] = {**dict.fromkeys(self.days), start: NOTHING}
        through: dict[date, _Edge] = {}
        for _ in self.days:
            if self._relax(distances, through) is None:
                break
        return distances

    def _relax(self, distances: dict[date, Length | None], through: dict[date, _Edge]) -> date | None:
        """Brings every day nearer by each edge that does; gives the last such day."""
        nearer = None
        for edge in self._edges:
            if (so_far := distances[edge.of]) is None:
                continue
            reached, known = _sum(so_far, edge.length), distances[edge.to]
            if known is None or reached < known:
                distances[edge.to], through[edge.to], nearer = reached, edge, edge.to
        return nearer


def _sum(one: Length, other: Length) -> Length:
    return one[0] + other[0], one[1] + other[1]
