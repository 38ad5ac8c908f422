"""What a clause says beside its numbers that is of other numbers: that they fell, another time, another count.

Judged are the words of the clause in which a number is linked: which way it went (:mod:`ledgerbook.prose.directions`),
the years and months that it names, and the words that tell counts apart ("solved", "filed"; words.csv, kind
``told_apart``) within a few words of the number. What a claim or result says of itself, in its dates, its phrase, its
translation and its measure, may stand there; nothing else of these may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ledgerbook.numbers.context import MEND
from ledgerbook.numbers.numerals import MONTHS
from ledgerbook.prose import directions, senses
from ledgerbook.prose.directions import SIGNS, Number, clause_of
from ledgerbook.prose.passages import Span
from ledgerbook.prose.senses import Said
from ledgerbook.prose.sentences import Sentence
from ledgerbook.prose.sources import Sources
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Claim
from ledgerbook.record.rules import renderings

TOLD_APART = "told_apart"  # the kind of words that say of a number what was counted, and of which count
REACH = 5  # words on either side of a number
_MONTHS = MONTHS.split("|")
_TIME = re.compile(rf"\b(?:{MONTHS}|(?:19|20)\d\d)\b")
# A time behind these is that of something else than the number: of a launch, a print, a comparison, a supposition.
_ELSEWHERE = re.compile(
    r"\b(?:opened|begun|began|beg[ai]ns?|launched|started|reprinted|below|above|than|higher|lower"
    r"|release|leaves?|left|changes?)\b"
)
_SUPPOSED = re.compile(r"\b(?:would|probably)\b")  # what it would or may hold has times of its own
_DENIED = re.compile(r"\b(?:not|never|no|nor|neither|cannot|without|n't)\b(?:\W+\w+){0,2}\W*$")
_RANGE = re.compile(r" to (?:[a-z]+ ){0,5}((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Known:
    """What a number says of itself: its years and months, and the stems of the words that may stand beside it."""

    years: frozenset[int]
    months: frozenset[int]
    words: frozenset[str]
    places: frozenset[str]


@dataclass(frozen=True)
class Beside:
    """The judgement of what stands beside the numbers of a book."""

    sources: Sources
    ledger: Ledger

    def complaints(self, sentence: Sentence) -> Iterator[str]:
        """What a sentence says beside its numbers that they do not bear out."""
        yield from self._of_directions(sentence)
        yield from self._of_times(sentence)
        yield from self._of_counts(sentence)
        yield from self._of_places(sentence)

    def number(self, link: Span) -> Number | None:
        """The number to which a link leads, if it leads to one."""
        scheme, _, name = link.address.partition(":")
        if scheme == "claim" and (claim := self.ledger.claims.get(name)):
            return Number(link, claim.direction, claim.interval(), claim.unit)
        if scheme == "result" and (result := self.sources.results.get(name)):
            return Number(link, result.direction, result.interval, result.unit)
        return None

    def _of_directions(self, sentence: Sentence) -> Iterator[str]:
        for said in senses.said(sentence.text):
            sign = SIGNS.get(said.sense, 0)
            way, _ = directions.ways(said, sentence, self.number) if sign else (0, "")
            if way * sign < 0 and not _DENIED.search(sentence.text[: said.start]):
                yield f"{said.text!r} stands in a clause whose number {'rose' if way > 0 else 'fell'}: {MEND}"

    def _of_times(self, sentence: Sentence) -> Iterator[str]:
        for found in _TIME.finditer(sentence.text):
            clause = clause_of(sentence.text, Said(found[0], found.start(), found.end(), ""))
            linked = [link for link in sentence.links_in(clause) if self.number(link)]
            inside = any(link.start <= found.start() < link.end for link in sentence.links)
            elsewhere = _ELSEWHERE.search(sentence.text[clause.start : found.start()])
            if not linked or inside or elsewhere or _SUPPOSED.search(sentence.text[clause]):
                continue
            known = [self._known(link) for link in linked]
            years = frozenset[int]().union(*(one.years for one in known))
            ends = _RANGE.match(sentence.text, found.end())
            if found[0].isdigit():
                wrong = bool(years) and int(found[0]) not in years and not (ends and int(ends[1]) in years)
            else:
                wrong = bool(years) and all(_MONTHS.index(found[0]) + 1 not in one.months for one in known)
            if wrong:
                yield f"{found[0]!r} stands in a clause whose number is of another time, {_spelt(years)}: {MEND}"

    def _of_counts(self, sentence: Sentence) -> Iterator[str]:
        told = self._told_apart
        for link in sentence.links:
            if self.number(link) is None:
                continue
            known = self._known(link)
            for word in _near(sentence, link, [other for other in sentence.links if self.number(other)]):
                if word in told and _stem(word) not in known.words:
                    said = sentence.text[link.start : link.end]
                    yield f"{word!r} stands beside {said!r}, of which neither phrase nor measure says so: {MEND}"

    def _of_places(self, sentence: Sentence) -> Iterator[str]:
        for found in self._places.finditer(sentence.text):
            clause = clause_of(sentence.text, Said(found[0], found.start(), found.end(), ""))
            linked = [link for link in sentence.links_in(clause) if self.number(link)]
            known = frozenset[str]().union(*(self._known(link).places for link in linked))
            if known and found[0] not in known:
                yield f"{found[0]!r} stands in a clause whose number is of {', '.join(sorted(known))}: {MEND}"

    @cached_property
    def _places(self) -> re.Pattern[str]:
        names = (re.escape(row.label_en) for row in self.ledger.places.values())
        return re.compile(rf"\b(?:{'|'.join(names)})\b")

    @cached_property
    def _told_apart(self) -> frozenset[str]:
        kinds = self.ledger.keys(TOLD_APART)
        return frozenset(word for key in kinds for word in self.ledger.word(TOLD_APART, key).split(";"))

    def _known(self, link: Span) -> Known:
        scheme, _, name = link.address.partition(":")
        result = self.sources.results.get(name) if scheme == "result" else None
        claims = [self.ledger.claims[name]] if result is None else _of_result(result.claims, self.ledger)
        days = [day for claim in claims for day in self._days(claim)]
        days += [day for day in result.period if day] if result else []
        years = {day.year for day in days}
        if result:
            years |= {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", result.meaning)}
        if result and years:
            years = set(range(min(years), max(years) + 1))
        text = " ".join([result.meaning if result else "", *(self._says(claim) for claim in claims)])
        months = {day.month for day in days}
        words = {_stem(word) for word in (*re.findall(r"[a-z]+", text.lower()), *self._renderings(claims))}
        places = {self.ledger.places[c.geography].label_en for c in claims if c.geography in self.ledger.places}
        return Known(frozenset(years), frozenset(months), frozenset(words), frozenset(places))

    def _days(self, claim: Claim) -> Iterator[date]:
        """The days that a claim is of: of its period, its base, its print, and each year between."""
        for period in (claim.period, claim.base):
            if period:
                yield from (day for day in (period.first, period.end) if day)
                first = (period.first or period.end).year
                yield from (date(year, period.end.month, 1) for year in range(first, period.end.year))
        if claim.kind != "level":
            yield date(claim.period.end.year - 1, claim.period.end.month, 1)
        yield from (day for day in (claim.start_earliest, claim.start_latest) if day)
        if source := self.ledger.sources.get(claim.source_id):
            year, month = source.date[:4], source.date[5:7]
            yield from [date(int(year), int(month), 1)] if month else []

    def _says(self, claim: Claim) -> str:
        measure = self.ledger.measures.get(claim.measure)
        return f"{claim.translation or claim.evidence} {measure.label_en if measure else ''}"

    def _renderings(self, claims: Sequence[Claim]) -> set[str]:
        found: set[str] = set()
        for claim in claims:
            source = self.ledger.sources.get(claim.source_id)
            if source and (known := renderings.of(self.ledger, source.language)):
                found |= known.allowed(claim.evidence)
        return found


def _stem(word: str) -> str:
    """What is left of a word without its ending, so that filings are filed."""
    return re.sub(r"(?:ings?|ions?|ed|es|s|e)$", "", word)


def _of_result(names: Sequence[str], ledger: Ledger) -> list[Claim]:
    return [ledger.claims[name] for name in names if name in ledger.claims]


def _near(sentence: Sentence, link: Span, others: Sequence[Span]) -> list[str]:
    """The words of a number's clause within reach, up to the next number on either side."""
    clause = clause_of(sentence.text, Said("", link.start, link.end, ""))
    start = max([clause.start, *(other.end for other in others if other.end <= link.start)])
    stop = min([clause.stop, *(other.start for other in others if other.start >= link.end)])
    before = re.findall(r"[A-Za-z-]+", sentence.text[start : link.start])[-REACH:]
    behind = re.findall(r"[A-Za-z-]+", sentence.text[link.end : max(stop, link.end)])[:REACH]
    inside = re.findall(r"[A-Za-z-]+", sentence.text[link.start : link.end])
    return [word.lower() for word in (*before, *inside, *behind)]


def _spelt(years: frozenset[int]) -> str:
    return f"{min(years)}" if len(years) == 1 else f"{min(years)} to {max(years)}"
