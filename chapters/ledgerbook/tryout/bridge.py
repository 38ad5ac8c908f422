"""What the page calls: opens the archive that was unpacked (:mod:`ledgerbook.tryout.packed`), and runs passages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledgerbook.record import load, schema
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import LedgerError, Problem
from ledgerbook.tryout import running
from ledgerbook.tryout.again import Told, told

TABLES = ("claims", "measures", "relations", "places")  # enough to read claims and to combine them
ABSENT = ("pandas", "numpy", "scipy", "z3", "altair")
CODE, DATA, RESULTS = "code", "data", "results.json"


@dataclass(frozen=True, slots=True)
class Packed:
    """What passages work with: the record as far as it is packed, and the results of the book."""

    ledger: Ledger
    results: list[Told]

    def answer(self, code: str, fields: str) -> str:
        """Runs code with the fields, which are given as JSON, and gives what it shows as JSON."""
        return running.run(code, json.loads(fields), self.ledger, self.results).as_json()


def told_all(documents: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The results from what is packed of them."""
    return [told(**document) for document in documents]


def part(folder: Path) -> Ledger:
    """The record as far as passages need it, without the rules: whoever packed it has checked it.

    Raises :class:`LedgerError` where a cell cannot be read.
    """
    tables, problems = schema.read(folder), list[Problem]()
    rows: dict[str, Any] = {name: load.content(folder, tables[name], problems) for name in TABLES}
    if problems:
        raise LedgerError(problems)
    return Ledger(schema=tables, sources={}, agencies={}, **rows)


def opened(folder: str) -> Packed:
    """What the archive holds, from the folder in which it was unpacked."""
    running.leave_out(*ABSENT)
    place = Path(folder)
    return Packed(part(place / DATA), told_all(json.loads((place / RESULTS).read_text(encoding="utf-8"))))
