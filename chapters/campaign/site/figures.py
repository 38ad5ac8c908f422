"""Figures: numbered, with finding, drawings, caption and data table in this order.

A notebook stores a figure as :data:`FIGURE_MIME`; here it becomes nodes that Sphinx numbers and that prose refers to by
the figure's name, as in ``{numref}`name```. Builders that do not write HTML take the stored image instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer, load_mime_renders
from sphinx.application import Sphinx
from sphinx.util import logging

from campaign.figures.figure import FIGURE_MIME, stored_spec
from campaign.site import elements, links
from campaign.site.drawing import kept, kept_drawings, page_svg

logger = logging.getLogger(__name__)


class book_figure(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """A figure: :class:`finding`, drawings, caption, data."""


class finding(nodes.Part, nodes.TextElement):  # noqa: N801
    """The title of a figure, which says what it shows; its number stands before it."""


class drawing(nodes.General, nodes.Element):  # noqa: N801
    """A drawing, as ``svg``."""


class FigureRenderer:
    """Makes the nodes of a figure from its stored form: a plugin of MyST-NB."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int]]] = [
        (builder, FIGURE_MIME, 1) for builder in elements.HTML_BUILDERS
    ]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The figure's nodes; None for any other kind of output."""
        if data.mime_type != FIGURE_MIME:
            return None
        return [_figure(renderer, data)]


def _figure(renderer: NbElementRenderer, data: MimeData) -> book_figure:
    stored: Any = data.content
    name = stored["name"]
    node = book_figure(ids=[name], names=[name], classes=["book-figure"])
    node += finding("", stored["finding"])
    for variant in ("wide", "narrow"):
        spec = stored_spec(stored, variant)
        draw = partial(page_svg, spec, name=name, variant=variant, alternative=stored["alternative"])
        folder = kept_drawings(renderer.renderer.sphinx_env.app)
        svg, foreign = kept(folder, [name, variant, spec, stored["alternative"]], draw)
        node += drawing(svg=svg)
        for colour in foreign:
            _warn(renderer, data, f"figure {name!r} is drawn in {colour}, which is no colour of the theme")
    node += _caption(renderer, data, stored["caption"])
    node += _data(stored["table"])
    renderer.renderer.document.note_explicit_target(node, node)
    return node


def _caption(renderer: NbElementRenderer, data: MimeData, text: str) -> nodes.container:
    """The caption's Markdown, in which numbers are traced as in prose."""
    container = nodes.container(classes=["figure-caption"])
    with renderer.renderer.current_node_context(container):
        renderer.renderer.nested_render_text(text, data.line or 0)
    return container


def _data(stored: dict[str, Any]) -> elements.details:
    """The data table; its last column links each row to the claims behind it."""
    headings: list[str] = stored["headings"]
    rows: list[Sequence[elements.Inline]] = stored["rows"]
    if any(stored["claims"]):
        headings = [*headings, "Printed as"]
        printed = [elements.listed(map(links.claim_link, ids)) for ids in stored["claims"]]
        rows = [[*row, claims] for row, claims in zip(rows, printed, strict=True)]
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    return elements.details(
        "",
        elements.summary("", f"Data of this figure ({count})"),
        elements.table(headings, rows),
        classes=["figure-data", *(["long"] if len(rows) > 12 else [])],
    )


def _warn(renderer: NbElementRenderer, data: MimeData, message: str) -> None:
    location = (renderer.renderer.sphinx_env.docname, data.line)
    logger.warning(message, type="book", subtype="figure", location=location)


def _visit_figure(translator: Any, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, "figure"))


def _depart_figure(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</figure>\n")


def _visit_finding(translator: Any, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, "figcaption", ""))
    translator.add_fignumber(node.parent)
    translator.body.append('<span class="caption-text">')


def _depart_finding(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</span>")
    translator.add_permalink_ref(node.parent, "Link to this figure")
    translator.body.append("</figcaption>\n")


def _visit_drawing(translator: Any, node: nodes.Element) -> None:
    translator.body.append(node["svg"] + "\n")
    raise nodes.SkipNode


def _finding_of(figure: nodes.Node) -> str:
    return next(figure.findall(finding)).astext()


def setup(app: Sphinx) -> None:
    """Registers the nodes and the renderer."""
    app.add_enumerable_node(book_figure, "figure", _finding_of, html=(_visit_figure, _depart_figure))
    app.add_node(finding, html=(_visit_finding, _depart_finding))
    app.add_node(drawing, html=(_visit_drawing, None))
    # MyST-NB finds its renderers through the entry points of installed packages, and this package is not installed. The
    # function keeps its list, so what is added to it counts wherever the list is read.
    renderers = load_mime_renders()
    if FigureRenderer not in renderers:
        renderers.append(FigureRenderer)
