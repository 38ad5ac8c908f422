"""Every key that the site prints has its words in words.csv."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem
from ledgerbook.record.units import UNIT

# Enumerations whose values are printed, as table and column; further kinds say more of the same keys.
PRINTED = (
    "breaks.basis", "claims.accumulation", "claims.bound", "claims.kind", "claims.nature", "claims.status",
    "criteria.group", "disagreements.kind", "glossary.strand", "measures.strand", "publications.form",
    "publications.seen", "relations.relation", "second_reading.result", "sources.kind", "sources.quality",
)  # fmt: skip
ALSO = {"disagreements.kind": "disagreements.kind.meaning", "relations.relation": "relations.relation.back"}


def check(ledger: Ledger) -> Iterator[Problem]:
    """Keys without words."""
    for kind in PRINTED:
        table, _, column = kind.partition(".")
        fields = ledger.schema[table].fields if table in ledger.schema else ()
        keys = {key for field in fields if field.name == column for key in field.allowed or () if key}
        for needed in filter(None, (kind, ALSO.get(kind))):
            yield from _missing(ledger, needed, keys)
    units = {claim.unit for claim in ledger.claims.values()} | {measure.unit for measure in ledger.measures.values()}
    yield from _missing(ledger, UNIT, units)


def _missing(ledger: Ledger, kind: str, keys: set[str]) -> Iterator[Problem]:
    for key in sorted(keys - set(ledger.keys(kind))):
        yield Problem("words.csv", None, "key", key, f"has no words of the kind {kind}", "add a row with its label")
