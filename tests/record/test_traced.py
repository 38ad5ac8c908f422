"""Words of prose may round a claim's number and say it otherwise, but not make it more exact or drop its hedge."""

import pytest

from campaign import load
from ledgerbook.record.traced import disagreement_with_claim


@pytest.fixture(scope="module")
def claims():
    return load().claims


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("release-2022-cases-solved", "391,000"),
        ("release-2022-cases-solved", "a total of 391,000"),
        ("release-2022-cases-solved", "nearly 400,000"),
        ("release-2022-cases-solved", "more than 390,000"),
        ("release-2022-cases-solved", "about 400,000"),
        ("release-2022-cases-solved", "three hundred and ninety-one thousand"),
        ("release-2022-cases-solved-yoy", "rose by 5.7%"),
        ("mps-2021-11m-suspects-dn", "half a million"),
        ("cnnic-202306-fraud", "one in five"),
        ("cnnic-202306-fraud", "twenty per cent"),
        ("mps-202306-brushing-hd", "about thirty per cent"),
        ("mps-202306-brushing", "about one in three"),
        ("mps-202205-top5share-21caijing", "almost eighty per cent"),
        ("mps-202205-top5share-21caijing", "nearly eight in ten"),
    ],
)
def test_words_that_say_the_same_are_accepted(claims, claim, words):
    assert disagreement_with_claim(words, claims[claim]) == ""


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("release-2022-cases-solved", "391,200"),
        ("release-2022-cases-solved", "391.0 thousand"),
        ("release-2022-cases-solved", "exactly 391,000"),
        ("mps-202306-brushing-hd", "about 30.0%"),
        ("release-2022-cases-solved", "not exceeding 391,000"),
        ("release-2022-cases-solved", "nearly 391,000"),
        ("release-2022-cases-solved", "391 bn"),
        ("release-2022-cases-solved", "touching 391,000"),
        ("release-2022-cases-solved", "391,000 and 3"),
        ("release-2022-cases-solved-yoy", "plummeted by 5.7%"),
        ("release-2022-cases-solved-yoy", "5.7 percentage points"),
        ("mps-202205-top5share-21caijing", "up 80%"),
        ("mps-202205-top5share-21caijing", "80%"),
    ],
)
def test_words_that_say_something_else_are_not(claims, claim, words):
    assert disagreement_with_claim(words, claims[claim])
