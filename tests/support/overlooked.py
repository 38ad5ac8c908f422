"""Edits of the record that change a chapter's outputs and leave it current: there may be none.

``python tests/support/overlooked.py`` makes every fault of :mod:`faults`, and adds, removes and moves rows of every
table, against every chapter. What leaves a chapter current is made all at once: its outputs have to stay as they are,
and where they do not, the edits are halved until those are found that change it. With ``--quick`` the slow chapter is
left out; with ``--needless N`` the stale chapters are run, too, for every N-th edit, and those that come out the same
are counted.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2] / "chapters"), str(Path(__file__).parent)]

import campaign
import edits
import faults
import small_record
from edits import Edit, Moved
from ledgerbook.notebooks import dependencies
from ledgerbook.notebooks.dependencies import Content, Parts
from ledgerbook.record import noting
from ledgerbook.record.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]


def planned() -> Iterator[Edit]:
    """Every fault in a cell, then rows of every table that are taken away, doubled or moved."""
    for fault in faults.data_faults():
        yield fault.edit
    rng = random.Random(faults.SEED)
    for path in sorted(small_record.DATA.glob("*.csv")):
        count = len(small_record.read(path.stem))
        yield from (Moved(path.stem, rng.randrange(count), how) for how in edits.HOW)


class Book:
    """The sound book: what each chapter publishes, and what of the record it asked for."""

    def __init__(self, chapters: Sequence[Path]) -> None:
        self.chapters = chapters

    @cached_property
    def record(self) -> Ledger:
        """The sound record."""
        return campaign.load()

    @cached_property
    def outputs(self) -> dict[Path, list[Any]]:
        """What each chapter publishes."""
        return {path: found for path, (found, _) in self._sound.items()}

    @cached_property
    def read(self) -> dict[Path, list[Mapping[str, Any]]]:
        """The tables that each chapter asked for, with their fingerprints."""
        now = Content(ROOT)
        return {path: now.fingerprints(_parts(tables))["tables"] for path, (_, tables) in self._sound.items()}

    @cached_property
    def _sound(self) -> Mapping[Path, tuple[list[Any], list[Mapping[str, Any]]]]:
        return {path: _run(path) for path in self.chapters}

    @cached_property
    def _stale(self) -> dict[Edit, frozenset[Path]]:
        return {}

    def stale(self, edit: Edit) -> frozenset[Path]:
        """The chapters that the edit makes stale."""
        if edit not in self._stale:
            with edits.written([edit]) as root:
                now = Content(root)
                self._stale[edit] = frozenset(p for p in self.chapters if self._changed(p, edit.table, now))
        return self._stale[edit]

    def _changed(self, chapter: Path, table: str, now: Content) -> bool:
        """Whether anything that the chapter asked of that table has changed; of the others nothing can have."""
        parts = _parts([entry for entry in self.read[chapter] if entry["table"] == table])
        return now.fingerprints(parts) != parts

    def current(self, chapter: Path, made: Sequence[Edit]) -> list[Edit]:
        """The edits that leave the chapter current."""
        return [edit for edit in made if chapter not in self.stale(edit)]

    def overlooked(self, chapter: Path, made: Sequence[Edit]) -> list[Edit]:
        """Of these edits those that change the chapter."""
        if not made or not self.differs(chapter, made):
            return []
        if len(made) == 1:
            return list(made)
        half = len(made) // 2
        return self.overlooked(chapter, made[:half]) + self.overlooked(chapter, made[half:])

    def differs(self, chapter: Path, made: Sequence[Edit]) -> bool:
        """Whether the chapter comes out different with all these edits, or cannot be executed any more."""
        broken, _ = edits.record(self.record, made)  # whatever the rules say of it
        if broken is None:
            return True
        try:
            return faults.outputs(chapter, broken) != self.outputs[chapter]
        except Exception:
            return True


def _run(path: Path) -> tuple[list[Any], list[Mapping[str, Any]]]:
    """What a chapter publishes, and the tables that it asked for, without fingerprints."""
    noted = noting.begin()
    try:
        return faults.outputs(path, campaign.load()), list(dependencies.tables(noted))
    finally:
        noting.end()


def _parts(tables: list[Mapping[str, Any]]) -> Parts:
    return {"modules": {}, "files": {}, "folders": {}, "packages": {}, "tables": tables}


def main(arguments: Sequence[str]) -> int:
    """Prints for each chapter what the edits do to it; fails where one is overlooked."""
    book = Book(
        [p for p in sorted(faults.CHAPTERS.glob("*.ipynb")) if "--quick" not in arguments or p.stem != faults.SLOW]
    )
    made = list(planned())
    missed = 0
    for chapter in book.chapters:
        start = time.process_time()
        current = book.current(chapter, made)
        found = book.overlooked(chapter, current)
        missed += len(found)
        print(f"{chapter.stem}: of {len(made)} edits {len(current)} leave it current, {len(found)} of them change it")
        print(*(f"    OVERLOOKED {edit}" for edit in found), f"    {time.process_time() - start:.0f} s", sep="\n")
        sys.stdout.flush()
    if "--needless" in arguments:
        print(needless(book, made[:: int(arguments[arguments.index("--needless") + 1])]))
    return int(missed > 0)


def needless(book: Book, made: Sequence[Edit]) -> str:
    """Of how many executions that the edits bring about how many change nothing, without the slow chapter."""
    count: Counter[str] = Counter()
    for edit in made:
        for chapter in book.stale(edit):
            if chapter.stem != faults.SLOW:
                count["executions"] += 1
                count["needless"] += not book.differs(chapter, [edit])
    return f"{len(made)} edits: {count['executions']} executions, of which {count['needless']} change nothing"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
