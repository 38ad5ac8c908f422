"""The search of the site: what every page says, part by part, for the reader's browser to look through.

The index of Sphinx says on which page a word stands, divides no Han characters, and shows no words around a hit unless
it fetches every page that it found, which a browser refuses for a book on disk. So the text of the written pages is put
into one script (``_static/search-data.js``) that only ``search.html`` loads, and static/search.js looks through it for
words and for phrases as they stand. English is stemmed in the browser with the stemmer of Sphinx.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, TypeAlias

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search.en import SearchEnglish

from ledgerbook.site.base import inputs, languages, links
from ledgerbook.site.base.files import Answers, write_changed

PAGE = "search"
DATA_FILE = "search-data.js"
KEPT = "search.json"  # beside the site: what its pages said when they were last read
NOT_SEARCHED = {PAGE, "404"}
NOT_SEARCHED_IN = ("_", f"{links.FIGURES_FOLDER}/")  # a figure's own page says again what its chapter says

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption", "summary"}
ADDRESSED = {"section", "article", "figure", "details", "dt", "li"}  # with an id, they begin a part of the page
SILENT = {"script", "style", "template", "svg", "nav", "pre"}
ARTICLE = '<article class="bd-article"'  # what is read of a page
SILENT_CLASSES = {"headerlink", "label", "no-search"}
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup"}
BETWEEN = {"dt": ": "} | dict.fromkeys(("dd", "th", "td", "li", "p", "blockquote"), "; ")  # what a line's end becomes
UNREAD = re.compile(r"<(svg|template|script|style)\b.*?</\1>", re.DOTALL)  # most of a page, and silent
# The pages are written by docutils and by our own templates, so that a sign of HTML in a text or a value is escaped.
TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)([^<>]*)>")
VALUE = re.compile(r'\b(id|class|role|hidden)\b(?:="([^"]*)")?')
ENDS = re.compile(r"(?:\s*;)+\s*")
NEEDLESS = re.compile(r"(?<=[.,:?!。]);")

Row: TypeAlias = tuple[str, str, list[tuple[str, str, str]]]  # a page's address, its title, its parts


@dataclass
class Part:
    """A part of a page that has an address: its anchor ("" for the page itself), its heading and its text."""

    anchor: str = ""
    heading: str = ""
    text: str = ""


@dataclass
class Element:
    """An element that is open: which part its text belongs to, and as what."""

    tag: str
    part: Part
    heading: bool = False
    silent: bool = False


@dataclass
class Reader:
    """Reads the parts of a page out of its article."""

    parts: list[Part] = field(default_factory=lambda: [Part()])

    def __post_init__(self) -> None:
        self._open = [Element("", self.parts[0], silent=True)]

    def feed(self, html: str) -> None:
        """Reads what is between the tags, and the tags."""
        end = 0
        html = UNREAD.sub(" ", html)
        for tag in TAG.finditer(html):
            if tag.start() > end:
                self._add(unescape(html[end : tag.start()]))
            if tag[1]:
                self._close(tag[2])
            else:
                self._begin(tag[2], dict(VALUE.findall(tag[3])))
            end = tag.end()

    def _begin(self, tag: str, given: Mapping[str, str]) -> None:
        """Opens an element, and with it perhaps a part."""
        if tag not in INLINE:
            self._add(" ")
        if tag in EMPTY:
            return
        outer = self._open[-1]
        part, silent = outer.part, _silent(tag, given, outer)
        addressed = tag in ADDRESSED or given.get("role") == "doc-biblioentry"
        if addressed and given.get("id") and not silent:
            part = Part(given["id"])
            self.parts.append(part)
            if tag == "dt":  # what follows the term belongs to it
                outer.part = part
        if tag == "h1":  # the title of the page, which is addressed without an anchor
            part.anchor = ""
        heading = outer.heading or (tag in HEADINGS and not part.heading)
        self._open.append(Element(tag, part, heading, silent))

    def _close(self, tag: str) -> None:
        """Closes an element, and those in it whose end is not written."""
        if not any(element.tag == tag for element in self._open):
            return
        while (closed := self._open.pop()).tag != tag:
            pass
        if tag not in INLINE:
            self._add(" " if closed.heading or closed.silent else BETWEEN.get(tag, " "))

    def _add(self, data: str) -> None:
        element = self._open[-1]
        if element.silent:
            return
        if element.heading:
            element.part.heading += data
        else:
            element.part.text += data


def _silent(tag: str, given: Mapping[str, str], outer: Element) -> bool:
    """Whether the text of an element is left out: it is hidden, says nothing of its own, or opens on request only."""
    classes = set(given.get("class", "").split())
    if "bd-article" in classes:
        return False
    if outer.silent or tag in SILENT or "hidden" in given or classes & SILENT_CLASSES:
        return True
    return (tag == "details" and not given.get("id")) or (outer.tag == "details" and tag != "summary")


def read(address: str, html: str) -> Row | None:
    """A page with its parts; nothing when it has no title."""
    reader = Reader()
    _, opened, article = html.partition(ARTICLE)
    reader.feed(opened + article)
    parts = [(part.anchor, _joined(part.heading), _joined(part.text)) for part in reader.parts]
    title = next((heading for anchor, heading, _ in parts if heading and not anchor), "")
    said = [part for part in parts if part[1] or part[2]]
    return (address, title, said) if title else None


def _joined(text: str) -> str:
    return NEEDLESS.sub("", ENDS.sub("; ", " ".join(text.split()))).strip(" ;")


def rows(folder: Path, first: Iterable[str], read: Callable[[str, str], Row | None] = read) -> Iterator[Row]:
    """The pages of a built site: those named first, in their order, then the others by name."""
    order = {f"{name}.html": place for place, name in enumerate(first)}
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.html")]
    for name in sorted(names, key=lambda name: (order.get(name, len(order)), name)):
        if not name.startswith(NOT_SEARCHED_IN) and name.removesuffix(".html") not in NOT_SEARCHED:
            row = read(name, (folder / name).read_text(encoding="utf-8"))
            if row:
                yield row


def script(pages: Iterable[Row]) -> str:
    """The script that gives search.js the pages, what it knows Han characters by, and the stemmer of English."""
    english = SearchEnglish({})
    listed = list(pages)
    data = {"pages": listed, **_han_rules(listed), "stopwords": sorted(english.stopwords)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"window.SEARCH = {text};\n{english.js_stemmer_code.strip()}\n"


def _han_rules(pages: Sequence[Row]) -> dict[str, Any]:
    """By what runs of Han characters and their script are known; nothing for a book without any."""
    characters = {character for _, _, parts in pages for part in parts for text in part for character in text}
    if not any(map(languages.RUN.search, characters)):
        return {}
    return {
        "han": languages.RUN.pattern,
        "kana": languages.KANA.pattern,
        "traditional": f"[{''.join(sorted(languages.only_traditional() & characters))}]",
        "simplified": simplified(characters),
    }


def simplified(characters: Set[str]) -> dict[str, str]:
    """The traditional characters that stand for one of those, or are one of them, each with the simplified one."""
    pairs = ((old, new[0]) for old, new in languages.traditional().items())
    return {old: new for old, new in pairs if old != new and len(new) == 1 and {old, new} & characters}


def _add_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Writes the data when the page of the search is made, which is the last of all pages."""
    if pagename != PAGE:
        return
    folder = Path(app.outdir)
    answers = Answers(folder.parent / KEPT, inputs.code())
    pages = rows(folder, app.env.collect_relations(), lambda name, html: _known(answers, name, html))
    write_changed(folder / "_static" / DATA_FILE, script(pages))
    answers.save()
    for name in ("search.js", DATA_FILE):
        app.add_js_file(name, loading_method="defer")


def _known(answers: Answers, address: str, html: str) -> Row | None:
    """The page with its parts, from the last build if it says the same."""
    found = answers.of(f"{address}\n{html}", lambda _: read(address, html))
    return (found[0], found[1], found[2]) if found else None


def _without_sphinx_index(app: Sphinx) -> None:
    """Keeps Sphinx from making its own index, which nothing would load."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def _collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page of the search, which Sphinx makes together with its index only."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        yield PAGE, {"found_docs": app.env.found_docs}, "search.html"


def setup(app: Sphinx) -> None:
    """Registers the page of the search and its data."""
    app.connect("builder-inited", _without_sphinx_index)
    app.connect("html-collect-pages", _collect, priority=900)  # after the pages that it looks through
    app.connect("html-page-context", _add_scripts)
