"""The drawings of the chapter on other places: tidy data of :mod:`campaign.analysis.abroad` in, charts out.

Changes are drawn as ratios of two years on a logarithmic axis, where halving and doubling are equally long.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from campaign.analysis import abroad
from ledgerbook.figure import marks, theme
from ledgerbook.figure.marks import Layered, is_narrow
from ledgerbook.figure.theme import SMALL

LABELS = 222  # px for the labels of rows, alike in all panels of a figure
TOP = 6  # px from the upper edge to the words of a corner
SIGNED = "(datum.value > 1 ? '+' : datum.value < 1 ? '−' : '') + round(abs(datum.value - 1) * 100) + '%'"
TICKS = [0.5, 0.7, 1, 1.5, 2, 3, 4]
# Colour and shape of the two changes, so that neither is told by colour alone.
COLOURS: Mapping[str, str] = {abroad.CASES: theme.NAVY, abroad.MONEY: theme.RUST}
SHAPES: Mapping[str, str] = {abroad.CASES: "circle", abroad.MONEY: "square"}
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
    "jp-police": ("right", 4),
    "us-fbi": ("left", -13),
    "tw-count": ("right", -22),
    "kr-police": ("right", 4),
    "kr-regulator": ("left", 8),
    "in-portal": ("left", -12),
}
# Money stopped: the axis reaches from its lowest number to past China's, with the line of a hundred between.
STOPPED_ENDS = (1.7, 1900)
# By how much it fell, which the dashes of a panel of revisions stand for.
YARDSTICKS: Mapping[str, str] = {
    abroad.MONEY: "China's loss",
    abroad.COUNTS: "China's filings",
    abroad.HOME: "",
}
NAMED = 1.7  # percent: what moved by more on print again has its name beside its mark
APART = 1.3  # the smallest number of a row is printed too where the largest is this many times as large


def growth(data: pd.DataFrame, width: int) -> alt.VConcatChart:
    """A panel for each way into a count; in it one row for each series with two marks, of the cases and of the money.

    A mark is filled where the change is printed and hollow where it is computed from two levels.
    """
    narrow = is_narrow(width)
    scale = _factor_scale(data, "factor", low=0.55 if narrow else 0.7, high=2.7 if narrow else 1.7)
    colours, shapes = (marks.scale_of(data, "what_key", "what", looks) for looks in (COLOURS, SHAPES))
    panels = []
    for entry, rows in marks.panels(data, "entry"):
        chart = _changes(rows, scale, colours, shapes, width)
        panels.append(chart.properties(width=_panel(width), title=_title(entry)))
    stack: alt.VConcatChart = alt.vconcat(*panels, spacing=12).resolve_scale(color="shared", shape="shared")
    return stack


def _changes(rows: pd.DataFrame, scale: alt.Scale, colours: alt.Scale, shapes: alt.Scale, width: int) -> Layered:
    """One panel of the changes, about a line of no change."""
    narrow = is_narrow(width)
    labels = rows["label"].drop_duplicates().tolist()
    row, shift = (54, 10) if narrow else (34, 0)
    x = alt.X("factor:Q", scale=scale, title=None, axis=_change_axis())
    y = alt.Y("label:N", sort=labels, axis=_label_axis(width))
    colour = alt.Color("what:N", sort=colours.domain, scale=colours, legend=alt.Legend(title=None))
    shape = alt.Shape("what:N", sort=shapes.domain, scale=shapes, legend=alt.Legend(title=None))
    layers: list[alt.Chart] = [_china(rows, y), _no_change(scale)]
    for what, offset in ((abroad.CASES, -7), (abroad.MONEY, 7)):
        base = alt.Chart(rows[rows["what_key"] == what]).encode(y=y)
        at = offset + shift
        layers += [_span(base, scale, at), *_numbers(base, scale, at)]
        for filled, chosen in ((True, "datum.printed"), (False, "!datum.printed")):
            points = base.transform_filter(chosen).mark_point(
                filled=filled, opacity=1, size=64, strokeWidth=2, yOffset=at
            )
            layers.append(points.encode(x=x, color=colour, shape=shape))
    if narrow:
        names = alt.Chart(marks.untabulated(rows.drop_duplicates("label"))).encode(y=y)
        layers += marks.names_above(names, "label", dy=-17)
    return alt.layer(*layers).properties(height=row * len(labels))


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
    for kind, rows in marks.panels(data, "kind"):
        panels.append(_bars(rows, width).properties(width=_panel(width), title=_title(kind)))
    return alt.vconcat(*panels, spacing=14)


def stopped(data: pd.DataFrame, width: int) -> Layered:
    """One row for each kind of sum, a mark for each window, on a logarithmic axis; a line where sum and loss are equal.

    The largest of a row, and the smallest where it is well apart, have their numbers beside them.
    """
    narrow = is_narrow(width)
    labels = data["label"].drop_duplicates().tolist()
    row, shift = (44, 9) if narrow else (27, 0)
    scale = alt.Scale(type="log", domain=list(STOPPED_ENDS), nice=False)
    axis = alt.Axis(values=[5, 10, 20, 50, 100, 200, 500, 1000], format=",d", grid=False)
    x = alt.X("middle:Q", scale=scale, title="For each 100 lost", axis=axis)
    y = alt.Y("label:N", sort=labels, axis=_label_axis(width))
    base = alt.Chart(data).encode(y=y)
    colour = alt.condition("datum.china", alt.value(theme.RUST), alt.value(theme.NAVY))
    by_row = data.groupby("label", sort=False)["middle"]
    largest, smallest = (data.loc[found] for found in (by_row.idxmax(), by_row.idxmin()))
    apart = smallest[smallest["label"].map(by_row.max() / by_row.min()) > APART]
    layers: list[alt.Chart] = [
        _china(data, y),
        alt.Chart(pd.DataFrame({"all": [100]}))
        .mark_rule(color=theme.MUTED, strokeDash=[4, 3])
        .encode(x=alt.X("all:Q", scale=scale)),
        base.mark_rule(color=theme.INK, strokeWidth=2, yOffset=shift).encode(x=alt.X("low:Q", scale=scale), x2="high"),
        base.mark_point(filled=False, size=70, opacity=1, strokeWidth=2, yOffset=shift).encode(x=x, color=colour),
    ]
    for rows, look in (
        (largest, {"align": "left", "dx": 9}),
        (apart, {"align": "right", "dx": -9}),
    ):
        chosen = alt.Chart(rows).encode(y=y)
        layers += marks.on_paper(
            chosen.encode(x=x, text=alt.Text("middle:Q", format=",.2r")), dy=shift, fontSize=SMALL, **look
        )
    if narrow:
        names = alt.Chart(marks.untabulated(data.drop_duplicates("label"))).encode(y=y)
        layers += marks.names_above(names, "label", dy=-9)
    return alt.layer(*layers).properties(width=width, height=row * len(labels))


def revisions(sizes: Mapping[str, float], data: pd.DataFrame, width: int) -> alt.VConcatChart:
    """Three panels, a thin row for each number: its later print less the first; ``sizes`` has a yardstick of each kind.

    A mark is filled where both are printed and hollow where a later change implies the one. What moved by more than
    NAMED percent has its name beside it.
    """
    narrow = is_narrow(width)
    scale = alt.Scale(domain=marks.reaching(data, -58 if narrow else -30, 160 if narrow else 82), nice=False)
    panels = [
        _revised(rows, sizes[key], scale, narrow=narrow).properties(
            width=width - (22 if narrow else 10), title=_title(rows["kind"].iloc[0], anchor="start")
        )
        for key, rows in marks.panels(data, "kind_key")
    ]
    return alt.vconcat(*panels, spacing=14)


def _revised(data: pd.DataFrame, size: float, scale: alt.Scale, *, narrow: bool) -> Layered:
    axis = alt.Axis(
        values=[-20, 0, 20, 40],
        grid=False,
        labelExpr=f"{marks.SIGNED} + '%'",
    )
    x = alt.X("middle:Q", scale=scale, title=None, axis=axis)
    y = alt.Y("label:N", sort=data["label"].tolist(), axis=None)
    base = alt.Chart(data).encode(y=y)
    key = data["kind_key"].iloc[0]
    colour = theme.RUST if key == abroad.HOME else theme.NAVY
    ends = [-size, size] if key == abroad.MONEY else [-size]
    yardsticks = alt.Chart(pd.DataFrame({"at": ends})).encode(x=alt.X("at:Q", scale=scale))
    yardstick: dict[str, Any] = {"baseline": "bottom", "fontStyle": "italic", "fontSize": SMALL}
    yardstick |= {"align": "left", "dx": 4} if key == abroad.MONEY else {"align": "right", "dx": -4}
    named = base.transform_filter(f"abs(datum.middle) > {NAMED}").transform_calculate(
        words="replace(datum.label, ', ', '\\n')" if narrow else "datum.label + ': ' + datum.text"
    )
    at = alt.X("high:Q", scale=scale)
    name: dict[str, Any] = {"align": "left", "dx": 8, "fontSize": SMALL}
    if narrow:  # in two lines
        name |= {"lineBreak": "\n", "dy": -6}
    layers: list[alt.Chart] = [
        alt.Chart(pd.DataFrame({"none": [0]})).mark_rule(color=theme.MUTED).encode(x=alt.X("none:Q", scale=scale)),
        yardsticks.mark_rule(color=theme.INK, strokeDash=[3, 3]),
        alt.Chart(pd.DataFrame({"at": ends[-1:], "words": [YARDSTICKS[key]]}))
        .mark_text(color=theme.MUTED, **yardstick)
        .encode(x=alt.X("at:Q", scale=scale), y=alt.value("height"), text="words:N"),
        base.mark_rule(color=theme.INK, strokeWidth=1.5).encode(x=alt.X("low:Q", scale=scale), x2="high"),
        *(
            base.transform_filter(f"datum.basis_key {sign} '{abroad.REVISED_PRINTED}'")
            .mark_point(filled=filled, size=46, opacity=1, color=colour, strokeWidth=1.8)
            .encode(x=x)
            for sign, filled in (("==", True), ("!=", False))
        ),
        *marks.on_paper(named.encode(x=at, text="words:N"), **name),
    ]
    return alt.layer(*layers).properties(height=(28 if narrow else 15) * len(data))


def _bars(data: pd.DataFrame, width: int) -> Layered:
    """A bar for each label with its interval; those of China are of another colour."""
    narrow = is_narrow(width)
    labels = data["label"].tolist()
    row, shift = (40, 8) if narrow else (24, 0)
    scale = alt.Scale(domain=[0, 155], nice=False)
    x = alt.X("middle:Q", scale=scale, title=None, axis=alt.Axis(tickCount=4))
    y = alt.Y("label:N", sort=labels, axis=_label_axis(width))
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


def _label_axis(width: int) -> alt.Axis:
    return marks.names_axis(width, theme.WIDE // 2, minExtent=0 if is_narrow(width) else LABELS)


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


def _title(text: str, **look: Any) -> alt.Title:
    """The name of a panel."""
    return alt.Title(text, fontSize=theme.TEXT_SIZE + 1, **look)


def _panel(width: int) -> int:
    """The width of a panel beside its labels."""
    return width - 10 if is_narrow(width) else width - LABELS - 20
