"""Rules of what is only ours: that an English text says what the phrase beside it says, in both directions.

``words.csv`` lists what words of a language are rendered by: kind ``rendering.`` and the language, as key the words,
parted by "|", and as label the renderings, parted by ";". A phrase with such a word asks for one of its renderings,
and a text with one of the renderings for one of the words; those behind "|" do the first and do not ask for the second.
A word without renderings, as one within which another word stands, asks for nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from ledgerbook.record.ledger import Ledger, kept
from ledgerbook.record.problems import Problem
from ledgerbook.record.rows import Claim
from ledgerbook.record.rules import quotation
from ledgerbook.record.units import CURRENCIES, NOUNS, written_as

KIND = "rendering."
SHORTEST_TERM = 2  # characters: one alone stands within many words
STEM = 6  # letters by which words are alike
EMPTY = {"and", "for", "the"}  # words that say nothing of a term
_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Renderings:
    """What the words of a language are rendered by: ``asking`` both ways, ``also`` from the phrase alone."""

    asking: Mapping[str, tuple[str, ...]]
    also: Mapping[str, tuple[str, ...]]

    @cached_property
    def _terms(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.asking, key=len, reverse=True))) or r"(?!)")

    @cached_property
    def _words(self) -> re.Pattern[str]:
        known = {word for words in (*self.asking.values(), *self.also.values()) for word in words}
        longest_first = sorted(known, key=lambda word: (-len(word), word))
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)

    @cached_property
    def _asked(self) -> Mapping[str, Sequence[str]]:
        """The words that each rendering asks for."""
        found = defaultdict(list)
        for term, words in self.asking.items():
            for word in words:
                found[word.lower()].append(term)
        return found

    @cached_property
    def _judged(self) -> dict[tuple[str, str], str]:
        return {}

    def disagreement(self, phrase: str, text: str) -> str:
        """Why a text does not render a phrase, or nothing where it may; kept, as records are checked again."""
        if (phrase, text) not in self._judged:
            self._judged[phrase, text] = self._disagreement(phrase, text)
        return self._judged[phrase, text]

    def _disagreement(self, phrase: str, text: str) -> str:
        said = self._said(text)
        for term in self._in(phrase):
            wanted = self._allowed(term)
            if wanted and said.isdisjoint(wanted):
                return f"says nothing of {term!r} ({', '.join(wanted[:4])})"
        return self.unasked(phrase, text)

    def unasked(self, phrase: str, text: str) -> str:
        """What a text says that a phrase does not, or nothing."""
        for word in sorted(self._said(text) - self.allowed(phrase)):
            if asked := self._asked.get(word):
                return f"says {word!r}, but the original has no {' or '.join(asked[:4])}"
        return ""

    def allowed(self, phrase: str) -> set[str]:
        """The words by which what a phrase says may be rendered, in small letters."""
        return {word for term in self._in(phrase) for word in self._allowed(term)}

    def _in(self, phrase: str) -> list[str]:
        """The words of the table that a phrase has, the longest where several begin at one place."""
        return list(dict.fromkeys(self._terms.findall(phrase)))

    def _said(self, text: str) -> set[str]:
        return {word.lower() for word in self._words.findall(text)}

    def _allowed(self, term: str) -> list[str]:
        return [word.lower() for word in (*self.asking[term], *self.also[term])]


@lru_cache(maxsize=8)
def _of(rows: tuple[tuple[str, str], ...]) -> Renderings:
    asking: dict[str, tuple[str, ...]] = {}
    also: dict[str, tuple[str, ...]] = {}
    for keys, label in rows:
        first, _, second = label.partition("|")
        for key in keys.split("|"):
            asking[key], also[key] = (tuple(filter(None, part.split(";"))) for part in (first, second))
    return Renderings(asking, also)


@kept
def of(ledger: Ledger, language: str) -> Renderings | None:
    """The renderings of a language, if words.csv has any."""
    kind = KIND + language
    return _of(tuple((key, ledger.word(kind, key)) for key in ledger.keys(kind))) if ledger.keys(kind) else None


def check(ledger: Ledger) -> Iterator[Problem]:
    """Translations that say something else than their phrases, and labels of terms that say something else."""
    for claim in ledger.claims.values():
        source = ledger.sources.get(claim.source_id)
        if claim.translation and source and (known := of(ledger, source.language)):
            what = known.disagreement(claim.evidence, claim.translation)
            what = what or _other_currency(claim, ledger)
            if what:
                remedy = f"render {claim.evidence!r}, or add the word to words.csv ({KIND}{source.language})"
                yield Problem("claims.csv", claim.line, "translation", claim.translation, what, remedy)
    yield from names(ledger)


def names(ledger: Ledger) -> Iterator[Problem]:
    """Names of measures and terms that say something else than their originals."""
    yield from _labels(ledger)
    yield from _terms(ledger)


def _other_currency(claim: Claim, ledger: Ledger) -> str:
    """A currency that is not that of the claim."""
    currencies = {*ledger.keys(CURRENCIES), *filter(str.isupper, ledger.keys(NOUNS))}
    if claim.unit not in currencies:
        return ""
    signs = {unit: written_as(unit, ledger, CURRENCIES, NOUNS) for unit in currencies}
    longest_first = sorted({sign for own in signs.values() for sign in own}, key=len, reverse=True)
    found = re.findall("|".join(rf"(?<![A-Za-z]){re.escape(sign)}" for sign in longest_first), claim.translation)
    other = [sign for sign in found if sign not in signs[claim.unit]]
    return f"says {other[0]!r}, but the unit is {claim.unit}" if other else ""


def _labels(ledger: Ledger) -> Iterator[Problem]:
    """Names of measures whose English says what the original does not."""
    for row in ledger.measures.values():
        known = _of_script(row.label_original, ledger) if row.label_original else None
        if known and (what := known.unasked(row.label_original, row.label_en)):  # a label leaves much unsaid
            yield Problem("measures.csv", row.line, "label_en", row.label_en, what, "mend the one that is wrong")


def _terms(ledger: Ledger) -> Iterator[Problem]:
    """Terms of the glossary that translations render otherwise, and readings that are those of another term."""
    readings: dict[str, tuple[str, str]] = {}  # the reading of each character, with the term that has it
    for row in ledger.table("glossary").values() if "glossary" in ledger.schema else ():
        if known := _of_script(row.term_original, ledger):
            if what := known.unasked(row.term_original, _BRACKETS.sub("", row.term_en)) or _unlike_translations(
                row, ledger
            ):
                yield Problem("glossary.csv", row.line, "term_en", row.term_en, what, "mend the one that is wrong")
            if what := _other_reading(row.term_original, row.romanised, readings):
                yield Problem("glossary.csv", row.line, "romanised", row.romanised, what, "mend the one that is wrong")


def _unlike_translations(row: Any, ledger: Ledger) -> str:
    """What is wrong where no translation of a phrase with the term has a word of its rendering; "" if one has."""
    translations = [c.translation for c in ledger.claims.values() if row.term_original in c.evidence and c.translation]
    if len(row.term_original) < SHORTEST_TERM or not translations:
        return ""
    said = set().union(*map(_stems, translations))
    return "" if said & _stems(row.term_en) else f"has no word of what {row.term_original!r} is in translations"


def _stems(text: str) -> set[str]:
    words = set(re.findall(r"[a-z]{3,}|\d{3,}", text.lower())) - EMPTY
    return {re.sub("(?:ing|ed|es|s|e)$", "", word)[:STEM] for word in words}


def _other_reading(term: str, romanised: str, readings: dict[str, tuple[str, str]]) -> str:
    """Whether a reading has too many or too few syllables, or another one for a character than an earlier term."""
    syllables = romanised.split()
    signs = [sign for sign in term if sign.isalnum() or sign in "."]
    if not all(_is_wide(sign) for sign in signs):
        return ""  # letters and digits are read in their own ways
    if len(syllables) != len(signs):
        return f"has {len(syllables)} syllables for the {len(signs)} characters of {term!r}"
    for sign, syllable in zip(signs, syllables, strict=True):
        known, of_term = readings.setdefault(sign, (syllable.lower(), term))
        if known != syllable.lower():
            return f"reads {sign!r} as {syllable!r}, but {of_term!r} as {known!r}"
    return ""


def _is_wide(sign: str) -> bool:
    return sign > "\u2e80"


def _of_script(phrase: str, ledger: Ledger) -> Renderings | None:
    languages = (row for row in ledger.languages.values() if row.script and quotation.in_language(phrase, row, ledger))
    return next((known for row in languages if (known := of(ledger, row.language))), None)
