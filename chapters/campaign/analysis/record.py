"""What the book rests on: who states the numbers, where they were read, how they were worded, what was remarked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import permutations
from typing import Any

import pandas as pd
import portion
from portion import Interval

from campaign import CHINA
from campaign.analysis import as_printed
from campaign.analysis.as_printed import linked
from campaign.rules import RELEASE
from ledgerbook.numbers import comparisons, intervals, printing, quantities, wording
from ledgerbook.numbers.days import year_of
from ledgerbook.numbers.quantities import Period, Quantity
from ledgerbook.numbers.wording import Convention, Hedge
from ledgerbook.record import agreement
from ledgerbook.record.checks import Check
from ledgerbook.record.ledger import Ledger, kept
from ledgerbook.record.rows import Claim, Source

HERE, ELSEWHERE = "china", "elsewhere"  # keys of record.place in words.csv, as the other keys below
OTHERS = "others"
NO_BODIES = {"unstated", "media"}  # in the column agency
# The best copy of a statement that we hold, best first.
OFFICIAL, RECOGNISED, LINKED, UNLINKED = COPIES = ("official", "recognised", "linked", "unlinked")

UNSORTED = "unsorted"
PERIOD = "period"  # the topic that most remarks are on


def count(ledger: Ledger, n: int | Fraction, unit: str, what: str, claims: Iterable[str] = ()) -> Quantity:
    """A count of rows of the record (``unit``: claims, statements, sources, ...) as an exact quantity.

    It is no measure of the codebook: its measure is ``record``, its period that of all claims. ``what`` says of which
    rows, and ``claims`` are those that stand behind it.
    """
    return quantities.counted(
        n, unit, what, period=period(ledger), geography=CHINA, codebook=ledger.codebook, claims=claims
    )


def by_rule(ledger: Ledger, words: str, interval: Interval, unit: str, claims: Iterable[str] = ()) -> Quantity:
    """What is found of rows of the record by another rule than counting, such as a median; ``words`` say which."""
    return quantities.solved(
        words,
        interval,
        unit=unit,
        measure="record",
        period=period(ledger),
        geography=CHINA,
        accumulation="ratio",
        codebook=ledger.codebook,
        claims=claims,
    )


def share(part: Quantity, whole: Quantity) -> Quantity:
    """A count of rows in percent of another."""
    return (part / whole).times(Fraction(100), unit="percent")


@kept
def period(ledger: Ledger) -> Period:
    """From the first day to the last that any claim counts."""
    starts = [c.period_start for c in ledger.claims.values() if c.period_start]
    return Period(min(starts), max(c.period_end for c in ledger.claims.values()))


@kept
def claims(ledger: Ledger) -> pd.DataFrame:
    """One row for each claim.

    Columns: claims (id) and keys: agency (or OTHERS), place (HERE or ELSEWHERE), strand, form, status, accumulation,
    basis, reading; reprint (bool), remark.
    """
    return pd.DataFrame([_claim_row(ledger, claim) for claim in ledger.claims.values()])


def _claim_row(ledger: Ledger, claim: Claim) -> dict[str, Any]:
    second = ledger.second_reading.get(claim.claim_id)
    return {
        "claims": claim.claim_id,
        "agency": claim.agency if claim.agency in ledger.keys("record.agency") else OTHERS,
        "place": _place(claim),
        "strand": ledger.measures[claim.measure].strand,
        "form": form(claim),
        "status": claim.status,
        "accumulation": claim.accumulation,
        "basis": claim.period_basis,
        "reprint": bool(claim.reprint_of),
        "reading": reading(ledger, claim),
        "remark": second.remark if second else "",
    }


def _place(claim: Claim) -> str:
    return HERE if claim.geography == CHINA else ELSEWHERE


def form(claim: Claim) -> str:
    """How the number is worded: a key of record.form in words.csv."""
    hedge = claim.reading().hedge
    if hedge is not Hedge.NONE:
        return str(hedge.value)
    return "exact" if claim.bound == "exact" else "rounded"


def reading(ledger: Ledger, claim: Claim) -> str:
    """What the second reading says of a claim: a key of record.reading in words.csv."""
    second = ledger.second_reading.get(claim.claim_id)
    if second is None:
        return "not_offered"
    return "agreed_with_remark" if second.result == "agreed" and second.remark else second.result


def document(ledger: Ledger, claim: Claim) -> str:
    """The document that a claim was read in; copies of one document count as one."""
    source = ledger.sources[claim.source_id]
    return source.same_document or source.source_id


def copy(ledger: Ledger, source: Source) -> str:
    """What kind of copy a source is: one of COPIES."""
    if source.quality == "official":
        return OFFICIAL
    if source.quality == "mainstream":
        return RECOGNISED
    return LINKED if ledger.link(source) else UNLINKED


@kept
def statements(ledger: Ledger) -> pd.DataFrame:
    """One row for each statement, which is a used claim that is no reprint.

    Columns: claims (id), place, form, accumulation, basis, documents (how many different ones print it), standing (one
    of STANDINGS), copy (the best of all prints, one of COPIES).
    """
    prints = _prints(ledger)
    first = [c for c in ledger.claims.values() if c.status == "used" and not c.reprint_of]
    same: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in first:
        same[agreement.quantity_of(claim)].append(claim)
    rows = []
    for claim in first:
        documents = {document(ledger, c) for c in prints[claim.claim_id]}
        agreeing = any(
            document(ledger, other) not in documents and ledger.interval(other) & ledger.interval(claim)
            for other in same[agreement.quantity_of(claim)]
        )
        best = min(COPIES.index(copy(ledger, ledger.sources[c.source_id])) for c in prints[claim.claim_id])
        rows.append(
            {
                "claims": claim.claim_id,
                "place": _place(claim),
                "form": form(claim),
                "accumulation": claim.accumulation,
                "basis": claim.period_basis,
                "documents": len(documents),
                "standing": _standing(len(documents), agreeing),
                "copy": COPIES[best],
            }
        )
    return pd.DataFrame(rows)


def on_china(ledger: Ledger) -> pd.DataFrame:
    """The statements on China."""
    rows = statements(ledger)
    return rows[rows["place"] == HERE]


def behind(row: Any) -> list[str]:
    """The claims behind a row of a table that lists them in its column ``claims``."""
    return [name for name in row.claims.split(";") if name]


ALONE, SUPPORTED, *MANY = STANDINGS = ("alone", "supported", "two", "three", "more")


def _standing(documents: int, agreeing: bool) -> str:
    if documents == 1:
        return SUPPORTED if agreeing else ALONE
    return MANY[min(documents, 4) - 2]


def _prints(ledger: Ledger) -> dict[str, list[Claim]]:
    """Every print of a statement, by the claim that stands first."""
    prints: dict[str, list[Claim]] = defaultdict(list)
    for claim in ledger.claims.values():
        prints[claim.reprint_of or claim.claim_id].append(claim)
    return prints


def crossed(
    rows: pd.DataFrame, label: str, labels: Mapping[str, str], part: str, parts: Mapping[str, str]
) -> pd.DataFrame:
    """How many rows of a frame have each label and part: columns label, part, n, start and total (of the label).

    Every pair has a row, in the order given; both mappings lead from the keys in the column to words. ``start`` is
    where the part begins in a bar of its label.
    """
    found = Counter(zip(rows[label], rows[part], strict=True))
    table = []
    for key, words in labels.items():
        start = 0
        total = sum(found[key, p] for p in parts)
        for p, part_words in parts.items():
            n = found[key, p]
            table.append({"label": words, "part": part_words, "n": n, "start": start, "end": start + n, "total": total})
            start += n
    return pd.DataFrame(table)


def _named(ledger: Ledger, kind: str) -> dict[str, str]:
    """The words of a kind by their keys, in their order."""
    return {key: ledger.word(f"record.{kind}", key) for key in ledger.keys(f"record.{kind}")}


def agencies(ledger: Ledger) -> pd.DataFrame:
    """Claims on China by agency and strand: columns label (agency), part (strand), n, total."""
    rows = claims(ledger)
    rows = rows[rows["place"] == HERE]
    strands = {key: words for key, words in _named(ledger, "strand").items() if key in set(rows["strand"])}
    return crossed(rows, "agency", _named(ledger, "agency"), "strand", strands)


def standings(ledger: Ledger) -> pd.DataFrame:
    """Statements by the number of documents that print them, and place."""
    return crossed(statements(ledger), "standing", _named(ledger, "standing"), "place", _named(ledger, "place"))


def copies(ledger: Ledger) -> pd.DataFrame:
    """Statements by the best copy that we hold, and place."""
    return crossed(statements(ledger), "copy", _named(ledger, "copy"), "place", _named(ledger, "place"))


def readings(ledger: Ledger) -> pd.DataFrame:
    """Claims by what the second reading says, and place."""
    return crossed(claims(ledger), "reading", _named(ledger, "reading"), "place", _named(ledger, "place"))


def remarks(ledger: Ledger) -> pd.DataFrame:
    """Remarks of the second reader by topic and result; a remark counts under every topic that it speaks of."""
    rows = [
        {"topic": topic, "result": second.result}
        for second in _remarked(ledger)
        for topic in topics(ledger, second.remark)
    ]
    return crossed(pd.DataFrame(rows), "topic", _topic_names(ledger), "result", _named(ledger, "remark"))


def _topic_names(ledger: Ledger) -> dict[str, str]:
    return {key: row.label_en for key, row in ledger.table("remark_topics").items()} | _named(ledger, "topic")


def _remarked(ledger: Ledger) -> list[Any]:
    return [s for s in ledger.second_reading.values() if s.remark and s.result in ("agreed", "ambiguous")]


def topics(ledger: Ledger, remark: str) -> list[str]:
    """What a remark speaks of, by the words of remark_topics.csv; UNSORTED where none occurs."""
    rows = ledger.table("remark_topics").items()
    return [topic for topic, row in rows if re.search(row.pattern, remark)] or [UNSORTED]


def forms(ledger: Ledger) -> pd.DataFrame:
    """Statements by wording and by the language of the print."""
    rows = statements(ledger)
    language = [ledger.sources[ledger.claims[c].source_id].language for c in rows["claims"]]
    rows = rows.assign(language=["zh" if word == "zh" else "other" for word in language])
    return crossed(rows, "form", _named(ledger, "form"), "language", _named(ledger, "language"))


def periods(ledger: Ledger) -> pd.DataFrame:
    """Statements by what kind of count they are, and by whether the period was printed."""
    kinds, bases = _named(ledger, "accumulation"), _named(ledger, "basis")
    return crossed(statements(ledger), "accumulation", kinds, "basis", bases)


def in_words(ledger: Ledger, claim: Claim) -> str:
    """The values that a claim can stand for, without sign, in words."""
    unit = "%" if claim.unit == "percent" else ""
    return f"{printing.span(ledger.reading(claim).interval)}{unit}"


def wordings(ledger: Ledger) -> pd.DataFrame:
    """The examples of the conventions: printed (a link), rule, usual and strict (intervals in words)."""
    rows = []
    for claim_id, example in ledger.table("wording_examples").items():
        claim = ledger.claim(claim_id)
        usual, strict = (in_words(ledger.under(convention), claim) for convention in Convention)
        rows.append({"printed": linked(claim), "rule": example.rule_en, "usual": usual, "strict": strict})
    return pd.DataFrame(rows)


FARTHEST = 2.0  # units of the last digit: where a drawing of the conventions ends


def conventions(ledger: Ledger) -> pd.DataFrame:
    """The examples under both conventions, in units of the last printed digit away from the printed number.

    Columns: claims, label, convention, low, high, words, beyond_low and beyond_high (the interval goes on beyond the
    drawing, which ends FARTHEST units away).
    """
    rows = []
    for claim_id in ledger.table("wording_examples"):
        claim = ledger.claim(claim_id)
        for reader in map(ledger.under, Convention):
            low, high = _relative(claim, reader.reading(claim).interval)
            rows.append(
                {
                    "claims": claim_id,
                    "label": as_printed.number(claim),
                    "convention": ledger.word("record.convention", reader.convention.value),
                    "low": max(low, -FARTHEST),
                    "high": min(high, FARTHEST),
                    "words": in_words(reader, claim),
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


TWICE_STATUSES = ("used", "disputed")  # most disputes are over periods or scope; misprints are out


def printed_twice(ledger: Ledger) -> pd.DataFrame:
    """Numbers that are printed twice for one agency, measure and period, once rounded or hedged and once finer.

    The finer print has no hedge and lies less than one unit of the coarser one's last digit away. One row for each
    coarser wording of a measure, with its finest print. Columns: claims (both), label, form, gap (units of the coarser
    last digit), low and high (the convention's interval, in the same units; high ends at 1), inside.
    ``form`` is the words of ``form_key``.
    """
    pairs: dict[tuple[Any, ...], dict[str, Any]] = {}
    for coarse, fine, gap in _pairs(ledger):
        key = (coarse.measure, abs(coarse.value), form(coarse))
        if 0 < abs(gap) < 1 and (key not in pairs or _step(fine) < pairs[key]["step"]):
            pairs[key] = _pair(ledger, coarse, fine, gap)
    frame = pd.DataFrame(pairs.values())
    order = frame["form_key"].map(ledger.keys("record.form").index)
    frame = frame.assign(order=order).sort_values(["order", "gap"], kind="stable")
    return frame.drop(columns=["order", "step"]).reset_index(drop=True)


def too_far_apart(ledger: Ledger) -> list[tuple[Claim, Claim]]:
    """The pairs that differ by a whole unit of the coarser print or more, which no rounding explains."""
    found = {frozenset((c.claim_id, f.claim_id)): (c, f) for c, f, gap in _pairs(ledger) if abs(gap) >= 1}
    return list(found.values())


def _pairs(ledger: Ledger) -> Iterator[tuple[Claim, Claim, Fraction]]:
    """Coarser print, finer print without hedge, and how far the finer lies above, in units of the coarser."""
    same: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in ledger.claims.values():
        if claim.status in TWICE_STATUSES:
            same[agreement.quantity_of(claim), claim.agency].append(claim)
    for group in same.values():
        for coarse, fine in permutations(group, 2):
            unit = _last_unit(coarse.reading())
            if fine.reading().hedge is Hedge.NONE and _step(fine) < unit:
                yield coarse, fine, (fine.reading().value - coarse.reading().value) / unit


def _step(claim: Claim) -> Fraction:
    """The unit of the last printed digit; one for a number that is exact."""
    return Fraction(1) if claim.bound == "exact" else claim.reading().step


def _pair(ledger: Ledger, coarse: Claim, fine: Claim, gap: Fraction) -> dict[str, Any]:
    rough = ledger.reading(coarse)
    low, high = _relative(coarse, rough.interval)
    return {
        "claims": f"{coarse.claim_id};{fine.claim_id}",
        "label": f"{as_printed.number(coarse)} / {as_printed.number(fine)}",
        "form_key": form(coarse),
        "form": ledger.word("record.form", form(coarse)),
        "gap": float(gap),
        "low": max(low, -1.0),
        "high": min(high, 1.0),
        "inside": not (fine.reading().interval & rough.interval).empty,
        "step": _step(fine),
    }


FIRST_YEAR = 2016  # of which the ministry prints cases solved of a whole year


def solved_years(ledger: Ledger) -> dict[str, list[str]]:
    """The claims that print the cases solved of a whole year, for each year to the last of which one does."""
    found: dict[int, list[str]] = defaultdict(list)
    for claim in ledger.select("cases_solved", geography=CHINA, statuses=("used",)):
        year = claim.period_end.year
        if claim.period == year_of(year):
            found[year].append(claim.claim_id)
    return {str(year): found[year] for year in range(FIRST_YEAR, max(found) + 1)}


def statuses(ledger: Ledger) -> pd.DataFrame:
    """Status, how many rows have it (n), its meaning, and an example (a link)."""
    found = Counter(claim.status for claim in ledger.claims.values())
    rows = []
    for status, row in ledger.table("statuses").items():
        claim = ledger.claim(row.example)
        if claim.status != status:
            raise ValueError(
                f"statuses.csv:{row.line}: {row.example} has the status {claim.status}, so it is no example of {status}"
            )
        rows.append({"status": row.label_en, "n": found[status], "meaning": row.meaning_en, "example": linked(claim)})
    return pd.DataFrame(rows)


def corrections(ledger: Ledger) -> pd.DataFrame:
    """Corrected cells by column: column (words), n, and the first of them as an example (a link and words)."""
    rows = []
    of_claims = [(cell, c.why) for c in ledger.corrections if c.table == "claims" for cell in c.cells]
    named = _named(ledger, "column")
    for column, words in named.items():
        found = [(cell, why) for cell, why in of_claims if cell.column == column]
        if found:
            first, why = found[0]
            change = f"{first.was or 'nothing'} → {first.now or 'nothing'}. {why}"
            rows.append(
                {"column": words, "n": len(found), "example": f"{linked(ledger.claim(first.row_id))}: {change}"}
            )
    return pd.DataFrame(rows)


def changed_by_strict(ledger: Ledger) -> int:
    """How many statements the strict convention reads differently."""
    usual, strict = ledger.under(Convention.USUAL), ledger.under(Convention.STRICT)
    return sum(
        usual.interval(claim) != strict.interval(claim)
        for claim in (ledger.claims[c] for c in statements(ledger)["claims"])
    )


def cut(ledger: Ledger, claim_id: str) -> Quantity:
    """A rounded claim read as if its further digits had been cut off: from the print to one unit beyond it."""
    claim = ledger.claim(claim_id)
    read = claim.reading()
    interval = portion.closedopen(read.value, read.value + _last_unit(read))
    return ledger.quantity_if(claim_id, intervals.negate(interval) if claim.value < 0 else interval)


def solved_2021_if_cut(ledger: Ledger) -> Quantity:
    """Cases solved January to November 2021, if 39.1万 and 5.7% of the release were cut off and not rounded."""
    level, growth = (cut(ledger, f"release-2022-cases-solved{end}") for end in ("", "-yoy"))
    then = ledger.quantity("mps-2021-11m-cases-solved")
    return comparisons.agreed(then, comparisons.implied_base(level, growth))


class Counts:
    """Results of one kind: counts of rows of the record, and shares of one count in another."""

    def __init__(self, ledger: Ledger, unit: str) -> None:
        self.ledger = ledger
        self.unit = unit
        self.results: dict[str, Quantity] = {}

    def add(self, name: str, n: int, what: str, unit: str = "") -> Quantity:
        """Publishes a count; ``what`` says of which rows."""
        quantity = count(self.ledger, n, unit or self.unit, f"count of {what}")
        self.results[name] = quantity
        return quantity

    def share(self, name: str, part: Quantity, whole: Quantity) -> None:
        """Publishes a count in percent of another."""
        self.results[name] = share(part, whole)


def claim_counts(ledger: Ledger) -> dict[str, Quantity]:
    """How many claims there are, and who states them."""
    found = Counts(ledger, "claims")
    claims_all = ledger.claims.values()
    on_china = [c for c in claims_all if c.geography == CHINA]
    police = sum(c.agency == "MPS" for c in on_china)
    bodies = {body for c in claims_all for body in re.split(r" ?[,/] ?", c.agency)} - NO_BODIES
    abroad = len(claims_all) - len(on_china)
    found.add("record-claims", len(claims_all), "rows of claims.csv")
    china = found.add("record-claims-china", len(on_china), "rows with geography CN")
    found.add("record-claims-abroad", abroad, "rows with another geography")
    stated = found.add("record-claims-police", police, "rows with geography CN and agency MPS")
    found.share("record-police-share", stated, china)
    found.add("record-agencies", len(bodies), "agencies, joint ones split", "bodies")
    found.add("record-measures", len(ledger.measures), "rows of measures.csv", "measures")
    return found.results


def source_counts(ledger: Ledger) -> dict[str, Quantity]:
    """How many sources there are, in which languages, and of which quality.

    Documents that were read for the scores of publications only carry no number and date nothing: they do not count,
    nor does one on which a score rested before it was corrected.
    """
    found = Counts(ledger, "sources")
    claimed = {claim.source_id for claim in ledger.claims.values()}
    dated = {event.source_id for event in ledger.events.values()}
    mended = [cell for correction in ledger.corrections if correction.table == "scores" for cell in correction.cells]
    once = {cell.was for cell in mended if cell.column == "source_id"}
    scored = ({score.source_id for score in ledger.scores} | once) - claimed - dated
    sources = [source for source in ledger.sources.values() if source.source_id not in scored]
    documents = {source.same_document or source.source_id for source in sources}
    silent = sum(source.source_id not in claimed for source in sources)
    what = "rows of sources.csv but those read for scores only"
    found.add("record-sources", len(sources), what)
    found.add("record-sources-events", silent, "sources that no claim names")
    what = "sources, copies of one document counted once"
    found.add("record-documents", len(documents), what, "documents")
    languages = Counter(source.language for source in sources)
    for code in ("zh", "en", "ja", "ko"):
        what = f"sources with language {code}"
        found.add(f"record-sources-{code}", languages[code], what)
    for quality, n in sorted(Counter(source.quality for source in sources).items()):
        found.add(f"record-sources-{quality}", n, f"sources, quality {quality}")
    return found.results


def corroboration_counts(ledger: Ledger) -> dict[str, Quantity]:
    """In how many documents the statements stand."""
    found = Counts(ledger, "statements")
    rows = statements(ledger)
    china = rows[rows["place"] == HERE]
    used = sum(claim.status == "used" for claim in ledger.claims.values())
    found.add("record-used", used, "claims with status used", "claims")
    found.add("record-used-reprints", used - len(rows), "used claims with reprint_of", "claims")
    whole = found.add("record-statements", len(rows), "used claims that reprint none")
    on_china = found.add("record-statements-china", len(china), "statements with geography CN")
    documents = rows["documents"]
    single = found.add("record-single", sum(documents == 1), "statements, one document")
    found.share("record-single-share", single, whole)
    found.add("record-two-documents", sum(documents == 2), "statements, two documents")
    found.add("record-three-documents", sum(documents >= 3), "statements, three or more")
    what = "statements in one document that no statement read elsewhere agrees with"
    alone = found.add("record-alone", sum(rows["standing"] == ALONE), what)
    found.share("record-alone-share", alone, whole)
    china_alone = count(ledger, sum(china["standing"] == ALONE), "statements", f"count of {what}, on China")
    found.share("record-alone-china-share", china_alone, on_china)
    return found.results


def copy_counts(ledger: Ledger) -> dict[str, Quantity]:
    """Which kind of copy is the best that we hold of the statements."""
    found = Counts(ledger, "statements")
    rows = statements(ledger)
    china, abroad = (rows[rows["place"] == place] for place in (HERE, ELSEWHERE))
    on_china, elsewhere = (
        count(ledger, len(part), "statements", f"count of statements {words}")
        for part, words in zip((china, abroad), _named(ledger, "place.within").values(), strict=True)
    )
    official, outlet, _, unlinked = (
        count(ledger, sum(china["copy"] == kind), "statements", f"count of statements on China, best copy: {words}")
        for kind, words in _named(ledger, "copy").items()
    )
    found.results["record-official-china"] = official
    found.share("record-official-china-share", official, on_china)
    prints = _prints(ledger)
    own = sum(_on_police_page(ledger, prints[claim_id]) for claim_id in china["claims"])
    what = "statements on China with a print on a page of the ministry"
    found.add("record-police-page", own, what)
    there = count(ledger, sum(abroad["copy"] == OFFICIAL), "statements", "count of others on an official page")
    found.share("record-official-abroad-share", there, elsewhere)
    found.share("record-outlet-china-share", outlet, on_china)
    found.share("record-unlinked-china-share", unlinked, on_china)
    return found.results


def _on_police_page(ledger: Ledger, prints: Iterable[Claim]) -> bool:
    sources = (ledger.sources[claim.source_id] for claim in prints)
    return any(s.quality == "official" and ledger.agencies["MPS"].name_en in s.outlet for s in sources)


def reading_counts(ledger: Ledger) -> dict[str, Quantity]:
    """What the second reader read."""
    found = Counts(ledger, "claims")
    readings_of = Counter(claims(ledger)["reading"])
    read = [s for s in ledger.second_reading.values() if s.value_read]
    differing = sum(abs(Fraction(s.value_read)) != abs(ledger.claims[s.claim_id].value) for s in read)
    release = list(ledger.table("release_numbers"))
    prints = _prints(ledger)
    found.add("record-offered", len(ledger.second_reading), "second readings")
    again = found.add("record-read-again", len(read), "second readings with a value")
    found.share("record-read-share", again, count(ledger, len(ledger.claims), "claims", "count of rows of claims.csv"))
    found.add("record-not-read", readings_of["not_read"], "result not_read")
    found.add("record-not-offered", readings_of["not_offered"], "claims without second reading")
    found.add("record-differing", differing, "value_read against value, signs aside")
    found.results["record-differing-bound"] = _most_that_may_differ(ledger, differing, len(read))
    found.add("record-ambiguous", readings_of["ambiguous"], "result ambiguous")
    found.add("record-agreed-remark", readings_of["agreed_with_remark"], "agreed, with remark")
    found.add("record-release-numbers", len(release), f"{RELEASE}*")
    found.add("record-release-read", sum(_read(ledger, c) for c in release), f"{RELEASE}*, read in the release")
    reread = sum(_read_somewhere(ledger, prints[c]) for c in release)
    found.add("record-release-reread", reread, f"{RELEASE}*, or a reprint of it, read")
    unread = [first for first, copies in prints.items() if not _read_somewhere(ledger, copies)]
    what = "count of claims that reprint none, neither they nor a reprint read"
    found.results["record-unread"] = count(ledger, len(unread), "claims", what, unread)
    return found.results


def _read(ledger: Ledger, claim_id: str) -> bool:
    """Whether the second reading saw the number of this print."""
    second = ledger.second_reading.get(claim_id)
    return second is not None and bool(second.value_read)


def _read_somewhere(ledger: Ledger, prints: Iterable[Claim]) -> bool:
    """Whether the second reading saw the number of one of these prints."""
    return any(_read(ledger, claim.claim_id) for claim in prints)


def not_offered(ledger: Ledger) -> dict[str, list[Claim]]:
    """All prints of the same announcement, for each claim that no second reading was offered."""
    prints = _prints(ledger)
    claims_all = ledger.claims.values()
    return {c.claim_id: prints[c.reprint_of or c.claim_id] for c in claims_all if reading(ledger, c) == "not_offered"}


def read_elsewhere(ledger: Ledger) -> Check:
    """Of each claim that was not offered another print was read."""
    return ledger.check(
        "record-read-elsewhere",
        over=not_offered(ledger),
        holds=lambda prints: _read_somewhere(ledger, prints),
        claims=lambda prints: (claim.claim_id for claim in prints),
    )


def _most_that_may_differ(ledger: Ledger, differing: int, read: int) -> Quantity:
    """What share of all values may be wrong, in percent, if none of those read again was and they were drawn by lot.

    The rule of three: with 95% confidence at most 3 in as many as were read. ValueError where one differs.
    """
    if differing:
        raise ValueError(f"{differing} of {read} values differ: the rule of three is for none, so give another bound")
    words = "share of values that may differ where none did, by the rule of three"
    return by_rule(ledger, words, portion.closed(Fraction(0), Fraction(300, read)), "percent")


def remark_counts(ledger: Ledger) -> dict[str, Quantity]:
    """What the second reader remarked."""
    found = Counts(ledger, "remarks")
    remarked = _remarked(ledger)
    of_topic = Counter(topic for second in remarked for topic in topics(ledger, second.remark))
    dated = sum(PERIOD in topics(ledger, s.remark) for s in remarked if s.result == "ambiguous")
    made = found.add("record-remarks", len(remarked), "remarks on claims read again")
    on_period = count(ledger, of_topic[PERIOD], "remarks", "count of remarks, topic period or date")
    found.share("record-on-period-share", on_period, made)
    found.add("record-ambiguous-period", dated, "ambiguous, same topic", "claims")
    names = _topic_names(ledger)
    for topic in ("counted", "agency", "title", UNSORTED):
        found.add(f"record-remarks-{topic}", of_topic[topic], f"remarks, {names[topic].lower()}")
    return found.results


def wording_counts(ledger: Ledger) -> dict[str, Quantity]:
    """How the statements are worded, and how many of them the strict convention reads differently."""
    found = Counts(ledger, "statements")
    rows = statements(ledger)
    forms_of = Counter(rows["form"])
    hedges = len(rows) - forms_of["exact"] - forms_of["rounded"]
    whole = count(ledger, len(rows), "statements", "count of used claims that reprint none")
    strict = found.add("record-strict-changes", changed_by_strict(ledger), "statements whose interval changes")
    found.share("record-strict-share", strict, whole)
    found.add("record-rounded", forms_of["rounded"], "wording rounded")
    exact = count(ledger, forms_of["exact"], "statements", "count of wording exact")
    found.share("record-exact-share", exact, whole)
    hedged = found.add("record-hedged", hedges, "statements, all other wordings")
    found.share("record-hedged-share", hedged, whole)
    found.add("record-over", forms_of["over"], "wording over")
    return found.results


def pair_counts(ledger: Ledger) -> dict[str, Quantity]:
    """How the convention fares against numbers printed twice, and what another reading would change."""
    found = Counts(ledger, "pairs")
    pairs = printed_twice(ledger)
    over = pairs[pairs["form_key"] == "over"]
    plain = pairs[pairs["form_key"].isin(("rounded", "exact"))]
    apart = too_far_apart(ledger)
    disputed = sum("disputed" in (coarse.status, fine.status) for coarse, fine in apart)
    late, up = sum(over["gap"] > 0.5), sum(plain["gap"] < 0)
    found.add("record-twice", len(pairs), "pairs, see printed_twice")
    found.add("record-twice-inside", sum(pairs["inside"]), "pairs whose intervals meet")
    found.add("record-twice-apart", len(apart), "pairs, see too_far_apart")
    found.add("record-twice-apart-disputed", disputed, "status disputed")
    found.add("record-twice-over", len(over), "coarser worded over")
    found.add("record-twice-over-above", sum(over["gap"] > 0), "coarser worded over, gap above zero")
    found.add("record-twice-over-late", late, "coarser worded over, gap above half a unit")
    found.add("record-twice-plain", len(plain), "coarser without hedge")
    found.add("record-twice-up", up, "coarser without hedge, finer below it")
    return found.results | {
        "record-cut-solved": cut(ledger, "release-2022-cases-solved"),
        "record-cut-base": solved_2021_if_cut(ledger),
    }


def status_counts(ledger: Ledger) -> dict[str, Quantity]:
    """How many claims have each status, how many statements an inferred period, how many cells were corrected."""
    found = Counts(ledger, "statements")
    for status, n in sorted(Counter(claim.status for claim in ledger.claims.values()).items()):
        if status != "used":
            found.add(f"record-{status.replace('_', '-')}", n, f"status {status}", "claims")
    rows = statements(ledger)
    china = rows[rows["place"] == HERE]
    inferred, totals = china["basis"] == "inferred", china["accumulation"] == "running_total"
    what = "running_total, geography CN"
    found.add("record-totals", sum(totals), what)
    found.add("record-totals-inferred", sum(totals & inferred), f"{what}, inferred")
    found.add("record-inferred", sum(inferred), "geography CN, inferred")
    cells = [cell for c in ledger.corrections if c.table != "second_reading" for cell in c.cells]
    columns = Counter(cell.column for cell in cells)
    placeholders = sum(cell.column == "period_start" and not cell.now for cell in cells)
    found.add("record-corrections", columns.total(), "rows of corrections.csv but those of second readings", "cells")
    found.add("record-corrections-bounds", columns["bound"], "column bound", "cells")
    found.add("record-corrections-ends", columns["period_end"], "column period_end", "cells")
    found.add("record-corrections-starts", placeholders, "column period_start, emptied", "cells")
    found.add("record-corrections-values", columns["value"], "column value", "cells")
    return found.results


@kept
def published(ledger: Ledger) -> dict[str, dict[str, Quantity]]:
    """Every result of the chapter, by subject."""
    return {
        "size": claim_counts(ledger) | source_counts(ledger),
        "documents": corroboration_counts(ledger) | copy_counts(ledger),
        "second reading": reading_counts(ledger) | remark_counts(ledger),
        "wording": wording_counts(ledger) | pair_counts(ledger),
        "statuses": status_counts(ledger),
    }


def words(ledger: Ledger) -> dict[str, str]:
    """Every result of the chapter by name, as captions print it: a count in full, a share to the whole percent."""
    return {
        name: f"{round(q.low)}%" if q.unit == "percent" else printing.span(q.interval)
        for results in published(ledger).values()
        for name, q in results.items()
    }
