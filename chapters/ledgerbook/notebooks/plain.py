"""Notebooks in plain Markdown, which reads the same in Jupyter, in an editor, on a forge and on the site.

What only the site needs stands in the tags of a cell, where no reader trips over it:

- ``box:findings`` makes a box of that class of the cell; its first line, in bold, is the title of the box;
- ``shows:scorecard`` sets below the cell what the site's directive of that name makes from the record;
- ``address:checklist`` is a label of the cell's first heading, by which links reach it whatever its words are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ledgerbook.book import BookError

KINDS = BOX, SHOWS, ADDRESS = "box", "shows", "address"
_TITLE = re.compile(r"\*\*([^*\n]+)\*\*\n[ \t]*\n")
_HEADING = re.compile(r"(#{1,6} [^\n]*)\n(?=\n)")


def tagged(cell: Mapping[str, Any], kind: str) -> list[str]:
    """What the tags of that kind say, in their order."""
    tags: Iterable[str] = cell["metadata"].get("tags", ())
    return [value for tag in tags for name, colon, value in [tag.partition(":")] if colon and name == kind]


def box(cell: Mapping[str, Any]) -> str:
    """The class of the box that a cell is; "" where it is none."""
    return next(iter(tagged(cell, BOX)), "")


def untitled(text: str) -> str:
    """The text of a box without its title, whose line stays, so that lines keep their numbers."""
    title = _TITLE.match(text)
    return f"\n\n{text[title.end() :]}" if title else text


def site_text(text: str, boxed: str, shows: Iterable[str], addresses: Iterable[str]) -> str:
    """The Markdown of the site for a cell: with directives and labels, and lines that keep their numbers.

    ValueError for a box without a title, and for a label without a heading.
    """
    text = "\n\n".join([text, *(f"```{{{directive}}}\n```" for directive in shows)])
    for address in addresses:
        if not text.startswith("#"):
            remedy = "split the cell, and keep to one label a heading"
            raise ValueError(f"the tag {ADDRESS}:{address} is of a cell that does not begin with a heading: {remedy}")
        # The blank line after the heading makes room for the label.
        text = f"({address})=\n" + _HEADING.sub(r"\1", text, count=1)
    if not boxed:
        return text
    if not (title := _TITLE.match(text)):
        remedy = "begin with **its title** and a blank line"
        raise ValueError(f"the tag {BOX}:{boxed} is of a cell whose first line is no title: {remedy}")
    return f":::{{admonition}} {title[1]}\n:class: {boxed}\n{text[title.end() :]}\n:::"


def site_notebook(raw: str, path: Path) -> str:
    """The notebook as the site reads it. Raises BookError, which names the cell."""
    try:
        notebook = json.loads(raw)
    except ValueError as error:
        raise BookError(f"{path} is no notebook: {error}; restore it") from error
    for number, cell in enumerate(notebook["cells"], start=1):
        try:
            _refuse_unknown(cell)
            text = "".join(cell["source"])
            cell["source"] = site_text(text, box(cell), tagged(cell, SHOWS), tagged(cell, ADDRESS))
        except ValueError as error:
            raise BookError(f"{path}: cell {number}: {error}") from error
    return json.dumps(notebook)


def _refuse_unknown(cell: Mapping[str, Any]) -> None:
    for tag in cell["metadata"].get("tags", ()):
        kind, colon, _ = tag.partition(":")
        if colon and kind not in KINDS:
            raise ValueError(f"the tag {tag} is none that the site knows: {', '.join(f'{kind}:…' for kind in KINDS)}")
        if colon and cell["cell_type"] != "markdown":
            raise ValueError(f"the tag {tag} is of a cell of code: move it to a cell of text")
