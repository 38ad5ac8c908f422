"""*Lent and Returned*: the own rules of a book that is invented for testing, on top of :mod:`ledgerbook`."""

from __future__ import annotations

from pathlib import Path

from ledgerbook.record import load as _record
from ledgerbook.record.ledger import Ledger
from shelves.rules import RULES

DATA = Path(__file__).parents[2] / "data"


def load(folder: Path = DATA) -> Ledger:
    """The book's record, read and checked. Raises LedgerError, which lists every problem."""
    return _record.load(folder, RULES)
