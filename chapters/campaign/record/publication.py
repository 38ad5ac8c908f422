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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from campaign.record.problems import Problem

if TYPE_CHECKING:
    from campaign.record.ledger import Correction, Ledger

# The tables that are published, each with the columns that a source or a decision stands behind. They are listed, so
# that a new column of a table does not change what was published.
PUBLISHED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "claims": (
        "claim_id", "measure", "value_text", "value", "unit", "bound", "kind", "accumulation", "period_start",
        "period_end", "period_basis", "geography", "agency", "source_id", "evidence", "reprint_of", "status",
    ),
    "sources": (
        "source_id", "title", "outlet", "original_outlet", "date", "language", "url", "kind", "quality",
        "same_document",
    ),
    "outlets": ("host", "outlet", "outlet_class"),
    "agencies": ("agency", "name_en", "name_original", "geography"),
    "measures": ("measure", "strand", "label_zh", "unit"),
    "relations": ("left", "relation", "right"),
    "breaks": ("measure", "date", "basis", "source_id"),
    "second_reading": ("claim_id", "result", "value_text_read", "value_read", "phrase_read"),
    "disagreements": ("disagreement_id", "kind", "claim_ids", "chosen"),
    "events": (
        "event_id", "date_start", "date_end", "strand", "kind", "name_zh", "source_id", "evidence", "same_event",
    ),
    "programmes": ("programme_id", "name_zh", "strand", "agency", "number_given", "claim_ids", "event_id"),
    "criteria": ("criterion_id", "group", "rule_2", "rule_1", "rule_0"),
    "publications": ("publication_id", "geography", "title", "covers", "form", "seen", "source_id"),
    "scores": ("publication_id", "criterion_id", "score", "source_id", "evidence", "first_pass", "second_pass"),
}  # fmt: skip
# A claim's address is its id on the page of its measure: neither may be corrected away.
ADDRESS = {("claims", "claim_id"), ("claims", "measure"), ("measures", "measure")}
WITHDRAWN = "row"  # in place of a column: the whole row was withdrawn
# Tables without an id are known by several columns.
KEYS: Mapping[str, tuple[str, ...]] = {
    "relations": ("left", "relation", "right"),
    "breaks": ("measure", "date"),
    "scores": ("publication_id", "criterion_id"),
}
DIGITS = 12  # of the fingerprint: enough that no slip of a row repeats it


def check(ledger: Ledger) -> Iterator[Problem]:
    """Corrections that no longer hold, and published rows that changed or went without one."""
    by_row: dict[tuple[str, str], list[Correction]] = defaultdict(list)
    for correction in sorted(ledger.corrections, key=lambda c: parts(c.since)):
        by_row[correction.table, correction.row_id].append(correction)
    tables = {table: rows_of(ledger, table) for table in PUBLISHED_COLUMNS}
    for (table, row_id), corrections in by_row.items():
        yield from _no_longer_holding(corrections, tables[table].get(row_id))
    for published in ledger.published:
        row = tables[published.table].get(published.row_id)
        corrections = by_row[published.table, published.row_id]
        later = [c for c in corrections if parts(c.since) > parts(published.version)]
        if row is None:
            if not any(c.column == WITHDRAWN for c in later):
                what = f"was published in {published.version} and stands in {published.table}.csv no more"
                remedy = (
                    f"restore it (a claim gets a status), or add to corrections.csv that the {WITHDRAWN} is withdrawn"
                )
                yield Problem("published.csv", published.line, "row_id", published.row_id, what, remedy)
        elif digest(row, published.table, later) != published.digest:
            what = f"is not what {published.version} published, and no correction accounts for it"
            remedy = "restore the row, or add what changed to corrections.csv (was, now, why, since)"
            yield Problem(f"{published.table}.csv", row.line, "", published.row_id, what, remedy)


def publish(ledger: Ledger, version: str) -> list[list[str]]:
    """The rows of published.csv for a version: those that stand there already, and one for each new row.

    A row that stands there keeps its fingerprint, so that publishing again cannot hide a change.
    """
    rows = [[p.table, p.row_id, p.version, p.digest] for p in ledger.published]
    known = {(table, row_id) for table, row_id, _, _ in rows}
    for table in PUBLISHED_COLUMNS:
        rows += [
            [table, row_id, version, digest(row, table)]
            for row_id, row in rows_of(ledger, table).items()
            if (table, row_id) not in known
        ]
    return rows


def digest(row: Any, table: str, undone: Sequence[Correction] = ()) -> str:
    """The fingerprint of a row as its source has it, with these corrections (oldest first) undone."""
    before = {c.column: c.was for c in reversed(undone)}
    cells = [before.get(name, cell_text(getattr(row, name))) for name in PUBLISHED_COLUMNS[table]]
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:DIGITS]


def cell_text(value: Any) -> str:
    """A value as it stands in a CSV cell."""
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else f"{float(value):.15g}"
    return str(value)


def rows_of(ledger: Ledger, table: str) -> Mapping[str, Any]:
    """The rows of a table by their ids, or by the columns that they are known by with ";" between them."""
    rows: Any = getattr(ledger, table)
    if table in KEYS:
        return {";".join(getattr(row, name) for name in KEYS[table]): row for row in rows}
    known: Mapping[str, Any] = rows
    return known


def _no_longer_holding(corrections: Sequence[Correction], row: Any) -> Iterator[Problem]:
    """What is wrong with the corrections of one row, oldest first: each leads to the next, the last to the row."""
    expected: dict[str, str] = {}
    for c in reversed(corrections):
        standing = cell_text(getattr(row, c.column, "")) if row is not None else ""
        if (c.table, c.column) in ADDRESS:
            remedy = "keep the row with a status, and add another one"
            yield _about(c, "column", "is part of the address that readers cite", remedy)
        elif c.column == WITHDRAWN and c.table == "claims":
            yield _about(c, "column", "would withdraw a claim that readers may cite", "give it a status instead")
        elif c.column == WITHDRAWN:
            if row is not None:
                yield _about(c, "column", f"stands in {c.table}.csv still", "remove the row, or the correction")
        elif row is None and not expected:
            yield _about(c, "row_id", f"stands in {c.table}.csv no more", "name an existing row")
        elif row is not None and c.column not in {f.name for f in fields(row)} - {"line"}:
            yield _about(c, "column", f"is no column of {c.table}.csv", "name one of its columns")
        elif row is not None and c.now != expected.get(c.column, standing):
            what = f"is not what {c.table}.csv or the next correction says ({expected.get(c.column, standing)})"
            yield _about(c, "now", what, "mend the row or withdraw the correction")
        elif c.was == c.now:
            yield _about(c, "was", "is the same as now", "say what it was before, or withdraw the correction")
        expected[c.column] = c.was


def _about(correction: Correction, field: str, what: str, remedy: str) -> Problem:
    return Problem("corrections.csv", correction.line, field, getattr(correction, field), what, remedy)


def parts(version: str) -> tuple[int, ...]:
    """A version's numbers, for putting versions in order; what is no number, which the schema refuses, counts as 0."""
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
