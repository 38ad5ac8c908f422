"""Where something stands, in the words of a warning: the file and line, in a notebook the cell and the line in it."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment

from ledgerbook.prose.places import Place

NOTEBOOK_CELL = 10_000  # MyST-NB numbers the lines of a notebook's first cell from 10,002, of the second from 20,002


def of(env: BuildEnvironment, node: nodes.Node) -> str:
    """File and line of a node; in a notebook the cell and the line in it, for the file's own lines say nothing."""
    path = Path(str(env.doc2path(env.docname)))
    line = _line(node)
    if path.suffix == ".ipynb" and line > NOTEBOOK_CELL:
        cell, in_cell = divmod(line, NOTEBOOK_CELL)
        return str(Place(str(path), cell, max(1, in_cell - 1)))
    return str(Place(str(path), 0, line))


def _line(node: nodes.Node) -> int:
    """Where its block starts, as MyST says, and the line breaks between that and the node."""
    block = node
    while block.parent is not None and isinstance(block, nodes.Inline | nodes.Text):
        block = block.parent
    if in_table := _line_in_table(block):
        return in_table
    if block.line and isinstance(block, nodes.TextElement):
        return block.line + _breaks_before(node, block)
    while not node.line and node.parent is not None:
        node = node.parent
    return node.line or 0


def _line_in_table(block: nodes.Node) -> int | None:
    """The line of the row in a table of strokes and dashes, whose cells MyST gives the line of some part before it."""
    row = block.parent.parent if block.parent is not None else None
    table = row.parent.parent.parent if isinstance(row, nodes.row) else None
    if row is None or table is None or not table.line or (block.line or 0) >= table.line:
        return None
    in_body = isinstance(row.parent, nodes.tbody)
    line: int = table.line + (row.parent.index(row) + 2 if in_body else 0)  # the dashes stand below the head
    return line


def _breaks_before(node: nodes.Node, block: nodes.Node) -> int:
    breaks = 0
    for part in block.findall():
        if part is node:
            break
        breaks += part.count("\n") if isinstance(part, nodes.Text) else 0
    return breaks
