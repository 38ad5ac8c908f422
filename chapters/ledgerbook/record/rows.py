"""The rows of the record: what the columns of the schema say, and what follows from a row by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from typing import Any, NamedTuple

import portion
from portion import Interval

from ledgerbook.numbers import intervals, wording
from ledgerbook.numbers.quantities import Period
from ledgerbook.numbers.wording import Convention
from ledgerbook.record import columns

# Rows of which nothing follows beyond their columns.
Agency = columns.AgencyRow
Break = columns.BreakRow
CheckName = columns.CheckNameRow
Criterion = columns.CriterionRow
Event = columns.EventRow
Language = columns.LanguageRow
Measure = columns.MeasureRow
Outlet = columns.OutletRow
Place = columns.PlaceRow
Publication = columns.PublicationRow
Relation = columns.RelationRow
ResultName = columns.ResultNameRow
SecondReading = columns.SecondReadingRow
Term = columns.TermRow
Word = columns.WordRow
PublishedRow = columns.PublishedRow

CHANGES = ("change_percent", "change_points", "change_times")  # kinds of change whose base a claim names itself
RELATIVE = ("yoy_percent", *CHANGES)  # every kind of change
PROJECTION = "projection"  # the nature of what nobody has counted yet
SEVERAL = "|"  # between the rows of a correction, between its columns, and between their cells
MOST = 2  # points for one criterion
UNKNOWN = "unknown"  # the score of what could not be seen
_MOST_PLACES = 40  # of a decimal that ends
_POINTS: Mapping[str, tuple[int, int]] = {"2": (2, 2), "1": (1, 1), "0": (0, 0), "1-2": (1, 2), UNKNOWN: (0, MOST)}


@dataclass(frozen=True, slots=True)
class Claim(columns.ClaimRow):
    """One number printed in one source. ``value`` is signed and in ``unit``."""

    @property
    def period(self) -> Period:
        """The days counted, as printed or, where ``period_basis`` is inferred, as read from the context.

        A running total without ``period_start`` counts since a day that no source prints.
        """
        return Period(self.period_start, self.period_end, self.start_earliest, self.start_latest)

    @property
    def base(self) -> Period | None:
        """The days that a change is measured from; None for what is no change."""
        if self.kind == "yoy_percent":
            return self.period.a_year_before()
        if self.kind in CHANGES and self.base_end:
            return Period(self.base_start, self.base_end)
        return None

    @property
    def direction(self) -> int:
        """1 for a change by which something rose, −1 for one by which it fell, 0 for what is no change."""
        if self.kind not in RELATIVE and self.value >= 0:
            return 0
        rise = self.value - 1 if self.unit == "times" else self.value
        return (rise > 0) - (rise < 0)

    def reading(self, convention: Convention = Convention.USUAL) -> wording.Reading:
        """The printed wording as a number, without sign."""
        return wording.read(self.value_text, bound=self.bound, evidence=self.evidence, convention=convention)

    def interval(self, convention: Convention = Convention.USUAL) -> Interval:
        """The values that the printed wording can stand for, in ``unit``, with the sign of ``value``.

        Those of a printed range, or interval of uncertainty, are what lies between its ends.
        """
        if self.low is not None and self.high is not None:
            return portion.closed(self.low, self.high)
        interval = self.reading(convention).interval
        return intervals.negate(interval) if self.value < 0 else interval


@dataclass(frozen=True, slots=True)
class Source(columns.SourceRow):
    """A document that numbers were read in."""

    @property
    def first_outlet(self) -> str:
        """The outlet that first printed it, as far as the copy says."""
        return self.original_outlet or self.outlet


@dataclass(frozen=True, slots=True)
class Disagreement(columns.DisagreementRow):
    """Claims that do not say the same. ``why`` is Markdown, in which numbers are traced as in prose."""

    @property
    def members(self) -> tuple[str, ...]:
        """The ids of its claims."""
        return tuple(self.claim_ids.split(";"))


class MendedCell(NamedTuple):
    """A cell that a correction mends: of which row and column, what it was and what it is."""

    row_id: str
    column: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Correction(columns.CorrectionRow):
    """One slip, mended: in one cell, or in several columns and rows that it was copied to."""

    @property
    def cells(self) -> tuple[MendedCell, ...]:
        """Every cell that was mended: each of the columns in each of the rows."""
        names = self.column.split(SEVERAL)
        was, now = ((text.split(SEVERAL) if len(names) > 1 else [text]) for text in (self.was, self.now))
        mended = list(zip_longest(names, was, now, fillvalue=""))
        return tuple(MendedCell(row_id, *cell) for row_id in self.row_id.split(SEVERAL) for cell in mended)


@dataclass(frozen=True, slots=True)
class Search(columns.SearchRow):
    """Something that was looked for and not found, with what came nearest."""

    @property
    def asked(self) -> tuple[str, ...]:
        """The queries, as they were asked."""
        return tuple(self.queries.split(SEVERAL))

    @property
    def near_claims(self) -> tuple[str, ...]:
        """The ids of the claims that came nearest."""
        return tuple(filter(None, self.claim_ids.split(";")))

    @property
    def near_sources(self) -> tuple[str, ...]:
        """The ids of the sources that came nearest."""
        return tuple(filter(None, self.source_ids.split(";")))


@dataclass(frozen=True, slots=True)
class Score(columns.ScoreRow):
    """One publication under one criterion, with the evidence."""

    @property
    def interval(self) -> Interval:
        """The points that it may be worth: what could not be seen may be anything."""
        return portion.closed(*_POINTS[self.score])


ROWS: Mapping[str, type] = {
    "claims": Claim,
    "sources": Source,
    "agencies": Agency,
    "measures": Measure,
    "places": Place,
    "languages": Language,
    "words": Word,
    "results": ResultName,
    "checks": CheckName,
    "searches": Search,
    "outlets": Outlet,
    "relations": Relation,
    "breaks": Break,
    "second_reading": SecondReading,
    "corrections": Correction,
    "disagreements": Disagreement,
    "events": Event,
    "glossary": Term,
    "criteria": Criterion,
    "publications": Publication,
    "scores": Score,
    "published": PublishedRow,
}


def cell_text(value: Any) -> str:
    """A value as it stands in a CSV cell."""
    return _decimal(value) if isinstance(value, Fraction) else "" if value is None else str(value)


def _decimal(value: Fraction) -> str:
    """The number with all of its digits; as a fraction where no decimal ends."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > _MOST_PLACES:
            return str(value)
    digits = str(abs(value.numerator) * 10**places // value.denominator).zfill(places + 1)
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if value < 0 else "") + whole + (f".{part}" if part else "")
