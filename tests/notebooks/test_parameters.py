"""Every chapter runs with other parameters too: a reader may change the cell near its top."""

import json
from pathlib import Path

import pytest

import faults
from campaign import load
from campaign.analysis.disclosure import Unseen, Weights
from ledgerbook.notebooks import rerun
from ledgerbook.numbers.wording import Convention

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
NOTEBOOKS = sorted(CHAPTERS.glob("*.ipynb"))
STRICT = {"convention": Convention.STRICT}

# What else the cells tagged "parameters" let a reader change, by chapter.
OTHERS = {
    "windows": [{"vague_days": 31, "most_change": 10, "trials": 5}],
    "outcomes": [{"remaining_rise": 5}, {"late_share": 100}, {"survey_answers": 2_000}],
    "abroad": [{"before": 2022, "after": 2023}],
    "reading": [{"release": name} for name in ("2022", "2023")],
    "disclosure": [{"unseen": Unseen.NOTHING}, {"weights": Weights.BY_GROUP}],
}

SETTINGS = [(path, setting) for path in NOTEBOOKS for setting in (STRICT, *OTHERS.get(path.stem, ()))]


@pytest.fixture(scope="module")
def record():
    """The record, read once."""
    return load()


@pytest.mark.parametrize(("path", "setting"), SETTINGS, ids=lambda value: getattr(value, "stem", None))
def test_chapter_runs_with_other_parameters(path, setting, record):
    changed = json.loads(json.dumps(faults.outputs(path, record, **setting)))
    # The chapter on the record shows both conventions side by side, so its outputs may stay as they are.
    assert changed != faults.stored(path) or path.stem == "record", f"{setting} changes nothing in {path.name}"


def test_a_parameter_that_a_chapter_lacks_is_refused():
    with pytest.raises(rerun.RerunError, match="sets no speed"):
        rerun.outputs(NOTEBOOKS[0], speed=2)
