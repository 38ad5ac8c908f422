"""The mark of a reader's version (:mod:`ledgerbook.notebooks.readers`) at the head of every page, and none elsewhere.

Every page of HTML gets it, those too that have no frame of the site, so that no number of it is taken for the book's.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ledgerbook.book import Book
from ledgerbook.record import checks
from ledgerbook.site.base.files import write_changed
from ledgerbook.site.base.words import _
from ledgerbook.site.numbers.traced import OTHERWISE

CLASS = "readers-version"
NOT_INDEXED = '<meta name="robots" content="noindex">'
_HEAD, _BODY = re.compile(r"<head>"), re.compile(r"<body\b[^>]*>")


def marked(page: str, settings: str) -> str:
    """The page with the mark; one that has it already stays as it is."""
    if f'class="{CLASS}"' in page:
        return page
    words = _(
        "A reader's version of this book, with {settings}. Its numbers are not the book's. Words with the sign {sign} "
        "say other than their number is now, and other sentences may no longer hold. Not to be cited."
    )
    said = escape(words.format(settings=settings, sign=OTHERWISE))
    label = escape(_("A reader's version"), quote=True)
    mark = f'<aside class="{CLASS}" aria-label="{label}"><p>{said}</p></aside>'
    page = _HEAD.sub(lambda head: f"{head[0]}\n{NOT_INDEXED}", page, count=1)
    return _BODY.sub(lambda body: f"{body[0]}\n{mark}", page, count=1)


def _mark(app: Sphinx, error: Exception | None) -> None:
    settings = Book(Path(app.confdir)).readers_settings
    if error or not settings or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    for path in sorted(Path(app.outdir).rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        if _BODY.search(page):
            write_changed(path, marked(page, settings))


def _as_found(app: Sphinx) -> None:
    """Statements that do not hold under a reader's setting are no faults of the book."""
    if Book(Path(app.confdir)).readers_settings:
        checks.give_as_found()


def setup(app: Sphinx) -> None:
    """Marks the pages when all are written, before their styles become one sheet."""
    app.connect("builder-inited", _as_found)
    app.connect("build-finished", _mark, priority=700)
