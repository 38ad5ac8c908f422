"""What Sphinx needs to make the book: figures, traced numbers, tables of the record, and what the pages load.

Nothing here knows this campaign in particular.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """The entry of the Sphinx extension ``campaign.site``."""
    # Imported here, because a command of this package that makes no pages must not wait for Sphinx.
    from campaign.site import (
        assets,
        browser,
        cards,
        cells,
        cover,
        elements,
        figure_list,
        figure_pages,
        figures,
        head,
        inputs,
        languages,
        lint,
        markup,
        notes,
        numbers,
        pages,
        references,
        results,
        scorecards,
        search,
        styles,
        tables,
    )  # fmt: skip

    parts = (
        inputs, elements, markup, cells, figures, references, results, numbers, lint, notes, figure_pages, figure_list,
        pages, browser, tables, scorecards, languages, cover, cards, head, search, assets, styles,
    )  # fmt: skip
    for part in parts:
        part.setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": False}
