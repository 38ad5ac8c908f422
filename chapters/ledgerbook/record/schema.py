"""The schema of a record, read from its ``datapackage.json``: the only place where tables and columns are described.

Beside what the Data Package standard knows (types, enumerations, keys), a resource says how a row is called in code
(``row``) and a field whether a version publishes it (``published``) and which had it first (``added``), whether it is
part of an address that readers cite (``address``), whether it holds names in which a numeral counts nothing (``names``)
and of what table it lists rows (``listOf``, with the separator between them).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ledgerbook.record.problems import LedgerError, Problem

FILE = "datapackage.json"
_TRANSLATED = re.compile(r"\w+_[a-z]{2}")
REQUIRED = ("claims", "sources", "agencies", "measures", "places", "languages", "words")
# Every table that this package knows; one that a record lacks is empty, and a record may have others of its own.
KNOWN = (
    *REQUIRED, "results", "outlets", "relations", "breaks", "second_reading", "corrections", "disagreements",
    "events", "glossary", "criteria", "publications", "scores", "published",
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
    required: bool
    published: bool
    added: str  # the version that first had the column; "" for the first of all
    address: bool
    names: bool


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
        return ";".join(getattr(row, name) for name in self.key)


Schema = Mapping[str, Table]


def read(folder: Path) -> Schema:
    """The tables of the record in that folder, by name. Raises :class:`LedgerError` where it cannot be read."""
    try:
        resources = package(folder)["resources"]
        return {resource["name"]: _table(resource) for resource in resources}
    except (KeyError, TypeError) as error:
        raise _unreadable(f"lacks {error}") from error


def version(folder: Path) -> str:
    """The version of the record in that folder. Raises :class:`LedgerError` where it says none."""
    try:
        return str(package(folder)["version"])
    except KeyError as error:
        raise _unreadable(f"lacks {error}") from error


def package(folder: Path) -> dict[str, Any]:
    """The whole description of the record in that folder. Raises :class:`LedgerError` where it cannot be read."""
    try:
        found: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(f"cannot be read: {error}") from error
    return found


def _unreadable(what: str) -> LedgerError:
    return LedgerError([Problem(FILE, None, "", "", what, "restore it")])


def _table(resource: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    key = schema.get("primaryKey", [])
    links = {link["fields"]: link["reference"]["resource"] for link in schema.get("foreignKeys", [])}
    return Table(
        name=resource["name"],
        row=resource["row"],
        title=resource["title"],
        fields=tuple(_field(field, links.get(field["name"], "")) for field in schema["fields"]),
        key=(key,) if isinstance(key, str) else tuple(key),
    )


def _field(field: Mapping[str, Any], linked: str) -> Field:
    listed = field.get("listOf", {})
    allowed = field.get("constraints", {}).get("enum")
    return Field(
        name=field["name"],
        type=field["type"],
        description=field["description"],
        allowed=frozenset(allowed) if allowed else None,
        refers_to=listed.get("resource", linked),
        separator=listed.get("separator", ""),
        required=field.get("constraints", {}).get("required", False),
        published=field.get("published", False),
        added=field.get("added", ""),
        address=field.get("address", False),
        names=field.get("names", False),
    )
