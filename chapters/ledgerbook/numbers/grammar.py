"""The grammar of printed numbers: from the words and signs of a text to numbers, shares, multiples and ranges.

Each method reads one rule at one place of the text and returns what it found and where that ends, or None. In short::

    number    = range | share | multiple | vague | amount [unit]
    range     = ["between"] number ("to" | "and" | "–") number      149–303 million, 4.5%-5%, 0.32到3.17
    spread    = number ("±" number | "(" [words] range ")")         9.6 (8.1–11.2)
    share     = amount ("in" | "out of") amount | fraction          one in five, 每3宗就有1宗, 三分之一, ¾, half
              | amount "成" [digit | "半"]                            四成一, 2.3成, 七成半
    multiple  = amount ("times" | "fold" | "倍" | "배") | "doubled"  3.5倍, four and a half times, 翻一番
    vague     = "tens of" "thousands" | ("several" | "数" | "几") scale | digit digit   十几万, 六七个
    unit      = "%" | "percentage points" | "‰" | "per" amount | "/" amount

Amounts are read in :mod:`ledgerbook.numbers.amounts`, hedges in :mod:`ledgerbook.numbers.hedges`. What the words are
stands in ``lexicon.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from ledgerbook.numbers.amounts import HALF, Amounts, Kind, Number, last_digit_step, power, power_of_ten_below

SHARE_STEP = Fraction(5)  # percentage points: "about a third" is neither a quarter nor two fifths
HALF_STEP = {"en": Fraction(10), "": Fraction(5)}
SHORT_BELOW = 10  # the largest denominator of 三分一 and 3/4
DENOMINATORS = (1000, 10_000, 100_000, 1_000_000)  # of rates
BEGINNINGS = (  # kinds of words that a number begins with
    "digits", "digit", "small", "big", "tens", "number", "native", "several", "reaching", "plural", "dozens", "half",
    "fraction", "manifold", "each", "open", "article",
)  # fmt: skip
WHOLES = ("each", "digits", "digit", "small", "number", "native")  # kinds of words that begin "3 in 5" with the whole
LEAST_UNSCALED = 1000  # "20,000 to 1 million" says its lower end in full, "900–1.2 million" is refused
FRACTIONAL = {"points": Kind.POINTS, "percent": Kind.PERCENT}  # units of which there are halves and quarters
LEAST_SCALED = 1_000_000  # the upper end of "5–10,000" is below it
LEVELS = ("90", "95", "99")  # percent, of confidence
AMBIGUOUS_CHANGE = "is a change, of which the multiple and the growth differ: state 3 times, or 200%"
THREE_DECIMALS = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # a point, or a separator of thousands
THOUSANDTHS = "may be thousands, as money and counts have no thousandths: state it as 1,234"
MOST_NOUNS = 4  # words or characters between the two numbers of "3 in 5" in East Asian languages
MOST_WHOLE = 100  # of "3 in 5" in these languages, powers of ten aside: of larger ones a part is a count
MOST_TO_PER = 3  # words between the number of a rate and "per"
MOST_TO_RATE = 12  # words or characters between a denominator and the number of its rate


class Reader(Amounts):
    """Reads the numbers of one text."""

    def numbers(self) -> Iterator[Number]:
        """Every number, in order; a range is one."""
        place = 0
        while place < self.count:
            means = self.tokens[place].means
            found = self.number(place) if means and not means.keys().isdisjoint(BEGINNINGS) else None
            if found:
                yield found
                place = found.whole
            else:
                place += 1

    # Numbers ------------------------------------------------------------------------------------------------

    def number(self, place: int) -> Number | None:
        """The number that begins at that place."""
        between = self.means(place, "open")
        first = self._simple(place + self._currency(place + 1) + 1 if between else place)
        if first is None or (first.whole >= self.count and not between):
            return first
        if between:
            return self._range(place, first, ("and", "to", "dash"))
        return self._range(place, first, ("to", "dash")) or self._spread(first) or first

    def _currency(self, place: int) -> int:
        return 1 if self.means(place, "currency") else 0

    def _simple(self, place: int) -> Number | None:
        """A number that is no range."""
        if place >= self.count:
            return None
        if self.means(place, "each"):
            return self._n_of_m_reversed(place, place + 1)
        if "digits" in self.tokens[place].means and self.kinds.isdisjoint(("among", "ratio")):
            return self._counted(place)
        return (
            self._plural(place)
            or self._manifold(place)
            or self._fraction_word(place)
            or self._n_of_m_reversed(place, place)
            or self._counted(place)
        )

    def _counted(self, place: int) -> Number | None:
        amount = self._amount(place)
        if amount is None or amount.reason:
            return amount
        if amount.whole >= self.count or not self.tokens[amount.whole].means:
            return self._rate(amount) or self._plain(amount)
        return (
            self._tenths(amount)
            or self._fraction(amount)
            or self._n_in_m(amount)
            or self._multiple(amount)
            or self._rate(amount)
            or self._unit(amount)
        )

    # Ranges -------------------------------------------------------------------------------------------------

    def _range(self, place: int, low: Number, joints: tuple[str, ...]) -> Number | None:
        """A range: a scale word, percent sign or the like that stands once is that of both ends."""
        joint = self._behind_noun(low.whole)
        if not any(self.means(joint, kind) for kind in joints):
            return None
        start = joint + 1
        while self.means(start, "currency") or (self.says(joint, "to") and self.means(start, "sign")):
            start += 1
        high = self._simple(start)
        if high is None:
            return None
        shared = self._sharing(low, high)
        if shared is None or (joint > low.whole and not self.says(high.whole, self.tokens[low.whole].text.lower())):
            return None
        low_end, high_end = shared.value, high.value
        if self.means(place - 1, "sign"):
            low_end = -low_end
        if self.means(start - 1, "sign"):
            high_end = -high_end
        if low_end >= high_end and Kind.VAGUE not in (low.kind, high.kind):
            return None
        middle = (low_end + high_end) / 2
        whole = high._replace(first=place, kind=Kind.RANGE, value=middle, ends=(shared, high))
        reason = high.reason or low.reason
        since = place - 1
        while self.means(since, "currency"):
            since -= 1
        shares_unit = low.whole == low.last and not low.scaled and (high.whole > high.last or high.scaled)
        risen = self.means(joint, "to") and not shares_unit and self._is_change(since)
        if risen or self.means(since, "since"):
            reason = "may be a change from one number to another: state the one meant, or between them"
        elif self._drops_thousands(low, high):
            reason = "can be read in two ways (5–10,000 may begin at 5,000): state both ends in full"
        elif Kind.VAGUE in (low.kind, high.kind):
            reason = "has ends that are vague: state the range in figures"
        elif shared.hedge or high.hedge:
            reason = "has a hedge within a range: state the range without it"
        return whole._replace(low=low_end, high=high_end, closed=True, full=False, hedge="", reason=reason)

    def _drops_thousands(self, low: Number, high: Number) -> bool:
        """Whether the lower end may be in the thousands that only the upper one prints: 30–40,000."""
        whole = low.full and high.full and low.kind is high.kind is Kind.LEVEL
        return whole and high.value % 1000 == 0 and 0 < low.value * 1000 < high.value < LEAST_SCALED

    def _is_change(self, place: int) -> bool:
        """Whether the word at a place, or that before "by", says that something rose or fell."""
        place = place - 1 if self.says(place, "by") else place
        return self.means(place, "rises") or self.means(place, "falls")

    def _behind_noun(self, place: int) -> int:
        """The place, or that behind a noun which both ends of a range may have: 3万元至5万元."""
        noun = place < self.count and (not self.tokens[place].means or self.means(place, "currency"))
        return place + 1 if noun and self.tokens[place].text[0].isalpha() else place

    def _sharing(self, low: Number, high: Number) -> Number | None:
        """The lower end in the unit of the upper one; None where the two are no range."""
        unit_shared = low.kind is Kind.LEVEL and low.whole == low.last and high.kind not in (Kind.SHARE, Kind.LEVEL)
        if unit_shared and high.kind is not Kind.VAGUE:
            low = low._replace(kind=high.kind)
        if low.kind is not high.kind and Kind.VAGUE not in (low.kind, high.kind):
            return None
        if self._is_tenths(high) and low.kind is Kind.PERCENT and low.whole == low.last and not self._is_tenths(low):
            return low._replace(value=low.value * 10, step=low.step * 10, full=False)  # 三至五成
        scale = self._scale(high)
        if scale == 1 or low.scaled or (low.value >= high.value / scale and low.value >= LEAST_UNSCALED):
            return low
        return low._replace(value=low.value * scale, step=low.step * scale, full=False)

    def _is_tenths(self, number: Number) -> bool:
        return self.means(number.last - 1, "tenth")

    def _scale(self, number: Number) -> Fraction:
        """What the scale words of a number in digits multiply them by."""
        scale = Fraction(1)
        if number.scaled:
            for place in range(number.first, number.last):
                means = self.tokens[place].means
                exponent = next((means[k] for k in ("small", "big", "scale", "attached") if k in means), 0)
                scale *= power(exponent)
        return scale

    def _spread(self, middle: Number) -> Number | None:
        """A number with the interval of its uncertainty: 9.6 (95% CI 8.1–11.2), 9.6 ± 1.5."""
        place = middle.whole
        if self.means(place, "plusminus"):
            half = self._simple(place + 1)
            if half is None or half.reason:
                return None
            if half.scaled and not middle.scaled:
                middle = middle._replace(value=middle.value * self._scale(half), step=middle.step * self._scale(half))
            scale = self._scale(middle) if not half.scaled else Fraction(1)
            ends = middle.value - half.value * scale, middle.value + half.value * scale
            return middle._replace(whole=half.whole, low=ends[0], high=ends[1], closed=True, full=False)
        if not self.says(place, "(", "[", "（"):
            return None
        start = place + 1
        named = False
        if self.says(start, *LEVELS) and self.means(start + 1, "percent"):
            start += 2
        while self.means(start, "spread") or self.says(start, ",", ":", "of", ";", "was"):
            named, start = True, start + 1
        low = self._simple(start)
        inner = self._range(start, low, ("to", "dash")) if low else None
        if inner is None or inner.low is None or inner.high is None or not self.says(inner.whole, ")", "]", "）"):
            return None
        scale = self._scale(middle) if not inner.ends[1].scaled else Fraction(1)
        ends = inner.low * scale, inner.high * scale
        same = inner.ends[1].kind in (middle.kind, Kind.LEVEL)
        if not same or not ends[0] <= middle.value <= ends[1] or (not named and inner.reason):
            return None
        return middle._replace(whole=inner.whole + 1, low=ends[0], high=ends[1], closed=True, full=False)

    # Shares -------------------------------------------------------------------------------------------------

    def _tenths(self, amount: Number) -> Number | None:
        """成 and 割: 四成一 is 41 percent, 七成半 is 75 read to five."""
        place = amount.whole
        if not self.means(place, "tenth") or not (amount.high or amount.value) <= 10:
            return None
        hedge = amount.hedge or self.tokens[place].means["tenth"]
        value, step, end = amount.value * 10, amount.step * 10, place + 1
        if amount.low is not None and amount.high is not None:  # 七八成
            low, high = amount.low * 10, amount.high * 10
            return amount._replace(last=end, whole=end, value=value, step=step, low=low, high=high, hedge=hedge)
        if self.means(end, "digit") and self.touches(end):
            value, step, end = value + self.tokens[end].means["digit"], Fraction(1), end + 1
        elif self.means(end, "digits") and self.touches(end) and self.tokens[end].means["digits"][0] < 10:
            value, step, end = value + self.tokens[end].means["digits"][0], Fraction(1), end + 1
        elif self.means(end, "half") and self.says(end, "半"):
            value, step, end = value + 5, Fraction(5), end + 1
        kind = Kind.PERCENT
        return amount._replace(last=end, whole=end, value=value, step=step, full=False, kind=kind, hedge=hedge)

    def _fraction(self, amount: Number) -> Number | None:
        """三分之一, 三分一, 百分之九, two thirds, 3/4."""
        return (
            self._fraction_of_characters(amount) or self._fraction_of_words(amount) or self._fraction_of_digits(amount)
        )

    def _fraction_of_characters(self, below: Number) -> Number | None:
        """三分之一, 三分一; 百分之九 is a percentage and 千分之一点三九 a rate."""
        place = below.whole
        short = self.means(place, "part") and self.says(place, "分") and self.means(place + 1, "digit")
        if not (self.means(place, "parts") or short):
            return None
        above = self._amount(place + 1)
        if above is None or not below.value or (short and below.value > SHORT_BELOW):
            return None
        if above.value > below.value != 100:  # 百分之二百 is more than the whole
            return None
        if below.value in (100, *DENOMINATORS):
            return above._replace(first=below.first, kind=Kind.PERCENT if below.value == 100 else Kind.RATE)
        return self._share(below.first, above.last, above.value / below.value, above.hedge)

    def _fraction_of_words(self, above: Number) -> Number | None:
        """Two thirds, two-thirds, 3 quarters of a million."""
        place = self.after_dash(above.whole)
        if not self.means(place, "part") or self.says(place, "分"):
            return None
        part = above.value / self.tokens[place].means["part"]
        return self._part_of_one(above.first, part, place + 1) or self._share(above.first, place + 1, part)

    def _fraction_of_digits(self, above: Number) -> Number | None:
        """3/4: of a whole number of parts, up to ten."""
        if not (self.says(above.whole, "/") and self.means(above.whole + 1, "digits") and above.full):
            return None
        below = self._amount(above.whole + 1)
        if below is None or not below.full or not 0 < above.value < below.value <= SHORT_BELOW:
            return None
        return self._share(above.first, below.last, above.value / below.value)

    def _share(self, first: int, last: int, value: Fraction, hedge: str = "") -> Number:
        """A share in words, in percent: to five points, or to ten for a half in English; a small one to two digits."""
        percent = _rounded(value * 100)
        step = SHARE_STEP if percent > SHARE_STEP else power_of_ten_below(percent) / 10
        return Number(first, last, last, percent, step, kind=Kind.SHARE, reach=step, hedge=hedge)

    def _half(self, first: int, last: int, hedge: str = "") -> Number:
        step = HALF_STEP["en" if self.tokens[last - 1].text.isascii() else ""]
        return Number(first, last, last, Fraction(50), step, kind=Kind.SHARE, reach=step, hedge=hedge)

    def _part_of_one(self, first: int, part: Fraction, place: int) -> Number | None:
        """A part of a scale word or a unit: half a million, a quarter of a million, half a percentage point."""
        of = place + 1 if self.says(place, "of") else place
        one = of + 1 if self.says(of, "a", "one") else of
        if self.means(one, "scale") and (one > of or place == of):
            value = part * power(self.tokens[one].means["scale"])
            return Number(first, one + 1, one + 1, value, last_digit_step(value), scaled=True)
        unit = next((kind for kind in FRACTIONAL if self.means(one, kind)), None)
        if unit is None or (one == place and part != HALF):
            return None
        step = Fraction(1, part.denominator)
        return Number(first, one + 1, one + 1, part, step, kind=FRACTIONAL[unit], reach=step / 2)

    def _fraction_word(self, place: int) -> Number | None:
        """Half, ¾, a third, half a million, 过半."""
        if self.means(place, "fraction"):
            return self._share(place, place + 1, Fraction(self.tokens[place].means["fraction"]))
        article = self.says(place, "a", "an")
        word = place + 1 if article else place
        if article and self.means(word, "part") and not self.says(word, "分"):
            part = Fraction(1, self.tokens[word].means["part"])
            return self._part_of_one(place, part, word + 1) or self._share(place, word + 1, part)
        if not self.means(word, "half"):
            return None
        if part_of_one := self._part_of_one(place, HALF, word + 1):
            return part_of_one
        text = self.tokens[word].text
        outside = self.says(word - 1, "first", "second", "上", "下", "upper", "lower") if word else False
        part_of_word = text == "半" and (
            self.means(word + 1, "year") or (word + 1 < self.count and self.touches(word + 1))
        )
        if outside or part_of_word or self.means(word + 1, "dash") or self.means(word + 1, "unshared"):
            return None
        return self._half(place, word + 1, self.tokens[word].means["half"])

    def _n_in_m(self, amount: Number) -> Number | None:
        """One in five, 8 out of 10; "three of five" in words."""
        place = amount.whole
        words = all("number" in self.tokens[p].means for p in range(amount.first, amount.last))
        of = self.says(place, "of") and words
        if not (self.means(place, "within") or of) or amount.kind is not Kind.LEVEL:
            return None
        start = place + (2 if self.says(place + 1, "every") else 1)
        whole = self._amount(start)
        if whole is None or whole.low is not None or not amount.value < whole.value or not amount.value:
            return None
        if of and "number" not in self.tokens[start].means:
            return None
        if self.says(place, "in") and self._is_year(start, whole):
            return None
        return self._of_whole(amount.first, whole.last, amount.value, whole.value)

    def _of_whole(self, first: int, last: int, part: Fraction, whole: Fraction) -> Number:
        """``part`` in ``whole``: to a unit of the part where the whole is a power of ten, one in two to ten points."""
        if part == 1 and whole == 2:
            return Number(first, last, last, Fraction(50), Fraction(10), kind=Kind.SHARE, reach=Fraction(10))
        share = self._share(first, last, part / whole)
        if part > 1 and whole in (10, 100, 1000, 10_000, 100_000):
            return share._replace(step=100 / whole, reach=100 / whole)
        if whole > 10:
            step = min(SHARE_STEP, power_of_ten_below(share.value) / 10)
            return share._replace(step=step, reach=SHARE_STEP if share.value > SHARE_STEP else step)
        return share

    def _is_year(self, place: int, amount: Number) -> bool:
        token = self.tokens[place]
        return len(token.text) == 4 and token.text.isdigit() and 1800 <= amount.value < 2100

    def _n_of_m_reversed(self, first: int, place: int) -> Number | None:
        """The whole before the part, as in 每3宗就有1宗, 10건 중 8건; or a denominator before its rate."""
        if self.tokens[first].means.keys().isdisjoint(WHOLES):
            return None
        each = first != place
        whole = self._amount(place)
        if whole is None or whole.low is not None or whole.hedge or whole.kind is not Kind.LEVEL or not whole.value:
            return None
        if self.means(whole.last, "year"):
            return None
        nouns = whole.last
        while nouns < min(self.count, whole.last + MOST_NOUNS + 1):
            if self.means(nouns, "among") and (each or not self.says(nouns, "有")):
                part = self._amount(self._skip(nouns, "among"))
                small = whole.value <= MOST_WHOLE or str(whole.value).strip("0") == "1"
                if part and part.low is None and part.value < whole.value and small and not part.scaled:
                    return self._of_whole(first, part.last, part.value, whole.value)
            if self._is_number_word(nouns) or not self._is_word(nouns):
                break
            nouns += 1
        return self._rate_reversed(first, whole, each)

    def _rate_reversed(self, first: int, whole: Number, each: bool) -> Number | None:
        digits = str(whole.value)
        if not (len(digits) > 2 and digits.strip("0") == "1"):
            return None
        place, ratio = whole.last, each
        while place < min(self.count, whole.last + MOST_TO_RATE) and self._is_word(place):
            if self._is_number_word(place):
                amount = self._amount(place)
                if not ratio or amount is None or place == whole.last:
                    return None
                return amount._replace(first=first, kind=Kind.RATE)
            ratio = ratio or self.means(place, "ratio")
            place += 1
        return None

    def _is_number_word(self, place: int) -> bool:
        kinds = ("digits", "digit", "number", "small", "big", "scale", "tens", "plural")
        return any(kind in self.tokens[place].means for kind in kinds)

    def _is_word(self, place: int) -> bool:
        return place < self.count and (bool(self.tokens[place].means) or self.tokens[place].text[0].isalnum())

    # Units --------------------------------------------------------------------------------------------------

    def _multiple(self, amount: Number) -> Number | None:
        """Four times, five-fold, 3.5倍, 两倍半, 두 배. A multiple that ends on a half is hedged by halves."""
        place = self.after_dash(amount.whole)
        if not self.means(place, "multiple"):
            return None
        value, step, end = amount.value, amount.step, place + 1
        if self.says(end, "半") and value.denominator == 1:
            value, step, end = value + HALF, HALF, end + 1
        reach = HALF if value % 1 == HALF and amount.reach is None else amount.reach
        full = amount.full and end == place + 1
        number = amount._replace(whole=end, value=value, step=step, full=full, kind=Kind.MULTIPLE, reach=reach)
        return self._of_change(number)

    def _of_change(self, number: Number) -> Number:
        """The multiple, which cannot be read where it may be one or how much is added: "a twofold increase"."""
        if self.means(number.whole, "growth") or self.means(number.first, "change"):
            return number._replace(reason=AMBIGUOUS_CHANGE)
        return number

    def _manifold(self, place: int) -> Number | None:
        """Doubled, trebled, halved, 翻一番: how many times, not by how much."""
        means = self.tokens[place].means
        if "manifold" not in means:
            return None
        value = Fraction(means["manifold"])
        step = Fraction(1) if value > 1 else Fraction(1, 10)
        number = Number(place, place + 1, place + 1, value, step, kind=Kind.MULTIPLE, worded=True)
        return self._of_change(number)

    def _rate(self, amount: Number) -> Number | None:
        """Per 100,000, /10万, ‰; also behind the noun of what is counted."""
        place = amount.whole
        if self.means(place, "rate"):
            return amount._replace(whole=place + 1, kind=Kind.RATE)
        while place < min(self.count, amount.whole + MOST_TO_PER) and not self.tokens[place].means:
            place += 1
        if self.means(place, "per"):
            below = self._amount(place + 1)
            if below and below.value in DENOMINATORS:
                return amount._replace(whole=below.last, kind=Kind.RATE)
        return None

    def _unit(self, amount: Number) -> Number:
        place = self.after_dash(amount.whole)
        if self.says(place, "of") and self.says(place + 1, "a"):  # 0.3 of a percentage point
            place += 2
        for kind, of in (("points", Kind.POINTS), ("percent", Kind.PERCENT)):
            if self.means(place, kind):
                hedge = amount.hedge or self.tokens[place].means[kind]  # 5%台
                of = amount.kind if amount.kind is Kind.VAGUE else of
                return amount._replace(whole=place + 1, kind=of, hedge=hedge)
        return self._plain(amount)

    def _plain(self, amount: Number) -> Number:
        """A number without unit, which cannot be read where its point may part thousands."""
        if THREE_DECIMALS.fullmatch(self.tokens[amount.first].text) and not amount.scaled and self._counts(amount):
            return amount._replace(reason=THOUSANDTHS)
        return amount

    def _counts(self, amount: Number) -> bool:
        """Whether a number is one of money, or of the things that the next word names."""
        noun = self._is_word(amount.whole) and not self.tokens[amount.whole].means
        return noun or self.means(amount.first - 1, "currency")

    # Vague numbers ------------------------------------------------------------------------------------------

    def _plural(self, place: int) -> Number | None:
        """Millions, tens of thousands, dozens: from two of them to the next unit that has a word."""
        if self.means(place, "dozens"):
            return self._between(place, place + 1, Fraction(24), Fraction(100))
        if not self.means(place, "plural"):
            return None
        unit = self.tokens[place].means["plural"]
        if self.says(place + 1, "of") and self.means(place + 2, "plural"):
            unit *= self.tokens[place + 2].means["plural"]
            return self._between(place, place + 3, Fraction(2 * unit), Fraction(10 * unit))
        return self._between(place, place + 1, Fraction(2 * unit), Fraction(unit * (10 if unit < 1000 else 1000)))


def _rounded(percent: Fraction) -> Fraction:
    """A share in percent to three digits: 66.7, 8.33, 0.2."""
    step = power_of_ten_below(percent) / 100
    return round(percent / step) * step
