"""The drawings of the chapter on windows: tidy data of :mod:`campaign.analysis.implied` in, charts out."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from campaign.analysis import implied as analysis
from ledgerbook.figure import marks, theme
from ledgerbook.figure.marks import UTC, Layered, is_narrow
from ledgerbook.figure.theme import SMALL

BASES: Mapping[str, str] = {analysis.PRINTED: theme.SLATE, analysis.IMPLIED: theme.NAVY}
ASSUMPTIONS: Mapping[str, str] = {analysis.NO_ASSUMPTION: theme.SLATE, analysis.BOUNDED_CHANGE: theme.NAVY}


def years(data: pd.DataFrame, width: int) -> alt.ConcatChart:
    """A panel for each measure: printed years as bars, years that only other windows bound as open boxes."""
    seen = data["year"].astype(int)
    axis = [str(year) for year in range(seen.min(), seen.max() + 1)]
    colours = marks.scale_of(data, "basis_key", "basis", BASES)
    panels = [_years_panel(part, name, marks.half(width), axis, colours) for name, part in marks.panels(data)]
    return alt.concat(*panels, columns=1 if is_narrow(width) else 2, spacing=16)


def _years_panel(data: pd.DataFrame, name: str, width: int, years: list[str], colours: alt.Scale) -> Layered:
    top = alt.Scale(domain=[0, float(data["high"].max()) * 1.45], nice=False)
    axis = alt.Axis(labelAngle=0, labelExpr="'’' + slice(datum.value, 2)")
    x = alt.X("year:O", title=None, axis=axis, scale=alt.Scale(domain=years))
    y = alt.Y("middle:Q", title=None, scale=top, axis=alt.Axis(tickCount=4, format=",d"))
    colour = alt.Color("basis:N", scale=colours, legend=alt.Legend(title=None, symbolType="square", offset=10))
    base = alt.Chart(data).encode(x=x)
    known, bounded = (base.transform_filter(f"datum.basis_key == '{key}'") for key in BASES)
    printed = known.mark_bar(size=14, opacity=0.85)
    implied = bounded.mark_bar(size=14, fillOpacity=0.3, strokeWidth=1.5)
    stroke = alt.Stroke("basis:N", scale=colours, legend=None)
    whisker = known.mark_rule(color=theme.INK, strokeWidth=2)
    text = base.mark_text(angle=270, align="left", dx=6, fontSize=SMALL).encode(y=alt.Y("high:Q"), text="short:N")
    arrow = base.transform_filter("datum.open_above").mark_point(
        shape="triangle-up", color=theme.INK, size=45, yOffset=-5
    )
    layers = (
        printed.encode(y=y, color=colour),
        implied.encode(y=alt.Y("low:Q", scale=top), y2="high:Q", color=colour, stroke=stroke),
        whisker.encode(y=alt.Y("low:Q"), y2="high:Q"),
        text,
        arrow.encode(y=alt.Y("low:Q")),
    )
    return alt.layer(*layers).properties(width=width, height=150, title=marks.panel_title(name))


def quarters(data: pd.DataFrame, width: int) -> Layered:
    """What each quarter can hold: a wide pale box without an assumption, a narrow dark one with it."""
    colours = marks.scale_of(data, "basis_key", "basis", ASSUMPTIONS)
    legend = alt.Legend(title=None, symbolType="square", columns=1 if is_narrow(width) else 2, offset=20)
    x = alt.X("start:T", title=None, scale=UTC, axis=alt.Axis(format="%Y", tickCount="year"))
    y = alt.Y("low:Q", title="Thousand cases in the quarter", axis=alt.Axis(tickCount=5, format=",d"))
    base = alt.Chart(data).encode(y=y, y2="high:Q", color=alt.Color("basis:N", scale=colours, legend=legend))
    free, narrowed = (f"datum.basis_key == '{key}'" for key in ASSUMPTIONS)
    wide = base.transform_filter(free).mark_rect(opacity=0.5, stroke="white")
    middle = base.transform_calculate(centre=marks.CENTRE)
    narrow = middle.transform_filter(narrowed).mark_bar(size=6 if is_narrow(width) else 12, minBandSize=2)
    layers = (wide.encode(x=x, x2="end:T"), narrow.encode(x=alt.X("centre:T", scale=UTC)))
    return alt.layer(*layers).properties(width=width, height=280)


def conflicts(data: pd.DataFrame, width: int) -> alt.VConcatChart:
    """A panel for each conflict: each printed number as the span of its window, with what was printed beside it."""
    parts = marks.panels(data)
    years = int(data["start"].min()[:4]), int(data["end"].max()[:4]) + 1
    panels = [_conflict(part, name, width, years, last=name == parts[-1][0]) for name, part in parts]
    chart: alt.VConcatChart = alt.vconcat(*panels, spacing=6)
    return chart


def _conflict(data: pd.DataFrame, name: str, width: int, years: tuple[int, int], *, last: bool) -> Layered:
    narrow = is_narrow(width)
    start, end = (alt.DateTime(year=year, month=1, date=1) for year in years)
    scale = alt.Scale(type="utc", domain=[start, end], nice=False)
    ticks = [alt.DateTime(year=year, month=1, date=1) for year in range(years[0], years[1] + 1, 5 if narrow else 1)]
    x = alt.X("start:T", title=None, scale=scale, axis=alt.Axis(format="%Y", values=ticks, labels=last, ticks=last))
    y = alt.Y("order:O", title=None, axis=None)
    base = alt.Chart(data).encode(x=x, y=y)
    bars = base.mark_bar(size=8, color=theme.NAVY, yOffset=8 if narrow else 0).encode(x2="end:T")
    if narrow:
        text = base.mark_text(align="left", dy=-3, fontSize=SMALL).encode(x=alt.value(4), text="label:N")
    else:
        # Beside the bar on the side where there is room.
        middle = sum(years) // 2
        late = base.transform_filter(f"year(datum.end) > {middle}").mark_text(align="right", dx=-6, fontSize=SMALL)
        early = base.transform_filter(f"year(datum.end) <= {middle}").mark_text(align="left", dx=6, fontSize=SMALL)
        text = alt.layer(late.encode(text="label:N"), early.encode(x=alt.X("end:T"), text="label:N"))
    rows = len(data) * (30 if narrow else 18)
    return alt.layer(bars, text).properties(width=width - 14, height=rows, title=marks.panel_title(name))


def sensitivity(data: pd.DataFrame, width: int) -> Layered:
    """A grid of measure by reading: how many statements must be given up, the darker the more."""
    narrow = is_narrow(width)
    readings, labels = (data[column].drop_duplicates().tolist() for column in ("reading", "label"))
    axis = alt.Axis(
        title=None, orient="top", labelAngle=-90 if narrow else 0, domain=False, ticks=False, labelPadding=6
    )
    x = alt.X("reading:N", sort=readings, axis=axis, scale=alt.Scale(paddingInner=0.04))
    y = alt.Y("label:N", sort=labels, axis=alt.Axis(title=None, labelPadding=6, labelLimit=260))
    shade = alt.Opacity(
        "removed:Q", scale=alt.Scale(domain=[0, max(4, float(data["removed"].max()))], range=[0.03, 0.5]), legend=None
    )
    base = alt.Chart(data).encode(x=x, y=y)
    number = base.mark_text(color=theme.INK).encode(text="number:N")
    return alt.layer(base.mark_rect(color=theme.NAVY).encode(opacity=shade), number).properties(
        width=width, height=26 * len(labels)
    )


def jumps(data: pd.DataFrame, width: int) -> Layered:
    """The least factor between neighbouring months, one row a measure, on a scale of ratios."""
    narrow = is_narrow(width)
    shift = 7 if narrow else 0
    scale = alt.Scale(type="log", domain=[1, max(2000, float(data["high"].max()))], nice=False)
    ticks = alt.Axis(values=[1, 2, 5, 10, 100, 1000], format=",d")
    x = alt.X("high:Q", title="Times the month before or after", scale=scale, axis=ticks)
    y = alt.Y("label:N", sort=data["label"].tolist(), axis=marks.names_axis(width, 300))
    base = alt.Chart(data).encode(y=y)
    point = base.mark_point(filled=True, size=70, color=theme.NAVY, yOffset=shift).encode(x=x)
    text = base.mark_text(align="left", dx=10, dy=shift).encode(x=alt.X("high:Q"), text="words:N")
    layers = [point, text]
    if narrow:
        name = base.mark_text(align="left", dy=-shift - 2, fontWeight="bold")
        layers.append(name.encode(x=alt.value(0), text="label:N"))
    return alt.layer(*layers).properties(width=width, height=(38 if narrow else 24) * len(data))


def five_years(data: pd.DataFrame, width: int) -> Layered:
    """Candidate windows of the undated total: the least jump that each needs, or a cross where it cannot be."""
    labels = data["label"].tolist()
    x = alt.X(
        "at:Q",
        title="Least jump between months (times)",
        axis=alt.Axis(tickCount=5),
        scale=alt.Scale(domain=[1, max(9, float(data["jump"].max()))], nice=False),
    )
    y = alt.Y("label:N", sort=labels, axis=alt.Axis(title=None, labelPadding=8, labelLimit=180))
    base = alt.Chart(data).transform_calculate(at="datum.possible ? datum.jump : 1.3").encode(x=x, y=y)
    possible = base.transform_filter("datum.possible").mark_point(filled=True, size=70, color=theme.NAVY)
    never = base.transform_filter("!datum.possible").mark_point(shape="cross", size=90, color=theme.RUST, angle=45)
    text = base.mark_text(align="left", dx=10).encode(text="words:N")
    return alt.layer(possible, never, text).properties(width=width, height=26 * len(labels))


def detection(data: pd.DataFrame, width: int) -> Layered:
    """Share of planted errors that are noticed, by their size, one line for each number of statements."""
    factors, series = (data[column].drop_duplicates().tolist() for column in ("factor", "statements"))
    colours = alt.Scale(domain=series, range=[theme.SLATE, theme.RUST, theme.NAVY])
    dashes = alt.Scale(domain=series, range=[[2, 2], [6, 3], [1, 0]])
    legend = alt.Legend(title=None, symbolType="stroke", columns=1 if is_narrow(width) else 3, offset=16)
    x = alt.X("factor:O", sort=factors, title="A printed total is so many times too large", axis=alt.Axis(labelAngle=0))
    y = alt.Y("share:Q", title="Noticed, % of trials", scale=alt.Scale(domain=[0, 100]))
    offset = alt.XOffset("statements:N", sort=series, scale=alt.Scale(domain=series, padding=2))
    base = alt.Chart(data).encode(x=x, xOffset=offset, color=alt.Color("statements:N", scale=colours, legend=legend))
    line = base.mark_line(strokeWidth=2).encode(
        y=y, strokeDash=alt.StrokeDash("statements:N", scale=dashes, legend=legend)
    )
    point = base.mark_point(filled=True, size=50).encode(y=y)
    whisker = base.mark_rule(strokeWidth=2).encode(y=alt.Y("low:Q"), y2="high:Q")
    return alt.layer(line, whisker, point).properties(width=width, height=260)


def planted(data: pd.DataFrame, width: int) -> Layered:
    """Share of totals in which a planted error is noticed, a bar for each kind."""
    narrow = is_narrow(width)
    shift = 8 if narrow else 0
    y = alt.Y("error:N", sort=data["error"].tolist(), axis=marks.names_axis(width, 300))
    x = alt.X("share:Q", title="Noticed, % of totals", scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(data).encode(y=y)
    bar = base.mark_bar(size=10, color=theme.NAVY, yOffset=shift).encode(x=x)
    text = base.mark_text(align="left", dx=6, dy=shift).encode(x=x, text="text:N")
    layers = [bar, text]
    if narrow:
        layers.append(base.mark_text(align="left", dy=-shift, fontWeight="bold").encode(x=alt.value(0), text="error:N"))
    return alt.layer(*layers).properties(width=width, height=(38 if narrow else 24) * len(data))
