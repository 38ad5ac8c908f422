"""The directive ``{offline-copies}``: the PDF and the EPUB of this very state of the book, where they were made.

Each is listed with its size and its SHA-256, and lies in the site's folder ``offline``. Where none was made since the
book changed, nothing is listed: an offer of an older book would be a false one.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from ledgerbook.commands.build import Book
from ledgerbook.site.base import elements
from ledgerbook.site.base.words import _

FOLDER = "offline"
PAGES = "book_offline_copies"  # of the environment: the pages with the list, and what each then offered


class OfflineCopies(SphinxDirective):
    """The list of the files."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """A table of the files; nothing where there is none."""
        found = _offered(self.env.app)
        pages_of(self.env)[self.env.docname] = _state(found)
        if not found:
            return []
        up = "../" * self.env.docname.count("/")
        heads = [_("File"), _("What it holds"), _("Size"), _("SHA-256")]
        table = elements.table(heads, [_row(path, up) for path in found])
        classes = ["table-scroller", "record", "downloads", "offline-copies"]
        return [elements.scroller("", table, label=_("The whole book as one file"), classes=classes)]


def _row(path: Path, up: str) -> list[elements.Inline]:
    content = path.read_bytes()
    words = {".pdf": _("The whole book to print"), ".epub": _("The whole book for e-readers")}[path.suffix]
    digest = nodes.literal("", hashlib.sha256(content).hexdigest())
    size = _("{n} MB").format(n=f"{len(content) / 1e6:.1f}")
    return [nodes.reference("", path.name, refuri=f"{up}{FOLDER}/{path.name}"), words, size, digest]


def pages_of(env: BuildEnvironment) -> dict[str, str]:
    """The pages with the list, and the state of the files that each was read with."""
    if not hasattr(env, PAGES):
        setattr(env, PAGES, {})
    found: dict[str, str] = getattr(env, PAGES)
    return found


def _offered(app: Sphinx) -> list[Path]:
    return Book(Path(app.srcdir)).offered()


def _state(found: list[Path]) -> str:
    return " ".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in found)


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    pages = {name: state for name, state in pages_of(env).items() if name in env.found_docs}
    now = _state(_offered(app)) if pages else ""
    return [name for name, state in pages.items() if state != now]


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    folder = Path(app.outdir) / FOLDER
    found = {path.name: path for path in _offered(app)} if pages_of(app.env) else {}
    for path in folder.glob("*"):
        if path.name not in found:
            path.unlink()
    for name, path in found.items():
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(path.read_bytes())


def setup(app: Sphinx) -> None:
    """Registers the directive, what makes its page anew, and the files."""
    app.add_directive("offline-copies", OfflineCopies)
    app.connect("env-get-outdated", _outdated)
    app.connect("build-finished", _write)
