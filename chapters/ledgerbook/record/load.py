"""Reads a record from its folder, checks it, and says everything that is wrong with it."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, make_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from ledgerbook.record import cells, files, noting, schema
from ledgerbook.record.ledger import Ledger, Rule
from ledgerbook.record.problems import LedgerError, Problem
from ledgerbook.record.rows import ROWS
from ledgerbook.record.rules import RECORD_RULES, ROW_RULES, versions
from ledgerbook.record.schema import REQUIRED, Schema, Table

ADDED = ("line", "translations")  # what a row has beside its columns
FIRST_LINE = 2  # of the rows, below the header; no cell holds a line break, so each row is one line
LONGEST_LINE = 20_000  # characters; more in a cell than :mod:`csv` reads would stop it
Rows = Mapping[str, Sequence[Any]]
_CSV_FAULTS = {  # what :mod:`csv` says, and what it means to whoever mends the file
    "unexpected end of data": 'a quote (") never closes',
    "',' expected after": 'a quote (") closes within a cell',
    "new-line character seen": "a carriage return stands in it",
}


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
    found = _tables(folder)
    if found.rows is None:
        return None, found.problems
    ledger = _ledger(found.schema, found.rows, language)
    return ledger, judged(ledger, (versions.of(found.package), *own_rules), found.problems, found.lost)


def judged(
    ledger: Ledger, own_rules: Sequence[Rule], problems: Sequence[Problem], lost: Collection[str] = frozenset()
) -> list[Problem]:
    """The problems of the cells, and what the rules find wrong with the record beside.

    Each rule sees the rows in which nothing was found before, so that one slip is said once, and not again wherever
    another row leads to it. ``lost`` are the ids of rows that could not be made.
    """
    found = list(problems)
    for rules, of_pairs in (((*ROW_RULES, *own_rules), False), (RECORD_RULES, True)):
        sound, missed = _sound(ledger, found, lost, of_pairs) if found else (ledger, frozenset())
        found = found + [p for rule in rules for p in rule(sound) if not _follows(p, missed)]
    return sorted(found, key=lambda p: (p.file, p.line or 0, p.field))


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the files hold: no rows where one cannot be read. ``lost`` are the ids of rows that could not be made."""

    package: Mapping[str, Any]
    schema: Schema
    rows: Rows | None
    problems: list[Problem]
    lost: frozenset[str]


def _tables(folder: Path) -> _Tables:
    package = schema.package(folder)
    tables = schema.tables(package)
    problems = list(_schema_problems(tables))
    if problems:
        return _Tables(package, tables, None, problems, frozenset())
    rows: dict[str, Sequence[Any]] = {}
    lost: set[str] = set()
    unreadable: list[Problem] = []
    for name, table in tables.items():
        try:
            rows[name], ids = _rows(table, files.text(folder, table.file), problems)
            lost |= ids
        except LedgerError as error:
            unreadable += error.problems
    if unreadable:  # all else would follow from it
        return _Tables(package, tables, None, unreadable, frozenset())
    for table in tables.values():
        problems += _duplicates(table, rows[table.name])
    return _Tables(package, tables, rows, problems, frozenset(lost))


def _ledger(tables: Schema, rows: Rows, language: str) -> Ledger:
    """The rows by their ids, where the key is one column."""
    contents: dict[str, Any] = {name: _kept(table, rows[name]) for name, table in tables.items()}
    own = {name: contents.pop(name) for name in tables if name not in ROWS}
    return Ledger(schema=noting.watch_schema(tables), own=own, language=language, **contents)


def content(folder: Path, table: Table, problems: list[Problem]) -> Mapping[str, Any] | tuple[Any, ...] | None:
    """The typed rows of one file: by their ids, where the key is one column, else in their order.

    What keeps a row from being read, and a repeated key, is added to the problems; None where the file is broken.
    """
    try:
        rows, _ = _rows(table, files.text(folder, table.file), problems)
    except LedgerError as error:
        problems += error.problems
        return None
    problems += _duplicates(table, rows)
    return _kept(table, rows)


def _kept(table: Table, rows: Sequence[Any]) -> Mapping[str, Any] | tuple[Any, ...]:
    """The rows by their ids, where the key is one column, else in their order; watched."""
    by_id = len(table.key) == 1
    watched: Mapping[str, Any] | tuple[Any, ...]
    watched = noting.watch(table, {table.row_id(row): row for row in rows} if by_id else tuple(rows))
    return watched


def _sound(
    ledger: Ledger, problems: Sequence[Problem], lost: Collection[str], of_pairs: bool
) -> tuple[Ledger, frozenset[str]]:
    """The record without the rows that a problem names, and the ids of all rows that it misses.

    Rules ``of_pairs`` get no claim either that reprints one of these.
    """
    wrong = {(p.file, p.line) for p in problems}
    rows: dict[str, Sequence[Any]] = {}
    missed = set(lost)
    for name, table in ledger.schema.items():
        every = ledger.table(name)
        missed |= {row_id for row_id, row in every.items() if row_id and (table.file, row.line) in wrong}
        rows[name] = [row for row in every.values() if (table.file, row.line) not in wrong]
    if of_pairs:
        copies = {claim.claim_id for claim in rows["claims"] if claim.reprint_of in missed}
        rows["claims"] = [claim for claim in rows["claims"] if claim.claim_id not in copies]
        missed |= copies
    return _ledger(ledger.schema, rows, ledger.language), frozenset(missed)


def _follows(problem: Problem, missed: Collection[str]) -> bool:
    """Whether the problem is only that a row is missed which something is wrong with."""
    return problem.value in missed or problem.value.partition("](claim:")[2].rstrip(")") in missed


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
            yield Problem(
                schema.FILE,
                None,
                "resources",
                name,
                what,
                f"describe {', '.join(columns)}; or, if the schema is right: make schema",
            )


@cache
def _own_row(name: str, columns: tuple[str, ...]) -> type:
    """A class for the rows of a table that only this book has."""
    return make_dataclass(name, [*columns, ("line", int)], frozen=True, slots=True)


def _duplicates(table: Table, rows: Sequence[Any]) -> Iterator[Problem]:
    """Rows whose key is that of an earlier row, or would be where a system of files knows no case."""
    ids = [table.row_id(row) for row in rows] if table.key else []
    if len({key.casefold() for key in ids}) == len(ids):
        return
    seen: dict[str, tuple[str, int]] = {}
    for key, row in zip(ids, rows, strict=True):
        other, line = seen.setdefault(key.casefold(), (key, row.line))
        if line != row.line:
            what = f"stands on line {line} already" + ("" if other == key else f", as {other!r}")
            yield Problem(
                table.file, row.line, ", ".join(table.key), key, what, "give each row an id of its own, or drop one"
            )


def _rows(table: Table, text: str, problems: list[Problem]) -> tuple[list[Any], set[str]]:
    """The typed rows of one file, and the ids of those that could not be made.

    Raises :class:`LedgerError` where it cannot be cut into cells, with that alone.
    """
    rows, width = _cut(table, text), len(table.fields)
    lines: Sequence[int] = range(FIRST_LINE, FIRST_LINE + len(rows))
    lost: set[str] = set()
    if {len(row) for row in rows} - {width}:
        for line, row in zip(lines, rows, strict=True):
            if len(row) != width:
                problems.append(_miscut(table, line, row))
                lost |= set(filter(None, row[:1]))
        lines = [line for line, row in zip(lines, rows, strict=True) if len(row) == width]
        rows = [row for row in rows if len(row) == width]
    columns = list(zip(*rows, strict=True)) or [() for _ in table.fields]
    broken: set[int] = set()  # the rows with a cell that its type cannot be made of
    typed = {field.name for field in table.fields if field.type in cells.CONVERTERS}
    for index, name, fault in cells.faults(table, columns):
        cell = rows[index][table.columns.index(name)]
        problems.append(Problem(table.file, lines[index], name, cell, fault.what, fault.remedy))
        if name in typed:
            broken.add(index)
    keys = [table.columns.index(name) for name in table.key]
    lost |= {";".join(rows[index][i] for i in keys) for index in broken}
    return _made(table, columns, lines, broken), lost


def _made(table: Table, columns: Sequence[Sequence[str]], lines: Sequence[int], broken: Collection[int]) -> list[Any]:
    """The rows as objects of their class, without those that are broken."""
    if broken:
        kept = [index for index in range(len(lines)) if index not in broken]
        columns, lines = [[cells[i] for i in kept] for cells in columns], [lines[i] for i in kept]
    translated = set(table.translations)
    own = [
        _converted(f.type, cells) for f, cells in zip(table.fields, columns, strict=True) if f.name not in translated
    ]
    names = tuple(name for name in table.columns if name not in translated)
    row_type: Any = ROWS.get(table.name) or _own_row(table.row, names)
    if not translated:
        return list(map(row_type, *own, lines))
    others = {name: cells for name, cells in zip(table.columns, columns, strict=True) if name in translated}
    translations = [dict(zip(others, row, strict=True)) for row in zip(*others.values(), strict=True)]
    return list(map(row_type, *own, lines, translations))


def _converted(kind: str, values: Sequence[str]) -> Sequence[Any]:
    """The cells as values of their type; an empty one is None."""
    if kind not in cells.CONVERTERS:
        return values
    made = {value: cells.CONVERTERS[kind](value) if value else None for value in set(values)}
    return [made[value] for value in values]


def _miscut(table: Table, line: int, row: list[str]) -> Problem:
    what = f"has {len(row)} cells instead of {len(table.fields)}" if row else "is an empty line"
    return Problem(table.file, line, "", ",".join(row), what, "mend the commas or quotes" if row else "remove it")


def _cut(table: Table, text: str) -> list[list[str]]:
    """The rows of a file as cells.

    Raises :class:`LedgerError` where its header is not the schema's, or a line cannot be cut into cells.
    """
    lines = text.removesuffix("\n").split("\n")
    if max(map(len, lines)) > LONGEST_LINE:
        raise LedgerError(list(_too_long(table, lines)))
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error:
        rows = []
    if len(rows) != len(lines):
        raise _uncut(table, lines)
    header = rows.pop(0)
    if header != table.columns:
        raise LedgerError([_wrong_header(table.file, header, table.columns)])
    return rows


def _uncut(table: Table, lines: Sequence[str]) -> LedgerError:
    """The first line that is not one row."""
    for number, line in enumerate(lines, 1):
        try:
            list(csv.reader([line], strict=True))
        except csv.Error as error:
            why = next((words for said, words in _CSV_FAULTS.items() if str(error).startswith(said)), str(error))
            what = f"cannot be cut into cells: {why}"
            remedy = "write each row in one line, and a quote within quotes twice"
            return LedgerError([Problem(table.file, number, "", line, what, remedy)])
    raise AssertionError("every line is a row by itself")


def _too_long(table: Table, lines: Sequence[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            before = next(csv.reader([line[:LONGEST_LINE]]))
            field = table.columns[min(len(before), len(table.columns)) - 1]
            yield Problem(
                table.file, number, field, before[-1], f"makes a line of {len(line):,} characters", "shorten it"
            )


def _wrong_header(file: str, header: list[str], columns: list[str]) -> Problem:
    """The problem of a file whose first line is not the schema's list of columns."""
    named = {
        "lacks the column(s)": [c for c in columns if c not in header],
        "has the unknown column(s)": [c for c in header if c not in columns],
        "has more than once the column(s)": sorted({c for c in header if header.count(c) > 1}),
    }
    what = "; ".join(f"{fault} {', '.join(names)}" for fault, names in named.items() if names)
    return Problem(file, 1, "", "", what or "has its columns in another order", f"write the header {','.join(columns)}")
