"""Breaks the record in one cell at a time, and says which check notices: ``python tests/support/faults.py``.

Each fault changes what a cell means and keeps its form: a digit, a month, another unit, another source that exists.
The checks are tried from the one that says most of a fault to the one that says least: the rules of the record, the
outputs of the notebooks (what nbval compares), the numbers in prose (what the build compares), and the fingerprints of
published rows, which notice every change and know nothing of its meaning.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2] / "chapters"), str(Path(__file__).parent)]

import nbformat

import campaign
import edits
import small_record
from campaign.rules import RULES as OWN_RULES
from ledgerbook.figure import FIGURE_MIME
from ledgerbook.figure.figure import Figure
from ledgerbook.notebooks import rerun
from ledgerbook.notebooks.dependencies import Content
from ledgerbook.numbers import printing
from ledgerbook.record import schema
from ledgerbook.record.checks import CHECK_MIME, Check
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.results import RESULT_MIME, PublishedResult, Result
from ledgerbook.record.rules import RECORD_RULES, ROW_RULES, published, versions
from ledgerbook.record.traced import disagreement_with_claim

SEED = 20221230
VERSIONS = versions.of(schema.package(small_record.DATA))
CHAPTERS = Path(__file__).parents[2] / "chapters"
RULES, NOTEBOOKS, PROSE, PUBLISHED, NOTHING = (
    "rules of the record", "notebook outputs", "numbers in prose", "published fingerprints", "nothing",
)  # fmt: skip
LINK = re.compile(r"\[([^\]\[]+)\]\((claim|result):([a-z0-9-]+)\)")

Row = dict[str, str]
Mutate = Callable[[random.Random, Row, Sequence[Row], str], str]


@dataclass(frozen=True)
class Fault:
    """One cell with a wrong value."""

    table: str
    index: int  # of the row, from zero
    row_id: str
    column: str
    was: str
    now: str

    @property
    def edit(self) -> edits.Cell:
        """The edit that makes it."""
        return edits.Cell(self.table, self.index, self.column, self.now)

    def __str__(self) -> str:
        return f"{self.table}.csv:{self.index + 2} {self.row_id} {self.column}: {self.was!r} -> {self.now!r}"


# Ways to change what a cell means ---------------------------------------------------------------------------


def another_digit(rng: random.Random, row: Row, rows: Sequence[Row], column: str) -> str:
    """The cell with one digit changed."""
    text = row[column]
    at = rng.choice([i for i, c in enumerate(text) if c.isdigit() and c.isascii()] or [-1])
    if at < 0:
        return another_value(rng, row, rows, column)
    return text[:at] + rng.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def another_traced_digit(rng: random.Random, row: Row, rows: Sequence[Row], column: str) -> str:
    """The text with one digit changed in the words of a traced number."""
    text = row[column]
    start, end = rng.choice([m.span(1) for m in LINK.finditer(text) if any(c.isdigit() for c in m[1])])
    return text[:start] + another_digit(rng, {column: text[start:end]}, rows, column) + text[end:]


def another_value(rng: random.Random, row: Row, rows: Sequence[Row], column: str) -> str:
    """A value that other rows have."""
    return rng.choice([r[column] for r in rows if r[column] not in ("", row[column])])


def another_time(rng: random.Random, row: Row, rows: Sequence[Row], column: str) -> str:
    """The date a day, a month or a year off."""
    parts = row[column].split("-")
    unit = rng.choice(range(len(parts)))
    if unit == 2:
        return (date.fromisoformat(row[column]) + timedelta(days=rng.choice([-1, 1]))).isoformat()
    parts[unit] = f"{int(parts[unit]) % 12 + 1:02}" if unit else f"{int(parts[0]) + rng.choice([-1, 1])}"
    parts[2:] = ["28"] * len(parts[2:])
    return "-".join(parts)


def another_letter(rng: random.Random, row: Row, rows: Sequence[Row], column: str) -> str:
    """The text with one letter, outside its numbers, changed into another one of its script."""
    text = row[column]
    at = rng.choice([i for i, c in enumerate(text) if c.isalpha()])
    letters = "案件人次条起名万" if text[at] > "\u2e80" else "abcdefghijklmnopqrstuvwxyz"
    return text[:at] + rng.choice([c for c in letters if c != text[at]]) + text[at + 1 :]


def no_value(rng: random.Random, row: Row, rows: Sequence[Row], column: str) -> str:
    """Nothing."""
    return ""


def another_in_list(rng: random.Random, row: Row, rows: Sequence[Row], column: str) -> str:
    """A list of ids with the last one exchanged."""
    other = rng.choice([r[column] for r in rows if r[column] and r[column] != row[column]])
    return ";".join([*row[column].split(";")[:-1], other.split(";")[0]])


# How many faults of which kind: the cells that carry the book's numbers most.
PLAN: Sequence[tuple[str, str, Mutate, int]] = (
    ("claims", "value", another_digit, 22),
    ("claims", "value_text", another_digit, 22),
    ("claims", "unit", another_value, 12),
    ("claims", "bound", another_value, 8),
    ("claims", "kind", another_value, 6),
    ("claims", "accumulation", another_value, 8),
    ("claims", "period_start", another_time, 16),
    ("claims", "period_end", another_time, 16),
    ("claims", "period_basis", another_value, 4),
    ("claims", "geography", another_value, 6),
    ("claims", "agency", another_value, 8),
    ("claims", "source_id", another_value, 16),
    ("claims", "measure", another_value, 10),
    ("claims", "evidence", another_digit, 14),
    ("claims", "evidence", another_letter, 8),
    ("claims", "translation", another_digit, 12),
    ("claims", "reprint_of", another_value, 5),
    ("claims", "reprint_of", no_value, 3),
    ("claims", "status", another_value, 8),
    ("claims", "claim_id", another_letter, 8),
    ("sources", "date", another_time, 8),
    ("sources", "language", another_value, 4),
    ("sources", "source_id", another_letter, 4),
    ("sources", "outlet", another_value, 4),
    ("measures", "unit", another_value, 5),
    ("measures", "measure", another_letter, 4),
    ("relations", "left", another_value, 5),
    ("relations", "relation", another_value, 4),
    ("breaks", "date", another_time, 4),
    ("second_reading", "value_read", another_digit, 5),
    ("second_reading", "phrase_read", another_digit, 3),
    ("second_reading", "claim_id", another_letter, 3),
    ("disagreements", "claim_ids", another_in_list, 4),
    ("disagreements", "chosen", another_value, 4),
    ("disagreements", "why", another_traced_digit, 6),
    ("corrections", "now", another_letter, 2),
    ("corrections", "now", another_digit, 3),
    ("events", "date_start", another_time, 4),
    ("programmes", "claim_ids", another_in_list, 3),
    ("published", "digest", another_digit, 3),
    ("scores", "score", another_value, 6),
    ("scores", "criterion_id", another_value, 3),
    ("scores", "source_id", another_letter, 3),
    ("scores", "second_pass", another_value, 2),
    ("criteria", "group", another_value, 2),
    ("publications", "geography", another_value, 2),
)


def data_faults(seed: int = SEED) -> list[Fault]:
    """The faults of the plan, the same for the same seed."""
    rng = random.Random(seed)
    found = []
    for table, column, mutate, count in PLAN:
        rows = small_record.read(table)
        possible = [i for i, row in enumerate(rows) if _can(row[column], mutate)]
        for index in rng.sample(possible, count):
            was = rows[index][column]
            now = mutate(rng, rows[index], rows, column)
            assert now != was, (table, column, was)
            found.append(Fault(table, index, next(iter(rows[index].values())), column, was, now))
    return found


def _can(cell: str, mutate: Mutate) -> bool:
    """Whether the cell has what the change needs, so that its meaning does change."""
    if mutate in (another_digit, another_traced_digit):
        return any(c.isdigit() and c.isascii() for c in cell)
    return any(c.isalpha() for c in cell) if mutate is another_letter else bool(cell)


# The checks ------------------------------------------------------------------------------------------------


def run(chapter: Path, record: Ledger, **assumptions: Any) -> tuple[list[Any], str]:
    """What the chapter shows and prints from that record.

    ``assumptions`` replace what its cell tagged "parameters" sets.
    """
    loader, campaign.load = campaign.load, lambda folder=None: record  # type: ignore[assignment]
    try:
        return rerun.outputs(chapter, **assumptions)
    finally:
        campaign.load = loader


def outputs(chapter: Path, record: Ledger, **assumptions: Any) -> list[Any]:
    """What the chapter publishes from that record: its results, and of its figures all but the drawing."""
    return published_of(*run(chapter, record, **assumptions))


def published_of(shown: Sequence[Any], printed: str) -> list[Any]:
    """The same, of what a chapter showed and printed."""
    return [printed, *map(_document, shown)]


def _document(shown: Any) -> Any:
    if isinstance(shown, Figure):
        return {"name": shown.name, "finding": shown.finding, "caption": shown.caption,
                "alternative": shown.alternative, "table": shown.table()}  # fmt: skip
    if isinstance(shown, (Result, Check)):
        bundle = shown._repr_mimebundle_()
        return bundle.get(RESULT_MIME) or bundle[CHECK_MIME]
    return getattr(shown, "data", repr(shown))


def stored(chapter: Path) -> list[Any]:
    """The same, from the outputs that the notebook stores."""
    found: list[Any] = [""]
    for cell in nbformat.read(chapter, as_version=4).cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if figure := data.get(FIGURE_MIME):
                found.append({key: figure[key] for key in ("name", "finding", "caption", "alternative", "table")})
            elif output.output_type == "stream":
                found[0] += output.text
            else:
                found.append(
                    data.get(RESULT_MIME) or data.get(CHECK_MIME) or data.get("text/markdown") or data["text/plain"]
                )
    return found


@dataclass(frozen=True)
class Occurrence:
    """A traced number in prose: what is written, of which claim or result, and where."""

    file: str
    words: str
    kind: str
    name: str


def occurrences() -> Iterator[Occurrence]:
    """Every traced number in the Markdown of the book."""
    for path in [CHAPTERS.parent / "index.md", *sorted(CHAPTERS.glob("*.md")), *sorted(CHAPTERS.glob("*.ipynb"))]:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            text = "\n".join(c.source for c in nbformat.reads(text, as_version=4).cells if c.cell_type == "markdown")
        yield from (Occurrence(path.name, *found) for found in LINK.findall(text))


# Hundreds of faults would take this chapter hours: what it alone would notice counts as noticed by fingerprint.
SLOW = "windows"
NOTHING_READ: Mapping[str, Any] = {"modules": {}, "files": {}, "folders": {}, "packages": {}, "tables": []}


class Book:
    """The sound book, against which a fault is seen."""

    @cached_property
    def record(self) -> Ledger:
        """The sound record."""
        return campaign.load()

    @cached_property
    def chapters(self) -> Mapping[Path, list[Any]]:
        """What each chapter but the slow one publishes; the quickest first."""
        taken: dict[Path, float] = {}
        found: dict[Path, list[Any]] = {}
        for path in sorted(CHAPTERS.glob("*.ipynb")):
            if path.stem != SLOW:
                start = time.process_time()
                found[path] = outputs(path, self.record)
                taken[path] = time.process_time() - start
        return {path: found[path] for path in sorted(found, key=taken.__getitem__)}

    @cached_property
    def results(self) -> Mapping[str, PublishedResult]:
        """The results of all chapters."""
        chapters = [*self.chapters.values(), stored(CHAPTERS / f"{SLOW}.ipynb")]
        documents = (doc for found in chapters for doc in found if isinstance(doc, dict) and "low" in doc)
        return {doc["name"]: PublishedResult.from_document(doc) for doc in documents}

    @cached_property
    def prose(self) -> Sequence[Occurrence]:
        """The traced numbers in prose."""
        return list(occurrences())

    def caught(self, planned: Sequence[Fault]) -> dict[Fault, str]:
        """For each fault the first check that notices it, with what it says of it."""
        found = {fault: self._by_rules(fault) for fault in planned}
        found |= self._by_chapters([fault for fault, says in found.items() if not says])
        return {fault: says or self._by_prose(fault) or self._by_fingerprint(fault) for fault, says in found.items()}

    def _by_rules(self, fault: Fault) -> str:
        """What the first rule says that says anything, without the fingerprints, which notice every fault."""
        broken, problems = edits.record(self.record, [fault.edit])
        if broken is not None and not problems:
            unpublished = broken if fault.table == "published" else replace(broken, published=())
            rules = (*ROW_RULES, VERSIONS, *OWN_RULES, *RECORD_RULES)
            problems = (problem for rule in rules for problem in rule(unpublished))
        told = next((p for p in problems if "published" not in p.what), None)
        return f"{RULES}: {told}" if told else ""

    def _by_chapters(self, planned: Sequence[Fault]) -> dict[Fault, str]:
        """What each fault does to the first chapter that it changes, of the chapters that read its cell."""
        touched = {fault: self._touched(fault) for fault in planned}
        found: dict[Fault, str] = {}
        for path in self.chapters:
            asked = [fault for fault in planned if path in touched[fault] and fault not in found]
            for some in _unlike(asked):
                found |= self._by_chapter(path, some)
        return found

    def _by_chapter(self, path: Path, some: Sequence[Fault]) -> dict[Fault, str]:
        """What each of these faults does to the chapter: most often nothing, so all are tried at once, then halves."""
        says = self._difference(path, some)
        if not says or len(some) == 1:
            return {fault: f"{NOTEBOOKS}: {says}" for fault in some if says}
        half = len(some) // 2
        return self._by_chapter(path, some[:half]) | self._by_chapter(path, some[half:])

    def _touched(self, fault: Fault) -> set[Path]:
        """The chapters that read what is different: the others come out the same (test_dependencies)."""
        with edits.written([fault.edit]) as root:
            now = Content(root)
            return {path for path, read in self.read.items() if now.fingerprints(of := _of(read, fault)) != of}

    def _difference(self, path: Path, some: Sequence[Fault]) -> str:
        """What these faults together do to a chapter."""
        broken, _ = edits.record(self.record, [fault.edit for fault in some])
        assert broken is not None
        try:
            return f"{path.name} comes out different" if outputs(path, broken) != self.chapters[path] else ""
        except Exception as error:  # a chapter that cannot be executed is what nbval reports first
            return f"{path.name}: {error}"

    def _by_prose(self, fault: Fault) -> str:
        broken, _ = edits.record(self.record, [fault.edit])
        assert broken is not None
        return next((f"{PROSE}: {what}" for o in self.prose if (what := complaint(o, broken, self.results))), "")

    def _by_fingerprint(self, fault: Fault) -> str:
        broken, _ = edits.record(self.record, [fault.edit])
        assert broken is not None
        return next((f"{PUBLISHED}: {problem}" for problem in published.check(broken)), NOTHING)

    @cached_property
    def read(self) -> Mapping[Path, Sequence[Any]]:
        """The tables that each chapter read, with their fingerprints."""
        return {path: nbformat.read(path, as_version=4).metadata["book"]["read"]["tables"] for path in self.chapters}


def _unlike(some: Iterable[Fault]) -> Iterable[list[Fault]]:
    """The faults in groups without two of one column, which might make up for each other where a chapter counts."""
    groups: dict[int, list[Fault]] = defaultdict(list)
    of_column: Counter[tuple[str, str]] = Counter()
    for fault in some:
        groups[of_column[fault.table, fault.column]].append(fault)
        of_column[fault.table, fault.column] += 1
    return groups.values()


def _of(read: Sequence[Any], fault: Fault) -> dict[str, Any]:
    """What was read of the table of a fault."""
    return {**NOTHING_READ, "tables": [entry for entry in read if entry["table"] == fault.table]}


def complaint(number: Occurrence, record: Ledger, results: Mapping[str, PublishedResult]) -> str:
    """What the build would say of a number in prose."""
    if number.kind == "claim":
        claim = record.claims.get(number.name)
        return disagreement_with_claim(number.words, claim) if claim else f"unknown claim {number.name!r}"
    result = results[number.name]
    return printing.unsupported(number.words, result.interval, result.unit)


def summary(caught: Mapping[Fault, str]) -> str:
    """How many faults each check noticed, by the cell that was broken."""
    checks = [RULES, NOTEBOOKS, PROSE, PUBLISHED, NOTHING]
    counts = Counter((f"{fault.table}.{fault.column}", says.partition(":")[0]) for fault, says in caught.items())
    cells = list(dict.fromkeys(cell for cell, _ in counts))
    lines = [["cell", "faults", *checks]]
    for cell in [*cells, "all"]:
        numbers = [
            sum(n for (c, check), n in counts.items() if cell in (c, "all") and check == name) for name in checks
        ]
        lines.append([cell, str(sum(numbers)), *(str(n) if n else "" for n in numbers)])
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def main() -> int:
    """Prints each fault with what notices it, and the table; fails where something goes unnoticed."""
    caught = Book().caught(data_faults())
    print(*(f"{fault}\n    {says}" for fault, says in caught.items()), summary(caught), sep="\n")
    return int(NOTHING in caught.values())


if __name__ == "__main__":
    sys.exit(main())
