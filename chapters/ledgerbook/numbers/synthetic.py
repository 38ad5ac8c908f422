"""Series with a known truth, on which the bounds and conflicts of :mod:`ledgerbook.numbers.windows` can be tried.

A series is a random walk with a busy December. Its totals are printed as releases print them (45.2万, 37万余, +5.7%)
and read back by :mod:`ledgerbook.numbers.wording`, so that a trial goes the whole way from wording to bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from ledgerbook.numbers import intervals, planting, wording
from ledgerbook.numbers.planting import Outcome
from ledgerbook.numbers.quantities import Period
from ledgerbook.numbers.windows import DAY, Statement, System
from ledgerbook.numbers.wording import Convention

FIRST_YEAR, YEARS = 2001, 5
WAN = 10_000
START = 30_000  # a month's count when the series begins
STEP, NOISE, DECEMBER = (
    0.08,
    0.15,
    2.0,
)  # of the walk from month to month, of each month, and what December is raised by
GROWTH_SHARE = 0.25  # of the statements
OVER_SHARE = 0.2  # of the totals


@dataclass(frozen=True)
class Series:
    """The true count of each month from January of :data:`FIRST_YEAR`."""

    counts: tuple[int, ...]

    def month(self, i: int) -> Period:
        """The days of the i-th month."""
        return Period(_first_day(i), _first_day(i + 1) - DAY)

    def total(self, period: Period) -> int:
        """What a period of whole months holds."""
        first, last = (_month_of(day) for day in (period.start, period.end))
        return sum(self.counts[first : last + 1])


def series(random: np.random.Generator, years: int = YEARS) -> Series:
    """A random walk with noise, and a December that is raised."""
    walk = np.cumsum(random.normal(0, STEP, 12 * years))
    noise = random.normal(0, NOISE, 12 * years)
    december = np.array([DECEMBER if i % 12 == 11 else 1.0 for i in range(12 * years)])
    return Series(tuple(int(n) for n in START * np.exp(walk + noise) * december))


def release(truth: Series, random: np.random.Generator, count: int, convention: Convention) -> list[Statement]:
    """So many statements of totals and growth rates over windows that a release might choose, each printed once."""
    statements: dict[tuple[Period, bool], Statement] = {}
    while len(statements) < count:
        period = _window(random, len(truth.counts))
        growth = period.start.year > FIRST_YEAR and random.random() < GROWTH_SHARE
        text = _growth_text(truth, period) if growth else _total_text(truth.total(period), random)
        reading = wording.read(text, convention=convention).interval
        if growth and text.startswith("-"):
            reading = intervals.negate(reading)
        interval = intervals.growth_factor(reading) if growth else reading
        name = f"{'growth' if growth else 'total'}-{period.start}-{period.end}"
        statements[period, growth] = Statement((name,), period, interval, growth)
    return list(statements.values())


def planted(
    statements: Sequence[Statement], random: np.random.Generator, factor: Fraction
) -> tuple[list[Statement], str]:
    """The statements with one total multiplied by a factor, and the name of that one."""
    right = _any_total(statements, random)
    wrong = planting.times(factor)(statements, right)
    return [wrong.get(statement.name, statement) for statement in statements], right.name


def _any_total(statements: Sequence[Statement], random: np.random.Generator) -> Statement:
    totals = [i for i, statement in enumerate(statements) if not statement.growth]
    return statements[int(random.choice(totals))]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many periods were bounded, and how many of the bounds hold the truth."""

    periods: int
    held: int


def coverage(trials: int, count: int, seed: int, convention: Convention = Convention.USUAL) -> Coverage:
    """Bounds of every month, quarter and year of so many series of which so many statements were printed each."""
    periods = held = 0
    for trial in range(trials):
        random = np.random.default_rng([seed, trial])
        truth = series(random)
        system = System(release(truth, random, count, convention))
        for period in calendar(system):
            periods += 1
            held += truth.total(period) in system.held(period)
    return Coverage(periods, held)


def detections(
    factors: Sequence[Fraction], trials: int, count: int, seed: int, convention: Convention = Convention.USUAL
) -> list[Outcome]:
    """For each factor, of so many series with one planted error each: a total that is printed so many times too large.

    The series, and the total that goes wrong, are the same for all factors.
    """
    found = []
    for trial in range(trials):
        random = np.random.default_rng([seed, trial])
        right = release(series(random), random, count, convention)
        total = _any_total(right, random)
        found.append(planting.noticed(right, [planting.times(factor)(right, total) for factor in factors]))
    return [planting.united(of_factor) for of_factor in zip(*found, strict=True)]


def calendar(system: System) -> list[Period]:
    """The months of a system that lie in the years of a series of usual length, and their quarters and years."""
    months = [m for m in system.months if FIRST_YEAR <= m.start.year < FIRST_YEAR + YEARS]
    spans = [
        Period(months[i].start, months[i + length - 1].end)
        for length in (3, 12)
        for i in range(len(months) - length + 1)
        if months[i].start.month % length == 1
    ]
    return [*months, *spans]


def _window(random: np.random.Generator, months: int) -> Period:
    """A calendar year, the beginning of one, or any run of months."""
    year = int(random.integers(months // 12))
    shape = random.random()
    if shape < 0.25:
        first, length = 12 * year, 12
    elif shape < 0.6:
        first, length = 12 * year, int(random.integers(1, 12))
    else:
        length = int(random.integers(2, 25))
        first = int(random.integers(0, months - length + 1))
    return Period(_first_day(first), _first_day(first + length) - DAY)


def _total_text(total: int, random: np.random.Generator) -> str:
    """As Chinese releases print totals: to a thousand (45.2万), or to the ten thousand below (37万余)."""
    if random.random() < OVER_SHARE and total >= WAN and total % WAN:
        return f"{total // WAN}万余"
    return f"{total / WAN:.1f}万"


def _growth_text(truth: Series, period: Period) -> str:
    now, before = truth.total(period), truth.total(period.a_year_before())
    return f"{100 * (now / before - 1):.1f}%"


def _first_day(i: int) -> date:
    return date(FIRST_YEAR + i // 12, i % 12 + 1, 1)


def _month_of(day: date) -> int:
    return (day.year - FIRST_YEAR) * 12 + day.month - 1
