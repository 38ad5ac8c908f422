"""A release of one's own, from one table: the numbers that it prints, and what others printed beside it.

Each row is one printed number. The first row's document is the release that is read; rows of other documents (the
release of a year before, a total of the whole year) are what it is read against. :data:`COLUMNS` says what each column
holds; the last three may be left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from ledgerbook.numbers import wording
from ledgerbook.numbers.printing import EVERYTHING
from ledgerbook.numbers.quantities import Period
from ledgerbook.numbers.wording import AT_LEAST, BOUNDS_OF, Hedge, Reading, WordingError
from ledgerbook.record import cells, load, schema
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import LedgerError, Problem
from ledgerbook.record.releases import ReleaseInputs
from ledgerbook.record.rows import ROWS, Claim, Measure, Relation, Source

COLUMNS: Mapping[str, str] = {
    "document": "a name for the text that prints the number, such as 2022",
    "measure": "what is counted, in lower case with _ for spaces; the same word wherever the same is counted",
    "printed": "the number as it is printed, with its hedge: 45.2万, more than 2,700",
    "kind": "level for a count; rise or fall for a change in percent since the same days of the year before",
    "unit": "of what the count is: cases, people; percent for a rise or fall",
    "from": "the first day of the window, YYYY-MM-DD; empty for a running total whose start nobody prints",
    "to": "the last day of the window, YYYY-MM-DD",
    "by": "the body that states it (if left out: one body states all)",
    "total": "running for a total that runs on since its first day (if left out: a count of the window only)",
    "per": "measures by which this one may be divided, with ; between them",
}
OPTIONAL = ("by", "total", "per")
KINDS: Mapping[str, tuple[str, int]] = {"level": ("level", 1), "rise": ("yoy_percent", 1), "fall": ("yoy_percent", -1)}
RUNNING = "running"
PLACE = "HERE"  # one release is about one place
ONE_BODY = "the body"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
QUESTIONS = "questions"  # the table of a book's record that is put to any release


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, with its line."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read(path: Path, data: Path) -> tuple[Ledger, ReleaseInputs]:
    """The table as a record, and its release; ``data`` is the record whose questions are put to it.

    Claims are called by the line that they stand on: "line 2". Raises :class:`LedgerError`, which lists every problem
    with line, field, value and remedy.
    """
    rows = _rows(path)
    if problems := [problem for row in rows for problem in _problems(str(path), row)]:
        raise LedgerError(problems)
    if problems := list(_of_several(str(path), rows)):
        raise LedgerError(problems)
    claims = {claim.claim_id: claim for claim in map(_claim, rows)}
    release = rows[0]["document"]
    first = [claim for claim in claims.values() if claim.source_id == release]
    starts = [claim.period_start for claim in first if claim.period_start]
    window = Period(min(starts) if starts else None, max(claim.period_end for claim in first))
    return _ledger(rows, claims, data), ReleaseInputs(release, (release,), window, PLACE)


# The table


def _rows(path: Path) -> list[Row]:
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in line]) for line in reader]
    except csv.Error as error:
        raise _refused(path, reader.line_num, "", f"cannot be cut into cells: {error}", "mend its quotes") from error
    if not lines:
        raise _refused(path, None, "", "is empty", f"begin it with {','.join(COLUMNS)}")
    (_, names), *lines = lines
    lacking = [column for column in COLUMNS if column not in (*names, *OPTIONAL)]
    others = [name for name in names if name not in COLUMNS]
    if lacking or others:
        wrong = [f"lacks the column(s) {', '.join(lacking)}"] if lacking else []
        wrong += [f"has the unknown column(s) {', '.join(others)}"] if others else []
        remedy = f"begin the file with {','.join(COLUMNS)} (the last three may be left out), commas between cells"
        raise _refused(path, 1, "", "; ".join(wrong), remedy)
    filled = [(number, line) for number, line in lines if any(line)]
    if miscut := next(((number, line) for number, line in filled if len(line) != len(names)), None):
        what = f"has {len(miscut[1])} cells instead of {len(names)}"
        raise _refused(
            path, miscut[0], ",".join(miscut[1]), what, "mend its commas, or put a number with commas in quotes"
        )
    if not filled:
        raise _refused(path, None, "", "holds no number", "write a row for each number that the release prints")
    return [Row(number, dict(zip(names, line, strict=True))) for number, line in filled]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")  # a spreadsheet may have put a mark at its beginning
    except OSError as error:
        raise _refused(path, None, "", f"cannot be read: {error.strerror}", "name a file of numbers") from error
    except UnicodeDecodeError as error:
        raise _refused(path, None, "", "is not UTF-8", "save it as CSV in UTF-8") from error


def _refused(path: Path, line: int | None, value: str, what: str, remedy: str) -> LedgerError:
    return LedgerError([Problem(str(path), line, "", value, what, remedy, folder="")])


# What may stand in a cell


def _problems(file: str, row: Row) -> Iterator[Problem]:
    def problem(column: str, what: str, remedy: str) -> Problem:
        return Problem(file, row.line, column, row[column], what, remedy, folder="")

    for column in ("document", "unit"):
        if not row[column]:
            yield problem(column, "is empty", f"write {COLUMNS[column]}")
    if not _NAME.fullmatch(row["measure"]):
        yield problem("measure", "is no name", f"write {COLUMNS['measure']}")
    if row["kind"] not in KINDS:
        yield problem("kind", f"is none of {', '.join(KINDS)}", f"write {COLUMNS['kind']}")
    elif (row["kind"] != "level") != (row["unit"] == "percent"):
        yield problem("unit", f"does not go with {row['kind']}", "write percent for a rise or fall, and for no level")
    if row["total"] not in ("", RUNNING):
        yield problem("total", f"is neither empty nor {RUNNING}", f"write {COLUMNS['total']}")
    yield from (problem(*fault) for fault in (*_of_days(row), *_of_wording(row)))


def _of_days(row: Row) -> Iterator[tuple[str, str, str]]:
    open_start = not row["from"] and row["total"] == RUNNING and row["kind"] == "level"
    sound = [column for column in ("from", "to") if cells.is_day(row[column])]
    for column in ("from", "to"):
        if column not in sound and not (column == "from" and open_start):
            yield column, "is no day", f"write {COLUMNS[column]}"
    if len(sound) == 2 and row["to"] < row["from"]:
        yield "to", f"is before the first day, {row['from']}", "exchange the two, or mend the year"


def _of_wording(row: Row) -> Iterator[tuple[str, str, str]]:
    try:
        reading = wording.read(row["printed"])
    except WordingError as error:
        what, _, remedy = str(error).rpartition("; ")
        yield "printed", f"cannot be read: {what}", remedy
        return
    if row["kind"] == "fall" and _exceeds_all(reading):
        yield "printed", "is a fall by more than all", "write level and its unit, or mend the number"


def _exceeds_all(reading: Reading) -> bool:
    """Whether a fall by so many percent leaves less than nothing; "at least 100%" has room for nothing else."""
    return reading.value > EVERYTHING or (reading.value == EVERYTHING and reading.hedge in AT_LEAST)


def _of_several(file: str, rows: Sequence[Row]) -> Iterator[Problem]:
    """What is wrong between rows: a number given twice, a unit that changes, a measure that is not there."""
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        unit = first.setdefault(("unit", row["measure"]), row) if row["kind"] == "level" else row
        if unit["unit"] != row["unit"]:
            remedy = f"write {unit['unit']!r} as in line {unit.line}, or give the measure another name"
            yield Problem(file, row.line, "unit", row["unit"], "is another unit of the same measure", remedy, "")
        same = (KINDS[row["kind"]][0], *(row[column] for column in ("document", "measure", "from", "to")))
        other = first.setdefault(same, row)
        if other is not row:
            yield Problem(
                file, row.line, "measure", row["measure"], f"stands on line {other.line} already", "drop one", ""
            )
        known = {r["measure"] for r in rows}
        for name in _divisors(row):
            if name not in known:
                yield Problem(file, row.line, "per", name, "is no measure of the file", "mend the name, or add it", "")


def _divisors(row: Row) -> list[str]:
    return [name for name in (part.strip() for part in row["per"].split(";")) if name]


# The table as a record


def _claim(row: Row) -> Claim:
    kind, sign = KINDS[row["kind"]]
    reading = wording.read(row["printed"])
    values: dict[str, Any] = dict.fromkeys(Claim.__dataclass_fields__, "")
    values |= dict.fromkeys(("start_earliest", "start_latest", "base_start", "base_end", "low", "high"))
    values |= {
        "claim_id": f"line {row.line}",
        "measure": row["measure"],
        "value_text": row["printed"],
        "value": Fraction(sign * reading.value),
        "unit": row["unit"],
        "bound": bound_of(reading),
        "kind": kind,
        "accumulation": "running_total" if row["total"] == RUNNING else "flow",
        "period_start": date.fromisoformat(row["from"]) if row["from"] else None,
        "period_end": date.fromisoformat(row["to"]),
        "period_basis": "printed",
        "geography": PLACE,
        "agency": row["by"] or ONE_BODY,
        "source_id": row["document"],
        "evidence": row["printed"],
        "status": "used",
        "line": row.line,
        "translations": {},
    }
    return Claim(**values)


def bound_of(reading: Reading) -> str:
    """The bound of a number of which nobody says whether it is rounded: exact to the last digit, or rounded."""
    if reading.hedge is not Hedge.NONE:
        return BOUNDS_OF[reading.hedge]
    return "exact" if reading.full_integer and reading.step == 1 else "rounded"


def _ledger(rows: Sequence[Row], claims: Mapping[str, Claim], data: Path) -> Ledger:
    tables = schema.read(data)
    if QUESTIONS not in tables:
        what, remedy = "is no table of the record", "describe it, or read the release beside another book"
        raise LedgerError([Problem(schema.FILE, None, "resources", QUESTIONS, what, remedy)])
    problems: list[Problem] = []
    questions = load.content(data, tables[QUESTIONS], problems)
    if problems:
        raise LedgerError(problems)
    own: dict[str, Any] = {name: {} for name in tables if name not in ROWS} | {QUESTIONS: questions}
    pairs = dict.fromkeys((row["measure"], other) for row in rows for other in _divisors(row))
    return Ledger(
        schema=tables,
        claims=claims,
        sources={row["document"]: _row(Source, source_id=row["document"]) for row in rows},
        agencies={},
        measures={row["measure"]: _measure(row["measure"]) for row in rows},
        relations=tuple(_row(Relation, left=a, relation="divide", right=b) for a, b in pairs),
        own=own,
    )


def _measure(name: str) -> Measure:
    label = name.replace("_", " ")
    measure: Measure = _row(Measure, measure=name, label_en=label[0].upper() + label[1:])
    return measure


def _row(kind: Any, **values: str) -> Any:
    """A row with these cells and no others."""
    return kind(**{**dict.fromkeys(kind.__dataclass_fields__, ""), "line": 0, "translations": {}, **values})
