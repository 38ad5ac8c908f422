"""The drawings of the chapter on industry governance: pure functions, tidy data in, chart out.

Where a drawing has several panels its parts are as wide as they are told, since only single charts fit themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import altair as alt
import pandas as pd

from ledgerbook.figure import marks, theme
from ledgerbook.figure.marks import LABEL_GAP, RIGHT, UTC, Layered, is_narrow
from ledgerbook.figure.theme import SMALL

Concatenated = alt.VConcatChart | alt.ConcatChart

ROW = 30  # px for each row of bars; on a phone the label stands above its bar
LABELS = 232  # px for the labels of rows on a wide page
AXIS = 34  # px for the numbers of a y axis
PALE = 0.35  # opacity of what is disputed
# Colour and dashes of the bodies that a drawing tells apart.
COLOURS = {"MIIT": theme.RUST, "CAICT": theme.SLATE, "MPS": theme.NAVY}
DASHES = {"MIIT": [1, 0], "CAICT": [3, 2], "MPS": [9, 2]}
PARTS = {"phone": theme.RUST, "industry": theme.PURPLE}
# The range of rates (millions a day) and the height (px) of each panel, by measure.
RATES = {"calls_intercepted": ((0.25, 16.0), 240), "sms_intercepted": ((1.8, 14.0), 160)}


# --- Rows of bars: rates that are printed, and rates that two prints imply ----------------------------------------


def printed_and_implied(
    data: pd.DataFrame,
    width: int,
    *,
    axis_title: str,
    heading: str = "",
    room: float = 1.4,
    longest: float | None = None,
    axis: bool = True,
) -> Layered:
    """One row for each window: a filled bar where the number is printed, a hollow one where prints leave it.

    What is disputed is pale and its number has a question mark. Whiskers span the interval. The scale ends ``room``
    times beyond ``longest`` (the longest bar unless given), for the numbers at the bars' ends; a ``heading`` makes the
    chart a part of another, whose width is told with its labels.
    """
    narrow = is_narrow(width)
    plot = width - RIGHT - (0 if narrow else LABELS) if heading else width
    end = (longest or float(data["high"].max())) * (room + 0.25 if narrow else room)
    ticks = alt.Axis(tickCount=4, format=",~f", labels=axis, ticks=axis)
    scale = alt.Scale(domain=[0, end], nice=False)
    x = alt.X("middle:Q", title=axis_title if axis else None, scale=scale, axis=ticks)
    names = alt.Axis(title=None, labels=not narrow, labelLimit=LABELS - 8, minExtent=0 if narrow else LABELS - 8)
    base = alt.Chart(data).encode(y=alt.Y("label:N", sort=data["label"].tolist(), axis=names))
    shift = 8 if narrow else 0
    layers = [*_bars(base, x, shift), *_whiskers(base, shift)]
    layers.append(
        base.mark_text(align="left", dx=LABEL_GAP, dy=shift, color=theme.INK).encode(x="high:Q", text="mark:N")
    )
    if narrow:
        layers.append(_label_above(base, shift))
    key = "■ printed □ implied" if set(data["kind_key"]) > {"printed"} else ""
    key = f"{key} ? disputed" if key and "disputed" in set(data["standing_key"]) else key
    title = marks.heading(": ".join(filter(None, (heading, key))))
    return alt.layer(*layers).properties(width=plot, height=(ROW + (14 if narrow else 0)) * len(data), title=title)


def _bars(base: alt.Chart, x: alt.X, shift: int) -> list[alt.Chart]:
    filled = base.transform_filter("datum.kind_key == 'printed'")
    hollow = base.transform_filter("datum.kind_key == 'implied'")
    paleness = alt.condition("datum.standing_key == 'disputed'", alt.value(PALE), alt.value(1))
    return [
        filled.mark_bar(color=theme.RUST, height=14, yOffset=shift).encode(x=x, fillOpacity=paleness),
        hollow.mark_bar(
            fill="white", fillOpacity=0, stroke=theme.RUST, strokeWidth=1.5, strokeDash=[4, 2],
            height=13, yOffset=shift,
        ).encode(x=x),
    ]  # fmt: skip


def _label_above(base: alt.Chart, shift: int) -> alt.Chart:
    """The label of a row above its bar, for phones."""
    text = base.mark_text(align="left", dy=-shift - 1, color=theme.INK, fontWeight="bold", fontSize=SMALL)
    chart: alt.Chart = text.encode(x=alt.value(0), text="label:N")
    return chart


def _whiskers(base: alt.Chart, shift: int) -> list[alt.Chart]:
    arrow = base.transform_filter("datum.open_above").mark_point(
        shape="triangle-right", color=theme.INK, filled=True, size=60, xOffset=3, yOffset=shift
    )
    return [*marks.whiskers(base, shift=shift, size=9, thickness=1.5), arrow.encode(x="low:Q")]


def calls_and_messages_in_2022(data: pd.DataFrame, width: int) -> Concatenated:
    """Two panels, calls over messages: what prints and their differences say of a day in 2022."""
    panels = [
        printed_and_implied(part, width, axis_title=f"{name}, millions a day", heading=name)
        for name, part in marks.panels(data)
    ]
    chart: alt.VConcatChart = alt.vconcat(*panels, spacing=18).resolve_scale(y="independent")
    return chart


def money_per_day(data: pd.DataFrame, width: int) -> Layered:
    """Funds stopped on a mean day of each stretch, in millions of yuan."""
    return printed_and_implied(data, width, axis_title="Million yuan a day", room=1.3)


def people_per_day(data: pd.DataFrame, width: int) -> Concatenated:
    """One panel for each of the counts, on one scale: people or person-times on a mean day, in thousands."""
    parts = marks.panels(data)
    panels = [
        printed_and_implied(
            part, width, axis_title="Thousands a day", heading=name, longest=float(data["high"].max()),
            axis=name == parts[-1][0],
        )
        for name, part in parts
    ]  # fmt: skip
    chart: alt.VConcatChart = alt.vconcat(*panels, spacing=12).resolve_scale(y="independent")
    return chart


# --- Windows over time --------------------------------------------------------------------------------------------


def interception_windows(breaks: dict[str, pd.DataFrame]) -> Callable[[pd.DataFrame, int], Concatenated]:
    """The drawing of calls and messages per day, 2015 to 2025, with the breaks of each panel."""

    def draw(data: pd.DataFrame, width: int) -> Concatenated:
        panels = []
        for name, part in marks.panels(data):
            measure = part["measure"].iloc[0]
            domain, height = RATES[measure]
            windows, means = part[part["kind_key"] != "mean"], part[part["kind_key"] == "mean"]
            bands = _bands(
                windows, breaks[measure], width, heading=f"{name}, millions a day (? disputed)",
                domain=domain, ticks=(0.5, 1, 2, 5, 10), kind="log", height=height,
            )  # fmt: skip
            panels.append(alt.layer(bands, *_means(means, is_narrow(width))) if len(means) else bands)
        chart: alt.VConcatChart = alt.vconcat(*panels, spacing=14).resolve_scale(color="shared")
        return chart

    return draw


def _means(means: pd.DataFrame, narrow: bool) -> list[alt.Chart]:
    """Means stated as such, at the day to which they speak: a hollow diamond with its interval."""
    base = alt.Chart(means).encode(x=alt.X("end:T", scale=UTC))
    last = f"datum.claims == '{means['claims'].iloc[-1]}'"  # one note for all of them
    note = "stated means" if narrow else "the regulator's stated daily and monthly means"
    return [
        base.mark_rule(color=theme.RUST, strokeWidth=1.5).encode(y="low:Q", y2="high:Q"),
        base.mark_point(shape="diamond", stroke=theme.RUST, fill="white", size=80, strokeWidth=1.8, opacity=1).encode(
            y="middle:Q"
        ),
        marks.arrows_up(means, at="end"),
        base.transform_filter(last)
        .mark_text(align="right", dx=10, dy=18, fontSize=SMALL, fontStyle="italic", color=theme.INK)
        .encode(y="low:Q", text=alt.value(note)),
    ]


def funds_windows(breaks: pd.DataFrame) -> Callable[[pd.DataFrame, int], Layered]:
    """The drawing of funds stopped per day, 2015 to 2025.

    The misprint of 2025 lies at the foot; the count since 2024 stands twice, to its day and to the end of 2024.
    """

    def draw(data: pd.DataFrame, width: int) -> Layered:
        bands = data[data["kind_key"] == "printed"]
        heading = "Million yuan a day (? disputed)"
        chart = _bands(
            bands, breaks, width + AXIS + RIGHT, heading=heading, domain=(0, 1250), ticks=(0, 250, 500, 750, 1000)
        )
        other = alt.Chart(data[data["kind_key"] == "if_year"]).encode(
            x=alt.X("start:T", scale=UTC), x2="end:T", y="middle:Q"
        )
        reading = other.mark_rule(color=theme.NAVY, strokeWidth=2, strokeDash=[4, 3])
        tag = other.mark_text(align="left", dx=4, dy=-8, fontSize=SMALL, color=theme.INK).encode(text="tag:N")
        slip = alt.Chart(data[data["kind_key"] == "misprint"]).encode(x=alt.X("start:T", scale=UTC), y="middle:Q")
        cross = slip.mark_point(
            shape="cross", color=theme.INK, filled=True, size=110, xOffset=12 if is_narrow(width) else 22
        )
        note = slip.mark_text(
            align="right", dx=4 if is_narrow(width) else 12, dy=-9, fontStyle="italic", fontSize=SMALL, color=theme.INK
        ).encode(text=alt.value("misprint"))
        return alt.layer(chart, reading, tag, cross, note)

    return draw


def _bands(
    data: pd.DataFrame,
    breaks: pd.DataFrame,
    width: int,
    *,
    heading: str,
    domain: tuple[float, float],
    ticks: Sequence[float],
    kind: Literal["linear", "log"] = "linear",
    height: int = 240,
) -> Layered:
    """Each window as a band from its first to its last day at its mean rate, with that rate in figures."""
    narrow = is_narrow(width - AXIS - RIGHT)
    days = alt.Scale(type="utc", domain=marks.days_reaching(data, "2015-07-01", "2026-03-01"))
    x = alt.X(
        "start:T", title=None, scale=days,
        axis=alt.Axis(format="’%y" if narrow else "%Y", tickCount="year", labelOverlap=False, labelFontSize=SMALL),
    )  # fmt: skip
    y = alt.Y(
        "low:Q", title=None, scale=alt.Scale(type=kind, domain=marks.reaching(data, *domain), nice=False),
        axis=alt.Axis(values=list(ticks), format=",~f", minExtent=AXIS, maxExtent=AXIS),
    )  # fmt: skip
    paint, dash = _by_agency(data, narrow)
    base = alt.Chart(data).encode(x=x, x2="end:T", color=paint)
    thickness = alt.condition("datum.standing_key == 'disputed'", alt.value(1.8), alt.value(4.5))
    layers: list[Any] = [
        *_breaks(breaks),
        base.mark_rect(opacity=0.35).encode(y=y, y2="high:Q"),
        base.mark_rule().encode(y="middle:Q", strokeDash=dash, strokeWidth=thickness),
        *_rates_at_lines(data),
        marks.arrows_up(data),
    ]
    return alt.layer(*layers).properties(width=width - AXIS - RIGHT, height=height, title=marks.heading(heading))


def _by_agency(data: pd.DataFrame, narrow: bool) -> tuple[alt.Color, alt.StrokeDash]:
    """Colour and dashes of the agencies that the data hold, in one legend; a single one is solid, without legend."""
    colours, dashes = (marks.scale_of(data, "agency_key", "agency", looks) for looks in (COLOURS, DASHES))
    present = colours.domain
    if len(present) == 1:
        dashes.range = [[1, 0]]
    legend = alt.Legend(
        title=None, columns=1 if narrow else 3, columnPadding=24, symbolType="stroke", symbolStrokeWidth=4,
        symbolSize=300, symbolOpacity=1, offset=4,
    )  # fmt: skip
    shown = legend if len(present) > 1 else None
    return (
        alt.Color("agency:N", sort=present, scale=colours, legend=shown),
        alt.StrokeDash("agency:N", sort=present, scale=dashes, legend=shown),
    )


def _breaks(breaks: pd.DataFrame) -> list[alt.Chart]:
    base = alt.Chart(breaks).encode(x=alt.X("date:T", scale=UTC))
    note = base.mark_text(
        align="right", dx=-4, baseline="top", color=theme.MUTED, fontStyle="italic", fontSize=SMALL, lineBreak="\n"
    )
    return [
        base.mark_rule(strokeDash=[4, 3], color=theme.MUTED),
        note.encode(y=alt.value(0), text="label:N"),
    ]


def _rates_at_lines(data: pd.DataFrame) -> list[alt.Chart]:
    """The daily mean of each window, above, below or beside its line (column ``place``)."""
    middle = alt.Chart(data).transform_calculate(centre=marks.CENTRE)
    places: list[tuple[str, str, dict[str, Any]]] = [
        ("above", "centre:T", {"dy": -9}),
        ("below", "centre:T", {"dy": 10}),
        ("beside", "end:T", {"align": "left", "dx": 5}),
    ]
    return [
        middle.transform_filter(f"datum.place == '{place}'")
        .mark_text(color=theme.INK, fontSize=SMALL, **look)
        .encode(x=alt.X(x, scale=UTC), y="middle:Q", text="tag:N")
        for place, x, look in places
    ]


def running_total_and_flow(data: pd.DataFrame, width: int) -> Concatenated:
    """Above, a running total at each print; below, the flow between prints, as steps over time."""
    above, below = (part for _, part in marks.panels(data))
    size = {"width": width - AXIS - RIGHT, "height": 170}
    top = _running_total(above).properties(title=marks.heading("Total since the launch in July 2021, millions"), **size)
    bottom = _flow_steps(below).properties(
        title=marks.heading("Sent per day between prints, millions □ implied"), **size
    )
    return alt.vconcat(top, bottom, spacing=12)


FIRST, LAST = "2021-07-01", "2025-08-01"  # of 12381, or farther where its prints reach farther
YEARS = alt.Axis(format="%Y", tickCount="year")
COUNTS = alt.Axis(format=",~f", tickCount=4, minExtent=AXIS, maxExtent=AXIS)


def _days_12381(data: pd.DataFrame) -> alt.Scale:
    return alt.Scale(type="utc", domain=marks.days_reaching(data, FIRST, LAST))


def _running_total(data: pd.DataFrame) -> Layered:
    base = alt.Chart(data).encode(x=alt.X("end:T", title=None, scale=_days_12381(data), axis=YEARS))
    y = alt.Y("middle:Q", title=None, axis=COUNTS, scale=alt.Scale(domain=marks.reaching(data, 0, 1650), nice=False))
    return alt.layer(
        base.mark_line(color=theme.RUST, strokeDash=[5, 4]).encode(y=y),
        base.mark_rule(color=theme.INK, strokeWidth=2).encode(y="low:Q", y2="high:Q"),
        base.mark_point(filled=True, color=theme.RUST, opacity=1).encode(
            y="middle:Q",
            shape=alt.condition("datum.release", alt.value("diamond"), alt.value("circle")),
            size=alt.condition("datum.release", alt.value(140), alt.value(60)),
        ),
        base.mark_text(align="right", dx=-9, dy=-7, fontSize=SMALL).encode(y="middle:Q", text="tag:N"),
    )


def _flow_steps(data: pd.DataFrame) -> Layered:
    base = alt.Chart(data).encode(x=alt.X("start:T", title=None, scale=_days_12381(data), axis=YEARS), x2="end:T")
    scale = alt.Scale(domain=marks.reaching(data, 0, 3.9), nice=False)
    zero = alt.Y("zero:Q", title=None, axis=COUNTS, scale=scale)
    tags = alt.Chart(data).encode(y="high:Q", text="tag:N")
    first = f"datum.claims == '{data['claims'].iloc[0]}'"  # its number would reach into the axis
    look: dict[str, Any] = {"dy": -9, "fontSize": SMALL, "color": theme.INK}
    return alt.layer(
        base.mark_rect(fill=theme.RUST, fillOpacity=0.08, stroke=theme.RUST, strokeDash=[4, 2], strokeWidth=1.2).encode(
            y=zero, y2="middle:Q"
        ),
        base.mark_rect(color=theme.INK, opacity=0.5).encode(y="low:Q", y2="high:Q"),
        base.mark_rule(color=theme.RUST, strokeWidth=2).encode(y="middle:Q"),
        tags.transform_filter(f"!({first})").mark_text(align="right", dx=-2, **look).encode(x="end:T"),
        tags.transform_filter(first).mark_text(align="left", dx=2, **look).encode(x="start:T"),
    )


# --- Flow or total ------------------------------------------------------------------------------------------------

ORDERS = {"earlier": ("circle", theme.SLATE), "release": ("diamond", theme.RUST), "later": ("square", theme.NAVY)}


def beside_the_release(data: pd.DataFrame, width: int) -> Layered:
    """One row for each number of the release: other prints of its measure, in percent of it.

    Earlier prints of a running total lie left of the line at 100, later ones right of it.
    """
    narrow = is_narrow(width)
    rows = data["panel"].drop_duplicates().tolist()
    base = alt.Chart(data).encode(y=alt.Y("panel:N", sort=rows, axis=marks.names_axis(width, LABELS)))
    shift = 12 if narrow else 6
    ends = marks.reaching(data, 0, 240)
    x = alt.X(
        "middle:Q", title="Percent of the release's number",
        scale=alt.Scale(domain=ends, nice=False), axis=alt.Axis(tickCount=5),
    )  # fmt: skip
    layers: list[Any] = [
        alt.Chart(marks.untabulated(data.head(1)))
        .mark_rule(color=theme.MUTED, strokeDash=[4, 3])
        .encode(x=alt.datum(100)),
        base.mark_rule(color=theme.INK, strokeWidth=1.5, yOffset=shift).encode(x=alt.X("low:Q"), x2="high:Q"),
        base.mark_point(filled=True, opacity=1, yOffset=shift).encode(x=x, **_by_order(data, narrow)),
        base.transform_filter("datum.open_above")
        .mark_point(shape="triangle-right", color=theme.INK, filled=True, size=50, xOffset=8, yOffset=shift)
        .encode(x=alt.X("low:Q")),
        *_verdicts(base, ends, shift - 15, narrow),
    ]
    return alt.layer(*layers).properties(width=width, height=44 * len(rows))


def _by_order(data: pd.DataFrame, narrow: bool) -> dict[str, Any]:
    """Shape and colour of earlier prints, of the release and of later ones; the release is larger."""
    shapes, colours = (
        marks.scale_of(data, "order_key", "order", {key: look[part] for key, look in ORDERS.items()})
        for part in range(2)
    )
    legend = alt.Legend(title=None, orient="top", columns=1 if narrow else 3, symbolOpacity=1)
    return {
        "shape": alt.Shape("order:N", scale=shapes, legend=legend),
        "color": alt.Color("order:N", scale=colours, legend=legend),
        "size": alt.condition("datum.order_key == 'release'", alt.value(150), alt.value(60)),
    }


def _verdicts(base: alt.Chart, ends: Sequence[float], dy: int, narrow: bool) -> list[alt.Chart]:
    """Whether each number is a flow or a total, above its row; on a phone at the right, behind the row's name."""
    release = base.transform_filter("datum.order_key == 'release'")
    side: dict[str, Any] = {"align": "right", "dx": 0} if narrow else {"align": "left", "dx": 6}
    words = release.mark_text(dy=dy, color=theme.INK, fontSize=SMALL, **side)
    verdicts = words.encode(x=alt.datum(ends[1] if narrow else ends[0]), text="verdict:N")
    if not narrow:
        return [verdicts]
    name = release.mark_text(align="left", dy=dy, color=theme.INK, fontWeight="bold", fontSize=SMALL)
    return [verdicts, name.encode(x=alt.datum(ends[0]), text="panel:N")]


# --- Cards --------------------------------------------------------------------------------------------------------


def cards_by_kind(data: pd.DataFrame, width: int) -> Layered:
    """Cards dealt with at each print, as what the wording allows; the two parts of the police print end to end.

    A line leads from zero to the interval, whose middle is not marked: of a running total only the interval is known.
    """
    narrow = is_narrow(width)
    shift = 8 if narrow else 0
    labels = data["label"].drop_duplicates().tolist()
    base = alt.Chart(data).encode(y=alt.Y("label:N", sort=labels, axis=marks.names_axis(width, LABELS)))
    whole, last = base.transform_filter("datum.part_key == 'whole'"), base.transform_filter("datum.part_key != 'phone'")
    ends = [0, max(165 if narrow else 150, float(data["total_high"].max()))]
    x = alt.X(
        "total_low:Q", title="Million cards since the campaign began", scale=alt.Scale(domain=ends, nice=False),
        axis=alt.Axis(tickCount=5),
    )  # fmt: skip
    parts = base.transform_filter("datum.part_key != 'whole'")
    layers: list[alt.Chart] = [
        whole.transform_calculate(zero="0")
        .mark_rule(color=theme.SLATE, strokeWidth=1.5, yOffset=shift)
        .encode(x=alt.X("zero:Q"), x2="total_low:Q"),
        whole.mark_bar(color=theme.SLATE, height=14, yOffset=shift, stroke=theme.SLATE, strokeWidth=2).encode(
            x=x, x2="total_high:Q"
        ),
        _parts(data, parts, shift),
        whole.transform_filter("datum.open_above")
        .mark_point(shape="triangle-right", color=theme.INK, filled=True, size=60, xOffset=4, yOffset=shift)
        .encode(x=alt.X("total_low:Q")),
        last.mark_text(align="left", dx=LABEL_GAP, dy=shift).encode(x=alt.X("total_high:Q"), text="total:N"),
        parts.transform_calculate(centre="(datum.offset + datum.reach) / 2")
        .mark_text(color="white", dy=shift, fontSize=SMALL, fontWeight="bold")
        .encode(x=alt.X("centre:Q"), text="number:N"),
    ]
    if narrow:
        layers.append(_label_above(last, shift))
    height = (ROW + (14 if narrow else 2)) * data["label"].nunique()
    return alt.layer(*layers).properties(width=width, height=height)


def _parts(data: pd.DataFrame, parts: alt.Chart, shift: int) -> alt.Chart:
    colours = marks.scale_of(data[data["part_key"] != "whole"], "part_key", "part", PARTS)
    legend = alt.Legend(title=None, columns=3, orient="top")
    bars: alt.Chart = parts.mark_bar(height=16, yOffset=shift, stroke="white").encode(
        x=alt.X("offset:Q"), x2="reach:Q", color=alt.Color("part:N", sort=colours.domain, scale=colours, legend=legend)
    )
    return bars


# --- Who states what ----------------------------------------------------------------------------------------------


def prints_by_agency(data: pd.DataFrame, width: int) -> Layered:
    """A table of subjects by agencies: how many independent prints, the darker the more; a star for the release."""
    narrow = is_narrow(width)
    order = data["agency"].drop_duplicates().tolist() if narrow else data["name"].drop_duplicates().tolist()
    x = alt.X(
        "agency:N" if narrow else "name:N", sort=order, title=None,
        axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False, labelLimit=180),
    )  # fmt: skip
    y = alt.Y("subject:N", sort=data["subject"].drop_duplicates().tolist(), title=None)
    base = alt.Chart(data).encode(x=x, y=y)
    shade = alt.condition("datum.shade > 0.6", alt.value("white"), alt.value(theme.INK))
    return alt.layer(
        base.mark_rect(stroke="white", strokeWidth=2, color=theme.RUST).encode(
            opacity=alt.Opacity("shade:Q", scale=alt.Scale(domain=[0, 1], range=[0.04, 1]), legend=None)
        ),
        base.mark_text(fontSize=theme.TEXT_SIZE, fontWeight="bold").encode(text="mark:N", color=shade),
    ).properties(width=width, height=ROW * data["subject"].nunique())
