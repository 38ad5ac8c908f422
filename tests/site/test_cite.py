"""How pages, figures and numbers are cited: on the pages, in their heads, and in files for reference managers."""

import json
import re
from html import unescape

from pybtex.database import parse_string

from campaign import DATA
from ledgerbook.citing import work

TAG = re.compile(r'<meta name="([^"]+)" content="([^"]*)" />')
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
BOX = re.compile(r'<details class="cite.*?</details>', re.DOTALL)
FORM = re.compile(r'<p class="label">(.*?)</p>\s*<pre class="citation">(.*?)</pre>', re.DOTALL)
FORMS = ["APA", "GB/T 7714", "BibTeX", "RIS", "CSL-JSON"]
BOOK = work.read(DATA.parent)


def pages(site):
    """Every page but the search, with its text."""
    found = {site.name(page): page.read_text(encoding="utf-8") for page in site.html.rglob("*.html")}
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
