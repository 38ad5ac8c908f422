"""Pages in a browser: no foreign request, no error, no sideways scrolling, and figures without scripts."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from book_site import Site, sample
from browser import DESKTOP, PHONE
from ledgerbook.book import Book
from ledgerbook.site.pages.assets import security_policy
from visits import visit

FIGURE_MIME = "application/vnd.book.figure+json"
HIDING_TAGS = {"remove-cell", "remove-output", "remove_cell", "remove_output"}

DRAWN_FIGURES = """() => [...document.querySelectorAll("figure.book-figure")].map(figure =>
  [...figure.querySelectorAll("svg")].some(svg => {
    const box = svg.getBoundingClientRect();
    return box.width > 50 && box.height > 50 && svg.checkVisibility({visibilityProperty: true, opacityProperty: true});
  }))"""


def drawn_figures(tab: Page, address: str) -> list[bool]:
    """For each figure of the page whether it has a drawing that can be seen."""
    tab.goto(address, wait_until="load")
    drawn: list[bool] = tab.evaluate(DRAWN_FIGURES)
    return drawn


def stored_figures(notebook: Path) -> int:
    """How many figures the notebook shows on its page."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    shown = [c for c in cells if c["cell_type"] == "code" and not HIDING_TAGS & set(c["metadata"].get("tags", []))]
    return sum(FIGURE_MIME in output.get("data", {}) for cell in shown for output in cell["outputs"])


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_are_quiet_and_fit(site: Site, chromium: Browser, serve, viewport):
    top = serve(site.html)
    with chromium.new_context(viewport=viewport) as context, context.new_page() as tab:
        found = {site.name(page): visit(tab, f"{top}/{site.name(page)}") for page in sample(site)}
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_figure_is_drawn_without_scripts(site: Site, chromium: Browser, serve, book: Book, viewport):
    top = serve(site.html)
    with chromium.new_context(viewport=viewport, java_script_enabled=False) as context, context.new_page() as tab:
        drawn = {n.stem: drawn_figures(tab, f"{top}/chapters/{n.stem}.html") for n in book.notebooks}
    expected = {notebook.stem: [True] * stored_figures(notebook) for notebook in book.notebooks}
    assert drawn == expected
    assert any(drawn.values())


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
    with chromium.new_context(viewport=PHONE) as context, context.new_page() as tab:
        assert any(words in problem for problem in visit(tab, f"{serve(tmp_path)}/index.html"))


def test_browser_passes_a_sound_page(chromium, serve, tmp_path):
    body = '<article><div style="overflow-x:auto"><table style="width:2000px"></table></div></article>'
    (tmp_path / "index.html").write_text(f'<!doctype html><link rel="icon" href="data:,">{body}', encoding="utf-8")
    with chromium.new_context(viewport=PHONE) as context, context.new_page() as tab:
        assert visit(tab, f"{serve(tmp_path)}/index.html") == []


def test_figures_that_need_scripts_or_are_hidden_are_seen(chromium, serve, tmp_path):
    figures = [
        '<svg width="200" height="100"></svg>',
        '<svg width="200" height="100" style="display:none"></svg><svg width="300" height="100"></svg>',
        '<svg width="200" height="0"></svg>',
        '<svg width="200" height="100" style="visibility:hidden"></svg>',
        "<div></div><script>document.currentScript.previousSibling.innerHTML = "
        "'<svg width=200 height=100></svg>'</script>",
    ]
    body = "".join(f'<figure class="book-figure">{figure}</figure>' for figure in figures)
    (tmp_path / "index.html").write_text(f"<!doctype html>{body}", encoding="utf-8")
    with chromium.new_context(viewport=DESKTOP, java_script_enabled=False) as context, context.new_page() as tab:
        drawn = drawn_figures(tab, f"{serve(tmp_path)}/index.html")
    assert drawn == [True, True, False, False, False]
