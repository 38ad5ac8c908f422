"""The words around a number: which of them hedge it, and which are not understood.

Before a number stand, in any order, hedges ("more than"), adverbs ("well"), currencies, signs and words that change
nothing ("a total of"); a negation before a hedge turns it round ("not exceeding" is at most). What stands before them
is no part of the wording. After a number stand its noun, of a few words or characters, and hedges ("or more", 以上).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache

from ledgerbook.numbers.amounts import HANGUL, Number
from ledgerbook.numbers.lexicon import Token, table


class Hedge(Enum):
    """The words around a number that say on which side of it the truth lies."""

    NONE = "none"
    OVER = "over"
    AT_LEAST = "at_least"
    NEARLY = "nearly"
    AT_MOST = "at_most"
    ABOUT = "about"


NEGATED = {Hedge.OVER: Hedge.AT_MOST, Hedge.AT_LEAST: Hedge.AT_MOST, Hedge.AT_MOST: Hedge.AT_LEAST}
AROUND = (
    "adverb",
    "neutral",
    "currency",
    "sign",
    "dash",
    "rises",
    "falls",
    "negation",
    "ratio",
    "definite",
    "since",
)
MOST_NOUNS = 8  # characters between a number and a hedge behind its noun, of which a word of an alphabet counts two
LEAST_TENS = 20  # a number in English words that takes another behind a dash: twenty-one
LETTERS_OF_TYPO = 6  # of the shortest word that is looked for behind a slip of the pen ("milion")
YEAR_DIGITS = 4
POINTS = (".", "．", "·", "・", ",")  # signs that stand between digits
HEDGING_BEFORE = frozenset(("before", "negation", "open"))
BEHIND = frozenset(("after", "inside", "percent", "points"))  # hedges behind a number, and its unit
STOPS = frozenset(("digits", "digit", "small", "number", "before"))  # what begins another number
TEN_THOUSANDS = (4, 8)  # the powers of ten whose character stands nowhere but in numbers


class Around:
    """What stands around a number: hedges in the order of the text, and the piece that is not understood or nothing.

    ``first`` and ``last`` are the places of the words from the first hedge before to the last hedge behind.
    """

    def __init__(self, tokens: Sequence[Token], number: Number) -> None:
        self.tokens = tokens
        self.hedges: list[Hedge] = [Hedge(number.hedge)] if number.hedge else []
        self.before: list[int] = []  # places of the words of hedges before the number
        self.behind: list[int] = []
        self.piece = ""
        self.first, self.last = number.first, number.whole
        self._before(number.first - 1)
        self._behind(number.whole)

    @property
    def hedge(self) -> Hedge | None:
        """The one hedge that all of them are; None where they contradict each other."""
        found = set(self.hedges)
        if found == {Hedge.OVER, Hedge.AT_LEAST}:
            return Hedge.AT_LEAST
        if len(found) > 1:
            return None
        return found.pop() if found else Hedge.NONE

    def _means(self, place: int, kind: str) -> bool:
        return 0 <= place < len(self.tokens) and kind in self.tokens[place].means

    def _before(self, place: int) -> None:
        definite = ""  # "more than the 3.15 million of 2022" compares
        while place >= 0:
            means = self.tokens[place].means
            if "before" in means and definite:
                self.piece = self.piece or f"{self.tokens[place].text} {definite}"
                break
            if "definite" in means:
                definite = self.tokens[place].text
            elif "before" in means:
                hedge = Hedge(means["before"])
                denied = place
                while self._means(denied - 1, "negation") or (
                    self._means(denied - 1, "adverb") and self._means(denied - 2, "negation")
                ):
                    denied -= 1
                if denied < place:
                    self._deny(hedge, denied, place)
                else:
                    self.hedges.append(hedge)
                self.before.extend(range(denied, place + 1))
                self.first = place = denied
            elif self._means(place, "year") and self._is_year(place - 1):
                place -= 1
            elif means.keys() & {"negation", "comparative"}:  # "did not reach" denies the number, "more that" is a slip
                self.piece = self.piece or self.tokens[place].text
            elif not any(kind in means for kind in AROUND):
                break
            place -= 1
        if place >= 0 and self._is_unknown_before(place):
            self.piece = self.piece or self.tokens[place].text
        elif place >= 0 and (before := self._parted_before(place)):
            self.piece = self.piece or before

    def _deny(self, hedge: Hedge, start: int, place: int) -> None:
        if hedge in NEGATED:
            self.hedges.append(NEGATED[hedge])
        else:
            self.piece = " ".join(token.text for token in self.tokens[start : place + 1])

    def _is_year(self, place: int) -> bool:
        return self._means(place, "digits") and len(self.tokens[place].text) == YEAR_DIGITS

    def _is_unknown_before(self, place: int) -> bool:
        """Whether a word right before a number could change what it says."""
        token = self.tokens[place]
        return token.text[0].isalpha() or "refused" in token.means

    def _touches(self, place: int) -> bool:
        return 0 < place < len(self.tokens) and self.tokens[place].start == self.tokens[place - 1].end

    def _parted_before(self, place: int) -> str:
        """A hedge that a sign parts from the number ("nearly (500)"), or what a sign of ASCII ties to it ("O.5")."""
        sign = self.tokens[place].text
        word = self.tokens[place - 1] if place else None
        tied = self._touches(place + 1) and (sign in POINTS or (sign.isascii() and self._touches(place)))
        if tied and (sign in POINTS or (word is not None and word.text[0].isalnum())):
            return f"{word.text if word and self._touches(place) else ''}{sign}"
        return word.text if word is not None and not HEDGING_BEFORE.isdisjoint(word.means) else ""

    def _behind(self, place: int) -> None:
        nouns, start = 0, place
        while place < len(self.tokens) and nouns <= MOST_NOUNS:
            means = self.tokens[place].means
            token = self.tokens[place]
            adjacent = place == start
            if "inside" in means and adjacent:
                self._add(Hedge(means["inside"]), place)
            elif "after" in means and not self._is_before_number(place):
                self._add_behind(Hedge(means["after"]), place)
            elif "closing" in means and self._ends_at(place):
                self._add(Hedge(means["closing"]), place)
            elif "refused" in means and (adjacent or self._means(place - 1, "dash")):
                self.piece = self.piece or token.text
                return
            elif (means.keys() & STOPS and "after" not in means and not (adjacent and "before" in means)) or (
                not token.text[0].isalnum() and "dash" not in means and not means.keys() & {"percent", "currency"}
            ):
                self._parted_behind(place)
                return
            elif (self._is_unread(place) if adjacent else self._goes_on(place)) or self._compares(place):
                self.piece = self.piece or token.text
                return
            else:
                nouns += 2 if token.text.isascii() else len(token.text)
            place += 1

    def _parted_behind(self, place: int) -> None:
        """A hedge or a unit that a sign parts from its number: "500 (or more)", "500, if not more", "4.5.%"."""
        following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if following and not BEHIND.isdisjoint(following.means) and not self._is_before_number(place + 1):
            self.piece = self.piece or following.text

    def _goes_on(self, place: int) -> bool:
        """Whether a word behind a number's noun or dash makes another number of it: 两个半, 三个多亿, seventy-fife."""
        token = self.tokens[place]
        scaled = token.means.get("big") in TEN_THOUSANDS and not is_hangul(token.text)
        return token.text == "半" or scaled or self._is_unit_misspelt(place)

    def _is_unit_misspelt(self, place: int) -> bool:
        """Whether a word behind tens and a dash is a slip of the pen for one of the numbers up to nine."""
        tens = self.tokens[place - 2].means.get("number", 0) if place > 1 and self._means(place - 1, "dash") else 0
        word = self.tokens[place]
        return tens >= LEAST_TENS and not word.means and any(is_slip(word.text.lower(), unit) for unit in up_to_nine())

    def _compares(self, place: int) -> bool:
        """Whether a hedge begins that the table has not: "15 centimetres or taller"."""
        following = self.tokens[place + 1].text if place + 1 < len(self.tokens) else ""
        return self.tokens[place].text == "or" and following.isascii() and following.endswith("er")

    def _add_behind(self, hedge: Hedge, place: int) -> None:
        """A hedge behind the number, which a denial right behind it turns round, and one further on makes unclear."""
        if self._means(place + 1, "denied"):
            hedge = NEGATED.get(hedge, hedge)
        elif denial := next((word for word in self._rest(place + 1) if "denied" in word.means), None):
            self.piece = self.piece or denial.text
        self._add(hedge, place)

    def _rest(self, place: int) -> Sequence[Token]:
        """The words from a place to the next sign."""
        words = self.tokens[place : place + MOST_NOUNS]
        return words[: next((n for n, word in enumerate(words) if not word.text[0].isalnum()), len(words))]

    def _add(self, hedge: Hedge, place: int) -> None:
        self.hedges.append(hedge)
        self.behind.append(place)
        self.last = place + 1

    def _is_before_number(self, place: int) -> bool:
        """Whether a word that hedges what it precedes as well as what it follows does the former: 12万人超6000."""
        if "before" not in self.tokens[place].means:
            return False
        following = self.tokens[place + 1].means if place + 1 < len(self.tokens) else {}
        return bool(following.keys() & {"digits", "digit", "small", "number", "currency"})

    def _ends_at(self, place: int) -> bool:
        """Whether the wording ends behind that word: 8割強, but not 500强企业."""
        if place + 1 >= len(self.tokens):
            return True
        following = self.tokens[place + 1]
        return "neutral" in following.means or not following.text[0].isalnum()

    def _is_unread(self, place: int) -> bool:
        """Whether a word right behind a number could change what it says: one of scale, 几, or a hedge that ends it."""
        means = self.tokens[place].means
        closes = "before" in means and (place + 1 >= len(self.tokens) or not self.tokens[place + 1].text[0].isalnum())
        several = "several" in means and self._touches(place) and not is_hangul(self.tokens[place].text)
        return closes or several or self._is_unknown_scale(place)

    def _is_unknown_scale(self, place: int) -> bool:
        """Whether a word right behind a number may be a scale word that the table has not: "1.2 zillion", "3.4tr"."""
        token = self.tokens[place]
        text = token.text.lower()
        if not text.isalpha() or not text.isascii() or "unit" in token.means or "currency" in token.means:
            return False
        if text.endswith(("illion", "illions", "illiard", "illiards", "illionen", "illiarden")):
            return True
        if not token.means and any(is_slip(text.rstrip("s"), word) for word in long_words()):
            return True
        attached = token.start == self.tokens[place - 1].end
        if "attached" in token.means:  # "42.8 m": metres or millions
            return True
        abbreviation = len(text) <= 3 and not set(text) & set("aeiouy")
        return attached or (abbreviation and not token.means)


@cache
def long_words() -> tuple[str, ...]:
    """The words of scale and "percent", of those long enough to be known in a slip of the pen."""
    words = [word for row in table() if row["kind"] in ("scale", "percent") for word in row["words"].split("|")]
    return tuple(word for word in words if len(word) >= LETTERS_OF_TYPO and word.isascii())


@cache
def up_to_nine() -> tuple[str, ...]:
    """The English words of the numbers from one to nine."""
    rows = [
        row for row in table() if (row["kind"], row["language"]) == ("number", "en") and 1 <= int(row["value"]) <= 9
    ]
    return tuple(word for row in rows for word in row["words"].split("|"))


def is_slip(word: str, meant: str) -> bool:
    """Whether a word is another but for one letter too many, too few or wrong, or two letters that changed places."""
    if word == meant or abs(len(word) - len(meant)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), min(len(word), len(meant)))
    rest, other = word[start:], meant[start:]
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]


def is_hangul(text: str) -> bool:
    """Whether a word is written in Korean."""
    return text >= HANGUL


def left_over(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """The words and signs of numbers that stand in none of these spans of places, those of unknown scripts too."""
    for place, token in enumerate(tokens):
        numeric = not NUMERIC.isdisjoint(token.means) if token.means else any(map(str.isnumeric, token.text))
        if numeric and not any(first <= place < last for first, last in spans):
            yield token


NUMERIC = frozenset(("digits", "scale", "plural", "dozens"))
