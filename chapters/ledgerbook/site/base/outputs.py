"""Figures, results and checks that the notebooks of a book store, by the names that its pages link to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ledgerbook.notebooks.stored import Stored, cells, published
from ledgerbook.prose import judgement

logger = logging.getLogger(__name__)


def stored(env: BuildEnvironment, docname: str, mime: str) -> Iterator[Stored]:
    """The outputs of that kind that a page's notebook stores; none where the page is no notebook."""
    path = Path(str(env.doc2path(docname)))
    if path.suffix == ".ipynb":
        yield from published(cells(path), docname, mime)


def by_name(env: BuildEnvironment, mime: str, noun: str) -> dict[str, Stored]:
    """All outputs of that kind in the book, by name; names that cannot be linked to are warned of."""
    found: dict[str, Stored] = {}
    for docname in sorted(env.found_docs):
        for output in stored(env, docname, mime):
            name = output.document["name"]
            if name in found:
                _warn(env, docname, judgement.of_name(noun, name, found[name].docname))
            if output.hidden:
                _warn(env, docname, f"{noun} {name!r} stands in a cell whose output is removed: no link can reach it")
            found.setdefault(name, output)
    return found


def _warn(env: BuildEnvironment, docname: str, message: str) -> None:
    logger.warning(message, type="book", subtype="output", location=f"{env.doc2path(docname)}:1")
