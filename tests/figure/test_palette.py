"""The colours of drawings stand out from the paper, by day and by night, and no two of them look alike to anyone."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from coloraide import Color

from ledgerbook.figure import theme
from ledgerbook.site.pages import styles

CSS = (Path(styles.__file__).parents[1] / "static" / "book.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--(?:fig|book)-([a-z-]+): var\(--day, (#[0-9a-f]{6})\) var\(--night, (#[0-9a-f]{6})\)")
STYLE = {name: colours for name, *colours in PAIR.findall(CSS)}
DAY, NIGHT = ({name: colours[mode] for name, colours in STYLE.items()} for mode in (0, 1))
SERIES = ("navy", "rust", "green", "purple", "slate")
TEXT = ("ink", "muted", "link", "limits")

MARK_CONTRAST, TEXT_CONTRAST = 3.0, 4.5  # WCAG 2.2, 1.4.11 and 1.4.3
# A difference (CIEDE2000) that is seen at a glance is about 5; 2 is seen side by side.
APART = 7
VISIONS = ("normal", "protan", "deutan", "tritan", "grayscale")


def contrast(colour: str, paper: str) -> float:
    """The contrast by WCAG 2.2, from 1 to 21."""
    ratio: float = Color(colour).contrast(paper, method="wcag21")
    return ratio


def look_alike(colours: dict[str, str], vision: str) -> list[str]:
    """The pairs of colours that are hard to tell apart for that vision, or without colour."""
    seen = {n: Color(c) if vision == "normal" else Color(c).filter(vision) for n, c in colours.items()}
    apart = {(a, b): seen[a].delta_e(seen[b], method="2000") for a, b in combinations(seen, 2)}
    return [f"{a} and {b} differ by {d:.1f}" for (a, b), d in apart.items() if d < APART]


@pytest.mark.parametrize("mode", [DAY, NIGHT], ids=["day", "night"])
def test_colours_stand_out_from_the_paper(mode):
    marks = {name: contrast(mode[name], mode["paper"]) for name in SERIES}
    words = {(name, ground): contrast(mode[name], mode[ground]) for name in TEXT for ground in ("paper", "panel")}
    assert {name: ratio for name, ratio in marks.items() if ratio < MARK_CONTRAST} == {}
    assert {name: ratio for name, ratio in words.items() if ratio < TEXT_CONTRAST} == {}


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("mode", [DAY, NIGHT], ids=["day", "night"])
def test_no_two_series_look_alike(mode, vision):
    assert look_alike({name: mode[name] for name in SERIES}, vision) == []


def test_style_by_day_is_the_theme_of_the_charts():
    assert {name: DAY[name] for name in SERIES} == {name: theme.COLOURS[name] for name in SERIES}
    assert (DAY["ink"], DAY["muted"]) == (theme.INK, theme.MUTED)


# The checks, on colours that fail them -------------------------------------------------------------------------


def test_pale_and_similar_colours_are_seen():
    assert contrast("#9fb3c8", DAY["paper"]) < MARK_CONTRAST  # the pale blue of the first draft
    assert look_alike({"red": "#c0392b", "green": "#1e8449"}, "normal") == []
    assert look_alike({"red": "#b8500b", "green": "#2e7d5b"}, "grayscale")  # two colours of the first draft
    assert look_alike({"blue": "#6cb0ea", "purple": "#b3a3e0"}, "protan")
