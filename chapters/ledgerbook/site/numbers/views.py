"""The record in words: what the templates of popovers and ledger pages show of a claim, a source or a result.

Plain data, one object for each thing shown. Nothing here knows of Sphinx; links are pairs of page and anchor
(:mod:`ledgerbook.site.base.links`), which a template turns into addresses relative to its own page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as day
from functools import cached_property

from ledgerbook.figure.frames import day_words, from_to
from ledgerbook.numbers import printing
from ledgerbook.numbers.quantities import Period
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.results import PublishedResult
from ledgerbook.record.rows import Claim, Disagreement, Source
from ledgerbook.record.rules.words import PERCENT, UNIT
from ledgerbook.site.base import links
from ledgerbook.site.base.languages import language_tag
from ledgerbook.site.base.words import _

PRINTED_TOTALS = ("running_total", "stock")  # accumulations that are not plain
_UNIT_NAME = re.compile(r"[A-Za-z_]+")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text, or a link with the words of a claim."""

    text: str
    target: links.Target | None = None
    language: str = ""


@dataclass(frozen=True, repr=False)  # Sphinx logs what it passes on, and the whole record would be written out
class ClaimView:
    """A claim as it is shown."""

    claim: Claim
    record: Ledger

    @property
    def target(self) -> links.Target:
        """Where the claim has its permanent address."""
        return links.claim_target(self.claim)

    @property
    def number(self) -> str:
        """The number as printed."""
        return self.claim.value_text

    @property
    def language(self) -> str:
        """The language of the number, for its ``lang``: what has no letters of another script is English."""
        return number_language(self.claim, self.record.sources)

    @property
    def evidence_language(self) -> str:
        """The language of the phrase."""
        return language_tag(self.source.language, self.claim.evidence)

    @property
    def measure(self) -> str:
        """What is counted, and as what."""
        kind = kind_words(self.claim)
        label = self.record.label(self.record.measures[self.claim.measure])
        return f"{label}, {kind}" if kind else label

    @property
    def status(self) -> str:
        """The status in a word, where the claim is not simply used."""
        return "" if self.claim.status == "used" else self.record.word("claims.status", self.claim.status)

    @property
    def source(self) -> Source:
        """The document it was read in."""
        return self.record.sources[self.claim.source_id]

    @property
    def outlet(self) -> str:
        """The outlet that first printed the document, as far as the copy says."""
        return outlet(self.source)

    @property
    def date(self) -> str:
        """The date of the document, as far as it is printed."""
        return date_words(self.source.date)

    @property
    def source_words(self) -> str:
        """Outlet and date of the document."""
        return f"{self.outlet}, {self.date}"

    @property
    def source_target(self) -> links.Target:
        """The document's entry."""
        return links.source_target(self.source.source_id)

    @property
    def agencies(self) -> str:
        """Who states it."""
        return _(" and ").join(self.record.label(agency, "name") for agency in self.record.agency_names(self.claim))

    @property
    def period(self) -> str:
        """The days counted, and whether they were printed."""
        words = from_to(self.claim.period)
        return (
            words
            if self.claim.period_basis == "printed"
            else _("{period} (our reading of the text)").format(period=words)
        )

    @property
    def accumulation(self) -> str:
        """What kind of total it is, where that is not plain."""
        accumulation = self.claim.accumulation
        return self.record.word("claims.accumulation", accumulation) if accumulation in PRINTED_TOTALS else ""

    @property
    def stands_for(self) -> str:
        """The values that the wording allows, and why."""
        span = with_unit(printing.span(self.claim.interval()), self.claim.unit, self.record)
        return f"{span}, {self.record.word('claims.bound', self.claim.bound)}"

    @property
    def second_reading(self) -> str:
        """Whether a second reader agreed, of this print or else of a copy."""
        reading = self.record.second_reading.get(self.claim.claim_id)
        if reading:
            return self.record.word("second_reading.result", reading.result)
        copies = (self.record.second_reading_of(copy.claim.claim_id) for copy in self.reprints)
        return (
            _("A second reader, who did not see the value, read the same in a reprint.")
            if "agreed" in copies
            else _("Not read a second time.")
        )

    @property
    def remark(self) -> Sequence[Piece]:
        """What the second reader remarked."""
        reading = self.record.second_reading.get(self.claim.claim_id)
        return with_links(reading.remark, self.record) if reading else ()

    @property
    def reason(self) -> Sequence[Piece]:
        """Why the claim has its status, or a caution."""
        return with_links(self.claim.status_reason, self.record)

    @property
    def note(self) -> Sequence[Piece]:
        """What the reader of the source noted."""
        return with_links(self.claim.note, self.record)

    @cached_property
    def corroborating(self) -> Sequence[ClaimView]:
        """Independent releases that can be the same number."""
        return self._views(self.record.companions[self.claim.claim_id].corroborating)

    @cached_property
    def disagreeing(self) -> Sequence[ClaimView]:
        """Claims that say otherwise of the same quantity and period."""
        return self._views(self.record.companions[self.claim.claim_id].disagreeing)

    @cached_property
    def related(self) -> Sequence[ClaimView]:
        """Claims that disagreements.csv discusses together with it."""
        return self._views(self.record.companions[self.claim.claim_id].related)

    @cached_property
    def reprints(self) -> Sequence[ClaimView]:
        """Copies of the same announcement."""
        return self._views(self.record.companions[self.claim.claim_id].reprints)

    @property
    def disagreements(self) -> Sequence[Disagreement]:
        """The disagreements that the claim, or the one it reprints, is part of."""
        names = {self.claim.claim_id, self.claim.reprint_of}
        return [row for row in self.record.disagreements.values() if names & set(row.members)]

    @property
    def corrections(self) -> Sequence[str]:
        """What was corrected in the row, in words."""
        return [
            _("{column} was {was}, is {now} since {version}: {why}").format(
                column=c.column, was=c.was or _("empty"), now=c.now or _("empty"), version=c.since, why=c.why
            )
            for c in self.record.corrections
            if c.table == "claims" and c.row_id == self.claim.claim_id
        ]

    def _views(self, claims: Sequence[Claim]) -> Sequence[ClaimView]:
        return [ClaimView(claim, self.record) for claim in claims]


@dataclass(frozen=True, repr=False)
class ResultView:
    """A derived number as it is shown."""

    result: PublishedResult
    docname: str
    record: Ledger

    @property
    def target(self) -> links.Target:
        """Where the result stands in its chapter."""
        return self.docname, links.result_anchor(self.result.name)

    @property
    def value(self) -> str:
        """The interval in words."""
        return with_unit(printing.span(self.result.interval), self.result.unit, self.record)

    @property
    def meaning(self) -> str:
        """What it is."""
        return self.result.meaning[:1].upper() + self.result.meaning[1:]

    @property
    def period(self) -> str:
        """The days that it counts."""
        return from_to(Period(*self.result.period))

    @property
    def formula(self) -> Sequence[Piece]:
        """How it was computed, with the printed words of its inputs as links and the sign of a fall before them."""
        pieces = list(_pieces(self.result.formula, self.record, lambda claim: claim.value_text))
        claims = [self.record.claims.get(p.target[1]) if p.target else None for p in pieces]
        shown: list[Piece] = []
        for piece, claim, following in zip(pieces, claims, [*claims[1:], None], strict=True):
            if claim and claim.value < 0 and not (shown and shown[-1].text.endswith(f"{printing.MINUS} ")):
                piece = replace(piece, text=f"{printing.MINUS}{piece.text}")
            falls = following is not None and following.value < 0
            shown.append(piece if claim else replace(piece, text=_mathematical(piece.text, before_a_fall=falls)))
        return shown

    @property
    def intersects(self) -> bool:
        """Whether the formula takes what several prints of one quantity allow together, written "a and b"."""
        return " and " in self.result.formula

    @property
    def inputs(self) -> Sequence[ClaimView]:
        """The claims that it came from."""
        return [ClaimView(self.record.claims[name], self.record) for name in self.result.claims]


def kind_words(claim: Claim) -> str:
    """Whether the claim is a share, or a rise or fall on a year before; nothing for a level."""
    if claim.kind == "share_percent":
        return _("share")
    if claim.kind == "yoy_percent":
        return _("fall on a year before") if claim.value < 0 else _("rise on a year before")
    return ""


def number_language(claim: Claim, sources: Mapping[str, Source]) -> str:
    """The language of a claim's number: English where it is in digits and Latin letters only."""
    text = claim.value_text
    return "en" if text.isascii() else language_tag(sources[claim.source_id].language, text)


def outlet(source: Source) -> str:
    """The outlet that first printed the document, as far as the copy says."""
    return source.original_outlet or source.outlet


def with_unit(number: str, unit: str, record: Ledger) -> str:
    """A number in words with its unit."""
    return f"{number}%" if unit == PERCENT else f"{number} {unit_words(unit, record)}"


def unit_words(unit: str, record: Ledger) -> str:
    """A unit as a reader would say it; one that was computed, such as NOK/loans, by the words of its parts."""
    known = set(record.keys(UNIT))
    return _UNIT_NAME.sub(lambda part: record.word(UNIT, part[0]) if part[0] in known else part[0], unit)


def date_words(date: str) -> str:
    """A document's date, as far as it is printed: "30 Dec 2022", "Dec 2022", "2022"."""
    if len(date) == len("2022-12-30"):
        return day_words(day.fromisoformat(date))
    return f"{day.fromisoformat(date + '-01'):%b %Y}" if len(date) == len("2022-12") else date or _("no date printed")


def with_links(text: str, record: Ledger) -> Sequence[Piece]:
    """A text in which the ids of claims become links with what these claims print, where and when."""
    return list(_pieces(text, record, lambda claim: _origin(claim, record)))


def _origin(claim: Claim, record: Ledger) -> str:
    view = ClaimView(claim, record)
    return f"{view.number} ({view.source_words})"


def _pieces(text: str, record: Ledger, words: Callable[[Claim], str]) -> Iterator[Piece]:
    end = 0
    for found in _ID.finditer(text):
        claim = record.claims.get(found[0])
        if claim is None:
            continue
        if found.start() > end:
            yield Piece(text[end : found.start()])
        yield Piece(words(claim), links.claim_target(claim), number_language(claim, record.sources))
        end = found.end()
    if end < len(text):
        yield Piece(text[end:])


def _mathematical(text: str, *, before_a_fall: bool) -> str:
    """A formula's signs as they are printed; 1 plus a fall is 1 less the fall."""
    text = text.replace(" - ", f" {printing.MINUS} ").replace(" x ", " × ")
    return f"{text[:-2]}{printing.MINUS} " if before_a_fall and text.endswith("+ ") else text
