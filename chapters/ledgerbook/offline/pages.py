"""The pages of a built site, in the order of its contents, as trees that can be changed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement, PreformattedString

from ledgerbook.commands.faults import CommandError
from ledgerbook.figure import theme

SVG = "http://www.w3.org/2000/svg"
REMEDY = "Remedy: make book"
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_NOTES = re.compile(r"<template\b.*?</template>", re.DOTALL)  # of numbers: they lie in the appendices
_COLOUR = re.compile(r"var\(--fig-(\w+)\)")
COLOURS = {**theme.COLOURS, "paper": "#ffffff"}  # by day: paper has no night


class Drawing(PreformattedString):
    """An SVG, written as it is: what parses HTML would lose the capitals in its names."""

    PREFIX = SUFFIX = ""


@dataclass
class Page:
    """A page: its address in the site without the ending, the part of the book that it opens or "", and its content.

    ``title`` has the number of the chapter before it. The content begins with its heading.
    """

    name: str
    part: str
    title: str
    body: Tag

    @property
    def slug(self) -> str:
        """Its name as a part of ids and of names of files."""
        return self.name.replace("/", "-")


def soup(html: str) -> BeautifulSoup:
    """The tree of that HTML, its drawings kept as they are."""
    drawings: list[str] = []

    def aside(found: re.Match[str]) -> str:
        drawing = _COLOUR.sub(lambda name: COLOURS[name[1]], found[0])
        drawings.append(drawing if " xmlns=" in drawing else drawing.replace("<svg", f'<svg xmlns="{SVG}"', 1))
        return f'<i data-drawing="{len(drawings) - 1}"></i>'

    tree = BeautifulSoup(_DRAWING.sub(aside, _NOTES.sub("", html)), "html.parser")
    for place in tree.select("i[data-drawing]"):
        place.replace_with(Drawing(drawings[int(str(place["data-drawing"]))]))
    return tree


def text(place: PageElement | None) -> str:
    """The words of an element, with single spaces."""
    return " ".join(place.get_text().split()) if place else ""


def read(site: Path) -> list[Page]:
    """The pages in the order of the contents. Raises CommandError where the site is not whole."""
    contents = _file(site, "index").select_one("nav.bd-links")
    if contents is None:
        raise CommandError(f"{site / 'index.html'}: has no contents. {REMEDY}")
    pages, part = [], ""
    for place in contents.select("p.caption, a.reference.internal"):
        if place.name == "p":
            part = text(place)
            continue
        name = posixpath.normpath(str(place["href"]).partition("#")[0] or "index.html").removesuffix(".html")
        pages.append(Page(name, part, text(place), article(site, name)))
        part = ""
    return pages


def measures(site: Path, pages: list[Page]) -> Iterator[tuple[str, Page]]:
    """The pages of the measures, each with the heading that it stands under in the list of the ledger."""
    for page in pages:
        for listed in page.body.select("ul.measures"):
            heading = text(listed.find_previous("p", class_="label"))
            for link in listed.select("a"):
                address = str(link["href"]).partition("#")[0]
                name = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), address)).removesuffix(".html")
                yield heading, Page(name, "", text(link), article(site, name))


def article(site: Path, name: str) -> Tag:
    """The content of a page. Raises CommandError where there is none."""
    found = _file(site, name).select_one("article.bd-article")
    if found is None or found.select_one("h1") is None:
        raise CommandError(f"{site / name}.html: has no content with a heading. {REMEDY}")
    return found


def _file(site: Path, name: str) -> BeautifulSoup:
    path = site / f"{name}.html"
    if not path.is_file():
        raise CommandError(f"{path}: there is no such page. {REMEDY}")
    return soup(path.read_text(encoding="utf-8"))
