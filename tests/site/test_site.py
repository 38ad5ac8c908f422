"""The site builds strictly, twice to the same bytes, loads nothing from others, and has no broken link within."""

import filecmp
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import make_print_fonts
from book_site import Page, Site, build, copy_sources, parse
from ledgerbook.offline import fonts

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = re.compile(r"(?:https?:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s;]+)", re.IGNORECASE)
IN_SCRIPT = re.compile(r"https?://[^\"'`\s)]+", re.IGNORECASE)
# Names that look like addresses; nothing ever fetches them.
NAMES = ("http://www.w3.org/", "https://www.w3.org/", "https://vega.github.io/schema/")


UNDRAWN = re.compile(r"\|\s*(?:-{3,}|—)\s*\|")  # the line below the headings of a table in Markdown


def undrawn(html: str) -> bool:
    """Whether a page shows the source of a table in place of the table."""
    return UNDRAWN.search(html) is not None


def test_builds_without_a_warning(site: Site):
    assert site.status == 0, site.log
    assert "WARNING" not in site.log
    assert site.pages


def test_two_builds_are_identical(site: Site, tmp_path):
    """Another folder, and another order of everything that Python keeps in sets."""
    second = build(copy_sources(ROOT, tmp_path / "elsewhere" / "book"), tmp_path / "second", hash_seed="7")
    assert second.status == 0, second.log
    assert differences(site.html, second.html) == []


def test_no_page_loads_anything_from_another_host(site: Site):
    found = [f"{site.name(page)}: {load}" for page in site.pages for load in foreign_loads(parse(page))]
    styles = [
        f"{style.relative_to(site.html)}: {address}"
        for style in sorted(site.html.rglob("*.css"))
        for address in foreign_in_style(style.read_text(encoding="utf-8"))
    ]
    assert found + styles == []


def unprinted(html: Path) -> list[str]:
    """The Han characters, kana and Hangul of a site that the fonts of the PDF lack."""
    return fonts.lacking(map(chr, make_print_fonts.characters(html)))


def test_every_character_can_be_printed(site: Site):
    assert unprinted(site.html) == [], "make print-fonts takes them into the fonts; until then there is no PDF"


def test_a_character_that_cannot_be_printed_is_seen(tmp_path):
    (tmp_path / "page.html").write_text("<p>全国 \u9fa5</p>", encoding="utf-8")
    assert unprinted(tmp_path) == ["\u9fa5"]


def test_every_table_in_a_chapter_is_drawn(site: Site):
    assert [site.name(page) for page in site.pages if undrawn(page.read_text(encoding="utf-8"))] == []


def test_every_link_within_the_site_leads_somewhere(site: Site):
    assert broken_links(site.html, {page: parse(page) for page in site.pages}) == []


def differences(one: Path, other: Path) -> list[str]:
    """The files that only one of two folders has, or that differ in a byte."""
    names = {p.relative_to(top).as_posix() for top in (one, other) for p in top.rglob("*") if p.is_file()}
    same, _, _ = filecmp.cmpfiles(one, other, names, shallow=False)
    return sorted(names - set(same))


def foreign_loads(page: Page) -> list[str]:
    """What the page would fetch from another host, or could: addresses in scripts count."""
    loads = [address for address in page.loads if FOREIGN.match(address)]
    styles = [address for style in page.styles for address in foreign_in_style(style)]
    scripts = [address for script in page.scripts for address in IN_SCRIPT.findall(script)]
    return [address for address in loads + styles + scripts if not address.startswith(NAMES)]


def foreign_in_style(style: str) -> list[str]:
    """The addresses of other hosts that a style sheet would fetch."""
    return [address for address in IN_STYLE.findall(style) if not address.startswith(NAMES)]


def broken_links(top: Path, pages: dict[Path, Page]) -> list[str]:
    """Links and loads whose file, or whose anchor in it, does not exist."""
    broken = []
    for path, page in pages.items():
        for address in [*page.links, *page.loads]:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            if not target.is_file():
                broken.append(f"{path.relative_to(top)}: {address}: no such file")
            elif anchor and target in pages and anchor not in pages[target].anchors:
                broken.append(f"{path.relative_to(top)}: {address}: no such anchor")
    return broken


# The checks, on pages that break them ----------------------------------------------------------------------


@pytest.fixture
def page(tmp_path):
    """Writes a page of that body, and reads it."""

    def write(body: str, name: str = "index.html") -> tuple[Path, Page]:
        path = tmp_path / name
        path.write_text(f"<!doctype html><html><head></head><body>{body}</body></html>", encoding="utf-8")
        return path, parse(path)

    return write


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<script src="//cdn.example/a.js"></script>',
        '<link rel="stylesheet" href="https://cdn.example/a.css">',
        '<link rel="preconnect" href="https://cdn.example">',
        '<img src="https://cdn.example/a.png">',
        '<img src="a.png" srcset="a.png 1x, https://cdn.example/b.png 2x">',
        '<iframe src="https://cdn.example/"></iframe>',
        '<object data="https://cdn.example/a.svg"></object>',
        '<svg><image href="https://cdn.example/a.png"/></svg>',
        "<style>@import 'https://cdn.example/a.css';</style>",
        "<style>@font-face { src: url(https://cdn.example/a.woff2) }</style>",
        '<p style="background: url(//cdn.example/a.png)">x</p>',
        "<script>import('https://cdn.example/a.js')</script>",
        '<script>const THEBE_JS_URL = "https://cdn.example/thebe.js"</script>',
    ],
)
def test_foreign_loads_are_seen(page, body):
    _, read = page(body)
    assert len(foreign_loads(read)) == 1


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://www.example.org/">a link is not a load</a>',
        '<link rel="canonical" href="https://www.example.org/">',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>',
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
    ],
)
def test_what_is_not_fetched_is_allowed(page, body):
    _, read = page(body)
    assert foreign_loads(read) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<a href="missing.html">x</a>', "missing.html: no such file"),
        ('<img src="missing.png">', "missing.png: no such file"),
        ('<a href="#missing">x</a>', "#missing: no such anchor"),
        ('<a href="other.html#missing">x</a>', "other.html#missing: no such anchor"),
    ],
)
def test_broken_links_are_seen(page, tmp_path, body, words):
    pages = dict([page(body), page('<p id="here"></p>', "other.html")])
    (found,) = broken_links(tmp_path, pages)
    assert words in found


def test_sound_links_are_allowed(page, tmp_path):
    body = '<a href="other.html#%E8%AF%88" id="a">x</a><a href="#a">y</a><a href="mailto:a@example.org">z</a>'
    pages = dict([page(body), page('<p id="诈"></p>', "other.html")])
    assert broken_links(tmp_path, pages) == []


def test_a_differing_file_is_named(tmp_path):
    for side in ("one", "two"):
        (tmp_path / side / "sub").mkdir(parents=True)
        (tmp_path / side / "sub" / "same.txt").write_text("same")
        (tmp_path / side / "sub" / "differs.txt").write_text(side)
    (tmp_path / "one" / "alone.txt").touch()
    assert differences(tmp_path / "one", tmp_path / "two") == ["alone.txt", "sub/differs.txt"]


def test_a_table_that_is_not_drawn_is_seen():
    assert undrawn("<p>| Left out on | Number |\n| — | — |</p>")
    assert undrawn("| a | b |\n| --- | --- |")
    assert not undrawn("<table><tr><th>Left out on</th></tr></table> a | b — c")
