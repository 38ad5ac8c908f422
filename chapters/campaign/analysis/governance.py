"""What the record says of blocking, warning, cards, money and people: windows as daily rates, totals since a launch.

Every function takes the ledger and gives a :class:`Quantity` or a tidy table (:func:`ledgerbook.figure.frames.tidy`).
The claims that figures show stand in tables of the record; those that a number is computed from are named here once.
"""

from __future__ import annotations

import itertools
import math
from calendar import isleap
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

import pandas as pd
from portion import Interval

from campaign import CHINA
from campaign.analysis import as_printed, drawn
from ledgerbook.figure.frames import tidy, with_words
from ledgerbook.numbers import intervals, printing
from ledgerbook.numbers.comparisons import not_negative, over_its_window, since
from ledgerbook.numbers.days import day_words, from_to, window_words, year_of
from ledgerbook.numbers.quantities import Quantity, united
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Claim

MILLION = 10**6
PRINTED, IMPLIED, MISPRINT, MEAN, IF_YEAR = "printed", "implied", "misprint", "mean", "if_year"
DISPUTED, SETTLED = "disputed", "settled"
Pair: TypeAlias = tuple[Quantity, Quantity]


# --- Windows -----------------------------------------------------------------------------------------------------


def claims_of(pair: Pair) -> tuple[str, ...]:
    """The claims behind two quantities, each once."""
    return united(*(q.claims for q in pair))


def room(lower: Quantity, higher: Quantity) -> Interval:
    """By how much the second lies above the first."""
    return intervals.subtract(higher.interval, lower.interval)


def window(ledger: Ledger, claim_id: str) -> Quantity:
    """The claim as the flow of its window."""
    return over_its_window(ledger.quantity(claim_id))


def between(ledger: Ledger, later: str, earlier: str) -> Quantity:
    """What two windows with a common first (or last) day leave for the days that only the longer one holds.

    A count is not negative: an earlier print that is open above leaves anything from nothing up.
    """
    return not_negative(window(ledger, later) - window(ledger, earlier))


def rates(ledger: Ledger, series: str, *, scale: int = 1, short: int = MILLION) -> pd.DataFrame:
    """One row for each window of a drawn series: its mean per day, drawn in units of ``scale``.

    Besides the columns of ``tidy``: ``kind`` (printed, or implied by the difference of two prints), ``printed`` (the
    wording of the claims), ``agency``, ``when`` (the window in words) and ``standing`` (disputed where a claim behind
    it is). ``short`` is the unit of the text; ``tag`` and ``mark`` are what drawings print, with a question mark at
    what is disputed: ``tag`` in the units of the axis.
    """
    rows = drawn.series(ledger, series)
    quantities = [between(ledger, r.claim_id, r.earlier) if r.earlier else window(ledger, r.claim_id) for r in rows]
    frame = tidy(((r.label_en, q.per_day()) for r, q in zip(rows, quantities, strict=True)), scale=scale).assign(
        printed=[_wordings(ledger, filter(None, (r.claim_id, r.earlier))) for r in rows],
        when=[from_to(q.period) for q in quantities],
        text=[in_units(q.per_day(), short) for q in quantities],
        tag=[_at_line(q.per_day(), scale) for q in quantities],
        place=[r.place for r in rows],
    )
    frame = _with_standing(ledger, _stated(ledger, frame, [r.claim_id for r in rows]))
    return with_words(ledger, frame, "kind", "governance.basis", (IMPLIED if r.earlier else PRINTED for r in rows))


def _with_standing(ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with their standing, and with a question mark at the drawn words of what is disputed."""
    disputed = [any(ledger.claim(c).status == DISPUTED for c in ids.split(";")) for ids in frame["claims"]]
    doubt = ["?" if doubtful else "" for doubtful in disputed]
    frame = frame.assign(mark=frame["text"] + doubt, tag=frame["tag"] + doubt)
    return with_words(ledger, frame, "standing", "governance.standing", (DISPUTED if d else SETTLED for d in disputed))


def _wordings(ledger: Ledger, claim_ids: Iterable[str]) -> str:
    return " − ".join(_bare(ledger.claims[claim_id]) for claim_id in claim_ids)


def _bare(claim: Claim) -> str:
    """The number as printed, without the spaces that some outlets set between digits and Chinese characters."""
    number = as_printed.number(claim)
    return number.replace(" ", "") if any("一" <= c <= "鿿" for c in number) else number


def _stated(ledger: Ledger, frame: pd.DataFrame, claim_ids: Iterable[str]) -> pd.DataFrame:
    """The rows with the body that states each claim, the first of several."""
    agencies = (ledger.claims[claim_id].agency.split(",")[0] for claim_id in claim_ids)
    return with_words(ledger, frame, "agency", "agency.governance", agencies)


def in_units(q: Quantity, unit: int) -> str:
    """The interval counted in units of ``unit``, rounded outward to three digits or fewer: for drawings and titles."""
    if not intervals.is_bounded(q.interval):
        return f"at least {float(q.low / unit):,.4g}"
    low, high = (end / unit for end in (q.low, q.high))
    if low == high:
        return f"{float(low):,g}"
    most = max(2 - math.floor(math.log10(high)), 0)  # decimals of a number with three digits
    decimals = min(-math.floor(math.log10(high - low)), most)
    while True:
        step = Fraction(10) ** -decimals
        ends = math.floor(low / step) * step, math.ceil(high / step) * step
        if decimals >= most or ends[1] - ends[0] <= printing.WIDEST * (high - low):
            return " to ".join(f"{float(end):,.{max(decimals, 0)}f}" for end in ends)
        decimals += 1


def roughly(q: Quantity) -> str:
    """The middle to two digits, for titles; the interval where its ends differ by more than a tenth."""
    if not intervals.is_bounded(q.interval) and q.low <= 0:
        return "an unknown number"
    if _is_loose(q):
        return printing.span(q.interval)
    return f"about {round(q.middle, 1 - math.floor(math.log10(q.middle))):,.0f}"


def _at_line(q: Quantity, unit: int) -> str:
    """What stands at the line of a window: the middle to two digits or to the unit, or the interval if it is loose."""
    if _is_loose(q):
        return in_units(q, unit).replace(" to ", "–")
    middle = q.middle / unit
    return f"{middle:,.{max(1 - math.floor(math.log10(middle)), 0)}f}"


def _is_loose(q: Quantity) -> bool:
    """Whether the ends differ by more than a tenth, so that the middle says too much."""
    return not intervals.is_bounded(q.interval) or 10 * q.high > 11 * q.low


# --- Calls and messages ------------------------------------------------------------------------------------------

RELEASE_CALLS, RELEASE_SMS = "release-2022-calls-intercepted", "release-2022-sms-intercepted"
YEAR_CALLS, YEAR_SMS = "miit-2022-fy-calls", "miit-2022-fy-sms"
SUBSCRIPTIONS = "miit-2022-12-mobile-subs"

TWENTY_MONTHS = {  # what the regulator printed to 19 August 2022, and for 2021 of it
    RELEASE_CALLS: ("miit-2022-08-calls-cen", "miit-2021-calls"),
    RELEASE_SMS: ("miit-2022-08-sms-cen", "miit-2021-sms"),
}


def interceptions(ledger: Ledger) -> pd.DataFrame:
    """Calls and messages intercepted, 2015 to 2025: mean per day of each published window, in millions.

    Rows of the kind ``mean`` are means that the regulator stated as such, of time before the day of speaking.
    """
    parts = [rates(ledger, "calls", scale=MILLION), _means(ledger), rates(ledger, "messages", scale=MILLION)]
    return _in_panels(ledger, pd.concat(parts, ignore_index=True))


def stated_means(ledger: Ledger) -> list[Quantity]:
    """The calls of a mean day by the regulator's own word; a mean month is taken as a twelfth of its year."""
    means = []
    for row in drawn.series(ledger, "call_means"):
        mean = ledger.quantity(row.claim_id)
        monthly = mean.measure == "calls_intercepted_monthly_avg"
        days = isleap(mean.period.end.year) + 365
        means.append(mean.times(Fraction(12, days) if monthly else 1, unit="calls/day"))
    return means


def means_in_words(ledger: Ledger) -> dict[str, Quantity]:
    """Those means by the words that the figure has for them."""
    return {r.label_en: q for r, q in zip(drawn.series(ledger, "call_means"), stated_means(ledger), strict=True)}


def _means(ledger: Ledger) -> pd.DataFrame:
    rows, means = drawn.series(ledger, "call_means"), stated_means(ledger)
    frame = tidy(((r.label_en, q) for r, q in zip(rows, means, strict=True)), scale=MILLION).assign(
        printed=[_wordings(ledger, q.claims) for q in means],
        when=[ledger.word("governance.window", "said").format(day=day_words(q.period.end)) for q in means],
        text=[in_units(q, MILLION) for q in means],
        tag="",
        place=[r.place for r in rows],
        measure="calls_intercepted",  # the panel that they stand in
    )
    frame = _with_standing(ledger, _stated(ledger, frame, frame["claims"]))
    return with_words(ledger, frame, "kind", "governance.basis", [MEAN] * len(frame))


def calls_of_autumn_2018(ledger: Ledger) -> Quantity:
    """Calls between the two totals of 2018, if both count from one start."""
    start = ledger.claim("miit-2018-11-calls").period.start
    later, earlier = (since(ledger.quantity(c), start) for c in ("miit-2018-11-calls", "miit-2018-08-calls-cum"))
    return later - earlier


def calls_from_2017(ledger: Ledger) -> Quantity:
    """Calls of the total to November 2018, if it counts from the first day of the total to August of that year."""
    start = ledger.claim("miit-2018-08-calls-cum").period.start
    return over_its_window(since(ledger.quantity("miit-2018-11-calls"), start))


def _in_panels(ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with a panel for each measure."""
    return with_words(ledger, frame, "panel", "governance.measure", frame["measure"])


def within_2022(ledger: Ledger) -> pd.DataFrame:
    """Calls and messages inside 2022: what prints and their differences say per day, in millions.

    ``late`` rows (20 August to 30 November) are the release less what the regulator's totals leave for the time before.
    """
    parts = []
    for series, late in (("calls_in_2022", late_calls(ledger)), ("messages_in_2022", late_messages(ledger))):
        frame, per_day = rates(ledger, series, scale=MILLION), late.per_day()
        row = tidy([(ledger.word("governance.window", "late_2022"), per_day)], scale=MILLION).assign(
            printed="{} − ({} − {})".format(*(_bare(ledger.claims[c]) for c in late.claims)),
            when=from_to(late.period),
            text=in_units(per_day, MILLION),
        )
        row = _with_standing(ledger, _stated(ledger, row.assign(tag=""), late.claims[1:2]))
        row = with_words(ledger, row, "kind", "governance.basis", [IMPLIED])
        parts.append(pd.concat([frame.iloc[:2], row, frame.iloc[2:]]))
    return _in_panels(ledger, pd.concat(parts, ignore_index=True))


def late_calls(ledger: Ledger) -> Quantity:
    """Calls left for 20 August to 30 November 2022 by the release and the regulator's totals."""
    return _late(ledger, RELEASE_CALLS)


def late_messages(ledger: Ledger) -> Quantity:
    """Messages left for 20 August to 30 November 2022 by the release and the regulator's totals."""
    return _late(ledger, RELEASE_SMS)


def _late(ledger: Ledger, release: str) -> Quantity:
    return window(ledger, release) - between(ledger, *TWENTY_MONTHS[release])


def december_beside_autumn(ledger: Ledger) -> dict[str, Pair]:
    """December 2022 and what the regulator's totals leave for 20 August to 30 November, calls and messages, per day."""
    pairs = ((between(ledger, YEAR_CALLS, RELEASE_CALLS), late_calls(ledger)),
             (between(ledger, YEAR_SMS, RELEASE_SMS), late_messages(ledger)))  # fmt: skip
    return {_measure(ledger, later.measure): (later.per_day(), before.per_day()) for later, before in pairs}


PARTS_SINCE_2021 = {
    "mps-2021to2024-calls": ("miit-2021-calls", "miit-2022-fy-calls", "mps-17m2024-calls"),
    "mps-2021to2024-sms": ("miit-2021-sms", "miit-2022-fy-sms", "mps-17m2024-sms"),
}


def since_2021_beside_parts(ledger: Ledger) -> dict[str, Pair]:
    """What was printed in May 2024 as since 2021, and the sum of what was printed for its parts."""
    pairs = {}
    for total, parts in PARTS_SINCE_2021.items():
        first, second, third = (window(ledger, part) for part in parts)
        whole = window(ledger, total)
        pairs[_measure(ledger, whole.measure)] = (whole, first + second + third)
    return pairs


def _measure(ledger: Ledger, measure: str) -> str:
    return ledger.word("governance.measure", measure)


# --- 12381 -------------------------------------------------------------------------------------------------------

RELEASE_12381 = "release-2022-warning-sms-12381"


def messages_12381(ledger: Ledger) -> list[Quantity]:
    """The printed totals of the 12381 system, each read as counted from its launch, in order of their last days."""
    launch = ledger.first_day("ev-2021-12381")
    return [since(ledger.quantity(row.claim_id), launch) for row in drawn.series(ledger, "messages_12381")]


def flows_12381(ledger: Ledger) -> list[Quantity]:
    """Messages sent between one print and the next; the first is the total at the first print."""
    totals = messages_12381(ledger)
    steps = [later - earlier for earlier, later in itertools.pairwise(totals)]
    return [over_its_window(totals[0]), *steps]


def running_12381(ledger: Ledger) -> pd.DataFrame:
    """The totals since the launch and the flow between them per day (``panel``), in millions."""
    above = _panel_12381(ledger, "total", messages_12381(ledger))
    below = _panel_12381(ledger, "flow", [flow.per_day() for flow in flows_12381(ledger)])
    above["tag"] = above["middle"].map("{:,.0f}".format)
    below["tag"] = below["text"].str.replace(" to ", "–")
    return pd.concat([above, below], ignore_index=True)


def _panel_12381(ledger: Ledger, panel: str, quantities: Sequence[Quantity]) -> pd.DataFrame:
    frame = tidy(((day_words(q.period.end), q) for q in quantities), scale=MILLION).assign(
        when=[from_to(q.period) for q in quantities],
        text=[in_units(q, MILLION) for q in quantities],
        release=[q.claims[0] == RELEASE_12381 for q in quantities],
        printed=[_wordings(ledger, q.claims) for q in quantities],
        zero=0,
    )
    return with_words(ledger, frame, "panel", "governance.messages", [panel] * len(quantities))


# --- Flow or total since a launch --------------------------------------------------------------------------------


def flows_and_totals(ledger: Ledger) -> pd.DataFrame:
    """The governance numbers of the release beside other prints of their measures (flow_or_total.csv).

    One row for each print, in percent of the release's number: ``panel``, ``reading`` and ``verdict``, ``order`` (the
    release, or a print that counts to an earlier or a later day), ``when`` (what is counted), ``printed``.
    """
    return pd.concat([_flow_or_total(ledger, row) for row in ledger.table("flow_or_total").values()], ignore_index=True)


def _flow_or_total(ledger: Ledger, row: Any) -> pd.DataFrame:
    quantities = [ledger.quantity(claim_id) for claim_id in (*row.others.split(";"), row.claim_id)]
    if row.starts_with:
        quantities[-1] = since(quantities[-1], ledger.claim(row.starts_with).period.start)
    release = quantities[-1]
    panel = _panel(ledger, row)
    frame = tidy(((panel, q) for q in quantities), scale=int(ledger.claim(row.claim_id).value) // 100).assign(
        panel=panel,
        reading=row.reading,
        verdict=row.verdict_en,
        printed=[_wordings(ledger, q.claims) for q in quantities],
        when=[_days_counted(ledger, q) for q in quantities],
    )
    frame = frame.assign(text=list(map(_percents, frame["low"], frame["high"], frame["open_above"])))
    ends = [(q is release, q.period.end < release.period.end) for q in quantities]
    order = ["release" if itself else "earlier" if before else "later" for itself, before in ends]
    frame = with_words(ledger, _stated(ledger, frame, frame["claims"]), "order", "governance.order", order)
    return frame.sort_values("end", kind="stable")


def _percents(low: float, high: float, open_above: bool) -> str:
    if open_above:
        return f"at least {low:.0f}"
    return f"{low:.0f}" if f"{low:.0f}" == f"{high:.0f}" else f"{low:.0f} to {high:.0f}"


def beside_in_words(data: pd.DataFrame) -> str:
    """The rows of :func:`flows_and_totals` as a sentence part: for each number its verdict and the percents."""
    numbers = []
    for panel, part in data.groupby("panel", sort=False):
        prints = {order: ", ".join(rows["text"]) for order, rows in part.groupby("order_key", sort=False)}
        words = [f"{order} {prints[order]}" for order in ("earlier", "later") if order in prints]
        numbers.append(f"{panel} ({part['verdict'].iloc[0]}): {', '.join(words)}")
    return "; ".join(numbers)


def _panel(ledger: Ledger, row: Any) -> str:
    return _measure(ledger, ledger.claim(row.claim_id).measure)


def earlier_prints(ledger: Ledger, reading: str) -> dict[str, Pair]:
    """Each earlier print of the numbers of the release that have this reading, with the release's number."""
    pairs: dict[str, Pair] = {}
    for row in ledger.table("flow_or_total").values():
        release = ledger.quantity(row.claim_id)
        others = [ledger.quantity(claim_id) for claim_id in row.others.split(";") if row.reading == reading]
        before = [q for q in others if q.period.end < release.period.end]
        pairs |= {f"{_panel(ledger, row)}, {_days_counted(ledger, q)}": (q, release) for q in before}
    return pairs


def highest_since_2021(ledger: Ledger) -> dict[str, Pair]:
    """For each flow of the release its number, and the highest earlier print that counts from 2021."""
    highest: dict[str, Pair] = {}
    for label, (earlier, release) in earlier_prints(ledger, "flow").items():
        name = label.partition(",")[0]
        if earlier.period.start == date(2021, 1, 1) and (name not in highest or earlier.low > highest[name][1].low):
            highest[name] = (release, earlier)
    return highest


def _days_counted(ledger: Ledger, q: Quantity) -> str:
    until = ledger.word("governance.window", "undated").format(day=day_words(q.period.end))
    return from_to(q.period) if q.period.first else until


# --- Money -------------------------------------------------------------------------------------------------------


def funds_over_time(ledger: Ledger) -> pd.DataFrame:
    """Funds stopped, 2015 to 2025: mean per day of each published window in millions of yuan, and the misprint."""
    frame = rates(ledger, "funds", scale=MILLION)
    slip = rates(ledger, "funds_misprint", scale=MILLION)
    slip = with_words(ledger, slip, "kind", "governance.basis", [MISPRINT] * len(slip))
    return pd.concat([frame, _of_2024_alone(ledger, frame), slip], ignore_index=True)


SINCE_2024 = "mps-2024on-funds-pd"


def funds_of_2024_alone(ledger: Ledger) -> Quantity:
    """Funds stopped on a mean day, if the count since 2024, which prints no end, is of that year alone."""
    return ledger.quantity(SINCE_2024).times(Fraction(1, 366), unit="CNY/day")


def _of_2024_alone(ledger: Ledger, drawn_rows: pd.DataFrame) -> pd.DataFrame:
    row = drawn_rows[drawn_rows["claims"] == SINCE_2024]
    mean = funds_of_2024_alone(ledger)
    ends = {end: float(value / MILLION) for end, value in (("low", mean.low), ("high", mean.high))}
    row = row.assign(
        **ends, middle=mean.middle / MILLION, end="2024-12-31", text=in_units(mean, MILLION), place="above",
        tag=_at_line(mean, MILLION),
    )  # fmt: skip
    row = row.assign(when=ledger.word("governance.window", "if_2024"))
    return with_words(ledger, row, "kind", "governance.basis", [IF_YEAR])


def funds_of_years(ledger: Ledger, first: int, last: int) -> dict[str, Quantity]:
    """The daily mean of each independent print of a whole calendar year, by its claim."""
    claims = [c for c in _independent_funds(ledger) if first <= c.period.end.year <= last]
    years = [c for c in claims if c.period == year_of(c.period.end.year)]
    return {claim.claim_id: window(ledger, claim.claim_id).per_day() for claim in years}


def funds_to_summer_2022(ledger: Ledger) -> dict[str, Pair]:
    """Each independent print from 2021 to the summer of 2022 beside each yearly print of 2021 to 2023, per day."""
    claims = [c for c in _independent_funds(ledger) if (c.period.start.year, c.period.end.year) == (2021, 2022)]
    windows = [window(ledger, c.claim_id).per_day() for c in claims if c.period.end >= date(2022, 6, 1)]
    years = funds_of_years(ledger, 2021, 2023)
    return {
        f"{_print_in_words(ledger, q)} beside {_print_in_words(ledger, year)}": (q, year)
        for q in windows
        for year in years.values()
    }


def yearly_funds_beside_each_other(ledger: Ledger) -> dict[str, Pair]:
    """Every two yearly prints of 2021 to 2023, per day."""
    years = funds_of_years(ledger, 2021, 2023).values()
    pairs = itertools.combinations(years, 2)
    return {f"{_print_in_words(ledger, a)} beside {_print_in_words(ledger, b)}": (a, b) for a, b in pairs}


def _print_in_words(ledger: Ledger, q: Quantity) -> str:
    """A print by its window, the body that states it and the outlet: "2021, Central bank (PBoC), Beijing Business"."""
    claim = ledger.claims[q.claims[0]]
    agency = ledger.word("agency.governance", claim.agency.split(",")[0])
    return f"{window_words(claim.period)}, {agency}, {ledger.sources[claim.source_id].outlet}"


def within_a_tenth(pair: Pair) -> bool | None:
    """Whether the two surely differ by less than a tenth of the smaller; None where one of them is open above."""
    if not all(intervals.is_bounded(q.interval) for q in pair):
        return None
    return 10 * max(q.high for q in pair) < 11 * min(q.low for q in pair)


def _independent_funds(ledger: Ledger) -> list[Claim]:
    claims = ledger.select("funds_intercepted", geography=CHINA, statuses=("used", DISPUTED))
    return [claim for claim in claims if claim.period.first]


def funds_steps(ledger: Ledger) -> pd.DataFrame:
    """Funds stopped per day between prints of one year, 2019 to 2023, in millions of yuan."""
    return rates(ledger, "funds_steps", scale=MILLION)


def funds_sum(ledger: Ledger) -> Quantity:
    """2021, 2022 and January 2023 to May 2024 added up."""
    parts = ("mps-2021-funds-gm", "all-2022-funds-pd", "mps-2023jan-2024may-funds")
    first, second, third = (window(ledger, claim_id) for claim_id in parts)
    return first + second + third


# --- Cards and accounts ------------------------------------------------------------------------------------------

PHONE_CARDS, INDUSTRY_CARDS = "mps-16m2022-cards", "mps-16m2022-industry-cards"


def both_kinds_of_cards(ledger: Ledger) -> Quantity:
    """Phone cards and industry cards of the police, added."""
    return window(ledger, PHONE_CARDS) + window(ledger, INDUSTRY_CARDS)


def cards(ledger: Ledger) -> pd.DataFrame:
    """Totals of high-risk cards handled, in millions; the police split phone cards from industry cards.

    ``offset`` is where the segment starts (the second segment of a row begins where the first ends), ``part`` what it
    counts, ``total_low``/``total_high`` the interval of the whole row and ``total`` its number in words.
    """
    rows = ledger.table("drawn_cards")
    quantities = [ledger.quantity(claim_id) for claim_id in rows]
    frame = tidy(zip((row.label_en for row in rows.values()), quantities, strict=True), scale=MILLION).assign(
        printed=[_bare(ledger.claims[claim_id]) for claim_id in rows],
        until=[day_words(q.period.end) for q in quantities],
        number=[f"{q.middle / MILLION:.1f}" for q in quantities],
    )
    frame = _stated(ledger, frame, rows)
    frame = with_words(ledger, frame, "part", "governance.part", (row.part for row in rows.values()))
    both = both_kinds_of_cards(ledger)
    whole = [q if row.part == "whole" else both for row, q in zip(rows.values(), quantities, strict=True)]
    totals = tidy((("", q) for q in whole), scale=MILLION)
    before = frame.groupby(["agency_key", "end"], sort=False)["middle"].cumsum() - frame["middle"]
    return frame.assign(
        offset=before,
        reach=before + frame["middle"],
        total_low=totals["low"],
        total_high=totals["high"],
        open_above=totals["open_above"],
        total=[in_units(q, MILLION) for q in whole],
    )


# --- People ------------------------------------------------------------------------------------------------------


def instructions_if_of_2022(ledger: Ledger) -> Quantity:
    """Instructions of January 2022 to May 2024, if those printed for 2022 are of that year alone."""
    first = since(ledger.quantity("mps-2022-warning-instr-cum"), date(2022, 1, 1))
    return over_its_window(first) + window(ledger, "mps-17m2024-instr")


def autumns_of_2021(ledger: Ledger) -> dict[str, Pair]:
    """People kept from fraud a day after 17 September 2021, for each window of the next total, and before it."""
    before = window(ledger, "mps-2021-8m-dissuaded").per_day()
    totals = ("mps-2021-10m-prevented-cctv", "mps-2021-11m-dissuaded-en")
    days = [between(ledger, total, "mps-2021-8m-dissuaded").per_day() for total in totals]
    return {from_to(q.period): (q, before) for q in days}


def people(ledger: Ledger) -> pd.DataFrame:
    """People dissuaded, kept from fraud and met, per day, in thousands; ``panel`` says which of the counts."""
    frame = rates(ledger, "people", scale=1000, short=1000)
    return with_words(ledger, frame, "panel", "governance.people", frame["measure"])


# --- Who states what ---------------------------------------------------------------------------------------------

STATED_BY = ("MPS", "MIIT", "PBoC", "CAC")


def who_states_what(ledger: Ledger) -> pd.DataFrame:
    """How many independent prints of each subject each agency has in the record.

    Columns: subject, agency and name, prints, release (how many of them are numbers of the release), mark, shade
    (prints as a share of forty, at most one) and claims.
    """
    rows = []
    for subject in ledger.table("governance_subjects").values():
        for agency in STATED_BY:
            ids = _independent_prints(ledger, subject.measures.split(";"), agency)
            release = sum(claim_id in ledger.table("release_numbers") for claim_id in ids)
            name = ledger.word("agency.governance", agency)
            rows.append([subject.label_en, agency, name, len(ids), release, ";".join(ids)])
    frame = pd.DataFrame(rows, columns=["subject", "agency", "name", "prints", "release", "claims"])
    stars = frame["release"].map(lambda n: "*" if n else "")
    return frame.assign(mark=frame["prints"].astype(str) + stars, shade=frame["prints"].clip(upper=40) / 40)


def _independent_prints(ledger: Ledger, measures: Sequence[str], agency: str) -> list[str]:
    return [
        claim.claim_id
        for claim in ledger.claims.values()
        if claim.measure in measures
        and claim.geography == CHINA
        and agency in claim.agency.split(",")
        and not claim.reprint_of
        and claim.status != "set_aside"
    ]


def years(data: pd.DataFrame) -> str:
    """From the first to the last year of the windows: "2015 to 2025"."""
    return f"{data['start'].min()[:4]} to {data['end'].max()[:4]}"


def in_words(data: pd.DataFrame, *columns: str) -> str:
    """The rows of a figure's data as a sentence part: the columns of a row with spaces, rows with semicolons."""
    return "; ".join(" ".join(str(row[column]) for column in columns) for row in data.to_dict("records"))
