"""What the record says of blocking, warning, cards, money and people: windows as daily rates, totals since a launch.

Every function takes the ledger and gives a :class:`Quantity` or a tidy table (:func:`ledgerbook.figure.frames.tidy`).
The claims are named here once, so that the notebook holds decisions and prose only.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from ledgerbook.figure.frames import day_words, from_to, tidy
from ledgerbook.numbers import intervals, printing
from ledgerbook.numbers.comparisons import launch_of, not_negative, over_its_window, since
from ledgerbook.numbers.quantities import Quantity
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Claim

MILLION = 10**6
PRINTED, IMPLIED, MISPRINT = "printed", "implied", "misprint"

AGENCIES: Mapping[str, str] = {
    "MPS": "Police (MPS)",
    "MIIT": "Telecom regulator (MIIT)",
    "CAICT": "Its institute (CAICT)",
    "PBoC": "Central bank (PBoC)",
    "CAC": "Internet regulator (CAC)",
}


@dataclass(frozen=True)
class Rate:
    """A window as it is named in a figure: its label, and the claim or the two claims (later, earlier) behind it.

    ``place`` says where a drawing over time writes its number: above, below or beside the line.
    """

    label: str
    claim: str
    earlier: str = ""
    place: str = "above"


# --- Windows -----------------------------------------------------------------------------------------------------


def window(ledger: Ledger, claim_id: str) -> Quantity:
    """The claim as the flow of its window."""
    return over_its_window(ledger.quantity(claim_id))


def between(ledger: Ledger, later: str, earlier: str) -> Quantity:
    """What two windows with a common first (or last) day leave for the days that only the longer one holds.

    A count is not negative: an earlier print that is open above leaves anything from nothing up.
    """
    return not_negative(window(ledger, later) - window(ledger, earlier))


def rates(ledger: Ledger, rows: Iterable[Rate], *, scale: int = 1, short: int = MILLION) -> pd.DataFrame:
    """One row for each window: its mean per day, drawn in units of ``scale``.

    Besides the columns of ``tidy``: ``kind`` (printed, or implied by the difference of two prints), ``printed`` (the
    wording of the claims), ``agency`` and ``when`` (the window in words). ``short`` is the unit of the text.
    """
    rows = list(rows)
    quantities = [between(ledger, r.claim, r.earlier) if r.earlier else window(ledger, r.claim) for r in rows]
    frame = tidy(((r.label, q.per_day()) for r, q in zip(rows, quantities, strict=True)), scale=scale)
    return frame.assign(
        kind=[IMPLIED if r.earlier else PRINTED for r in rows],
        printed=[_wordings(ledger, r) for r in rows],
        agency=[_stated_by(ledger, r.claim) for r in rows],
        when=[from_to(q.period) for q in quantities],
        text=[in_units(q.per_day(), short) for q in quantities],
        tag=[_in_hundred_millions(ledger.claim(r.claim).value) for r in rows],
        place=[r.place for r in rows],
    )


def _wordings(ledger: Ledger, row: Rate) -> str:
    ids = [row.claim, row.earlier] if row.earlier else [row.claim]
    return " − ".join(_bare(ledger.claims[claim_id]) for claim_id in ids)


def _bare(claim: Claim) -> str:
    return claim.value_text.replace(" ", "") if any("一" <= c <= "鿿" for c in claim.value_text) else claim.value_text


def _stated_by(ledger: Ledger, claim_id: str) -> str:
    return AGENCIES[ledger.claims[claim_id].agency.split(",")[0]]


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


def _in_hundred_millions(value: Fraction) -> str:
    """The printed number in 亿, the unit of most prints: 3.6 billion is 36."""
    return f"{float(value) / 10**8:,g}"


# --- Calls and messages ------------------------------------------------------------------------------------------

RELEASE_CALLS, RELEASE_SMS = "release-2022-calls-intercepted", "release-2022-sms-intercepted"
YEAR_CALLS, YEAR_SMS = "miit-2022-fy-calls", "miit-2022-fy-sms"
SUBSCRIPTIONS = "miit-2022-12-mobile-subs"

CALLS_OVER_TIME = (
    Rate("2015–18", "miit-2018-11-calls"),
    Rate("2020, first police figure", "mps-2020-calls-cns"),
    Rate("2020, telecom institute", "caict-2020-calls", place="beside"),
    Rate("2020, later figure", "miit-2020-calls"),
    Rate("2021", "miit-2021-calls"),
    Rate("2022, release", RELEASE_CALLS),
    Rate("2023", "mps-2023-calls-nn"),
    Rate("2024 to June 2025", "mps-2024on-calls-pd", place="below"),
    Rate("2025", "mps-2025-calls-gt"),
)
SMS_OVER_TIME = (
    Rate("2020, first police figure", "mps-2020-sms-cns"),
    Rate("2020, telecom institute", "caict-2020-sms", place="beside"),
    Rate("2020, later figure", "miit-2020-sms"),
    Rate("2021", "miit-2021-sms"),
    Rate("2022, release", RELEASE_SMS),
    Rate("2023", "mps-2023-sms-nn"),
    Rate("2024 to June 2025", "mps-2024on-sms-pd", place="below"),
    Rate("2025", "mps-2025-sms-gt"),
)
CALLS_IN_2022 = (
    Rate("Jan–Nov, the release", RELEASE_CALLS),
    Rate("1 Jan–19 Aug, telecom regulator", "miit-2022-08-calls-cen", "miit-2021-calls"),
    Rate("Apr–Jul, police", "mps-16m2022-calls", "mps-1y2022-calls"),
    Rate("25 Jun–30 Sep, Hundred Days", "mps-100d-calls"),
    Rate("December, left of the year", YEAR_CALLS, RELEASE_CALLS),
)
SMS_IN_2022 = (
    Rate("Jan–Nov, the release", RELEASE_SMS),
    Rate("1 Jan–19 Aug, telecom regulator", "miit-2022-08-sms-cen", "miit-2021-sms"),
    Rate("Apr–Jul, police", "mps-16m2022-sms", "mps-1y2022-sms"),
    Rate("25 Jun–30 Sep, Hundred Days", "mps-100d-sms"),
    Rate("December, left of the year", YEAR_SMS, RELEASE_SMS),
)


def interceptions(ledger: Ledger) -> pd.DataFrame:
    """Calls and messages intercepted, 2015 to 2025: mean per day of each published window, in millions."""
    return pd.concat(
        [
            rates(ledger, rows, scale=MILLION).assign(panel=panel)
            for panel, rows in (("Calls", CALLS_OVER_TIME), ("Messages", SMS_OVER_TIME))
        ],
        ignore_index=True,
    )


def breaks(ledger: Ledger, measure: str, labels: Mapping[str, str]) -> pd.DataFrame:
    """Breaks of a measure to be drawn: ``date`` (ISO) and ``label``, a short one for each date of ``labels``.

    ValueError where the record (breaks.csv) has no break of that measure at that date.
    """
    known = {b.date for b in ledger.breaks if b.measure == measure}
    if unknown := set(labels) - known:
        raise ValueError(f"breaks.csv has no break of {measure} at {', '.join(sorted(unknown))}")
    return pd.DataFrame([{"date": day + "-01-01"[len(day) - 4 :], "label": label} for day, label in labels.items()])


def within_2022(ledger: Ledger) -> pd.DataFrame:
    """Calls and messages inside 2022: what prints and their differences say per day, in millions.

    ``late`` rows (20 August to 30 November) are the release less what the regulator's totals leave for the time before.
    """
    panels = []
    for panel, rows, before in (("Calls", CALLS_IN_2022, late_calls), ("Messages", SMS_IN_2022, late_messages)):
        frame = rates(ledger, rows, scale=MILLION)
        late = before(ledger).per_day()
        row = tidy([("20 Aug–30 Nov, left of the release", late)], scale=MILLION).assign(
            kind=IMPLIED,
            printed="{} − ({} − {})".format(*(_bare(ledger.claims[c]) for c in late.claims)),
            agency=AGENCIES["MIIT"],
            when=from_to(late.period),
            text=in_units(late, MILLION),
        )
        panels.append(pd.concat([frame.iloc[:2], row, frame.iloc[2:]]).assign(panel=panel))
    return pd.concat(panels, ignore_index=True)


def late_calls(ledger: Ledger) -> Quantity:
    """Calls left for 20 August to 30 November 2022 by the release and the regulator's totals."""
    return _late(ledger, RELEASE_CALLS, "miit-2022-08-calls-cen", "miit-2021-calls")


def late_messages(ledger: Ledger) -> Quantity:
    """Messages left for 20 August to 30 November 2022 by the release and the regulator's totals."""
    return _late(ledger, RELEASE_SMS, "miit-2022-08-sms-cen", "miit-2021-sms")


def _late(ledger: Ledger, release: str, twenty_months: str, first_year: str) -> Quantity:
    return window(ledger, release) - between(ledger, twenty_months, first_year)


# --- 12381 -------------------------------------------------------------------------------------------------------

MESSAGES_12381 = (
    "miit-2022-05-12381",
    "miit-2022-08-12381-cen",
    "release-2022-warning-sms-12381",
    "miit-2023-06-12381",
    "miit-2025-05-12381-pd",
)


def messages_12381(ledger: Ledger) -> list[Quantity]:
    """The printed totals of the 12381 system, each read as counted from its launch, in order of their last days."""
    launch = launch_of(ledger, "ev-2021-12381")
    return [since(ledger.quantity(claim_id), launch) for claim_id in MESSAGES_12381]


def flows_12381(ledger: Ledger) -> list[Quantity]:
    """Messages sent between one print and the next; the first is the total at the first print."""
    totals = messages_12381(ledger)
    steps = [later - earlier for earlier, later in itertools.pairwise(totals)]
    return [over_its_window(totals[0]), *steps]


def running_12381(ledger: Ledger) -> pd.DataFrame:
    """The totals (panel ``Total since the launch``) and the flow between them (``Sent per day``), in millions."""
    totals = messages_12381(ledger)
    flows = [flow.per_day() for flow in flows_12381(ledger)]
    above = _panel_12381(ledger, "Total since the launch", totals)
    below = _panel_12381(ledger, "Sent per day between prints", flows)
    above["tag"] = above["middle"].map("{:,.0f}".format)
    below["tag"] = below["text"].str.replace(" to ", "–")
    return pd.concat([above, below], ignore_index=True)


def _panel_12381(ledger: Ledger, panel: str, quantities: Sequence[Quantity]) -> pd.DataFrame:
    return tidy(((day_words(q.period.end), q) for q in quantities), scale=MILLION).assign(
        panel=panel,
        when=[from_to(q.period) for q in quantities],
        text=[in_units(q, MILLION) for q in quantities],
        release=[q.claims[0] == "release-2022-warning-sms-12381" for q in quantities],
        printed=[" − ".join(_bare(ledger.claims[c]) for c in q.claims) for q in quantities],
        zero=0,
    )


# --- Flow or total since a launch --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Series:
    """A number of the release beside other prints of its measure.

    ``starts_with`` is the claim whose first day a total is read to run from.
    """

    panel: str
    verdict: str
    release: str
    others: Sequence[str]
    starts_with: str = ""


SEVEN = (
    Series(
        "Calls", "flow of the year", RELEASE_CALLS,
        ("mps-2021-06-calls", "mps-2021-11m-calls-en", "miit-2021-calls", YEAR_CALLS, "mps-2023-calls-nn"),
    ),
    Series(
        "Messages", "flow of the year", RELEASE_SMS,
        ("mps-2021-06-sms", "mps-2021-11m-sms-en", "miit-2021-sms", YEAR_SMS, "mps-2023-sms-nn"),
    ),
    Series(
        "12381 messages", "total since July 2021", "release-2022-warning-sms-12381",
        ("miit-2022-05-12381", "miit-2022-08-12381-cen", "miit-2023-06-12381"), "miit-2022-05-12381",
    ),
    Series(
        "Phone cards", "total since May 2021", "release-2022-cards-handled",
        ("miit-2021-07-cards", "miit-2022-04-cards-cctv", "miit-2022-06-cards-xh", "miit-2022-08-cards-cen"),
        "miit-2022-04-cards-cctv",
    ),
    Series(
        "App warnings", "fits neither reading", "release-2022-app-warnings",
        (
            "mps-2021-06-app-warnings", "mps-2021-11m-app-warnings", "mps-2022-04-app-warnings",
            "mps-2022-07-app-warnings", "mps-2023-06-app-warnings-cctv",
        ),
        "mps-2022-07-app-warnings",
    ),
    Series(
        "Instructions", "start not printed", "release-2022-warning-instructions",
        ("mps-1y2022-instr", "mps-16m2022-instr", "mps-2022-warning-instr-cum", "mps-17m2024-instr"),
    ),
    Series("Local warnings", "start not printed", "release-2022-local-warnings", ("mps-1y2022-local",)),
)  # fmt: skip
START_NOT_PRINTED = {"mps-2022-warning-instr-cum", "release-2022-warning-instructions", "release-2022-local-warnings"}


def flows_and_totals(ledger: Ledger) -> pd.DataFrame:
    """The seven governance numbers of the release beside other prints of their measures, in millions.

    One row for each print: ``panel`` and ``verdict``, ``begin`` (first day of the count, empty where it is not
    printed and cannot be read), ``end``, ``low``/``high``/``middle``, ``release`` and ``reading`` (what is counted).
    """
    frames = []
    for series in SEVEN:
        quantities = [ledger.quantity(claim_id) for claim_id in (*series.others, series.release)]
        if series.starts_with:
            launch = ledger.claim(series.starts_with).period_start
            quantities[-1] = since(quantities[-1], launch)
        frame = tidy(((series.panel, q) for q in quantities), scale=MILLION)
        frames.append(
            frame.assign(
                panel=series.panel,
                verdict=series.verdict,
                begin=["" if q.claims[0] in START_NOT_PRINTED else q.period.start.isoformat() for q in quantities],
                release=[q.claims[0] == series.release for q in quantities],
                printed=[_bare(ledger.claims[q.claims[0]]) for q in quantities],
                when=[_count_window(q) for q in quantities],
                agency=[_stated_by(ledger, q.claims[0]) for q in quantities],
            )
        )
    return pd.concat(frames, ignore_index=True).sort_values(["panel", "end"], key=_panel_order, kind="stable")


def _count_window(q: Quantity) -> str:
    if q.claims[0] in START_NOT_PRINTED:
        return f"to {day_words(q.period.end)}, start not printed"
    return from_to(q.period)


def _panel_order(column: pd.Series) -> pd.Series:
    order = [series.panel for series in SEVEN]
    return column.map(order.index) if column.name == "panel" else column


# --- Money -------------------------------------------------------------------------------------------------------

FUNDS_OVER_TIME = (
    Rate("2015–18", "mps-3y2018-funds-stopped"),
    Rate("2019", "mps-2019-fy-funds"),
    Rate("Cloud Sword 2019", "mps-2019-ys-funds-xh"),
    Rate("2020", "mps-2020-funds-pd"),
    Rate("2021", "mps-2021-funds-gm"),
    Rate("2022", "all-2022-funds-pd"),
    Rate("2023", "mps-2023-funds-nn"),
    Rate("2024 to June 2025", "mps-2024on-funds-pd", place="below"),
    Rate("2025", "mps-2025-funds-cctv"),
)
FUNDS_STEPS = (
    Rate("2019", "mps-2019-fy-funds"),
    Rate("1 Jan–10 Oct 2020", "mps-2020-10-funds"),
    Rate("11 Oct–31 Dec 2020", "mps-2020-funds-pd", "mps-2020-10-funds"),
    Rate("1 Jan–17 Jun 2021", "mps-2021-06-funds"),
    Rate("18 Jun–17 Sep 2021", "mps-2021-8m-funds", "mps-2021-06-funds"),
    Rate("18 Sep–30 Nov 2021", "mps-2021-11m-funds-en", "mps-2021-8m-funds"),
    Rate("December 2021", "mps-2021-funds-gm", "mps-2021-11m-funds-en"),
    Rate("2022", "all-2022-funds-pd"),
    Rate("2023", "mps-2023-funds-nn"),
)
MISPRINTED_FUNDS = "mps-2025-funds-gt"


def funds_over_time(ledger: Ledger) -> pd.DataFrame:
    """Funds stopped, 2015 to 2025: mean per day of each published window in millions of yuan, and the misprint."""
    frame = rates(ledger, FUNDS_OVER_TIME, scale=MILLION)
    frame["tag"] = [f"{float(ledger.claim(row.claim).value) / 10**9:.3g}" for row in FUNDS_OVER_TIME]
    slip = rates(ledger, [Rate("2025, misprint", MISPRINTED_FUNDS)], scale=MILLION)
    return pd.concat([frame, slip.assign(kind=MISPRINT)], ignore_index=True)


def funds_steps(ledger: Ledger) -> pd.DataFrame:
    """Funds stopped per day between prints of one year, 2019 to 2023, in millions of yuan."""
    return rates(ledger, FUNDS_STEPS, scale=MILLION)


def funds_sum(ledger: Ledger) -> Quantity:
    """2021, 2022 and January 2023 to May 2024 added up."""
    parts = ("mps-2021-funds-gm", "all-2022-funds-pd", "mps-2023jan-2024may-funds")
    first, second, third = (window(ledger, claim_id) for claim_id in parts)
    return first + second + third


# --- Cards and accounts ------------------------------------------------------------------------------------------

PHONE_CARDS, INDUSTRY_CARDS = "mps-16m2022-cards", "mps-16m2022-industry-cards"
CARDS = (
    ("July 2021, telecom regulator", "miit-2021-07-cards", "not split"),
    ("April 2022, telecom regulator", "miit-2022-04-cards-cctv", "not split"),
    ("August 2022, police", PHONE_CARDS, "phone cards"),
    ("August 2022, police", INDUSTRY_CARDS, "industry cards"),
    ("August 2022, telecom regulator", "miit-2022-08-cards-cen", "not split"),
    ("Release, November 2022", "release-2022-cards-handled", "not split"),
)


def both_kinds_of_cards(ledger: Ledger) -> Quantity:
    """Phone cards and industry cards of the police, added."""
    return window(ledger, PHONE_CARDS) + window(ledger, INDUSTRY_CARDS)


def cards(ledger: Ledger) -> pd.DataFrame:
    """Totals of high-risk cards handled, in millions; the police split phone cards from industry cards.

    ``offset`` is where the segment starts (the second segment of a row begins where the first ends), ``part`` what it
    counts, ``total_low``/``total_high`` the interval of the whole row and ``total`` its number in words.
    """
    quantities = [ledger.quantity(claim_id) for _, claim_id, _ in CARDS]
    frame = tidy(((label, q) for (label, _, _), q in zip(CARDS, quantities, strict=True)), scale=MILLION)
    frame = frame.assign(
        part=[part for _, _, part in CARDS],
        printed=[_bare(ledger.claims[claim_id]) for _, claim_id, _ in CARDS],
        until=[day_words(q.period.end) for q in quantities],
        number=[f"{q.middle / MILLION:.1f}" for q in quantities],
    )
    both = both_kinds_of_cards(ledger)
    whole = [both if part != "not split" else q for (_, _, part), q in zip(CARDS, quantities, strict=True)]
    totals = tidy((("", q) for q in whole), scale=MILLION)
    before = frame.groupby("label", sort=False)["middle"].cumsum() - frame["middle"]
    return frame.assign(
        offset=before,
        reach=before + frame["middle"],
        total_low=totals["low"],
        total_high=totals["high"],
        open_above=totals["open_above"],
        total=[in_units(q, MILLION) for q in whole],
    )


# --- People ------------------------------------------------------------------------------------------------------

PEOPLE = (
    Rate("2019", "mps-2019-dissuaded-awa"),
    Rate("2020", "mps-2020-dissuaded-pd"),
    Rate("Jan–May 2021", "mps-2021-05m-prevented"),
    Rate("1 Jan–17 Sep 2021", "mps-2021-8m-dissuaded"),
    Rate("18 Sep–30 Nov 2021", "mps-2021-11m-dissuaded-en", "mps-2021-8m-dissuaded"),
    Rate("December 2021", "mps-2021-dissuaded-sf", "mps-2021-11m-dissuaded-en"),
    Rate("Apr 2021–Mar 2022", "mps-1y2022-prevented"),
    Rate("Apr 2021–Jul 2022", "mps-16m2022-prevented"),
    Rate("2023", "mps-2023-inperson-nn"),
    Rate("Jan–May 2024", "mps-17m2024-inperson", "mps-2023-inperson-nn"),
    Rate("2025", "mps-2025-inperson-gt"),
)
COUNTED: Mapping[str, str] = {
    "dissuasions": "Dissuasions (person-times)",
    "people_dissuaded": "People dissuaded",
    "people_spared": "People kept from fraud",
    "in_person_dissuasions": "Meetings (person-times)",
}


def people(ledger: Ledger) -> pd.DataFrame:
    """People dissuaded, kept from fraud and met, per day, in thousands; ``panel`` says which of the counts."""
    frame = rates(ledger, PEOPLE, scale=1000, short=1000)
    return frame.assign(panel=frame["measure"].map(COUNTED))


# --- Who states what ---------------------------------------------------------------------------------------------

SUBJECTS: Mapping[str, Sequence[str]] = {
    "Calls and messages": ("calls_intercepted", "sms_intercepted"),
    "Domains and sites": (
        "domains_blocked", "domains_handled", "cac_fraud_urls_handled", "cac_overseas_urls_blocked",
        "cac_overseas_ips_blocked", "cac_black_sample_urls", "counterfeit_sites_handled",
    ),
    "Apps": ("cac_fraud_apps_handled", "cac_black_sample_apps", "counterfeit_apps_handled", "fraud_apps_monitored"),
    "Cards and numbers": (
        "cards_handled", "cards_handled_phone_only", "industry_cards_handled", "cards_shut_notified", "numbers_shut",
        "iot_cards_inspected", "numbers_400_shut", "fraud_numbers_handled", "cac_cross_border_numbers_handled",
        "cac_black_sample_numbers",
    ),
    "Internet accounts": ("internet_accounts_handled", "fraud_internet_accounts_handled"),
    "Warnings": (
        "warning_instructions", "local_warnings", "fund_warning_instructions", "app_warnings", "warning_sms_12381",
        "cac_platform_warnings", "bank_fund_warnings", "fraud_app_warnings",
    ),
    "People kept from fraud": (
        "people_dissuaded", "people_spared", "dissuasions", "in_person_dissuasions", "phone_dissuasions",
        "people_dissuaded_telecom", "people_spared_telecom", "people_spared_payment_sector",
    ),
    "Money stopped": ("funds_intercepted", "risk_account_funds_intercepted"),
    "Bank accounts": (
        "accounts_frozen", "suspicious_accounts_referred", "suspicious_transactions_rejected",
        "risk_accounts_intercepted", "account_traders_punished",
    ),
}  # fmt: skip
STATED_BY = ("MPS", "MIIT", "PBoC", "CAC")
IN_THE_RELEASE = "release-2022-"


def who_states_what(ledger: Ledger) -> pd.DataFrame:
    """How many independent prints of each subject each agency has in the record.

    Columns: subject, agency and name, prints, release (how many of them are numbers of the release), mark, shade
    (prints as a share of forty, at most one) and claims.
    """
    rows = []
    for subject, measures in SUBJECTS.items():
        for agency in STATED_BY:
            ids = _independent_prints(ledger, measures, agency)
            release = sum(claim_id.startswith(IN_THE_RELEASE) for claim_id in ids)
            rows.append([subject, agency, AGENCIES[agency], len(ids), release, ";".join(ids)])
    frame = pd.DataFrame(rows, columns=["subject", "agency", "name", "prints", "release", "claims"])
    stars = frame["release"].map(lambda n: "*" if n else "")
    return frame.assign(mark=frame["prints"].astype(str) + stars, shade=frame["prints"].clip(upper=40) / 40)


def _independent_prints(ledger: Ledger, measures: Sequence[str], agency: str) -> list[str]:
    return [
        claim.claim_id
        for claim in ledger.claims.values()
        if claim.measure in measures
        and claim.geography == "CN"
        and agency in claim.agency.split(",")
        and not claim.reprint_of
        and claim.status != "set_aside"
    ]


def in_words(data: pd.DataFrame, *columns: str) -> str:
    """The rows of a figure's data as a sentence part: the columns of a row with spaces, rows with semicolons."""
    return "; ".join(" ".join(str(row[column]) for column in columns) for row in data.to_dict("records"))
