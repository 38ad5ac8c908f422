"""What a book's files say of it: they may not contradict each other.

The version is that of ``datapackage.json``, with which the data are taken; title, authors, licence, address and day of
release are those of ``CITATION.cff``, from which the pages say how to cite the book.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ledgerbook.citing import changes, deposits, work
from ledgerbook.citing.work import CitationError, Work
from ledgerbook.record import files, schema
from ledgerbook.record.problems import LedgerError, Problem

DATA = "data"
CONFIG = "_config.yml"
REWRITE = "mend CITATION.cff if it is wrong, then: make metadata"
_BASE = re.compile(r"^[ \t]*(html_baseurl|baseurl):[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
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
            found += [*_address(root), *_release(root, book)]
            found = found or list(_deposits(root, book))  # which are written anew when all else is right
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


def _address(root: Path) -> Iterator[Problem]:
    """A second setting of the address, which is that of ``CITATION.cff``."""
    if not (root / CONFIG).exists():
        return
    text = files.text(root, CONFIG, shown="")
    if found := _BASE.search(text):
        line, what = text.count("\n", 0, found.start(1)) + 1, f"sets the address, which is the url of {work.FILE}"
        yield Problem(CONFIG, line, found[1], found[2], what, "write it there, and remove it here", "")


def _release(root: Path, book: Work) -> Iterator[Problem]:
    """The day on which the version was released, in the changelog and in the file of citations."""
    newest = next(iter(changes.read(root)), None)
    if newest is None or newest.day == (book.day if book.released else None):
        return
    said, place = str(newest.day or "none"), (changes.FILE, newest.line, "day")
    if book.released:
        what, remedy = f"is not {book.day}, the date-released of {work.FILE}", "write the same day in both"
    else:
        what = f"is the day of a release, and {work.FILE} has no date-released"
        remedy = f"write it there, or (not yet released) in {changes.FILE}"
    yield Problem(*place, said, what, remedy, "")


def _deposits(root: Path, book: Work) -> Iterator[Problem]:
    """Files for archives and catalogues that say something else than the file of citations."""
    for name, described in deposits.FILES.items():
        if not (root / name).exists():
            continue
        try:
            there = json.loads(files.text(root, name, shown=""))
        except ValueError as error:
            yield Problem(name, None, "", "", f"is no JSON: {error}", REWRITE, "")
            continue
        right = described(book)
        if not isinstance(there, dict):
            yield Problem(name, None, "", "", "is no object", REWRITE, "")
            continue
        for field in (f for f in {**right, **there} if there.get(f) != right.get(f)):
            what = f"is not what {work.FILE} says: {right.get(field, 'nothing')}"
            yield Problem(name, None, field, str(there.get(field, "")), what, REWRITE, "")
