"""The breaks in series that figures mark."""

from __future__ import annotations

import pandas as pd

from ledgerbook.numbers.days import first_day
from ledgerbook.record.ledger import Ledger


def drawn(ledger: Ledger, measure: str) -> pd.DataFrame:
    """Where the series of a measure breaks and a figure says so (drawn_breaks.csv): ``date`` (ISO), ``label``."""
    rows = [row for row in ledger.table("drawn_breaks").values() if row.measure == measure]
    dates, labels = [f"{first_day(row.date)}" for row in rows], [row.label_en.replace("|", "\n") for row in rows]
    return pd.DataFrame({"date": dates, "label": labels})
