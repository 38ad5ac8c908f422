"""The folder of the book, the site built once for all tests, and the environment of the kernels that nbval starts."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import BinaryIO

import nbval.kernel
import pytest
from playwright.sync_api import Browser, Page

from book_site import Site, shared_site
from browser import DESKTOP, open_browser
from campaign import load
from ledgerbook.commands import surroundings
from ledgerbook.notebooks import starts
from ledgerbook.notebooks.execute import Book
from ledgerbook.record.ledger import Ledger

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Gives nbval's kernels the environment in which the stored outputs were made, but for the order of sets."""
    # What runs in the background of a shell ignores interruptions, and so would whatever the tests start and interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    nbval.kernel.start_new_kernel = starts.again(nbval.kernel.start_new_kernel)
    if hasattr(config, "workerinput"):
        return  # a worker inherits the environment of the session that started it
    stack = ExitStack()
    stack.enter_context(surroundings.of_kernels())
    os.environ["PYTHONHASHSEED"] = "7"
    config.add_cleanup(stack.close)


# Begun first, so that no worker is left alone with one of them at the end.
LONGEST = ("test_access.py", "test_faults.py", "test_weight.py", "test_browser.py", "test_search.py", "windows.ipynb",
           "test_parameters.py", "test_lacking.py", "test_dependencies.py")  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the files that take longest first; the order within a file stays."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(LONGEST)))


@pytest.fixture(scope="session")
def book() -> Book:
    """The book under test."""
    return Book(ROOT)


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    """The record of the book, read once: nothing can change it."""
    return load()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, built once in a session, however many workers the session has."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    return shared_site(ROOT, shared / "site")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all pages."""
    with open_browser() as browser:
        yield browser


@pytest.fixture
def open_page(chromium: Browser, serve, tmp_path: Path) -> Iterator:
    """Opens a page of that HTML on a desktop: for examples that a check must find fault with."""
    numbers = count()
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:

        def show(html: str) -> Page:
            (tmp_path / "index.html").write_text(f"<!doctype html>{html}", encoding="utf-8")
            tab.goto(f"{serve(tmp_path)}/index.html?{next(numbers)}")  # a browser keeps what it has seen at an address
            return tab

        yield show


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without printing a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Prints nothing."""


class Trickling(Quiet):
    """Serves what a reader sees first as over a bad line, so that a browser paints what it has so far."""

    SLOW, PIECE = 15_000, 400  # bytes: how much arrives slowly, and how much of it at once
    PAUSE = 0.02  # seconds, longer than a frame

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        """Sends the start of the file in pieces, cut after a tag and not within a sentence, and then the rest."""
        sent, piece = 0, b""
        for line in source:
            piece += line
            if len(piece) >= self.PIECE and sent < self.SLOW and line.endswith(b">\n"):
                outputfile.write(piece)
                time.sleep(self.PAUSE)
                sent, piece = sent + len(piece), b""
        outputfile.write(piece)


@pytest.fixture(scope="session")
def serve() -> Iterator:
    """Serves a folder on a free port of this machine, to this machine only, and gives its address."""
    servers: dict[tuple[Path, type[Quiet]], ThreadingHTTPServer] = {}

    def start(folder: Path, handler: type[Quiet] = Quiet) -> str:
        if (folder, handler) not in servers:
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
            servers[folder, handler] = server
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder, handler].server_port}"

    yield start
    # Each takes up to half a second to end, and there are many.
    with ThreadPoolExecutor(len(servers) or 1) as threads:
        list(threads.map(ThreadingHTTPServer.shutdown, servers.values()))
    for server in servers.values():
        server.server_close()


class Dripping(Trickling):
    """The same with so long a pause that the busiest machine paints each piece."""

    PAUSE = 1


@pytest.fixture(scope="session")
def trickle(serve) -> Callable[[Path], str]:
    """Serves a folder as :func:`serve` does, but slowly."""
    return partial(serve, handler=Trickling)


@pytest.fixture(scope="session")
def drip(serve) -> Callable[[Path], str]:
    """Serves a folder so slowly that only examples of a few pieces bear it."""
    return partial(serve, handler=Dripping)
