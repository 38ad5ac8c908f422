"""Words turned into their opposites, in the chapters and in what the record says in our own words.

``python tests/support/opposites.py 30`` tries more of them, and lists those that nothing notices.
"""

from pathlib import Path

import pytest

from ledgerbook.book import Book
from opposites import KINDS, Opposites

ROOT = Path(__file__).resolve().parents[2]
OF_EACH = 5  # of each kind in prose
# The least share that is noticed of those beside a number. Where none stands beside, only a reader can tell.
LEAST = 0.4
UNTOLD = "order"  # "before" for "after": tried, and asked of no check


@pytest.fixture(scope="module")
def opposites() -> Opposites:
    return Opposites(Book(ROOT))


def test_opposites_in_prose_are_noticed(opposites):
    planted = opposites.in_prose(OF_EACH)
    assert {fault.fault.kind for fault in planted} == set(KINDS)
    noticed = {p.fault: bool(opposites.notices(p)) for p in planted if p.fault.kind != UNTOLD}
    assert sum(noticed.values()) >= LEAST * len(noticed), [str(fault) for fault, found in noticed.items() if not found]


def test_opposites_in_translations_are_noticed(opposites):
    found = opposites.noticed_translations(opposites.in_translations(100))
    assert sum(found.values()) >= 0.9 * len(found), [str(fault) for fault, noticed in found.items() if not noticed]


def test_names_and_readings_exchanged_are_noticed(opposites):
    found = opposites.in_names(8)
    assert sum(found.values()) >= 0.6 * len(found), [str(fault) for fault, noticed in found.items() if not noticed]
