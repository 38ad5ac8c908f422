"""Finds the numbers that nothing answers for: numerals and quantities in words that are typed into prose.

In this book a number in prose is a link to a claim or a result. What stands outside a link must be allowed by one of
the rules below, each of which says why. A number that is invented for an argument is written ``[1,900](example:why)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ledgerbook.numbers import lexicon

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_COUNTED = "(?:COUNTED)"  # where a pattern has the nouns of what a record counts


@dataclass(frozen=True, slots=True)
class Rule:
    """What may stand outside a link: a pattern, an example of it, and why it needs no trace."""

    name: str
    pattern: str
    example: str
    why: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a record lends to the rules.

    ``names`` are names with numerals in them, such as "Route 66", which count nothing; ``counted`` the nouns of what it
    counts, before which no numeral is a year.
    """

    names: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


# In the order in which they are tried. The book prints this table (directive ``{number-rules}``).
RULES = (
    Rule(
        "date",
        rf"\b\d{{1,2}}(?:(?: to |–)\d{{1,2}})? {_MONTH}\b(?: \d{{4}})?|\b\d{{4}}-\d\d(?:-\d\d)?\b",
        "30 December 2022",
        "It names a day.",
    ),
    Rule(
        "year",
        rf"\b(?:19|20)\d\d(?:s|[–-](?:19|20)?\d\d)?\b(?![,.]\d)(?! {_COUNTED}\b)",
        "2022, the 1980s",
        "It names a time; counts of that size have a comma.",
    ),
    Rule(
        "age",
        r"\b[Aa]ged \d\d? to \d\d?\b|\b[Uu]nder \d\d? (?:and|or) over \d\d?\b|\b\d\d? (?:and over|or older)\b",
        "aged 18 to 40",
        "It names an age group.",
    ),
    Rule(
        "rate",
        r"\b(?:[Pp]er|[Ee]ach|[Ee]very) 1(?:,?0+)+\b",
        "per 100,000 people",
        "A denominator is chosen and not counted.",
    ),
    Rule("formula", r"\(1 \+ |[−-] 1\b", "(1 + growth) − 1", "It is a constant of a formula."),
    Rule("zero", r"(?<![\d.,])0(?![\d.,])", "0", "It counts nothing."),
    Rule(
        "label",
        rf"\b(?:Article|Figure|Chapter|Section|Table|version|nbformat|CC BY|Python) \d+(?:\.\d+)*"
        rf"(?! (?:thousand|million|billion|{_COUNTED})\b|[\d万亿])|\bH[12]\b",
        "Article 2",
        "It names a part of a text.",
    ),
)
# Allowed besides, because their authors say what they are.
NAME = Rule("name", "", "", "It is the name of a term or programme of the glossary.")  # the record has examples
EXCUSED = (
    Rule("example", "", "[1,900](example:why)", "The author says that it is invented for an argument, and why."),
    Rule("cited", "", "[a third](cited:work)", "It is a number of a work in the bibliography."),
)

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


def _words(kind: str, language: str = "en", *, without: Iterable[str] = ()) -> str:
    """The words of a kind that the reader of wording knows, as alternatives of a pattern, the longest first."""
    rows = (row for row in lexicon.table() if (row["kind"], row["language"]) == (kind, language))
    words = {word for row in rows for word in row["words"].split("|")} - set(without)
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_COUNT = rf"(?:{_words('number')}|few)"
_SCALE = r"(?:hundred|thousand|lakh|million|crore|billion|trillion)"
_PARTS = _words("part", without=("hundredth", "hundredths", "thousandth", "thousandths"))
_MANIFOLD = _words("manifold", without=("twice", "thrice", "double", "triple", "halves", "doubling", "halving"))
_HAN = f"(?:{_words('digit', 'zh')}|{_words('several', 'zh')})"
_HAN_SCALE = f"(?:{_words('small', 'zh')}|{_words('big', 'zh')})"
# Shares, multiples and large numbers in words claim as much as numerals do. Small counts of things that stand on the
# page ("two figures", "eleven months"), halves of a year and ordinals ("the third strand") do not.
IN_WORDS = (
    rf"\b(?:a|{_COUNT})[ -](?:{_PARTS})\b(?! (?:of (?:a|an)|strand|column|party)\b)"
    rf"|(?:{_words('fraction', 'sign')})"
    r"|\b(?:about|nearly|almost|over|under|than|by|to|least|most) half\b(?!-| a )"
    r"|\b(?<!first )(?<!second )(?<!upper )(?<!lower )half (?:of|as|the|that)\b"
    rf"|\bhalf (?:a )?{_SCALE}\b"
    rf"|\b{_COUNT} (?:in|out of) (?:every )?(?:a )?(?:{_COUNT}|hundred|thousand)\b(?! (?:of|and|months|years|days)\b)"
    r"|\b(?:twice|double|triple) (?:the|that|as|of)\b"
    rf"|\b(?:{_MANIFOLD}|(?:{_COUNT}|hundred)-?fold)\b"
    rf"|\b{_COUNT} times (?:the|that|as|more|higher)\b"
    rf"|\b{_COUNT}(?:[ -]{_COUNT})? (?:per ?cent|percentage points?)\b"
    r"|\b(?:a dozen|(?:dozens|scores|hundreds|thousands|millions|billions|trillions) of)\b"
    rf"|\b(?!ten thousand\b){_COUNT} {_SCALE}\b"
    rf"|\ba {_SCALE} {_COUNTED}\b"
    rf"|{_HAN}成(?![为立])|{_HAN}+{_HAN_SCALE}+|{_HAN}+分之{_HAN}|一半|[过過逾超近]半"
)
NOTHING = Vocabulary()


@dataclass(frozen=True, slots=True)
class Loose:
    """A number outside a link: where it stands in the text, and the rule that allows it or nothing."""

    text: str
    start: int
    rule: str


def loose(text: str, vocabulary: Vocabulary = NOTHING) -> Iterator[Loose]:
    """Every numeral and quantity in words of a text whose links were taken out."""
    patterns, in_words = _compiled(vocabulary)
    allowed = [span for name, pattern in patterns for span in _spans(name, pattern, text)]
    for found in NUMERAL.finditer(text):
        rule = next((name for name, start, end in allowed if start <= found.start() and found.end() <= end), "")
        yield Loose(found[0], found.start(), rule)
    for found in in_words.finditer(text):
        yield Loose(found[0], found.start(), "")


def numbered_names(names: Iterable[str]) -> tuple[str, ...]:
    """Of these names the ones that hold a numeral, and their numerals of five digits alone; each once, in order."""
    held = [name for name in names if NUMERAL.search(name)]
    return tuple(dict.fromkeys([*held, *(found[0] for name in held for found in re.finditer(r"\d{5}", name))]))


@lru_cache(maxsize=4)
def _compiled(vocabulary: Vocabulary) -> tuple[list[tuple[str, re.Pattern[str]]], re.Pattern[str]]:
    """The rules' patterns with their names, and that of quantities in words, for the nouns of a record."""
    nouns = f"(?:{'|'.join(map(re.escape, vocabulary.counted)) or '(?!)'})"
    rules = [(rule.name, re.compile(rule.pattern.replace(_COUNTED, nouns))) for rule in RULES]
    in_words = re.compile(IN_WORDS.replace(_COUNTED, nouns), re.IGNORECASE)
    return [(NAME.name, _of_names(vocabulary.names)), *rules], in_words


def _of_names(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![\d.,]){re.escape(name)}(?![\d]|[.,]\d)" for name in longest_first) or r"(?!)")


def _spans(name: str, pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, int, int]]:
    for found in pattern.finditer(text):
        yield name, found.start(), found.end()
