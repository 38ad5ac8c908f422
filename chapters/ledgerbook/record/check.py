"""Checks the record: ``python -m ledgerbook.record.check [FOLDER]``.

The ledger's reader and rules check every cell and what a schema cannot say; the Frictionless library then checks what
they find sound against ``datapackage.json`` (types, patterns, enumerations, keys), and of the book's own folder the
versions that other files state. Every problem is printed with file, line, field, value and remedy, the first twenty in
full.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from frictionless import Checklist, FrictionlessException, Package, system
from frictionless.errors import ForeignKeyError, RowError

from ledgerbook.book import Book
from ledgerbook.commands import faults
from ledgerbook.record import identity, load
from ledgerbook.record.ledger import Ledger, Rule
from ledgerbook.record.problems import LedgerError, Problem, report
from ledgerbook.record.schema import FILE


def problems(folder: Path, own_rules: Sequence[Rule] = ()) -> list[Problem]:
    """Everything wrong with the record in that folder, each place once."""
    return checked(folder, own_rules)[1]


def checked(folder: Path, own_rules: Sequence[Rule] = ()) -> tuple[Ledger | None, list[Problem]]:
    """The record in that folder, if it can be read, and everything wrong with it, each place once."""
    try:
        record, by_rules = load.read(folder, own_rules)
    except LedgerError as error:
        return None, error.problems
    # A second opinion on what is sound for us; of what is not it would say the same again in other words.
    return record, by_rules or _by_schema(folder)


def _by_schema(folder: Path) -> list[Problem]:
    try:
        with system.use_context(trusted=True):
            result = Package(str(folder / FILE)).validate(Checklist())
    except FrictionlessException as error:
        return [Problem(FILE, None, "", "", f"is no Data Package: {error.error.note}", "see data/README.md")]
    return [_problem(Path(task.place or task.name).name, error) for task in result.tasks for error in task.errors]


def _problem(file: str, error: object) -> Problem:
    """A Frictionless error in the words of this project."""
    cells = getattr(error, "cells", [])
    field = getattr(error, "field_name", "")
    if isinstance(error, ForeignKeyError):
        field = ", ".join(error.field_names)
    value = getattr(error, "cell", "") or (", ".join(map(str, cells))[:60] if isinstance(error, RowError) else "")
    note = getattr(error, "note", "") or str(error)
    line = getattr(error, "row_number", None)
    return Problem(file, line, field, str(value), f"breaks the schema: {note}", "see data/README.md for the column")


def main(arguments: list[str]) -> int:
    """Prints the problems, or how large the record is; the exit status says which."""
    book = Book.here()
    folder = Path(arguments[0]) if arguments else book.data
    record, found = checked(folder, book.rules)
    found += [] if arguments else identity.problems(book.root)
    print(*report(found), sep="\n", end="\n" if found else "")
    if found or record is None:
        print(f"{len(found)} problem(s) in the record", file=sys.stderr)
        return 1
    print(f"The record is sound: {len(record.claims):,} claims from {len(record.sources):,} sources.")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(sys.argv[1:]), left=""))
