"""The enforcement strand: cases solved and filed, suspects caught (抓获), prosecutions, courts, and campaign outputs.

All functions take the ledger; they return quantities or tidy tables with the columns of
:func:`ledgerbook.figure.frames.tidy`. A window is one published period; where independent releases print it more than
once, the window's value is what all of them allow together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pandas as pd
from portion import Interval

from campaign import CHINA
from campaign.analysis import as_printed, release
from ledgerbook.figure.frames import tidy, with_words
from ledgerbook.numbers import certainty, comparisons, intervals, printing
from ledgerbook.numbers.days import eleven_months_of, ends_a_month, is_a_year, period_of, window_words, year_of
from ledgerbook.numbers.quantities import Period, Quantity
from ledgerbook.record import releases
from ledgerbook.record.ledger import Ledger

PRINTED, IMPLIED = "printed", "implied"
RESTATED = 2022  # the year whose prosecutions for fraud the next year implies to be more than were printed


def by_window(ledger: Ledger, measure: str, *, kind: str = "level") -> dict[Period, Quantity]:
    """One quantity for each period for which the measure was printed of China, in order."""
    return releases.by_window(ledger, measure, kind=kind, geography=CHINA)


def _kind(period: Period) -> str:
    if period.start.year != period.end.year:
        return "across"
    return "year" if is_a_year(period) else "part"


def daily(ledger: Ledger, windows: Iterable[Quantity]) -> pd.DataFrame:
    """Daily means of windows: tidy columns (per day), ``total`` and ``text`` (words), ``kind``, ``short`` (a label)."""
    chosen = list(windows)
    frame = tidy([(window_words(q.period), q.per_day()) for q in chosen]).assign(
        total=[printing.span(q.interval) for q in chosen],
        text=[printing.short(q.per_day().interval) for q in chosen],
        short=[printing.label(q.per_day().interval) for q in chosen],
    )
    return with_words(ledger, frame, "kind", "window.kind", (_kind(q.period) for q in chosen))


# Cases solved


def solved_windows(ledger: Ledger) -> pd.DataFrame:
    """Cases solved per day in every published window (see :func:`daily`)."""
    return daily(ledger, by_window(ledger, "cases_solved").values())


def solved_2019(ledger: Ledger) -> Quantity:
    """Cases solved in 2019: the 20万 of its own releases, narrowed by the 32.2万 and the growth printed for 2020."""
    year_2020 = by_window(ledger, "cases_solved")[year_of(2020)]
    growth = by_window(ledger, "cases_solved", kind="yoy_percent")[year_of(2020)]
    printed = by_window(ledger, "cases_solved")[year_of(2019)]
    return comparisons.agreed(printed, comparisons.implied_base(year_2020, growth))


def ladder(ledger: Ledger) -> list[Quantity]:
    """Cases solved in the shortest windows that subtraction yields, which do not overlap."""
    solved = by_window(ledger, "cases_solved")
    known = {
        year_of(2019): solved_2019(ledger),
        eleven_months_of(2021): release.solved_2021(ledger),
    }
    until_may, to_october = solved[period_of("2019-01/2019-05")], solved[period_of("2019-06/2019-10")]
    totals = solved | known | {period_of("2019-01/2019-10"): until_may + to_october}
    steps: list[Quantity] = []
    for year in sorted({p.start.year for p in totals}):
        within = [p for p in totals if p.start == date(year, 1, 1) and p.end.year == year and ends_a_month(p.end)]
        ordered = [totals[p] for p in sorted(within)]
        if len(ordered) > 1:  # a single total leaves nothing to subtract
            steps += [ordered[0], *(later - earlier for earlier, later in pairwise(ordered))]
    return steps


def ladder_table(ledger: Ledger) -> pd.DataFrame:
    """The ladder per day (see :func:`daily`), with ``year`` (text) and months ``from_month`` to ``to_month`` (0-12)."""
    steps = ladder(ledger)
    frame = daily(ledger, steps).assign(
        year=[f"{q.period.start.year}" for q in steps],
        from_month=[q.period.start.month - 1 for q in steps],
        to_month=[q.period.end.month for q in steps],
    )
    bases = ("subtracted" if q.expression.uses("difference") else PRINTED for q in steps)
    return with_words(ledger, frame, "how", "basis", bases)


def solved_changes_after(ledger: Ledger, year: int) -> dict[str, Quantity]:
    """The change of cases solved from each full year with a total to the next such year, from that year on."""
    known = {later: q for later, (_, q) in solved_years(ledger).items() if later >= year}
    return {f"{b}": comparisons.growth_between(known[b], known[a]) for a, b in pairwise(known)}


def steps_by_year(ledger: Ledger) -> dict[str, list[Quantity]]:
    """The daily means of the ladder's steps, in order, by year."""
    steps = ladder(ledger)
    years = sorted({q.period.start.year for q in steps})
    return {f"{year}": [q.per_day() for q in steps if q.period.start.year == year] for year in years}


def ends_highest(steps: Sequence[Quantity]) -> bool | None:
    """Whether the last of the steps stands above each other; None where their intervals do not say."""
    answers = [certainty.above(steps[-1], step) for step in steps[:-1]]
    return False if False in answers else None if None in answers else True


def solved_early_2024(ledger: Ledger) -> Quantity:
    """Cases solved in January to May 2024: seventeen months less the year 2023."""
    windows = by_window(ledger, "cases_solved")
    return windows[period_of("2023-01/2024-05")] - windows[year_of(2023)]


def solved_spring_2022(ledger: Ledger) -> Quantity:
    """Cases solved in April to July 2022: sixteen months less the "past year", if that ended in March."""
    windows = by_window(ledger, "cases_solved")
    return windows[period_of("2021-04/2022-07")] - windows[campaign_year()]


def solved_spring_share(ledger: Ledger) -> Quantity:
    """The same in percent of the cases that the release counts for January to November 2022."""
    release_cases = ledger.quantity("release-2022-cases-solved")
    return comparisons.percent_of(solved_spring_2022(ledger), release_cases)


def december_counts(ledger: Ledger) -> dict[str, dict[Period, Quantity]]:
    """The counts of which December can be told apart, by measure and window.

    Prosecutions for fraud of 2022 are those that 2023 and its growth imply, since the base was probably restated.
    """
    prosecuted = by_window(ledger, "prosecuted_telecom_fraud")
    growth = by_window(ledger, "prosecuted_telecom_fraud", kind="yoy_percent")
    windows_2023 = [period for period in prosecuted if period in growth and period.start.year == RESTATED + 1]
    prosecuted |= {p.a_year_before(): comparisons.implied_base(prosecuted[p], growth[p]) for p in windows_2023}
    return {
        "cases_solved": by_window(ledger, "cases_solved"),
        "prosecuted_telecom_fraud": prosecuted,
        "prosecuted_aiding_crime": by_window(ledger, "prosecuted_aiding_crime"),
    }


def december_ratios(ledger: Ledger) -> dict[tuple[str, int], Quantity]:
    """The daily mean of December over that of January to November, by measure and year, where both are known."""
    return {
        (measure, period.start.year): december_over_rest(windows[period], eleven_months)
        for measure, windows in december_counts(ledger).items()
        for period in sorted(p for p in windows if is_a_year(p))
        if (eleven_months := windows.get(eleven_months_of(period.start.year)))
    }


def decembers_in_words(ledger: Ledger, *, without: str) -> dict[str, Quantity]:
    """Those ratios of all counts but one, by the count and the year in words."""
    known = december_ratios(ledger).items()
    return {f"{ledger.word('measure.short', m)}, {year}": q for (m, year), q in known if m != without}


def before_december(ledger: Ledger) -> dict[tuple[str, int], Quantity]:
    """The last months known before December, by measure and year: what the latest earlier total leaves to November.

    In 2023 that is November alone for persons prosecuted for fraud.
    """
    nearest = {}
    for measure, windows in december_counts(ledger).items():
        for period in sorted(p for p in windows if is_a_year(p)):
            until = eleven_months_of(period.start.year)
            earlier = [p for p in windows if p.start == until.start and p.end < until.end and ends_a_month(p.end)]
            if (eleven_months := windows.get(until)) and earlier:
                nearest[measure, period.start.year] = comparisons.not_negative(eleven_months - windows[max(earlier)])
    return nearest


def december_over_nearest(ledger: Ledger) -> dict[tuple[str, int], Quantity]:
    """The daily mean of December over that of the last months known before it, where these cannot have been empty."""
    return {
        key: december(ledger, *key).per_day() / nearest.per_day()
        for key, nearest in before_december(ledger).items()
        if nearest.low > 0
    }


def nearest_over_december(ledger: Ledger, measure: str, year: int) -> Quantity:
    """The daily mean of the last months known before December over that of December."""
    return before_december(ledger)[measure, year].per_day() / december(ledger, measure, year).per_day()


def december(ledger: Ledger, measure: str, year: int) -> Quantity:
    """What a year counts in December: the year less its first eleven months."""
    windows = december_counts(ledger)[measure]
    return windows[year_of(year)] - windows[eleven_months_of(year)]


def december_over_climb(ledger: Ledger, year: int) -> Quantity:
    """December's daily mean of cases solved over that of October and November, had the year climbed as 2021 did.

    In 2021 October and November are known; their pace over that of the eleven months is lent to the other year.
    """
    autumn = {q.period: q for q in ladder(ledger)}[period_of("2021-10/2021-11")]
    climb = autumn.per_day() / release.solved_2021(ledger).per_day()
    return december_ratios(ledger)["cases_solved", year] / climb


def december_over_rest(year: Quantity, eleven_months: Quantity) -> Quantity:
    """How many times the daily mean of the first eleven months December's was."""
    return (year - eleven_months).per_day() / eleven_months.per_day()


def prosecuted_2022(ledger: Ledger) -> Quantity:
    """Persons prosecuted for telecom fraud in 2022: no level was found; implied by 2023 and its growth."""
    return {q.period: q for q in implied_years(ledger, "prosecuted_telecom_fraud")}[year_of(2022)]


def december_table(ledger: Ledger) -> pd.DataFrame:
    """The December ratios that are bounded on both sides: tidy columns, ``against`` (words) and ``text``.

    ``against`` is the mean of the eleven months, the last months known, or a climb lent by 2021.
    """
    climbs = {("cases_solved", year): december_over_climb(ledger, year) for year in (2022, 2023)}
    kinds = {"mean": december_ratios(ledger), "nearest": december_over_nearest(ledger), "climb": climbs}
    rows = [
        (f"{ledger.word('measure.short', measure)}, {year}", kind, ratios[measure, year])
        for measure, year in kinds["mean"]
        for kind, ratios in kinds.items()
        if (measure, year) in ratios and intervals.is_bounded(ratios[measure, year].interval)
    ]
    frame = tidy((label, q) for label, _, q in rows).assign(text=[times(q) for *_, q in rows])
    return with_words(ledger, frame, "against", "enforcement.december", (kind for _, kind, _ in rows))


def times(ratio: Quantity) -> str:
    """The ratio in words; to a tenth where it is so uncertain that whole numbers would say nothing."""
    text = printing.short(ratio.interval)
    if intervals.is_bounded(ratio.interval) and ratio.low < 1 and ratio.interval.lower != ratio.interval.upper:
        text = f"{math.floor(ratio.low * 10) / 10} to {math.ceil(ratio.high * 10) / 10}"
    return f"{text} times"


def implied(interval: Interval) -> str:
    """An implied number for a title: "an implied about 2.3", or "at least 2.3 by implication"."""
    words = about(interval)
    return f"an implied {words}" if intervals.is_bounded(interval) else f"{words} by implication"


def about(interval: Interval) -> str:
    """The interval for a title, as one number that it lies about (one unit of the last digit either way): "about 2.3".

    As a range where it has an open end.
    """
    if not intervals.is_bounded(interval):
        return printing.span(interval)
    middle = Fraction(intervals.middle(interval))
    for step in printing.steps(middle):
        value = round(middle / step) * step
        if value - step <= interval.lower and interval.upper <= value + step:
            text = f"{float(value):,.6f}".rstrip("0").rstrip(".")
            return f"about {text}"
    return printing.span(interval)


# Growth


def growth_windows(ledger: Ledger) -> pd.DataFrame:
    """Every printed change on a year before of the four outcomes, and those that two printed levels imply.

    Tidy columns in percent, with ``outcome`` (words of the measure), ``kind`` (of window, or implied), ``basis``,
    ``aim`` (the direction that the target asks for) and ``text`` (signed percentage).
    """
    parts = []
    for measure, target in ledger.table("aims").items():
        rows = [(PRINTED, _kind(p), q) for p, q in by_window(ledger, measure, kind="yoy_percent").items()]
        if measure == "cases_solved":
            rows += [(IMPLIED, IMPLIED, q) for q in solved_growth_implied(ledger)]
        bases, kinds, changes = zip(*rows, strict=True)
        frame = tidy([(window_words(q.period), q) for q in changes]).assign(
            outcome=ledger.word("measure.short", measure),
            aim=target.aim,
            text=[printing.signed(q.interval) for q in changes],
        )
        frame = with_words(ledger, frame, "basis", "basis", bases)
        parts.append(with_words(ledger, frame, "kind", "window.kind", kinds))
    return pd.concat(parts, ignore_index=True)


def solved_growth_implied(ledger: Ledger) -> list[Quantity]:
    """The changes of cases solved from 2022 to 2023 that the printed levels imply: eleven months, and the year."""
    solved = by_window(ledger, "cases_solved")
    return [
        comparisons.growth_between(solved[window(2023)], solved[window(2022)]) for window in (eleven_months_of, year_of)
    ]


# Cases filed


def filed_levels(ledger: Ledger) -> list[tuple[str, Quantity]]:
    """Cases filed in every window with a printed level, and in the windows a year before that its change implies."""
    levels = by_window(ledger, "cases_filed")
    growth = by_window(ledger, "cases_filed", kind="yoy_percent")
    rows = [(PRINTED, q) for q in levels.values()]
    rows += [(IMPLIED, comparisons.implied_base(q, growth[p])) for p, q in levels.items() if p in growth]
    return sorted(rows, key=lambda row: row[1].period)


def filed_table(ledger: Ledger) -> pd.DataFrame:
    """Cases filed per day (see :func:`daily`), with ``basis``."""
    bases, levels = zip(*filed_levels(ledger), strict=True)
    return with_words(ledger, daily(ledger, levels), "basis", "basis", bases)


def filed_changes_after(ledger: Ledger, year: int) -> dict[str, Quantity]:
    """The printed changes of cases filed on a year before, of the windows that begin after that year."""
    changes = by_window(ledger, "cases_filed", kind="yoy_percent")
    return {window_words(p): q for p, q in changes.items() if p.start.year > year}


def clearance_years(ledger: Ledger) -> dict[int, tuple[Quantity, Quantity]]:
    """Years for which cases solved and cases filed are both printed or implied: (solved, filed)."""
    solved = solved_years(ledger)
    filed = {q.period.start.year: q for _, q in filed_levels(ledger) if is_a_year(q.period)}
    return {year: (solved[year][1], filed[year]) for year in sorted(solved.keys() & filed.keys())}


def solved_per_filed(ledger: Ledger, year: int) -> Quantity:
    """Cases solved for each hundred cases filed in the year; cases solved may have been filed earlier."""
    solved, filed = clearance_years(ledger)[year]
    return (solved / filed).times(100, unit="cases per 100 cases")


def solved_years(ledger: Ledger) -> dict[int, tuple[str, Quantity]]:
    """Cases solved in each full year, printed or implied by the change printed for the next year: basis, quantity."""
    printed = {p: q for p, q in by_window(ledger, "cases_solved").items() if is_a_year(p)}
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


def per_head_levels(ledger: Ledger) -> dict[tuple[str, int], tuple[str, Quantity]]:
    """Basis and level of cases filed and solved, by measure and full year, printed or implied."""
    filed = {q.period.start.year: (basis, q) for basis, q in filed_levels(ledger) if is_a_year(q.period)}
    counts = {"cases_filed": filed, "cases_solved": solved_years(ledger)}
    return {(measure, year): row for measure, years in counts.items() for year, row in years.items()}


def per_head_rates(ledger: Ledger) -> dict[tuple[str, int], Quantity]:
    """Those levels per 100,000 people, by measure and year; population of the year, or the last known."""
    levels = per_head_levels(ledger).items()
    return {key: comparisons.per_head(q, _population(ledger, key[1])) for key, (_, q) in levels}


def per_head_table(ledger: Ledger) -> pd.DataFrame:
    """Cases filed and solved per 100,000 people in full years: tidy columns, ``year``, ``series``, ``basis``.

    ``ratio`` is, in the rows of cases filed, how many were solved for each hundred filed, where both are known.
    """
    levels, rates, both = per_head_levels(ledger), per_head_rates(ledger), clearance_years(ledger)
    frame = tidy([(f"{year}", q) for (_, year), q in rates.items()]).assign(
        year=[f"{year}" for _, year in rates],
        text=[printing.short(q.interval) for q in rates.values()],
        short=[printing.label(q.interval) for q in rates.values()],
        total=[printing.span(q.interval) for _, q in levels.values()],
        ratio=[
            printing.label(solved_per_filed(ledger, year).interval, digits=2)
            if measure == "cases_filed" and year in both
            else ""
            for measure, year in rates
        ],
    )
    frame = with_words(ledger, frame, "series", "measure.short", (measure for measure, _ in rates))
    return with_words(ledger, frame, "basis", "basis", (basis for basis, _ in levels.values()))


def loss_per_filed(ledger: Ledger) -> dict[Period, Quantity]:
    """Mean loss per case filed, in yuan, by the windows for which both levels are printed."""
    loss = by_window(ledger, "property_loss")
    filed = by_window(ledger, "cases_filed")
    return {period: loss[period] / filed[period] for period in loss if period in filed}


def _population(ledger: Ledger, year: int) -> Quantity:
    stocks = {q.period.end.year: q for q in by_window(ledger, "population_mid_year").values()}
    return stocks[min(year, max(stocks))]


# Arrests


def arrest_windows(ledger: Ledger) -> pd.DataFrame:
    """Suspects caught per day in every window (see :func:`daily`), with ``series``.

    All suspects; those of January to November 2021, printed with a wider word (违法犯罪嫌疑人); those of 2022 that
    this base implies; or suspects of special operations only.
    """
    levels = by_window(ledger, "suspects_arrested")
    wider = levels.pop(eleven_months_of(2021))
    special = by_window(ledger, "grey_industry_suspects_arrested").values()
    rows = [("all", q) for q in levels.values()]
    rows += [("wider", wider), (IMPLIED, release.arrests_2022(ledger)), *(("special", q) for q in special)]
    series, quantities = zip(*rows, strict=True)
    return with_words(ledger, daily(ledger, quantities), "series", "enforcement.suspects", series)


def arrests_per_solved(ledger: Ledger) -> dict[Period, Quantity]:
    """Suspects caught per case solved, by every window with both levels, and as implied for January-November 2022."""
    solved = by_window(ledger, "cases_solved")
    solved[year_of(2019)] = solved_2019(ledger)
    arrests = by_window(ledger, "suspects_arrested")
    ratios = {p: arrests[p] / solved[p] for p in arrests if p in solved}
    return ratios | {q.period: q for q in release.arrests_per_solved_levels(ledger)}


def caught_year_on_year(ledger: Ledger) -> dict[str, tuple[Quantity, Quantity]]:
    """Suspects caught per case solved: the longest window from January of each year, after that of the year before."""
    ratios = arrests_per_solved(ledger)
    windows = [p for p in ratios if p.start == date(p.start.year, 1, 1) and p.end.year == p.start.year]
    longest = [max(p for p in windows if p.start.year == year) for year in sorted({p.start.year for p in windows})]
    return {window_words(later): (ratios[before], ratios[later]) for before, later in pairwise(longest)}


def arrests_per_solved_table(ledger: Ledger) -> pd.DataFrame:
    """Those ratios as rows in order of the windows' ends: tidy columns, ``text``, ``short`` and ``series`` (words)."""
    rows = sorted(arrests_per_solved(ledger).values(), key=lambda q: (q.period.end, q.period.start))
    frame = tidy((window_words(q.period), q) for q in rows).assign(
        text=[printing.hundredths(q.interval) for q in rows],
        short=[printing.label(q.interval, digits=2) for q in rows],
    )
    kinds = {eleven_months_of(2021): "wider", eleven_months_of(2022): IMPLIED}
    return with_words(ledger, frame, "series", "enforcement.suspects", (kinds.get(q.period, "all") for q in rows))


# Prosecutors and courts


def stage_windows(ledger: Ledger) -> pd.DataFrame:
    """Persons or cases per day at each stage after the police (see :func:`daily`), with ``stage`` and its measure."""
    parts = []
    for measure in ledger.keys("enforcement.stage"):
        rows = [(_kind(p), q) for p, q in by_window(ledger, measure).items()]
        rows += [("implied_year", q) for q in implied_years(ledger, measure)]
        kinds, quantities = zip(*rows, strict=True)
        frame = with_words(ledger, daily(ledger, quantities), "kind", "window.kind", kinds)
        parts.append(with_words(ledger, frame, "stage", "enforcement.stage", [measure] * len(rows)))
    return pd.concat(parts, ignore_index=True)


def implied_years(ledger: Ledger, measure: str) -> list[Quantity]:
    """Full years without a printed level, back from the next year's level by the change printed for that year."""
    levels = {p: q for p, q in by_window(ledger, measure).items() if is_a_year(p)}
    growth = by_window(ledger, measure, kind="yoy_percent")
    implied: dict[Period, Quantity] = {}
    for period in sorted((p for p in growth if is_a_year(p)), reverse=True):
        later, before = levels.get(period) or implied.get(period), period.a_year_before()
        if later and before not in levels:
            implied[before] = comparisons.implied_base(later, growth[period])
    return [implied[p] for p in sorted(implied)]


def stage_breaks(ledger: Ledger) -> pd.DataFrame:
    """Changes of the law or of its standards that bear on one stage: ``stage_key``, ``date`` (ISO), ``label``."""
    event = "aiding-crime-opinion"
    row = ("prosecuted_aiding_crime", ledger.events[event].date_start, ledger.word("event.short", event))
    return pd.DataFrame([row], columns=["stage_key", "date", "label"])


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
    """What named campaigns printed as their results (campaign_outputs.csv): tidy columns, ``output``, ``printed``.

    ``label`` says the window and the scope, and whether the record disputes the number (``disputed``).
    """
    rows = ledger.table("campaign_outputs")
    quantities = [ledger.quantity(claim_id) for claim_id in rows]
    disputed = [ledger.claim(claim_id).status == "disputed" for claim_id in rows]
    labels = [
        ", ".join(filter(None, (window_words(q.period), row.scope_en, "disputed" if doubted else "")))
        for q, row, doubted in zip(quantities, rows.values(), disputed, strict=True)
    ]
    frame = tidy(zip(labels, quantities, strict=True)).assign(
        disputed=disputed,
        printed=[as_printed.number(ledger.claim(claim_id)) for claim_id in rows],
        text=[printing.short(q.interval) for q in quantities],
    )
    return with_words(ledger, frame, "output", "campaign_outputs.output", (row.output for row in rows.values()))


def heads_in_december(ledger: Ledger) -> Quantity:
    """Heads and backbones caught in 2022 less those of the release: the most that December can have added.

    The operation was launched in June, so what it had caught by November is what it had caught in the eleven months.
    """
    caught = ledger.quantity("release-2022-heads-arrested")
    return ledger.quantity("mps-2022-nails-vl") - comparisons.read_as(caught, eleven_months_of(2022))


def two_cards(ledger: Ledger) -> pd.DataFrame:
    """Operation Card-Cutting to March 2022: tidy columns, ``count``, ``series`` (running, disputed, twelve months)."""
    launch = ledger.first_day("card-cutting")
    parts = []
    for measure in ledger.keys("enforcement.two_cards"):
        rows = [q for p, q in by_window(ledger, measure).items() if p.start == launch or p == campaign_year()]
        frame = tidy([(window_words(q.period), q) for q in rows])
        frame = frame.assign(text=[printing.short(q.interval) for q in rows])
        frame = with_words(ledger, frame, "count", "enforcement.two_cards", [measure] * len(rows))
        series = (_two_card_series(ledger, q) for q in rows)
        parts.append(with_words(ledger, frame, "series", "enforcement.accumulation", series))
    return pd.concat(parts, ignore_index=True)


def _two_card_series(ledger: Ledger, q: Quantity) -> str:
    """Whether a number is the count of twelve months, or a running total, or one that the record disputes."""
    if q.period == campaign_year():
        return "flow"
    disputed = any(ledger.claim(claim_id).status == "disputed" for claim_id in q.claims)
    return "disputed" if disputed else "running_total"


def campaign_year() -> Period:
    """The "past year" of the press conference of April 2022, as the record reads it."""
    return period_of("2021-04/2022-03")
