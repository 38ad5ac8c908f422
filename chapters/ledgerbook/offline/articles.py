"""From the site's pages to those of a book that is printed or read offline.

What only a screen can use goes: buttons, the search, links to headings, the code of the cells (which the notebooks
hold), drawings for phones. What the site folds away is not lost: calculations, tests and the data of figures become
appendices, and the numbers of the record another, each with links from where it stood.
"""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from ledgerbook.offline import pages
from ledgerbook.offline.pages import Drawing, Page

LEFT_OUT = (
    ".headerlink", ".crumbs", "button", "dialog", "form", "input", "script", "style", "#ledger", "#searchbox",
    ".toctree-wrapper", ".d-print-none", ".cite", "details.code", ".cell_input", ".figure-files", ".figure-reading",
    ".on-paper", ".figure-list img", ".for-readers", ".offline-copies",
)  # fmt: skip
SCREEN_ONLY = ("title", "tabindex", "data-source", "loading", "role", "aria-label")
HIDDEN = ('class="drawing narrow"', "hidden=")  # of drawings: for phones, or of the reading that is not chosen
ANYWHERE = "/#"  # the address of an id of whatever page has it
MANY_COLUMNS = 9  # of a table, which is then set smaller
NAMED = 2  # the facts of a claim from which on each is named
CALCULATIONS, DATA, NUMBERS = "calculations", "figure-data", "numbers"

_new = BeautifulSoup("", "html.parser").new_tag


@dataclass(frozen=True)
class Book:
    """All pages in order, and where what can be linked to now stands: (page, id) by the (page, id) of the site."""

    pages: list[Page]
    moved: dict[tuple[str, str], tuple[str, str]]

    def resolve(self, linked: Callable[[str, str], str], published: str) -> None:
        """Makes the links of all pages.

        ``linked``: gives the address of an id on a page ("" for the page itself). ``published``: where the site lies,
        "" where it is not published: then a link to what is not in the book is plain text.
        """
        ids = {page.name: {str(place["id"]) for place in page.body.select("[id]")} for page in self.pages}
        homes = {anchor: name for name, found in ids.items() for anchor in found}
        for page in self.pages:
            for link in page.body.select("a[href]"):
                href = str(link["href"])
                if href.startswith(ANYWHERE):
                    anchor = href.removeprefix(ANYWHERE)
                    link["href"] = linked(homes[anchor], anchor) if anchor in homes else ""
                else:
                    link["href"] = self._resolved(page, href, ids, linked, published)
                if not link["href"]:
                    link.unwrap()

    def _resolved(
        self, page: Page, href: str, ids: dict[str, set[str]], linked: Callable[[str, str], str], published: str
    ) -> str:
        if href.startswith(("http:", "https:", "mailto:")):
            return href
        address, _, anchor = href.partition("#")
        there = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), address)) if address else page.name
        name, anchor = self.moved.get((there.removesuffix(".html"), anchor), (there.removesuffix(".html"), anchor))
        if name in ids and (not anchor or anchor in ids[name]):
            return linked(name, anchor)
        return f"{published.rstrip('/')}/{there}{'#' * bool(anchor)}{anchor}" if published else ""


def read(site: Path) -> Book:
    """The book: the pages of the site, then the appendices."""
    chapters = pages.read(site)
    records = list(pages.measures(site, chapters))
    for page in chapters:
        _clean(page.body)
    moved: dict[tuple[str, str], tuple[str, str]] = {}
    appendices = [
        _appendix(chapters, CALCULATIONS, "Calculations and tests", "details.result", moved),
        _appendix(chapters, DATA, "Data of the figures", "details.figure-data", moved),
    ]
    for page in chapters:
        for folded in page.body.select("details"):
            _unfold(folded)
        _drop_empty(page.body)
    whole = [*chapters, *(page for page in appendices if page)]
    if records:
        whole += _numbers(records)
    for number, page in enumerate(whole):
        # In the appendices a number leads to its row in the last one, which names the source.
        _finish(page.body, coded=number < len(chapters))
    appended = [page for page in whole[len(chapters) :] if page.title]
    for letter, page in zip("ABC", appended, strict=False):
        page.title = f"{letter}. {page.title}"
        _heading(page.body).string = page.title
    if appended:
        appended[0].part = "Appendices"
    return Book(whole, moved)


def _clean(body: Tag) -> None:
    for place in body.select(", ".join(LEFT_OUT)):
        place.decompose()
    for drawing in body.find_all(string=lambda found: isinstance(found, Drawing)):
        if any(word in str(drawing)[: str(drawing).index(">")] for word in HIDDEN):
            drawing.extract()


def _heading(body: Tag) -> Tag:
    found = body.select_one("h1")
    assert found is not None  # pages.article has looked
    return found


def _appendix(
    chapters: Iterable[Page], name: str, title: str, folded: str, moved: dict[tuple[str, str], tuple[str, str]]
) -> Page | None:
    """Moves what is folded away in that manner to a page of its own, under the titles of the chapters it is from."""
    page = Page(name, "", title, _new("article"))
    page.body.append(_tag("h1", title))
    for chapter in chapters:
        found = chapter.body.select(folded)
        if found:
            page.body.append(_tag("h2", chapter.title))
        for place in found:
            page.body.append(_moved(chapter, place, page, moved))
    return page if len(page.body.contents) > 1 else None


def _moved(chapter: Page, place: Tag, page: Page, moved: dict[tuple[str, str], tuple[str, str]]) -> Tag:
    """The place of the appendix; what led to the old place leads there."""
    figure = place.find_parent("figure")
    anchor = f"data-{figure['id']}" if figure and figure.get("id") else str(place.get("id", ""))
    moved[chapter.name, str(place.get("id", anchor))] = (page.name, anchor)
    summary = place.select_one("summary")
    if figure and summary:
        caption = pages.text(figure.select_one("figcaption"))
        figure.append(_link_line(f"{posixpath.relpath(page.name, posixpath.dirname(chapter.name))}.html#{anchor}"))
        summary.string = caption
    _relink(place, chapter.name, page.name)
    unfolded = _unfold(place.extract())
    unfolded["id"] = anchor
    return unfolded


def _link_line(href: str) -> Tag:
    line = _new("p", attrs={"class": "figure-more"})
    line.append(_tag("a", "Data of this figure", href=href))
    return line


def _relink(place: Tag, old: str, new: str) -> None:
    """Makes the relative links of what moves from one page to another right again."""
    for link in place.select("a[href]"):
        href = str(link["href"])
        if not href.startswith(("http:", "https:", "mailto:")):
            address, hash_, anchor = href.partition("#")
            there = posixpath.normpath(posixpath.join(posixpath.dirname(old), address)) if address else f"{old}.html"
            link["href"] = f"{posixpath.relpath(there, posixpath.dirname(new) or '.')}{hash_}{anchor}"


def _unfold(folded: Tag) -> Tag:
    """Opens what is folded away: its summary becomes a label."""
    summary = folded.select_one("summary")
    if summary:
        summary.name = "p"
        summary["class"] = "label"
    folded.name = "div"
    folded["class"] = " ".join(["unfolded", *(folded.get("class") or ())])
    return folded


def _drop_empty(body: Tag) -> None:
    for cell in reversed(body.select("div.cell, div.cell_output, p.figure-caption")):
        if not cell.get_text(strip=True):
            cell.decompose()


def _finish(body: Tag, *, coded: bool) -> None:
    """Writes the codes of sources behind numbers, where a page has them, and leaves out what only screens use."""
    for number in body.select("a.number") if coded else ():
        if number.get("data-source"):
            number.insert_after(_code(number))
    for table in body.select("table"):
        row = table.select_one("tr")
        if row and len(row.select("th, td")) >= MANY_COLUMNS:
            table["class"] = " ".join([*(table.get("class") or ()), "columns-many"])
    for place in body.find_all(True):
        for name in SCREEN_ONLY:
            place.attrs.pop(name, None)


def _code(number: Tag) -> Tag:
    """The code of a number's source, or the name of its calculation, as it stands behind the number on paper."""
    computed = "claim" not in (number.get("class") or ())
    code = _new("small", attrs={"class": "code"})
    source = str(number["data-source"])
    code.append("\u00a0[" + ("=\u00a0" * computed))
    code.append(source if computed else _tag("a", source, href=f"{ANYWHERE}source-{source}"))
    code.append("]")
    return code


def _numbers(records: Iterable[tuple[str, Page]]) -> Iterator[Page]:
    """The pages of the measures with nothing but their claims; the first one opens the appendix."""
    opening = Page(NUMBERS, "", "The numbers of the record", _new("article"))
    opening.body.append(_tag("h1", opening.title))
    yield opening
    before = ""
    for heading, page in records:
        body = _new("article", attrs={"class": "measure"})
        if heading != before:
            body.append(_tag("h2", heading))
        before = heading
        title = copy.copy(_heading(page.body))
        title.name = "h3"
        body.append(title)
        for place in page.body.select("#claims h3, article.claim"):
            body.append(
                _claim(place) if place.name == "article" else _tag("p", pages.text(place), **{"class": "label"})
            )
        yield Page(page.name, "", "", body)


def _claim(claim: Tag) -> Tag:
    """A claim in brief: the number, its days, the phrase, our translation, its source, and whatever limits it."""
    brief = _new("div", attrs={"class": "claim", "id": str(claim["id"])})
    for place in claim.select(".headerlink, .cite"):
        place.decompose()
    for place in claim.select(":scope > h4, :scope > blockquote, :scope > .translation"):
        place.name = "p"
        brief.append(place.extract())
    facts = _new("p", attrs={"class": "about"})
    for number, fact in enumerate(claim.select(":scope > dl > dd:not(.no-search)")):
        # The source and who states it need no word before them; what follows does.
        facts.append(" · " if number else "")
        facts.append(f"{pages.text(fact.find_previous_sibling('dt'))}: " if number >= NAMED else "")
        facts.extend(list(fact.contents))
    facts.append(" ")
    facts.append(_tag("code", str(claim["id"])))
    brief.append(facts)
    brief.extend(claim.select(":scope > .label, :scope > .reprints"))
    return brief


def _tag(name: str, words: str, **attributes: str) -> Tag:
    tag = _new(name, attrs=attributes)
    tag.string = words
    return tag


def sections(page: Page) -> Iterator[tuple[str, str]]:
    """The words and the id of each section that the contents list."""
    for heading in page.body.select("h2"):
        section = heading if heading.get("id") or heading.parent is None else heading.parent
        if section.get("id") and section.name in ("section", "h2"):
            yield pages.text(heading), str(section["id"])
