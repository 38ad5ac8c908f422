"""Keeps the one list of what the chapters are expected to say: ``python -m ledgerbook.notebooks.expected``.

The list has a row for each result, check and figure that a notebook stores, with its number, count or finding. A test
compares it with the notebooks, so that a changed result needs a changed line, which a reviewer reads.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from ledgerbook import kept
from ledgerbook.book import Book
from ledgerbook.commands import faults
from ledgerbook.notebooks import moved

FILE = Path("tests") / "expected.csv"
COLUMNS = ("chapter", "kind", "name", "says", "low", "high")
REMEDY = "read what moved (make moved, which writes the list) and commit the list with the notebooks"


def rows(book: Book) -> Iterator[tuple[str, ...]]:
    """What each stored notebook publishes, in its order: chapter, kind, name, what it says, exact ends of a result."""
    for path in book.notebooks:
        found = moved.outputs(path.read_text(encoding="utf-8"))
        for name, result in found.results.items():
            low, high = (_end(result[end]) for end in ("low", "high"))
            yield path.stem, "result", name, moved.number(result), low, high
        for name, check in found.checks.items():
            yield path.stem, "check", name, f"{check['holding']} of {check['tested']}, {check['open']} open", "", ""
        for name, figure in found.figures.items():
            yield path.stem, "figure", name, figure["finding"], "", ""


def _end(end: object) -> str:
    return "" if end is None else str(end)


def text(found: Iterator[tuple[str, ...]]) -> str:
    """The list as CSV."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([COLUMNS, *found])
    return stream.getvalue()


def differences(book: Book) -> list[str]:
    """The lines of the list that the notebooks contradict or that it lacks, each with its sign as in a diff."""
    try:
        listed = (book.root / FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        listed = []
    now = text(rows(book)).splitlines()
    was, is_ = set(listed), set(now)
    return [*(f"- {line}" for line in listed if line not in is_), *(f"+ {line}" for line in now if line not in was)]


def main(root: Path | None = None) -> int:
    """The command: writes the list anew, and says how many of its lines changed."""
    book = Book(root) if root else Book.here()
    changed = len(differences(book))
    kept.write(book.root / FILE, text(rows(book)).encode())
    print(f"{FILE.as_posix()}: {changed} lines changed" if changed else f"{FILE.as_posix()}: unchanged")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(main, left=""))
