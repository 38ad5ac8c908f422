"""Finds the numbers that nothing answers for: numerals and quantities in words that are typed into prose.

In this book a number in prose is a link to a claim or a result. What stands outside a link must be allowed by one of
the rules below, each of which says why. A number that is invented for an argument is written ``[1,900](example:why)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_COUNTED = r"(?:people|persons|cases|arrests|suspects|calls|messages|cards|dens|gangs|videos|events|yuan|warnings|apps)"


@dataclass(frozen=True, slots=True)
class Rule:
    """What may stand outside a link: a pattern, an example of it, and why it needs no trace."""

    name: str
    pattern: str
    example: str
    why: str


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
NAME = Rule("name", "", "12381, Card-Cutting 2.0", "It is the name of a term or programme of the glossary.")
EXCUSED = (
    Rule("example", "", "[1,900](example:why)", "The author says that it is invented for an argument, and why."),
    Rule("cited", "", "[a third](cited:work)", "It is a number of a work in the bibliography."),
)

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|few)"
# Shares, multiples and large numbers in words claim as much as numerals do. Small counts of things that stand on the
# page ("two figures", "eleven months"), halves of a year and ordinals ("the third strand") do not.
IN_WORDS = re.compile(
    r"\b(?:a|one|two|three|four)[ -](?:third|quarter|fifth|tenth)s?\b"
    r"|\b(?:about|nearly|almost|over|under|than|by|to|least|most) half\b(?!-| a )"
    r"|\b(?<!first )(?<!second )(?<!upper )(?<!lower )half (?:of|as|the|that)\b"
    r"|\bhalf a (?:thousand|million|billion)\b"
    r"|\bone in (?:two|three|four|five|ten|a hundred)\b"
    r"|\b(?:twice|double|triple) (?:the|that|as|of)\b"
    r"|\b(?:doubled|tripled|quadrupled|halved|(?:two|three|four|five|ten|twenty|hundred)-?fold)\b"
    rf"|\b{_COUNT} times (?:the|that|as|more|higher)\b"
    rf"|\b{_COUNT} per ?cent\b"
    r"|\b(?:a dozen|(?:dozens|scores|hundreds|thousands|millions|billions) of)\b"
    rf"|\b(?!ten thousand\b){_COUNT} (?:hundred|thousand|million|billion)\b"
    rf"|\ba (?:thousand|million|billion) {_COUNTED}\b"
    r"|[一二三四五六七八九两]成(?![为立])|[二三四五六七八九两几数]+[百千万亿]+",
    re.IGNORECASE,
)
_PATTERNS = tuple((rule.name, re.compile(rule.pattern)) for rule in RULES)


@dataclass(frozen=True, slots=True)
class Loose:
    """A number outside a link: where it stands in the text, and the rule that allows it or nothing."""

    text: str
    start: int
    rule: str


def loose(text: str, names: frozenset[str] = frozenset()) -> Iterator[Loose]:
    """Every numeral and quantity in words of a text whose links were taken out.

    ``names`` are names with numerals in them, such as "Card-Cutting 2.0", which count nothing.
    """
    allowed = list(_spans(NAME.name, _of_names(names), text))
    for name, pattern in _PATTERNS:
        allowed += _spans(name, pattern, text)
    for found in NUMERAL.finditer(text):
        rule = next((name for name, start, end in allowed if start <= found.start() and found.end() <= end), "")
        yield Loose(found[0], found.start(), rule)
    for found in IN_WORDS.finditer(text):
        yield Loose(found[0], found.start(), "")


def numbered_names(names: Iterable[str]) -> frozenset[str]:
    """Of these names the ones that hold a numeral, and their numerals of five digits alone, as in "12381"."""
    held = {name for name in names if NUMERAL.search(name)}
    return frozenset(held | {found[0] for name in held for found in re.finditer(r"\d{5}", name)})


@cache  # one set of names for all texts of a book
def _of_names(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![\d.,]){re.escape(name)}(?![\d]|[.,]\d)" for name in longest_first) or r"(?!)")


def _spans(name: str, pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, int, int]]:
    for found in pattern.finditer(text):
        yield name, found.start(), found.end()
