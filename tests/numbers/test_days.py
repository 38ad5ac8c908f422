"""The calendar, and days and periods in words."""

from datetime import date

import pytest

from ledgerbook.numbers import days
from ledgerbook.numbers.quantities import Period


def period(start, end):
    """From one ISO day to another."""
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2019-01-01", "2019-12-31", "2019"),
        ("2021-01-01", "2021-05-31", "Jan–May 2021"),
        ("2021-05-01", "2021-05-31", "May 2021"),
        ("2017-01-01", "2021-12-31", "2017–2021"),
        ("2021-04-01", "2022-03-31", "Apr 2021–Mar 2022"),
        ("2019-06-13", "2019-12-25", "13 Jun–25 Dec 2019"),
        ("2021-06-18", "2022-09-17", "18 Jun 2021–17 Sep 2022"),
    ],
)
def test_a_period_in_words(start, end, words):
    assert days.window_words(period(start, end)) == words


def test_a_period_from_day_to_day():
    assert days.from_to(period("2022-01-01", "2022-11-30")) == "1 Jan 2022 to 30 Nov 2022"
    assert days.month_words(date(2022, 11, 30)) == "November 2022"


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("2022-12-30", "30 Dec 2022", date(2022, 12, 30), date(2022, 12, 30)),
        ("2022-12", "Dec 2022", date(2022, 12, 1), date(2022, 12, 31)),
        ("2024-02", "Feb 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022", "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_a_date_as_far_as_it_is_given(text, words, first, last):
    assert (days.date_words(text), days.first_day(text), days.last_day(text)) == (words, first, last)


def test_no_date_has_no_words():
    assert days.date_words("") == ""


def test_periods_of_the_calendar():
    assert [days.quarter(2022, n) for n in (1, 4)] == [
        period("2022-01-01", "2022-03-31"),
        period("2022-10-01", "2022-12-31"),
    ]
    assert days.eleven_months_of(2022) == period("2022-01-01", "2022-11-30")
    assert days.december(2022) == period("2022-12-01", "2022-12-31")
    assert days.is_a_year(days.year_of(2024))
    assert not days.is_a_year(period("2023-01-01", "2024-12-31"))
    assert days.ends_a_month(date(2024, 2, 29))
    assert not days.ends_a_month(date(2024, 2, 28))
    assert days.years_before(date(2024, 2, 29), 5) == date(2019, 2, 28)
    assert days.years_before(date(2020, 2, 29), 4) == date(2016, 2, 29)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2021-05", "2021-05-01", "2021-05-31"),
        ("2021-04/2022-03", "2021-04-01", "2022-03-31"),
        ("2023-08-01/2023-10-17", "2023-08-01", "2023-10-17"),
    ],
)
def test_a_period_from_a_text(text, first, last):
    assert days.period_of(text) == period(first, last)


def test_the_halves_of_a_year_are_its_quarters_by_two():
    first, second = days.half(2022, 1), days.half(2022, 2)
    assert (first.start, second.end) == (days.year_of(2022).start, days.year_of(2022).end)
    assert (days.half_words(first), days.half_words(second)) == ("H1 2022", "H2 2022")
    with pytest.raises(ValueError, match="no half of a year"):
        days.half_words(days.year_of(2022))
