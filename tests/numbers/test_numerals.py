"""Quantities in words are seen in prose as numerals are; small counts, ordinals and names of units are not."""

import pytest

from ledgerbook.numbers.numerals import Vocabulary, loose

WORDS = Vocabulary(counted=("cases",))


@pytest.mark.parametrize(
    "text",
    ["one per cent of them", "thirteen percent", "thirty-five per cent", "three percentage points", "a sixth of them",
     "two-thirds", "four fifths", "¾ of them", "half a million", "half million", "more than half", "one in five",
     "eight out of ten", "one in a hundred", "losses trebled", "halved", "a tenfold rise", "five-fold", "twice as many",
     "six times more", "three hundred thousand", "sixteen million", "a million cases", "dozens of", "三十", "八十萬",
     "数百万", "一半", "逾半", "过半", "三分之一", "七成", "四百五十"],
)  # fmt: skip
def test_a_quantity_in_words_is_seen(text):
    assert [found.text for found in loose(f"It was {text} then.", WORDS)]


@pytest.mark.parametrize(
    "text",
    ["two figures", "eleven months", "the first half", "half a year", "the third strand", "ten thousand", "in millions",
     "a hundred of them", "twice a year", "one of the two", "several of them", "百日", "成立", "一起"],
)  # fmt: skip
def test_a_small_count_an_ordinal_or_a_unit_is_not(text):
    assert [found.text for found in loose(f"It was {text} then.", WORDS)] == []
