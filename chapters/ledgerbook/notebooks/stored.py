"""What notebooks store of what they publish: figures, results and checks in their structured form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HIDDEN_OUTPUT = {"remove-output", "remove_output", "remove-cell", "remove_cell"}


@dataclass(frozen=True, slots=True)
class Stored:
    """One output: its page, its structured form, its drawing if any, and whether its cell is kept from the page."""

    docname: str
    document: dict[str, Any]
    image: str  # SVG
    hidden: bool


def cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook as they are stored. ValueError or KeyError where it is none."""
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return found


def published(found: list[dict[str, Any]], docname: str, mime: str) -> Iterator[Stored]:
    """The outputs of that kind that a page's cells store."""
    for cell in found:
        hidden = not HIDDEN_OUTPUT.isdisjoint(cell["metadata"].get("tags", ()))
        for data in datas(cell):
            if document := data.get(mime):
                yield Stored(docname, document, "".join(data.get("image/svg+xml", "")), hidden)


def datas(cell: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What each output of a cell holds, by its kind."""
    for output in cell.get("outputs", ()):
        yield output.get("data", {})
