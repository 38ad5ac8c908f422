"""Other places beside China: what each counts, how its counts moved, what was solved and stopped, what was revised.

All functions take the ledger; they return quantities or tidy tables with the columns of
:func:`ledgerbook.figure.frames.tidy`. Money is in the currency of each place and as printed: only changes and ratios
within one place are computed, never a sum or a ratio across two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

import pandas as pd
import portion

from campaign import CHINA
from campaign.analysis import enforcement, record, release
from ledgerbook.figure.frames import tidy, with_words
from ledgerbook.numbers import comparisons, intervals, printing
from ledgerbook.numbers.days import first_day, window_words, year_of
from ledgerbook.numbers.quantities import CombinationError, Period, Quantity, united
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Disagreement

CASES, PERSONS, MONEY = "cases", "persons", "money"
PRINTED, COMPUTED, RESTATED = "printed", "computed", "restated"
ASIA = frozenset({"HK", "IN", "JP", "KR", "SG", "TH", "TW"})  # places of series.csv that lie in it, China apart
POLICE = "MPS"  # the agency whose own counts are looked at
NEARLY_A_YEAR = 330  # days from 1 January on which a printed change must count, so that it stands for the year
UNDECIDED = "undecided"
RECORD, REPORT, BANK = "record", "report", "bank"  # how a unit comes into a count (series.csv)


@dataclass(frozen=True, slots=True)
class Series:
    """One body's pair of counts (series.csv): reports or cases, and the money lost in them.

    ``label`` is the place and the body or channel: "Korea, police". ``count`` or ``money`` is empty where the record
    has none. ``entry`` says how a unit comes into the count (RECORD, REPORT or BANK), ``beside`` why it is no case
    filed in China.
    """

    key: str
    place: str
    label: str
    short: str
    count: str
    money: str
    entry: str
    beside: str


def all_series(ledger: Ledger) -> list[Series]:
    """The series of the record, China's first."""
    return [
        Series(
            key=row.series,
            place=row.place,
            label=f"{ledger.places[row.place].label_en}, {row.label_en}",
            short=row.short_en,
            count=row.count,
            money=row.money,
            entry=row.entry,
            beside=row.beside_en,
        )
        for row in ledger.table("series").values()
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """How one measure of a place changed from one year to another, in percent, and on what that rests."""

    growth: Quantity
    basis: str
    broken: bool  # whether the count changed its meaning between the two years


# --- What each place counts -------------------------------------------------------------------------------------------

_MEASURE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")


def definitions(ledger: Ledger) -> pd.DataFrame:
    """One row for each series: series and body, counts (what is in and out), breaks (of money too), beside.

    What is in and out is what the codebook says of the count, or of the money where the series has no count.
    """
    rows = []
    for series in all_series(ledger):
        counted = ledger.measures[_measures(series)[0]]
        rows.append(
            {
                "series": f"**{series.label}**. {_body(ledger, series)}.",
                "counts": _as_code(f"{counted.counts} {counted.excludes}"),
                "breaks": " ".join(_breaks_of(ledger, series)) or "No break is known.",
                "beside": series.beside,
            }
        )
    return pd.DataFrame(rows)


def _measures(series: Series) -> list[str]:
    return [name for name in (series.count, series.money) if name]


def _body(ledger: Ledger, series: Series) -> str:
    """The body that states the series first."""
    claims = ledger.select(_measures(series)[0], geography=series.place)
    return ledger.agencies_of(claims[0])[0].name_en


def _breaks_of(ledger: Ledger, series: Series) -> list[str]:
    """Each break once, though it may hit both measures."""
    found = [b for b in ledger.breaks if b.measure in _measures(series)]
    return list(dict.fromkeys(f"{b.date}: {b.what}" for b in sorted(found, key=lambda b: b.date)))


def _as_code(text: str) -> str:
    """Names of measures set as code."""
    return _MEASURE.sub(lambda name: f"`{name[0]}`", text)


# --- Changes from year to year ----------------------------------------------------------------------------------------


def annual(ledger: Ledger, place: str, measure: str, year: int) -> Quantity | None:
    """What all used claims of a calendar year allow together, or nothing where there is none."""
    whole = year_of(year)
    claims = ledger.select(measure, geography=place, accumulation="flow")
    found = [ledger.quantity(c.claim_id) for c in claims if c.period == whole]
    return comparisons.agreed(*found) if found else None


def change(ledger: Ledger, series: Series, measure: str, before: int, after: int) -> Change | None:
    """The change of one measure between two years; nothing where the record does not bound it.

    It is computed from the levels of both years, or taken as printed where that is narrower. Where the two cannot both
    be true the body has restated its base, and the printed change stands: both of its years are of one edition.
    """
    printed = _printed(ledger, series.place, measure, after) if after == before + 1 else None
    computed = _computed(ledger, series.place, measure, before, after)
    broken = _broken(ledger, measure, before, after)
    if printed and computed and printed.period == computed.period and not printed.interval.overlaps(computed.interval):
        return Change(comparisons.restated(printed, computed), RESTATED, broken)
    found = [(q, basis) for q, basis in ((computed, COMPUTED), (printed, PRINTED)) if q]
    return Change(*min(found, key=lambda pair: _width(pair[0])), broken) if found else None


def _printed(ledger: Ledger, place: str, measure: str, year: int) -> Quantity | None:
    """The printed change of the year, or of its first eleven months at least; "more than 30 percent" names no size."""
    claims = [c for c in ledger.select(measure, kind="yoy_percent", geography=place) if c.bound != "at_least"]
    close = [
        ledger.quantity(c.claim_id)
        for c in claims
        if c.period_start == date(year, 1, 1) and c.period_end.year == year and c.period.days >= NEARLY_A_YEAR
    ]
    return max((q for q in close if _informs(q)), key=lambda q: q.period.days, default=None)


def _computed(ledger: Ledger, place: str, measure: str, before: int, after: int) -> Quantity | None:
    earlier, later = (annual(ledger, place, measure, year) for year in (before, after))
    if earlier is None or later is None or earlier.low <= 0:
        return None
    growth = comparisons.growth_between(later, earlier)
    return growth if _informs(growth) else None


def _informs(growth: Quantity) -> bool:
    """Whether the change is bounded on both sides, above the loss of everything."""
    return intervals.is_bounded(growth.interval) and growth.low > -100


def _width(q: Quantity) -> Fraction:
    return q.high - q.low


def _broken(ledger: Ledger, measure: str, before: int, after: int) -> bool:
    """Whether the measure has a break after the first day of the first year and not after the second year."""
    breaks = [first_day(b.date) for b in ledger.breaks if b.measure == measure]
    return any(date(before, 1, 1) < day <= date(after, 12, 31) for day in breaks)


def changes(ledger: Ledger, before: int, after: int) -> dict[Series, dict[str, Change]]:
    """For each series, China first, the changes that the record bounds, by CASES and MONEY."""
    found: dict[Series, dict[str, Change]] = {}
    for series in all_series(ledger):
        both = {
            what: change(ledger, series, measure, before, after)
            for what, measure in ((CASES, series.count), (MONEY, series.money))
            if measure
        }
        found[series] = {what: known for what, known in both.items() if known}
    return {series: known for series, known in found.items() if known}


def growth_table(ledger: Ledger, before: int, after: int) -> pd.DataFrame:
    """The changes as factors, by how units come into the count, China's first: tidy columns and those below.

    what, basis, broken, china, entry, printed, factor columns. ``printed`` is whether a source prints the change.

    ``low``, ``high`` and ``middle`` are in percent; ``factor``, ``factor_low`` and ``factor_high`` are the years'
    ratio, for an axis on which halving and doubling are equally long. ``text`` is signed.
    """
    found = changes(ledger, before, after)
    entries = ledger.keys("abroad.entry")
    in_order = sorted(found, key=lambda series: (series.place != CHINA, entries.index(series.entry)))
    rows = [(series, what, known) for series in in_order for what, known in found[series].items()]
    frame = _tidy([(series.label, known.growth) for series, _, known in rows]).assign(
        entry=[ledger.word("abroad.entry", series.entry) for series, *_ in rows],
        printed=[known.basis != COMPUTED for *_, known in rows],
        basis=[ledger.word("abroad.basis", known.basis) for *_, known in rows],
        broken=["Yes" if known.broken else "" for *_, known in rows],
        china=[series.place == CHINA for series, *_ in rows],
    )
    return with_words(ledger, frame, "what", "abroad.what", (what for _, what, _ in rows))


def _tidy(rows: Sequence[tuple[str, Quantity]]) -> pd.DataFrame:
    """Tidy columns of changes with signed ``text``, and the same as factors, from low to high."""
    frame = tidy(rows).assign(text=[printing.signed_to_a_tenth(q.interval) for _, q in rows])
    factors = {f"factor{end}": 1 + frame[name] / 100 for end, name in (("_low", "low"), ("_high", "high"))}
    return frame.assign(**factors, factor=1 + frame["middle"] / 100)


def pairs(ledger: Ledger, before: int, after: int) -> dict[Series, tuple[Quantity, Quantity, Quantity]]:
    """Where both changes are known: those of the cases, of the money, and of the money for each case."""
    found = {}
    for series, both in changes(ledger, before, after).items():
        if len(both) == 2:
            cases, money = both[CASES].growth, both[MONEY].growth
            found[series] = (cases, money, comparisons.ratio_growth(money, cases))
    return found


def dearer_than_china(ledger: Ledger, before: int, after: int) -> Quantity:
    """How many series abroad have a loss per case that surely rose by more than China's, as its release implies."""
    own = release.loss_per_filed(ledger)
    known = changes(ledger, before, after)
    found = pairs(ledger, before, after)
    more = [s for s, (*_, each) in found.items() if s.place != CHINA and each.low > own.high]
    return _counted(ledger, "series", "dearer_than_china", known, more)


def quadrants(ledger: Ledger, before: int, after: int) -> pd.DataFrame:
    """One row for each pair: tidy columns of the loss per case, and the factors and texts of cases and of money.

    ``series`` is its key, ``short`` its name where there is little room; ``quadrant`` says which way both went, or that
    an interval holds no change.
    """
    known = pairs(ledger, before, after)
    frame = _tidy([(series.label, per_case) for series, (*_, per_case) in known.items()])
    for name, position in (("cases", 0), ("money", 1)):
        part = _tidy([(s.label, found[position]) for s, found in known.items()])
        frame = frame.assign(
            **{f"{name}{end}": part[f"factor{end}"] for end in ("", "_low", "_high")}, **{f"{name}_text": part["text"]}
        )
    return frame.assign(
        series=[s.key for s in known],
        short=[s.short for s in known],
        quadrant=[ledger.word("abroad.quadrant", quadrant(cases, money)) for cases, money, _ in known.values()],
        china=[s.place == CHINA for s in known],
    )


def quadrant(cases: Quantity, money: Quantity) -> str:
    """Which way cases and money went: "fewer_more" for fewer cases, more money; UNDECIDED where either may be even."""
    ways = _direction(cases, "fewer"), _direction(money, "less")
    return "_".join(ways) if all(ways) else UNDECIDED


def _direction(q: Quantity, down: str) -> str:
    return "more" if q.low > 0 else down if q.high < 0 else ""


def neighbours(ledger: Ledger, before: int, after: int) -> tuple[pd.DataFrame, dict[str, str]]:
    """The change of the loss per case for the two years and the pairs beside them: one row for each series, in words.

    With the columns of the table and their headings. A dagger marks a pair of years between which the count changed.
    """
    years = ((before - 1, before), (before, after), (after, after + 1))
    columns = {f"pair_{i}": f"{first} to {second}" for i, (first, second) in enumerate(years)}
    cells = {name: _per_case_words(ledger, *pair) for name, pair in zip(columns, years, strict=True)}
    rows = [
        {"label": series.label, **{name: known.get(series, "–") for name, known in cells.items()}}
        for series in all_series(ledger)
        if any(series in known for known in cells.values())
    ]
    return pd.DataFrame(rows), {"label": "Series", **columns}


def _per_case_words(ledger: Ledger, before: int, after: int) -> dict[Series, str]:
    """The change of the loss per case, with a dagger where a count broke."""
    both = changes(ledger, before, after)
    return {
        series: printing.signed_to_a_tenth(per_case.interval)
        + (" †" if any(known.broken for known in both[series].values()) else "")
        for series, (*_, per_case) in pairs(ledger, before, after).items()
    }


def tally(ledger: Ledger, before: int, after: int) -> dict[str, Quantity]:
    """In how many series abroad the changes are known, and in how many of them each went which way.

    cases and money, known and fell; pairs of both known, and of them those in which each case was dearer, and in which
    cases fell as well; how many places those pairs are from, and in how many of these every pair has fewer and dearer
    cases; of the counts that police record (``record``) and of all others (``other``), how many are known, rose and
    fell.
    """
    known = {s: both for s, both in changes(ledger, before, after).items() if s.place != CHINA}
    per_case = {s: each for s, (*_, each) in pairs(ledger, before, after).items() if s.place != CHINA}
    cases, money = ({s: both[what].growth for s, both in known.items() if what in both} for what in (CASES, MONEY))
    dearer = [s for s, each in per_case.items() if each.low > 0]
    chosen = {
        "cases": list(cases),
        "cases_fell": [s for s, q in cases.items() if q.high < 0],
        "money": list(money),
        "money_fell": [s for s, q in money.items() if q.high < 0],
        "pairs": list(per_case),
        "dearer": dearer,
        "fewer_and_dearer": [s for s in dearer if cases[s].high < 0],
        "both_fell": [s for s in per_case if cases[s].high < 0 and money[s].high < 0],
    }
    for name, is_record in (("record", True), ("other", False)):
        of_kind = {s: q for s, q in cases.items() if (s.entry == RECORD) is is_record}
        chosen[name] = list(of_kind)
        chosen[f"{name}_rose"] = [s for s, q in of_kind.items() if q.low > 0]
        chosen[f"{name}_fell"] = [s for s, q in of_kind.items() if q.high < 0]
    found = {name: _counted(ledger, "series", name, known, some) for name, some in chosen.items()}
    others = {s.place for s in chosen["pairs"] if s not in chosen["fewer_and_dearer"]}
    alone = [s for s in chosen["fewer_and_dearer"] if s.place not in others]
    for name, some in (("pairs", chosen["pairs"]), ("fewer_and_dearer", alone)):
        one_each = list({series.place: series for series in some}.values())
        found[f"{name}_places"] = _counted(ledger, "places", f"{name}_places", known, one_each)
    return found


def case_changes(ledger: Ledger, *years: tuple[int, int], recorded: bool) -> dict[str, Quantity]:
    """The changes of cases abroad between these pairs of years, by series (and years, where there are several pairs).

    Of the counts that police record, or of all others.
    """
    return {
        f"{series.label}, {before} to {after}" if len(years) > 1 else series.label: both[CASES].growth
        for before, after in years
        for series, both in changes(ledger, before, after).items()
        if CASES in both and series.place != CHINA and (series.entry == RECORD) is recorded
    }


def police_places(ledger: Ledger, before: int, after: int) -> frozenset[str]:
    """The places abroad of which police record the cases and the change is known."""
    known = changes(ledger, before, after).items()
    return frozenset(s.place for s, both in known if CASES in both and s.entry == RECORD and s.place != CHINA)


def scope(ledger: Ledger) -> dict[str, Quantity]:
    """How many series abroad there are, and of how many places."""
    abroad = [series for series in all_series(ledger) if series.place != CHINA]
    places = {series.place for series in abroad}
    return {
        "series": record.count(ledger, len(abroad), "series", "rows of series.csv, other places"),
        "places": record.count(ledger, len(places), "places", "places of series.csv, without China"),
    }


def _counted(
    ledger: Ledger, unit: str, name: str, known: Mapping[Series, Mapping[str, Change]], chosen: Sequence[Series]
) -> Quantity:
    claims = united(*(change.growth.claims for series in chosen for change in known[series].values()))
    what = ledger.word("abroad.tally", name)
    return record.count(ledger, len(chosen), unit, f"count of {unit} abroad: {what}", claims)


# --- Solved and arrested ----------------------------------------------------------------------------------------------

SOLVED, ARRESTED = "cleared", "arrested"


def ratios(ledger: Ledger) -> dict[str, Quantity]:
    """The ratios of ratios.csv for each hundred, by key: of two claims, or a share as it stands where it is printed."""
    return {key: _of_hundred(ledger, row.part, row.whole) for key, row in ledger.table("ratios").items()}


def _of_hundred(ledger: Ledger, part: str, whole: str) -> Quantity:
    share = ledger.quantity(part)
    return (share / ledger.quantity(whole)).times(100, unit="per 100") if whole else share


def cleared(ledger: Ledger) -> pd.DataFrame:
    """Cases solved, and persons arrested, for each hundred cases recorded: tidy columns, kind, china.

    ``kind`` is the words of ``kind_key`` (SOLVED or ARRESTED). The ratios of China's cases are those of the chapter on
    enforcement, for the years of which cases filed are printed.
    """
    printed = enforcement.by_window(ledger, "cases_filed")
    own = [year for year in enforcement.clearance_years(ledger) if year_of(year) in printed]
    label = ledger.word("abroad.own", SOLVED)
    solved = [(label.format(year=year), CHINA, SOLVED, enforcement.solved_per_filed(ledger, year)) for year in own]
    rows = [*solved, *_ratio_rows(ledger, SOLVED), *_ratio_rows(ledger, ARRESTED)]
    frame = tidy([(label, q) for label, *_, q in rows]).assign(
        china=[place == CHINA for _, place, *_ in rows],
        text=[printing.to_a_tenth(q.interval) for *_, q in rows],
    )
    return with_words(ledger, frame, "kind", "abroad.ratio", (kind for _, _, kind, _ in rows))


def _ratio_rows(ledger: Ledger, kind: str) -> list[tuple[str, str, str, Quantity]]:
    """Label, place, kind and ratio of the rows of one kind."""
    found = ratios(ledger)
    return [
        (row.label_en, row.place, kind, found[key]) for key, row in ledger.table("ratios").items() if row.of == kind
    ]


# --- Money that did not reach the fraudsters -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stopped:
    """A sum of sums_stopped.csv for each hundred lost in the same place and time."""

    sum: str
    place: str
    label: str
    ratio: Quantity


def stopped_sums(ledger: Ledger) -> list[Stopped]:
    """Each sum in each window for which the record has it and the loss, where their ratio has two ends.

    A sum or a loss that is printed as a floor only has no ratio that anything could be said of.
    """
    found = []
    for key, row in ledger.table("sums_stopped").items():
        for period, part in _levels(ledger, row.place, row.part).items():
            loss = _levels(ledger, row.place, row.whole).get(period) if row.whole else None
            if row.whole and loss is None:
                continue
            ratio = (part / loss).times(100, unit="per 100") if loss else part
            if intervals.is_bounded(ratio.interval) and ratio.low > 0:
                found.append(Stopped(key, row.place, f"{ledger.places[row.place].label_en}, {row.label_en}", ratio))
    return found


def _levels(ledger: Ledger, place: str, measure: str) -> dict[Period, Quantity]:
    """What all used claims of each window allow together: levels, or shares that are printed."""
    kinds = ("level", "share_percent")
    claims = [c for kind in kinds for c in ledger.select(measure, kind=kind, geography=place)]
    by_period: dict[Period, list[Quantity]] = {}
    for claim in claims:
        if claim.period_start:
            by_period.setdefault(claim.period, []).append(ledger.quantity(claim.claim_id))
    return {period: comparisons.agreed(*found) for period, found in by_period.items()}


def stopped(ledger: Ledger) -> pd.DataFrame:
    """The sums, China's first, then those with the largest: tidy columns, when, sum, china."""
    found = stopped_sums(ledger)
    largest = {one.sum: max(s.ratio.high for s in found if s.sum == one.sum) for one in found}
    found.sort(key=lambda one: (one.place != CHINA, -largest[one.sum]))
    return tidy([(one.label, one.ratio) for one in found]).assign(
        sum=[one.sum for one in found],
        when=[window_words(one.ratio.period) for one in found],
        china=[one.place == CHINA for one in found],
        text=[printing.to_a_tenth(one.ratio.interval) for one in found],
    )


def stopped_in(ledger: Ledger, key: str, year: int) -> Quantity | None:
    """A sum of sums_stopped.csv for each hundred lost in a calendar year; nothing where it has not two ends."""
    whole = year_of(year)
    found = (one.ratio for one in stopped_sums(ledger) if one.sum == key and one.ratio.period == whole)
    return next(found, None)


# --- First print and revision -----------------------------------------------------------------------------------------

REVISED_PRINTED, REVISED_IMPLIED = "printed", "implied"
COUNTS, HOME = "counts", "home"  # kinds of revisions beside those of MONEY: of cases or persons abroad, and of China's


@dataclass(frozen=True, slots=True)
class Revision:
    """By how many percent a number moved from its first to a later print; ``claim`` is the one that names it."""

    claim: str
    basis: str
    moved: Quantity


def revisions(ledger: Ledger) -> list[Revision]:
    """Every pair of a first and a later print of one number abroad.

    The pairs are the disagreements of the record that are revisions, the first print the earliest of each, and the
    years of which a later change tells that they were restated.
    """
    declared = [d for d in ledger.disagreements.values() if d.kind == "revision" and _is_abroad(ledger, d)]
    found = [Revision(d.chosen, REVISED_PRINTED, _revision(ledger, d)) for d in declared]
    found += [Revision(first, REVISED_IMPLIED, moved) for first, moved in _restated(ledger)]
    return [revision for revision in found if _informs(revision.moved)]


def _restated(ledger: Ledger) -> Iterator[tuple[str, Quantity]]:
    """Years whose printed level is not the base of the change printed a year later: first print, and how it moved."""
    for growth, later, first in _with_base(ledger, home=False):
        base, printed = comparisons.implied_base(ledger.quantity(later), growth), ledger.quantity(first)
        if not base.interval.overlaps(printed.interval):
            yield first, comparisons.growth_between(base, printed)


def home_bases(ledger: Ledger) -> list[Revision]:
    """China's own first prints against the bases of the changes printed a year later: every pair that can be tested.

    One for each measure and window, of claims that are used or disputed. ``moved`` holds zero where the two agree.
    """
    found: dict[tuple[str, Period], Revision] = {}
    for growth, later, first in _with_base(ledger, home=True):
        base, printed = comparisons.implied_base(ledger.quantity(later), growth), ledger.quantity(first)
        moved = comparisons.growth_between(base, printed)
        if _informs(moved):
            found.setdefault((growth.measure, printed.period), Revision(first, REVISED_IMPLIED, moved))
    return list(found.values())


def _with_base(ledger: Ledger, *, home: bool) -> Iterator[tuple[Quantity, str, str]]:
    """Each printed change of a year with the claims of the level that it led to and of the level it started from."""
    statuses = ("used", "disputed") if home else ("used",)
    claims = [c for c in ledger.claims.values() if (c.geography == CHINA) is home and c.status in statuses]
    levels = {
        (c.measure, c.geography, c.period): c.claim_id
        for c in claims
        if c.kind == "level" and c.accumulation == "flow" and not c.reprint_of
    }
    for claim in claims:
        if claim.kind != "yoy_percent" or claim.reprint_of or claim.bound == "at_least":
            continue
        later, first = (
            levels.get((claim.measure, claim.geography, period))
            for period in (claim.period, claim.period.a_year_before())
        )
        if later and first:
            yield ledger.quantity(claim.claim_id), later, first


def _is_abroad(ledger: Ledger, disagreement: Disagreement) -> bool:
    return ledger.claims[disagreement.members[0]].geography != CHINA


def _revision(ledger: Ledger, disagreement: Disagreement) -> Quantity:
    """The change from the earliest of the other prints to the one that the book uses."""
    others = (claim_id for claim_id in disagreement.members if claim_id != disagreement.chosen)
    first = min(others, key=lambda claim_id: ledger.sources[ledger.claims[claim_id].source_id].date)
    later = ledger.quantity(disagreement.chosen)
    return comparisons.growth_between(later, ledger.quantity(first))


def revised_label(ledger: Ledger, claim_id: str) -> str:
    """The number that was revised: "Japan, persons arrested, 2023"."""
    claim = ledger.claims[claim_id]
    what = ledger.word("abroad.revised", revised_kind(ledger, claim_id))
    return f"{ledger.places[claim.geography].label_en}, {what}, {window_words(claim.period)}"


def revised_kind(ledger: Ledger, claim_id: str) -> str:
    """What a number that was revised counts: PERSONS, MONEY, or CASES (cases or reports)."""
    claim = ledger.claims[claim_id]
    return MONEY if _is_money(ledger, claim.measure) else PERSONS if claim.unit == PERSONS else CASES


def _is_money(ledger: Ledger, measure: str) -> bool:
    return ledger.measures[measure].unit == "money"


def revision_table(ledger: Ledger) -> pd.DataFrame:
    """The revisions of money and of counts abroad and what is implied of China's, each by size.

    Tidy columns (percent), basis, kind, text with sign; ``basis`` and ``kind`` are the words of ``basis_key`` and of
    ``kind_key`` (MONEY, COUNTS or HOME).
    """
    rows = [(MONEY if _is_money(ledger, r.moved.measure) else COUNTS, r) for r in revisions(ledger)]
    rows += [(HOME, revision) for revision in home_bases(ledger)]
    kinds = (MONEY, COUNTS, HOME)
    rows.sort(key=lambda row: (kinds.index(row[0]), -abs(row[1].moved.low + row[1].moved.high)))
    labels = [
        home_label(ledger, revision.claim) if kind == HOME else revised_label(ledger, revision.claim)
        for kind, revision in rows
    ]
    frame = tidy(zip(labels, (revision.moved for _, revision in rows), strict=True)).assign(
        text=[printing.signed_to_a_tenth(revision.moved.interval) for _, revision in rows]
    )
    frame = with_words(ledger, frame, "basis", "abroad.revision", (revision.basis for _, revision in rows))
    return with_words(ledger, frame, "kind", "abroad.kind", (kind for kind, _ in rows))


def home_label(ledger: Ledger, claim_id: str) -> str:
    """A number of China's that is printed again: "Drug crime cases solved, 2021"."""
    claim = ledger.claims[claim_id]
    return f"{ledger.measures[claim.measure].label_en}, {window_words(claim.period)}"


def police_moved(ledger: Ledger) -> list[str]:
    """The measures, one for each first print of the police that is surely not the base of a later change."""
    moved = _surely_moved(home_bases(ledger))
    return [r.moved.measure for r in moved if ledger.claims[r.claim].agency == POLICE]


def _surely_moved(found: Iterable[Revision]) -> list[Revision]:
    return [revision for revision in found if revision.moved.low > 0 or revision.moved.high < 0]


def home_tally(ledger: Ledger) -> dict[str, Quantity]:
    """How many of China's first prints can be tested against a later change, and how many are surely not its base."""
    tested = home_bases(ledger)
    moved = _surely_moved(tested)
    return {
        name: record.count(
            ledger,
            len(chosen),
            "prints",
            f"count of first prints of China: {name}",
            united(*(r.moved.claims for r in chosen)),
        )
        for name, chosen in (("tested", tested), ("moved", moved))
    }


def revision_tally(ledger: Ledger, yardstick: Quantity) -> dict[str, Quantity]:
    """How many revisions of money, and of cases or persons, there are and are surely larger than a change."""
    size = max(abs(yardstick.low), abs(yardstick.high))
    found: dict[str, Quantity] = {}
    for kind, is_money in (("money", True), ("cases", False)):
        of_kind = [r.moved for r in revisions(ledger) if _is_money(ledger, r.moved.measure) is is_money]
        larger = [q for q in of_kind if q.low > size or q.high < -size]
        for name, chosen in ((kind, of_kind), (f"{kind} larger", larger)):
            claims = united(*(q.claims for q in chosen))
            found[name] = record.count(ledger, len(chosen), "revisions", f"count of revisions abroad: {name}", claims)
    return found


def typical_revision(ledger: Ledger) -> Quantity:
    """The median size, in percent, of the revisions of money: between the medians of the lower and the upper ends."""
    money = [r.moved for r in revisions(ledger) if _is_money(ledger, r.moved.measure)]
    low, high = map(median, zip(*(_size(q) for q in money), strict=True))
    claims = united(*(q.claims for q in money))
    return record.by_rule(ledger, "median size of the revisions of money", portion.closed(low, high), "percent", claims)


def _size(q: Quantity) -> tuple[Fraction, Fraction]:
    """From the least to the most that a change of either sign can amount to."""
    low, high = sorted((abs(q.low), abs(q.high)))
    return (low if q.low * q.high > 0 else Fraction(0)), high


def refusal(ledger: Ledger, one: str, other: str) -> str:
    """What the code answers when a claim of one place is to be divided by one of another."""
    try:
        ledger.quantity(one) / ledger.quantity(other)
    except CombinationError as refused:
        return str(refused)
    raise CombinationError(f"{one} and {other} are of one place and may be divided: choose two that may not")
