"""The texts of a book in which authors type: its pages, the cells of its notebooks, what these show, and its code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from ledgerbook.book import CONFIG, Book, BookError
from ledgerbook.figure import FIGURE_MIME
from ledgerbook.notebooks import plain, stored
from ledgerbook.notebooks.stored import Stored
from ledgerbook.prose import works
from ledgerbook.prose.markdown import Label, Markdown, Part
from ledgerbook.prose.passages import Passage, passages
from ledgerbook.prose.works import Works
from ledgerbook.record.checks import CHECK_MIME, PublishedCheck
from ledgerbook.record.results import RESULT_MIME, PublishedResult

TOC = "_toc.yml"
SPHINX_FORM = "Fig. %s"  # how Sphinx names a figure where a book does not say it
SUFFIXES = (".md", ".ipynb")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Markdown: a page, or a cell of one (counted from 1). What a cell ``shows`` is made by its code.

    ``box`` is the class of the box that a cell is.
    """

    page: str
    path: Path
    cell: int
    text: str
    shown: bool = False
    box: str = ""


@dataclass(frozen=True, slots=True)
class Figured:
    """A figure in its structured form, with the page and the cell (counted from 1) that made it."""

    page: str
    path: Path
    cell: int
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Sources:
    """What a book is written in, each file read once."""

    book: Book

    @cached_property
    def pages(self) -> dict[str, Path]:
        """The files of the pages by the names that links to pages use, in the order of names."""
        toc = _yaml(self.book.root / TOC)
        return {name: self._file(name) for name in sorted(set(_files_of(toc)))}

    def _file(self, name: str) -> Path:
        for suffix in SUFFIXES:
            if (path := self.book.root / f"{name}{suffix}").is_file():
                return path
        raise BookError(f"{TOC}: file: {name!r} does not exist as {' or '.join(SUFFIXES)}; mend the name")

    @cached_property
    def cells(self) -> Mapping[str, list[dict[str, Any]]]:
        """The cells of each page that is a notebook."""
        return {name: _cells(path) for name, path in self.pages.items() if path.suffix == ".ipynb"}

    @cached_property
    def texts(self) -> list[Text]:
        """Every text in Markdown, that which code makes included."""
        return [text for name, path in self.pages.items() for text in self._texts(name, path)]

    def _texts(self, name: str, path: Path) -> Iterator[Text]:
        if name not in self.cells:
            yield Text(name, path, 0, _read(path))
            return
        for number, cell in enumerate(self.cells[name], start=1):
            if cell["cell_type"] == "markdown":
                yield Text(name, path, number, "".join(cell["source"]), box=plain.box(cell))
            for data in stored.datas(cell):
                for text in ("".join(data.get("text/markdown", "")), data.get(FIGURE_MIME, {}).get("caption", "")):
                    if text:
                        yield Text(name, path, number, text, shown=True)

    @cached_property
    def markdown(self) -> Markdown:
        """The parser, with the extensions that the book uses."""
        return Markdown(_yaml(self.book.root / CONFIG).get("parse", {}).get("myst_enable_extensions", ()))

    @cached_property
    def parts(self) -> list[tuple[Text, Part]]:
        """The parts of all texts."""
        return [(text, part) for text in self.texts for part in self.markdown.parts(text.text)]

    def passages(self, text: Text) -> Iterator[Passage]:
        """The passages of a text; the title of a box is none."""
        return passages(self.markdown, plain.untitled(text.text) if text.box else text.text, box=text.box)

    @cached_property
    def labels(self) -> frozenset[str]:
        """What links can lead to by its name: labels, and figures."""
        typed = {part.name for _, part in self.parts if isinstance(part, Label)}
        tagged = {name for cells in self.cells.values() for cell in cells for name in plain.tagged(cell, plain.ADDRESS)}
        return frozenset(name.lower() for name in typed | tagged | set(self._published(FIGURE_MIME)))

    @cached_property
    def figures(self) -> list[Figured]:
        """The figures that notebooks publish, in the order of pages."""
        return [
            Figured(name, self.pages[name], number, data[FIGURE_MIME])
            for name, cells in self.cells.items()
            for number, cell in enumerate(cells, start=1)
            for data in stored.datas(cell)
            if FIGURE_MIME in data
        ]

    @cached_property
    def numbered(self) -> Mapping[str, str]:
        """The figures of numbered chapters by name, each in the words by which prose names it, as in "Figure 2.1"."""
        settings = _yaml(self.book.root / CONFIG).get("sphinx", {}).get("config", {})
        form = settings.get("numfig_format", {}).get("figure", SPHINX_FORM)
        found: dict[str, str] = {}
        for number, page in enumerate(_numbered_chapters(_yaml(self.book.root / TOC)), start=1):
            published = stored.published(self.cells.get(page, []), page, FIGURE_MIME)
            names = (figure.document["name"] for figure in published if not figure.hidden)
            found |= {name: form % f"{number}.{place}" for place, name in enumerate(names, start=1)}
        return found

    @cached_property
    def results(self) -> Mapping[str, PublishedResult]:
        """The results that notebooks publish, by name."""
        return {name: PublishedResult.from_document(found) for name, found in self._published(RESULT_MIME).items()}

    @cached_property
    def checks(self) -> Mapping[str, PublishedCheck]:
        """The checks that notebooks publish, by name."""
        return {name: PublishedCheck.from_document(found) for name, found in self._published(CHECK_MIME).items()}

    def _published(self, mime: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for _, output in self._outputs(mime):
            found.setdefault(output.document["name"], output.document)
        return found

    def _outputs(self, mime: str) -> Iterator[tuple[str, Stored]]:
        """The outputs of that kind, each with the page whose notebook publishes it."""
        for name, cells in self.cells.items():
            yield from ((name, output) for output in stored.published(cells, name, mime))

    def published_twice(self) -> Iterator[tuple[Path, str, str, str]]:
        """Results and checks whose name is taken: the file, "result" or "check", the name, and the page that has it."""
        for kind, mime in (("result", RESULT_MIME), ("check", CHECK_MIME)):
            first: dict[str, str] = {}
            for page, output in self._outputs(mime):
                name = output.document["name"]
                if name in first:
                    yield self.pages[page], kind, name, first[name]
                first.setdefault(name, page)

    @cached_property
    def works(self) -> Works:
        """The works of the bibliography."""
        found: dict[str, tuple[str, ...]] = {}
        for name in _yaml(self.book.root / CONFIG).get("bibtex_bibfiles", ()):
            try:
                found |= works.read(_read(self.book.root / name))
            except ValueError as error:
                raise BookError(f"{name} cannot be read: {error}; mend it") from error
        return found

    def code(self) -> Iterator[tuple[Path, int, str]]:
        """The file, cell (0 for a module) and text of all code of the book."""
        for name, cells in self.cells.items():
            for number, cell in enumerate(cells, start=1):
                if cell["cell_type"] == "code":
                    yield self.pages[name], number, "".join(cell["source"])
        for package in self.book.own_packages:
            for path in sorted(package.rglob("*.py")):
                yield path, 0, _read(path)


def _files_of(toc: Any) -> Iterator[str]:
    """The names of pages anywhere in a table of contents."""
    if isinstance(toc, list):
        for entry in toc:
            yield from _files_of(entry)
    elif isinstance(toc, dict):
        for key, value in toc.items():
            if key in ("root", "file"):
                yield str(value).removesuffix(".md").removesuffix(".ipynb")
            else:
                yield from _files_of(value)


def _numbered_chapters(toc: Any) -> Iterator[str]:
    """The names of the pages that a table of contents numbers, in their order."""
    for part in toc.get("parts", ()):
        for entry in part["chapters"] if part.get("numbered") else ():
            yield from _files_of({"file": entry["file"]})


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(_read(path))
    except yaml.YAMLError as error:
        raise BookError(f"{path.name} cannot be read: {error}; restore it") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BookError(f"{path} cannot be read: {error}; restore it") from error


def _cells(path: Path) -> list[dict[str, Any]]:
    try:
        return stored.cells(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BookError(f"{path} is no notebook: {error}; restore it") from error
