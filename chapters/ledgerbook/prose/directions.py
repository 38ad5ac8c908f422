"""Whether the words of a clause go the way that its numbers go: up or down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from portion import Interval

from ledgerbook.prose.passages import Span
from ledgerbook.prose.senses import Said
from ledgerbook.prose.sentences import Sentence

SIGNS = {"rise": 1, "fall": -1}
# Where a clause ends: a word that begins another, or a sign, but no comma within a number.
CLAUSE = re.compile(
    r",(?!\d)(?! by\b)|[;:()?!“”\"\ufffc]"
    r"|\b(?:but|and|or|nor|with|while|whereas|although|though|which|who|so|since|because|than|as|against|beside)\b"
)
_FROM = re.compile(r"\bfrom (?:[\w-]+ ){0,2}$")
_TO = re.compile(r"\bto (?:[\w-]+ ){0,2}$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a clause links: where, the direction of the change that it is (0 if none), its values and unit."""

    link: Span
    direction: int
    interval: Interval
    unit: str


Look = Callable[[Span], Number | None]


def clause_of(text: str, said: Said) -> slice:
    """Where the clause of a sentence lies in which a word stands."""
    breaks = [(0, 0), *(found.span() for found in CLAUSE.finditer(text)), (len(text), len(text))]
    start = max(end for _, end in breaks if end <= said.start)
    return slice(start, min(begin for begin, _ in breaks if begin >= said.end))


def ways(said: Said, sentence: Sentence, look: Look) -> tuple[int, str]:
    """The way of the numbers in a word's clause, 1 up and −1 down, and by what; 0 where they have none, or several."""
    clause = clause_of(sentence.text, said)
    numbers = [number for link in sentence.links_in(clause) if (number := look(link))]
    if way := _ends(sentence, numbers):
        return way, "ends"
    found = {number.direction for number in numbers if number.direction}
    return (found.pop(), "number") if len(found) == 1 else (0, "")


def _ends(sentence: Sentence, numbers: Sequence[Number]) -> int:
    """The way from one number to another: "from 5 in 2016 to 7"."""
    for first, second in _pairs(sentence, numbers):
        if first.unit == second.unit:
            return int(first.interval < second.interval) - int(first.interval > second.interval)
    return 0


def _pairs(sentence: Sentence, numbers: Sequence[Number]) -> Iterator[tuple[Number, Number]]:
    for place, first in enumerate(numbers[:-1]):
        second = numbers[place + 1]
        if _FROM.search(sentence.text[: first.link.start]) and _TO.search(
            sentence.text[first.link.end : second.link.start]
        ):
            yield first, second
