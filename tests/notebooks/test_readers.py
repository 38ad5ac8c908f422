"""A reader's version: what may be set, that the book stays as it is, what moved, and the mark on every page."""

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ledgerbook.book import Book
from ledgerbook.commands import build
from ledgerbook.figure.figure import Figure, FigureError
from ledgerbook.notebooks import execute, readers
from ledgerbook.notebooks.readers import SettingError
from ledgerbook.record import checks
from ledgerbook.site.pages.readers import NOT_INDEXED, marked

ROOT = Path(__file__).resolve().parents[2]
PARAMETERS = 'convention = Convention.USUAL  # a comment\nboats = 3\nport = "Bergen"'


def chapter(*cells: str) -> str:
    """The text of a notebook of two numbers, with that cell of parameters."""
    parameters = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    before = new_code_cell("from enum import Enum\nConvention = Enum('Convention', 'USUAL STRICT')")
    rest = [new_code_cell(cell) for cell in cells]
    return nbformat.writes(new_notebook(cells=[new_markdown_cell("# Boats"), before, parameters, *rest]))


@pytest.fixture
def book(tmp_path):
    """A book of two chapters, of which one has parameters."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "_config.yml").write_text("sphinx: {config: {}}", encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("pandas==3.1.1\n", encoding="utf-8")
    (tmp_path / "chapters" / "boats.ipynb").write_text(chapter("print(boats, port, convention.name)"), encoding="utf-8")
    plain = nbformat.writes(new_notebook(cells=[new_code_cell("print('plain')")]))
    (tmp_path / "chapters" / "plain.ipynb").write_text(plain, encoding="utf-8")
    assert execute.refresh_all(Book(tmp_path).notebooks, Book(tmp_path), 1) == 0
    return Book(tmp_path)


def printed(book: Book, name: str = "boats") -> str:
    return execute.read(book.chapters / f"{name}.ipynb").cells[-1].outputs[0].text


# Settings -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "WITH='' sets nothing; write WITH=\"name=value\""),
        ("convention", "'convention' is no setting; write WITH"),
        ("convention=", "'convention=' is no setting; write WITH"),
        ("boats=1 boats=2", "boats is set twice; drop one"),
    ],
)
def test_what_is_no_setting_is_refused(text, message):
    with pytest.raises(SettingError, match=message):
        readers.settings(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("convetion=STRICT", "no chapter has a parameter convetion; the nearest is convention"),
        ("x=1", "no chapter has a parameter x; there are boats, convention, port"),
        ("convention=3", "'3' is not a member of Convention, as Convention.USUAL is; write another value"),
        ("boats=many", "'many' is not a int, as 3 is; write another value"),
        ("boats=2.5", "'2.5' is not a int, as 3 is; write another value"),
    ],
)
def test_a_setting_that_no_chapter_can_have_is_refused(book, text, message):
    with pytest.raises(SettingError, match=message):
        readers.refuse_unknown(book, readers.settings(text))


def test_only_what_is_set_is_written_into_the_cell():
    now = json.loads(readers.with_settings(chapter(), {"convention": "STRICT", "port": "Molde", "other": "1"}))
    assert "".join(now["cells"][2]["source"]) == PARAMETERS.replace("USUAL", "STRICT").replace(
        "Bergen", "Molde"
    ).replace('"', "'")


@pytest.mark.parametrize(
    ("source", "now"),
    [
        (
            "boats = (\n    3\n)\nport = 'Molde'\nyear = 1\nload = 2",
            "boats = (\n    9\n)\nport = 'Bodø'\nyear = 1\nload = 2",
        ),
        ("boats = 3; load = 2  # tons", "boats = 9; load = 2  # tons"),
        ("port = 'Ålesund'; boats = 3", "port = 'Bodø'; boats = 9"),
        ("boats = (\n    3\n); port = 'Molde'\n", "boats = (\n    9\n); port = 'Bodø'\n"),
    ],
)
def test_of_the_cell_nothing_else_changes(source, now):
    cell = {"metadata": {"tags": ["parameters"]}, "source": [source]}
    text = readers.with_settings(json.dumps({"cells": [cell]}), {"boats": "9", "port": "Bodø"})
    assert json.loads(text)["cells"][0]["source"] == now


def test_a_parameter_that_is_no_literal_cannot_be_set():
    with pytest.raises(SettingError, match=r"day is date\(2020, 1, 1\), which no text can replace; leave it out"):
        readers.expression("day", "x", "date(2020, 1, 1)")


def test_every_parameter_of_this_book_can_be_set():
    found = {name for path in Book(ROOT).notebooks for name in readers.parameters(path)}
    assert found >= {"convention", "vague_days", "unseen"}
    with pytest.raises(SettingError, match=r"convention=STRICTT: 'STRICTT' is no Convention; write USUAL or STRICT$"):
        readers.refuse_unknown(Book(ROOT), readers.settings("convention=STRICTT"))
    readers.refuse_unknown(Book(ROOT), readers.settings("convention=STRICT vague_days=31 unseen=NOTHING"))


# The copy -----------------------------------------------------------------------------------------------------------


def test_a_readers_version_is_executed_beside_the_book_and_moves_are_listed(book, capsys):
    before = {path: path.read_bytes() for path in book.notebooks}
    assert readers.main(["boats=4 convention=STRICT", "--moved"], book.root) == 0
    copy = Book(book.root / readers.FOLDER)
    assert (printed(book), printed(copy)) == ("3 Bergen USUAL\n", "4 Bergen STRICT\n")
    assert copy.readers_settings == "boats = 4, convention = STRICT"
    assert not (copy.root / "tests").exists()
    assert {path: path.read_bytes() for path in book.notebooks} == before
    page = capsys.readouterr().out
    assert "# What moved against the book, with boats=4 convention=STRICT" in page
    assert "− 3 Bergen USUAL" in page
    assert "## plain" not in page
    # Made once: it is not executed again for the same settings, and made anew for others.
    times = [path.stat().st_mtime_ns for path in copy.notebooks]
    assert readers.main(["boats=4 convention=STRICT"], book.root) == 0
    assert [path.stat().st_mtime_ns for path in copy.notebooks] == times
    assert readers.main(["port=Molde"], book.root) == 0
    assert printed(copy) == "3 Molde USUAL\n"


def test_a_chapter_that_fails_under_a_setting_is_named(book, capsys):
    path = book.chapters / "boats.ipynb"
    path.write_text(chapter("1 / (4 - boats)"), encoding="utf-8")
    with pytest.raises(execute.faults.CommandError, match="cannot be run with boats=4: see above; choose another"):
        readers.main(["boats=4"], book.root)
    assert "boats.ipynb, code cell [3], line 1: 1 / (4 - boats)" in capsys.readouterr().err


def test_a_build_of_a_readers_version_goes_on_where_sentences_say_other_numbers(tmp_path, monkeypatch, capsys):
    commands = []
    monkeypatch.setattr(build, "build", lambda book, descriptor, command: commands.append(command))
    monkeypatch.setattr(build, "exchange", lambda book: True)
    build.main(tmp_path, ("jupyter-book", "-W"))
    (tmp_path / Book.READERS).write_text("boats = 4\n", encoding="utf-8")
    build.main(tmp_path, ("jupyter-book", "-W"))
    assert commands == [("jupyter-book", "-W"), ["jupyter-book"]]
    assert build.READERS == Book.READERS
    assert "make serve READERS=1" in capsys.readouterr().out


# What its pages say -------------------------------------------------------------------------------------------------


def test_a_page_is_marked_once_and_not_to_be_indexed():
    page = '<!DOCTYPE html>\n<html lang="en"><head>\n</head><body class="a">\n<p>3</p></body></html>'
    once = marked(page, "boats < 4")
    assert once.count("A reader&#x27;s version of this book, with boats &lt; 4.") == 1
    assert NOT_INDEXED in once
    assert '<body class="a">\n<aside class="readers-version" aria-label=' in once
    assert marked(once, "boats < 4") == once


def test_a_page_of_the_book_itself_has_no_mark(site):
    for page in ("index.html", "chapters/windows.html"):
        assert "readers-version" not in (site.html / page).read_text(encoding="utf-8")


def test_a_finding_that_fails_under_a_setting_is_shown_as_the_books():
    import pandas as pd

    values = {
        "name": "boats", "finding": "Boats rose", "caption": "Boats.", "alternative": "A line of boats " * 9,
        "data": pd.DataFrame({"boats": [1]}), "draw": lambda data, width: data, "columns": {"boats": "Boats"},
        "claims": None, "holds": {"boats rose": False},
    }  # fmt: skip
    with pytest.raises(FigureError, match="do not bear out: boats rose"):
        Figure(**values)
    with checks.as_found():
        figure = Figure(**values)
    assert figure.finding == "Boats rose: so the book, and not under this setting (boats rose)"


def test_a_stored_statement_that_does_not_hold_is_read_in_a_readers_version_only():
    document = {
        "name": "grew", "statement": "catches grew", "rule": "all years", "quantifier": "all", "tested": 2,
        "holding": 1, "open": 0, "nearest_first": False, "rows": ['["1900", true, ["a"]]', '["1901", false, ["b"]]'],
    }  # fmt: skip
    with pytest.raises(ValueError, match="check 'grew': stored for 'all'"):
        checks.PublishedCheck.from_document(document)
    with checks.as_found():
        assert checks.PublishedCheck.from_document(document).verdicts.holding == 1
