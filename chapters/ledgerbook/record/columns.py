"""The columns of the tables that this package knows. Generated from a record's schema by `make schema`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A row of claims.csv: claims."""

    claim_id: str
    measure: str
    value_text: str
    value: Fraction
    unit: str
    bound: str
    kind: str
    accumulation: str
    period_start: date | None
    period_end: date
    period_basis: str
    geography: str
    agency: str
    source_id: str
    evidence: str
    evidence_form: str
    translation: str
    reprint_of: str
    status: str
    status_reason: str
    note: str
    start_earliest: date | None
    start_latest: date | None
    base_start: date | None
    base_end: date | None
    low: Fraction | None
    high: Fraction | None
    nature: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of sources.csv: sources."""

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
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """A row of agencies.csv: agencies."""

    agency: str
    name_en: str
    name_original: str
    geography: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A row of measures.csv: measures (codebook)."""

    measure: str
    strand: str
    label_en: str
    label_original: str
    unit: str
    counts: str
    excludes: str
    merged_from: str
    merge_reason: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A row of places.csv: places."""

    place: str
    label_en: str
    language: str
    currency: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """A row of languages.csv: languages."""

    language: str
    label_en: str
    script: str
    translated: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row of words.csv: words."""

    kind: str
    key: str
    label_en: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class ResultNameRow:
    """A row of results.csv: results."""

    result: str
    label_en: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class CheckNameRow:
    """A row of checks.csv: checks."""

    check: str
    statement_en: str
    rows_en: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A row of searches.csv: searches."""

    search: str
    sought_en: str
    queries: str
    languages: str
    places_en: str
    date: date
    outcome: str
    found_id: str
    claim_ids: str
    source_ids: str
    nearest_en: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class OutletRow:
    """A row of outlets.csv: outlets."""

    host: str
    outlet: str
    outlet_class: str
    why: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A row of relations.csv: relations between measures."""

    left: str
    relation: str
    right: str
    why: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class BreakRow:
    """A row of breaks.csv: breaks in series."""

    measure: str
    date: str
    what: str
    basis: str
    source_id: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class SecondReadingRow:
    """A row of second_reading.csv: second reading."""

    claim_id: str
    result: str
    value_text_read: str
    value_read: str
    phrase_read: str
    remark: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A row of corrections.csv: corrections."""

    table: str
    row_id: str
    column: str
    was: str
    now: str
    why: str
    since: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class DisagreementRow:
    """A row of disagreements.csv: disagreements."""

    disagreement_id: str
    kind: str
    title: str
    claim_ids: str
    chosen: str
    why: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row of events.csv: events."""

    event_id: str
    date_start: str
    date_end: str
    strand: str
    kind: str
    name_original: str
    name_en: str
    what: str
    source_id: str
    evidence: str
    same_event: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class TermRow:
    """A row of glossary.csv: glossary."""

    term_original: str
    romanised: str
    term_en: str
    strand: str
    counts: str
    excludes: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A row of criteria.csv: criteria of disclosure."""

    criterion_id: str
    group: str
    title: str
    rule_2: str
    rule_1: str
    rule_0: str
    why: str
    standard: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A row of publications.csv: publications scored."""

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
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row of scores.csv: scores of disclosure."""

    publication_id: str
    criterion_id: str
    score: str
    source_id: str
    evidence: str
    translation: str
    note: str
    first_pass: str
    second_pass: str
    other_rater: str
    other_reason: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A row of published.csv: published rows."""

    table: str
    row_id: str
    version: str
    digest: str
    line: int
    translations: Mapping[str, str] = field(default_factory=dict, compare=False)
