"""Reads the wording of an official number into the interval of values it can stand for.

This is the one place in the book where wording becomes numbers. The conventions:

==============================  ==========================  ================================================
printed                         hedge                       values it can stand for
==============================  ==========================  ================================================
39.1万, 17.3%, 1.7 million      none                        half a unit of the last printed digit either way
240, 23,231                     none                        exactly that (a full integer)
1800余, 37万余, over 120,000    ``OVER``                    at least that, below the next unit of its last digit
超50亿, 60%以上, at least 5     ``AT_LEAST``                at least that, open above
近80%, nearly 1.7 million       ``NEARLY``                  up to that, above the unit before
约3亿, about 25 million         ``ABOUT``                   one unit of its last digit either way
==============================  ==========================  ================================================

A share in words (三分之一, "a third", "half") has no last digit: it is a percentage, read to five points.
"Last digit" of a hedged number is its last digit that is not zero: 1800余 is read to the hundred.
Square brackets hold what the source prints away from the number, such as a unit in a table's heading: ``4,440 [억원]``.
The strict convention (:attr:`Convention.STRICT`) leaves ``OVER`` open above and ``NEARLY`` open down to zero.
All arithmetic is in exact fractions, so that 0.1 is a tenth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache

import portion


class Convention(Enum):
    """How ``OVER`` and ``NEARLY`` are bounded on their far side."""

    USUAL = "usual"
    STRICT = "strict"


FRACTION_UNIT = Fraction(5)  # percentage points: "about a third" is neither a quarter nor two fifths
TRAILING_ZEROS_COUNT_BELOW = 1000  # 80% is read to the unit, a rounded 12,000 to the thousand


class Hedge(Enum):
    """The words around a number that say on which side of it the truth lies."""

    NONE = "none"
    OVER = "over"
    AT_LEAST = "at_least"
    NEARLY = "nearly"
    ABOUT = "about"


AT_LEAST = {Hedge.OVER, Hedge.AT_LEAST}
# The hedges that say of a number what a record's column ``bound`` says.
HEDGES_OF_BOUND = {
    "rounded": {Hedge.NONE, Hedge.ABOUT},
    "exact": {Hedge.NONE},
    "at_least": AT_LEAST,
    "at_most": {Hedge.NEARLY},
    "about": {Hedge.ABOUT},
}
BOUNDS_OF = {
    Hedge.OVER: "at_least",
    Hedge.AT_LEAST: "at_least",
    Hedge.NEARLY: "at_most",
    Hedge.ABOUT: "about",
}
_RISES = re.compile(
    r"上升|上涨|增长|增加|同比升|提高|\b(?:up|rose|risen|ris(?:e|es|ing)|increas\w+|grew|growth|surge\w*|jump\w*)\b",
    re.I,
)
_FALLS = re.compile(
    r"下降|减少|降低|降幅|同比降|回落|\b(?:down|fell|fall\w*|decreas\w+|declin\w+|drop\w*|reduc\w+)\b", re.I
)


class WordingError(ValueError):
    """The text holds no number that can be read; the message quotes it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed number says.

    ``value`` is the number printed, in units (39.1万 is 391000); ``step`` the unit of its last digit that counts as
    printed (a thousand in "12,000", one in "80"); ``unit`` how far a hedge reaches; ``full_integer`` whether every
    digit down to the ones is printed; ``share`` whether it is a share in words, such as a third; ``interval`` the
    values it can stand for.
    """

    value: Fraction
    step: Fraction
    unit: Fraction
    full_integer: bool
    share: bool
    hedge: Hedge
    interval: portion.Interval


_DIGITS: dict[int, int | str] = {}
_DIGITS.update(str.maketrans("〇零一二三四五六七八九", "00123456789"))
_DIGITS.update({ord("两"): "2", ord("兩"): "2"})
_NUMBER_WORDS = {
    w: str(n)
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": "1", "twice": "2"}
_MULTIPLIERS = {
    "百": 2, "千": 3, "万": 4, "萬": 4, "만": 4, "亿": 8, "億": 8, "억": 8, "兆": 12, "조": 12,
    "thousand": 3, "k": 3, "lakh": 5, "million": 6, "m": 6, "crore": 7, "billion": 9, "bn": 9, "trillion": 12,
}  # fmt: skip
_CHINESE_DIGITS = "〇零一二三四五六七八九两兩"
_PART = re.compile(
    rf"""(?P<digits> \d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d) | [\d,]*\d(?:\.\d+)? | [{_CHINESE_DIGITS}]+ |
          (?=[百千万萬亿億]) | \b(?:{"|".join(_NUMBER_WORDS)})\b)
        [ \u00a0-]? (?:余|餘|多)? [ \u00a0]? \[?
        (?P<multipliers> (?: [百千万萬만亿億억兆조] | \b(?:thousand|lakh|million|crore|billion|trillion)\b
                            | (?<=\d)(?:bn|k|m)\b )(?:[ ]?(?:[万萬亿億]|\bcrore\b))* )?""",
    re.VERBOSE | re.IGNORECASE,
)
_FRACTION = re.compile(r"([一二两三四五六七八九十])分之([一二两三四五六七八九])")
_ENGLISH_FRACTION = re.compile(
    r"\b(?:(?P<above>a|an|one|two|three|four|five|six|seven|eight|nine)[ -](?P<below>third|quarter|fifth|tenth)s?"
    r"|(?:(?:a|one)[ -])?half)\b",
    re.IGNORECASE,
)
_PARTS_OF_WHOLE = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_TENTHS = re.compile(rf"([{_CHINESE_DIGITS}\d])成")
_MULTIPLIER = re.compile(r"[百千万萬만亿億억兆조]|[A-Za-z]+")
_SEPARATORS = re.compile(r"[, \u00a0\u202f]")
_SIMPLIFIED = str.maketrans("萬億餘", "万亿余")
_OVER_INSIDE = re.compile("[余餘多]")
_HEDGES_BEFORE = (
    (Hedge.AT_LEAST, r"超|超过|超過|逾|至少|at least|exceed(?:ed|ing|s)?|upwards of|no fewer than|初步超过"),
    (Hedge.NEARLY, r"(?:no|not) (?:more than|over)|at most"),
    (Hedge.OVER, r"(?:just |well )?(?:more than|over)"),
    (Hedge.NEARLY, r"近|将近|將近|接近|不到|nearly|almost|up to|close to|less than|fewer than|under"),
    (Hedge.ABOUT, r"约|約|大约|约在|about|around|approximately|roughly|some|an estimated|circa"),
)
_HEDGES_AFTER = (
    (Hedge.AT_LEAST, r"以上(?!都)|or more"),  # 以上都没有 is "none of the above"
    (Hedge.OVER, r"余|餘|多|[- ]?odd|-?plus|\+"),
    (Hedge.ABOUT, r"左右|上下|or so"),
)
_CURRENCY = r"(?:(?:US|HK|NT|AU|CA|S|A|C)? ?[$£€¥₹]|USD|SGD|RMB|Rs\.?)?"
_BEFORE = tuple(
    (hedge, re.compile(rf"(?<![a-z])(?:{words})[ 达到]*(?P<kept>{_CURRENCY} ?)$", re.IGNORECASE))
    for hedge, words in _HEDGES_BEFORE
)
_AFTER = tuple(
    (hedge, re.compile(rf"^(?P<kept>[%％] ?|percent ?|[个條条名张起元人次]{{0,2}})?(?:{words})", re.IGNORECASE))
    for hedge, words in _HEDGES_AFTER
)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number found in a text: ``mantissa`` x 10^``exponent``, where it stands, and whether down to the ones.

    ``exponent`` is that of the last printed digit: 39.1万 is 391 x 10^3.
    """

    text: str
    start: int
    end: int
    mantissa: int
    exponent: int
    full_integer: bool
    unit: Fraction | None = None  # where it is not that of the last digit

    @property
    def value(self) -> Fraction:
        """The number in units."""
        return self.mantissa * _power(self.exponent)

    @property
    def in_digits(self) -> bool:
        """Whether it is written with digits, not in words."""
        return any(c.isdigit() for c in self.text[self.start : self.end])

    def hedge(self, evidence: str = "") -> Hedge:
        """The hedge that the words show, around the number itself or around it in the evidence."""
        seen = _hedge(self.text, self.start, self.end)
        number = self.text[self.start : self.end].strip()
        if seen is Hedge.NONE and (start := evidence.find(number)) >= 0:
            return _hedge(evidence, start, start + len(number))
        return seen

    def stands_in(self, evidence: str) -> bool:
        """Whether the number recurs in the evidence, separators and script aside."""
        printed = self.text[self.start : self.end].partition("[")[0]
        return _bare(printed) in _bare(evidence)


def direction(evidence: str) -> int:
    """1 where the phrase says that something rose, -1 where it fell, 0 where it says both or neither."""
    return bool(_RISES.search(evidence)) - bool(_FALLS.search(evidence))


def parse(text: str) -> PrintedNumber:
    """Finds the first number in a text. Raises :class:`WordingError` where there is none."""
    number = next(numbers(text), None)
    if number is None:
        raise WordingError(f"no number in {text!r}")
    return number


def numbers(text: str) -> Iterator[PrintedNumber]:
    """Every number in a text, in order. One number in several parts (83億6402萬) is one."""
    return iter(_numbers(text))


@cache  # the rules of a record read each phrase several times
def _numbers(text: str) -> tuple[PrintedNumber, ...]:
    found: list[PrintedNumber] = []
    while number := _next_number(text, found[-1].end if found else 0):
        found.append(number)
    return tuple(found)


def _next_number(text: str, start: int) -> PrintedNumber | None:
    found = [
        number
        for find in (_chinese_fraction, _english_fraction, _tenths, _digits_and_multipliers)
        if (number := find(text, start))
    ]
    return min(found, key=lambda number: number.start, default=None)  # of two that start together the first named


def _chinese_fraction(text: str, start: int) -> PrintedNumber | None:
    fraction = _FRACTION.search(text, start)
    if not fraction:
        return None
    below, above = (int(g.translate(_DIGITS).replace("十", "10")) for g in fraction.groups())
    return _fraction(text, fraction, above, below)


def _english_fraction(text: str, start: int) -> PrintedNumber | None:
    fraction = _ENGLISH_FRACTION.search(text, start)
    if not fraction:
        return None
    if not fraction["below"]:
        return _fraction(text, fraction, 1, 2)
    above = _NUMBER_WORDS.get(fraction["above"].lower(), "1")
    return _fraction(text, fraction, int(above), _PARTS_OF_WHOLE[fraction["below"].lower()])


def _fraction(text: str, match: re.Match[str], above: int, below: int) -> PrintedNumber:
    """A share in percent, to a tenth: words have no last digit, so it is read to :data:`FRACTION_UNIT`."""
    return PrintedNumber(text, *match.span(), round(1000 * above / below), -1, False, FRACTION_UNIT)


def _tenths(text: str, start: int) -> PrintedNumber | None:
    tenths = _TENTHS.search(text, start)
    return PrintedNumber(text, *tenths.span(), int(tenths[1].translate(_DIGITS)), 1, False) if tenths else None


def _digits_and_multipliers(text: str, start: int) -> PrintedNumber | None:
    first = next((m for m in _PART.finditer(text, start) if m["digits"] or m["multipliers"]), None)
    if first is None:
        return None
    mantissa, exponent = _part(first)
    full_integer, end = not first["multipliers"] and exponent == 0, first.end()
    # Compound East Asian numbers: 83億6402萬, 2만 9952, 九萬三三七九.
    while first["multipliers"] and exponent > 0:
        following = _PART.match(text, end + (text[end : end + 1] == " "))
        if not following or not (following["digits"] or following["multipliers"]):
            break
        part, part_exponent = _part(following)
        if part_exponent >= exponent or part >= 10 ** (exponent - part_exponent):
            break
        mantissa, exponent, end = mantissa * 10 ** (exponent - part_exponent) + part, part_exponent, following.end()
        full_integer = not following["multipliers"] and exponent == 0
    return PrintedNumber(text, first.start(), end, mantissa, exponent, full_integer)


def read(
    text: str,
    *,
    bound: str | None = None,
    evidence: str = "",
    convention: Convention = Convention.USUAL,
) -> Reading:
    """Reads a printed number into what it can stand for.

    ``text`` is the number as printed, with or without the words around it ("39.1万", "more than 1,800", "近80%").
    ``bound`` is the ledger's column of that name (rounded, exact, at_least, at_most, about): it settles whether a
    full integer such as "12,000" is exact or rounded, and supplies the hedge where the words are lost.
    ``evidence`` is the phrase it was printed in: hedging words may stand there instead.

    Raises :class:`WordingError` where no number can be read.
    """
    return _read(text, bound, evidence, convention)


@cache  # a chapter reads the same wordings many times
def _read(text: str, bound: str | None, evidence: str, convention: Convention) -> Reading:
    number = parse(text)
    hedge = number.hedge(evidence)
    if bound is not None:
        hedge = _reconcile(hedge, bound)
    value, step = number.value, number.unit or _power(number.exponent)
    if number.full_integer and value >= TRAILING_ZEROS_COUNT_BELOW:
        step = last_digit_step(value)
    exact = number.full_integer and bound in (None, "exact")
    unit = number.unit or last_digit_step(value)
    interval = _interval(value, step, unit, exact, hedge, convention)
    return Reading(value, step, unit, number.full_integer, number.unit is not None, hedge, interval)


def last_digit_step(value: Fraction) -> Fraction:
    """The unit of the last digit that is not zero: 1800 -> 100, 39.1 -> 1/10."""
    if value == 0:
        return Fraction(1)
    exponent = 0
    while value.denominator != 1:
        value, exponent = value * 10, exponent - 1
        if exponent < -15:
            raise WordingError(f"{float(value)!r} has no last decimal digit")
    whole = value.numerator
    while whole % 10 == 0:
        whole, exponent = whole // 10, exponent + 1
    return _power(exponent)


@lru_cache
def _power(exponent: int) -> Fraction:
    return Fraction(10) ** exponent


def _bare(text: str) -> str:
    return _SEPARATORS.sub("", text.translate(_DIGITS).translate(_SIMPLIFIED)).lower()


def _part(match: re.Match[str]) -> tuple[int, int]:
    """Mantissa and exponent of one part of a number: its digits and the multipliers behind them."""
    digits = match["digits"].lower()
    digits = _NUMBER_WORDS.get(digits) or _SEPARATORS.sub("", digits.translate(_DIGITS)) or "1"
    whole, _, decimals = digits.partition(".")
    exponent = sum(_MULTIPLIERS[word.lower()] for word in _MULTIPLIER.findall(match["multipliers"] or ""))
    return int(whole + decimals), exponent - len(decimals)


def _hedge(text: str, start: int, end: int) -> Hedge:
    before, inside, after = text[:start], text[start:end], text[end:]
    for hedge, pattern in _BEFORE:
        if before and pattern.search(before):
            return hedge
    if _OVER_INSIDE.search(inside):
        return Hedge.OVER
    for hedge, pattern in _AFTER:
        if after and pattern.search(after):
            return hedge
    return Hedge.NONE


def unhedged(before: str, after: str) -> tuple[str, str]:
    """What stands before and after a number, without the words that hedge it: "more than $", " people" -> "$"."""
    for _, pattern in _BEFORE:
        if found := pattern.search(before):
            return before[: found.start()] + found["kept"].strip(), after
    for _, pattern in _AFTER:
        if found := pattern.search(after):
            return before, (found["kept"] or "").rstrip() + after[found.end() :]
    return before, after


_BY_BOUND = {
    "at_least": (Hedge.AT_LEAST, {Hedge.OVER, Hedge.AT_LEAST}),
    "at_most": (Hedge.NEARLY, {Hedge.NEARLY}),
    "about": (Hedge.ABOUT, {Hedge.ABOUT}),
    "rounded": (Hedge.NONE, {Hedge.NONE}),
    "exact": (Hedge.NONE, {Hedge.NONE}),
}


def _reconcile(hedge: Hedge, bound: str) -> Hedge:
    """The hedge seen, where it agrees with the ledger's bound; else the bound's widest reading."""
    if bound not in _BY_BOUND:
        raise WordingError(f"bound {bound!r} is none of {', '.join(_BY_BOUND)}")
    widest, agreeing = _BY_BOUND[bound]
    return hedge if hedge in agreeing else widest


def _interval(
    value: Fraction, step: Fraction, unit: Fraction, exact: bool, hedge: Hedge, convention: Convention
) -> portion.Interval:
    if hedge is Hedge.AT_LEAST or (hedge is Hedge.OVER and convention is Convention.STRICT):
        return portion.closedopen(value, portion.inf)
    if hedge is Hedge.OVER:
        return portion.closedopen(value, value + unit)
    if hedge is Hedge.NEARLY:
        # 近1亿 is above 0.9亿, not above nothing: where the unit is the whole number, the next digit counts.
        below = value - (unit if unit < value else unit / 10)
        return portion.openclosed(Fraction(0) if convention is Convention.STRICT else below, value)
    if hedge is Hedge.ABOUT:
        return portion.closed(value - unit, value + unit)
    if exact:
        return portion.singleton(value)
    return portion.closedopen(value - step / 2, value + step / 2)
