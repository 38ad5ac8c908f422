"""What goes wrong on a page while it is opened and scrolled through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page

SCROLL_THROUGH = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
    window.scrollTo(0, y);
    await new Promise(resolve => setTimeout(resolve, 15));
  }
}"""
# The theme lets the article scroll sideways inside the page, which is no better for a reader than the page scrolling.
TOO_WIDE = """() => {
  let excess = 0;
  for (let box = document.querySelector("article") ?? document.body; box; box = box.parentElement)
    excess = Math.max(excess, box.scrollWidth - box.clientWidth);
  return excess;
}"""


# Letters a little further apart, in em: what a line holds depends on fonts, and this machine has one set of them.
SPACINGS = (0, 0.02, 0.04, 0.06)
SPACED = "(em) => { document.querySelector('article, body').style.letterSpacing = `${em}em`; }"


def visit(tab: Page, address: str) -> list[str]:
    """What goes wrong on a page while it is opened in that tab and scrolled through."""
    found: list[str] = []
    host = urlsplit(address).netloc
    with noted(
        tab,
        request=lambda r: found.extend(_foreign(r.url, host)),
        console=lambda m: found.extend(_console_error(m)),
        pageerror=lambda error: found.append(f"page error: {error}"),
        response=lambda r: found.extend([f"status {r.status}: {r.url}"] if r.status >= 400 else []),
    ):
        tab.goto(address, wait_until="load")
        tab.evaluate(SCROLL_THROUGH)
        tab.wait_for_load_state("networkidle")
        if (excess := max(_too_wide(tab))) > 1:  # less is rounding
            found.append(f"scrolls sideways by {excess} px")
    return found


@contextmanager
def noted(tab: Page, **listeners: Callable[[Any], object]) -> Iterator[None]:
    """Listens to events of the tab for a while: to open one tab for each page takes longer than most pages do."""
    for event, listener in listeners.items():
        tab.on(event, listener)  # type: ignore[call-overload]
    yield
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)


def _too_wide(tab: Page) -> Iterator[int]:
    for spacing in SPACINGS:
        tab.evaluate(SPACED, spacing)
        yield tab.evaluate(TOO_WIDE)


def _console_error(message: ConsoleMessage) -> list[str]:
    return [f"console: {message.text} ({message.location['url']})"] if message.type == "error" else []


def _foreign(url: str, host: str) -> list[str]:
    parts = urlsplit(url)
    return [f"requests {url}"] if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host else []


def scroll(tab: Page, key: str, height: int, presses: int = 20) -> None:
    """Presses the key until the page has scrolled beyond that height; fails where it never does.

    Chromium loses, on any page, some keys that it is given while the scroll of another one ends.
    """
    for _ in range(presses):
        tab.keyboard.press(key)
        for _ in range(30):  # Playwright's own waiting would need a weaker policy of the page
            if tab.evaluate("scrollY") > height:
                return
            tab.wait_for_timeout(50)
    raise AssertionError(f"{key} does not scroll the page beyond {height} px")
