"""Quantities remember what they came from, and refuse what may not be combined."""

from datetime import date
from fractions import Fraction

import portion
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerbook.numbers import comparisons, intervals
from ledgerbook.numbers.quantities import Codebook, CombinationError, Period, printed, ruled

CODEBOOK = Codebook(
    {
        ("property_loss", "divide", "cases_filed"): "mean loss",
        ("suspects_arrested", "divide", "cases_solved"): "arrests for each case",
        ("cases_solved", "divide", "population"): "rate",
        ("phone_cards", "add", "industry_cards"): "all cards",
    }
)
YEAR = Period(date(2022, 1, 1), date(2022, 12, 31))
ELEVEN = Period(date(2022, 1, 1), date(2022, 11, 30))
DECEMBER = Period(date(2022, 12, 1), date(2022, 12, 31))
BEFORE = ELEVEN.a_year_before()


def quantity(
    low,
    high=None,
    measure="cases_solved",
    period=ELEVEN,
    unit="cases",
    accumulation="flow",
    growth=False,
    projected=False,
):
    """A quantity of the closed interval low to high."""
    return printed(
        f"{measure}-{period.end}",
        portion.closed(Fraction(str(low)), Fraction(str(high if high is not None else low))),
        unit=unit,
        measure=measure,
        period=period,
        geography="CN",
        accumulation=accumulation,
        codebook=CODEBOOK,
        base=period.a_year_before() if growth else None,
        projected=projected,
    )


def running(low, period):
    """A running total."""
    return quantity(low, period=period, accumulation="running_total")


def rate(measure, percent=5, period=ELEVEN):
    """A growth rate."""
    return quantity(percent, measure=measure, unit="percent", growth=True, period=period)


def test_december_is_the_year_less_eleven_months():
    december = quantity(463_500, 464_500, period=YEAR) - quantity(390_500, 391_500)
    assert december.interval == portion.closed(72_000, 74_000)
    assert december.period == Period(date(2022, 12, 1), date(2022, 12, 31))
    assert december.claims == ("cases_solved-2022-12-31", "cases_solved-2022-11-30")
    assert (december.per_day().low, december.per_day().high) == (Fraction(72_000, 31), Fraction(74_000, 31))


def test_parts_of_a_year_add_up():
    december = Period(date(2022, 12, 1), date(2022, 12, 31))
    total = quantity(10, 12) + quantity(1, 2, period=december)
    assert total.period == YEAR
    assert total.interval == portion.closed(11, 14)


@pytest.mark.parametrize(
    ("combine", "why"),
    [
        (lambda: quantity(1) + quantity(2, measure="suspects_arrested", unit="persons"), "units differ"),
        (lambda: quantity(1) + quantity(2, measure="cases_filed"), "lists no 'add'"),
        (lambda: quantity(1) + quantity(2, period=YEAR), "periods overlap"),
        (
            lambda: quantity(1) + quantity(1, period=Period(date(2023, 1, 1), date(2023, 1, 31))),
            "days between their periods",
        ),
        (lambda: quantity(5, period=YEAR) - quantity(1, accumulation="running_total"), "one is a flow"),
        (lambda: quantity(1) - quantity(2, period=Period(date(2022, 3, 1), date(2022, 3, 31))), "beginning or the end"),
        (
            lambda: (
                quantity(9, period=YEAR, accumulation="running_total")
                - quantity(1, period=Period(date(2022, 6, 1), date(2022, 12, 31)), accumulation="running_total")
            ),
            "do not start on the same day",
        ),
        (lambda: quantity(1) / quantity(2, measure="cases_filed"), "lists no 'divide'"),
        (
            lambda: quantity(1, measure="property_loss", unit="CNY") / quantity(2, measure="cases_filed", period=YEAR),
            "periods differ",
        ),
        (lambda: quantity(1) + quantity(2, growth=True, unit="cases"), "growth rate"),
        (lambda: quantity(1, accumulation="running_total").per_day(), "is no flow"),
        (lambda: quantity(1) / quantity(2, accumulation="running_total"), "accumulations differ"),
        (lambda: comparisons.beyond(quantity(1), quantity(2)), "by a year"),
        (lambda: comparisons.beyond(quantity(1), quantity(2, measure="cases_filed")), "not one count"),
        (lambda: comparisons.beyond(rate("cases_solved"), rate("cases_solved", period=BEFORE)), "by a year"),
        (lambda: comparisons.put_back(rate("cases_solved"), rate("cases_solved")), "not both flows"),
        (lambda: comparisons.put_back(quantity(1), quantity(2, projected=True)), "not one count"),
        (lambda: comparisons.put_back(quantity(1), quantity(2, unit="persons")), "not one count"),
        (lambda: comparisons.put_back(quantity(1), quantity(2, accumulation="stock")), "not both flows"),
        (lambda: comparisons.as_change(quantity(1)), "how many times"),
        (lambda: comparisons.whole_of(quantity(1), quantity(2)), "no part of which"),
        (lambda: comparisons.whole_of(quantity(1, unit="ratio"), quantity(2, unit="percent")), "no part of which"),
        (lambda: comparisons.hull(quantity(1), quantity(2), DECEMBER), "no two parts"),
        (lambda: comparisons.hull(quantity(1), quantity(2, measure="cases_filed"), YEAR), "not one count"),
        (lambda: comparisons.hull(quantity(1), quantity(2, projected=True), YEAR), "not one count"),
        (lambda: comparisons.restated(quantity(1), quantity(2, unit="percent")), "not one count"),
        (lambda: comparisons.restated(quantity(1), quantity(2, period=YEAR)), "of other days"),
        (lambda: comparisons.restated(rate("cases_solved"), quantity(2, unit="percent")), "of other days"),
        (lambda: comparisons.made_up_of([quantity(1, accumulation="stock")]), "no parts of one whole"),
        (lambda: comparisons.made_up_of([rate("cases_solved"), rate("cases_filed")]), "no parts of one whole"),
        (lambda: comparisons.made_up_of([quantity(1), quantity(2, projected=True)]), "no parts of one whole"),
        (lambda: comparisons.as_factor(quantity(1, unit="points", growth=True)), "not a growth rate"),
        (lambda: comparisons.points_between(quantity(1), quantity(2)), "not two shares"),
        (lambda: comparisons.rest_of_hundred(quantity(1), quantity(2)), "not parts of one whole"),
        (lambda: comparisons.share_of(quantity(1), quantity(2)), "no share of"),
        (lambda: comparisons.at_the_mean(quantity(1), quantity(2), "cases"), "no mean of"),
        (lambda: comparisons.days_for_each(quantity(1)), "no rate"),
        (lambda: comparisons.fallen_short(quantity(2), quantity(1, period=YEAR)), "no later running total"),
        (lambda: comparisons.fallen_short(running(2, ELEVEN), running(1, DECEMBER)), "no later running total"),
        (lambda: comparisons.total_if_flow(quantity(2), quantity(1)), "does not follow"),
        (lambda: comparisons.not_negative(quantity(1, accumulation="stock")), "may be negative"),
        (lambda: comparisons.beyond_the_mean(quantity(9), quantity(1, period=YEAR)), "beginning or the end"),
        (lambda: comparisons.mean_left_out(rate("property_loss"), rate("cases_filed", period=YEAR), 0), "differ"),
        (lambda: comparisons.mean_left_out(rate("cases_solved"), rate("cases_filed"), 0), "lists no 'divide'"),
        (
            lambda: ruled("{0}", portion.singleton(1), quantity(1), quantity(1, period=YEAR), unit="", measure=""),
            "differ",
        ),
    ],
)
def test_unlike_counts_do_not_mix(combine, why):
    with pytest.raises(CombinationError, match=why) as error:
        combine()
    assert "cases_solved" in str(error.value) or "property_loss" in str(error.value)


def test_refusal_names_both_measures():
    with pytest.raises(CombinationError, match=r"cannot add cases_solved .* and cases_filed"):
        quantity(1) + quantity(2, measure="cases_filed")


def test_a_total_since_an_unknown_day_is_refused_for_that_day():
    unknown = running(9, Period(None, date(2022, 12, 31)))
    with pytest.raises(
        CombinationError, match=r"cannot subtract .*: the first day of a count to 2022-12-31 is not known"
    ):
        unknown - running(1, ELEVEN)


def test_division_keeps_units_and_claims():
    loss = quantity(222, 222, measure="property_loss", unit="CNY") / quantity(2, 4, measure="cases_filed")
    assert loss.unit == "CNY/cases"
    assert loss.interval == portion.closed(Fraction(222, 4), 111)
    assert loss.accumulation == "ratio"


def test_a_state_may_stand_below_a_flow_but_not_years_away():
    mid_year = Period(date(2022, 7, 1), date(2022, 7, 1))
    people = quantity(1_412, measure="population", unit="persons", accumulation="stock", period=mid_year)
    rate = comparisons.per_head(quantity(391), people, heads=1000)
    assert rate.unit == "cases per 1,000 persons"
    far = quantity(1_300, measure="population", accumulation="stock", period=Period(date(2015, 7, 1), date(2015, 7, 1)))
    with pytest.raises(CombinationError, match="more than a year apart"):
        quantity(391) / far


def test_growth_and_level_give_the_base_and_back():
    growth = quantity("5.65", "5.75", unit="percent", growth=True)
    base = comparisons.implied_base(quantity(390_500, 391_500), growth)
    assert base.period == Period(date(2021, 1, 1), date(2021, 11, 30))
    assert 369_200 < base.low < 369_300 < 370_500 < base.high < 370_600
    assert portion.closed(391_000, 391_000) in comparisons.implied_level(base, growth).interval


def test_ratio_of_two_growth_rates_needs_no_level():
    loss = quantity("-1.35", "-1.25", measure="property_loss", unit="percent", growth=True)
    filed = quantity("-17.35", "-17.25", measure="cases_filed", unit="percent", growth=True)
    change = comparisons.ratio_growth(loss, filed)
    assert 19.2 < change.low < change.high < 19.5
    with pytest.raises(CombinationError, match="lists no 'divide'"):
        comparisons.ratio_growth(filed, loss)


def test_growth_of_another_window_is_refused():
    growth = quantity("5.7", unit="percent", growth=True, period=YEAR)
    with pytest.raises(CombinationError, match="is not the growth of"):
        comparisons.implied_base(quantity(391_000), growth)
    with pytest.raises(CombinationError, match="periods do not match"):
        comparisons.implied_level(quantity(391_000), growth)


def test_claims_that_cannot_all_be_true_are_named():
    both = comparisons.agreed(quantity(1, 3), quantity(2, 5))
    assert both.interval == portion.closed(2, 3)
    with pytest.raises(CombinationError, match="cannot all be true"):
        comparisons.agreed(quantity(1, 2), quantity(3, 4))


def test_a_formula_prints_what_it_computes():
    year, eleven = quantity(463_500, 464_500, period=YEAR), quantity(390_500, 391_500)
    total = "cases_solved-2022-12-31"
    december = year - eleven
    assert december.formula == f"{total} - cases_solved-2022-11-30"
    pace = december.per_day() / eleven.per_day()
    assert pace.formula == f"(({december.formula}) / 31 days) / (cases_solved-2022-11-30 / 334 days)"
    assert eleven.times(Fraction(1, 2)).formula == "1/2 x cases_solved-2022-11-30"
    assert eleven.times(100_000).interval == portion.closed(39_050_000_000, 39_150_000_000)
    beyond = comparisons.beyond_the_mean(year, eleven)
    assert beyond.formula == f"{total} - cases_solved-2022-11-30 x 365/334"
    assert beyond.high == 464_500 - Fraction(390_500 * 365, 334)
    left_out = comparisons.mean_left_out(rate("property_loss", -1), rate("cases_filed", -20), 2)
    loss, filed = "property_loss-2022-11-30", "cases_filed-2022-11-30"
    assert left_out.formula == f"(1 - (1 + {loss}) / (1 + 2%)) / -({filed})"
    assert left_out.low == left_out.high == 100 * (1 - Fraction(99, 102)) / Fraction(20, 100)


numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)
spans = st.tuples(numbers, numbers).map(lambda pair: portion.closed(min(pair), max(pair)))


@given(spans, spans, st.fractions(0, 1, max_denominator=20), st.fractions(0, 1, max_denominator=20))
def test_arithmetic_holds_every_combination_of_members(a, b, s, t):
    """The fundamental property of interval arithmetic."""
    x = a.lower + s * (a.upper - a.lower)
    y = b.lower + t * (b.upper - b.lower)
    assert x + y in intervals.add(a, b)
    assert x - y in intervals.subtract(a, b)
    assert x * y in intervals.multiply(a, b)
    if b.lower > 0 or b.upper < 0:
        assert x / y in intervals.divide(a, b)
    else:
        with pytest.raises(ZeroDivisionError):
            intervals.divide(a, b)


def test_open_bounds_stay_open_and_infinity_absorbs():
    over = portion.closedopen(Fraction(18), Fraction(19))
    assert intervals.add(over, intervals.exactly(1)) == portion.closedopen(19, 20)
    assert intervals.subtract(intervals.exactly(20), over) == portion.openclosed(1, 2)
    at_least = portion.closedopen(Fraction(50), portion.inf)
    assert intervals.add(at_least, over) == portion.closedopen(68, portion.inf)
    assert intervals.multiply(at_least, intervals.exactly(2)) == portion.closedopen(100, portion.inf)
    assert intervals.divide(intervals.exactly(100), at_least) == portion.openclosed(0, 2)


def test_periods():
    assert ELEVEN.days == 334
    assert ELEVEN.a_year_before() == Period(date(2021, 1, 1), date(2021, 11, 30))
    assert Period(date(2024, 2, 29), date(2024, 3, 1)).a_year_before().start == date(2023, 2, 28)
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2022, 2, 1), date(2022, 1, 1))
