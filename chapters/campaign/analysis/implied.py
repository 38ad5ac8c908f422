"""What the record's windows imply together: totals never printed, contradictions, and how far readings matter.

Applies :mod:`ledgerbook.numbers.windows` to the claims of the record. All functions take the ledger, and most a
:class:`Leeway`, which says how far its readings are doubted.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

import pandas as pd
import portion
from portion import Interval
from scipy import stats

from campaign import CHINA, short_name
from campaign.analysis import as_printed, record
from campaign.analysis.enforcement import campaign_year
from ledgerbook.figure.frames import tidy, with_words
from ledgerbook.numbers import intervals, planting, printing, synthetic, windows
from ledgerbook.numbers.days import december, eleven_months_of, quarter, window_words, year_of, years_before
from ledgerbook.numbers.quantities import Period, Quantity, solved, united
from ledgerbook.numbers.windows import DAY, Bounds, Conflict, Limited, Reconciliation, Statement, System
from ledgerbook.numbers.wording import Convention, Hedge
from ledgerbook.record.ledger import Ledger, kept
from ledgerbook.record.rows import Claim
from ledgerbook.record.units import MONEY

# A claim that is set aside or misprinted is known not to say what it seems to; one that its own body replaced, or that
# another contradicts, is not.
TESTED = ("used", "disputed", "superseded")
COUNTED = ("flow", "running_total")  # a running total is what was counted from its first day to its last
STRANDS = ("enforcement", "governance", "awareness")
LEAST_STATEMENTS = 3  # fewer can hardly bound what was not printed

# Measures with totals of several years.
YEARLY = (
    "cases_solved", "suspects_arrested", "prosecuted_telecom_fraud", "court_cases_telecom_fraud",
    "calls_intercepted", "sms_intercepted", "funds_intercepted",
)  # fmt: skip
FIRST_YEAR = 2016
PRINTED, IMPLIED = "printed", "implied"
YUAN = "CNY"
NO_ASSUMPTION, BOUNDED_CHANGE = "none", "bounded"
SCALES = {YUAN: 10**9, "calls": 10**6, "messages": 10**6}  # of units that are counted in more than thousands

FIVE_YEARS = "mps-5y2024-cases-solved-tt"  # the total of "five years" that names no days
CLOSE = Fraction(1, 10)  # of a number: a window that others give so closely can be checked by them
LEAST_SHOWN = 2  # times: smaller jumps are what months do anyway
MOST_NAMED = 6  # windows
SEED = 2022  # of the synthetic trials: the same on every machine


class Digits(Enum):
    """What a rounded number without a hedge can stand for: 45.2万 is 45.15 to 45.25万, or 45.2 to 45.3万."""

    ROUNDED = "rounded"
    CUT_OFF = "cut_off"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Leeway:
    """How far readings are doubted.

    ``days`` is how many days each end of a window may lie off whose period is our reading (``period_basis``),
    ``digits`` whether the last printed digit may have been cut off and not rounded.
    """

    days: int = 0
    digits: Digits = Digits.ROUNDED


AS_READ = Leeway()


def statements(ledger: Ledger, measure: str, leeway: Leeway = AS_READ, agency: str | None = None) -> list[Statement]:
    """What releases printed of a measure in China, one statement for each window and number.

    Releases that print the same make one statement. ``agency``: only what that body states.
    """
    alike: dict[Any, list[Statement]] = defaultdict(list)
    for statement in releases(ledger, measure, leeway, agency):
        alike[statement.period, statement.growth, statement.interval].append(statement)
    return [
        Statement(united(*(s.claims for s in same)), period, interval, growth, min(s.vague for s in same))
        for (period, growth, interval), same in alike.items()
    ]


def releases(ledger: Ledger, measure: str, leeway: Leeway = AS_READ, agency: str | None = None) -> list[Statement]:
    """What releases printed of a measure in China, one statement for each number of each release.

    A count since a day that no source prints has no window.
    """
    found = []
    for kind in ("level", "yoy_percent"):
        claims = ledger.select(measure, kind=kind, geography=CHINA, statuses=TESTED, reprints=True)
        reprints = defaultdict(list)
        for claim in claims:
            reprints[claim.reprint_of].append(claim)
        found += [
            _statement(ledger, claim, reprints[claim.claim_id], leeway)
            for claim in reprints[""]
            if claim.accumulation in COUNTED
            and claim.period_start
            and (agency is None or agency in claim.agency.split(","))
        ]
    return found


def _statement(ledger: Ledger, claim: Claim, reprints: Iterable[Claim], leeway: Leeway) -> Statement:
    """What a release printed, narrowed by reprints whose wording says more (42,000 by 4.2万余) and contradicts none."""
    own = _interval(ledger, claim, leeway.digits)
    printed = [(reprint, _interval(ledger, reprint, leeway.digits)) for reprint in reprints]
    tighter = [
        (reprint, interval) for reprint, interval in printed if reprint.period == claim.period and own not in interval
    ]
    shared = own
    for _, interval in tighter:
        shared &= interval
    if shared.empty:
        tighter, shared = [], own
    growth = claim.kind == "yoy_percent"
    return Statement(
        (claim.claim_id, *(reprint.claim_id for reprint, _ in tighter)),
        claim.period,
        intervals.growth_factor(shared) if growth else shared,
        growth,
        leeway.days if claim.period_basis == "inferred" else 0,
    )


def _interval(ledger: Ledger, claim: Claim, digits: Digits) -> Interval:
    """The values that a claim's wording can stand for, if its last digit came about in that way."""
    rounded, read = ledger.interval(claim), ledger.reading(claim)
    if digits is Digits.ROUNDED or read.hedge is not Hedge.NONE or read.share or rounded.lower == rounded.upper:
        return rounded
    cut_off = record.cut(ledger, claim.claim_id).interval
    return cut_off if digits is Digits.CUT_OFF else (rounded | cut_off).enclosure


def measures(ledger: Ledger) -> list[str]:
    """The measures of the campaign of which enough was printed for windows to be compared."""
    chosen = [m.measure for m in ledger.measures.values() if m.strand in STRANDS]
    return [measure for measure in chosen if len(statements(ledger, measure)) >= LEAST_STATEMENTS]


@kept
def system(
    ledger: Ledger,
    measure: str,
    leeway: Leeway = AS_READ,
) -> System:
    """The constraints that the record puts on the counts of one measure; each of its windows can be bounded."""
    printed = statements(ledger, measure, leeway)
    return System(printed, periods=[s.period for s in printed])


@kept
def reconciled(ledger: Ledger, measure: str, leeway: Leeway = AS_READ) -> Reconciliation:
    """What of one measure cannot all be true, as far as the smallest repairs need it, and these repairs."""
    return windows.reconcile(system(ledger, measure, leeway), smallest=True)


@kept
def every_repair(ledger: Ledger, measure: str, leeway: Leeway = AS_READ) -> Reconciliation:
    """All irreducible conflicts of one measure, and all minimal repairs."""
    return windows.reconcile(system(ledger, measure, leeway))


@kept
def repairs_by_release(ledger: Ledger, measure: str, leeway: Leeway = AS_READ) -> Reconciliation:
    """All minimal repairs where a document is given up with all that it prints of the measure, or not at all.

    The sets are of documents (:func:`campaign.analysis.record.document`).
    """
    printed = releases(ledger, measure, leeway)
    documents = {s.name: record.document(ledger, ledger.claims[s.name]) for s in printed}
    return windows.reconcile(System(printed), documents)


def reconciliations(ledger: Ledger, leeway: Leeway = AS_READ) -> dict[str, Reconciliation]:
    """For each measure what cannot all be true, and the smallest repairs."""
    return {measure: reconciled(ledger, measure, leeway) for measure in measures(ledger)}


def totals(ledger: Ledger, found: Mapping[str, Reconciliation], leeway: Leeway = AS_READ) -> dict[str, Quantity]:
    """How many measures and statements were tested, and how many of them are in conflict or must be given up."""
    printed = sum(len(statements(ledger, measure, leeway)) for measure in found)
    removed = [reconciliation.removed for reconciliation in found.values()]
    single = sum(len(reconciliation.repairs) == 1 for reconciliation in found.values() if reconciliation.removed)
    counts = {
        "windows-measures": (len(found), "measures"),
        "windows-statements": (printed, "statements"),
        "windows-in-conflict": (sum(map(bool, removed)), "measures"),
        "windows-removed": (sum(removed), "statements"),
        "windows-one-repair": (single, "measures"),
    }
    return {name: _counted(ledger, name, n, unit) for name, (n, unit) in counts.items()}


def _counted(ledger: Ledger, name: str, n: int, unit: str) -> Quantity:
    """A count of what the result of that name is."""
    return record.count(ledger, n, unit, ledger.results[name].label_en)


# What was never printed


def bounded(
    ledger: Ledger,
    measure: str,
    period: Period,
    leeway: Leeway = AS_READ,
    most_change: Fraction | int | None = None,
) -> Quantity:
    """What a period can hold, whichever of the smallest repairs is right; claims are those that bound it."""
    printed = statements(ledger, measure, leeway)
    repairs = reconciled(ledger, measure, leeway).repairs
    constraints = Limited(printed, most_change, periods=[period]) if most_change else System(printed, periods=[period])
    return _bounded(ledger, measure, period, constraints, repairs)


def from_claims(ledger: Ledger, claim_ids: Iterable[str], period: Period) -> Quantity:
    """What a period can hold if nothing but these claims of one measure were printed."""
    claims = [ledger.claim(claim_id) for claim_id in claim_ids]
    constraints = System((_statement(ledger, claim, (), AS_READ) for claim in claims), periods=[period])
    return _quantity(ledger, claims[0].measure, period, constraints.bounds(period), constraints)


def _bounded(
    ledger: Ledger, measure: str, period: Period, constraints: System, repairs: Sequence[frozenset[str]]
) -> Quantity:
    return _quantity(ledger, measure, period, windows.hull(constraints, repairs, period), constraints)


def _quantity(ledger: Ledger, measure: str, period: Period, bounds: Bounds, constraints: System) -> Quantity:
    claims = united(*(s.claims for s in constraints.statements if s.name in bounds.names))
    assumed = (
        f", no month over {float(constraints.most_change):g} times its neighbour" if constraints.most_change else ""
    )
    return solved(
        f"least and most in {period} that all windows of the measure allow{assumed}",
        intervals.to_whole(bounds.interval),
        unit=_unit(ledger, measure),
        measure=measure,
        period=period,
        geography=CHINA,
        accumulation="flow",
        codebook=ledger.codebook,
        claims=claims,
    )


def _unit(ledger: Ledger, measure: str) -> str:
    """The unit of what was counted in China."""
    unit = ledger.measures[measure].unit
    return YUAN if unit == MONEY else unit


def without(ledger: Ledger, claim_id: str, leeway: Leeway = AS_READ) -> Quantity:
    """What all other windows leave for the window of a claim, if no total of these days were printed."""
    measure = ledger.claim(claim_id).measure
    constraints = system(ledger, measure, leeway)
    own = next(s for s in constraints.statements if claim_id in s.claims)
    given_up = _without_days(constraints, reconciled(ledger, measure, leeway).repairs, own)
    return _bounded(ledger, measure, own.period, constraints, given_up)


def _without_days(constraints: System, repairs: Sequence[frozenset[str]], own: Statement) -> list[frozenset[str]]:
    """The repairs, each with all totals of a statement's days."""
    same_days = {s.name for s in constraints.statements if s.period == own.period and not s.growth}
    return list(dict.fromkeys(repair | same_days for repair in repairs))


def checkable(ledger: Ledger, leeway: Leeway = AS_READ) -> dict[str, Quantity]:
    """How many printed totals the other windows bound, and how many to within a tenth of the number or better."""
    bounded_above = close = totals_seen = 0
    for measure in measures(ledger):
        constraints = system(ledger, measure, leeway)
        repairs = reconciled(ledger, measure, leeway).repairs
        for own in constraints.statements:
            if own.growth:
                continue
            totals_seen += 1
            left = intervals.to_whole(windows.held(constraints, _without_days(constraints, repairs, own), own.period))
            if intervals.is_bounded(left):
                bounded_above += 1
                close += left.upper - left.lower <= CLOSE * own.interval.lower
    counts = {
        "windows-totals": totals_seen,
        "windows-totals-bounded": bounded_above,
        "windows-totals-checked": close,
    }
    return {name: _counted(ledger, name, n, "totals") for name, n in counts.items()}


def december_ratio(ledger: Ledger, measure: str, n: int, leeway: Leeway = AS_READ) -> Quantity:
    """How many times the daily mean of January to November December's was, from all windows."""
    busy, rest = (bounded(ledger, measure, period, leeway) for period in (december(n), eleven_months_of(n)))
    return busy.per_day() / rest.per_day()


def years(ledger: Ledger, leeway: Leeway = AS_READ) -> pd.DataFrame:
    """The years of the measures of :data:`YEARLY` that are printed, or bounded above by other windows.

    Columns of :func:`ledgerbook.figure.frames.tidy` in the unit that ``panel`` (measure and unit) names, ``year``,
    ``basis`` (words of ``basis_key``, PRINTED or IMPLIED) and ``short`` (a label).
    """
    return pd.concat([_years_of(ledger, measure, leeway) for measure in YEARLY], ignore_index=True)


def _years_of(ledger: Ledger, measure: str, leeway: Leeway) -> pd.DataFrame:
    constraints = system(ledger, measure, leeway)
    repairs = reconciled(ledger, measure, leeway).repairs
    printed = {s.period for s in constraints.statements if not s.growth}
    rows = []
    for n in range(FIRST_YEAR, constraints.starts[-1].year + 1):
        if not _covers(constraints, year_of(n)):
            continue
        quantity = _bounded(ledger, measure, year_of(n), constraints, repairs)
        if intervals.is_bounded(quantity.interval) or year_of(n) in printed:
            rows.append((n, quantity))
    unit = _unit(ledger, measure)
    scale = SCALES.get(unit, 1000)
    named = short_name(ledger, measure)
    frame = tidy([(f"{named}, {n}", quantity) for n, quantity in rows], scale=scale).assign(
        panel=f"{named} ({ledger.word('windows.unit', unit if unit in SCALES else 'other')})",
        year=[str(n) for n, _ in rows],
    )
    bases = (PRINTED if year_of(n) in printed else IMPLIED for n, _ in rows)
    return with_words(ledger, frame, "basis", "windows.basis", bases).assign(
        short=["" if year_of(n) in printed else _ends(quantity, scale) for n, quantity in rows],
    )


def _ends(quantity: Quantity, scale: int) -> str:
    """Both ends to three digits, outwards: a label for a narrow mark."""
    low, high = quantity.low / scale, quantity.high / scale
    step = Fraction(10) ** (math.floor(math.log10(high)) - 2)
    decimals = max(0, -math.floor(math.log10(step)))
    return f"{float(low // step * step):,.{decimals}f}–{float(-(-high // step) * step):,.{decimals}f}"


def _covers(constraints: System, period: Period) -> bool:
    return constraints.starts[0] <= period.start and period.end < constraints.starts[-1]


def quarters(
    ledger: Ledger,
    measure: str,
    first: int,
    last: int,
    leeway: Leeway = AS_READ,
    most_change: Fraction | int = 1,
) -> pd.DataFrame:
    """The quarters of some years, bounded with and without the assumption on neighbouring months.

    Columns of :func:`tidy` in thousands, with ``basis`` (words of ``basis_key``, NO_ASSUMPTION or BOUNDED_CHANGE).
    Raises :class:`ledgerbook.numbers.windows.InconsistentError` where the assumption is narrower than the record
    allows.
    """
    plain = system(ledger, measure, leeway)
    repairs = reconciled(ledger, measure, leeway).repairs
    narrowed = Limited(plain.statements, most_change)
    spans = [quarter(n, q) for n in range(first, last + 1) for q in range(1, 5)]
    parts = [
        tidy(
            [
                (f"Q{_quarter_of(span)} {span.start.year}", _bounded(ledger, measure, span, constraints, repairs))
                for span in spans
            ],
            scale=1000,
        ).assign(basis_key=basis, basis=ledger.word("windows.assumption", basis))
        for basis, constraints in ((NO_ASSUMPTION, plain), (BOUNDED_CHANGE, narrowed))
    ]
    return pd.concat(parts, ignore_index=True)


def _quarter_of(span: Period) -> int:
    return span.end.month // 3


# What cannot all be true


SAME_DAYS, PART, CHAIN = "Same days", "Part and whole", "Chain"


def kind(conflict: Conflict) -> str:
    """Whether a conflict is of numbers for the same days, of a part and its whole, or of several numbers together."""
    totals = [s for s in conflict.statements if not s.growth]
    if len(conflict.statements) > 2 or len(totals) < 2:
        return CHAIN
    one, other = totals
    return SAME_DAYS if one.period == other.period else PART


def conflicts(ledger: Ledger, found: Mapping[str, Reconciliation]) -> pd.DataFrame:
    """Every conflict in words.

    Columns: ``measure`` (label), ``words`` (Markdown, each number traced), ``gap`` (words).
    """
    rows = [
        {
            "measure": ledger.measures[measure].label_en,
            "words": sentence(ledger, conflict),
            "gap": gap_words(ledger, measure, conflict),
        }
        for measure, reconciliation in found.items()
        for conflict in reconciliation.conflicts
    ]
    return pd.DataFrame(rows, columns=["measure", "words", "gap"])


def sentence(ledger: Ledger, conflict: Conflict) -> str:
    """The conflict in plain words, in Markdown."""
    named = [_printed(ledger, statement) for statement in conflict.statements]
    if kind(conflict) == SAME_DAYS:
        return f"{' and '.join(named)}: two totals for the same days."
    if kind(conflict) == PART:
        whole, part = sorted(conflict.statements, key=lambda s: -s.period.days)
        return f"{_printed(ledger, part)} is more than {_printed(ledger, whole)}, which should hold it."
    *head, last = named
    return f"No counts fit {', '.join(head)} and {last} at once."


def _printed(ledger: Ledger, statement: Statement) -> str:
    claim = ledger.claims[statement.name]
    window = window_words(statement.period)
    return f"{as_printed.linked(claim)} ({window}, {claim.agency.replace(',', ', ')})"


def gap_words(ledger: Ledger, measure: str, conflict: Conflict) -> str:
    """How far the numbers are apart, to two digits, as "apart by 0.41 billion yuan"."""
    if _unit(ledger, measure) == YUAN:
        scale, words = 10**9, " billion yuan"
    else:
        scale, words = (10**6, " million") if conflict.gap >= 10**6 else (1, "")
    return f"apart by {float(f'{float(conflict.gap / scale):.2g}'):,g}{words}"


def repairs(ledger: Ledger, found: Mapping[str, Reconciliation], leeway: Leeway = AS_READ) -> pd.DataFrame:
    """Every minimal repair in words, the smallest of a measure first.

    Columns: ``measure`` (label), ``size`` (statements given up), ``claims`` (Markdown, each number traced) and
    ``documents`` (how many documents print them).
    """
    rows = []
    for measure in _in_conflict(found):
        statements_of = {s.name: s for s in system(ledger, measure, leeway).statements}
        for repair in every_repair(ledger, measure, leeway).minimal:
            given_up = [statements_of[name] for name in sorted(repair, key=lambda n: (statements_of[n].period, n))]
            claims = [ledger.claims[claim] for s in given_up for claim in s.claims]
            rows.append(
                {
                    "measure": ledger.measures[measure].label_en,
                    "size": len(repair),
                    "claims": "; ".join(f"{_alike(ledger, s)}, {window_words(s.period)}" for s in given_up),
                    "documents": len({record.document(ledger, claim) for claim in claims}),
                }
            )
    return pd.DataFrame(rows, columns=["measure", "size", "claims", "documents"])


def release_repairs(ledger: Ledger, found: Mapping[str, Reconciliation], leeway: Leeway = AS_READ) -> pd.DataFrame:
    """Every minimal repair that gives up whole releases, in words, the smallest of a measure first.

    Columns: ``measure`` (label), ``size`` (documents given up) and ``claims`` (Markdown: all that each of them prints
    of the measure, each number traced).
    """
    rows = []
    for measure in _in_conflict(found):
        printed = defaultdict(list)
        for statement in releases(ledger, measure, leeway):
            printed[record.document(ledger, ledger.claims[statement.name])].append(statement)
        for repair in repairs_by_release(ledger, measure, leeway).minimal:
            rows.append(
                {
                    "measure": ledger.measures[measure].label_en,
                    "size": len(repair),
                    "claims": "; ".join(_release_words(ledger, printed[document]) for document in sorted(repair)),
                }
            )
    return pd.DataFrame(rows, columns=["measure", "size", "claims"])


def _in_conflict(found: Mapping[str, Reconciliation]) -> list[str]:
    return [measure for measure, reconciliation in found.items() if reconciliation.removed]


def _alike(ledger: Ledger, statement: Statement) -> str:
    """All claims of a statement, each traced."""
    return " and ".join(as_printed.linked(ledger.claims[claim]) for claim in statement.claims)


def _release_words(ledger: Ledger, printed: Sequence[Statement]) -> str:
    source = ledger.sources[ledger.claims[printed[0].name].source_id]
    numbers = ", ".join(as_printed.linked(ledger.claims[s.name]) for s in printed)
    return f"{numbers} ({source.outlet}{', ' + source.date if source.date else ''})"


def repair_counts(ledger: Ledger, found: Mapping[str, Reconciliation], leeway: Leeway = AS_READ) -> dict[str, Quantity]:
    """How many irreducible conflicts and minimal repairs there are, by number and by release."""
    measures_of = _in_conflict(found)
    by_number = [every_repair(ledger, measure, leeway) for measure in measures_of]
    by_release = [repairs_by_release(ledger, measure, leeway) for measure in measures_of]
    counts = {
        "windows-conflicts": (sum(len(r.conflicts) for r in by_number), "conflicts"),
        "windows-repairs": (sum(len(r.minimal) for r in by_number), "repairs"),
        "windows-repairs-by-release": (sum(len(r.minimal) for r in by_release), "repairs"),
        "windows-releases-removed": (sum(r.removed for r in by_release), "releases"),
    }
    return {name: _counted(ledger, name, n, unit) for name, (n, unit) in counts.items()}


def bounded_by_any(ledger: Ledger, measure: str, period: Period, leeway: Leeway = AS_READ) -> Quantity:
    """What a period can hold whichever of the minimal repairs is right, the smallest or not."""
    constraints = System(statements(ledger, measure, leeway), periods=[period])
    return _bounded(ledger, measure, period, constraints, every_repair(ledger, measure, leeway).minimal)


def spans(ledger: Ledger, found: Mapping[str, Reconciliation]) -> pd.DataFrame:
    """For each measure in conflict its widest conflict over unlike windows, one row for each statement.

    Columns: ``panel`` (measure), ``order`` (from 0), ``label`` (number and window), ``start``, ``end`` (ISO),
    ``agency``, ``claims``.
    """
    rows: list[dict[str, Any]] = []
    for measure, reconciliation in found.items():
        unlike = [c for c in reconciliation.conflicts if kind(c) != SAME_DAYS]
        if not unlike:
            continue
        shown = max(unlike, key=lambda c: c.gap)
        ordered = sorted(shown.statements, key=lambda s: (s.period.start, s.period.end))
        for order, statement in enumerate(ordered):
            claim = ledger.claims[statement.name]
            rows.append(
                {
                    "panel": short_name(ledger, measure),
                    "order": order,
                    "label": f"{_latin(ledger, claim)}, {window_words(statement.period)}",
                    "start": statement.period.start.isoformat(),
                    "end": statement.period.end.isoformat(),
                    "agency": claim.agency,
                    "claims": ";".join(statement.claims),
                }
            )
    return pd.DataFrame(rows)


def _latin(ledger: Ledger, claim: Claim) -> str:
    """The printed number without Chinese characters, which the font of the drawings lacks."""
    if claim.kind == "yoy_percent":
        return f"{'−' if claim.value < 0 else '+'}{float(abs(claim.value)):g}%"
    return printing.short(ledger.quantity(claim.claim_id).interval)


A_MONTH_OFF = "month"


def sensitivity(ledger: Ledger) -> pd.DataFrame:
    """How many statements must go under each reading, for each measure in conflict as printed.

    Columns: ``measure`` and its ``label``, ``reading`` (words of ``reading_key``), ``removed`` (None where nothing was
    printed), ``number`` and ``words`` (the same as text).
    """
    usual, strict = ledger.under(Convention.USUAL), ledger.under(Convention.STRICT)
    rows = []
    for measure, reconciliation in reconciliations(usual).items():
        if not reconciliation.removed:
            continue
        readings = {
            "printed": statements(usual, measure),
            "open": statements(strict, measure),
            "half_month": statements(usual, measure, Leeway(days=15)),
            A_MONTH_OFF: statements(usual, measure, Leeway(days=31)),
            "cut_off": statements(usual, measure, Leeway(digits=Digits.CUT_OFF)),
            "either": statements(usual, measure, Leeway(digits=Digits.EITHER)),
            "police": statements(usual, measure, agency="MPS"),
        }
        for reading, printed in readings.items():
            removed = windows.reconcile(System(printed), smallest=True).removed if printed else None
            rows.append(
                {
                    "measure": measure,
                    "label": short_name(ledger, measure),
                    "reading_key": reading,
                    "reading": ledger.word("windows.reading", reading),
                    "removed": removed,
                    "number": "–" if removed is None else str(removed),
                    "words": "none printed" if removed is None else f"{removed} of {len(printed)}",
                }
            )
    return pd.DataFrame(rows)


def in_conflict(ledger: Ledger, table: pd.DataFrame, reading: str) -> Quantity:
    """How many measures remain in conflict under a reading (its key) of :func:`sensitivity`."""
    remaining = len(table[(table["reading_key"] == reading) & (table["removed"] > 0)])
    words = ledger.word("windows.reading", reading)
    return record.count(ledger, remaining, "measures", f"measures in conflict: {words}")


def given_up(ledger: Ledger, table: pd.DataFrame, reading: str) -> Quantity:
    """The fewest statements that must go under a reading (its key) of :func:`sensitivity`, over all measures."""
    removed = int(table[table["reading_key"] == reading]["removed"].sum())
    words = ledger.word("windows.reading", reading)
    return record.count(ledger, removed, "statements", f"fewest statements to give up: {words}")


# What could all be true, but hardly is


def jumps(ledger: Ledger, leeway: Leeway = AS_READ) -> list[tuple[str, Quantity]]:
    """The least jumps of the measures that need :data:`LEAST_SHOWN` or more, the largest first, by short name."""
    found = []
    for measure in measures(ledger):
        constraints = system(ledger, measure, leeway)
        repairs = reconciled(ledger, measure, leeway).repairs
        usual = Limited(constraints.statements, LEAST_SHOWN)
        if not any(usual.feasible(repair) for repair in repairs):
            found.append((short_name(ledger, measure), _jump(ledger, measure, constraints, repairs)))
    return sorted(found, key=lambda row: -row[1].low)


def jump(ledger: Ledger, measure: str, leeway: Leeway = AS_READ) -> Quantity:
    """By what factor two neighbouring months of a measure must differ at least, after the smallest repairs.

    Of several repairs the one that needs least. The claims are those that cannot all be true with a tenth less.
    """
    constraints = system(ledger, measure, leeway)
    return _jump(ledger, measure, constraints, reconciled(ledger, measure, leeway).repairs)


def _jump(ledger: Ledger, measure: str, constraints: System, repairs: Sequence[frozenset[str]]) -> Quantity:
    factor, repair, less = Fraction(windows.MOST_JUMP), min(repairs, key=sorted), Fraction(0)
    for other in sorted(repairs, key=sorted):
        found = windows.least_jump(constraints, other, factor - less)
        if found is not None:
            factor, repair = found, other
        less = Fraction(1, 100)  # of which another must need less to be the one
    with_less = Limited(constraints.statements, max(Fraction(1), factor * Fraction(9, 10))).conflict(repair)
    return solved(
        "least factor between neighbouring months for which all windows can be true",
        portion.closed(factor - Fraction(1, 100), factor),
        unit="times",
        measure=measure,
        period=Period(constraints.starts[0], constraints.starts[-1] - DAY),
        geography=CHINA,
        accumulation="ratio",
        codebook=ledger.codebook,
        claims=united(*(statement.claims for statement in with_less.statements)) if with_less else (),
    )


def jump_table(ledger: Ledger, found: Iterable[tuple[str, Quantity]]) -> pd.DataFrame:
    """The least jumps as a table: columns of :func:`tidy`, ``words``, and ``because``, the windows that ask for it."""
    rows = list(found)
    return tidy(rows).assign(
        words=[f"{float(quantity.high):,.3g} times" for _, quantity in rows],
        because=[_windows_of(ledger, quantity.claims) for _, quantity in rows],
    )


def _windows_of(ledger: Ledger, claims: Iterable[str]) -> str:
    """The windows of claims in words, or how many there are where they are too many to name."""
    periods = sorted({ledger.claims[claim].period for claim in claims})
    if len(periods) > MOST_NAMED:
        return f"{len(periods)} windows together"
    return "; ".join(window_words(period) for period in periods)


def five_year_windows(ledger: Ledger, last_days: Iterable[date]) -> pd.DataFrame:
    """Whether the undated total of "five years" can be that of the five years to each of some days.

    Columns: ``label`` (the window in words), ``end`` (ISO), ``possible`` and ``jump`` (least jump; None where it
    cannot be).
    """
    rows = []
    for last in last_days:
        window = _five_years_to(last)
        constraints, repair = _with_five_years(ledger, window)
        possible = constraints.feasible(repair)
        least_jump = windows.least_jump(constraints, repair) if possible else None
        rows.append(
            {
                "label": window_words(window),
                "end": last.isoformat(),
                "possible": possible,
                "jump": None if least_jump is None else float(least_jump),
                "words": "cannot be" if least_jump is None else f"{float(least_jump):.1f} times",
                "claims": FIVE_YEARS,
            }
        )
    return pd.DataFrame(rows)


def _five_years_to(last: date) -> Period:
    return Period(years_before(last, 5) + DAY, last)


def _with_five_years(ledger: Ledger, window: Period, periods: Sequence[Period] = ()) -> tuple[System, frozenset[str]]:
    """All statements on cases solved, the undated total read as that of a window, and the repair of the others."""
    others = [s for s in statements(ledger, "cases_solved") if FIVE_YEARS not in s.claims]
    repair = windows.reconcile(System(others), smallest=True).repairs[0]
    total = Statement((FIVE_YEARS,), window, ledger.quantity(FIVE_YEARS).interval)
    return System([*others, total], periods=periods), repair


def in_five_years(ledger: Ledger, last: date, period: Period) -> Quantity:
    """What a period held if the undated total of "five years" is that of the five years to a day."""
    constraints, repair = _with_five_years(ledger, _five_years_to(last), [period])
    return _bounded(ledger, "cases_solved", period, constraints, [repair])


def past_year(ledger: Ledger, window: Period) -> Quantity:
    """Cases solved in 2021 if the "past year" of spring 2022 had been this window."""
    read = [
        Statement(s.claims, window, s.interval, s.growth, s.vague) if s.period == campaign_year() else s
        for s in statements(ledger, "cases_solved")
    ]
    constraints = System(read)
    repairs = windows.reconcile(constraints, smallest=True).repairs
    return _bounded(ledger, "cases_solved", year_of(2021), constraints, repairs)


# Whether the method works


def detections(ledger: Ledger, factors: Sequence[Fraction], counts: Sequence[int], trials: int) -> pd.DataFrame:
    """How often a planted error is noticed, by its size and by how many statements the series has.

    Columns of :func:`tidy` (percent, with the Wilson interval of 95%), ``factor_key`` and ``count`` (the size and the
    number of statements) with their words, ``factor`` and ``statements``, ``share`` (percent), ``successes``,
    ``noticed`` and ``named`` (how often it alone was to blame), in words.
    """
    found = [
        (factor, count, detected)
        for count in counts
        for factor, detected in zip(
            factors, synthetic.detections(factors, trials, count, SEED, ledger.convention), strict=True
        )
    ]
    frame = tidy([(f"{_times(factor)}, {count}", rate(ledger, d.noticed, d.tried)) for factor, count, d in found])
    return frame.assign(
        factor_key=[str(factor) for factor, _, _ in found],
        count=[count for _, count, _ in found],
        factor=[_times(factor) for factor, _, _ in found],
        statements=[f"{count} statements" for _, count, _ in found],
        share=[100 * d.noticed / d.tried for _, _, d in found],
        successes=[d.noticed for _, _, d in found],
        noticed=[f"{d.noticed} of {d.tried}" for _, _, d in found],
        named=[f"{d.named} of {d.tried}" for _, _, d in found],
    )


def noticed(ledger: Ledger, detected: pd.DataFrame, factor: Fraction) -> Quantity:
    """In how many trials an error of that size was noticed; ``detected`` are rows of one number of statements."""
    successes = dict(zip(detected["factor_key"], detected["successes"].tolist(), strict=True))
    return record.count(ledger, successes[str(factor)], "trials", f"trials in which {_times(factor)} is noticed")


def _times(factor: Fraction) -> str:
    """A factor in words: "×1.1"."""
    return f"×{float(factor):g}"


# The errors that are planted into the record's own windows, by their keys in words.csv.
ERRORS: Mapping[str, planting.Plant] = {
    "tenth": planting.times(Fraction(11, 10)),
    "half": planting.times(Fraction(3, 2)),
    "twice": planting.times(Fraction(2)),
    "tenfold": planting.times(Fraction(10)),
    "tenth_part": planting.times(Fraction(1, 10)),
    "unit_up": planting.times(Fraction(10**4)),
    "unit_down": planting.times(Fraction(1, 10**4)),
    "month_later": planting.moved(1),
    "month_earlier": planting.moved(-1),
    "year_later": planting.moved(12),
    "cut_off": planting.cut_off,
    "redefined": planting.redefined(Fraction(3, 2)),
}


@kept
def planted(ledger: Ledger) -> pd.DataFrame:
    """How often an error in one total of the record is noticed, by its kind; every total is tried, read as printed.

    The statements are those that one of the smallest repairs leaves. Columns: ``error`` (words of ``error_key``),
    ``tried``, ``noticed``, ``named`` (it alone was to blame), ``share`` (percent noticed), ``text`` and ``blamed``
    (in words).
    """
    sound = []
    for measure in measures(ledger):
        repair = min(reconciled(ledger, measure).repairs, key=sorted)
        sound.append([s for s in statements(ledger, measure) if s.name not in repair])
    rows = []
    for key, plant in ERRORS.items():
        outcome = planting.united(planting.outcome(printed, plant) for printed in sound)
        tried, noticed_of, named = outcome.tried, outcome.noticed, outcome.named
        rows.append(
            {
                "error_key": key,
                "error": ledger.word("windows.error", key),
                "tried": tried,
                "noticed": noticed_of,
                "named": named,
                "share": 100 * noticed_of / tried,
                "text": f"{noticed_of} of {tried}",
                "blamed": f"{named} of {tried}",
            }
        )
    return pd.DataFrame(rows)


def planted_counts(ledger: Ledger, table: pd.DataFrame) -> dict[str, Quantity]:
    """Of how many totals, and in how many of them each kind of error is noticed."""
    noticed_of = dict(zip(table["error_key"], table["noticed"].tolist(), strict=True))
    counts = {"windows-planted": max(table["tried"].tolist())}
    counts |= {f"windows-planted-{key.replace('_', '-')}": n for key, n in noticed_of.items()}
    counts["windows-planted-tenfold-named"] = table.set_index("error_key")["named"].to_dict()["tenfold"]
    return {name: _counted(ledger, name, n, "totals") for name, n in counts.items()}


def rate(ledger: Ledger, successes: int, trials: int) -> Quantity:
    """A share of trials in percent: its Wilson interval of 95%."""
    ends = stats.binomtest(successes, trials).proportion_ci(method="wilson")
    low, high = (Fraction(100 * end).limit_denominator(1000) for end in (ends.low, ends.high))
    return record.by_rule(ledger, f"Wilson interval for {successes} of {trials}", portion.closed(low, high), "percent")
