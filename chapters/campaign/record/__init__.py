"""The record: wording to intervals, quantities that remember what they came from, and the ledger with its rules."""

from campaign.record.ledger import Claim, Ledger, load
from campaign.record.problems import LedgerError
from campaign.record.quantities import CombinationError, Period, Quantity
from campaign.record.wording import Convention, WordingError, read

__all__ = [
    "Claim",
    "CombinationError",
    "Convention",
    "Ledger",
    "LedgerError",
    "Period",
    "Quantity",
    "WordingError",
    "load",
    "read",
]
