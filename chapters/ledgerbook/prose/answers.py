"""What generalises, compares or denies in a page's summary and pictures, and what answers for it.

Judged are abstracts, findings and limits, and of figures the titles, captions and text alternatives. Every word with a
sense (:mod:`ledgerbook.prose.senses`) stands in a link to a claim, result, check or search, or is allowed by a rule:
those below, or those of the tables ``allowed.csv`` of this package and of the book. What is left is an offence, unless
the book's list of what is still left names it, by page, part, word and sentence; that list only shrinks.
"""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ledgerbook.book import Book, BookError
from ledgerbook.numbers.numerals import NUMERAL
from ledgerbook.prose import directions, senses
from ledgerbook.prose.beside import Beside
from ledgerbook.prose.directions import SIGNS, Look, clause_of
from ledgerbook.prose.judgement import CHECK, CITED, CLAIM, EXAMPLE, RESULT, SEARCH
from ledgerbook.prose.passages import CITE, Passage, passages
from ledgerbook.prose.places import Place
from ledgerbook.prose.senses import Said
from ledgerbook.prose.sentences import Sentence, sentences
from ledgerbook.prose.sources import Figured, Sources, Text
from ledgerbook.record.ledger import Ledger

ANSWERING = (CLAIM, RESULT, CHECK, SEARCH, EXAMPLE, CITED)
NUMBERS = (CLAIM, RESULT)
TITLE = "title"
PARTS = {"abstract": "abstract", "findings": "finding", "limits": "limit"}  # what a box holds, by its class
LEFT = Path("prose", "left.csv")  # what nothing answers for yet, in the folder of the book
ALLOWED = Path(__file__).with_name("allowed.csv")
OWN = Path("prose", "allowed.csv")  # what a book allows besides, in its folder


@dataclass(frozen=True, slots=True)
class Rule:
    """What is allowed: a pattern that a phrase, clause, sentence or passage holds, with an example and why."""

    name: str
    parts: tuple[str, ...]  # in which it holds; in all of them where there are none
    scope: str
    pattern: re.Pattern[str]
    example: str
    why: str


# Allowed besides, by what stands beside the word.
BESIDE = {
    "cited": "Its sentence cites a work of the bibliography.",
    "holds": "The figure is refused where its data do not bear it out (`holds`, below a title in the same words).",
    "number": "A number linked in its clause has the sign of the word.",
    "ends": "Two numbers linked in its clause, of one unit, go that way.",
    "label": "The words of a result linked in its clause say it.",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word that generalises, compares or denies, where it stands, and what answers for it: nothing where "" ."""

    place: Place
    page: str
    part: str
    word: str
    sentence: str
    answer: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """How the list of what is left names it: numbers in the sentence may move."""
        return self.page, self.part, self.word, self.sentence

    def __str__(self) -> str:
        return (
            f"{self.place}: {self.word!r} in the {self.part} {self.sentence!r}: nothing answers for it: link it to a "
            f"check or a search, as in [{self.word} …](check:name), or beside its number; in a title say it in the "
            f"figure's holds; or say less. {OWN} allows a phrase, with its reason"
        )


@dataclass(frozen=True)
class Answers:
    """The judgement of a book's statements."""

    sources: Sources
    ledger: Ledger

    @cached_property
    def words(self) -> list[Word]:
        """Every word with a sense in the parts that are judged, in the order of pages."""
        return [*self._of_boxes(), *self._of_figures()]

    def _of_boxes(self) -> Iterator[Word]:
        for text in self.sources.texts:
            for passage in () if text.shown else self.sources.passages(text):
                if passage.box in PARTS:
                    yield from self._of_passage(text, passage, PARTS[passage.box])

    def _of_figures(self) -> Iterator[Word]:
        for figure in self.sources.figures:
            text = Text(figure.page, figure.path, figure.cell, "", shown=True)
            held = held_of(self._code(figure), str(figure.document["name"]))
            for part, title in ((TITLE, "finding"), ("alternative", "alternative")):
                yield from self._of_passage(text, Passage(str(figure.document[title]), 1), part, held)
            for passage in passages(self.sources.markdown, str(figure.document["caption"])):
                yield from self._of_passage(text, passage, "caption", held)

    def _code(self, figure: Figured) -> str:
        return "".join(self.sources.cells[figure.page][figure.cell - 1]["source"])

    def _of_passage(self, text: Text, passage: Passage, part: str, held: Sequence[str] = ()) -> Iterator[Word]:
        path = text.path.relative_to(self.sources.book.root).as_posix()
        for sentence in sentences(passage):
            place = Place(path, text.cell, 1 if text.shown else sentence.line)
            for said in senses.said(sentence.text):
                answer = self._answer(said, sentence, passage, part, held)
                yield Word(place, text.page, part, said.text.lower(), without_numbers(sentence), answer)

    def _answer(self, said: Said, sentence: Sentence, passage: Passage, part: str, held: Sequence[str]) -> str:
        if link := next((link for link in sentence.links if link.start <= said.start and said.end <= link.end), None):
            scheme = link.address.partition(":")[0]
            return scheme if scheme in ANSWERING else ""
        clause = clause_of(sentence.text, said)
        rules = [rule for rule in self._rules if rule.parts == ("",) or part in rule.parts]
        return (
            next((rule.name for rule in rules if _allows(rule, said, sentence, clause, passage)), "")
            or ("cited" if any(link.address.startswith(f"{CITE}:") for link in sentence.links) else "")
            or ("holds" if _holds(held, said, sentence, part) else "")
            or self._of_numbers(said, sentence, clause)
        )

    def _of_numbers(self, said: Said, sentence: Sentence, clause: slice) -> str:
        """Whether the numbers of the clause go the way of the word, or are of a result that says it."""
        way, by = directions.ways(said, sentence, self.number)
        if way and way == SIGNS.get(said.sense):
            return by
        addresses = (link.address.partition(":") for link in sentence.links_in(clause))
        names = (name for scheme, _, name in addresses if scheme == RESULT)
        meanings = (self.sources.results[name].meaning for name in names if name in self.sources.results)
        return "label" if any(_says(meaning, said) for meaning in meanings) else ""

    @cached_property
    def number(self) -> Look:
        """What finds the number to which a link leads."""
        return Beside(self.sources, self.ledger).number

    @cached_property
    def _rules(self) -> list[Rule]:
        return [*rules(ALLOWED), *rules(self.sources.book.root / OWN)]


def rules(path: Path) -> list[Rule]:
    """The rules of a table; none where there is no such file. Raises BookError for a file that is none."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return [
            Rule(r["rule"], tuple(r["parts"].split(";")), r["scope"], re.compile(r["pattern"]), r["example"], r["why"])
            for r in rows
        ]
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise BookError(f"{path.name}: {error}: no rule, parts, scope, pattern, example and why; mend it") from error


def _allows(rule: Rule, said: Said, sentence: Sentence, clause: slice, passage: Passage) -> bool:
    if rule.scope == "phrase":
        found = rule.pattern.finditer(sentence.text)
        return any(match.start() <= said.start and said.end <= match.end() for match in found)
    texts = {"clause": sentence.text[clause], "sentence": sentence.text, "passage": passage.text}
    return bool(rule.pattern.search(texts[rule.scope]))


def _holds(held: Iterable[str], said: Said, sentence: Sentence, part: str) -> bool:
    """Whether a figure holds what is said: a title in its sense, a caption or text alternative word for word."""
    if part == TITLE:
        return any(_says(statement, said) for statement in held)
    found = (re.finditer(re.escape(statement), sentence.text, re.IGNORECASE) for statement in held)
    return any(match.start() <= said.start and said.end <= match.end() for matches in found for match in matches)


def _says(text: str, said: Said) -> bool:
    """Whether a text says a word's sense too."""
    return any(other.sense == said.sense for other in senses.said(text))


def without_numbers(sentence: Sentence) -> str:
    """A sentence whose numbers are taken out, so that it stays itself when they move."""
    text, end = "", 0
    for link in sentence.links:
        traced = link.address.partition(":")[0] in NUMBERS and link.start >= end
        text += sentence.text[end : link.start] + "…" if traced else ""
        end = link.end if traced else end
    return NUMERAL.sub("…", text + sentence.text[end:])


def held_of(code: str, name: str) -> tuple[str, ...]:
    """What the code that makes a figure says that its data must bear out: the statements of ``holds``."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    for call in calls:
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        if isinstance(named := given.get("name"), ast.Constant) and named.value == name:
            holds = given.get("holds")
            keys = holds.keys if isinstance(holds, ast.Dict) else []
            return tuple(key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
    return ()


def left(book: Book) -> frozenset[tuple[str, str, str, str]]:
    """What the book's list says is still left. Raises BookError where it is no such list."""
    path = book.root / LEFT
    if not path.is_file():
        return frozenset()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return frozenset((row["page"], row["part"], row["word"], row["sentence"]) for row in rows)
    except KeyError as error:
        raise BookError(f"{LEFT}: no column {error}; restore the file") from error


def offences(words: Iterable[Word], listed: frozenset[tuple[str, str, str, str]]) -> list[Word]:
    """The words for which nothing answers and which are not in the list."""
    return [word for word in words if not word.answer and word.key not in listed]


def write_left(book: Book, words: Iterable[Word]) -> bool:
    """Takes from the list what no longer stands in the book, or begins it; says whether the file changed."""
    path = book.root / LEFT
    unanswered = sorted({word.key for word in words if not word.answer})
    kept = [key for key in unanswered if key in left(book) or not path.is_file()]
    if path.is_file() and len(kept) == len(left(book)):
        return False
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("page", "part", "word", "sentence"), *kept])
    return True


def tally(words: Iterable[Word]) -> Mapping[str, Counter[str]]:
    """How many words of each part are linked, allowed and left."""
    found: dict[str, Counter[str]] = {}
    for word in words:
        kind = "linked" if word.answer in ANSWERING else "allowed" if word.answer else "left"
        found.setdefault(word.part, Counter())[kind] += 1
    return found
