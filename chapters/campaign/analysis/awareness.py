"""What the record says of outreach, of the App's totals, of surveys, and of the fraud that publicity warns of.

Every function takes the ledger and gives a :class:`Quantity` or a tidy table with the columns of
:func:`ledgerbook.figure.frames.tidy`. Outreach counts are outputs: nothing here turns them into people reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pandas as pd

from ledgerbook.figure.frames import day_words, from_to, tidy
from ledgerbook.numbers import comparisons, printing
from ledgerbook.numbers.comparisons import (
    at_the_mean,
    days_for_each,
    fallen_short,
    growth_between,
    launch_of,
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
from ledgerbook.numbers.quantities import Quantity
from ledgerbook.record.ledger import Ledger

MILLION = 10**6
BILLION = 10**9

EVENTS = {2021: "mps-2021-11m-awareness-events", 2022: "release-2022-awareness-events"}
MESSAGES = {2021: "mps-2021-11m-awareness-sms", 2022: "release-2022-awareness-sms"}
POPULATION = {2021: "wb-2021-population", 2022: "wb-2022-population"}
SUBSCRIPTIONS = {2021: "miit-2021-11-mobile-subs", 2022: "miit-2022-12-mobile-subs"}
OUTREACH_LABELS = {  # what the two texts call the same line of work
    ("Events", 2021): "2021: themed publicity events",
    ("Events", 2022): "2022: five-entry events",
    ("Messages", 2021): "2021: public-service messages",
    ("Messages", 2022): "2022: anti-fraud publicity messages",
}

OPENING = "accounts-2021"  # the event from which the official accounts' totals are read to run
VIDEOS = ("mps-2021-11m-short-videos", "mps-2022-04-videos", "release-2022-short-videos")
PLAYS = ("mps-2022-04-plays", "release-2022-video-plays")
AS_TOTAL, AS_FLOW, PRINTED = "release read as a total", "release read as a flow", "printed as a total"

SURVEY = {"H1 2021": "202106", "H2 2021": "202112", "H1 2022": "202206", "H2 2022": "202212", "H1 2023": "202306"}
ANSWERS = {"fraud": "Met online fraud", "nosec": "Met no security problem of any kind"}
INTERNET_USERS = {"H2 2021": "cnnic-2021-12-internet-users", "H1 2022": "cnnic-2022-06-internet-users",
                  "H2 2022": "cnnic-2022-12-internet-users"}  # fmt: skip
FALLING = "mps-2022-consec-vl"  # cases said to fall for so many months in a row
MONTHS = ("month-2021", "month-2022", "month-2023")

APP_WARNINGS = ("mps-2021-06-app-warnings", "mps-2021-11m-app-warnings", "mps-2022-04-app-warnings",
                "mps-2022-05-app-warnings", "mps-2022-07-app-warnings", "release-2022-app-warnings",
                "mps-2023-06-app-warnings-cctv")  # fmt: skip
APP_REPORTS = ("mps-2021-06-app-reports", "mps-2022-04-app-reports", "mps-2022-05-app-reports",
               "mps-2022-07-app-reports", "mps-2023-06-app-reports-cctv")  # fmt: skip
APP_LAUNCH = "ev-2021-app"
# Where a number stands at its point in the drawing, away from its neighbours: above, unless named here.
APP_PLACES = {"mps-2022-05-app-warnings": "below", "release-2022-app-warnings": "below",
              "mps-2022-05-app-reports": "below", "mps-2022-07-app-reports": "right"}  # fmt: skip

TYPES: Mapping[str, str] = {
    "mps-202205-top5share-21caijing": "Five types, May 2022",
    "mps-202306-top10share": "Ten types, June 2023",
    "mps-2023-top10share-en-pd": "Ten types, all of 2023",
    "mps-202205-brushing-21caijing": "Brushing, May 2022",
    "mps-202306-brushing": "Brushing, June 2023",
    "mps-202205-invest-21caijing": "Fake investment, May 2022",
    "mps-202306-invest": "Fake investment, June 2023",
}
TYPE_BASES: Mapping[str, str] = {
    "top5_types_share_of_cases": "cases",
    "top10_types_share_of_cases": "cases",
    "brushing_rebate_share_of_cases": "cases",
    "fake_investment_share_of_amount_involved": "funds involved",
    "fake_investment_share_of_losses": "losses",
}
AGES = ("mps-2023-victim-18-40-en-pd", "mps-2023-victim-41-65-en-pd")

# Survey, what its question covers, the claim on meeting fraud, the claim on being deceived (of all respondents).
SURVEYS = (
    ("CNNIC, early 2022", "past half-year", "cnnic-202206-fraud", ""),
    ("CVERC, 2018", "volunteers", "cverc-2018-fraud", ""),
    ("iiMedia, 2021", "private panel", "iimedia-2021-met", "iimedia-2021-deceived"),
    ("Youth Daily, 2022", "panel, ever", "cyd-202208-met", "cyd-202208-deceived"),
)


# --- Outreach in January to November -----------------------------------------------------------------------------


def events(ledger: Ledger, year: int) -> Quantity:
    """Outreach events of January to November."""
    return ledger.quantity(EVENTS[year])


def messages(ledger: Ledger, year: int) -> Quantity:
    """Publicity text messages of January to November."""
    return ledger.quantity(MESSAGES[year])


def events_per_million(ledger: Ledger, year: int) -> Quantity:
    """Outreach events per million inhabitants (mid-year population)."""
    return per_head(events(ledger, year), ledger.quantity(POPULATION[year]), MILLION)


def messages_per_subscription(ledger: Ledger, year: int) -> Quantity:
    """Publicity messages per mobile subscription (a stock of November 2021 or December 2022)."""
    subscriptions = ledger.quantity(SUBSCRIPTIONS[year])
    return ratio(messages(ledger, year), subscriptions, "messages per subscription")


def days_per_message(ledger: Ledger, year: int) -> Quantity:
    """After how many days, on average, a subscription got one more publicity message."""
    return days_for_each(messages_per_subscription(ledger, year))


def events_change(ledger: Ledger) -> Quantity:
    """The change from 2021 to 2022 in percent, if the two labels counted one thing."""
    return growth_between(events(ledger, 2022), events(ledger, 2021))


def messages_change(ledger: Ledger) -> Quantity:
    """The change from 2021 to 2022 in percent, if the two labels counted one thing."""
    return growth_between(messages(ledger, 2022), messages(ledger, 2021))


def outreach(ledger: Ledger) -> pd.DataFrame:
    """Messages per subscription and events per million inhabitants, 2021 and 2022.

    Further columns: panel (with its unit), year, printed (the wording).
    """
    panels = (
        ("Messages", "Messages per mobile subscription", messages_per_subscription, MESSAGES),
        ("Events", "Events per million inhabitants", events_per_million, EVENTS),
    )
    frames = []
    for name, title, rate, claims in panels:
        rows = [(OUTREACH_LABELS[name, year], rate(ledger, year)) for year in (2021, 2022)]
        printed = [ledger.claim(claims[year]).value_text for year in (2021, 2022)]
        frame = tidy(rows, panel=title).assign(year=["2021", "2022"], printed=printed)
        frames.append(frame.assign(text=[brief(q) for _, q in rows]))
    return pd.concat(frames, ignore_index=True)


# --- Videos and plays of the official accounts --------------------------------------------------------------------


def videos_total(ledger: Ledger) -> list[Quantity]:
    """The three printed counts of videos, the last (of the release) read as a total since the accounts opened."""
    return [_since_opening(ledger, claim_id) for claim_id in VIDEOS]


def plays_total(ledger: Ledger) -> list[Quantity]:
    """The two printed counts of plays, the last (of the release) read as a total since the accounts opened."""
    return [_since_opening(ledger, claim_id) for claim_id in PLAYS]


def _since_opening(ledger: Ledger, claim_id: str) -> Quantity:
    return since(ledger.quantity(claim_id), launch_of(ledger, OPENING))


def totals(ledger: Ledger) -> pd.DataFrame:
    """Videos and plays (billions) at each print. Further columns: panel, reading, printed, release, tag, place."""
    rows = (
        ("Videos published", 1, videos_total(ledger)),
        ("Plays, billions", BILLION, plays_total(ledger)),
    )
    frames = []
    for panel, scale, quantities in rows:
        words = [_words(ledger, q.claims[0]) for q in quantities]
        frame = tidy(((_month(q.period.end), q) for q in quantities), scale=scale, panel=panel, place="above")
        frame["reading"] = [*[PRINTED] * (len(quantities) - 1), AS_TOTAL]
        frames.append(frame.assign(printed=words, tag=words, release=frame["reading"] == AS_TOTAL))
    return pd.concat(frames, ignore_index=True)


def video_flows(ledger: Ledger) -> list[Quantity]:
    """Videos between the printed totals: to November 2021, to 14 April 2022, to November 2022."""
    first, second, third = videos_total(ledger)
    return [over_its_window(first), not_negative(second - first), not_negative(third - second)]


def videos_if_flow(ledger: Ledger) -> Quantity:
    """The release's videos, read as those of January to November 2022 alone."""
    return over_its_window(ledger.quantity(VIDEOS[-1]))


def video_rates(ledger: Ledger) -> pd.DataFrame:
    """Videos per day between the printed totals, and under the other reading of the release. Further: reading."""
    quantities = [*video_flows(ledger), videos_if_flow(ledger)]
    readings = [PRINTED, PRINTED, AS_TOTAL, AS_FLOW]
    frame = tidy((from_to(q.period), q.per_day()) for q in quantities)
    return frame.assign(reading=readings, text=[brief(q.per_day()) for q in quantities])


def plays_per_video(ledger: Ledger) -> list[Quantity]:
    """Mean plays per video since the accounts opened, April and November 2022."""
    plays, videos = plays_total(ledger), videos_total(ledger)[1:]
    return [ratio(p, v, "plays per video") for p, v in zip(plays, videos, strict=True)]


def plays_at_the_april_mean(ledger: Ledger) -> Quantity:
    """The plays that November's videos would have had at the mean of April."""
    return at_the_mean(plays_per_video(ledger)[0], videos_total(ledger)[-1], unit="plays")


def plays_per_user(ledger: Ledger) -> Quantity:
    """Plays since the accounts opened, for each internet user of December 2022."""
    users = ledger.quantity(INTERNET_USERS["H2 2022"])
    return ratio(plays_total(ledger)[-1], users, "plays per internet user")


# --- Surveys ------------------------------------------------------------------------------------------------------


def exposure(ledger: Ledger) -> pd.DataFrame:
    """The CNNIC survey by half-year: share who met online fraud, share without any problem. Further: panel, half."""
    frames = []
    for answer, panel in ANSWERS.items():
        rows = [(half, ledger.quantity(f"cnnic-{key}-{answer}")) for half, key in SURVEY.items()]
        printed = [ledger.claim(q.claims[0]).value_text for _, q in rows]
        frames.append(tidy(rows, panel=panel, printed=printed))
    return pd.concat(frames, ignore_index=True)


def points_between(ledger: Ledger, later: str, earlier: str) -> Quantity:
    """Percentage points from one half-year to another in the share who met online fraud."""
    a, b = (ledger.quantity(f"cnnic-{SURVEY[half]}-fraud") for half in (later, earlier))
    return comparisons.points_between(a, b)


def people_who_met(ledger: Ledger, half: str) -> Quantity:
    """Internet users who, by the survey's share, met online fraud in a half-year."""
    share = ledger.quantity(f"cnnic-{SURVEY[half]}-fraud")
    return share_of(share, ledger.quantity(INTERNET_USERS[half]))


def publicity_months(ledger: Ledger) -> pd.DataFrame:
    """The starts of the publicity months within the survey's years: date, label."""
    rows = [ledger.events[event_id] for event_id in MONTHS]
    return pd.DataFrame([(event.date_start, event.date_start[:4]) for event in rows], columns=["date", "label"])


def falling_run(ledger: Ledger) -> pd.DataFrame:
    """The months in which cases are said to have fallen on the year before: start, end, months, claims."""
    claim = ledger.claim(FALLING)
    start, end = claim.period_start.isoformat(), claim.period_end.isoformat()
    return pd.DataFrame([(start, end, int(claim.value), FALLING)], columns=["start", "end", "months", "claims"])


def surveys(ledger: Ledger) -> pd.DataFrame:
    """Shares who met online fraud, and who were deceived, in four surveys. Further: question, answer, printed."""
    rows = []
    for survey, question, met, deceived in SURVEYS:
        answers = [("met it", met), *([("deceived", deceived)] if deceived else [])]
        rows += [(f"{survey} ({question})", answer, claim_id) for answer, claim_id in answers]
    frame = tidy((label, ledger.quantity(claim_id)) for label, _, claim_id in rows)
    return frame.assign(
        answer=[answer for _, answer, _ in rows],
        printed=[ledger.claim(claim_id).value_text for _, _, claim_id in rows],
    )


def deceived_of_those_who_met(ledger: Ledger) -> Quantity:
    """Of the young respondents who ever met online fraud, the percentage who say they were deceived."""
    deceived, met = (ledger.quantity(f"cyd-202208-{name}") for name in ("deceived", "met"))
    return percent_of(deceived, met)


# --- The App ------------------------------------------------------------------------------------------------------


def app(ledger: Ledger) -> pd.DataFrame:
    """App warnings and public reports at each print, in millions, the release read as a total since the launch.

    Further columns: panel, printed, release, and for the drawing tag and place (where the tag stands).
    """
    launch = launch_of(ledger, APP_LAUNCH)
    frames = []
    for panel, ids in (("Warnings sent by the App", APP_WARNINGS), ("Reports sent by the public", APP_REPORTS)):
        quantities = [since(ledger.quantity(claim_id), launch) for claim_id in ids]
        frame = tidy(((day_words(q.period.end), q) for q in quantities), scale=MILLION, panel=f"{panel}, millions")
        frames.append(
            frame.assign(
                printed=[_words(ledger, claim_id) for claim_id in ids],
                tag=[_tag(ledger, claim_id) for claim_id in ids],
                place=[APP_PLACES.get(claim_id, "above") for claim_id in ids],
                release=[claim_id.startswith("release-") for claim_id in ids],
            )
        )
    return pd.concat(frames, ignore_index=True)


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


# --- Fraud types and victims --------------------------------------------------------------------------------------


def types(ledger: Ledger) -> pd.DataFrame:
    """Shares of fraud types as the police notices print them. Further columns: base, printed, words (our rendering)."""
    quantities = [ledger.quantity(claim_id) for claim_id in TYPES]
    frame = tidy(zip(TYPES.values(), quantities, strict=True))
    bounds = [ledger.claim(claim_id).bound for claim_id in TYPES]
    return frame.assign(
        base=[TYPE_BASES[q.measure] for q in quantities],
        printed=[ledger.claim(claim_id).value_text for claim_id in TYPES],
        words=[
            (f"about {q.middle:.0f}%" if bound == "about" else f"nearly {_plain(q.high)}%")
            + f" of {TYPE_BASES[q.measure]}"
            for bound, q in zip(bounds, quantities, strict=True)
        ],
    )


def other_ages(ledger: Ledger) -> Quantity:
    """Victims of 2023 under 18 or over 65, in percent: what the two printed age groups leave."""
    return rest_of_hundred(*(ledger.quantity(claim_id) for claim_id in AGES))


# --- Words --------------------------------------------------------------------------------------------------------


def _words(ledger: Ledger, claim_id: str) -> str:
    """The number in English with its hedge: "more than 2,500"."""
    claim = ledger.claim(claim_id)
    hedge = "more than " if claim.bound == "at_least" else ""
    scale, word = next(((s, w) for s, w in ((BILLION, " billion"), (MILLION, " million")) if claim.value >= s), (1, ""))
    return f"{hedge}{float(claim.value / scale):,g}{word}"


def _tag(ledger: Ledger, claim_id: str) -> str:
    """The number in millions, for a point in a drawing."""
    value = ledger.claim(claim_id).value
    return f"{float(value / MILLION):,g}"


def listed(frame: pd.DataFrame, text: str = "text") -> str:
    """The rows in words, "label: text; label: text", for a text alternative."""
    return "; ".join(f"{label}: {words}" for label, words in zip(frame["label"], frame[text], strict=True))


def brief(q: Quantity) -> str:
    """One number where the interval supports it, else its ends."""
    try:
        return printing.point(q.interval)
    except ValueError:
        return printing.span(q.interval)


def _plain(value: Fraction) -> str:
    return f"{float(value):g}"


def _month(day: date) -> str:
    return f"{day:%B %Y}"
