"""Reads a record from its folder, checks it, and says everything that is wrong with it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, make_dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from ledgerbook.record import noting, schema
from ledgerbook.record.ledger import Ledger, Rule
from ledgerbook.record.problems import LedgerError, Problem
from ledgerbook.record.rows import ROWS
from ledgerbook.record.rules import RECORD_RULES, ROW_RULES
from ledgerbook.record.schema import REQUIRED, Schema, Table

ADDED = ("line", "translations")  # what a row has beside its columns


def load(folder: Path, own_rules: Sequence[Rule] = (), language: str = "en") -> Ledger:
    """Reads and checks the record; its labels are given in that language, where the tables have a column for it.

    Raises :class:`LedgerError`, which lists every problem with file, line, field, value and remedy.
    """
    with noting.paused():  # what rules read decides no output
        ledger, problems = read(folder, own_rules, language)
        if problems or ledger is None:
            raise LedgerError(problems)
        # Watched, it keeps nothing that a rule computed: what a chapter asks for is computed before its eyes.
        return replace(ledger) if noting.active() else ledger


def read(folder: Path, own_rules: Sequence[Rule] = (), language: str = "en") -> tuple[Ledger | None, list[Problem]]:
    """The record and everything that is wrong with it; no record where a table cannot be read at all."""
    ledger, problems = unchecked(folder, language)
    return ledger, problems if ledger is None else judged(ledger, own_rules, problems)


def judged(ledger: Ledger, own_rules: Sequence[Rule], problems: Sequence[Problem]) -> list[Problem]:
    """What kept cells from being read, and what the rules find wrong with the record beside."""
    found = list(problems)
    for rule in (*ROW_RULES, *own_rules):
        found += rule(ledger)
    if not found:
        for rule in RECORD_RULES:
            found += rule(ledger)
    return sorted(found, key=lambda p: (p.file, p.line or 0, p.field))


def unchecked(folder: Path, language: str = "en") -> tuple[Ledger | None, list[Problem]]:
    """The record as it stands in its files, whatever rules would say of it, and what kept cells from being read."""
    tables = schema.read(folder)
    problems = list(_schema_problems(tables))
    if problems:
        return None, problems
    contents: dict[str, Any] = {name: content(folder, table, problems) for name, table in tables.items()}
    if any(found is None for found in contents.values()):
        return None, problems
    own = {name: contents.pop(name) for name in tables if name not in ROWS}
    return Ledger(schema=noting.watch_schema(tables), own=own, language=language, **contents), problems


def content(folder: Path, table: Table, problems: list[Problem]) -> Mapping[str, Any] | tuple[Any, ...] | None:
    """The typed rows of one file: by their ids, where the key is one column, else in their order.

    What keeps a row from being read, and a repeated key, is added to the problems; None where the file is broken.
    """
    rows = _rows(folder, table, problems)
    if rows is None:
        return None
    if len(table.key) != 1:
        return noting.watch(table, tuple(rows))  # type: ignore[no-any-return]
    problems += _duplicates(table, rows)
    return noting.watch(table, {table.row_id(row): row for row in rows})  # type: ignore[no-any-return]


def _schema_problems(tables: Schema) -> Iterator[Problem]:
    """Tables that this package knows must have the columns that it knows."""
    for name in REQUIRED:
        if name not in tables:
            yield Problem(
                schema.FILE, None, "resources", name, "is missing", "describe the table, if only with no rows"
            )
    for name, row in ROWS.items():
        columns = [field.name for field in fields(row) if field.name not in ADDED]
        found = [c for c in tables[name].columns if c not in tables[name].translations] if name in tables else columns
        if found != columns:
            wrong = set(found) ^ set(columns)
            what = f"has not the columns that are known: {', '.join(sorted(wrong)) or 'their order differs'}"
            yield Problem(schema.FILE, None, "resources", name, what, f"describe {', '.join(columns)}")


@cache
def _own_row(name: str, columns: tuple[str, ...]) -> type:
    """A class for the rows of a table that only this book has."""
    return make_dataclass(name, [*columns, ("line", int)], frozen=True, slots=True)


def _duplicates(table: Table, rows: Sequence[Any]) -> Iterator[Problem]:
    """Rows whose key is that of an earlier row, in a table where it is one column."""
    column = table.key[0]
    seen: dict[str, int] = {}
    for row in rows:
        key = getattr(row, column)
        if key in seen:
            what = f"stands on line {seen[key]} already"
            yield Problem(table.file, row.line, column, key, what, "give each row an id of its own")
        seen.setdefault(key, row.line)


def _rows(folder: Path, table: Table, problems: list[Problem]) -> list[Any] | None:
    """The typed rows of one file; None where its header or encoding is broken."""
    file, columns = table.file, table.columns
    try:
        with (folder / file).open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, [])
            if header != columns:
                problems.append(_wrong_header(file, header, columns))
                return None
            convert = _row_converter(table, problems)
            return [row for row in convert(reader) if row is not None]
    except FileNotFoundError:
        problems.append(Problem(file, None, "", "", "is missing", f"restore data/{file}"))
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 (byte {error.start}: {error.object[error.start : error.start + 1]!r})"
        problems.append(Problem(file, None, "", "", what, "save the file as UTF-8"))
    return None


def _wrong_header(file: str, header: list[str], columns: list[str]) -> Problem:
    """The problem of a file whose first line is not the schema's list of columns."""
    if header and header[0].startswith("\ufeff"):
        return Problem(file, 1, "", "", "starts with a byte order mark", "save the file as UTF-8 without one")
    missing = [c for c in columns if c not in header]
    extra = [c for c in header if c not in columns]
    what = "; ".join(
        part
        for part in (
            f"lacks the column(s) {', '.join(missing)}" if missing else "",
            f"has the unknown column(s) {', '.join(extra)}" if extra else "",
            "" if missing or extra else "has its columns in another order",
        )
        if part
    )
    return Problem(file, 1, "", "", what, f"write the header {','.join(columns)}")


def _row_converter(table: Table, problems: list[Problem]) -> Callable[[Iterator[list[str]]], Iterator[Any]]:
    file, names = table.file, table.columns
    translated = [(i, name) for i, name in enumerate(names) if name in table.translations]
    kept = [i for i, name in enumerate(names) if name not in table.translations]
    row_type: Any = ROWS.get(table.name) or _own_row(table.row, tuple(names[i] for i in kept))
    typed = [(i, f.name, _CONVERTERS[f.type]) for i, f in enumerate(table.fields) if f.type in _CONVERTERS]
    allowed = [(i, f.name, f.allowed) for i, f in enumerate(table.fields) if f.allowed is not None]

    def one(line: int, cells: list[Any]) -> Any:
        if len(cells) != len(names):
            what = f"has {len(cells)} cells instead of {len(names)}"
            problems.append(Problem(file, line, "", ",".join(cells)[:60], what, "mend the commas or quotes"))
            return None
        for i, name, values in allowed:
            if cells[i] not in values:
                what = f"is none of {', '.join(sorted(values))}"
                problems.append(Problem(file, line, name, cells[i], what, "use one of these words"))
        for i, name, convert in typed:
            try:
                cells[i] = convert(cells[i])
            except (ValueError, ZeroDivisionError):
                kind = convert.__name__.lstrip("_")
                problems.append(Problem(file, line, name, cells[i], f"is no {kind}", f"write a {kind}"))
                return None
        if not translated:
            return row_type(*cells, line)
        return row_type(*(cells[i] for i in kept), line, {name: cells[i] for i, name in translated})

    def rows(reader: Iterator[list[str]]) -> Iterator[Any]:
        for cells in reader:
            yield one(reader.line_num, cells)  # type: ignore[attr-defined]

    return rows


def _number(text: str) -> Fraction:
    return Fraction(text)


def _date(text: str) -> date:
    return date.fromisoformat(text)


_CONVERTERS: Mapping[str, Callable[[str], Any]] = {"number": _number, "date": _date}
