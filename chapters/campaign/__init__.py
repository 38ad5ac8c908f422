"""*Two Up, Two Down*: this book's own rules, analysis and figures, on top of :mod:`ledgerbook`.

Imports run in one direction only: ``ledgerbook`` <- ``analysis`` <- ``figures``; chapters import what they need.
"""

from __future__ import annotations

from pathlib import Path

from campaign.rules import RULES
from ledgerbook.record import load as _record
from ledgerbook.record.ledger import Ledger

CHINA = "CN"  # the place that the book is about
DATA = Path(__file__).parents[2] / "data"


def load(folder: Path = DATA) -> Ledger:
    """The book's record, read and checked. Raises LedgerError, which lists every problem."""
    return _record.load(folder, RULES)
