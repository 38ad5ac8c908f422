"""What a site draws was drawn by the execution of its notebooks, and nothing else passes for it."""

import json

import altair as alt
import pandas as pd
import pytest

from ledgerbook.book import Book
from ledgerbook.figure import theme
from ledgerbook.figure.figure import Figure
from ledgerbook.notebooks import drawings
from ledgerbook.notebooks.drawings import DrawingsError


def document(name: str = "pace", high: int = 3) -> dict:
    """The stored form of a small figure."""

    def bars(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
        mark = alt.Chart(data).mark_bar(color=theme.NAVY)
        return mark.encode(x="high:Q", y="label:N").properties(width=width)

    data = pd.DataFrame({"label": ["a", "b"], "high": [1, high]})
    words = "Two bars, of which the second is the longer one, whatever the reading of the wording."
    return Figure(name, f"b is {high}", "A caption.", words, data, bars, {"label": "Row"}, claims=None).document()


def cells(*documents: dict) -> list[dict]:
    """The cells of a notebook that stores those figures."""
    return [{"outputs": [{"data": {drawings.FIGURE_MIME: found}}]} for found in documents]


@pytest.fixture
def notebook(tmp_path):
    """A notebook whose one figure was drawn, and is another under the strict reading."""
    path = tmp_path / "chapter.ipynb"
    write(path, drawings.text([document()], {"pace": document(high=4)}))
    return path


def write(notebook, text):
    """Makes that the file of the notebook's drawings."""
    drawings.place(notebook).parent.mkdir(exist_ok=True)
    drawings.place(notebook).write_text(text, encoding="utf-8")


def test_both_widths_and_the_strict_reading_are_kept(notebook):
    stored = drawings.of(notebook, document())
    assert drawings.stale(notebook, cells(document())) == ""
    for variant, (svg, _) in zip(drawings.VARIANTS, stored.drawings, strict=True):
        assert f'class="drawing {variant}"' in svg
    assert [foreign for _, foreign in stored.drawings] == [[], []]
    assert stored.strict.document["finding"] == "b is 4"
    assert [svg for svg, _ in stored.strict.drawings] != [svg for svg, _ in stored.drawings]
    assert "b is 4" in stored.strict.image


def test_a_strict_reading_that_shows_nothing_else_is_not_kept():
    assert drawings.STRICT not in json.loads(drawings.text([document()], {"pace": document()}))["figures"]["pace"]


def test_a_notebook_without_figures_has_no_drawings(notebook):
    assert drawings.text([], {}) == ""
    drawings.place(notebook).unlink()
    assert drawings.stale(notebook, cells()) == ""


def edited(notebook):
    write(notebook, drawings.place(notebook).read_text(encoding="utf-8").replace("<path", "<g", 1))


def missing(notebook):
    drawings.place(notebook).unlink()


def cut_short(notebook):
    write(notebook, drawings.place(notebook).read_text(encoding="utf-8")[:-100])


def no_drawings_at_all(notebook):
    write(notebook, "[]")


def not_text(notebook):
    drawings.place(notebook).write_bytes(b"\xff\xfe\x00")


def of_another_chapter(notebook):
    write(notebook, drawings.text([document("other")], {}))


def of_an_earlier_state(notebook):
    write(notebook, drawings.text([document(high=2)], {}))


UNSOUND = [
    (edited, "were edited", "was edited or cannot be read"),
    (missing, "missing", "is missing"),
    (cut_short, "cannot be read", "was edited or cannot be read"),
    (no_drawings_at_all, "cannot be read", "was edited or cannot be read"),
    (not_text, "cannot be read", "was edited or cannot be read"),
    (of_another_chapter, "of other figures", "does not hold figure 'pace' as chapter.ipynb stores it"),
    (of_an_earlier_state, "of other figures", "does not hold figure 'pace' as chapter.ipynb stores it"),
]


@pytest.mark.parametrize(("spoil", "reason", "message"), UNSOUND, ids=lambda value: getattr(value, "__name__", None))
def test_unsound_drawings_are_stale_and_not_shown(notebook, spoil, reason, message):
    drawings.of(notebook, document())  # read once, and so perhaps remembered
    spoil(notebook)
    assert reason in drawings.stale(notebook, cells(document()))
    with pytest.raises(DrawingsError, match=rf"drawings/chapter.json {message}.*; remedy: make notebooks"):
        drawings.of(notebook, document())


def test_drawings_by_other_code_are_stale_and_not_shown(notebook, monkeypatch):
    monkeypatch.setattr(drawings, "drawn_by", lambda: "another version")
    assert drawings.stale(notebook, cells(document())) == "what draws changed"
    with pytest.raises(DrawingsError, match="was drawn by other code"):
        drawings.of(notebook, document())


def test_drawings_of_a_figure_that_is_gone_are_stale(notebook):
    assert "of other figures" in drawings.stale(notebook, cells())


def test_every_file_of_drawings_has_its_notebook(book: Book):
    files = {path.stem for path in (book.chapters / drawings.FOLDER).iterdir()}
    assert files <= {path.stem for path in book.notebooks}
