"""The schema of a record, read from its ``datapackage.json``: the only place where tables and columns are described.

Beside what the Data Package standard knows (types, enumerations, keys), a resource says how a row is called in code
(``row``) and a field whether a version publishes it (``published``) and which had it first (``added``), whether it is
part of an address that readers cite (``address``), whether it holds names in which a numeral counts nothing (``names``)
or a day, a month or a year (``partialDate``), and of what table it lists rows (``listOf``, with the separator between
them).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from ledgerbook.record import files
from ledgerbook.record.problems import LedgerError, Problem

T = TypeVar("T")
FILE = "datapackage.json"
ENCODING = "utf-8"
RESTORE = f"restore data/{FILE}"
TYPES = ("string", "number", "date")
_KINDS = {dict: "object", list: "list", str: "text", int: "whole number", bool: "true or false"}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}")
_CREATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}Z)?")
_TRANSLATED = re.compile(r"\w+_[a-z]{2}")
REQUIRED = ("claims", "sources", "agencies", "measures", "places", "languages", "words")
# Every table that this package knows; one that a record lacks is empty, and a record may have others of its own.
KNOWN = (
    *REQUIRED, "results", "checks", "searches", "outlets", "relations", "breaks", "second_reading", "corrections",
    "disagreements", "events", "glossary", "criteria", "publications", "scores", "published",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table. ``refers_to`` is the table of which a cell names a row, or several with ``separator``."""

    name: str
    type: str
    description: str
    allowed: frozenset[str] | None  # the values of an enumeration
    refers_to: str
    separator: str
    published: bool
    added: str  # the version that first had the column; "" for the first of all
    address: bool
    names: bool
    required: bool
    pattern: re.Pattern[str] | None
    longest: int | None  # characters
    partial_date: bool


@dataclass(frozen=True)
class Table:
    """A table of the record; ``row`` is the name of its rows' class."""

    name: str
    row: str
    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"

    @property
    def columns(self) -> list[str]:
        """The names of its columns, in their order."""
        return [field.name for field in self.fields]

    @property
    def translations(self) -> list[str]:
        """Its columns that say in another language what an English one says: ``label_nb`` beside ``label_en``.

        Only of tables that this package knows: what a book's own columns say, its own code says.
        """
        if self.name not in KNOWN:
            return []
        columns = self.columns
        return [c for c in columns if _TRANSLATED.fullmatch(c) and f"{c[:-3]}_en" in columns and c[-3:] != "_en"]

    @cached_property
    def published(self) -> tuple[Field, ...]:
        """The columns that a source or a decision stands behind, which a version publishes."""
        return tuple(field for field in self.fields if field.published)

    def row_id(self, row: Any) -> str:
        """By what a row is known: its key, with ";" between the columns where there are several."""
        if len(self.key) == 1:
            return str(getattr(row, self.key[0]))
        return ";".join([getattr(row, name) for name in self.key])


Schema = Mapping[str, Table]


def read(folder: Path) -> Schema:
    """The tables of the record in that folder, by name. Raises :class:`LedgerError` where it cannot be read."""
    return tables(package(folder))


def tables(described: Mapping[str, Any]) -> Schema:
    """The tables of a record by name, from its whole description. Raises :class:`LedgerError` where that is wrong."""
    found: dict[str, Table] = {}
    for number, resource in enumerate(described["resources"]):
        at = f"resources[{number}]"
        table = _table(resource, at)
        if table.name in found:
            raise _wrong(f"{at}.name", table.name, "is described twice", "describe each table once")
        found[table.name] = table
    for table in found.values():
        for field in table.fields:
            if field.refers_to and field.refers_to not in found:
                what, remedy = (
                    f"is what {table.name}.{field.name} refers to, and no table",
                    "describe it, or mend the name",
                )
                raise _wrong("resources", field.refers_to, what, remedy)
    return found


def version(folder: Path) -> str:
    """The version of the record in that folder. Raises :class:`LedgerError` where it says none."""
    found: str = package(folder)["version"]
    return found


def package(folder: Path) -> dict[str, Any]:
    """The whole description of the record in that folder.

    Raises :class:`LedgerError` where it cannot be read, or lacks a version or a list of resources.
    """
    text = files.text(folder, FILE)
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise LedgerError([Problem(FILE, error.lineno, "", "", f"is no JSON: {error.msg}", RESTORE)]) from error
    except (ValueError, RecursionError) as error:
        raise _wrong("", "", f"is no JSON: {error}", RESTORE) from error
    document = _a(dict, found, "")
    stated = _in(document, "version", str, "")
    if not _VERSION.fullmatch(stated):
        raise _wrong("version", stated, "is no version", "write three numbers, such as 1.0.0")
    created = _in(document, "created", str, "", "")
    if created and not _CREATED.fullmatch(created):
        raise _wrong("created", created, "is no day", "write it as 2000-12-31T00:00:00Z")
    _in(document, "resources", list, "")
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError(f"it names {next(n for n in names if names.count(n) > 1)!r} twice in one object")
    for name, value in pairs:
        if isinstance(value, str) and not value.isprintable():
            raise ValueError(f"what it says of {name!r} holds invisible characters: {value!r}")
    return dict(pairs)


def _no_number(text: str) -> Any:
    raise ValueError(f"it holds {text}, which is no number")


def _a(kind: type[T], value: Any, at: str) -> T:
    """The value, where it is of that kind."""
    if not isinstance(value, kind):
        raise _wrong(at, json.dumps(value, ensure_ascii=False), f"is no {_KINDS[kind]}", f"write a {_KINDS[kind]}")
    return value


def _in(document: Mapping[str, Any], key: str, kind: type[T], at: str, default: T | None = None) -> T:
    """What stands there under that key."""
    here = f"{at}.{key}".lstrip(".")
    if key not in document and default is None:
        raise _wrong(here, "", "is missing", f"add it, or restore {FILE}")
    return _a(kind, document.get(key, default), here)


def _texts(value: Any, at: str) -> list[str]:
    return [_a(str, text, at) for text in _a(list, value, at)]


def _wrong(field: str, value: str, what: str, remedy: str) -> LedgerError:
    return LedgerError([Problem(FILE, None, field, value, what, remedy)])


def _table(described: Any, at: str) -> Table:
    resource = _a(dict, described, at)
    name, path = _in(resource, "name", str, at), _in(resource, "path", str, at)
    if not _NAME.fullmatch(name):
        raise _wrong(f"{at}.name", name, "is no name of a table", "write lower-case letters, digits and _")
    if path != f"{name}.csv":
        raise _wrong(f"{at}.path", path, "is not the name of the table with .csv", f"write {name}.csv")
    if _in(resource, "encoding", str, at, ENCODING) != ENCODING:
        raise _wrong(f"{at}.encoding", resource["encoding"], "is not that of a record", f"write {ENCODING}")
    row, title = _in(resource, "row", str, at), _in(resource, "title", str, at)
    schema = _in(resource, "schema", dict, at)
    at = f"{at}.schema"
    links = dict(_link(link, f"{at}.foreignKeys") for link in _in(schema, "foreignKeys", list, at, []))
    described_fields = enumerate(_in(schema, "fields", list, at))
    fields = tuple(_field(field, links, f"{at}.fields[{number}]") for number, field in described_fields)
    names = [field.name for field in fields]
    key = schema.get("primaryKey", [])
    keys = (key,) if isinstance(key, str) else tuple(_texts(key, f"{at}.primaryKey"))
    for column in (*keys, *links):
        if column not in names:
            raise _wrong(at, column, f"is no column of {name}", "describe it, or mend the name")
    if twice := [column for column in names if names.count(column) > 1]:
        raise _wrong(f"{at}.fields", twice[0], "is described twice", "describe each column once")
    return Table(name, row, title, fields, keys)


def _link(described: Any, at: str) -> tuple[str, str]:
    """A column, and the table that it refers to."""
    link = _a(dict, described, at)
    return _in(link, "fields", str, at), _in(_in(link, "reference", dict, at), "resource", str, at)


def _field(described: Any, links: Mapping[str, str], at: str) -> Field:
    field = _a(dict, described, at)
    name, kind = _in(field, "name", str, at), _in(field, "type", str, at)
    if kind not in TYPES:
        raise _wrong(f"{at}.type", kind, f"is none of {', '.join(TYPES)}", "use one of these words")
    listed, constraints = _in(field, "listOf", dict, at, {}), _in(field, "constraints", dict, at, {})
    allowed = _texts(constraints.get("enum", []), f"{at}.constraints.enum")
    longest = _in(constraints, "maxLength", int, at, 0)
    flags = {key: _in(field, key, bool, at, False) for key in ("published", "address", "names", "partialDate")}
    return Field(
        name=name,
        type=kind,
        description=_in(field, "description", str, at),
        allowed=frozenset(allowed) if allowed else None,
        refers_to=_in(listed, "resource", str, at, links.get(name, "")),
        separator=_in(listed, "separator", str, at, ""),
        published=flags["published"],
        added=_in(field, "added", str, at, ""),
        address=flags["address"],
        names=flags["names"],
        required=_in(constraints, "required", bool, at, False),
        pattern=_pattern(constraints, at),
        longest=longest or None,
        partial_date=flags["partialDate"],
    )


def _pattern(constraints: Mapping[str, Any], at: str) -> re.Pattern[str] | None:
    text = _in(constraints, "pattern", str, at, "")
    try:
        return re.compile(text, re.ASCII) if text else None
    except re.error as error:
        raise _wrong(f"{at}.constraints.pattern", text, f"is no regular expression: {error}", "mend it") from error
