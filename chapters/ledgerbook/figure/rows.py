"""Lists of rows with a drawing field to the right of each label, or below it on a phone.

Positions are in pixels, so that nothing overlaps at either width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from ledgerbook.figure import marks, theme

HEADING = 34  # px of height for the heading of a group
MARGIN = 16  # px kept free at the right edge
ABOVE = -18  # px from a row's mark up to its words, on a phone


@dataclass(frozen=True)
class Rows:
    """Rows laid out from top to bottom: the data with ``y`` (px of the mark), headings with ``y``, and the field."""

    data: pd.DataFrame
    headings: pd.DataFrame
    height: int
    left: int
    right: int
    narrow: bool

    @property
    def y(self) -> alt.Y:
        """Pixels downward."""
        scale = alt.Scale(domain=[0, self.height], range=[0, self.height], nice=False, zero=False)
        return alt.Y("y:Q", axis=None, scale=scale)

    def x_scale(self, domain: Sequence[float] | Sequence[str], **options: Any) -> alt.Scale:
        """The field's scale between its left and right edge."""
        return alt.Scale(domain=list(domain), range=[self.left, self.right], nice=False, zero=False, **options)

    def text(
        self,
        column: str,
        x: float,
        *,
        align: Literal["left", "right"] = "left",
        above: bool = False,
        colour: str = theme.INK,
    ) -> alt.Chart:
        """A column's words at a fixed place; ``above`` on the label's line of a phone."""
        lift = ABOVE if above and self.narrow else 0
        base = alt.Chart(self.data).mark_text(align=align, dy=lift, color=colour)
        words: alt.Chart = base.encode(x=alt.value(x), y=self.y, text=f"{column}:N")
        return words

    def headed(self) -> list[alt.Chart]:
        """The groups' names, each above its rows."""
        if self.headings.empty:
            return []
        base = alt.Chart(self.headings).encode(y=self.y)
        words = base.mark_text(align="left", fontWeight="bold", fontSize=theme.TEXT_SIZE + 1, color=theme.INK)
        return [words.encode(x=alt.value(0), text="group:N")]

    def drawn(self, layers: Sequence[alt.Chart], width: int) -> alt.LayerChart:
        """All layers over each other."""
        parts: list[alt.Chart] = [*layers, *self.headed()]
        return alt.LayerChart(layer=parts).properties(width=width, height=self.height)


def laid_out(
    data: pd.DataFrame,
    width: int,
    *,
    group: str | None,
    left: int,
    wide: int,
    narrow: int,
    after: int = 0,
    top: int = 0,
) -> Rows:
    """Lays the rows out: ``wide`` and ``narrow`` are a row's height, ``after`` and ``top`` px kept free."""
    small = marks.is_narrow(width)
    height = narrow if small else wide
    y, places, headings, seen = 4 + top, [], [], None
    for name in data[group] if group else [None] * len(data):
        if name != seen:
            headings.append({"group": name, "y": y + HEADING - 14})
            y, seen = y + HEADING, name
        places.append(y + (height - 9 if small else height // 2))
        y += height
    return Rows(
        data=data.assign(y=places),
        headings=pd.DataFrame(headings, columns=["group", "y"]),
        height=y + 4,
        left=8 if small else left,
        right=width - MARGIN - (0 if small else after),
        narrow=small,
    )


def pixels(width: int) -> alt.X:
    """Pixels from the left of the drawing."""
    return alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], range=[0, width], nice=False))


def ends(base: alt.Chart, size: int) -> list[alt.Chart]:
    """A tick at both ends of each interval."""
    mark = base.mark_tick(thickness=2, size=size, color=theme.INK)
    return [mark.encode(x=f"{end}:Q") for end in ("low", "high")]


def arrow_head(base: alt.Chart, column: str, colour: str, *, filled: bool) -> alt.Chart:
    """A head of an arrow to the right, where an interval has no upper end."""
    head: alt.Chart = base.mark_point(
        shape="triangle-right",
        size=60,
        filled=filled,
        strokeWidth=1.5,
        stroke=colour,
        fill=colour if filled else "white",
    ).encode(x=f"{column}:Q")
    return head
