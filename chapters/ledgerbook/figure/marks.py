"""The marks that the book's charts are made of: pure functions, tidy data in, chart out.

The data have the columns of :func:`ledgerbook.figure.frames.tidy`. An interval is drawn as a band or a whisker that is
always visible, however narrow; a bound that is open above ends in an arrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from ledgerbook.figure import theme
from ledgerbook.figure.frames import ROW

Layered = alt.LayerChart | alt.FacetChart

HEIGHT = 30  # px for each category
LABEL_GAP = 8  # px between a mark and its text
RIGHT = 12  # px kept free at the right edge, where panels are as wide as they are told
GUTTER = 66  # px that the axis of a panel takes at its left
UTC = alt.Scale(type="utc")  # days are days: the drawing must not depend on the machine's time zone
# Expressions of Vega: the middle of a row's days, and the number at a tick with its sign, which zero has not.
CENTRE = "datetime((time(datum.start) + time(datum.end)) / 2)"
SIGNED = "(datum.value > 0 ? '+' : datum.value < 0 ? '−' : '') + abs(datum.value)"


def untabulated(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows made for a drawing only, such as sums or the start of a line: they stand for no row of the table."""
    return rows.drop(columns=ROW, errors="ignore")


def words_by_key(data: pd.DataFrame, key: str, label: str) -> dict[str, str]:
    """What the data print for each key that they have, from the columns of keys and of words."""
    return dict(zip(data[key], data[label], strict=True))


def scale_of(data: pd.DataFrame, key: str, label: str, looks: Mapping[str, Any]) -> alt.Scale:
    """The scale that gives each word of the data the look of its key, in the order of the looks."""
    words = words_by_key(data, key, label)
    known = [name for name in looks if name in words]
    return alt.Scale(domain=[words[name] for name in known], range=[looks[name] for name in known])


def reaching(data: pd.DataFrame, low: float, high: float) -> list[float]:
    """The ends of an axis: these, or farther where the intervals of the data reach farther."""
    return [min(low, float(data["low"].min())), max(high, float(data["high"].max()))]


def days_reaching(data: pd.DataFrame, first: str, last: str) -> list[str]:
    """The ends of an axis of days (ISO): these, or farther where the windows of the data reach farther."""
    return [min(first, data["start"].min()), max(last, data["end"].max())]


def is_narrow(width: int) -> bool:
    """Whether the drawing is the one for phones."""
    return width < 500


def panels(data: pd.DataFrame, column: str = "panel") -> list[tuple[str, pd.DataFrame]]:
    """The parts of the data by a column, each with its name, in order of first appearance."""
    return [(name, data[data[column] == name]) for name in data[column].drop_duplicates()]


def half(width: int, *, axis: int = GUTTER, gap: int = 20) -> int:
    """The width (px) of a panel without its axis, of two that stand side by side, or one below the other on a phone."""
    return width - axis if is_narrow(width) else (width - 2 * axis - gap) // 2


def names_axis(width: int, limit: int, **look: Any) -> alt.Axis:
    """The names of rows at their left, up to ``limit`` px each; on a phone, where each stands above its row, none."""
    return alt.Axis(title=None, labels=not is_narrow(width), labelLimit=limit, labelPadding=8, **look)


def intervals_by_category(
    data: pd.DataFrame,
    width: int,
    *,
    axis_title: str,
    colour: str = theme.NAVY,
    row: int = HEIGHT,
) -> Layered:
    """One row for each label: a bar with its interval as a whisker and the number in words.

    Rows keep the order of the data. On a phone the label stands above its bar instead of beside it.
    """
    narrow = is_narrow(width)
    top = float(data[["high", "low"]].max().max()) * (1.45 if narrow else 1.3)
    scale = alt.Scale(domain=[min(0.0, float(data["low"].min())), top], nice=False)
    x = alt.X("middle:Q", title=axis_title, scale=scale, axis=alt.Axis(tickCount=4 if narrow else 6))
    y = alt.Y("label:N", sort=data["label"].tolist(), axis=names_axis(width, theme.WIDE // 2))
    base = alt.Chart(data).encode(y=y)
    shift = 7 if narrow else 0
    size = min(14, row // 2)
    bar = base.mark_bar(color=colour, height=size, yOffset=shift, opacity=0.85).encode(x=x)
    layers: list[alt.Chart] = [bar, *whiskers(base, shift=shift, size=size)]
    if some_open(data):
        layers.append(
            base.transform_filter("datum.open_above")
            .mark_point(shape="triangle-right", color=theme.INK, filled=True, size=70, xOffset=5, yOffset=shift)
            .encode(x=alt.X("low:Q"))
        )
    layers.append(
        base.transform_calculate(edge="max(datum.high, datum.middle)")
        .mark_text(align="left", dx=LABEL_GAP + 6, dy=shift, color=theme.INK)
        .encode(x=alt.X("edge:Q"), text="text:N")
    )
    if narrow:
        layers.append(
            base.mark_text(align="left", dy=-shift - 2, color=theme.INK, fontWeight="bold").encode(
                x=alt.value(0), text="label:N"
            )
        )
    height = (row + (16 if narrow else 0)) * data["label"].nunique()
    return alt.layer(*layers).properties(width=width, height=height)


def whiskers(base: alt.Chart, *, shift: int, size: int, thickness: float = 2) -> list[alt.Chart]:
    """The interval of each row, from low to high, with an edge of paper so that it parts from a dark bar."""
    wide = base.transform_filter("datum.high > datum.low")
    looks: list[dict[str, Any]] = [
        {"color": "white", "strokeWidth": thickness + 2.5},
        {"color": theme.INK, "strokeWidth": thickness},
    ]
    tick: dict[str, Any] = {
        "color": theme.INK, "thickness": thickness, "size": size, "stroke": "white", "strokeWidth": 0.8, "opacity": 1
    }  # fmt: skip
    return [
        *(wide.mark_rule(yOffset=shift, **look).encode(x=alt.X("low:Q"), x2="high:Q") for look in looks),
        *(wide.mark_tick(yOffset=shift, **tick).encode(x=alt.X(f"{end}:Q")) for end in ("low", "high")),
    ]


def some_open(data: pd.DataFrame) -> bool:
    """Whether an interval is open above, so that a layer must say so."""
    return "open_above" in data and bool(data["open_above"].any())


def arrows_up(data: pd.DataFrame, *, at: str = "centre", x_scale: alt.Scale = UTC) -> alt.Chart:
    """An arrow upwards on every window whose interval is open above; ``at`` the centre or the end of its days."""
    centred = alt.Chart(data).transform_calculate(centre=CENTRE)
    arrow = centred.transform_filter("datum.open_above").mark_point(
        shape="triangle-up", color=theme.INK, filled=True, size=45, opacity=1, yOffset=-6
    )
    chart: alt.Chart = arrow.encode(x=alt.X(f"{at}:T", scale=x_scale), y=alt.Y("low:Q"))
    return chart


def break_rules(breaks: pd.DataFrame) -> Layered:
    """Vertical dashed rules where a series changes what it counts: columns ``date`` (ISO) and ``label``."""
    base = alt.Chart(breaks).encode(x=alt.X("date:T", scale=UTC))
    rule = base.mark_rule(strokeDash=[4, 3], color=theme.MUTED)
    note = base.mark_text(
        align="left", dx=4, dy=10, color=theme.MUTED, fontStyle="italic", baseline="top", lineBreak="\n"
    ).encode(y=alt.value(0), text="label:N")
    return alt.layer(rule, note)


def on_paper(base: alt.Chart, **look: Any) -> list[alt.Chart]:
    """Text on an edge of paper, so that no line runs through it."""
    edge = base.mark_text(stroke="white", strokeWidth=4, strokeJoin="round", color="white", **look)
    return [edge, base.mark_text(color=theme.INK, **look)]


def names_above(base: alt.Chart, field: str, *, dy: int) -> list[alt.Chart]:
    """On a phone the name of each row stands above its marks."""
    named = base.encode(x=alt.value(0), text=f"{field}:N")
    return on_paper(named, align="left", dy=dy, fontSize=theme.SMALL, fontWeight="bold")


def panel_title(text: str) -> alt.Title:
    """The name of one panel of several."""
    return alt.Title(text, fontSize=theme.TEXT_SIZE, anchor="start", frame="group")


def heading(text: str) -> alt.Title:
    """What a panel shows, in bold: where its axis has no title, or the panel stands alone."""
    return alt.Title(text=text, anchor="start", fontSize=theme.TEXT_SIZE, fontWeight="bold", color=theme.INK)
