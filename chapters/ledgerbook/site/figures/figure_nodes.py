"""Figures in a chapter: numbered, with finding, drawings, caption, data table and what can be taken away.

A notebook stores a figure as :data:`FIGURE_MIME`; here it becomes nodes that Sphinx numbers and that prose refers to by
the figure's name, as in ``[Figure 2.1](figure:name)``. Builders that do not write HTML take the stored image instead.
Where the strict reading of hedged numbers changes what a figure shows, the figure stands a second time under that
reading, for its own page (:mod:`ledgerbook.site.figures.figure_pages`). Nothing is drawn here: execution has stored the
drawings (:mod:`ledgerbook.notebooks.drawings`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer, load_mime_renders
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ledgerbook.figure import FIGURE_MIME
from ledgerbook.figure.drawing import Drawn
from ledgerbook.notebooks import drawings
from ledgerbook.notebooks.drawings import STRICT, DrawingsError, Reading
from ledgerbook.notebooks.stored import Stored
from ledgerbook.numbers import intervals, printing
from ledgerbook.numbers.wording import Hedge
from ledgerbook.record.rows import Claim
from ledgerbook.site.base import elements, inputs, links
from ledgerbook.site.base.words import _, counted
from ledgerbook.site.figures import drawn

logger = logging.getLogger(__name__)
HEDGED_EXAMPLE = "book_hedged_example"  # the setting that names a claim such as "more than 1,600"
FILES = {
    "html": "Page to cite or embed", "svg": "Drawing (SVG)", "csv": "Data (CSV)", "json": "Specification (Vega-Lite)",
}  # fmt: skip


class book_figure(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """A figure: :class:`finding`, drawings, caption, data, and perhaps a :class:`strict_reading`."""


class finding(nodes.Part, nodes.TextElement):  # noqa: N801
    """The title of a figure, which says what it shows; its number stands before it."""


class drawing(nodes.General, nodes.Element):  # noqa: N801
    """The drawings of a figure, as ``svgs``; ``address`` leads from the page to the file of the same drawing."""


class strict_reading(nodes.General, nodes.Element):  # noqa: N801
    """The figure under the strict convention; written on the figure's own page only."""


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
    document: Any = data.content
    name = document["name"]
    stored = _stored(renderer, data, document)
    node = book_figure(ids=[name], names=[name], classes=["book-figure"])
    node += finding("", document["finding"])
    node += _drawing(renderer, data, name, stored.drawings)
    node += _caption(renderer, data, document["caption"])
    if strict := stored.strict:
        _check_caption(renderer, data, document, strict.document)
        node += _reading_link(renderer, name)
        shown = _drawing(renderer, data, f"{name}-{STRICT}", strict.drawings)
        node += strict_reading("", finding("", strict.document["finding"]), shown, _data(strict.document["table"]))
    node += _data(document["table"])
    node += files(renderer.renderer.sphinx_env.docname, name)
    renderer.renderer.document.note_explicit_target(node, node)
    return node


def _stored(renderer: NbElementRenderer, data: MimeData, document: Mapping[str, Any]) -> drawings.Stored:
    """The figure's stored drawings; without any, a warning."""
    env = renderer.renderer.sphinx_env
    notebook = Path(env.doc2path(env.docname))
    env.note_dependency(str(drawings.place(notebook)))
    try:
        return drawings.of(notebook, document)
    except DrawingsError as error:
        env.note_reread()  # Sphinx would not warn again of a page that it need not read again
        _warn(renderer, data, str(error))
        return drawings.Stored((), None)


def _drawing(renderer: NbElementRenderer, data: MimeData, name: str, pairs: Sequence[Drawn]) -> drawing:
    for colour in (colour for _svg, foreign in pairs for colour in foreign):
        _warn(renderer, data, f"figure {name!r} is drawn in {colour}, which is no colour of the theme")
    address = links.figure_address(renderer.renderer.sphinx_env.docname, name, "svg")
    return drawing(svgs=[svg for svg, _foreign in pairs], address=address)


def _caption(renderer: NbElementRenderer, data: MimeData, text: str) -> nodes.container:
    """The caption's Markdown, in which numbers are traced as in prose."""
    container = nodes.container(classes=["figure-caption"])
    with renderer.renderer.current_node_context(container):
        renderer.renderer.nested_render_text(text, data.line or 0)
    return container


def _check_caption(
    renderer: NbElementRenderer, data: MimeData, document: Mapping[str, Any], strict: Mapping[str, Any]
) -> None:
    if strict["caption"] != document["caption"]:
        _warn(renderer, data, f"the caption of figure {document['name']!r} depends on the convention of reading: "
              "say what does in its finding or its alternative, which are drawn for both readings")  # fmt: skip


def strict_reading_of(env: BuildEnvironment, docname: str, document: Mapping[str, Any]) -> Reading | None:
    """A figure of a chapter under the strict reading, where that shows anything else."""
    return drawings.of(Path(env.doc2path(docname)), document).strict


def hedged_example(env: BuildEnvironment) -> Claim | None:
    """The claim by which readers are told what the readings differ in: by the setting, else the first that shows it."""
    record = inputs.record(env)
    if name := env.config[HEDGED_EXAMPLE]:
        return record.claim(name)
    return next((claim for claim in record.claims.values() if claim.reading().hedge is Hedge.OVER), None)


def _reading_link(renderer: NbElementRenderer, name: str) -> nodes.paragraph:
    address = links.figure_address(renderer.renderer.sphinx_env.docname, name, "html")
    example = hedged_example(renderer.renderer.sphinx_env)
    usual, strict = _("usual"), _("strict")
    if example:
        above = printing.span(intervals.exactly(example.interval().upper))
        usual = _("usual, {number} is below {above}").format(number=example.value_text, above=above)
        strict = _("strict, {number} is open above").format(number=example.value_text)
    link = nodes.reference("", strict, refuri=f"{address}#{STRICT}")
    parts = [nodes.Text(_("Reading of hedged numbers: ")), elements.span(usual, "usual"), nodes.Text(" "), link]
    words = elements.span(parts, elements.EXAMPLE)
    return elements.paragraph(words, classes=["figure-reading"])


def _data(stored: Mapping[str, Any]) -> elements.details:
    """The data table; its last column links each row to the claims behind it."""
    headings: list[str] = stored["headings"]
    rows: list[Sequence[elements.Inline]] = stored["rows"]
    if any(stored["claims"]):
        headings = [*headings, _("Printed as")]
        printed = [elements.listed(map(links.claim_link, ids)) for ids in stored["claims"]]
        rows = [[*row, claims] for row, claims in zip(rows, printed, strict=True)]
    table: nodes.Node = elements.table(headings, rows)
    if not any(stored["claims"]):  # no link in it at which a keyboard could stop to scroll
        table = elements.scroller("", table, label=_("Data of this figure"), classes=["table-scroller"])
    return elements.details(
        "",
        elements.summary("", counted("Data of this figure ({n} row)", "Data of this figure ({n} rows)", len(rows))),
        table,
        classes=["figure-data", *(["long"] if len(rows) > 12 else [])],
    )


def files(docname: str, name: str) -> nodes.paragraph:
    """Where a figure can be linked to, embedded and taken from, as links for that page."""
    found = [
        nodes.reference("", _(words), refuri=links.figure_address(docname, name, kind)) for kind, words in FILES.items()
    ]
    return elements.paragraph(elements.listed(found, " · "), classes=["figure-files"])


def _warn(renderer: NbElementRenderer, data: MimeData, message: str) -> None:
    location = (renderer.renderer.sphinx_env.docname, data.line)
    logger.warning(message, type="book", subtype="figure", location=location)


def visit_figure(translator: Any, node: nodes.Element) -> None:
    """Begins what HTML calls a figure."""
    translator.body.append(translator.starttag(node, "figure"))


def depart_figure(translator: Any, node: nodes.Element) -> None:
    """Ends it."""
    translator.body.append("</figure>\n")


def _visit_finding(translator: Any, node: nodes.Element) -> None:
    builder = translator.builder
    number = number_words(builder.config, builder.fignumbers["figure"][node.parent["names"][0]])
    translator.body.append(translator.starttag(node, "figcaption", ""))
    translator.body.append(f'<span class="caption-number">{number} </span><span class="caption-text">')


def _depart_finding(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</span>")
    translator.add_permalink_ref(node.parent, _("Link to this figure"))
    translator.body.append("</figcaption>\n")


def number_words(config: Config, number: Sequence[int]) -> str:
    """A figure's number in words: "Figure 2.1"."""
    form: str = config.numfig_format["figure"]
    return form % ".".join(map(str, number))


def _visit_drawing(translator: Any, node: nodes.Element) -> None:
    svgs = [drawn.in_page(svg) for svg in node["svgs"]]
    translator.body.append('<div class="drawings">\n' + "\n".join(svgs) + "\n</div>\n")
    translator.body.append(drawn.for_readers(node["address"], node["svgs"][0]) + "\n" if svgs else "")
    raise nodes.SkipNode


def _leave_out(translator: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode


def published(env: BuildEnvironment) -> dict[str, Stored]:
    """All figures of the book by name, as their notebooks store them; known once Sphinx has begun to read."""
    found: dict[str, Stored] = env.book_figures  # type: ignore[attr-defined]
    return found


def finding_of(figure: nodes.Node) -> str:
    """The sentence that a figure is titled with."""
    return next(figure.findall(finding)).astext()


def setup(app: Sphinx) -> None:
    """Registers the nodes and the renderer."""
    app.add_config_value(HEDGED_EXAMPLE, "", "env", str)
    app.add_enumerable_node(book_figure, "figure", finding_of, html=(visit_figure, depart_figure))
    app.add_node(finding, html=(_visit_finding, _depart_finding))
    app.add_node(drawing, html=(_visit_drawing, None))
    app.add_node(strict_reading, html=(_leave_out, None))
    # MyST-NB finds its renderers through the entry points of installed packages, and this package is not installed. The
    # function keeps its list, so what is added to it counts wherever the list is read.
    renderers = load_mime_renders()
    if FigureRenderer not in renderers:
        renderers.append(FigureRenderer)
