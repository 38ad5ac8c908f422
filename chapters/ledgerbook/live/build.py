"""One build of the book for who is writing it, in a process that has nothing left to import."""

from __future__ import annotations

import asyncio
import importlib
import multiprocessing
import os
import sys
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ledgerbook import site as book_site
from ledgerbook.book import Book
from ledgerbook.notebooks import execute

LOOK = 0.05  # seconds between two looks at a running build


def folder(book: Book) -> Path:
    """Where everything lies that is built for who is writing."""
    return book.root / "_build" / "live"


def site(book: Book) -> Path:
    """Where the pages lie."""
    return folder(book) / "html"


def written(book: Book, changed: Sequence[Path]) -> list[Path]:
    """The files that a build after these changes may have written itself: the notebooks that it executed."""
    return [path for path in book.notebooks if path in changed]


async def run(book: Book, changed: Sequence[Path]) -> str:
    """Builds the book after these changes and returns what is wrong with it; nothing where it is sound."""
    _warm(book)
    log = folder(book) / "log"
    # A fork, because Sphinx and its extensions take longer to import than a page takes to build.
    process = multiprocessing.get_context("fork").Process(target=_build, args=(book, changed, log))
    process.start()
    try:
        while process.is_alive():
            await asyncio.sleep(LOOK)
    finally:
        process.kill()
    said = log.read_text(encoding="utf-8", errors="replace").strip()
    return said or ("" if process.exitcode == 0 else f"the build ended with status {process.exitcode}")


@cache
def _warm(book: Book) -> None:
    """Imports what a build needs into this process, of which each build is a copy."""
    book_site.parts()
    for name in ("jupyter_book.sphinx", *book.settings.get("extensions", ())):
        importlib.import_module(name)


def _build(book: Book, changed: Sequence[Path], log: Path) -> None:
    with log.open("w", encoding="utf-8") as stream:
        os.dup2(stream.fileno(), 1)
        os.dup2(stream.fileno(), 2)
    sys.stdout = sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1)
    try:
        status = _execute(book, changed) or _make_pages(book)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stderr.flush()
    os._exit(status)


def _execute(book: Book, changed: Sequence[Path]) -> int:
    """Executes those of the changed notebooks whose code changed; says only what failed."""
    stale = [path.stem for path in execute.all_stale(written(book, changed), book)]
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 (until this process ends)
    return execute.main([*stale, "--jobs", "1"], book.root) if stale else 0


def _make_pages(book: Book) -> int:
    """Runs Sphinx as ``jupyter-book build`` does; warnings are said and end nothing."""
    from jupyter_book.sphinx import build_sphinx
    from sphinx.util import console

    console.nocolor()
    overrides = {
        "external_toc_path": (book.root / "_toc.yml").as_posix(),
        "latex_individualpages": False,
        "nitpicky": True,
    }
    outcome = build_sphinx(
        book.root, site(book), noconfig=True, path_config=book.root / "_config.yml", confoverrides=overrides, quiet=True
    )
    return 1 if outcome else 0
