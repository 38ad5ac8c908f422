"""Browsers that lack something lose an extra, never the page; and what a reader set holds from the first moment."""

import json
import re
from html import unescape

import pytest
from playwright.sync_api import Browser, Page, expect

from book_site import Site, sample
from browser import DESKTOP, PHONE
from ledgerbook.site.figures.drawn import LONGEST, alternative, in_page
from visits import noted, scroll

CHAPTER = "chapters/release.html"
# What some browser of the last years lacks or refuses, by the code that takes it away.
LACKING = {
    "popovers": "for (const name of ['popover', 'showPopover', 'hidePopover']) delete HTMLElement.prototype[name];",
    "observers, queries and storage": """
      for (const name of ["IntersectionObserver", "ResizeObserver", "MutationObserver", "matchMedia", "fetch"])
        delete window[name];
      for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(
        window, name, { configurable: true, get() { throw new DOMException("refused", "SecurityError"); } });""",
    "parts of interfaces": """delete CSS.escape; delete Element.prototype.replaceChildren;
      delete HTMLDialogElement.prototype.showModal; delete HTMLDialogElement.prototype.close;
      MediaQueryList.prototype.addEventListener = undefined;
      { const Whole = RegExp; window.RegExp = function (pattern, flags) {
        if (/\\(\\?<[!=]/.test(pattern)) throw new SyntaxError("looks back"); return new Whole(pattern, flags); };
        RegExp.prototype = Whole.prototype; }""",
}
# A page for each script, with what has to be there when it has run.
PAGES = {
    "index.html": "a.number",
    CHAPTER: "figure.book-figure svg.wide",
    "chapters/ledger.html": "#ledger tbody tr",
    "search.html?q=39.1万": "#search-results a.page",
    "measures/cases-solved.html": "article.claim",
}


def complaints(tab: Page, address: str, there: str) -> list[str]:
    """What goes wrong on a page while a reader comes to its numbers, its figures and its buttons."""
    found: list[str] = []
    with noted(
        tab,
        pageerror=lambda error: found.append(str(error)),
        console=lambda message: found.append(message.text) if message.type == "error" else None,
    ):
        tab.goto(address)
        expect(tab.locator(there).first).to_be_visible()
        tab.evaluate(REACH)
        if tab.locator("#mark-note, #number-note").locator("visible=true").count():
            tab.keyboard.press("Escape")
        found += [f"stays over the text: {note}" for note in tab.evaluate(STUCK)]
    return found


REACH = """() => {
  for (const [place, kind] of [["article a.number", "click"], [".drawings [data-row]", "click"],
                               [".theme-switch-button", "click"], [".primary-toggle", "click"]]) {
    document.querySelector(place)?.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
  }
}"""
STUCK = """() => [...document.querySelectorAll("#number-note, #mark-note")]
  .filter((note) => !("popover" in HTMLElement.prototype) && note.isConnected).map((note) => note.id)"""


@pytest.mark.parametrize("code", LACKING.values(), ids=LACKING.keys())
def test_a_browser_that_lacks_something_loses_no_page(site: Site, chromium: Browser, serve, code):
    top, found = serve(site.html), {}
    figure = next(page for page in site.pages if page.parent.name == "figures")
    pages = {**PAGES, site.name(figure): "figure.book-figure svg.wide"}
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.add_init_script(code)
        for name, there in pages.items():
            found[name] = complaints(tab, f"{top}/{name}", there)
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_no_page_complains_in_a_console(site: Site, chromium: Browser, serve):
    top, found = serve(site.html), {}
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        for page in sample(site):
            found[site.name(page)] = complaints(tab, f"{top}/{site.name(page)}", "main")
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_no_page_names_one_to_fetch_ahead(site: Site):
    """Firefox fetches it, the policy refuses it, and the console says so."""
    ahead = re.compile(r'<link[^>]*rel="(?:next|prefetch|prerender)"')
    assert [site.name(page) for page in site.pages if ahead.search(page.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("script", ["undefinedFunction()", "console.error('refused')"])
def test_complaints_are_seen(chromium: Browser, serve, tmp_path, script):
    (tmp_path / "index.html").write_text(f"<!doctype html><main>x</main><script>{script}</script>", encoding="utf-8")
    with chromium.new_context() as context, context.new_page() as tab:
        assert len(complaints(tab, f"{serve(tmp_path)}/index.html", "main")) >= 1


# Light and dark ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "theme"),
    [({}, "auto"), ({"mode": "auto", "theme": "light"}, "auto"), ({"mode": "dark", "theme": "dark"}, "dark"),
     ({"mode": "light", "theme": "dark"}, "light"), ({"mode": "sepia"}, "auto")],
)  # fmt: skip
@pytest.mark.parametrize("folder", ["chapters", "figures"])
def test_a_page_begins_in_the_mode_that_was_chosen_else_in_that_of_the_system(
    site: Site, chromium: Browser, serve, kept, theme, folder
):
    page = next(page for page in site.pages if page.parent.name == folder)
    with chromium.new_context(color_scheme="dark") as context, context.new_page() as tab:
        tab.add_init_script(f"for (const [k, v] of Object.entries({json.dumps(kept)})) localStorage.setItem(k, v);")
        tab.route("**/*.js*", lambda route: route.abort())  # as it is before any script has come
        tab.goto(f"{serve(site.html)}/{site.name(page)}")
        assert tab.evaluate("document.documentElement.dataset.theme") == theme
        dark = tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 29)"
        assert dark == (theme != "light")


# Larger text ---------------------------------------------------------------------------------------------------

TWICE = {"fontSizes": {"standard": 32, "fixed": 26}}  # px: twice what browsers begin with
TEXT_HEIGHT = """() => {
  const words = [...document.querySelectorAll("svg.drawing text")].find((text) => text.getBoundingClientRect().height);
  const body = document.querySelector("article p, figure p");
  return [words.getBoundingClientRect().height, parseFloat(getComputedStyle(body).fontSize)];
}"""
SIDEWAYS = """() => [...document.querySelectorAll("html, article, main, .bd-content")]
  .some((box) => box.scrollWidth > box.clientWidth + 1)"""


def enlarge(tab: Page) -> None:
    """Sets the browser to text of twice the size."""
    protocol = tab.context.new_cdp_session(tab)
    protocol.send("Page.enable")
    protocol.send("Page.setFontSizes", TWICE)


def test_text_and_labels_of_drawings_are_twice_as_large_where_text_is(site: Site, chromium: Browser, serve):
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/{CHAPTER}")
        labels, text = tab.evaluate(TEXT_HEIGHT)
        enlarge(tab)
        tab.reload()
        larger_labels, larger_text = tab.evaluate(TEXT_HEIGHT)
        assert larger_text == pytest.approx(2 * text, rel=0.1)
        assert larger_labels >= 1.7 * labels


def test_nothing_is_too_wide_for_a_phone_with_text_of_twice_the_size(site: Site, chromium: Browser, serve):
    top, found = serve(site.html), []
    with chromium.new_context(viewport=PHONE) as context, context.new_page() as tab:
        enlarge(tab)
        for page in sample(site):
            tab.goto(f"{top}/{site.name(page)}")
            tab.evaluate("() => { for (const part of document.querySelectorAll('details')) part.open = true; }")
            found += [site.name(page)] if tab.evaluate(SIDEWAYS) else []
    assert found == []


def test_what_is_too_wide_is_seen(open_page):
    assert open_page("<article><p style='width:2000px'>x</p></article>").evaluate(SIDEWAYS)


# Drawings where they cannot be seen ------------------------------------------------------------------------------

SVG = re.compile(r'<svg[^>]* class="drawing[^>]* aria-label="([^"]*)"')


def test_alternatives_can_be_listened_to(site: Site):
    for page in site.pages:
        html = page.read_text(encoding="utf-8")
        assert [words for words in SVG.findall(html) if len(unescape(words)) > LONGEST] == [], site.name(page)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Bars of two years.", "Bars of two years."),
        ("Bars. " + "2019: 534; " * 40, "Bars. 2019: 534;"),
        ("word " * 100, "word word"),
    ],
)
def test_a_long_alternative_keeps_its_first_words(text, kept):
    words = alternative(text.strip())
    assert words.startswith(kept)
    assert len(words) <= LONGEST
    assert words.endswith("Its table has the data.") == (len(text.strip()) > LONGEST)


def test_a_drawing_is_measured_in_the_size_of_the_text():
    rest = 'viewBox="0 0 700 508" aria-label="a &amp; b"><rect width="9" height="9"/></svg>'
    assert in_page(f'<svg width="700" height="508" {rest}') == f'<svg width="43.75em" {rest}'


def test_reader_modes_find_a_picture_of_every_drawing(site: Site):
    """They keep pictures of a figure and no drawing; the picture is never loaded on the page itself."""
    picture = re.compile(r'<img class="for-readers" src="([^"]+)" alt="[^"]{40,}" loading="lazy">')
    for page in site.pages:
        html = page.read_text(encoding="utf-8")
        pictures = picture.findall(html)
        assert len(pictures) == html.count('<div class="drawings">'), site.name(page)
        assert [path for path in pictures if not (page.parent / path).resolve().is_file()] == [], site.name(page)


# Addresses, keys, copying ----------------------------------------------------------------------------------------


def test_an_address_of_a_closed_part_opens_it(site: Site, chromium: Browser, serve):
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/{CHAPTER}")
        name = tab.locator("details.result").nth(1).get_attribute("id")
        tab.goto(f"{serve(site.html)}/{CHAPTER}#{name}")
        expect(tab.locator(f"#{name}")).to_have_attribute("open", "")
        other = tab.locator("details.result").nth(2).get_attribute("id")
        tab.evaluate("name => { location.hash = name; }", other)
        expect(tab.locator(f"#{other}")).to_have_attribute("open", "")


def test_arrow_keys_scroll_after_a_click_on_a_drawing(site: Site, chromium: Browser, serve):
    with chromium.new_context(viewport=DESKTOP, reduced_motion="reduce") as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/{CHAPTER}")
        tab.locator("svg.wide [data-row]").first.click(force=True)
        expect(tab.locator("#mark-note")).to_be_visible()
        scroll(tab, "ArrowDown", tab.evaluate("scrollY"))


COPIED = """table => {
  for (let part = table.closest("details"); part; part = null) part.open = true;
  getSelection().selectAllChildren(table);
  return getSelection().toString().trim().split("\\n").map((line) => line.split("\\t").length);
}"""


@pytest.mark.parametrize("place", [".figure-data table", "table"])
def test_a_copied_table_is_pasted_as_a_table(site: Site, chromium: Browser, serve, place):
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/{CHAPTER}")
        tables = tab.locator(f"article {place}")
        cells = tables.first.evaluate("table => [...table.rows].map((row) => row.cells.length)")
        assert tables.first.evaluate(COPIED) == cells


def test_a_cell_that_holds_a_paragraph_is_seen_to_be_pasted_apart(open_page):
    tab = open_page("<article><table><tr><td><p>a</p></td><td><p>b</p></td></tr></table></article>")
    assert tab.locator("table").evaluate(COPIED) != [2]
