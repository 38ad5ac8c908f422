"""The drawings of the chapter on disclosure: pure functions, tidy data of :mod:`campaign.analysis.disclosure` in.

In all of them what was seen is filled, and what may still be there is an outline in dashes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from campaign.analysis.disclosure import ALL_FOUND, ELSEWHERE, RELEASE
from ledgerbook.figure import marks, theme
from ledgerbook.figure.rows import laid_out, pixels
from ledgerbook.record.rows import UNKNOWN

SIDE = 13  # px of a full square
DASHES = [2, 2]
COLUMN_HEADS = 124  # px for the names of the publications, which stand on end
LABELS = 280  # px for the titles of the criteria beside a wide drawing
LOOKS = {RELEASE: (theme.NAVY, "diamond"), ALL_FOUND: (theme.RUST, "circle")}  # China's two lines
KEY = {"2": 8, "1": 54, "1-2": 112, "0": 216, UNKNOWN: 258}  # px from the left for each score


def matrix(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """A square for each cell, in rows by criterion and columns by publication.

    A full square is a yes, a small one partly, an empty one a no; dashes say that more may be there.
    """
    criteria = data.drop_duplicates("criterion")[["group", "criterion"]].reset_index(drop=True)
    rows = laid_out(criteria, width, group="group", left=LABELS, wide=23, narrow=40, top=COLUMN_HEADS + 10)
    publications = data["publication"].drop_duplicates().tolist()
    step = (rows.right - rows.left) / len(publications)
    x = {name: rows.left + step * (i + 0.5) for i, name in enumerate(publications)}
    y = rows.data.set_index("criterion")["y"]
    placed = data.assign(x=data["publication"].map(x), y=data["criterion"].map(y))
    heads = pd.DataFrame([{"publication": name, "x": at} for name, at in x.items()])
    words = marks.words_by_key(data, "score", "words")
    key = pd.DataFrame([{"score": s, "words": words[s], "x": at, "y": 10} for s, at in KEY.items() if s in words])
    across = pixels(width)
    layers: list[alt.Chart] = [
        *_squares(alt.Chart(placed).encode(x=across, y=rows.y)),
        *_squares(alt.Chart(key).encode(x=across, y=rows.y)),
        alt.Chart(key).mark_text(align="left", dx=11, color=theme.INK).encode(x=across, y=rows.y, text="words:N"),
        alt.Chart(heads)
        .mark_text(align="left", angle=270, color=theme.INK)
        .encode(x=across, y=alt.value(COLUMN_HEADS + 6), text="publication:N"),
        rows.text("criterion", 0, above=True),
    ]
    return rows.drawn(layers, width)


def _squares(base: alt.Chart) -> list[alt.Chart]:
    """The outline of a cell, solid where it is settled, and its filled core."""
    edge: dict[str, Any] = {"shape": "square", "size": SIDE**2, "filled": False, "strokeWidth": 1.2, "opacity": 1}
    core: dict[str, Any] = {"shape": "square", "filled": True, "color": theme.NAVY, "opacity": 1}
    settled = base.transform_filter("datum.score == '2' || datum.score == '1' || datum.score == '0'")
    return [
        settled.mark_point(color=theme.NAVY, **edge),
        base.transform_filter("datum.score == '1-2'").mark_point(color=theme.NAVY, strokeDash=DASHES, **edge),
        base.transform_filter("datum.score == 'unknown'").mark_point(color=theme.SLATE, strokeDash=DASHES, **edge),
        base.transform_filter("datum.score == '2'").mark_point(size=SIDE**2, **core),
        base.transform_filter("datum.score == '1' || datum.score == '1-2'").mark_point(size=(SIDE // 2) ** 2, **core),
        base.transform_filter("datum.score == 'unknown'").mark_text(
            text="?", fontSize=theme.TEXT_SIZE, color=theme.MUTED, baseline="middle"
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
    colour = alt.condition("datum.home", alt.value(theme.NAVY), alt.value(theme.SLATE))
    layers: list[alt.Chart] = [
        base.transform_filter("datum.high > datum.low")
        .mark_bar(height=13, yOffset=shift, fill="white", stroke=theme.MUTED, strokeDash=[3, 2], strokeWidth=1.2)
        .encode(x=x, x2="high:Q"),
        base.mark_bar(height=13, yOffset=shift).encode(x=x, x2="zero:Q", color=colour),
        base.mark_text(align="left", dx=8, dy=shift, color=theme.INK).encode(x="high:Q", text="text:N"),
    ]
    if narrow:
        layers += marks.names_above(base, "label", dy=-shift - 2)
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
    words = marks.words_by_key(data, "line_key", "line")
    others = base.transform_filter(alt.datum.line == words[ELSEWHERE])
    layers: list[alt.Chart] = [
        others.mark_tick(color=theme.MUTED, thickness=2, size=26, opacity=0.45, yOffset=shift).encode(x=x)
    ]
    for (line, look), offset in zip(LOOKS.items(), (-7, 7), strict=True):
        own = base.transform_filter(alt.datum.line == words[line])
        at = shift + offset
        layers += [
            own.mark_rule(color=look[0], strokeWidth=2.5, strokeDash=[3, 2], yOffset=at).encode(x=x, x2="high:Q"),
            own.mark_point(**_line_mark(*look), yOffset=at).encode(x=x),
        ]
    if narrow:
        names = alt.Chart(marks.untabulated(data.drop_duplicates("group"))).encode(y=y)
        layers += marks.names_above(names, "group", dy=-shift - 10)
    layers += _line_key([words[line] for line in LOOKS])
    return alt.LayerChart(layer=list(layers)).properties(width=width, height=(64 if narrow else 46) * len(groups))


def _line_key(lines: Sequence[str]) -> list[alt.Chart]:
    """Which mark is whose, above the rows."""
    bases = [
        alt.Chart(pd.DataFrame([{"words": name}])).encode(x=alt.value(at), y=alt.value(-14))
        for at, name in zip((6, 116, 224), ("Elsewhere, seen", *lines), strict=True)
    ]
    return [
        bases[0].mark_tick(color=theme.MUTED, thickness=2, size=16, orient="vertical"),
        *(base.mark_point(**_line_mark(*look)) for base, look in zip(bases[1:], LOOKS.values(), strict=True)),
        *(base.mark_text(align="left", dx=9, color=theme.INK).encode(text="words:N") for base in bases),
    ]


def _line_mark(colour: str, shape: str) -> dict[str, Any]:
    return {"shape": shape, "color": colour, "filled": True, "size": 95, "opacity": 1}


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
        "shape": "diamond", "color": theme.NAVY, "filled": True, "size": 90, "opacity": 1, "yOffset": shift
    }  # fmt: skip
    layers: list[alt.Chart] = [
        base.mark_rule(color=theme.NAVY, strokeWidth=2.5, yOffset=shift).encode(x=x, x2="worst:Q"),
        base.mark_point(**end).encode(x=x),
        base.mark_point(**end).encode(x=alt.X("worst:Q", scale=scale)),
        base.mark_text(align="left", dx=10, dy=shift, color=theme.INK).encode(
            x=alt.X("worst:Q", scale=scale), text="text:N"
        ),
    ]
    if narrow:
        layers += marks.names_above(base, "setting", dy=-shift - 2)
    return alt.LayerChart(layer=list(layers)).properties(width=width, height=(42 if narrow else 28) * len(settings))
