"""The words that generalise, compare or deny, by what they say: the table ``senses.csv``.

The table has a row for each sense and language: the sense, and the words, parted by "|".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("senses.csv")
OF_PROSE = "en"


@dataclass(frozen=True, slots=True)
class Said:
    """A word with a sense, and where it stands in a text."""

    text: str
    start: int
    end: int
    sense: str


@lru_cache(maxsize=1)
def table() -> tuple[dict[str, str], ...]:
    """The rows of the table."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@lru_cache(maxsize=8)
def words(language: str = OF_PROSE) -> Mapping[str, str]:
    """The senses of the words of a language."""
    return {word: row["sense"] for row in table() if row["language"] == language for word in row["words"].split("|")}


@lru_cache(maxsize=8)
def _pattern(language: str) -> re.Pattern[str]:
    longest_first = sorted(words(language), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)


def said(text: str) -> Iterator[Said]:
    """The words of a text that have a sense, the longest phrase where several begin at one place."""
    for found in _pattern(OF_PROSE).finditer(text):
        yield Said(found[0], found.start(), found.end(), words()[found[0].lower()])
