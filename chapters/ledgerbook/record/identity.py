"""What a book's files say of it: they may not contradict each other.

The version is that of ``datapackage.json``, with which the data are taken; title, authors and licence are those of
``CITATION.cff``, from which the pages say how to cite the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ledgerbook.citing import work
from ledgerbook.citing.work import CitationError, Work
from ledgerbook.record import files, schema
from ledgerbook.record.problems import LedgerError, Problem

DATA = "data"
DESCRIBED = f"{DATA}/{schema.FILE}"


@dataclass(frozen=True)
class Stated:
    """What a file states in the first match of a pattern, which is looked for as a field of that name."""

    file: str
    field: str
    pattern: re.Pattern[str]


def _field(name: str) -> re.Pattern[str]:
    """A field of a YAML file, at the beginning of its line."""
    return re.compile(rf"^{name}:[ \t]*(?:&\w+[ \t]+)?[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)


def _property(name: str) -> re.Pattern[str]:
    """A property of a list's first object in JSON, as in ``"licenses": [{"name": "CC-BY-4.0"``."""
    return re.compile(rf'"{name}":\s*\[\s*\{{\s*"(?:name|title)":\s*"([^"]*)"')


VERSIONS = (
    Stated("CITATION.cff", "version", _field("version")),
    Stated("CHANGELOG.md", "version", re.compile(r"^## v?(\S+)", re.MULTILINE)),
)
NAMES = (
    Stated("_config.yml", "title", _field("title")),
    Stated("_config.yml", "author", _field("author")),
    Stated(DESCRIBED, "licenses", _property("licenses")),
    Stated(DESCRIBED, "contributors", _property("contributors")),
)


def problems(root: Path) -> list[Problem]:
    """What files of the book in that folder state otherwise. A file that it lacks states nothing."""
    try:
        version = schema.version(root / DATA)
        found = [p for stated in VERSIONS for p in _disagreement(root, stated, version, schema.FILE)]
        if not found and (book := work.read(root)):
            found = [p for stated in NAMES for p in _disagreement(root, stated, _said(book, stated.field), work.FILE)]
        return found
    except CitationError as error:
        return [Problem(work.FILE, None, error.field, "", error.what, error.remedy, "")]
    except LedgerError as error:
        return [] if error.problems[0].file == schema.FILE else error.problems  # said of the record already


def _said(book: Work, field: str) -> str:
    authors = "; ".join(book.authors)
    return {"title": book.title, "author": authors, "contributors": book.authors[0], "licenses": book.licence}[field]


def _disagreement(root: Path, stated: Stated, right: str, by: str) -> Iterator[Problem]:
    if not (root / stated.file).exists():
        return
    text = files.text(root, stated.file, shown="")
    found = stated.pattern.search(text)
    if found is None:
        yield Problem(stated.file, None, stated.field, "", "is missing", f"write {right}, as {by} does", "")
    elif found[1] != right:
        line, what = text.count("\n", 0, found.start(1)) + 1, f"is not {right}, the {stated.field} of {by}"
        yield Problem(stated.file, line, stated.field, found[1], what, "write the same in both", "")
