"""The small chart on a measure's page: each published window, as long as its days and as high as its number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from ledgerbook.figure import marks, theme
from ledgerbook.figure.frames import tidy
from ledgerbook.numbers import printing
from ledgerbook.record.agreement import TRUSTED
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Claim

WIDTH = theme.NARROW  # one drawing serves phone and desktop
HEIGHT = 170
FEWEST = 2  # windows: fewer make no chart
SHORTEST_LINE = 20  # days: a shorter window is drawn as a point
SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


@dataclass(frozen=True)
class Series:
    """The claims of a measure that one axis can hold: one kind, place and unit, independent and not withdrawn."""

    claims: Sequence[Claim]
    data: pd.DataFrame
    scale_words: str

    @property
    def alternative(self) -> str:
        """What the chart shows, in words, with its range and its latest window."""
        first, last = self.claims[0], max(self.claims, key=lambda c: c.period_end)
        values = [printing.span(c.interval()) for c in sorted(self.claims, key=lambda c: c.value)]
        return (
            f"{len(self.claims)} published windows between {first.period_start} and {last.period_end}, "
            f"from {values[0]} to {values[-1]}; the latest is {printing.span(last.interval())}."
        )


def series(ledger: Ledger, measure: str) -> Series | None:
    """The largest series of a measure, levels before changes; None where it has too few windows for a chart."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in ledger.claims.values():
        if claim.measure == measure and claim.status in TRUSTED and not claim.reprint_of:
            groups.setdefault((claim.kind, claim.geography, claim.unit), []).append(claim)
    if not groups:
        return None
    counts = Counter({key: len(claims) for key, claims in groups.items()})
    levels = {key: n for key, n in counts.items() if key[0] != "yoy_percent" and n >= FEWEST}
    chosen = groups[max(levels or counts, key=counts.__getitem__)]
    if len({claim.period for claim in chosen}) < FEWEST:
        return None
    return _series(sorted(chosen, key=lambda c: (c.period, c.claim_id)), ledger)


def _series(claims: Sequence[Claim], ledger: Ledger) -> Series:
    top = max(abs(float(claim.value)) for claim in claims)
    scale, words = next(((s, w) for s, w in SCALES if top >= 2 * s), (1, ""))
    data = tidy(((c.claim_id, ledger.quantity(c.claim_id)) for c in claims), scale=scale)
    return Series(claims, data.assign(status=[c.status for c in claims]), words)


def over_time(data: pd.DataFrame, width: int = WIDTH) -> marks.Layered:
    """The windows over time; disputed ones are paler. The axis holds zero."""
    domain = _with_zero([*data["low"], *data["high"]])
    years = alt.Axis(title=None, format="%Y", tickCount=5, grid=False, labelOverlap=True)
    x = alt.X("start:T", scale=marks.UTC, axis=years)
    scale = alt.Scale(domain=domain, nice=True)
    axis = alt.Axis(title=None, tickCount=4, format=",~f")
    disputed = "datum.status === 'disputed'"
    colour = alt.condition(disputed, alt.value(theme.SLATE), alt.value(theme.NAVY))
    base = alt.Chart(data).encode(x=x, color=colour)
    band = base.mark_rect(opacity=0.35).encode(x2="end:T", y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q")
    middle = alt.Y("middle:Q")
    line = base.transform_filter(f"datum.days >= {SHORTEST_LINE}").mark_rule(strokeWidth=3)
    point = base.transform_filter(f"datum.days < {SHORTEST_LINE}").mark_point(size=40)
    layers = (band, line.encode(x2="end:T", y=middle), point.encode(x=alt.X("end:T"), y=middle))
    return alt.layer(*layers).properties(width=width, height=HEIGHT)


def _with_zero(values: Iterable[float]) -> list[float]:
    known = list(values)
    return [min(0.0, *known), max(0.0, *known)]
