"""What the release of 30 December 2022 prints: its numbers, programmes, windows, and what its percentages imply."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from campaign.analysis import record
from campaign.analysis.as_printed import SCALES, number_or_list
from campaign.rules import RELEASE
from ledgerbook.figure import frames
from ledgerbook.numbers import comparisons, intervals, printing
from ledgerbook.numbers.days import eleven_months_of, first_day, last_day
from ledgerbook.numbers.quantities import CombinationError, Period, Quantity
from ledgerbook.numbers.wording import Convention
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.releases import releases
from ledgerbook.record.rows import Claim, Event

KEY = "2022"  # of the release in releases.csv
SOLVED = ("cases-solved", "cases-solved-yoy")  # level and change of one count
# What the ministry printed for the same months of 2021.
SOLVED_2021 = "mps-2021-11m-cases-solved"
ARRESTED_2021 = "mps-2021-11m-suspects"
# What the ministry had printed for 2020, and the change from it that it printed with the number of 2021.
CAUGHT_2020, CAUGHT_2021_CHANGE = "mps-2020-suspects-c114", "mps-2021-11m-suspects-yoy"
SOLVED_2020, SOLVED_2021_CHANGE = "mps-2020-cases-solved-c114", "mps-2021-11m-cases-solved-yoy"  # in the same two texts

RATIOS = (  # numerator and denominator
    ("property_loss", "cases_filed"), ("cases_solved", "cases_filed"), ("suspects_arrested", "cases_solved"),
)  # fmt: skip
OPENED = ("ev-2021-app", "accounts-2021", "ev-2021-12381")  # what came to warn people and to speak to them

TIGHT = 1  # percent either way: a number printed more closely than that counts as tight


def window(ledger: Ledger) -> Period:
    """The months that the release sets itself as a frame (releases.csv)."""
    return releases(ledger)[KEY].window


def claims(ledger: Ledger) -> list[Claim]:
    """The claims of the release in the order of print (release_numbers.csv)."""
    return [ledger.claims[claim_id] for claim_id in ledger.table("release_numbers")]


def numbers(ledger: Ledger) -> pd.DataFrame:
    """One row for each number of the release, in order of print.

    Columns: claims (id), label, strand and its words (group, short), agency and its words (by: who is credited), form
    (level or percentage) and its words (form_words), printed (wording), meaning (interval in words), counts (codebook).
    """
    agencies = _credited(ledger)
    return pd.DataFrame([_number_row(ledger, claim, agencies[claim.claim_id]) for claim in claims(ledger)])


def _number_row(ledger: Ledger, claim: Claim, agency: str) -> dict[str, Any]:
    measure = ledger.measures[claim.measure]
    return {
        "claims": claim.claim_id,
        "label": ledger.table("release_numbers")[claim.claim_id].label_en,
        **strand_words(ledger, measure.strand),
        **_agency_words(ledger, agency),
        **_form_words(ledger, "percentage" if claim.kind == "yoy_percent" else "level"),
        "printed": number_or_list(claim),
        "meaning": meaning(ledger, claim),
        "counts": measure.counts,
    }


def strand_words(ledger: Ledger, strand: str) -> dict[str, str]:
    """The columns of a strand: its key and its words, whole (group) and short."""
    return {"strand": strand, "group": ledger.word("strand", strand), "short": ledger.word("strand.short", strand)}


def _agency_words(ledger: Ledger, agency: str) -> dict[str, str]:
    return {"agency": agency, "by": ledger.word("programmes.agency", agency)}


def _form_words(ledger: Ledger, form: str) -> dict[str, str]:
    return {"form": form, "form_words": ledger.word("release.form", form)}


def _credited(ledger: Ledger) -> dict[str, str]:
    """Claim id to the bodies that the release credits: those of the programme that the number belongs to."""
    programmes = ledger.table("programmes").values()
    return {claim_id: p.agency for p in programmes for claim_id in p.claim_ids.split(";") if claim_id}


def _in_order_of(ledger: Ledger, frame: pd.DataFrame, kinds: dict[str, str], *others: str) -> pd.DataFrame:
    """The rows by the order of words.csv in columns of keys, each with the kind of its words, then by other columns."""
    keys = frame.assign(**{column: frame[column].map(ledger.keys(kind).index) for column, kind in kinds.items()})
    return frame.loc[keys.sort_values([*kinds, *others], kind="stable").index].reset_index(drop=True)


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
    """Every number of the release: the four outcomes first, then by strand, credited bodies and form.

    Columns of :func:`numbers` without meaning and counts; ``line`` names the line of the drawing (an outcome, or the
    bodies), ``row`` group and line together, ``outcome`` whether it is one of the four.
    """
    aims = list(ledger.table("aims"))
    kinds = {"strand": "strand", "agency": "programmes.agency", "form": "release.form"}
    frame = _in_order_of(ledger, numbers(ledger).drop(columns=["meaning", "counts"]), kinds)
    measures = frame["claims"].map(lambda claim_id: ledger.claims[claim_id].measure)
    four = measures[measures.isin(aims)].sort_values(key=lambda named: named.map(aims.index), kind="stable")
    outcomes = frame.loc[four.index].assign(
        group=ledger.word("release.group", "outcomes"), line=[ledger.word("measure.short", m) for m in four]
    )
    others = frame.drop(index=four.index)
    frame = pd.concat([outcomes, others.assign(line=others["by"])], ignore_index=True)
    return frame.assign(row=frame["group"] + ": " + frame["line"], outcome=[n < len(four) for n in range(len(frame))])


def outcomes(ledger: Ledger) -> dict[str, list[Claim]]:
    """The numbers that the release prints for each of its four outcomes, by the words of the outcome."""
    return {
        ledger.word("measure.short", measure): [c for c in claims(ledger) if c.measure == measure]
        for measure in ledger.table("aims")
    }


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


def counts(ledger: Ledger) -> dict[str, Quantity]:
    """How many numbers and programmes the release has, by the names of results."""
    rows, spans = numbers(ledger), windows(ledger)
    police, telecom = rows["agency"] == "MPS", rows["agency"] == "MIIT"
    counted = {
        "release-numbers": rows,
        "release-numbers-level": rows[rows["form"] == "level"],
        "release-numbers-percent": rows[rows["form"] == "percentage"],
        "release-numbers-police": rows[police],
        "release-numbers-telecom": rows[telecom],
        "release-numbers-shared": rows[~police & ~telecom],
        "release-running": spans[spans["running"]],
        "release-cumulative": spans[spans["cumulative"]],
    }
    of_rows = "count of numbers of the release"
    quantities = {n: record.count(ledger, len(r), "numbers", of_rows, r["claims"]) for n, r in counted.items()}
    programmes = {
        "release-programmes-named": ledger.table("programmes"),
        "release-programmes-wordless": without_number(ledger),
    }
    for name, named in programmes.items():
        quantities[name] = record.count(ledger, len(named), "programmes", "count of rows of programmes.csv")
    return quantities


def changes(ledger: Ledger) -> pd.DataFrame:
    """The four printed changes and the changes of ratios that they imply, in percent.

    Columns of :func:`frames.tidy`, with ``basis`` (words of ``basis_key``) and ``words`` (the number as printed, or the
    interval).
    """
    growth = sorted(outcome_growth(ledger).values(), key=lambda q: -q.middle)
    direct = frames.tidy((ledger.word("measure.short", q.measure), q) for q in growth)
    implied = frames.tidy((ledger.word("measure.ratio", m), q) for m, q in ratio_growths(ledger).items())
    direct["words"] = [number_or_list(ledger.claims[claim_id]) for claim_id in direct["claims"]]
    implied["words"] = "+" + implied["text"] + "%"
    bases = {"printed": direct, "implied": implied}
    parts = [frame.assign(basis=ledger.word("release.basis", key), basis_key=key) for key, frame in bases.items()]
    return pd.concat(parts, ignore_index=True)


def outcome_growth(ledger: Ledger) -> dict[str, Quantity]:
    """The four printed changes (percent) by measure."""
    names = ("cases-solved-yoy", "suspects-arrested-yoy", "cases-filed-yoy", "property-loss-yoy")
    quantities = [ledger.quantity(RELEASE + name) for name in names]
    return {q.measure: q for q in quantities}


def ratio_growths(ledger: Ledger) -> dict[str, Quantity]:
    """The changes (percent) of the ratios of outcomes that the printed changes imply, by their measures."""
    of = outcome_growth(ledger)
    growths = (comparisons.ratio_growth(of[numerator], of[denominator]) for numerator, denominator in RATIOS)
    return {q.measure: q for q in growths}


def solved_per_filed(ledger: Ledger) -> Quantity:
    """Change in percent of cases solved per case filed, January to November 2022 on 2021."""
    return ratio_growths(ledger)["cases_solved/cases_filed"]


def loss_per_filed(ledger: Ledger) -> Quantity:
    """Change in percent of the mean property loss per case filed."""
    return ratio_growths(ledger)["property_loss/cases_filed"]


def arrests_per_solved(ledger: Ledger) -> Quantity:
    """Change in percent of suspects caught per case solved."""
    return ratio_growths(ledger)["suspects_arrested/cases_solved"]


def base_2021(ledger: Ledger) -> dict[str, Quantity]:
    """Cases solved January to November 2021: as printed then, as implied a year later (back), and as both agree."""
    then = ledger.quantity(SOLVED_2021)
    back = comparisons.implied_base(*(ledger.quantity(f"{RELEASE}{name}") for name in SOLVED))
    return {"then": then, "back": back, "both": comparisons.agreed(then, back)}


def suspects_2021(ledger: Ledger) -> dict[str, Quantity]:
    """Suspects caught January to November 2021: as printed then, as the year before implies (ahead), and as both agree.

    The number of the year before was printed "since 2020" without a last day; here it is read as to November, the only
    reading that goes with the number of the whole year (disagreement suspects-2020).
    """
    then, ahead = arrests_2021(ledger), _ahead(ledger, CAUGHT_2020, CAUGHT_2021_CHANGE)
    return {"then": then, "ahead": ahead, "both": comparisons.agreed(then, ahead)}


def solved_2021_ahead(ledger: Ledger) -> Quantity:
    """Cases solved January to November 2021, as the text with the suspects of 2020 implies, read to November too."""
    return _ahead(ledger, SOLVED_2020, SOLVED_2021_CHANGE)


def _ahead(ledger: Ledger, before: str, change: str) -> Quantity:
    """What a number "since 2020", read as to November, and the change of the year after imply for that year."""
    to_november = comparisons.read_as(ledger.quantity(before), eleven_months_of(2020))
    return comparisons.implied_level(to_november, ledger.quantity(change))


def base(ledger: Ledger) -> pd.DataFrame:
    """The readings of :func:`base_2021` and :func:`suspects_2021`: tidy columns, ``outcome`` (words) and ``text``.

    ``from_percent`` and ``to_percent`` are the ends as distances from the number printed in 2021, in percent of it.
    """
    ids = {"level": f"{RELEASE}{SOLVED[0]}", "change": f"{RELEASE}{SOLVED[1]}"}
    ids |= {"before": CAUGHT_2020, "growth": CAUGHT_2021_CHANGE}
    parts = []
    for then, readings in ((SOLVED_2021, base_2021(ledger)), (ARRESTED_2021, suspects_2021(ledger))):
        words = {name: number_or_list(ledger.claims[claim_id]) for name, claim_id in (ids | {"then": then}).items()}
        named = ((ledger.word("release.base", key).format(**words), q) for key, q in readings.items())
        value = float(ledger.claims[then].value)
        frame = frames.tidy(named)
        parts.append(
            frame.assign(
                outcome=ledger.word("measure.short", ledger.claims[then].measure),
                printed=[key == "then" for key in readings],
                from_percent=(frame["low"] / value - 1) * 100,
                to_percent=(frame["high"].fillna(frame["low"]) / value - 1) * 100,
            )
        )
    return pd.concat(parts, ignore_index=True)


def solved_2021(ledger: Ledger) -> Quantity:
    """Cases solved January to November 2021, as narrow as the two releases together allow."""
    return base_2021(ledger)["both"]


def arrests_2021(ledger: Ledger) -> Quantity:
    """Suspects caught January to November 2021, as printed at the time (54.9万余)."""
    return ledger.quantity(ARRESTED_2021)


def arrests_2022(ledger: Ledger) -> Quantity:
    """Suspects caught January to November 2022: no level was found, implied by the level of 2021 and the change."""
    growth = ledger.quantity(f"{RELEASE}suspects-arrested-yoy")
    return comparisons.implied_level(arrests_2021(ledger), growth)


def levels(ledger: Ledger) -> pd.DataFrame:
    """Cases solved and suspects caught in both years, in thousands.

    Tidy columns, with ``outcome`` and ``basis`` (words), ``year`` and ``implied`` (whether no print of it was found).
    """
    rows = (
        ("narrowed", solved_2021(ledger)),
        ("printed", ledger.quantity(f"{RELEASE}{SOLVED[0]}")),
        ("printed", arrests_2021(ledger)),
        ("implied", arrests_2022(ledger)),
    )
    outcomes = [ledger.word("measure.short", q.measure) for _, q in rows]
    years = [f"{q.period.start.year}" for _, q in rows]
    labels = [f"{outcome} {year}" for outcome, year in zip(outcomes, years, strict=True)]
    frame = frames.tidy(zip(labels, [q for _, q in rows], strict=True), scale=1000)
    single = [ledger.claims.get(claim_id) for claim_id in frame["claims"]]
    return frame.assign(
        text=[meaning(ledger, c) if c else t for c, t in zip(single, frame["text"], strict=True)],
        outcome=outcomes,
        year=years,
        basis=[ledger.word("basis", basis) for basis, _ in rows],
        implied=[basis == "implied" for basis, _ in rows],
    )


def arrests_per_solved_levels(ledger: Ledger) -> tuple[Quantity, Quantity]:
    """Suspects caught per case solved in January to November of 2021 and of 2022."""
    solved = ledger.quantity(f"{RELEASE}cases-solved")
    return (
        arrests_2021(ledger) / solved_2021(ledger),
        arrests_2022(ledger) / solved,
    )


def windows(ledger: Ledger) -> pd.DataFrame:
    """Over which days each level of the release is read to count: one row a level, running totals first.

    Columns: claims, label, strand, group, printed, name (label and wording), running (whether a running total) and its
    words (kind), cumulative (its own phrase has 累计), says (how we know), note (what the drawing says of the start),
    since (in words), start, end (ISO days), frame (its first day in 2022).
    """
    rows, frame = [], window(ledger)
    for claim, row in zip(claims(ledger), numbers(ledger).to_dict("records"), strict=True):
        if row["form"] != "level":
            continue
        start, cumulative = _counted_from(ledger, claim), ledger.table("release_numbers")[claim.claim_id].cumulative
        rows.append(
            {
                **{key: row[key] for key in ("claims", "label", "strand", "group", "short", "printed")},
                "name": f"{row['label']}, {row['printed']}",
                "running": claim.accumulation == "running_total",
                "kind": ledger.word("release.accumulation", claim.accumulation),
                "cumulative": cumulative == "phrase",
                **_words_of_start(ledger, claim, start, cumulative),
                "start": (start or frame.start).isoformat(),
                "end": frame.end.isoformat(),
                "frame": max(start or frame.start, frame.start).isoformat(),
            }
        )
    return pd.DataFrame(rows).sort_values("running", ascending=False, kind="stable").reset_index(drop=True)


def _counted_from(ledger: Ledger, claim: Claim) -> date | None:
    """The earliest start known for a running total of the measure, or the launch of an operation of 2022."""
    if claim.status == "disputed":
        return None
    if claim.period_start is None:
        totals = ledger.select(claim.measure, geography=claim.geography, accumulation="running_total", reprints=True)
        return min((total.period_start for total in totals if total.period_start), default=None)
    events = [
        p.event_id
        for p in ledger.table("programmes").values()
        if claim.claim_id in p.claim_ids.split(";") and p.event_id
    ]
    launches = [ledger.first_day(event_id) for event_id in events]
    return max([claim.period.start, *(day for day in launches if day <= window(ledger).end)])


MAYBE_LONGER = ("unknown", "inferred", "months")  # starts of which 累计 says something


def _start(ledger: Ledger, claim: Claim, start: date | None, cumulative: bool) -> str:
    """What is known of the first day that a number counts: a key of the words for it."""
    if claim.status == "disputed":
        return "disputed"
    if start is None:
        return "unknown"
    if start > window(ledger).start:
        return "launched"
    if claim.accumulation == "running_total":
        return "inferred"
    if claim.period_basis == "printed":
        return "printed"
    return "months" if cumulative else "frame"


def _words_of_start(ledger: Ledger, claim: Claim, start: date | None, cumulative: str) -> dict[str, str]:
    """What the table and the drawing say of the first day; a note only where its place does not tell all."""
    is_told = cumulative in ledger.keys("release.start.cumulative")
    key = _start(ledger, claim, start, is_told)
    says = ledger.word("release.start", key)
    if is_told and key in MAYBE_LONGER:
        says = ledger.word("release.start.cumulative", cumulative).format(says=says)
    day = {"month": f"{start:%B}", "year": f"{start:%Y}"} if start else {}
    note = ledger.word("release.start.note", key) if key in ledger.keys("release.start.note") else ""
    return {"says": says, "note": note.format(**day), "since": ledger.word("release.start.since", key).format(**day)}


def programmes(ledger: Ledger) -> pd.DataFrame:
    """Every programme that the release names.

    Columns: label, name_zh, strand, group, agency, by, given (bool), printed, what, claims.
    """
    rows = []
    for programme in ledger.table("programmes").values():
        ids = [claim_id for claim_id in programme.claim_ids.split(";") if claim_id]
        rows.append(
            {
                "label": programme.name_en,
                "name_zh": programme.name_zh,
                **strand_words(ledger, programme.strand),
                **_agency_words(ledger, programme.agency),
                "given": bool(ids),
                "printed": ", ".join(number_or_list(ledger.claims[claim_id]) for claim_id in ids) or "no number",
                "what": programme.what,
                "claims": ";".join(ids),
            }
        )
    return _in_order_of(ledger, pd.DataFrame(rows), {"strand": "strand"})


def timeline(ledger: Ledger) -> pd.DataFrame:
    """The chosen events (timeline.csv) by strand and date.

    Columns: label, strand, group, start and end (ISO days), when (as printed), name, name_zh, what, source.

    An event of which only the month or the year is printed runs from its first to its last day; ``vague`` marks it,
    ``long`` one of more than a month.
    """
    rows = []
    for event_id, chosen in ledger.table("timeline").items():
        event = ledger.events[event_id]
        if event.same_event:
            raise CombinationError(f"event {event_id} repeats {event.same_event}: choose that one")
        start, end = _days(event)
        rows.append(
            {
                "label": chosen.label_en,
                **strand_words(ledger, event.strand),
                "start": start.isoformat(),
                "end": end.isoformat(),
                "when": f"{event.date_start} to {event.date_end}" if event.date_end else event.date_start,
                "date": event.date_start,
                "vague": len(event.date_start) < 10,
                "long": (end - start).days > 31,
                "name": event.name_en,
                "name_zh": event.name_original,
                "what": event.what,
                "source": ledger.sources[event.source_id].first_outlet,
            }
        )
    return _in_order_of(ledger, pd.DataFrame(rows), {"strand": "strand"}, "start")


def year_of_opening(ledger: Ledger) -> int:
    """The year in which the app, the accounts and the 12381 messages opened; ValueError where they are of several."""
    years = {first_day(ledger.events[event_id].date_start).year for event_id in OPENED}
    if len(years) > 1:
        raise ValueError(f"events.csv: {', '.join(OPENED)} did not begin in one year: mend the finding of the timeline")
    return years.pop()


def days_after_window(ledger: Ledger, event_id: str) -> int:
    """How many days after the last day of the release's window the event began."""
    return (first_day(ledger.events[event_id].date_start) - window(ledger).end).days


def _days(event: Event) -> tuple[date, date]:
    """First and last day of a date that may be a month or a year only, or of a span."""
    return first_day(event.date_start), last_day(event.date_end or event.date_start)
