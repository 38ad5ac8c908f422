"""The ledger as one table that a reader filters and sorts in the browser: ``{ledger-browser}``.

The rows lie in a script of our own (``_static/ledger-data.js``) that only this page loads, so that it works from a
folder on disk as well. Without scripts the table is not shown; ``{measure-list}`` leads to the same claims.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxDirective

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import cell_text
from ledgerbook.site.base import inputs, links
from ledgerbook.site.numbers import views

DATA_FILE = "ledger-data.js"


class ledger_browser(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """The place of the table."""


class LedgerBrowser(SphinxDirective):
    """The directive."""

    def run(self) -> list[nodes.Node]:
        """The node."""
        return [ledger_browser()]


def rows(record: Ledger) -> dict[str, Any]:
    """What the browser filters: the claims as rows, with the names that many of them share listed once."""
    measures = list(record.measures.values())
    sources = list(record.sources.values())
    agencies = list(record.agencies.values())
    number = {m.measure: i for i, m in enumerate(measures)}
    source = {s.source_id: i for i, s in enumerate(sources)}
    agency = {a.agency: i for i, a in enumerate(agencies)}
    return {
        "measures": [[record.label(m), links.measure_page(m.measure), m.strand] for m in measures],
        "strands": {m.strand: record.word("measures.strand", m.strand) for m in measures},
        "sources": [[f"{s.first_outlet}, {views.printed_date(s.date)}", s.source_id] for s in sources],
        "agencies": [record.label(a, "name") for a in agencies],
        "places": {place.place: record.label(place) for place in record.places.values()},
        "statuses": {name: record.word("claims.status", name) for name in record.keys("claims.status")},
        "columns": ["id", "measure", "number", "language", "kind", "start", "end", "place", "agencies", "source",
                    "phrase", "translation", "status", "reprint", "value", "unit", "bound", "accumulation"],
        "claims": [
            [
                claim.claim_id, number[claim.measure], claim.value_text, views.number_language(claim, record.sources),
                views.kind_words(claim), cell_text(claim.period_start), claim.period_end.isoformat(), claim.geography,
                [agency[name] for name in claim.agency.split(",")], source[claim.source_id], claim.evidence,
                claim.translation, claim.status, bool(claim.reprint_of), float(claim.value), claim.unit, claim.bound,
                claim.accumulation,
            ]
            for claim in record.claims.values()
        ],
    }  # fmt: skip


def _write_data(app: Sphinx) -> None:
    """Writes the rows before any page, so that the page can name them with their checksum."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    folder = Path(app.outdir) / "_static"
    folder.mkdir(parents=True, exist_ok=True)
    data = json.dumps(rows(inputs.record(app.env)), ensure_ascii=False, separators=(",", ":"))
    (folder / DATA_FILE).write_text(f"window.LEDGER = {data};\n", encoding="utf-8")


def _load(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if doctree is not None and next(doctree.findall(ledger_browser), None) is not None:
        for name in (DATA_FILE, "ledger.js"):
            app.add_js_file(name, loading_method="defer")


def _visit(translator: Any, node: ledger_browser) -> None:
    translator.body.append(translator.builder.templates.render("record/browser.html", {}))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Registers the directive, its node and its data."""
    app.add_node(ledger_browser, html=(_visit, None))
    app.add_directive("ledger-browser", LedgerBrowser)
    app.connect("builder-inited", _write_data)
    app.connect("html-page-context", _load)
