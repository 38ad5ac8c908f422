"""A changed result, check or finding needs a changed line in tests/expected.csv, which a reviewer reads."""

import csv
import shutil

import pytest

from ledgerbook.book import Book
from ledgerbook.notebooks import expected


def test_every_chapter_says_what_is_expected_of_it(book):
    assert expected.differences(book) == [], f"remedy: {expected.REMEDY}"


@pytest.fixture
def small(book, tmp_path):
    """A book of one executed chapter, with its list."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "tests").mkdir()
    shutil.copy(book.chapters / "disclosure.ipynb", tmp_path / "chapters")
    assert expected.main(tmp_path) == 0
    return Book(tmp_path)


def test_the_list_has_every_result_check_and_figure_once(small):
    with (small.root / expected.FILE).open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert {row["kind"] for row in listed} == {"result", "check", "figure"}
    assert len({(row["kind"], row["name"]) for row in listed}) == len(listed) > 20
    assert all(row["says"] for row in listed)


def test_a_moved_number_a_changed_finding_and_a_missing_list_are_noticed(small):
    assert expected.differences(small) == []
    path = small.chapters / "disclosure.ipynb"
    sound = path.read_text(encoding="utf-8")
    finding = next(row[3] for row in expected.rows(small) if row[1] == "figure")
    path.write_text(sound.replace(finding, f"{finding} again"), encoding="utf-8")
    gone, come = expected.differences(small)
    assert gone.startswith("- disclosure,figure,") and come == f"+{gone[1:].replace(finding, f'{finding} again')}"
    path.write_text(sound, encoding="utf-8")
    (small.root / expected.FILE).unlink()
    assert len(expected.differences(small)) == len(list(expected.rows(small))) + 1


def test_the_command_writes_the_list_and_says_what_changed(small, capsys):
    (small.root / expected.FILE).write_text("", encoding="utf-8")
    expected.main(small.root)
    assert "lines changed" in capsys.readouterr().out
    expected.main(small.root)
    assert capsys.readouterr().out == "tests/expected.csv: unchanged\n"
