"""The PDF and the EPUB of a site of three pages, and what stops them."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pikepdf
import pytest

import offline_validity
from browser import apart
from ledgerbook.citing.work import Work
from ledgerbook.commands import build, offered
from ledgerbook.commands.faults import CommandError
from ledgerbook.offline import articles, document, epub, fonts, front, pages, pdf, printing

WORK = Work("Loans: A Book", ("The Contributors",), "1.0.0", "CC-BY-4.0", date(2026, 1, 2))
NUMBER = '<a class="number claim" data-source="report-2022" href="{up}measures/loans.html#loans-2022">510万</a>'
RESULT = '<a class="number result" data-source="growth" href="#result-growth">5%</a>'
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{words}" width="300" height="40"'
    ' viewBox="0 0 300 40" class="drawing {kind}"><linearGradient id="a"/><text x="{x}" y="20"'
    ' fill="var(--fig-navy)">{words}</text></svg>'
)
INDEX = """<nav class="bd-links"><a class="reference internal" href="#">Opening</a><p class="caption">Parts</p>
<a class="reference internal" href="chapters/lending.html">1. Lending</a>
<a class="reference internal" href="chapters/ledger.html">2. The ledger</a></nav>
<article class="bd-article"><h1>Opening<a class="headerlink" href="#o">#</a></h1><p>Lent: {number}.</p>
{more}</article>"""
LENDING = f"""<article class="bd-article"><section id="lending"><h1>1. Lending</h1><p>By {RESULT}.</p>
<section id="more"><h2>More of it</h2><button>Search</button>
<details class="code"><summary>Show the code</summary><pre>x = 1</pre></details>
<figure class="book-figure" id="by-year"><figcaption>Figure 1 By year</figcaption>
{DRAWING.format(words="wide one", kind="wide", x=5)}
{DRAWING.format(words="narrow one", kind="narrow", x=5)}
<details class="figure-data"><summary>Data of this figure</summary>
<table><tr><th>{NUMBER.format(up="../")}</th></tr></table>
</details></figure>
<details class="result" id="result-growth"><summary>Growth</summary>
<dl><dt>From</dt><dd>{NUMBER.format(up="../")}</dd></dl>
</details></section></section></article>"""
LEDGER = """<article class="bd-article"><h1><span class="section-number">2. </span>The ledger</h1>
<p class="label">Lending</p>
<ul class="measures"><li><a href="../measures/loans.html">Loans</a></li></ul>
<dl><dt id="source-report-2022"><a href="../figures/by-year.html">A report</a></dt><dd>2022</dd></dl></article>"""
LOANS = """<article class="bd-article"><h1>Loans</h1><p>What it counts.</p><section id="claims"><h3>Norway: numbers</h3>
<article class="claim" id="loans-2022"><h4><b>510万</b> 2022<a class="headerlink" href="#loans-2022">#</a></h4>
<blockquote lang="zh-Hans">全国510万册</blockquote><dl><dt>Source</dt>
<dd><a href="../chapters/ledger.html#source-report-2022">A report</a></dd>
<dt class="no-search">Id</dt><dd class="no-search">loans-2022</dd></dl></article></section></article>"""


def site_of(folder: Path, more: str = "") -> Path:
    """The site, with more on its first page."""
    for name, text in {
        "index": INDEX.format(number=NUMBER.format(up=""), more=more),
        "chapters/lending": LENDING,
        "chapters/ledger": LEDGER,
        "measures/loans": LOANS,
    }.items():
        path = folder / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<!doctype html>{text}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The sound site."""
    return site_of(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def printed(site, tmp_path_factory) -> bytes:
    """Its PDF."""
    return apart(lambda: pdf.made(site, WORK, tmp_path_factory.mktemp("print")))


def page_of(site: Path, name: str) -> str:
    """A page of the book with its links as they are in the PDF."""
    return str(next(page.body for page in pdf.read(site, WORK).pages if page.name == name))


def test_the_pages_come_in_the_order_of_the_contents(site):
    titles = [page.title for page in articles.read(site).pages]
    assert titles == [
        "Opening", "1. Lending", "2. The ledger",
        "A. Calculations and tests", "B. Data of the figures", "C. The numbers of the record", "",
    ]  # fmt: skip
    assert [page.part for page in articles.read(site).pages if page.part] == ["Parts", "Appendices"]


def test_a_number_leads_to_its_row_and_names_its_source(site):
    opening = page_of(site, "index")
    assert 'href="#measures-loans--loans-2022"' in opening
    assert '<a href="#chapters-ledger--source-report-2022">report-2022</a>' in opening
    assert 'href="#calculations--result-growth"' in page_of(site, "chapters/lending")


def test_what_is_folded_away_stands_in_the_appendices(site):
    lending = page_of(site, "chapters/lending")
    assert "<details" not in lending and 'href="#figure-data--data-by-year"' in lending
    assert 'id="result-growth"' in page_of(site, "calculations")
    assert 'id="data-by-year"' in page_of(site, "figure-data")
    assert 'href="#measures-loans--loans-2022"' in page_of(site, "figure-data")


def test_what_only_a_screen_can_use_is_left_out(site):
    whole = document.whole(pdf.read(site, WORK), WORK)
    assert "x = 1" not in whole and "<button" not in whole and "headerlink" not in whole
    assert "wide one" in whole and "narrow one" not in whole


def test_a_drawing_keeps_its_capitals_and_has_the_colours_of_the_day(site):
    lending = page_of(site, "chapters/lending")
    assert 'viewBox="0 0 300 40"' in lending and "<linearGradient" in lending and 'fill="#062f5c"' in lending


def test_a_link_to_what_is_not_in_the_book_is_text_until_the_site_has_an_address(site):
    assert "by-year.html" not in page_of(site, "chapters/ledger")
    published = pdf.read(site, Work("Loans", ("X",), "1", "CC0-1.0", address="https://example.org/book/"))
    assert 'href="https://example.org/book/figures/by-year.html"' in "".join(str(p.body) for p in published.pages)


@pytest.mark.parametrize("gone", ["measures/loans.html", "index.html"])
def test_a_site_that_lacks_a_page_is_refused(tmp_path, gone):
    (site_of(tmp_path) / gone).unlink()
    with pytest.raises(CommandError, match=rf"{re.escape(gone)}: there is no such page. Remedy: make book"):
        articles.read(tmp_path)


# The PDF ------------------------------------------------------------------------------------------------------


def test_the_pdf_has_title_language_bookmarks_and_tags(printed):
    with pikepdf.open(io.BytesIO(printed)) as made:
        assert made.Root.Lang == "en" and made.docinfo["/Title"] == "Loans: A Book"
        assert made.docinfo["/CreationDate"] == "D:20260102000000Z"
        assert made.Root.MarkInfo.Marked and "/StructTreeRoot" in made.Root
        with made.open_outline() as outline:
            titles = [item.title for item in outline.root]
            assert titles[-1] == "Appendices"
            assert "C. The numbers of the record" in [item.title for item in outline.root[-1].children]
            assert [item.title for item in outline.root[-2].children] == ["1. Lending", "2. The ledger"]


def test_the_contents_name_the_pages_of_paper(site, printed, tmp_path):
    numbers = pdf.places(printed)
    html = document.numbered(document.whole(pdf.read(site, WORK), WORK), numbers)
    assert f'data-of="chapters-lending--more">{numbers["chapters-lending"]}<' in html
    assert numbers["index"] == 3 and numbers["measures-loans--loans-2022"] == len(set(numbers.values())) + 2


def test_its_links_say_where_they_lead_and_its_heads_are_no_text(printed):
    with pikepdf.open(io.BytesIO(printed)) as made:
        said = {str(note.Contents) for page in made.pages for note in page.get("/Annots", [])}
        assert {"1. Lending", "A report"} <= said and "" not in said
        loose = []
        for page in made.pages:
            depth = 0
            for step in pikepdf.parse_content_stream(page):
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(step.operator), 0)
                loose += [step] if depth == 0 and str(step.operator) in pdf.PAINTING else []
        assert loose == []


def test_it_has_only_the_fonts_of_the_project(printed):
    assert fonts_of(printed) == {"BookSans", "BookSerif", "BookMono", "BookHan"}


def fonts_of(content: bytes) -> set[str]:
    """The families of a PDF, without the marks of a part and of a style."""
    with pikepdf.open(io.BytesIO(content)) as made:
        named = [str(font.BaseFont) for page in made.pages for font in page.resources.get("/Font", {}).values()]
    return {name.partition("+")[2].partition("-")[0] for name in named}


def test_it_is_made_twice_alike(site, printed, tmp_path):
    assert apart(lambda: pdf.made(site, WORK, tmp_path)) == printed


def test_a_character_that_no_font_has_stops_it(tmp_path):
    site = site_of(tmp_path, "<p>An owl: 🦉 at night</p>")
    with pytest.raises(
        CommandError, match=r"(?s)index: no font has 🦉 \(U\+1F989\): 'An owl: 🦉 at night'.*make print-fonts"
    ):
        apart(lambda: pdf.made(site, WORK, tmp_path))


CUT = {
    "a table": ("<table><tr>" + "<td>unbreakableword</td>" * 20 + "</tr></table>", "table is wider than its place"),
    "a drawing": (DRAWING.format(words="beyond its edge", kind="wide", x=280), "text leaves its drawing"),
    "a picture": ('<figure><p style="height: 30cm">High</p></figure>', "is higher than a page"),
}


def test_what_would_be_cut_is_found_with_its_place(tmp_path):
    site = site_of(tmp_path, f'<div id="here">{"".join(html for html, _ in CUT.values())}</div>')
    page = tmp_path / "print.html"
    page.write_text(document.whole(pdf.read(site, WORK), WORK), encoding="utf-8")

    def found_in_it():
        with printing.opened(page) as opened:
            return printing.cut(opened)

    found = apart(found_in_it)
    assert len(found) == len(CUT)
    for _, what in CUT.values():
        assert [line for line in found if line.startswith("index, index--here: ") and what in line], what


def test_problems_are_refused_and_the_first_ones_told():
    with pytest.raises(CommandError, match=r"(?s)^cut 0\n.*cut 19\nand 5 more\nRemedy: mend it$"):
        pdf.refuse([f"cut {number}" for number in range(25)], "Remedy: mend it")


def test_the_title_page_says_whose_it_is_and_how_to_cite_it():
    page = front.title_page(WORK)
    for words in ("Loans", "A Book", "The Contributors", "Version 1.0.0, 2 Jan 2026", "CC BY 4.0", "@book{"):
        assert words in page, words


def test_a_book_without_a_file_of_citations_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"CITATION.cff: is missing"):
        front.cited(tmp_path, tmp_path, "en")


def test_every_font_has_the_letters_that_it_is_there_for():
    assert fonts.lacking("Aé–“”→≈全国、") == []
    assert fonts.lacking("a🦉") == ["🦉"]
    assert all(font.path.is_file() for font in fonts.all_fonts())


def test_the_checker_of_pdfs_sees_one_without_tags(printed, tmp_path):
    path = tmp_path / "loans.pdf"
    path.write_bytes(printed)
    assert offline_validity.pdf_problems(path) == []
    with pikepdf.open(path, allow_overwriting_input=True) as made:
        del made.Root.MarkInfo
        made.save(path)
    assert offline_validity.pdf_problems(path) != []


# The EPUB -----------------------------------------------------------------------------------------------------


def test_the_epub_leads_from_numbers_to_notes_and_runs_nothing(site):
    content = epub.made(site, WORK)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist()[0] == "mimetype" and archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")}
    assert 'epub:type="noteref" href="measures-loans.xhtml#loans-2022"' in texts["book/index.xhtml"]
    assert '<aside class="claim" epub:type="footnote" id="loans-2022">' in texts["book/measures-loans.xhtml"]
    assert '<p lang="zh-Hans">' in texts["book/measures-loans.xhtml"]
    assert not [name for name, text in texts.items() if "<script" in text]
    assert epub.made(site, WORK) == content


def test_the_checker_of_epubs_sees_a_link_that_leads_nowhere(site, tmp_path):
    path = tmp_path / "loans.epub"
    with zipfile.ZipFile(io.BytesIO(epub.made(site, WORK))) as sound, zipfile.ZipFile(path, "w") as broken:
        for item in sound.infolist():
            broken.writestr(item, sound.read(item).replace(b"#loans-2022", b"#loans-2032"))
    found = offline_validity.epub_problems(path)
    assert found and all(line.endswith("Fragment identifier is not defined.") for line in found)


# What is offered ----------------------------------------------------------------------------------------------


def test_a_file_is_offered_for_the_state_that_it_was_made_for_and_no_other(tmp_path):
    book = build.Book(tmp_path)
    (tmp_path / "index.md").write_text("One", encoding="utf-8")
    made = offered.place(tmp_path, "pdf", "loans")
    offered.keep(made, b"%PDF", book.everything())
    assert book.offered() == [made]
    (tmp_path / "index.md").write_text("Two", encoding="utf-8")
    assert book.offered() == []
    offered.keep(made, b"%PDF", book.everything())
    made.with_name(made.name + build.NOTE).unlink()  # as when it was interrupted
    assert book.offered() == []


def test_a_site_of_another_state_is_not_printed(tmp_path):
    (tmp_path / "index.md").write_text("One", encoding="utf-8")
    with pytest.raises(CommandError, match=r"was not built from what the book is now\. Remedy: make book"):
        offered.state(tmp_path)
    book = build.Book(tmp_path)
    book.stage.mkdir(parents=True)
    book.marker().write_text(book.everything() + "\nloans.pdf", encoding="utf-8")
    assert offered.state(tmp_path) == book.everything()


def test_a_page_without_a_heading_is_refused(tmp_path):
    site = site_of(tmp_path)
    (site / "chapters" / "ledger.html").write_text('<article class="bd-article"></article>', encoding="utf-8")
    with pytest.raises(CommandError, match=r"ledger\.html: has no content with a heading"):
        pages.read(site)
