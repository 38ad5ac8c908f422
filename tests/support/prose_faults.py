"""Makes the prose of a book wrong in many places, and finds in the log of a build which of them were noticed."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from faults import LINK, SEED
from ledgerbook.book import Book
from ledgerbook.numbers import numerals, wording
from ledgerbook.prose import check
from ledgerbook.record.ledger import Ledger

SCALES = {"万": "亿", "亿": "万", "million": "billion", "billion": "million"}
HEDGES = re.compile("(?:more than|about|nearly|at least) |余|多|超|以上|近")
OF_EACH = 8  # faults of each kind


@dataclass(frozen=True)
class ProseFault:
    """A traced number made wrong: in which file, how, and what the build should say of it."""

    file: str
    kind: str
    was: str
    now: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.kind}: {self.was} -> {self.now} (expected: {self.message})"


# Each way to go wrong takes the words, the scheme and the name of a link, and gives the new Markdown with what the
# build should say; nothing where the link has not what the change needs.
Changed = tuple[str, str] | None


def _link(words: str, scheme: str, name: str) -> str:
    return f"[{words}]({scheme}:{name})"


def digit(rng: random.Random, words: str, scheme: str, name: str, record: Ledger) -> Changed:
    """Another digit."""
    at = rng.choice([i for i, c in enumerate(words) if c.isdigit()] or [-1])
    if at < 0:
        return None
    now = words[:at] + rng.choice([d for d in "123456789" if d != words[at]]) + words[at + 1 :]
    return _link(now, scheme, name), f"reads {now!r}"


def scale(rng: random.Random, words: str, scheme: str, name: str, record: Ledger) -> Changed:
    """Another multiplier."""
    for unit, other in SCALES.items():
        if unit in words:
            now = words.replace(unit, other)
            return _link(now, scheme, name), f"reads {now!r}"
    return None


def percent(rng: random.Random, words: str, scheme: str, name: str, record: Ledger) -> Changed:
    """A percent sign lost."""
    now = words.replace("%", "")
    return (_link(now, scheme, name), f"reads {now!r} without a percent sign") if now != words else None


def hedge(rng: random.Random, words: str, scheme: str, name: str, record: Ledger) -> Changed:
    """A hedge lost, or one too many."""
    if scheme != "claim":
        return None
    now = HEDGES.sub("", words) if HEDGES.search(words) else f"more than {words}"
    return _link(now, scheme, name), f"reads {now!r}"


def exactness(rng: random.Random, words: str, scheme: str, name: str, record: Ledger) -> Changed:
    """A digit more than the source or the interval has."""
    found = re.search(r"\d+\.\d+", words)
    if not found:
        return None
    now = f"{words[: found.end()]}{rng.choice('123456789')}{words[found.end() :]}"
    return _link(now, scheme, name), f"reads {now!r}"


def other_claim(rng: random.Random, words: str, scheme: str, name: str, record: Ledger) -> Changed:
    """The link of another number."""
    if scheme != "claim":
        return None
    said = wording.read(words).value
    other = rng.choice([c for c in record.claims.values() if abs(c.value - said) > said / 2])
    return _link(words, scheme, other.claim_id), f"claim {other.claim_id!r} "


def other_name(rng: random.Random, words: str, scheme: str, name: str, record: Ledger) -> Changed:
    """The name of no claim or result."""
    return _link(words, scheme, f"{name}-x"), f"unknown {scheme} '{name}-x'"


def unlinked(rng: random.Random, words: str, scheme: str, name: str, record: Ledger) -> Changed:
    """The link lost, so that a typed number is left."""
    loose = [n for n in numerals.loose(words) if not n.rule]
    return (words, f"{loose[0].text!r} is traced to nothing") if loose and loose[0].text[0].isdigit() else None


KINDS: Mapping[str, Callable[[random.Random, str, str, str, Ledger], Changed]] = {
    function.__name__: function
    for function in (digit, scale, percent, hedge, exactness, other_claim, other_name, unlinked)
}


def plant(book: Path, record: Ledger, seed: int = SEED) -> list[ProseFault]:
    """Makes numbers wrong in the prose of the book, at most one in a paragraph, and says which."""
    rng = random.Random(seed)
    wanted = Counter(dict.fromkeys(KINDS, OF_EACH))
    made: list[ProseFault] = []
    for path in [book / "index.md", *sorted((book / "chapters").glob("*.ipynb"))]:
        document = json.loads(path.read_text(encoding="utf-8")) if path.suffix == ".ipynb" else None
        texts = _texts(path, document)
        for put, text in texts:
            paragraphs = text.split("\n\n")
            for at, paragraph in enumerate(paragraphs):
                if fault := _plant_one(rng, path.name, paragraph, wanted, made, record):
                    made.append(fault)
                    paragraphs[at] = paragraph.replace(fault.was, fault.now, 1)
            put("\n\n".join(paragraphs))
        if document:
            path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return made


def _texts(path: Path, document: dict | None) -> Iterator[tuple[Callable[[str], object], str]]:
    """Each text of a file with the function that replaces it."""
    if document is None:
        yield lambda text: path.write_text(text, encoding="utf-8"), path.read_text(encoding="utf-8")
        return
    for cell in document["cells"]:
        if cell["cell_type"] == "markdown":
            yield lambda text, cell=cell: cell.update(source=text), "".join(cell["source"])


def _plant_one(
    rng: random.Random, file: str, paragraph: str, wanted: Counter[str], made: list[ProseFault], record: Ledger
) -> ProseFault | None:
    links = list(LINK.finditer(paragraph))
    rng.shuffle(links)
    messages = {(fault.file, fault.message) for fault in made}
    for link in links:
        for kind in rng.sample([k for k, n in wanted.items() if n], k=sum(n > 0 for n in wanted.values())):
            changed = KINDS[kind](rng, *link.groups(), record)
            # A fault is known by what is said of it, so no two of a file may be alike.
            if changed and (file, changed[1]) not in messages and paragraph.count(link[0]) == 1:
                wanted[kind] -= 1
                return ProseFault(file, kind, link[0], *changed)
    return None


SAID = re.compile(
    r"^(?P<file>.+?):(?P<at>\d+)(?: \(cell (?P<cell>\d+), line (?P<line>\d+)\))?: WARNING: "
    r"(?P<what>.*?)(?: \[[\w.]+\])?$"
)
COLOUR = re.compile(r"\x1b\[[\d;]*m")
CELL = 10_000  # how MyST-NB counts lines where only Sphinx speaks


def said(log: str, root: Path) -> set[tuple[str, int, int, str]]:
    """What the log of a build says: file below the root, cell (0 in a page), line and message."""
    found = set()
    for entry in filter(None, map(SAID.match, COLOUR.sub("", log).splitlines())):
        file, at = entry["file"].removeprefix(f"{root}/"), int(entry["at"])
        cell, line = int(entry["cell"] or 0), int(entry["line"] or at)
        if not cell and at > CELL:
            cell, line = at // CELL, at % CELL - 1
        found.add((file, cell, line, entry["what"]))
    return found


def found_by_prose(book: Path) -> set[tuple[str, int, int, str]]:
    """The same of the command that needs no build."""
    return {(f.place.path, f.place.cell, f.place.line, f.message) for f in check.faults(Book(book))}


def noticed(fault: ProseFault, log: str) -> bool:
    """Whether the build named the file, a line and the wrong number."""
    place = re.compile(rf"{re.escape(fault.file)}:\d+\b.*WARNING: ")
    return any(place.search(line) and fault.message in line for line in log.splitlines())
