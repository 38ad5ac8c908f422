"""Turns words of the book into their opposites, one at a time, and says which are noticed.

``python tests/support/opposites.py`` prints each that is noticed by nothing, and how many of each kind were noticed. Of
prose, words of Markdown cells are exchanged where a number is linked in their sentence, or where they stand in an
abstract, finding or limit; of the record, words of translations, and names and readings of terms and measures.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2] / "chapters"), str(Path(__file__).parent)]

from ledgerbook.book import Book
from ledgerbook.numbers.numerals import MONTHS
from ledgerbook.prose.check import Check
from ledgerbook.prose.sources import Sources, Text
from ledgerbook.record.rules import claims, renderings

ROOT = Path(__file__).resolve().parents[2]
SEED = 20221230
LINK = re.compile(r"\[[^\]\[]*\]\((?:claim|result):[^)]*\)")

# What each kind of fault exchanges: each word of a pair for the other.
DIRECTIONS = (
    ("rose", "fell"), ("risen", "fallen"), ("rise", "fall"), ("rises", "falls"), ("grew", "shrank"),
    ("increased", "decreased"), ("higher", "lower"), ("above", "below"), ("larger", "smaller"), ("up", "down"),
    ("dearer", "cheaper"), ("jump", "drop"),
)  # fmt: skip
AMOUNTS = (("more", "fewer"), ("more", "less"))
QUANTIFIERS = (("all", "none"), ("every", "no"), ("most", "few"), ("first", "last"), ("most", "least"), ("no", "some"))
COUNTS = (
    ("calls", "messages"), ("solved", "filed"), ("caught", "prosecuted"), ("arrests", "prosecutions"),
    ("blocked", "sent"), ("intercepted", "dissuaded"), ("cases", "suspects"), ("cards", "accounts"),
    ("dens", "gangs"), ("warnings", "calls"), ("videos", "events"), ("people", "cases"),
)  # fmt: skip
CURRENCIES = (("yuan", "dollars"), ("dollars", "yen"), ("won", "baht"))
PLACES = (
    ("Japan", "Korea"), ("Singapore", "Hong Kong"), ("Britain", "Australia"), ("Taiwan", "Thailand"),
    ("India", "Canada"),
)  # fmt: skip
ORDER = (("before", "after"), ("since", "until"), ("between", "outside"))
IN_TRANSLATIONS = (
    *DIRECTIONS, *COUNTS, *CURRENCIES, ("fell", "rose"), ("destroyed", "discovered"), ("abroad", "at home"),
    ("frozen", "returned"), ("stopped", "started"), ("cases", "suspects"), ("loss", "gain"),
    ("year on year", "month on month"), ("last year", "this year"), ("first half", "second half"), ("first", "last"),
    ("women", "men"), ("bank cards", "phone cards"), ("recovered", "lost"), ("not", "always"), ("January", "March"),
    ("November", "December"), ("in a row", "in all"), ("registered", "reported"), ("yuan", "US dollars"),
)  # fmt: skip


NAMES = (
    ("glossary", "term_en"), ("glossary", "romanised"), ("measures", "label_en"), ("measures", "label_original"),
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """Words exchanged: of which kind, where, and what stands there now."""

    kind: str
    place: str
    was: str
    now: str
    around: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.place}: {self.was!r} -> {self.now!r} in {self.around!r}"


@dataclass(frozen=True)
class InProse:
    """A fault in a text of the book."""

    fault: Fault
    text: Text


def exchanges(pairs: Sequence[tuple[str, str]]) -> Mapping[str, list[str]]:
    """What each word may be exchanged for."""
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def _months(text: str) -> Iterator[tuple[int, int, str]]:
    names = MONTHS.split("|")
    for found in re.finditer(rf"\b(?:{MONTHS})\b", text):
        yield found.start(), found.end(), names[(names.index(found[0]) + 5) % 12]


def _years(text: str) -> Iterator[tuple[int, int, str]]:
    for found in re.finditer(r"\b20[12]\d\b", text):
        yield found.start(), found.end(), str(int(found[0]) + (-7 if int(found[0]) > 2018 else 7))


def _words(pairs: Sequence[tuple[str, str]]) -> Callable[[str], Iterator[tuple[int, int, str]]]:
    known = exchanges(pairs)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, known))})(?![\w-])")

    def places(text: str) -> Iterator[tuple[int, int, str]]:
        for found in pattern.finditer(text):
            for other in known[found[0]]:
                yield found.start(), found.end(), other

    return places


KINDS: Mapping[str, Callable[[str], Iterator[tuple[int, int, str]]]] = {
    "direction": _words(DIRECTIONS),
    "amount": _words(AMOUNTS),
    "quantifier": _words(QUANTIFIERS),
    "count": _words(COUNTS),
    "currency": _words(CURRENCIES),
    "place": _words(PLACES),
    "order": _words(ORDER),
    "month": _months,
    "year": _years,
}


@dataclass(frozen=True)
class Opposites:
    """The sound book, in which words are exchanged."""

    book: Book

    @cached_property
    def sound(self) -> Check:
        """The judgement of the sound book."""
        return Check(Sources(self.book), self.book.ledger())

    def in_prose(self, of_each: int, seed: int = SEED) -> list[InProse]:
        """So many faults of each kind in prose, the same for the same seed."""
        rng = random.Random(seed)
        return [
            fault
            for kind in KINDS
            for possible in [list(self._possible(kind))]
            for fault in rng.sample(possible, min(of_each, len(possible)))
        ]

    def _possible(self, kind: str) -> Iterator[InProse]:
        """Every fault of a kind: in the lines that link a number, no further from it than a clause is long."""
        for text in self.sound.sources.texts:
            if text.shown:
                continue
            links = [found.span() for found in LINK.finditer(text.text)]
            for start, end, now in KINDS[kind](text.text):
                line = text.text.rfind("\n", 0, start) + 1, (text.text + "\n").index("\n", end)
                near = [a for a, b in links if line[0] <= a < line[1] and min(abs(a - end), abs(start - b)) < NEAR]
                inside = any(a <= start < b and "](" in text.text[a:start] for a, b in links)
                if not near or inside:
                    continue
                place = f"{text.page}:{text.cell}"
                around = text.text[max(line[0], start - NEAR) : min(line[1], end + NEAR)]
                fault = Fault(kind, place, text.text[start:end], now, around)
                yield InProse(fault, replace(text, text=text.text[:start] + now + text.text[end:]))

    def notices(self, planted: InProse) -> str:
        """What is said of a fault in prose, or nothing."""
        sources = Sources(self.book)
        for name in ("pages", "markdown", "labels", "results", "checks", "works"):
            vars(sources)[name] = getattr(self.sound.sources, name)
        vars(sources).update(texts=[planted.text], figures=[])
        check = Check(sources, self.sound.ledger)
        found = [str(fault) for fault in (*check._in_prose(), *check.contradictions())]
        return next(iter([*found, *map(str, check.unanswered())]), "")

    def in_translations(self, count: int, seed: int = SEED) -> list[tuple[Fault, str]]:
        """Faults in so many translations, each with the claim's id."""
        rng = random.Random(seed)
        places = _words(IN_TRANSLATIONS)
        possible = [
            (Fault("translation", claim.claim_id, c[start:end], now, c[:start] + now + c[end:]), claim.claim_id)
            for claim in self.sound.ledger.claims.values()
            for c in [claim.translation]
            for start, end, now in places(c)
        ]
        by_words: dict[tuple[str, str], list[tuple[Fault, str]]] = {}
        for fault in possible:
            by_words.setdefault((fault[0].was, fault[0].now), []).append(fault)
        rounds = [rng.sample(found, len(found)) for found in by_words.values()]
        ordered = [found[place] for place in range(count) for found in rounds if place < len(found)]
        return ordered[:count]

    def noticed_translations(self, planted: Sequence[tuple[Fault, str]]) -> dict[Fault, bool]:
        """Whether a rule of the record names each, one ledger for all that stand in different claims."""
        found: dict[Fault, bool] = {}
        left = list(planted)
        while left:
            these: dict[str, Fault] = {}
            for fault, name in left:
                these.setdefault(name, fault)
            left = [(fault, name) for fault, name in left if these[name] is not fault]
            sound = self.sound.ledger.claims
            broken = replace(
                self.sound.ledger,
                claims={n: replace(c, translation=these[n].around) if n in these else c for n, c in sound.items()},
            )
            lines = {p.line for rule in (renderings.check, claims.check) for p in rule(broken)}
            found |= {fault: sound[name].line in lines for name, fault in these.items()}
        return found

    def in_names(self, of_each: int, seed: int = SEED) -> dict[Fault, bool]:
        """Cells of two rows exchanged: renderings and readings of terms, names of measures; whether each is named."""
        rng = random.Random(seed)
        found: dict[Fault, bool] = {}
        for table, column in NAMES:
            rows = {k: r for k, r in self.sound.ledger.table(table).items() if table == "glossary" or r.label_original}
            for _ in range(of_each):
                one, other = rng.sample(sorted(rows), 2)
                if getattr(rows[one], column) == getattr(rows[other], column):
                    continue
                swapped = {
                    **self.sound.ledger.table(table),
                    one: replace(rows[one], **{column: getattr(rows[other], column)}),
                    other: replace(rows[other], **{column: getattr(rows[one], column)}),
                }
                own = {**self.sound.ledger.own, table: swapped}
                broken = replace(self.sound.ledger, **({"own": own} if table == "glossary" else {table: swapped}))
                fault = Fault(
                    f"{table}.{column}", one, str(getattr(rows[one], column)), other, str(getattr(rows[other], column))
                )
                found[fault] = any(renderings.names(broken))
        return found


NEAR = 60  # characters from a linked number


def main(arguments: Sequence[str]) -> int:
    """Prints what nothing notices, and the counts by kind."""
    of_each = int(arguments[0]) if arguments else 30
    opposites = Opposites(Book(ROOT))
    caught: dict[Fault, bool] = {p.fault: bool(opposites.notices(p)) for p in opposites.in_prose(of_each)}
    caught |= opposites.noticed_translations(opposites.in_translations(4 * of_each))
    caught |= opposites.in_names(of_each)
    for fault, noticed in caught.items():
        if not noticed:
            print(fault)
    print(f"{'kind':26}{'noticed':>9}{'of':>5}")
    all_of, noticed_of = Counter(f.kind for f in caught), Counter(f.kind for f, noticed in caught.items() if noticed)
    for kind, count in all_of.items():
        print(f"{kind:26}{noticed_of[kind]:9}{count:5}")
    print(f"{'all':26}{noticed_of.total():9}{all_of.total():5}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
