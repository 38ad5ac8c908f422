"""What a growth rate and a level say together, and what two growth rates say of a ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial, reduce

import portion

from ledgerbook.numbers.expressions import Expression, Number, Operation
from ledgerbook.numbers.quantities import CombinationError, Period, Quantity

ONE = Number(Fraction(1))


def implied_base(level: Quantity, growth: Quantity) -> Quantity:
    """The level of the base, mostly a year before, from a level and its growth since then: level / (1 + growth)."""
    _same_series(level, growth)
    base = _operation("ratio", level.expression, growth.factor)
    return replace(level, expression=base, period=_base(growth))


def implied_level(base: Quantity, growth: Quantity) -> Quantity:
    """A level, from that of the base, mostly a year before, and the growth since then: base * (1 + growth)."""
    if base.period != growth.base:
        raise CombinationError(f"{growth.describe()} does not grow from {base.describe()}: the periods do not match")
    level = replace(base, expression=_operation("product", base.expression, growth.factor), period=growth.period)
    _same_series(level, growth)
    return level


def growth_between(later: Quantity, earlier: Quantity) -> Quantity:
    """The growth, in percent, that two levels of one measure imply."""
    return replace(
        later / earlier,
        expression=_change(_operation("ratio", later.expression, earlier.expression)),
        unit="percent",
        measure=later.measure,
        period=later.period,
        accumulation=later.accumulation,
        base=earlier.period,
    )


def ratio_growth(numerator: Quantity, denominator: Quantity) -> Quantity:
    """By how many percent the ratio of two measures changed, when only the growth of each was printed.

    (1 + growth of the numerator) / (1 + growth of the denominator) - 1; no level is needed.
    """
    measure = _ratio_of_growths(numerator, denominator)
    ratio = _operation("ratio", numerator.factor, denominator.factor)
    return replace(numerator, expression=_change(ratio), measure=measure, accumulation="ratio")


def as_factor(growth: Quantity) -> Quantity:
    """A change in percent as the ratio of the two years."""
    return replace(growth, expression=growth.factor, unit="ratio", base=None)


def as_change(ratio: Quantity) -> Quantity:
    """A multiple as a change in percent: 2 times is +100%."""
    if ratio.unit != "ratio":
        raise CombinationError(f"{ratio.describe()} is not how many times one number is another")
    return replace(ratio, expression=_change(ratio.expression), unit="percent")


def mean_left_out(total: Quantity, count: Quantity, rise: Fraction | int) -> Quantity:
    """The mean of the cases no longer counted, in percent of the mean of all a year before, from two growth rates.

    Supposes that the cases counted are those of the year before less some, and that the mean of those that remained
    grew by ``rise`` percent. Then the missing cases, a share f of all, had 1 - (1 + change of the total) / (1 + rise)
    of it, and the ratio of the two shares is their mean over the mean of all.
    """
    measure = _ratio_of_growths(total, count)
    supposed = Operation("factor", (Number(Fraction(rise), "%"),))
    of_total = _operation("difference", ONE, _operation("ratio", total.factor, supposed))
    mean = Operation("ratio", (of_total, Operation("fall", (count.expression,))))
    return replace(
        total,
        expression=Operation("in percent", (mean,)),
        measure=measure,
        period=_base(total),
        accumulation="ratio",
        base=None,
    )


def whole_of(part: Quantity, percent: Quantity) -> Quantity:
    """The whole of which the part is so many percent, as a number of what the percentage is of."""
    if percent.unit != "percent" or percent.growth or part.unit in ("percent", "ratio"):
        raise CombinationError(f"{part.describe()} is no part of which {percent.describe()} is the percentage")
    if part.geography != percent.geography:
        raise CombinationError(f"{part.describe()} and {percent.describe()} are of two places")
    whole = Operation("ratio", (part.expression, Operation("of percent", (percent.expression,))))
    return replace(percent, expression=whole, unit=part.unit)


def agreed(*quantities: Quantity) -> Quantity:
    """What several claims of one quantity say together: the intersection of their intervals.

    Raises CombinationError where they are not of one measure, period and place, or cannot all be true.
    """
    first, *others = quantities
    for other in others:
        if _what(other) != _what(first):
            raise CombinationError(f"{first.describe()} and {other.describe()} are not one quantity")
    if not others:
        return first
    together = Operation("both", tuple(q.expression for q in quantities))
    if together.interval == portion.empty():
        names = ", ".join(claim for q in quantities for claim in q.claims)
        raise CombinationError(f"these cannot all be true of {first.describe()}: {names}")
    return replace(first, expression=together)


def _what(q: Quantity) -> tuple[object, ...]:
    return (q.measure, q.unit, q.period, q.base, q.geography, q.projected)


def hull(first: Quantity, second: Quantity, period: Period) -> Quantity:
    """From the least to the most that two parts of a period say of one measure."""
    _one_count(first, second)
    if first.growth != second.growth or not (period.holds(first.period) and period.holds(second.period)):
        raise CombinationError(f"{first.describe()} and {second.describe()} are no two parts of {period}")
    return replace(second, expression=Operation("hull", (first.expression, second.expression)), period=period)


def made_up_of(parts: Sequence[Quantity]) -> Quantity:
    """What parts of one whole add up to, be they several measures or several places.

    That they are parts of one whole is the caller's word. CombinationError unless all are flows of one unit and period.
    """
    first = parts[0]
    for part in parts:
        alike = (part.unit, part.period, part.projected) == (first.unit, first.period, first.projected)
        if not (alike and _flows(first, part)):
            raise CombinationError(f"{first.describe()} and {part.describe()} are no parts of one whole")
    return replace(first, expression=reduce(partial(_operation, "sum"), (q.expression for q in parts)))


def restated(printed: Quantity, computed: Quantity) -> Quantity:
    """The printed one of two statements that cannot both be true; the claims of both stand behind it."""
    _one_count(printed, computed)
    if (printed.period, printed.base) != (computed.period, computed.base):
        raise CombinationError(f"{printed.describe()} and {computed.describe()} are of other days: both can be true")
    return replace(printed, expression=Operation("instead of", (printed.expression, computed.expression)))


def beyond(later: Quantity, earlier: Quantity) -> Quantity:
    """By how many units a count exceeds that of the same months a year before."""
    _one_count(later, earlier)
    if later.period.a_year_before() != earlier.period or not _flows(later, earlier):
        raise CombinationError(f"{later.describe()} does not follow {earlier.describe()} by a year")
    return replace(later, expression=_operation("difference", later.expression, earlier.expression))


def beyond_the_mean(whole: Quantity, part: Quantity) -> Quantity:
    """What the rest of a period counts beyond what the daily mean of its first part would have given."""
    days = Number(Fraction(whole.period.days, part.period.days))
    at_the_mean = _operation("product", part.expression, days)
    return replace(whole - part, expression=_operation("difference", whole.expression, at_the_mean))


def put_back(level: Quantity, late: Quantity) -> Quantity:
    """A count with cases put back into it that were booked after its last day."""
    _one_count(level, late)
    if not _flows(level, late):
        raise CombinationError(f"{level.describe()} and {late.describe()} are not both flows")
    return replace(level, expression=_operation("sum", level.expression, late.expression))


def points_between(later: Quantity, earlier: Quantity) -> Quantity:
    """Percentage points from one share to another of the same thing."""
    _one_count(later, earlier)
    if (later.unit, later.accumulation, later.growth, earlier.growth) != ("percent", "ratio", False, False):
        raise CombinationError(f"{later.describe()} and {earlier.describe()} are not two shares")
    points = Operation("difference", (later.expression, earlier.expression))
    return replace(later, expression=points, unit="percentage points")


def rest_of_hundred(first: Quantity, second: Quantity) -> Quantity:
    """What two shares of one whole, in percent, leave of it."""
    parts_of_one = first.period == second.period and first.geography == second.geography
    percentages = first.unit == second.unit == "percent" and not (first.growth or second.growth)
    if not (parts_of_one and percentages and first.codebook.allows(first.measure, "add", second.measure)):
        raise CombinationError(f"{first.describe()} and {second.describe()} are not parts of one whole")
    rest = _operation(
        "difference", _operation("difference", Number(Fraction(100), "%"), first.expression), second.expression
    )
    return replace(first, expression=rest, measure=f"100-{first.measure}-{second.measure}")


def share_of(share: Quantity, whole: Quantity) -> Quantity:
    """How many a share, in percent, of a whole is, both of about one time."""
    if share.unit != "percent" or share.growth or share.accumulation != "ratio" or share.geography != whole.geography:
        raise CombinationError(f"{share.describe()} is no share of {whole.describe()}")
    part = Operation("of percent", (Operation("product", (share.expression, whole.expression)),))
    return replace(whole, expression=part, measure=share.measure, period=share.period)


def at_the_mean(mean: Quantity, count: Quantity, unit: str) -> Quantity:
    """What a count comes to if each has the mean found for them elsewhere, such as plays of so many videos."""
    measure, _, each = mean.measure.partition("/")
    if each != count.measure or mean.accumulation != "ratio" or mean.geography != count.geography:
        raise CombinationError(f"{mean.describe()} is no mean of {count.describe()}")
    product = Operation("product", (mean.expression, count.expression))
    return replace(count, expression=product, measure=measure, unit=unit)


def days_for_each(rate: Quantity) -> Quantity:
    """After how many days, on average, there is one more, from a rate over the days of its period."""
    if rate.accumulation != "ratio" or rate.growth:
        raise CombinationError(f"{rate.describe()} is no rate over its period")
    days = Number(Fraction(rate.period.days), "days")
    return replace(rate, expression=Operation("ratio", (days, rate.expression)), unit="days")


def fallen_short(earlier: Quantity, later: Quantity) -> Quantity:
    """By how much a later running total lies below an earlier one, which no total of one count can.

    A first day that is not printed is taken for that of the other: the caller's reading.
    """
    _one_count(earlier, later)
    totals = earlier.accumulation == later.accumulation == "running_total"
    starts = {earlier.period.first, later.period.first} - {None}
    if not totals or len(starts) > 1 or earlier.period.end >= later.period.end:
        raise CombinationError(f"{later.describe()} is no later running total than {earlier.describe()}")
    return replace(earlier, expression=Operation("difference", (earlier.expression, later.expression)))


def total_if_flow(before: Quantity, later: Quantity) -> Quantity:
    """The least that a running total had come to if a later one counts its own year only, days between left out."""
    _one_count(before, later)
    if before.period.end >= later.period.end:
        raise CombinationError(f"{later.describe()} does not follow {before.describe()}")
    total = Operation("or more", (_operation("sum", before.expression, later.expression),))
    return replace(since(later, before.period.start), expression=total)


def not_negative(q: Quantity) -> Quantity:
    """A count of things: never below zero, whatever the strict reading of its wording leaves open."""
    if q.accumulation != "flow" or q.growth:
        raise CombinationError(f"{q.describe()} counts nothing, so it may be negative")
    return replace(q, expression=Operation("not negative", (q.expression,)))


def at_least(q: Quantity) -> Quantity:
    """The lower end of a bound, as "at least"."""
    return replace(q, expression=Operation("at least", (q.expression,)))


def per_head(q: Quantity, population: Quantity, heads: int = 100_000) -> Quantity:
    """The quantity for each ``heads`` of a population (or users, subscriptions): q / population * heads."""
    return (q / population).times(Fraction(heads), unit=f"{q.unit} per {heads:,} {population.unit}")


def for_each_at_pace(total: Quantity, count: Quantity) -> Quantity:
    """The total for each unit of a count, had the count kept its daily pace through the days of the total."""
    days = Number(Fraction(total.period.days), "days")
    kept = replace(count, expression=_operation("product", count.per_day().expression, days), period=total.period)
    return total / kept


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


def read_as(q: Quantity, period: Period) -> Quantity:
    """A count over a window, read as that of other days: that it then counts the same is the caller's word.

    Raises CombinationError where it counts nothing over a window, or over one that has no day in common with those.
    """
    if q.accumulation not in ("flow", "running_total") or not q.period.overlaps(period):
        raise CombinationError(f"{q.describe()} cannot be read as the count of {period}")
    return replace(q, period=period)


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


def _base(growth: Quantity) -> Period:
    if growth.base is None:
        raise CombinationError(f"{growth.describe()} is no growth, so it has no base")
    return growth.base


def _operation(name: str, *parts: Expression) -> Expression:
    return Operation(name, parts)


def _change(ratio: Expression) -> Expression:
    """A ratio as a change in percent."""
    return Operation("in percent", (_operation("difference", ratio, ONE),))


def _one_count(a: Quantity, b: Quantity) -> None:
    if (a.measure, a.unit, a.geography, a.projected) != (b.measure, b.unit, b.geography, b.projected):
        raise CombinationError(f"{a.describe()} and {b.describe()} are not one count")


def _flows(a: Quantity, b: Quantity) -> bool:
    """Whether both are levels of what happened in their windows."""
    return a.accumulation == b.accumulation == "flow" and not (a.growth or b.growth)


def _ratio_of_growths(numerator: Quantity, denominator: Quantity) -> str:
    """The measure of the ratio whose parts grew so; CombinationError where the two may not be divided."""
    refusal = f"cannot divide {numerator.describe()} by {denominator.describe()}"
    places = (numerator.period, numerator.base, numerator.geography)
    if places != (denominator.period, denominator.base, denominator.geography):
        raise CombinationError(f"{refusal}: their periods or places differ")
    if not numerator.codebook.allows(numerator.measure, "divide", denominator.measure):
        raise CombinationError(f"{refusal}: the codebook (data/relations.csv) lists no 'divide' for these two measures")
    return f"{numerator.measure}/{denominator.measure}"
