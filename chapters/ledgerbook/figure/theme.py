"""One look for every chart.

Colours are chosen to differ in lightness as well as hue, so that they part in greyscale, and are replaced by CSS
variables on the site, so that one drawing follows light and dark mode (:mod:`ledgerbook.figure.drawing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

# Light-mode values; the dark-mode twins are in site/static/book.css under the same names.
INK = "#1f2328"
MUTED = "#59636e"
GRID = "#d5d9de"
NAVY = "#062f5c"
RUST = "#a5480b"
GREEN = "#2a8560"
PURPLE = "#57407f"
SLATE = "#7e92a6"

COLOURS = {
    "ink": INK,
    "muted": MUTED,
    "grid": GRID,
    "navy": NAVY,
    "rust": RUST,
    "green": GREEN,
    "purple": PURPLE,
    "slate": SLATE,
}

# What readers may have of the same widths as the fonts that drawings are measured with (ledgerbook.figure.fonts).
FONT = "Liberation Sans, Arimo, Arial, Helvetica, Nimbus Sans, sans-serif"
TEXT_SIZE = 12
SMALL = TEXT_SIZE - 1  # px of what stands at marks, where a drawing is dense

WIDE = 700  # px: the text column of a desktop page
NARROW = 340  # px: a phone of 390 px less the margins


def config() -> dict[str, Any]:
    """The Vega-Lite ``config`` of every chart."""
    axis = {
        "labelColor": INK, "titleColor": MUTED, "domainColor": MUTED, "tickColor": MUTED, "gridColor": GRID,
        "labelFontSize": TEXT_SIZE, "titleFontSize": TEXT_SIZE, "titleFontWeight": "normal", "labelLimit": 260,
    }  # fmt: skip
    return {
        "font": FONT,
        "background": "white",
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False},
        "legend": {
            "labelColor": INK, "titleColor": MUTED, "labelFontSize": TEXT_SIZE, "titleFontSize": TEXT_SIZE,
            "titleFontWeight": "normal", "orient": "top", "labelLimit": 300, "offset": 30,
        },
        "header": {"labelColor": INK, "labelFontSize": TEXT_SIZE, "titleColor": MUTED},
        "title": {
            "color": INK, "fontSize": 15, "anchor": "start",
            "subtitleColor": MUTED, "subtitleFontSize": TEXT_SIZE,
        },
        "text": {"color": INK, "fontSize": TEXT_SIZE},
        "rule": {"color": MUTED},
        "bar": {"color": NAVY},
        "point": {"color": NAVY, "filled": True, "size": 60},
        "line": {"color": NAVY, "strokeWidth": 2},
        "range": {"category": [NAVY, RUST, GREEN, PURPLE, SLATE]},
    }  # fmt: skip


def enable() -> None:
    """Makes this the theme of every chart drawn from now on."""
    import altair as alt  # here, because the colours alone need not wait for it

    alt.theme.register("book", enable=True)(_theme)


def _theme() -> alt.theme.ThemeConfig:
    import altair as alt

    return alt.theme.ThemeConfig(config=config())  # type: ignore[typeddict-item]
