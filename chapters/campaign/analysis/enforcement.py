"""The enforcement strand: cases solved and filed, arrests, prosecutions, courts, and the outputs of named campaigns.

All functions take the ledger; they return quantities or tidy tables with the columns of
:func:`ledgerbook.figure.frames.tidy`. A window is one published period; where independent releases print it more than
once, the window's value is what all of them allow together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pandas as pd
import portion
from portion import Interval

from campaign.analysis import release
from ledgerbook.figure.frames import tidy
from ledgerbook.numbers import comparisons, intervals, printing, wording
from ledgerbook.numbers.quantities import CombinationError, Period, Quantity
from ledgerbook.record.ledger import Ledger

# A claim in dispute is drawn beside its rival; one that is superseded, misprinted or set aside is not.
DRAWN = ("used", "disputed")

FULL_YEAR, WITHIN_YEAR, ACROSS_YEARS = "Full year", "Part of a year", "Across years"
IMPLIED_YEAR = "Full year, implied"

ROUNDING = 0.005  # of the value: the most that a single number may be off for the sake of shortness

WIDEST_LABELLED = Fraction(1, 5)  # of the value: an interval wider than that carries no single number in a chart

# Years of which the record holds windows that fill the year, or its first eleven months, without overlap.
LADDER_YEARS = (2019, 2020, 2021, 2022, 2023)

ALL_SUSPECTS = "All suspects"
WIDER_SUSPECTS = "Wider wording"
IMPLIED_SUSPECTS = "Implied from the wider"
SPECIAL_OPERATIONS = "Special operations"

PRINTED, IMPLIED = "Printed", "Implied"


def by_window(
    ledger: Ledger,
    measure: str,
    *,
    kind: str = "level",
    geography: str = "CN",
) -> dict[Period, Quantity]:
    """One quantity for each period for which the measure was printed of a place, in order.

    Independent releases of one window are intersected. Where they cannot all be true, the first claim stands: the
    disagreement is a matter of the record (data/claims.csv, ``status``), not of a chart.
    """
    windows: dict[Period, Quantity] = {}
    for claim in ledger.select(measure, kind=kind, geography=geography, statuses=DRAWN):
        quantity = ledger.quantity(claim.claim_id)
        known = windows.get(claim.period)
        try:
            windows[claim.period] = comparisons.agreed(known, quantity) if known else quantity
        except CombinationError:
            continue
    return dict(sorted(windows.items()))


def window_words(period: Period) -> str:
    """The period as a reader would say it: "2019", "Jan–May 2021", "13 Jun–25 Dec 2019"."""
    start, end = period.start, period.end
    if _kind(period) == FULL_YEAR:
        return f"{start.year}"
    whole_months = start.day == 1 and ends_a_month(end)
    if whole_months and (start.year, start.month) == (end.year, end.month):
        return f"{start:%b %Y}"
    if whole_months and (start.month, end.month) == (1, 12):
        return f"{start.year}–{end.year}"
    if whole_months:
        return f"{start:%b}{_year(start, end)}–{end:%b %Y}"
    return f"{start.day} {start:%b}{_year(start, end)}–{end.day} {end:%b %Y}"


def ends_a_month(day: date) -> bool:
    """Whether it is the last day of its month."""
    return (day + timedelta(days=1)).day == 1


def _year(start: date, end: date) -> str:
    return "" if start.year == end.year else f" {start.year}"


def named(windows: Iterable[Quantity]) -> dict[str, Quantity]:
    """The quantities by the words of their windows."""
    return {window_words(q.period): q for q in windows}


def listed(frame: pd.DataFrame, *columns: str) -> str:
    """The rows of a table in one sentence, for text alternatives: "2019: 534 to 562; 2020: 878 to 882"."""
    *head, value = columns
    return "; ".join(f"{', '.join(str(row[c]) for c in head)}: {row[value]}" for _, row in frame.iterrows())


def words(quantity: Quantity) -> str:
    """The quantity in words, as :func:`interval_words`."""
    return interval_words(quantity.interval)


def interval_words(interval: Interval) -> str:
    """An interval as one number where rounding to the digits that it supports costs little, else as a range."""
    try:
        text = printing.point(interval)
    except ValueError:
        return printing.span(interval)
    middle = intervals.middle(interval)
    off = abs(float(wording.read(text).value) - middle)
    return text if off <= ROUNDING * abs(middle) else printing.span(interval)


def _kind(period: Period) -> str:
    start, end = period.start, period.end
    if start.year != end.year:
        return ACROSS_YEARS
    first, last = (start.month, start.day) == (1, 1), (end.month, end.day) == (12, 31)
    return FULL_YEAR if first and last else WITHIN_YEAR


def daily(windows: Iterable[Quantity]) -> pd.DataFrame:
    """Daily means of windows: tidy columns (per day), ``total`` and ``text`` (words), ``kind``, ``short`` (a label)."""
    chosen = list(windows)
    frame = tidy([(window_words(q.period), q.per_day()) for q in chosen])
    return frame.assign(
        total=[printing.span(q.interval) for q in chosen],
        kind=[_kind(q.period) for q in chosen],
        text=[words(q.per_day()) for q in chosen],
        short=[label(q.per_day()) for q in chosen],
    )


def label(quantity: Quantity, digits: int = 3) -> str:
    """A label for a narrow mark: the middle to a digit within the interval's width, at most so many digits.

    With ≈ where the interval goes further than rounding, and nothing where it is too wide for one number.
    """
    if not intervals.is_bounded(quantity.interval) or quantity.high - quantity.low > WIDEST_LABELLED * quantity.middle:
        return ""
    exponents = [math.floor(math.log10(quantity.middle)) + 1 - digits]
    if quantity.high > quantity.low:
        exponents.append(math.floor(math.log10(quantity.high - quantity.low)))
    step = Fraction(10) ** max(exponents)
    value = round(Fraction(quantity.middle) / step) * step
    rounding = portion.closed(value - step / 2, value + step / 2)
    return f"{'' if quantity.interval in rounding else '≈'}{float(value):,.{max(0, -max(exponents))}f}"


# Cases solved


def solved_windows(ledger: Ledger) -> pd.DataFrame:
    """Cases solved per day in every published window (see :func:`daily`)."""
    return daily(by_window(ledger, "cases_solved").values())


def solved_2019(ledger: Ledger) -> Quantity:
    """Cases solved in 2019: the 20万 of its own releases, narrowed by the 32.2万 and the growth printed for 2020."""
    year_2020 = by_window(ledger, "cases_solved")[year_of(2020)]
    growth = by_window(ledger, "cases_solved", kind="yoy_percent")[year_of(2020)]
    printed = by_window(ledger, "cases_solved")[year_of(2019)]
    return comparisons.agreed(printed, comparisons.implied_base(year_2020, growth))


def solved_in_december(ledger: Ledger, year: int) -> Quantity:
    """Cases solved in December: the year less its first eleven months."""
    windows = by_window(ledger, "cases_solved")
    return windows[year_of(year)] - windows[eleven_months_of(year)]


def ladder(ledger: Ledger) -> list[Quantity]:
    """Cases solved in the shortest windows that subtraction yields, which do not overlap, for :data:`LADDER_YEARS`."""
    solved = by_window(ledger, "cases_solved")
    known = {
        year_of(2019): solved_2019(ledger),
        eleven_months_of(2021): release.solved_2021(ledger),
    }
    steps: list[Quantity] = []
    for year in LADDER_YEARS:
        from_january = {p.end: q for p, q in (solved | known).items() if p.start == date(year, 1, 1)}
        totals = {end: q for end, q in from_january.items() if end.year == year and ends_a_month(end)}
        if year == 2019:
            october = totals[date(2019, 5, 31)] + solved[Period(date(2019, 6, 1), date(2019, 10, 31))]
            totals[october.period.end] = october
        ordered = [totals[end] for end in sorted(totals)]
        steps.append(ordered[0])
        steps += [later - earlier for earlier, later in pairwise(ordered)]
    return steps


def ladder_table(ledger: Ledger) -> pd.DataFrame:
    """The ladder per day (see :func:`daily`), with ``year`` (text) and months ``from_month`` to ``to_month`` (0-12)."""
    steps = ladder(ledger)
    return daily(steps).assign(
        year=[f"{q.period.start.year}" for q in steps],
        from_month=[q.period.start.month - 1 for q in steps],
        to_month=[q.period.end.month for q in steps],
        how=["By subtraction" if q.expression.uses("difference") else PRINTED for q in steps],
    )


def solved_early_2024(ledger: Ledger) -> Quantity:
    """Cases solved in January to May 2024: seventeen months less the year 2023."""
    windows = by_window(ledger, "cases_solved")
    return windows[Period(date(2023, 1, 1), date(2024, 5, 31))] - windows[year_of(2023)]


def solved_spring_2022(ledger: Ledger) -> Quantity:
    """Cases solved in April to July 2022: sixteen months less the "past year", if that ended in March."""
    windows = by_window(ledger, "cases_solved")
    return windows[Period(date(2021, 4, 1), date(2022, 7, 31))] - windows[campaign_year()]


def solved_spring_share(ledger: Ledger) -> Quantity:
    """The same in percent of the cases that the release counts for January to November 2022."""
    release_cases = ledger.quantity("release-2022-cases-solved")
    return comparisons.percent_of(solved_spring_2022(ledger), release_cases)


def december_ratios(ledger: Ledger) -> list[tuple[str, Quantity]]:
    """The daily mean of December over that of January to November, for each year and count that allow it."""
    prosecuted = by_window(ledger, "prosecuted_telecom_fraud")
    growth = by_window(ledger, "prosecuted_telecom_fraud", kind="yoy_percent")
    for window in (year_of, eleven_months_of):  # both as implied a year later, since the base was probably restated
        prosecuted[window(2022)] = comparisons.implied_base(prosecuted[window(2023)], growth[window(2023)])
    counts = (
        ("Cases solved", by_window(ledger, "cases_solved"), (2022, 2023)),
        ("Prosecuted for fraud", prosecuted, (2022, 2023, 2024)),
        ("Prosecuted for aiding", by_window(ledger, "prosecuted_aiding_crime"), (2022, 2023)),
    )
    return [
        (f"{label}, {year}", december_over_rest(windows[year_of(year)], windows[eleven_months_of(year)]))
        for label, windows, years in counts
        for year in years
    ]


def december_over_rest(year: Quantity, eleven_months: Quantity) -> Quantity:
    """How many times the daily mean of the first eleven months December's was."""
    return (year - eleven_months).per_day() / eleven_months.per_day()


def prosecuted_2022(ledger: Ledger) -> Quantity:
    """Persons prosecuted for telecom fraud in 2022: no level was found; implied by 2023 and its growth."""
    return {q.period: q for q in implied_years(ledger, "prosecuted_telecom_fraud")}[year_of(2022)]


def december_table(ledger: Ledger) -> pd.DataFrame:
    """The December ratios that are bounded on both sides, one row each (tidy columns)."""
    rows = [(label, q) for label, q in december_ratios(ledger) if intervals.is_bounded(q.interval)]
    return tidy(rows).assign(text=[f"{_times(q)} times" for _, q in rows])


def _times(ratio: Quantity) -> str:
    """The ratio in words; to a tenth where it is so uncertain that whole numbers would say nothing."""
    text = words(ratio)
    if not intervals.is_bounded(ratio.interval):
        return text
    return f"{math.floor(ratio.low * 10) / 10} to {math.ceil(ratio.high * 10) / 10}" if text.startswith("0") else text


def solved_break(ledger: Ledger) -> pd.DataFrame:
    """Where the wording of cases solved changes: ``date`` (ISO) and ``label``."""
    first = ledger.claim("mps-2025-fy-cases-solved").period_start
    return pd.DataFrame({"date": [first.isoformat()], "label": ["“related\ncases”"]})


# Growth


def growth_windows(ledger: Ledger) -> pd.DataFrame:
    """Every printed change on a year before of the four outcomes, and those that two printed levels imply.

    Tidy columns in percent, with ``outcome``, ``kind`` (of window, or Implied), ``basis`` (Printed or Implied),
    ``aim`` (the direction that the target asks for) and ``text`` (signed percentage).
    """
    outcomes = (
        ("Cases solved", "cases_solved", "up"),
        ("Suspects arrested", "suspects_arrested", "up"),
        ("Cases filed", "cases_filed", "down"),
        ("Property loss", "property_loss", "down"),
    )
    parts = []
    for outcome, measure, aim in outcomes:
        printed = by_window(ledger, measure, kind="yoy_percent")
        implied = solved_growth_implied(ledger) if measure == "cases_solved" else []
        rows = [*printed.values(), *implied]
        basis = [PRINTED] * len(printed) + [IMPLIED] * len(implied)
        frame = tidy([(window_words(q.period), q) for q in rows])
        parts.append(
            frame.assign(
                outcome=outcome,
                aim=aim,
                basis=basis,
                kind=[IMPLIED if b == IMPLIED else _kind(q.period) for b, q in zip(basis, rows, strict=True)],
                text=[signed(q) for q in rows],
            )
        )
    return pd.concat(parts, ignore_index=True)


def solved_growth_implied(ledger: Ledger) -> list[Quantity]:
    """The changes of cases solved from 2022 to 2023 that the printed levels imply: eleven months, and the year."""
    solved = by_window(ledger, "cases_solved")
    return [
        comparisons.growth_between(solved[window(2023)], solved[window(2022)]) for window in (eleven_months_of, year_of)
    ]


def signed(growth: Quantity) -> str:
    """A change with its sign, or 0 where it may be either: "+5.7%", "−6.1 to −5.6%", "about 0"."""
    if growth.low < 0 < growth.high:
        return "about 0"
    falls = growth.high <= 0
    ends = interval_words(intervals.negate(growth.interval) if falls else growth.interval).split(" to ")
    signs = [f"{'−' if falls else '+'}{end}" for end in ends]
    return f"{' to '.join(reversed(signs) if falls else signs)}%"


# Cases filed


def filed_levels(ledger: Ledger) -> list[tuple[str, Quantity]]:
    """Cases filed in every window with a printed level, and in the windows a year before that its change implies."""
    levels = by_window(ledger, "cases_filed")
    growth = by_window(ledger, "cases_filed", kind="yoy_percent")
    rows = [(PRINTED, q) for q in levels.values()]
    rows += [(IMPLIED, comparisons.implied_base(q, growth[p])) for p, q in levels.items() if p in growth]
    return sorted(rows, key=lambda row: row[1].period)


def filed_table(ledger: Ledger) -> pd.DataFrame:
    """Cases filed per day (see :func:`daily`), with ``basis`` (Printed or Implied)."""
    rows = filed_levels(ledger)
    return daily(q for _, q in rows).assign(basis=[basis for basis, _ in rows])


def clearance_years(ledger: Ledger) -> dict[int, tuple[Quantity, Quantity]]:
    """Years for which cases solved and cases filed are both printed or implied: (solved, filed)."""
    solved = solved_years(ledger)
    filed = {q.period.start.year: q for _, q in filed_levels(ledger) if _kind(q.period) == FULL_YEAR}
    return {year: (solved[year][1], filed[year]) for year in sorted(solved.keys() & filed.keys())}


def solved_per_filed(ledger: Ledger, year: int) -> Quantity:
    """Cases solved for each hundred cases filed in the year; cases solved may have been filed earlier."""
    solved, filed = clearance_years(ledger)[year]
    return (solved / filed).times(100, unit="cases per 100 cases")


def solved_years(ledger: Ledger) -> dict[int, tuple[str, Quantity]]:
    """Cases solved in each full year, printed or implied by the change printed for the next year: basis, quantity."""
    printed = {p: q for p, q in by_window(ledger, "cases_solved").items() if _kind(p) == FULL_YEAR}
    printed[year_of(2019)] = solved_2019(ledger)
    growth = by_window(ledger, "cases_solved", kind="yoy_percent")
    implied = {
        p.a_year_before(): comparisons.implied_base(q, growth[p])
        for p, q in printed.items()
        if p in growth and p.a_year_before() not in printed
    }
    rows = {p.start.year: (PRINTED, q) for p, q in printed.items()}
    rows |= {p.start.year: (IMPLIED, q) for p, q in implied.items()}
    return dict(sorted(rows.items()))


def per_head_rates(ledger: Ledger) -> dict[tuple[str, int], Quantity]:
    """Cases filed and solved per 100,000 people, by count and full year; population of the year, or the last known."""
    filed = [("Cases filed", q) for _, q in filed_levels(ledger) if _kind(q.period) == FULL_YEAR]
    solved = [("Cases solved", q) for _, q in solved_years(ledger).values()]
    return {
        (series, q.period.start.year): comparisons.per_head(q, _population(ledger, q.period.start.year))
        for series, q in filed + solved
    }


def per_head_table(ledger: Ledger) -> pd.DataFrame:
    """Cases filed and solved per 100,000 people in full years: tidy columns, ``year``, ``series``, ``basis``.

    ``ratio`` is, in the rows of cases filed, how many were solved for each hundred filed, where both are known.
    """
    levels = {("Cases solved", year): row for year, row in solved_years(ledger).items()}
    for basis, q in filed_levels(ledger):
        if _kind(q.period) == FULL_YEAR:
            levels["Cases filed", q.period.start.year] = (basis, q)
    rates = per_head_rates(ledger)
    both = [("Cases filed", year) for year in clearance_years(ledger)]
    ratios = {key: label(solved_per_filed(ledger, key[1]), digits=2) for key in both}
    frame = tidy([(f"{year}", q) for (_, year), q in rates.items()])
    return frame.assign(
        year=[f"{year}" for _, year in rates],
        series=[series for series, _ in rates],
        basis=[levels[key][0] for key in rates],
        text=[words(q) for q in rates.values()],
        short=[label(q) for q in rates.values()],
        total=[printing.span(levels[key][1].interval) for key in rates],
        ratio=[ratios.get(key, "") for key in rates],
    )


def loss_per_filed(ledger: Ledger) -> dict[str, Quantity]:
    """Mean loss per case filed, in yuan, by the words of each window for which both levels are printed."""
    loss = by_window(ledger, "property_loss")
    filed = by_window(ledger, "cases_filed")
    return named(loss[period] / filed[period] for period in loss if period in filed)


def _population(ledger: Ledger, year: int) -> Quantity:
    stocks = {q.period.end.year: q for q in by_window(ledger, "population_mid_year").values()}
    return stocks[min(year, max(stocks))]


# Arrests


def arrest_windows(ledger: Ledger) -> pd.DataFrame:
    """Suspects arrested per day in every window (see :func:`daily`), with ``series``.

    All suspects; those of January to November 2021, printed with a wider word (违法犯罪嫌疑人); those of 2022 that
    this base implies; or suspects of special operations only.
    """
    levels = by_window(ledger, "suspects_arrested")
    wider = levels.pop(eleven_months_of(2021))
    rows = [(ALL_SUSPECTS, q) for q in levels.values()]
    rows += [(WIDER_SUSPECTS, wider), (IMPLIED_SUSPECTS, release.arrests_2022(ledger))]
    special = by_window(ledger, "grey_industry_suspects_arrested").values()
    rows += [(SPECIAL_OPERATIONS, q) for q in special]
    return daily(q for _, q in rows).assign(series=[series for series, _ in rows])


def arrest_break(ledger: Ledger) -> pd.DataFrame:
    """Where no count of all suspects is printed any more: ``date`` (ISO) and ``label``."""
    first = ledger.claim("mps-2023-11m-suspects").period_start
    return pd.DataFrame({"date": [first.isoformat()], "label": ["narrower\ncount only"]})


def arrests_per_solved(ledger: Ledger) -> list[Quantity]:
    """Suspects arrested per case solved in every window with both levels, and as implied for January-November 2022."""
    solved = by_window(ledger, "cases_solved")
    solved[year_of(2019)] = solved_2019(ledger)
    arrests = by_window(ledger, "suspects_arrested")
    eleven_2021, eleven_2022 = release.arrests_per_solved_levels(ledger)
    ratios = {p: arrests[p] / solved[p] for p in arrests if p in solved}
    ratios[eleven_2021.period] = eleven_2021
    ratios[eleven_2022.period] = eleven_2022
    return [ratios[p] for p in sorted(ratios)]


def arrests_per_solved_table(ledger: Ledger) -> pd.DataFrame:
    """Those ratios as rows in order of the windows' ends (tidy columns)."""
    rows = sorted(arrests_per_solved(ledger), key=lambda q: (q.period.end, q.period.start))
    remarks = {eleven_months_of(2021): " (wider wording)", eleven_months_of(2022): " (implied)"}
    labels = [window_words(q.period) + remarks.get(q.period, "") for q in rows]
    return tidy(zip(labels, rows, strict=True)).assign(text=[_hundredths(q) for q in rows])


def _hundredths(ratio: Quantity) -> str:
    """A small ratio as a range to hundredths, rounded outward; an open end in words."""
    if not intervals.is_bounded(ratio.interval):
        return printing.span(ratio.interval)
    return f"{math.floor(ratio.low * 100) / 100:.2f} to {math.ceil(ratio.high * 100) / 100:.2f}"


# Prosecutors and courts


STAGES: Mapping[str, str] = {
    "Prosecuted for telecom fraud": "prosecuted_telecom_fraud",
    "Prosecuted for aiding crime": "prosecuted_aiding_crime",
    "Court cases of telecom fraud": "court_cases_telecom_fraud",
    "Defendants in those cases": "court_defendants_telecom_fraud",
}


def stage_windows(ledger: Ledger) -> pd.DataFrame:
    """Persons or cases per day at each stage after the police (see :func:`daily`), with ``stage`` and ``basis``."""
    parts = []
    for stage, measure in STAGES.items():
        rows = [(PRINTED, q) for q in by_window(ledger, measure).values()]
        rows += [(IMPLIED, q) for q in implied_years(ledger, measure)]
        frame = daily(q for _, q in rows)
        basis = [basis for basis, _ in rows]
        kind = [IMPLIED_YEAR if b == IMPLIED else k for b, k in zip(basis, frame["kind"], strict=True)]
        parts.append(frame.assign(stage=stage, basis=basis, kind=kind))
    return pd.concat(parts, ignore_index=True)


def implied_years(ledger: Ledger, measure: str) -> list[Quantity]:
    """Full years without a printed level, back from the next year's level by the change printed for that year."""
    levels = {p: q for p, q in by_window(ledger, measure).items() if _kind(p) == FULL_YEAR}
    growth = by_window(ledger, measure, kind="yoy_percent")
    implied: dict[Period, Quantity] = {}
    for period in sorted((p for p in growth if _kind(p) == FULL_YEAR), reverse=True):
        later, before = levels.get(period) or implied.get(period), period.a_year_before()
        if later and before not in levels:
            implied[before] = comparisons.implied_base(later, growth[period])
    return [implied[p] for p in sorted(implied)]


def stage_breaks(ledger: Ledger) -> pd.DataFrame:
    """Changes of the law or of its standards that bear on one stage: ``stage``, ``date`` (ISO), ``label``."""
    opinion = ledger.events["aiding-crime-opinion"].date_start
    rows = [("Prosecuted for aiding crime", opinion, "joint opinion")]
    return pd.DataFrame(rows, columns=["stage", "date", "label"])


def aiding_change(ledger: Ledger) -> Quantity:
    """Change in percent of persons prosecuted for aiding crime, January to November 2025 on the same months of 2023."""
    windows = by_window(ledger, "prosecuted_aiding_crime")
    return comparisons.growth_between(windows[eleven_months_of(2025)], windows[eleven_months_of(2023)])


def court_chain(ledger: Ledger) -> Quantity:
    """Court cases of 2017 to 2021 added up from the level of 2021 and the changes printed for 2018 to 2021."""
    total = by_window(ledger, "court_cases_telecom_fraud")[year_of(2021)]
    implied = {q.period: q for q in implied_years(ledger, "court_cases_telecom_fraud")}
    for year in range(2020, 2016, -1):
        total = implied[year_of(year)] + total
    return total


# Campaign outputs


def campaign_outputs(ledger: Ledger) -> pd.DataFrame:
    """What named campaigns printed as their results: tidy columns, ``output`` and ``label`` (window and scope)."""
    parts = []
    for output, rows in CAMPAIGN_OUTPUTS.items():
        quantities = [ledger.quantity(claim_id) for claim_id in rows]
        labels = [f"{window_words(q.period)}{scope}" for q, scope in zip(quantities, rows.values(), strict=True)]
        printed = [ledger.claim(claim_id).value_text for claim_id in rows]
        frame = tidy(zip(labels, quantities, strict=True))
        parts.append(frame.assign(output=output, printed=printed, text=[words(q) for q in quantities]))
    return pd.concat(parts, ignore_index=True)


# Claims of each output in order of time, each with the scope that its source gives it.
CAMPAIGN_OUTPUTS: Mapping[str, Mapping[str, str]] = {
    "Heads and backbones caught": {
        "mps-202208-nails": ", Nail-Pulling",
        "release-2022-heads-arrested": ", Nail-Pulling",
        "mps-2022-nails-vl": "",
        "mps-2023-9m-heads": "",
        "mps-2023-11m-heads": ", special operations",
        "mps-2025-heads-hk": "",
    },
    "Cluster campaigns": {
        "mps-2122-cluster": ", national",
        "mps-2122jul-cluster-cc": ", national",
        "release-2022-cluster-campaigns": ", grey industry",
        "mps-2023-summer-cluster": ", summer operation",
    },
    "Dens destroyed": {
        "mps-2019-dens-dom-yc": ", China",
        "mps-2020-dens-dom-xh": ", China",
        "mps-2021-5m-dens-dom": ", China",
        "release-2022-dens-destroyed": ", three areas",
        "mps-2023-regional-dens": ", four provinces",
    },
}


def heads_in_december(ledger: Ledger) -> Quantity:
    """Heads and backbones caught in 2022 less those of the release: the most that December can have added."""
    year = ledger.quantity("mps-2022-nails-vl")
    return year - ledger.quantity("release-2022-heads-arrested")


TWO_CARD_COUNTS: Mapping[str, str] = {
    "Gangs broken": "two_card_gangs",
    "Suspects caught or dealt with": "two_card_suspects",
}
RUNNING, TWELVE_MONTHS = "Running total since October 2020", "Twelve months, April to March"


def two_cards(ledger: Ledger) -> pd.DataFrame:
    """Operation Card-Cutting to March 2022: tidy columns, ``count``, ``series`` (running total, or twelve months)."""
    launch = ledger.events["card-cutting"].date_start
    parts = []
    for count, measure in TWO_CARD_COUNTS.items():
        windows = by_window(ledger, measure)
        rows = [q for p, q in windows.items() if p.start.isoformat() == launch or p == campaign_year()]
        frame = tidy([(window_words(q.period), q) for q in rows])
        series = [TWELVE_MONTHS if q.period == campaign_year() else RUNNING for q in rows]
        parts.append(frame.assign(count=count, series=series, text=[words(q) for q in rows]))
    return pd.concat(parts, ignore_index=True)


def campaign_year() -> Period:
    """The "past year" of the press conference of April 2022, as the record reads it."""
    return Period(date(2021, 4, 1), date(2022, 3, 31))


def year_of(year: int) -> Period:
    """The calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def eleven_months_of(year: int) -> Period:
    """January to November."""
    return Period(date(year, 1, 1), date(year, 11, 30))
