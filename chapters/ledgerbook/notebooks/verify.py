"""Compares a fresh execution of every chapter with what is stored: ``python -m ledgerbook.notebooks.verify``.

Each chapter is executed from nothing, and its results are compared to the last digit of their bounds, by a fingerprint;
what moved is listed. When and where that was done, and how long each chapter took, is written into ``verified.json``
beside the chapters, from which the status page prints it. Times are of one machine: nothing else is made from them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ledgerbook import kept, pins
from ledgerbook.book import Book
from ledgerbook.commands import faults, lock
from ledgerbook.notebooks import execute, moved

FILE = "verified.json"
DIGITS = 16  # of a fingerprint
ASKED = "requirements.in"  # the packages that the book asks for by name; the others come with them
# What of a result, a check and a figure is compared: numbers and their grounds, not drawings.
OF_RESULT = ("name", "low", "high", "closed", "unit", "measure", "period", "formula", "claims")
OF_CHECK = ("name", "quantifier", "tested", "holding", "open", "rows")


def fingerprint(text: str) -> str:
    """The fingerprint of the results, checks and tables of figures that a notebook of that text stores."""
    found = moved.outputs(text)
    content = [
        [[r[key] for key in OF_RESULT] for _, r in sorted(found.results.items())],
        [[c[key] for key in OF_CHECK] for _, c in sorted(found.checks.items())],
        [[name, f["table"]["headings"], f["table"]["rows"]] for name, f in sorted(found.figures.items())],
    ]
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:DIGITS]


def machine() -> str:
    """The class of this machine in words: system, processor and how many."""
    return f"{platform.system()} on {platform.machine()}, {os.cpu_count() or 1} processors"


def versions(root: Path) -> dict[str, str]:
    """The version of Python and of each package that the book asks for by name, as they are installed."""
    lines = (root / ASKED).read_text(encoding="utf-8").splitlines()
    names = [name for line in lines if (name := pins.name_of(line))]
    return {"Python": platform.python_version(), **{name: version(name) for name in names}}


def verified(book: Book, today: date) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """What is to be noted, the fresh texts of the chapters by name, and those that could not be executed, with why."""
    chapters: dict[str, Any] = {}
    texts: dict[str, str] = {}
    failed: list[str] = []
    for path in book.notebooks:
        start = time.perf_counter()
        try:
            text, _ = execute.execute(path, book)
        except execute.NotebookError as error:
            failed.append(str(error))
            continue
        seconds = time.perf_counter() - start
        texts[path.stem] = text
        chapters[path.stem] = {"results": fingerprint(text), "seconds": round(seconds, 1)}
        same = fingerprint(text) == fingerprint(path.read_text(encoding="utf-8"))
        print(f"  {path.name}: {'the same results' if same else 'OTHER RESULTS'} ({seconds:.1f} s)", flush=True)
    noted = {"day": today.isoformat(), "machine": machine(), "versions": versions(book.root), "chapters": chapters}
    return noted, texts, failed


def read(book: Book) -> Mapping[str, Any]:
    """What was noted last; nothing where nothing was."""
    path = book.chapters / FILE
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def main(arguments: Sequence[str], root: Path | None = None, today: date | None = None) -> int:
    """The command; the exit status is 1 where a chapter fails or gives another output than is stored."""
    parser = argparse.ArgumentParser(prog="python -m ledgerbook.notebooks.verify", description=__doc__)
    parser.add_argument("--no-note", action="store_true", help=f"leave chapters/{FILE} as it is")
    options = parser.parse_args(arguments)
    book = Book(root) if root else Book.here()
    with lock.held(book.root, "make verify"):
        noted, fresh, failed = verified(book, today or date.today())
    stored = {path.stem: path.read_text(encoding="utf-8") for path in book.notebooks if path.stem in fresh}
    differing = [name for name in fresh if moved.outputs(fresh[name]) != moved.outputs(stored[name])]
    if differing:
        print(moved.page(stored, fresh, {}, "what is stored"), end="")
    for message in failed:
        print(f"FAILED {message}", file=sys.stderr)
    if differing or failed:
        said = f"{len(differing)} chapter(s) give other outputs than are stored, {len(failed)} fail"
        print(f"{said}; if that is meant: {execute.REMEDY} ALL=1", file=sys.stderr)
        return 1
    if not options.no_note:
        text = json.dumps(noted, ensure_ascii=False, indent=1) + "\n"
        kept.write(book.chapters / FILE, text.encode())
        print(f"All {len(fresh)} chapters give the results that are stored; noted in chapters/{FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(sys.argv[1:]), left="The notebooks are as they were."))
