"""Every figure answers a reader who reaches for it, has a page and files of its own, and is listed."""

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from book_site import Site, parse
from browser import DESKTOP, PHONE
from ledgerbook.book import Book
from ledgerbook.figure import FIGURE_MIME

CHAPTER = "chapters/enforcement.html"
FIGURE = "enforcement-arrests"
NOTE = "#mark-note"
SMALLEST_TEXT = 10  # px, as rendered
# Text of a drawing that is set smaller than that, with its size; texts of the variant that is not shown have no box.
SMALL_TEXT = """smallest => [...document.querySelectorAll("svg.drawing text")].flatMap(text => {
  const svg = text.ownerSVGElement, box = svg.getBoundingClientRect();
  if (!box.width) return [];
  const size = parseFloat(getComputedStyle(text).fontSize) * box.width / svg.viewBox.baseVal.width;
  return size < smallest ? [`${svg.closest("figure").id}: ${text.textContent} (${size.toFixed(1)} px)`] : [];
})"""
# Rows of a figure's table of which no mark is drawn, by figure; a count of nothing has no bar.
UNDRAWN = """() => [...document.querySelectorAll("figure.book-figure")].flatMap(figure => {
  const table = figure.querySelector(".figure-data table");
  if (!table) return [];
  const rows = [...table.tBodies[0].rows];
  return [...figure.querySelectorAll("svg")].flatMap(svg => rows.flatMap((row, i) => {
    const empty = [...row.cells].some(cell => cell.textContent.trim() === "0");
    return svg.querySelector(`[data-row="${i}"]`) || empty ? [] : [`${figure.id}: ${row.textContent.trim()}`];
  }));
})"""


def stored(book: Book) -> dict[str, dict]:
    """Every figure that a notebook stores, by name."""
    cells = [c for path in book.notebooks for c in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    data = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
    return {d[FIGURE_MIME]["name"]: d[FIGURE_MIME] for d in data if FIGURE_MIME in d}


@pytest.fixture
def page(site: Site, chromium: Browser, serve):
    """The chapter on enforcement, on a desktop."""
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/{CHAPTER}")
        yield tab


def mark(figure: Locator, row: int, width: str = "wide") -> tuple[float, float]:
    """A point on a mark of the row, in the window."""
    found = figure.locator(f"svg.{width} [data-row='{row}']").first
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def note(page: Page) -> Locator:
    """The open note of a mark."""
    return page.locator(f"{NOTE}:popover-open")


def row_words(figure: Locator, row: int) -> list[str]:
    """The cells of a row of the figure's table."""
    cells: list[str] = (
        figure.locator(".figure-data tbody tr")
        .nth(row)
        .locator("th, td")
        .evaluate_all("cells => cells.map(cell => cell.textContent.trim())")
    )
    return cells


# Interaction -----------------------------------------------------------------------------------------------------


def test_nothing_is_loaded_until_a_reader_reaches_for_a_figure(page):
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.mouse.wheel(0, 4_000)
    page.wait_for_timeout(200)
    assert asked == []
    page.mouse.move(*mark(page.locator(f"#{FIGURE}"), 11))
    expect(note(page)).to_be_visible()
    assert [url.rsplit("/", 1)[1] for url in asked] == ["figure-marks.js"]


def test_pointer_shows_the_row_with_its_claims_and_lifts_its_marks(page):
    figure = page.locator(f"#{FIGURE}")
    words = row_words(figure, 11)
    page.mouse.move(*mark(figure, 11))
    for word in words:
        expect(note(page)).to_contain_text(word)
    assert note(page).locator("a.number.claim").count() >= 1
    shown = "marks => new Set(marks.map(m => getComputedStyle(m).opacity)).size"
    assert figure.locator("svg.wide [data-row]").evaluate_all(shown) > 1
    page.mouse.move(5, 5)
    expect(note(page)).to_have_count(0)
    assert figure.locator(".lifted, .of-row").count() == 0


def test_click_pins_and_the_claim_answers_in_the_note(page):
    page.mouse.click(*mark(page.locator(f"#{FIGURE}"), 11))
    expect(note(page)).to_be_visible()
    page.mouse.move(5, 300)
    page.wait_for_timeout(500)
    expect(note(page)).to_be_visible()
    note(page).locator("a.number").first.hover()
    expect(page.locator("#number-note:popover-open")).to_contain_text("Second reading")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(note(page)).to_have_count(0)


def test_arrow_keys_go_through_the_rows(page):
    figure = page.locator(f"#{FIGURE}")
    figure.locator(".drawings").focus()
    expect(page.locator("script[src*=figure-marks]")).to_have_count(1)
    spoken = page.locator("p.visually-hidden[role=status]")
    expect(spoken).to_have_count(1)
    top = page.evaluate("scrollY")
    for key, row in (("ArrowRight", 0), ("ArrowRight", 1), ("ArrowLeft", 0), ("End", -1), ("Home", 0)):
        page.keyboard.press(key)
        cells = row_words(figure, row if row >= 0 else figure.locator(".figure-data tbody tr").count() - 1)
        expect(spoken).to_have_text("; ".join(filter(None, cells)))
    assert page.evaluate("scrollY") == top
    page.keyboard.press("Enter")
    expect(page.locator(NOTE)).to_be_focused()
    page.keyboard.press("Escape")
    expect(figure.locator(".drawings")).to_be_focused()


def test_first_tap_opens_a_note_that_fits_the_phone(site, chromium, serve):
    with chromium.new_context(viewport=PHONE, has_touch=True) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/{CHAPTER}")
        tab.touchscreen.tap(*mark(tab.locator(f"#{FIGURE}"), 11, "narrow"))
        expect(note(tab)).to_be_visible()
        box = note(tab).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
        assert box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]


def test_row_of_the_table_lifts_its_marks(page):
    figure = page.locator(f"#{FIGURE}")
    page.mouse.move(*mark(figure, 11))
    expect(note(page)).to_be_visible()
    page.mouse.move(5, 5)
    expect(note(page)).to_have_count(0)
    figure.locator(".figure-data summary").click()
    figure.locator(".figure-data tbody tr").nth(3).hover()
    assert figure.locator("svg.wide .of-row").count() == figure.locator("svg.wide [data-row='3']").count() > 0


def test_every_figure_is_interactive_and_draws_every_row(site, book, chromium, serve):
    top = serve(site.html)
    undrawn, reachable = [], 0
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        for notebook in book.notebooks:
            tab.goto(f"{top}/chapters/{notebook.stem}.html")
            undrawn += tab.evaluate(UNDRAWN)
            reachable += tab.locator("figure.book-figure .drawings[tabindex='0']").count()
    assert undrawn == []
    assert reachable == len(stored(book))


# Readings of the wording --------------------------------------------------------------------------------------------


def test_strict_reading_replaces_the_figure_and_goes_back(page):
    figure = page.locator(f"#{FIGURE}")
    before = figure.locator(".caption-text").inner_text()
    usual, strict = figure.locator(".figure-reading button").all()
    strict.click()
    expect(strict).to_have_attribute("aria-pressed", "true")
    expect(usual).to_have_attribute("aria-pressed", "false")
    expect(figure.locator(".caption-text")).to_contain_text("at least")
    expect(figure.locator(".figure-data")).to_contain_text("at least")
    rows = figure.locator(".figure-data tbody tr").all_text_contents()
    page.mouse.move(*mark(figure, next(i for i, row in enumerate(rows) if "at least" in row)))
    expect(note(page)).to_contain_text("at least")
    usual.click()
    expect(figure.locator(".caption-text")).to_have_text(before)


def test_readings_change_places_whatever_the_reader_does_meanwhile(page):
    """A second click before the first is answered, and a note that is open on the drawing that goes."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    figure = page.locator(f"#{FIGURE}")
    usual, strict = figure.locator(".figure-reading button").all()
    strict.evaluate("button => { button.click(); button.click(); }")
    expect(strict).to_have_attribute("aria-pressed", "true")
    expect(figure.locator(".caption-text")).to_contain_text("at least")
    page.mouse.click(*mark(figure, 0))
    page.mouse.move(5, 5)  # else it would point at the drawing that comes
    expect(note(page)).to_be_visible()
    usual.evaluate("button => button.click()")  # as by a browser that gives a clicked button no focus
    expect(note(page)).to_have_count(0)
    expect(figure.locator(".caption-text")).not_to_contain_text("at least")
    assert errors == []


def test_strict_reading_is_a_link_from_disk_and_without_scripts(site, chromium, serve):
    address = f"figures/{FIGURE}.html#strict"
    for options, where in (
        ({}, (site.html / CHAPTER).as_uri()),
        ({"java_script_enabled": False}, f"{serve(site.html)}/{CHAPTER}"),
    ):
        with chromium.new_context(viewport=DESKTOP, **options) as context, context.new_page() as tab:
            tab.goto(where)
            tab.locator(f"#{FIGURE} .figure-reading a").click()
            assert tab.url.endswith(address)
            expect(tab.locator("#strict svg.wide")).to_be_visible()
            expect(tab.locator("#strict figcaption")).to_contain_text("at least")


def test_strict_reading_is_offered_just_where_it_differs(site, book):
    pages = {p.stem: p.read_text(encoding="utf-8") for p in (site.html / "figures").glob("*.html")}
    strict = {name for name, text in pages.items() if 'id="strict"' in text}
    assert set(pages) == set(stored(book))
    assert strict == {p.stem.removesuffix("-strict") for p in (site.html / "figures").glob("*-strict.csv")}
    assert 10 < len(strict) < len(pages)


# Pages and files -----------------------------------------------------------------------------------------------------


def test_every_figure_has_its_files(site, book):
    for name, document in stored(book).items():
        files = {kind: (site.html / "figures" / f"{name}.{kind}") for kind in ("html", "svg", "png", "csv", "json")}
        assert all(path.is_file() for path in files.values()), name
        rows = list(csv.reader(files["csv"].read_text(encoding="utf-8").splitlines()))
        assert len(rows) == len(document["table"]["rows"]) + 1
        assert [row[: len(document["table"]["headings"])] for row in rows[1:]] == document["table"]["rows"]
        assert [row[-1] for row in rows[1:]] == [";".join(claims) for claims in document["table"]["claims"]]
        spec = json.loads(files["json"].read_text(encoding="utf-8"))
        assert " ".join(spec["title"]["text"]) == document["finding"]
        assert spec["description"] == document["alternative"]
        assert files["svg"].read_text(encoding="utf-8").startswith("<svg")


def test_data_hold_what_is_drawn(site):
    with (site.html / "figures" / f"{FIGURE}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(float(row["low"]) <= float(row["middle"]) <= float(row["high"]) for row in rows)
    assert all(row["start"] < row["end"] for row in rows)


def test_page_of_a_figure_can_be_embedded(site, chromium, serve, tmp_path):
    """In a frame it needs nothing of the site around it, answers, and leads back."""
    address = f"{serve(site.html)}/figures/{FIGURE}.html"
    (tmp_path / "index.html").write_text(
        f'<!doctype html><iframe src="{address}" title="A figure" width="760" height="640"></iframe>', encoding="utf-8"
    )
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.goto(f"{serve(tmp_path)}/index.html")
        frame = tab.frame_locator("iframe")
        expect(frame.locator("svg.wide").first).to_be_visible()
        link = frame.get_by_role("link", name="Enforcement")
        assert link.get_attribute("target") == "_top"
        link.click()
        tab.wait_for_url(f"**/{CHAPTER}#{FIGURE}")


def test_list_of_figures_holds_all_with_number_and_finding(site, book):
    text = (site.html / "chapters" / "figures.html").read_text(encoding="utf-8")
    page = parse(site.html / "chapters" / "figures.html")
    figures = stored(book)
    for name in figures:
        for kind in ("html", "svg", "csv", "json"):
            assert f"../figures/{name}.{kind}" in page.links
        assert any(link.endswith(f"#{name}") for link in page.links)
    assert len(re.findall(r"Figure \d+\.\d+\. ", text)) == len(figures)


# Legible ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, {"width": 320, "height": 640}], ids=["desktop", "390", "320"])
def test_text_of_drawings_is_large_enough(site, book, chromium, serve, viewport):
    top = serve(site.html)
    small = []
    smallest = SMALLEST_TEXT if viewport["width"] >= PHONE["width"] else 0.75 * SMALLEST_TEXT
    pages = [f"chapters/{n.stem}.html" for n in book.notebooks] + ["measures/cases-solved.html"]
    with chromium.new_context(viewport=viewport) as context, context.new_page() as tab:
        for name in pages:
            tab.goto(f"{top}/{name}", wait_until="domcontentloaded")
            small += tab.evaluate(SMALL_TEXT, smallest)
    assert small == []


def test_small_text_and_undrawn_rows_are_seen(open_page):
    body = """<figure id="f" class="book-figure"><svg class="drawing" width="100" viewBox="0 0 200 100">
      <text font-size="16" y="20">half its size</text><rect data-row="0" width="9" height="9"/></svg>
      <details class="figure-data"><table><tbody><tr><td>drawn</td></tr><tr><td>not drawn</td></tr></tbody></table>
      </details></figure>"""
    tab = open_page(body)
    assert tab.evaluate(SMALL_TEXT, SMALLEST_TEXT) == ["f: half its size (8.0 px)"]
    assert tab.evaluate(UNDRAWN) == ["f: not drawn"]


IDENTIFIER = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b|\b[a-z]+(?:-[a-z0-9]+){3,}\b")


def test_alternatives_are_sentences_not_identifiers(book):
    texts = {name: document["alternative"] for name, document in stored(book).items()}
    assert {name: found for name, text in texts.items() if (found := IDENTIFIER.findall(text))} == {}
    assert IDENTIFIER.findall("of cases_solved and mps-2022-cases-solved-vl") == [
        "cases_solved",
        "mps-2022-cases-solved-vl",
    ]


def test_no_path_of_this_machine_in_what_is_taken_away(site: Site):
    for path in sorted((site.html / "figures").iterdir()):
        assert str(Path(__file__).parents[2]).encode() not in path.read_bytes()
