"""A figure: a chart with its finding, caption, text alternative and table, as one notebook output.

In Jupyter it shows as a drawing; the site takes the structured form (:data:`FIGURE_MIME`) and lays it out as a
numbered figure with a wide and a narrow drawing, a caption and a data table (:mod:`campaign.site.figures`).
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
import vl_convert as vlc

from campaign.figures import theme

FIGURE_MIME = "application/vnd.book.figure+json"
SHARED = ("config", "datasets")  # stored once for both widths, or not at all: the theme is the package's
VEGA_LITE = "6.4"  # the version that vl-convert draws with; never its default, which moves
SHORTEST_ALTERNATIVE = 60  # characters: less than that does not say what a chart shows

_MARK_ATTRIBUTES = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events)="[^"]*"| opacity="1"')

Draw = Callable[[pd.DataFrame, int], alt.TopLevelMixin]


class FigureError(ValueError):
    """A figure that may not be drawn; the message names the figure and what it lacks."""


@dataclass(frozen=True)
class Figure:
    """A chart that is ready to publish.

    ``name`` is its stable id (kebab-case); ``finding`` its title, which says the answer; ``caption`` Markdown that may
    hold traced numbers; ``alternative`` the text for those who do not see the drawing; ``draw`` a pure function of the
    tidy data and a width in pixels; ``columns`` the data's columns to tabulate, with their headings; ``claims`` the
    data's column that lists claim ids (";" between them), if any.
    """

    name: str
    finding: str
    caption: str
    alternative: str
    data: pd.DataFrame
    draw: Draw
    columns: Mapping[str, str]
    claims: str | None = "claims"

    def __post_init__(self) -> None:
        if len(self.alternative.strip()) < SHORTEST_ALTERNATIVE:
            raise FigureError(
                f"figure {self.name!r} has no text alternative worth the name (at least {SHORTEST_ALTERNATIVE} "
                f"characters that say what the chart shows): {self.alternative!r}"
            )
        if not self.finding.strip():
            raise FigureError(f"figure {self.name!r} has no title that says its finding")
        wanted = [*self.columns, *([self.claims] if self.claims else [])]
        missing = [column for column in wanted if column not in self.data]
        if missing:
            raise FigureError(f"figure {self.name!r} tabulates {', '.join(missing)}, which its data does not have")
        if self.data.empty:
            raise FigureError(f"figure {self.name!r} has no data to draw")

    def chart(self, width: int) -> dict[str, Any]:
        """The Vega-Lite specification at that width (px), without title and with the text alternative."""
        return specification(self.draw(self.data, width), self.alternative)

    def table(self) -> dict[str, Any]:
        """Headings, rows of text, and for each row the ids of the claims behind it."""
        cells = self.data[list(self.columns)].map(_cell)
        ids = self.data[self.claims] if self.claims else [""] * len(cells)
        claims = [[claim for claim in row.split(";") if claim] for row in ids]
        return {"headings": list(self.columns.values()), "rows": cells.to_numpy().tolist(), "claims": claims}

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> dict[str, Any]:
        wide, narrow = self.chart(theme.WIDE), self.chart(theme.NARROW)
        document = {
            "name": self.name,
            "finding": self.finding,
            "caption": self.caption,
            "alternative": self.alternative,
            "wide": _compact({k: v for k, v in wide.items() if k not in SHARED}),
            "narrow": _compact({k: v for k, v in narrow.items() if k not in SHARED}),
            "datasets": _compact(_datasets(wide, narrow)),
            "table": self.table(),
        }
        return {
            FIGURE_MIME: document,
            "image/svg+xml": draw_svg(_titled(wide, self.finding)),
            "text/plain": f"[figure {self.name}] {self.finding}",
        }


def specification(chart: alt.TopLevelMixin, alternative: str) -> dict[str, Any]:
    """A chart's Vega-Lite specification in the book's theme, with its text alternative."""
    theme.enable()
    spec: dict[str, Any] = chart.to_dict()
    spec["description"] = alternative
    if not any(part in spec for part in ("hconcat", "vconcat", "concat", "facet", "repeat")):
        # The width is that of the whole drawing with its axes, so that it fits the column it was made for.
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    return spec


def draw_svg(spec: Mapping[str, Any]) -> str:
    """The specification drawn as SVG; the same bytes on every machine, without any request.

    What Vega writes at each mark for scripts and screen readers is left out, and so are defaults: the text
    alternative and the table say it, and the labels would depend on the machine's time zone.
    """
    svg: str = vlc.vegalite_to_svg(dict(spec), vl_version=VEGA_LITE, allowed_base_urls=[])
    return _MARK_ATTRIBUTES.sub("", svg)


def stored_spec(document: Mapping[str, Any], variant: str) -> dict[str, Any]:
    """The specification of a stored figure, "wide" or "narrow", ready to be drawn."""
    spec = json.loads(document[variant])
    return {"config": theme.config(), **spec, "datasets": json.loads(document["datasets"])}


def _datasets(*specs: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows that the specifications draw, with the columns that any of them names."""
    bodies = [{key: value for key, value in spec.items() if key != "datasets"} for spec in specs]
    named = set(re.findall(r"\w+", json.dumps(bodies)))
    return {
        name: [{column: value for column, value in row.items() if column in named} for row in rows]
        for spec in specs
        for name, rows in spec["datasets"].items()
    }


def _compact(spec: Mapping[str, Any]) -> str:
    """The specification as one line of JSON: spread over lines it would make up most of a notebook."""
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))


def _titled(spec: Mapping[str, Any], finding: str) -> dict[str, Any]:
    return {**spec, "title": {"text": textwrap.wrap(finding, 80)}}


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "" if value is None else str(value)
