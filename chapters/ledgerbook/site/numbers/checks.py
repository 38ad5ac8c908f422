"""Checks: statements that notebooks test on rows of the record, shown where they are tested."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from ledgerbook.record.checks import CheckedRow, PublishedCheck
from ledgerbook.record.ledger import Ledger
from ledgerbook.site.base import elements, links
from ledgerbook.site.base.words import _
from ledgerbook.site.numbers.views import CheckView


def shown(check: PublishedCheck, record: Ledger) -> elements.details:
    """One line that opens to what the statement was tested on."""
    view = CheckView(check, "", record)
    line = elements.summary("", "", nodes.Text(f"{view.statement}: "), nodes.strong("", view.count))
    others = [row for row in check.rows if row not in (*check.usual, *check.exceptions)]
    rows: list[list[elements.Inline]] = [
        [_("Name"), nodes.literal("", check.name)],
        [_("Tested on"), view.rule],
        *(_part(title, found) for title, found in view.parts if found),
    ]
    if others:
        rows.append([_("The others"), "; ".join(row.label for row in others)])
    return elements.opening(line, rows, links.check_anchor(check.name), "result")


def _part(title: str, rows: Iterable[CheckedRow]) -> list[elements.Inline]:
    """A title, and the rows with the claims behind each."""
    return [title, elements.listed((elements.span(_words(row)) for row in rows), "; ")]


def _words(row: CheckedRow) -> list[nodes.Node]:
    claims = elements.listed(map(links.claim_link, row.claims))
    return [nodes.Text(f"{row.label} ("), *claims, nodes.Text(")")] if claims else [nodes.Text(row.label)]
