"""What has been published stays, or is corrected in the open.

A reader may cite any number of a version. So each row that a version publishes leaves a fingerprint of what its source
says, or of what was decided on it, in ``published.csv`` (:func:`publish`, ``make publish-record``); words that are only
ours (notes, reasons, definitions, translations) may be mended freely. From then on a row that changes needs a row in
``corrections.csv`` that says what the cell was, what it is, why and since which version: with the corrections undone,
the fingerprint must be as before.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem
from ledgerbook.record.rows import SEVERAL, Correction, PublishedRow, cell_text
from ledgerbook.record.schema import Table

WITHDRAWN = "row"  # in place of a column: the whole row was withdrawn
STATUS = "status"  # a row with this column is never withdrawn: it says itself why it is not used
DIGITS = 12  # of the fingerprint: enough that no slip of a row repeats it


class _Mended(NamedTuple):
    """A cell that the correction ``of`` mends."""

    of: Correction
    row_id: str
    column: str
    was: str
    now: str


def check(ledger: Ledger) -> Iterator[Problem]:
    """Corrections that no longer hold, and published rows that changed or went without one."""
    tables = {name: ledger.table(name) for name in ledger.schema}  # once each: many rows of one table are asked for
    by_row: dict[tuple[str, str], list[_Mended]] = defaultdict(list)
    for correction in sorted(ledger.corrections, key=lambda c: parts(c.since)):
        yield from _uneven(correction)
        if correction.table not in tables:
            yield _no_table("corrections.csv", correction)
            continue
        for cell in correction.cells:
            by_row[correction.table, cell.row_id].append(_Mended(correction, *cell))
    for (name, row_id), corrections in by_row.items():
        yield from _no_longer_holding(corrections, ledger.schema[name], tables[name].get(row_id))
    for published in ledger.published:
        if published.table not in tables:
            yield _no_table("published.csv", published)
            continue
        row = tables[published.table].get(published.row_id)
        corrections = by_row[published.table, published.row_id]
        later = [c for c in corrections if parts(c.of.since) > parts(published.version)]
        if row is None:
            if not any(c.column == WITHDRAWN for c in later):
                what = f"was published in {published.version} and stands in {published.table}.csv no more"
                remedy = (
                    f"restore it (a claim gets a status), or add to corrections.csv that the {WITHDRAWN} is withdrawn"
                )
                yield Problem("published.csv", published.line, "row_id", published.row_id, what, remedy)
        elif digest(row, ledger.schema[published.table], later) != published.digest:
            table = ledger.schema[published.table]
            lines = ", ".join(f"corrections.csv:{line}" for line in sorted({c.of.line for c in later}))
            told = f"even with its corrections undone ({lines})" if later else "and no correction accounts for it"
            what = f"is not what {published.version} published, {told}"
            columns = ", ".join(field.name for field in table.published)
            mend = "mend there what it was, " if later else ""
            remedy = f"restore the row, {mend}or add to corrections.csv which of {columns} changed"
            yield Problem(f"{published.table}.csv", row.line, "", published.row_id, what, remedy)


def publish(ledger: Ledger, version: str) -> list[list[str]]:
    """The rows of published.csv for a version: those that stand there already, and one for each new row.

    A row that stands there keeps its fingerprint, so that publishing again cannot hide a change.
    """
    rows = [[p.table, p.row_id, p.version, p.digest] for p in ledger.published]
    known = {(table, row_id) for table, row_id, _, _ in rows}
    for table in (table for table in ledger.schema.values() if table.published):
        rows += [
            [table.name, row_id, version, digest(row, table)]
            for row_id, row in ledger.table(table.name).items()
            if (table.name, row_id) not in known
        ]
    return rows


def digest(row: Any, table: Table, undone: Sequence[_Mended] = ()) -> str:
    """The fingerprint of a row as its source has it, with these corrections (oldest first) undone."""
    before = {c.column: c.was for c in reversed(undone)}
    cells = []
    for field in table.published:
        cell = before.get(field.name, cell_text(getattr(row, field.name)))
        if not field.added:
            cells.append(cell)
        elif cell:  # a column that came later leaves the fingerprints of rows without it as they were
            cells.append(f"{field.name}={cell}")
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:DIGITS]


def _no_longer_holding(corrections: Sequence[_Mended], table: Table, row: Any) -> Iterator[Problem]:
    """What is wrong with the corrections of one row, oldest first: each leads to the next, the last to the row."""
    expected: dict[str, str] = {}
    addresses = {field.name for field in table.fields if field.address}
    for c in reversed(corrections):
        standing = cell_text(getattr(row, c.column, "")) if row is not None else ""
        if c.column in addresses:
            remedy = "keep the row with a status, and add another one"
            yield _about(c, "column", "is part of the address that readers cite", remedy)
        elif c.column == WITHDRAWN and STATUS in table.columns:
            yield _about(c, "column", "would withdraw a row that readers may cite", "give it a status instead")
        elif c.column == WITHDRAWN:
            if row is not None:
                yield _about(c, "column", f"stands in {c.of.table}.csv still", "remove the row, or the correction")
        elif row is None and not expected:
            yield _about(c, "row_id", f"stands in {c.of.table}.csv no more", "name an existing row")
        elif row is not None and c.column not in table.columns:
            yield _about(c, "column", f"is no column of {c.of.table}.csv", "name one of its columns")
        elif row is not None and c.now != expected.get(c.column, standing):
            what = f"is not what {c.of.table}.csv or the next correction says ({expected.get(c.column, standing)})"
            yield _about(c, "now", what, "mend the row or withdraw the correction")
        elif c.was == c.now:
            yield _about(c, "was", "is the same as now", "say what it was before, or withdraw the correction")
        expected[c.column] = c.was


def _no_table(file: str, row: Correction | PublishedRow) -> Problem:
    return Problem(file, row.line, "table", row.table, "is no table of this record", "mend the name, or describe it")


def _uneven(correction: Correction) -> Iterator[Problem]:
    """A correction of several columns says of each of them what it was and what it is."""
    names = correction.column.split(SEVERAL)
    for field in ("was", "now"):
        cells = getattr(correction, field).split(SEVERAL)
        if len(names) > 1 and len(cells) != len(names):
            what = f"has {len(cells)} parts for {len(names)} columns"
            remedy = f"write a part for each, with {SEVERAL} between them, or give each column a row of its own"
            yield Problem("corrections.csv", correction.line, field, getattr(correction, field), what, remedy)


def _about(mended: _Mended, field: str, what: str, remedy: str) -> Problem:
    return Problem("corrections.csv", mended.of.line, field, getattr(mended, field), what, remedy)


def parts(version: str) -> tuple[int, ...]:
    """A version's numbers, for putting versions in order; what is no number, which the schema refuses, counts as 0."""
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
