"""Checks the record: ``python -m ledgerbook.record.check [FOLDER]``.

The Frictionless library checks each table against ``datapackage.json`` (types, patterns, enumerations, keys); the rules
of the ledger check what a schema cannot say. Every problem is printed with file, line, field, value and remedy.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from frictionless import Checklist, Package, system
from frictionless.errors import ForeignKeyError, RowError

from ledgerbook.book import Book
from ledgerbook.record import load
from ledgerbook.record.ledger import Rule
from ledgerbook.record.problems import LedgerError, Problem


def problems(folder: Path, own_rules: Sequence[Rule] = ()) -> list[Problem]:
    """Everything wrong with the record in that folder, each place once."""
    try:
        _, by_rules = load.read(folder, own_rules)
    except LedgerError as error:
        return error.problems
    reported = {(p.file, p.line) for p in by_rules}
    return sorted(
        [*by_rules, *(p for p in _by_schema(folder) if (p.file, p.line) not in reported)],
        key=lambda p: (p.file, p.line or 0, p.field),
    )


def _by_schema(folder: Path) -> list[Problem]:
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate(Checklist())
    return [_problem(Path(task.place or task.name).name, error) for task in report.tasks for error in task.errors]


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
    found = problems(folder, book.rules)
    for problem in found:
        print(problem)
    if found:
        print(f"{len(found)} problem(s) in the record", file=sys.stderr)
        return 1
    record = load.load(folder, book.rules)
    print(f"The record is sound: {len(record.claims):,} claims from {len(record.sources):,} sources.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
