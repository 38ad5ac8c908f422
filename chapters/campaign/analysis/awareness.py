"""What the record says of outreach, of the App's totals, of surveys, and of the fraud that publicity warns of.

Every function takes the ledger and gives a :class:`Quantity` or a tidy table with the columns of
:func:`ledgerbook.figure.frames.tidy`. Outreach counts are outputs: nothing here turns them into people reached.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from campaign import CHINA
from campaign.analysis import as_printed, drawn
from ledgerbook.figure.frames import tidy, with_words
from ledgerbook.numbers import comparisons, intervals, printing
from ledgerbook.numbers.comparisons import (
    at_the_mean,
    days_for_each,
    fallen_short,
    growth_between,
    not_negative,
    over_its_window,
    per_head,
    percent_of,
    ratio,
    rest_of_hundred,
    share_of,
    since,
    total_if_flow,
)
from ledgerbook.numbers.days import day_words, first_day, from_to, half, half_words, month_words, year_of
from ledgerbook.numbers.quantities import Period, Quantity
from ledgerbook.record.ledger import Ledger

MILLION = 10**6
BILLION = 10**9

OPENING = "accounts-2021"  # the event from which the official accounts' totals are read to run
APP_LAUNCH = "ev-2021-app"
FALLING = "mps-2022-consec-vl"  # cases said to fall for so many months in a row
AGES = ("mps-2023-victim-18-40-en-pd", "mps-2023-victim-41-65-en-pd")
MET_FRAUD = "netizens_encountering_online_fraud"


# --- Outreach in January to November -----------------------------------------------------------------------------


def sent(ledger: Ledger, kind: str, year: int) -> tuple[Quantity, Quantity]:
    """Messages or events of January to November, and the subscriptions or inhabitants that they are divided by."""
    (row,) = (row for row in _outreach(ledger, kind) if ledger.claim(row.claim_id).period.start.year == year)
    return ledger.quantity(row.claim_id), ledger.quantity(row.heads)


def _outreach(ledger: Ledger, kind: str) -> list[Any]:
    return [row for row in ledger.table("outreach").values() if row.kind == kind]


def events_per_million(ledger: Ledger, year: int) -> Quantity:
    """Outreach events per million inhabitants (mid-year population)."""
    return per_head(*sent(ledger, "events", year), MILLION)


def messages_per_subscription(ledger: Ledger, year: int) -> Quantity:
    """Publicity messages per mobile subscription (a stock of November 2021 or December 2022)."""
    return ratio(*sent(ledger, "messages", year), "messages per subscription")


def days_per_message(ledger: Ledger, year: int) -> Quantity:
    """After how many days, on average, a subscription got one more publicity message."""
    return days_for_each(messages_per_subscription(ledger, year))


def change(ledger: Ledger, kind: str) -> Quantity:
    """The change of messages or events from 2021 to 2022 in percent, if the two labels counted one thing."""
    (later, _), (earlier, _) = sent(ledger, kind, 2022), sent(ledger, kind, 2021)
    return growth_between(later, earlier)


def labels(ledger: Ledger) -> dict[str, tuple[list[str], list[str]]]:
    """For each kind of outreach the labels of its years, and the claims that they are of."""
    names = {}
    for kind in ("messages", "events"):
        rows = _outreach(ledger, kind)
        names[ledger.word("awareness.outreach", kind)] = ([row.label_en for row in rows], [r.claim_id for r in rows])
    return names


def outreach(ledger: Ledger) -> pd.DataFrame:
    """Messages per subscription and events per million inhabitants (outreach.csv).

    Further columns: panel (with its unit), year, name (what the text calls it), printed (the wording).
    """
    frames = []
    for kind, rate in (("messages", messages_per_subscription), ("events", events_per_million)):
        rows = _outreach(ledger, kind)
        claims = [ledger.claim(row.claim_id) for row in rows]
        quantities = [rate(ledger, claim.period.start.year) for claim in claims]
        years, names = [f"{claim.period.start.year}" for claim in claims], [row.label_en for row in rows]
        labels = [f"{year}: {name}" for year, name in zip(years, names, strict=True)]
        frame = tidy(zip(labels, quantities, strict=True), panel=ledger.word("awareness.outreach", kind))
        printed, text = map(as_printed.number, claims), (printing.number(q.interval) for q in quantities)
        frames.append(frame.assign(year=years, name=names, printed=list(printed), text=list(text)))
    return pd.concat(frames, ignore_index=True)


# --- Videos and plays of the official accounts --------------------------------------------------------------------


def videos_total(ledger: Ledger) -> list[Quantity]:
    """The printed counts of videos, the last (of the release) read as a total since the accounts opened."""
    return [_since_opening(ledger, row.claim_id) for row in drawn.series(ledger, "videos")]


def plays_total(ledger: Ledger) -> list[Quantity]:
    """The printed counts of plays, the last (of the release) read as a total since the accounts opened."""
    return [_since_opening(ledger, row.claim_id) for row in drawn.series(ledger, "plays")]


def _since_opening(ledger: Ledger, claim_id: str) -> Quantity:
    return since(ledger.quantity(claim_id), ledger.first_day(OPENING))


def totals(ledger: Ledger) -> pd.DataFrame:
    """Videos and plays (billions) at each print (see :func:`_running`), with ``reading``, and ``tag`` in words."""
    parts = [
        _running(ledger, "videos", OPENING, month_words),
        _running(ledger, "plays", OPENING, month_words, scale=BILLION),
    ]
    frame = pd.concat(parts, ignore_index=True)
    readings = ("as_total" if release else "printed" for release in frame["release"])
    return with_words(ledger, frame.assign(tag=frame["printed"]), "reading", "awareness.reading", readings)


def _running(ledger: Ledger, series: str, launch: str, words: Callable[[date], str], *, scale: int = 1) -> pd.DataFrame:
    """The totals of a drawn series since a launch, each called by the last day of its count.

    Further columns: panel, printed (in English), release, disputed, and for the drawing tag (in millions) and place.
    """
    rows = drawn.series(ledger, series)
    claims = [ledger.claim(row.claim_id) for row in rows]
    quantities = [since(ledger.quantity(row.claim_id), ledger.first_day(launch)) for row in rows]
    frame = tidy(((words(q.period.end), q) for q in quantities), scale=scale).assign(
        panel=ledger.word("awareness.totals", series),
        printed=[as_printed.in_english(claim) for claim in claims],
        tag=[f"{float(claim.value / MILLION):,g}" for claim in claims],
        place=[row.place for row in rows],
        disputed=[claim.status == "disputed" for claim in claims],
    )
    return frame.assign(release=frame["claims"].isin(ledger.table("release_numbers")))


def video_flows(ledger: Ledger) -> list[Quantity]:
    """Videos between the printed totals: to November 2021, to 14 April 2022, to November 2022."""
    first, second, third = videos_total(ledger)
    return [over_its_window(first), not_negative(second - first), not_negative(third - second)]


def videos(rate: Quantity) -> str:
    """A mean of videos a day for a title: "about 8", or its bound where it has no middle."""
    if intervals.is_bounded(rate.interval):
        return f"about {rate.middle:.0f}"
    return printing.span(rate.interval) if rate.low > 0 else "an unknown number"


def videos_if_flow(ledger: Ledger) -> Quantity:
    """The release's videos, read as those of January to November 2022 alone."""
    return over_its_window(since(ledger.quantity("release-2022-short-videos"), year_of(2022).start))


def video_rates(ledger: Ledger) -> pd.DataFrame:
    """Videos per day between the printed totals, and under the other reading of the release. Further: reading."""
    flows = video_flows(ledger)
    rates = [q.per_day() for q in (*flows, videos_if_flow(ledger))]
    frame = tidy((from_to(q.period), q) for q in rates).assign(text=[printing.number(q.interval) for q in rates])
    readings = [*["printed"] * (len(flows) - 1), "as_total", "as_flow"]
    return with_words(ledger, frame, "reading", "awareness.reading", readings)


def plays_per_video(ledger: Ledger) -> list[Quantity]:
    """Mean plays per video since the accounts opened, April and November 2022."""
    videos = {q.period: q for q in videos_total(ledger)}
    return [ratio(plays, videos[plays.period], "plays per video") for plays in plays_total(ledger)]


def plays_at_the_april_mean(ledger: Ledger) -> Quantity:
    """The plays that November's videos would have had at the mean of April."""
    return at_the_mean(plays_per_video(ledger)[0], videos_total(ledger)[-1], unit="plays")


def plays_per_user(ledger: Ledger) -> Quantity:
    """Plays since the accounts opened, for each internet user of December 2022."""
    return ratio(plays_total(ledger)[-1], internet_users(ledger, half(2022, 2)), "plays per internet user")


def internet_users(ledger: Ledger, at_the_end_of: Period) -> Quantity:
    """The internet users of China on the last day of a period. KeyError where they were not counted that day."""
    stocks = {claim.period_end: claim.claim_id for claim in ledger.select("internet_users", geography=CHINA)}
    return ledger.quantity(stocks[at_the_end_of.end])


# --- Surveys ------------------------------------------------------------------------------------------------------


def shares(ledger: Ledger, measure: str) -> dict[Period, Quantity]:
    """The CNNIC survey's shares for one answer, by half-year."""
    claims = ledger.select(measure, kind="share_percent", geography=CHINA)
    return {claim.period: ledger.quantity(claim.claim_id) for claim in claims}


def exposure(ledger: Ledger) -> pd.DataFrame:
    """The CNNIC survey by half-year: share who met online fraud, share without any problem. Further: panel, printed."""
    frames = []
    for measure in ledger.keys("awareness.exposure"):
        rows = shares(ledger, measure)
        printed = [as_printed.number(ledger.claim(q.claims[0])) for q in rows.values()]
        frame = tidy(((half_words(period), q) for period, q in rows.items()), printed=printed)
        frames.append(with_words(ledger, frame, "panel", "awareness.exposure", frame["measure"]))
    return pd.concat(frames, ignore_index=True)


def points_between(ledger: Ledger, later: Period, earlier: Period) -> Quantity:
    """Percentage points from one half-year to another in the share who met online fraud."""
    met = shares(ledger, MET_FRAUD)
    return comparisons.points_between(met[later], met[earlier])


def steps_in_falling_run(ledger: Ledger) -> dict[str, Quantity]:
    """Percentage points between successive half-years that begin before the run of falling cases ends."""
    met, end = shares(ledger, MET_FRAUD), ledger.claim(FALLING).period.end
    during = sorted(period for period in met if period.start <= end)
    return {half_words(b): comparisons.points_between(met[b], met[a]) for a, b in pairwise(during)}


def people_who_met(ledger: Ledger, when: Period) -> Quantity:
    """Internet users who, by the survey's share, met online fraud in a half-year."""
    return share_of(shares(ledger, MET_FRAUD)[when], internet_users(ledger, when))


def publicity_months(ledger: Ledger) -> pd.DataFrame:
    """The starts of the publicity months of the timeline within the survey's half-years: date, label."""
    surveyed = list(shares(ledger, MET_FRAUD))
    events = (ledger.events[event_id] for event_id in ledger.table("timeline"))
    starts = sorted(event.date_start for event in events if (event.strand, event.kind) == ("awareness", "campaign"))
    days = [day for day in starts if surveyed[0].start <= first_day(day) <= surveyed[-1].end]
    return pd.DataFrame({"date": days, "label": [day[:4] for day in days]})


def falling_run(ledger: Ledger) -> pd.DataFrame:
    """The months in which cases are said to have fallen on the year before: start, end, months, claims."""
    claim = ledger.claim(FALLING)
    start, end = claim.period.start.isoformat(), claim.period.end.isoformat()
    return pd.DataFrame([(start, end, int(claim.value), FALLING)], columns=["start", "end", "months", "claims"])


def surveys(ledger: Ledger) -> pd.DataFrame:
    """Shares who met online fraud, and who were deceived, in each survey (surveys.csv). Further: answer, printed."""
    rows = [
        (f"{survey.label_en} ({survey.question_en})", answer, claim_id)
        for survey in ledger.table("surveys").values()
        for answer, claim_id in (("met", survey.met), ("deceived", survey.deceived))
        if claim_id
    ]
    frame = tidy((label, ledger.quantity(claim_id)) for label, _, claim_id in rows)
    frame = frame.assign(printed=[as_printed.number(ledger.claim(claim_id)) for claim_id in frame["claims"]])
    return with_words(ledger, frame, "answer", "awareness.answer", (answer for _, answer, _ in rows))


def deceived_of_those_who_met(ledger: Ledger) -> Quantity:
    """Of the young respondents who ever met online fraud, the percentage who say they were deceived."""
    deceived, met = (ledger.quantity(f"cyd-202208-{name}") for name in ("deceived", "met"))
    return percent_of(deceived, met)


# --- The App ------------------------------------------------------------------------------------------------------


def app(ledger: Ledger) -> pd.DataFrame:
    """App warnings and public reports at each print, in millions (see :func:`_running`)."""
    parts = [
        _running(ledger, series, APP_LAUNCH, day_words, scale=MILLION) for series in ("app_warnings", "app_reports")
    ]
    return pd.concat(parts, ignore_index=True)


def app_shortfall(ledger: Ledger) -> Quantity:
    """By how much the release's App warnings lie below the total printed for July 2022."""
    july, release = (
        ledger.quantity(claim_id) for claim_id in ("mps-2022-07-app-warnings", "release-2022-app-warnings")
    )
    return fallen_short(july, release)


def app_total_if_flow(ledger: Ledger) -> Quantity:
    """The least that App warnings would have come to by November 2022, were the release's those of 2022 alone."""
    before, release = (
        ledger.quantity(claim_id) for claim_id in ("mps-2021-11m-app-warnings", "release-2022-app-warnings")
    )
    return total_if_flow(before, release)  # December 2021 is missing


def app_reports_per_day(ledger: Ledger, later: str, earlier: str) -> Quantity:
    """Public reports per day between two printed totals."""
    a, b = (ledger.quantity(claim_id) for claim_id in (later, earlier))
    return (a - b).per_day()


def app_users_share(ledger: Ledger) -> Quantity:
    """Registered users of the App in percent of internet users, June 2021."""
    users = ledger.quantity("mps-2021-06-app-users")
    return percent_of(users, ledger.quantity("cnnic-2021-06-internet-users"))


def app_readings(ledger: Ledger) -> dict[str, tuple[Quantity, Quantity]]:
    """The two ways to date the release's App warnings, each with two totals of which the first may not be higher."""
    release, july, june = (
        ledger.quantity(f"{claim}-app-warnings{outlet}")
        for claim, outlet in (("release-2022", ""), ("mps-2022-07", ""), ("mps-2023-06", "-cctv"))
    )
    return {"since the launch": (july, release), "2022 alone": (app_total_if_flow(ledger), june)}


# --- Fraud types and victims --------------------------------------------------------------------------------------


def types(ledger: Ledger) -> pd.DataFrame:
    """Shares of fraud types as police notices print them (fraud_types.csv).

    Further columns: base (words of what it is a share of), printed, words (our rendering).
    """
    rows = ledger.table("fraud_types")
    claims, quantities = [ledger.claim(claim_id) for claim_id in rows], [ledger.quantity(claim_id) for claim_id in rows]
    frame = tidy(zip((row.label_en for row in rows.values()), quantities, strict=True))
    frame = with_words(ledger, frame, "base", "fraud_types.base", frame["measure"])
    shares = [
        f"about {q.middle:.0f}%" if claim.bound == "about" else f"nearly {float(q.high):g}%"
        for claim, q in zip(claims, quantities, strict=True)
    ]
    words = [f"{share} of {base}" for share, base in zip(shares, frame["base"], strict=True)]
    return frame.assign(printed=list(map(as_printed.number, claims)), words=words)


def other_ages(ledger: Ledger) -> Quantity:
    """Victims of 2023 under 18 or over 65, in percent: what the two printed age groups leave."""
    return rest_of_hundred(*(ledger.quantity(claim_id) for claim_id in AGES))
