"""The templates and scripts of this package, and what its templates may call."""

from __future__ import annotations

import os
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

from ledgerbook.site.base import links
from ledgerbook.site.base.languages import marked

SITE = Path(__file__).parents[1]
FRAMED = "sphinx_book_theme"  # the theme whose frame of a page is changed by the templates in ``frame``


def _add_folders(app: Sphinx, config: Config) -> None:
    """Adds the folders; relative to the book, so that a build is the same in any folder.

    The first template of a name counts: a book's own go before these, and these before a theme's, whose folders are
    absolute.
    """
    here = Path(os.path.relpath(SITE, app.confdir))
    folders = config.templates_path
    place = next((i for i, folder in enumerate(folders) if Path(folder).is_absolute()), len(folders))
    own = ["templates", *(["frame"] if config.html_theme == FRAMED else [])]
    folders[place:place] = [(here / name).as_posix() for name in own]
    config.html_static_path.append((here / "static").as_posix())


def _add_filters(app: Sphinx) -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder):
        environment = app.builder.templates.environment
        environment.filters["marked"] = marked
        environment.globals.update(
            disagreement=links.disagreement_target,
            source_target=links.source_target,
            measure_page=links.measure_page,
        )


def setup(app: Sphinx) -> None:
    """Registers templates and scripts."""
    app.connect("config-inited", _add_folders)
    app.connect("builder-inited", _add_filters)
