"""Results: derived numbers that notebooks publish, shown where they are computed."""

from __future__ import annotations

from docutils import nodes

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.results import PublishedResult
from ledgerbook.site.base import elements, links
from ledgerbook.site.base.words import _
from ledgerbook.site.numbers import views


def shown(result: PublishedResult, record: Ledger) -> elements.details:
    """One line that opens to its formula and the claims behind it."""
    line = elements.summary(
        "", "", nodes.Text(f"{result.meaning}: "), nodes.strong("", views.result_words(result, record))
    )
    rows: list[list[elements.Inline]] = [
        [_("Name"), nodes.literal("", result.name)],
        [_("Formula"), result.formula],
    ]
    if days := views.days_of(result, record):
        rows.append([_("Counts"), days])
    if result.claims:
        rows.append([_("From"), elements.listed(map(links.claim_link, result.claims))])
    return elements.opening(line, rows, links.result_anchor(result.name), "result")
