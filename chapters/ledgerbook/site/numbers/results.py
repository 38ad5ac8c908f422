"""Results: derived numbers that notebooks publish, read from their stored outputs and shown where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer, load_mime_renders
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from ledgerbook.numbers import printing
from ledgerbook.numbers.days import from_to
from ledgerbook.numbers.quantities import Period
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.results import RESULT_MIME, PublishedResult
from ledgerbook.site.base import elements, inputs, links, outputs
from ledgerbook.site.base.words import _
from ledgerbook.site.numbers import views


@dataclass(frozen=True, slots=True)
class Published:
    """A result and the page that publishes it."""

    docname: str
    result: PublishedResult


def names(env: BuildEnvironment) -> list[str]:
    """The names of all results of the book."""
    return list(_all(env))


def find(env: BuildEnvironment, name: str) -> Published | None:
    """The result of that name, or None."""
    if name not in _all(env):
        return None
    docname, document = _all(env)[name]
    return Published(docname, PublishedResult.from_document(document))


def _all(env: BuildEnvironment) -> dict[str, tuple[str, dict[str, Any]]]:
    # Kept as they are stored, because the environment is pickled and an interval's infinities are not.
    found: dict[str, tuple[str, dict[str, Any]]] = env.book_results  # type: ignore[attr-defined]
    return found


def interval_words(result: PublishedResult, record: Ledger) -> str:
    """The interval with the digits that it supports and its unit."""
    return views.with_unit(printing.span(result.interval), result.unit, record)


def _gather(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Reads the results of every notebook of the book before any page is read."""
    found = outputs.by_name(env, RESULT_MIME, "result")
    for output in found.values():
        try:
            PublishedResult.from_document(output.document)
        except ValueError as error:
            raise ExtensionError(f"{env.doc2path(output.docname)}: {error}") from error
    env.book_results = {name: (o.docname, o.document) for name, o in found.items()}  # type: ignore[attr-defined]


class ResultRenderer:
    """Shows a result as one line that opens to its formula and the claims behind it: a plugin of MyST-NB."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int]]] = [
        (builder, RESULT_MIME, 1) for builder in elements.HTML_BUILDERS
    ]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The result's nodes; None for any other kind of output."""
        if data.mime_type != RESULT_MIME:
            return None
        stored: Any = data.content
        record = inputs.record(renderer.renderer.sphinx_env)
        return [_shown(PublishedResult.from_document(stored), record)]


def _shown(result: PublishedResult, record: Ledger) -> elements.details:
    line = elements.summary("", "", nodes.Text(f"{result.meaning}: "), nodes.strong("", interval_words(result, record)))
    rows: list[list[elements.Inline]] = [
        [_("Name"), nodes.literal("", result.name)],
        [_("Formula"), result.formula],
        [_("Counts"), from_to(Period(*result.period))],
    ]
    if result.claims:
        rows.append([_("From"), elements.listed(map(links.claim_link, result.claims))])
    items = [(nodes.term("", "", *elements.inline(term)), [elements.paragraph(what)]) for term, what in rows]
    return elements.details(
        "", line, elements.definitions(items), ids=[links.result_anchor(result.name)], classes=["result"]
    )


def setup(app: Sphinx) -> None:
    """Registers the reading of results and their renderer."""
    app.connect("env-before-read-docs", _gather)
    renderers = load_mime_renders()  # see ledgerbook.site.figures.figure_nodes.setup
    if ResultRenderer not in renderers:
        renderers.append(ResultRenderer)
