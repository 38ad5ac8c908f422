"""The drawings of the chapter on public awareness: tidy data of :mod:`campaign.analysis.awareness` in, charts out.

Where a drawing has several panels its parts are as wide as they are told, since only single charts fit themselves.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ledgerbook.figure import marks, theme
from ledgerbook.figure.marks import RIGHT, Layered, is_narrow
from ledgerbook.figure.theme import SMALL

COLOUR = theme.GREEN
AXIS = 42  # px for the numbers of a y axis
GAP = 36  # px between panels that stand side by side
ANSWERS = {"met": "circle", "deceived": "square"}
ANSWER_COLOURS = {"met": COLOUR, "deceived": theme.RUST}
PLACES: dict[str, dict[str, Any]] = {  # where a number stands at its point
    "above": {"align": "right", "dx": -9, "dy": -8},
    "below": {"align": "center", "dy": 18},
    "right": {"align": "left", "dx": 4, "dy": 16},
}


# --- Outreach, two years, two labels ------------------------------------------------------------------------------


def outreach(data: pd.DataFrame, width: int) -> alt.HConcatChart | alt.VConcatChart:
    """One panel for each kind of outreach: two bars with a dashed rule between them where the label changes."""
    narrow = is_narrow(width)
    plot = width - RIGHT if narrow else (width - GAP - RIGHT) // 2
    panels = [_two_years(part, plot) for _, part in marks.panels(data)]
    return alt.vconcat(*panels, spacing=22) if narrow else alt.hconcat(*panels, spacing=GAP)


def _two_years(data: pd.DataFrame, plot: int) -> Layered:
    top = float(data["high"].max()) * 1.28
    x = alt.X("year:N", title=None, axis=alt.Axis(labels=False, ticks=False), scale=alt.Scale(paddingInner=0.35))
    y = alt.Y("middle:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=None)
    base = alt.Chart(data).encode(x=x)
    opacity = alt.Opacity("year:N", scale=alt.Scale(domain=data["year"].tolist(), range=[0.35, 0.9]), legend=None)
    label = base.transform_calculate(lines="[datum.year, datum.name]")
    rule = pd.DataFrame({"note": ["new label"]})
    layers = [
        base.mark_bar(color=COLOUR, stroke=COLOUR, strokeWidth=1).encode(y=y, opacity=opacity),
        base.mark_rule(color=theme.INK, strokeWidth=2).encode(y="low:Q", y2="high:Q"),
        *(
            base.mark_tick(color=theme.INK, thickness=2, size=14, orient="horizontal").encode(y=f"{end}:Q")
            for end in ("low", "high")
        ),
        base.mark_point(shape="triangle-up", color=theme.INK, filled=True, size=70, opacity=1, yOffset=-5)
        .transform_filter("datum.open_above")
        .encode(y="low:Q"),
        base.mark_text(dy=-14, color=theme.INK, fontWeight="bold").encode(y="high:Q", text="text:N"),
        label.mark_text(dy=10, baseline="top", color=theme.INK, fontSize=SMALL).encode(y=alt.datum(0), text="lines:N"),
        alt.Chart(rule)
        .mark_rule(strokeDash=[4, 3], color=theme.MUTED)
        .encode(x=alt.value(plot / 2), y=alt.value(16), y2=alt.value(200)),
        alt.Chart(rule)
        .mark_text(color=theme.MUTED, fontStyle="italic", fontSize=SMALL, baseline="top")
        .encode(x=alt.value(plot / 2), y=alt.value(0), text="note:N"),
    ]
    return alt.layer(*layers).properties(width=plot, height=200, title=marks.heading(data["panel"].iloc[0]))


# --- Totals and rates of videos -----------------------------------------------------------------------------------


def totals(data: pd.DataFrame, width: int) -> alt.HConcatChart | alt.VConcatChart:
    """One panel for videos and one for plays: each printed total as a point on a dashed line from the opening day."""
    narrow = is_narrow(width)
    plot = (width if narrow else (width - GAP) // 2) - AXIS - RIGHT
    days = alt.Scale(type="utc", domain=marks.days_reaching(data, "2021-01-01", "2023-01-31"))
    panels = [_running(part, plot, days) for _, part in marks.panels(data)]
    return alt.vconcat(*panels, spacing=18) if narrow else alt.hconcat(*panels, spacing=GAP)


def video_rates(data: pd.DataFrame, width: int) -> Layered:
    """Videos per day as flat steps over their windows; the other reading of the release is a dashed line."""
    days = alt.Scale(type="utc", domain=marks.days_reaching(data, "2021-01-15", "2022-12-15"))
    axis = alt.Axis(format="%b %Y", tickCount={"interval": "month", "step": 6 if is_narrow(width) else 3})
    x = alt.X("start:T", title=None, scale=days, axis=axis)
    scale = alt.Scale(domain=[0, max(34.0, float(data["high"].max()) * 1.15)], nice=False)
    y = alt.Y("middle:Q", title="Videos per day", scale=scale, axis=_left(grid=False))
    base = alt.Chart(data).transform_calculate(
        zero="0",
        note="datum.reading_key == 'as_total' ? datum.text + '|if a total'"
        " : datum.reading_key == 'as_flow' ? datum.text + ', if 2022 alone' : datum.text",
        printed="datum.reading_key == 'printed'",
    )
    steps = base.transform_filter("datum.reading_key != 'as_flow'").encode(x=x, x2="end:T")
    other = base.transform_filter("datum.reading_key == 'as_flow'").encode(x=x, x2="end:T")
    centred = base.transform_calculate(centre=marks.CENTRE)
    return alt.layer(
        steps.mark_rect(color=COLOUR, opacity=0.3).encode(y=alt.Y("zero:Q", scale=scale), y2="middle:Q"),
        steps.mark_rect(color=theme.INK, opacity=0.75).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q"),
        steps.mark_rule(color=COLOUR, strokeWidth=2.5).encode(y=y),
        other.mark_rule(color=theme.MUTED, strokeWidth=2, strokeDash=[5, 3]).encode(y=y),
        marks.arrows_up(data, x_scale=days),
        centred.mark_text(dy=-7, baseline="bottom", color=theme.INK, fontSize=SMALL)
        .transform_filter("datum.printed")
        .encode(x=alt.X("centre:T", scale=days), y=alt.Y("high:Q", scale=scale), text="note:N"),
        centred.mark_text(dy=8, baseline="top", color=theme.INK, fontSize=SMALL, lineBreak="|")
        .transform_filter("!datum.printed")
        .encode(x=alt.X("centre:T", scale=days), y=alt.Y("low:Q", scale=scale), text="note:N"),
    ).properties(width=width, height=280)


# --- The survey and the falling filings ---------------------------------------------------------------------------


class Exposure:
    """Two answers of one survey by half-year, the publicity months as rules, the falling run as a bar beneath."""

    def __init__(self, months: pd.DataFrame, falling: pd.DataFrame) -> None:
        self.months, self.falling = months, falling

    def __call__(self, data: pd.DataFrame, width: int) -> alt.VConcatChart:
        """The drawing."""
        plot = width - AXIS - RIGHT
        (met, first), (none, second) = marks.panels(data)
        panels = [
            self._panel(first, f"{met}, percent of internet users", plot, 190, notes=True),
            self._panel(second, f"{none}, percent", plot, 120, notes=False),
        ]
        return alt.vconcat(*panels, spacing=16)

    def _panel(self, data: pd.DataFrame, title: str, plot: int, height: int, *, notes: bool) -> Layered:
        days = alt.Scale(type="utc", domain=marks.days_reaching(data, "2021-01-01", "2023-07-01"))
        scale = alt.Scale(domain=[0, float(data["high"].max()) * 1.3], nice=False)
        x = alt.X("start:T", title=None, scale=days, axis=alt.Axis(format="%Y", tickCount="year"))
        base = alt.Chart(data).transform_calculate(zero="0", centre=marks.CENTRE)
        step = base.encode(x=x, x2="end:T")
        month = alt.Chart(self.months).encode(x=alt.X("date:T", scale=days))
        label = base.encode(x=alt.X("centre:T", scale=days), y=alt.Y("high:Q", scale=scale), text=alt.Text("printed:N"))
        layers = [
            step.mark_rect(color=COLOUR, opacity=0.25).encode(
                y=alt.Y("zero:Q", title=None, scale=scale, axis=_left()), y2="middle:Q"
            ),
            step.mark_rect(color=theme.INK, stroke=theme.INK, strokeWidth=1.5).encode(
                y=alt.Y("low:Q", scale=scale), y2="high:Q"
            ),
            month.mark_rule(color=theme.RUST, strokeDash=[4, 3], strokeWidth=1.5),
            label.mark_text(dy=-7, baseline="bottom", fontWeight="bold", stroke="white", strokeWidth=5),  # keeps clear
            label.mark_text(dy=-7, baseline="bottom", fontWeight="bold", color=theme.INK),
        ]
        if notes:
            layers += self._notes(days)
        return alt.layer(*layers).properties(width=plot, height=height, title=marks.heading(title))

    def _notes(self, days: alt.Scale) -> list[alt.Chart]:
        run = alt.Chart(self.falling).encode(y=alt.value(174))
        month = alt.Chart(self.months.iloc[[0]]).transform_calculate(words="'publicity month'")
        words = "'cases said to fall|for ' + datum.months + ' months'"
        return [
            month.mark_text(align="left", dx=4, baseline="top", color=theme.RUST, fontStyle="italic").encode(
                x=alt.X("date:T", scale=days), y=alt.value(0), text="words:N"
            ),
            run.mark_rule(color=theme.NAVY, strokeWidth=6).encode(x=alt.X("start:T", scale=days), x2="end:T"),
            run.mark_text(align="left", dy=-20, baseline="bottom", color=theme.INK, fontSize=SMALL, lineBreak="|")
            .transform_calculate(words=words)
            .encode(x=alt.X("start:T", scale=days), text="words:N"),
        ]


# --- The App ------------------------------------------------------------------------------------------------------


def app(data: pd.DataFrame, width: int) -> alt.VConcatChart:
    """Two panels, warnings over public reports: every printed total; the release is a diamond."""
    plot = width - AXIS - RIGHT
    days = alt.Scale(type="utc", domain=marks.days_reaching(data, "2021-01-01", "2023-08-31"))
    return alt.vconcat(*(_running(part, plot, days) for _, part in marks.panels(data)), spacing=16)


def _running(data: pd.DataFrame, plot: int, days: alt.Scale) -> Layered:
    """Printed totals as points with their interval, those that climb joined from the first day by a dashed line.

    A total that lies below an earlier one stands apart from the line; what is disputed is hollow.
    """
    first = data.head(1).assign(end=data["start"].iloc[0], middle=0.0)
    climbing = data[data["middle"] >= data["middle"].cummax()]
    line = marks.untabulated(pd.concat([first, climbing], ignore_index=True))
    scale = alt.Scale(domain=[0, float(data["high"].max()) * 1.25], nice=False)
    axis = alt.Axis(format="%Y", tickCount="year")
    x = alt.X("end:T", title=None, scale=days, axis=axis)
    y = alt.Y("middle:Q", title=None, scale=scale, axis=_left())
    points = alt.Chart(data).encode(x=x)
    layers = [
        alt.Chart(line).mark_line(color=COLOUR, strokeDash=[5, 4], strokeWidth=1.5).encode(x=x, y=y),
        points.mark_rule(color=theme.INK, strokeWidth=2).encode(y="low:Q", y2="high:Q"),
        points.mark_point(stroke=COLOUR, opacity=1, size=55, strokeWidth=1.8)
        .transform_filter("!datum.release")
        .encode(y=y, fill=_filled(COLOUR)),
        points.mark_point(stroke=theme.RUST, opacity=1, size=150, shape="diamond", strokeWidth=1.8)
        .transform_filter("datum.release")
        .encode(y=y, fill=_filled(theme.RUST)),
        points.mark_point(shape="triangle-up", color=theme.INK, filled=True, size=60, opacity=1, yOffset=-14)
        .transform_filter("datum.open_above")
        .encode(y=y),
        *(
            points.transform_filter(alt.datum.place == place)
            .mark_text(fontSize=SMALL, color=theme.INK, **offsets)
            .encode(y=y, text="tag:N")
            for place, offsets in PLACES.items()
        ),
    ]
    return alt.layer(*layers).properties(width=plot, height=180, title=marks.heading(data["panel"].iloc[0]))


def _filled(colour: str) -> Any:
    return alt.condition("datum.disputed", alt.value("white"), alt.value(colour))


# --- Fraud types --------------------------------------------------------------------------------------------------


def types(data: pd.DataFrame, width: int) -> Layered:
    """One bar for each printed share, with the interval of its wording and what it is a share of."""
    narrow = is_narrow(width)
    shift = 7 if narrow else 0
    scale = alt.Scale(domain=[0, 165 if narrow else 130], nice=False)  # room for the words
    ticks = alt.Axis(values=[0, 25, 50, 75, 100])
    base = alt.Chart(data).encode(y=_names(data, width))
    whisker = base.transform_filter("datum.high - datum.low > 1")
    layers = [
        base.mark_bar(color=COLOUR, height=14, yOffset=shift, opacity=0.85).encode(
            x=alt.X("middle:Q", title="Percent", scale=scale, axis=ticks)
        ),
        whisker.mark_rule(color=theme.INK, strokeWidth=2, yOffset=shift).encode(x="low:Q", x2="high:Q"),
        *(
            whisker.mark_tick(color=theme.INK, thickness=2, size=14, yOffset=shift).encode(x=f"{end}:Q")
            for end in ("low", "high")
        ),
        base.mark_text(align="left", dx=10, dy=shift, color=theme.INK).encode(x="high:Q", text="words:N"),
        *_names_above(data, width, shift),
    ]
    return alt.layer(*layers).properties(width=width, height=(46 if narrow else 30) * len(data))


# --- Surveys ------------------------------------------------------------------------------------------------------


def surveys(data: pd.DataFrame, width: int) -> Layered:
    """One row for each survey: a circle for the share who met fraud, a square for those who say they were deceived."""
    narrow = is_narrow(width)
    shift = 9 if narrow else 0
    scale = alt.Scale(domain=[0, 100], nice=False)
    x = alt.X("middle:Q", title="Percent of respondents", scale=scale, axis=alt.Axis(tickCount=5, grid=True))
    shapes, shades = (marks.scale_of(data, "answer_key", "answer", looks) for looks in (ANSWERS, ANSWER_COLOURS))
    shape = alt.Shape("answer:N", scale=shapes, legend=None)
    shade = alt.Color("answer:N", scale=shades, legend=None)
    base = alt.Chart(data).encode(y=_names(data, width))
    layers = [
        base.mark_point(filled=True, opacity=1, size=110, yOffset=shift).encode(x=x, shape=shape, color=shade),
        base.transform_calculate(words="datum.answer + ' ' + format(datum.middle, '.4~g') + '%'")
        .mark_text(align="left", dx=10, dy=shift, color=theme.INK, fontSize=SMALL)
        .encode(x=x, text="words:N"),
        *_names_above(data, width, shift),
    ]
    return alt.layer(*layers).properties(width=width, height=(46 if narrow else 36) * data["label"].nunique())


# --- Parts --------------------------------------------------------------------------------------------------------


def _names(data: pd.DataFrame, width: int) -> alt.Y:
    """The rows in the order of the data, named at their left; on a phone :func:`_names_above` names them."""
    return alt.Y("label:N", sort=data["label"].drop_duplicates().tolist(), axis=marks.names_axis(width, 330))


def _names_above(data: pd.DataFrame, width: int, shift: int) -> list[alt.Chart]:
    if not is_narrow(width):
        return []
    names = alt.Chart(data.drop_duplicates("label")).encode(y=_names(data, width), text="label:N", x=alt.value(0))
    return [names.mark_text(align="left", dy=-shift - 2, color=theme.INK, fontWeight="bold", fontSize=SMALL)]


def _left(*, grid: bool = True) -> alt.Axis:
    return alt.Axis(
        grid=grid,
        format=",~r",
        tickCount=4,
        minExtent=AXIS,
        maxExtent=AXIS,
        titleAlign="left",
        titleAngle=0,
        titleY=-10,
        titleX=0,
    )
