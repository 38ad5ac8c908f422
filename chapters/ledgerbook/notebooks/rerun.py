"""A chapter run once more in this process, with an assumption changed.

The stored outputs of a notebook hold one reading of the record. What it shows under another is computed by its own
cells, without a kernel: in less than a second, and with nothing stored that could go stale.
"""

from __future__ import annotations

import ast
import json
from contextlib import nullcontext, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from ledgerbook.record import checks, noting

PARAMETERS = "parameters"  # the tag of the cell that sets a chapter's assumptions


class RerunError(RuntimeError):
    """A chapter that cannot be run under another assumption; the message names the chapter and the cell."""


def outputs(path: Path, **assumptions: Any) -> tuple[list[Any], str]:
    """The objects that the chapter's cells show, in order, and what they print.

    ``assumptions`` replace what the cell tagged "parameters" sets.
    """
    shown: list[Any] = []
    space: dict[str, Any] = {"display": lambda *objects: shown.extend(objects)}
    with noting.paused():  # its own cells are an input of every chapter already
        source = path.read_text(encoding="utf-8")
    cells = [cell for cell in json.loads(source)["cells"] if cell["cell_type"] == "code"]
    # Under other assumptions a statement of the book need not hold.
    with redirect_stdout(StringIO()) as printed, checks.as_found() if assumptions else nullcontext():
        for number, cell in enumerate(cells, start=1):
            try:
                _run("".join(cell["source"]), space, shown)
            except Exception as error:
                changed = ", ".join(f"{name} = {value}" for name, value in assumptions.items())
                message = f"{path.name}, code cell {number}, cannot be run with {changed or 'its own assumptions'}"
                raise RerunError(f"{message}: {type(error).__name__}: {error}") from error
            if PARAMETERS in cell["metadata"].get("tags", ()):
                _replace(space, assumptions, path)
    return shown, printed.getvalue()


def _replace(space: dict[str, Any], assumptions: dict[str, Any], path: Path) -> None:
    if unknown := sorted(assumptions.keys() - space.keys()):
        raise RerunError(f"{path.name}: its cell tagged {PARAMETERS!r} sets no {', '.join(unknown)}")
    space.update(assumptions)


def _run(cell: str, space: dict[str, Any], shown: list[Any]) -> None:
    """Runs a cell as Jupyter does: what its last expression gives is shown."""
    tree = ast.parse(cell)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), space)
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), space)
        shown.extend([] if value is None else [value])
