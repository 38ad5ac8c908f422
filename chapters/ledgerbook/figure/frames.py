"""Quantities laid out as tidy tables, for figures and for pandas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import portion

from ledgerbook.numbers import intervals, printing
from ledgerbook.numbers.quantities import Quantity
from ledgerbook.record.ledger import Ledger

if TYPE_CHECKING:
    import pandas as pd

ROW = "table_row"  # the column that says which row of a figure's table a drawn row was taken from

COLUMNS = [
    "label", "measure", "start", "end", "days", "low", "high", "middle", "open_above", "text", "unit",
    "accumulation", "claims",
]  # fmt: skip


def tidy(rows: Iterable[tuple[str, Quantity]], *, scale: int = 1, **constants: Any) -> pd.DataFrame:
    """One row for each labelled quantity.

    ``low``, ``high`` and ``middle`` are in units of ``scale`` (10**6 for millions); where the interval is open above,
    ``open_above`` is true and ``high`` repeats ``low``. ``text`` is the interval in words with the digits that it
    supports, ``claims`` the ids behind it with ";" between them. ``constants`` become further columns.
    """
    import pandas as pd  # here, because words and rows alone need not wait for it

    frame = pd.DataFrame([row(label, q, scale) for label, q in rows], columns=COLUMNS)
    return frame.assign(**constants)


def with_words(ledger: Ledger, frame: pd.DataFrame, column: str, kind: str, keys: Iterable[str]) -> pd.DataFrame:
    """The rows with a column of keys (its name followed by "_key") and the words that the book prints for them.

    ``kind`` is that of words.csv. KeyError with the nearest keys for one without words.
    """
    keys = list(keys)
    return frame.assign(**{f"{column}_key": keys, column: [ledger.word(kind, key) for key in keys]})


def listed(frame: pd.DataFrame, *columns: str) -> str:
    """The rows of a table in one sentence, for text alternatives: "2019: 534 to 562; 2020: 878 to 882"."""
    *head, value = columns
    return "; ".join(f"{', '.join(str(row[c]) for c in head)}: {row[value]}" for _, row in frame.iterrows())


def row(label: str, q: Quantity, scale: int = 1) -> list[Any]:
    """The values of one row of :func:`tidy`; ValueError for an interval open below, which has no place on an axis."""
    if q.low == -portion.inf:
        raise ValueError(f"{q.describe()} has no lower end: say it in words")
    open_above = not intervals.is_bounded(q.interval)
    low = float(q.low / scale)
    high = low if open_above else float(q.high / scale)
    start, days = (q.period.first.isoformat(), q.period.days) if q.period.first else ("", None)
    return [
        label, q.measure, start, q.period.end.isoformat(), days, low, high, q.middle / scale, open_above,
        printing.span(q.interval), q.unit, q.accumulation, ";".join(q.claims),
    ]  # fmt: skip
