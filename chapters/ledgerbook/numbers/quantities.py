"""Numbers that remember what they count, when, where, how exactly, and which claims they came from.

Adding, subtracting or dividing what the codebook does not allow raises :class:`CombinationError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from portion import Interval

from ledgerbook.numbers import intervals

ADDITIVE = "flow"  # only flows add up over time
STATES = ("stock", "ratio")  # describe a date or a rate: may stand below a flow of another span


class CombinationError(ValueError):
    """Two quantities that may not be combined; the message names both and says why."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first to the last day, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"period ends ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        """How many days, both ends included."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    def holds(self, other: Period) -> bool:
        """Whether every day of the other is in this one."""
        return self.start <= other.start and other.end <= self.end

    def a_year_before(self) -> Period:
        """The same days of the previous year (28 February for 29 February)."""
        return Period(_previous_year(self.start), _previous_year(self.end))

    def without(self, part: Period) -> Period:
        """What is left when a part at the start or the end is taken away; ValueError where it stands elsewhere."""
        if self.holds(part) and self != part:
            if part.start == self.start:
                return Period(part.end + timedelta(days=1), self.end)
            if part.end == self.end:
                return Period(self.start, part.start - timedelta(days=1))
        raise ValueError(f"{part} is not the beginning or the end of {self}")

    def __str__(self) -> str:
        return f"{self.start} to {self.end}"


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
    """An interval of ``unit`` of ``measure`` over ``period``, with the claims and the formula behind it.

    ``measure`` names a row of the codebook, or for a ratio the two rows divided ("spending/loans").
    ``accumulation`` is flow, running_total, stock or ratio.
    ``growth`` marks a change against a year before, in percent.
    """

    interval: Interval
    unit: str
    measure: str
    period: Period
    geography: str
    accumulation: str
    claims: tuple[str, ...]
    formula: str
    codebook: Codebook = field(compare=False, repr=False)
    growth: bool = False

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
        """Middle of a bounded interval, its lower end where it is open above: for drawing only."""
        if intervals.is_bounded(self.interval):
            return float((self.low + self.high) / 2)
        return float(self.low)

    def __add__(self, other: Quantity) -> Quantity:
        _same(self, other, "add", ("unit", "geography"))
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
        return self._derived(other, "+", intervals.add(self.interval, other.interval), period, measure=measure)

    def __sub__(self, other: Quantity) -> Quantity:
        _same(self, other, "subtract", ("unit", "geography"))
        _no_growth(self, other, "subtract")
        if self.measure != other.measure:
            _allowed(self, other, "subtract")
            _same(self, other, "subtract", ("period", "accumulation"))
            measure = f"{self.measure}-{other.measure}"
            difference = intervals.subtract(self.interval, other.interval)
            return self._derived(other, "-", difference, self.period, measure=measure)
        if self.accumulation != other.accumulation or self.accumulation not in (ADDITIVE, "running_total"):
            _refuse(self, other, "subtract", f"one is a {self.accumulation}, the other a {other.accumulation}")
        try:
            period = self.period.without(other.period)
        except ValueError:
            _refuse(self, other, "subtract", "the second period is not the beginning or the end of the first")
        if self.accumulation == "running_total" and self.period.start != other.period.start:
            _refuse(self, other, "subtract", "the running totals do not start on the same day")
        difference = intervals.subtract(self.interval, other.interval)
        return self._derived(other, "-", difference, period, accumulation=ADDITIVE)

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
        quotient = intervals.divide(self.interval, other.interval)
        return self._derived(other, "/", quotient, self.period, measure=measure, unit=unit, accumulation="ratio")

    def times(self, factor: Fraction | int, unit: str | None = None) -> Quantity:
        """The quantity in another unit, such as per 100,000: an exact factor changes nothing that is counted."""
        return replace(
            self,
            interval=intervals.scale(self.interval, factor),
            unit=unit or self.unit,
            formula=f"{_factor(factor)} x {_bracketed(self.formula)}",
        )

    def per_day(self) -> Quantity:
        """The mean per day over the period; only a flow has one."""
        if self.accumulation != ADDITIVE or self.growth:
            raise CombinationError(f"{self.describe()} is no flow, so it has no daily mean")
        return replace(
            self,
            interval=intervals.scale(self.interval, Fraction(1, self.period.days)),
            unit=f"{self.unit}/day",
            accumulation="ratio",
            formula=f"{_bracketed(self.formula)} / {self.period.days} days",
        )

    def growth_factor(self) -> Interval:
        """1 + g/100 for a growth rate of g percent; ValueError for anything else."""
        if not self.growth:
            raise ValueError(f"{self.describe()} is not a growth rate")
        return intervals.growth_factor(self.interval)

    def describe(self) -> str:
        """What it is, for messages: measure, unit, period, place."""
        kind = "growth of " if self.growth else ""
        return f"{kind}{self.measure} ({self.unit}, {self.accumulation}, {self.period}, {self.geography})"

    def _derived(
        self,
        other: Quantity,
        sign: str,
        interval: Interval,
        period: Period,
        *,
        measure: str | None = None,
        unit: str | None = None,
        accumulation: str | None = None,
    ) -> Quantity:
        return Quantity(
            interval=interval,
            unit=unit or self.unit,
            measure=measure or self.measure,
            period=period,
            geography=self.geography,
            accumulation=accumulation or self.accumulation,
            claims=united(self.claims, other.claims),
            formula=f"{_bracketed(self.formula)} {sign} {_bracketed(other.formula)}",
            codebook=self.codebook,
        )


def united(*claims: Iterable[str]) -> tuple[str, ...]:
    """The claims of several quantities, each once, in order of first mention."""
    return tuple(dict.fromkeys(claim for group in claims for claim in group))


def _same(a: Quantity, b: Quantity, verb: str, names: tuple[str, ...]) -> None:
    for name in names:
        if getattr(a, name) != getattr(b, name):
            _refuse(a, b, verb, f"their {name}s differ ({getattr(a, name)} and {getattr(b, name)})")


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


def _refuse(a: Quantity, b: Quantity, verb: str, why: str) -> None:
    raise CombinationError(f"cannot {verb} {a.describe()} and {b.describe()}: {why}")


def _previous_year(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _bracketed(formula: str) -> str:
    return f"({formula})" if " " in formula else formula


def _factor(factor: Fraction | int) -> str:
    return f"{Fraction(factor).numerator:,}" if Fraction(factor).denominator == 1 else str(factor)
