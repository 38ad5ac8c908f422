"""The drawings of the enforcement chapter: tidy data of :mod:`campaign.analysis.enforcement` in, charts out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from ledgerbook.figure import marks, theme
from ledgerbook.figure.marks import UTC, Layered, is_narrow
from ledgerbook.figure.rows import laid_out
from ledgerbook.figure.theme import SMALL
from ledgerbook.numbers.days import period_of

LEGEND_OFFSET = 26  # px between a legend and the drawing, where the name of the axis stands
# Colour, dash and width of the line of each kind, so that none is told by colour alone.
Strokes = Mapping[str, tuple[str, list[int], float]]
KINDS: Strokes = {
    "year": (theme.INK, [1, 0], 2),
    "part": (theme.NAVY, [1, 0], 4),
    "across": (theme.RUST, [5, 3], 1.8),
    "implied_year": (theme.INK, [2, 2], 2),
    "implied": (theme.INK, [2, 2], 3),
}
BASES: Strokes = {"printed": (theme.NAVY, [1, 0], 2), "implied": (theme.INK, [2, 2], 3)}
SUSPECTS: Strokes = {
    "all": (theme.NAVY, [1, 0], 2),
    "wider": (theme.NAVY, [1, 0], 5),
    "implied": (theme.INK, [2, 2], 5),
    "special": (theme.RUST, [5, 3], 1.8),
}
HOW = {"printed": theme.SLATE, "subtracted": theme.NAVY}
COUNTS = {"cases_filed": theme.SLATE, "cases_solved": theme.NAVY}
# Windows whose numbers stand elsewhere than above the middle of their lines.
FILED_BELOW = ("2015-01/2015-07", "2016-01/2016-07")
ARRESTS_BEFORE = ("2019", "2020", "2021-01/2021-11", "2022-01/2022-11")
ARRESTS_AT_START = ("2023-01/2023-11",)
CAUGHT_BEFORE = ("2019", "2020", "2021-01/2021-11", "2021-04/2022-03", "2022-01/2022-11")
# What December is compared with: the printed mean, the last months known, and a climb that another year lends.
PACES: Mapping[str, dict[str, Any]] = {
    "mean": {"color": theme.NAVY, "opacity": 0.85},
    "nearest": {"color": theme.SLATE, "opacity": 0.85},
    "climb": {"fillOpacity": 0.1, "stroke": theme.NAVY, "strokeWidth": 1.5, "strokeDash": [4, 3]},
}
DOUBTED: dict[str, Any] = {
    "fill": "white", "fillOpacity": 0.85, "stroke": theme.NAVY, "strokeDash": [4, 3], "strokeWidth": 1.5
}  # fmt: skip
MONTHS = "JFMAMJJASOND"


def solved_windows(breaks: pd.DataFrame, data: pd.DataFrame, width: int) -> Layered:
    """Full years as pale bars, other windows as lines: thick within a year, dashed across years; all per day."""
    full, narrow = data[data["kind_key"] == "year"], is_narrow(width)
    chart = _windows(data, width, field="kind", looks=KINDS, title="Cases solved per day")
    bars = alt.Chart(full).mark_rect(color=theme.SLATE, opacity=0.4)
    floor = bars.encode(x=alt.X("start:T", scale=UTC), x2="end:T", y=alt.Y("middle:Q"), y2=alt.datum(0))
    centre = alt.Chart(full).transform_calculate(centre=marks.CENTRE)
    style = {"angle": 270, "align": "left", "dx": 4} if narrow else {"dy": -10}
    foot = centre.mark_text(fontSize=SMALL, color=theme.INK, **style)
    foot = foot.encode(x=alt.X("centre:T", scale=UTC), y=alt.datum(0), text="short:N")
    notes = breaks.assign(label="") if narrow else breaks
    return alt.layer(floor, chart, foot, marks.break_rules(notes)).properties(width=width, height=330)


def filed_windows(data: pd.DataFrame, width: int) -> Layered:
    """Cases filed per day: printed levels, and those a year earlier that a printed change implies."""
    chart = _windows(data, width, field="basis", looks=BASES, title="Cases filed per day", height=240)
    part = _of_windows(data, FILED_BELOW)
    room = pd.DataFrame({"start": [f"{_last_year(data) + 1}-01-01"]})  # so that the last number is not cut
    space = alt.Chart(room).mark_point(opacity=0).encode(x=alt.X("start:T", scale=UTC))
    above, below = _numbers(data[~part], "centre", dy=-9), _numbers(data[part], "centre", dy=12)
    return alt.layer(chart, above, below, space).properties(width=width, height=240)


def arrest_windows(breaks: pd.DataFrame, data: pd.DataFrame, width: int) -> Layered:
    """Suspects caught per day: all suspects, the wider base and what it implies, and the narrower count."""
    chart = _windows(data, width, field="series", looks=SUSPECTS, title="Suspects per day", height=320)
    all_suspects = _numbers(data[_of_windows(data, ARRESTS_BEFORE)], "start", align="right", dx=-5)
    special = _numbers(data[_of_windows(data, ARRESTS_AT_START)], "start", align="left", dx=4, dy=-10)
    layers = (chart, all_suspects, special, marks.break_rules(breaks))
    return alt.layer(*layers).properties(width=width, height=320)


def ladder(data: pd.DataFrame, width: int) -> alt.VConcatChart:
    """One panel a year on one scale: the daily mean of each window, from its first to its last month."""
    top = float(data["high"].max()) * 1.25
    years, colours = marks.panels(data, "year"), marks.scale_of(data, "how_key", "how", HOW)
    panels = [_ladder_year(part, top, colours, width, last=year == years[-1][0]) for year, part in years]
    return alt.vconcat(*panels, spacing=4)


def _ladder_year(data: pd.DataFrame, top: float, colours: alt.Scale, width: int, *, last: bool) -> Layered:
    letters = f"'{MONTHS}'[floor(datum.value)]"
    middles = [month + 0.5 for month in range(12)]
    axis = alt.Axis(values=middles, tickCount=12, labelExpr=letters, ticks=False, labels=last)
    x = alt.X("from_month:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, 12], nice=False))
    y_axis = alt.Axis(values=[0, 1000, 2000], format=",d", title=None)
    scale = alt.Scale(domain=[0, top], nice=False)
    base = alt.Chart(data).encode(x=x, x2="to_month:Q")
    y = alt.Y("middle:Q", scale=scale, axis=y_axis)
    how = alt.Color("how:N", scale=colours, legend=alt.Legend(title=None, symbolOpacity=0.55, offset=8))
    bars = base.mark_rect(opacity=0.55, stroke="white").encode(y=y, y2=alt.datum(0), color=how)
    band = base.mark_rect(color=theme.INK, opacity=0.45).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
    edge = base.mark_rule(color=theme.INK, strokeWidth=1.5).encode(y=y)
    centre = base.transform_calculate(centre="(datum.from_month + datum.to_month) / 2")
    text = centre.mark_text(dy=-8, fontSize=SMALL).encode(
        x=alt.X("centre:Q"), x2=alt.X2(), y=alt.Y("high:Q", scale=scale), text="short:N"
    )
    name = alt.Chart(pd.DataFrame({"year": [data["year"].iloc[0]]})).mark_text(
        align="left", fontWeight="bold", baseline="top"
    )
    name = name.encode(x=alt.value(4), y=alt.value(2), text="year:N")
    return alt.layer(bars, band, edge, text, name).properties(width=width - marks.GUTTER, height=92)


def december(data: pd.DataFrame, width: int) -> Layered:
    """December's daily mean over the year's so far, that of the last months known, and a lent climb (hollow)."""
    rows = laid_out(data, width, group="label", left=215, wide=22, narrow=40)
    scale = rows.x_scale([0, max(3.0, float(data["high"].max()) * (1.7 if rows.narrow else 1.3))])
    axis = alt.Axis(values=[0, 1, 2, 3], format="d")
    chart = alt.Chart(rows.data).encode(y=rows.y)
    x = alt.X("middle:Q", scale=scale, axis=axis, title="Times the daily pace that is named")
    layers = [
        chart.transform_filter(f"datum.against_key == '{key}'")
        .mark_bar(height=12, orient="horizontal", **look)
        .encode(x=x)
        for key, look in PACES.items()
    ]
    one = alt.XDatum(1, type="quantitative", scale=scale)
    layers += [
        *marks.whiskers(chart, shift=0, size=14),
        chart.mark_tick(color=theme.INK, thickness=1.5, size=22).encode(x=one),
        # A label to the left of the rule at one would be crossed by it.
        chart.transform_calculate(behind="max(datum.high, 1)")
        .mark_text(align="left", dx=9, color=theme.INK)
        .encode(x="behind:Q", text="text:N"),
        rows.text("against", 8, above=True, colour=theme.MUTED),
    ]
    return rows.drawn(layers, width)


def growth(data: pd.DataFrame, width: int) -> alt.ConcatChart:
    """Four panels: the printed changes of each outcome over their windows, about a line of no change."""
    narrow = is_narrow(width)
    strokes = _strokes(data, "kind", KINDS, _stroke_legend(columns=2 if narrow else 0))
    years = _first_year(data), _last_year(data) + 1
    panels = [_growth_panel(part, marks.half(width), strokes, years) for _, part in marks.panels(data, "outcome")]
    return alt.concat(*panels, columns=1 if narrow else 2, spacing=14)


def _growth_panel(data: pd.DataFrame, width: int, strokes: dict[str, Any], years: tuple[int, int]) -> Layered:
    outcome, aim = data["outcome"].iloc[0], data["aim"].iloc[0]
    domain = marks.reaching(data, *((-30, 160) if aim == "up" else (-50, 50)))
    scale, axis = _time(years)
    x = alt.X("start:T", title=None, scale=scale, axis=axis)
    y = alt.Y("middle:Q", title=None, scale=alt.Scale(domain=domain, nice=False), axis=_percent_axis())
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=theme.INK, strokeWidth=1).encode(y="zero:Q")
    lines = alt.Chart(data).mark_rule().encode(x=x, x2="end:T", y=y, **strokes)
    layers: list[alt.Chart] = [zero, lines]
    for shift in (-9, 11):
        named = data[[_label_shift(row) == shift for _, row in data.iterrows()]]
        texts = alt.Chart(named).transform_calculate(centre=marks.CENTRE).mark_text(dy=shift, fontSize=SMALL)
        layers.append(texts.encode(x=alt.X("centre:T", scale=scale), y=alt.Y("middle:Q"), text="text:N"))
    return alt.layer(*layers).properties(width=width, height=150, title=marks.panel_title(f"{outcome} (aim: {aim})"))


# Which changes carry their number, and how many px below (above, if negative) their line it stands.
LABELLED = {
    ("cases_solved", "2016"): -9,
    ("cases_solved", "2020-01/2020-06"): -9,
    ("cases_solved", "2022-01/2022-11"): -9,
    ("cases_solved", "2023"): 11,
    ("suspects_arrested", "2021-01/2021-05"): -9,
    ("suspects_arrested", "2020-01/2020-06"): 11,
    ("suspects_arrested", "2022-01/2022-11"): 11,
    ("cases_filed", "2016-01/2016-07"): -9,
    ("cases_filed", "2019"): -9,
    ("cases_filed", "2022-01/2022-11"): -9,
    ("cases_filed", "2024-01/2024-07"): 11,
    ("property_loss", "2016"): 11,
    ("property_loss", "2017-01/2017-06"): 11,
    ("property_loss", "2022-01/2022-11"): 11,
    ("property_loss", "2023-08-01/2023-10-17"): 11,
}


def _label_shift(row: pd.Series) -> int:
    """How far from its line a change's number stands (px); 0 where none stands."""
    shifts = (shift for (measure, days), shift in LABELLED.items() if measure == row["measure"] and _is(row, days))
    return next(shifts, 0)


def _is(row: pd.Series, days: str) -> bool:
    """Whether the row is of that window."""
    period = period_of(days)
    return (row["start"], row["end"]) == (period.start.isoformat(), period.end.isoformat())


def _of_windows(data: pd.DataFrame, windows: Sequence[str]) -> pd.Series:
    """Which rows are of these windows."""
    return data.apply(lambda row: any(_is(row, days) for days in windows), axis=1)


def per_head(data: pd.DataFrame, width: int) -> Layered:
    """Cases filed and solved per 100,000 people side by side in each year; implied values are hollow."""
    narrow = is_narrow(width)
    years = [str(year) for year in range(int(data["year"].min()), int(data["year"].max()) + 1)]
    colours = marks.scale_of(data, "series_key", "series", COUNTS)
    series = colours.domain
    axis = alt.Axis(labelAngle=0, labelExpr="'’' + slice(datum.value, 2)" if narrow else "datum.value")
    x = alt.X("year:O", title=None, axis=axis, scale=alt.Scale(domain=years))
    y = alt.Y(
        "middle:Q",
        title="Per 100,000 people",
        axis=_axis(),
        scale=alt.Scale(domain=marks.reaching(data, 0, 76), nice=False),
    )
    offset = alt.XOffset("series:N", sort=series, scale=alt.Scale(domain=series))
    colour = alt.Color("series:N", sort=series, scale=colours, legend=alt.Legend(title=None, offset=LEGEND_OFFSET))
    base = alt.Chart(data).encode(x=x, xOffset=offset)
    printed = base.transform_filter("datum.basis_key == 'printed'").mark_bar().encode(y=y, color=colour)
    implied = base.transform_filter("datum.basis_key == 'implied'").mark_bar(fillOpacity=0.15, strokeDash=[3, 2])
    hollow = implied.encode(y=y, color=colour, stroke=alt.Stroke("series:N", sort=series, scale=colours, legend=None))
    whisker = base.mark_rule(color=theme.INK, strokeWidth=2).encode(y=alt.Y("low:Q"), y2="high:Q")
    style: dict[str, Any] = {"angle": 270, "align": "left", "dx": 6} if narrow else {"dy": -7}
    text = base.mark_text(fontSize=SMALL, **style).encode(y=alt.Y("high:Q"), text="short:N")
    layers = (printed, hollow, whisker, text, *_ratios(data[data["ratio"] != ""], x))
    return alt.layer(*layers).properties(width=width, height=280)


def _ratios(data: pd.DataFrame, x: alt.X) -> tuple[alt.Chart, alt.Chart]:
    """A line of numbers along the top, cases solved per hundred filed, and after the last what they are."""
    bold = alt.Chart(data).mark_text(fontSize=theme.TEXT_SIZE, fontWeight="bold", baseline="top")
    numbers = bold.encode(x=x, y=alt.value(4), text="ratio:N")
    note = alt.Chart(data.tail(1)).mark_text(align="left", dx=14, baseline="top", fontStyle="italic", fontSize=SMALL)
    return numbers, note.encode(x=x, y=alt.value(4), text=alt.value("solved per 100 filed"))


def arrests_per_solved(data: pd.DataFrame, width: int) -> Layered:
    """Suspects caught per case solved over each window: printed, of the wider base, and implied by it (dotted)."""
    chart = _windows(data, width, field="series", looks=SUSPECTS, title="Suspects per case solved", height=280)
    part = _of_windows(data, CAUGHT_BEFORE)
    return alt.layer(chart, _numbers(data[part], "start", align="right", dx=-5)).properties(width=width, height=280)


def stages(breaks: pd.DataFrame, data: pd.DataFrame, width: int) -> alt.ConcatChart:
    """Small multiples, each on its own axis: persons or cases per day at each stage, by window."""
    narrow, panel = is_narrow(width), marks.half(width, axis=44, gap=24)
    strokes = _strokes(data, "kind", KINDS, _stroke_legend(columns=2 if narrow else 0))
    years = _first_year(data), _last_year(data) + 1
    panels = [_stage_panel(part, breaks, panel, strokes, years) for _, part in marks.panels(data, "stage")]
    return alt.concat(*panels, columns=1 if narrow else 2, spacing=16)


def _stage_panel(
    data: pd.DataFrame, breaks: pd.DataFrame, width: int, strokes: dict[str, Any], years: tuple[int, int]
) -> Layered:
    breaks = breaks[breaks["stage_key"] == data["stage_key"].iloc[0]]
    scale, axis = _time(years)
    x = alt.X("start:T", title=None, scale=scale, axis=axis)
    top = float(data["high"].max()) * 1.15
    y = alt.Y("middle:Q", title=None, axis=alt.Axis(tickCount=4), scale=alt.Scale(domain=[0, top], nice=False))
    base = alt.Chart(data).encode(x=x, x2="end:T")
    band = base.mark_rect(opacity=0.3).encode(y=alt.Y("low:Q"), y2="high:Q", color=strokes["color"])
    lines = base.mark_rule().encode(y=y, **strokes)
    layers: list[alt.Chart] = [band, lines]
    if marks.some_open(data):
        layers.append(marks.arrows_up(data, x_scale=scale))
    if len(breaks):
        rule = alt.Chart(breaks).encode(x=alt.X("date:T", scale=scale))
        note = rule.mark_text(align="right", dx=-5, baseline="top", fontStyle="italic", fontSize=SMALL)
        layers += [rule.mark_rule(strokeDash=[4, 3]), note.encode(y=alt.value(2), text="label:N")]
    return alt.layer(*layers).properties(width=width, height=140, title=marks.panel_title(data["stage"].iloc[0]))


def campaign_outputs(data: pd.DataFrame, width: int) -> alt.VConcatChart:
    """One panel for each kind of output, each on its own axis, window and scope beside the bar; hollow if disputed."""
    labels = 0 if is_narrow(width) else 246
    panels = []
    for output, rows in marks.panels(data, "output"):
        chart = marks.intervals_by_category(rows, width, axis_title="", row=24)
        doubted = alt.Chart(rows[rows["disputed"]]).mark_bar(height=12, yOffset=7 if is_narrow(width) else 0, **DOUBTED)
        doubted = doubted.encode(x=alt.X("middle:Q"), y=alt.Y("label:N", sort=rows["label"].tolist()))
        panel = alt.layer(chart, doubted) if rows["disputed"].any() else chart
        panels.append(panel.properties(width=width - labels - 14, title=marks.panel_title(output)))
    return alt.vconcat(*panels, spacing=10)


def two_cards(data: pd.DataFrame, width: int) -> alt.VConcatChart:
    """Running totals as points joined by steps, disputed ones as rings; a count of twelve months as a dashed band."""
    panels = [_two_card_panel(part, name, width - marks.GUTTER) for name, part in marks.panels(data, "count")]
    return alt.vconcat(*panels, spacing=14)


def _two_card_panel(data: pd.DataFrame, name: str, width: int) -> Layered:
    running, disputed, flow = (data[data["series_key"] == key] for key in ("running_total", "disputed", "flow"))
    scale = alt.Scale(type="utc", domain=marks.days_reaching(data, "2020-10-01", "2022-06-01"))
    halves = [alt.DateTime(year=y, month=m, date=1) for y, m in ((2020, 10), (2021, 4), (2021, 10), (2022, 4))]
    axis = alt.Axis(format="%b ’%y" if is_narrow(width) else "%b %Y", values=halves)
    top = alt.Scale(domain=[0, float(data["high"].max()) * 1.18], nice=False)
    y = alt.Y("middle:Q", title=None, axis=alt.Axis(tickCount=4, format=",d"), scale=top)
    points = alt.Chart(running).encode(x=alt.X("end:T", title=None, scale=scale, axis=axis), y=y)
    steps = points.mark_line(interpolate="step-after", color=theme.NAVY, strokeWidth=1.5)
    totals = pd.concat([running, disputed])
    whisker = alt.Chart(totals).mark_rule(color=theme.INK, strokeWidth=2)
    whisker = whisker.encode(x=alt.X("end:T", scale=scale), y=alt.Y("low:Q"), y2="high:Q")
    dots = points.mark_point(color=theme.NAVY, filled=True, size=55)
    doubted = alt.Chart(disputed).encode(x=alt.X("end:T", scale=scale), y=y)
    rings = doubted.mark_point(color=theme.MUTED, filled=False, size=55, strokeWidth=1.5, opacity=1)
    doubt = doubted.transform_window(place="row_number()").transform_filter("datum.place == 1")
    doubt = doubt.mark_text(align="left", dy=-12, fontSize=SMALL, fontStyle="italic").encode(text=alt.value("disputed"))
    months = alt.Chart(flow).encode(x=alt.X("start:T", scale=scale), x2="end:T")
    band = months.mark_rect(color=theme.RUST, opacity=0.3).encode(y=alt.Y("low:Q"), y2="high:Q")
    line = months.mark_rule(color=theme.RUST, strokeDash=[5, 3], strokeWidth=2).encode(y=y)
    note = alt.Chart(flow).mark_text(align="left", dy=-13, dx=4, fontSize=SMALL, fontStyle="italic")
    note = note.encode(x=alt.X("start:T", scale=scale), y=y, text=alt.value("April 2021 to March 2022 alone"))
    last = alt.Chart(running.iloc[[-1]]).mark_text(align="left", dx=8, dy=15, fontSize=SMALL, fontStyle="italic")
    last = last.encode(x=alt.X("end:T", scale=scale), y=y, text=alt.value("running total"))
    parts = (totals, "end"), (flow, "centre")
    arrows = [marks.arrows_up(part, at=at, x_scale=scale) for part, at in parts if marks.some_open(part)]
    layers = (steps, whisker, dots, rings, doubt, band, line, note, last, *arrows)
    return alt.layer(*layers).properties(width=width, height=150, title=marks.panel_title(name))


def _windows(
    data: pd.DataFrame,
    width: int,
    *,
    field: str,
    looks: Strokes,
    title: str,
    height: int = 330,
) -> Layered:
    """Windows as flat lines in their intervals, told apart by colour, width and dash (``looks``)."""
    axis = alt.Axis(format="’%y" if is_narrow(width) else "%Y", tickCount="year", grid=False)
    x = alt.X("start:T", title=None, scale=UTC, axis=axis)
    scale = alt.Scale(domain=[0, float(data["high"].max()) * 1.12], nice=False)
    y = alt.Y("middle:Q", title=title, scale=scale, axis=_axis())
    strokes = _strokes(data, field, looks, _stroke_legend(columns=2 if is_narrow(width) else 0))
    base = alt.Chart(data).encode(x=x, x2="end:T")
    band = base.mark_rect(opacity=0.3).encode(y=alt.Y("low:Q"), y2="high:Q", color=strokes["color"])
    lines = base.mark_rule().encode(y=y, **strokes)
    return alt.layer(band, lines, marks.arrows_up(data)).properties(width=width, height=height)


def _numbers(data: pd.DataFrame, at: str, **style: Any) -> alt.Chart:
    """The short number of each window at its start or centre, moved by ``style`` (align, dx, dy)."""
    texts: alt.Chart = alt.Chart(data).transform_calculate(centre=marks.CENTRE).mark_text(fontSize=SMALL, **style)
    return texts.encode(x=alt.X(f"{at}:T", scale=UTC), y=alt.Y("middle:Q"), text="short:N")


def _strokes(data: pd.DataFrame, field: str, looks: Strokes, legend: alt.Legend) -> dict[str, Any]:
    """The encodings of the lines of each kind that the data have, in the order of ``looks``."""
    colour, dash, thickness = (
        marks.scale_of(data, f"{field}_key", field, {key: look[part] for key, look in looks.items()})
        for part in range(3)
    )
    thickness.type = "ordinal"
    return {
        "color": alt.Color(f"{field}:N", scale=colour, legend=legend),
        "strokeDash": alt.StrokeDash(f"{field}:N", scale=dash, legend=legend),
        "strokeWidth": alt.StrokeWidth(f"{field}:O", scale=thickness, legend=legend),
    }


def _stroke_legend(columns: int = 0) -> alt.Legend:
    return alt.Legend(
        title=None,
        symbolType="stroke",
        symbolSize=260,
        symbolOpacity=1,
        columns=columns,
        columnPadding=16 if columns else 34,
        offset=LEGEND_OFFSET,
    )


def _axis() -> alt.Axis:
    return alt.Axis(tickCount=5, titleAlign="left", titleAngle=0, titleY=-12, titleX=0, format=",~r")


def _percent_axis() -> alt.Axis:
    return alt.Axis(tickCount=5, labelExpr="(datum.value > 0 ? '+' : '') + datum.label + '%'")


def _time(years: tuple[int, int]) -> tuple[alt.Scale, alt.Axis]:
    """The scale from the first to the last New Year, and an axis that names every second."""
    first, last = years
    ends = [alt.DateTime(year=year, month=1, date=1) for year in years]
    return alt.Scale(type="utc", domain=ends), alt.Axis(format="%Y", values=_new_years(first, last, 2))


def _first_year(data: pd.DataFrame) -> int:
    return int(data["start"].min()[:4])


def _last_year(data: pd.DataFrame) -> int:
    return int(data["end"].max()[:4])


def _new_years(first: int, last: int, step: int) -> list[alt.DateTime]:
    return [alt.DateTime(year=year, month=1, date=1) for year in range(first, last + 1, step)]
