"""Writes ``columns.py`` and ``data/README.md`` from the schema: ``python -m ledgerbook.record.generated DATA``."""

from __future__ import annotations

import sys
from pathlib import Path

from ledgerbook import kept
from ledgerbook.commands import faults, lock
from ledgerbook.record import readme, schema
from ledgerbook.record.schema import Field, Table

COLUMNS = Path(__file__).with_name("columns.py")
_TYPES = {"string": "str", "number": "Fraction", "date": "date"}
_HEADER = '''"""The columns of the tables that this package knows. Generated from a record's schema by `make schema`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
'''


def columns(folder: Path) -> str:
    """The module of the rows' classes for the schema in that folder."""
    tables = schema.read(folder)
    return _HEADER + "".join(_row_class(tables[name]) for name in schema.KNOWN if name in tables)


def _row_class(table: Table) -> str:
    lines = [
        "", "", "@dataclass(frozen=True, slots=True)", f"class {table.row}Row:",
        f'    """A row of {table.file}: {table.title[:1].lower()}{table.title[1:]}."""', "",
        *(f"    {field.name}: {_type(field)}" for field in table.fields if field.name not in table.translations),
        "    line: int", "    translations: Mapping[str, str] = field(default_factory=dict, compare=False)", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _type(field: Field) -> str:
    python = _TYPES[field.type]
    return python if field.required or field.type == "string" else f"{python} | None"


def main(arguments: list[str]) -> int:
    """Writes both files for the schema in that folder."""
    (data,) = map(Path, arguments)
    with lock.held(data.resolve().parent, "make schema"):
        for target, text in ((COLUMNS, columns(data)), (data / "README.md", readme.render(data))):
            kept.write(target, text.encode())
            print(f"wrote {target.name}")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(sys.argv[1:]), left=""))
