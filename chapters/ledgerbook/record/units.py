"""Units as readers say them and as texts write them: kroner and kr for NOK, 1 loan for one of many loans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledgerbook.record.ledger import Ledger

# Kinds of words.csv whose keys are units.
UNIT = "unit"
UNIT_ONE = "unit.one"  # for one of a unit, where that is another word
UNIT_BEFORE = "unit.before"  # for units whose word stands before the number, such as a rank
NOUNS = "unit.nouns"  # what says of a number that it counts this unit, parted by ";"
CURRENCIES = "currency.signs"  # the same of money
PERCENT = "percent"  # the unit of shares and changes
MONEY = "money"  # the unit of a measure whose claims are in the currency of their place
_UNIT_NAME = re.compile(r"[A-Za-z_]+")


def with_unit(number: str, unit: str, record: Ledger) -> str:
    """A number in words with its unit: 3%, 48 rests, 1 rest, place 7."""
    if unit == PERCENT:
        return f"{number}%"
    if unit in record.keys(UNIT_BEFORE):
        return f"{record.word(UNIT_BEFORE, unit)} {number}"
    if number == "1" and unit in record.keys(UNIT_ONE):
        return f"{number} {record.word(UNIT_ONE, unit)}"
    return f"{number} {unit_words(unit, record)}"


def unit_words(unit: str, record: Ledger) -> str:
    """A unit as a reader would say it; one that was computed, such as NOK/loans, by the words of its parts."""
    known = set(record.keys(UNIT))
    return _UNIT_NAME.sub(lambda part: record.word(UNIT, part[0]) if part[0] in known else part[0], unit)


def written_as(unit: str, record: Ledger, *kinds: str) -> tuple[str, ...]:
    """How a unit may stand beside a number: as its key, or as what these kinds (NOUNS, CURRENCIES) list for it."""
    known = [record.word(kind, unit) for kind in kinds if unit in record.keys(kind)]
    return (unit, *(word for words in known for word in words.split(";") if word))
