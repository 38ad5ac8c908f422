"""The calendar: years, quarters and other periods, and days and periods in words."""

from __future__ import annotations

from datetime import date, timedelta

from ledgerbook.numbers.quantities import Period

DAY = timedelta(days=1)


def year_of(year: int) -> Period:
    """The calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def eleven_months_of(year: int) -> Period:
    """January to November."""
    return Period(date(year, 1, 1), date(year, 11, 30))


def december(year: int) -> Period:
    """December of a year."""
    return Period(date(year, 12, 1), date(year, 12, 31))


def quarter(year: int, number: int) -> Period:
    """A quarter (1 to 4) of a year."""
    return Period(date(year, 3 * number - 2, 1), date(year + number // 4, 3 * number % 12 + 1, 1) - DAY)


def period_of(text: str) -> Period:
    """The days from one date to another, either of which may be a month or a year: "2019", "2021-04/2022-03".

    >>> period_of("2021-04/2022-03").days
    365
    """
    first, _, last = text.partition("/")
    return Period(first_day(first), last_day(last or first))


def half(year: int, number: int) -> Period:
    """A half (1 or 2) of a year."""
    return Period(quarter(year, 2 * number - 1).start, quarter(year, 2 * number).end)


def years_before(day: date, years: int) -> date:
    """The same day so many years before (28 February for 29 February)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # that year has no 29 February
        return day.replace(year=day.year - years, day=28)


def first_day(text: str) -> date:
    """The first day of a date that may be a month or a year only."""
    return date.fromisoformat(text + "-01-01"[len(text) - len("2022") :])


def last_day(text: str) -> date:
    """The last day of a date that may be a month or a year only."""
    if len(text) == len("2022-12-30"):
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:7] or 12)
    return date(year + month // 12, month % 12 + 1, 1) - DAY


def ends_a_month(day: date) -> bool:
    """Whether it is the last day of its month."""
    return (day + DAY).day == 1


def is_a_year(period: Period) -> bool:
    """Whether it is a calendar year."""
    return period == year_of(period.end.year)


def day_words(day: date) -> str:
    """A day in words: "30 Nov 2022"."""
    return f"{day.day} {day:%b %Y}"


def month_words(day: date) -> str:
    """The month of a day in words: "November 2022"."""
    return f"{day:%B %Y}"


def half_words(period: Period) -> str:
    """A half-year in words: "H1 2022". ValueError for any other period."""
    year = period.start.year
    for number in (1, 2):
        if period == half(year, number):
            return f"H{number} {year}"
    raise ValueError(f"{period} is no half of a year")


def from_to(period: Period) -> str:
    """The first and the last day of a period in words: "1 Jan 2022 to 30 Nov 2022"."""
    end = day_words(period.end)
    if period.first:
        return f"{day_words(period.first)} to {end}"
    if period.earliest and period.latest:
        return f"to {end}, since a day from {day_words(period.earliest)} to {day_words(period.latest)}"
    return f"to {end}, since a day that is not printed"


def date_words(text: str) -> str:
    """A date in words as far as it is given: "30 Dec 2022", "Dec 2022", "2022"; nothing for nothing."""
    if len(text) == len("2022-12-30"):
        return day_words(date.fromisoformat(text))
    return f"{first_day(text):%b %Y}" if len(text) == len("2022-12") else text


def window_words(period: Period) -> str:
    """The period as a reader would say it: "2019", "Jan–May 2021", "13 Jun–25 Dec 2019"."""
    if period.first is None:
        return f"to {day_words(period.end)}"
    start, end = period.first, period.end
    if is_a_year(period):
        return f"{start.year}"
    whole_months = start.day == 1 and ends_a_month(end)
    if whole_months and (start.year, start.month) == (end.year, end.month):
        return f"{start:%b %Y}"
    if whole_months and (start.month, end.month) == (1, 12):
        return f"{start.year}–{end.year}"
    year = "" if start.year == end.year else f" {start.year}"
    if whole_months:
        return f"{start:%b}{year}–{end:%b %Y}"
    return f"{start.day} {start:%b}{year}–{end.day} {end:%b %Y}"
