"""The ledger: every claim with its source, measure, second reading and the codebook that says what may be combined.

``load()`` reads the CSV files of ``data/`` into typed, frozen rows and refuses a record that breaks a rule
(:mod:`campaign.record.rules`). The column types, enumerations and keys are those of ``data/datapackage.json``, which
the Frictionless library checks in ``make book`` and ``make test``.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from fractions import Fraction
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from portion import Interval

from campaign.record import agreement, intervals, prose, publication, quantities, rules, scores, wording
from campaign.record.agreement import Companions
from campaign.record.problems import LedgerError, Problem
from campaign.record.quantities import Codebook, Period, Quantity
from campaign.record.wording import Convention

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """One number printed in one source (a row of claims.csv). ``value`` is signed and in ``unit``."""

    claim_id: str
    measure: str
    value_text: str
    value: Fraction
    unit: str
    bound: str
    kind: str
    accumulation: str
    period_start: date
    period_end: date
    period_basis: str
    geography: str
    agency: str
    source_id: str
    evidence: str
    translation: str
    reprint_of: str
    status: str
    status_reason: str
    note: str
    line: int

    @property
    def period(self) -> Period:
        """The days counted, as printed or, where ``period_basis`` is inferred, as read from the context."""
        return Period(self.period_start, self.period_end)

    def reading(self, convention: Convention = Convention.USUAL) -> wording.Reading:
        """The printed wording as a number, without sign."""
        return wording.read(self.value_text, bound=self.bound, evidence=self.evidence, convention=convention)

    def interval(self, convention: Convention = Convention.USUAL) -> Interval:
        """The values that the printed wording can stand for, in ``unit``, with the sign of ``value``."""
        interval = self.reading(convention).interval
        return intervals.negate(interval) if self.value < 0 else interval


@dataclass(frozen=True, slots=True)
class Source:
    """One document (a row of sources.csv). ``date`` may be a year or a month only, or empty."""

    source_id: str
    title: str
    title_en: str
    outlet: str
    original_outlet: str
    date: str
    language: str
    url: str
    kind: str
    quality: str
    same_document: str
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that states numbers (a row of agencies.csv)."""

    agency: str
    name_en: str
    name_original: str
    geography: str
    line: int


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing counted (a row of measures.csv, the codebook)."""

    measure: str
    strand: str
    label_en: str
    label_zh: str
    unit: str
    counts: str
    excludes: str
    merged_from: str
    merge_reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Relation:
    """Two different measures that may be compared, added, subtracted or divided (a row of relations.csv)."""

    left: str
    relation: str
    right: str
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class Break:
    """A change in what a measure counts (a row of breaks.csv)."""

    measure: str
    date: str
    what: str
    basis: str
    source_id: str
    line: int


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What an independent second reader saw (a row of second_reading.csv)."""

    claim_id: str
    result: str
    value_text_read: str
    value_read: str
    phrase_read: str
    remark: str
    line: int


@dataclass(frozen=True, slots=True)
class Event:
    """A campaign, law, system or meeting (a row of events.csv)."""

    event_id: str
    date_start: str
    date_end: str
    strand: str
    kind: str
    name_zh: str
    name_en: str
    what: str
    source_id: str
    evidence: str
    same_event: str
    line: int


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme that the release names, with or without a number (a row of programmes.csv)."""

    programme_id: str
    name_zh: str
    pinyin: str
    name_en: str
    strand: str
    agency: str
    what: str
    number_given: str
    claim_ids: str
    event_id: str
    line: int


@dataclass(frozen=True, slots=True)
class Term:
    """A Chinese term with our rendering (a row of glossary.csv)."""

    term_zh: str
    pinyin: str
    term_en: str
    strand: str
    counts: str
    excludes: str
    line: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a publication should disclose, with the rule for each score (a row of criteria.csv)."""

    criterion_id: str
    group: str
    title: str
    rule_2: str
    rule_1: str
    rule_0: str
    why: str
    standard: str
    line: int


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication that is held against the criteria (a row of publications.csv)."""

    publication_id: str
    geography: str
    body: str
    label: str
    title: str
    title_en: str
    covers: str
    form: str
    seen: str
    source_id: str
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class Score:
    """One publication under one criterion, with the evidence (a row of scores.csv)."""

    publication_id: str
    criterion_id: str
    score: str
    source_id: str
    evidence: str
    translation: str
    note: str
    first_pass: str
    second_pass: str
    line: int

    @property
    def interval(self) -> Interval:
        """The points that it may be worth: what could not be seen may be anything."""
        return scores.points(self.score)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A web host and whether the book links to it (a row of outlets.csv)."""

    host: str
    outlet: str
    outlet_class: str
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell that was mended, with the reason (a row of corrections.csv)."""

    table: str
    row_id: str
    column: str
    was: str
    now: str
    why: str
    since: str
    line: int


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A row that a version of the book has published (a row of published.csv)."""

    table: str
    row_id: str
    version: str
    digest: str
    line: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims that do not say the same, and which of them the book uses (a row of disagreements.csv).

    ``why`` is Markdown, in which numbers are traced as in prose.
    """

    disagreement_id: str
    kind: str
    title: str
    claim_ids: str
    chosen: str
    why: str
    line: int

    @property
    def members(self) -> tuple[str, ...]:
        """The ids of its claims."""
        return tuple(self.claim_ids.split(";"))


TABLES: Mapping[str, type] = {
    "sources": Source,
    "outlets": Outlet,
    "agencies": Agency,
    "measures": Measure,
    "relations": Relation,
    "breaks": Break,
    "claims": Claim,
    "second_reading": SecondReading,
    "corrections": Correction,
    "disagreements": Disagreement,
    "events": Event,
    "programmes": Programme,
    "glossary": Term,
    "criteria": Criterion,
    "publications": Publication,
    "scores": Score,
    "published": PublishedRow,
}


@dataclass(frozen=True)
class Ledger:
    """All tables of the record. Rows keep the order of their files; dictionaries are keyed by the row's id.

    Every number computed from it follows its ``convention``; :meth:`under` gives it under another.
    """

    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    outlets: Mapping[str, Outlet]
    agencies: Mapping[str, Agency]
    measures: Mapping[str, Measure]
    relations: tuple[Relation, ...]
    breaks: tuple[Break, ...]
    second_reading: Mapping[str, SecondReading]
    corrections: tuple[Correction, ...]
    disagreements: Mapping[str, Disagreement]
    events: Mapping[str, Event]
    programmes: Mapping[str, Programme]
    glossary: Mapping[str, Term]
    criteria: Mapping[str, Criterion]
    publications: Mapping[str, Publication]
    scores: tuple[Score, ...]
    published: tuple[PublishedRow, ...]
    convention: Convention = Convention.USUAL  # by which quantities read the printed wording
    _others: dict[Convention, Ledger] = field(default_factory=dict, init=False, repr=False, compare=False)
    # What :func:`kept` has computed.
    memory: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def under(self, convention: Convention) -> Ledger:
        """The same rows read by that convention: one ledger for each, however often it is asked for."""
        if convention is self.convention:
            return self
        if convention not in self._others:
            other = replace(self, convention=convention)
            other._others[self.convention] = self
            self._others[convention] = other
        return self._others[convention]

    @cached_property
    def codebook(self) -> Codebook:
        """Which measures may be combined."""
        return Codebook({(r.left, r.relation, r.right): r.why for r in self.relations})

    def reading(self, claim: Claim) -> wording.Reading:
        """The claim's printed wording as a number, without sign."""
        return claim.reading(self.convention)

    def interval(self, claim: Claim) -> Interval:
        """The values that the claim's printed wording can stand for, in its unit and with its sign."""
        return claim.interval(self.convention)

    def quantity(self, claim_id: str) -> Quantity:
        """The claim as a quantity that can be computed with. KeyError with the nearest ids for an unknown claim."""
        return self.quantity_if(claim_id, self.interval(self.claim(claim_id)))

    def quantity_if(self, claim_id: str, interval: Interval) -> Quantity:
        """The claim as a quantity, if its wording stood for that interval."""
        claim = self.claim(claim_id)
        return quantities.printed(
            claim_id,
            interval,
            unit=claim.unit,
            measure=claim.measure,
            period=claim.period,
            geography=claim.geography,
            accumulation=claim.accumulation,
            codebook=self.codebook,
            growth=claim.kind == "yoy_percent",
        )

    def claim(self, claim_id: str) -> Claim:
        """The claim of that id. KeyError with the nearest ids for an unknown one."""
        try:
            return self.claims[claim_id]
        except KeyError:
            raise KeyError(rules.unknown("claim", claim_id, self.claims)) from None

    def select(
        self,
        measure: str,
        *,
        kind: str = "level",
        geography: str = "CN",
        accumulation: str | None = None,
        statuses: tuple[str, ...] = ("used",),
        reprints: bool = False,
    ) -> list[Claim]:
        """Claims of one measure in order of their periods; by default one claim for each independent release."""
        if measure not in self.measures:
            raise KeyError(rules.unknown("measure", measure, self.measures))
        chosen = (
            claim
            for claim in self.claims.values()
            if claim.measure == measure
            and claim.kind == kind
            and claim.geography == geography
            and claim.status in statuses
            and (accumulation is None or claim.accumulation == accumulation)
            and (reprints or not claim.reprint_of)
        )
        return sorted(chosen, key=lambda claim: (claim.period, claim.claim_id))

    @cached_property
    def companions(self) -> Mapping[str, Companions]:
        """For each claim the claims that repeat it, agree with it or disagree with it."""
        return agreement.companions(self)

    def agency_names(self, claim: Claim) -> list[Agency]:
        """The bodies that state the claim: most often one."""
        return [self.agencies[name] for name in claim.agency.split(",")]

    def second_reading_of(self, claim_id: str) -> str:
        """agreed, ambiguous or not_read."""
        reading = self.second_reading.get(claim_id)
        return reading.result if reading else "not_read"

    def link(self, source: Source) -> str:
        """The source's address where it is of an official body or a recognised outlet, else nothing."""
        outlet = self.outlets.get(rules.host(source.url)) if source.url else None
        return source.url if outlet and outlet.outlet_class in ("official", "recognised") else ""


def kept(function: Callable[Concatenate[Ledger, P], T]) -> Callable[Concatenate[Ledger, P], T]:
    """A function of a ledger that computes once for each ledger and arguments; nobody may change what it gives."""

    @wraps(function)
    def keeping(ledger: Ledger, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in ledger.memory:
            ledger.memory[key] = function(ledger, *args, **kwargs)
        answer: T = ledger.memory[key]
        return answer

    return keeping


def data_folder() -> Path:
    """The book's ``data/``: beside ``chapters/``, or where the environment variable BOOK_DATA says."""
    return Path(os.environ.get("BOOK_DATA") or Path(__file__).parents[3] / "data")


def version(folder: Path | None = None) -> str:
    """The version of the record, from its datapackage.json."""
    package = json.loads(((folder or data_folder()) / "datapackage.json").read_text(encoding="utf-8"))
    return str(package["version"])


def load(folder: Path | None = None) -> Ledger:
    """Reads and checks the record.

    Raises :class:`LedgerError`, which lists every problem with file, line, field, value and remedy.
    """
    ledger, problems = read(folder or data_folder())
    if problems or ledger is None:
        raise LedgerError(problems)
    return ledger


def read(folder: Path) -> tuple[Ledger | None, list[Problem]]:
    """The record and everything that is wrong with it; no record where a table cannot be read at all."""
    schema = _schema(folder)
    problems: list[Problem] = []
    tables = {name: _table(folder, name, schema[name], problems) for name in TABLES}
    if any(rows is None for rows in tables.values()):
        return None, problems
    rows = {name: list(table or ()) for name, table in tables.items()}
    problems += rules.duplicate_ids(rows)
    contents: dict[str, Any] = {
        name: tuple(rows[name])
        if name in rules.WITHOUT_ID
        else {getattr(row, fields(row)[0].name): row for row in rows[name]}
        for name in TABLES
    }
    ledger = Ledger(**contents)
    problems += [*rules.check(ledger), *scores.check(ledger)]
    if not problems:  # what follows is judged on rows that are sound each for itself
        problems += publication.check(ledger)
        problems += [*rules.check_agreement(ledger), *prose.check(ledger)]
    return ledger, problems


def _schema(folder: Path) -> dict[str, dict[str, Any]]:
    package = folder / "datapackage.json"
    try:
        resources = json.loads(package.read_text(encoding="utf-8"))["resources"]
    except (OSError, ValueError, KeyError) as error:
        problem = Problem("datapackage.json", None, "", "", f"cannot be read: {error}", "restore it")
        raise LedgerError([problem]) from error
    return {resource["name"]: resource["schema"] for resource in resources}


def _table(folder: Path, name: str, schema: Mapping[str, Any], problems: list[Problem]) -> list[Any] | None:
    """The typed rows of one file; None where its header or encoding is broken."""
    file = f"{name}.csv"
    columns = [f["name"] for f in schema["fields"]]
    try:
        with (folder / file).open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, [])
            if header != columns:
                problems.append(rules.wrong_header(file, header, columns))
                return None
            convert = _row_converter(file, TABLES[name], schema, problems)
            return [row for row in convert(reader) if row is not None]
    except FileNotFoundError:
        problems.append(Problem(file, None, "", "", "is missing", f"restore data/{file}"))
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 (byte {error.start}: {error.object[error.start : error.start + 1]!r})"
        problems.append(Problem(file, None, "", "", what, "save the file as UTF-8"))
    return None


def _row_converter(
    file: str, row_type: Any, schema: Mapping[str, Any], problems: list[Problem]
) -> Callable[[Iterator[list[str]]], Iterator[Any]]:
    names = [f["name"] for f in schema["fields"]]
    typed = [(i, f["name"], _CONVERTERS[f["type"]]) for i, f in enumerate(schema["fields"]) if f["type"] in _CONVERTERS]
    allowed = [
        (i, f["name"], frozenset(f["constraints"]["enum"]))
        for i, f in enumerate(schema["fields"])
        if "enum" in f.get("constraints", {})
    ]

    def one(line: int, cells: list[Any]) -> Any:
        if len(cells) != len(names):
            what = f"has {len(cells)} cells instead of {len(names)}"
            problems.append(Problem(file, line, "", ",".join(cells)[:60], what, "mend the commas or quotes"))
            return None
        for i, name, values in allowed:
            if cells[i] not in values:
                what = f"is none of {', '.join(sorted(values))}"
                problems.append(Problem(file, line, name, cells[i], what, "use one of these words"))
        for i, name, convert in typed:
            try:
                cells[i] = convert(cells[i])
            except (ValueError, ZeroDivisionError):
                kind = convert.__name__.lstrip("_")
                problems.append(Problem(file, line, name, cells[i], f"is no {kind}", f"write a {kind}"))
                return None
        return row_type(*cells, line)

    def rows(reader: Iterator[list[str]]) -> Iterator[Any]:
        for cells in reader:
            yield one(reader.line_num, cells)  # type: ignore[attr-defined]

    return rows


def _number(text: str) -> Fraction:
    return Fraction(text)


def _date(text: str) -> date:
    return date.fromisoformat(text)


_CONVERTERS: Mapping[str, Callable[[str], Any]] = {"number": _number, "date": _date}
