"""The drawings of the chapter on the record: counts of its rows, and intervals beside the printed numbers."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ledgerbook.figure import marks, theme
from ledgerbook.figure.marks import HEIGHT, Layered, is_narrow

DARK, LIGHT = theme.NAVY, theme.SLATE
LABEL_ROOM = 205  # px beside the bars of a wide drawing


def agencies(data: pd.DataFrame, width: int) -> Layered:
    """A grid of agency by strand: the stronger a field, the more claims; the sum of each agency beside it."""
    strands, labels = (data[column].drop_duplicates().tolist() for column in ("part", "label"))
    axis = alt.Axis(
        title=None, orient="top", labelAngle=-40 if is_narrow(width) else 0, domain=False, ticks=False, labelPadding=6
    )
    x = alt.X("part:N", sort=[*strands, "All"], axis=axis, scale=alt.Scale(domain=[*strands, "All"], paddingInner=0.04))
    y = alt.Y("label:N", sort=labels, axis=alt.Axis(title=None, labelPadding=6), scale=alt.Scale(paddingInner=0.08))
    base = alt.Chart(data[data["n"] > 0]).encode(x=x, y=y)
    shade = alt.Opacity("n:Q", scale=alt.Scale(type="sqrt", domain=[0, int(data["n"].max())], range=[0.05, 0.5]))
    field = base.mark_rect(color=DARK).encode(opacity=shade.legend(None))
    number = base.mark_text(color=theme.INK).encode(text=alt.Text("n:Q", format=","))
    sums = alt.Chart(marks.untabulated(data.drop_duplicates("label").assign(part="All"))).encode(x=x, y=y)
    total = sums.mark_text(color=theme.INK, fontWeight="bold").encode(text=alt.Text("total:Q", format=","))
    return alt.layer(field, number, total).properties(width=width, height=32 * len(labels))


def stacked(data: pd.DataFrame, width: int, axis_title: str, *, row: int = HEIGHT) -> Layered:
    """One bar for each label, in two parts of which each has its own lightness and, where it fits, its number.

    Columns label, part, n, start, end, total. The number of the whole stands behind the bar.
    """
    narrow = is_narrow(width)
    parts, labels = (data[column].drop_duplicates().tolist() for column in ("part", "label"))
    top = float(data["end"].max()) * (1.22 if narrow else 1.12)
    scale = alt.Scale(domain=[0, top], nice=False)
    x = alt.X("start:Q", title=axis_title, scale=scale, axis=alt.Axis(tickCount=4 if narrow else 6, format=",d"))
    axis = marks.names_axis(width, LABEL_ROOM)
    shift = 8 if narrow else 0
    colour = alt.Color(
        "part:N",
        sort=parts,
        scale=alt.Scale(domain=parts, range=[DARK, LIGHT]),
        legend=alt.Legend(title=None, symbolType="square", columnPadding=20),
    )
    base = alt.Chart(data).transform_filter("datum.n > 0").encode(y=alt.Y("label:N", sort=labels, axis=axis))
    bar = base.mark_bar(height=16, yOffset=shift, stroke=theme.INK, strokeWidth=0.5).encode(
        x=x, x2="end:Q", color=colour
    )
    whole = base.transform_aggregate(total="max(total)", groupby=["label"])
    number = whole.mark_text(align="left", dx=6, dy=shift, color=theme.INK).encode(
        x=alt.X("total:Q", scale=scale), text=alt.Text("total:Q", format=",")
    )
    layers = [bar, number]
    if narrow:
        above = whole.mark_text(align="left", dy=-shift - 3, color=theme.INK, fontWeight="bold")
        layers.append(above.encode(x=alt.value(0), text="label:N"))
    height = (row + (14 if narrow else 0)) * len(labels)
    return alt.layer(*layers).properties(width=width, height=height)


def standings(data: pd.DataFrame, width: int) -> Layered:
    """Statements by the number of documents that print them."""
    return stacked(data, width, "Statements")


def copies(data: pd.DataFrame, width: int) -> Layered:
    """Statements by their best copy."""
    return stacked(data, width, "Statements")


def readings(data: pd.DataFrame, width: int) -> Layered:
    """Claims by the result of the second reading."""
    return stacked(data, width, "Claims")


def remarks(data: pd.DataFrame, width: int) -> Layered:
    """Remarks by topic and result."""
    return stacked(data, width, "Remarks, each under every topic that it speaks of")


def forms(data: pd.DataFrame, width: int) -> Layered:
    """Statements by wording and language."""
    return stacked(data, width, "Statements")


def periods(data: pd.DataFrame, width: int) -> Layered:
    """Statements by kind of count and basis of the period."""
    return stacked(data, width, "Statements")


def conventions(data: pd.DataFrame, width: int) -> Layered:
    """The interval of each example around its print, one bar for each convention; an arrow where it goes on."""
    narrow = is_narrow(width)
    labels = data["label"].drop_duplicates().tolist()
    names = data["convention"].drop_duplicates().tolist()
    scale = alt.Scale(domain=[-2.3, 2.3], nice=False)
    title = "Units of the last digit" if narrow else "Distance from the printed number, in units of its last digit"
    x = alt.X("low:Q", title=title, scale=scale, axis=alt.Axis(values=[-2, -1, 0, 1, 2], labelExpr=marks.SIGNED))
    y = alt.Y("label:N", sort=labels, axis=alt.Axis(title=None, grid=True, labelPadding=8))
    layers: list[alt.Chart] = [
        alt.Chart(pd.DataFrame({"at": [0]}))
        .mark_rule(color=theme.MUTED, strokeDash=[3, 3])
        .encode(x=alt.X("at:Q", scale=scale)),
    ]
    legend = alt.Legend(title=None, symbolType="square", columnPadding=20)
    colour = alt.Color("convention:N", sort=names, scale=alt.Scale(domain=names, range=[DARK, LIGHT]), legend=legend)
    for name, offset in zip(names, (-8, 8), strict=True):
        rows = alt.Chart(data[data["convention"] == name]).encode(y=y)
        look: dict[str, Any] = {"stroke": theme.INK, "strokeWidth": 0.5}
        layers.append(rows.mark_bar(height=10, yOffset=offset, **look).encode(x=x, x2="high:Q", color=colour))
        layers.append(
            rows.transform_filter("datum.low == datum.high")
            .mark_point(shape="diamond", size=90, filled=True, yOffset=offset, opacity=1, **look)
            .encode(x=alt.X("low:Q", scale=scale), color=colour)
        )
        for end, shape in (("low", "triangle-left"), ("high", "triangle-right")):
            layers.append(
                rows.transform_filter(f"datum.beyond_{end}")
                .mark_point(shape=shape, color=theme.INK, filled=True, size=70, yOffset=offset, opacity=1)
                .encode(x=alt.X(f"{end}:Q", scale=scale))
            )
    return alt.layer(*layers).properties(width=width, height=42 * len(labels))


def printed_twice(data: pd.DataFrame, width: int) -> Layered:
    """Each pair as a dot at the finer print, over the interval that the coarser wording stands for."""
    narrow = is_narrow(width)
    labels = data["label"].tolist()
    groups = data["form"].drop_duplicates().tolist()
    scale = alt.Scale(domain=[-1.15, 1.15], nice=False)
    wide_title = "Finer print less coarser print, in units of the coarser one's last digit"
    title = "Units of the last digit" if narrow else wide_title
    x = alt.X("low:Q", title=title, scale=scale, axis=alt.Axis(values=[-1, -0.5, 0, 0.5, 1], labelExpr=marks.SIGNED))
    axis = marks.names_axis(width, 340)
    shift = 8 if narrow else 0
    colours = [DARK, theme.RUST, theme.GREEN, theme.PURPLE][: len(groups)]
    shapes = ["circle", "square", "triangle-up", "diamond"][: len(groups)]
    legend = alt.Legend(title=None, columns=2, columnPadding=20)
    base = alt.Chart(data).encode(y=alt.Y("label:N", sort=labels, axis=axis))
    zero = base.transform_calculate(at="0").mark_tick(color=theme.INK, thickness=1.5, size=18, yOffset=shift)
    layers: list[alt.Chart] = [
        base.mark_bar(height=12, color=LIGHT, opacity=0.6, yOffset=shift).encode(x=x, x2="high:Q"),
        zero.encode(x=alt.X("at:Q", scale=scale)),
        base.mark_point(filled=True, size=80, opacity=1, yOffset=shift).encode(
            x=alt.X("gap:Q", scale=scale),
            color=alt.Color("form:N", sort=groups, scale=alt.Scale(domain=groups, range=colours), legend=legend),
            shape=alt.Shape("form:N", sort=groups, scale=alt.Scale(domain=groups, range=shapes), legend=legend),
        ),
    ]
    if narrow:
        above = base.mark_text(align="left", dy=-shift - 1, color=theme.INK)
        layers.append(above.encode(x=alt.value(0), text="label:N"))
    return alt.layer(*layers).properties(width=width, height=(36 if narrow else 24) * len(labels))
