"""What it costs a reader to see a page: bytes, what holds up the first paint, and what moves while it loads."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from book_site import Site, sample
from browser import DESKTOP, PHONE
from visits import noted

BUDGET = 200_000  # bytes, compressed, of a page with all that it loads before a reader does anything
LARGER_BUDGET = {"search.html": 400_000}  # it holds the text of the book
MOST_SHIFT = 0.01  # cumulative layout shift; 0.1 still counts as good
SHIFTS = """() => {
  window.shift = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
}"""
SCROLL_DOWN = """async () => {
  const painted = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  for (const y of [0, document.documentElement.scrollHeight, document.documentElement.scrollHeight]) {
    window.scrollTo(0, y);
    await painted();
    await painted();
  }
  return window.shift;
}"""
BLOCKING_SCRIPT = re.compile(r"<script\b(?![^>]*\b(?:defer|async)\b)[^>]*\bsrc=[^>]*>")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|application/ld\+json))[^>]*>")  # JSON is data, and does not run
STYLE_SHEET = re.compile(r"<link\b[^>]*\bstylesheet\b[^>]*>|<style\b|\sstyle=\"|\son[a-z]+=\"")


def weights(tab: Page, top: str, name: str, site: Site) -> dict[str, int]:
    """The compressed bytes of a page and of each file that it loads by itself."""
    asked: list[str] = []
    with noted(tab, request=lambda request: asked.append(request.url)):
        tab.goto(f"{top}/{name}", wait_until="networkidle")
    paths = dict.fromkeys(unquote(urlsplit(url).path).lstrip("/") for url in asked if url.startswith(top))
    return {path: len(gzip.compress((site.html / path).read_bytes(), 6)) for path in paths}


def heavy(name: str, sizes: dict[str, int], budget: int) -> list[str]:
    """What is to be said of a page over its budget, with its heaviest parts."""
    if (total := sum(sizes.values())) <= budget:
        return []
    largest = sorted(sizes.items(), key=lambda item: -item[1])[:3]
    return [f"{name}: {total:,} bytes of {budget:,}; " + ", ".join(f"{path} {size:,}" for path, size in largest)]


def holdups(html: str) -> list[str]:
    """What keeps a page from its first paint, or would need a weaker policy: all but one style sheet and one script."""
    styles, inline = STYLE_SHEET.findall(html), INLINE_SCRIPT.findall(html)
    return [*BLOCKING_SCRIPT.findall(html), *styles[1:], *inline[1:]]


@contextmanager
def seismograph(chromium: Browser, viewport: dict[str, int]) -> Iterator[Page]:
    """A tab that notes in each of its pages what moves."""
    with chromium.new_context(viewport=viewport) as context, context.new_page() as tab:
        tab.add_init_script(f"({SHIFTS})()")
        yield tab


def shift(tab: Page, address: str) -> float:
    """How much moves on a page while it arrives in that tab and is scrolled through."""
    tab.goto(address, wait_until="load")
    moved: float = tab.evaluate(SCROLL_DOWN)
    return moved


def test_pages_stay_within_their_budget(site: Site, chromium: Browser, serve):
    top, found = serve(site.html), []
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        for page in sample(site):
            name = site.name(page)
            found += heavy(name, weights(tab, top, name, site), LARGER_BUDGET.get(name, BUDGET))
    assert found == []


def test_nothing_holds_up_the_first_paint(site: Site):
    """The drawings are in the page, so the first figure comes with the first paint."""
    found = {site.name(page): holdups(page.read_text(encoding="utf-8")) for page in site.pages}
    assert {name: parts for name, parts in found.items() if parts} == {}


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_moves_while_a_page_arrives(site: Site, chromium: Browser, trickle, viewport):
    """On a bad line or a busy machine a browser paints half a page."""
    top = trickle(site.html)
    with seismograph(chromium, viewport) as tab:
        moved = {site.name(page): shift(tab, f"{top}/{site.name(page)}") for page in sample(site)}
    assert {name: value for name, value in moved.items() if value >= MOST_SHIFT} == {}


def test_every_static_file_is_used(site: Site):
    """A file that no page, style sheet or script names is dead weight."""
    static = site.html / "_static"
    texts = [p.read_text(encoding="utf-8") for p in site.html.rglob("*") if p.suffix in (".html", ".js", ".css")]
    named = "\n".join(texts)
    assert [str(p.relative_to(static)) for p in sorted(static.rglob("*")) if p.is_file() and p.name not in named] == []


# The checks, on pages that break them ---------------------------------------------------------------------------------


def test_page_over_budget_is_named_with_its_heaviest_part(chromium, serve, tmp_path):
    (tmp_path / "heavy.js").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "index.html").write_text('<!doctype html><script src="heavy.js"></script>', encoding="utf-8")
    with chromium.new_context() as context, context.new_page() as tab:
        sizes = weights(tab, serve(tmp_path), "index.html", Site(tmp_path, 0, ""))
    assert set(sizes) == {"index.html", "heavy.js"}
    assert heavy("index.html", sizes, 10_000) == []
    assert heavy("index.html", sizes, 100)[0].startswith("index.html: ")
    assert "heavy.js" in heavy("index.html", sizes, 100)[0]


@pytest.mark.parametrize(
    "html",
    [
        '<script src="a.js"></script>',
        '<link rel="stylesheet" href="a.css"><link rel="stylesheet" href="b.css">',
        "<script>1</script><script>2</script>",
        '<link rel="stylesheet" href="a.css"><p style="color:red">x</p>',
        '<link rel="stylesheet" href="a.css"><p onclick="x()">x</p>',
    ],
)
def test_holdups_are_seen(html):
    assert len(holdups(html)) == 1
    assert holdups('<script defer src="a.js"></script><link rel="stylesheet" href="a.css"><script>1</script>') == []


MOVES_LATE = """<!doctype html>
<p>moves</p>
<script>addEventListener("load", () => requestAnimationFrame(() => setTimeout(() =>
  document.body.prepend(Object.assign(document.createElement("div"), {style: "height:300px"})))))</script>
"""
MOVES_AS_IT_ARRIVES = """<!doctype html>
<ul style="display:grid; grid-auto-flow:column; grid-auto-columns:1fr; align-items:end">
"""


@pytest.mark.parametrize(
    "page",
    [MOVES_LATE + "<p>x</p>\n" * 20, MOVES_AS_IT_ARRIVES + f"<li style='height:200px'>{'x ' * 300}</li>\n" * 4],
    ids=["late", "as it arrives"],
)
def test_shifts_are_seen(chromium, drip, tmp_path, page):
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    with seismograph(chromium, DESKTOP) as tab:
        assert shift(tab, f"{drip(tmp_path)}/index.html") > MOST_SHIFT
