"""The small chart on a measure's page: each published window, as long as its days and as high as its number.

There is one for nearly every measure, all of one form. So the specification is written here as it stands, and filled
in; a test holds it against the schema of Vega-Lite.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import portion

from ledgerbook.figure import figure, frames, theme
from ledgerbook.numbers import printing
from ledgerbook.record.agreement import TRUSTED
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import RELATIVE, Claim

WIDTH = theme.NARROW  # one drawing serves phone and desktop
HEIGHT = 170
FEWEST = 2  # windows: fewer make no chart
SHORTEST_LINE = 20  # days: a shorter window is drawn as a point
SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
DRAWN = ("start", "end", "days", "low", "high", "middle")  # the columns of ledgerbook.figure.frames that it draws


@dataclass(frozen=True)
class Series:
    """The claims of a measure that one axis can hold: one kind, place and unit, independent and not withdrawn."""

    claims: Sequence[Claim]
    rows: Sequence[Mapping[str, Any]]  # what is drawn of each
    scale_words: str

    @property
    def alternative(self) -> str:
        """What the chart shows, in words, with its range and its latest window."""
        first, last = self.claims[0], max(self.claims, key=lambda c: c.period_end)
        values = [printing.span(c.interval()) for c in sorted(self.claims, key=lambda c: c.value)]
        return (
            f"{len(self.claims)} published windows between {first.period.first} and {last.period_end}, "
            f"from {values[0]} to {values[-1]}; the latest is {printing.span(last.interval())}."
        )


def series(ledger: Ledger, claims: Iterable[Claim]) -> Series | None:
    """The largest series of a measure's claims, levels before changes; None where there are too few for a chart.

    A claim without a lower end, such as a fall by at least so much, has no place on its axis.
    """
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        independent = claim.status in TRUSTED and not claim.reprint_of
        if independent and claim.period_start and ledger.interval(claim).lower != -portion.inf:
            groups.setdefault((claim.kind, claim.geography, claim.unit), []).append(claim)
    if not groups:
        return None
    counts = Counter({key: len(claims) for key, claims in groups.items()})
    levels = {key: n for key, n in counts.items() if key[0] not in RELATIVE and n >= FEWEST}
    chosen = groups[max(levels or counts, key=counts.__getitem__)]
    if len({claim.period for claim in chosen}) < FEWEST:
        return None
    return _series(sorted(chosen, key=lambda c: (c.period, c.claim_id)), ledger)


def _series(claims: Sequence[Claim], ledger: Ledger) -> Series:
    top = max(abs(float(claim.value)) for claim in claims)
    scale, words = next(((s, w) for s, w in SCALES if top >= 2 * s), (1, ""))
    rows = [dict(zip(frames.COLUMNS, frames.row(c.claim_id, ledger.quantity(c.claim_id), scale), strict=True))
            for c in claims]  # fmt: skip
    drawn = [{**{name: row[name] for name in DRAWN}, "status": c.status} for row, c in zip(rows, claims, strict=True)]
    return Series(claims, drawn, words)


def specification(series: Series) -> dict[str, Any]:
    """The windows over time in Vega-Lite; disputed ones are paler. The axis holds zero."""
    domain = _with_zero([row[end] for row in series.rows for end in ("low", "high")])
    years = {"title": None, "format": "%Y", "tickCount": 5, "grid": False, "labelOverlap": True}
    start = {"field": "start", "type": "temporal", "scale": {"type": "utc"}, "axis": years}
    low = {
        "field": "low",
        "type": "quantitative",
        "scale": {"domain": domain, "nice": True},
        "axis": {"title": None, "tickCount": 4, "format": ",~f"},
    }
    band = {"x": start, "x2": {"field": "end"}, "y": low, "y2": {"field": "high"}}
    middle = {"y": {"field": "middle", "type": "quantitative"}}
    line = {"x": start, "x2": {"field": "end"}, **middle}
    point = {"x": {"field": "end", "type": "temporal"}, **middle}
    return {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{figure.VEGA_LITE}.json",
        "config": theme.config(),
        "description": series.alternative,
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": figure.FITTED,
        "data": {"name": "windows"},
        "datasets": {"windows": list(series.rows)},
        "layer": [
            _layer({"type": "rect", "opacity": 0.35}, band),
            _layer({"type": "rule", "strokeWidth": 3}, line, f"datum.days >= {SHORTEST_LINE}"),
            _layer({"type": "point", "size": 40}, point, f"datum.days < {SHORTEST_LINE}"),
        ],
    }


def _layer(mark: Mapping[str, Any], encoding: Mapping[str, Any], shown: str = "") -> dict[str, Any]:
    """One of the layers, of the windows for which ``shown`` holds."""
    pale = {"test": "datum.status === 'disputed'", "value": theme.SLATE}
    colour = {"condition": pale, "value": theme.NAVY}
    layer = {"mark": mark, "encoding": {"color": colour, **encoding}}
    return {**layer, "transform": [{"filter": shown}]} if shown else layer


def _with_zero(values: Iterable[float]) -> list[float]:
    known = list(values)
    return [min(0.0, *known), max(0.0, *known)]
