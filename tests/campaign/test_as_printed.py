"""Claims in words: no hedge is lost, and none stands that the source does not print."""

import pytest

from campaign import load
from campaign.analysis import as_printed

LEDGER = load()


@pytest.mark.parametrize(
    ("claim_id", "words"),
    [
        ("release-2022-cases-solved", "39.1万"),
        ("release-2022-dens-destroyed", "1800余"),  # the hedge is part of the value
        ("release-2022-video-plays", "超50亿"),  # before it
        ("release-2022-property-loss-yoy", "−1.3%"),
        ("mps-2016-cases-solved-cg", "about 83,000"),
        ("mps-2019-suspects-yoy-sh", "about +123.3 percent"),  # "about" stands before the first of two numbers
        ("mps-2016-losses-recovered-cgtn", "1.13 billion yuan"),  # "recover" is no hedge
        ("release-2022-awareness-settings", as_printed.LIST),
    ],
)
def test_a_cell_has_sign_and_hedge(claim_id, words):
    assert as_printed.number_or_list(LEDGER.claims[claim_id]) == words


def test_a_link_has_no_sign_which_the_source_says_in_words():
    assert as_printed.linked(LEDGER.claims["release-2022-property-loss-yoy"]) == (
        "[1.3%](claim:release-2022-property-loss-yoy)"
    )


@pytest.mark.parametrize(
    ("claim_id", "words"),
    [
        ("release-2022-short-videos", "more than 9,330"),
        ("release-2022-video-plays", "more than 5 billion"),
        ("release-2022-app-warnings", "240 million"),
        ("mps-2016-cases-solved-cg", "about 83,000"),
    ],
)
def test_in_english_the_hedge_is_kept(claim_id, words):
    assert as_printed.in_english(LEDGER.claims[claim_id]) == words
