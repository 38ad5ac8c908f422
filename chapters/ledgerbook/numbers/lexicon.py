"""Cuts a text into the words and signs of which numbers are made, by the table ``lexicon.csv``.

The table has a row for each thing that words can mean: ``kind`` (what it does in the grammar), ``value`` (of a numeral
its value, of a hedge its name), ``language`` and ``words``, parted by "|". A language is learnt by adding rows.
Where several words of the table begin at one place the longest is taken. Upper case in the table asks for upper case in
the text ("TRY" is a currency, "try" is not), lower case for either.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from ledgerbook.commands.faults import CommandError

FILE = Path(__file__).with_name("lexicon.csv")
_ENDS = ""  # the key in a tree of words that holds what the words on the way to it mean

Meanings: TypeAlias = Mapping[str, Any]
Tree: TypeAlias = dict[str, Any]

NOTHING: Meanings = {}


class Token(NamedTuple):
    """A word or sign, where it stands in the text, and what it can mean: kinds of the table with their values.

    A number in digits has the kind ``digits``, with its digits as one integer and the exponent of the last of them.
    Digits that are grouped in no known way ("12,5") are several numbers.
    """

    text: str
    start: int
    end: int
    means: Meanings


# One sign of a text for one of the same length: digits of full width, and the signs that stand between digits.
_NARROW = str.maketrans("０１２３４５６７８９．，％＇’‘\u00a0\u202f\u2009\u3000", "0123456789.,%'''    ")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?![\d']|[.,]\d{3}\b)(?:\.\d+)?")
_DIGITS = re.compile(r"\d+(?:[.,'・·]\d+)*")
_GROUPED = re.compile(  # thousands by commas or apostrophes, lakhs and crores, and the groups of ten thousand
    r"\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d\d)+,\d{3}|\d{1,3}(?:'\d{3})+|\d{1,4}(?:'\d{4})+|\d{1,3}(?: \d{3})+"
)
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+")
_PLAIN = re.compile(r"\d+(?:\.\d+(?![,.']\d))?")
MOST_DIGITS = 60  # of one number: nobody prints more
_POINT = re.compile(r"[.・·]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:'[a-z]+)?")


@lru_cache(maxsize=1)
def table() -> tuple[dict[str, str], ...]:
    """The rows of the table: kind, value, language and words.

    Raises:
        CommandError: a row has not these four cells, or one of them but the value is empty.
    """
    with FILE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return tuple(_whole(row, reader.line_num) for row in reader)


def _whole(row: dict[str, str], line: int) -> dict[str, str]:
    lacking = [name for name in ("kind", "language", "words") if not row.get(name)]
    if lacking or row.keys() != {"kind", "value", "language", "words"}:
        what = f"lacks {', '.join(lacking)}" if lacking else "has more than four cells"
        raise CommandError(f"{FILE.name}:{line}: {what}. Remedy: write kind,value,language,words, words parted by |")
    return row


@lru_cache(maxsize=1)
def _tree() -> Tree:
    tree: Tree = {}
    for row in table():
        for words in row["words"].split("|"):
            node = tree
            for unit in _units(words):
                node = node.setdefault(unit, {})
            value = row["value"]
            node.setdefault(_ENDS, {})[row["kind"]] = int(value) if value.isdigit() else value
    return tree


def _units(words: str) -> Iterator[str]:
    """The words of a phrase, or the signs of one without spaces."""
    place = 0
    while place < len(words):
        if words[place] != " ":
            unit = _unit(words, place)
            yield unit
            place += len(unit)
        else:
            place += 1


def _unit(text: str, place: int) -> str:
    word = _WORD.match(text, place)
    return word[0] if word else text[place]


@lru_cache(maxsize=1)
def _pieces() -> re.Pattern[str]:
    """Spaces, digits, words of an alphabet, and runs of characters with which no phrase of the table begins."""
    begins = "".join(re.escape(unit) for unit in _tree() if not _WORD.fullmatch(unit))
    return re.compile(
        rf"(?P<space>\s+)|(?P<digit>[0-9])|(?P<word>{_WORD.pattern})|(?P<unknown>[^\W0-9_{begins}]+)|.", re.S
    )


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[Token, ...]:
    """The words and signs of a text in order, without the spaces between them."""
    narrow = text.translate(_NARROW)
    tree, pieces = _tree(), _pieces()
    found = []
    place = 0
    while piece := pieces.match(narrow, place):
        kind, end = piece.lastgroup, piece.end()
        means: Meanings = NOTHING
        if kind == "digit":
            end, means = _number(narrow, place)
        elif kind is None or kind == "word":
            end, means = _longest(narrow, piece[0], end, tree)
        if kind != "space":
            found.append(Token(text[place:end], place, end, means))
        place = end
    return tuple(found)


def _number(narrow: str, place: int) -> tuple[int, Meanings]:
    """Where the digits that begin here end, and what they mean."""
    for pattern in (_SPACED, _DIGITS, _PLAIN):
        found = pattern.match(narrow, place)
        if found and found.end() - place > MOST_DIGITS:
            return found.end(), {"refused": ""}
        if found and (value := _value(found[0])):
            return found.end(), {"digits": value}
    raise AssertionError(f"no digit at {place} of {narrow!r}")


def _value(printed: str) -> tuple[int, int] | None:
    """The digits as one integer with the exponent of the last of them; None where they are grouped in no known way."""
    whole, point, decimals = printed.partition(".")
    if whole.isdigit() and (decimals.isdigit() or not point):  # most are so plain
        return int(whole + decimals), -len(decimals)
    if _CONTINENTAL.fullmatch(printed):
        whole, _, decimals = printed.replace(".", "").partition(",")
    else:
        whole, *rest = _POINT.split(printed)
        decimals = rest[0] if rest else ""
        if len(rest) > 1 or not _GROUPED.fullmatch(whole) or decimals.isdigit() != bool(rest):
            return None
        whole = re.sub("[,' ]", "", whole)
    return int(whole + decimals), -len(decimals)


def _longest(narrow: str, first: str, end: int, tree: Tree) -> tuple[int, Meanings]:
    """Where the longest phrase of the table that begins with a word ends, else the word, and what it means."""
    alone: tuple[int, Meanings] = (end, NOTHING)
    if first == (lower := first.lower()):
        return _walk(narrow, alone, tree.get(first))
    return max(_walk(narrow, alone, tree.get(first)), _walk(narrow, alone, tree.get(lower)), key=_reach)


def _reach(found: tuple[int, Meanings]) -> tuple[int, bool]:
    return found[0], bool(found[1])


def _walk(narrow: str, known: tuple[int, Meanings], node: Tree | None) -> tuple[int, Meanings]:
    """The longest phrase of a branch of the tree, behind the word that leads to it; else what was known."""
    end = known[0]
    while node is not None:
        if _ENDS in node:
            known = end, node[_ENDS]
            if len(node) == 1:
                break
        while narrow.startswith(" ", end):
            end += 1
        if end >= len(narrow):
            break
        unit = _unit(narrow, end)
        node, end = node.get(unit) or node.get(unit.lower()), end + len(unit)
    return known
