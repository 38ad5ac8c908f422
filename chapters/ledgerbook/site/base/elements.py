"""Elements of HTML that docutils lacks: a part that opens on request, and header cells that say what they head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from docutils import nodes
from sphinx.application import Sphinx

from ledgerbook.prose import judgement

HTML_BUILDERS = ("html", "dirhtml", "singlehtml", "epub")
EXAMPLE = judgement.EXAMPLE  # the class of a number that is excused, and so traced to nothing
LONGEST_UNBROKEN = 12  # characters of a cell that is kept on one line
Inline: TypeAlias = str | nodes.Node | Sequence[nodes.Node]


class details(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """A part that the reader opens; its first child is a :class:`summary`."""


class summary(nodes.General, nodes.TextElement):  # noqa: N801
    """The line that stands for a closed :class:`details`."""


class scroller(nodes.General, nodes.Element):  # noqa: N801
    """A part that may be scrolled and holds nothing to go to: the keyboard can stop at it. ``label`` names it."""


class header_cell(nodes.Part, nodes.Element):  # noqa: N801
    """A cell that heads its column or row: ``scope`` is col or row."""


def inline(content: Inline) -> list[nodes.Node]:
    """Text or nodes as a list of nodes."""
    if isinstance(content, str):
        return [nodes.Text(content)]
    return [content] if isinstance(content, nodes.Node) else list(content)


def paragraph(*parts: Inline, classes: Sequence[str] = ()) -> nodes.paragraph:
    """A paragraph of text and nodes."""
    return nodes.paragraph("", "", *(n for part in parts for n in inline(part)), classes=list(classes))


def listed(items: Iterable[nodes.Node], between: str = ", ") -> list[nodes.Node]:
    """The items with commas, or what is given, between them."""
    found: list[nodes.Node] = []
    for item in items:
        found += [nodes.Text(between)] if found else []
        found.append(item)
    return found


def span(content: Inline, *classes: str) -> nodes.inline:
    """An inline element with classes."""
    return nodes.inline("", "", *inline(content), classes=list(classes))


def table(headings: Sequence[Inline], rows: Iterable[Sequence[Inline]], *, classes: Sequence[str] = ()) -> nodes.table:
    """A table whose first column heads its rows."""
    body = nodes.tbody("", *(_row(cells) for cells in rows))
    head = nodes.thead("", nodes.row("", *(_header(h, "col") for h in headings)))
    columns = [nodes.colspec(colwidth=1) for _ in headings]
    group = nodes.tgroup("", *columns, head, body, cols=len(columns))
    return nodes.table("", group, classes=["colwidths-auto", *classes])


def definitions(items: Iterable[tuple[nodes.term, Sequence[nodes.Node]]], *classes: str) -> nodes.definition_list:
    """A list of terms, each with its definition."""
    made = (nodes.definition_list_item("", term, nodes.definition("", *body)) for term, body in items)
    return nodes.definition_list("", *made, classes=list(classes))


def opening(line: summary, rows: Iterable[Sequence[Inline]], anchor: str, *classes: str) -> details:
    """A part with an address that opens to terms, each with what is said of it."""
    items = [(nodes.term("", "", *inline(term)), [paragraph(what)]) for term, what in rows]
    return details("", line, definitions(items), ids=[anchor], classes=list(classes))


def _header(content: Inline, scope: str) -> header_cell:
    return header_cell("", nodes.paragraph("", "", *inline(content)), scope=scope)


def _row(cells: Sequence[Inline]) -> nodes.row:
    first, *others = cells
    return nodes.row("", _header(first, "row"), *map(_cell, others))


def _cell(content: Inline) -> nodes.entry:
    words = nodes.paragraph("", "", *inline(content))
    # A date or a number must not be broken at its hyphen.
    classes = ["short"] if len(words.astext()) <= LONGEST_UNBROKEN else []
    return nodes.entry("", words, classes=classes)


def _visitor(tag: str) -> tuple[Any, Any]:
    def visit(translator: Any, node: nodes.Element) -> None:
        translator.body.append(translator.starttag(node, tag))

    def depart(translator: Any, node: nodes.Element) -> None:
        translator.body.append(f"</{tag}>\n")

    return visit, depart


def _visit_scroller(translator: Any, node: nodes.Element) -> None:
    # A group and no region: a page with many figures would have as many landmarks.
    words = {"tabindex": "0", "role": "group", "aria-label": node["label"]}
    translator.body.append(translator.starttag(node, "div", **words))


def _visit_header_cell(translator: Any, node: nodes.Element) -> None:
    row: Any = node.parent
    row.column += 1  # docutils counts the cells of a row on the row
    translator.body.append(translator.starttag(node, "th", "", scope=node["scope"]))


def _depart_header_cell(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</th>\n")


def setup(app: Sphinx) -> None:
    """Registers the nodes."""
    app.add_node(details, html=_visitor("details"))
    app.add_node(summary, html=_visitor("summary"))
    app.add_node(scroller, html=(_visit_scroller, _visitor("div")[1]))
    app.add_node(header_cell, html=(_visit_header_cell, _depart_header_cell))
