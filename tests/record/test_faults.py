"""No number can be changed in silence: each of hundreds of faults, in the record and in prose, is noticed."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

import faults
import prose_faults
from book_site import build, copy_sources
from faults import CHAPTERS, NOTHING, Book

ROOT = CHAPTERS.parent


@pytest.fixture(scope="module")
def book() -> Book:
    return Book()


def test_chapters_run_here_as_they_are_stored(book):
    """What the faults are compared with is what nbval compares."""
    for chapter, found in book.chapters.items():
        assert _comparable(found) == _comparable(faults.stored(chapter)), chapter.name


def _comparable(found: Sequence[object]) -> object:
    return json.loads(json.dumps(found))


def test_sound_record_raises_no_alarm(book, tmp_path):
    fault = faults.data_faults()[0]
    sound = replace(fault, now=fault.was)
    assert book.caught([sound]) == {sound: NOTHING}
    assert len(book.prose) > 300
    assert [what for o in book.prose if (what := faults.complaint(o, book.record, book.results))] == []


def test_every_fault_in_the_record_is_noticed(book):
    planned = faults.data_faults()
    assert len(planned) >= 200
    caught = book.caught(planned)
    print(faults.summary(caught))
    assert [str(fault) for fault, says in caught.items() if says == NOTHING] == []
    # Most are noticed by checks that know what a cell means, not by its fingerprint alone.
    meaningful = sum(not says.startswith(faults.PUBLISHED) for says in caught.values())
    assert meaningful / len(planned) > 0.7


def test_every_fault_in_prose_is_noticed_where_it_stands(book, tmp_path):
    """One strict build of a book whose prose is wrong in many places: it fails, and names each place and number."""
    wrong = copy_sources(ROOT, tmp_path / "book")
    made = prose_faults.plant(wrong, book.record)
    assert len(made) >= 50
    assert {fault.kind for fault in made} == set(prose_faults.KINDS)
    site = build(wrong, tmp_path / "site")
    assert site.status != 0
    unnoticed = [str(fault) for fault in made if not prose_faults.noticed(fault, site.log)]
    print(Counter(fault.kind for fault in made))
    assert unnoticed == []
    # The command that needs no build says the same of the same places.
    by_prose, by_build = prose_faults.found_by_prose(wrong), prose_faults.said(site.log, wrong)
    assert {fault[:2] + fault[3:] for fault in by_prose} == {fault[:2] + fault[3:] for fault in by_build}
    # A cover whose arrow is traced to nothing is refused as a whole, and said where it begins.
    assert {fault[0] for fault in by_prose ^ by_build} <= {"index.md"}
