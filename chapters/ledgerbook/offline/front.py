"""The pages before the first: the title, how to cite the book, and the contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from ledgerbook.citing import styles, work
from ledgerbook.citing.styles import Item
from ledgerbook.citing.work import CitationError, Work
from ledgerbook.commands.faults import CommandError
from ledgerbook.numbers.days import day_words
from ledgerbook.offline import articles
from ledgerbook.offline.pages import Page
from ledgerbook.site.base import citations

SHOWN = ("APA", "GB/T 7714", "BibTeX")


def cited(root: Path, data: Path, language: str) -> Work:
    """The book as it is cited. Raises CommandError where that cannot be said."""
    try:
        found = work.read(root, language)
    except CitationError as error:
        raise CommandError(str(error)) from error
    if found is None:
        raise CommandError(f"{root / work.FILE}: is missing, and a title page says who made the book. Remedy: write it")
    return citations.dated(found, data)


def name(book: Work) -> str:
    """The name of the book's files: the words of its short title."""
    return "-".join(re.findall(r"[a-z0-9]+", book.title.partition(":")[0].lower()))


def title_page(book: Work) -> str:
    """Title, authors, version, day and licence, and how to cite."""
    title, _, subtitle = book.title.partition(": ")
    day = f", {day_words(book.day)}" if book.day else ""
    where = [
        f'<a href="{escape(address)}">{escape(address)}</a>' for address in (book.found_at, book.repository) if address
    ]
    licence = escape(book.licence_words)
    if book.licence_address:
        licence = f'<a href="{escape(book.licence_address)}">{licence}</a>'
    forms = styles.styles(Item(book, address=book.found_at))
    cite = "".join(
        f'<p class="label">{form}</p>\n<pre class="citation">{escape(forms[form])}</pre>\n' for form in SHOWN
    )
    lines = [
        f'<p class="book-title">{escape(title)}</p>',
        f'<p class="book-subtitle">{escape(subtitle)}</p>' if subtitle else "",
        f'<p class="book-authors">{escape("; ".join(book.authors))}</p>',
        f'<p class="book-version">Version {escape(book.version)}{day}</p>',
        f"<p>Licence: {licence}</p>",
        *(f"<p>{line}</p>" for line in where),
        f'<div class="how-to-cite"><p class="book-cite">How to cite</p>\n{cite}</div>',
    ]
    return "\n".join(['<section class="title-page" id="title-page">', *filter(None, lines), "</section>"])


def entries(book: list[Page]) -> Iterator[tuple[int, str, Page, str]]:
    """The lines of the contents: how deep (0: a part of the book), the words, the page and the id of a section."""
    for page in book:
        if page.part:
            yield 0, page.part, page, ""
        if page.title:
            yield 1, page.title, page, ""
            yield from ((2, words, page, anchor) for words, anchor in articles.sections(page))
