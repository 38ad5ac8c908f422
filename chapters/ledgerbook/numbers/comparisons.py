"""What a growth rate and a level say together, and what two growth rates say of a ratio."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import portion

from ledgerbook.numbers import intervals
from ledgerbook.numbers.quantities import CombinationError, Period, Quantity, united
from ledgerbook.record.ledger import Ledger


def implied_base(level: Quantity, growth: Quantity) -> Quantity:
    """The level a year before, from this year's level and its growth: level / (1 + growth)."""
    _same_series(level, growth)
    return replace(
        level,
        interval=intervals.divide(level.interval, growth.growth_factor()),
        period=level.period.a_year_before(),
        claims=united(level.claims, growth.claims),
        formula=f"{level.formula} / (1 + {growth.formula})",
    )


def implied_level(base: Quantity, growth: Quantity) -> Quantity:
    """This year's level, from the level a year before and the growth: base * (1 + growth)."""
    if base.period != growth.period.a_year_before():
        raise CombinationError(f"{growth.describe()} does not grow from {base.describe()}: the periods do not match")
    _same_series(replace(base, period=growth.period), growth)
    return replace(
        base,
        interval=intervals.multiply(base.interval, growth.growth_factor()),
        period=growth.period,
        claims=united(base.claims, growth.claims),
        formula=f"{base.formula} x (1 + {growth.formula})",
    )


def growth_between(later: Quantity, earlier: Quantity) -> Quantity:
    """The growth, in percent, that two levels of one measure imply."""
    ratio = later / earlier
    change = intervals.add(intervals.scale(ratio.interval, 100), intervals.exactly(-100))
    return replace(
        ratio,
        interval=change,
        unit="percent",
        measure=later.measure,
        period=later.period,
        accumulation=later.accumulation,
        growth=True,
        formula=f"{later.formula} / {earlier.formula} - 1",
    )


def ratio_growth(numerator: Quantity, denominator: Quantity) -> Quantity:
    """By how many percent the ratio of two measures changed, when only the growth of each was printed.

    (1 + growth of the numerator) / (1 + growth of the denominator) - 1; no level is needed.
    """
    if (numerator.period, numerator.geography) != (denominator.period, denominator.geography):
        raise CombinationError(
            f"cannot divide {numerator.describe()} by {denominator.describe()}: their periods or places differ"
        )
    if not numerator.codebook.allows(numerator.measure, "divide", denominator.measure):
        raise CombinationError(
            f"cannot divide {numerator.describe()} by {denominator.describe()}: the codebook (data/relations.csv) "
            "lists no 'divide' for these two measures"
        )
    ratio = intervals.divide(numerator.growth_factor(), denominator.growth_factor())
    return replace(
        numerator,
        interval=intervals.add(intervals.scale(ratio, 100), intervals.exactly(-100)),
        measure=f"{numerator.measure}/{denominator.measure}",
        accumulation="ratio",
        claims=united(numerator.claims, denominator.claims),
        formula=f"(1 + {numerator.formula}) / (1 + {denominator.formula}) - 1",
    )


def agreed(*quantities: Quantity) -> Quantity:
    """What several claims of one quantity say together: the intersection of their intervals.

    Raises CombinationError where they are not of one measure, period and place, or cannot all be true.
    """
    first, *others = quantities
    interval = first.interval
    for other in others:
        if (other.measure, other.unit, other.period, other.geography) != (
            first.measure,
            first.unit,
            first.period,
            first.geography,
        ):
            raise CombinationError(f"{first.describe()} and {other.describe()} are not one quantity")
        interval &= other.interval
    if interval == portion.empty():
        names = ", ".join(claim for q in quantities for claim in q.claims)
        raise CombinationError(f"these cannot all be true of {first.describe()}: {names}")
    return replace(
        first,
        interval=interval,
        claims=united(*(q.claims for q in quantities)),
        formula=" and ".join(q.formula for q in quantities),
    )


def per_head(q: Quantity, population: Quantity, heads: int = 100_000) -> Quantity:
    """The quantity for each ``heads`` of a population (or users, subscriptions): q / population * heads."""
    return (q / population).times(Fraction(heads), unit=f"{q.unit} per {heads:,} {population.unit}")


def over_its_window(q: Quantity) -> Quantity:
    """The quantity as the flow of its window.

    A running total counted from a day that is known is what happened between that day and its last day. The reading
    is the caller's: it must not be asked of a total whose start is a placeholder.
    """
    if q.accumulation not in ("flow", "running_total"):
        raise CombinationError(f"{q.describe()} counts nothing over a window")
    return replace(q, accumulation="flow")


def since(q: Quantity, launch: date) -> Quantity:
    """A running total whose start is not printed, read as counted from a launch."""
    if q.accumulation != "running_total":
        raise CombinationError(f"{q.describe()} is no running total, so it does not start at a launch")
    return replace(q, period=Period(launch, q.period.end))


def launch_of(ledger: Ledger, event_id: str) -> date:
    """The first day of an event of the record (events.csv)."""
    return date.fromisoformat(ledger.events[event_id].date_start)


def ratio(numerator: Quantity, denominator: Quantity, meaning: str = "times") -> Quantity:
    """How many times the second the first is, of one measure and unit."""
    return replace(numerator / denominator, unit=meaning)


def percent_of(part: Quantity, whole: Quantity) -> Quantity:
    """The part as a percentage of the whole."""
    return (part / whole).times(100, unit="percent")


def _same_series(level: Quantity, growth: Quantity) -> None:
    if not growth.growth or level.growth:
        raise CombinationError(f"{level.describe()} is no level or {growth.describe()} no growth rate")
    if (level.measure, level.period, level.geography) != (growth.measure, growth.period, growth.geography):
        raise CombinationError(f"{growth.describe()} is not the growth of {level.describe()}")
