"""Checks the numbers and links of all chapters without a build: ``python -m ledgerbook.prose.check [--write]``.

What generalises, compares or denies in summaries and figures is answered for, or in the book's list of what is left.

``--counts`` says instead how each page reads, and with ``--long`` which sentences and findings are above the bar;
``--statements`` how many statements are linked, allowed and left, and with ``--long`` which are left.

Each fault is printed with file, line (in a notebook the cell and the line in it) and the message of the build, and with
the words that should stand there. ``--write`` writes these where nothing else can be meant. The exit status is 1 while
anything is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ledgerbook.book import Book, BookError
from ledgerbook.commands.faults import exit_status
from ledgerbook.numbers import numerals
from ledgerbook.numbers.beside import hedged
from ledgerbook.numbers.context import NOWHERE, Context, Nouns
from ledgerbook.numbers.numerals import Vocabulary
from ledgerbook.prose import answers, counts, judgement, links, raw, words
from ledgerbook.prose.answers import Word
from ledgerbook.prose.beside import Beside
from ledgerbook.prose.judgement import CHECK, CITED, CLAIM, EXAMPLE, RESULT, SEARCH
from ledgerbook.prose.markdown import Link, Part, Role, Typed
from ledgerbook.prose.passages import CITE, FIGURE
from ledgerbook.prose.places import Place
from ledgerbook.prose.sentences import sentences
from ledgerbook.prose.sources import TOC, Sources, Text
from ledgerbook.prose.words import Proposal
from ledgerbook.prose.write import Edit, EditError, write
from ledgerbook.record import checks
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import LedgerError
from ledgerbook.record.rules.prose import nouns, vocabulary


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where, what the build says of it and, if that is known, the link that should stand there."""

    place: Place
    message: str
    link: str = ""
    edit: Edit | None = None  # where nothing else can be meant

    def __str__(self) -> str:
        if not self.link:
            return f"{self.place}: {self.message}"
        sure = "" if self.edit else " (or the link is wrong)"
        return f"{self.place}: {self.message}\n    should be: {self.link}{sure}"


@dataclass(frozen=True)
class Check:
    """The check of a book's prose against its record."""

    sources: Sources
    ledger: Ledger

    def faults(self) -> list[Fault]:
        """Everything wrong, in the order of files and lines."""
        found = [*self._in_prose(), *self._raw(), *self._in_code(), *self._of_chapters(), *self._of_rows()]
        return sorted(found, key=lambda fault: (fault.place, fault.message))

    @cached_property
    def statements(self) -> list[Word]:
        """The words that generalise, compare or deny, each with what answers for it."""
        return answers.Answers(self.sources, self.ledger).words

    def contradictions(self) -> list[Fault]:
        """What clauses say beside their numbers that these do not bear out, in the order of files and lines.

        The build does not say them: it knows sentences as little as Sphinx does.
        """
        beside = Beside(self.sources, self.ledger)
        found = (
            Fault(Place(self._relative(text.path), text.cell, 1 if text.shown else sentence.line), message)
            for text in self.sources.texts
            for passage in self.sources.passages(text)
            for sentence in sentences(passage)
            for message in beside.complaints(sentence)
        )
        return sorted(found, key=lambda fault: (fault.place, fault.message))

    def unanswered(self) -> list[Word]:
        """The statements that nothing answers for and that the book's list of what is left does not name."""
        return answers.offences(self.statements, answers.left(self.sources.book))

    def _in_prose(self) -> Iterator[Fault]:
        words = self._vocabulary
        for text, part in self.sources.parts:
            if isinstance(part, Link):
                yield from self._of_link(text, part)
            elif isinstance(part, Role):
                yield from self._said(text, part, links.of_role(part, text.page, self.sources))
            elif isinstance(part, Typed) and not text.shown:
                for number in numerals.loose(part.text, words):
                    yield from self._said(text, part, judgement.of_number(number))

    def _raw(self) -> Iterator[Fault]:
        """What a notebook holds that only the site would understand."""
        for text in self.sources.texts:
            for line, message in raw.faults(self.sources.markdown, text.text) if text.cell and not text.shown else ():
                yield Fault(Place(self._relative(text.path), text.cell, line), message)

    def _in_code(self) -> Iterator[Fault]:
        words = self._vocabulary
        for path, cell, code in self.sources.code():
            for line, message in judgement.of_code(code, words):
                yield Fault(Place(self._relative(path), cell, line), message)

    def _of_chapters(self) -> Iterator[Fault]:
        """Notebooks that are no page of the book, which are executed and then read by nobody."""
        for path in self.sources.book.notebooks:
            name = self._relative(path.with_suffix(""))
            if name not in self.sources.pages:
                yield Fault(Place(f"{name}{path.suffix}", 0, 1), f"is no page of the book: add it to {TOC} ({name})")

    def _of_rows(self) -> Iterator[Fault]:
        """Names that are published twice, checks and searches that no prose refers to, checks without a notebook."""
        for path, kind, name, first in self.sources.published_twice():
            yield Fault(Place(self._relative(path), 0, 1), judgement.of_name(kind, name, first))
        addresses = {part.address for _, part in self.sources.parts if isinstance(part, Link)}
        for table, line, message in judgement.of_rows(self.ledger, self.sources.checks, addresses):
            yield Fault(Place(f"data/{table}.csv", 0, line), message)

    def _of_link(self, text: Text, link: Link) -> Iterator[Fault]:
        kind, _, name = link.address.partition(":")
        if kind in (CLAIM, RESULT):
            where = Context(link.ahead, link.behind, self._nouns)
            if not (message := self._of_number(kind, link.words, name, where)):
                return
            if self._of_number(kind, link.words, name) and not hedged(link.words, link.ahead, link.behind):
                yield self._with_proposal(text, link, message)
            else:  # the words are right, but not where they stand
                yield Fault(self._place(text, link), message)
        elif kind == CHECK:
            checks = self.sources.checks
            message = judgement.of_check(link.words, name, checks.get(name), checks, self._vocabulary)
            yield from self._said(text, link, message)
        elif kind == SEARCH:
            yield from self._said(
                text, link, judgement.of_search(link.words, name, self.ledger.searches, self._vocabulary)
            )
        elif kind in (EXAMPLE, CITED):
            yield from self._said(text, link, judgement.of_excuse(link.words, kind, name, self.sources.works))
        elif kind == CITE:
            yield from self._said(text, link, judgement.of_work(link.words, name, self.sources.works))
        elif kind == FIGURE:
            yield from self._of_figure(text, link, name)
        else:
            wrong = judgement.of_kind(link.address) or links.of_link(link, text.page, self.sources)
            yield from self._said(text, link, wrong)
            for number in () if wrong or text.shown else numerals.loose(link.words, self._vocabulary):
                yield from self._said(text, link, judgement.of_number(number))

    def _of_figure(self, text: Text, link: Link, name: str) -> Iterator[Fault]:
        numbered = self.sources.numbered
        if message := judgement.of_figure(link.words, name, numbered):
            now = f"[{numbered[name]}]({FIGURE}:{name})" if name in numbered else ""
            edit = Edit(text.path, text.cell, link, now) if now and not text.shown else None
            yield Fault(self._place(text, link), message, now, edit)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return vocabulary(self.ledger)

    @cached_property
    def _nouns(self) -> Nouns:
        return nouns(self.ledger)

    def _of_number(self, kind: str, said: str, name: str, where: Context = NOWHERE) -> str:
        if kind == CLAIM:
            return judgement.of_claim(said, name, self.ledger.claims, where)
        return judgement.of_result(said, name, self.sources.results.get(name), self.sources.results, where)

    def _with_proposal(self, text: Text, link: Link, message: str) -> Fault:
        kind, _, name = link.address.partition(":")
        known = self.ledger.claims if kind == CLAIM else self.sources.results
        place = self._place(text, link)
        if name in known:
            proposal = self._words(kind, link.words, name)
        else:
            proposal = words.for_name(link.words, name, known, lambda said, near: self._of_number(kind, said, near))
        if proposal is None:
            return Fault(place, message)
        said, name = (proposal.now, name) if name in known else (link.words, proposal.now)
        now = f"[{said}]({kind}:{name})"
        edit = Edit(text.path, text.cell, link, now) if proposal.sure and not text.shown else None
        return Fault(place, message, now, edit)

    def _words(self, kind: str, said: str, name: str) -> Proposal | None:
        if kind == CLAIM:
            return words.for_claim(said, self.ledger.claims[name])
        return words.for_result(said, self.sources.results[name])

    def _said(self, text: Text, part: Link | Role | Typed, message: str) -> Iterator[Fault]:
        if message:
            yield Fault(self._place(text, part), message)

    def _place(self, text: Text, part: Part) -> Place:
        # What a cell shows has no lines of its own in the file.
        line = 1 if text.shown or not isinstance(part, Link | Role | Typed) else part.line
        return Place(self._relative(text.path), text.cell, line)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.sources.book.root).as_posix()


def faults(book: Book) -> list[Fault]:
    """Everything wrong in the prose of a book. Raises LedgerError or BookError where it cannot be judged."""
    return Check(Sources(book), book.ledger()).faults()


def main(arguments: Sequence[str], root: Path | None = None) -> int:
    """Prints the faults; the exit status is 1 where there are any that were not mended."""
    parser = argparse.ArgumentParser(prog="python -m ledgerbook.prose.check", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the words that should stand there into the files")
    parser.add_argument("--counts", action="store_true", help="say how each page reads, and where it is above the bar")
    parser.add_argument("--statements", action="store_true", help="say how many statements are linked, allowed, left")
    parser.add_argument("--long", action="store_true", help="with one of these: list what is above the bar, or left")
    parser.add_argument("--lower", action="store_true", help="with one of these: shorten its list to what is found")
    parser.add_argument("--root", type=Path, default=root, help="the folder of the book, if not the one around here")
    options = parser.parse_args(arguments)
    try:
        book = Book(options.root) if options.root else Book.here()
        if book.readers_settings:
            checks.give_as_found()
        if options.counts:
            return _count(book, long=options.long, lower=options.lower)
        judged = Check(Sources(book), book.ledger())
        if options.statements:
            return _state(judged, long=options.long, lower=options.lower)
        found, unanswered = [*judged.faults(), *judged.contradictions()], judged.unanswered()
        written = write([fault.edit for fault in found if fault.edit]) if options.write else set()
    except (LedgerError, BookError, EditError) as error:
        print(error, file=sys.stderr)
        return 1
    left = [fault for fault in found if fault.edit not in written]
    for fault in found:
        print(f"{fault}{'' if fault in left else ' (written)'}")
    for word in unanswered:
        print(word)
    print(_summary(found, left))
    if unanswered:
        print(f"{len(unanswered)} statement(s) that nothing answers for")
    return 1 if left or unanswered else 0


def _count(book: Book, *, long: bool, lower: bool) -> int:
    """Prints how the pages read; the exit status is 1 where one is above what the book allows it."""
    pages = counts.pages(Sources(book))
    if lower and counts.write_allowed(book, pages):
        print(f"{counts.OVER} written")
    print(f"{'page':24}{'words':>7}{'numbers':>9}{'per 100':>9}{'over 30 words':>15}{'findings':>10}{'too full':>10}")
    for page in pages:
        print(
            f"{page.name:24}{page.words:7}{page.numbers:9}{page.per_hundred:9.1f}"
            f"{len(page.long_sentences):15}{len(page.findings):10}{len(page.full_findings):10}"
        )
        for found in (*page.long_sentences, *page.full_findings) if long else ():
            print(f"    {found}")
    over = counts.excesses(pages, counts.allowed(book))
    for excess in over:
        print(excess)
    return 1 if over else 0


def _state(judged: Check, *, long: bool, lower: bool) -> int:
    """Prints how many statements are linked, allowed and left; the exit status is 1 where one is not in the list."""
    book, words = judged.sources.book, judged.statements
    if lower and answers.write_left(book, words):
        print(f"{answers.LEFT} written")
    print(f"{'part':14}{'linked':>8}{'allowed':>9}{'left':>6}")
    for part, count in answers.tally(words).items():
        print(f"{part:14}{count['linked']:8}{count['allowed']:9}{count['left']:6}")
    for word in (word for word in words if long and not word.answer):
        print(f"{word.place}: {word.part}: {word.word}: {word.sentence}")
    unanswered = judged.unanswered()
    for word in unanswered:
        print(word)
    return 1 if unanswered else 0


def _summary(found: Sequence[Fault], left: Sequence[Fault]) -> str:
    if not found:
        return "Numbers and links of all chapters are sound."
    mended = f"; {len(found) - len(left)} written" if len(left) < len(found) else ""
    could = sum(fault.edit is not None for fault in left)
    hint = f"; {could} can be written: make prose WRITE=1" if could else ""
    return f"{len(found)} fault(s) in prose{mended}{hint}"


if __name__ == "__main__":
    sys.exit(exit_status(lambda: main(sys.argv[1:]), left=""))
