"""Other places beside China: what each counts, how its counts moved, what was solved and stopped, what was revised.

All functions take the ledger; they return quantities or tidy tables with the columns of
:func:`ledgerbook.figure.frames.tidy`. Money is in the currency of each place and as printed: only changes and ratios
within one place are computed, never a sum or a ratio across two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

import pandas as pd
import portion

from campaign import CHINA
from campaign.analysis import enforcement, record, release
from ledgerbook.figure.frames import tidy
from ledgerbook.numbers import comparisons, intervals, printing
from ledgerbook.numbers.days import first_day, window_words, year_of
from ledgerbook.numbers.quantities import CombinationError, Period, Quantity, united
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Disagreement

CASES, MONEY = "cases", "money"
PRINTED, COMPUTED, RESTATED = "printed", "computed", "restated"
NEARLY_A_YEAR = 330  # days from 1 January on which a printed change must count, so that it stands for the year
UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Series:
    """One body's pair of counts (series.csv): reports or cases, and the money lost in them.

    ``label`` is the place and the body or channel: "Korea, police". ``count`` or ``money`` is empty where the record
    has none. ``beside`` says why its unit is no case filed in China.
    """

    key: str
    place: str
    label: str
    short: str
    count: str
    money: str
    beside: str


def all_series(ledger: Ledger) -> list[Series]:
    """The series of the record, China's first."""
    return [
        Series(
            key=row.series,
            place=row.place,
            label=f"{place_name(ledger, row.place)}, {row.label_en}",
            short=row.short_en,
            count=row.count,
            money=row.money,
            beside=row.beside_en,
        )
        for row in ledger.table("series").values()
    ]


def place_name(ledger: Ledger, place: str) -> str:
    """What this chapter calls a place: as places.csv does, but where its series are of another area."""
    other = place in ledger.keys("place.abroad")
    return ledger.word("place.abroad", place) if other else ledger.places[place].label_en


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
    return ledger.agency_names(claims[0])[0].name_en


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
    whole = Period(date(year, 1, 1), date(year, 12, 31))
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
    if printed and computed and not printed.interval.overlaps(computed.interval):
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
    """The changes as factors, China's first: tidy columns, and what, basis, broken, china, factor columns.

    ``low``, ``high`` and ``middle`` are in percent; ``factor``, ``factor_low`` and ``factor_high`` are the years'
    ratio, for an axis on which halving and doubling are equally long. ``text`` is signed.
    """
    rows = [
        (series, what, known) for series, both in changes(ledger, before, after).items() for what, known in both.items()
    ]
    frame = _tidy([(series.label, known.growth) for series, _, known in rows])
    return frame.assign(
        what_key=[what for _, what, _ in rows],
        what=[ledger.word("abroad.what", what) for _, what, _ in rows],
        basis=[ledger.word("abroad.basis", known.basis) for *_, known in rows],
        broken=["Yes" if known.broken else "" for *_, known in rows],
        china=[series.place == CHINA for series, *_ in rows],
    )


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
    cases fell as well; and how many places those pairs are from.
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
    found = {name: _counted(ledger, "series", name, known, some) for name, some in chosen.items()}
    for name in ("pairs", "fewer_and_dearer"):
        one_each = list({series.place: series for series in chosen[name]}.values())
        found[f"{name}_places"] = _counted(ledger, "places", f"{name}_places", known, one_each)
    return found


def _counted(
    ledger: Ledger, unit: str, name: str, known: Mapping[Series, Mapping[str, Change]], chosen: Sequence[Series]
) -> Quantity:
    claims = united(*(change.growth.claims for series in chosen for change in known[series].values()))
    what = ledger.word("abroad.tally", name)
    return record.count(ledger, len(chosen), unit, f"count of {unit} abroad: {what}", claims)


# --- Solved and arrested ----------------------------------------------------------------------------------------------

SOLVED, ARRESTED, STOPPED = "cleared", "arrested", "stopped"


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
    frame = _ratio_table(rows)
    return frame.assign(kind=[ledger.word("abroad.ratio", kind) for kind in frame["kind_key"]])


def stopped(ledger: Ledger) -> pd.DataFrame:
    """Money stopped or returned for each hundred lost: tidy columns, meaning (words of ``meaning_key``), china."""
    frame = _ratio_table(_ratio_rows(ledger, STOPPED))
    keys = [row.meaning for row in ledger.table("ratios").values() if row.of == STOPPED]
    return frame.assign(meaning_key=keys, meaning=[ledger.word("abroad.meaning", key) for key in keys])


def _ratio_rows(ledger: Ledger, kind: str) -> list[tuple[str, str, str, Quantity]]:
    """Label, place, kind and ratio of the rows of one kind."""
    found = ratios(ledger)
    return [
        (row.label_en, row.place, kind, found[key]) for key, row in ledger.table("ratios").items() if row.of == kind
    ]


def _ratio_table(rows: Sequence[tuple[str, str, str, Quantity]]) -> pd.DataFrame:
    return tidy([(label, q) for label, *_, q in rows]).assign(
        kind_key=[kind for _, _, kind, _ in rows],
        china=[place == CHINA for _, place, *_ in rows],
        text=[printing.to_a_tenth(q.interval) for *_, q in rows],
    )


# --- First print and revision -----------------------------------------------------------------------------------------

REVISED_PRINTED, REVISED_IMPLIED = "printed", "implied"


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
    growths = [c for c in ledger.claims.values() if c.kind == "yoy_percent" and c.geography != CHINA]
    for claim in growths:
        levels = {c.period: c.claim_id for c in ledger.select(claim.measure, geography=claim.geography)}
        later, first = levels.get(claim.period), levels.get(claim.period.a_year_before())
        if claim.status != "used" or claim.reprint_of or claim.bound == "at_least" or not (first and later):
            continue
        growth = ledger.quantity(claim.claim_id)
        base = comparisons.implied_base(ledger.quantity(later), growth)
        printed = ledger.quantity(first)
        if not base.interval.overlaps(printed.interval):
            yield first, comparisons.growth_between(base, printed)


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
    kind = "persons" if claim.unit == "persons" else "money" if _is_money(ledger, claim.measure) else "cases"
    what = ledger.word("abroad.revised", kind)
    return f"{place_name(ledger, claim.geography)}, {what}, {window_words(claim.period)}"


def _is_money(ledger: Ledger, measure: str) -> bool:
    return ledger.measures[measure].unit == "money"


def revision_table(ledger: Ledger) -> pd.DataFrame:
    """The revisions, money first and each by size: tidy columns (percent), basis, kind, text with sign.

    ``basis`` and ``kind`` are the words of ``basis_key`` and of whether it is ``of_money``.
    """
    rows = revisions(ledger)
    frame = tidy([(revised_label(ledger, r.claim), r.moved) for r in rows]).assign(
        basis_key=[r.basis for r in rows],
        basis=[ledger.word("abroad.revision", r.basis) for r in rows],
        of_money=[_is_money(ledger, r.moved.measure) for r in rows],
        text=[printing.signed_to_a_tenth(r.moved.interval) for r in rows],
    )
    kinds = [ledger.word("abroad.kind", MONEY if money else "counts") for money in frame["of_money"]]
    by_size = frame.assign(kind=kinds).loc[frame["middle"].abs().sort_values(ascending=False, kind="stable").index]
    return by_size.sort_values("of_money", ascending=False, kind="stable").reset_index(drop=True)


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
