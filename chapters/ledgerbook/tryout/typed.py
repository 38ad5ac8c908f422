"""What a reader types, read as the book reads what is printed: with what its rounding and its words allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from portion import Interval

from ledgerbook.numbers import intervals, wording
from ledgerbook.numbers.differences import Total
from ledgerbook.numbers.wording import WordingError
from ledgerbook.record import own

MOST_LINES = 60
_SIGNED = re.compile(r"(?P<sign>[-+−–])?\s*(?P<number>.+?)\s*[%％]?")
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")


class TypedError(ValueError):
    """What cannot be read; the message says what stands there, what is wrong with it and what to type."""


def number(text: str) -> Interval:
    """What a typed number can stand for: "12,000" is 11,500 to 12,500, "12,345" just that.

    Raises :class:`TypedError`.
    """
    if not text.strip():
        raise TypedError("A field is empty; type a number, such as 12,000 or 5.7.")
    try:
        reading = wording.read(text.strip())
        interval = wording.read(text.strip(), bound=own.bound_of(reading)).interval
    except WordingError as error:
        raise TypedError(f"{text.strip()!r} cannot be read: {error}; type a number, such as 12,000 or 5.7.") from error
    if interval.empty:
        raise TypedError(f"{text.strip()!r} runs from more to less; type the smaller end first.")
    return interval


def change(text: str) -> Interval:
    """What a typed change in percent can stand for: "-17.3" is −17.35 to −17.25. Raises :class:`TypedError`."""
    found = _SIGNED.fullmatch(text.strip())
    if found is None:
        raise TypedError("A field is empty; type a change in percent, such as 5.7 or -17.3.")
    try:
        interval = number(f"{found['number']}%")
    except TypedError as error:
        raise TypedError(f"{text.strip()!r} is no change in percent; type one such as 5.7 or -17.3.") from error
    interval = interval if found["sign"] in (None, "+") else intervals.negate(interval)
    if interval.lower <= -100:
        raise TypedError(f"{text.strip()!r} leaves nothing, or less; type a fall of less than 100 percent.")
    return interval


def positive(text: str) -> Fraction:
    """A typed number above zero, exactly. Raises :class:`TypedError`."""
    try:
        value = Fraction(text.strip())
    except (ValueError, ZeroDivisionError) as error:
        raise TypedError(f"{text.strip()!r} is no number; type one above zero, such as 1 or 2.5.") from error
    if value <= 0:
        raise TypedError(f"{text.strip()!r} is not above zero; type a number such as 1 or 2.5.")
    return value


def totals(text: str) -> list[Total]:
    """Totals, one a line, as "2021-04 to 2022-03: 394,000". Raises :class:`TypedError` with the line."""
    lines = [(place, line.strip()) for place, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise TypedError("There is no total; type one a line, such as 2022-01 to 2022-11: 12,000")
    if len(lines) > MOST_LINES:
        raise TypedError(f"There are {len(lines)} totals, and room for {MOST_LINES}; leave some out.")
    return list(_totals(lines))


def _totals(lines: list[tuple[int, str]]) -> Iterator[Total]:
    for place, line in lines:
        days, colon, printed = line.partition(":")
        try:
            if not colon:
                raise TypedError("has no colon; type days, a colon and a number, as 2022-01 to 2022-11: 12,000")
            start, end = window(days)
            yield Total(f"{place}: {line}", start, end, number(printed))
        except TypedError as error:
            raise TypedError(f"Line {place}, {line!r}: {error}") from error


def window(text: str) -> tuple[date, date]:
    """The first day, and the day after the last: "2021", "2021-04 to 2022-03" or "2021-04-01 to 2021-06-17".

    Raises :class:`TypedError`.
    """
    first, _, last = text.partition(" to ")
    start, end = _days(first)[0], _days(last or first)[1]
    if end <= start:
        raise TypedError(f"{text.strip()!r} ends before it begins; type the earlier day first.")
    return start, end


def _days(text: str) -> tuple[date, date]:
    """The first day of a year, a month or a day, and the day after."""
    found = _DAY.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in found.groups())
        start = date(year, month or 1, day or 1)
        if day:
            return start, start + timedelta(days=1)
        return start, date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    except (ValueError, OverflowError):
        raise TypedError(f"{text.strip()!r} is no day; type a year, a month as 2022-11 or a day.") from None
