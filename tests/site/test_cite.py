"""How pages, figures and numbers are cited: on the pages, in their heads, and in files for reference managers."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from pybtex.database import parse_string
from rdflib import SDO

from campaign import DATA, load
from ledgerbook.citing import changes, work
from ledgerbook.record import schema
from ledgerbook.site.pages import dataset

TAG = re.compile(r'<meta name="([^"]+)" content="([^"]*)" />')
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
BOX = re.compile(r'<details class="cite.*?</details>', re.DOTALL)
FORM = re.compile(r'<p class="label">(.*?)</p>\s*<pre class="citation">(.*?)</pre>', re.DOTALL)
FORMS = ["APA", "GB/T 7714", "BibTeX", "RIS", "CSL-JSON"]
BOOK = work.read(DATA.parent)


def pages(site):
    """Every page but the search, with its text."""
    found = {site.name(page): page.read_text(encoding="utf-8") for page in site.pages}
    return {name: text for name, text in found.items() if name != "search.html"}


def forms(box):
    """The citations in a box by form."""
    return {name: unescape(re.sub("<[^>]*>", "", words)) for name, words in FORM.findall(box)}


def test_every_page_says_how_it_is_cited_and_which_version_it_is(site):
    found = pages(site)
    assert len(found) > 300
    assert [name for name, text in found.items() if list(forms(BOX.findall(text)[-1])) != FORMS] == []
    assert [name for name, text in found.items() if f"ersion {BOOK.version}" not in text] == []


def test_what_programs_read_of_a_page(site):
    found = pages(site)
    for name in ("index.html", "chapters/enforcement.html", "figures/enforcement-december.html"):
        tags = dict(TAG.findall(found[name]))
        assert tags["citation_author"] == BOOK.authors[0]
        assert tags["citation_publication_date"]
        (document,) = map(json.loads, JSON_LD.findall(found[name]))
        assert document["@context"] == "https://schema.org"
        assert document["name"] == unescape(tags["citation_title"])
        book = document if name == "index.html" else document["isPartOf"]
        assert (book["name"], book["version"]) == (BOOK.title, BOOK.version)


def unknown(described):
    """The types and properties in a description that schema.org does not have."""
    if isinstance(described, list):
        return {word for part in described for word in unknown(part)}
    if not isinstance(described, dict):
        return set()
    words = {described.get("@type", "no type"), *(name for name in described if not name.startswith("@"))}
    return {word for word in words if word not in SDO} | unknown(list(described.values()))


def test_what_programs_read_is_in_the_words_of_schema_org(site):
    found = [json.loads(text) for page in pages(site).values() for text in JSON_LD.findall(page)]
    assert len(found) > 90  # all but the pages of measures
    assert unknown(found) == set()


@pytest.mark.parametrize(
    "described", [{"@type": "Writer"}, {"@type": "Book", "author": [{"@type": "Person", "pen": "X"}]}]
)
def test_a_word_that_schema_org_lacks_is_found(described):
    assert unknown(described) in ({"Writer"}, {"pen"})


def test_the_record_is_described_as_data_with_its_columns_and_files():
    package, numbers = schema.package(DATA), load().schema["claims"]
    data = dataset.described(BOOK, package, numbers, {"numbers.csv": b"123", "record.zip": b"1"})
    assert unknown(data) == set()
    assert data["license"] == BOOK.licence_address
    assert [variable["name"] for variable in data["variableMeasured"]] == numbers.columns
    (table, archive) = data["distribution"]
    assert (table["encodingFormat"], table["contentSize"], archive["name"]) == ("text/csv", "3 B", "record.zip")
    assert all(("contentUrl" in file) == bool(BOOK.found_at) for file in data["distribution"])
    known = replace(BOOK, address="https://books.example/two", released=True)
    (file,) = dataset.described(known, package, numbers, {"numbers.csv": b""})["distribution"]
    assert file["contentUrl"] == f"https://books.example/two/v/{BOOK.version}/data/numbers.csv"


def test_the_page_of_files_describes_them(site):
    (_, data) = map(json.loads, JSON_LD.findall(pages(site)["chapters/downloads.html"]))
    assert data["@type"] == "Dataset"
    assert {file["name"] for file in data["distribution"]} == {path.name for path in (site.html / "data").iterdir()}


def test_every_footer_leads_to_what_the_book_is(site):
    framed = {name: text for name, text in pages(site).items() if 'class="colophon"' in text}
    assert len(framed) > 300
    for name, text in framed.items():
        footer = text[text.index('class="colophon"') :]
        for page in ("about", "cite", "reuse", "changes"):
            assert re.search(rf'href="(?:[./]*chapters/|){page}\.html"|href="#"', footer), (name, page)
        assert "not yet released" in footer or BOOK.released
        assert "Report an error" not in footer or BOOK.repository


def test_the_page_on_citing_says_what_the_pages_themselves_say(site):
    found = pages(site)
    page = unescape(re.sub("<[^>]*>", "", found["chapters/cite.html"]))
    figure = forms(BOX.findall(found["figures/enforcement-december.html"])[-1])
    chapter = forms(BOX.findall(found["chapters/enforcement.html"])[-1])
    book = forms(BOX.findall(found["index.html"])[-1])
    for cited in (figure, chapter, book):
        assert [style for style, words in cited.items() if words.strip() not in page] == []
    measure = found["measures/cases-solved.html"]
    claim = re.search(r'<article class="claim" id="release-2022-cases-solved">(.*?)</article>', measure, re.DOTALL)
    for words in forms(BOX.findall(claim[1])[0]).values():
        assert words.strip() in page


def test_the_page_of_changes_is_the_changelog(site):
    page = pages(site)["chapters/changes.html"]
    found = changes.read(DATA.parent)
    assert re.findall(r'<section class="record[^"]*" id="([^"]+)"', page) == [
        f"v{c.version.replace('.', '-')}" for c in found
    ]
    text = unescape(re.sub("<[^>]*>", "", page))
    for change in found:
        assert change.text.splitlines()[0].removeprefix("- ").replace("`", "")[:60] in text


def test_a_figure_is_cited_by_its_name(site):
    cited = forms(BOX.findall(pages(site)["figures/enforcement-december.html"])[-1])
    assert "[Figure enforcement-december]" in cited["APA"]


def test_every_number_of_a_measure_is_cited_on_its_page_and_in_its_files(site):
    page = (site.html / "measures" / "cases-solved.html").read_text(encoding="utf-8")
    claims = re.findall(r'<article class="claim" id="([^"]+)">(.*?)</article>', page, re.DOTALL)
    assert len(claims) > 10
    for claim, text in claims:
        assert f"[Number {claim}]" in forms(BOX.findall(text)[0])["APA"]
    entries = parse_string((site.html / "measures" / "cases-solved.bib").read_text(encoding="utf-8"), "bibtex").entries
    records = (site.html / "measures" / "cases-solved.ris").read_text(encoding="utf-8")
    assert len(entries) == records.count("TY  - DATA") == len(claims)
    assert 'href="cases-solved.bib"' in page
