"""The directive ``{status}``: what each chapter's results are known by, and when they were last computed anew.

The fingerprints are of what the notebooks store; the rest was noted by ``make verify`` and holds for one machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ledgerbook.book import Book
from ledgerbook.notebooks import verify
from ledgerbook.site.base import elements, taken
from ledgerbook.site.base.words import _

HEADINGS = ("Chapter", "Fingerprint of its results", "Computed anew", "Seconds")


class Status(SphinxDirective):
    """Prints the table of chapters, and below it on what machine and with which versions they were verified."""

    def run(self) -> list[nodes.Node]:
        """The table and a list of versions."""
        book = Book(self.env.srcdir)
        noted = verify.read(book)
        self.env.note_dependency(str(book.chapters / verify.FILE))
        for notebook in book.notebooks:
            taken.note(self.env, notebook)
        table = elements.table([_(heading) for heading in HEADINGS], list(rows(book, noted)))
        found: list[nodes.Node] = [
            elements.scroller("", table, label=_("Status"), classes=["table-scroller", "record"])
        ]
        return [*found, *_machine(noted)]


def rows(book: Book, noted: Mapping[str, Any]) -> Iterator[list[Any]]:
    """A row for each chapter: its name, its fingerprint, and when that was last computed anew, and how fast."""
    for path in book.notebooks:
        now = verify.fingerprint(path.read_text(encoding="utf-8"))
        last = noted.get("chapters", {}).get(path.stem)
        same = bool(last) and last["results"] == now
        when = noted["day"] if same else _("not since it changed") if last else _("not yet")
        yield [path.stem, nodes.literal("", now), when, str(last["seconds"]) if same else ""]


def _machine(noted: Mapping[str, Any]) -> Iterator[nodes.Node]:
    if noted:
        versions = ", ".join(f"{name} {version}" for name, version in noted["versions"].items())
        text = _("Computed anew on {machine}, with {versions}.").format(machine=noted["machine"], versions=versions)
        yield nodes.container("", elements.paragraph(text), classes=["record"])


def setup(app: Sphinx) -> None:
    """Registers the directive."""
    app.add_directive("status", Status)
