"""Every reference of the schema names a row that exists, and none leads back to where it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem, unknown
from ledgerbook.record.schema import Table


def check(ledger: Ledger) -> Iterator[Problem]:
    """Cells that name no row of the table that their column refers to, or in the end their own row.

    A list is cut at its separator.
    """
    for table in ledger.schema.values():
        for field in (f for f in table.fields if f.refers_to):
            known = ledger.table(field.refers_to)
            if field.refers_to == table.name and not field.separator:
                yield from _circles(table, field.name, known)
            for row in ledger.table(table.name).values():
                cell: str = getattr(row, field.name)
                for name in cell.split(field.separator) if field.separator else [cell]:
                    if name and name not in known:
                        kind = re.sub("ies$", "ys", field.refers_to).removesuffix("s").replace("_", " ")
                        remedy = f"use a row of {field.refers_to}.csv or add it there"
                        yield Problem(
                            f"{table.name}.csv", row.line, field.name, name, unknown(kind, name, known), remedy
                        )


def _circles(table: Table, column: str, rows: Mapping[str, Any]) -> Iterator[Problem]:
    """Rows from which the references of a column within their own table lead back to them."""
    for row_id, row in rows.items():
        passed = {row_id}
        name = getattr(row, column)
        while name in rows and name not in passed:
            passed.add(name)
            name = getattr(rows[name], column)
        if name == row_id:
            what = "leads back to its own row" if len(passed) > 1 else "names its own row"
            remedy = "name the first of them, and leave that one's cell empty"
            yield Problem(table.file, row.line, column, getattr(row, column), what, remedy)
