"""Results: derived numbers that notebooks publish, shown where they are computed."""

from __future__ import annotations

from docutils import nodes

from ledgerbook.numbers import printing
from ledgerbook.numbers.days import from_to
from ledgerbook.numbers.quantities import Period
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.results import PublishedResult
from ledgerbook.site.base import elements, links
from ledgerbook.site.base.words import _
from ledgerbook.site.numbers import views


def interval_words(result: PublishedResult, record: Ledger) -> str:
    """The interval with the digits that it supports and its unit."""
    return views.with_unit(printing.span(result.interval), result.unit, record)


def shown(result: PublishedResult, record: Ledger) -> elements.details:
    """One line that opens to its formula and the claims behind it."""
    line = elements.summary("", "", nodes.Text(f"{result.meaning}: "), nodes.strong("", interval_words(result, record)))
    rows: list[list[elements.Inline]] = [
        [_("Name"), nodes.literal("", result.name)],
        [_("Formula"), result.formula],
        [_("Counts"), from_to(Period(*result.period))],
    ]
    if result.claims:
        rows.append([_("From"), elements.listed(map(links.claim_link, result.claims))])
    return elements.opening(line, rows, links.result_anchor(result.name), "result")
