"""Passages in Chromium, every other host cut off: the answers of CPython to the digit, and messages in place."""

import gzip
import json
import re
from html import unescape
from http.server import SimpleHTTPRequestHandler
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from book_site import Site
from browser import DESKTOP
from ledgerbook.book import Book
from ledgerbook.site.pages.assets import security_policy
from ledgerbook.tryout import bridge, packed, passage, running, runtime

PAGE = "chapters/rerun.html"
COLD = 120_000  # milliseconds: far more than it takes, for a machine that is busy
BEFORE_THE_PRESS = 2_000  # bytes, compressed
RUNTIME = re.compile(r"/python/|/book-[^/]+\.zip|/run-worker\.")


@pytest.fixture(scope="module")
def passages(book: Book) -> dict[str, passage.Passage]:
    """The passages of the page."""
    return passage.in_page((book.chapters / "rerun.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def given(book: Book) -> bridge.Packed:
    """What passages work with in CPython."""
    return bridge.Packed(bridge.part(book.data), bridge.told_all(packed.results(book.notebooks)))


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """The addresses that the page has asked for."""
    return []


class Strict(SimpleHTTPRequestHandler):
    """Serves the worker with the strictest policy under which it can run."""

    def end_headers(self) -> None:
        """Adds the policy."""
        if "/run-worker." in self.path:
            policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
            self.send_header("Content-Security-Policy", policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Prints nothing."""


@pytest.fixture(scope="module")
def tab(site: Site, chromium: Browser, serve, asked):
    """The page, opened once; what leads to another host is cut off and remembered."""
    top = serve(site.html, Strict)
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        context.on("request", lambda request: asked.append(request.url))
        context.route(lambda address: urlsplit(address).netloc != urlsplit(top).netloc, lambda route: route.abort())
        tab.goto(f"{top}/{PAGE}")
        yield tab


def press(tab: Page, name: str, values: dict[str, str], code: str | None = None) -> Locator:
    """Sets a passage's fields and presses Run; gives the passage, with its answer.

    After a run of changed code it is not reset, for that would load Python anew.
    """
    form = tab.locator(f"form#{name}")
    if code is None:
        form.locator("[type=reset]").click()
    for field, value in values.items():
        choice = form.locator(f"select[name={field}]")
        choice.select_option(value) if choice.count() else form.locator(f"[name={field}]").fill(value)
    if code is not None:
        form.locator("details").evaluate("part => { part.open = true; }")
        form.locator("[name=code]").fill(code)
    form.locator("[type=submit]").click()
    expect(form.locator("[type=submit]")).to_be_enabled(timeout=COLD)
    return form


def own_rows(form: Locator) -> list[list[str]]:
    """What the reader's column shows: labels and texts."""
    rows = form.locator("tbody tr:not([hidden])")
    return rows.evaluate_all("rows => rows.map(row => [row.cells[0].textContent, row.cells[2].textContent])")


def test_nothing_is_loaded_before_the_press(site: Site, tab: Page, asked):
    assert [address for address in asked if RUNTIME.search(address)] == []
    script = (site.html / "_static" / "run.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= BEFORE_THE_PRESS


SETTINGS = [
    ("four-percentages", {}),
    ("four-percentages", {"filed": "-10", "lost": "约6"}),
    ("open-above", {"reach": "2.5"}),
    *(("open-above", {"reach": "open", "chapter": name}) for name in ("release", "awareness", "abroad", "outcomes")),
    ("totals", {}),
    ("totals", {"typed": "2021: 5万余\n2021-01 to 2021-11: 46,000", "days": "2021-12"}),
    ("five-years", {"five": "2019-01 to 2023-12"}),
    ("five-years", {"five": "2019-03 to 2024-02", "asked": "2021-12"}),
    # What goes wrong.
    ("four-percentages", {"filed": "abc"}),
    ("four-percentages", {"filed": "6 to 5"}),
    ("open-above", {"reach": ""}),
    ("totals", {"typed": "2022 to 2021: 5"}),
]


@pytest.mark.parametrize(("name", "values"), SETTINGS)
def test_the_page_answers_as_cpython_does(tab: Page, given, passages, name, values):
    found = passages[name]
    answer = running.run(found.code, found.values | values, given.ledger, given.results)
    form = press(tab, name, values)
    if answer.error:
        expect(form.locator(".said.wrong")).to_have_text(answer.error)
        assert form.locator("td.yours").count() == 0
    else:
        expect(form.locator("thead .yours")).to_have_text("Yours")
        assert sorted(own_rows(form)) == sorted([row.label, row.text] for row in answer.rows)
        moved = form.locator("td.moved").count()
        expect(form.locator(".said")).to_contain_text(f"Yours: {moved} of {len(answer.rows)} differ from the book.")
        assert (moved > 0) == bool(values)


def test_a_link_keeps_the_setting_and_brings_no_code(tab: Page):
    form = press(tab, "totals", {"days": "2020"})
    link = form.locator(".said a").get_attribute("href")
    assert "code=" not in link
    top = tab.url.partition("#")[0]
    with tab.context.new_page() as other:
        other.goto(f"{top}{link}&{urlencode({'code': 'show(1, 1)', 'none': '1'})}")
        other_form = other.locator("form#totals")
        expect(other_form.locator("[name=days]")).to_have_value("2020")
        expect(other_form.locator(".said")).to_have_text("Set as the link says. Press Run.")
        assert "show(1, 1)" not in other_form.locator("[name=code]").input_value()


@pytest.mark.parametrize(
    "code",
    ["1 / 0", "a b", "import pandas\npandas.DataFrame()", "[0] * 2**30", "def f(): f()\nf()"],
    ids=["raises", "no Python", "needs pandas", "asks for too much memory", "has no end of calls"],
)
def test_code_that_fails_leaves_a_message_and_the_books_text(tab: Page, code):
    book = tab.locator("form#four-percentages tbody td:nth-child(2)").all_inner_texts()
    form = press(tab, "four-percentages", {}, code)
    expect(form.locator(".said.wrong")).not_to_be_empty()
    expect(form.locator(".said.wrong")).to_have_text(re.compile("Error|memory|Python stopped"))
    assert form.locator("tbody td:nth-child(2)").all_inner_texts() == book


def test_changed_code_runs_and_shows_rows_of_its_own(tab: Page):
    form = press(tab, "four-percentages", {}, 'print("seen")\nshow("Mine", 2 + 2)')
    assert own_rows(form) == [["Mine", "4"]]
    expect(form.locator(".printed")).to_have_text("seen\n")
    form.locator("[type=reset]").click()
    assert form.locator(".yours").count() == 0
    assert form.locator("tbody tr[hidden]").count() == 0


def test_stop_ends_a_loop_without_end(tab: Page):
    form = tab.locator("form#four-percentages")
    form.locator("[name=code]").evaluate("field => { field.value = 'while True: pass'; }")
    form.locator("[type=submit]").click()
    expect(form.locator(".said")).to_have_text("Running. Stop ends it.", timeout=COLD)
    form.locator(".stop").click()
    expect(form.locator(".said")).to_have_text("Stopped. Run starts Python anew.")
    expect(form.locator("[type=submit]")).to_be_enabled()


def test_no_other_host_was_asked_for(tab: Page, asked):
    own = urlsplit(tab.url).netloc
    assert [
        address for address in asked if urlsplit(address).scheme != "data" and urlsplit(address).netloc != own
    ] == []


@pytest.mark.parametrize("missing", ["run-worker.", "pyodide.asm.wasm", ".zip"])
def test_what_cannot_be_loaded_gets_a_message(site: Site, chromium: Browser, serve, missing):
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as page:
        context.route(re.compile(re.escape(missing)), lambda route: route.fulfill(status=404, body=""))
        page.goto(f"{serve(site.html)}/{PAGE}")
        form = press(page, "totals", {})
        expect(form.locator(".said.wrong")).to_have_text(re.compile("cannot be loaded here|Python stopped"))
        expect(form.locator("[type=submit]")).to_be_enabled()


def test_without_scripts_the_passage_shows_its_results_and_the_way_in_a_clone(site: Site, chromium: Browser, serve):
    with chromium.new_context(java_script_enabled=False) as context, context.new_page() as page:
        page.goto(f"{serve(site.html)}/{PAGE}")
        expect(page.locator("form#four-percentages tbody td").first).to_be_visible()
        expect(page.locator("form#four-percentages [type=submit]")).to_be_hidden()
        page.locator("form#four-percentages summary").click()
        expect(page.locator("form#four-percentages pre")).to_contain_text(
            "-m ledgerbook.tryout rerun.md four-percentages"
        )


def test_the_page_that_runs_code_has_the_policy_of_all_pages(site: Site):
    """What compiles is the worker, whose policy is that of its own script."""
    found = re.search(r'Security-Policy" content="([^"]*)"', (site.html / PAGE).read_text(encoding="utf-8"))
    assert found and unescape(found[1]) == security_policy()
    assert "unsafe" not in security_policy()


def test_the_runtime_is_whole_and_is_what_is_pinned(site: Site):
    pinned = runtime.files(runtime.archive(runtime.place()))
    folder = site.html / "python" / runtime.VERSION
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == pinned
    lock = json.loads(pinned["pyodide-lock.json"])
    assert lock["info"]["arch"] == "wasm32"
