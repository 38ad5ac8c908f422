"""Tables of text that a notebook shows, as Markdown, in which numbers are traced as in prose.

The cell that shows one has ``{"mystnb": {"markdown_format": "myst"}}`` in its metadata.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from IPython.display import Markdown


def markdown_table(data: pd.DataFrame, columns: Mapping[str, str]) -> Markdown:
    """The columns, with their headings, as a Markdown table; cells may hold links."""
    rows = [list(columns.values()), ["---"] * len(columns)]
    rows += [[_escaped(cell) for cell in row] for row in data[list(columns)].itertuples(index=False)]
    text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return Markdown(text)  # type: ignore[no-untyped-call]


def _escaped(cell: object) -> str:
    text = f"{cell:,}" if isinstance(cell, int) else str(cell)
    return text.replace("|", "\\|").replace("$", "\\$")


def cards(data: pd.DataFrame, columns: Mapping[str, str]) -> Markdown:
    """The columns as a table of text, each row of which becomes a card on a phone."""
    head = [":widths: auto", ":header-rows: 1", ":class: cards"]
    rows = [list(columns.values()), *data[list(columns)].itertuples(index=False)]
    lines = [f"{'*' if i == 0 else ' '} - {cell}" for row in rows for i, cell in enumerate(row)]
    return Markdown("\n".join(["```{list-table}", *head, "", *lines, "```"]))  # type: ignore[no-untyped-call]
