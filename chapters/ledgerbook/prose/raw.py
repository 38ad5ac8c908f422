"""What a notebook must not hold, because Jupyter, editors and forges would show it as it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from ledgerbook.notebooks.plain import ADDRESS, BOX, SHOWS
from ledgerbook.prose.markdown import Markdown, directive

# What to write in place of a role, by its name; of others there is nothing to write.
IN_PLACE = {
    "doc": "[its title](file.ipynb)",
    "download": "[a file](../data/file.csv)",
    "numref": "[Figure 1.1](figure:name)",
    "ref": "[words](#label)",
    "cite": "([Name, 1999](cite:key))",
    "cite:t": "[Name (1999)](cite:key)",
}


def faults(markdown: Markdown, text: str) -> Iterator[tuple[int, str]]:
    """The line of each directive, label or role of a cell, and what to write instead."""
    for token in markdown.tokens(text):
        line = (token.map or (0, 0))[0] + 1
        if opened := directive(token):
            remedy = f"give the cell the tag {BOX}:class or {SHOWS}:{opened.name} in its place"
            yield line, f"Jupyter shows {{{opened.name}}} as it is typed: {remedy}"
        elif token.type == "myst_target":
            label = token.content
            yield line, f"Jupyter shows ({label})= as it is typed: give the cell the tag {ADDRESS}:{label} in its place"
        elif token.type == "inline":
            yield from _roles(token.children or (), line)


def _roles(tokens: Sequence[Token], line: int) -> Iterator[tuple[int, str]]:
    for token in tokens:
        line += token.type in ("softbreak", "hardbreak")
        if token.type == "myst_role":
            name = token.meta["name"]
            remedy = f"write {IN_PLACE[name]}" if name in IN_PLACE else "write plain Markdown"
            yield line, f"Jupyter shows {{{name}}} as it is typed: {remedy}"
