"""What the pages say of how they, and what stands on them, are cited: all from the book's CITATION.cff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from ledgerbook.citing import styles, work
from ledgerbook.citing.styles import Item
from ledgerbook.citing.work import CitationError, Work
from ledgerbook.record import schema
from ledgerbook.record.rows import Claim
from ledgerbook.record.rules.versions import CREATED
from ledgerbook.site.base import inputs, links

FILES = {"bib": styles.bibtex, "ris": styles.ris}  # of the numbers of a measure, beside its page


def of_book(app: Sphinx) -> Work | None:
    """The book as it is cited; None for a book without a file of citations."""
    found: Work | None = app.book_work  # type: ignore[attr-defined]
    return found


def of_page(app: Sphinx, book: Work, pagename: str, title: str) -> Item:
    """A page: the book itself for its first page, a part of it for every other."""
    address = _address(app, f"{pagename}.html")
    if pagename == app.config.root_doc:
        return Item(book, address=book.found_at or address)
    number = ".".join(map(str, app.env.toc_secnumbers.get(pagename, {}).get("", None) or ()))
    return Item(book, styles.CHAPTER, title, pagename.rpartition("/")[2], number, address)


def of_figure(app: Sphinx, book: Work, name: str, finding: str) -> Item:
    """A figure: its name is its address, since its number moves when another is added."""
    return Item(book, styles.FIGURE, finding, name, address=_address(app, f"{links.figure_page(name)}.html"))


def of_claim(app: Sphinx, book: Work, claim: Claim, title: str, note: str) -> Item:
    """A number of the ledger; ``title`` says what it counts and for which days, ``note`` where it was printed."""
    page, anchor = links.claim_target(claim)
    return Item(book, styles.NUMBER, title, claim.claim_id, "", _address(app, f"{page}.html#{anchor}"), note)


def text(items: Iterable[Item], kind: str) -> str:
    """A file of citations for a reference manager."""
    return "\n\n".join(FILES[kind](item) for item in items) + "\n"


def dated(book: Work, data: Path) -> Work:
    """The book with its day: where it has none of its own, that of its record, which lies in ``data``."""
    created = "" if book.day else schema.package(data).get(CREATED, "")
    return replace(book, day=date.fromisoformat(created[:10])) if created else book


def _address(app: Sphinx, place: str) -> str:
    return links.published_at(app.config.html_baseurl, place)


def _read(app: Sphinx, config: Config) -> None:
    """The address of this version becomes the site's, which is set nowhere else."""
    root = Path(app.srcdir)
    try:
        book = work.read(root, config.language)
    except CitationError as error:
        raise ExtensionError(str(error)) from error
    if book and book.version_address:
        config["html_baseurl"] = book.version_address
    app.book_work = book  # type: ignore[attr-defined]


def _date(app: Sphinx) -> None:
    """A version that is not released is of the day of its record."""
    book = of_book(app)
    app.book_work = book and dated(book, Path(app.srcdir) / str(app.config[inputs.DATA]))  # type: ignore[attr-defined]


def setup(app: Sphinx) -> None:
    """Reads the file of citations before any page is made."""
    app.connect("config-inited", _read)
    app.connect("builder-inited", _date)
