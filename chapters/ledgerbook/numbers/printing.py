"""Prints intervals with no more digits than they support, and checks numbers that prose prints.

Prose may say a claim's number in its own words ("452,000" or "0.45 million" for 45.2万) or round it further, but may
not make it more exact, drop its hedge (余, 超, 近, 约) or lose its percent sign. For a derived number it may print
a point, a range ("90.2 to 90.5万") or a hedged number, if the interval lies in what those words say.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from fractions import Fraction

import portion
from portion import Interval

from ledgerbook.numbers import intervals, wording
from ledgerbook.numbers.amounts import power_of_ten_below
from ledgerbook.numbers.wording import AT_LEAST, Hedge, Kind, WordingError

PERCENT = re.compile(r"[%％]|per ?cent")
RANGE = re.compile(r"^(?:between )?(?P<low>.+?)(?: to | and |–|-)(?P<high>[^–-]+)$")
_SCALES = ((10**12, " trillion"), (10**9, " billion"), (10**6, " million"))
MINUS = "\u2212"
FINEST = 6  # steps of a power of ten below the width of an interval: more never print better
OPEN_DIGITS = 4  # of a computed bound, beyond which nothing is known: more would look like knowledge
ROUNDING = 0.005  # of the value: the most that a single number may be off for the sake of shortness
EVERYTHING = 100  # percent: a fall that leaves nothing
STILL = 5  # percent: the largest change either way that "about 0" may stand for
NOT_BOUNDED = "not bounded"
WIDEST_LABELLED = Fraction(1, 5)  # of the value: an interval wider than that carries no single number in a chart
WIDEST = Fraction(7, 5)  # a printed range may be wider than the interval by so much, for the sake of fewer digits


def point(interval: Interval) -> str:
    """The interval as one number with the digits that it supports: [27.6, 28.1] -> "28".

    Raises ValueError where not even one significant digit is supported, or where the interval has an open end.
    """
    if not intervals.is_bounded(interval):
        raise ValueError(f"{intervals.describe(interval)} has no middle; print it as a bound")
    if interval.upper <= 0 and interval.lower < 0:
        return _with_sign(MINUS, point(intervals.negate(interval)))
    if interval.lower == interval.upper:
        return _single(interval.lower)
    middle = (interval.lower + interval.upper) / 2
    for step in steps(middle):
        text = _text(round(middle / step) * step, step)
        if _says(text, interval):
            return text
    raise ValueError(f"{intervals.describe(interval)} supports no single digit; print it as a range")


def span(interval: Interval) -> str:
    """The interval as a range rounded outward.

    >>> from ledgerbook.numbers.wording import read
    >>> span(read("about 25 million").interval)
    '24 to 26 million'
    """
    if not intervals.is_bounded(interval):
        if interval.lower == -portion.inf and interval.upper == portion.inf:
            return NOT_BOUNDED
        if interval.lower != -portion.inf:
            return f"at least {_bound(interval.lower, up=False)}"
        return f"at most {_bound(interval.upper, up=True)}"
    low, high = interval.lower, interval.upper
    if low < 0 and high <= 0:
        return _negative(span(intervals.negate(interval)))
    if low == high:
        return _single(low)
    step = power_of_ten_below(high - low)
    for _ in range(FINEST):  # a finer step widens the interval less
        ends = (low // step) * step, -((-high) // step) * step
        text = f"{_text(ends[0], step, like=ends[1])} to {_text(ends[1], step)}"
        if ends[1] - ends[0] <= WIDEST * (high - low) and _says(text, interval):
            break
        step /= 10
    return text


def number(interval: Interval) -> str:
    """One number where the interval supports it, else its ends."""
    try:
        return point(interval)
    except ValueError:
        return span(interval)


def short(interval: Interval) -> str:
    """An interval as one number where rounding to the digits that it supports costs little, else as a range."""
    try:
        text = point(interval)
    except ValueError:
        return span(interval)
    middle = intervals.middle(interval)
    off = abs(float(wording.read(text).value) - middle)
    return text if off <= ROUNDING * abs(middle) else span(interval)


def signed(change: Interval) -> str:
    """A change in percent with its sign, or 0 where it is small and may be either: "+5.7%", "−6.1 to −5.6%", "about 0".

    An end that is none, such as a fall of all there was, is not printed: "at most −10%", "at least +20%".

    >>> from ledgerbook.numbers import intervals, wording
    >>> signed(intervals.negate(wording.read("17.3%").interval))
    '−17.3%'
    """
    no_low, no_high = change.lower <= -EVERYTHING, change.upper == portion.inf
    if no_low and no_high:
        return NOT_BOUNDED
    if no_low or no_high:  # nothing falls by more than all of it, so that is no end to speak of
        end, word = (change.upper, "at most") if no_low else (change.lower, "at least")
        return f"{word} {_with_sign(MINUS if end < 0 else '+', _single(abs(end)))}%"
    if change.lower < 0 < change.upper:
        low, _, high = span(change).partition(" to ")
        return "about 0" if max(-change.lower, change.upper) <= STILL else f"{low} to +{high}%"
    falls = change.upper <= 0
    ends = short(intervals.negate(change) if falls else change).split(" to ")
    signs = [_with_sign(MINUS if falls else "+", end) for end in ends]
    return f"{' to '.join(reversed(signs) if falls else signs)}%"


def _with_sign(sign: str, text: str) -> str:
    """A printed number with that sign, which zero has not."""
    return f"{sign}{text}" if text.strip("0.") else text


def to_a_tenth(interval: Interval) -> str:
    """A bounded interval to a tenth; from ten on, or where no more was printed, to the unit; else as a range."""
    middle = intervals.middle(interval)
    for decimals, allowed in ((1, True), (0, abs(middle) >= 10 or interval.upper - interval.lower >= 1)):
        text = f"{middle:.{decimals}f}"
        half = Fraction(1, 2 * 10**decimals)
        inside = Fraction(text) - half <= interval.lower and interval.upper <= Fraction(text) + half
        if allowed and inside and float(text):
            return text.replace("-", MINUS)
    return span(interval)


def signed_to_a_tenth(change: Interval) -> str:
    """A change in percent with its sign: "+45.1%", "−16 to −12%"."""
    return f"{'+' if change.lower > 0 else ''}{to_a_tenth(change)}%"


def hundredths(interval: Interval) -> str:
    """A small number rounded outward to hundredths: "1.74 to 1.78"; an open end in words, and an exact one rounded."""
    if not intervals.is_bounded(interval):
        return span(interval)
    if interval.lower == interval.upper:
        return f"{float(interval.lower):.2f}".replace("-", MINUS)
    ends = Fraction(math.floor(interval.lower * 100), 100), Fraction(math.ceil(interval.upper * 100), 100)
    low, high = (f"{float(end):.2f}".replace("-", MINUS) for end in ends)
    return low if low == high else f"{low} to {high}"


def label(interval: Interval, digits: int = 3) -> str:
    """A label for a narrow mark: the middle to a digit within the interval's width, at most so many digits.

    With ≈ where the interval goes further than rounding, and nothing where it is too wide for one number.
    """
    if not intervals.is_bounded(interval):
        return ""
    middle = intervals.middle(interval)
    if interval.upper - interval.lower > WIDEST_LABELLED * middle:
        return ""
    if middle == 0:
        return "0"
    exponents = [math.floor(math.log10(middle)) + 1 - digits]
    if interval.upper > interval.lower:
        exponents.append(math.floor(math.log10(interval.upper - interval.lower)))
    step = Fraction(10) ** max(exponents)
    value = round(Fraction(middle) / step) * step
    return f"{'' if interval in rounding(value, step) else '≈'}{float(value):,.{max(0, -max(exponents))}f}"


def unsupported(text: str, interval: Interval, unit: str) -> str:
    """Why the words may not stand for a derived interval, or nothing where they may."""
    low_high = RANGE.match(text)
    try:
        said = wording.read(low_high["high"] if low_high and any(c.isdigit() for c in low_high["low"]) else text)
    except WordingError as error:
        return str(error)
    return percent_disagreement(text, said, unit) or _digits_disagreement(text, interval)


def _digits_disagreement(text: str, interval: Interval) -> str:
    if interval.upper <= 0 and interval.lower < 0:  # "fell by 12%" for -12, or a minus sign before each number
        return _digits_disagreement(_negative(text) if MINUS in text else text, intervals.negate(interval))
    low_high = RANGE.match(text)
    try:
        if low_high and any(c.isdigit() for c in low_high["low"]):
            allowed, needed = _printed_range(low_high["low"], low_high["high"])
        else:
            said = wording.read(text)
            allowed, needed = _printed(said), None
            if interval.upper == portion.inf and said.hedge in AT_LEAST:
                interval = portion.singleton(interval.lower)  # "at least 5" for what is open above
            if interval.lower <= 0 and said.hedge is Hedge.AT_MOST:
                interval = portion.singleton(interval.upper)  # "at most 5" for what goes down to zero
    except WordingError as error:
        return str(error)
    if interval not in allowed:
        return f"reads {text!r}, but the result is {intervals.describe(interval)}: print only digits that it supports"
    if needed is not None and needed not in interval:
        return f"reads {text!r}, which is wider than the result {intervals.describe(interval)}"
    return ""


def _negative(text: str) -> str:
    """Turns the signs of a number or range round: "1.2 to 1.4 billion" -> "-1.4 to -1.2 billion", and back."""
    low, to, high = text.partition(" to ")
    if not to:
        return text.replace(MINUS, "") if MINUS in text else _with_sign(MINUS, text)
    number, space, scale = high.partition(" ")
    ends = (number, low) if MINUS not in text else (number.replace(MINUS, ""), low.replace(MINUS, ""))
    sign = "" if MINUS in text else MINUS
    return f"{_with_sign(sign, ends[0])} to {_with_sign(sign, ends[1])}{space}{scale}"


def _says(text: str, interval: Interval) -> bool:
    return not _digits_disagreement(text, interval)


def _printed(said: wording.Reading) -> Interval:
    """What a number printed in prose says: full integers of four digits and more are taken as rounded."""
    if said.hedge is not Hedge.NONE:
        if said.hedge in AT_LEAST:
            return portion.closed(said.value, said.value + said.unit)
        if said.hedge in (Hedge.NEARLY, Hedge.AT_MOST):
            return portion.closed(said.value - said.unit, said.value)
        return portion.closed(said.value - said.unit, said.value + said.unit)
    return rounding(said.value, said.step)


def _printed_range(low_text: str, high_text: str) -> tuple[Interval, Interval]:
    """What a printed range allows (each end half a unit out) and what it needs (each end half a unit in)."""
    high = wording.read(high_text)
    low = wording.read(low_text)
    scale = Fraction(1) if high.full_integer else high.step * 10 ** _decimals(high_text)
    if scale > 1 and low.step <= 1:  # "90.2 to 90.5万": the multiplier stands once
        low = replace(low, value=low.value * scale, step=low.step * scale)
    # The finer end is a claim on both; in "990 to 1,050" and "900,000 to 1,000,000" zeros at the end are rounding.
    step = min(wording.last_digit_step(end.value) if end.full_integer else end.step for end in (low, high))
    if low_text.lstrip().startswith(MINUS):  # from below zero to above it
        low = replace(low, value=-low.value)
    allowed = portion.closed(low.value - step / 2, high.value + step / 2)
    inner = portion.closed(low.value + step, high.value - step)
    return allowed, inner if inner else portion.empty()


def _decimals(text: str) -> int:
    match = re.search(r"\.(\d+)", text)
    return len(match[1]) if match else 0


def rounding(value: Fraction, step: Fraction) -> Interval:
    """What rounds to a value at that step."""
    return portion.closed(value - step / 2, value + step / 2)


def percent_disagreement(text: str, said: wording.Reading, unit: str) -> str:
    """Why the words may not stand for a number in that unit, for a percent sign too many or too few."""
    if said.kind is Kind.POINTS and unit == "percent":
        return f"reads {text!r} in percentage points, but its unit is percent"
    has_sign = said.kind in (Kind.PERCENT, Kind.SHARE) or bool(PERCENT.search(text))
    if has_sign != (unit == "percent"):
        return f"reads {text!r} {'with' if has_sign else 'without'} a percent sign, but its unit is {unit}"
    return ""


def _single(value: Fraction) -> str:
    """A value known exactly: its last digit, or five digits where it has none."""
    try:
        return _text(value, min(wording.last_digit_step(value), Fraction(1)))
    except WordingError:
        return _text(value, steps(value)[2])


def _bound(value: Fraction, *, up: bool) -> str:
    """The known end of an open interval: its digits or, where there are many, the first few rounded outward."""
    if value == 0 or value % steps(value)[1] == 0:
        return _text(value, wording.last_digit_step(value))
    step = power_of_ten_below(abs(value)) / 10 ** (OPEN_DIGITS - 1)
    return _text((-(-value // step) if up else value // step) * step, step)


def steps(value: Fraction) -> list[Fraction]:
    """Powers of ten from a millionth of the value up to it."""
    if value == 0:
        return []
    exponent = len(str(int(abs(value)))) if abs(value) >= 1 else 1
    return [Fraction(10) ** e for e in range(exponent - 7, exponent + 1)]


def _text(value: Fraction, step: Fraction, like: Fraction | None = None) -> str:
    """The number in English words and digits, to the given step; ``like`` shares its scale, whose word it drops."""
    reference = abs(like if like is not None else value)
    scale, word = next(((s, w) for s, w in _SCALES if reference >= s), (1, ""))
    decimals = 0
    while (step / scale * 10**decimals).denominator != 1:
        decimals += 1
    number = f"{float(value / scale):,.{decimals}f}".replace("-", MINUS)
    return number if like is not None else number + word
