"""How a page reads: words of its running prose, traced numbers in a hundred of them, long sentences, findings.

What is counted is what a reader reads in a row: paragraphs, lists, abstract, findings and limits, not headings, tables,
figures or what code shows. A section whose heading begins with "For specialists" can be skipped, and is not counted
among words and numbers; its sentences are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from ledgerbook.book import Book, BookError
from ledgerbook.numbers import numerals
from ledgerbook.prose.judgement import CITED, CLAIM, EXAMPLE, RESULT
from ledgerbook.prose.passages import Passage, words
from ledgerbook.prose.places import Place
from ledgerbook.prose.sentences import Sentence, sentences
from ledgerbook.prose.sources import Sources

FINDINGS = "findings"  # the class of the box of findings
CLOSING = "for specialists"  # how the heading of a section begins that can be skipped
NUMBERS = (CLAIM, RESULT, EXAMPLE, CITED)
# The bar.
NUMBERS_PER_HUNDRED = 3.0
SENTENCE = 30  # words
FINDING = 40  # words
FINDING_NUMBERS = 3
MOST_FINDINGS = 5
OVER = Path("prose", "over.csv")  # what a book allows itself above the bar, in its folder
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence or finding, where it stands, and how many words and traced numbers it has."""

    place: Place
    text: str
    words: int
    numbers: int

    def __str__(self) -> str:
        return f"{self.place}: {self.words} words, {self.numbers} traced numbers: {self.text}"


@dataclass(frozen=True)
class Page:
    """The counts of a page."""

    name: str
    words: int = 0
    numbers: int = 0
    sentences: Sequence[Found] = field(default_factory=tuple)
    findings: Sequence[Found] = field(default_factory=tuple)

    @property
    def per_hundred(self) -> float:
        """Traced numbers in a hundred words of running prose, to one decimal."""
        return round(100 * self.numbers / self.words, 1) if self.words else 0.0

    @property
    def long_sentences(self) -> list[Found]:
        """The sentences that are longer than the bar."""
        return [sentence for sentence in self.sentences if sentence.words > SENTENCE]

    @property
    def full_findings(self) -> list[Found]:
        """The findings with more words or numbers than the bar."""
        return [finding for finding in self.findings if finding.words > FINDING or finding.numbers > FINDING_NUMBERS]

    def measured(self) -> dict[str, float]:
        """What the bar is held against, by name."""
        return {
            "numbers_per_hundred": self.per_hundred,
            "long_sentences": len(self.long_sentences),
            "findings": len(self.findings),
            "full_findings": len(self.full_findings),
        }


BAR: Mapping[str, float] = {
    "numbers_per_hundred": NUMBERS_PER_HUNDRED,
    "long_sentences": 0,
    "findings": MOST_FINDINGS,
    "full_findings": 0,
}


def pages(sources: Sources) -> list[Page]:
    """The counts of every page with running prose, in the order of names."""
    return [page for name in sources.pages if (page := _page(name, list(_read(sources, name)))).words]


def _read(sources: Sources, name: str) -> Iterator[tuple[Place, Passage, bool]]:
    """The passages of a page, each with the place of its text and whether it can be skipped."""
    skipped = 0  # the level of the heading of the section that can be skipped
    for text in sources.texts:
        if text.page != name or text.shown:
            continue
        path = text.path.relative_to(sources.book.root).as_posix()
        for passage in sources.passages(text):
            if passage.level and (not skipped or passage.level <= skipped):
                skipped = passage.level if passage.text.lower().startswith(CLOSING) else 0
            if not passage.level:
                yield Place(path, text.cell, passage.line), passage, bool(skipped)


def _page(name: str, read: Sequence[tuple[Place, Passage, bool]]) -> Page:
    running = [sentence for _, passage, skipped in read if not skipped for sentence in sentences(passage)]
    found = [_found(place, sentence) for place, passage, _ in read for sentence in sentences(passage)]
    return Page(
        name,
        sum(len(words(sentence.text)) for sentence in running),
        sum(traced(sentence) for sentence in running),
        found,
        list(_findings(read)),
    )


def _found(place: Place, sentence: Sentence) -> Found:
    at = Place(place.path, place.cell, sentence.line)
    return Found(at, sentence.text, len(words(sentence.text)), traced(sentence))


def _findings(read: Iterable[tuple[Place, Passage, bool]]) -> Iterator[Found]:
    listed = [(place, passage) for place, passage, _ in read if passage.box == FINDINGS and passage.item]
    for (path, cell, item), group in groupby(listed, lambda pair: (pair[0].path, pair[0].cell, pair[1].item)):
        parts = [sentence for _, passage in group for sentence in sentences(passage)]
        text = " ".join(sentence.text for sentence in parts)
        yield Found(Place(path, cell, item), text, len(words(text)), sum(map(traced, parts)))


def traced(sentence: Sentence) -> int:
    """How many traced numbers a sentence prints, years apart; those in the words of other links count too."""
    count = 0
    for link in sentence.links:
        said = sentence.text[link.start : link.end]
        if link.address.partition(":")[0] in NUMBERS:
            count += not _YEAR.fullmatch(said)
        else:
            count += sum(not number.rule for number in numerals.loose(said))
    return count


@dataclass(frozen=True, slots=True)
class Excess:
    """A count of a page above what the page may have."""

    page: str
    what: str
    is_now: float
    may_be: float

    def __str__(self) -> str:
        return (
            f"{self.page}: {self.what} is {self.is_now:g}, at most {self.may_be:g} may be: shorten the page; "
            f"--counts --long lists its sentences and findings"
        )


def allowed(book: Book) -> dict[tuple[str, str], float]:
    """What a book still allows its pages above the bar, by page and count. Raises BookError for another file."""
    path = book.root / OVER
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return {(row["page"], row["count"]): float(row["at_most"]) for row in rows}
    except (KeyError, ValueError, TypeError) as error:
        raise BookError(f"{OVER}: {error} is no page, count and number; restore the file") from error


def excesses(found: Iterable[Page], over: Mapping[tuple[str, str], float]) -> list[Excess]:
    """The counts above the bar, and above what the list of the book still allows."""
    made = []
    for page in found:
        for what, is_now in page.measured().items():
            may_be = max(BAR[what], over.get((page.name, what), 0))
            if is_now > may_be:
                made.append(Excess(page.name, what, is_now, may_be))
    return made


def write_allowed(book: Book, found: Iterable[Page]) -> bool:
    """Lowers the list of the book to what its pages have now, or begins it; says whether the file changed.

    What is above the list stays an excess: the list only shrinks.
    """
    path = book.root / OVER
    before = allowed(book)
    begins = not path.is_file()
    rows = []
    for page in found:
        for what, is_now in page.measured().items():
            may_be = is_now if begins else min(is_now, before.get((page.name, what), 0))
            if may_be > BAR[what]:
                rows.append(f"{page.name},{what},{may_be:g}\n")
    text = "page,count,at_most\n" + "".join(rows)
    if not begins and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True
