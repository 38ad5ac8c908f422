"""Every chapter runs with other parameters too: a reader may change the cell near its top."""

import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from campaign.site.commands import surroundings

CHAPTERS = Path(__file__).resolve().parents[1] / "chapters"
NOTEBOOKS = sorted(CHAPTERS.glob("*.ipynb"))
STRICT = {"convention": "Convention.STRICT"}

# What else the cells tagged "parameters" let a reader change, by chapter: name and the expression it is set to.
OTHERS = {
    "windows": [{"vague_days": "31", "most_change": "10", "trials": "5"}],
    "outcomes": [{"remaining_rise": "5"}, {"late_share": "100"}, {"survey_answers": "2_000"}],
    "abroad": [{"before": "2022", "after": "2023"}],
    "reading": [{"release": repr(name)} for name in ("2022", "2023")],
    "disclosure": [{"unseen": "Unseen.NOTHING"}, {"weights": "Weights.BY_GROUP"}],
}

SETTINGS = [(path, setting) for path in NOTEBOOKS for setting in (STRICT, *OTHERS.get(path.stem, ()))]


@pytest.mark.parametrize(("path", "setting"), SETTINGS, ids=lambda value: getattr(value, "stem", None))
def test_chapter_runs_with_other_parameters(path, setting):
    notebook = nbformat.read(path, as_version=4)
    before = [c.outputs for c in notebook.cells if c.cell_type == "code"]
    change_parameters(notebook, setting, path.name)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(CHAPTERS)}})
    with surroundings.of_kernels():
        client.execute(env=dict(os.environ))
    after = [c.outputs for c in notebook.cells if c.cell_type == "code"]
    # The chapter on the record shows both conventions side by side, so its outputs may stay as they are.
    assert before != after or path.stem == "record", f"{setting} changes nothing in {path.name}"


def change_parameters(notebook, setting, name):
    """Sets the parameters anew; fails where the chapter has no such parameter."""
    cells = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", ())]
    assert len(cells) == 1, f"{name} has {len(cells)} cells tagged 'parameters'"
    for parameter, value in setting.items():
        line = re.compile(rf"^{parameter} = .*$", re.MULTILINE)
        assert len(line.findall(cells[0].source)) == 1, f"{name} has no parameter {parameter!r}"
        cells[0].source = line.sub(f"{parameter} = {value}", cells[0].source)


def test_a_parameter_that_a_chapter_lacks_is_refused():
    with pytest.raises(AssertionError, match="no parameter 'speed'"):
        change_parameters(nbformat.read(NOTEBOOKS[0], as_version=4), {"speed": "2"}, NOTEBOOKS[0].name)
