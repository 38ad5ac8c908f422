"""The search in a real browser: Chinese, English, numbers, ids; over HTTP, from disk, without scripts, on a phone."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import small_record
from barriers import barriers
from book_site import Site, parse
from browser import DESKTOP, PHONE
from ledgerbook.site.base import links
from ledgerbook.site.pages import search
from visits import TOO_WIDE, visit

SCRIPTS = Path(search.__file__).parents[1] / "static"
GLOSSARY, RELEASE, GOVERNANCE, ENFORCEMENT, SOURCES, RECORD = (
    f"chapters/{name}.html" for name in ("glossary", "release", "governance", "enforcement", "sources", "record")
)
SOLVED = "measures/cases-solved.html"
# What the page says of words that several pages hold, however many those are by now.
FOUND = {words: re.compile(rf"^\d+ pages found for “{words}”$") for words in ("断卡", "两升两降")}
# A query, the page that must come first, and others that must be found.
QUERIES: list[tuple[str, str, set[str]]] = [
    ("厦门经验", GLOSSARY, {RELEASE, GOVERNANCE}),
    ("两升两降", GLOSSARY, {RELEASE, "index.html"}),
    ("断卡", GLOSSARY, {ENFORCEMENT, SOURCES, "measures/cards-handled.html"}),
    ("预警劝阻", GLOSSARY, {SOURCES, "measures/warning-sms-12381-success.html"}),
    ("国家反诈中心", SOURCES, {GLOSSARY, "measures/app-downloads.html"}),
    ("反诈中心", "measures/app-downloads.html", {GLOSSARY}),
    ("电信网络诈骗", GLOSSARY, {RELEASE, SOLVED}),
    ("诈骗", "measures/deception-cases.html", {GLOSSARY, SOLVED}),
    ("39.1万", SOLVED, {SOURCES, RECORD, "index.html"}),
    ("1800余", "measures/dens-destroyed-regional.html", {"index.html", RECORD}),
    ("3.6万", "measures/returnee-suspects-arrested.html", set()),
    ("391,000", SOLVED, {RELEASE, "index.html"}),
    ("断卡 2022", "measures/cards-handled.html", {ENFORCEMENT, GOVERNANCE}),
    ("断卡2022", "measures/cards-handled.html", {ENFORCEMENT, GOVERNANCE}),
    ("cases solved", SOLVED, {ENFORCEMENT}),
    ("solving case", SOLVED, {ENFORCEMENT}),
    ("caught", "measures/suspects-arrested.html", {ENFORCEMENT}),
    ("The Xiamen experience", GLOSSARY, {RELEASE, GOVERNANCE}),
    ("特殊诈骗被害额", "measures/special-fraud-loss.html", set()),
    ("release-2022-cases-solved", SOLVED, set()),
    ("mps-2022-11m-cases-solved-sc", SOLVED, set()),  # a reprint
    ("gmw-20221230", SOURCES, set()),
    ("loss-per-filed-growth", RELEASE, set()),
    ("cases_solved", SOLVED, set()),
]  # fmt: skip
NONSENSE = ["葡萄酒酿造", "xqzvw", "骗诈", "9.1万余万", "断卡 xqzvw", "?!", "<b>xqzvw</b>"]


@dataclass(frozen=True)
class Answer:
    """What the page of the search says: its message, the pages found, the addresses of the places shown."""

    message: str
    pages: list[str]
    places: list[str]


def ask(tab: Page, top: str, query: str) -> Answer:
    """The whole answer to a query."""
    tab.goto(f"{top}/search.html?q={quote(query)}")
    while (more := tab.get_by_role("button", name="Show more")).count():
        more.click()

    def addresses(selector: str) -> list[str]:
        found: list[str] = tab.locator(selector).evaluate_all("links => links.map(a => a.getAttribute('href'))")
        return found

    message = tab.locator("#search-count").inner_text()
    return Answer(message, addresses("#search-results a.page"), addresses("#search-results div > a"))


def unmet(answer: Answer, first: str, others: Iterable[str]) -> list[str]:
    """What an answer lacks."""
    found = [f"first is {answer.pages[:1]}, not {first}"] if answer.pages[:1] != [first] else []
    found += [f"{page} is not found" for page in sorted(set(others) - set(answer.pages))]
    count = f"{len(answer.pages)} page{'' if len(answer.pages) == 1 else 's'} found"
    return found if answer.message.startswith(count) else [*found, f"{answer.message!r} does not say {count!r}"]


@contextmanager
def watched(context: BrowserContext) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what goes wrong in it."""
    problems: list[str] = []
    with context.new_page() as tab:
        tab.on("console", lambda m: problems.append(m.text) if m.type in ("error", "warning") else None)
        tab.on("pageerror", lambda error: problems.append(str(error)))
        yield tab, problems


@pytest.fixture(params=["http", "file"])
def top(request, site: Site, serve) -> str:
    """The address of the site, as served and as opened from disk."""
    return serve(site.html) if request.param == "http" else site.html.as_uri()


@pytest.fixture(scope="session")
def data(site: Site):
    """The pages that the search looks through."""
    return pages_of((site.html / "_static" / search.DATA_FILE).read_text(encoding="utf-8"))


def pages_of(script: str) -> list[search.Row]:
    """The pages in the script of the search."""
    return json.loads(script.split("\n", 1)[0].removeprefix("window.SEARCH = ").removesuffix(";"))["pages"]


# The whole site --------------------------------------------------------------------------------------------


def test_queries_find_their_pages(chromium: Browser, top):
    with chromium.new_context(viewport=DESKTOP) as context, watched(context) as (tab, problems):
        found = {query: unmet(ask(tab, top, query), first, others) for query, first, others in QUERIES}
    assert {query: lacks for query, lacks in found.items() if lacks} == {}
    assert problems == []


def test_nonsense_finds_nothing_and_says_what_to_try(chromium: Browser, top):
    with chromium.new_context(viewport=DESKTOP) as context, watched(context) as (tab, problems):
        for query in NONSENSE:
            answer = ask(tab, top, query)
            assert answer == Answer(f"Nothing found for “{query}”.", [], [])
            expect(tab.locator("#search-advice")).to_contain_text("Try fewer words")
        ask(tab, top, "断卡 xqzvw")
        tab.get_by_role("link", name=re.compile(r"^断卡: \d+ pages$")).click()
        expect(tab.locator("#search-count")).to_have_text(FOUND["断卡"])
        expect(tab.locator("#search-advice")).to_be_hidden()
    assert problems == []


def test_ids_lead_to_their_place(chromium: Browser, top):
    with chromium.new_context(viewport=DESKTOP) as context, watched(context) as (tab, _):
        for query, address in (
            ("release-2022-cases-solved", f"{SOLVED}#release-2022-cases-solved"),
            ("gmw-20221230", f"{SOURCES}#source-gmw-20221230"),
        ):
            assert ask(tab, top, query).places[0] == address
            tab.locator("#search-results div > a").first.click()
            expect(tab.locator(":target")).to_be_in_viewport()


def test_everything_of_the_record_is_found(site: Site, chromium: Browser, serve):
    """Each measure by its labels, each term, and of the claims one in twenty by its id and its printed number."""
    wanted = [(row[label], page(row["measure"])) for row in small_record.read("measures")
              for label in ("label_en", "label_original") if row[label]]  # fmt: skip
    wanted += [(row["term_original"], GLOSSARY) for row in small_record.read("glossary")]
    for row in small_record.read("claims")[::20]:
        wanted += [(row["claim_id"], page(row["measure"])), (row["value_text"], page(row["measure"]))]
    with chromium.new_context() as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/search.html")
        assert not_found(tab, wanted) == []


def page(measure: str) -> str:
    """The address of a measure's page."""
    return f"{links.measure_page(measure)}.html"


def not_found(tab: Page, wanted: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The queries that do not find their page, with the page."""
    lacking: list[list[str]] = tab.evaluate(
        "wanted => wanted.filter(([query, page]) => !search(query).found.some(({ address }) => address === page))",
        wanted,
    )
    return [(query, address) for query, address in lacking]


def test_every_page_is_searched_and_every_place_exists(site: Site, data):
    names = {site.name(page) for page in site.pages} - {f"{name}.html" for name in search.NOT_SEARCHED}
    searched = {name for name in names if not name.startswith(search.NOT_SEARCHED_IN)}
    assert {address for address, _, _ in data} ^ searched == set()
    assert missing_places(site.html, data) == []
    assert [address for address, _, parts in data if not any(text for _, _, text in parts)] == []


def missing_places(folder: Path, pages: list[search.Row]) -> list[str]:
    """The places that the search leads to and that are not there."""
    anchors = {address: parse(folder / address).anchors for address, _, _ in pages}
    return [
        f"{address}#{anchor}"
        for address, _, parts in pages
        for anchor, _, _ in parts
        if anchor and anchor not in anchors[address]
    ]


def test_field_of_every_page_leads_to_the_search(chromium: Browser, top):
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.goto(f"{top}/{RELEASE}")
        tab.keyboard.press("Control+k")
        tab.keyboard.type("两升两降")
        tab.keyboard.press("Enter")
        expect(tab.locator("#search-count")).to_have_text(FOUND["两升两降"])
        field = tab.get_by_label("English or Chinese words")
        expect(field).to_have_value("两升两降")
        field.fill("断卡")
        tab.get_by_role("button", name="Search", exact=True).last.click()
        expect(tab.locator("#search-count")).to_have_text(FOUND["断卡"])
        tab.go_back()
        expect(tab.locator("#search-count")).to_have_text(FOUND["两升两降"])


def test_hits_are_marked_and_chinese_is_named(chromium: Browser, top):
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        ask(tab, top, "39.1万 nationwide")
        place = tab.locator("#search-results li").first.locator("div").first
        expect(place.locator(".excerpt")).to_contain_text("全国共破获电信网络诈骗案件39.1万起")
        assert {"39.1万", "nationwide"} <= set(place.locator("mark").all_inner_texts())
        expect(place.locator("mark span").first).to_have_attribute("lang", "zh-Hans")
        ask(tab, top, "電信詐騙")
        expect(tab.locator("#search-results mark span[lang=zh-Hant]").first).to_have_text("電信詐騙")
        assert tab.locator("#search-results mark span[lang=zh-Hans]").count() >= 1  # the other script is found too


def test_without_scripts_the_page_leads_to_the_lists(chromium: Browser, top):
    with chromium.new_context(viewport=PHONE, java_script_enabled=False) as context, context.new_page() as tab:
        tab.goto(f"{top}/search.html?q=x")
        expect(tab.locator("noscript p")).to_contain_text("The search of this book needs scripts")
        expect(tab.locator("#search")).to_be_hidden()
        for name in ("The ledger", "Glossary", "Codebook", "Contents"):
            expect(tab.locator("noscript a", has_text=name)).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("query", ["", "电信网络诈骗", "mps-2021", "断卡 xqzvw"])
def test_page_is_quiet_fits_and_is_accessible(site: Site, chromium: Browser, serve, viewport, query):
    address = f"{serve(site.html)}/search.html?q={quote(query)}"
    with chromium.new_context(viewport=viewport, reduced_motion="reduce") as context, context.new_page() as tab:
        assert visit(tab, address) == []
        tab.goto(address)
        assert tab.evaluate(TOO_WIDE) <= 1
        assert barriers(tab) == []


def test_sphinx_makes_no_index_of_its_own(site: Site):
    names = {path.name for path in site.html.rglob("*.js")}
    assert names.isdisjoint({"searchindex.js", "searchtools.js", "language_data.js"})


def test_only_the_page_of_the_search_loads_its_data(site: Site):
    loading = [site.name(page) for page in site.pages if any(search.DATA_FILE in load for load in parse(page).loads)]
    assert loading == ["search.html"]


# A small book, on which each rule of the search is seen alone ----------------------------------------------

SMALL: list[search.Row] = [
    ("a.html", "Cases solved 破获案件", [
        ("", "Cases solved 破获案件", "One unit is one case."),
        ("c-1", "39.1万 in 2022", "全国共破获电信网络诈骗案件39.1万起; Card-Cutting (断卡) arrested 391,000."),
    ]),
    ("b.html", "Warnings", [
        ("", "Warnings", "A solved problem about cases."),
        ("far", "Far apart", "国家 stands here and 反诈 there; 断然 and 卡 too; 139.1万; 391,000,000; arresting."),
    ]),
    ("c.html", "断卡 duàn kǎ Card-Cutting", [("", "断卡 duàn kǎ Card-Cutting", "Named <b>so</b>.")]),
]  # fmt: skip


@pytest.fixture
def small(chromium, tmp_path):
    """Asks a small book, from disk."""
    (tmp_path / "data.js").write_text(search.script(SMALL), encoding="utf-8")
    (tmp_path / "search.html").write_text(
        '<!doctype html><meta charset="utf-8"><form id="search" hidden><input name="q"></form><p id="search-count"></p>'
        '<ol id="search-results"></ol><div id="search-advice" hidden></div>'
        f'<script defer src="{(SCRIPTS / "search.js").as_uri()}"></script><script defer src="data.js"></script>',
        encoding="utf-8",
    )
    with chromium.new_context() as context, context.new_page() as tab:
        yield lambda query: ask(tab, tmp_path.as_uri(), query)


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("断卡", ["c.html", "a.html"]),  # not where its characters stand apart; a title goes first
        ("国家反诈", []),
        ("卡", ["c.html", "b.html", "a.html"]),
        ("39.1万", ["a.html"]),  # not the tail of 139.1万
        ("9.1万", []),
        ("391,000", ["a.html"]),  # not the head of a longer number
        ("391", []),
        ("arrests", ["a.html", "b.html"]),  # by its stem
        ("arrest 断卡", ["a.html"]),  # all of the words
        ("断卡2022", ["a.html"]),
        ("cases solved", ["a.html", "b.html"]),  # the title first
        ("the cases of the solved", ["a.html", "b.html"]),  # words that say nothing are passed over
        ("warn", ["b.html"]),
        ("problemat", []),
        ("problem", ["b.html"]),
        ("prob", ["b.html"]),  # the beginning of a word
        ("duan ka", ["c.html"]),  # without accents
        ("“断卡”，Card-Cutting。", ["c.html", "a.html"]),
        ("C-1", ["a.html"]),
        ("", []),
        (".*", []),
        ("(", []),
    ],
)
def test_small_book(small, query, pages):
    answer = small(query)
    assert sorted(answer.pages) == sorted(pages)
    assert answer.pages[:1] == pages[:1]


def test_a_book_that_did_not_load_is_said(small, tmp_path):
    (tmp_path / "data.js").unlink()
    assert small("断卡").message == "The text of the book could not be loaded, so nothing can be searched."


def test_text_is_shown_as_text(small, chromium):
    assert small("<b>so</b>").pages == ["c.html"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer("1 page found for “x”", ["b.html"], []), "first is ['b.html'], not a.html"),
        (Answer("1 page found for “x”", ["a.html"], []), "b.html is not found"),
        (Answer("2 pages found for “x”", ["a.html"], []), "does not say '1 page found'"),
        (Answer("Nothing found for “x”.", [], []), "first is [], not a.html"),
    ],
)
def test_a_lacking_answer_is_seen(answer, words):
    assert any(words in lack for lack in unmet(answer, "a.html", {"b.html"}))


def test_of_the_traditional_script_only_what_occurs_is_sent():
    assert search._han_rules(SMALL)["traditional"] == "[]"
    assert search._han_rules([("a.html", "A", [("", "", "電信 and 警察機關")])])["traditional"] == "[機關電]"


def test_a_place_that_is_not_there_is_seen(tmp_path):
    (tmp_path / "a.html").write_text('<p id="c-1"></p>', encoding="utf-8")
    assert missing_places(tmp_path, [("a.html", "A", [("c-1", "", "x"), ("c-2", "", "x")])]) == ["a.html#c-2"]


def test_what_is_not_found_is_named(small, chromium, tmp_path):
    small("")
    with chromium.new_context() as context, context.new_page() as tab:
        tab.goto(f"{tmp_path.as_uri()}/search.html")
        assert not_found(tab, [("断卡", "c.html"), ("断卡", "b.html")]) == [("断卡", "b.html")]


# Reading a page ------------------------------------------------------------------------------------------------

PAGE = """<header><h1>Not the article</h1></header><article class="bd-article"><section id="top"><h1>Title <b>it</b>
<a class="headerlink" href="#top">#</a></h1><p>First.</p><p>Second</p><section id="s"><h2>Part</h2>
<svg><text>drawn</text></svg><p class="no-search">left out</p><p hidden>hidden</p><pre>code</pre><br>
<dl><dt id="t">Term</dt><dd><p>meaning</p></dd><dt>Plain</dt><dd>value</dd></dl>
<details><summary>Show</summary><p>closed</p></details>
<details id="r"><summary>Result: <b>1</b></summary><p>formula</p></details>
<figure id="f"><figcaption>Finding</figcaption><p>caption</p></figure>
<div role="doc-biblioentry" id="xu"><span class="label">[1]</span><p>Xu. A work.</p></div>
<p>after</p></section></section><template><h2>note</h2></template></article><footer>end</footer>"""


def test_parts_of_a_page():
    assert search.read("a.html", PAGE) == ("a.html", "Title it", [
        ("", "Title it", "First. Second"),
        ("s", "Part", "after"),
        ("t", "Term", "meaning; Plain: value"),
        ("r", "Result: 1", ""),
        ("f", "Finding", "caption"),
        ("xu", "", "Xu. A work."),
    ])  # fmt: skip


def test_a_page_without_a_title_is_left_out():
    assert search.read("a.html", '<article class="bd-article"><p>x</p></article>') is None


def test_pages_come_in_the_order_of_the_book(tmp_path):
    for name in ("b", "a", "chapter", "search", "_static/x"):
        path = tmp_path / f"{name}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'<article class="bd-article"><h1>{name}</h1>x</article>', encoding="utf-8")
    assert [address for address, _, _ in search.rows(tmp_path, ["chapter"])] == ["chapter.html", "a.html", "b.html"]
