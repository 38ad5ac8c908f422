"""What the words of a number should be: as the author wrote them, with the digits and the hedge that it supports.

Nothing is proposed that the judgement itself would find fault with.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import portion
from portion import Interval

from ledgerbook.numbers import intervals, printing, wording
from ledgerbook.numbers.amounts import power_of_ten_below
from ledgerbook.numbers.printing import MINUS
from ledgerbook.numbers.wording import AT_LEAST, HEDGES_OF_BOUND, Hedge, Kind, PrintedNumber, WordingError
from ledgerbook.record.results import PublishedResult
from ledgerbook.record.rows import Claim
from ledgerbook.record.traced import disagreement_with_claim, disagreement_with_result

FURTHEST = 2  # words that are further off than this factor may be right, and their link wrong
SMALLEST = 100  # 0.01 million is written so, less is not
NEAR = 3  # names that are compared with an unknown one
_HEDGES = {
    Hedge.AT_LEAST: "at least ",
    Hedge.OVER: "more than ",
    Hedge.NEARLY: "nearly ",
    Hedge.AT_MOST: "at most ",
    Hedge.ABOUT: "about ",
}
_CHINESE_HEDGES = {Hedge.AT_LEAST: "超", Hedge.NEARLY: "近", Hedge.AT_MOST: "不超过", Hedge.ABOUT: "约"}
_OVER = "余"
_HAN = re.compile("[\u4e00-\u9fff]")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SIGN = re.compile(r"[+−-](?=\s?$)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What words, or the name behind them, should be; ``sure`` where nothing else can be meant."""

    now: str
    sure: bool


@dataclass(frozen=True, slots=True)
class _Style:
    """How an author writes a number: what stands around it without hedge, its scale, and its finest digit."""

    before: str
    after: str
    scale: Fraction
    unit: str
    commas: bool
    step: Fraction
    hedge: Hedge
    capital: bool
    chinese: bool

    @classmethod
    def of(cls, text: str, number: PrintedNumber) -> _Style | None:
        """The style of a number in its text; None for one that is not in one part."""
        printed = text[number.start : number.end]
        before, after = wording.unhedged(text[: number.start], text[number.end :])
        digits = _DIGITS.match(printed)
        unit = re.sub("[余餘多]", "", printed[digits.end() :]) if digits else ""
        if any(c.isdigit() for c in unit):
            return None
        scale = Fraction(1)
        if digits and (first := wording.parse(f"1{unit}")).value:
            scale = first.value
        exact = not digits or "." in digits[0] or scale > 1 or not number.value
        fine = Fraction(1, 10) if number.kind is Kind.SHARE else number.step  # "half" may become 49.6%
        step = fine if exact else wording.last_digit_step(number.value)
        commas = not digits or len(digits[0].partition(".")[0]) < 4 or "," in digits[0]
        return cls(
            before, after, scale, unit, commas, step, number.hedge(), text[:1].isupper(), bool(_HAN.search(text))
        )

    def number(self, value: Fraction, step: Fraction) -> str:
        """A value to that step, with its unit."""
        decimals = 0
        while (step / self.scale * 10**decimals).denominator != 1:
            decimals += 1
        return f"{float(value / self.scale):{',' if self.commas else ''}.{decimals}f}{self.unit}"

    def text(self, value: Fraction, step: Fraction, hedge: Hedge) -> str:
        """The author's words with that number and hedge."""
        number = self.number(value, step)
        if self.chinese:
            if hedge is Hedge.OVER:
                digits = number.removesuffix(self.unit)
                return f"{self.before}{digits}{_OVER}{self.unit}{self.after}"
            return f"{self.before}{_CHINESE_HEDGES.get(hedge, '')}{number}{self.after}"
        words = f"{self.before}{_HEDGES.get(hedge, '')}{number}{self.after}"
        return words[:1].upper() + words[1:] if self.capital else words

    def fitting(self, value: Fraction) -> _Style:
        """The same in plain digits, where the value would be a small part of the author's scale."""
        return self if abs(value) * SMALLEST >= self.scale else replace(self, scale=Fraction(1), unit="")

    def in_unit(self, unit: str) -> _Style:
        """The same with a percent sign where the unit asks for one, and with none elsewhere."""
        after = printing.PERCENT.sub("", self.after)
        if unit != "percent":
            return replace(self, after=after)
        return self if after != self.after else replace(self, after=f"%{self.after}")


def for_claim(text: str, claim: Claim) -> Proposal | None:
    """What words that disagree with a claim should be."""
    found = list(wording.numbers(text))
    if len(found) != 1 or (style := _Style.of(text, found[0])) is None:
        return None
    reading = claim.reading()
    style = _signed(style.in_unit(claim.unit), claim.value).fitting(claim.value)
    hedge = style.hedge if style.hedge in HEDGES_OF_BOUND[claim.bound] else reading.hedge
    value = abs(claim.value)
    candidates = (
        style.text(Fraction(round(value / step)) * step, step, said)
        for said in dict.fromkeys((hedge, reading.hedge))
        for step in (max(style.step, reading.step), reading.step)
    )
    now = _first(candidates, lambda words: disagreement_with_claim(words, claim))
    return Proposal(now, _is_near(found[0].value, value, value)) if now else None


def for_result(text: str, result: PublishedResult) -> Proposal | None:
    """What words that disagree with a result should be; a range where the author's form cannot hold it."""
    interval = result.interval
    falls = interval.upper <= 0 and interval.lower < 0
    if falls:
        interval = intervals.negate(interval)
    plain = text.replace(MINUS, "") if falls else text
    found = list(wording.numbers(plain))
    styles = [style for number in found if (style := _Style.of(plain, number))]
    if not styles or len(styles) != len(found):
        return None

    def judge(words: str) -> str:
        return disagreement_with_result(_with_minus(words) if plain != text else words, result)

    if len(found) == 2 and printing.RANGE.match(plain):
        now = _first(_ranges(plain, found, styles, interval, result.unit), judge)
    elif len(found) == 1:
        now = _first(_points(styles[0].in_unit(result.unit), interval), judge)
    else:
        return None
    if now:
        near = intervals.is_bounded(interval) and _is_near(found[-1].value, interval.lower, interval.upper)
        return Proposal(_with_minus(now) if plain != text else now, near)
    span = printing.span(result.interval) + ("%" if result.unit == "percent" else "")
    return Proposal(span, False) if not disagreement_with_result(span, result) else None


def for_name(text: str, name: str, names: Collection[str], judge: Callable[[str, str], str]) -> Proposal | None:
    """Which name an unknown one should be, of those that are near: one with which the words agree."""
    near = difflib.get_close_matches(name, names, n=NEAR, cutoff=0.8)
    agreeing = [candidate for candidate in near if not judge(text, candidate)]
    return Proposal(agreeing[0], len(agreeing) == 1) if agreeing else None


def _first(candidates: Iterable[str], judge: Callable[[str], str]) -> str:
    return next((words for words in candidates if not judge(words)), "")


def _is_near(said: Fraction, low: Fraction, high: Fraction) -> bool:
    return low / FURTHEST <= said <= high * FURTHEST


def _signed(style: _Style, value: Fraction) -> _Style:
    """With the sign of the value, where the author wrote a sign."""
    return replace(style, before=_SIGN.sub("+" if value > 0 else MINUS, style.before))


def _with_minus(words: str) -> str:
    """The words with a minus sign before each number."""
    return _DIGITS.sub(lambda digits: f"{MINUS}{digits[0]}", words)


def _points(style: _Style, interval: Interval) -> Iterator[str]:
    """The interval as one number with the author's hedge: to the author's digit, else to finer ones, else to coarser.

    Which of them are supported, the judgement says.
    """
    low, high = interval.lower, interval.upper
    if style.hedge in AT_LEAST:
        exact, half = low, Fraction(0)
    elif style.hedge in (Hedge.NEARLY, Hedge.AT_MOST):
        exact, half = high, Fraction(1)
    elif intervals.is_bounded(interval):
        exact, half = (low + high) / 2, Fraction(1, 2)
    else:
        return
    if exact in (portion.inf, -portion.inf):
        return  # an end that is open cannot be printed
    style = style.fitting(exact)
    for step in _steps(style.step, exact, known=interval.lower == interval.upper):
        if (value := (exact / step + half) // 1 * step) or not exact:
            yield style.text(value, step, style.hedge)


def _steps(author: Fraction, value: Fraction, *, known: bool) -> Iterator[Fraction]:
    """The author's step, the finer ones from the nearest on, the coarser ones; none finer than a known value needs."""
    steps = printing.steps(value)
    needed = _last_digit_step(value) if known else Fraction(0)
    yield max(author, needed)
    yield from (step for step in reversed(steps) if needed <= step < author)
    yield from (step for step in steps if step > author)


def _last_digit_step(value: Fraction) -> Fraction:
    """The unit of the last digit of a value; 0 for one whose digits do not end."""
    try:
        return wording.last_digit_step(value)
    except WordingError:
        return Fraction(0)


def _ranges(
    text: str, found: list[PrintedNumber], styles: list[_Style], interval: Interval, unit: str
) -> Iterator[str]:
    """The interval as a range rounded outward, in the author's scale: to the author's digit, else finer."""
    low, high = interval.lower, interval.upper
    if not intervals.is_bounded(interval) or low < 0:
        return
    first, last = styles[0], styles[1].in_unit(unit)
    if first.scale == 1:  # "90.2 to 90.5万": the unit stands once
        first = replace(first, scale=last.scale)
    between = text[found[0].end : found[1].start]
    width = power_of_ten_below(high - low) if high > low else last.step
    for step in (last.step, *(width / 10**n for n in range(printing.FINEST))):
        ends = (low // step) * step, -(-high // step) * step
        yield f"{first.before}{first.number(ends[0], step)}{between}{last.number(ends[1], step)}{last.after}"
