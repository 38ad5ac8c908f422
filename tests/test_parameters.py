"""Every chapter runs under the other convention too: a reader may change the one parameter near its top."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from campaign.site.notebooks import KERNEL_ENVIRONMENT

CHAPTERS = Path(__file__).resolve().parents[1] / "chapters"
NOTEBOOKS = sorted(CHAPTERS.glob("*.ipynb"))
USUAL, STRICT = "convention = Convention.USUAL", "convention = Convention.STRICT"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_chapter_runs_under_the_strict_convention(path):
    notebook = nbformat.read(path, as_version=4)
    parameters = [c for c in notebook.cells if c.cell_type == "code" and USUAL in c.source.splitlines()]
    assert len(parameters) == 1, f"{path.name} has no cell with the line {USUAL!r}"
    parameters[0].source = parameters[0].source.replace(USUAL, STRICT)
    before = [c.outputs for c in notebook.cells if c.cell_type == "code"]
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(CHAPTERS)}})
    client.execute(env={**os.environ, **KERNEL_ENVIRONMENT})
    after = [c.outputs for c in notebook.cells if c.cell_type == "code"]
    # The chapter on the record shows both conventions side by side, so its outputs may stay as they are.
    assert before != after or path.stem == "record", f"the convention changes nothing in {path.name}"
