"""Words turned into their opposites, in the chapters and in what the record says in our own words.

``python tests/support/opposites.py 30`` tries more of them, and lists those that nothing notices.
"""

from collections import Counter
from pathlib import Path

import pytest

from ledgerbook.book import Book
from opposites import KINDS, Opposites

ROOT = Path(__file__).resolve().parents[2]
OF_EACH = 5  # of each kind in prose
# The least share that is noticed. Where a word turns with no number beside it, only a reader can tell; "before" and
# "after" are turned in every sentence alike, so they are tried with the rest and asked of none.
LEAST = {
    "direction": 0.3,
    "amount": 0.3,
    "quantifier": 0.2,
    "count": 0.3,
    "currency": 0.5,
    "place": 0.4,
    "month": 0.4,
    "year": 0.4,
}


@pytest.fixture(scope="module")
def opposites() -> Opposites:
    return Opposites(Book(ROOT))


def test_opposites_in_prose_are_noticed(opposites):
    planted = opposites.in_prose(OF_EACH)
    noticed = Counter(fault.fault.kind for fault in planted if opposites.notices(fault))
    tried = Counter(fault.fault.kind for fault in planted)
    assert set(tried) == set(KINDS)
    assert {kind for kind, least in LEAST.items() if noticed[kind] < least * tried[kind]} == set()


def test_opposites_in_translations_are_noticed(opposites):
    found = opposites.noticed_translations(opposites.in_translations(100))
    assert sum(found.values()) >= 0.9 * len(found), [str(fault) for fault, noticed in found.items() if not noticed]


def test_names_and_readings_exchanged_are_noticed(opposites):
    found = opposites.in_names(8)
    assert sum(found.values()) >= 0.6 * len(found), [str(fault) for fault, noticed in found.items() if not noticed]
