"""A figure says what it shows to everybody, or is not drawn; a drawing is the same on every machine."""

import os
import subprocess
import sys
from pathlib import Path

import altair as alt
import pandas as pd
import pytest

from ledgerbook.figure import FIGURE_MIME, marks, theme
from ledgerbook.figure.figure import Figure, FigureError, draw_svg, stored_spec

ALTERNATIVE = "Cases solved per day: 1,170 in January to November 2022 and about 2,350 in December 2022."


def windows() -> pd.DataFrame:
    """Two windows, the second open above."""
    return pd.DataFrame(
        {
            "label": ["Jan-Nov", "December"],
            "start": ["2022-01-01", "2022-12-01"],
            "end": ["2022-11-30", "2022-12-31"],
            "low": [1169.0, 2322.0],
            "high": [1172.0, 2322.0],
            "middle": [1170.5, 2322.0],
            "open_above": [False, True],
            "text": ["1,170", "at least 2,322"],
            "claims": ["a;b", "c"],
        }
    )


def draw_bars(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """Bars with intervals."""
    return marks.intervals_by_category(data, width, axis_title="Cases solved per day")


def draw_windows(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """Windows over time with a break."""
    breaks = pd.DataFrame({"date": ["2022-06-01"], "label": ["new count"]})
    x = alt.X("start:T", scale=marks.UTC)
    bands = alt.Chart(data).mark_rect().encode(x=x, x2="end:T", y="low:Q", y2="high:Q").properties(width=width)
    return bands + marks.arrows_up(data) + marks.break_rules(breaks)


def draw_text(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """Text that takes another column of the data on a phone."""
    column = "label" if width == theme.WIDE else "claims"
    words = alt.Chart(data).mark_text().encode(y="label:N", text=f"{column}:N")
    return (words + words.transform_filter("datum.open_above")).properties(width=width)


def draw_other_values(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A slip of the hand: another value than the table's."""
    return draw_bars(data.assign(high=data["high"] + 1), width)


def draw_fewer_rows(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A row that is tabulated and not drawn."""
    return draw_bars(data.head(1), width)


def draw_as_closed(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """An interval that is open above looks like a closed one."""
    return alt.Chart(data).mark_rule().encode(x="low:Q", x2="high:Q", y="label:N").properties(width=width)


def draw_hanging(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """Rows at measured places, with bars that Vega-Lite takes for upright ones."""
    rows = marks.arrows_up(data.assign(row=data.index * 20))
    bars = alt.Chart(data.assign(row=data.index * 20)).mark_bar(height=12).encode(x="middle:Q", y="row:Q")
    return bars.properties(width=width) + rows


def draw_with_a_sum(data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    """A mark that stands for no row of the table, and says so."""
    both = marks.untabulated(data.head(1).assign(label="Both", high=9_999.0))
    return draw_bars(data, width) + alt.Chart(both).mark_rule().encode(x="high:Q", y="label:N")


def figure(**changes) -> Figure:
    """A sound figure, with changes."""
    parts = {
        "name": "pace",
        "finding": "December was twice as fast",
        "caption": "Bars are intervals.",
        "alternative": ALTERNATIVE,
        "data": windows(),
        "draw": draw_bars,
        "columns": {"label": "Window", "text": "Cases per day"},
    }
    return Figure(**{**parts, **changes})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"alternative": ""}, "'pace' has no text alternative"),
        ({"alternative": "A bar chart."}, "'pace' has no text alternative"),
        ({"finding": " "}, "'pace' has no title"),
        ({"columns": {"nothing": "Nothing"}}, "tabulates nothing, which its data does not have: it has "),
        ({"claims": "sources"}, "tabulates sources"),
        ({"data": windows().head(0)}, "'pace' has no data"),
        ({"holds": {"it rose": True, "it doubled": False}}, r"do not bear out: it doubled \(mend the finding\)"),
    ],
)
def test_figure_that_says_too_little_is_refused(change, message):
    with pytest.raises(FigureError, match=message):
        figure(**change)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (draw_other_values, r"'pace' at 700 px draws 1173.0 as 'high' of row 0 of its data, which says 1172.0"),
        (draw_fewer_rows, r"'pace' at 700 px does not draw 1 of the 2 rows .* row 1 \(label = 'December'"),
        (draw_as_closed, r"'pace' at 700 px draws intervals that are open above as if they were closed"),
        (draw_hanging, r"'pace' at 700 px draws bars of a fixed height that hang from the top"),
    ],
)
def test_figure_that_draws_something_else_than_its_table_is_refused(draw, message):
    with pytest.raises(FigureError, match=message):
        figure(draw=draw).document()


def test_mark_beside_the_table_is_allowed():
    spec = figure(draw=draw_with_a_sum).chart(theme.WIDE)
    assert "Both" in {row["label"] for rows in spec["datasets"].values() for row in rows}


@pytest.mark.parametrize("draw", [draw_bars, draw_windows, draw_text])
def test_what_is_stored_draws_the_same(draw):
    """Each width is drawn from what is stored just as from the data, whatever columns it takes."""
    whole = figure(draw=draw)
    document = whole._repr_mimebundle_()[FIGURE_MIME]
    for variant, width in (("wide", theme.WIDE), ("narrow", theme.NARROW)):
        spec = stored_spec(document, variant)
        assert spec["description"] == ALTERNATIVE
        assert draw_svg(spec) == draw_svg(whole.chart(width))


def test_figure_is_a_drawing_and_a_document():
    bundle = figure()._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg")
    document = bundle[FIGURE_MIME]
    assert document["table"] == {
        "headings": ["Window", "Cases per day"],
        "rows": [["Jan-Nov", "1,170"], ["December", "at least 2,322"]],
        "claims": [["a", "b"], ["c"]],
    }


@pytest.mark.parametrize("draw", [draw_bars, draw_windows])
@pytest.mark.parametrize("width", [theme.WIDE, theme.NARROW])
def test_drawing_keeps_its_width(draw, width):
    svg = draw_svg(figure(draw=draw).chart(width))
    drawn = float(svg.split('width="', 1)[1].split('"', 1)[0])
    assert drawn <= width + 2  # px: a line's half stroke at each edge


def test_bars_start_at_zero():
    spec = figure().chart(theme.WIDE)
    scales = [layer["encoding"]["x"].get("scale", {}) for layer in spec["layer"] if "x" in layer["encoding"]]
    assert next(s["domain"] for s in scales if "domain" in s)[0] == 0


def test_drawing_does_not_depend_on_the_time_zone():
    """Days are days: a chart of dates is the same drawing wherever it is made."""
    code = (
        "import sys; sys.path[:0] = ['chapters', 'tests/figure', 'tests/support']; import test_figures as t;"
        "from ledgerbook.figure.figure import draw_svg; svg = draw_svg(t.figure(draw=t.draw_windows).chart(700));"
        "sys.stdout.write(svg)"
    )
    root = Path(__file__).parents[2]
    drawings = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, env={**os.environ, "TZ": zone}, capture_output=True, check=True
        ).stdout
        for zone in ("UTC", "Asia/Shanghai", "America/New_York")
    }
    assert len(drawings) == 1
    assert drawings != {b""}
