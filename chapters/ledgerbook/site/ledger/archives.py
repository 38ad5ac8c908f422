"""The directive ``{archives}``: the figures as pictures and the notebooks, each as one archive to take.

* ``figures.zip``: every figure as a picture of pixels, under the strict reading too where that shows another. A picture
  is compressed in itself, and is not again.
* ``notebooks.zip``: the notebooks as they are in the book, with their outputs, and the versions that they run with.

In both a README says of what they are, and under which licence. Of the same book they are the same bytes each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxDirective

from ledgerbook import zipped
from ledgerbook.book import Book
from ledgerbook.notebooks import drawings
from ledgerbook.site.base import citations, inputs
from ledgerbook.site.base.files import write_changed
from ledgerbook.site.base.words import _, counted
from ledgerbook.site.figures import figure_nodes, figure_pages, pixels
from ledgerbook.site.ledger import downloads

FOLDER = "archives"
FIGURES, NOTEBOOKS, PINS, README = "figures.zip", "notebooks.zip", "requirements.txt", "README.txt"


class archive_list(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """Stands for the table until all pages are read, while the pictures are drawn."""


class Archives(SphinxDirective):
    """The list of the archives."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """A mark of the place; its page is made anew when a notebook or a drawing is."""
        for path in _read_for(Book(Path(self.env.srcdir))):
            self.env.note_dependency(str(path))
        return [archive_list()]


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(archive_list)):
        up = f"{'../' * docname.count('/')}{FOLDER}"
        place.replace_self(downloads.table(files_of(app), up, _words(app), _("Figures and notebooks")))


def _words(app: Sphinx) -> dict[str, str]:
    """What each archive holds."""
    pictures, notebooks = len(figure_nodes.published(app.env)), len(Book(Path(app.srcdir)).notebooks)
    return {
        FIGURES: counted("{n} figure as a picture (PNG)", "{n} figures as pictures (PNG)", pictures),
        NOTEBOOKS: counted("{n} notebook with its outputs", "{n} notebooks with their outputs", notebooks),
    }


def _read_for(book: Book) -> Iterator[Path]:
    for notebook in book.notebooks:
        yield from (path for path in (notebook, drawings.place(notebook)) if path.exists())


def files_of(app: Sphinx) -> dict[str, bytes]:
    """The archives of this build, made once; none of what the book does not have."""
    if (found := getattr(app, "book_archives", None)) is None:
        made = {FIGURES: _figures(app), NOTEBOOKS: notebooks(Book(Path(app.srcdir)), _about(app))}
        found = {name: content for name, content in made.items() if content}
        app.book_archives = found  # type: ignore[attr-defined]
    return found


def _figures(app: Sphinx) -> bytes:
    """The pictures by the names of their figures, and what each figure says."""
    figures = figure_nodes.published(app.env)
    drawn = {
        stem: parts
        for name in sorted(figures)
        for stem, parts in figure_pages.drawings_of(app.env, figures[name]).items()
    }
    if not drawn:
        return b""
    if app.book_pictures:  # type: ignore[attr-defined]
        app.book_pictures.wait()  # type: ignore[attr-defined]
    with ThreadPoolExecutor() as pool:
        draw = partial(pixels.of, inputs.kept_drawings(app))
        pictures = list(pool.map(draw, (image for _document, image in drawn.values())))
    said = [f"{stem}.png: {document['finding']}" for stem, (document, _image) in drawn.items()]
    named = {f"{stem}.png": picture for stem, picture in zip(drawn, pictures, strict=True)}
    return zipped.packed({README: "\n".join([_about(app), "", *said, ""]), **named})


def notebooks(book: Book, about: str) -> bytes:
    """The notebooks of a book, the versions of what they run with, and a README of them that begins with ``about``."""
    if not book.notebooks:
        return b""
    found = {path.name: path.read_text(encoding="utf-8") for path in book.notebooks}
    compressed = set(found)
    if (pins := book.root / PINS).is_file():
        found[PINS] = pins.read_text(encoding="utf-8")
    return zipped.packed({README: "\n".join([about, "", *_how(), ""]), **found}, compressed)


def _how() -> list[str]:
    return [
        _("To read them: open them in Jupyter as they are. Their outputs are in them."),
        _("To run them: they need the book's code and its record, which lie in the source of this version."),
        _("Put them into its folder chapters, and there: pip install -r ../requirements.txt, then jupyter lab."),
    ]


def _about(app: Sphinx) -> str:
    """The book with its version, its authors and its licence."""
    book = citations.of_book(app)
    if book is None:
        return str(app.config.project)
    version = _("version {version}").format(version=book.version)
    return f"{book.title}, {version}\n{', '.join(book.authors)}. {book.licence_words}."


def _begin(app: Sphinx) -> None:
    """Has the pictures drawn beside the reading of pages."""
    html = isinstance(app.builder, StandaloneHTMLBuilder)
    book = Book(Path(app.srcdir))
    app.book_pictures = pixels.begin(inputs.kept_drawings(app), book.notebooks) if html else None  # type: ignore[attr-defined]


def _end(app: Sphinx, error: Exception | None) -> None:
    """Of a build that failed nothing goes on."""
    if app.book_pictures:  # type: ignore[attr-defined]
        app.book_pictures.kill()  # type: ignore[attr-defined]
        app.book_pictures.wait()  # type: ignore[attr-defined]


def _write(app: Sphinx, error: Exception | None) -> None:
    if not error and isinstance(app.builder, StandaloneHTMLBuilder):
        folder, found = Path(app.outdir) / FOLDER, files_of(app)
        for path in folder.glob("*"):
            if path.name not in found:
                path.unlink()
        for name, content in found.items():
            write_changed(folder / name, content)


def setup(app: Sphinx) -> None:
    """Registers the directive and the archives."""
    app.add_node(archive_list)
    app.add_directive("archives", Archives)
    app.connect("builder-inited", _begin)
    app.connect("doctree-resolved", _fill)
    app.connect("build-finished", _write)
    app.connect("build-finished", _end)
