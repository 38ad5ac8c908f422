"""Planted errors are what they say, each total gets its own, and what must be noticed is."""

from datetime import date
from fractions import Fraction

import portion
import pytest

from ledgerbook.numbers import planting, windows
from ledgerbook.numbers.quantities import Period
from ledgerbook.numbers.windows import Statement


def months(first, last):
    """From the first day of a month of 2022 to the last day of another."""
    return Period(date(2022, first, 1), date(2022 + last // 12, last % 12 + 1, 1) - windows.DAY)


def total(name, period, low, high):
    return Statement((name,), period, portion.closed(Fraction(low), Fraction(high)))


HALVES = [total("first", months(1, 6), 99, 101), total("second", months(7, 12), 199, 201)]
YEAR = total("year", months(1, 12), 299, 301)
GROWTH = Statement(("up",), months(1, 12), portion.closed(Fraction(1), Fraction(2)), growth=True)


@pytest.mark.parametrize(
    "plant", [planting.times(Fraction(2)), planting.times(Fraction(1, 10)), planting.moved(12), planting.moved(-12)]
)
def test_gross_error_among_parts_and_whole_is_always_noticed(plant):
    outcome = planting.outcome([*HALVES, YEAR, GROWTH], plant)
    assert outcome.tried == 3  # a growth rate is no total
    # What is printed for another year is only missing from this one, unless the rest must hold more than it.
    assert outcome.noticed == (3 if plant([], YEAR)["year"].period == YEAR.period else 0)


def test_nothing_is_noticed_where_nothing_overlaps():
    assert planting.outcome(HALVES, planting.times(Fraction(10))).noticed == 0


def test_error_against_two_that_agree_is_alone_to_blame():
    again = total("again", months(1, 12), 298, 301)
    outcome = planting.outcome([YEAR, again, total("third", months(1, 12), 299, 300)], planting.times(Fraction(10)))
    assert (outcome.tried, outcome.noticed, outcome.named) == (3, 3, 3)


def test_error_against_one_could_be_either():
    outcome = planting.outcome([YEAR, total("again", months(1, 12), 298, 301)], planting.times(Fraction(10)))
    assert (outcome.noticed, outcome.named) == (2, 0)


def test_errors_tried_together_are_noticed_as_one_by_one():
    right = [*HALVES, YEAR, GROWTH]
    planted = [planting.times(Fraction(n, 10))(right, total) for total in (HALVES[0], YEAR) for n in (1, 10, 15, 100)]
    together = planting.noticed(right, planted)
    assert together == [outcome for wrong in planted for outcome in planting.noticed(right, [wrong])]
    assert planting.united(together).tried == len(planted)
    assert 0 < planting.united(together).noticed < len(planted)
    assert planting.united([]) == planting.united(planting.noticed(right, [])) == planting.Outcome(0, 0, 0)


def test_cut_off_total_is_one_unit_of_its_last_digit_too_small():
    assert planting.cut_off([], YEAR)["year"].interval == portion.closed(297, 299)
    exact = total("exact", months(1, 12), 300, 300)
    above = Statement(("above",), months(1, 12), portion.closedopen(Fraction(300), portion.inf))
    assert planting.cut_off([], exact) == planting.cut_off([], above) == {}


def test_moved_window_keeps_the_last_days_of_months():
    moved = planting.moved(1)([], total("t", Period(date(2022, 1, 1), date(2022, 1, 31)), 1, 1))["t"]
    assert moved.period == Period(date(2022, 2, 1), date(2022, 2, 28))
    moved = planting.moved(-1)([], total("t", Period(date(2022, 1, 15), date(2022, 3, 30)), 1, 1))["t"]
    assert moved.period == Period(date(2021, 12, 15), date(2022, 2, 28))


def test_new_definition_changes_all_totals_from_its_day_on_and_no_growth_rate():
    wrong = planting.redefined(Fraction(3, 2))([*HALVES, YEAR, GROWTH], HALVES[1])
    assert set(wrong) == {"second"}
    assert set(planting.redefined(Fraction(3, 2))([*HALVES, YEAR, GROWTH], YEAR)) == {"first", "second", "year"}
