"""Amounts: numbers without unit, in digits, characters or words, with their scale words.

What is read at one place of a text, by methods that :class:`ledgerbook.numbers.grammar.Reader` builds on::

    amount  = section scale* (section scale*)*                      5亿7420万, 1조 5천억, 6.36 lakh crore
    section = digits | (digit* "千" | "百" | "十")* digit*             2770, 3千, 二百五十, 六二九
    words   = number words                                          three hundred and forty-two thousand
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ledgerbook.numbers.lexicon import tokens


class Kind(Enum):
    """What sort of number it is."""

    LEVEL = "level"
    PERCENT = "percent"
    POINTS = "points"  # percentage points
    RATE = "rate"  # per mille, per 100,000: the number printed, without its denominator
    SHARE = "share"  # a fraction in words or one in n, in percent
    MULTIPLE = "multiple"  # how many times: 3 for "trebled", 1/2 for "halved"
    RANGE = "range"
    VAGUE = "vague"  # 数百万, tens of thousands


class WordingError(ValueError):
    """A text has no number, or a piece that is not understood; the message quotes it and says how to state it."""


HALF = Fraction(1, 2)
MOST_DECIMALS = 30  # a share that has more has no last digit
TWO_WAYS = "can be read in two ways (三百五, 一万五, 十七八): state it in digits"
HANGUL = "\uac00"  # the first syllable


class Number(NamedTuple):
    """A number found in the words ``first`` to ``last`` (its units to ``whole``) of a text.

    ``value`` in units, ``step`` the unit of its last printed digit, ``reach`` how far a hedge reaches where that is
    not the unit of the last digit that is not zero; ``full`` whether every digit down to the ones is printed;
    ``hedge`` a hedge within the number; ``low`` and ``high`` the ends of one that is no single value, ``closed``
    whether the upper end belongs to it; ``scaled`` whether it has a scale word, ``worded`` whether it is one
    word that has no next unit (doubled); ``reason`` why it cannot be read; ``ends`` the two numbers of a range.
    """

    first: int
    last: int
    whole: int
    value: Fraction
    step: Fraction
    full: bool = False
    kind: Kind = Kind.LEVEL
    reach: Fraction | None = None
    hedge: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    closed: bool = False
    scaled: bool = False
    worded: bool = False
    reason: str = ""
    ends: tuple[Number, ...] = ()


@dataclass(slots=True)
class _Section:
    """A number below a scale word: between low and high, its last digit at the power ``last`` of ten."""

    low: int
    high: int
    exponent: int
    last: int
    end: int
    several: bool = False
    pair: bool = False
    lone_digit: bool = False
    in_digits: bool = False
    reason: str = ""


_ONE = _Section(1, 1, 0, 0, 0)


@lru_cache(maxsize=1024)
def power(exponent: int) -> Fraction:
    """10^exponent."""
    return Fraction(10) ** exponent


def power_of_ten_below(value: Fraction) -> Fraction:
    """The largest power of ten that is not above a positive value."""
    exponent = 0
    while power(exponent + 1) <= value:
        exponent += 1
    while power(exponent) > value:
        exponent -= 1
    return power(exponent)


def _times_power(mantissa: int, exponent: int) -> Fraction:
    return Fraction(mantissa * 10**exponent) if exponent >= 0 else Fraction(mantissa, 10**-exponent)


def last_digit_step(value: Fraction) -> Fraction:
    """The unit of the last digit that is not zero: 1600 -> 100, 45.2 -> 1/10."""
    if value == 0:
        return Fraction(1)
    given, exponent = float(value), 0
    while value.denominator != 1:
        value, exponent = value * 10, exponent - 1
        if exponent < -MOST_DECIMALS:
            raise WordingError(f"{given!r} has no last decimal digit")
    whole = value.numerator
    while whole % 10 == 0:
        whole, exponent = whole // 10, exponent + 1
    return power(exponent)


class Amounts:
    """Reads the amounts of one text."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.count = len(self.tokens)
        self.kinds = set().union(*(token.means for token in self.tokens))  # of all words of the text
        self._amounts: dict[int, Number | None] = {}

    def means(self, place: int, kind: str) -> bool:
        """Whether the word at that place can be of a kind."""
        return 0 <= place < self.count and kind in self.tokens[place].means

    def says(self, place: int, *words: str) -> bool:
        """Whether the word at that place is one of these."""
        return 0 <= place < self.count and self.tokens[place].text.lower() in words

    def touches(self, place: int) -> bool:
        """Whether nothing stands between the word at that place and the one before it."""
        return 0 < place < self.count and self.tokens[place].start == self.tokens[place - 1].end

    def after_dash(self, place: int) -> int:
        """The place, or that behind a dash which stands there without spaces."""
        return place + 1 if self.means(place, "dash") and self.touches(place) and self.touches(place + 1) else place

    def _skip(self, place: int, kind: str) -> int:
        while self.means(place, kind):
            place += 1
        return place

    # Amounts ------------------------------------------------------------------------------------------------

    def _amount(self, place: int) -> Number | None:
        """A number without its unit."""
        if place not in self._amounts:
            self._amounts[place] = self._new_amount(place) if place < self.count else None
        return self._amounts[place]

    def _new_amount(self, place: int) -> Number | None:
        means = self.tokens[place].means
        if "digits" in means or "digit" in means or "small" in means or "tens" in means:
            return self._of_sections(place)
        if "several" in means:
            return self._several(place) or self._of_sections(place)
        if "reaching" in means:
            return self._reaching(place)
        if "native" in means:
            multiple = self.means(place + 1, "multiple")
            return Number(place, place + 1, place + 1, Fraction(means["native"]), Fraction(1)) if multiple else None
        if "big" in means:
            return self._bare_scale(place)
        return self._of_words(place)

    def _bare_scale(self, place: int) -> Number | None:
        """万余, 近亿: ten thousand, where a hedge shows that a number is meant."""
        if self.tokens[place].text >= HANGUL or not (
            self.means(place - 1, "before") or self.means(place + 1, "inside") or self.means(place + 1, "parts")
        ):
            return None
        return self._lone_scale(place)

    def _lone_scale(self, place: int) -> Number:
        """One of a scale word, or of several in a row: 万, 万亿."""
        end, exponent = self._scales(place, _ONE)
        end, hedge = self._inside(end)
        value = power(exponent)
        return Number(place, end, end, value, value, hedge=hedge, scaled=True)

    def _several(self, place: int) -> Number | None:
        """Several million, a few hundred."""
        if not self.means(place + 1, "scale"):
            return None
        unit = power(self.tokens[place + 1].means["scale"])
        return self._between(place, place + 2, 2 * unit, 10 * unit)

    def _reaching(self, place: int) -> Number | None:
        """上百万: at least a million, and where it is no bound, below ten million."""
        if not (self.means(place + 1, "small") or self.means(place + 1, "big")):
            return None
        amount = self._of_sections(place + 1) if self.means(place + 1, "small") else self._lone_scale(place + 1)
        if amount is None:
            return None
        high = amount.value * 10
        return amount._replace(first=place, low=amount.value, high=high, full=False, hedge="at_least", kind=Kind.VAGUE)

    def _of_sections(self, place: int) -> Number | None:
        """Digits and numerals in characters with scale words: 5亿7420万, 6.36 lakh crore, 二百五十余万."""
        section = self._section(place)
        if section is None:
            return None
        low = high = parts = 0
        while True:
            end, hedge = self._inside(section.end)
            end, scale = self._scales(end, section)
            parts += 1
            follows = self._continues(end, section, scale, hedge)
            if follows is None:
                break
            low, high = low + section.low * 10**scale, high + section.high * 10**scale  # whole numbers
            section = follows
        exponent = min(section.exponent + scale, 0)  # of both ends as integers
        units = 10 ** (section.exponent + scale - exponent)
        low, high = (before * 10**-exponent + n * units for before, n in ((low, section.low), (high, section.high)))
        total = _times_power(low, exponent), _times_power(high, exponent)
        scaled = scale > 0 or parts > 1
        if section.several or section.pair:
            vague = self._between(place, end, *total)
            return vague._replace(hedge=hedge, closed=section.pair, scaled=scaled)
        full = scale == 0 and 0 <= section.last < 3 and section.exponent >= 0
        step = Fraction(1) if full else power(section.last + scale)
        number = Number(place, end, end, total[0], step, full, hedge=hedge, scaled=scaled)
        if section.reason or (parts > 1 and section.lone_digit and scale == 0):
            return number._replace(reason=section.reason or TWO_WAYS)
        return self._with_half(number) if section.in_digits or not scaled else number

    def _with_half(self, number: Number) -> Number:
        """4 and a half [million], 2½."""
        end = number.last
        value = None
        if number.full and self.means(end, "fraction") and self.touches(end):
            value, end = Fraction(self.tokens[end].means["fraction"]), end + 1
        elif number.full and (part := self._and_a(end)):
            if self.means(part, "half"):
                value, end = HALF, part + 1
            elif self.says(part, "quarter"):
                value, end = Fraction(1, 4), part + 1
        if value is None:
            return number
        end, scale = self._words_of_scale(end)
        step = Fraction(1, value.denominator) * scale
        total = (number.value + value) * scale
        return number._replace(last=end, whole=end, value=total, step=step, full=False, reach=step, scaled=scale > 1)

    def _and_a(self, place: int) -> int:
        """The place behind "and a" or "-and-a-", or 0."""
        joint = self.after_dash(place)
        article = self.after_dash(joint + 1)
        return self.after_dash(article + 1) if self.says(joint, "and") and self.says(article, "a") else 0

    def _words_of_scale(self, place: int) -> tuple[int, Fraction]:
        """Where the English scale words at a place end, and what they make together."""
        scale = Fraction(1)
        while self.means(place, "scale"):
            scale, place = scale * power(self.tokens[place].means["scale"]), place + 1
        return place, scale

    def _inside(self, place: int) -> tuple[int, str]:
        """A hedge within the number: 1600余万."""
        if self.means(place, "inside") and place and (self.touches(place) or self.means(place + 1, "big")):
            return place + 1, self.tokens[place].means["inside"]
        return place, ""

    def _scales(self, place: int, section: _Section) -> tuple[int, int]:
        """Where the scale words behind a section end, and the power of ten that they make."""
        exponent = 0
        start = place
        while self.means(place, "big"):
            exponent, place = exponent + self.tokens[place].means["big"], place + 1
        if place > start or not section.in_digits:
            return place, exponent
        if self.means(place, "attached") and self.touches(place):
            return place + 1, int(self.tokens[place].means["attached"])
        place = self.after_dash(place) if self.means(self.after_dash(place), "scale") else place
        while self.means(place, "scale"):
            exponent, place = exponent + self.tokens[place].means["scale"], place + 1
        if place == start and self.says(place, "["):
            return self._in_brackets(place)
        return place, exponent

    def _in_brackets(self, place: int) -> tuple[int, int]:
        """The scale words of a unit that is printed away from the number: 4,440 [억원]."""
        inner, exponent = place + 1, 0
        while self.means(inner, "scale") or self.means(inner, "big"):
            means = self.tokens[inner].means
            exponent += int(means["scale"] if "scale" in means else means["big"])
            inner += 1
        return (inner, exponent) if exponent else (place, 0)

    def _continues(self, place: int, section: _Section, scale: int, hedge: str) -> _Section | None:
        """The next part of a compound number: lower than what stands before it, and a whole number."""
        if scale == 0 or hedge or section.exponent < 0 or section.several or section.pair:
            return None
        if place >= self.count or not self.means(place - 1, "big"):
            return None
        if not self.touches(place) and not self._is_spaced(place):
            return None
        following = self._section(place)
        if following is None or following.exponent < 0:
            return None
        end, _ = self._inside(following.end)
        _, exponent = self._scales(end, following)
        return following if exponent < scale and following.high < 10 ** (scale - exponent) else None

    def _is_spaced(self, place: int) -> bool:
        """Whether a space parts a compound number: always in Korean, elsewhere before all four digits (2万 9952)."""
        scale = self.tokens[place - 1].text
        return scale >= HANGUL or (self.means(place, "digits") and len(self.tokens[place].text) == 4)

    def _section(self, place: int) -> _Section | None:
        """A number without scale words above a thousand: 2770, 3千, 二百五十, 六二九, 十几."""
        low = high = 0
        bound, last, exponent, start = 4, 0, 0, place
        several = pair = in_digits = False
        reason = ""
        while True:
            coefficient = self._coefficient(place, first=place == start, after=bound)
            if coefficient:
                low_digit, high_digit, decimals, end, sort = coefficient
            else:
                low_digit = high_digit = 1
                decimals, end, sort = 0, place, ""
            small = self.tokens[end].means.get("small") if end < self.count else None
            if small is not None and small < bound and (end == place or self.touches(end)):
                if sort == "run" or (decimals and place != start):
                    return None
                low, high = low + low_digit * 10**small, high + high_digit * 10**small
                exponent, last, bound, place = decimals, small, small, end + 1
                several, pair = several or sort == "several", pair or sort == "pair"
                in_digits = in_digits or sort == "digits"
                if decimals:
                    last += decimals
                    break
                continue
            if not coefficient or (sort == "digits" and place != start and (decimals or low_digit >= 10**bound)):
                break
            if decimals:
                low, high = low * 10**-decimals, high * 10**-decimals
            lone = low_digit < 10 and sort in ("digit", "digits")  # 3千5 may be 3500
            if place != start and (sort == "run" or (lone and bound > 1)):
                reason = TWO_WAYS
            low, high, place = low + low_digit, high + high_digit, end
            exponent, last = decimals, decimals
            several, pair = several or sort == "several", pair or sort == "pair"
            in_digits = in_digits or sort == "digits"
            break
        if place == start:
            return None
        bare_several = several and bound == 4 and not self.means(place, "big") and not self.means(place, "tenth")
        if bare_several:
            return None
        lone = place == start + 1 and low < 10
        return _Section(low, high, exponent, last, place, several, pair, lone, in_digits, reason)

    def _coefficient(self, place: int, *, first: bool, after: int) -> tuple[int, int, int, int, str] | None:
        """What stands before 千, 百 or 十, or at the end: low, high, exponent, its end, and what sort it is."""
        if place >= self.count or (not first and not self.touches(place)):
            return None
        means = self.tokens[place].means
        if "digits" in means:
            mantissa, exponent = means["digits"]
            return mantissa, mantissa, exponent, place + 1, "digits"
        if "tens" in means and after > 1:
            unit = self.tokens[place + 1].means.get("digit", 0) if place + 1 < self.count else 0
            end = place + (2 if unit else 1)
            return means["tens"] + unit, means["tens"] + unit, 0, end, "tens"
        if "several" in means and (first or after == 1):
            return (2 if first else 1), 10, 0, place + 1, "several"
        if "digit" not in means:
            return None
        end = place
        while self.means(end, "digit") and (end == place or self.touches(end)):
            end += 1
        run = "".join(str(self.tokens[p].means["digit"]) for p in range(place, end))
        if self.means(end, "point") and self.means(end + 1, "digit"):
            decimals = self._skip(end + 1, "digit")
            run += "".join(str(self.tokens[p].means["digit"]) for p in range(end + 1, decimals))
            return int(run), int(run), end + 1 - decimals, decimals, "decimal"
        if first and len(run) == 2 and run[0] != "0" and int(run[1]) == int(run[0]) + 1:
            return int(run[0]), int(run[1]), 0, end, "pair"
        if len(run) == 1:
            return int(run), int(run), 0, end, "digit"
        return int(run), int(run), 0, end, "zero and digit" if run[0] == "0" and len(run) == 2 else "run"

    def _of_words(self, place: int) -> Number | None:
        """Number words: three hundred and forty-two thousand, a million, one and a half billion, three point five."""
        total, group, above = 0, None, 99
        start, last, end = place, 0, place
        if self.says(place, "a", "an") and self.means(place + 1, "scale"):
            group, place = 1, place + 1
        while place < self.count:
            means = self.tokens[place].means
            step = self.after_dash(place) if group is not None else place
            if "number" in self.tokens[step].means:
                number = self.tokens[step].means["number"]
                if group is None:
                    group = number
                elif (number < 10 and group % 10 == 0 and group % 100 >= 20) or (
                    step == place and group % 100 == 0 < group
                ):
                    group += number
                else:
                    break
                place = end = step + 1
                last = 1 if number >= 20 or number == 10 else 0
            elif "scale" in means and group is not None and means["scale"] == 2 and group < 100:
                group, place, last = group * 100, place + 1, 2
                end = place
            elif "scale" in means and means["scale"] > 2 and (group is not None or total):
                total = total + group * 10 ** means["scale"] if group is not None else total * 10 ** means["scale"]
                if group is not None and means["scale"] >= above:
                    return None
                last, above, group, place = last + means["scale"], means["scale"], None, place + 1
                end = place
            elif self.says(place, "and") and self.means(place + 1, "number") and (total or (group or 0) >= 100):
                place += 1
            else:
                break
        if end == start:
            return None
        value = total + (group or 0)
        if total == 0 and self.means(end, "point") and self.means(end + 1, "number"):
            decimals = self._skip(end + 1, "number")
            shown = "".join(str(self.tokens[p].means["number"]) for p in range(end + 1, decimals))
            end, scale = self._words_of_scale(decimals)
            unit = power(-len(shown)) * scale
            return Number(start, end, end, int(f"{value}{shown}") * unit, unit, scaled=scale > 1)
        full = group is not None
        number = Number(start, end, end, Fraction(value), Fraction(1) if full else power(last), full, scaled=total > 0)
        return self._with_half(number) if full and not total else number

    def _between(self, first: int, last: int, low: Fraction, high: Fraction) -> Number:
        return Number(first, last, last, (low + high) / 2, high - low, kind=Kind.VAGUE, low=low, high=high)
