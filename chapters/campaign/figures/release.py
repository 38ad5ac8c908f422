"""The drawings of the chapter on the release: pure functions, tidy data of :mod:`campaign.analysis.release` in.

All are lists of rows with a drawing field to the right of the label, or below it on a phone. Positions are in pixels,
so that nothing overlaps at either width.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from ledgerbook.figure import marks, theme
from ledgerbook.figure.rows import ABOVE, Rows, arrow_head, ends, laid_out, pixels
from ledgerbook.numbers.quantities import Period

TILE = 24  # px from tile to tile
COLUMN = 110  # px from the level of an outcome to its percentage
FORM_SHAPES = {"level": "square", "percentage": "diamond"}
FORM_FILL = {"level": 1.0, "percentage": 0.35}
FORM_KEY = {"level": ("Level", 8), "percentage": ("Percentage", 82)}  # words, px
STRAND_COLOURS = {
    "all": theme.PURPLE,
    "enforcement": theme.NAVY,
    "governance": theme.RUST,
    "awareness": theme.GREEN,
}
STRAND_SHAPES = ["diamond", "square", "circle", "triangle-up"]
PERCENT = "(datum.value > 0 ? '+' : '') + datum.value + '%'"  # an expression of Vega, for ticks
HOLLOW: Mapping[str, Any] = {"fillOpacity": 0.15, "strokeWidth": 1.5, "strokeDash": [4, 3]}  # what is not printed
STRAND_SCALE = alt.Scale(domain=list(STRAND_COLOURS), range=list(STRAND_COLOURS.values()))


def _strand_key(data: pd.DataFrame) -> list[alt.Chart]:
    """Which colour is which strand of the data, above the rows."""
    short = dict(zip(data["strand"], data["short"], strict=True))
    layers: list[alt.Chart] = []
    for place, strand in enumerate(strand for strand in STRAND_COLOURS if strand in short):
        base = alt.Chart(pd.DataFrame([{"strand": strand, "words": short[strand]}]))
        base = base.encode(x=alt.value(8 + 100 * place), y=alt.value(10))
        square = base.mark_point(shape="square", size=90, filled=True, opacity=1).encode(color=_strand_colour())
        layers += [square, base.mark_text(align="left", dx=10, color=theme.INK).encode(text="words:N")]
    return layers


def _strand_colour() -> alt.Color:
    return alt.Color("strand:N", scale=STRAND_SCALE, legend=None)


def forms(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """One tile for each number: the outcomes on a line each with their wording, the others by strand and bodies."""
    lines = data.drop_duplicates("row")[["row", "strand", "group", "line", "outcome"]].reset_index(drop=True)
    rows = laid_out(lines, width, group="group", left=270, wide=30, narrow=44, top=24)
    tiles = data.merge(rows.data[["row", "y"]], on="row")
    second = (tiles["form"] == "percentage").astype(int)
    steps = tiles.groupby("row").cumcount() * TILE
    tiles = tiles.assign(x=steps.where(~tiles["outcome"], second * COLUMN) + rows.left + 8)
    without = sorted(set(tiles.loc[tiles["outcome"], "y"]) - set(tiles.loc[tiles["form"] == "level", "y"]))
    missing = alt.Chart(pd.DataFrame({"y": without, "x": rows.left + 8, "words": "not printed"}))
    key = pd.DataFrame([{"form": form, "words": words, "x": x, "y": 12} for form, (words, x) in FORM_KEY.items()])
    x, muted = pixels(width), {"fill": alt.value(theme.MUTED), "stroke": alt.value(theme.MUTED)}
    empty: dict[str, Any] = {
        "shape": "square",
        "size": 170,
        "filled": False,
        "stroke": theme.MUTED,
        "strokeDash": [3, 2],
        "opacity": 1,
    }
    layers = [rows.text("line", 0, above=True), missing.mark_point(**empty).encode(x=x, y=rows.y)]
    for form in FORM_SHAPES:
        alike = alt.datum.form == form
        drawn = _tile(alt.Chart(tiles).transform_filter(alike), form).encode(x=x, y=rows.y, **_painted())
        layers += [drawn, _tile(alt.Chart(key).transform_filter(alike), form).encode(x=x, y=rows.y, **muted)]
    for chart, colour, words in (
        (alt.Chart(key), theme.INK, "words:N"),
        (missing, theme.MUTED, "words:N"),
        (alt.Chart(tiles).transform_filter("datum.outcome"), theme.INK, "printed:N"),
    ):
        layers.append(chart.mark_text(align="left", dx=13, color=colour).encode(x=x, y=rows.y, text=words))
    return rows.drawn(layers, width)


def _tile(chart: alt.Chart, form: str) -> alt.Chart:
    tile: alt.Chart = chart.mark_point(
        shape=FORM_SHAPES[form], size=170, strokeWidth=2, opacity=1, fillOpacity=FORM_FILL[form]
    )
    return tile


def _painted() -> dict[str, Any]:
    """Fill and edge in the strand's colour."""
    return {
        "fill": alt.Fill("strand:N", scale=STRAND_SCALE, legend=None),
        "stroke": alt.Stroke("strand:N", scale=STRAND_SCALE, legend=None),
    }


def widths(
    data: pd.DataFrame,
    width: int,
    *,
    ticks: Sequence[float] = (-50, -25, 0, 25, 50),
    domain: tuple[float, float] = (-55, 62.0),
) -> alt.LayerChart:
    """How far each number may lie from the printed one, in percent: a band, an arrow where it is open above."""
    named = data.assign(name=data["label"] + ", " + data["printed"])
    rows = laid_out(named, width, group=None, left=300, wide=25, narrow=42, after=112, top=24)
    edge = domain[1]
    axis = alt.Axis(labelExpr=PERCENT, values=list(ticks))
    x = alt.X("low:Q", scale=rows.x_scale(domain), axis=axis, title="Distance from the printed number")
    base = alt.Chart(rows.data.assign(edge=edge, zero=0)).encode(y=rows.y)
    strict = base.transform_filter("datum.open_strict && !datum.open_usual")
    usual = base.transform_filter("datum.open_usual")
    layers = [
        strict.mark_rule(strokeDash=[2, 3], color=theme.MUTED, strokeWidth=1.5).encode(x="high:Q", x2="edge:Q"),
        arrow_head(strict, "edge", theme.MUTED, filled=False),
        base.mark_bar(height=10, opacity=0.75).encode(x=x, x2="high:Q", color=_strand_colour()),
        *ends(base.transform_filter("datum.high > datum.low"), 14),
        usual.mark_rule(color=theme.INK, strokeWidth=2).encode(x="zero:Q", x2="edge:Q"),
        arrow_head(usual, "edge", theme.INK, filled=True),
        base.mark_point(shape="circle", size=40, filled=True, color=theme.INK).encode(x="zero:Q"),
        rows.text("name", 0, above=True),
        rows.text("words", width - 10, align="right", above=True, colour=theme.MUTED),
        *_strand_key(data),
    ]
    return rows.drawn(layers, width)


def changes(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """Changes in percent as bars from zero, with their intervals: printed ones and the ones that they imply."""
    rows = laid_out(data, width, group="basis", left=200, wide=30, narrow=50)
    x = alt.X(
        "middle:Q",
        scale=rows.x_scale([-38, 108] if rows.narrow else [-30, 80]),
        axis=alt.Axis(labelExpr=PERCENT, values=[-20, 0, 20, 40, 60]),
        title="Change on January to November 2021",
    )
    base = alt.Chart(rows.data.assign(zero=0)).encode(y=rows.y)
    looks: Mapping[str, Mapping[str, Any]] = {"printed": {"fillOpacity": 0.85}, "implied": HOLLOW}
    up, down = base.transform_filter("datum.middle >= 0"), base.transform_filter("datum.middle < 0")
    layers = [
        *(
            base.transform_filter(f"datum.basis_key == '{key}'")
            .mark_bar(height=14, fill=theme.NAVY, stroke=theme.NAVY, **look)
            .encode(x=x, x2="zero:Q")
            for key, look in looks.items()
        ),
        *marks.whiskers(base, shift=0, size=18),
        base.mark_tick(color=theme.MUTED, thickness=1, size=20).encode(x="zero:Q"),
        up.mark_text(align="left", dx=8, color=theme.INK).encode(x="high:Q", text="words:N"),
        down.mark_text(align="right", dx=-8, color=theme.INK).encode(x="low:Q", text="words:N"),
        rows.text("label", 0, above=True),
    ]
    return rows.drawn(layers, width)


def base(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """Bands in percent of the number printed for 2021: as printed, as another year implies it, and as both allow."""
    rows = laid_out(data, width, group="outcome", left=250, wide=30, narrow=46)
    edge = 6.5 if rows.narrow else 4.4
    chart = alt.Chart(rows.data.assign(edge=edge)).encode(y=rows.y)
    axis = alt.Axis(values=[0, 1, 2], grid=True, labelExpr=PERCENT)
    x = alt.X(
        "from_percent:Q",
        scale=rows.x_scale([-0.5, edge]),
        axis=axis,
        title="Distance from the number printed in 2021",
    )
    above = chart.transform_filter("datum.open_above")
    solid, other = chart.transform_filter("datum.printed"), chart.transform_filter("!datum.printed")
    layers = [
        above.mark_rule(color=theme.INK, strokeWidth=2).encode(x=x, x2="edge:Q"),
        arrow_head(above, "edge", theme.INK, filled=True),
        solid.mark_bar(height=14, color=theme.NAVY, opacity=0.85).encode(x=x, x2="to_percent:Q"),
        other.mark_bar(height=14, fill=theme.NAVY, stroke=theme.NAVY, **HOLLOW).encode(x=x, x2="to_percent:Q"),
        *(
            chart.mark_tick(thickness=2, size=20, color=theme.INK).encode(x=f"{end}:Q")
            for end in ("from_percent", "to_percent")
        ),
        chart.mark_text(align="left", dx=9, color=theme.INK).encode(x="to_percent:Q", text="text:N"),
        rows.text("label", 0, above=True),
    ]
    return rows.drawn(layers, width)


def levels(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """Bars of thousand cases and persons for both years; an implied level is pale with a dashed edge."""
    named = data.assign(row=data["year"] + ", " + data["basis"].str.lower())
    rows = laid_out(named, width, group="outcome", left=160, wide=34, narrow=46)
    top = float(data["high"].max()) * (1.66 if rows.narrow else 1.3)
    x = alt.X(
        "middle:Q", scale=rows.x_scale([0, top]), axis=alt.Axis(tickCount=4), title="Thousand, January to November"
    )
    chart = alt.Chart(rows.data.assign(zero=0)).encode(y=rows.y)
    implied, pale = chart.transform_filter("datum.implied"), {**HOLLOW, "fillOpacity": 0.2}
    layers = [
        chart.transform_filter("!datum.implied")
        .mark_bar(height=16, color=theme.NAVY, opacity=0.85)
        .encode(x=x, x2="zero:Q"),
        implied.mark_bar(height=16, fill=theme.NAVY, stroke=theme.NAVY, **pale).encode(x=x, x2="zero:Q"),
        *marks.whiskers(chart, shift=0, size=20),
        arrow_head(chart.transform_filter("datum.open_above"), "high", theme.INK, filled=True),
        chart.mark_text(align="left", dx=9, color=theme.INK).encode(x="high:Q", text="text:N"),
        rows.text("row", 0, above=True),
    ]
    return rows.drawn(layers, width)


def windows(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """The days that each level covers: solid inside the release's eleven months, pale and dashed before them."""
    rows = laid_out(data, width, group="kind", left=300, wide=25, narrow=42, top=24)
    scale = rows.x_scale(["2021-01-01", "2022-12-31"], type="utc")
    quarters = ["2021-01-01", "2021-07-01", "2022-01-01", "2022-07-01"]
    first = alt.X("start:T", scale=scale, axis=alt.Axis(format="%b %Y", values=quarters, labelAlign="left"), title=None)
    frame = alt.X("frame:T", scale=scale)
    chart = alt.Chart(rows.data).encode(y=rows.y)
    before = chart.transform_filter("datum.start < datum.frame")
    layers = [
        before.mark_bar(height=12, fillOpacity=0.2, strokeWidth=1.5, strokeDash=[4, 3]).encode(
            x=first, x2="frame:T", **_painted()
        ),
        chart.mark_bar(height=12, opacity=0.9).encode(x=frame, x2="end:T", color=_strand_colour()),
        chart.mark_text(align="right", dx=-6, color=theme.INK, fontStyle="italic").encode(x=frame, text="note:N"),
        rows.text("name", 0, above=True),
        *_strand_key(data),
    ]
    return rows.drawn(layers, width)


def timeline(window: Period, data: pd.DataFrame, width: int) -> alt.LayerChart:
    """Events by strand and date; a bar where a span or only a month or year is printed; the eleven months shaded."""
    rows = laid_out(data, width, group="group", left=350, wide=24, narrow=38)
    first, last = (int(days.agg(which)[:4]) for days, which in ((data["start"], "min"), (data["end"], "max")))
    years = [f"{year}-01-01" for year in range(first, last + 1, 2)]
    x = alt.X(
        "start:T",
        scale=rows.x_scale([f"{first}-01-01", f"{last}-12-31"], type="utc"),
        axis=alt.Axis(format="%Y", values=years, grid=not rows.narrow, labelAlign="left"),
        title=None,
    )
    months = alt.Chart(pd.DataFrame([{"start": window.start.isoformat(), "end": window.end.isoformat()}]))
    layers = [
        months.mark_rect(color=theme.GRID, opacity=0.6).encode(
            x=x, x2="end:T", y=alt.value(0), y2=alt.value(rows.height)
        ),
        *_events(rows, x),
        rows.text("date", 0, above=True, colour=theme.MUTED),
        rows.text("label", 84, above=True),
    ]
    return rows.drawn(layers, width)


def _events(rows: Rows, x: alt.X) -> list[alt.Chart]:
    """A mark for each day and a bar for each span, hollow where the day is not printed."""
    shape = alt.Shape("strand:N", scale=alt.Scale(domain=list(STRAND_COLOURS), range=STRAND_SHAPES), legend=None)
    chart, layers = alt.Chart(rows.data).encode(y=rows.y, x=x), []
    for vague, fill in ((False, {}), (True, {"fill": alt.value("white")})):
        alike = chart.transform_filter(alt.datum.vague == vague)
        spans, days = alike.transform_filter("datum.long"), alike.transform_filter("!datum.long")
        paint = {**_painted(), **fill}
        layers += [
            spans.mark_bar(height=8, strokeWidth=1.5).encode(x2="end:T", **paint),
            days.mark_point(size=70, opacity=1, strokeWidth=1.5).encode(shape=shape, **paint),
        ]
    return layers


def programmes(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """Every programme by strand: a full square where the release prints a number, an empty circle where it has none."""
    rows = laid_out(data, width, group="group", left=20, wide=24, narrow=40)
    x = pixels(width)
    shape = alt.Shape("given:N", scale=alt.Scale(domain=[True, False], range=["square", "circle"]), legend=None)
    fill = alt.FillOpacity("given:N", scale=alt.Scale(domain=[True, False], range=[1, 0]), legend=None)
    points = (
        alt.Chart(rows.data.assign(x=8))
        .mark_point(size=110, strokeWidth=2, opacity=1, yOffset=ABOVE if rows.narrow else 0)
        .encode(
            x=x,
            y=rows.y,
            shape=shape,
            fillOpacity=fill,
            **_painted(),
        )
    )
    number = rows.text("printed", 22 if rows.narrow else width - 12, align="left" if rows.narrow else "right")
    layers = [
        points,
        rows.text("label", 22, above=True),
        number.transform_filter("!datum.given").mark_text(align=number.mark.align, color=theme.MUTED),
        number.transform_filter("datum.given"),
    ]
    if not rows.narrow:
        layers.append(rows.text("by", 340, colour=theme.MUTED))
    return rows.drawn(layers, width)
