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

import pandas as pd
import portion

from campaign.analysis import enforcement, record, release
from ledgerbook.figure.frames import tidy
from ledgerbook.numbers import comparisons, intervals, printing
from ledgerbook.numbers.quantities import CombinationError, Period, Quantity, united
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Disagreement

PLACES = {
    "CN": "China", "US": "United States", "CA": "Canada", "GB": "United Kingdom", "EU": "European Economic Area",
    "AU": "Australia", "SG": "Singapore", "HK": "Hong Kong", "TW": "Taiwan", "JP": "Japan", "KR": "Korea",
    "TH": "Thailand", "IN": "India",
}  # fmt: skip
CASES, MONEY = "Reports or cases", "Money lost"
PRINTED, COMPUTED, RESTATED = "Printed", "From two levels", "Printed, base restated"
NEARLY_A_YEAR = 330  # days from 1 January on which a printed change must count, so that it stands for the year
UNDECIDED = "Undecided"


@dataclass(frozen=True, slots=True)
class Series:
    """One body's pair of counts: reports or cases, and the money lost in them.

    ``count`` or ``money`` is empty where the record has none. ``beside`` says why its unit is no case filed in China.
    """

    place: str
    name: str
    count: str
    money: str
    beside: str

    @property
    def label(self) -> str:
        """The place and the body or channel: "Korea, police"."""
        return f"{PLACES[self.place]}, {self.name}"

    @property
    def key(self) -> str:
        """The series in the names of results: "kr-police"."""
        return f"{self.place}-{self.name.split()[-1]}".lower()


CHINA = Series(
    "CN", "police", "cases_filed", "property_loss",
    "It is the count that the others are set beside: a case that the police have opened, for fraud by telephone or "
    "network only.",
)  # fmt: skip
ABROAD = (
    Series(
        "US", "FTC", "fraud_reports", "reported_loss",
        "Anybody may file a report and nobody examines it, while a filed case in China has passed the police. Both "
        "leave out those who tell nobody.",
    ),
    Series(
        "US", "FBI", "internet_crime_complaints", "reported_loss_ic3",
        "Firms are inside, and crimes such as ransomware that are not fraud in the Chinese count.",
    ),
    Series(
        "CA", "Anti-Fraud Centre", "fraud_reports_cafc", "reported_loss_cafc",
        "Reports of any fraud from a live database; no police decision stands behind one.",
    ),
    Series(
        "GB", "banks, all fraud", "payment_fraud_cases", "payment_fraud_loss",
        "The banks count, not the police, and most of it is the misuse of cards without any deceit of the payer.",
    ),
    Series(
        "GB", "banks, deceived payers", "app_fraud_cases", "app_fraud_loss",
        "The nearest British count in kind, since the payer is deceived; but the banks decide what it is.",
    ),
    Series(
        "GB", "police, investment", "investment_fraud_victims", "investment_fraud_loss",
        "One kind of fraud only, and persons rather than cases.",
    ),
    Series(
        "EU", "payment providers", "", "fraudulent_payment_value",
        "Payments without any deceit of the payer are inside, and no police is.",
    ),
    Series(
        "AU", "all channels", "combined_scam_reports", "combined_scam_loss",
        "Reports to consumer bodies, banks and the police together, of which many state no loss.",
    ),
    Series(
        "AU", "Scamwatch", "scamwatch_reports", "scamwatch_loss",
        "One web form of the consumer authority; most reports state no loss.",
    ),
    Series(
        "SG", "police", "scam_cases", "scam_loss",
        "The nearest of all: cases told to the police. Sales in which goods never came are inside.",
    ),
    Series(
        "HK", "police", "deception_cases", "deception_loss",
        "Deception of every kind, face to face too, under another law of fraud.",
    ),
    Series(
        "TW", "police, old count", "fraud_cases", "fraud_loss",
        "Fraud of every kind. The public dashboard that followed counts reports accepted.",
    ),
    Series(
        "JP", "police", "special_fraud_cases", "special_fraud_loss",
        "Fraud at a distance against people, so near in kind; fraud by social media investment and romance stands "
        "apart.",
    ),
    Series(
        "KR", "police", "voice_phishing_cases", "voice_phishing_loss",
        "One kind of telecom fraud. Sham sales and investments online are counted elsewhere.",
    ),
    Series(
        "KR", "regulator", "voice_phishing_victims_fss", "voice_phishing_loss_fss",
        "Transfers between accounts under one act; cash handed over is outside, and victims are counted.",
    ),
    Series(
        "TH", "police portal", "online_complaints", "online_complaint_loss",
        "Complaints on a web page, as a running total since it opened, so that no two years can be compared.",
    ),
    Series(
        "IN", "national portal", "financial_fraud_complaints", "cyber_fraud_loss",
        "Complaints, of which the police register few as cases.",
    ),
)  # fmt: skip


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
    for series in (CHINA, *ABROAD):
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
    breaks = [release.first_day(b.date) for b in ledger.breaks if b.measure == measure]
    return any(date(before, 1, 1) < day <= date(after, 12, 31) for day in breaks)


def changes(ledger: Ledger, before: int, after: int) -> dict[Series, dict[str, Change]]:
    """For each series, China first, the changes that the record bounds, by CASES and MONEY."""
    found: dict[Series, dict[str, Change]] = {}
    for series in (CHINA, *ABROAD):
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
        what=[what for _, what, _ in rows],
        basis=[known.basis for *_, known in rows],
        broken=["Yes" if known.broken else "" for *_, known in rows],
        china=[series is CHINA for series, *_ in rows],
    )


def _tidy(rows: Sequence[tuple[str, Quantity]]) -> pd.DataFrame:
    """Tidy columns of changes with signed ``text``, and the same as factors, from low to high."""
    frame = tidy(rows).assign(text=[signed(q) for _, q in rows])
    factors = {f"factor{end}": 1 + frame[name] / 100 for end, name in (("_low", "low"), ("_high", "high"))}
    return frame.assign(**factors, factor=1 + frame["middle"] / 100)


def signed(q: Quantity) -> str:
    """A change in percent with its sign: "+45.1%", "−16 to −12%"."""
    return f"{'+' if q.low > 0 else ''}{briefly(q)}%"


def briefly(q: Quantity) -> str:
    """The quantity to a tenth; from ten on, or where no more was printed, to the unit; else as a range."""
    for decimals, allowed in ((1, True), (0, abs(q.middle) >= 10 or _width(q) >= 1)):
        text = f"{q.middle:.{decimals}f}"
        half = Fraction(1, 2 * 10**decimals)
        inside = Fraction(text) - half <= q.low and q.high <= Fraction(text) + half
        if allowed and inside and float(text):
            return text.replace("-", printing.MINUS)
    return printing.span(q.interval)


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
    more = [s for s, (*_, each) in found.items() if s is not CHINA and each.low > own.high]
    return _counted(ledger, "series", "loss per case up by more than in China", known, more)


def quadrants(ledger: Ledger, before: int, after: int) -> pd.DataFrame:
    """One row for each pair: tidy columns of the loss per case, and the factors and texts of cases and of money.

    ``quadrant`` says which way both went, or that an interval holds no change.
    """
    known = pairs(ledger, before, after)
    frame = _tidy([(series.label, per_case) for series, (*_, per_case) in known.items()])
    for name, position in (("cases", 0), ("money", 1)):
        part = _tidy([(s.label, found[position]) for s, found in known.items()])
        frame = frame.assign(
            **{f"{name}{end}": part[f"factor{end}"] for end in ("", "_low", "_high")}, **{f"{name}_text": part["text"]}
        )
    return frame.assign(
        quadrant=[quadrant(cases, money) for cases, money, _ in known.values()], china=[s is CHINA for s in known]
    )


def quadrant(cases: Quantity, money: Quantity) -> str:
    """Which way cases and money went: "Fewer cases, more money"; undecided where either may not have moved."""
    words = [_direction(q, up, down) for q, up, down in ((cases, "More", "Fewer"), (money, "more", "less"))]
    return f"{words[0]} cases, {words[1]} money" if all(words) else UNDECIDED


def _direction(q: Quantity, up: str, down: str) -> str:
    return up if q.low > 0 else down if q.high < 0 else ""


def neighbours(ledger: Ledger, before: int, after: int) -> tuple[pd.DataFrame, dict[str, str]]:
    """The change of the loss per case for the two years and the pairs beside them: one row for each series, in words.

    With the columns of the table and their headings. A dagger marks a pair of years between which the count changed.
    """
    years = ((before - 1, before), (before, after), (after, after + 1))
    columns = {f"pair_{i}": f"{first} to {second}" for i, (first, second) in enumerate(years)}
    cells = {name: _per_case_words(ledger, *pair) for name, pair in zip(columns, years, strict=True)}
    rows = [
        {"label": series.label, **{name: known.get(series, "–") for name, known in cells.items()}}
        for series in (CHINA, *ABROAD)
        if any(series in known for known in cells.values())
    ]
    return pd.DataFrame(rows), {"label": "Series", **columns}


def _per_case_words(ledger: Ledger, before: int, after: int) -> dict[Series, str]:
    """The change of the loss per case, with a dagger where a count broke."""
    both = changes(ledger, before, after)
    return {
        series: signed(per_case) + (" †" if any(known.broken for known in both[series].values()) else "")
        for series, (*_, per_case) in pairs(ledger, before, after).items()
    }


def tally(ledger: Ledger, before: int, after: int) -> dict[str, Quantity]:
    """In how many series abroad the changes are known, and in how many of them each went which way.

    cases and money, known and fell; pairs of both known, and of them those in which each case was dearer, and in which
    cases fell as well; and how many places those pairs are from.
    """
    known = {s: both for s, both in changes(ledger, before, after).items() if s is not CHINA}
    per_case = {s: each for s, (*_, each) in pairs(ledger, before, after).items() if s is not CHINA}
    cases, money = ({s: both[what].growth for s, both in known.items() if what in both} for what in (CASES, MONEY))
    dearer = [s for s, each in per_case.items() if each.low > 0]
    chosen = {
        "cases": list(cases),
        "cases fell": [s for s, q in cases.items() if q.high < 0],
        "money": list(money),
        "money fell": [s for s, q in money.items() if q.high < 0],
        "pairs": list(per_case),
        "dearer": dearer,
        "fewer and dearer": [s for s in dearer if cases[s].high < 0],
        "both fell": [s for s in per_case if cases[s].high < 0 and money[s].high < 0],
    }
    found = {name: _counted(ledger, "series", name, known, some) for name, some in chosen.items()}
    for name in ("pairs", "fewer and dearer"):
        one_each = list({series.place: series for series in chosen[name]}.values())
        found[f"{name}, places"] = _counted(ledger, "places", f"{name}, one for each place", known, one_each)
    return found


def _counted(
    ledger: Ledger, unit: str, name: str, known: Mapping[Series, Mapping[str, Change]], chosen: Sequence[Series]
) -> Quantity:
    claims = united(*(change.growth.claims for series in chosen for change in known[series].values()))
    return record.count(ledger, len(chosen), unit, f"count of {unit} abroad: {name}", claims)


# --- Solved and arrested ----------------------------------------------------------------------------------------------

SOLVED, ARRESTED = "Cases solved for each 100 recorded", "Persons arrested for each 100 cases recorded"

# Key, label, and the claims of the part and the whole: a printed rate has no whole.
CLEARED: Sequence[tuple[str, str, str, str]] = (
    *(
        (f"kr-{year}", f"Korea {year}, cleared over known", f"kr-knpa-solved-{year}", f"kr-knpa-cases-{year}")
        for year in (2018, 2019, 2020, 2021)
    ),
    *(
        (f"jp-{year}", f"Japan {year}, cleared over known", f"jp-{year}-cleared", f"jp-{year}-cases")
        for year in (2020, 2021, 2022, 2023)
    ),
    ("hk", "Hong Kong 2024, detection rate", "hk-2024-detection", ""),
    ("gb", "England and Wales 2020–21, outcomes", "gb-af-fy2021-judicial", "gb-af-fy2021-reports"),
)
ARRESTS: Sequence[tuple[str, str, str, str]] = (
    ("cn-arrests", "China 2019", "mps-2019-suspects-sh", "mps-2019-cases-filed-sh"),
    *(
        (f"kr-{year}-arrests", f"Korea {year}", f"kr-knpa-arrests-{year}", f"kr-knpa-cases-{year}")
        for year in (2019, 2020, 2021)
    ),
    *((f"jp-{year}-arrests", f"Japan {year}", f"jp-{year}-arrests", f"jp-{year}-cases") for year in (2022, 2023)),
    ("hk-arrests", "Hong Kong 2023", "hk-2023-arrests", "hk-2023-cases"),
)


def cleared_ratios(ledger: Ledger) -> dict[str, Quantity]:
    """The ratios of :data:`CLEARED` and :data:`ARRESTS` for each hundred, by key."""
    rows = (*CLEARED, *ARRESTS)
    return {key: _of_hundred(ledger, part, whole) for key, _, part, whole in rows}


def _of_hundred(ledger: Ledger, part: str, whole: str) -> Quantity:
    """One claim for each hundred of another, or as it stands where it is printed as a share."""
    share = ledger.quantity(part)
    return (share / ledger.quantity(whole)).times(100, unit="per 100") if whole else share


def cleared(ledger: Ledger) -> pd.DataFrame:
    """Cases solved, and persons arrested, for each hundred cases recorded: tidy columns, kind, china.

    The ratios of China are those of the chapter on enforcement.
    """
    ratios = cleared_ratios(ledger)
    solved = [(f"China {year}, solved over filed", enforcement.solved_per_filed(ledger, year)) for year in (2015, 2019)]
    solved += [(label, ratios[key]) for key, label, *_ in CLEARED]
    arrested = [(label, ratios[key]) for key, label, *_ in ARRESTS]
    frame = pd.concat([tidy(solved, kind=SOLVED), tidy(arrested, kind=ARRESTED)], ignore_index=True)
    words = [briefly(q) for _, q in (*solved, *arrested)]
    return frame.assign(china=frame["label"].str.startswith(PLACES["CN"]), text=words)


def registered(ledger: Ledger) -> dict[int, Quantity]:
    """Cases that the Indian police registered for each hundred complaints on the portal, by year."""
    return {year: _of_hundred(ledger, f"in-{year}-ncrb", f"in-{year}-complaints") for year in (2021, 2023)}


# --- Money stopped, frozen, returned ----------------------------------------------------------------------------------

# Label, what the money is, the sum and the loss of the same place and time (or a printed share alone).
STOPPED: Sequence[tuple[str, str, str, str]] = (
    ("China 2020, police", "Stopped on its way", "mps-2020-funds-pd", "spc-2020-property-loss"),
    ("Hong Kong 2022, police", "Stopped on its way", "hk-2022-intercepted", "hk-2022-loss"),
    ("Hong Kong 2023, police", "Stopped on its way", "hk-2023-intercepted", "hk-2023-loss"),
    ("Hong Kong Jan–Sep 2025, police", "Stopped on its way", "hk-2025q3-intercepted", "hk-2025q3-loss"),
    ("Thailand Mar 2022 to Nov 2023, police", "Held in frozen accounts", "th-202311-frozen", "th-202311-loss"),
    ("Thailand Mar 2022 to Nov 2024, police", "Held in frozen accounts", "th-202411-frozen", "th-202411-loss"),
    ("United States 2022, FBI", "Frozen, of the sums acted on", "us-rat-2022-rate", ""),
    ("Singapore 2025, police", "Recovered", "sg-2025-recovered", "sg-spf-loss-2025"),
    ("Korea 2022, regulator", "Returned to victims", "kr-fss-refund-2022", "kr-fss-loss-2022"),
    ("Korea 2023, regulator", "Returned to victims", "kr-fss-refund-2023", "kr-fss-loss-2023"),
    ("United Kingdom 2021, banks", "Returned to victims", "gb-ukf-2021-returned", "gb-ukf-2021-app"),
    ("United Kingdom 2023, banks", "Returned to victims", "gb-ukf-2023-returned", "gb-ukf-2023-app"),
)


def stopped_ratios(ledger: Ledger) -> dict[str, Quantity]:
    """The ratios of :data:`STOPPED` for each hundred, by label."""
    return {label: _of_hundred(ledger, part, whole) for label, _, part, whole in STOPPED}


def stopped(ledger: Ledger) -> pd.DataFrame:
    """Money stopped or returned for each hundred lost, by what the word means: tidy columns, meaning, china."""
    ratios = stopped_ratios(ledger)
    frame = tidy(list(ratios.items()))
    return frame.assign(
        text=[briefly(q) for q in ratios.values()],
        meaning=[meaning for _, meaning, *_ in STOPPED],
        china=frame["label"].str.startswith(PLACES["CN"]),
    )


# --- First print and revision -----------------------------------------------------------------------------------------

REVISED_PRINTED, REVISED_IMPLIED = "Both printed", "Implied by a later change"


def revisions(ledger: Ledger) -> list[tuple[str, str, Quantity]]:
    """Every pair of a first and a later print of one number abroad: label, basis, and by how many percent it moved.

    The pairs are the disagreements of the record that are revisions, the first print the earliest of each, and the
    years of which a later change tells that they were restated.
    """
    found = [d for d in ledger.disagreements.values() if d.kind == "revision" and _is_abroad(ledger, d)]
    rows = [(_revised_label(ledger, d.chosen), REVISED_PRINTED, _revision(ledger, d)) for d in found]
    rows += [(_revised_label(ledger, first), REVISED_IMPLIED, moved) for first, moved in _restated(ledger)]
    return [row for row in rows if _informs(row[2])]


def _restated(ledger: Ledger) -> Iterator[tuple[str, Quantity]]:
    """Years whose printed level is not the base of the change printed a year later: first print, and how it moved."""
    growths = [c for c in ledger.claims.values() if c.kind == "yoy_percent" and c.geography != CHINA.place]
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
    return ledger.claims[disagreement.members[0]].geography != CHINA.place


def _revision(ledger: Ledger, disagreement: Disagreement) -> Quantity:
    """The change from the earliest of the other prints to the one that the book uses."""
    others = (claim_id for claim_id in disagreement.members if claim_id != disagreement.chosen)
    first = min(others, key=lambda claim_id: ledger.sources[ledger.claims[claim_id].source_id].date)
    later = ledger.quantity(disagreement.chosen)
    return comparisons.growth_between(later, ledger.quantity(first))


def _revised_label(ledger: Ledger, claim_id: str) -> str:
    claim = ledger.claims[claim_id]
    kind = "persons arrested" if claim.unit == "persons" else "money" if _is_money(ledger, claim.measure) else "cases"
    return f"{PLACES[claim.geography]}, {kind}, {enforcement.window_words(claim.period)}"


def _is_money(ledger: Ledger, measure: str) -> bool:
    return ledger.measures[measure].unit == "money"


def revision_table(ledger: Ledger) -> pd.DataFrame:
    """The revisions, money first and each by size: tidy columns (percent), basis, kind, text with sign."""
    rows = revisions(ledger)
    frame = tidy([(label, q) for label, _, q in rows]).assign(
        basis=[basis for _, basis, _ in rows],
        kind=["Money" if _is_money(ledger, q.measure) else "Cases or persons" for *_, q in rows],
        text=[signed(q) for *_, q in rows],
    )
    by_size = frame.loc[frame["middle"].abs().sort_values(ascending=False, kind="stable").index]
    return by_size.sort_values("kind", ascending=False, kind="stable").reset_index(drop=True)


def revision_tally(ledger: Ledger, yardstick: Quantity) -> dict[str, Quantity]:
    """How many revisions of money, and of cases or persons, there are and are surely larger than a change."""
    size = max(abs(yardstick.low), abs(yardstick.high))
    found: dict[str, Quantity] = {}
    for kind, is_money in (("money", True), ("cases", False)):
        of_kind = [q for *_, q in revisions(ledger) if _is_money(ledger, q.measure) is is_money]
        larger = [q for q in of_kind if q.low > size or q.high < -size]
        for name, chosen in ((kind, of_kind), (f"{kind} larger", larger)):
            claims = united(*(q.claims for q in chosen))
            found[name] = record.count(ledger, len(chosen), "revisions", f"count of revisions abroad: {name}", claims)
    return found


def typical_revision(ledger: Ledger) -> Quantity:
    """The median size, in percent, of the revisions of money: between the medians of the lower and the upper ends."""
    money = [q for *_, q in revisions(ledger) if _is_money(ledger, q.measure)]
    sizes = [_size(q) for q in money]
    low, high = (_median(sorted(size[end] for size in sizes)) for end in (0, 1))
    claims = united(*(q.claims for q in money))
    return record.by_rule(ledger, "median size of the revisions of money", portion.closed(low, high), "percent", claims)


def _size(q: Quantity) -> list[Fraction]:
    """From the least to the most that a change of either sign can amount to."""
    ends = sorted((abs(q.low), abs(q.high)))
    return ends if q.low * q.high > 0 else [Fraction(0), ends[1]]


def _median(ordered: Sequence[Fraction]) -> Fraction:
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def refusal(ledger: Ledger, one: str, other: str) -> str:
    """What the code answers when a claim of one place is to be divided by one of another."""
    try:
        ledger.quantity(one) / ledger.quantity(other)
    except CombinationError as refused:
        return str(refused)
    raise CombinationError(f"{one} and {other} are of one place and may be divided: choose two that may not")
