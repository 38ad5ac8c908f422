"""Wording becomes intervals: the table of conventions, real wordings, and properties that must hold of any number."""

from fractions import Fraction

import portion
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerbook.numbers.wording import (
    Convention,
    Hedge,
    WordingError,
    direction,
    last_digit_step,
    numbers,
    parse,
    read,
    unhedged,
)


@pytest.mark.parametrize(
    ("text", "bound", "expected"),
    [
        ("39.1万", "rounded", portion.closedopen(390_500, 391_500)),
        ("17.3%", "rounded", portion.closedopen(Fraction("17.25"), Fraction("17.35"))),
        ("2亿", "rounded", portion.closedopen(150_000_000, 250_000_000)),
        ("240", "exact", portion.singleton(240)),
        ("12,000", "rounded", portion.closedopen(11_500, 12_500)),
        ("1800余", "at_least", portion.closedopen(1_800, 1_900)),
        ("37万余", "at_least", portion.closedopen(370_000, 380_000)),
        ("6170余万", "at_least", portion.closedopen(61_700_000, 61_800_000)),
        ("54.9萬餘", "at_least", portion.closedopen(549_000, 550_000)),
        ("more than 120,000", "at_least", portion.closedopen(120_000, 130_000)),
        ("超6亿人次", "at_least", portion.closedopen(600_000_000, portion.inf)),
        ("60%以上", "at_least", portion.closedopen(60, portion.inf)),
        ("近80%", "at_most", portion.openclosed(70, 80)),
        ("近1亿张", "at_most", portion.openclosed(90_000_000, 100_000_000)),
        ("nearly 1.7 million", "at_most", portion.openclosed(1_600_000, 1_700_000)),
        ("三分之一左右", "about", portion.closed(Fraction("28.3"), Fraction("38.3"))),
        ("约1.06亿元", "about", portion.closed(105_000_000, 107_000_000)),
        ("about 25 million", "about", portion.closed(24_000_000, 26_000_000)),
    ],
)
def test_convention(text, bound, expected):
    assert read(text, bound=bound).interval == expected


@pytest.mark.parametrize(
    ("text", "bound", "expected"),
    [
        ("1800余", "at_least", portion.closedopen(1_800, portion.inf)),
        ("近80%", "at_most", portion.openclosed(0, 80)),
        ("39.1万", "rounded", portion.closedopen(390_500, 391_500)),
    ],
)
def test_strict_convention_opens_the_far_side_only(text, bound, expected):
    assert read(text, bound=bound, convention=Convention.STRICT).interval == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.2万余", 32_000),
        ("2万 9952건", 29_952),
        ("1조 566억 원", 1_056_600_000_000),
        ("83億6402萬元", 8_364_020_000),
        ("約1271億9千万円", 127_190_000_000),
        ("九萬三三七九件", 93_379),
        ("六二九億二四二四萬餘元", 62_924_240_000),
        ("108.22万亿", 108_220_000_000_000),
        ("1,18,000", 118_000),
        ("107 470 225", 107_470_225),
        ("Rs 9,055.27 crore", 90_552_700_000),
        ("3.03 lakh", 303_000),
        ("£485.2m", 485_200_000),
        ("€2.5bn", 2_500_000_000),
        ("385K", 385_000),
        ("more than one million", 1_000_000),
        ("Over a billion", 1_000_000_000),
        ("超过百万份", 1_000_000),
        ("超两亿次", 200_000_000),
        ("eight", 8),
        ("九成", 90),
        ("三分之一左右", Fraction("33.3")),
        ("4,440 [억원]", 444_000_000_000),
    ],
)
def test_value_in_many_scripts(text, value):
    assert read(text).value == value


@pytest.mark.parametrize(
    ("text", "evidence", "hedge"),
    [
        ("50亿", "播放量超50亿次", Hedge.AT_LEAST),
        ("2万余", "活动2万余场次", Hedge.OVER),
        ("9700多万张", "", Hedge.OVER),
        ("over £1.8 billion", "", Hedge.OVER),
        ("at least S$483 million", "", Hedge.AT_LEAST),
        ("接近70万个", "", Hedge.NEARLY),
        ("约三成", "", Hedge.ABOUT),
        ("三分之一左右", "", Hedge.ABOUT),
        ("39.1万", "全国共破获电信网络诈骗案件39.1万起", Hedge.NONE),
        ("超10亿余条", "", Hedge.AT_LEAST),
    ],
)
def test_hedge_is_seen_in_wording_or_evidence(text, evidence, hedge):
    assert parse(text).hedge(evidence) is hedge


def test_lost_hedge_gets_the_widest_reading_of_its_bound():
    assert read("50亿", bound="at_least").interval.upper == portion.inf


@pytest.mark.parametrize("text", ["", "无", "many", "%"])
def test_no_number_is_an_error_that_quotes_the_text(text):
    with pytest.raises(WordingError, match="no number in"):
        read(text)


def test_unknown_bound_is_an_error():
    with pytest.raises(WordingError, match="'maybe' is none of"):
        read("240", bound="maybe")


def test_number_must_recur_in_the_evidence():
    assert parse("39.1万").stands_in("全国共破获电信网络诈骗案件39.1万起")
    assert parse("1,18,000").stands_in("some 118000 cases")
    assert not parse("39.1万").stands_in("全国共破获电信网络诈骗案件39.2万起")
    assert not parse("39.1万").stands_in("全国共破获电信网络诈骗案件391起")


@pytest.mark.parametrize(
    ("printed", "evidence", "stands"),
    [
        ("240", "in 1240 cases", False),
        ("240", "in 2400 cases", False),
        ("240", "1240 then 240", True),
        ("5.7%", "15.7%", False),
        ("39.1万", "39.1万亿", False),
        ("17 402", "2019 17 402 469 257", True),
        ("4,440 [억원]", "3,151 4,440 2,353", True),
        ("14–15 percent", "about 14–15 percent of them", True),
    ],
)
def test_a_number_stands_in_the_evidence_as_a_number(printed, evidence, stands):
    assert parse(printed).stands_in(evidence) is stands


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("climbed to 30", 1),
        ("plummeted by 30", -1),
        ("12% more", 1),
        ("12% fewer", -1),
        ("up to 30", 0),
        ("more than 30", 0),
        ("rose, then fell", 0),
        ("同比上升5.7%", 1),
        ("較去年減少三成", -1),
        ("전년 대비 3.0% 감소", -1),
        ("前年比31.9%増", 1),
    ],
)
def test_direction_is_that_of_a_change_and_not_of_a_hedge(text, sign):
    assert direction(text) == sign


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("more than $", " people", ("$", " people")),
        ("not exceeding ", "%", ("", "%")),
        ("", "%以上", ("", "%")),
        ("", "万人以上", ("", "万人")),
        ("a total of ", " cases", ("a total of ", " cases")),
    ],
)
def test_unhedged_leaves_the_unit_and_the_currency(before, after, left):
    assert unhedged(before, after) == left


def test_numbers_of_running_text_are_found_in_order_and_a_range_is_its_ends():
    text = (
        "In 2022, one in five of 12–15 million people lost three hundred and forty thousand yuan, 三成 of them 39.1万."
    )
    found = [2022, 20, 12_000_000, 15_000_000, 340_000, 30, 391_000]
    assert [number.value for number in numbers(text)] == found


printed = st.tuples(
    st.decimals(min_value=1, max_value=9999, places=2, allow_nan=False),
    st.sampled_from([0, 1, 2]),
    st.sampled_from(["万", "亿", " million", " billion", " crore", "%"]),
)


@given(printed, st.sampled_from([("", "rounded"), ("余", "at_least"), ("近", "at_most"), ("约", "about")]))
def test_every_reading_holds_its_number_and_strict_holds_usual(number, hedge):
    amount, places, suffix = number
    word, bound = hedge
    text = f"{amount:.{places}f}{suffix}"
    text = f"{text}{word}" if word == "余" and suffix in "万亿" else text
    text = f"{word}{text}" if word in ("近", "约") else text
    usual, strict = (read(text, bound=bound, convention=c).interval for c in Convention)
    assert read(text).value in usual
    assert usual in strict


@given(printed)
def test_rounding_gives_the_printed_number_back(number):
    """Whatever true value lies in the interval of a plain number, it rounds to what was printed."""
    amount, places, suffix = number
    reading = read(f"{amount:.{places}f}{suffix}", bound="rounded")
    for true in (reading.interval.lower, (reading.interval.lower + reading.interval.upper) / 2):
        assert (true / reading.step + Fraction(1, 2)) // 1 == reading.value / reading.step


@given(st.integers(min_value=1, max_value=10**12), st.integers(min_value=0, max_value=6))
def test_last_digit_step_divides_and_is_the_largest_power_of_ten(number, places):
    value = Fraction(number, 10**places)
    step = last_digit_step(value)
    assert value % step == 0
    assert value % (step * 10) != 0


@given(st.integers(min_value=10, max_value=10**9))
def test_full_integer_is_exact_however_it_is_grouped(number):
    for text in (str(number), f"{number:,}"):
        assert read(text, bound="exact").interval == portion.singleton(number)
