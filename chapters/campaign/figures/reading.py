"""The drawings of the chapter on reading a release: pure functions, tables of :mod:`campaign.analysis.reading` in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from campaign.analysis import reading
from campaign.figures import release as release_drawings
from ledgerbook.figure import marks, theme
from ledgerbook.figure.frames import ROW
from ledgerbook.figure.rows import ABOVE, Rows, arrow_head, ends, laid_out, pixels
from ledgerbook.record.checklist import COMPUTED, IN_PART, JUDGED
from ledgerbook.record.releases import LEVEL, NO, NOT_SAID, PERCENTAGE, YES

# Four tiles that part in greyscale: full, pale, hollow, and a dot where there is nothing to draw.
SHAPES = {"full": "square", "pale": "diamond", "hollow": "circle", "dot": "circle"}
FILLS = {"full": 1.0, "pale": 0.35, "hollow": 0.0, "dot": 1.0}
SIZES = {"full": 170, "pale": 170, "hollow": 130, "dot": 16}
ANSWERS = {YES: "full", IN_PART: "pale", NO: "hollow", NOT_SAID: "dot"}
ANSWER_KEY = {"full": "Yes", "pale": "In part", "hollow": "No", "dot": "Cannot be asked"}
TEST_KEY = {glyph: ANSWER_KEY[glyph] for glyph in ("full", "hollow", "dot")}
FORMS = {
    reading.BOTH: "full",
    LEVEL: "full",
    PERCENTAGE: "pale",
    reading.WORDS: "hollow",
    reading.NOTHING: "dot",
}
FORM_KEY = {"full": "Level", "pale": "Percentage", "hollow": "Words", "dot": "Not found"}
CHARACTER = 6.6  # px of width, on the mean, in the key
HEAD = 100  # px for headings that stand upright above their columns
YEAR = 32  # px that a year of four digits needs above its column


def _glyphs(cells: pd.DataFrame, width: int, y: alt.Y) -> list[alt.Chart]:
    """A tile for each cell: columns ``x`` (px), ``y`` (px) and ``glyph`` (of SHAPES)."""
    layers = []
    for glyph, shape in SHAPES.items():
        colour = theme.MUTED if glyph == "dot" else theme.NAVY
        tile = alt.Chart(cells).transform_filter(alt.datum.glyph == glyph)
        tile = tile.mark_point(
            shape=shape,
            size=SIZES[glyph],
            fill=colour,
            stroke=colour,
            fillOpacity=FILLS[glyph],
            strokeWidth=2,
            opacity=1,
        )
        layers.append(tile.encode(x=pixels(width), y=y))
    return layers


def _key(words: Mapping[str, str], width: int, rows: Rows) -> list[alt.Chart]:
    """What each tile means, in one line above the rows."""
    key, x = [], 8.0
    for glyph, text in words.items():
        key.append({"glyph": glyph, "words": text, "x": x, "y": 8})
        x += 34 + CHARACTER * len(text)
    data = pd.DataFrame(key)
    base = alt.Chart(data).mark_text(align="left", dx=13, color=theme.INK)
    return [*_glyphs(data, width, rows.y), base.encode(x=pixels(width), y=rows.y, text="words:N")]


def _cells(rows: Rows, columns: Sequence[str], glyphs: Mapping[str, str], step: float) -> pd.DataFrame:
    """One row for each tile of a table with a column of answers for each of ``columns``."""
    cells = rows.data[[ROW, "y", *columns]].melt(id_vars=[ROW, "y"], var_name="column", value_name="answer")
    place = {column: rows.left + step * (index + 0.5) for index, column in enumerate(columns)}
    return cells.assign(x=cells["column"].map(place), glyph=cells["answer"].map(glyphs))


def _heads(words: Sequence[str], rows: Rows, step: float, y: float, width: int, *, upright: bool) -> alt.Chart:
    """The headings of the columns, level or upright."""
    heads = pd.DataFrame(
        [{"words": text, "x": rows.left + step * (index + 0.5), "y": y} for index, text in enumerate(words)]
    )
    look = {"angle": 270, "align": "left", "baseline": "middle"} if upright else {"align": "center"}
    base: alt.Chart = alt.Chart(heads).mark_text(color=theme.INK, **look)
    return base.encode(x=pixels(width), y=rows.y, text="words:N")


def disclosure(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """What was printed of each outcome for each year: a tile that says level, percentage, words or nothing."""
    return _forms(data, width, left=200)


def controls(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """What was printed of the suspects of each crime for each year: tiles as above, none where no text was found."""
    return _forms(data, width, left=240)


def _forms(data: pd.DataFrame, width: int, left: int) -> alt.LayerChart:
    lines = data.drop_duplicates("outcome")[["outcome", "group"]].reset_index(drop=True)
    rows = laid_out(lines, width, group="group", left=left, wide=30, narrow=46, top=48)
    years = list(dict.fromkeys(data["year"]))
    step = (rows.right - rows.left) / len(years)
    place = {year: rows.left + step * (index + 0.5) for index, year in enumerate(years)}
    tiles = data.merge(rows.data[["outcome", "y"]], on="outcome")
    tiles = tiles.assign(x=tiles["year"].map(place), glyph=tiles["form_key"].map(FORMS))
    both = marks.words_by_key(tiles, "form_key", "form").get(reading.BOTH)
    percent = alt.Chart(tiles).transform_filter(alt.datum.form == both)
    heads = years if step >= YEAR else [f"’{year[-2:]}" for year in years]
    layers = [
        rows.text("outcome", 0, above=True),
        *_glyphs(tiles, width, rows.y),
        percent.mark_text(color="white", fontSize=theme.SMALL, fontWeight="bold").encode(
            x=pixels(width), y=rows.y, text=alt.value("%")
        ),
        _heads(heads, rows, step, 40, width, upright=False),
        *_key(FORM_KEY, width, rows),
    ]
    return rows.drawn(layers, width)


def matrix(tests: Mapping[str, str], data: pd.DataFrame, width: int) -> alt.LayerChart:
    """Every number of a release against every test: a tile that says yes, no, or that it cannot be asked."""
    named = data.assign(name=data["label"] + ", " + data["printed"])
    rows = laid_out(named, width, group=None, left=330, wide=25, narrow=44, top=HEAD + 20)
    step = (rows.right - rows.left) / len(tests)
    layers = [
        rows.text("name", 0, above=True),
        *_glyphs(_cells(rows, list(tests), ANSWERS, step), width, rows.y),
        _heads(list(tests.values()), rows, step, HEAD + 14, width, upright=True),
        *_key(TEST_KEY, width, rows),
    ]
    return rows.drawn(layers, width)


def checklists(releases: Sequence[str], data: pd.DataFrame, width: int) -> alt.LayerChart:
    """The answers to the checklist, one column for each release; a question that we judge is in italics."""
    named = data.assign(name=data["number"].astype(str) + "  " + data["short"])
    rows = laid_out(named, width, group=None, left=250, wide=26, narrow=46, top=44)
    step = (rows.right - rows.left) / len(releases)
    cells = _cells(rows, list(releases), ANSWERS, step)
    grounds = rows.data[[ROW, "basis", *(f"ground-{name}" for name in releases)]]
    cells = cells.merge(grounds, on=ROW)
    computed = cells["basis"] == COMPUTED
    asked = cells["answer"] != NOT_SAID
    words = [
        row[f"ground-{row['column']}"] if show else ""
        for show, row in zip(computed & asked, cells.to_dict("records"), strict=True)
    ]
    cells = cells[[ROW, "x", "y", "glyph"]].assign(words=words)
    base = alt.Chart(rows.data).encode(x=alt.value(0), y=rows.y, text="name:N")
    lift = ABOVE if rows.narrow else 0
    judged = alt.datum.basis == JUDGED
    layers = [
        base.transform_filter(judged).mark_text(align="left", dy=lift, color=theme.INK, fontStyle="italic"),
        base.transform_filter(~judged).mark_text(align="left", dy=lift, color=theme.INK),
        *_glyphs(cells, width, rows.y),
        alt.Chart(cells)
        .mark_text(align="left", dx=14, color=theme.MUTED)
        .encode(x=pixels(width), y=rows.y, text="words:N"),
        _heads(list(releases), rows, step, 36, width, upright=False),
        *_key(ANSWER_KEY, width, rows),
    ]
    return rows.drawn(layers, width)


def widths(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """How far each number may lie from the printed one, in percent, on a scale that the widest of them fills."""
    reach = float(data[["low", "high"]].abs().max().max())
    tick = max(round(reach), 1)
    return release_drawings.widths(data, width, ticks=(-tick, 0, tick), domain=(-1.1 * reach, 1.25 * reach))


def rests(data: pd.DataFrame, width: int) -> alt.LayerChart:
    """What other windows leave, as a multiple of the number's own daily mean: 1 is its pace, below 0 is impossible."""
    rows = laid_out(data, width, group="outcome", left=190, wide=23, narrow=42, after=100)
    low, high = min(float(data["low"].min()), 0.0), float(data["high"].max())
    room = 0.04 * (high - low)
    x = alt.X(
        "low:Q",
        scale=rows.x_scale([low - room, high + room]),
        axis=alt.Axis(tickCount=5, format="~g"),
        title="Times the daily mean of the number itself",
    )
    base = alt.Chart(rows.data.assign(edge=high + room)).encode(y=rows.y)
    sound, doubted = base.transform_filter("datum.doubt == ''"), base.transform_filter("datum.doubt != ''")
    one = alt.Chart(pd.DataFrame([{"low": 1}])).mark_rule(color=theme.MUTED, strokeDash=[4, 3], opacity=0.6)
    above = base.transform_filter("datum.open_above")
    layers = [
        one.encode(x=x, y=alt.value(0), y2=alt.value(rows.height)),
        above.mark_rule(color=theme.INK, strokeWidth=2).encode(x=x, x2="edge:Q"),
        arrow_head(above, "edge", theme.INK, filled=True),
        sound.mark_bar(height=10, color=theme.NAVY, opacity=0.85).encode(x=x, x2="high:Q"),
        doubted.mark_bar(height=10, fill=theme.NAVY, fillOpacity=0.2, stroke=theme.NAVY, strokeDash=[3, 2]).encode(
            x=x, x2="high:Q"
        ),
        *ends(base, 14),
        rows.text("label", 0, above=True),
        rows.text("text", width - 8, align="right", above=True, colour=theme.MUTED),
    ]
    return rows.drawn(layers, width)
