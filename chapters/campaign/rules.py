"""This book's own rules of the record, beside those of any (:mod:`ledgerbook.record.rules`)."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem

EARLIEST_YEAR = 2000  # nothing that the record holds is older
RELEASE = "release-2022-"  # how the ids of the release's claims begin
CUMULATIVELY = "累计"


def early_periods(ledger: Ledger) -> Iterator[Problem]:
    """Periods that begin before anything that this record holds: most likely a slip of a digit."""
    for claim in ledger.claims.values():
        if claim.period_start and claim.period_start.year < EARLIEST_YEAR:
            start = claim.period_start.isoformat()
            yield Problem(
                "claims.csv", claim.line, "period_start", start, f"is before {EARLIEST_YEAR}", "mend the year"
            )


def numbers_of_the_release(ledger: Ledger) -> Iterator[Problem]:
    """The list of the release's numbers has every one of them, and says of 累计 what their phrases say."""
    listed = ledger.own.get("release_numbers", {})
    for claim_id, claim in ledger.claims.items():
        if claim_id.startswith(RELEASE) and claim_id not in listed:
            what, remedy = "has no row in release_numbers.csv", "add one where the release prints it"
            yield Problem("claims.csv", claim.line, "claim_id", claim_id, what, remedy)
    for claim_id, row in listed.items():
        phrase = ledger.claims[claim_id].evidence if claim_id in ledger.claims else ""
        if phrase and (row.cumulative == "phrase") != (CUMULATIVELY in phrase):
            what, remedy = f"is not what the phrase says: {phrase!r}", "read the phrase again"
            yield Problem("release_numbers.csv", row.line, "cumulative", row.cumulative, what, remedy)


def drawn_breaks(ledger: Ledger) -> Iterator[Problem]:
    """A break that a figure marks is a break of the record."""
    known = {(row.measure, row.date) for row in ledger.breaks}
    drawn = ledger.table("drawn_breaks").values() if "drawn_breaks" in ledger.schema else ()
    for row in drawn:
        if (row.measure, row.date) not in known:
            what, remedy = (
                f"is no date of a break of {row.measure} in breaks.csv",
                "add the break there or mend the date",
            )
            yield Problem("drawn_breaks.csv", row.line, "date", row.date, what, remedy)


def judged_releases(ledger: Ledger) -> Iterator[Problem]:
    """Each release is judged on every question of the guide that no code answers."""
    judged = ledger.own.get("judgements", ())
    found = {(row.release, row.question) for row in judged}
    for key, row in ledger.own.get("releases", {}).items():
        for question in ledger.own.get("questions", {}).values():
            if not question.test and (key, question.question) not in found:
                what, remedy = f"has no judgement on {question.question}", "add it to judgements.csv, with the reason"
                yield Problem("releases.csv", row.line, "release", key, what, remedy)


def results_of_releases(ledger: Ledger) -> Iterator[Problem]:
    """The counts that the chapter on reading publishes of each release have their names in results.csv."""
    for key, row in ledger.own.get("releases", {}).items():
        for count in ledger.keys("reading.counted"):
            if (name := f"reading-{key}-{count}") not in ledger.results:
                what, remedy = f"has no name for its count {name}", "add the row to results.csv, as for other releases"
                yield Problem("releases.csv", row.line, "release", key, what, remedy)


def columns_that_can_be_corrected(ledger: Ledger) -> Iterator[Problem]:
    """The chapter on the record can name every column of claims that a correction can mend."""
    named = ledger.keys("record.column")
    if named and "claims" in ledger.schema:
        for column in ledger.schema["claims"].fields:
            if column.published and not column.address and column.name not in named:
                what, remedy = "is no key of the kind record.column", "add a row with its label"
                yield Problem("words.csv", None, "key", column.name, what, remedy)


RULES = (
    early_periods,
    numbers_of_the_release,
    drawn_breaks,
    judged_releases,
    results_of_releases,
    columns_that_can_be_corrected,
)
