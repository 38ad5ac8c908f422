"""The rules of the record that a table schema cannot say."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from campaign.record import wording
from campaign.record.problems import Problem
from campaign.record.wording import Hedge, WordingError

if TYPE_CHECKING:
    from campaign.record.ledger import Claim, Ledger, Source

LONGEST_QUOTATION = 45  # characters: a phrase, never a sentence of somebody else's
EARLIEST_YEAR = 2000
WITHOUT_ID = ("relations", "breaks", "corrections")  # tables whose first column is no key
CURRENCY_OF = {
    "CN": "CNY", "US": "USD", "GB": "GBP", "AU": "AUD", "SG": "SGD", "HK": "HKD", "TW": "TWD", "JP": "JPY",
    "KR": "KRW", "CA": "CAD", "TH": "THB", "IN": "INR", "EU": "EUR", "WORLD": "USD", "ASIA-E-SE": "USD",
}  # fmt: skip
_BOUNDS_OF = {
    Hedge.OVER: "at_least",
    Hedge.AT_LEAST: "at_least",
    Hedge.NEARLY: "at_most",
    Hedge.ABOUT: "about",
}
_PARTIAL_DATE = re.compile(r"(\d{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def check(ledger: Ledger) -> list[Problem]:
    """Everything in the record that breaks a rule, in the order of the files."""
    problems: list[Problem] = []
    for claim in ledger.claims.values():
        problems += _claim_problems(claim, ledger)
    problems += _reference_problems(ledger)
    for source in ledger.sources.values():
        problems += _source_problems(source, ledger)
    return sorted(problems, key=lambda p: (p.file, p.line or 0, p.field))


def host(url: str) -> str:
    """The host of an address, in lower case, without www."""
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")


def unknown(kind: str, name: str, known: Collection[str]) -> str:
    """The message for a name that does not exist, with the nearest ones that do."""
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"unknown {kind} {name!r}" + (f" (nearest: {', '.join(near)})" if near else "")


def wrong_header(file: str, header: list[str], columns: list[str]) -> Problem:
    """The problem of a file whose first line is not the schema's list of columns."""
    if header and header[0].startswith("\ufeff"):
        return Problem(file, 1, "", "", "starts with a byte order mark", "save the file as UTF-8 without one")
    missing = [c for c in columns if c not in header]
    extra = [c for c in header if c not in columns]
    what = "; ".join(
        part
        for part in (
            f"lacks the column(s) {', '.join(missing)}" if missing else "",
            f"has the unknown column(s) {', '.join(extra)}" if extra else "",
            "" if missing or extra else "has its columns in another order",
        )
        if part
    )
    return Problem(file, 1, "", "", what, f"write the header {','.join(columns)}")


def duplicate_ids(tables: Mapping[str, list[Any]]) -> Iterator[Problem]:
    """Rows whose first column repeats that of an earlier row, in tables where it is the key."""
    for name, rows in tables.items():
        if name in WITHOUT_ID or not rows:
            continue
        column = next(iter(rows[0].__slots__))
        seen: dict[str, int] = {}
        for row in rows:
            key = getattr(row, column)
            if key in seen:
                what = f"stands on line {seen[key]} already"
                yield Problem(f"{name}.csv", row.line, column, key, what, "give each row an id of its own")
            seen.setdefault(key, row.line)


def _claim_problems(claim: Claim, ledger: Ledger) -> Iterator[Problem]:
    def problem(field: str, what: str, remedy: str) -> Problem:
        return Problem("claims.csv", claim.line, field, str(getattr(claim, field)), what, remedy)

    measure = ledger.measures.get(claim.measure)
    if measure is None:
        what = unknown("measure", claim.measure, ledger.measures)
        yield problem("measure", what, "use a measure of measures.csv or add it there")
    elif (expected := _unit_expected(claim, measure.unit)) != claim.unit:
        yield problem("unit", f"is not the unit of {claim.measure} here", f"write {expected}")
    if claim.source_id not in ledger.sources:
        what = unknown("source", claim.source_id, ledger.sources)
        yield problem("source_id", what, "use a source of sources.csv or add it there")
    if claim.period_end < claim.period_start:
        yield problem("period_end", f"is before period_start {claim.period_start}", "swap or mend the dates")
    elif claim.period_start.year < EARLIEST_YEAR:
        yield problem("period_start", f"is before {EARLIEST_YEAR}", "mend the year")
    elif late := _printed_before_it_ended(claim, ledger):
        yield problem("period_end", f"is after the source's date {late}", "mend the period or the source's date")
    yield from _wording_problems(claim, problem)
    if claim.kind != "yoy_percent" and claim.value < 0 and claim.unit != "percent":
        yield problem("value", "is negative though it is a level", "write a level without sign")
    if claim.kind == "yoy_percent" and claim.accumulation in ("stock", "running_total"):
        yield problem("accumulation", "has no growth over a year in this record", "write flow or ratio")
    if claim.status != "used" and not claim.status_reason:
        yield problem("status", "is given without a reason", "say why in status_reason")
    if claim.reprint_of:
        yield from _reprint_problems(claim, ledger, problem)


def _unit_expected(claim: Claim, unit: str) -> str:
    if claim.kind in ("yoy_percent", "share_percent"):
        return "percent"
    if unit == "money":
        return CURRENCY_OF.get(claim.geography, claim.unit)
    return unit


def _printed_before_it_ended(claim: Claim, ledger: Ledger) -> str:
    """The source's date where it is earlier than the end of the period that it reports, else nothing."""
    source = ledger.sources.get(claim.source_id)
    if source is None or not _PARTIAL_DATE.fullmatch(source.date):
        return ""
    return source.date if source.date < claim.period_end.isoformat()[: len(source.date)] else ""


def _wording_problems(claim: Claim, problem: Callable[[str, str, str], Problem]) -> Iterator[Problem]:
    try:
        number = wording.parse(claim.value_text)
    except WordingError as error:
        yield problem("value_text", str(error), "write the number as it is printed")
        return
    seen = number.hedge(claim.evidence)
    if number.value != abs(claim.value):
        said = _plain(number.value)
        yield problem("value", f"does not agree with the wording {claim.value_text!r}", f"the wording says {said}")
    if claim.bound == "exact" and not number.full_integer:
        yield problem("bound", f"is exact, but {claim.value_text!r} is not printed to the last unit", "write rounded")
    if seen is not Hedge.NONE and _BOUNDS_OF[seen] != claim.bound:
        yield problem("bound", f"does not agree with the hedge in {claim.value_text!r}", f"write {_BOUNDS_OF[seen]}")
    if seen is Hedge.NONE and claim.bound in _BOUNDS_OF.values() and not claim.note:
        yield problem("bound", "shows no hedging word in wording or evidence", "say in note where it stands")
    if len(claim.evidence) > LONGEST_QUOTATION:
        what = f"has {len(claim.evidence)} characters"
        yield problem("evidence", what, f"quote at most {LONGEST_QUOTATION}, with the number")
    if not number.stands_in(claim.evidence) and "no numeral is printed" not in claim.note:
        yield problem("evidence", f"does not hold the number {claim.value_text!r}", "quote the phrase with the number")


def _reprint_problems(claim: Claim, ledger: Ledger, problem: Callable[[str, str, str], Problem]) -> Iterator[Problem]:
    first = ledger.claims.get(claim.reprint_of)
    if first is None:
        yield problem("reprint_of", unknown("claim", claim.reprint_of, ledger.claims), "name an existing claim")
    elif first.reprint_of or first is claim:
        yield problem("reprint_of", "is itself a reprint", "name the row of the release itself")
    elif (first.measure, first.kind, first.geography) != (claim.measure, claim.kind, claim.geography):
        yield problem("reprint_of", "prints another measure, kind or place", "name a row of the same number")


def _reference_problems(ledger: Ledger) -> Iterator[Problem]:
    tables: Iterable[tuple[str, Iterable[Any], str, Mapping[str, Any]]] = (
        ("relations.csv", ledger.relations, "left", ledger.measures),
        ("relations.csv", ledger.relations, "right", ledger.measures),
        ("breaks.csv", ledger.breaks, "measure", ledger.measures),
        ("breaks.csv", ledger.breaks, "source_id", ledger.sources),
        ("second_reading.csv", ledger.second_reading.values(), "claim_id", ledger.claims),
        ("corrections.csv", ledger.corrections, "claim_id", ledger.claims),
        ("events.csv", ledger.events.values(), "source_id", ledger.sources),
        ("events.csv", ledger.events.values(), "same_event", ledger.events),
        ("programmes.csv", ledger.programmes.values(), "event_id", ledger.events),
        ("sources.csv", ledger.sources.values(), "same_document", ledger.sources),
    )
    for file, rows, field, known in tables:
        for row in rows:
            name = getattr(row, field)
            if name and name not in known:
                kind = field.removesuffix("_id").replace("_", " ")
                yield Problem(file, row.line, field, name, unknown(kind, name, known), "name an existing row")
    for programme in ledger.programmes.values():
        for name in filter(None, programme.claim_ids.split(";")):
            if name not in ledger.claims:
                what = unknown("claim", name, ledger.claims)
                yield Problem("programmes.csv", programme.line, "claim_ids", name, what, "name an existing claim")
    for correction in ledger.corrections:
        claim = ledger.claims.get(correction.claim_id)
        if claim and _plain(getattr(claim, correction.column)) != correction.now:
            what = f"is not what claims.csv says now ({_plain(getattr(claim, correction.column))})"
            remedy = "mend the row or withdraw the correction"
            yield Problem("corrections.csv", correction.line, "now", correction.now, what, remedy)


def _source_problems(source: Source, ledger: Ledger) -> Iterator[Problem]:
    if source.date and not _PARTIAL_DATE.fullmatch(source.date):
        what = "is not YYYY, YYYY-MM or YYYY-MM-DD"
        yield Problem("sources.csv", source.line, "date", source.date, what, "write the date as far as it is printed")
    if not source.date and not source.note:
        yield Problem("sources.csv", source.line, "date", "", "is empty without a note", "say in note why")
    if source.url and host(source.url) not in ledger.outlets:
        what = f"is on the host {host(source.url)!r}, which outlets.csv does not judge"
        yield Problem("sources.csv", source.line, "url", source.url, what, "add the host to outlets.csv")


def _plain(value: Any) -> str:
    """A value as it stands in a CSV cell."""
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else f"{float(value):.15g}"
    return str(value)
