"""The book as one page of HTML, which a browser prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from textwrap import shorten

from bs4 import Tag

from ledgerbook.citing.work import Work
from ledgerbook.offline import fonts, front, pages
from ledgerbook.offline.articles import Book
from ledgerbook.offline.pages import Page

STYLE = Path(__file__).parent / "styles" / "print.css"
CONTENTS = "contents"
_NUMBER = re.compile(r'(<span class="page" data-of="([^"]+)">)000')
LONGEST = 100  # characters
IN_COLUMNS = ("calculations", "numbers")


def target(name: str, anchor: str = "") -> str:
    """The id that an id of a page has in the whole."""
    slug = name.replace("/", "-")
    return f"{slug}--{anchor}" if anchor else slug


def whole(book: Book, work: Work) -> str:
    """The page, with 000 for every number in the contents."""
    listed = list(front.entries(book.pages))
    sheets = "\n".join([*(font.rule for font in fonts.all_fonts()), *_heads(book, work), STYLE.read_text("utf-8")])
    body = "\n".join([front.title_page(work), _contents(listed), *_chapters(book)])
    return (
        f'<!doctype html>\n<html lang="{escape(work.language)}">\n<head><meta charset="utf-8">'
        f"<title>{escape(work.title)}</title>\n<style>\n{sheets}\n</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _heads(book: Book, work: Work) -> Iterator[str]:
    """The running heads: the book on the left, the chapter on the right; below, the version and the number."""
    font = 'font: 7.5pt "Book Sans", "Book Serif", "Book Han"; color: #59636e;'
    name, version = work.title.partition(":")[0], _string(f"Version {work.version}")
    for slug, title in [(CONTENTS, "Contents"), *((page.slug, page.title) for page in book.pages if page.title)]:
        yield (
            f"@page {_page_name(slug)} {{ @top-left {{ content: {_string(name)}; {font} }}"
            f" @top-right {{ content: {_string(title)}; {font} }}"
            f" @bottom-left {{ content: {version}; {font} }}"
            f" @bottom-right {{ content: counter(page); {font} }} }}"
        )


def _page_name(slug: str) -> str:
    return f"of-{slug}"


def _string(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def numbered(html: str, numbers: Mapping[str, int]) -> str:
    """The page with the numbers of the pages of paper that its contents lead to."""
    return _NUMBER.sub(lambda found: f"{found[1]}{numbers[found[2]]}", html)


def described(book: Book) -> dict[str, str]:
    """The first words at each id of the whole, by the id: what a link to it says to who cannot see it."""
    found = {page.slug: page.title or pages.text(page.body.select_one("h4")) for page in book.pages}
    for page in book.pages:
        for place in page.body.select("[id]"):
            found.setdefault(str(place["id"]), shorten(pages.text(place), LONGEST, placeholder="…"))
    return found


def _contents(listed: list[tuple[int, str, Page, str]]) -> str:
    lines = []
    for depth, words, page, anchor in listed:
        if depth == 0:
            lines.append(f'<li class="depth-0">{escape(words)}</li>')
            continue
        place = target(page.name, anchor)
        lines.append(
            f'<li class="depth-{depth}"><a href="#{escape(place)}"><span>{escape(words)}</span>'
            f'<span class="dots"></span><span class="page" data-of="{escape(place)}">000</span></a></li>'
        )
    opening = f'<nav class="contents" id="{CONTENTS}" style="page: {_page_name(CONTENTS)}"><h2>Contents</h2>'
    return "\n".join([opening, "<ol>", *lines, "</ol></nav>"])


def _chapters(book: Book) -> Iterator[str]:
    """Each page as a section; the pages without a title belong to the one before them."""
    appendix = False
    opened = ""
    for page in book.pages:
        appendix = appendix or page.part == "Appendices"
        body = _numbered(page)
        if page.title:
            yield "</div></section>" if opened else ""
            opened = page.slug
            kind = "chapter appendix" if appendix else "chapter"
            yield f'<section class="{kind}" id="{page.slug}" style="page: {_page_name(page.slug)}">'
            yield f'<h1 class="part">{escape(page.part)}</h1>' if page.part else ""
            heading = body.select_one("h2")
            yield str(heading.extract()) if heading else ""
            yield '<div class="columns">' if page.name in IN_COLUMNS else "<div>"
        yield str(body)
    yield "</div></section>"


def _in_one_piece(heading: Tag) -> None:
    """A heading with its number as one text: of several, the browser makes a bookmark that says each of them twice."""
    for number in heading.select(".section-number"):
        number.unwrap()
    heading.smooth()


def _numbered(page: Page) -> Tag:
    """The content, its headings one step down, below those of the parts, and its ids those of the whole."""
    body = page.body
    for heading in body.select("h1, h2, h3, h4, h5"):
        heading.name = f"h{int(heading.name[1]) + 1}"
        _in_one_piece(heading)
    for place in body.select("figure, figcaption"):  # a drawing is tagged as a figure, its frame must not be another
        place["class"] = " ".join([place.name, *(place.get("class") or ())])
        place.name = "div" if place.name == "figure" else "p"
    for place in body.select("[id]"):
        place["id"] = target(page.name, str(place["id"]))
    if not page.title:
        body["id"] = page.slug
    body.name = "div"
    return body
