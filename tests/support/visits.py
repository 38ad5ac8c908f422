"""What is seen of a page in one visit: what goes wrong, what it loads, what moves, which numbers lack a note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

PAINTED = "() => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))"
SHIFTS = """() => {
  window.shift = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
}"""
# How much has moved once the end was reached in one jump: the contents that unfold beside a reader are no fault.
SCROLL_DOWN = """async () => {
  const painted = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  for (const y of [0, document.documentElement.scrollHeight, document.documentElement.scrollHeight]) {
    window.scrollTo(0, y);
    await painted();
    await painted();
  }
  return window.shift;
}"""
SCROLL_THROUGH = """async () => {
  const painted = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
    window.scrollTo(0, y);
    await painted();
  }
  await painted();
}"""
# The theme lets the article scroll sideways inside the page, which is no better for a reader than the page scrolling.
TOO_WIDE = """() => {
  let excess = 0;
  for (let box = document.querySelector("article") ?? document.body; box; box = box.parentElement)
    excess = Math.max(excess, box.scrollWidth - box.clientWidth);
  return excess;
}"""


@dataclass
class Visit:
    """What was seen of a page while it was opened and scrolled through."""

    problems: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # addresses that it loaded by itself
    shift: float = 0.0  # how much moved while it arrived
    waiting: set[Request] = field(default_factory=set)  # what it loads now


def goto(tab: Page, address: str) -> None:
    """Opens a page and waits until it is loaded."""
    tab.goto(address, wait_until="load")


def visit(
    context: BrowserContext,
    address: str,
    opening: Callable[[Page, str], None] = goto,
    then: Callable[[Page], None] = lambda tab: None,
) -> Visit:
    """What is seen of a page; ``then`` looks at it further, once all is settled."""
    seen = Visit()
    host = urlsplit(address).netloc
    with context.new_page() as tab:
        tab.add_init_script(f"({SHIFTS})()")
        _watch(tab, seen, host)
        opening(tab, address)
        seen.shift = tab.evaluate(SCROLL_DOWN)
        tab.evaluate(SCROLL_THROUGH)
        while seen.waiting:  # what scrolling made it load
            tab.evaluate(PAINTED)
        if (excess := tab.evaluate(TOO_WIDE)) > 1:  # less is rounding
            seen.problems.append(f"scrolls sideways by {excess} px")
        then(tab)
    return seen


def _watch(tab: Page, seen: Visit, host: str) -> None:
    def begun(request: Request) -> None:
        seen.asked.append(request.url)
        seen.waiting.add(request)
        seen.problems.extend(_foreign(request.url, host))

    tab.on("request", begun)
    tab.on("requestfinished", lambda request: seen.waiting.discard(request))
    tab.on("requestfailed", lambda request: seen.waiting.discard(request))
    tab.on("console", lambda m: seen.problems.extend(_console_error(m)))
    tab.on("pageerror", lambda error: seen.problems.append(f"page error: {error}"))
    tab.on("response", lambda r: seen.problems.extend([f"status {r.status}: {r.url}"] if r.status >= 400 else []))


def _console_error(message: ConsoleMessage) -> list[str]:
    return [f"console: {message.text} ({message.location['url']})"] if message.type == "error" else []


def _foreign(url: str, host: str) -> list[str]:
    parts = urlsplit(url)
    return [f"requests {url}"] if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host else []
