"""Numbers that remember what they count, when, where, how exactly, and which claims they came from.

Adding, subtracting or dividing what the codebook does not allow raises :class:`CombinationError`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NoReturn, TypedDict, Unpack

import portion
from portion import Interval

from ledgerbook.numbers import intervals
from ledgerbook.numbers.expressions import Claimed, Expression, Named, Number, Operation

ADDITIVE = "flow"  # only flows add up over time
FACTORS = ("percent", "times")  # units of a change from which the level follows
STATES = ("stock", "ratio")  # describe a date or a rate: may stand below a flow of another span


class CombinationError(ValueError):
    """Two quantities that may not be combined; the message names both and says why."""


class UnknownStartError(CombinationError):
    """A first day is asked for that no source prints."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included.

    A running total may not say since when it counts: then ``first`` is None, and what needs the first day raises
    :class:`UnknownStartError`. ``earliest`` and ``latest`` are the days between which it must lie, where that is known.
    """

    first: date | None
    end: date
    earliest: date | None = None
    latest: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.end < self.first:
            raise ValueError(f"period ends ({self.end}) before it starts ({self.first})")

    def __lt__(self, other: Period) -> bool:
        """In order of first days, unknown ones before all others, then of last days."""
        return (self.first or date.min, self.end) < (other.first or date.min, other.end)

    @property
    def start(self) -> date:
        """The first day. Raises :class:`UnknownStartError` where it is not known."""
        if self.first is None:
            raise UnknownStartError(f"the first day of a count to {self.end} is not known")
        return self.first

    @property
    def days(self) -> int:
        """How many days, both ends included."""
        return (self.end - self.start).days + 1

    @property
    def lengths(self) -> Interval:
        """How many days it may have: one number where the first day is known."""
        if self.first or not (self.earliest and self.latest):
            return intervals.exactly(self.days)
        return portion.closed(*((self.end - day).days + 1 for day in (self.latest, self.earliest)))

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    def holds(self, other: Period) -> bool:
        """Whether every day of the other is in this one."""
        return self.start <= other.start and other.end <= self.end

    def a_year_before(self) -> Period:
        """The same days of the previous year (28 February for 29 February); of whole months the same months.

        So January to February 2021 has all of February 2020 before it, and the week to 28 February 2021 a week.
        """
        start, end = _previous_year(self.start), _previous_year(self.end)
        whole_months = self.start.day == (self.end + timedelta(days=1)).day == 1
        return Period(start, _last_of_month(end) if whole_months else end)

    def without(self, part: Period) -> Period:
        """What is left when a part at the start or the end is taken away; ValueError where it stands elsewhere."""
        if self.holds(part) and self != part:
            if part.start == self.start:
                return Period(part.end + timedelta(days=1), self.end)
            if part.end == self.end:
                return Period(self.start, part.start - timedelta(days=1))
        raise ValueError(f"{part} is not the beginning or the end of {self}")

    def __str__(self) -> str:
        return f"{self.first or 'an unknown day'} to {self.end}"


@dataclass(frozen=True, slots=True)
class Codebook:
    """What may be combined: pairs of measures by relation (compare, add, subtract, divide), each with its reason."""

    relations: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    def allows(self, left: str, relation: str, right: str) -> bool:
        """Whether the codebook lists the pair; adding and comparing work both ways."""
        both_ways = relation in ("add", "compare") and (right, relation, left) in self.relations
        return (left, relation, right) in self.relations or both_ways


@dataclass(frozen=True, slots=True)
class Quantity:
    """What an ``expression`` computes: an interval of ``unit`` of ``measure`` over ``period``.

    ``measure`` names a row of the codebook, or for a ratio the two rows divided ("spending/loans").
    ``accumulation`` is flow, running_total, stock or ratio.
    A change since another period has that as its ``base``; it is in percent, in points or in times.
    ``projected`` marks what its source expects and nobody has counted yet.
    """

    expression: Expression
    unit: str
    measure: str
    period: Period
    geography: str
    accumulation: str
    codebook: Codebook = field(compare=False, repr=False)
    base: Period | None = None
    projected: bool = False

    @property
    def growth(self) -> bool:
        """Whether it is a change since another period."""
        return self.base is not None

    @property
    def interval(self) -> Interval:
        """The values that it can have."""
        return self.expression.interval

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims behind it."""
        return self.expression.claims

    @property
    def formula(self) -> str:
        """How it was computed, in words and signs."""
        return str(self.expression)

    @property
    def low(self) -> Fraction:
        """Lower end (may be minus infinity)."""
        low: Fraction = self.interval.lower
        return low

    @property
    def high(self) -> Fraction:
        """Upper end (may be infinity)."""
        high: Fraction = self.interval.upper
        return high

    @property
    def middle(self) -> float:
        """Middle of a bounded interval, its lower end where it is open above only: for drawing only."""
        return intervals.middle(self.interval)

    def __add__(self, other: Quantity) -> Quantity:
        _same(self, other, "add", ("unit", "geography", "projected"))
        _no_growth(self, other, "add")
        _flows(self, other, "add")
        if self.measure == other.measure:
            if self.period.overlaps(other.period):
                _refuse(self, other, "add", "their periods overlap, so days would count twice")
            period = _joined(self, other)
            measure = self.measure
        else:
            _allowed(self, other, "add")
            _same(self, other, "add", ("period",))
            period, measure = self.period, f"{self.measure}+{other.measure}"
        return self._derived("sum", other, period=period, measure=measure)

    def __sub__(self, other: Quantity) -> Quantity:
        _same(self, other, "subtract", ("unit", "geography", "projected"))
        _no_growth(self, other, "subtract")
        if self.measure != other.measure:
            _allowed(self, other, "subtract")
            _same(self, other, "subtract", ("period", "accumulation"))
            measure = f"{self.measure}-{other.measure}"
            return self._derived("difference", other, measure=measure)
        if self.accumulation != other.accumulation or self.accumulation not in (ADDITIVE, "running_total"):
            _refuse(self, other, "subtract", f"one is a {self.accumulation}, the other a {other.accumulation}")
        try:
            period = self.period.without(other.period)
        except ValueError as error:  # which says whether it stands elsewhere, or nobody knows where it begins
            _refuse(self, other, "subtract", str(error))
        if self.accumulation == "running_total" and self.period.start != other.period.start:
            _refuse(self, other, "subtract", "the running totals do not start on the same day")
        return self._derived("difference", other, period=period, accumulation=ADDITIVE)

    def __truediv__(self, other: Quantity) -> Quantity:
        _same(self, other, "divide", ("geography",))
        _no_growth(self, other, "divide")
        if self.measure == other.measure:
            _same(self, other, "divide", ("unit", "accumulation"))
            measure, unit = f"{self.measure}/{other.measure}", "ratio"
        else:
            _allowed(self, other, "divide")
            if other.accumulation in STATES or self.accumulation in STATES:
                _within_a_year(self, other, "divide")
            else:
                _same(self, other, "divide", ("period", "accumulation"))
            measure, unit = f"{self.measure}/{other.measure}", f"{self.unit}/{other.unit}"
        return self._derived("ratio", other, measure=measure, unit=unit, accumulation="ratio")

    def times(self, factor: Fraction | int, unit: str | None = None) -> Quantity:
        """The quantity in another unit, such as per 100,000: an exact factor changes nothing that is counted."""
        product = Operation("product", (Number(Fraction(factor)), self.expression))
        return replace(self, expression=product, unit=unit or self.unit)

    def per_day(self) -> Quantity:
        """The mean per day over the period, which only a flow has.

        Where the first day is not known but lies between two days that are, the mean of the longest and the shortest.
        """
        if self.accumulation != ADDITIVE or self.growth:
            raise CombinationError(f"{self.describe()} is no flow, so it has no daily mean")
        mean = Operation("ratio", (self.expression, _days(self.period)))
        return replace(self, expression=mean, unit=f"{self.unit}/day", accumulation="ratio")

    @property
    def factor(self) -> Expression:
        """By what the base was multiplied: 1 + g/100 for g percent; CombinationError for what is no such change."""
        if not self.growth or self.unit not in FACTORS:
            raise CombinationError(f"{self.describe()} is not a growth rate")
        return self.expression if self.unit == "times" else Operation("factor", (self.expression,))

    def growth_factor(self) -> Interval:
        """The interval of :attr:`factor`."""
        return self.factor.interval

    def describe(self) -> str:
        """What it is, for messages: measure, unit, period, place."""
        kind = f"{'projected ' if self.projected else ''}{'growth of ' if self.growth else ''}"
        return f"{kind}{self.measure} ({self.unit}, {self.accumulation}, {self.period}, {self.geography})"

    def _derived(self, operation: str, other: Quantity, **changes: Any) -> Quantity:
        """What an operation gives of two levels: a quantity like the first but for ``changes``."""
        expression = Operation(operation, (self.expression, other.expression))
        return replace(self, expression=expression, projected=self.projected or other.projected, **changes)


class Subject(TypedDict):
    """What a quantity is of: the fields that every :class:`Quantity` has beside its expression."""

    unit: str
    measure: str
    period: Period
    geography: str
    accumulation: str
    codebook: Codebook


def printed(
    claim_id: str, interval: Interval, *, base: Period | None = None, projected: bool = False, **of: Unpack[Subject]
) -> Quantity:
    """What a claim says: the interval that its wording stands for."""
    return Quantity(Claimed(claim_id, interval), base=base, projected=projected, **of)


def counted(
    n: int | Fraction,
    unit: str,
    what: str,
    *,
    period: Period,
    geography: str,
    codebook: Codebook,
    claims: Iterable[str] = (),
) -> Quantity:
    """A count of rows of the record, exact; ``what`` says of which rows.

    It is no measure of the codebook: its measure is ``record``.
    """
    return solved(
        what,
        intervals.exactly(n),
        claims=claims,
        unit=unit,
        measure="record",
        period=period,
        geography=geography,
        accumulation="stock",
        codebook=codebook,
    )


def solved(words: str, interval: Interval, *, claims: Iterable[str] = (), **of: Unpack[Subject]) -> Quantity:
    """What a solver or a rule of its own gives; ``words`` say which, ``claims`` are what it rests on."""
    return Quantity(Named(words, interval, tuple(claims)), **of)


def ruled(
    form: str, interval: Interval, *inputs: Quantity, unit: str, measure: str, accumulation: str = "ratio"
) -> Quantity:
    """What a rule that is no arithmetic of intervals gives of quantities of one period and place.

    ``{0}`` in ``form`` stands for the first of them; a change in percent stands for its factor, 1 + g.
    """
    first, *others = inputs
    for other in others:
        _same(first, other, "combine", ("period", "geography"))
    parts = tuple(q.factor if q.growth else q.expression for q in inputs)
    found = Named(form, interval, parts=parts)
    return replace(first, expression=found, unit=unit, measure=measure, accumulation=accumulation, base=None)


def united(*claims: Iterable[str]) -> tuple[str, ...]:
    """The claims of several quantities, each once, in order of first mention."""
    return tuple(dict.fromkeys(claim for group in claims for claim in group))


def _days(period: Period) -> Expression:
    """The days of a period; between the fewest and the most where its first day is known no better."""
    if period.first:
        return Number(Fraction(period.days), "days")
    return Named("days since a start that is not printed", period.lengths)


def _same(a: Quantity, b: Quantity, verb: str, names: tuple[str, ...]) -> None:
    if "period" in names and None in (a.period.first, b.period.first):
        _refuse(a, b, verb, "a first day that no source prints may be any day")
    for name in names:
        if getattr(a, name) != getattr(b, name):
            why = f"their {name}s differ ({getattr(a, name)} and {getattr(b, name)})"
            _refuse(a, b, verb, "one is a projection, the other is not" if name == "projected" else why)


def _allowed(a: Quantity, b: Quantity, relation: str) -> None:
    if not a.codebook.allows(a.measure, relation, b.measure):
        _refuse(a, b, relation, f"the codebook (data/relations.csv) lists no '{relation}' for these two measures")


def _flows(a: Quantity, b: Quantity, verb: str) -> None:
    for q in (a, b):
        if q.accumulation != ADDITIVE:
            _refuse(a, b, verb, f"{q.measure} is a {q.accumulation}, not a flow")


def _no_growth(a: Quantity, b: Quantity, verb: str) -> None:
    if a.growth or b.growth:
        _refuse(a, b, verb, "a growth rate says nothing of a level by itself (use ledgerbook.numbers.comparisons)")


def _within_a_year(a: Quantity, b: Quantity, verb: str) -> None:
    """A state stands for a span that it lies in, or no more than a year away from."""
    gap = max(a.period.start - b.period.end, b.period.start - a.period.end)
    if gap > timedelta(days=366):
        _refuse(a, b, verb, "their periods are more than a year apart")


def _joined(a: Quantity, b: Quantity) -> Period:
    first, second = sorted((a.period, b.period))
    if second.start - first.end != timedelta(days=1):
        _refuse(a, b, "add", "days between their periods are missing")
    return Period(first.start, second.end)


def _refuse(a: Quantity, b: Quantity, verb: str, why: str) -> NoReturn:
    raise CombinationError(f"cannot {verb} {a.describe()} and {b.describe()}: {why}")


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _previous_year(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
