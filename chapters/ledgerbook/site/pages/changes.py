"""The directive ``{changes}``: what changed from version to version, and a feed of it, both from ``CHANGELOG.md``.

The feed (``changes.xml``, Atom) is written where the book has an address: only then do its entries have ids that are
theirs for ever, the addresses of the versions. It holds the versions that were released.

Source: RFC 4287.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxDirective

from ledgerbook.citing import changes
from ledgerbook.citing.changes import Change
from ledgerbook.citing.work import VERSIONS, Work
from ledgerbook.numbers.days import day_words
from ledgerbook.site.base import citations, links
from ledgerbook.site.base.files import write_changed
from ledgerbook.site.base.words import _

FEED = "changes.xml"
ATOM = "http://www.w3.org/2005/Atom"


class Changes(SphinxDirective):
    """A section for each version."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """The sections; the page is made anew when the changelog changes."""
        root = Path(self.env.srcdir)
        self.env.note_dependency(str(root / changes.FILE))
        return [self.section(change) for change in changes.read(root)]

    def section(self, change: Change) -> nodes.section:
        """A version: its name, its day, and what it changed."""
        when = day_words(change.day) if change.day else change.words
        title = _("Version {version}").format(version=change.version) + (f" ({when})" if when else "")
        anchor = f"v{change.version.replace('.', '-')}"
        # Of the class of what is printed from the record: what it counts was true of its version, and is not traced.
        section = nodes.section(
            "", nodes.title("", title), ids=[anchor], names=[anchor], classes=["record", "no-search"]
        )
        self.set_source_info(section)
        section += self.parse_text_to_nodes(change.text)
        return section


def feed(book: Work, found: Sequence[Change]) -> bytes:
    """The feed of a book that has an address."""
    base = f"{book.address.rstrip('/')}/"
    released = [change for change in found if change.day]
    root = Element("feed", xmlns=ATOM)
    _text(root, "id", base)
    _text(root, "title", _("{title}: changes").format(title=book.title))
    _text(root, "updated", f"{max(change.day for change in released if change.day)}T00:00:00Z")
    SubElement(root, "link", rel="self", href=links.published_at(base, FEED))
    SubElement(root, "link", rel="alternate", href=base)
    for author in book.authors:
        _text(SubElement(root, "author"), "name", author)
    for change in released:
        entry, address = SubElement(root, "entry"), links.published_at(base, f"{VERSIONS}/{change.version}/")
        _text(entry, "id", address)
        _text(entry, "title", _("Version {version}").format(version=change.version))
        _text(entry, "updated", f"{change.day}T00:00:00Z")
        SubElement(entry, "link", rel="alternate", href=address)
        _text(entry, "content", change.text)
    ElementTree.indent(root)
    written: str = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = words


def address(book: Work) -> str:
    """Where the feed is; "" where the book has no address, or no version of it was released."""
    return links.published_at(book.address, FEED) if book.version_address else ""


def _announce(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Programs find the feed by the head of every page."""
    book = citations.of_book(app)
    if book and address(book):
        tag = f'<link rel="alternate" type="application/atom+xml" href="{escape(address(book))}" />'
        context["metatags"] = context.get("metatags", "") + f"\n    {tag}"


def _write(app: Sphinx, error: Exception | None) -> None:
    book, found = citations.of_book(app), changes.read(Path(app.srcdir))
    is_site = isinstance(app.builder, StandaloneHTMLBuilder)
    if not error and is_site and book and address(book) and any(change.day for change in found):
        write_changed(Path(app.outdir) / FEED, feed(book, found))


def setup(app: Sphinx) -> None:
    """Registers the directive and the feed."""
    app.add_directive("changes", Changes)
    app.connect("html-page-context", _announce)
    app.connect("build-finished", _write)
