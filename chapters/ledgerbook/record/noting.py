"""What a chapter asks the record for, noted while it is executed: which columns of which rows.

Tables that are watched hand out their own rows. The columns of a row's class note that they are read, so nothing
escapes that reads a row in any way: comparing, copying, sorting, tabulating. Rows that name a measure or a place are
noted by these, all others by their whole table. Outside of :func:`begin` and :func:`end` nothing is watched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, NamedTuple

from ledgerbook.record.schema import FILE, Schema, Table

WHOLE = "*"  # in place of a group of rows: the whole table
BY = ("measure", "geography")  # the columns by whose values rows are grouped, in tables that have them


class Asked(NamedTuple):
    """A column that was read, of a group of rows (:func:`group`) or of the whole table."""

    table: str
    column: str
    of: str


class _State:
    """There is one chapter in a process."""

    def __init__(self) -> None:
        self.noted: set[Asked] | None = None  # None where nothing is noted
        self.pauses = 0
        self.watched: list[tuple[type, str, Any]] = []  # class, column, its slot where it is the class's own


_state = _State()


def begin() -> set[Asked]:
    """Starts noting; the set that it gives grows. Records that were loaded before are not watched."""
    end()
    _state.noted = set()
    return _state.noted


def end() -> None:
    """Ends noting, and leaves the classes of rows as they were."""
    _state.noted = None
    for row, column, slot in _state.watched:
        if slot is None:
            delattr(row, column)
        else:
            setattr(row, column, slot)
    _state.watched.clear()


def active() -> bool:
    """Whether anything is noted in this process."""
    return _state.noted is not None


@contextmanager
def paused() -> Iterator[None]:
    """Nothing that is read within is noted: for checks and indexes, whose reading decides no output by itself."""
    _state.pauses += 1
    try:
        yield
    finally:
        _state.pauses -= 1


def is_paused() -> bool:
    """Whether what is read now is not to be noted."""
    return _state.pauses > 0 or not active()


def note(table: str, columns: Collection[str], of: str = WHOLE) -> None:
    """Notes that these columns of a table were read, of a group of rows or of all."""
    if _state.noted is not None and not _state.pauses:
        _state.noted.update(Asked(table, column, of) for column in columns)


def watch(table: Table, rows: Any) -> Any:
    """The same rows (by their ids, or in order), watched where noting has begun."""
    if not active():
        return rows
    for row in rows.values() if isinstance(rows, Mapping) else rows:
        _watch_class(table, type(row))
        break
    return _ById(table, rows) if isinstance(rows, Mapping) else _InOrder(table, rows)


def watch_schema(tables: Schema) -> Schema:
    """The same schema, watched where noting has begun: whoever reads it depends on the whole file."""
    return _Described(tables) if active() else tables


def group(*values: str) -> str:
    """The name of the rows with these values of the columns ``BY`` that their table has: "cases in NO"."""
    return " in ".join(values) or WHOLE


def grouped_by(table: Table) -> tuple[str, ...]:
    """The columns by whose values the table's rows are grouped, if any."""
    return tuple(column for column in BY if column in table.columns)


def known_by(table: Table) -> tuple[str, ...]:
    """The columns that say which rows a table has."""
    return table.key or (table.columns[0],)


def _watch_class(table: Table, row: type) -> None:
    if any(found is row for found, *_ in _state.watched):
        return
    by = [getattr(row, column) for column in grouped_by(table)]
    for column in fields(row):
        _state.watched.append((row, column.name, row.__dict__.get(column.name)))
        setattr(row, column.name, _Column(getattr(row, column.name), by, table.name, column.name))


class _Column:
    """A column of a class of rows, in place of its slot: notes that it is read."""

    def __init__(self, slot: Any, by: Sequence[Any], table: str, column: str) -> None:
        self.slot, self.by, self.table, self.columns = slot, by, table, (column,)

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        if not _state.pauses:
            note(self.table, self.columns, group(*(slot.__get__(row, owner) for slot in self.by)))
        return self.slot.__get__(row, owner)

    def __set__(self, row: Any, value: Any) -> None:
        self.slot.__set__(row, value)


class _ById(Mapping[str, Any]):
    """A watched table by the ids of its rows. Whoever goes through it depends on which rows there are."""

    def __init__(self, table: Table, rows: Mapping[str, Any]) -> None:
        self._table, self._rows, self._known_by = table.name, rows, known_by(table)
        self._by = grouped_by(table)

    def __getitem__(self, key: str) -> Any:
        if key not in self._rows:
            note(self._table, self._known_by)
        row = self._rows[key]
        with paused():
            of = group(*(getattr(row, column) for column in self._by))
        note(self._table, self._known_by, of)
        return row

    def __iter__(self) -> Iterator[str]:
        note(self._table, self._known_by)
        return iter(self._rows)

    def __len__(self) -> int:
        note(self._table, self._known_by)
        return len(self._rows)


class _Described(Mapping[str, Table]):
    """A watched schema."""

    def __init__(self, tables: Schema) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> Table:
        note(FILE, ("",))
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        note(FILE, ("",))
        return iter(self._tables)

    def __len__(self) -> int:
        note(FILE, ("",))
        return len(self._tables)


class _InOrder(Sequence[Any]):
    """A watched table in the order of its file."""

    def __init__(self, table: Table, rows: Sequence[Any]) -> None:
        self._table, self._rows, self._known_by = table.name, rows, known_by(table)

    def __getitem__(self, index: Any) -> Any:
        note(self._table, self._known_by)
        return self._rows[index]

    def __len__(self) -> int:
        note(self._table, self._known_by)
        return len(self._rows)
