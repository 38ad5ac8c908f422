"""A checkout with Windows' line ends: Git makes none of it, and what makes one all the same changes no fingerprint."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from book_site import copy_sources
from campaign import load
from command_runs import ROOT, run
from ledgerbook.notebooks import execute as notebooks
from ledgerbook.notebooks.execute import Book
from ledgerbook.site.base import inputs

SETTINGS = ("-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@example.org")


def text_files(folder: Path) -> Iterator[Path]:
    """The book's files, all of which are text."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and ".git" not in path.relative_to(folder).parts and b"\0" not in path.read_bytes():
            yield path


@pytest.fixture(scope="module")
def windows(tmp_path_factory) -> Path:
    """The book with Windows' line ends in every text."""
    book = copy_sources(ROOT, tmp_path_factory.mktemp("windows") / "book")
    for path in text_files(book):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    return book


@pytest.mark.parametrize("attributes", [True, False], ids=["as it is", "without .gitattributes"])
def test_git_gives_every_checkout_unix_line_ends(tmp_path, attributes):
    book = tmp_path / "book"
    book.mkdir()
    for name in (".gitattributes", "Makefile", "requirements.txt", "data", "chapters/reading.ipynb", ".ci"):
        place = book / name
        place.parent.mkdir(exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place)
        else:
            shutil.copy(ROOT / name, place)
    if not attributes:
        (book / ".gitattributes").unlink()
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        result = run(["git", *SETTINGS, *command], book, {"GIT_CONFIG_GLOBAL": os.devnull})
        assert result.returncode == 0, result.stdout
    clone = run(["git", *SETTINGS, "clone", "-q", *SETTINGS, "book", "clone"], tmp_path)
    assert clone.returncode == 0, clone.stdout
    translated = [path.name for path in text_files(tmp_path / "clone") if b"\r\n" in path.read_bytes()]
    assert (translated == []) == attributes, translated


def test_outputs_are_current_whatever_the_line_ends(windows):
    book = Book(windows)
    assert b"\r\n" in book.notebooks[0].read_bytes()
    assert {path.stem: notebooks.stale(path, book) for path in book.notebooks} == {
        path.stem: notebooks.stale(path, Book(ROOT)) for path in Book(ROOT).notebooks
    }


def test_the_record_reads_the_same_whatever_the_line_ends(windows):
    assert load(windows / "data").claims == load(ROOT / "data").claims
    assert inputs.fingerprint(windows / "data") == inputs.fingerprint(ROOT / "data")


def test_the_record_is_sound_whatever_the_line_ends(windows):
    result = run([sys.executable, "-m", "ledgerbook.record.check"], windows / "chapters", {"PYTHONPATH": "."})
    assert result.returncode == 0, result.stdout


def test_a_changed_text_is_seen_whatever_the_line_ends(windows, tmp_path):
    path = tmp_path / "claims.csv"
    shutil.copy(windows / "data" / "claims.csv", path)
    before = inputs.fingerprint(tmp_path)
    path.write_bytes(path.read_bytes() + b"x\r\n")
    assert inputs.fingerprint(tmp_path) != before
