"""The browser of the tests, and the sizes of the windows that it opens."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from playwright.sync_api import Browser, sync_playwright

from ledgerbook.commands.browser import REMEDY, find

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

# Nothing that the browser does of its own accord may be taken for a request of a page.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """What the work gives, done in a thread of its own: for work that opens a browser where the tests have one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A browser without a window. Fails, never skips, where there is none."""
    path = find()
    if path is None:
        raise RuntimeError(f"no browser for the tests; run: {REMEDY}   (or set CHROMIUM to the path of one)")
    with sync_playwright() as playwright:
        # Without its sandbox, which root and most containers cannot have; it sees no pages but our own.
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET], chromium_sandbox=False)
        yield browser
        browser.close()
