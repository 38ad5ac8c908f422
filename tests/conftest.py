"""The folder of the book, the site built once for all tests, and the environment of the kernels that nbval starts."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from book_site import Site, shared_site
from browser import DESKTOP, open_browser
from ledgerbook.commands import surroundings
from ledgerbook.notebooks.execute import Book
from servers import Servers, SlowLine

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Gives nbval's kernels the environment in which the stored outputs were made, but for the order of sets."""
    if hasattr(config, "workerinput"):
        return  # a worker inherits the environment of the session that started it
    stack = ExitStack()
    stack.enter_context(surroundings.of_kernels())
    os.environ["PYTHONHASHSEED"] = "7"
    config.add_cleanup(stack.close)


# What takes long begins first, so that no worker waits for another one at the end. The first two build the site.
FIRST = ("tests/site/test_site.py", "tests/record/test_faults.py", "tests/site/test_pages.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Gives each worker whole files, whose tests share what is costly, but for what names a group of its own."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(ROOT).as_posix()))
    items.sort(key=lambda item: _rank(item.path.relative_to(ROOT).as_posix()))


def _rank(name: str) -> int:
    return FIRST.index(name) if name in FIRST else len(FIRST)


@pytest.fixture(scope="session")
def book() -> Book:
    """The book under test."""
    return Book(ROOT)


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
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:

        def show(html: str) -> Page:
            (tmp_path / "index.html").write_text(f"<!doctype html>{html}", encoding="utf-8")
            tab.goto(f"{serve(tmp_path)}/index.html")
            return tab

        yield show


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """The servers of a session."""
    started = Servers()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def serve(servers: Servers) -> Callable[[Path], str]:
    """Serves a folder on a free port of this machine, and gives its address."""
    return servers.start


@pytest.fixture
def slow_line(servers: Servers) -> SlowLine:
    """Serves a folder over a slow line."""
    return SlowLine(servers)
