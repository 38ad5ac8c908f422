"""Checks what prose says around a number: that something rose or fell, what is counted, and that it is exact.

Only the words of the number's link and those right before and behind it are judged, and of these only the words that
a table knows: what is not known is no disagreement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ledgerbook.numbers import wording
from ledgerbook.numbers.lexicon import Token, tokens
from ledgerbook.numbers.wording import WordingError

# A noun or a sign of a currency, and the units that it can stand for; the longest first.
Nouns: TypeAlias = Mapping[str, frozenset[str]]

MEND = "mend the words or the link"
REACH = 40  # characters before and behind a link: more is not beside it
_PARTS = re.compile(r"/|_per_| per ")  # between what is counted and that by which it is divided
_PERCENT: Nouns = {
    **dict.fromkeys(("%", "％", "percent", "per cent"), frozenset({"percent"})),
    **dict.fromkeys(("percentage points", "% points", "points"), frozenset({"points", "percentage points"})),
}
# Between a word and the number that it speaks of: "fell by about 5%", "a further fall of more than 5%".
_LINKING = ("by", "of", "further")
_PASSED_BEFORE = ("before", "adverb", "sign", "currency", "article")
_PASSED_BEHIND = ("percent", "points", "inside")
_MOST_NEGATING = 2  # words from a negation to what it denies: "did not really fall by"


def known(nouns: Mapping[str, frozenset[str]]) -> Nouns:
    """These nouns and those of percentages, as a context has them."""
    together = {**nouns, **_PERCENT}
    return {noun: together[noun] for noun in sorted(together, key=len, reverse=True)}


@dataclass(frozen=True, slots=True)
class Context:
    """What stands before and behind a number's link in its paragraph, and the nouns that say what is counted."""

    before: str = ""
    after: str = ""
    nouns: Nouns = field(default_factory=lambda: known({}))


NOWHERE = Context()


def disagreement(words: str, context: Context, unit: str, direction: int, *, exact: bool) -> str:
    """Why a link's words, where they stand, do not say what its number says, or nothing where they may.

    ``direction`` is 1 for a number by which something rose, −1 for one by which it fell, 0 for any other; ``exact``
    is whether the number is known to its last digit. Words that cannot be read as one number are not judged here.
    """
    try:
        number = wording.parse(words)
    except WordingError:
        return ""
    before = context.before[-REACH:] + words[: number.start]
    after = words[number.end :] + context.after[:REACH]
    return (
        (_of_direction(before, _behind(after), direction) if direction else "")
        or _of_unit(before, after, unit, context.nouns)
        or ("" if exact else _of_exactness(before, _behind(after)))
    )


def reaches(before: str) -> bool:
    """Whether the text before a number says that it was reached, as in "fell to": such a number is no change."""
    place = _last(words := tokens(before))
    return place >= 0 and _is_any(words[place], ("to", "reached"))


def _last(words: Sequence[Token]) -> int:
    """The place of the last word before a number that neither links to it nor hedges it; -1 where there is none."""
    place = len(words) - 1
    while place >= 0 and (words[place].text in _LINKING or _is_any(words[place], _PASSED_BEFORE)):
        place -= 1
    return place


def _is_any(word: Token, kinds: Sequence[str]) -> bool:
    return any(kind in word.means for kind in kinds)


def _behind(after: str) -> str:
    """The text behind a number without the percent sign or hedge that belongs to it."""
    first = next((word for word in tokens(after) if not _is_any(word, _PASSED_BEHIND)), None)
    return after[first.start :] if first else ""


def _of_direction(before: str, behind: str, direction: int) -> str:
    for said in (_said_before(tokens(before)), _said_behind(behind)):
        if wording.direction(said) * direction < 0:
            return f"stands beside {said!r}, but its number is that of a {'rise' if direction > 0 else 'fall'}: {MEND}"
    return ""


def _said_before(words: Sequence[Token]) -> str:
    """The word before a number that may say what it did, unless denied: "climbed" of "climbed by"."""
    place = _last(words)
    denied = any("negation" in word.means for word in words[max(0, place - _MOST_NEGATING) : max(0, place)])
    return "" if place < 0 or denied or "comparative" in words[place].means else words[place].text


def _said_behind(behind: str) -> str:
    """The word right behind a number, if it compares or names a change: "fewer" of "fewer cases", "rise"."""
    found = re.match("[A-Za-z]+", behind)  # one word, because "more than" would hedge what follows it
    return found[0] if found and _is_any(tokens(found[0])[0], ("comparative", "growth")) else ""


def _of_unit(before: str, after: str, unit: str, nouns: Nouns) -> str:
    """Whether a currency before the number, or a noun or percent sign behind it, counts something else."""
    counted = _PARTS.split(unit)[0]
    if not any(counted in units for units in nouns.values()):
        return ""
    beside = filter(None, (_currency_before(before, nouns), _noun_behind(after, nouns)))
    wrong = next((noun for noun in beside if counted not in nouns[noun]), "")
    return f"stands beside {wrong!r}, but its unit is {unit}: {MEND}" if wrong else ""


def _currency_before(before: str, nouns: Nouns) -> str:
    """The sign or code of a currency that a text ends with."""
    text = before.rstrip()
    sign = next((noun for noun in nouns if text.endswith(noun) and _is_currency(noun)), "")
    return "" if text.removesuffix(sign)[-1:].isalpha() else sign  # "R$" is not "$"


def _is_currency(noun: str) -> bool:
    """Whether it is written before its amount: "$" and "RMB", but not "cases"."""
    return noun not in _PERCENT and not noun.islower() and any(c.isupper() or not c.isalnum() for c in noun)


def _noun_behind(after: str, nouns: Nouns) -> str:
    text = after.lstrip()
    return next((noun for noun in nouns if _begins(text, noun)), "")


def _begins(text: str, noun: str) -> bool:
    """Whether a text begins with a noun that stands for itself: not with "people's" or "calls-blocked"."""
    if not text.startswith(noun):
        return False
    in_letters = noun[-1].isascii() and noun[-1].isalpha()
    return not (in_letters and re.match(r"[\w'’-]", text[len(noun) :]))


def _of_exactness(before: str, behind: str) -> str:
    words = tokens(before)
    place = _last(words)
    denied = place > 0 and "negation" in words[place - 1].means
    ahead = [] if denied else words[: place + 1][-1:]
    found = next((word.text for word in (*ahead, *tokens(behind)[:1]) if "exact" in word.means), "")
    return f"stands beside {found!r}, but its number is rounded: {MEND}" if found else ""
