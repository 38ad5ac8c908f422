"""Every reference of the schema names a row that exists."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem, unknown


def check(ledger: Ledger) -> Iterator[Problem]:
    """Cells that name no row of the table that their column refers to; a list is cut at its separator."""
    for table in ledger.schema.values():
        for field in (f for f in table.fields if f.refers_to):
            known = ledger.table(field.refers_to)
            for row in ledger.table(table.name).values():
                cell: str = getattr(row, field.name)
                for name in cell.split(field.separator) if field.separator else [cell]:
                    if name and name not in known:
                        kind = field.refers_to.removesuffix("s").replace("_", " ")
                        remedy = f"use a row of {field.refers_to}.csv or add it there"
                        yield Problem(
                            f"{table.name}.csv", row.line, field.name, name, unknown(kind, name, known), remedy
                        )
