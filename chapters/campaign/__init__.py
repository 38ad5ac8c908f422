"""*Two Up, Two Down*: this book's own rules, analysis and figures, on top of :mod:`ledgerbook`.

Imports run in one direction only: ``ledgerbook`` <- ``analysis`` <- ``figures``; chapters import what they need.
"""

from __future__ import annotations

from pathlib import Path

from ledgerbook import pins as _pins

BOOK = Path(__file__).parents[2]
_pins.check(BOOK)  # before anything is imported that a kernel may lack

from campaign.rules import RULES  # noqa: E402
from ledgerbook.record import load as _record  # noqa: E402
from ledgerbook.record.ledger import Ledger  # noqa: E402

CHINA = "CN"  # the place that the book is about
DATA = BOOK / "data"


def short_name(ledger: Ledger, measure: str) -> str:
    """What drawings call a measure: its short name (words.csv) or, where it has none, its name in the codebook."""
    short = measure in ledger.keys("measure.short")
    return ledger.word("measure.short", measure) if short else ledger.measures[measure].label_en


def load(folder: Path = DATA) -> Ledger:
    """The book's record, read and checked. Raises LedgerError, which lists every problem."""
    return _record.load(folder, RULES)
