"""Rules of the record's version: nothing in it is of a later version or a later day than the record itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ledgerbook.record.ledger import Ledger, Rule
from ledgerbook.record.problems import Problem
from ledgerbook.record.rules import published

CREATED = "created"  # the property of datapackage.json that says of which day the record is


def of(package: Mapping[str, Any]) -> Rule:
    """The rule for the record that is described so."""

    def check(ledger: Ledger) -> Iterator[Problem]:
        """Corrections, published rows, sources and searches that come after the record."""
        version = package["version"]
        stated = [("corrections.csv", "since", row.since, row.line) for row in ledger.corrections]
        stated += [("published.csv", "version", row.version, row.line) for row in ledger.published]
        late = {v for v in {v for _, _, v, _ in stated} if published.parts(v) > published.parts(version)}
        for file, field, value, line in stated:
            if value in late:
                what = f"is later than the version of datapackage.json, {version}"
                yield Problem(file, line, field, value, what, "raise the version there, or mend this one")
        if day := package.get(CREATED, "")[:10]:
            dated = [("sources.csv", source.line, source.date) for source in ledger.sources.values()]
            dated += [("searches.csv", search.line, str(search.date)) for search in ledger.searches.values()]
            for file, line, value in dated:
                if value > day[: len(value)]:
                    what = f"is after the day of the record, {day} ({CREATED} in datapackage.json)"
                    yield Problem(file, line, "date", value, what, "mend the date, or set that day anew")

    return check
