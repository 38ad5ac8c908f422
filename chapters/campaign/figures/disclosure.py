"""The drawings of the chapter on disclosure: pure functions, tidy data of :mod:`campaign.analysis.disclosure` in.

In all of them what was seen is filled, and what may still be there is an outline in dashes.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from campaign.figures import marks, theme

SIDE = 13  # px of a full square
DASHES = [2, 2]
HEADING = 30  # px of height for the name of a group
COLUMN_HEADS = 124  # px for the names of the publications, which stand on end
LABELS = 268  # px for the titles of the criteria beside a wide drawing
MARGIN = 12
LINES = {"China: release": theme.ENFORCEMENT, "China: all found": theme.GOVERNANCE}
LINE_SHAPES = {"China: release": "diamond", "China: all found": "circle"}
KEY = [  # score, words, px from the left
    ("2", "yes", 8), ("1", "partly", 54), ("1-2", "partly at least", 112), ("0", "no", 216),
    ("unknown", "not seen", 258),
]  # fmt: skip


def matrix(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """A square for each cell, in rows by criterion and columns by publication.

    A full square is a yes, a small one partly, an empty one a no; dashes say that more may be there.
    """
    narrow = marks.is_narrow(width)
    criteria = data.drop_duplicates("criterion")[["group", "criterion"]].reset_index(drop=True)
    places, headings, height = _lines(criteria, narrow)
    publications = data["publication"].drop_duplicates().tolist()
    left = MARGIN if narrow else LABELS + MARGIN
    step = (width - left - MARGIN) / len(publications)
    x = {name: left + step * (i + 0.5) for i, name in enumerate(publications)}
    placed = data.assign(x=data["publication"].map(x), y=data["criterion"].map(places))
    titles = pd.DataFrame([{"criterion": name, "y": y} for name, y in places.items()])
    heads = pd.DataFrame([{"publication": name, "x": x[name]} for name in publications])
    key = pd.DataFrame([{"score": s, "words": w, "x": at, "y": 10} for s, w, at in KEY])
    across = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], range=[0, width], nice=False))
    down = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False))
    lift = -17 if narrow else 0
    layers: list[alt.Chart] = [
        *_squares(alt.Chart(placed).encode(x=across, y=down)),
        *_squares(alt.Chart(key).encode(x=across, y=down)),
        alt.Chart(key).mark_text(align="left", dx=11, color=theme.INK).encode(x=across, y=down, text="words:N"),
        alt.Chart(heads)
        .mark_text(align="left", angle=270, color=theme.INK)
        .encode(x=across, y=alt.value(COLUMN_HEADS + 6), text="publication:N"),
        alt.Chart(titles)
        .mark_text(align="left", dy=lift, color=theme.INK)
        .encode(x=alt.value(0), y=down, text="criterion:N"),
        alt.Chart(headings)
        .mark_text(align="left", fontWeight="bold", fontSize=theme.TEXT_SIZE + 1, color=theme.INK)
        .encode(x=alt.value(0), y=down, text="group:N"),
    ]
    return alt.LayerChart(layer=list(layers)).properties(width=width, height=height)


def _lines(criteria: pd.DataFrame, narrow: bool) -> tuple[dict[str, int], pd.DataFrame, int]:
    """The y of each criterion and of each heading, and the height of all."""
    row = 40 if narrow else 23
    y, seen = COLUMN_HEADS + 14, None
    places: dict[str, int] = {}
    headings: list[dict[str, Any]] = []
    for group, name in criteria.itertuples(index=False):
        if group != seen:
            headings.append({"group": group, "y": y + HEADING - 13})
            y, seen = y + HEADING, group
        places[name] = y + (row - 10 if narrow else row // 2)
        y += row
    return places, pd.DataFrame(headings), y + 6


def _squares(base: alt.Chart) -> list[alt.Chart]:
    """The outline of a cell, solid where it is settled, and its filled core."""
    edge: dict[str, Any] = {"shape": "square", "size": SIDE**2, "filled": False, "strokeWidth": 1.2, "opacity": 1}
    core: dict[str, Any] = {"shape": "square", "filled": True, "color": theme.ENFORCEMENT, "opacity": 1}
    settled = base.transform_filter("datum.score == '2' || datum.score == '1' || datum.score == '0'")
    return [
        settled.mark_point(color=theme.ENFORCEMENT, **edge),
        base.transform_filter("datum.score == '1-2'").mark_point(color=theme.ENFORCEMENT, strokeDash=DASHES, **edge),
        base.transform_filter("datum.score == 'unknown'").mark_point(color=theme.PALE, strokeDash=DASHES, **edge),
        base.transform_filter("datum.score == '2'").mark_point(size=SIDE**2, **core),
        base.transform_filter("datum.score == '1' || datum.score == '1-2'").mark_point(size=(SIDE // 2) ** 2, **core),
        base.transform_filter("datum.score == 'unknown'").mark_text(
            text="?", fontSize=9, color=theme.MUTED, baseline="middle"
        ),
    ]


def totals(full: int, data: pd.DataFrame, width: int) -> alt.LayerChart:
    """A bar for each publication: filled to the points that were seen, in dashes to those that may be there."""
    narrow = marks.is_narrow(width)
    shift = 8 if narrow else 0
    row = 42 if narrow else 27
    labels = data["label"].tolist()
    scale = alt.Scale(domain=[0, full * (1.32 if narrow else 1.2)], nice=False)
    axis = alt.Axis(values=[0, full // 4, full // 2, 3 * full // 4, full], grid=False)
    x = alt.X("low:Q", scale=scale, axis=axis, title=f"Points of {full}")
    y = alt.Y("label:N", sort=labels, axis=alt.Axis(title=None, labels=not narrow, labelPadding=8))
    base = alt.Chart(data.assign(zero=0)).encode(y=y)
    colour = alt.condition("datum.home", alt.value(theme.ENFORCEMENT), alt.value(theme.PALE))
    layers: list[alt.Chart] = [
        base.transform_filter("datum.high > datum.low")
        .mark_bar(height=13, yOffset=shift, fill="white", stroke=theme.MUTED, strokeDash=[3, 2], strokeWidth=1.2)
        .encode(x=x, x2="high:Q"),
        base.mark_bar(height=13, yOffset=shift).encode(x=x, x2="zero:Q", color=colour),
        base.mark_text(align="left", dx=8, dy=shift, color=theme.INK).encode(x="high:Q", text="text:N"),
    ]
    if narrow:
        layers.append(
            base.mark_text(align="left", dy=-shift - 2, color=theme.INK, fontWeight="bold").encode(
                x=alt.value(0), text="label:N"
            )
        )
    return alt.LayerChart(layer=list(layers)).properties(width=width, height=row * len(labels))


def by_group(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """For each group a tick for what each other place is seen to have, and the intervals of China's two lines."""
    narrow = marks.is_narrow(width)
    groups = data["group"].drop_duplicates().tolist()
    shift = 10 if narrow else 0
    y = alt.Y("group:N", sort=groups, axis=alt.Axis(title=None, labels=not narrow, labelPadding=8))
    scale = alt.Scale(domain=[-3, 103], nice=False)
    axis = alt.Axis(values=[0, 25, 50, 75, 100], labelExpr="datum.value + '%'")
    x = alt.X("low:Q", scale=scale, axis=axis, title="Points in percent of the most")
    base = alt.Chart(data).encode(y=y)
    others = base.transform_filter("datum.line == 'Other places'")
    layers: list[alt.Chart] = [
        others.mark_tick(color=theme.MUTED, thickness=2, size=26, opacity=0.45, yOffset=shift).encode(x=x)
    ]
    for line, offset in zip(LINES, (-7, 7), strict=True):
        own = base.transform_filter(alt.datum.line == line)
        at = shift + offset
        layers += [
            own.mark_rule(color=LINES[line], strokeWidth=2.5, strokeDash=[3, 2], yOffset=at).encode(x=x, x2="high:Q"),
            own.mark_point(
                shape=LINE_SHAPES[line], color=LINES[line], filled=True, size=95, opacity=1, yOffset=at
            ).encode(x=x),
        ]
    if narrow:
        names = alt.Chart(marks.untabulated(data.drop_duplicates("group"))).encode(y=y)
        layers.append(
            names.mark_text(align="left", dy=-shift - 10, color=theme.INK, fontWeight="bold").encode(
                x=alt.value(0), text="group:N"
            )
        )
    layers += _line_key()
    return alt.LayerChart(layer=list(layers)).properties(width=width, height=(64 if narrow else 46) * len(groups))


def _line_key() -> list[alt.Chart]:
    """Which mark is whose, above the rows."""
    layers: list[alt.Chart] = []
    for at, name in zip((6, 116, 224), ("Elsewhere, seen", *LINES), strict=True):
        base = alt.Chart(pd.DataFrame([{"words": name}])).encode(x=alt.value(at), y=alt.value(-14))
        if name in LINES:
            layers.append(base.mark_point(shape=LINE_SHAPES[name], color=LINES[name], filled=True, size=95, opacity=1))
        else:
            layers.append(base.mark_tick(color=theme.MUTED, thickness=2, size=16, orient="vertical"))
        layers.append(base.mark_text(align="left", dx=9, color=theme.INK).encode(text="words:N"))
    return layers


def places(publications: int, data: pd.DataFrame, width: int) -> alt.LayerChart:
    """For each way of adding up the places that a publication may take, from the best to the worst."""
    narrow = marks.is_narrow(width)
    settings = data["setting"].tolist()
    shift = 8 if narrow else 0
    y = alt.Y("setting:N", sort=settings, axis=alt.Axis(title=None, labels=not narrow, labelPadding=8, labelLimit=300))
    scale = alt.Scale(domain=[0.5, publications + (4.5 if narrow else 2.5)], nice=False)
    axis = alt.Axis(values=[1, 5, 10, publications], grid=False)
    x = alt.X("best:Q", scale=scale, axis=axis, title=f"Place among {publications}, the first has the most points")
    base = alt.Chart(data).encode(y=y)
    end: dict[str, Any] = {
        "shape": "diamond", "color": theme.ENFORCEMENT, "filled": True, "size": 90, "opacity": 1, "yOffset": shift
    }  # fmt: skip
    layers: list[alt.Chart] = [
        base.mark_rule(color=theme.ENFORCEMENT, strokeWidth=2.5, yOffset=shift).encode(x=x, x2="worst:Q"),
        base.mark_point(**end).encode(x=x),
        base.mark_point(**end).encode(x=alt.X("worst:Q", scale=scale)),
        base.mark_text(align="left", dx=10, dy=shift, color=theme.INK).encode(
            x=alt.X("worst:Q", scale=scale), text="text:N"
        ),
    ]
    if narrow:
        layers.append(
            base.mark_text(align="left", dy=-shift - 2, color=theme.INK, fontWeight="bold").encode(
                x=alt.value(0), text="setting:N"
            )
        )
    return alt.LayerChart(layer=list(layers)).properties(width=width, height=(42 if narrow else 28) * len(settings))
