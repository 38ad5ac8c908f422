"""make verify: the same results are noted with their day, another digit is found; the status page says which."""

import json
from datetime import date

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from ledgerbook.book import Book
from ledgerbook.notebooks import execute, verify
from ledgerbook.record.results import RESULT_MIME
from ledgerbook.site.pages import status

RESULT = {
    "name": "catch", "meaning": "Herring landed, 1900", "low": "10", "high": "12", "closed": [True, True],
    "unit": "barrels", "measure": "herring", "period": ["1900-01-01", "1900-12-31"], "formula": "a + b",
    "claims": ["a", "b"],
}  # fmt: skip
DAY = date(2026, 11, 30)


def text(**changed) -> str:
    """A notebook that shows one result."""
    shown = f"display({{{RESULT_MIME!r}: { ({**RESULT, **changed})!r}}}, raw=True)"
    return nbformat.writes(new_notebook(cells=[new_code_cell(shown)]))


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """The text of a chapter that was executed, once for all tests."""
    root = tmp_path_factory.mktemp("executed")
    (root / "requirements.txt").write_text("pandas==3.1.1\n", encoding="utf-8")
    (root / "_config.yml").touch()
    (root / "chapters").mkdir()
    (root / "chapters" / "fish.ipynb").write_text(text(), encoding="utf-8")
    return execute.execute(root / "chapters" / "fish.ipynb", Book(root))


@pytest.fixture
def book(tmp_path, executed, monkeypatch):
    """A book of one chapter, which gives what it stores."""
    monkeypatch.setattr(execute, "execute", lambda path, book: executed)
    (tmp_path / "chapters").mkdir()
    (tmp_path / "requirements.in").write_text("# Comment.\npandas==3.1.1  # tables\n-c other.txt\n", encoding="utf-8")
    (tmp_path / "chapters" / "fish.ipynb").write_text(executed[0], encoding="utf-8")
    return Book(tmp_path)


def test_the_same_results_are_noted_with_day_machine_and_versions(book, capsys):
    assert verify.main([], book.root, DAY) == 0
    noted = json.loads((book.chapters / verify.FILE).read_text(encoding="utf-8"))
    assert noted["day"] == "2026-11-30"
    assert set(noted["versions"]) == {"Python", "pandas"}
    assert noted["chapters"]["fish"]["results"] == verify.fingerprint((book.chapters / "fish.ipynb").read_text())
    printed = capsys.readouterr().out
    assert "fish.ipynb: the same results (" in printed
    assert "All 1 chapters give the results that are stored; noted in chapters/verified.json" in printed


def test_another_digit_is_found_and_not_noted(book, capsys):
    path = book.chapters / "fish.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"high": "12"', '"high": "12.0000001"'), encoding="utf-8")
    assert verify.main([], book.root, DAY) == 1
    printed = capsys.readouterr()
    assert "fish.ipynb: OTHER RESULTS (" in printed.out
    assert "result `catch`" in printed.out
    assert "1 chapter(s) give other outputs than are stored, 0 fail; if that is meant: make notebooks" in printed.err
    assert not (book.chapters / verify.FILE).exists()


def test_a_chapter_that_fails_is_named(book, capsys, monkeypatch):
    def fail(path, book):
        raise execute.NotebookError(f"{path.name}, code cell [1]\n    no herring")

    monkeypatch.setattr(execute, "execute", fail)
    assert verify.main(["--no-note"], book.root, DAY) == 1
    assert "FAILED fish.ipynb, code cell [1]\n    no herring" in capsys.readouterr().err


@pytest.mark.parametrize(("key", "value"), [("low", "9"), ("closed", [True, False]), ("claims", ["a"]), ("unit", "kg")])
def test_a_fingerprint_is_of_every_digit_and_ground_of_a_result(executed, key, value):
    notebook = json.loads(executed[0])
    notebook["cells"][0]["outputs"][0]["data"][RESULT_MIME][key] = value
    assert verify.fingerprint(json.dumps(notebook)) != verify.fingerprint(executed[0])


def test_a_fingerprint_is_not_of_words(executed):
    notebook = json.loads(executed[0])
    notebook["cells"][0]["outputs"][0]["data"][RESULT_MIME]["meaning"] = "Fish"
    assert verify.fingerprint(json.dumps(notebook)) == verify.fingerprint(executed[0])


def test_the_status_says_what_was_computed_anew_and_what_changed_since(book):
    fingerprint = verify.fingerprint((book.chapters / "fish.ipynb").read_text())
    noted = {"day": "2026-11-30", "chapters": {"fish": {"results": fingerprint, "seconds": 3.4}}}
    other = {"day": "2026-11-30", "chapters": {"fish": {"results": "0", "seconds": 3.4}}}
    said = [[str(cell) for cell in row[2:]] for given in (noted, other, {}) for row in status.rows(book, given)]
    assert said == [["2026-11-30", "3.4"], ["not since it changed", ""], ["not yet", ""]]
