"""What the tags of a notebook's cells ask of the site (ledgerbook.notebooks.plain), done before its page is read."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from ledgerbook.book import BookError
from ledgerbook.notebooks import plain


def _read(app: Sphinx, docname: str, source: list[str]) -> None:
    path = Path(str(app.env.doc2path(docname)))
    if path.suffix == ".ipynb":
        try:
            source[0] = plain.site_notebook(source[0], path)
        except BookError as error:
            raise ExtensionError(str(error)) from error


def setup(app: Sphinx) -> None:
    """Reads each notebook as the site needs it."""
    app.connect("source-read", _read)
