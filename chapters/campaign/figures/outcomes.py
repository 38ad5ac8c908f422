"""The drawings of the chapter on outcomes: tidy data of :mod:`campaign.analysis.outcomes` in, charts out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from campaign.analysis import outcomes
from ledgerbook.figure import marks, theme
from ledgerbook.figure.marks import Layered, is_narrow
from ledgerbook.figure.theme import SMALL

LABELS = 180  # px that names of rows take at the left of a wide drawing
HOLLOW: Mapping[str, Any] = {"strokeWidth": 1.5, "strokeDash": [4, 2]}  # what no source prints
STEP_ROW = 34  # px for each step of a window
# The steps in order, by their measures, with their colours.
STEPS: Mapping[str, str] = {
    "cases_filed": theme.SLATE,
    "cases_solved/cases_filed": theme.NAVY,
    "suspects_arrested/cases_solved": theme.NAVY,
    "property_loss/cases_filed": theme.RUST,
}


def factors(data: pd.DataFrame, width: int) -> alt.VConcatChart:
    """One panel a window: a bar for each step, from the multiple it starts at to its end, on one log scale."""
    windows = marks.panels(data, "window")
    colours = marks.scale_of(data, "measure", "step", STEPS)
    panels = [_factor_panel(part, colours, width, last=window == windows[-1][0]) for window, part in windows]
    return alt.vconcat(*panels, spacing=16)


def _factor_panel(data: pd.DataFrame, colours: alt.Scale, width: int, *, last: bool) -> Layered:
    narrow = is_narrow(width)
    axis = alt.Axis(
        values=[0.8, 1, 1.25, 1.5, 2], format="~g", labelExpr="'×' + datum.label", labels=last, ticks=last, grid=True
    )
    title = ("Multiple of a year before" if narrow else "Multiple of the same months a year before") if last else None
    scale = alt.Scale(type="log", domain=[0.7, 3.4 if narrow else 4], nice=False)
    y_axis = alt.Axis(title=None, labels=not narrow, labelLimit=LABELS, minExtent=0 if narrow else 120)
    y = alt.Y("step:N", sort=colours.domain, axis=y_axis)
    shift = 8 if narrow else 0
    base = alt.Chart(data).encode(y=y)
    x = alt.X("before:Q", scale=scale, title=title, axis=axis)
    bars = (
        base.transform_filter("datum.basis_key == 'printed'")
        .mark_bar(height=13, yOffset=shift)
        .encode(x=x, x2="after:Q", color=alt.Color("step:N", scale=colours, legend=None))
    )
    implied = base.transform_filter("datum.basis_key == 'implied'")
    hollow = implied.mark_bar(height=12, yOffset=shift, fill="white", fillOpacity=0, **HOLLOW).encode(
        x=x, x2="after:Q", stroke=alt.Stroke("step:N", scale=colours, legend=None)
    )
    end = base.mark_tick(thickness=2.5, size=20, color=theme.INK, yOffset=shift).encode(x=alt.X("after:Q", scale=scale))
    span = base.mark_rule(color=theme.INK, strokeWidth=3, yOffset=shift)
    interval = span.encode(x=alt.X("after_low:Q", scale=scale), x2="after_high:Q")
    one = alt.Chart(data.head(1)).mark_rule(color=theme.INK, strokeWidth=1).encode(x=alt.X(datum=1, scale=scale))
    words = _step_words(data, base, shift).encode(
        x=alt.X("edge:Q", scale=scale), text="arrives:N" if narrow else "words:N"
    )
    layers: list[alt.Chart] = [one, bars, hollow, interval, end, words]
    if narrow:
        layers += marks.names_above(base.transform_calculate(head="datum.step + ' ' + datum.text"), "head", dy=-8)
    room = 0 if narrow else 130
    return alt.layer(*layers).properties(
        width=width - room, height=alt.Step(STEP_ROW if narrow else 26), title=_heading(data["window"].iloc[0])
    )


def _step_words(data: pd.DataFrame, base: alt.Chart, shift: int) -> alt.Chart:
    """Behind each step where it leads and, unless it is printed itself, how large it is."""
    printed = marks.words_by_key(data, "basis_key", "basis")[outcomes.PRINTED]
    chart: alt.Chart = base.transform_calculate(
        edge="max(datum.before, datum.after)",
        words=f"datum.basis == '{printed}' ? datum.arrives : datum.text + ' → ' + datum.arrives",
    ).mark_text(align="left", dx=9, dy=shift, fontSize=SMALL)
    return chart


def missing(data: pd.DataFrame, width: int) -> Layered:
    """A line with its band: how large the missing cases were, for each rise of those that remained."""
    x = alt.X("rise:Q", title="Rise of the loss of each case that remained (%)", scale=alt.Scale(domain=[0, 20]))
    title = "Mean loss of the missing cases, % of all"
    y = alt.Y("middle:Q", title=title, scale=alt.Scale(domain=[0, 112], nice=False), axis=alt.Axis(tickCount=6))
    base = alt.Chart(data).encode(x=x)
    line = base.mark_line(color=theme.NAVY).encode(y=y)
    band = base.mark_rule(color=theme.INK, strokeWidth=4).encode(y=alt.Y("low:Q"), y2="high:Q")
    point = base.mark_point(filled=True, color=theme.NAVY, size=34, opacity=1).encode(y=y)
    equal = alt.Chart(data.head(1)).mark_rule(color=theme.INK, strokeDash=[5, 3]).encode(y=alt.Y(datum=100))
    note = alt.Chart(data.head(1)).mark_text(align="left", baseline="bottom", dy=-4, dx=4, fontSize=SMALL)
    every = 4 if is_narrow(width) else 2
    last = int(data["rise"].max())  # its number would run into the line of equal means
    shown = base.transform_filter(f"datum.rise % {every} == 0 && datum.rise < {last}")
    below = shown.transform_filter("datum.rise < 10").mark_text(align="left", dx=8, dy=10, fontSize=SMALL)
    above = shown.transform_filter("datum.rise >= 10").mark_text(align="right", dx=-8, dy=-8, fontSize=SMALL)
    layers = (
        equal,
        note.encode(x=alt.value(0), y=alt.Y(datum=100), text=alt.value("as large as the mean of all cases")),
        line,
        band,
        point,
        below.encode(y=y, text="text:N"),
        above.encode(y=y, text="text:N"),
    )
    return alt.layer(*layers).properties(width=width, height=300)


def year_ends(data: pd.DataFrame, width: int) -> alt.VConcatChart:
    """Above, the pace of the rest of each year; below, the change of a part of a year beside that of the whole."""
    pace, growth = (data[data["panel"] == panel] for panel in (outcomes.PACE, outcomes.GROWTH))
    both = alt.vconcat(_paces(pace, width), _pairs(growth, width), spacing=26)
    chart: alt.VConcatChart = both.resolve_scale(color="independent", shape="independent")
    return chart


def _paces(data: pd.DataFrame, width: int) -> Layered:
    narrow = is_narrow(width)
    title = "Pace of the rest of the year (long tick: as before)"
    rows = marks.intervals_by_category(data, width, axis_title=title, colour=theme.SLATE, row=24)
    shift, size = (7, 16) if narrow else (0, 22)
    implied = (
        alt.Chart(data)
        .transform_filter("datum.basis_key == 'implied'")
        .encode(y=alt.Y("label:N", sort=data["label"].tolist()))
    )
    hollow = implied.mark_bar(
        fill="white", fillOpacity=1, stroke=theme.SLATE, height=12, yOffset=7 if narrow else 0, **HOLLOW
    ).encode(x=alt.X("middle:Q"))
    whiskers = marks.whiskers(implied, shift=7 if narrow else 0, size=12)
    reached = alt.Chart(data).transform_filter("datum.high > 1")  # elsewhere the number stands at that place
    equal = reached.mark_tick(color=theme.INK, thickness=1.5, size=size, yOffset=shift)
    chart = alt.layer(
        rows, hollow, *whiskers, equal.encode(x=alt.X(datum=1), y=alt.Y("label:N", sort=data["label"].tolist()))
    )
    return chart.properties(width=width - (0 if narrow else LABELS + 20), title=_heading("Days after over days before"))


def _heading(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, fontSize=theme.TEXT_SIZE + 1, anchor="start", frame="group", offset=4)


SPAN_COLOURS = {outcomes.PART: theme.RUST, outcomes.FULL: theme.NAVY}
SPAN_SHAPES = {outcomes.PART: "circle", outcomes.FULL: "square"}


def _pairs(data: pd.DataFrame, width: int) -> Layered:
    narrow = is_narrow(width)
    shift = 8 if narrow else 0
    order = data["label"].drop_duplicates().tolist()
    y = alt.Y("label:N", sort=order, axis=marks.names_axis(width, LABELS))
    scale = alt.Scale(domain=marks.reaching(data, -20, 150), nice=False)
    x = alt.X("middle:Q", title="Change on the year before (%)", scale=scale, axis=alt.Axis(tickCount=6))
    base = alt.Chart(data).encode(y=y)
    link = base.mark_line(color=theme.MUTED, strokeWidth=1.5, yOffset=shift).encode(x=x, detail="label:N")
    span = base.mark_rule(color=theme.INK, strokeWidth=2.5, yOffset=shift).encode(
        x=alt.X("low:Q", scale=scale), x2="high:Q"
    )
    colours, shapes = (marks.scale_of(data, "span_key", "span", looks) for looks in (SPAN_COLOURS, SPAN_SHAPES))
    legend = alt.Legend(title=None, offset=6)
    dots = base.mark_point(filled=True, size=80, opacity=1, yOffset=shift).encode(
        x=x,
        color=alt.Color("span:N", scale=colours, legend=legend),
        shape=alt.Shape("span:N", scale=shapes, legend=legend),
    )
    layers: list[alt.Chart] = [_zero(data), link, span, dots, _centres(base, x, shift)]
    if narrow:
        part = marks.words_by_key(data, "span_key", "span")[outcomes.PART]
        layers += marks.names_above(base.transform_filter(f"datum.span == '{part}'"), "label", dy=-8)
    room = 0 if narrow else LABELS + 20
    return alt.layer(*layers).properties(
        width=width - room, height=alt.Step(40 if narrow else 28), title=_heading("Part and whole")
    )


def _zero(data: pd.DataFrame) -> alt.Chart:
    """The line of no change."""
    rule: alt.Chart = alt.Chart(data.head(1)).mark_rule(color=theme.INK, strokeWidth=1).encode(x=alt.X(datum=0))
    return rule


def _centres(base: alt.Chart, x: alt.X, shift: int) -> alt.Chart:
    """A white centre on each dot of which the number was not printed."""
    implied = base.transform_filter("datum.basis_key == 'implied'")
    chart: alt.Chart = implied.mark_point(filled=True, shape="circle", color="white", size=22, opacity=1, yOffset=shift)
    return chart.encode(x=x)


SIGNS: Mapping[str, str] = {
    outcomes.UP: "triangle-up",
    outcomes.DOWN: "triangle-down",
    outcomes.FLAT: "circle",
    outcomes.AS_FILED: "square",
    outcomes.AS_BEFORE: "stroke",
}
# Fill and colour of a prediction by how it stands with the record: also told by the frame around a contradiction.
STANDING_COLOURS: Mapping[str, str] = {
    "": theme.INK,
    outcomes.AGREES: theme.GREEN,
    outcomes.UNCLEAR: theme.SLATE,
    outcomes.CONTRADICTS: theme.RUST,
}


GROUP_COLOURS: Mapping[str, str] = {
    outcomes.UPS: theme.NAVY,
    outcomes.AFTER: theme.SLATE,
    outcomes.DOWNS: theme.RUST,
    outcomes.BESIDE: theme.PURPLE,
}
GROUP_SHAPES: Mapping[str, str] = {
    outcomes.UPS: "square",
    outcomes.AFTER: "circle",
    outcomes.DOWNS: "diamond",
    outcomes.BESIDE: "triangle-up",
}


def beside(data: pd.DataFrame, width: int) -> Layered:
    """Changes with their intervals, one row each, in four groups told by colour, shape and place."""
    narrow = is_narrow(width)
    shift = 8 if narrow else 0
    groups = list(marks.words_by_key(data, "group_key", "group").values())
    y = alt.Y("label:N", sort=data["label"].tolist(), axis=alt.Axis(title=None, labels=not narrow, labelLimit=240))
    x = alt.X(
        "middle:Q",
        title="Change (%)",
        scale=alt.Scale(domain=marks.reaching(data, -32, 92), nice=False),
        axis=alt.Axis(tickCount=6),
    )
    base = alt.Chart(data).encode(y=y)
    colours, shapes = (marks.scale_of(data, "group_key", "group", looks) for looks in (GROUP_COLOURS, GROUP_SHAPES))
    legend = alt.Legend(title=None, offset=10, columns=2 if narrow else 4)
    dots = base.mark_point(filled=True, size=90, opacity=1, yOffset=shift).encode(
        x=x,
        color=alt.Color("group:N", scale=colours, sort=groups, legend=legend),
        shape=alt.Shape("group:N", scale=shapes, sort=groups, legend=legend),
    )
    words = marks.on_paper(base.encode(x=alt.X("high:Q"), text="text:N"), align="left", dx=10, dy=shift)
    layers = [_zero(data), *marks.whiskers(base, shift=shift, size=12), dots, _centres(base, x, shift), *words]
    if narrow:
        layers += marks.names_above(base, "label", dy=-8)
    return alt.layer(*layers).properties(width=width, height=alt.Step(38 if narrow else 27))


def rivals(data: pd.DataFrame, width: int) -> Layered:
    """A matrix: one row an explanation, one column an evidence, in each cell what is predicted and if it is wrong."""
    narrow = is_narrow(width)
    shift = 9 if narrow else 0
    columns = data["evidence"].drop_duplicates().tolist()
    y = alt.Y("row:N", sort=data["row"].drop_duplicates().tolist(), axis=marks.names_axis(width, 330))
    top = alt.Axis(
        orient="top", title=None, labelAngle=-90, labelAlign="left", domain=False, ticks=False, labelLimit=140
    )
    x = alt.X("evidence:N", sort=columns, axis=top)
    base = alt.Chart(data).encode(x=x, y=y)
    shapes = marks.scale_of(data, "sign", "predicted", SIGNS)
    legend = alt.Legend(
        title=None,
        orient="bottom",
        columns=2 if narrow else 3,
        offset=8,
        symbolFillColor=theme.INK,
        symbolStrokeColor=theme.INK,
    )
    colours = marks.scale_of(data, "standing", "outcome", STANDING_COLOURS)
    words = marks.words_by_key(data, "standing", "outcome")
    silent = marks.words_by_key(data, "sign", "predicted")[outcomes.AS_BEFORE]
    spoken = base.transform_filter(f"datum.predicted != '{silent}'")
    dash = base.transform_filter(f"datum.predicted == '{silent}'").mark_text(text="–", color=theme.MUTED, dy=shift)
    cells = spoken.mark_point(filled=True, size=130, opacity=1, yOffset=shift).encode(
        color=alt.Color("outcome:N", scale=colours, legend=None),
        shape=alt.Shape("predicted:N", scale=shapes, legend=legend),
    )
    wrong = base.transform_filter(f"datum.outcome == '{words.get(outcomes.CONTRADICTS)}'")
    cross = wrong.mark_text(text="×", fontSize=18, fontWeight="bold", dx=13, dy=shift)
    unsure = base.transform_filter(f"datum.outcome == '{words.get(outcomes.UNCLEAR)}'")
    doubt = unsure.mark_text(text="?", fontWeight="bold", dx=13, dy=shift)
    rows = alt.Chart(marks.untabulated(data.drop_duplicates("row"))).encode(y=y)
    line = rows.mark_rule(color=theme.GRID, strokeWidth=1, yOffset=shift).encode(x=alt.value(0), x2=alt.value("width"))
    layers = [line, cells, dash, cross, doubt]
    if narrow:
        layers += marks.names_above(rows, "row", dy=-8)
    return alt.layer(*layers).properties(width=width, height=alt.Step(38 if narrow else 28))
