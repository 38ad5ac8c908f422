"""What the release of 30 December 2022 prints: its numbers, programmes, windows, and what its percentages imply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from campaign.analysis import record
from ledgerbook.figure import frames
from ledgerbook.numbers import comparisons, intervals, printing, wording
from ledgerbook.numbers.days import first_day, last_day
from ledgerbook.numbers.quantities import CombinationError, Quantity
from ledgerbook.numbers.wording import Convention
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Claim, Event

PREFIX = "release-2022-"
WINDOW = (date(2022, 1, 1), date(2022, 11, 30))  # the frame that the release sets itself
LAST_DAY = WINDOW[1].isoformat()
# What the ministry printed for the same months of 2021.
SOLVED_2021 = "mps-2021-11m-cases-solved"
ARRESTED_2021 = "mps-2021-11m-suspects"

# The numbers in the order in which the release prints them.
PRINTED_ORDER = (
    "cases-solved", "cases-solved-yoy", "suspects-arrested-yoy", "cases-filed-yoy", "property-loss-yoy",
    "heads-arrested", "regional-battle-areas", "dens-destroyed", "cluster-campaigns",
    "warning-instructions", "local-warnings", "warning-sms-12381", "app-warnings",
    "cards-handled", "calls-intercepted", "sms-intercepted",
    "awareness-events", "awareness-settings", "awareness-sms", "short-videos", "video-plays",
)  # fmt: skip

# Numbers that stand under the 累计 (cumulatively) of an earlier phrase in their sentence.
UNDER_CUMULATIVE = ("local-warnings", "calls-intercepted", "sms-intercepted")
RUNNING, FLOW = "Read as running totals", "Read as flows of 2022"

# Short names for drawings; the codebook (data/measures.csv) has the full ones.
LABELS: Mapping[str, str] = {
    "cases-solved": "Cases solved",
    "cases-solved-yoy": "Change in cases solved",
    "suspects-arrested-yoy": "Change in suspects arrested",
    "cases-filed-yoy": "Change in cases filed",
    "property-loss-yoy": "Change in property loss",
    "heads-arrested": "Heads and backbones caught",
    "regional-battle-areas": "Areas of regional battles",
    "dens-destroyed": "Dens destroyed in three areas",
    "cluster-campaigns": "Cluster campaigns",
    "warning-instructions": "Warning instructions to localities",
    "local-warnings": "Warnings made by localities",
    "warning-sms-12381": "12381 warning messages",
    "app-warnings": "Warnings by the national app",
    "cards-handled": "High-risk phone cards handled",
    "calls-intercepted": "Fraud calls intercepted",
    "sms-intercepted": "Fraud messages intercepted",
    "awareness-events": "Five-entry outreach events",
    "awareness-settings": "Settings of outreach",
    "awareness-sms": "Publicity text messages",
    "short-videos": "Videos of official accounts",
    "video-plays": "Plays of official videos",
}

STRANDS: Mapping[str, str] = {
    "all": "Whole campaign",
    "enforcement": "Enforcement",
    "governance": "Industry governance",
    "awareness": "Public awareness",
}
AGENCIES: Mapping[str, str] = {
    "MPS": "Police ministry",
    "MPS,SPC,SPP": "Police, supreme court, procuratorate",
    "MPS,MIIT": "Police and telecom ministry",
    "MPS,CAC": "Police and internet regulator",
    "MPS,Publicity Department": "Police and Publicity Department",
    "MIIT": "Telecom ministry",
    "PBoC": "Central bank",
    "CAC": "Internet regulator",
    "State Council joint meeting": "Joint meeting of departments",
}
SCALES = ((10**9, " billion"), (10**6, " million"))
FORMS = ("level", "percentage", "no number")

# The events that the release or its three strands rest on, with short names for the timeline.
TIMELINE: Mapping[str, str] = {
    "joint-meeting-system": "Joint meeting of departments",
    "xi-instruction-2021": "Xi Jinping's instruction",
    "cpc-opinion-2022": "Opinions of the two general offices",
    "anti-fraud-law-adopted": "Anti-fraud law adopted",
    "anti-fraud-law-in-force": "Anti-fraud law in force",
    "release-20221230": "The release that this chapter reads",
    "teleconf-2023": "Full-year results for 2022",
    "special-campaign-2015": "Special campaign begins",
    "campaign-2017": "Campaign with “two up, two down”",
    "cloud-sword-2019": "Cloud Sword (云剑)",
    "card-cutting": "Card-Cutting (断卡)",
    "three-battles": "Three battles, no dates printed",
    "nail-pulling": "Nail-Pulling (拔钉)",
    "hundred-days-2022": "Hundred-day operation",
    "ev-2016-quick-response": "Quick stop-payment",
    "ev-2017-call-system": "System against fraud calls",
    "ev-2019-96110": "Warning line 96110",
    "ev-2021-app": "National Anti-Fraud Center App",
    "ev-2021-miit-mps-notice": "Notice on cards (断卡行动2.0)",
    "ev-2021-12381": "12381 message system",
    "accounts-2021": "Official accounts open",
    "month-2021": "Publicity month 2021",
    "month-2022": "Publicity month 2022",
    "month-2023": "Publicity month 2023",
}

TIGHT = 1  # percent either way: a number printed more closely than that counts as tight


def claims(ledger: Ledger) -> list[Claim]:
    """The claims of the release in the order of print; ValueError where the ledger has others than the list here."""
    ids = [PREFIX + name for name in PRINTED_ORDER]
    if odd := set(ids) ^ {claim_id for claim_id in ledger.claims if claim_id.startswith(PREFIX)}:
        raise ValueError(f"PRINTED_ORDER and the ledger differ by {', '.join(sorted(odd))}")
    return [ledger.claims[claim_id] for claim_id in ids]


def numbers(ledger: Ledger) -> pd.DataFrame:
    """One row for each number of the release, in order of print.

    Columns: claims (id), label, group (strand), by (who is credited), form (one of FORMS), printed (wording),
    meaning (interval in words), counts (codebook).
    """
    by = _credited(ledger)
    return pd.DataFrame([{**_number_row(ledger, c), "by": by[c.claim_id]} for c in claims(ledger)])


def _number_row(ledger: Ledger, claim: Claim) -> dict[str, Any]:
    measure = ledger.measures[claim.measure]
    return {
        "claims": claim.claim_id,
        "label": LABELS[claim.claim_id.removeprefix(PREFIX)],
        "group": STRANDS[measure.strand],
        "form": "percentage" if claim.kind == "yoy_percent" else "level",
        "printed": printed(claim),
        "meaning": meaning(ledger, claim),
        "counts": measure.counts,
    }


def _credited(ledger: Ledger) -> dict[str, str]:
    """Claim id to the bodies that the release credits: those of the programme that the number belongs to."""
    programmes = ledger.table("programmes").values()
    return {claim_id: AGENCIES[p.agency] for p in programmes for claim_id in p.claim_ids.split(";") if claim_id}


def has_numeral(claim: Claim) -> bool:
    """Whether the release prints the number, or the reader counted what it lists."""
    return wording.parse(claim.value_text).stands_in(claim.evidence)


def printed(claim: Claim) -> str:
    """The number as the release prints it, with 超 before it and the sign of a percentage."""
    if not has_numeral(claim):
        return "a list"
    sign = ("−" if claim.value < 0 else "+") if claim.kind == "yoy_percent" else ""
    hedge = "超" if f"超{claim.value_text}" in claim.evidence else ""
    return f"{sign}{hedge}{claim.value_text}"


def meaning(ledger: Ledger, claim: Claim) -> str:
    """The values that the wording can stand for, both ends in full: "390,500 to 391,500"."""
    interval = ledger.interval(claim)
    percent = "%" if claim.unit == "percent" else ""
    if interval.lower == interval.upper or not intervals.is_bounded(interval):
        return printing.span(interval) + percent
    scale, word = next(((s, w) for s, w in SCALES if abs(interval.upper) >= s), (1, ""))
    low, high = (
        f"{float(end / scale):,.6g}".replace("-", "−") if scale > 1 or percent else f"{int(end):,}"
        for end in (interval.lower, interval.upper)
    )
    return f"{low} to {high}{word}{percent}"


def without_number(ledger: Ledger) -> list[Any]:
    """The programmes that the release names without any number."""
    return [p for p in ledger.table("programmes").values() if p.number_given == "no"]


def forms(ledger: Ledger) -> pd.DataFrame:
    """Every number and every programme without one: claims, label, group, by, form (one of FORMS), printed.

    Rows are in order of strand, agency and form; ``row`` names strand and agency together.
    """
    rows = numbers(ledger)[["claims", "label", "group", "by", "form", "printed"]].to_dict("records")
    for programme in without_number(ledger):
        rows.append(
            {
                "claims": "",
                "label": programme.name_en,
                "group": STRANDS[programme.strand],
                "by": AGENCIES[programme.agency],
                "form": "no number",
                "printed": "words only",
            }
        )
    frame = pd.DataFrame(rows)
    order = {"group": list(STRANDS.values()), "by": list(AGENCIES.values()), "form": list(FORMS)}
    keys = pd.DataFrame({column: frame[column].map(values.index) for column, values in order.items()})
    frame = frame.loc[keys.sort_values(list(order), kind="stable").index].reset_index(drop=True)
    return frame.assign(row=frame["group"] + ": " + frame["by"])


def widths(ledger: Ledger) -> pd.DataFrame:
    """How far each number may lie from what is printed, in percent of the printed number, under both conventions.

    ``low`` and ``high`` (usual convention), ``open_usual`` and ``open_strict`` (no upper end), ``width`` (percent; None
    where open), ``words`` (the interval in words); widest first, the numbers open above before all.
    """
    usual = ledger.under(Convention.USUAL)
    rows = [
        {**row, **distance(ledger, claim)}
        for claim, row in zip(claims(usual), numbers(usual).to_dict("records"), strict=True)
    ]
    frame = pd.DataFrame(rows)
    return frame.sort_values(["open_usual", "width"], ascending=False, kind="stable").reset_index(drop=True)


def distance(ledger: Ledger, claim: Claim) -> dict[str, Any]:
    """How far the true value may lie from the printed one: the columns that :func:`widths` adds to a number's row."""
    usual, strict = (ledger.under(c).reading(claim).interval for c in (Convention.USUAL, Convention.STRICT))
    bounded = intervals.is_bounded(usual)
    value = abs(claim.value)
    low, high = (float((end / value - 1) * 100) for end in (usual.lower, usual.upper if bounded else value))
    return {
        "low": low,
        "high": high,
        "width": high - low if bounded else None,
        "open_usual": not bounded,
        "open_strict": not intervals.is_bounded(strict),
        "words": _width_words(low, high, bounded),
        "strict": meaning(ledger.under(Convention.STRICT), claim),
    }


def _width_words(low: float, high: float, bounded: bool) -> str:
    if not bounded:
        return "open above"
    if low == high:
        return "exact"
    return f"±{_percent(high)}" if low < 0 else f"+0 to +{_percent(high)}"


def _percent(value: float) -> str:
    return f"{value:.1f}%" if value >= 0.95 else f"{value:.2f}%"


def counts(ledger: Ledger) -> list[record.Published]:
    """How many numbers and programmes the release has, by form, by who is credited and by kind of count."""
    rows, spans = numbers(ledger), windows(ledger)
    running = spans["kind"] == RUNNING
    police, telecom = rows["by"] == AGENCIES["MPS"], rows["by"] == AGENCIES["MIIT"]
    named, wordless = len(ledger.table("programmes")), len(without_number(ledger))
    return [
        _counted(ledger, "release-numbers", "Numbers of the release", rows),
        _counted(ledger, "release-numbers-level", "Levels among them", rows[rows["form"] == "level"]),
        _counted(ledger, "release-numbers-percent", "Percentages among them", rows[rows["form"] == "percentage"]),
        _counted(ledger, "release-numbers-police", "Numbers credited to the police alone", rows[police]),
        _counted(ledger, "release-numbers-telecom", "Numbers credited to the telecom ministry alone", rows[telecom]),
        _counted(ledger, "release-numbers-shared", "Numbers credited to several bodies", rows[~police & ~telecom]),
        _counted(ledger, "release-running", "Levels read as running totals", spans[running]),
        _counted(ledger, "release-cumulative", "Running totals with 累计 in their phrase", spans[spans["cumulative"]]),
        ("release-programmes-named", "Programmes named", _rows_of_programmes(ledger, named)),
        ("release-programmes-wordless", "Programmes named without a number", _rows_of_programmes(ledger, wordless)),
    ]


def _counted(ledger: Ledger, name: str, meaning: str, rows: pd.DataFrame) -> record.Published:
    return name, meaning, record.count(ledger, len(rows), "numbers", "count of numbers of the release", rows["claims"])


def _rows_of_programmes(ledger: Ledger, n: int) -> Quantity:
    return record.count(ledger, n, "programmes", "count of rows of programmes.csv")


def changes(ledger: Ledger) -> pd.DataFrame:
    """The four printed changes and the changes of ratios that they imply, in percent.

    Columns of :func:`frames.tidy`, with ``basis`` (Printed in the release, or Implied by the printed changes) and
    ``words`` (the number as printed, or the interval).
    """
    of = outcome_growth(ledger)
    order = ("suspects_arrested", "cases_solved", "property_loss", "cases_filed")
    names = {"suspects_arrested": "Suspects arrested", "cases_solved": "Cases solved",
             "property_loss": "Property loss", "cases_filed": "Cases filed"}  # fmt: skip
    direct = frames.tidy([(names[m], of[m]) for m in order], basis="Printed in the release")
    implied = frames.tidy(
        [
            ("Arrests per case solved", arrests_per_solved(ledger)),
            ("Cases solved per case filed", solved_per_filed(ledger)),
            ("Loss per case filed", loss_per_filed(ledger)),
        ],
        basis="Implied by the printed changes",
    )
    direct["words"] = [printed(ledger.claims[claim_id]) for claim_id in direct["claims"]]
    implied["words"] = "+" + implied["text"] + "%"
    return pd.concat([direct, implied], ignore_index=True)


def outcome_growth(ledger: Ledger) -> dict[str, Quantity]:
    """The four printed changes (percent) by measure."""
    names = ("cases-solved-yoy", "suspects-arrested-yoy", "cases-filed-yoy", "property-loss-yoy")
    quantities = [ledger.quantity(PREFIX + name) for name in names]
    return {q.measure: q for q in quantities}


def solved_per_filed(ledger: Ledger) -> Quantity:
    """Change in percent of cases solved per case filed, January to November 2022 on 2021."""
    of = outcome_growth(ledger)
    return comparisons.ratio_growth(of["cases_solved"], of["cases_filed"])


def loss_per_filed(ledger: Ledger) -> Quantity:
    """Change in percent of the mean property loss per case filed."""
    of = outcome_growth(ledger)
    return comparisons.ratio_growth(of["property_loss"], of["cases_filed"])


def arrests_per_solved(ledger: Ledger) -> Quantity:
    """Change in percent of suspects arrested per case solved."""
    of = outcome_growth(ledger)
    return comparisons.ratio_growth(of["suspects_arrested"], of["cases_solved"])


def base_2021(ledger: Ledger) -> dict[str, Quantity]:
    """Cases solved January to November 2021: as printed then, as implied a year later, and as both agree."""
    then = ledger.quantity(SOLVED_2021)
    level, growth = (f"{PREFIX}{name}" for name in ("cases-solved", "cases-solved-yoy"))
    implied = comparisons.implied_base(ledger.quantity(level), ledger.quantity(growth))
    words = [printed(ledger.claims[claim_id]) for claim_id in (SOLVED_2021, level, growth)]
    return {
        f"Printed for 2021: {words[0]}": then,
        f"Implied by {words[1]}, {words[2]}": implied,
        "Both together": comparisons.agreed(then, implied),
    }


def base(ledger: Ledger) -> pd.DataFrame:
    """The three readings of :func:`base_2021` in thousand cases, with the columns of :func:`frames.tidy`."""
    return frames.tidy(base_2021(ledger).items(), scale=1000)


def solved_2021(ledger: Ledger) -> Quantity:
    """Cases solved January to November 2021, as narrow as the two releases together allow."""
    return list(base_2021(ledger).values())[-1]


def arrests_2021(ledger: Ledger) -> Quantity:
    """Suspects arrested January to November 2021, as printed at the time (54.9万余)."""
    return ledger.quantity(ARRESTED_2021)


def arrests_2022(ledger: Ledger) -> Quantity:
    """Suspects arrested January to November 2022: never printed, implied by the level of 2021 and the change."""
    growth = ledger.quantity(f"{PREFIX}suspects-arrested-yoy")
    return comparisons.implied_level(arrests_2021(ledger), growth)


def levels(ledger: Ledger) -> pd.DataFrame:
    """Cases solved and suspects arrested in both years, in thousands: tidy columns, outcome, year, basis."""
    rows = [
        ("Cases solved", "2021", "Narrowed", solved_2021(ledger)),
        ("Cases solved", "2022", "Printed", ledger.quantity(f"{PREFIX}cases-solved")),
        ("Suspects arrested", "2021", "Printed", arrests_2021(ledger)),
        ("Suspects arrested", "2022", "Implied", arrests_2022(ledger)),
    ]
    frame = frames.tidy([(f"{outcome} {year}", q) for outcome, year, _, q in rows], scale=1000)
    single = [ledger.claims.get(claim_id) for claim_id in frame["claims"]]
    frame["text"] = [meaning(ledger, c) if c else t for c, t in zip(single, frame["text"], strict=True)]
    outcomes, years, bases, _ = zip(*rows, strict=True)
    return frame.assign(outcome=list(outcomes), year=list(years), basis=list(bases))


def arrests_per_solved_levels(ledger: Ledger) -> tuple[Quantity, Quantity]:
    """Suspects arrested per case solved in January to November of 2021 and of 2022."""
    solved = ledger.quantity(f"{PREFIX}cases-solved")
    return (
        arrests_2021(ledger) / solved_2021(ledger),
        arrests_2022(ledger) / solved,
    )


def windows(ledger: Ledger) -> pd.DataFrame:
    """Over which days each level of the release is read to count: one row a level, running totals first.

    Columns: claims, label, group, printed, name (label and wording), kind (RUNNING or FLOW), cumulative (its own phrase
    has 累计), says (how we know), note (what the drawing says of the start), since (in words), start, end (ISO days),
    frame (its first day in 2022).
    """
    rows = []
    for claim, row in zip(claims(ledger), numbers(ledger).to_dict("records"), strict=True):
        if row["form"] != "level":
            continue
        running = claim.accumulation == "running_total"
        start = _counted_from(ledger, claim)
        rows.append(
            {
                **{key: row[key] for key in ("claims", "label", "group", "printed")},
                "name": f"{row['label']}, {row['printed']}",
                "kind": RUNNING if running else FLOW,
                "cumulative": "累计" in claim.evidence,
                "says": _basis(claim, start),
                "note": _note(claim, start),
                "since": _since(claim, start),
                "start": start.isoformat(),
                "end": LAST_DAY,
                "frame": max(start, WINDOW[0]).isoformat(),
            }
        )
    return pd.DataFrame(rows).sort_values("kind", ascending=False, kind="stable").reset_index(drop=True)


def _counted_from(ledger: Ledger, claim: Claim) -> date:
    """The earliest start known for a running total of the measure, or the launch of an operation of 2022."""
    if claim.status == "disputed":
        return claim.period_start
    if claim.accumulation == "running_total":
        totals = ledger.select(claim.measure, geography=claim.geography, accumulation="running_total", reprints=True)
        return min(total.period_start for total in totals)
    events = [
        p.event_id
        for p in ledger.table("programmes").values()
        if claim.claim_id in p.claim_ids.split(";") and p.event_id
    ]
    launches = [comparisons.launch_of(ledger, event_id) for event_id in events]
    return max([claim.period_start, *(day for day in launches if day <= WINDOW[1])])


def _under_cumulative(claim: Claim) -> bool:
    return claim.claim_id.removeprefix(PREFIX) in UNDER_CUMULATIVE


def _basis(claim: Claim, start: date) -> str:
    if claim.status == "disputed":
        return "disputed: no start fits the other totals"
    if start > WINDOW[0]:
        return "launch of the operation"
    word = "累计 in its phrase, " if "累计" in claim.evidence else ""
    word = word or ("累计 earlier in its sentence, " if _under_cumulative(claim) else "")
    if claim.accumulation == "running_total":
        return word + ("start inferred from other statements" if start < WINDOW[0] else "start not known")
    if claim.period_basis == "printed":
        return "period printed"
    return word + ("read as eleven months" if word else "frame of the release")


def _note(claim: Claim, start: date) -> str:
    """What the drawing writes before the days of 2022, where they do not tell all."""
    if claim.status == "disputed":
        return "no start fits"
    if start > WINDOW[0]:
        return f"launched in {start:%B}"
    if claim.accumulation == "running_total":
        return "" if start < WINDOW[0] else "start not known"
    return "perhaps longer" if _under_cumulative(claim) else ""


def _since(claim: Claim, start: date) -> str:
    if claim.accumulation == "running_total":
        return _note(claim, start) or f"since {start:%B %Y}"
    return f"{start:%B} to November 2022"


def programmes(ledger: Ledger) -> pd.DataFrame:
    """Every programme that the release names: label, name_zh, group, by, given (bool), printed, what, claims."""
    rows = []
    for programme in ledger.table("programmes").values():
        ids = [claim_id for claim_id in programme.claim_ids.split(";") if claim_id]
        rows.append(
            {
                "label": programme.name_en,
                "name_zh": programme.name_zh,
                "group": STRANDS[programme.strand],
                "by": AGENCIES[programme.agency],
                "given": bool(ids),
                "printed": ", ".join(printed(ledger.claims[claim_id]) for claim_id in ids) or "no number",
                "what": programme.what,
                "claims": ";".join(ids),
            }
        )
    frame = pd.DataFrame(rows)
    order = frame["group"].map(list(STRANDS.values()).index)
    return frame.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def timeline(ledger: Ledger) -> pd.DataFrame:
    """The chosen events by strand and date: label, group, start and end (ISO days), when (as printed), what, source.

    An event of which only the month or the year is printed runs from its first to its last day; ``vague`` marks it,
    ``long`` one of more than a month.
    """
    rows = []
    for event_id, label in TIMELINE.items():
        event = ledger.events[event_id]
        if event.same_event:
            raise CombinationError(f"event {event_id} repeats {event.same_event}: choose that one")
        start, end = _days(event)
        rows.append(
            {
                "label": label,
                "group": STRANDS[event.strand],
                "start": start.isoformat(),
                "end": end.isoformat(),
                "when": f"{event.date_start} to {event.date_end}" if event.date_end else event.date_start,
                "date": event.date_start,
                "vague": len(event.date_start) < 10,
                "long": (end - start).days > 31,
                "name": event.name_en,
                "name_zh": event.name_original,
                "what": event.what,
                "source": ledger.sources[event.source_id].original_outlet or ledger.sources[event.source_id].outlet,
            }
        )
    frame = pd.DataFrame(rows)
    keys = pd.DataFrame({"group": frame["group"].map(list(STRANDS.values()).index), "start": frame["start"]})
    return frame.loc[keys.sort_values(["group", "start"], kind="stable").index].reset_index(drop=True)


def days_after_window(ledger: Ledger, event_id: str) -> int:
    """How many days after the last day of the release's window the event began."""
    return (first_day(ledger.events[event_id].date_start) - WINDOW[1]).days


def _days(event: Event) -> tuple[date, date]:
    """First and last day of a date that may be a month or a year only, or of a span."""
    return first_day(event.date_start), last_day(event.date_end or event.date_start)
