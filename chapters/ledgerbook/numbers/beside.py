"""Finds the hedge that prose says of a number outside of its link: "more than" before it, "or so" behind it.

A hedge stands directly beside its number: in the same clause, with a few words between that change nothing ("more than
a total of") or the noun ("cases or more"). What compares the number with something else hedges nothing: "more than the
5 of 2021", "9 in 2022 is more than 5", "add up to 5"; nor does a word that may say where something is ("under 5
headings"), or for how long ("over 5 months").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ledgerbook.numbers import wording
from ledgerbook.numbers.hedges import NEGATED, Hedge
from ledgerbook.numbers.lexicon import Token, tokens

REACH = 60  # characters before and behind a link: more is not beside it
MOST_BETWEEN = 2  # words between a hedge and its number, or characters of scripts without spaces
_BETWEEN = ("adverb", "currency", "article", "sign")
_BETWEEN_WORDS = frozenset(
    ("a total of", "total", "of", "further", "additional", "another", "extra", "combined", "average", "record", "了")
)
_UNITS = frozenset(("percent", "points", "multiple", "currency"))  # that belong to the number before them
_NEW_NUMBER = frozenset(("digits", "number", "before", "currency", "digit"))
# They say as often where something stands as how large it is.
_OF_PLACE = frozenset(("under", "above", "below", "beyond", "near", "passed", "passing", "crossed", "crossing", "tops"))
_VERB = re.compile(r"exceed|surpass|topp|eclips")
_PREDICATES = re.compile(r"\b(?:is|are|was|were|be|been|being|remains?|stays?|lies?)\s*$")
_SUMS = re.compile(r"\b(?:add|sum)s? (?:up )?to\s*$")
_NO_NOUN = re.compile(r"\s*(?:[^\w\s]|$|(?:in|of|for|by|on|at|from|a|the|before|earlier|then|and)\b)")
_OF_YEAR = re.compile(r"\s*of (?:19|20)\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLAUSE = re.compile(r"[.!?;:](?:\s|$)|\b(?:and|but|or|while|whereas)\b")
_TIME = re.compile(r"[\s-]*(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\b")
# Behind a number these hedge it whatever follows; others only where the clause ends ("at least in part" is another).
_FREE = re.compile(r"(?:or|and|if) |odd$|give or take|thereabouts|upwards")
_ADDED = frozenset(("plus", "+", "＋"))  # of a sum as often as of a hedge


class Hedged(NamedTuple):
    """A number with the hedge outside of its link.

    ``text`` is the link's words with it, ``said`` the hedge alone; ``sure`` whether it can be nothing else.
    """

    text: str
    said: str
    hedge: Hedge
    sure: bool


def hedged(words: str, before: str, after: str) -> Hedged | None:
    """The words of a link with the hedge that stands directly before or behind it, if one does."""
    number = next(wording.numbers(words), None)
    if number is None:
        return None
    leading = tokens(words[: number.start])
    if any("definite" in token.means for token in leading):
        return None
    ahead = before[-REACH:] if len(before) <= REACH else before[-REACH:].partition(" ")[2]
    return _ahead(words, ahead, after) or _behind(words, after[:REACH])


def _ahead(words: str, before: str, after: str) -> Hedged | None:
    seen = tokens(before)
    place = len(seen) - 1
    while place >= 0 and "before" not in seen[place].means:
        if len(seen) - 1 - place == MOST_BETWEEN or not _may_stand_between(seen[place]):
            return None
        place -= 1
    if place < 0:
        return None
    hedge, first = _denied(Hedge(seen[place].means["before"]), seen, place)
    if hedge is None:
        return None
    start = seen[first].start
    said = before[start : seen[place].end]
    word = seen[place].text.lower()
    of_time = word == "over" and bool(_TIME.match(after) or _TIME.search(words))
    sure = not (word in _OF_PLACE or of_time or _compares(word, before[:start], after))
    return Hedged(f"{before[start:]}{words}", said, hedge, sure)


def _may_stand_between(token: Token) -> bool:
    return any(kind in token.means for kind in _BETWEEN) or token.text.lower() in _BETWEEN_WORDS


def _denied(hedge: Hedge, seen: Sequence[Token], place: int) -> tuple[Hedge | None, int]:
    """A hedge with the negation before it, where both begin; no hedge where the two make none ("not nearly")."""
    first = place
    while first and "negation" in seen[first - 1].means:
        first -= 1
    return (hedge if first == place else NEGATED.get(hedge)), first


def _compares(word: str, before: str, after: str) -> bool:
    """Whether the words compare a number said before with this one: "9, more than 5 in 2021"."""
    is_verb = bool(_VERB.match(word))
    if not (is_verb or word.endswith("than")):
        return False
    if _OF_YEAR.match(after) or _SUMS.search(before):
        return True
    clause = _CLAUSE.split(before)[-1]
    if not re.search(r"\d", _YEAR.sub("", clause)):
        return False
    apart = clause.rstrip().endswith((",", ")", "–", "—"))
    return is_verb or bool(_PREDICATES.search(clause)) or (apart and bool(_NO_NOUN.match(after)))


def _behind(words: str, after: str) -> Hedged | None:
    seen = tokens(after)
    nouns = 0
    for place, token in enumerate(seen):
        kind = "inside" if token.start == 0 and "inside" in token.means else "after"
        if kind in token.means:
            hedges = token.text not in _ADDED and _ends(seen, place, after, inside=kind == "inside")
            hedge = Hedge(token.means[kind])
            if place + 1 < len(seen) and "denied" in seen[place + 1].means:
                hedge = NEGATED.get(hedge, hedge)
            return Hedged(f"{words}{after[: token.end]}", token.text, hedge, True) if hedges else None
        if not _UNITS.isdisjoint(token.means):
            continue
        nouns += 1 if token.text.isascii() else len(token.text)
        if nouns > MOST_BETWEEN or token.means or not token.text[0].isalpha():
            return None
    return None


def _ends(seen: Sequence[Token], place: int, after: str, *, inside: bool) -> bool:
    """Whether a hedge behind a number is its, and not that of the next number or the beginning of other words."""
    if place + 1 == len(seen):
        return True
    following = seen[place + 1]
    if not _NEW_NUMBER.isdisjoint(following.means) or following.text in ("[", "("):
        return False
    text = seen[place].text
    return inside or not text.isascii() or bool(_FREE.match(text.lower())) or not following.text[0].isalnum()
