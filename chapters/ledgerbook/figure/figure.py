"""A figure: a chart with its finding, caption, text alternative and table, as one notebook output.

In Jupyter it shows as a drawing; the site takes the structured form (``FIGURE_MIME``) and lays it out as a
numbered figure with a wide and a narrow drawing, a caption and a data table (:mod:`ledgerbook.site.figures`).
"""

from __future__ import annotations

import json
import math
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import vl_convert as vlc

from ledgerbook.figure import FIGURE_MIME, fonts, theme
from ledgerbook.figure.frames import ROW
from ledgerbook.record import checks

if TYPE_CHECKING:  # a site is built of stored figures, without waiting for the libraries that make them
    import altair as alt
    import pandas as pd

# Stored once for both widths, or not at all: the theme is the package's, the description is the text alternative.
SHARED = ("config", "datasets", "description")
VEGA_LITE = "6.4"  # the version that vl-convert draws with; never its default, which moves
# The width is that of the whole drawing with its axes, so that it fits the column it was made for.
FITTED = {"type": "fit-x", "contains": "padding"}
COMPOSED = ("layer", "hconcat", "vconcat", "concat")  # where a specification holds others
OPEN = "open_above"  # the column that says which intervals have no upper end
SHORTEST_ALTERNATIVE = 60  # characters: less than that does not say what a chart shows

_MARK_ROW = re.compile(r' aria-label="(\d+)"')
_MARK_ATTRIBUTES = re.compile(
    r' (?:aria-[a-z]+|role|class|pointer-events)="[^"]*"'
    r'| (?:opacity="1"|stroke-width="1"|text-anchor="start"|transform="translate\(0,0\)")'
)
_UNSEEN = '<path d="" display="none"/>'
_TAG = re.compile(r"<[^>]+>")
_LONG_FRACTION = re.compile(r"\d+\.\d{3,}")

Draw: TypeAlias = "Callable[[pd.DataFrame, int], alt.TopLevelMixin]"


class FigureError(ValueError):
    """A figure that may not be drawn; the message names the figure and what it lacks."""


@dataclass(frozen=True)
class Figure:
    """A chart that is ready to publish.

    ``name`` is its stable id (kebab-case); ``finding`` its title, which says the answer; ``caption`` Markdown that may
    hold traced numbers; ``alternative`` the text for those who do not see the drawing; ``draw`` a pure function of the
    tidy data and a width in pixels; ``columns`` the data's columns to tabulate, with their headings; ``claims`` the
    data's column that lists claim ids (";" between them), if any; ``holds`` what the finding says beyond the numbers
    that it prints ("every year ends faster than it begins"), each with whether the data bear it out.
    """

    name: str
    finding: str
    caption: str
    alternative: str
    data: pd.DataFrame
    draw: Draw
    columns: Mapping[str, str]
    claims: str | None = "claims"
    holds: Mapping[str, bool] = field(default_factory=dict)

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
            raise FigureError(
                f"figure {self.name!r} tabulates {', '.join(missing)}, which its data does not have: "
                f"it has {', '.join(map(str, self.data))}"
            )
        if self.data.empty:
            raise FigureError(f"figure {self.name!r} has no data to draw")
        untrue = [statement for statement, holds in self.holds.items() if not holds]
        if untrue and checks.given_as_found():
            # A reader set another assumption: what the book says of its own is shown as that, and what fails is named.
            finding = f"{self.finding}: so the book, and not under this setting ({'; '.join(untrue)})"
            object.__setattr__(self, "finding", finding)
        elif untrue:
            raise FigureError(
                f"figure {self.name!r} finds {self.finding!r}, but its data do not bear out: {'; '.join(untrue)} "
                "(mend the finding)"
            )

    def chart(self, width: int) -> dict[str, Any]:
        """The Vega-Lite specification at that width (px), without title and with the text alternative.

        Its datasets hold, beside the columns of the data, the number of the row (``ROW``, from 0) that each of their
        rows was taken from. Raises :class:`FigureError` where a row is not drawn, or is drawn with another value.
        """
        spec = specification(self.draw(self.data.assign(**{ROW: range(len(self.data))}), width), self.alternative)
        self._check_drawn(spec, width)
        if any(_hangs(part) for part in _parts(spec)):
            raise FigureError(
                f"figure {self.name!r} at {width} px draws bars of a fixed height that hang from the top instead of "
                'lying on their rows: give x2, or say orient="horizontal" (of a fixed width: y2, orient="vertical")'
            )
        if OPEN in self.data and self.data[OPEN].any() and f"datum.{OPEN}" not in json.dumps(spec):
            raise FigureError(
                f"figure {self.name!r} at {width} px draws intervals that are open above as if they were closed: "
                f"mark the rows of which {OPEN!r} is true, as marks.arrows_up does"
            )
        return spec

    def _check_drawn(self, spec: Mapping[str, Any], width: int) -> None:
        """What is drawn must be what is tabulated."""
        table = json.loads(self.data.to_json(orient="records", double_precision=15))
        drawn = [row for rows in spec["datasets"].values() for row in rows if row.get(ROW) is not None]
        for row in drawn:
            own = table[row[ROW]]
            for column in own.keys() & row.keys():
                if not _same(own[column], row[column]):
                    raise FigureError(
                        f"figure {self.name!r} at {width} px draws {row[column]!r} as {column!r} of row "
                        f"{row[ROW]} of its data, which says {own[column]!r}"
                    )
        if missing := sorted(set(range(len(table))) - {row[ROW] for row in drawn}):
            first = ", ".join(f"{column} = {table[missing[0]][column]!r}" for column in self.columns)
            raise FigureError(
                f"figure {self.name!r} at {width} px does not draw {len(missing)} of the {len(table)} rows that it "
                f"tabulates, the first being row {missing[0]} ({first})"
            )

    def table(self) -> dict[str, Any]:
        """Headings, rows of text, and for each row the ids of the claims behind it."""
        cells = self.data[list(self.columns)].map(_cell)
        ids = self.data[self.claims] if self.claims else [""] * len(cells)
        claims = [[claim for claim in row.split(";") if claim] for row in ids]
        return {"headings": list(self.columns.values()), "rows": cells.to_numpy().tolist(), "claims": claims}

    def document(self) -> dict[str, Any]:
        """The structured form: texts, both drawings as specifications, and the table."""
        wide, narrow = self.chart(theme.WIDE), self.chart(theme.NARROW)
        return {
            "name": self.name,
            "finding": self.finding,
            "caption": self.caption,
            "alternative": self.alternative,
            "wide": _compact({k: v for k, v in wide.items() if k not in SHARED}),
            "narrow": _compact({k: v for k, v in narrow.items() if k not in SHARED}),
            "datasets": _compact(_datasets(wide, narrow)),
            "table": self.table(),
        }

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> dict[str, Any]:
        document = self.document()
        return {
            FIGURE_MIME: document,
            "image/svg+xml": draw_svg(titled(stored_spec(document, "wide"), self.finding)),
            "text/plain": f"[figure {self.name}] {self.finding}",
        }


def specification(chart: alt.TopLevelMixin, alternative: str) -> dict[str, Any]:
    """A chart's Vega-Lite specification in the book's theme, with its text alternative."""
    theme.enable()
    spec: dict[str, Any] = chart.to_dict()
    spec["description"] = alternative
    if not any(part in spec for part in ("hconcat", "vconcat", "concat", "facet", "repeat")):
        spec["autosize"] = FITTED
    return spec


def draw_svg(spec: Mapping[str, Any]) -> str:
    """The specification drawn as SVG; the same bytes on every machine, without any request.

    What Vega writes at each mark for scripts and screen readers is left out, and so are defaults: the text
    alternative and the table say it, and the labels would depend on the machine's time zone. A description that is
    the number of a row becomes ``data-row``. Lengths are kept to a hundredth of a pixel, which is more than a screen
    shows and half of the bytes. It is measured with the shipped fonts and names those that readers have. Raises
    :class:`ledgerbook.figure.fonts.FontError` for a character that the shipped fonts lack.
    """
    fonts.register()
    measured = {**spec, "config": {**spec.get("config", {}), "font": fonts.FAMILY}}
    svg: str = vlc.vegalite_to_svg(measured, vl_version=VEGA_LITE, allowed_base_urls=[])
    fonts.check(svg)
    svg = svg.replace(f' font-family="{fonts.FAMILY}"', "").replace(_UNSEEN, "")
    return _TAG.sub(lambda tag: _plainer(tag[0]), svg).replace("<svg", f'<svg font-family="{theme.FONT}"', 1)


def _plainer(tag: str) -> str:
    tag = _MARK_ATTRIBUTES.sub("", _MARK_ROW.sub(r' data-row="\1"', tag))
    return _LONG_FRACTION.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), tag)


def stored_spec(document: Mapping[str, Any], variant: str) -> dict[str, Any]:
    """The specification of a stored figure, "wide" or "narrow", ready to be drawn."""
    spec = {**json.loads(document[variant]), "description": document["alternative"]}
    return {"config": theme.config(), **spec, "datasets": json.loads(document["datasets"])}


def stored_rows(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a stored figure draws, one entry for each row of its table: the columns that its drawings name."""
    rows: list[dict[str, Any]] = [{} for _ in document["table"]["rows"]]
    for drawn in json.loads(document["datasets"]).values():
        for row in drawn:
            if row.get(ROW) is not None:
                rows[row[ROW]].update({column: value for column, value in row.items() if column != ROW})
    return rows


def _datasets(*specs: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows that the specifications draw, with the columns that any of them names."""
    bodies = [{key: value for key, value in spec.items() if key != "datasets"} for spec in specs]
    named = {ROW, *re.findall(r"\w+", json.dumps(bodies))}
    return {
        name: [{column: value for column, value in row.items() if column in named} for row in rows]
        for spec in specs
        for name, rows in spec["datasets"].items()
    }


def _parts(spec: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The specification and all that it is composed of."""
    yield spec
    for key in COMPOSED:
        for part in spec.get(key, ()):
            yield from _parts(part)


def _hangs(part: Mapping[str, Any]) -> bool:
    """Whether bars with a thickness along one axis are left to be drawn along the other.

    Where both axes measure something, Vega-Lite takes a bar for an upright one, unless told where it begins.
    """
    mark, encoding = part.get("mark"), part.get("encoding", {})
    if not isinstance(mark, Mapping) or mark["type"] != "bar" or "orient" in mark:
        return False
    if any(encoding.get(axis, {}).get("type") != "quantitative" for axis in "xy"):
        return False
    return ("height" in mark and "x2" not in encoding) or ("width" in mark and "y2" not in encoding)


def _same(own: Any, drawn: Any) -> bool:
    if isinstance(own, float) and isinstance(drawn, (int, float)):
        return math.isclose(own, drawn, rel_tol=1e-9)  # both were written as text, with different digits
    return bool(own == drawn)


def _compact(spec: Mapping[str, Any]) -> str:
    """The specification as one line of JSON: spread over lines it would make up most of a notebook."""
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))


def titled(spec: Mapping[str, Any], finding: str) -> dict[str, Any]:
    """The specification with the finding as its title, for a drawing that stands alone."""
    return {**spec, "title": {"text": textwrap.wrap(finding, 80)}}


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "" if value is None else str(value)
