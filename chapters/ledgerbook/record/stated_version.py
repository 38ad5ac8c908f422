"""The version of a book's record, which other files state too: they may not contradict ``datapackage.json``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ledgerbook.record import files, schema
from ledgerbook.record.problems import LedgerError, Problem

DATA = "data"
# Where a file states the version: the first match counts.
STATED = {
    "CITATION.cff": re.compile(r"^version:[ \t]*[\"']?([^\s\"']*)", re.MULTILINE),
    "CHANGELOG.md": re.compile(r"^## v?(\S+)", re.MULTILINE),
}


def problems(root: Path) -> list[Problem]:
    """Files of the book in that folder that state another version than its record. A file that it lacks states none."""
    try:
        version = schema.version(root / DATA)
        return [p for file in STATED if (root / file).exists() for p in _disagreement(root, file, version)]
    except LedgerError as error:
        return [] if error.problems[0].file == schema.FILE else error.problems  # said of the record already


def _disagreement(root: Path, file: str, version: str) -> Iterator[Problem]:
    text = files.text(root, file, shown="")
    found = STATED[file].search(text)
    if found is None:
        yield Problem(file, None, "version", "", "is missing", f"write {version}, the version of {schema.FILE}", "")
    elif found[1] != version:
        line, what = text.count("\n", 0, found.start(1)) + 1, f"is not {version}, the version of {schema.FILE}"
        yield Problem(file, line, "version", found[1], what, "write the same version in both", "")
