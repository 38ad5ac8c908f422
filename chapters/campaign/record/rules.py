"""The rules of the record that a table schema cannot say."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from campaign.record import agreement, wording
from campaign.record.problems import Problem
from campaign.record.publication import cell_text
from campaign.record.wording import Hedge, WordingError

if TYPE_CHECKING:
    from campaign.record.ledger import Claim, Disagreement, Ledger, SecondReading, Source

LONGEST_QUOTATION = 45  # characters: a phrase, never a sentence of somebody else's
EARLIEST_YEAR = 2000
_YEAR = re.compile(r"(?:19|20)\d\d")  # a translation may say which year "last year" is
_SAME_IN_REPRINTS = ("measure", "unit", "kind", "accumulation", "period_start", "period_end", "geography", "agency")
WITHOUT_ID = ("relations", "breaks", "corrections", "scores", "published")  # tables whose first column is no key
CURRENCY_OF = {
    "CN": "CNY", "US": "USD", "GB": "GBP", "AU": "AUD", "SG": "SGD", "HK": "HKD", "TW": "TWD", "JP": "JPY",
    "KR": "KRW", "CA": "CAD", "TH": "THB", "IN": "INR", "EU": "EUR", "WORLD": "USD", "ASIA-E-SE": "USD",
}  # fmt: skip
AT_LEAST = {Hedge.OVER, Hedge.AT_LEAST}
HEDGES_OF_BOUND = {
    "rounded": {Hedge.NONE, Hedge.ABOUT},
    "exact": {Hedge.NONE},
    "at_least": AT_LEAST,
    "at_most": {Hedge.NEARLY},
    "about": {Hedge.ABOUT},
}
_BOUNDS_OF = {
    Hedge.OVER: "at_least",
    Hedge.AT_LEAST: "at_least",
    Hedge.NEARLY: "at_most",
    Hedge.ABOUT: "about",
}
# Scripts in which a document of some language can be quoted: a phrase in another one was read elsewhere.
_SCRIPTS = {
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7a3]"),
}
_RISES = re.compile(
    r"上升|上涨|增长|增加|同比升|提高|\b(?:up|rose|risen|ris(?:e|es|ing)|increas\w+|grew|growth|surge\w*|jump\w*)\b",
    re.I,
)
_FALLS = re.compile(
    r"下降|减少|降低|降幅|同比降|回落|\b(?:down|fell|fall\w*|decreas\w+|declin\w+|drop\w*|reduc\w+)\b", re.I
)
_IN_DISAGREEMENTS = ("disputed", "misprint", "superseded")
_PARTIAL_DATE = re.compile(r"(\d{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def check(ledger: Ledger) -> list[Problem]:
    """Every row of the record that breaks a rule, in the order of the files."""
    problems: list[Problem] = []
    for claim in ledger.claims.values():
        problems += _claim_problems(claim, ledger)
    problems += _reference_problems(ledger)
    for source in ledger.sources.values():
        problems += _source_problems(source, ledger)
    problems += _second_reading_problems(ledger)
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
    if claim.kind == "yoy_percent" and (sign := direction(claim.evidence)) and sign * claim.value < 0:
        yield problem("value", f"has not the sign of {claim.evidence!r}", "growth is positive, a fall negative")
    if claim.kind == "yoy_percent" and claim.accumulation in ("stock", "running_total"):
        yield problem("accumulation", "has no growth over a year in this record", "write flow or ratio")
    for name in claim.agency.split(","):
        if name not in ledger.agencies:
            yield problem(
                "agency", unknown("agency", name, ledger.agencies), "use a row of agencies.csv or add it there"
            )
    if source := ledger.sources.get(claim.source_id):
        yield from _language_problems(claim, source, problem)
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


def direction(evidence: str) -> int:
    """1 where the phrase says that something rose, -1 where it fell, 0 where it says both or neither."""
    return bool(_RISES.search(evidence)) - bool(_FALLS.search(evidence))


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
        said = cell_text(number.value)
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


def _language_problems(claim: Claim, source: Source, problem: Callable[[str, str, str], Problem]) -> Iterator[Problem]:
    """The evidence is in the language of its source, and its translation says the number as exactly."""
    script = _SCRIPTS.get(source.language)
    if not in_language(claim.evidence, source.language):
        yield problem("evidence", f"is not in the language of its source ({source.language})", "quote the source named")
    if script is None:
        if claim.translation:
            yield problem("translation", f"translates a phrase in {source.language}", "leave it empty")
        return
    if not claim.translation:
        yield problem("translation", "is empty", f"translate {claim.evidence!r}")
    elif "no numeral is printed" not in claim.note and (what := untrue_rendering(claim.translation, claim)):
        yield problem("translation", what, "translate the phrase as exactly as it is printed")


def untrue_rendering(text: str, claim: Claim) -> str:
    """Why an English phrase does not render the claim's number, or nothing where it does."""
    # A unit in brackets is printed away from the number, so the phrase need not hold it.
    printed = {abs(claim.value), *(n.value for n in wording.numbers(claim.value_text.partition("[")[0]))}
    same = [number for number in wording.numbers(text) if number.value in printed]
    if not same:
        return f"does not hold the number {claim.value_text!r}"
    allowed = HEDGES_OF_BOUND.get(claim.bound, set(Hedge))  # an unknown bound is a problem of its own
    if all(number.hedge() not in allowed for number in same):
        return f"says the number otherwise than {claim.bound.replace('_', ' ')}"
    held = {number.value for number in wording.numbers(claim.evidence)} | printed
    for number in wording.numbers(text):
        if (
            number.in_digits
            and number.value not in held
            and not _YEAR.fullmatch(text[number.start : number.end].strip())
        ):
            return f"holds {text[number.start : number.end].strip()}, which the phrase does not"
    return ""


def in_language(phrase: str, language: str) -> bool:
    """Whether a phrase is in the script of that language."""
    script = _SCRIPTS.get(language)
    if script:
        return bool(script.search(phrase))
    return not any(other.search(phrase) for other in _SCRIPTS.values())


def _reprint_problems(claim: Claim, ledger: Ledger, problem: Callable[[str, str, str], Problem]) -> Iterator[Problem]:
    first = ledger.claims.get(claim.reprint_of)
    if first is None:
        yield problem("reprint_of", unknown("claim", claim.reprint_of, ledger.claims), "name an existing claim")
        return
    if first.reprint_of or first is claim:
        yield problem("reprint_of", "is itself a reprint", "name the row of the release itself")
        return
    for field in _SAME_IN_REPRINTS:
        if getattr(first, field) != getattr(claim, field):
            what = f"differs from that of the release it reprints ({first.claim_id}: {getattr(first, field)})"
            yield problem(field, what, "mend the one that is wrong, or make this row a release of its own")


def _reference_problems(ledger: Ledger) -> Iterator[Problem]:
    tables: Iterable[tuple[str, Iterable[Any], str, Mapping[str, Any]]] = (
        ("relations.csv", ledger.relations, "left", ledger.measures),
        ("relations.csv", ledger.relations, "right", ledger.measures),
        ("breaks.csv", ledger.breaks, "measure", ledger.measures),
        ("breaks.csv", ledger.breaks, "source_id", ledger.sources),
        ("second_reading.csv", ledger.second_reading.values(), "claim_id", ledger.claims),
        ("events.csv", ledger.events.values(), "source_id", ledger.sources),
        ("events.csv", ledger.events.values(), "same_event", ledger.events),
        ("programmes.csv", ledger.programmes.values(), "event_id", ledger.events),
        ("sources.csv", ledger.sources.values(), "same_document", ledger.sources),
        ("publications.csv", ledger.publications.values(), "source_id", ledger.sources),
        ("scores.csv", ledger.scores, "publication_id", ledger.publications),
        ("scores.csv", ledger.scores, "criterion_id", ledger.criteria),
        ("scores.csv", ledger.scores, "source_id", ledger.sources),
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


def _second_reading_problems(ledger: Ledger) -> Iterator[Problem]:
    """A second reader who agreed saw the ledger's number, in value, wording and phrase."""
    for reading in ledger.second_reading.values():
        claim = ledger.claims.get(reading.claim_id)
        if claim is None or reading.result != "agreed":
            continue
        for field, agrees in _second_reading_agrees(reading, claim):
            if not agrees:
                what = f"is not the {claim.value_text!r} of claims.csv, though the readers are said to agree"
                remedy = "mend the row that is wrong, or the result"
                yield Problem("second_reading.csv", reading.line, field, getattr(reading, field), what, remedy)


def _second_reading_agrees(reading: SecondReading, claim: Claim) -> Iterator[tuple[str, bool]]:
    try:
        number = wording.parse(claim.value_text)
        yield "value_read", _decimal(reading.value_read) in (claim.value, abs(claim.value))
        yield "value_text_read", wording.parse(reading.value_text_read).mantissa == number.mantissa
        yield "phrase_read", number.stands_in(reading.phrase_read)
    except WordingError:
        yield "value_text_read", False


def _decimal(text: str) -> Fraction | None:
    try:
        return Fraction(text.replace(",", ""))
    except ValueError:
        return None


def check_agreement(ledger: Ledger) -> Iterator[Problem]:
    """What breaks a rule among rows that are sound each for itself.

    Each disagreement still is one, its choice is a used claim, and nothing disagrees in silence.
    """
    declared: dict[str, set[str]] = {}
    for row in ledger.disagreements.values():
        unknown_ids = [name for name in {*row.members, row.chosen or row.members[0]} if name not in ledger.claims]
        for name in unknown_ids:
            what = unknown("claim", name, ledger.claims)
            yield _about(row, "claim_ids", name, what, "name existing claims")
        if unknown_ids:
            continue
        members = [agreement.first_print(ledger.claims[name], ledger.claims) for name in row.members]
        for member in members:
            declared.setdefault(member.claim_id, set()).update(other.claim_id for other in members)
        if len(members) < 2 or not _differ(row.kind, members):
            what = f"no longer disagree as {row.kind.replace('_', ' ')}"
            yield _about(row, "claim_ids", row.claim_ids, what, "withdraw the row, or mend what is wrong")
        yield from _choice_problems(row, ledger)
    yield from _undeclared(ledger, declared)


def _differ(kind: str, members: Sequence[Claim]) -> bool:
    """Whether the claims disagree in the way that the row says."""
    pairs = list(combinations(members, 2))
    statuses = {claim.status for claim in members}
    apart = any(a.unit == b.unit and not a.interval() & b.interval() for a, b in pairs)
    if kind == "values":  # levels of one unit, or a level and a change that do not go together
        return (apart and len({claim.unit for claim in members}) == 1) or len({claim.kind for claim in members}) > 1
    if kind == "revision":
        return apart and "superseded" in statuses
    if kind == "window":
        return any(a.period != b.period and a.interval() & b.interval() for a, b in pairs)
    if kind == "running_total":
        return any(claim.accumulation == "running_total" for claim in members)
    if kind == "scope":
        return True  # a judgement on what is counted, which no column holds: nothing here can take it back
    return bool(statuses & {"misprint", "set_aside"})  # the number, or what it is attached to, is wrong


def _choice_problems(row: Disagreement, ledger: Ledger) -> Iterator[Problem]:
    if row.chosen and row.chosen not in row.members:
        yield _about(row, "chosen", row.chosen, "is not among claim_ids", "choose one of them, or none")
    elif row.chosen and ledger.claims[row.chosen].status != "used":
        status = ledger.claims[row.chosen].status
        yield _about(row, "chosen", row.chosen, f"has the status {status}", "choose a used claim, or none")
    elif not row.chosen and row.kind != "scope":
        for name in row.members:
            if ledger.claims[name].status == "used":
                what = "is used although none is chosen"
                yield _about(row, "claim_ids", name, what, "choose it, or give it a status and a reason")


def _undeclared(ledger: Ledger, declared: Mapping[str, set[str]]) -> Iterator[Problem]:
    remedy = "add the disagreement to disagreements.csv, with a choice and the reason"
    for a, b in agreement.contradictions(ledger.claims.values()):
        if b.claim_id not in declared.get(a.claim_id, ()):
            what = f"contradicts {b.claim_id} ({b.value_text}) of the same quantity and period"
            yield Problem("claims.csv", a.line, "value_text", a.value_text, what, remedy)
    for claim in ledger.claims.values():
        first = agreement.first_print(claim, ledger.claims)
        if not first.interval() & claim.interval():
            what = f"cannot be the number that it reprints ({first.claim_id}: {first.value_text!r})"
            mend = "mend the one that is wrong, or make this row a release of its own"
            yield Problem("claims.csv", claim.line, "value_text", claim.value_text, what, mend)
        if claim.status in _IN_DISAGREEMENTS and first.claim_id not in declared:
            what = f"is {claim.status} but stands in no disagreement"
            yield Problem("claims.csv", claim.line, "status", claim.claim_id, what, remedy)


def _about(row: Disagreement, field: str, value: str, what: str, remedy: str) -> Problem:
    return Problem("disagreements.csv", row.line, field, value, what, remedy)


def _source_problems(source: Source, ledger: Ledger) -> Iterator[Problem]:
    if source.date and not _PARTIAL_DATE.fullmatch(source.date):
        what = "is not YYYY, YYYY-MM or YYYY-MM-DD"
        yield Problem("sources.csv", source.line, "date", source.date, what, "write the date as far as it is printed")
    if not source.date and not source.note:
        yield Problem("sources.csv", source.line, "date", "", "is empty without a note", "say in note why")
    if source.url and host(source.url) not in ledger.outlets:
        what = f"is on the host {host(source.url)!r}, which outlets.csv does not judge"
        yield Problem("sources.csv", source.line, "url", source.url, what, "add the host to outlets.csv")
