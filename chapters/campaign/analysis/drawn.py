"""What figures show by our choice: the claims of a series, and the breaks that are marked."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ledgerbook.numbers.days import first_day
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import unknown


def series(ledger: Ledger, name: str) -> list[Any]:
    """The rows of a drawn series (drawn_claims.csv); KeyError with the nearest names for an unknown one."""
    rows = ledger.table("drawn_claims").values()
    if found := [row for row in rows if row.series == name]:
        return found
    raise KeyError(unknown("series of drawn_claims.csv", name, {row.series for row in rows}))


def breaks(ledger: Ledger, measure: str) -> pd.DataFrame:
    """Where the series of a measure breaks and a figure says so (drawn_breaks.csv): ``date`` (ISO), ``label``."""
    rows = [row for row in ledger.table("drawn_breaks").values() if row.measure == measure]
    dates, labels = [f"{first_day(row.date)}" for row in rows], [row.label_en.replace("|", "\n") for row in rows]
    return pd.DataFrame({"date": dates, "label": labels})
