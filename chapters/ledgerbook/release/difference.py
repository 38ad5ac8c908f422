"""What differs between two versions of a book: ``python -m ledgerbook.release.difference REVISION``.

Claims that were added, corrected or withdrawn, and the results, checks and findings that moved, as a page of text. The
tables are read as they stand, by their headings, so that a version with an older schema can be read too.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ledgerbook.book import Book
from ledgerbook.commands import faults, git
from ledgerbook.commands.faults import CommandError
from ledgerbook.notebooks import moved
from ledgerbook.notebooks.moved import NONE
from ledgerbook.record import schema
from ledgerbook.record.rows import SEVERAL
from ledgerbook.record.rules.published import WITHDRAWN, parts

USED = "used"  # the status of a claim that stands
TABLES = ("claims", "corrections", "sources")
TOLD = (" is new", " is gone", ", finding:")  # of a figure
# What stands behind a result or a check that says what it said.
_BEHIND = re.compile(rf"(?:result|check) `[^`]*`[:,] (?:{'|'.join((*moved.BEHIND, 'rule', 'rows'))}): ")
CELL = 80  # characters shown of a cell

Row = Mapping[str, str]


@dataclass(frozen=True)
class State:
    """A version of a book: its description, its tables and its notebooks as they stand in their files."""

    package: Mapping[str, Any]
    tables: Mapping[str, Sequence[Row]]
    notebooks: Mapping[str, str]

    @property
    def version(self) -> str:
        """The version of the record."""
        return str(self.package["version"])

    @cached_property
    def claims(self) -> Mapping[str, Row]:
        """The claims by id."""
        return {row["claim_id"]: row for row in self.tables["claims"]}

    @property
    def published(self) -> Sequence[str]:
        """The columns of a claim that a version publishes."""
        (claims,) = (r for r in self.package["resources"] if r["name"] == "claims")
        return [field["name"] for field in claims["schema"]["fields"] if field.get("published")]


def here(book: Book) -> State:
    """The book as it lies in its folder."""
    texts = {name: (book.data / f"{name}.csv").read_text(encoding="utf-8") for name in TABLES}
    notebooks = {path.stem: path.read_text(encoding="utf-8") for path in book.notebooks}
    return State(schema.package(book.data), {name: _rows(text) for name, text in texts.items()}, notebooks)


def at(book: Book, revision: str) -> State:
    """The book as it was at a revision. Raises CommandError where git gives none."""
    if not git.has(book.root, revision):
        raise CommandError(f"git knows no revision {revision!r}; name a commit or a tag of this book")
    folder = book.data.relative_to(book.root).as_posix()
    tables = {name: _rows(git.text(book.root, f"{folder}/{name}.csv", revision)) for name in TABLES}
    package = json.loads(git.text(book.root, f"{folder}/{schema.FILE}", revision))
    return State(package, tables, moved.of_revision(book, revision))


def _rows(text: str) -> list[Row]:
    return list(csv.DictReader(text.splitlines(keepends=True)))


def report(before: State, after: State) -> str:
    """The page, in Markdown."""
    sections = {
        "Claims added": list(_added(before, after)),
        "Claims withdrawn": list(_withdrawn(before, after)),
        "Claims that stand again": list(_standing_again(before, after)),
        "Corrections": list(_corrections(before, after)),
        "Claims that say something else without a correction": list(_uncorrected(before, after)),
        "Results, checks and findings that moved": list(_moved(before, after)),
    }
    summary = [f"- {title}: {len(items):,}" for title, items in sections.items()]
    sources = len(after.tables["sources"]) - len(before.tables["sources"])
    summary += [f"- Sources: {len(after.tables['sources']):,} ({sources:+,})"]
    pages = [f"## {title}\n\n" + "\n".join(f"- {item}" for item in items) for title, items in sections.items() if items]
    title = f"# What changed from version {before.version} to version {after.version}"
    return "\n\n".join([title, "\n".join(summary), *pages]) + "\n"


def first(after: State) -> str:
    """The page of a version before which none was released."""
    return f"# Version {after.version}\n\nNo version was released before it, so there is nothing to compare it with.\n"


def _added(before: State, after: State) -> Iterator[str]:
    for name, row in after.claims.items():
        if name not in before.claims:
            yield f"`{name}` ({row['measure']}): {_said(row)}" + _status(row)


def _said(row: Row) -> str:
    return f"{row['value_text']}, to {row['period_end']}, source `{row['source_id']}`"


def _status(row: Row) -> str:
    return "" if row["status"] == USED else f", {row['status']}"


def _withdrawn(before: State, after: State) -> Iterator[str]:
    for name, row in before.claims.items():
        now = after.claims.get(name)
        if now is None:
            yield f"`{name}` ({row['measure']}): {_said(row)} is gone"
        elif row["status"] == USED != now["status"]:
            reason = now.get("status_reason", "")
            yield f"`{name}` ({row['measure']}): {_said(row)}, now {now['status']}" + (f": {reason}" if reason else "")


def _standing_again(before: State, after: State) -> Iterator[str]:
    for name, row in before.claims.items():
        now = after.claims.get(name)
        if now is not None and row["status"] != USED == now["status"]:
            yield f"`{name}` ({row['measure']}): {_said(now)}, was {row['status']}"


def _corrections(before: State, after: State) -> Iterator[str]:
    known = {tuple(row.values()) for row in before.tables["corrections"]}
    for row in after.tables["corrections"]:
        if tuple(row.values()) not in known and parts(row["since"]) > parts(before.version):
            ids = ", ".join(f"`{name}`" for name in row["row_id"].split(SEVERAL))
            cells = "withdrawn" if row["column"] == WITHDRAWN else _cells(row)
            yield f"{row['table']} {ids}: {cells}. {row['why']}"


def _cells(row: Row) -> str:
    columns = row["column"].split(SEVERAL)
    sides = [row[side].split(SEVERAL) if len(columns) > 1 else [row[side]] for side in ("was", "now")]
    return "; ".join(_change(*cells) for cells in zip(columns, *sides, strict=True))


def _change(column: str, was: str, now: str) -> str:
    return f"{column} {_cut(was)} → {_cut(now)}"


def _cut(cell: str) -> str:
    return (cell if len(cell) <= CELL else f"{cell[:CELL]} …") or "nothing"


def _uncorrected(before: State, after: State) -> Iterator[str]:
    """What the check of the record refuses where a row was noted as published."""
    corrected = {
        (name, column)
        for row in after.tables["corrections"]
        if row["table"] == "claims"
        for name in row["row_id"].split(SEVERAL)
        for column in row["column"].split(SEVERAL)
    }
    for name, row in before.claims.items():
        now = after.claims.get(name, row)
        changes = [
            _change(column, row[column], now[column])
            for column in after.published
            if column in row and row[column] != now[column] and (name, column) not in corrected and column != "status"
        ]
        if changes:
            yield f"`{name}`: {'; '.join(changes)}"


def _moved(before: State, after: State) -> Iterator[str]:
    for chapter in sorted({*before.notebooks, *after.notebooks}):
        sides = [moved.outputs(s.notebooks[chapter]) if chapter in s.notebooks else NONE for s in (before, after)]
        yield from (f"{chapter}: {item}" for item in moved.moved(*sides) if _is_told(item))


def _is_told(item: str) -> bool:
    """Whether what moved says something else to a reader, and not only what stands behind it, or in cells or print."""
    kind = item.partition(" ")[0]
    if kind in ("result", "check"):
        return _BEHIND.match(item) is None
    return kind == "figure" and any(words in item for words in TOLD)


def main(arguments: Sequence[str]) -> int:
    """Prints the page of what the folder changed since a revision."""
    if len(arguments) != 1:
        raise CommandError("usage: python -m ledgerbook.release.difference REVISION (make difference SINCE=v1.0.0)")
    book = Book.here()
    print(report(at(book, arguments[0]), here(book)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(sys.argv[1:]), left=""))
