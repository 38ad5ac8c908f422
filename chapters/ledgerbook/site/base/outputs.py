"""What notebooks store of what they publish: figures and results in their structured form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx.environment import BuildEnvironment
from sphinx.util import logging

HIDDEN_OUTPUT = {"remove-output", "remove_output", "remove-cell", "remove_cell"}
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """One output: its page, its structured form, its drawing if any, and whether its cell is kept from the page."""

    docname: str
    document: dict[str, Any]
    image: str  # SVG
    hidden: bool


def stored(env: BuildEnvironment, docname: str, mime: str) -> Iterator[Stored]:
    """The outputs of that kind that a page's notebook stores; none where the page is no notebook."""
    path = Path(str(env.doc2path(docname)))
    if path.suffix != ".ipynb":
        return
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        hidden = not HIDDEN_OUTPUT.isdisjoint(cell["metadata"].get("tags", ()))
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if document := data.get(mime):
                yield Stored(docname, document, "".join(data.get("image/svg+xml", "")), hidden)


def by_name(env: BuildEnvironment, mime: str, noun: str) -> dict[str, Stored]:
    """All outputs of that kind in the book, by name; names that cannot be linked to are warned of."""
    found: dict[str, Stored] = {}
    for docname in sorted(env.found_docs):
        for output in stored(env, docname, mime):
            name = output.document["name"]
            if name in found:
                _warn(env, docname, f"{noun} {name!r} is published by {found[name].docname} already")
            if output.hidden:
                _warn(env, docname, f"{noun} {name!r} stands in a cell whose output is removed: no link can reach it")
            found.setdefault(name, output)
    return found


def _warn(env: BuildEnvironment, docname: str, message: str) -> None:
    logger.warning(message, type="book", subtype="output", location=f"{env.doc2path(docname)}:1")
