"""The record with some edits: only the edited tables are written and read, all others are those of the sound record."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import small_record
from ledgerbook.record import load, schema
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem


@dataclass(frozen=True)
class Cell:
    """A cell with another value; ``at`` is the row, from zero."""

    table: str
    at: int
    column: str
    now: str


@dataclass(frozen=True)
class Moved:
    """A row that is taken away, stands twice (the second time under another id), or stands last."""

    table: str
    at: int
    how: str


HOW = ("without", "twice", "last")
Edit = Cell | Moved


@contextmanager
def written(made: Sequence[Edit]) -> Iterator[Path]:
    """The root of a book whose folder ``data`` has the schema and the edited tables: first cells, then rows."""
    with tempfile.TemporaryDirectory() as root:
        data = Path(root, "data")
        data.mkdir()
        (data / schema.FILE).symlink_to(small_record.DATA / schema.FILE)
        for table in {edit.table for edit in made}:
            _write(data, table, [edit for edit in made if edit.table == table])
        yield Path(root)


def _write(data: Path, table: str, made: Sequence[Edit]) -> None:
    with (small_record.DATA / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    standing = list(rows)
    for edit in sorted(made, key=lambda edit: isinstance(edit, Moved)):
        row = rows[edit.at]
        if isinstance(edit, Cell):
            row[header.index(edit.column)] = edit.now
        elif edit.how == "twice":
            standing.append([f"{row[0]}-again", *row[1:]])
        else:
            standing = [other for other in standing if other is not row]
            standing += [row] if edit.how == "last" else []
    with (data / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *standing])


def record(sound: Ledger, made: Sequence[Edit]) -> tuple[Ledger | None, list[Problem]]:
    """The record with these edits, as it stands in its files, and what kept cells from being read."""
    problems: list[Problem] = []
    with written(made) as root:
        tables = dict.fromkeys(edit.table for edit in made)
        found: dict[str, Any] = {t: load.content(root / "data", sound.schema[t], problems) for t in tables}
    if any(rows is None for rows in found.values()):
        return None, problems
    own = {name: found.pop(name, rows) for name, rows in sound.own.items()}
    return replace(sound, own=own, **found), problems
