"""Pages in a browser, each visited once: quiet, light, still, within their sides, numbers with notes, no barriers."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from barriers import barriers
from book_site import Site, sample
from browser import DESKTOP, PHONE
from ledgerbook.site.pages.assets import security_policy
from servers import Servers, SlowLine
from visits import Visit, visit

BUDGET = 200_000  # bytes, compressed, of a page with all that it loads before a reader does anything
LARGER_BUDGET = {"search.html": 400_000}  # it holds the text of the book
MOST_SHIFT = 0.01  # cumulative layout shift; 0.1 still counts as good
SHOW_ALL = """() => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  document.querySelector("article :is(p, li) a.number")?.click();
}"""
# For each number of a page without a note in it: what it links to.
WITHOUT_NOTE = """() => {
  const notes = document.getElementById("number-notes");
  return [...document.querySelectorAll("a.number")]
    .map(number => decodeURIComponent(new URL(number.href).hash.slice(1)))
    .filter(name => !notes || !notes.content.querySelector(`[data-number="${CSS.escape(name)}"] dl`));
}"""


@dataclass
class Looked:
    """What a look at the opened page found beside what went wrong while it was opened."""

    seen: Visit = field(default_factory=Visit)
    numbers: int = 0
    without_note: list[str] = field(default_factory=list)
    notes: int = 0  # opened by a click at a number
    barriers: list[str] = field(default_factory=list)

    def look(self, tab: Page) -> None:
        """Counts numbers and their notes, then opens all that can be opened and looks for barriers."""
        self.numbers = tab.locator("a.number").count()
        self.without_note = tab.evaluate(WITHOUT_NOTE)
        tab.emulate_media(color_scheme="light", reduced_motion="reduce")  # no colour is caught on its way
        tab.evaluate(SHOW_ALL)
        self.notes = tab.locator("#number-note:popover-open").count()
        self.barriers = barriers(tab)


def each_on(viewport: dict[str, int], name: str) -> object:
    """A viewport whose tests one worker runs, so that it visits the pages once."""
    return pytest.param(viewport, id=name, marks=pytest.mark.xdist_group(f"pages on a {name}"))


@pytest.fixture(scope="module", params=[each_on(DESKTOP, "desktop"), each_on(PHONE, "phone")])
def looked(request: pytest.FixtureRequest, site: Site, chromium: Browser, servers: Servers) -> Mapping[str, Looked]:
    """What one visit of each page found, over a slow line."""
    line, found = SlowLine(servers), {}
    top = line.serve(site.html)
    with chromium.new_context(viewport=request.param) as context:
        for name in map(site.name, sample(site)):
            found[name] = Looked()
            found[name].seen = visit(context, f"{top}/{name}", line.open, found[name].look)
    return found


def test_pages_are_quiet_and_fit(looked):
    assert {name: found.seen.problems for name, found in looked.items() if found.seen.problems} == {}


def test_nothing_moves_while_a_page_arrives(looked):
    """On a bad line or a busy machine a browser paints half a page."""
    assert {name: found.seen.shift for name, found in looked.items() if found.seen.shift >= MOST_SHIFT} == {}


def test_pages_stay_within_their_budget(looked, site: Site):
    found = []
    for name, page in looked.items():
        found += heavy(name, weights(page.seen, site), LARGER_BUDGET.get(name, BUDGET))
    assert found == []


def test_every_number_has_a_note_in_its_page(looked):
    assert {name: found.without_note for name, found in looked.items() if found.without_note} == {}
    assert sum(found.numbers for found in looked.values()) > 2_000


def test_no_barriers(looked):
    assert {name: found.barriers for name, found in looked.items() if found.barriers} == {}
    assert sum(found.notes for found in looked.values()) >= 7  # the chapters' and the cover's


def weights(seen: Visit, site: Site) -> dict[str, int]:
    """The compressed bytes of a page and of each file that it loads by itself."""
    paths = dict.fromkeys(unquote(urlsplit(url).path).lstrip("/") for url in seen.asked if "127.0.0.1" in url)
    return {path: len(gzip.compress((site.html / path).read_bytes(), 6)) for path in paths}


def heavy(name: str, sizes: dict[str, int], budget: int) -> list[str]:
    """What is to be said of a page over its budget, with its heaviest parts."""
    if (total := sum(sizes.values())) <= budget:
        return []
    largest = sorted(sizes.items(), key=lambda item: -item[1])[:3]
    return [f"{name}: {total:,} bytes of {budget:,}; " + ", ".join(f"{path} {size:,}" for path, size in largest)]


# The checks, on pages that break them ----------------------------------------------------------------------

BROKEN = {
    "another host": ('<img src="http://127.0.0.2:9/x.png" alt="">', "requests http://127.0.0.2:9/x.png"),
    "missing file": ('<img src="missing.png" alt="">', "status 404"),
    "console error": ("<script>console.error('no')</script>", "console: no"),
    "page error": ("<script>throw new Error('broken')</script>", "page error: broken"),
    "code in the page": (
        f'<meta http-equiv="Content-Security-Policy" content="{security_policy()}"><script>document.title = 1</script>',
        "console: Executing inline script violates",
    ),
    "too wide": ('<div style="width:2000px;height:1px"></div>', "scrolls sideways by"),
    "wide article": (
        '<div style="overflow-x:auto"><article><p style="width:2000px">x</p></article></div>',
        "scrolls sideways by",
    ),
}


@pytest.mark.parametrize(("body", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_browser_sees(chromium, serve, tmp_path, body, words):
    (tmp_path / "index.html").write_text(f'<!doctype html><link rel="icon" href="data:,">{body}', encoding="utf-8")
    with chromium.new_context(viewport=PHONE) as context:
        found = visit(context, f"{serve(tmp_path)}/index.html").problems
        assert any(words in problem for problem in found), found


def test_browser_passes_a_sound_page(chromium, serve, tmp_path):
    body = '<article><div style="overflow-x:auto"><table style="width:2000px"></table></div></article>'
    (tmp_path / "index.html").write_text(f'<!doctype html><link rel="icon" href="data:,">{body}', encoding="utf-8")
    with chromium.new_context(viewport=PHONE) as context:
        assert visit(context, f"{serve(tmp_path)}/index.html").problems == []


def test_page_over_budget_is_named_with_its_heaviest_part(chromium, serve, tmp_path):
    (tmp_path / "heavy.js").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "index.html").write_text('<!doctype html><script src="heavy.js"></script>', encoding="utf-8")
    with chromium.new_context() as context:
        seen = visit(context, f"{serve(tmp_path)}/index.html")
    sizes = weights(seen, Site(tmp_path, 0, ""))
    assert set(sizes) == {"index.html", "heavy.js"}
    assert heavy("index.html", sizes, 10_000) == []
    assert heavy("index.html", sizes, 100)[0].startswith("index.html: ")
    assert "heavy.js" in heavy("index.html", sizes, 100)[0]


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
def test_shifts_are_seen(chromium, slow_line, tmp_path, page):
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    with chromium.new_context(viewport=DESKTOP) as context:
        assert visit(context, f"{slow_line.serve(tmp_path)}/index.html", slow_line.open).shift > MOST_SHIFT
