"""What Sphinx needs to make the book: figures, traced numbers, tables of the record, and what the pages load.

Its rooms depend on each other in one direction: base, numbers, figures, ledger, pages.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def parts() -> tuple[ModuleType, ...]:
    """The modules that register something with Sphinx, in the order in which they must."""
    # Imported here, because a command of this package that makes no pages must not wait for Sphinx.
    from ledgerbook.site.base import (
        cells,
        citations,
        elements,
        inputs,
        languages,
        markup,
        tags,
        taken,
        templates,
        words,
    )
    from ledgerbook.site.figures import figure_list, figure_nodes, figure_pages, picture, references
    from ledgerbook.site.ledger import archives, browser, downloads, measure_pages, offline_copies, scorecards, tables
    from ledgerbook.site.numbers import notes, published, traced
    from ledgerbook.site.pages import (
        api,
        assets,
        cards,
        changes,
        cite,
        cover,
        dataset,
        examples,
        head,
        hosting,
        launch,
        lint,
        readers,
        scripts,
        search,
        shared,
        status,
        styles,
        tryouts,
        works,
    )

    return (
        inputs, taken, citations, words, templates, elements, markup, cells, tags, figure_nodes, references, published,
        traced, lint, notes, figure_pages, figure_list, picture, measure_pages, browser, downloads, archives,
        offline_copies, tables, scorecards, works, languages, api, status, launch, cover, cards, tryouts, head, cite,
        dataset, examples, changes, shared, search, assets, scripts, readers, styles, hosting,
    )  # fmt: skip


def setup(app: Sphinx) -> ExtensionMetadata:
    """The entry of the Sphinx extension ``ledgerbook.site``."""
    for part in parts():
        part.setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": False}
