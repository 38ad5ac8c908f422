"""The directive ``{downloads}``: the record as files to take, each with its size and its SHA-256.

* ``numbers.csv`` and ``numbers.json``: every claim in one row, its bounds as numbers, its source beside it. The CSV
  opens with a byte-order mark, without which spreadsheets take other scripts for noise.
* ``record.zip``: the Data Package as it is in the repository. Its files are stored, not compressed, so that the archive
  is the same bytes whatever library packs it.
* ``record.sql``: the tables with their keys, for SQLite and its like; ``record.sqlite``: the same, ready to be asked.
* ``numbers.xlsx``: the numbers with a sheet of what the measures count, one of what the columns mean, and the licence.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import math
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import portion
import xlsxwriter
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxDirective

from ledgerbook import zipped
from ledgerbook.record import files, schema
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Claim
from ledgerbook.site.base import elements, inputs
from ledgerbook.site.base.files import write_changed
from ledgerbook.site.base.words import _, counted
from ledgerbook.site.numbers.views import claim_view

FOLDER = "data"
WRITTEN_BY = (92, 100)  # bytes of a file of SQLite that say which library wrote it, and when that counted
# The columns of the numbers: what a row holds, and what the heading says where there is no row.
COLUMNS = (
    "claim", "counts", "measure", "place", "first_day", "last_day", "printed", "low", "low_included", "high",
    "high_included", "unit", "kind", "status", "stated_by", "phrase", "translation", "source", "source_title",
    "outlet", "address", "source_date", "second_reading",
)  # fmt: skip
TYPES = {"integer": "INTEGER", "number": "NUMERIC", "boolean": "INTEGER"}  # of SQL, by those of the schema


def made(record: Ledger, folder: Path) -> dict[str, bytes]:
    """The files by name; ``folder`` holds the record."""
    rows = [number_row(record, claim) for claim in record.claims.values()]
    statements = sql(folder)
    return {
        "numbers.csv": "\ufeff".encode() + as_csv(rows),
        "numbers.xlsx": workbook(rows, folder),
        "numbers.json": (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode(),
        "record.zip": archive(folder),
        "record.sqlite": database(statements),
        "record.sql": statements.encode(),
    }


def number_row(record: Ledger, claim: Claim) -> dict[str, Any]:
    """A claim with its bounds and its source; a bound that nobody knows is empty."""
    view = claim_view(record, claim.claim_id)
    interval = claim.interval()
    source = view.source
    return {
        "claim": claim.claim_id,
        "counts": view.measure,
        "measure": claim.measure,
        "place": record.label(record.places[claim.geography]),
        "first_day": claim.period.first.isoformat() if claim.period.first else "",
        "last_day": claim.period.end.isoformat(),
        "printed": claim.value_text,
        "low": _number(interval.lower),
        "low_included": interval.left is portion.CLOSED,
        "high": _number(interval.upper),
        "high_included": interval.right is portion.CLOSED,
        "unit": claim.unit,
        "kind": claim.kind,
        "status": claim.status,
        "stated_by": view.agencies,
        "phrase": claim.evidence,
        "translation": claim.translation,
        "source": claim.source_id,
        "source_title": source.title,
        "outlet": view.outlet,
        "address": record.link(source),
        "source_date": source.date,
        "second_reading": view.second_reading,
    }


def _number(value: Any) -> int | float | None:
    if value in (portion.inf, -portion.inf):
        return None
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else float(exact)


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    """The rows with a heading."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def archive(folder: Path) -> bytes:
    """The Data Package: its description, what explains it, and its tables."""
    names = [schema.FILE, "README.md", *(f"{name}.csv" for name in schema.read(folder))]
    return zipped.packed({name: files.text(folder, name) for name in sorted(names) if (folder / name).exists()})


def sql(folder: Path) -> str:
    """Statements that make the tables and fill them; cells that are empty are NULL."""
    parts = ["BEGIN;\n"]
    for name, table in schema.read(folder).items():
        columns = [f'  "{field.name}" {TYPES.get(field.type, "TEXT")}' for field in table.fields]
        if table.key:
            columns.append("  PRIMARY KEY (" + ", ".join(f'"{name}"' for name in table.key) + ")")
        parts.append(f'CREATE TABLE "{name}" (\n' + ",\n".join(columns) + "\n);\n")
        for row in csv.reader(files.text(folder, f"{name}.csv").splitlines(keepends=True)[1:]):
            parts.append(f'INSERT INTO "{name}" VALUES ({", ".join(map(_literal, row))});\n')
    return "".join([*parts, "COMMIT;\n"])


def _literal(cell: str) -> str:
    return "'" + cell.replace("'", "''") + "'" if cell else "NULL"


def database(statements: str) -> bytes:
    """What the statements make, as a file of SQLite, without the version of the library that wrote it."""
    with contextlib.closing(sqlite3.connect(":memory:")) as made:
        made.executescript(statements)
        content = made.serialize()
    first, last = WRITTEN_BY
    return content[:first] + bytes(last - first) + content[last:]


def workbook(rows: list[dict[str, Any]], folder: Path) -> bytes:
    """A spreadsheet of the numbers; nothing in it is computed, and no address in it is opened by itself."""
    package, tables = schema.package(folder), schema.read(folder)
    licences = [[licence.get("title", licence["name"]), licence.get("path", "")] for licence in package["licenses"]]
    measures = list(csv.reader(files.text(folder, "measures.csv").splitlines(keepends=True)))
    described = [[table.title, field.name, field.description] for table in tables.values() for field in table.fields]
    sheets: dict[str, list[Sequence[Any]]] = {
        _("Numbers"): [COLUMNS, *(list(row.values()) for row in rows)],
        _("What is counted"): [*measures],
        _("Columns of the record"): [[_("Table"), _("Column"), _("What it holds")], *described],
        _("Licence"): [[package["title"], package["version"]], *licences],
    }
    packed = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(packed, options) as book:
        book.set_properties({"title": package["title"], "created": datetime(*zipped.STAMP)})
        bold = book.add_format({"bold": True})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line, None if number else bold)
    return packed.getvalue()


class Downloads(SphinxDirective):
    """The list of files."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """A table of the files with what each holds."""
        up = f"{'../' * self.env.docname.count('/')}{FOLDER}"
        return [table(files_of(self.env.app), up, self.words(), _("Files of the record"))]

    def words(self) -> Mapping[str, str]:
        """What each file holds."""
        record = inputs.record(self.env)
        claims = _("{n} numbers with their bounds and sources").format(n=f"{len(record.claims):,}")
        tables = counted("{n} table of the record", "{n} tables of the record", len(record.schema))
        return {
            "numbers.csv": _("{claims}, for spreadsheets").format(claims=claims),
            "numbers.xlsx": _("The same as a spreadsheet, with what is counted, what columns hold, and the licence"),
            "numbers.json": _("The same for programs"),
            "record.zip": _("{tables} with their description, as a Data Package").format(tables=tables),
            "record.sqlite": _("The same tables as a database"),
            "record.sql": _("The same as the statements that make it"),
        }


def table(found: Mapping[str, bytes], folder: str, words: Mapping[str, str], label: str) -> elements.scroller:
    """The files in that folder of the site, each with its link, what it holds, its size and its digest."""
    rows = [_row(name, content, folder, words[name]) for name, content in found.items()]
    listed = elements.table([_("File"), _("What it holds"), _("Size"), _("SHA-256")], rows)
    return elements.scroller("", listed, label=label, classes=["table-scroller", "record", "downloads"])


def _row(name: str, content: bytes, folder: str, words: str) -> list[elements.Inline]:
    size = _("{n} kB").format(n=f"{math.ceil(len(content) / 1000):,}")
    digest = nodes.literal("", hashlib.sha256(content).hexdigest())
    return [nodes.reference("", name, refuri=f"{folder}/{name}"), words, size, digest]


def files_of(app: Sphinx) -> dict[str, bytes]:
    """The files of this build, made once."""
    if (found := getattr(app, "book_downloads", None)) is None:
        folder = Path(app.srcdir) / str(app.config[inputs.DATA])
        found = app.book_downloads = made(inputs.record(app.env), folder)  # type: ignore[attr-defined]
    return found


def _write(app: Sphinx, error: Exception | None) -> None:
    if not error and isinstance(app.builder, StandaloneHTMLBuilder):
        for name, content in files_of(app).items():
            write_changed(Path(app.outdir) / FOLDER / name, content)


def setup(app: Sphinx) -> None:
    """Registers the directive and the files."""
    app.add_directive("downloads", Downloads)
    app.connect("build-finished", _write)
