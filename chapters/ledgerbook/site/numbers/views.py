"""The record in words: what the templates of popovers and ledger pages show of a claim, a source or a result.

Plain data, one object for each thing shown. Nothing here knows of Sphinx; links are pairs of page and anchor
(:mod:`ledgerbook.site.base.links`), which a template turns into addresses relative to its own page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ledgerbook.numbers import printing
from ledgerbook.numbers.days import date_words, from_to, window_words
from ledgerbook.numbers.expressions import Claimed, Sign
from ledgerbook.numbers.quantities import Period
from ledgerbook.record.checks import CheckedRow, PublishedCheck
from ledgerbook.record.ledger import Ledger, kept
from ledgerbook.record.results import PublishedResult
from ledgerbook.record.rows import Claim, Correction, Disagreement, Search, Source
from ledgerbook.record.rules.prose import LINK
from ledgerbook.record.units import unit_words, with_unit
from ledgerbook.site.base import links
from ledgerbook.site.base.languages import language_tag
from ledgerbook.site.base.words import _, counted

PRINTED_TOTALS = ("running_total", "stock")  # accumulations that are not plain
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

    @cached_property
    def target(self) -> links.Target:
        """Where the claim has its permanent address."""
        return links.claim_target(self.claim)

    @cached_property
    def number(self) -> str:
        """The number as printed."""
        return self.claim.value_text

    @cached_property
    def language(self) -> str:
        """The language of the number, for its ``lang``: what has no letters of another script is English."""
        return number_language(self.claim, self.record.sources)

    @cached_property
    def evidence_language(self) -> str:
        """The language of the phrase."""
        return language_tag(self.source.language, self.claim.evidence)

    @cached_property
    def measure(self) -> str:
        """What is counted, and as what."""
        kind = kind_words(self.claim)
        label = self.record.label(self.record.measures[self.claim.measure])
        return f"{label}, {kind}" if kind else label

    @cached_property
    def status(self) -> str:
        """The status in a word, where the claim is not simply used."""
        return "" if self.claim.status == "used" else self.record.word("claims.status", self.claim.status)

    @cached_property
    def source(self) -> Source:
        """The document it was read in."""
        return self.record.sources[self.claim.source_id]

    @cached_property
    def outlet(self) -> str:
        """The outlet that first printed the document, as far as the copy says."""
        return self.source.first_outlet

    @cached_property
    def date(self) -> str:
        """The date of the document, as far as it is printed."""
        return printed_date(self.source.date)

    @cached_property
    def source_words(self) -> str:
        """Outlet and date of the document."""
        return f"{self.outlet}, {self.date}"

    @cached_property
    def source_target(self) -> links.Target:
        """The document's entry."""
        return links.source_target(self.source.source_id)

    @cached_property
    def agencies(self) -> str:
        """Who states it."""
        return _(" and ").join(self.record.label(agency, "name") for agency in self.record.agencies_of(self.claim))

    @cached_property
    def days(self) -> str:
        """The days counted."""
        return from_to(self.claim.period)

    @cached_property
    def inferred(self) -> str:
        """That the days were not printed, where they were not."""
        return "" if self.claim.period_basis == "printed" else _("(our reading of the text)")

    @cached_property
    def period(self) -> str:
        """The days counted, and whether they were printed."""
        return f"{self.days} {self.inferred}".rstrip()

    @cached_property
    def accumulation(self) -> str:
        """What kind of total it is, where that is not plain."""
        accumulation = self.claim.accumulation
        return self.record.word("claims.accumulation", accumulation) if accumulation in PRINTED_TOTALS else ""

    @cached_property
    def nature(self) -> str:
        """Whether its source estimates or expects it, where it was not counted."""
        return self.record.word("claims.nature", self.claim.nature) if self.claim.nature else ""

    @cached_property
    def stands_for(self) -> str:
        """The values that the wording allows, and why."""
        span = with_unit(printing.span(self.claim.interval()), self.claim.unit, self.record)
        return f"{span}, {self.record.word('claims.bound', self.claim.bound)}"

    @cached_property
    def second_reading(self) -> str:
        """Whether a second reader agreed, of this print or else of a copy."""
        reading = self.record.second_reading.get(self.claim.claim_id)
        if reading:
            return self.record.word("second_reading.result", reading.result)
        copies = (self.record.second_reading_of(copy.claim.claim_id) for copy in self.reprints)
        return (
            _("A second reading by the project, which did not see the value, found the same in a reprint.")
            if "agreed" in copies
            else _("Not read a second time.")
        )

    @cached_property
    def remark(self) -> Sequence[Piece]:
        """What the second reader remarked."""
        reading = self.record.second_reading.get(self.claim.claim_id)
        return with_links(reading.remark, self.record) if reading else ()

    @cached_property
    def reason(self) -> Sequence[Piece]:
        """Why the claim has its status, or a caution."""
        return with_links(self.claim.status_reason, self.record)

    @cached_property
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

    @cached_property
    def disagreements(self) -> Sequence[Disagreement]:
        """The disagreements that the claim, or the one it reprints, is part of."""
        found = _disagreements(self.record)
        rows = {row.line: row for name in (self.claim.claim_id, self.claim.reprint_of) for row in found.get(name, ())}
        return [rows[line] for line in sorted(rows)]

    @cached_property
    def corrections(self) -> Sequence[str]:
        """What was corrected in the row, in words."""
        return [
            _("{column} was {was}, is {now} since {version}: {why}").format(
                column=cell.column, was=cell.was or _("empty"), now=cell.now or _("empty"), version=c.since, why=c.why
            )
            for c in _corrections(self.record).get(self.claim.claim_id, ())
            for cell in c.cells
            if cell.row_id == self.claim.claim_id
        ]

    def _views(self, claims: Sequence[Claim]) -> Sequence[ClaimView]:
        return [claim_view(self.record, claim.claim_id) for claim in claims]


@kept
def claim_view(record: Ledger, claim_id: str) -> ClaimView:
    """The claim as it is shown, made once for each record: a claim stands on many pages."""
    return ClaimView(record.claims[claim_id], record)


@kept
def _disagreements(record: Ledger) -> Mapping[str, Sequence[Disagreement]]:
    """The disagreements of each claim, in the order of the record."""
    found: dict[str, list[Disagreement]] = defaultdict(list)
    for row in record.disagreements.values():
        for name in dict.fromkeys(row.members):
            found[name].append(row)
    return found


@kept
def _corrections(record: Ledger) -> Mapping[str, Sequence[Correction]]:
    """The corrections of each claim."""
    found: dict[str, list[Correction]] = defaultdict(list)
    for correction in record.corrections:
        if correction.table == "claims":
            for row_id in dict.fromkeys(cell.row_id for cell in correction.cells):
                found[row_id].append(correction)
    return found


@kept
def _days(record: Ledger) -> tuple[date, date]:
    """The first and the last day that any claim counts: the days of what is a count of rows."""
    starts = [claim.period_start for claim in record.claims.values() if claim.period_start]
    return min(starts, default=date.min), max((claim.period_end for claim in record.claims.values()), default=date.max)


# Two numbers, with what scales them, and no other word.
_ENDS = re.compile(r"(?P<low>[\d.,]+)(?: (?:m|b|tr)illion)? to (?P<high>[\d.,]+)(?P<scale>[^\W\d_]| (?:m|b|tr)illion)?")


def result_words(result: PublishedResult, record: Ledger, said: str = "") -> str:
    """The interval of a result and its unit, with the digits of a range that prose has for it, else with its own."""
    return with_unit(_ends_of(said, result, record) or printing.span(result.interval), result.unit, record)


def _ends_of(said: str, result: PublishedResult, record: Ledger) -> str:
    """The ends of a range in prose, without its unit, and with the sign of a fall; "" for words that are no range."""
    bare = printing.PERCENT.sub("", said).removesuffix(f" {unit_words(result.unit, record)}").removeprefix("from ")
    if not (ends := _ENDS.fullmatch(bare)) or printing.unsupported(said, result.interval, result.unit):
        return ""
    if result.interval.lower >= 0:
        return bare
    # "Fell by 11 to 25%" is from the lower to the higher number.
    falls = result.interval.upper <= 0 and not ends["scale"]
    return f"{printing.MINUS}{ends['high']} to {printing.MINUS}{ends['low']}" if falls else ""


def days_of(result: PublishedResult, record: Ledger) -> str:
    """The days that a result counts; "" where it counts rows of the record, which has none of its own."""
    return "" if result.period == _days(record) else from_to(Period(*result.period))


@dataclass(frozen=True, repr=False)
class ResultView:
    """A derived number as it is shown; ``said`` is how prose beside it prints its range."""

    result: PublishedResult
    docname: str
    record: Ledger
    said: str = ""

    @property
    def target(self) -> links.Target:
        """Where the result stands in its chapter."""
        return self.docname, links.result_anchor(self.result.name)

    @property
    def value(self) -> str:
        """The interval in words."""
        return result_words(self.result, self.record, self.said)

    @property
    def meaning(self) -> str:
        """What it is."""
        return self.result.meaning[:1].upper() + self.result.meaning[1:]

    @property
    def period(self) -> str:
        """The days that it counts; "" where it has none."""
        return days_of(self.result, self.record)

    @property
    def formula(self) -> Sequence[Piece]:
        """How it was computed, with the printed words of its inputs as links and the sign of a fall before them."""
        shown: list[Piece] = []
        tokens = ["", *self.result.expression.tokens(), ""]
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if isinstance(token, Claimed):
                claim = self.record.claims[token.claim_id]
                sign = printing.MINUS if claim.value < 0 and before is not Sign.GROWTH else ""
                language = number_language(claim, self.record.sources)
                shown.append(Piece(f"{sign}{claim.value_text}", links.claim_target(claim), language))
                continue
            falls = isinstance(after, Claimed) and self.record.claims[after.claim_id].value < 0
            words = shown.pop().text if shown and not shown[-1].target else ""
            shown.append(Piece(f"{words}{_sign(token, before_a_fall=falls) if isinstance(token, Sign) else token}"))
        return shown

    @property
    def intersects(self) -> bool:
        """Whether the formula takes what several prints of one quantity allow together, written "a and b"."""
        return self.result.expression.uses("both")

    @property
    def inputs(self) -> Sequence[ClaimView]:
        """The claims that it came from."""
        return [claim_view(self.record, name) for name in self.result.claims]


@dataclass(frozen=True, repr=False)
class CheckView:
    """A tested statement as it is shown."""

    check: PublishedCheck
    docname: str
    record: Ledger

    @property
    def target(self) -> links.Target:
        """Where it is tested in its chapter."""
        return self.docname, links.check_anchor(self.check.name)

    @property
    def statement(self) -> str:
        """What is said."""
        return self.check.statement[:1].upper() + self.check.statement[1:]

    @property
    def rule(self) -> str:
        """By which rule its rows were chosen."""
        return self.check.rule[:1].upper() + self.check.rule[1:]

    @property
    def count(self) -> str:
        """In how many rows it holds."""
        verdicts = self.check.verdicts
        words = _("{n} of {m}").format(n=verdicts.holding, m=verdicts.tested)
        return f"{words}; {counted('{n} open', '{n} open', verdicts.open)}" if verdicts.open else words

    @property
    def parts(self) -> Sequence[tuple[str, Sequence[CheckedRow]]]:
        """Rows that bear it out, and those where it does not hold, each under its title."""
        usual = _("Nearest to breaking it") if self.check.nearest_first else _("Rows")
        return [(usual, self.check.usual), (_("Not so, or open"), self.check.exceptions)]

    def claims(self, row: CheckedRow) -> Sequence[ClaimView]:
        """The claims behind a row."""
        return [claim_view(self.record, name) for name in row.claims]


@dataclass(frozen=True, repr=False)
class SearchView:
    """What was looked for, as it is shown."""

    search: Search
    record: Ledger

    @property
    def target(self) -> links.Target:
        """Its entry on the page of all searches."""
        return links.search_target(self.search.search)

    @property
    def title(self) -> str:
        """What was looked for, and what became of it."""
        return f"{self.sought}: {self.outcome}"

    @property
    def sought(self) -> str:
        """What was looked for."""
        return self.record.label(self.search, "sought")

    @property
    def places(self) -> str:
        """Where it was looked for."""
        places = self.record.label(self.search, "places")
        return places[:1].upper() + places[1:]

    @property
    def outcome(self) -> str:
        """Whether it was found, in words."""
        return self.record.word("searches.outcome", self.search.outcome)

    @property
    def when(self) -> str:
        """The last day of looking."""
        return date_words(self.search.date.isoformat())

    @property
    def queries(self) -> str:
        """What was asked for."""
        return "; ".join(f"“{query}”" for query in self.search.asked)

    @property
    def nearest(self) -> str:
        """What came nearest, without links."""
        return LINK.sub(r"\1", self.record.label(self.search, "nearest"))

    @property
    def found(self) -> ClaimView | None:
        """The claim that was found later."""
        return claim_view(self.record, self.search.found_id) if self.search.found_id else None


def kind_words(claim: Claim) -> str:
    """Whether the claim is a share, or a rise or fall since when; nothing for a level."""
    if claim.kind == "share_percent":
        return _("share")
    if claim.kind == "yoy_percent":
        return _("fall on a year before") if claim.value < 0 else _("rise on a year before")
    if claim.base is None:
        return ""
    base = window_words(claim.base)
    if claim.kind == "change_times":
        return _("multiple of {base}").format(base=base)
    return (_("fall since {base}") if claim.value < 0 else _("rise since {base}")).format(base=base)


def number_language(claim: Claim, sources: Mapping[str, Source]) -> str:
    """The language of a claim's number: English where it is in digits and Latin letters only."""
    text = claim.value_text
    return "en" if text.isascii() else language_tag(sources[claim.source_id].language, text)


def printed_date(date: str) -> str:
    """A document's date in words, or that none is printed."""
    return date_words(date) or _("no date printed")


def with_links(text: str, record: Ledger) -> Sequence[Piece]:
    """A text in which the ids of claims become links with what these claims print, where and when."""
    return list(_pieces(text, record, lambda claim: _origin(claim, record)))


def _origin(claim: Claim, record: Ledger) -> str:
    view = claim_view(record, claim.claim_id)
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


def _sign(sign: Sign, *, before_a_fall: bool) -> str:
    """A sign as it is printed; 1 plus a fall is 1 less the fall."""
    if sign is Sign.GROWTH and before_a_fall:
        return f"1 {printing.MINUS} "
    return {Sign.MINUS: printing.MINUS, Sign.TIMES: "×"}.get(sign, sign.value)
