"""Shows the book while it is written: ``python -m ledgerbook.live [--port PORT]``.

A change of what the book is made from is built into a folder of its own, never into the site that ``make book`` makes,
and open pages load themselves again. A changed notebook is executed first where its code changed, the others are not.
Faults are shown in the terminal and in the page, and end nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from ledgerbook.book import Book, BookError
from ledgerbook.commands.faults import exit_status
from ledgerbook.live import build, server
from ledgerbook.live.watch import Watch

HIGHEST_PORT = 65_535
PAUSE = 0.2  # seconds between two looks at the files


class LiveError(RuntimeError):
    """What keeps the book from being shown; the message names the remedy."""


async def follow(book: Book, pages: server.Pages) -> None:
    """Builds the book, and again after each change; never returns."""
    watch = Watch(book)
    changed: list[Path] = []
    while True:
        faults = await build.run(book, changed)
        print(faults or "  sound", flush=True)
        pages.built(faults)
        watch.accept(build.written(book, changed))
        while not (changed := watch.changes()):
            await asyncio.sleep(PAUSE)
        print(f"changed: {', '.join(path.relative_to(book.root).as_posix() for path in changed)}", flush=True)
        if any(path.suffix == ".py" for path in changed):
            # What this process imported is what it builds with: a new one starts with the changed code.
            os.execv(sys.executable, [sys.executable, "-m", "ledgerbook.live", *sys.argv[1:]])


def _locked(folder: Path) -> IO[str]:
    """The folder for this process alone, until it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise LiveError(f"{folder} is used by another make live; end that one, or read its page") from error
    except OSError as error:
        raise LiveError(f"{folder} cannot be written: {error.strerror}; make it writable") from error
    return lock


async def _serve(book: Book, port: int) -> None:
    pages = server.Pages(build.site(book))
    remedy = "choose another one, as in make live PORT=8001"
    if not 0 <= port <= HIGHEST_PORT:
        raise LiveError(f"port {port} cannot be used: it is not between 0 and {HIGHEST_PORT}; {remedy}")
    try:
        at = pages.listen(port)
    except OSError as error:
        raise LiveError(f"port {port} cannot be used: {error.strerror or error}; {remedy}") from error
    with _locked(build.folder(book)):
        print(f"http://localhost:{at}  (Ctrl-C ends it)\nbuilding: the first time as long as make book", flush=True)
        await follow(book, pages)


def main(arguments: Sequence[str]) -> int:
    """Serves until it is interrupted; the exit status is 1 where it cannot."""
    parser = argparse.ArgumentParser(prog="python -m ledgerbook.live", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="the port of this machine (0: any that is free)")
    options = parser.parse_args(arguments)
    try:
        asyncio.run(_serve(Book.here(), options.port))
    except (LiveError, BookError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(exit_status(lambda: main(sys.argv[1:]), left=""))
