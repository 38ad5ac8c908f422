"""Prose prints only the digits that an interval supports, and says what the source says."""

from fractions import Fraction

import portion
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerbook.numbers import printing


def closed(low, high):
    """The closed interval between two decimals."""
    return portion.closed(Fraction(str(low)), Fraction(str(high)))


@pytest.mark.parametrize(
    ("low", "high", "point", "span"),
    [
        (27.6, 28.1, "28", "27.6 to 28.1"),
        (902_311, 904_844, "900,000", "902,000 to 905,000"),
        (72_000, 74_000, "70,000", "72,000 to 74,000"),
        (1.9e9, 2.05e9, "2 billion", "1.9 to 2.1 billion"),
        (240, 240, "240", "240"),
    ],
)
def test_supported_digits(low, high, point, span):
    assert printing.point(closed(low, high)) == point
    assert printing.span(closed(low, high)) == span


@pytest.mark.parametrize(
    ("low", "high", "span"),
    [(-17.35, -17.25, "−17.35 to −17.25"), (-1.4e9, -1.2e9, "−1.4 to −1.2 billion"), (-3, 5, "−3 to 5")],
)
def test_falls_are_printed_with_their_sign(low, high, span):
    assert printing.span(closed(low, high)) == span
    assert printing.unsupported(span, closed(low, high), "cases") == ""


def test_open_interval_is_printed_as_a_bound():
    at_least = portion.closedopen(Fraction(5 * 10**9), portion.inf)
    assert printing.span(at_least) == "at least 5 billion"
    assert printing.unsupported("at least 5 billion", at_least, "plays") == ""
    assert "only digits" in printing.unsupported("at least 6 billion", at_least, "plays")
    assert "only digits" in printing.unsupported("5 billion", at_least, "plays")
    assert printing.span(portion.closedopen(Fraction(1, 3), portion.inf)) == "at least 0.3333"
    with pytest.raises(ValueError, match="has no middle"):
        printing.point(at_least)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("28%", 27.6, 28.1, "percent"),
        ("12%", -12.4, -11.6, "percent"),
        ("90.2 to 90.5万", 902_311, 904_844, "persons"),
        ("902,000 to 905,000", 902_311, 904_844, "persons"),
        ("between 72,000 and 74,000", 72_000, 74_000, "cases"),
        ("7.2–7.4万", 72_000, 74_000, "cases"),
        ("1.2 to 1.4 billion", 1.21e9, 1.39e9, "calls"),
        ("more than 1.1 million", 1.12e6, 1.15e6, "calls"),
        ("about 900,000", 902_311, 904_844, "persons"),
        ("2.0", 1.98, 2.03, "ratio"),
        ("990 to 1,050", 998, 1_043, "cases/day"),
        ("900,000 to 1,000,000", 902_311, 994_844, "persons"),
        ("670,000 to 710,000", 670_454, 709_302, "plays"),
        ("more than twice", 2.13, 2.14, "ratio"),
        ("about half", 50.9, 51.4, "percent"),
    ],
)
def test_words_that_the_interval_supports(text, low, high, unit):
    assert printing.unsupported(text, closed(low, high), unit) == ""


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "why"),
    [
        ("27.9%", 27.6, 28.1, "percent", "only digits that it supports"),
        ("28", 27.6, 28.1, "percent", "without a percent sign"),
        ("28 percentage points", 27.6, 28.1, "percent", "in percentage points"),
        ("28%", 27.6, 28.1, "ratio", "with a percent sign"),
        ("7.3万", 72_000, 74_000, "cases", "only digits that it supports"),
        ("80 to 100", 85, 86, "cases", "wider than the result"),
        ("90.3 to 90.4万", 902_311, 906_000, "persons", "only digits that it supports"),
        ("more than 1.2 million", 1.12e6, 1.15e6, "calls", "only digits that it supports"),
        ("often", 2, 2, "ratio", "no number"),
        ("670,000 to 711,000", 670_454, 709_302, "plays", "wider than the result"),
        ("19.21 to 19.5%", 19.23, 19.49, "percent", "wider than the result"),
        ("about a third", 50.9, 51.4, "percent", "only digits that it supports"),
        ("about half", 0.5, 0.51, "ratio", "with a percent sign"),
    ],
)
def test_words_that_claim_too_much(text, low, high, unit, why):
    assert why in printing.unsupported(text, closed(low, high), unit)


@given(
    st.fractions(min_value=Fraction(1, 10), max_value=10**10, max_denominator=1000)
    | st.fractions(min_value=-(10**6), max_value=Fraction(-1, 10), max_denominator=1000),
    st.fractions(min_value=0, max_value=Fraction(1, 3), max_denominator=1000),
)
def test_what_we_print_is_always_supported(middle, spread):
    interval = portion.closed(middle - abs(middle) * spread, middle + abs(middle) * spread)
    assert printing.unsupported(printing.span(interval), interval, "cases") == ""
    try:
        text = printing.point(interval)
    except ValueError:
        return
    assert printing.unsupported(text, interval, "cases") == ""


def between(low, high):
    """The closed interval of two decimals."""
    return portion.closed(Fraction(low), Fraction(high))


AT_LEAST_TWO = portion.closedopen(Fraction(2), portion.inf)


@pytest.mark.parametrize(
    ("form", "interval", "text"),
    [
        (printing.number, between("27.6", "28.1"), "28"),
        (printing.number, between("20", "31"), "20 to 31"),
        (printing.number, AT_LEAST_TWO, "at least 2"),
        (printing.short, between("3.99", "4.01"), "4.0"),
        (printing.short, between("1.2", "1.8"), "1.2 to 1.8"),
        (printing.signed, between("5.65", "5.75"), "+5.7%"),
        (printing.signed, between("-6.1", "-5.6"), "−6.1 to −5.6%"),
        (printing.signed, between("-1", "2"), "about 0"),
        (printing.signed, between("-5", "5"), "about 0"),
        (printing.signed, between("-33", "50"), "−40 to +50%"),
        (printing.signed, between("-1", "9"), "−1 to +9%"),
        (printing.signed, between("0", "0"), "0%"),
        (printing.signed, between("-5", "0"), "−5 to 0%"),
        (printing.signed, between("0", "5"), "0 to +5%"),
        (printing.span, between("-5", "0"), "−5 to 0"),
        (printing.span, portion.open(-portion.inf, portion.inf), "not bounded"),
        (printing.point, between("-0.3", "-0.1"), "0"),
        (printing.hundredths, between("1.741", "1.778"), "1.74 to 1.78"),
        (printing.hundredths, between("1.5", "1.5"), "1.50"),
        (printing.hundredths, between("-0.503", "-0.497"), "−0.51 to −0.49"),
        (printing.hundredths, AT_LEAST_TWO, "at least 2"),
        (printing.label, between("1268.2", "1272.6"), "1,270"),
        (printing.label, between("1001", "1019"), "≈1,010"),
        (printing.label, between("10", "20"), ""),
        (printing.label, AT_LEAST_TWO, ""),
        (printing.label, portion.openclosed(-portion.inf, Fraction(2)), ""),
        (printing.label, between("0", "0"), "0"),
    ],
)
def test_other_forms(form, interval, text):
    assert form(interval) == text


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-100, -10, "at most −10%"),
        (-100, 4, "at most +4%"),
        (-100, 0, "at most 0%"),
        (20, portion.inf, "at least +20%"),
        (-3, portion.inf, "at least −3%"),
        (-100, portion.inf, "not bounded"),
        (-99, -98, "−99 to −98%"),
    ],
)
def test_an_end_of_a_change_that_is_none_is_not_printed(low, high, said):
    assert printing.signed(portion.closed(low, high)) == said
