"""What nbval does not see, or cannot: each guard takes a notebook and yields what is wrong with it, in words."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

SIZE_LIMIT = 600_000  # bytes: a notebook is read in a diff, and loaded by every reader who opens it

# Written in a cell, or as its tag, these make nbval pass without comparing.
NBVAL_EXCUSES = re.compile(r"NBVAL_|PYTEST_VALIDATE_|^nbval-|^raises-exception$", re.IGNORECASE | re.MULTILINE)
# nbval leaves these outputs out of its comparison.
UNCOMPARED = ("image/png", "image/jpeg", "application/vnd.jupyter.widget-view+json", "application/javascript")

UNSTABLE = {
    "a memory address": re.compile(r"\b0x[0-9a-f]{6,}", re.IGNORECASE),
    "a random element id": re.compile(r"altair-viz-[0-9a-f]{8,}|\bT_[0-9a-f]{5}\b"),
    "a path of this machine": re.compile(
        r"(?:^|[\s\"'(=:])(?:/(?:home|root|Users|tmp|var|usr|opt|work)/\w|[A-Z]:\\\\?\w)"
    ),
    # Charts hold days as midnights; any other time of day is a clock that was read.
    "a time of day": re.compile(r"\d[T ](?!00:00:00|23:59:59)[0-2]\d:[0-5]\d:[0-5]\d"),
}
FOREIGN_LOADS = re.compile(
    r"""(?:src|srcset|data|poster)\s*=\s*\\?["']?(?:https?:)?//  # a script, an image, a frame
      | <(?:link|image|use)\b[^>]*href\s*=\s*\\?["']?(?:https?:)?//
      | (?:url\(|@import|import\()\s*\\?["']?(?:https?:)?//
      | "url":\s*"(?:https?:)?//                             # data that a chart would fetch
    """,
    re.VERBOSE | re.IGNORECASE,
)


def code_cells(notebook: NotebookNode) -> list[tuple[str, NotebookNode]]:
    """The code cells, each with the words for its place."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [(f"code cell {number}", cell) for number, cell in enumerate(cells, start=1)]


def executed_in_order(notebook: NotebookNode) -> Iterator[str]:
    """A cell that was never run passes nbval, and counts with gaps show that cells were run by hand."""
    for expected, (place, cell) in enumerate(code_cells(notebook), start=1):
        if cell.execution_count != expected:
            yield f"{place}: execution count {cell.execution_count} instead of {expected}"


def no_errors(notebook: NotebookNode) -> Iterator[str]:
    """A stored traceback would be published, and nbval compares no traceback."""
    for place, cell in code_cells(notebook):
        for output in cell.outputs:
            if output.output_type == "error":
                yield f"{place}: stored error {output.ename}: {output.evalue}"


def no_stderr(notebook: NotebookNode) -> Iterator[str]:
    """A warning on the page is noise to the reader and a defect to the author."""
    for place, cell in code_cells(notebook):
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                yield f"{place}: writes to stderr: {output.text[:80]!r}"


def plain_python(notebook: NotebookNode) -> Iterator[str]:
    """Magics and shell lines: nbval passes an unknown magic, and a failing shell command."""
    for place, cell in code_cells(notebook):
        try:
            tree = ast.parse(cell.source)
        except SyntaxError as error:
            yield f"{place}, line {error.lineno}: not plain Python: {(error.text or '').strip()}"
            continue
        if any(isinstance(node, ast.Name) and node.id == "get_ipython" for node in ast.walk(tree)):
            yield f"{place}: get_ipython() runs magics"


def imports_no_site_code(notebook: NotebookNode) -> Iterator[str]:
    """The fingerprint of a notebook does not cover the code of the site."""
    for place, cell in code_cells(notebook):
        if re.search(r"\bledgerbook\.site\b|from ledgerbook import .*\bsite\b", cell.source):
            yield f"{place}: imports ledgerbook.site, whose changes would go unnoticed"


def compared_by_nbval(notebook: NotebookNode) -> Iterator[str]:
    """No cell may excuse itself from the comparison, and no output may be of a kind that nbval leaves out."""
    for place, cell in code_cells(notebook):
        marks = [*cell.metadata.get("tags", []), *(line.strip() for line in cell.source.splitlines() if "#" in line)]
        yield from (f"{place}: {mark!r} keeps nbval from comparing" for mark in marks if NBVAL_EXCUSES.search(mark))
        for output in cell.outputs:
            kinds = [kind for kind in UNCOMPARED if kind in output.get("data", {})]
            yield from (f"{place}: nbval does not compare {kind}" for kind in kinds)


def stable_outputs(notebook: NotebookNode) -> Iterator[str]:
    """What changes from run to run, or from machine to machine."""
    for place, text in _output_texts(notebook):
        for name, pattern in UNSTABLE.items():
            if found := pattern.search(text):
                yield f"{place}: output holds {name}: {_around(text, found)}"


def loads_nothing_foreign(notebook: NotebookNode) -> Iterator[str]:
    """An output that the reader's browser would complete from another host."""
    for place, text in _output_texts(notebook):
        if found := FOREIGN_LOADS.search(text):
            yield f"{place}: output loads from another host: {_around(text, found)}"


def ledger_follows_parameters(notebook: NotebookNode) -> Iterator[str]:
    """A ledger made before the parameters are set, or without them, would not follow what a reader changes there."""
    are_set = False
    for place, cell in code_cells(notebook):
        made = re.findall(r"\bload\(\)(?:\.under\(convention\))?", cell.source)
        if made and not (are_set and set(made) == {"load().under(convention)"}):
            yield f"{place}: write load().under(convention), after the cell tagged 'parameters'"
        are_set = are_set or "parameters" in cell.metadata.get("tags", [])


GUARDS: list[Callable[[NotebookNode], Iterator[str]]] = [
    executed_in_order,
    no_errors,
    no_stderr,
    plain_python,
    imports_no_site_code,
    compared_by_nbval,
    stable_outputs,
    loads_nothing_foreign,
    ledger_follows_parameters,
]


def too_large(path: Path) -> Iterator[str]:
    """A notebook that nobody can review."""
    size = path.stat().st_size
    if size > SIZE_LIMIT:
        yield f"{size:,} bytes, more than {SIZE_LIMIT:,}: draw fewer marks or aggregate"


def _output_texts(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    for place, cell in code_cells(notebook):
        for output in cell.outputs:
            values: list[Any] = [output.get("text", ""), *output.get("data", {}).values()]
            for value in values:
                yield place, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _around(text: str, found: re.Match[str]) -> str:
    return repr(text[max(0, found.start() - 20) : found.end() + 30])
