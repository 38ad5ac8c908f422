"""The generic part makes another book: invented, on another subject, of another country, and without the first one."""

import hashlib
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

import offline_validity
import second_house
import validity
from book_site import Site, build, parse
from browser import DESKTOP, apart
from ledgerbook.commands import offered
from ledgerbook.commands.build import Book
from ledgerbook.offline import epub, front, pdf
from ledgerbook.record import load
from ledgerbook.record.problems import LedgerError
from shelves.rules import RULES
from small_record import change

DATA = second_house.BOOK / "data"
# Of the first book, and of the script that it has and this one has not.
FIRST_BOOK = re.compile(
    r"\b(?:campaigns?|fraud\w*|polic(?:e|ing)|ministry|china|chinese|suspects?|yuan|enforcement|governance|awareness"
    r"|two up)\b",
    re.IGNORECASE,
)
HAN = re.compile("[\u3400-\u9fff]")
TEXTS = {".html", ".css", ".js", ".csv", ".json", ".svg"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book with its notebooks executed."""
    house = second_house.make(tmp_path_factory.mktemp("second") / "book")
    done = second_house.execute(house)
    assert done.returncode == 0, done.stderr
    return house


@pytest.fixture(scope="module")
def second_site(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the book, which offers a PDF that was made of this state, and none that was not."""
    offered.keep(offered.place(house, "pdf", "lent"), b"%PDF of now", Book(house).everything())
    offered.keep(offered.place(house, "epub", "lent"), b"an EPUB of yesterday", "another state")
    return build(house, tmp_path_factory.mktemp("second-site") / "site")


def test_the_first_book_cannot_be_imported(house):
    assert "No module named 'campaign'" in second_house.run(house, "-c", "import campaign").stderr


def test_its_record_is_sound(house):
    checked = second_house.run(house, "-m", "ledgerbook.record.check")
    assert checked.stdout == "The record is sound: 32 claims from 8 sources.\n", checked.stdout + checked.stderr


def test_its_notebooks_are_current_once_executed(house):
    assert second_house.execute(house, ["--check"]).returncode == 0


def test_it_builds_without_a_warning(second_site):
    assert second_site.status == 0, second_site.log
    assert "WARNING" not in second_site.log


def test_it_has_every_kind_of_page(second_site):
    names = {second_site.name(page) for page in second_site.pages}
    assert {"index.html", "search.html", "chapters/ledger.html", "chapters/figures.html"} <= names
    assert {"measures/loans.html", "measures/spending-books.html"} <= names
    assert {"figures/loans-by-year.html", "figures/spending.html"} <= names
    assert (second_site.html / "_static" / "ledger-data.js").is_file()


def test_its_numbers_are_traced(second_site):
    report = (second_site.html.parent / "numbers.txt").read_text(encoding="utf-8").splitlines()
    total = report[-1].split()
    assert total[:3] == ["all", "20", "5"] and total[-1] == "0"
    opening = (second_site.html / "index.html").read_text(encoding="utf-8")
    assert (
        'title="Printed as 5 104 000 · Invented Library Agency, 1 Mar 2023 · counts 1 Jan 2022 to 31 Dec 2022"'
        in opening
    )
    assert '<article data-number="result-loans-per-borrower-2022">' in opening  # a result has its note


def test_its_statements_are_tested(house, second_site, tmp_path):
    page = (second_site.html / "chapters" / "lending.html").read_text(encoding="utf-8")
    assert 'href="#check-more-loans-each-year"' in page and '<article data-number="check-more-loans-each-year">' in page
    assert "The libraries lent more than in the year before: <strong>3 of 3" in page
    wrong = tmp_path / "book"
    shutil.copytree(house, wrong, ignore=second_house.CACHES)
    row = {"value": "4900000", "value_text": "4 900 000", "evidence": "mot 4 900 000 utlån i 2020"}
    for column, value in row.items():
        change(wrong / "data", "claims", "loans-2020", column, value)
    done = second_house.execute(wrong)
    assert done.returncode == 1
    assert "check 'more-loans-each-year' does not hold: 'the libraries lent more than in the year" in done.stderr
    assert "2021: does not hold (loans-2021, loans-2020)" in done.stderr


def test_a_wrong_number_and_a_citation_of_nothing_stop_its_build(house, tmp_path):
    wrong = tmp_path / "book"
    shutil.copytree(house, wrong, ignore=second_house.CACHES)
    page = wrong / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("[5,104,000]", "[5,105,000]"), encoding="utf-8")
    cite = wrong / "chapters" / "cite.md"
    cite.write_text(cite.read_text(encoding="utf-8").replace("number: loans-2022", "number: loans-9"), encoding="utf-8")
    site = build(wrong, tmp_path / "site")
    assert site.status != 0
    assert "index.md:14: WARNING: claim 'loans-2022' reads '5,105,000'" in site.log
    assert "cite.md:3: WARNING: number 'loans-9' is nothing of this book that can be cited; name the book" in site.log


def test_it_prints_words_and_not_keys(second_site):
    page = (second_site.html / "measures" / "spending.html").read_text(encoding="utf-8")
    assert "billion kroner, rounded to its last digit" in page and "NOK" not in page
    staff = (second_site.html / "measures" / "staff.html").read_text(encoding="utf-8")
    assert "Counted in person-years" in staff and '<span lang="no" class="original">Årsverk</span>' in staff


def test_its_own_place_comes_first(second_site):
    page = (second_site.html / "measures" / "loans.html").read_text(encoding="utf-8")
    assert page.index("<h3>Norway: numbers</h3>") < page.index("<h3>Sweden: numbers</h3>")


def test_its_disagreements_and_totals_are_shown(second_site):
    page = (second_site.html / "chapters" / "disagreements.html").read_text(encoding="utf-8")
    assert "Numbers that cannot all be true" in page and "Misprints" in page
    ebooks = (second_site.html / "measures" / "ebook-loans.html").read_text(encoding="utf-8")
    assert "; running total</dd>" in ebooks and "(our reading of the text)" in ebooks


def test_its_pages_are_valid(second_site):
    assert validity.problems(second_site.pages) == []


def test_its_pdf_and_its_epub_are_valid(house, second_site, tmp_path):
    work = front.cited(house, house / "data", "en")
    printed = apart(lambda: pdf.made(second_site.html, work, tmp_path))
    copies = {"loans.pdf": printed, "loans.epub": epub.made(second_site.html, work)}
    for name, content in copies.items():
        (tmp_path / name).write_bytes(content)
    assert offline_validity.pdf_problems(tmp_path / "loans.pdf") == []
    assert offline_validity.epub_problems(tmp_path / "loans.epub") == []


def test_it_offers_what_was_made_of_this_very_state(second_site):
    page = (second_site.html / "chapters" / "sources.html").read_text(encoding="utf-8")
    assert 'href="../offline/lent.pdf"' in page and hashlib.sha256(b"%PDF of now").hexdigest() in page
    assert "lent.epub" not in page
    assert [path.name for path in (second_site.html / "offline").iterdir()] == ["lent.pdf"]


def test_its_look_is_there_without_a_copy_of_it(second_site):
    style = (second_site.html / "_static" / "site.css").read_text(encoding="utf-8")
    assert "--fig-navy" in style and ".cover-arrows" in style and "a.number" in style
    opening = (second_site.html / "index.html").read_text(encoding="utf-8")
    assert 'type="button" title="Contents of the book"' in opening and "Content-Security-Policy" in opening


def test_nothing_of_the_first_book_is_in_it(second_site):
    files = [path for path in sorted(second_site.html.rglob("*")) if path.suffix in TEXTS]
    assert len(files) > 30
    assert {path.name: words for path in files if (words := of_the_first_book(path))} == {}


def of_the_first_book(path: Path) -> set[str]:
    """The first book's words and any Han characters in a file."""
    text = path.read_text(encoding="utf-8")
    reads = set("万亿") if path.name.startswith("search") and path.suffix == ".js" else set()  # numerals of any book
    return {*FIRST_BOOK.findall(text), *HAN.findall(text)} - reads


@pytest.mark.parametrize("text", ["Police solved it", "a strand: governance", "39.1万"])
def test_a_word_of_the_first_book_is_found(tmp_path, text):
    page = tmp_path / "page.html"
    page.write_text(text, encoding="utf-8")
    assert of_the_first_book(page)


def test_two_builds_are_identical(house, second_site, tmp_path):
    again = build(shutil.copytree(house, tmp_path / "elsewhere" / "book"), tmp_path / "site", hash_seed="7")
    one, other = (
        {p.relative_to(site.html).as_posix(): p.read_bytes() for p in site.html.rglob("*") if p.is_file()}
        for site in (second_site, again)
    )
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("5,104,000", "index.html"),
        ("5 104 000", "measures/loans.html"),
        ("utlån", "measures/loans.html"),
        ("person-years", "measures/staff.html"),
        ("loans-2022-slip", "measures/loans.html"),
        ("Årsmelding", "chapters/sources.html"),
    ],
)
def test_its_search_finds(chromium: Browser, serve, second_site, query, page):
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        problems: list[str] = []
        tab.on("pageerror", lambda error: problems.append(str(error)))
        tab.goto(f"{serve(second_site.html)}/search.html?q={query}")
        found = tab.locator("#search-results a.page").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    assert page in found and problems == []


def test_its_ledger_is_filtered_by_words(chromium: Browser, serve, second_site):
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.goto(f"{serve(second_site.html)}/chapters/ledger.html#strand=means")
        tab.locator("#ledger .count").wait_for()
        assert tab.locator("#ledger .count").inner_text() == "7 of 32 claims"
        assert tab.locator("#ledger-strand option").all_inner_texts() == ["All", "Lending", "Houses", "Means"]
        assert tab.locator("#ledger tbody").inner_text().count("Sweden") == 1  # its own place is not said


def test_it_has_the_address_of_its_version(second_site):
    page = (second_site.html / "chapters" / "lending.html").read_text(encoding="utf-8")
    version = "https://books.example/loans/v/0.1.0/"
    assert f'<link rel="canonical" href="{version}chapters/lending.html"' in page
    assert f"{version}chapters/lending.html\n" in page.replace("</pre>", "\n")  # the citation
    assert 'rel="alternate" type="application/atom+xml" href="https://books.example/loans/changes.xml"' in page


def test_its_changes_are_a_feed(second_site):
    tree = ElementTree.parse(second_site.html / "changes.xml").getroot()
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert tree.tag == f"{{{atom['a']}}}feed"
    for element in (tree, *tree.findall("a:entry", atom)):
        for needed in ("id", "title", "updated"):  # once in each, as RFC 4287 asks
            assert len(element.findall(f"a:{needed}", atom)) == 1, needed
    assert [node.text for node in tree.findall("a:entry/a:id", atom)] == ["https://books.example/loans/v/0.1.0/"]
    assert [node.text for node in tree.findall("a:author/a:name", atom)] == ["Nobody"]


NEWER = "This is version 0.1.0. There is a newer one: "


@pytest.mark.parametrize(
    ("newest", "place", "page", "shown"),
    [
        ("0.2.0", "v/0.1.0", "chapters/lending.html", f"{NEWER}0.2.0"),
        ("0.10.0", "v/0.1.0", "figures/spending.html", f"{NEWER}0.10.0"),
        ("1.0.0", "v/0.1.0", "measures/loans.html", f"{NEWER}1.0.0"),
        ("0.1.0", "v/0.1.0", "index.html", ""),
        ("0.0.9", "v/0.1.0", "index.html", ""),
        ("0.2.0", "elsewhere", "index.html", ""),
    ],
)
def test_an_old_version_says_that_there_is_a_newer_one(
    chromium: Browser, serve, second_site, tmp_path, newest, place, page, shown
):
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).symlink_to(second_site.html)
    (tmp_path / place).with_name("versions.json").write_text(f'{{"newest": "{newest}"}}', encoding="utf-8")
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        problems: list[str] = []
        tab.on("console", lambda message: problems.extend([message.text] if message.type != "log" else []))
        tab.goto(f"{serve(tmp_path)}/{place}/{page}", wait_until="networkidle")
        notice = tab.locator("p.newer")
        assert notice.is_visible() == bool(shown)
        if shown:
            assert notice.inner_text() == shown
            assert notice.locator("a").get_attribute("href").endswith(f"/v/{newest}/")
    assert problems == []


def test_every_link_within_it_leads_somewhere(second_site):
    pages = {page: parse(page) for page in second_site.pages}
    for page, read in pages.items():
        for link in read.links:
            address, _, anchor = link.partition("#")
            if "://" in address or address.startswith("mailto:"):
                continue
            target = (page.parent / address).resolve() if address else page
            assert target.is_file(), f"{page}: {link}"
            assert not anchor or target.suffix != ".html" or "=" in anchor or anchor in pages[target].anchors, link


# Rows that break a rule, of any record and of this one -----------------------------------------------------

BAD = {
    "another currency": ("claims", "spending-2022", "unit", "SEK", "is not the unit of spending here; write NOK"),
    "another number": ("claims", "visits-2022", "value", "14200000", "does not agree with the wording '14 020 000'"),
    "a phrase without it": ("claims", "staff-2021", "evidence", "flere årsverk", "does not hold the number '1 790'"),
    "an unknown source": ("claims", "staff-2021", "source_id", "report-2012", "unknown source 'report-2012'"),
    "a status without reason": ("claims", "staff-2021", "status", "set_aside", "is given without a reason"),
    "a unit without words": ("measures", "staff", "unit", "full_time_posts", "has no words of the kind unit"),
    "its own rule": ("claims", "loans-2021", "period_start", "2021-02-01", "is the first day of no half year"),
}


@pytest.mark.parametrize(("table", "key", "column", "value", "what"), BAD.values(), ids=BAD)
def test_a_bad_row_is_refused(tmp_path, table, key, column, value, what):
    folder = shutil.copytree(DATA, tmp_path / "data")
    change(folder, table, key, column, value)
    with pytest.raises(LedgerError, match=re.escape(what)):
        load.load(folder, RULES)


def test_its_own_rule_is_its_own(tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "data")
    change(folder, "claims", "loans-2021", "period_start", "2021-02-01")
    _, problems = load.read(folder)
    assert not [problem for problem in problems if "half year" in problem.what]


def test_every_row_says_that_it_is_invented():
    ledger = load.load(DATA, RULES)
    assert all("INVENTED" in row.note for row in (*ledger.claims.values(), *ledger.sources.values()))
