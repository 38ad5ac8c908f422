"""Rules of the second reading: readers who agreed saw the ledger's number, in value, wording and phrase."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ledgerbook.numbers import wording
from ledgerbook.numbers.wording import WordingError
from ledgerbook.record.cells import NUMBER
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem
from ledgerbook.record.rows import Claim, SecondReading


def check(ledger: Ledger) -> Iterator[Problem]:
    """A second reader who agreed saw the ledger's number, in value, wording and phrase."""
    for reading in ledger.second_reading.values():
        claim = ledger.claims.get(reading.claim_id)
        if claim is None or reading.result != "agreed":
            continue
        for field, agrees in _agrees(reading, claim):
            if not agrees:
                what = f"is not the {claim.value_text!r} of claims.csv, though the readers are said to agree"
                remedy = "mend the row that is wrong, or the result"
                yield Problem("second_reading.csv", reading.line, field, getattr(reading, field), what, remedy)


def _agrees(reading: SecondReading, claim: Claim) -> Iterator[tuple[str, bool]]:
    try:
        number = wording.parse(claim.value_text)
        yield "value_read", _decimal(reading.value_read) in (claim.value, abs(claim.value))
        read = next(wording.numbers(reading.value_text_read), None)  # remarks may follow
        yield "value_text_read", read is not None and read.mantissa == number.mantissa
        yield "phrase_read", number.stands_in(reading.phrase_read)
    except WordingError:
        yield "value_text_read", False


def _decimal(text: str) -> Fraction | None:
    plain = text.replace(",", "")
    return Fraction(plain) if NUMBER.fullmatch(plain) else None
