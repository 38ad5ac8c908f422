"""The drawings of the chapter on other places: tidy data of :mod:`campaign.analysis.abroad` in, charts out.

Changes are drawn as ratios of two years on a logarithmic axis, where halving and doubling are equally long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from campaign.analysis import abroad
from ledgerbook.figure import marks, theme
from ledgerbook.figure.marks import Layered, is_narrow

SMALL = theme.TEXT_SIZE - 1
LABELS = 222  # px for the labels of rows, alike in all panels of a figure
TOP = 6  # px from the upper edge to the words of a corner
SIGNED = "(datum.value > 1 ? '+' : datum.value < 1 ? '−' : '') + round(abs(datum.value - 1) * 100) + '%'"
TICKS = [0.5, 0.7, 1, 1.5, 2, 3, 4]
# Colour and shape of the two changes, so that neither is told by colour alone.
COLOURS: Mapping[str, str] = {abroad.CASES: theme.NAVY, abroad.MONEY: theme.RUST}
SHAPES: Mapping[str, str] = {abroad.CASES: "circle", abroad.MONEY: "square"}
MEANING_COLOURS: Mapping[str, str] = {
    "stopped": theme.NAVY,
    "held": theme.RUST,
    "frozen": theme.GREEN,
    "recovered": theme.PURPLE,
    "returned": theme.INK,
}
MEANING_SHAPES: Mapping[str, str] = {
    "stopped": "circle",
    "held": "square",
    "frozen": "triangle-up",
    "recovered": "diamond",
    "returned": "cross",
}
REVISED_COLOURS: Mapping[str, str] = {
    abroad.REVISED_PRINTED: theme.NAVY,
    abroad.REVISED_IMPLIED: theme.RUST,
}
REVISED_SHAPES: Mapping[str, str] = {abroad.REVISED_PRINTED: "circle", abroad.REVISED_IMPLIED: "diamond"}
# The side of its mark and the height (px) at which a series has its name in the scatter, where it is not BESIDE.
BESIDE = ("right", 0)
SIDES: Mapping[str, tuple[str, int]] = {
    "cn-police": ("left", 14),
    "us-ftc": ("left", 0),
    "gb-fraud": ("right", -2),
    "gb-investment": ("right", -9),
    "au-channels": ("right", -4),
    "au-scamwatch": ("left", 0),
    "sg-police": ("right", -1),
    "jp-police": ("left", -4),
    "kr-police": ("right", 4),
    "kr-regulator": ("right", 8),
    "in-portal": ("left", -12),
}
# Numbers of money stopped stand at the left of their mark where the line of a hundred would cross them.
NUMBER_SIDES: Sequence[tuple[str, dict[str, Any]]] = (
    ("datum.middle > 20 && datum.middle < 100", {"align": "right", "dx": -10}),
    ("datum.middle <= 20 || datum.middle >= 100", {"align": "left", "dx": 10}),
)


def growth(data: pd.DataFrame, width: int) -> Layered:
    """One row for each series with two marks, of the cases and of the money, about a line of no change."""
    narrow = is_narrow(width)
    labels = data["label"].drop_duplicates().tolist()
    row, shift = (56, 10) if narrow else (36, 0)
    scale = _factor_scale(data, "factor", low=0.55 if narrow else 0.7, high=2.7 if narrow else 1.7)
    x = alt.X("factor:Q", scale=scale, title="Change from one year to the next", axis=_change_axis())
    y = alt.Y("label:N", sort=labels, axis=_label_axis(narrow=narrow))
    colours, shapes = (marks.scale_of(data, "what_key", "what", looks) for looks in (COLOURS, SHAPES))
    colour = alt.Color("what:N", sort=colours.domain, scale=colours, legend=alt.Legend(title=None))
    shape = alt.Shape("what:N", sort=shapes.domain, scale=shapes, legend=alt.Legend(title=None))
    layers: list[alt.Chart] = [_china(data, y), _no_change(scale)]
    for what, offset in ((abroad.CASES, -7), (abroad.MONEY, 7)):
        base = alt.Chart(data[data["what_key"] == what]).encode(y=y)
        at = offset + shift
        layers += [
            _span(base, scale, at),
            base.mark_point(filled=True, opacity=1, size=64, yOffset=at).encode(x=x, color=colour, shape=shape),
            *_numbers(base, scale, at),
        ]
    if narrow:
        layers += marks.names_above(alt.Chart(data.drop_duplicates("label")).encode(y=y), "label", dy=-17)
    return alt.layer(*layers).properties(width=width, height=row * len(labels))


def quadrants(data: pd.DataFrame, width: int) -> Layered:
    """Cases across, money upwards; above the rising line each case is dearer, below it cheaper."""
    narrow = is_narrow(width)
    across, up = (_factor_scale(data, name, low=0.85, high=1.25) for name in ("cases", "money"))
    x = alt.X("cases:Q", scale=across, title="Reports or cases", axis=_change_axis())
    y = alt.Y("money:Q", scale=up, title="Money lost", axis=_change_axis())
    base = alt.Chart(data)
    layers: list[alt.Chart] = [
        _no_change(across),
        alt.Chart(pd.DataFrame({"one": [1]})).mark_rule(color=theme.MUTED).encode(y=alt.Y("one:Q", scale=up)),
        _same_each(across, up),
        *_corners(narrow=narrow),
        base.mark_rule(color=theme.INK, strokeWidth=1.5).encode(
            x=alt.X("cases_low:Q", scale=across), x2="cases_high", y=y
        ),
        base.mark_rule(color=theme.INK, strokeWidth=1.5).encode(y=alt.Y("money_low:Q", scale=up), y2="money_high", x=x),
        base.transform_filter("!datum.china").mark_point(color=theme.NAVY, size=64).encode(x=x, y=y),
        base.transform_filter("datum.china")
        .mark_point(color=theme.RUST, shape="diamond", size=150, opacity=1)
        .encode(x=x, y=y),
    ]
    for series, label in zip(data["series"], data["label"], strict=True):
        side, dy = SIDES.get(series, BESIDE)
        chosen = base.transform_filter(alt.FieldEqualPredicate(field="label", equal=label))
        look: dict[str, Any] = {"align": "left", "dx": 9} if side == "right" else {"align": "right", "dx": -9}
        layers.append(chosen.mark_text(fontSize=SMALL, dy=dy, **look).encode(x=x, y=y, text="short:N"))
    return alt.layer(*layers).properties(width=width, height=380 if narrow else 440)


def cleared(data: pd.DataFrame, width: int) -> alt.VConcatChart:
    """Two panels, of cases solved and of persons arrested, each for a hundred cases recorded."""
    panels = []
    for kind in data["kind"].drop_duplicates().tolist():
        rows = data[data["kind"] == kind]
        chart = _bars(rows, width)
        panels.append(chart.properties(width=_panel(width), title=alt.TitleParams(kind, fontSize=theme.TEXT_SIZE + 1)))
    return alt.vconcat(*panels, spacing=14)


def stopped(data: pd.DataFrame, width: int) -> Layered:
    """Money stopped or returned for a hundred lost, on a logarithmic axis, with a line where both are equal."""
    narrow = is_narrow(width)
    labels = data["label"].tolist()
    row, shift = (46, 8) if narrow else (28, 0)
    scale = alt.Scale(type="log", domain=[2, 7000], nice=False)
    axis = alt.Axis(values=[2, 5, 10, 20, 50, 100, 200, 500, 1000], format=",d")
    x = alt.X("middle:Q", scale=scale, title="For each 100 lost", axis=axis)
    y = alt.Y("label:N", sort=labels, axis=_label_axis(narrow=narrow))
    colours, shapes = (
        marks.scale_of(data, "meaning_key", "meaning", looks) for looks in (MEANING_COLOURS, MEANING_SHAPES)
    )
    legend = alt.Legend(title=None, columns=1 if narrow else 3)
    base = alt.Chart(data).encode(y=y)
    layers: list[alt.Chart] = [
        _china(data, y),
        alt.Chart(pd.DataFrame({"all": [100]}))
        .mark_rule(color=theme.MUTED, strokeDash=[4, 3])
        .encode(x=alt.X("all:Q", scale=scale)),
        base.mark_rule(color=theme.INK, strokeWidth=2, yOffset=shift).encode(x=alt.X("low:Q", scale=scale), x2="high"),
        base.mark_point(filled=True, size=80, opacity=1, yOffset=shift).encode(
            x=x,
            color=alt.Color("meaning:N", sort=colours.domain, scale=colours, legend=legend),
            shape=alt.Shape("meaning:N", sort=shapes.domain, scale=shapes, legend=legend),
        ),
        *(
            base.transform_filter(where).mark_text(dy=shift, fontSize=SMALL, **look).encode(x=x, text="text:N")
            for where, look in NUMBER_SIDES
        ),
        base.transform_filter("datum.open_above")
        .mark_point(shape="triangle-right", color=theme.INK, filled=True, size=70, xOffset=5, yOffset=shift)
        .encode(x=alt.X("low:Q", scale=scale)),
    ]
    if narrow:
        layers += marks.names_above(base, "label", dy=-9)
    return alt.layer(*layers).properties(width=width, height=row * len(labels))


def revisions(size: float, data: pd.DataFrame, width: int) -> alt.VConcatChart:
    """Two panels, of money and of cases or persons: each later print less the first; between dashes, ``size``."""
    narrow = is_narrow(width)
    ends = marks.reaching(data, -62 if narrow else -42, 78 if narrow else 58)
    scale = alt.Scale(domain=ends, nice=False)
    colours, shapes = (marks.scale_of(data, "basis_key", "basis", looks) for looks in (REVISED_COLOURS, REVISED_SHAPES))
    panels = []
    for kind in data["kind"].drop_duplicates().tolist():
        rows = data[data["kind"] == kind]
        chart = _revised(rows, size, scale, colours, shapes, narrow=narrow)
        title = alt.TitleParams(kind, fontSize=theme.TEXT_SIZE + 1)
        panels.append(chart.properties(width=_panel(width), title=title))
    stack: alt.VConcatChart = alt.vconcat(*panels, spacing=14).resolve_scale(color="shared", shape="shared")
    return stack


def _revised(
    data: pd.DataFrame, size: float, scale: alt.Scale, colours: alt.Scale, shapes: alt.Scale, *, narrow: bool
) -> Layered:
    labels = data["label"].tolist()
    row, shift = (42, 8) if narrow else (24, 0)
    axis = alt.Axis(
        values=[-40, -20, 0, 20, 40, 60],
        labelExpr="(datum.value > 0 ? '+' : datum.value < 0 ? '−' : '') + abs(datum.value) + '%'",
    )
    x = alt.X("middle:Q", scale=scale, title="Later print against the first", axis=axis)
    y = alt.Y("label:N", sort=labels, axis=_label_axis(narrow=narrow))
    base = alt.Chart(data).encode(y=y)
    dashes = alt.Chart(pd.DataFrame({"at": [-size, size]})).mark_rule(color=theme.INK, strokeDash=[3, 3])
    layers: list[alt.Chart] = [
        dashes.encode(x=alt.X("at:Q", scale=scale)),
        base.mark_rule(color=theme.INK, strokeWidth=2, yOffset=shift).encode(x=alt.X("low:Q", scale=scale), x2="high"),
        base.mark_point(filled=True, size=70, opacity=1, yOffset=shift).encode(
            x=x,
            color=alt.Color("basis:N", scale=colours, legend=alt.Legend(title=None)),
            shape=alt.Shape("basis:N", scale=shapes, legend=alt.Legend(title=None)),
        ),
        *_beyond(base, size, scale, dy=shift),
    ]
    if narrow:
        layers += marks.names_above(base, "label", dy=-8)
    return alt.layer(*layers).properties(height=row * len(labels))


def _beyond(base: alt.Chart, size: float, scale: alt.Scale, *, dy: int) -> list[alt.Chart]:
    """The number in words beside each mark, outside the dashes at ``size``: a rise at the right, a fall at the left."""
    right: dict[str, Any] = {"align": "left", "dx": 10}
    left: dict[str, Any] = {"align": "right", "dx": -10}
    sides = ((right, ">=", f"max(datum.high, {size})"), (left, "<", f"min(datum.low, {-size})"))
    return [
        base.transform_filter(f"datum.middle {sign} 0")
        .transform_calculate(edge=edge)
        .mark_text(dy=dy, fontSize=SMALL, **look)
        .encode(x=alt.X("edge:Q", scale=scale), text="text:N")
        for look, sign, edge in sides
    ]


def _bars(data: pd.DataFrame, width: int) -> Layered:
    """A bar for each label with its interval; those of China are of another colour."""
    narrow = is_narrow(width)
    labels = data["label"].tolist()
    row, shift = (40, 8) if narrow else (24, 0)
    scale = alt.Scale(domain=[0, 155], nice=False)
    x = alt.X("middle:Q", scale=scale, title=None, axis=alt.Axis(tickCount=4))
    y = alt.Y("label:N", sort=labels, axis=_label_axis(narrow=narrow))
    base = alt.Chart(data).encode(y=y)
    colour = alt.condition("datum.china", alt.value(theme.RUST), alt.value(theme.SLATE))
    layers: list[alt.Chart] = [
        base.mark_bar(height=13, yOffset=shift).encode(x=x, color=colour),
        *marks.whiskers(base, shift=shift, size=13),
        base.mark_text(align="left", dx=9, dy=shift, fontSize=SMALL).encode(
            x=alt.X("high:Q", scale=scale), text="text:N"
        ),
    ]
    if narrow:
        layers += marks.names_above(base, "label", dy=-8)
    return alt.layer(*layers).properties(height=row * len(labels))


def _factor_scale(data: pd.DataFrame, name: str, *, low: float, high: float) -> alt.Scale:
    """A logarithmic scale about the factors of these columns, with room for words at its ends."""
    ends = (min(float(data[f"{name}_low"].min()), 0.8) * low, max(float(data[f"{name}_high"].max()), 1.25) * high)
    return alt.Scale(type="log", domain=list(ends), nice=False)


def _numbers(base: alt.Chart, scale: alt.Scale, dy: int) -> list[alt.Chart]:
    """The number in words beside each mark: at its left for a fall, else at its right."""
    right: dict[str, Any] = {"align": "left", "dx": 9}
    left: dict[str, Any] = {"align": "right", "dx": -9}
    return [
        base.transform_filter(f"datum.factor {sign} 1")
        .mark_text(dy=dy, fontSize=SMALL, **look)
        .encode(x=alt.X(f"factor_{end}:Q", scale=scale), text="text:N")
        for look, end, sign in ((right, "high", ">="), (left, "low", "<"))
    ]


def _change_axis() -> alt.Axis:
    return alt.Axis(values=TICKS, labelExpr=SIGNED, grid=False)


def _label_axis(*, narrow: bool) -> alt.Axis:
    extent = 0 if narrow else LABELS
    return alt.Axis(title=None, labels=not narrow, labelLimit=theme.WIDE // 2, labelPadding=8, minExtent=extent)


def _china(data: pd.DataFrame, y: alt.Y) -> alt.Chart:
    """A pale band behind the rows of China."""
    rows = marks.untabulated(data[data["china"]].drop_duplicates("label"))
    band: alt.Chart = alt.Chart(rows).mark_rect(color=theme.SLATE, opacity=0.25).encode(y=y)
    return band


def _no_change(scale: alt.Scale) -> alt.Chart:
    rule: alt.Chart = (
        alt.Chart(pd.DataFrame({"one": [1]})).mark_rule(color=theme.MUTED).encode(x=alt.X("one:Q", scale=scale))
    )
    return rule


def _same_each(across: alt.Scale, up: alt.Scale) -> alt.Chart:
    """The line on which cases and money change alike, as far as both axes reach."""
    ends = [f([scale.domain[end] for scale in (across, up)]) for f, end in ((max, 0), (min, 1))]
    line = alt.Chart(pd.DataFrame({"across": ends, "up": ends})).mark_line(
        color=theme.MUTED, strokeDash=[5, 4], strokeWidth=1.2
    )
    chart: alt.Chart = line.encode(x=alt.X("across:Q", scale=across), y=alt.Y("up:Q", scale=up))
    return chart


def _corners(*, narrow: bool) -> list[alt.Chart]:
    """What each corner means, in its own corner; at the top of a phone in two lines."""
    corners: tuple[tuple[str, dict[str, Any], Any, Any], ...] = (
        ("Fewer cases, more money", {"align": "left", "baseline": "top"}, 6, TOP),
        ("Less of both", {"align": "left", "baseline": "bottom"}, 34, "height"),
        ("More of both", {"align": "right", "baseline": "top"}, "width", TOP),
        ("More cases, less money", {"align": "right", "baseline": "bottom"}, "width", "height"),
    )
    return [
        alt.Chart(pd.DataFrame({"corner": [words.replace(", ", ",\n") if narrow and y == TOP else words]}))
        .mark_text(lineBreak="\n", color=theme.MUTED, fontStyle="italic", fontSize=SMALL, **look)
        .encode(x=alt.value(x), y=alt.value(y), text="corner:N")
        for words, look, x, y in corners
    ]


def _span(base: alt.Chart, scale: alt.Scale, offset: int) -> alt.Chart:
    rule: alt.Chart = base.mark_rule(color=theme.INK, strokeWidth=2, yOffset=offset).encode(
        x=alt.X("factor_low:Q", scale=scale), x2="factor_high"
    )
    return rule


def _panel(width: int) -> int:
    """The width of a panel beside its labels."""
    return width - 10 if is_narrow(width) else width - LABELS - 20
