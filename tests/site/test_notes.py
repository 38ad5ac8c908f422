"""The notes of numbers and the ledger, used as a reader uses them: pointer, keyboard, touch, disk, no scripts."""

import csv
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page, expect

import small_record
from book_site import Site, sample
from browser import DESKTOP, PHONE
from command_runs import until

RELEASE = "chapters/release.html"
CLAIM = "a.number.claim[href*='release-2022-cases-solved']"
RESULT = "a.number.result[href*='loss-per-filed-growth']"
NOTE = "#number-note"
# For each number of a page without a note in it: what it links to.
WITHOUT_NOTE = """() => {
  const notes = document.getElementById("number-notes");
  return [...document.querySelectorAll("a.number")]
    .map(number => decodeURIComponent(new URL(number.href).hash.slice(1)))
    .filter(name => !notes || !notes.content.querySelector(`[data-number="${CSS.escape(name)}"] dl`));
}"""


@pytest.fixture
def page(site: Site, chromium: Browser, serve):
    """The chapter on the release, on a desktop."""
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/{RELEASE}")
        yield tab


def note(page: Page) -> Locator:
    """The open note."""
    return page.locator(f"{NOTE}:popover-open")


def test_pointer_opens_and_leaving_closes(page):
    number = page.locator(CLAIM).first
    number.hover()
    expect(note(page)).to_contain_text("全国共破获电信网络诈骗案件39.1万起")
    expect(note(page)).to_contain_text("a total of 391,000 telecom and online fraud cases solved nationwide")
    for words in ("China News Service", "30 Dec 2022", "Ministry of Public Security", "1 Jan 2022 to 30 Nov 2022",
                  "390,500 to 391,500 cases", "A second reading"):  # fmt: skip
        expect(note(page)).to_contain_text(words)
    expect(note(page).locator("blockquote")).to_have_attribute("lang", "zh-Hans")
    note(page).hover()  # the note itself may be read
    page.wait_for_timeout(500)
    expect(note(page)).to_be_visible()
    page.locator("article h1").hover()
    expect(note(page)).to_have_count(0)


def test_derived_number_shows_its_formula_and_inputs(page):
    page.locator(RESULT).first.hover()
    expect(note(page)).to_contain_text("(1 − 1.3%) / (1 − 17.3%) − 1")
    targets = note(page).locator("a").evaluate_all("links => links.map(a => new URL(a.href).pathname)")
    assert {"/measures/property-loss.html", "/measures/cases-filed.html", f"/{RELEASE}"} <= set(targets)


def test_keyboard_opens_enters_and_leaves(page):
    number = page.locator(CLAIM).first
    page.locator("article h1 a").first.focus()
    for _ in range(80):
        page.keyboard.press("Tab")
        if number.evaluate("a => a === document.activeElement"):
            break
    expect(note(page)).to_be_visible()
    expect(number).to_have_attribute("aria-expanded", "true")
    expect(number).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(NOTE)).to_be_focused()
    page.keyboard.press("Tab")  # the button that closes it
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#number-note') !== null")
    page.keyboard.press("Escape")
    expect(note(page)).to_have_count(0)
    expect(number).to_be_focused()
    expect(number).to_have_attribute("aria-expanded", "false")


def test_click_pins_and_a_click_elsewhere_closes(page):
    number = page.locator(CLAIM).first
    number.click()
    page.locator("article h1").hover()
    page.wait_for_timeout(500)
    expect(note(page)).to_be_visible()
    assert page.url.endswith(RELEASE)  # the link was not followed
    number.click()
    expect(note(page)).to_have_count(0)
    number.click()
    page.get_by_role("button", name="Close").click()
    expect(note(page)).to_have_count(0)
    number.click()
    page.locator("article h1").click()
    expect(note(page)).to_have_count(0)


def test_note_goes_with_its_number_and_not_beyond_it(page):
    page.locator(CLAIM).first.click()
    top = page.evaluate("scrollY")
    page.mouse.wheel(0, 60)
    until(lambda: page.evaluate("scrollY") >= top + 60, "the page scrolled")

    def beside() -> bool:
        (number, box) = (page.locator(CLAIM).first.bounding_box(), note(page).bounding_box())
        below, above = box["y"] - number["y"] - number["height"], number["y"] - box["y"] - box["height"]
        return min(abs(below - 8), abs(above - 8)) < 3

    until(beside, "the note beside its number")
    page.mouse.wheel(0, 3_000)
    expect(note(page)).to_have_count(0)


def test_note_leads_to_the_row_of_the_ledger(page):
    page.locator(CLAIM).first.click()
    note(page).get_by_role("link", name="Its row in the ledger").click()
    assert page.url.endswith("/measures/cases-solved.html#release-2022-cases-solved")
    expect(page.locator("article#release-2022-cases-solved")).to_be_in_viewport()


def test_link_is_followed_where_the_reader_asks_for_it(page):
    with page.context.expect_page() as opened:
        page.locator(CLAIM).first.click(modifiers=["Control"])
    assert opened.value.url.endswith("#release-2022-cases-solved")


@pytest.mark.parametrize("which", [0, 20, -1])
def test_tap_opens_a_note_that_fits_the_phone(site, chromium, serve, which):
    with chromium.new_context(viewport=PHONE, has_touch=True) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/{RELEASE}")
        numbers = tab.locator("article section > p a.number")
        numbers.nth(which).tap()
        box = note(tab).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
        assert box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]
        number = numbers.nth(which).bounding_box()  # stays in sight
        assert box["y"] >= number["y"] + number["height"] or box["y"] + box["height"] <= number["y"]
        tab.touchscreen.tap(5, 5 if box["y"] > 100 else PHONE["height"] - 5)  # a finger's width from the note
        expect(note(tab)).to_have_count(0)


def test_every_number_has_a_note_in_its_page(site, chromium, serve):
    top = serve(site.html)
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        missing, numbers = {}, 0
        for page in sample(site):
            tab.goto(f"{top}/{site.name(page)}", wait_until="domcontentloaded")
            numbers += tab.locator("a.number").count()
            if found := tab.evaluate(WITHOUT_NOTE):
                missing[site.name(page)] = found
    assert missing == {}
    assert numbers > 2_000


def test_number_is_a_plain_link_without_scripts(site, chromium, serve):
    with chromium.new_context(viewport=DESKTOP, java_script_enabled=False) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/{RELEASE}")
        number = tab.locator(CLAIM).first
        assert "China News Service" in number.get_attribute("title")
        number.click()
        assert tab.url.endswith("/measures/cases-solved.html#release-2022-cases-solved")
        expect(tab.locator("article#release-2022-cases-solved blockquote")).to_be_visible()


def test_notes_and_ledger_work_from_disk(site, chromium):
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        errors: list[str] = []
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto((site.html / RELEASE).as_uri())
        tab.locator(CLAIM).first.hover()
        expect(note(tab)).to_contain_text("全国共破获")
        tab.goto((site.html / "chapters/ledger.html").as_uri())
        tab.get_by_label("Strand", exact=True).select_option("awareness")
        expect(tab.locator("#ledger .count")).to_contain_text("claims")
    assert errors == []


# The ledger ------------------------------------------------------------------------------------------------


@pytest.fixture
def table(site: Site, chromium: Browser, serve):
    """The ledger's page, on a desktop."""
    with chromium.new_context(viewport=DESKTOP, accept_downloads=True) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/chapters/ledger.html")
        yield tab


def count(page: Page) -> Locator:
    """What the ledger says it has found."""
    return page.locator("#ledger .count")


def number_of(words: str) -> int:
    """The number with which they begin."""
    return int(re.match(r"[\d,]+", words)[0].replace(",", ""))


def found(page: Page) -> int:
    """How many claims the ledger has found."""
    return number_of(count(page).inner_text())


def test_ledger_is_whole_and_begins_with_the_release(table):
    rows = small_record.read("claims")
    assert found(table) == sum(not row["reprint_of"] for row in rows)
    table.get_by_label("with reprints").check()
    assert found(table) == len(rows)
    first = table.locator("#ledger tbody tr").first
    expect(first).to_contain_text("39.1万")
    assert first.locator("th a").get_attribute("href") == "../measures/cases-solved.html#release-2022-cases-solved"


ENFORCEMENT = {row["label_en"] for row in small_record.read("measures") if row["strand"] == "enforcement"}


@pytest.mark.parametrize(
    ("label", "value", "column", "words"),
    [
        ("Strand", "enforcement", 1, ENFORCEMENT),
        ("Measure", "../measures/cases-solved.html", 1, {"Cases solved"}),
        ("Stated by", None, 3, {"Supreme People's Court"}),
        ("Source", "gmw-20221230", 4, {"China News Service"}),
        ("Status", "disputed", 5, {"Disputed"}),
    ],
)
def test_ledger_is_filtered(table, label, value, column, words):
    everything = count(table).inner_text()
    table.get_by_label(label, exact=True).select_option(value or None, label=None if value else [*words])
    expect(count(table)).not_to_have_text(everything)
    assert 0 < found(table) < number_of(everything)
    cells = table.locator("#ledger tbody tr").evaluate_all(
        "rows => rows.map(r => [...r.children].map(c => c.innerText))"
    )
    assert all(any(word in row[column] for word in words) for row in cells)
    table.get_by_role("button", name="Clear").click()
    expect(count(table)).to_have_text(everything)


def test_year_finds_every_period_that_has_a_day_in_it(table):
    table.get_by_label("Year", exact=True).select_option("2019")
    periods = table.locator("#ledger tbody td:nth-child(3)").all_inner_texts()
    spans = [re.findall(r"\d{4}(?=-)", period) for period in periods]
    assert spans and all(years[0] <= "2019" <= years[-1] for years in spans)


def test_ledger_is_searched_in_both_languages_and_sorted(table):
    table.get_by_label("Words", exact=True).fill("18.2亿")
    assert found(table) == 1
    table.get_by_label("Words", exact=True).fill("dens destroyed")
    table.get_by_role("button", name="Number").click()
    ids = [a.split("#")[1] for a in table.locator("#ledger tbody th a").evaluate_all("all => all.map(a => a.href)")]
    values = {row["claim_id"]: float(row["value"]) for row in small_record.read("claims")}
    assert len(ids) > 5 and [values[i] for i in ids] == sorted(values[i] for i in ids)
    table.get_by_role("button", name="Number").click()
    expect(table.locator("th[data-sort='value']")).to_have_attribute("aria-sort", "descending")


def test_cards_on_a_phone_are_sorted_by_a_list_that_the_address_keeps(site, chromium, serve):
    values = {row["claim_id"]: float(row["value"]) for row in small_record.read("claims")}
    with chromium.new_context(viewport=PHONE) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/chapters/ledger.html")
        expect(tab.locator("#ledger thead button").first).to_be_hidden()
        tab.get_by_label("Words", exact=True).fill("dens destroyed")
        tab.get_by_label("Sorted by", exact=True).select_option(label="Number, largest first")
        address = tab.url
        for _ in range(2):
            links = tab.locator("#ledger tbody th a").evaluate_all("all => all.map(a => a.href)")
            shown = [values[link.split("#")[1]] for link in links]
            assert len(shown) > 5 and shown == sorted(shown, reverse=True)
            tab.goto("about:blank")
            tab.goto(address)
        tab.get_by_role("button", name="Clear").click()
        expect(tab.get_by_label("Sorted by", exact=True)).to_have_value("")
        expect(tab.locator("#ledger tbody tr").first).to_contain_text("39.1万")


def test_heads_and_list_of_the_order_agree(table):
    order = table.get_by_label("Sorted by", exact=True)
    for expected in ("start", "-start", "start"):
        table.get_by_role("button", name="Period").click()
        expect(order).to_have_value(expected)
    order.select_option("-source")
    expect(table.locator("th[aria-sort]")).to_have_attribute("data-sort", "source")
    expect(table.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")


def test_choice_is_kept_in_the_address_and_can_be_linked_to(table):
    table.get_by_label("Strand", exact=True).select_option("governance")
    table.get_by_label("Year", exact=True).select_option("2022")
    chosen, address = count(table).inner_text(), table.url
    table.get_by_role("button", name="Clear").click()
    expect(count(table)).not_to_have_text(chosen)
    assert found(table) > number_of(chosen)
    table.goto("about:blank")
    table.goto(address)
    expect(count(table)).to_have_text(chosen)


def test_words_with_a_percent_sign_and_other_anchors_are_no_fault(table):
    address = table.url
    for anchor in ("#text=80%", "#by-measure"):
        table.goto("about:blank")
        table.goto(f"{address}{anchor}")
        expect(table.locator("#ledger .count")).to_contain_text("claims")
    assert table.url.endswith("#by-measure")
    assert table.evaluate("scrollY") > 100


def test_address_of_a_claim_leads_to_it(table):
    address = table.url
    table.goto("about:blank")
    table.goto(f"{address}#mps-2022-cases-solved-vl")
    table.wait_for_url("**/measures/cases-solved.html#mps-2022-cases-solved-vl")
    table.goto(address)
    table.evaluate("location.hash = 'release-2022-calls-intercepted'")
    table.wait_for_url("**/measures/calls-intercepted.html#release-2022-calls-intercepted")


def test_rows_can_be_saved(table):
    table.get_by_label("Words", exact=True).fill("18.2亿")
    with table.expect_download() as download:
        table.get_by_role("button", name="Save these rows as CSV").click()
    (row,) = csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines())
    assert (row["id"], row["number"], row["unit"]) == ("release-2022-calls-intercepted", "18.2亿", "calls")


def test_ledger_lists_the_measures_without_scripts(site, chromium, serve):
    with chromium.new_context(java_script_enabled=False) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/chapters/ledger.html")
        expect(tab.locator("#ledger")).to_be_hidden()
        assert tab.locator("ul.measures a").count() > 300
        tab.get_by_role("link", name="Cases solved", exact=True).click()
        assert tab.url.endswith("/measures/cases-solved.html")


def soup(html: str) -> BeautifulSoup:
    """A page with its notes, whose text the parser would leave out of a template."""
    return BeautifulSoup(re.sub(r"(</?)template\b", r"\1div", html), "html.parser")


def ranges_without_their_digits(html: str) -> list[str]:
    """The ranges of results in a page's prose that its note prints otherwise."""
    page = soup(html)
    titles = {note["data-number"]: note.get_text() for note in page.select("article[data-number]")}
    found = []
    for link in page.select("a.number.result"):
        said, name = link.get_text().replace("%", ""), link["href"].partition("#")[2]
        ends = re.findall(r"[\d.,]*\d", said) if " to " in said else []
        if not all(end in titles[name] and end in link["title"] for end in ends):
            found.append(f"{name}: {said}")
    return found


def test_notes_print_the_digits_of_the_ranges_in_prose(site):
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (site.html / "chapters").glob("*.html")}
    assert {name: wrong for name, html in pages.items() if (wrong := ranges_without_their_digits(html))} == {}
    ranges = [html.count('class="number result') for html in pages.values()]
    assert sum(ranges) > 400


def test_a_note_of_other_digits_is_seen():
    link = '<a class="number result" href="#result-a" title="413 to 452">413 to 452%</a>'
    same, other = (f'{link}<article data-number="result-a">{words}</article>' for words in ("413 to 452", "410 to 460"))
    assert ranges_without_their_digits(same) == []
    assert ranges_without_their_digits(other) == ["result-a: 413 to 452"]


def test_a_count_of_rows_has_no_days(site):
    for page, name, has_days in (("record", "record-claims", False), ("release", "loss-per-filed-growth", True)):
        html = (site.html / "chapters" / f"{page}.html").read_text(encoding="utf-8")
        words = soup(html).select_one(f"article[data-number=result-{name}]").get_text()
        assert "Computed as" in words
        assert ("Counts" in words) == has_days
