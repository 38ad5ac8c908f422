"""Where something stands, in the words of a warning: the file and line, in a notebook the cell and the line in it."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment

NOTEBOOK_CELL = 10_000  # MyST-NB numbers the lines of a notebook's first cell from 10,002, of the second from 20,002


def of(env: BuildEnvironment, node: nodes.Node | None) -> str:
    """File and line of a node; in a notebook the line within its cell as well, for the file's own lines say nothing."""
    path = Path(str(env.doc2path(env.docname)))
    while node is not None and not node.line:
        node = node.parent
    line = (node.line if node is not None else None) or 0
    place = f"{path}:{line}"
    if path.suffix == ".ipynb" and line > NOTEBOOK_CELL:
        cell, line_in_cell = divmod(line, NOTEBOOK_CELL)
        return f"{place} (cell {cell}, line {line_in_cell - 1})"
    return place
