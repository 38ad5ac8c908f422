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
    """The book's record, read and checked. Raises LedgerError, which lists every problem.

    >>> from ledgerbook.numbers.printing import signed, span
    >>> ledger = load()
    >>> solved = ledger.quantity("release-2022-cases-solved")
    >>> span(solved.interval), solved.unit, str(solved.period)
    ('390,500 to 391,500', 'cases', '2022-01-01 to 2022-11-30')

    What follows of it is computed with quantities, which refuse what may not be combined:

    >>> from ledgerbook.numbers import comparisons
    >>> rise = ledger.quantity("release-2022-cases-solved-yoy")
    >>> base = comparisons.implied_base(solved, rise)
    >>> span(base.interval), str(base.period)
    ('369,200 to 370,600', '2021-01-01 to 2021-11-30')
    >>> base.formula
    'release-2022-cases-solved / (1 + release-2022-cases-solved-yoy)'
    >>> try:
    ...     solved + ledger.quantity("release-2022-heads-arrested")
    ... except ValueError as error:
    ...     print(str(error)[:10])
    cannot add
    """
    return _record.load(folder, RULES)
