"""The running prose of a Markdown text: headings, paragraphs and list items as a reader sees them, with their links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from ledgerbook.prose.markdown import OTHER, Markdown, directive, shown

# Directives whose body is prose that a reader reads in its place; what another makes is a table, a list or a picture.
BOXES = {
    "admonition", "attention", "caution", "danger", "dropdown", "epigraph", "error", "hint", "important", "margin",
    "note", "seealso", "sidebar", "tip", "topic", "warning",
}  # fmt: skip
CITE = "cite"  # the links and roles that name a work of the bibliography, which is no word of a sentence
FIGURE = "figure"  # [Figure 2.1](figure:name): the links that name a figure of the book by its number
_NOT_READ = {"table_open": "table_close", "dl_open": "dl_close"}


@dataclass(frozen=True, slots=True)
class Span:
    """A link in a passage: where its words begin and end in the passage's text, and its address."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, a paragraph or a paragraph of a list item.

    ``level`` is that of a heading, 0 of what is none; ``box`` the class of the admonition around it ("" outside of
    any, the directive's name where it has no class); ``item`` the line of the list item around it, 0 outside of lists.
    """

    text: str
    line: int
    level: int = 0
    box: str = ""
    item: int = 0
    links: tuple[Span, ...] = ()

    def line_of(self, place: int) -> int:
        """The line of a place in the text."""
        return self.line + self.text.count("\n", 0, place)


def passages(markdown: Markdown, text: str, above: int = 0, box: str = "") -> Iterator[Passage]:
    """The passages of a text, above which there are that many lines, in order. Tables and code are none."""
    level = item = depth = 0
    hidden = ""
    for token in markdown.tokens(text):
        line = above + (token.map or (0, 0))[0] + 1
        if hidden:
            hidden = "" if token.type == hidden else hidden
        elif token.type in _NOT_READ:
            hidden = _NOT_READ[token.type]
        elif token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "list_item_open":
            item, depth = (line if not depth else item), depth + 1
        elif token.type == "list_item_close":
            depth -= 1
            item = item if depth else 0
        elif token.type == "inline":
            yield _passage(token.children or [], line, level, box, item)
        elif (opened := directive(token)) and opened.name in BOXES:
            inner = opened.options.get("class", opened.name)
            yield from passages(markdown, opened.body, line + opened.lines, inner)


def _passage(tokens: Sequence[Token], line: int, level: int, box: str, item: int) -> Passage:
    text = ""
    opened: list[tuple[int, str]] = []
    links: list[Span] = []
    for token in tokens:
        if token.type == "link_open":
            opened.append((len(text), str(token.attrs["href"])))
        elif token.type == "link_close":
            start, address = opened.pop()
            text = _said(text, start, address.partition(":")[0])
            links.append(Span(start, len(text), address))
        elif token.type == "myst_role" and token.meta["name"].startswith(CITE):
            links.append(Span(len(text), len(text), f"{CITE}:{token.content}"))
        else:
            text += shown(token)
    return Passage(text, line, level, box, item, tuple(links))


def _said(text: str, start: int, scheme: str) -> str:
    """The text up to the end of a link that starts there, as a sentence counts its words."""
    if scheme == CITE:
        return text[:start]
    # The number of a figure is none of the text; and where nothing is typed, the words of a source will stand.
    return text[:start] + OTHER if scheme == FIGURE or len(text) == start else text


def words(text: str) -> list[str]:
    """The words of a text: what stands between spaces and holds a letter, a digit or something that is printed."""
    return [word for word in re.split(r"[\s–—/]+", text) if re.search(rf"\w|{OTHER}", word)]
