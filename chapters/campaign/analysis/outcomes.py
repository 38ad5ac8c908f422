"""Two up, two down: what the four percentages hold, what a year's end does to them, and what else would show them.

All functions take the ledger; they return quantities or tidy tables with the columns of
:func:`ledgerbook.figure.frames.tidy`. Changes are in percent on the same months of the year before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

import pandas as pd
import portion

from campaign import short_name
from campaign.analysis import enforcement, implied, record, release
from campaign.analysis.awareness import MET_FRAUD
from campaign.analysis.enforcement import by_window
from ledgerbook.figure.frames import tidy, with_words
from ledgerbook.numbers import comparisons, intervals, printing
from ledgerbook.numbers.days import eleven_months_of, ends_a_month, is_a_year, period_of, window_words, year_of
from ledgerbook.numbers.expressions import outward
from ledgerbook.numbers.quantities import CombinationError, Period, Quantity, ruled, united
from ledgerbook.record.ledger import Ledger, kept

YEAR = 365  # days, for rates of a year from a part of one

# Factors

PRINTED, IMPLIED = "printed", "implied"
# The ratio that leads from one printed change to the next: numerator and denominator.
FACTORS = (
    ("cases_solved", "cases_filed"),
    ("suspects_arrested", "cases_solved"),
    ("property_loss", "cases_filed"),
)
PER_SOLVED = "suspects_arrested/cases_solved"
# The fewest changes that a window must print to be taken apart.
CHAIN = ("cases_filed", "cases_solved", "suspects_arrested")
LOSS_PER_OCCURRED = ("property_loss", "cases_occurred")  # a pair that one window may print, beside those of the factors


def printed_changes(ledger: Ledger) -> dict[str, dict[Period, Quantity]]:
    """The printed changes (percent) of the four outcomes and of cases said to occur, by measure and window."""
    measures = (*CHAIN, "property_loss", "cases_occurred")
    return {m: by_window(ledger, m, kind="yoy_percent") for m in measures}


def ratio_changes(ledger: Ledger) -> dict[tuple[str, Period], Quantity]:
    """How each ratio of outcomes changed in every window that prints both changes.

    By the two measures ("cases_solved/cases_filed") and the window.
    """
    changes = printed_changes(ledger)
    return {
        (f"{over}/{under}", period): comparisons.ratio_growth(changes[over][period], changes[under][period])
        for over, under in (*FACTORS, LOSS_PER_OCCURRED)
        for period in changes[over]
        if period in changes[under]
    }


def factors(ledger: Ledger) -> pd.DataFrame:
    """The printed changes of each window as steps from cases filed to solved to arrested, and from filed to lost.

    Tidy columns in percent (of the step's own change), with ``window``, ``step``, ``basis`` (PRINTED for cases filed,
    else IMPLIED, as ``basis_key``), ``before`` and ``after`` (multiples of the year before between which the step
    leads), ``after_low`` and ``after_high`` (interval of the printed change that the step arrives at), ``arrives``
    (that change in words) and ``text`` (the step in words). ``measure`` is the key of the step.
    """
    changes, ratios = printed_changes(ledger), ratio_changes(ledger)
    rows, places = [], []
    for period, filed in changes["cases_filed"].items():
        if not all(period in changes[measure] for measure in CHAIN):
            continue
        rows.append((window_words(period), filed))
        places.append((PRINTED, 1.0, filed))
        for over, under in FACTORS:
            if (ratio := ratios.get((f"{over}/{under}", period))) is not None:
                rows.append((window_words(period), ratio))
                places.append((IMPLIED, _multiple(changes[under][period]), changes[over][period]))
    frame = tidy(rows)
    frame = frame.assign(window=frame["label"], step=[ledger.word("outcomes.step", m) for m in frame["measure"]])
    ends = [end for *_, end in places]
    return with_words(ledger, frame, "basis", "basis", (basis for basis, *_ in places)).assign(
        before=[before for _, before, _ in places],
        after=[_multiple(end) for end in ends],
        after_low=[float(end.growth_factor().lower) for end in ends],
        after_high=[float(end.growth_factor().upper) for end in ends],
        arrives=[f"{ledger.word('outcomes.arrives', end.measure)} {printing.signed(end.interval)}" for end in ends],
        text=[printing.signed(q.interval) for _, q in rows],
    )


def _multiple(growth: Quantity) -> float:
    return 1 + growth.middle / 100


def share_of_log_rise(ledger: Ledger) -> Quantity:
    """How much of the rise of arrests the rise of arrests per solved case makes up, in percent of its logarithm.

    log(arrests) = log(solved) + log(arrests per solved), so the share is 1 - log(solved) / log(arrested).
    """
    of = release.outcome_growth(ledger)
    solved, arrested = of["cases_solved"], of["suspects_arrested"]
    low, high = (
        1 - math.log(s) / math.log(a)
        for s, a in (
            (solved.growth_factor().upper, arrested.growth_factor().lower),
            (solved.growth_factor().lower, arrested.growth_factor().upper),
        )
    )
    share = outward(100 * low, 100 * high)
    return ruled("1 - log{1} / log{0}", share, arrested, solved, unit="percent", measure=PER_SOLVED)


# The cases by which filings fell

RISES = tuple(range(0, 20, 2))  # percent, for the drawing


def missing_mean(ledger: Ledger, remaining_rise: int | Fraction = 0) -> Quantity:
    """The mean loss of the cases by which filings fell, in percent of the mean loss of all cases a year before.

    The loss of each case that remained is supposed to have grown by ``remaining_rise`` percent.
    """
    of = release.outcome_growth(ledger)
    return comparisons.mean_left_out(of["property_loss"], of["cases_filed"], remaining_rise)


def missing(ledger: Ledger) -> pd.DataFrame:
    """:func:`missing_mean` for a ladder of rises of the cases that remained: tidy columns, ``rise`` (percent)."""
    rows = [(f"{rise}%", missing_mean(ledger, rise)) for rise in RISES]
    return tidy(rows).assign(rise=RISES, text=[f"{printing.span(q.interval)}%" for _, q in rows])


def mean_at_threshold(ledger: Ledger, remaining_rise: int | Fraction = 0) -> Quantity:
    """What all cases of the year before must have lost on average (yuan) for the missing ones to reach the threshold.

    The threshold is the amount from which telecom fraud is a crime.
    """
    threshold = ledger.quantity("opinion-2016-threshold")
    return comparisons.whole_of(threshold, missing_mean(ledger, remaining_rise))


def mean_loss_2020(ledger: Ledger, at_filings_of: Period) -> Quantity:
    """The loss that a court official named for 2020, in yuan for each case, if as many were filed a day as then."""
    filed = by_window(ledger, "cases_filed")[at_filings_of]
    return comparisons.for_each_at_pace(ledger.quantity("spc-2020-property-loss"), filed)


# The end of the year

PROSECUTED = "prosecuted_telecom_fraud"
# The counts of which changes of a part of a year are set beside those of the year; paces are in their order too.
SERIES = (
    "cases_solved", "suspects_arrested", PROSECUTED, "prosecuted_aiding_crime",
    "calls_intercepted", "sms_intercepted", "losses_averted",
)  # fmt: skip
FIRST_LAST_MONTH = 6  # a part of a year is compared with the year if it ends in June or later
USED, DISPUTED, RUNNING, SCOPE, OPEN = "used", "disputed", "running_total", "another_scope", "open_or_not_positive"
PART, FULL = "part", "year"
PACE, GROWTH = "pace", "growth"


@dataclass(frozen=True)
class Rest:
    """A count of a calendar year and of its first months, and how it stands with the rest between them."""

    measure: str
    part: Quantity
    year: Quantity
    standing: str

    @property
    def pace(self) -> Quantity:
        """How many times the daily mean of the part that of the rest of the year was."""
        return enforcement.december_over_rest(self.year, self.part)

    @property
    def period(self) -> Period:
        """What is left of the year."""
        return self.year.period.without(self.part.period)

    @property
    def months(self) -> str:
        """What is left of the year in words: "Dec", "Jul–Dec"."""
        start = self.period.start
        return f"{start:%b}" + ("" if start.month == 12 else "–Dec")


def rests(ledger: Ledger) -> list[Rest]:
    """Every count of the campaign that is printed for a calendar year and for months from January, the longest of each.

    ``standing`` is USED, or says why nothing is subtracted: a claim in dispute, a running total, a part of another
    scope, or a rest of which no bounds are known.
    """
    found = []
    for measure in (m.measure for m in ledger.measures.values() if m.strand in implied.STRANDS):
        for part, year in _parts_and_years(by_window(ledger, measure)):
            found.append(Rest(measure, part, year, _standing(ledger, part, year)))
    return found


def _parts_and_years(windows: Mapping[Period, Quantity]) -> list[tuple[Quantity, Quantity]]:
    """The longest part and the whole of each calendar year of which there are both, in order of the years."""
    found = []
    for period in sorted(filter(is_a_year, windows)):
        parts = [part for part in windows if _is_part(part, period)]
        if parts:
            found.append((windows[max(parts)], windows[period]))
    return found


def _is_part(period: Period, year: Period) -> bool:
    whole_months = period.start == year.start and ends_a_month(period.end)
    return whole_months and FIRST_LAST_MONTH <= period.end.month < 12 and year.holds(period)


def _standing(ledger: Ledger, part: Quantity, year: Quantity) -> str:
    claims = [ledger.claim(claim_id) for claim_id in (*part.claims, *year.claims)]
    if any(claim.status == "disputed" for claim in claims):
        return DISPUTED
    if any(claim.accumulation != "flow" for claim in claims):
        return RUNNING
    if f"{part.measure};{year.period.start.year}" in ledger.table("unlike_parts"):
        return SCOPE
    return USED if intervals.is_bounded(part.interval) and (year - part).low > 0 else OPEN


def paces(ledger: Ledger) -> list[Rest]:
    """The rests of which the pace can be seen and has bounds, in order of the rest and then of :data:`SERIES`.

    Prosecutions of 2022 are those that 2023 and its changes imply.
    """
    found = [rest for rest in rests(ledger) if rest.standing == USED] + [_prosecuted_2022(ledger)]
    return sorted(
        (rest for rest in found if intervals.is_bounded(rest.pace.interval)),
        key=lambda rest: (
            -rest.part.period.end.month,
            SERIES.index(rest.measure) if rest.measure in SERIES else len(SERIES),
            pace_label(ledger, rest),
        ),
    )


def pace_label(ledger: Ledger, rest: Rest) -> str:
    """The count, the year and what is left of it: "Cases solved, 2022, Dec"."""
    return f"{short_name(ledger, rest.measure)}, {rest.period.start.year}, {rest.months}"


def _prosecuted_2022(ledger: Ledger) -> Rest:
    """Prosecutions of 2022, both as implied a year later, since the base was probably restated."""
    levels, growth = (by_window(ledger, PROSECUTED, kind=kind) for kind in ("level", "yoy_percent"))
    part, year = (
        comparisons.implied_base(levels[window], growth[window]) for window in (eleven_months_of(2023), year_of(2023))
    )
    return Rest(PROSECUTED, part, year, USED)


def growth_pairs(ledger: Ledger) -> dict[tuple[str, int], tuple[Quantity, Quantity]]:
    """Change of a part of a year and that of the whole, for every count of :data:`SERIES` and year with both.

    A change that is not printed is that of the two printed levels.
    """
    return {
        (measure, year.period.start.year): (part, year)
        for measure in SERIES
        for part, year in _parts_and_years(_changes(ledger, measure))
    }


def _changes(ledger: Ledger, measure: str) -> dict[Period, Quantity]:
    """Changes printed and not in dispute, and those of two levels a year apart where none is printed."""
    printed = by_window(ledger, measure, kind="yoy_percent")
    levels = by_window(ledger, measure)
    changes = {p: q for p, q in printed.items() if _is_settled(ledger, q)}
    for period, later in levels.items():
        earlier = levels.get(period.a_year_before())
        if period in changes or earlier is None or not (_is_settled(ledger, later) and _is_settled(ledger, earlier)):
            continue
        changes[period] = comparisons.growth_between(later, earlier)
    return changes


def _is_settled(ledger: Ledger, q: Quantity) -> bool:
    claims = [ledger.claim(claim_id) for claim_id in q.claims]
    return all(claim.status == "used" and claim.accumulation == "flow" for claim in claims)


def year_ends(ledger: Ledger) -> pd.DataFrame:
    """Paces and pairs of changes in one table: tidy columns, ``panel`` (PACE or GROWTH), ``span``, ``text``.

    ``basis`` is the words of ``basis_key``: IMPLIED where a level of the year follows from a later one, or a change
    from two levels.
    ``span`` is the words of ``span_key`` (PART or FULL) for changes, and the months of the rest for paces; labels of
    changes name count and year.
    """
    seen = paces(ledger)
    pace = tidy([(pace_label(ledger, rest), rest.pace) for rest in seen]).assign(
        panel=PACE,
        basis_key=[_basis(ledger, rest.year, rest.period.start.year) for rest in seen],
        span=[rest.months for rest in seen],
        text=[f"{printing.span(rest.pace.interval)} times" for rest in seen],
    )
    rows = [
        (f"{short_name(ledger, measure)}, {year}", span, q)
        for (measure, year), both in growth_pairs(ledger).items()
        for span, q in zip((PART, FULL), both, strict=True)
        if intervals.is_bounded(q.interval)
    ]
    growth = tidy([(label, q) for label, _, q in rows]).assign(
        panel=GROWTH,
        basis_key=[IMPLIED if any(ledger.claim(c).kind == "level" for c in q.claims) else PRINTED for *_, q in rows],
        text=[f"{printing.signed(q.interval)} ({window_words(q.period)})" for *_, q in rows],
    )
    growth = with_words(ledger, growth, "span", "outcomes.span", (span for _, span, _ in rows))
    both = pd.concat([pace, growth], ignore_index=True)
    return with_words(ledger, both, "basis", "basis", both["basis_key"])


def _basis(ledger: Ledger, q: Quantity, year: int) -> str:
    """IMPLIED where a number of a year follows from what was printed of a later one, else PRINTED."""
    return IMPLIED if any(ledger.claim(claim).period.start.year > year for claim in q.claims) else PRINTED


def december_excess(ledger: Ledger, year: int) -> Quantity:
    """Cases solved in December beyond what the daily mean of January to November would have given."""
    solved = by_window(ledger, "cases_solved")
    return comparisons.beyond_the_mean(solved[year_of(year)], solved[eleven_months_of(year)])


def more_solved(ledger: Ledger) -> Quantity:
    """How many cases more the release counts than its base of 2021."""
    solved = ledger.quantity("release-2022-cases-solved")
    return comparisons.beyond(solved, release.solved_2021(ledger))


def share_to_turn(ledger: Ledger) -> Quantity:
    """The rise of the release in percent of the excess of December 2022: moved from base to base, it would vanish."""
    return comparisons.percent_of(more_solved(ledger), december_excess(ledger, 2022))


def rebooked(ledger: Ledger, late_share: int | Fraction) -> tuple[Quantity, Quantity]:
    """The release's change of cases solved if late booking had differed between its two years.

    ``late_share`` percent of the excess of December 2022 is the number of cases booked a month late: first in 2021
    only, of which no December is known, then in 2022 only. Both at once would nearly cancel.
    """
    solved = ledger.quantity("release-2022-cases-solved")
    base = release.solved_2021(ledger)
    late = december_excess(ledger, 2022).times(Fraction(late_share) / 100)
    return (
        comparisons.growth_between(solved, comparisons.put_back(base, late)),
        comparisons.growth_between(comparisons.put_back(solved, late), base),
    )


# Independent evidence

NINETY_FIVE = 1.96  # standard errors either side of an estimate
HALVES_2022 = period_of("2022-01/2022-06"), period_of("2022-07/2022-12")


def survey_shares(ledger: Ledger) -> dict[Period, Quantity]:
    """Share of internet users (percent) who say that they met online fraud in the half-year, as printed."""
    return by_window(ledger, MET_FRAUD, kind="share_percent")


def with_sampling(share: Quantity, answers: int) -> Quantity:
    """A share of a survey with the interval of a simple random sample of so many answers about it."""
    if share.unit != "percent" or share.accumulation != "ratio":
        raise CombinationError(f"{share.describe()} is no share of a sample")
    low, high = (
        float(end) + sign * 100 * NINETY_FIVE * math.sqrt(float(end) / 100 * (1 - float(end) / 100) / answers)
        for end, sign in ((share.low, -1), (share.high, 1))
    )
    return ruled(f"{{0}} of {answers:,} answers", outward(low, high), share, unit=share.unit, measure=share.measure)


def survey_changes(ledger: Ledger, answers: int) -> dict[Period, Quantity]:
    """Change of the survey's share on the same half-year before, sampling error in it, by window."""
    return _changes_of({p: with_sampling(q, answers) for p, q in survey_shares(ledger).items()})


def _changes_of(shares: Mapping[Period, Quantity]) -> dict[Period, Quantity]:
    """Change of a share on the same half-year before, by window."""
    return {
        p: comparisons.growth_between(q, shares[before])
        for p, q in shares.items()
        if (before := p.a_year_before()) in shares
    }


def survey_2022(ledger: Ledger, answers: int) -> Quantity:
    """The change of the share in either half of 2022: the hull of both."""
    changes = survey_changes(ledger, answers)
    first, second = (changes[half] for half in HALVES_2022)
    return comparisons.hull(first, second, year_of(2022))


def year_on_2021(ledger: Ledger, measure: str) -> Quantity:
    """Change from 2021 to 2022 of a stage after the police; a level of 2022 that was not printed is implied by 2023."""
    levels = by_window(ledger, measure)
    levels |= {q.period: q for q in enforcement.implied_years(ledger, measure)}
    return comparisons.growth_between(levels[year_of(2022)], levels[year_of(2021)])


def all_crime_2022(ledger: Ledger) -> Quantity:
    """Change of all criminal cases filed, January to August 2022."""
    return ledger.quantity("mps-2022-8m-criminal-cases-yoy")


def fraud_share_of_crime_2024(ledger: Ledger) -> Quantity:
    """How the share of telecom fraud in all criminal cases filed changed, January to July 2024."""
    window = period_of("2024-01/2024-07")
    filed, crime = (
        by_window(ledger, measure, kind="yoy_percent")[window] for measure in ("cases_filed", "criminal_cases_filed")
    )
    return comparisons.ratio_growth(filed, crime)


def filed_per_users(ledger: Ledger) -> dict[Period, Quantity]:
    """Cases filed a year for each 100,000 internet users, where a level is printed, by window.

    A window shorter than a year is taken at its daily mean; the users are those counted next to the window's middle.
    """
    stocks = list(by_window(ledger, "internet_users").values())
    rates = {}
    for period, filed in by_window(ledger, "cases_filed").items():
        middle = period.start + timedelta(days=period.days // 2)
        users = min(stocks, key=lambda stock: abs(stock.period.end - middle))
        rate = comparisons.per_head(filed, users)
        rates[period] = rate.times(Fraction(YEAR, period.days)) if not is_a_year(period) else rate
    return rates


UPS, AFTER, DOWNS, BESIDE = "police_up", "after", "police_down", "beside"


def beside(ledger: Ledger, answers: int) -> pd.DataFrame:
    """The four printed changes, each pair with the changes of other counts that could bear it out.

    Tidy columns in percent, with ``group`` (words of ``group_key``: UPS, AFTER, DOWNS or BESIDE), ``basis`` (words of
    ``basis_key``: IMPLIED where a level of 2022 follows from 2023), ``window`` and ``text`` (change in words).
    """
    of, survey = release.outcome_growth(ledger), survey_changes(ledger, answers)
    later = (PROSECUTED, "prosecuted_aiding_crime", "court_cases_telecom_fraud")
    groups = {
        UPS: [of["suspects_arrested"], of["cases_solved"]],
        AFTER: [year_on_2021(ledger, measure) for measure in later],
        DOWNS: [of["cases_filed"], of["property_loss"]],
        BESIDE: [all_crime_2022(ledger), *(survey[half] for half in HALVES_2022)],
    }
    rows = [(group, q) for group, changes in groups.items() for q in changes]
    frame = tidy([(f"{ledger.word('outcomes.beside', q.measure)}, {window_words(q.period)}", q) for _, q in rows])
    frame = with_words(ledger, frame, "basis", "basis", (_basis(ledger, q, q.period.end.year) for _, q in rows))
    frame = with_words(ledger, frame, "group", "outcomes.group", (group for group, _ in rows))
    return frame.assign(
        window=[window_words(q.period) for _, q in rows],
        text=[change_words(q) for _, q in rows],
    )


@dataclass(frozen=True)
class Evidence:
    """A change that explanations can be held against.

    ``direct`` evidence is of the very cases that the release counts; of the other kind (later stages, other counts,
    other people) a contradiction does not refute.
    """

    key: str
    label: str
    change: Quantity
    direct: bool

    @property
    def sign(self) -> str:
        """UP or DOWN where the whole interval lies on one side of no change, else FLAT."""
        if self.change.low > 0:
            return UP
        return DOWN if self.change.high < 0 else FLAT


UP, DOWN, FLAT, AS_FILED = "up", "down", "no_change", "as_filed"
AS_BEFORE = "as_before"  # what an explanation that alone had changed implies for what it does not speak of
DECEMBERS = range(2019, 2022)  # of the three years before the release


def evidence(ledger: Ledger, answers: int) -> list[Evidence]:
    """The columns of the table of rival explanations (rival_evidence.csv), each with its change in percent."""
    of = release.outcome_growth(ledger)
    solved = by_window(ledger, "cases_solved")
    december = enforcement.december_over_rest(solved[year_of(2022)], solved[eleven_months_of(2022)])
    changes = {
        "filed": of["cases_filed"],
        "loss": of["property_loss"],
        "loss_per_filed": release.loss_per_filed(ledger),
        "solved": of["cases_solved"],
        "arrests_per_solved": release.arrests_per_solved(ledger),
        "december": comparisons.as_change(december),
        "prosecuted": year_on_2021(ledger, PROSECUTED),
        "aiding": year_on_2021(ledger, "prosecuted_aiding_crime"),
        "survey": survey_2022(ledger, answers),
        "all_crime": all_crime_2022(ledger),
    }
    return [
        Evidence(row.evidence, row.label_en, changes[row.evidence], row.direct == "yes")
        for row in ledger.table("rival_evidence").values()
    ]


# Past swings: how much a count moves without an explanation of this table


@kept
def past_swings(ledger: Ledger) -> dict[str, list[Quantity]]:
    """The settled changes of each evidence (its key) in windows of the record that end before the release begins.

    A December is compared with the months before it, as the evidence is. Evidence that has no earlier change in the
    record, as the survey, has an empty list. Shares of the survey are taken as printed: what is known worse swings
    no more.
    """
    ratios: dict[str, dict[Period, Quantity]] = {key: {} for key in RATIOS.values()}
    for (ratio, period), q in ratio_changes(ledger).items():
        if ratio in RATIOS:
            ratios[RATIOS[ratio]][period] = q
    changes = {
        "filed": _changes(ledger, "cases_filed"),
        "loss": _changes(ledger, "property_loss"),
        "solved": _changes(ledger, "cases_solved"),
        "prosecuted": _changes(ledger, PROSECUTED),
        "aiding": _changes(ledger, "prosecuted_aiding_crime"),
        "survey": _changes_of(survey_shares(ledger)),
        "all_crime": _changes(ledger, "criminal_cases_filed"),
        **ratios,
    }
    found = {key: [q for period, q in of.items() if _is_past(period)] for key, of in changes.items()}
    found["december"] = [comparisons.as_change(implied.december_ratio(ledger, "cases_solved", n)) for n in DECEMBERS]
    return found


def per_solved_late_2020(ledger: Ledger) -> Quantity:
    """Change of suspects caught for each solved case from the second half of 2019 to that of 2020, by subtraction.

    No text prints it, so it is no swing that the explanations are held to; it may have been as large as the largest.
    """
    arrested, solved = (by_window(ledger, measure) for measure in ("suspects_arrested", "cases_solved"))
    solved[year_of(2019)] = enforcement.solved_2019(ledger)

    def late(year: int) -> Quantity:
        half = period_of(f"{year}-01/{year}-06")
        return (arrested[year_of(year)] - arrested[half]) / (solved[year_of(year)] - solved[half])

    return comparisons.growth_between(late(2020), late(2019))


# The ratios of which changes are evidence, by their measures.
RATIOS: Mapping[str, str] = {
    "property_loss/cases_filed": "loss_per_filed",
    "property_loss/cases_occurred": "loss_per_filed",
    PER_SOLVED: "arrests_per_solved",
}


def _is_past(period: Period) -> bool:
    return period.end < eleven_months_of(2022).start


def largest_swing(swings: Iterable[Quantity]) -> Quantity | None:
    """The change that surely moved most, up or down, by what it multiplies or divides; None where none is known."""
    return max(swings, key=_times, default=None)


def _times(change: Quantity) -> Fraction:
    """By what a change surely multiplies or divides: 2 for a doubling and a halving, 1 where it may be none."""
    factor = intervals.growth_factor(change.interval)
    above = 1 if factor.upper == portion.inf else 1 / Fraction(factor.upper)
    return max(Fraction(factor.lower), Fraction(above), Fraction(1))


# Rival explanations


@dataclass(frozen=True)
class Rival:
    """An explanation, and what it commits itself to for each evidence that it speaks of.

    The predictions (UP, DOWN, FLAT or AS_FILED) are those of the explanation alone, all else as it was; ``because``
    says why.
    """

    key: str
    name: str
    predicts: Mapping[str, str]
    because: str


def rival_explanations(ledger: Ledger) -> list[Rival]:
    """The explanations of the record (rivals.csv), each with its predictions (predictions.csv)."""
    predicts: dict[str, dict[str, str]] = {rival: {} for rival in ledger.table("rivals")}
    for row in ledger.table("predictions").values():
        predicts[row.rival][row.evidence] = row.predicted
    rows = ledger.table("rivals").values()
    return [Rival(row.rival, row.label_en, predicts[row.rival], row.because_en) for row in rows]


def like_predictions(ledger: Ledger, key: str) -> dict[str, Mapping[str, str]]:
    """What rivals predict that speak of the same evidence as one of them, and say the same of the loss per case."""
    rivals = {rival.key: rival for rival in rival_explanations(ledger)}
    own = rivals[key].predicts
    found = {r.name: r.predicts for r in rivals.values() if r.predicts.keys() == own.keys()}
    return {name: predicts for name, predicts in found.items() if predicts["loss_per_filed"] == own["loss_per_filed"]}


AGREES, CONTRADICTS, UNCLEAR = "agrees", "contradicts", "unclear"
FITS, NOT_ALONE, OPEN_VERDICT = "fits", "not_alone", "open"


@dataclass(frozen=True)
class Standard:
    """What predictions are held against: the evidence by its key, and how much each swung before (1 is not at all)."""

    shown: Mapping[str, Evidence]
    swings: Mapping[str, Fraction]

    def exact(self) -> Standard:
        """The same evidence, with no change read as exactly none."""
        return Standard(self.shown, dict.fromkeys(self.swings, Fraction(1)))

    def room(self, key: str) -> portion.Interval:
        """The changes (percent) of an evidence that count as no change: up or down as far as it swung before."""
        times = self.swings[key]
        return portion.closed(100 / times - 100, 100 * times - 100)

    def allowed(self, prediction: str, key: str) -> portion.Interval:
        """The changes (percent) that a prediction for an evidence allows.

        Down as much as filings is down as far as they fell, give or take what the evidence swung before.
        """
        if prediction == UP:
            return portion.open(0, portion.inf)
        if prediction == DOWN:
            return portion.open(-portion.inf, 0)
        if prediction == AS_FILED:
            fallen = intervals.multiply(
                self.shown["filed"].change.growth_factor(), intervals.growth_factor(self.room(key))
            )
            return portion.closed(100 * fallen.lower - 100, 100 * fallen.upper - 100)
        return self.room(key)


def standard(ledger: Ledger, answers: int) -> Standard:
    """The evidence and its past swings."""
    swings = {key: largest_swing(of) for key, of in past_swings(ledger).items()}
    return Standard(
        {e.key: e for e in evidence(ledger, answers)},
        {key: Fraction(1) if largest is None else _times(largest) for key, largest in swings.items()},
    )


def agreement(predicted: portion.Interval, shown: portion.Interval) -> str:
    """AGREES where the prediction holds the whole interval, CONTRADICTS where they share no value, else UNCLEAR.

    So evidence that is known worse can make a prediction unclear, but never true.
    """
    if not shown.overlaps(predicted):
        return CONTRADICTS
    return AGREES if shown in predicted else UNCLEAR


def outcomes_of(rival: Rival, held: Standard) -> dict[str, str]:
    """How each prediction of a rival stands with the record, by the key of the evidence."""
    return {
        key: agreement(held.allowed(prediction, key), held.shown[key].change.interval)
        for key, prediction in rival.predicts.items()
    }


def alone(rival: Rival, held: Standard) -> Rival:
    """The rival held to all evidence: what it does not speak of stays as it was."""
    return replace(rival, predicts=dict.fromkeys(held.shown, AS_BEFORE) | dict(rival.predicts))


def verdict(rival: Rival, held: Standard) -> str:
    """NOT_ALONE where direct evidence contradicts a prediction, FITS where all of it that the rival speaks of agrees.

    What is not direct refutes nothing and confirms nothing, but a contradiction by it leaves the verdict open, as does
    an explanation that speaks of no direct evidence.
    """
    outcomes = outcomes_of(rival, held)
    direct = [outcome for key, outcome in outcomes.items() if held.shown[key].direct]
    if CONTRADICTS in direct:
        return NOT_ALONE
    fits = direct and all(outcome == AGREES for outcome in direct) and CONTRADICTS not in outcomes.values()
    return FITS if fits else OPEN_VERDICT


def verdicts(ledger: Ledger, answers: int) -> dict[str, str]:
    """The verdict on each rival, by its key, on the evidence that it speaks of."""
    held = standard(ledger, answers)
    return {rival.key: verdict(rival, held) for rival in rival_explanations(ledger)}


def verdicts_alone(ledger: Ledger, answers: int) -> dict[str, str]:
    """The verdict on each rival, by its key, on all evidence: what it does not speak of is to be as it was."""
    held = standard(ledger, answers)
    return {rival.key: verdict(alone(rival, held), held) for rival in rival_explanations(ledger)}


def verdicts_exact(ledger: Ledger, answers: int) -> dict[str, str]:
    """The verdict on each rival, by its key, on what it speaks of, if no change is exactly none."""
    held = standard(ledger, answers).exact()
    return {rival.key: verdict(rival, held) for rival in rival_explanations(ledger)}


def count_verdicts(ledger: Ledger, answers: int, of: Mapping[str, str], verdict: str) -> Quantity:
    """How many rivals have the verdict, as a count that the claims of the evidence stand behind."""
    n = list(of.values()).count(verdict)
    claims = united(*(e.change.claims for e in evidence(ledger, answers)))
    word = ledger.word("outcomes.verdict", verdict)
    return record.count(ledger, n, "explanations", f"count of explanations whose verdict is: {word}", claims)


RECORD = "record"


def rivals(ledger: Ledger, answers: int) -> pd.DataFrame:
    """One row for each evidence, and one for each rival and evidence: tidy columns of the evidence's change.

    Keys: ``rival`` (RECORD for the evidence itself), ``verdict`` (on what it speaks of), ``sign`` (predicted),
    ``standing`` (of :func:`agreement`). Words: ``row`` (rival and verdict), ``evidence``, ``predicted``, ``shown``,
    ``outcome`` (of the standing), ``because``, ``text`` (the change), ``room`` (what counts as no change).
    """
    held = standard(ledger, answers)
    heading = ledger.word("outcomes.rival", RECORD)
    rows = [(RECORD, heading, "", e, e.sign, "", "") for e in held.shown.values()]
    for rival in rival_explanations(ledger):
        judged = verdict(rival, held)
        name = f"{rival.name}: {ledger.word('outcomes.verdict', judged)}"
        whole = alone(rival, held)
        standings = outcomes_of(whole, held)
        rows += [
            (rival.key, name, judged, held.shown[key], sign, standings[key], rival.because)
            for key, sign in whole.predicts.items()
        ]
    frame = tidy([(e.label, e.change) for _, _, _, e, *_ in rows])
    keys = pd.DataFrame(
        [(rival, name, judged, sign, standing, why) for rival, name, judged, _, sign, standing, why in rows],
        columns=["rival", "row", "verdict", "sign", "standing", "because"],
    )
    return frame.join(keys).assign(
        evidence=frame["label"],
        predicted=[ledger.word("outcomes.sign", sign) for sign in keys["sign"]],
        shown=[ledger.word("outcomes.sign", e.sign) for _, _, _, e, *_ in rows],
        outcome=[key and ledger.word("outcomes.agreement", key) for key in keys["standing"]],
        text=[change_words(e.change) for _, _, _, e, *_ in rows],
        room=[_room_words(held.room(e.key)) for _, _, _, e, *_ in rows],
    )


def _room_words(room: portion.Interval) -> str:
    """What counts as no change: "−25 to +33%"."""
    if room.lower == room.upper:
        return "exactly none"
    return f"−{round(-room.lower)} to +{round(room.upper):,}%"


def change_words(change: Quantity) -> str:
    """A change with its signs: as short as its interval allows, to whole percent where it may be either."""
    if change.low < 0 < change.high and intervals.is_bounded(change.interval):
        return f"−{math.ceil(-change.low)} to +{math.ceil(change.high)}%"
    return printing.signed(change.interval)
