"""Every chapter runs with other parameters too: a reader may change the cell near its top."""

import json
import re
from pathlib import Path

import pytest

import faults
from campaign import load
from campaign.analysis.disclosure import Unseen, Weights
from campaign.analysis.implied import Digits
from ledgerbook.figure.figure import Figure
from ledgerbook.notebooks import drawings, readers, rerun
from ledgerbook.notebooks import execute as notebooks
from ledgerbook.numbers.wording import Convention

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
NOTEBOOKS = sorted(CHAPTERS.glob("*.ipynb"))

# What else the cells tagged "parameters" let a reader change, by chapter.
OTHERS = {
    "windows": [{"vague_days": 31, "most_change": 10, "trials": 5}, {"digits": Digits.EITHER, "trials": 5}],
    "outcomes": [{"remaining_rise": 5}, {"late_share": 100}, {"survey_answers": 2_000}],
    "abroad": [{"before": 2022, "after": 2023}],
    "reading": [{"release": name} for name in ("2022", "2023")],
    "disclosure": [{"unseen": Unseen.NOTHING}, {"weights": Weights.BY_GROUP}],
}

SETTINGS = [(CHAPTERS / f"{name}.ipynb", setting) for name, found in OTHERS.items() for setting in found]


@pytest.fixture(scope="module")
def record():
    """The record, read once."""
    return load()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_strict_reading_is_the_one_that_is_stored(path, record):
    """A chapter runs under the other convention, and its drawings follow from its cells, to the byte."""
    shown, printed = faults.run(path, record, convention=Convention.STRICT)
    # The chapter on the record shows both conventions side by side, so its outputs may stay as they are.
    assert plain(faults.published_of(shown, printed)) != faults.stored(path) or path.stem == "record"
    strict = {figure.name: plain(figure.document()) for figure in shown if isinstance(figure, Figure)}
    usual = drawings.documents(notebooks.read(path).cells)
    assert drawings.text(usual, strict) == drawings.place(path).read_text(encoding="utf-8"), "remedy: make notebooks"
    assert [f"{name}: {said}" for name, figure in strict.items() for said in senseless(figure)] == []


# An end that is none, a number that is missing, and words that do not go together.
SENSELESS = re.compile(
    r"[^.;]*(?:−100(?:\.0)?(?: to [^%]*)?%|\+at |[+−]at |implied at |about at |about 0 in|\bnan\b|\binf\b)[^.;]*"
)


def senseless(figure):
    """What no reader can make sense of, in the title, the alternative and the table of a figure."""
    cells = [str(cell) for row in figure["table"]["rows"] for cell in row]
    texts = (figure["finding"], figure["alternative"], *cells)
    return [found[0] for text in texts if (found := SENSELESS.search(text))]


@pytest.mark.parametrize("cell", ["−100 to −10%", "at least −100%", "+at least 5%", "an implied at least 9", "nan"])
def test_what_makes_no_sense_is_seen(cell):
    assert senseless({"finding": "Fewer", "alternative": "Bars.", "table": {"rows": [["2022", cell]]}})
    assert not senseless({"finding": "Fewer", "alternative": "Bars.", "table": {"rows": [["−10%", "at least 9"]]}})


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_parameter_gets_another_value(path):
    tried = {name for setting in OTHERS.get(path.stem, ()) for name in setting}
    assert tried == readers.parameters(path).keys() - {"convention"}, "remedy: name it in OTHERS"


@pytest.mark.parametrize(("path", "setting"), SETTINGS, ids=lambda value: getattr(value, "stem", None))
def test_chapter_runs_with_other_parameters(path, setting, record):
    changed = plain(faults.outputs(path, record, **setting))
    assert changed != faults.stored(path), f"{setting} changes nothing in {path.name}"


def plain(value):
    """The value as JSON gives it back, which is how a notebook stores it."""
    return json.loads(json.dumps(value))


def test_a_parameter_that_a_chapter_lacks_is_refused():
    with pytest.raises(rerun.RerunError, match="sets no speed"):
        rerun.outputs(NOTEBOOKS[0], speed=2)
