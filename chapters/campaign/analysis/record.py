"""What the book rests on: who states the numbers, where they were read, how they were worded, what was remarked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import portion

from campaign.analysis import comparisons
from campaign.record import intervals, printing, wording
from campaign.record.ledger import Claim, Ledger, Source
from campaign.record.quantities import Period, Quantity
from campaign.record.wording import Convention, Hedge

Published = tuple[str, str, Quantity]  # name, meaning and quantity of a result

CHINA, ELSEWHERE = "On China", "On other places"
PLACES = (CHINA, ELSEWHERE)

OTHERS = "Others on China"
AGENCIES: Mapping[str, str] = {
    "MPS": "Police ministry",
    "MIIT": "Telecom ministry",
    "SPP": "Procuratorate",
    "SPC": "Supreme court",
    "PBoC": "Central bank",
    "CNNIC": "Internet survey",
    "CAC": "Internet regulator",
    "NBS": "Statistics bureau",
    "World Bank": "World Bank",
}  # of the claims on China, by number
STRANDS: Mapping[str, str] = {
    "enforcement": "Enforcement",
    "governance": "Governance",
    "awareness": "Awareness",
    "context": "Context",
    "international": "Abroad",
}

# The best copy of a release that we hold, best first.
COPIES = ("Agency's own page", "Recognised outlet", "Copy on a linked site", "Copy elsewhere, no link")

FORMS: Mapping[str, str] = {
    "rounded": "Rounded, no hedge",
    "exact": "Full integer",
    "over": "“More than” (余, 多)",
    "about": "“About” (约)",
    "at_least": "“At least” (超, 以上)",
    "nearly": "“Nearly” (近)",
}
# One real print for each way of wording, shown in the table and the figure of the conventions.
EXAMPLES: Mapping[str, str] = {
    "release-2022-cases-solved": "half a unit of the last digit either way",
    "release-2022-cases-filed-yoy": "the same, of a percentage",
    "release-2022-heads-arrested": "exactly that",
    "release-2022-dens-destroyed": "that or more, short of the next hundred",
    "release-2022-video-plays": "that or more, no upper end",
    "mps-202205-top5share-21caijing": "that or less, above the ten before",
    "miit-2025-05-12381-prevented-pd": "one unit of the last digit either way",
}
_HEDGES_BEFORE = ("超", "近", "约", "more than ", "over ", "nearly ", "about ")
_HEDGE_OF_BOUND = {"at_least": "at least ", "at_most": "up to ", "about": "about "}

READINGS: Mapping[str, str] = {
    "agreed": "Agreed, no remark",
    "agreed with remark": "Agreed, with a remark",
    "ambiguous": "Ambiguous, remark says why",
    "not_read": "Could not be read again",
    "not offered": "Not offered for reading",
}

# What a remark speaks of, by words that occur in it; a remark may speak of several things or of none of these.
_MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
TOPICS: Mapping[str, re.Pattern[str]] = {
    "Period or date": re.compile(
        rf"\b(?:periods?|since|to date|starts?|started|end|dates?|dated|years?|months?|monthly|launch(?:ed)?|cumulative"
        rf"|today|at present|half|quarter|{_MONTHS}|20\d\d)\b|今年|目前",
    ),
    "What is counted": re.compile(
        r"\b[Ss]cope|\b[Cc]ounts\b|\bonly\b|\bwider\b|, not (?:as )?(?!January|calendar|first|15)[a-z]|\bverb\b"
        r"|[Pp]rinted (?:as|for) (?:people|persons|individuals|offenders|incidents|warning|fraud|fund|suspects|handled"
        r"|calls|recovered|kept|leads|emergency|dens|videos|mobile|cases|arrested|a stock|overseas|BEC|individual)"
        r"|subject not restated|taken as (?:cases|defendants)|which the change|\bColumn\b|\bBase\b|\bbase of\b",
    ),
    "Who states it": re.compile(
        r"\b(?:MPS|MIIT|PBoC|CBIRC|SPC|SPP|CASS|ASIC|NCRB|UnionPay|agency|agencies|ministry|authorities|blue book"
        r"|[Jj]ointly|joint with|[Ss]tated by|[Aa]ttributed|credits|credited|cites|departments|carriers|procuratorate"
        r"|Procuratorial)\b|police",
    ),
    "Hedge or unit": re.compile(
        r"[Pp]rinted (?:as|with) (?:[\"“](?:more than|nearly|about|over|around|at least|above)|余)|\bfloor\b"
        r"|[Uu]nits? (?:of|printed)|\brounds\b|[Pp]rinted [\"“](?:over|nearly|about|at least)",
    ),
    "The copy read": re.compile(
        r"[Rr]ead in|\bcop(?:y|ies)\b|traditional script|simplified|\breprint\b|\bcut\b|pinned commit|page (?:text|is)"
    ),
}
UNSORTED = "None of these words"

STATUSES: Mapping[str, tuple[str, str]] = {
    "used": ("stands as printed", "release-2022-cases-solved"),
    "disputed": ("another release says otherwise, and we cannot tell which is right", "release-2022-app-warnings"),
    "set_aside": ("kept, not used", "mps-2023-03-stale-app-warnings"),
    "superseded": ("revised later by whoever stated it", "sg-spf-loss-2024h1-first"),
    "misprint": ("wrong in print", "mps-2025-fy-funds"),
}
ACCUMULATIONS: Mapping[str, str] = {
    "flow": "Flow of a period",
    "running_total": "Running total",
    "ratio": "Share, rate or index",
    "stock": "Stock at a date",
}
BASES: Mapping[str, str] = {"printed": "Period printed", "inferred": "Period inferred by us"}


def count(ledger: Ledger, n: int, unit: str, formula: str) -> Quantity:
    """A count of rows of the record (``unit``: claims, releases, sources, ...) as an exact quantity.

    It is no measure of the codebook: its measure is ``record``, its period that of all claims.
    """
    return Quantity(
        interval=intervals.exactly(n),
        unit=unit,
        measure="record",
        period=period(ledger),
        geography="CN",
        accumulation="stock",
        claims=(),
        formula=formula,
        codebook=ledger.codebook,
    )


def share(part: Quantity, whole: Quantity) -> Quantity:
    """A count of rows in percent of another."""
    return (part / whole).times(Fraction(100), unit="percent")


def period(ledger: Ledger) -> Period:
    """From the first day to the last that any claim counts."""
    days: list[tuple[date, date]] = [(c.period_start, c.period_end) for c in ledger.claims.values()]
    return Period(min(start for start, _ in days), max(end for _, end in days))


def claims(ledger: Ledger) -> pd.DataFrame:
    """One row for each claim.

    Columns: claims (id), agency (label), place, strand (label), form (key of FORMS), status, accumulation, basis,
    reprint (bool), language (of the copy), reading (key of READINGS), remark.
    """
    return pd.DataFrame([_claim_row(ledger, claim) for claim in ledger.claims.values()])


def _claim_row(ledger: Ledger, claim: Claim) -> dict[str, Any]:
    place = CHINA if claim.geography == "CN" else ELSEWHERE
    second = ledger.second_reading.get(claim.claim_id)
    return {
        "claims": claim.claim_id,
        "agency": AGENCIES.get(claim.agency, OTHERS) if place == CHINA else ELSEWHERE,
        "place": place,
        "strand": STRANDS[ledger.measures[claim.measure].strand],
        "form": form(claim),
        "status": claim.status,
        "accumulation": claim.accumulation,
        "basis": claim.period_basis,
        "reprint": bool(claim.reprint_of),
        "language": ledger.sources[claim.source_id].language,
        "reading": reading(ledger, claim),
        "remark": second.remark if second else "",
    }


def form(claim: Claim) -> str:
    """How the number is worded: a key of FORMS."""
    hedge = claim.reading().hedge
    if hedge is not Hedge.NONE:
        return str(hedge.value)
    return "exact" if claim.bound == "exact" else "rounded"


def reading(ledger: Ledger, claim: Claim) -> str:
    """What the second reading says of a claim: a key of READINGS."""
    second = ledger.second_reading.get(claim.claim_id)
    if second is None:
        return "not offered"
    return "agreed with remark" if second.result == "agreed" and second.remark else second.result


def document(ledger: Ledger, claim: Claim) -> str:
    """The document that a claim was read in; copies of one document count as one."""
    source = ledger.sources[claim.source_id]
    return source.same_document or source.source_id


def copy(ledger: Ledger, source: Source) -> str:
    """What kind of copy a source is: one of COPIES."""
    if source.quality == "official":
        return COPIES[0]
    if source.quality == "mainstream":
        return COPIES[1]
    return COPIES[2] if ledger.link(source) else COPIES[3]


def releases(ledger: Ledger, convention: Convention = Convention.USUAL) -> pd.DataFrame:
    """One row for each used claim that is no reprint.

    Columns: claims (id), place, form, accumulation, basis, documents (how many different ones print it), agreeing
    (whether another release of the same thing, read in another document, is compatible), standing (label), copy (the
    best of all prints, one of COPIES).
    """
    prints = _prints(ledger)
    first = [c for c in ledger.claims.values() if c.status == "used" and not c.reprint_of]
    same: dict[tuple[Any, ...], list[Claim]] = defaultdict(list)
    for claim in first:
        same[_what(claim)].append(claim)
    rows = []
    for claim in first:
        documents = {document(ledger, c) for c in prints[claim.claim_id]}
        agreeing = any(
            document(ledger, other) not in documents and other.interval(convention) & claim.interval(convention)
            for other in same[_what(claim)]
        )
        best = min(COPIES.index(copy(ledger, ledger.sources[c.source_id])) for c in prints[claim.claim_id])
        rows.append(
            {
                "claims": claim.claim_id,
                "place": CHINA if claim.geography == "CN" else ELSEWHERE,
                "form": form(claim),
                "accumulation": claim.accumulation,
                "basis": claim.period_basis,
                "documents": len(documents),
                "agreeing": agreeing,
                "standing": _standing(len(documents), agreeing),
                "copy": COPIES[best],
            }
        )
    return pd.DataFrame(rows)


ALONE, SUPPORTED = "One, and nothing else", "One, but another release agrees"
STANDINGS = (ALONE, SUPPORTED, "Two documents", "Three documents", "Four or five")


def _standing(documents: int, agreeing: bool) -> str:
    if documents == 1:
        return SUPPORTED if agreeing else ALONE
    return STANDINGS[min(documents, 4)]


def _prints(ledger: Ledger) -> dict[str, list[Claim]]:
    """Every print of a release, by the claim that stands first."""
    prints: dict[str, list[Claim]] = defaultdict(list)
    for claim in ledger.claims.values():
        prints[claim.reprint_of or claim.claim_id].append(claim)
    return prints


def _what(claim: Claim) -> tuple[Any, ...]:
    return claim.measure, claim.kind, claim.unit, claim.period, claim.geography


def crossed(
    rows: pd.DataFrame, label: str, labels: Iterable[str] | Mapping[str, str], part: str, parts: Collection[str]
) -> pd.DataFrame:
    """How many rows of a frame have each label and part: columns label, part, n, start and total (of the label).

    Every pair has a row, in the order given; ``labels`` may be a mapping from the values of the column to words.
    ``start`` is where the part begins in a bar of its label.
    """
    names = labels if isinstance(labels, Mapping) else {name: name for name in labels}
    found = Counter(zip(rows[label], rows[part], strict=True))
    table = []
    for value, words in names.items():
        start = 0
        total = sum(found[value, p] for p in parts)
        for p in parts:
            n = found[value, p]
            table.append({"label": words, "part": p, "n": n, "start": start, "end": start + n, "total": total})
            start += n
    return pd.DataFrame(table)


def agencies(ledger: Ledger) -> pd.DataFrame:
    """Claims by agency and strand: columns label (agency), part (strand), n, total."""
    labels = (*AGENCIES.values(), OTHERS, ELSEWHERE)
    return crossed(claims(ledger), "agency", labels, "strand", tuple(STRANDS.values()))


def standings(ledger: Ledger, convention: Convention = Convention.USUAL) -> pd.DataFrame:
    """Releases by the number of documents that print them, and place."""
    return crossed(releases(ledger, convention), "standing", STANDINGS, "place", PLACES)


def copies(ledger: Ledger, convention: Convention = Convention.USUAL) -> pd.DataFrame:
    """Releases by the best copy that we hold, and place."""
    return crossed(releases(ledger, convention), "copy", COPIES, "place", PLACES)


def readings(ledger: Ledger) -> pd.DataFrame:
    """Claims by what the second reading says, and place."""
    return crossed(claims(ledger), "reading", READINGS, "place", PLACES)


REMARKED = ("Agreed", "Ambiguous")


def remarks(ledger: Ledger) -> pd.DataFrame:
    """Remarks of the second reader by topic and result; a remark counts under every topic that it speaks of."""
    rows = [
        {"topic": topic, "result": REMARKED[second.result == "ambiguous"]}
        for second in _remarked(ledger)
        for topic in topics(second.remark)
    ]
    return crossed(pd.DataFrame(rows), "topic", (*TOPICS, UNSORTED), "result", REMARKED)


def _remarked(ledger: Ledger) -> list[Any]:
    return [s for s in ledger.second_reading.values() if s.remark and s.result in ("agreed", "ambiguous")]


def topics(remark: str) -> list[str]:
    """What a remark speaks of, by the words of TOPICS; UNSORTED where none occurs."""
    return [topic for topic, words in TOPICS.items() if words.search(remark)] or [UNSORTED]


LANGUAGES = ("Chinese", "Other languages")


def forms(ledger: Ledger) -> pd.DataFrame:
    """Releases by wording and by the language of the print."""
    rows = releases(ledger)
    language = [ledger.sources[ledger.claims[c].source_id].language for c in rows["claims"]]
    rows = rows.assign(language=[LANGUAGES[word != "zh"] for word in language])
    return crossed(rows, "form", FORMS, "language", LANGUAGES)


def periods(ledger: Ledger) -> pd.DataFrame:
    """Releases by what kind of count they are, and by whether the period was printed."""
    rows = releases(ledger)
    return crossed(rows.assign(basis=rows["basis"].map(BASES)), "accumulation", ACCUMULATIONS, "basis", BASES.values())


def printed(claim: Claim) -> str:
    """The number as printed, with its hedge where that stands outside of the number."""
    if wording.read(claim.value_text).hedge is not Hedge.NONE:
        return claim.value_text
    for hedge in _HEDGES_BEFORE:
        if f"{hedge}{claim.value_text}" in claim.evidence:
            return f"{hedge}{claim.value_text}"
    return _HEDGE_OF_BOUND.get(claim.bound, "") + claim.value_text


def in_words(claim: Claim, convention: Convention) -> str:
    """The values that a claim can stand for, without sign, in words."""
    unit = "%" if claim.unit == "percent" else ""
    return f"{printing.span(claim.reading(convention).interval)}{unit}"


def wordings(ledger: Ledger) -> pd.DataFrame:
    """The examples of the conventions: claims, printed, rule, usual and strict (intervals in words)."""
    rows = []
    for claim_id, rule in EXAMPLES.items():
        claim = ledger.claim(claim_id)
        usual, strict = (in_words(claim, convention) for convention in Convention)
        rows.append({"claims": claim_id, "printed": printed(claim), "rule": rule, "usual": usual, "strict": strict})
    return pd.DataFrame(rows)


FARTHEST = 2.0  # units of the last digit: where a drawing of the conventions ends


def conventions(ledger: Ledger) -> pd.DataFrame:
    """The examples under both conventions, in units of the last printed digit away from the printed number.

    Columns: claims, label, convention, low, high, words, beyond_low and beyond_high (the interval goes on beyond the
    drawing, which ends FARTHEST units away).
    """
    rows = []
    for claim_id in EXAMPLES:
        claim = ledger.claim(claim_id)
        for convention in Convention:
            low, high = _relative(claim, claim.reading(convention).interval)
            rows.append(
                {
                    "claims": claim_id,
                    "label": printed(claim),
                    "convention": f"{convention.value} convention",
                    "low": max(low, -FARTHEST),
                    "high": min(high, FARTHEST),
                    "words": in_words(claim, convention),
                    "beyond_low": low < -FARTHEST,
                    "beyond_high": high > FARTHEST,
                }
            )
    return pd.DataFrame(rows)


def _relative(claim: Claim, interval: Any) -> tuple[float, float]:
    """The ends of an interval as distances from the printed number, in units of its last digit."""
    read = claim.reading()
    unit = _last_unit(read)
    ends = (interval.lower, interval.upper if intervals.is_bounded(interval) else None)
    low, high = (float("inf") if end is None else float((end - read.value) / unit) for end in ends)
    return low, high


def _last_unit(read: wording.Reading) -> Fraction:
    """The unit of the last digit that counts: of a hedged or full number its last digit that is not zero."""
    if read.full_integer or read.hedge is not Hedge.NONE:
        return wording.last_digit_step(read.value)
    return read.step


TWICE_STATUSES = (
    "used",
    "disputed",
)  # most disputes are over periods or scope; misprints and superseded prints are out


def printed_twice(ledger: Ledger, convention: Convention = Convention.USUAL) -> pd.DataFrame:
    """Numbers that are printed twice for one agency, measure and period, once rounded or hedged and once finer.

    The finer print has no hedge and lies less than one unit of the coarser one's last digit away. One row for each
    coarser wording of a measure, with its finest print. Columns: claims (both), label, form, gap (units of the coarser
    last digit), low and high (the convention's interval, in the same units; high ends at 1), inside.
    """
    same: dict[tuple[Any, ...], list[Claim]] = defaultdict(list)
    for claim in ledger.claims.values():
        if claim.status in TWICE_STATUSES:
            same[(*_what(claim), claim.agency)].append(claim)
    pairs: dict[tuple[Any, ...], dict[str, Any]] = {}
    for group in same.values():
        for coarse in group:
            for fine in group:
                row = _pair(coarse, fine, convention)
                key = (coarse.measure, abs(coarse.value), form(coarse))
                if row and (key not in pairs or row["step"] < pairs[key]["step"]):
                    pairs[key] = row
    frame = pd.DataFrame(pairs.values())
    order = frame["form"].map(list(FORMS.values()).index)
    frame = frame.assign(order=order).sort_values(["order", "gap"], kind="stable")
    return frame.drop(columns=["order", "step"]).reset_index(drop=True)


def _pair(coarse: Claim, fine: Claim, convention: Convention) -> dict[str, Any] | None:
    rough, exact = coarse.reading(convention), fine.reading()
    unit = _last_unit(rough)
    step = Fraction(1) if fine.bound == "exact" else exact.step
    gap = (exact.value - rough.value) / unit
    if exact.hedge is not Hedge.NONE or step >= unit or gap == 0 or abs(gap) >= 1:
        return None
    low, high = _relative(coarse, rough.interval)
    return {
        "claims": f"{coarse.claim_id};{fine.claim_id}",
        "label": f"{printed(coarse)} / {printed(fine)}",
        "form": FORMS[form(coarse)],
        "gap": float(gap),
        "low": max(low, -1.0),
        "high": min(high, 1.0),
        "inside": not (exact.interval & rough.interval).empty,
        "step": step,
    }


def statuses(ledger: Ledger) -> pd.DataFrame:
    """Status, how many rows have it, what it means, and an example: claims, printed, reason."""
    found = Counter(claim.status for claim in ledger.claims.values())
    rows = []
    for status, (meaning, claim_id) in STATUSES.items():
        claim = ledger.claim(claim_id)
        if claim.status != status:
            raise ValueError(f"{claim_id} has the status {claim.status}, so it is no example of {status}")
        rows.append(
            {
                "status": status.replace("_", " "),
                "n": found[status],
                "meaning": meaning,
                "claims": claim_id,
                "printed": printed(claim),
                "reason": claim.status_reason,
            }
        )
    return pd.DataFrame(rows)


CORRECTED: Mapping[str, str] = {
    "value_text": "wording",
    "bound": "what the wording bounds",
    "period_start": "first day counted",
    "period_end": "last day counted",
    "agency": "who states it",
    "evidence": "phrase quoted",
    "note": "note",
}


def corrections(ledger: Ledger) -> pd.DataFrame:
    """Corrected cells by column: column (words), n, and the first example (claims, printed, was, now, why)."""
    rows = []
    for column, words in CORRECTED.items():
        found = [c for c in ledger.corrections if c.column == column]
        if found:
            first = found[0]
            claim = ledger.claim(first.claim_id)
            rows.append(
                {
                    "column": words,
                    "n": len(found),
                    "claims": claim.claim_id,
                    "printed": printed(claim),
                    "was": first.was,
                    "now": first.now,
                    "why": first.why,
                }
            )
    if {c.column for c in ledger.corrections} - set(CORRECTED):
        raise ValueError("corrections.csv mends a column that CORRECTED does not name")
    return pd.DataFrame(rows)


def changed_by_strict(ledger: Ledger) -> int:
    """How many releases the strict convention reads differently."""
    return sum(
        claim.interval(Convention.USUAL) != claim.interval(Convention.STRICT)
        for claim in (ledger.claims[c] for c in releases(ledger)["claims"])
    )


def cut(ledger: Ledger, claim_id: str) -> Quantity:
    """A rounded claim read as if its further digits had been cut off: from the print to one unit beyond it."""
    claim = ledger.claim(claim_id)
    read = claim.reading()
    interval = portion.closedopen(read.value, read.value + _last_unit(read))
    return replace(ledger.quantity(claim_id), interval=intervals.negate(interval) if claim.value < 0 else interval)


def solved_2021_if_cut(ledger: Ledger, convention: Convention = Convention.USUAL) -> Quantity:
    """Cases solved January to November 2021, if 39.1万 and 5.7% of the release were cut off and not rounded."""
    level, growth = (cut(ledger, f"release-2022-cases-solved{end}") for end in ("", "-yoy"))
    then = ledger.quantity("mps-2021-11m-cases-solved", convention)
    return comparisons.agreed(then, comparisons.implied_base(level, growth))


def what_if(ledger: Ledger, convention: Convention = Convention.USUAL) -> list[Published]:
    """What other readings of the same words would change in the figures that the book derives."""
    return [
        (
            "record-cut-solved",
            "Cases solved January to November 2022, if 39.1万 was cut off",
            cut(ledger, "release-2022-cases-solved"),
        ),
        (
            "record-cut-base",
            "Cases solved January to November 2021, if 39.1万 and 5.7% were cut off",
            solved_2021_if_cut(ledger, convention),
        ),
    ]


def size_counts(ledger: Ledger) -> list[Published]:
    """How large the record is, and who states it."""
    rows = claims(ledger)
    on_china = rows[rows["place"] == CHINA]
    sources = list(ledger.sources.values())
    documents = {source.same_document or source.source_id for source in sources}
    total = count(ledger, len(rows), "claims", "count of rows of claims.csv")
    china = count(ledger, len(on_china), "claims", "count of rows of claims.csv with geography CN")
    police_rows = sum(claim.agency == "MPS" and claim.geography == "CN" for claim in ledger.claims.values())
    police = count(ledger, police_rows, "claims", "count of rows of claims.csv with geography CN and agency MPS")
    stating = {claim.agency for claim in ledger.claims.values()}
    languages = Counter(source.language for source in sources)
    return [
        ("record-claims", "Claims in the record", total),
        ("record-claims-china", "Claims on China", china),
        ("record-claims-police", "Claims on China that the police ministry states alone", police),
        ("record-police-share", "Share of the police ministry in the claims on China", share(police, china)),
        *_counted(
            ledger,
            ("record-agencies", "Bodies that state a number", len(stating), "bodies", "distinct agencies"),
            ("record-places", "Places", len({c.geography for c in ledger.claims.values()}), "places", "geographies"),
            ("record-measures", "Measures", len(ledger.measures), "measures", "rows of measures.csv"),
            ("record-sources", "Sources", len(sources), "sources", "rows of sources.csv"),
            ("record-documents", "Documents", len(documents), "documents", "sources, copies of one document folded"),
            ("record-sources-zh", "Sources in Chinese", languages["zh"], "sources", "sources with language zh"),
            ("record-sources-en", "Sources in English", languages["en"], "sources", "sources with language en"),
            ("record-sources-ja", "Sources in Japanese", languages["ja"], "sources", "sources with language ja"),
            ("record-sources-ko", "Sources in Korean", languages["ko"], "sources", "sources with language ko"),
            *(
                (f"record-sources-{quality}", f"Sources of quality {quality}", n, "sources", f"quality {quality}")
                for quality, n in sorted(Counter(source.quality for source in sources).items())
            ),
        ),
    ]


def corroboration_counts(ledger: Ledger, convention: Convention = Convention.USUAL) -> list[Published]:
    """In how many documents the releases stand, and in what kind of copy."""
    rows = releases(ledger, convention)
    all_rows = claims(ledger)
    used = all_rows[all_rows["status"] == "used"]
    whole = count(ledger, len(rows), "releases", "count of used claims that reprint none")
    china = count(ledger, int((rows["place"] == CHINA).sum()), "releases", "the same, with geography CN")
    single = _releases(ledger, rows, rows["documents"] == 1, "read in one document")
    alone = _releases(ledger, rows, rows["standing"] == ALONE, "read in one document, no compatible release elsewhere")
    on_china = rows[rows["place"] == CHINA]
    alone_china = _releases(ledger, on_china, on_china["standing"] == ALONE, "the same, with geography CN")
    own_page = _releases(ledger, on_china, on_china["copy"] == COPIES[0], "on China, read on an official page")
    outlet = _releases(ledger, on_china, on_china["copy"] == COPIES[1], "on China, best copy of a recognised outlet")
    unlinked = _releases(ledger, on_china, on_china["copy"] == COPIES[3], "on China, no copy that the book links to")
    foreign = rows[rows["place"] == ELSEWHERE]
    foreign_page = _releases(ledger, foreign, foreign["copy"] == COPIES[0], "on other places, on an official page")
    abroad = count(ledger, len(foreign), "releases", "the same, with another geography")
    return [
        *_counted(
            ledger,
            ("record-used", "Used claims", len(used), "claims", "claims with status used"),
            ("record-used-reprints", "Used reprints", int(used["reprint"].sum()), "claims", "used claims that reprint"),
        ),
        ("record-releases", "Used claims that reprint none, here called releases", whole),
        ("record-releases-china", "Releases on China", china),
        ("record-single", "Releases read in one document", single),
        ("record-single-share", "Share of releases read in one document", share(single, whole)),
        ("record-alone", "Releases that nothing else supports", alone),
        ("record-alone-share", "Share of releases that nothing else supports", share(alone, whole)),
        ("record-alone-china-share", "The same, of the releases on China", share(alone_china, china)),
        (
            "record-two-documents",
            "Releases read in two documents",
            _releases(ledger, rows, rows["documents"] == 2, "read in two documents"),
        ),
        (
            "record-three-documents",
            "Releases read in three documents or more",
            _releases(ledger, rows, rows["documents"] >= 3, "read in three documents or more"),
        ),
        ("record-own-page-china", "Releases on China read on the agency's own page", own_page),
        ("record-own-page-china-share", "Share of them", share(own_page, china)),
        ("record-own-page-abroad-share", "The same, of the releases on other places", share(foreign_page, abroad)),
        (
            "record-outlet-china-share",
            "Releases on China whose best copy is a recognised outlet's",
            share(outlet, china),
        ),
        (
            "record-unlinked-china-share",
            "Releases on China without a copy that the book links to",
            share(unlinked, china),
        ),
    ]


def reading_counts(ledger: Ledger) -> list[Published]:
    """What the second reading found."""
    rows = claims(ledger)
    found = Counter(rows["reading"])
    read = [s for s in ledger.second_reading.values() if s.value_read]
    differing = sum(abs(Fraction(s.value_read)) != abs(ledger.claims[s.claim_id].value) for s in read)
    remarked = _remarked(ledger)
    of_topic = Counter(topic for second in remarked for topic in topics(second.remark))
    ambiguous = [s for s in remarked if s.result == "ambiguous"]
    dated = sum("Period or date" in topics(s.remark) for s in ambiguous)
    total = count(ledger, len(rows), "claims", "count of rows of claims.csv")
    again = count(ledger, len(read), "claims", "count of rows of second_reading.csv with a value")
    remarks_made = count(ledger, len(remarked), "remarks", "remarks on claims that were read again")
    on_period = count(ledger, of_topic["Period or date"], "remarks", "remarks with a word of the topic period or date")
    release = [c for c in ledger.claims.values() if c.claim_id.startswith("release-2022-")]
    reprints = {c.reprint_of for c in ledger.claims.values() if ledger.second_reading_of(c.claim_id) != "not_read"}
    return [
        ("record-read-again", "Claims that a second reader could read", again),
        ("record-read-again-share", "Share of the claims that were read again", share(again, total)),
        (
            "record-on-period-share",
            "Share of the remarks that speak of a period or date",
            share(on_period, remarks_made),
        ),
        *_counted(
            ledger,
            ("record-offered", "Claims offered", len(ledger.second_reading), "claims", "rows of second_reading.csv"),
            ("record-not-offered", "Claims not offered", found["not offered"], "claims", "claims without such a row"),
            ("record-not-read", "Claims offered and not read", found["not_read"], "claims", "result not_read"),
            ("record-differing", "Values that differ", differing, "claims", "value_read against value, signs aside"),
            ("record-ambiguous", "Ambiguous claims", found["ambiguous"], "claims", "result ambiguous"),
            ("record-ambiguous-period", "Those over a period", dated, "claims", "ambiguous, topic period or date"),
            ("record-remarks", "Remarks", len(remarked), "remarks", "remarks on claims that were read again"),
            ("record-agreed-remark", "Agreed with a remark", found["agreed with remark"], "claims", "agreed, remark"),
            ("record-remarks-counted", "On the count", of_topic["What is counted"], "remarks", "what is counted"),
            ("record-remarks-agency", "On the agency", of_topic["Who states it"], "remarks", "who states it"),
            ("record-remarks-unsorted", "Not sorted", of_topic[UNSORTED], "remarks", "no word of any topic"),
            ("record-release-numbers", "Numbers of the release", len(release), "claims", "claims release-2022-*"),
            (
                "record-release-reread",
                "Numbers of the release that were read again in a reprint",
                sum(c.claim_id in reprints for c in release),
                "claims",
                "claims release-2022-* with a reprint that was read",
            ),
        ),
    ]


def wording_counts(ledger: Ledger, convention: Convention = Convention.USUAL) -> list[Published]:
    """How the releases are worded, and how the conventions fare against numbers printed twice."""
    rows = releases(ledger)
    found = Counter(rows["form"])
    whole = count(ledger, len(rows), "releases", "count of used claims that reprint none")
    strict = count(ledger, changed_by_strict(ledger), "releases", "releases read differently by the strict convention")
    exact = count(ledger, found["exact"], "releases", "releases worded as a full integer")
    hedged = count(ledger, len(rows) - found["exact"] - found["rounded"], "releases", "releases with a hedge")
    pairs = printed_twice(ledger, convention)
    over = pairs[pairs["form"] == FORMS["over"]]
    plain = pairs[pairs["form"].isin((FORMS["rounded"], FORMS["exact"]))]
    return [
        ("record-strict-changes", "Releases that the strict convention reads differently", strict),
        ("record-strict-share", "Share of the releases", share(strict, whole)),
        ("record-hedged", "Releases with a hedge", hedged),
        ("record-hedged-share", "Share of the releases that hedge", share(hedged, whole)),
        ("record-exact-share", "Share of the releases that print a full integer", share(exact, whole)),
        *_counted(
            ledger,
            ("record-over", "Releases with 余, 多, more than or over", found["over"], "releases", "wording over"),
            ("record-rounded", "Releases rounded without a hedge", found["rounded"], "releases", "wording rounded"),
            ("record-twice", "Numbers printed twice, once finer", len(pairs), "pairs", "pairs, see printed_twice"),
            ("record-twice-inside", "Those that meet", int(pairs["inside"].sum()), "pairs", "finer meets coarser"),
            ("record-twice-over", "Those with 余 or more than", len(over), "pairs", "coarser worded over"),
            (
                "record-twice-over-late",
                "Those whose finer print lies in the upper half of the unit",
                int((over["gap"] > 0.5).sum()),
                "pairs",
                "coarser worded over, gap above half a unit",
            ),
            ("record-twice-plain", "Those without hedge", len(plain), "pairs", "coarser without hedge"),
            (
                "record-twice-up",
                "Those of them that were rounded up",
                int((plain["gap"] < 0).sum()),
                "pairs",
                "coarser without hedge, finer below it",
            ),
        ),
    ]


def status_counts(ledger: Ledger) -> list[Published]:
    """How many claims have each status, kind of count and basis of the period."""
    rows = claims(ledger)
    china = releases(ledger)
    china = china[china["place"] == CHINA]
    totals = china[china["accumulation"] == "running_total"]
    inferred = int((china["basis"] == "inferred").sum())
    return [
        *_counted(
            ledger,
            *(
                (
                    f"record-{status.replace('_', '-')}",
                    f"Claims with the status {status}",
                    n,
                    "claims",
                    f"status {status}",
                )
                for status, n in sorted(Counter(rows["status"]).items())
                if status != "used"
            ),
            ("record-totals", "Running totals on China", len(totals), "releases", "running_total, geography CN"),
            (
                "record-totals-inferred",
                "Those whose period we inferred",
                int((totals["basis"] == "inferred").sum()),
                "releases",
                "running_total, geography CN, inferred",
            ),
            ("record-inferred", "Releases on China with an inferred period", inferred, "releases", "inferred, CN"),
            (
                "record-corrections-ends",
                "Those that move a last day",
                sum(c.column == "period_end" for c in ledger.corrections),
                "cells",
                "rows of corrections.csv with column period_end",
            ),
            (
                "record-corrections-bounds",
                "Those that settle what a wording bounds",
                sum(c.column == "bound" for c in ledger.corrections),
                "cells",
                "rows of corrections.csv with column bound",
            ),
            ("record-corrections", "Cells corrected", len(ledger.corrections), "cells", "rows of corrections.csv"),
        ),
    ]


def published(ledger: Ledger, convention: Convention = Convention.USUAL) -> dict[str, list[Published]]:
    """Every result of the chapter, by the question that it answers."""
    return {
        "How large the record is": size_counts(ledger),
        "How well its numbers are attested": corroboration_counts(ledger, convention),
        "What a second reader saw": reading_counts(ledger),
        "How the numbers are worded": [*wording_counts(ledger, convention), *what_if(ledger, convention)],
        "What they count and whether they are used": status_counts(ledger),
    }


def words(ledger: Ledger, convention: Convention = Convention.USUAL) -> dict[str, str]:
    """Every result of the chapter by name, as captions print it: a count in full, a share to the whole percent."""
    return {
        name: f"{round(q.low)}%" if q.unit == "percent" else printing.span(q.interval)
        for results in published(ledger, convention).values()
        for name, _, q in results
    }


def _releases(ledger: Ledger, rows: pd.DataFrame, chosen: pd.Series, what: str) -> Quantity:
    return count(ledger, int(chosen[rows.index].sum()), "releases", f"count of releases {what}")


def _counted(ledger: Ledger, *entries: tuple[str, str, int, str, str]) -> list[Published]:
    """Results of plain counts: name, meaning, n, unit, what is counted."""
    return [(name, meaning, count(ledger, n, unit, f"count of {what}")) for name, meaning, n, unit, what in entries]
