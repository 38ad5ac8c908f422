"""Three releases of the campaign side by side, as :func:`ledgerbook.record.releases.read_release` reads each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from campaign import CHINA
from campaign.analysis import as_printed, record, release
from campaign.analysis.as_printed import number_or_list
from ledgerbook.figure import frames
from ledgerbook.numbers import comparisons, intervals, printing
from ledgerbook.numbers.days import december, period_of, window_words
from ledgerbook.numbers.quantities import Quantity
from ledgerbook.numbers.wording import Convention
from ledgerbook.record import agreement
from ledgerbook.record.checklist import JUDGED, answers, examined
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.releases import LEVEL, NO, PERCENTAGE, YES, Number, Reading, Rest
from ledgerbook.record.rows import Claim


def checklist(ledger: Ledger, reading: Reading) -> pd.DataFrame:
    """One row for each question (questions.csv): number, key, question, short, answer, ground, basis, against.

    The last four are those of :class:`ledgerbook.record.checklist.Answer`, the claims with ";" between them.
    """
    questions = ledger.table("questions")
    return pd.DataFrame(
        {
            "number": place,
            "key": found.key,
            "question": questions[found.key].label_en,
            "short": questions[found.key].short_en,
            "answer": found.answer,
            "ground": found.ground,
            "basis": found.basis,
            "against": ";".join(found.against),
        }
        for place, found in enumerate(answers(ledger, reading), start=1)
    )


# Tables for the figures


def label(ledger: Ledger, number: Number) -> str:
    """What the number counts, in English."""
    name = ledger.measures[number.measure].label_en
    return name if number.form == LEVEL else f"Change in {name[0].lower()}{name[1:]}"


def widths(ledger: Ledger, reading: Reading) -> pd.DataFrame:
    """How far each number may lie from what is printed: the columns of :func:`release.widths`, widest first."""
    rows = [
        {
            "claims": n.claim.claim_id,
            "label": label(ledger, n),
            **release.strand_words(ledger, ledger.measures[n.measure].strand),
            "form": ledger.word("reading.form", n.form),
            "accumulation": n.claim.accumulation.replace("_", " "),
            "printed": number_or_list(n.claim),
            "meaning": release.meaning(ledger.under(Convention.USUAL), n.claim),
            **release.distance(ledger, n.claim),
        }
        for n in reading.numbers
    ]
    frame = pd.DataFrame(rows)
    return frame.sort_values(["open_usual", "width"], ascending=False, kind="stable").reset_index(drop=True)


def matrix(ledger: Ledger, reading: Reading) -> pd.DataFrame:
    """One row for each number: claims, label, printed, the answer to each test, and documents (count).

    A column for each test holds the answer, a column ``said-...`` its words.
    """
    rows = [
        {
            "claims": n.claim.claim_id,
            "label": label(ledger, n),
            "printed": number_or_list(n.claim),
            **(answers := examined(reading, n)),
            **{f"said-{test}": ledger.word("reading.answer", answer) for test, answer in answers.items()},
            "documents": n.documents,
        }
        for n in reading.numbers
    ]
    return pd.DataFrame(rows)


def rests(ledger: Ledger, reading: Reading) -> pd.DataFrame:
    """The shortest bounded rests as multiples of the daily mean of the number they belong to: tidy columns of the pace.

    With ``label`` (the days left), ``outcome`` (what is counted), ``own`` (the number's window), ``left`` (the rest in
    words), ``doubt`` and ``possible``. Rows keep the order of measures and windows. A rest that holds a shorter one of
    the same count is left out, unless it is impossible.
    """
    chosen = [r for r in _shortest(reading.rests) if intervals.is_bounded(r.pace.interval)]
    frame = frames.tidy([(window_words(r.rest.period), r.pace) for r in chosen])
    return frame.assign(
        outcome=[ledger.measures[r.rest.measure].label_en for r in chosen],
        own=[window_words(r.of.period) for r in chosen],
        left=[printing.span(r.rest.interval) for r in chosen],
        text=[printing.hundredths(r.pace.interval) for r in chosen],
        doubt=[", ".join(ledger.word("reading.doubt", doubt) for doubt in r.doubt) for r in chosen],
        possible=[r.possible for r in chosen],
    )


def left_out(ledger: Ledger, readings: Mapping[str, Reading]) -> pd.DataFrame:
    """The numbers of each release to which the next prints none of that count and form: release, label, before.

    ``release`` is the one that leaves them out, ``before`` the number of the one before, as a link.
    """
    return pd.DataFrame(
        {
            "release": later.inputs.name,
            "label": label(ledger, n),
            "before": f"[{as_printed.number(n.claim, signed=True)}](claim:{n.name})",
        }
        for later in readings.values()
        if later.inputs.follows
        for n in later.left_out(readings[later.inputs.follows])
    )


def _shortest(rests: Iterable[Rest]) -> list[Rest]:
    """The rests whose days hold no other rest of the same count, and those that are impossible."""
    found = list(rests)
    return [
        r
        for r in found
        if not r.possible
        or not any(
            o.rest.measure == r.rest.measure and o.rest.period != r.rest.period and r.rest.period.holds(o.rest.period)
            for o in found
        )
    ]


def checklists(ledger: Ledger, readings: Mapping[str, Reading]) -> pd.DataFrame:
    """The answers of several releases side by side: number, key, question, short, basis, one column for each release.

    A column ``ground-...`` for each release says how many of its numbers answer yes, or the reason of a judgement, a
    column ``said-...`` the answer with its ground; ``claims`` are those of the numbers that answer no where others
    answer yes.
    """
    tables = {name: checklist(ledger, reading) for name, reading in readings.items()}
    frame = next(iter(tables.values()))[["number", "key", "question", "short", "basis"]].copy()
    for name, table in tables.items():
        frame[name] = table["answer"]
        frame[f"ground-{name}"] = table["ground"]
        words = table["answer"].map(lambda answer: ledger.word("reading.answer", answer))
        frame[f"said-{name}"] = words + ": " + table["ground"]
    against = zip(*(table["against"] for table in tables.values()), strict=True)
    return frame.assign(claims=[";".join(filter(None, names)) for names in against])


# What was printed of the outcomes, year by year

BOTH, WORDS, NOTHING = "both", "words", "nothing"
KINDS = ("level", "yoy_percent")
HALF_A_YEAR = 180  # days: a shorter window says too little of its year


def disclosure(ledger: Ledger) -> pd.DataFrame:
    """What any text of the record prints of an outcome (outcomes.csv) for a year: one row for each outcome and year.

    Columns: outcome, measure, group, year, form (words of ``form_key``: BOTH, LEVEL, PERCENTAGE, WORDS or NOTHING),
    printed (in words), by (the bodies), claims. Only windows count that open on 1 January and hold at least half of
    the year; the last year is the last of which any count is printed.
    """
    return pd.DataFrame(
        [_disclosed(ledger, row, year) for row in ledger.table("outcomes").values() for year in years(ledger)]
    )


def years(ledger: Ledger) -> range:
    """The years from the first of which outcomes.csv asks to the last of which a level or a change is printed."""
    first = min(int(row.since) for row in ledger.table("outcomes").values())
    claims = [c for row in ledger.table("outcomes").values() for kind in KINDS for c in _trusted(ledger, row, kind)]
    return range(first, 1 + max(c.period_end.year for c in claims if _of_year(c, c.period_end.year)))


def _trusted(ledger: Ledger, outcome: Any, kind: str) -> list[Claim]:
    return ledger.select(outcome.measure, kind=kind, geography=CHINA, statuses=agreement.TRUSTED)


def _disclosed(ledger: Ledger, outcome: Any, year: int) -> dict[str, Any]:
    levels, changes = ([c for c in _trusted(ledger, outcome, kind) if _of_year(c, year)] for kind in KINDS)
    chosen = [max(found, key=lambda c: c.period_end) for found in (levels, changes) if found]
    form = BOTH if levels and changes else LEVEL if levels else PERCENTAGE if changes else NOTHING
    printed = ", ".join(f"{number_or_list(c)} ({window_words(c.period)})" for c in chosen)
    if form == NOTHING:
        form, printed, chosen = _said(ledger, outcome, year)
    return {
        "outcome": ledger.measures[outcome.measure].label_en,
        "measure": outcome.measure,
        "group": ledger.word("reading.group", outcome.group),
        "year": str(year),
        "form_key": form,
        "form": ledger.word("reading.form", form),
        "printed": printed,
        "by": ", ".join(dict.fromkeys(c.agency for c in chosen)),
        "claims": ";".join(c.claim_id for c in chosen),
    }


def _of_year(claim: Claim, year: int) -> bool:
    first, last = claim.period_start, claim.period_end
    return first == date(year, 1, 1) and last.year == year and claim.period.days >= HALF_A_YEAR


def _said(ledger: Ledger, outcome: Any, year: int) -> tuple[str, str, list[Claim]]:
    """What is said of the outcome without its size: a run of falling months, or mere words."""
    if said := ledger.table("said").get(f"{outcome.measure};{year}"):
        return WORDS, f"{said.phrase} ({ledger.sources[said.source_id].outlet})", []
    runs = [
        c
        for run in filter(None, outcome.runs.split(";"))
        for c in ledger.select(run, geography=CHINA, accumulation="stock")
        if c.period_end.year == year
    ]
    if not runs:
        return NOTHING, "", []
    longest = max(runs, key=lambda c: c.period_end)
    return WORDS, f"{longest.value_text} months of falls in a row", [longest]


def headlines(ledger: Ledger) -> list[str]:
    """The measures of the outcomes that the release puts first (outcomes.csv)."""
    return [row.measure for row in ledger.table("outcomes").values() if row.headline == "yes"]


def levels_disclosed(ledger: Ledger) -> dict[int, Quantity]:
    """Of how many of the headline outcomes a level was found, by year."""
    frame = disclosure(ledger)
    held = frame[frame["measure"].isin(headlines(ledger)) & frame["form_key"].isin((BOTH, LEVEL))]
    counts = {}
    for year in years(ledger):
        names = held.loc[held["year"] == str(year), "claims"]
        claims = ";".join(names).split(";") if len(names) else ()
        what = f"count of outcomes with a level for {year}"
        counts[year] = record.count(ledger, len(names), "outcomes", what, claims)
    return counts


# The same ministry on other crimes

FIRST = "first"
OWN = "fraud"  # the crime of the campaign, beside which the others stand
CONTROLLED, BEFORE = "2022", ("2020", "2021")


def controls(ledger: Ledger) -> pd.DataFrame:
    """How texts on other crimes print the suspects caught (controls.csv): one row for each crime, year and text.

    Columns: crime (key), outcome, group, on (the year), year (the same in words, of 2022 with which text it is), text,
    form (words of ``form_key``), printed (number or words), cases (what the text prints of them), source, claims.
    Fraud stands first.
    """
    frame = pd.DataFrame([_controlled(ledger, row) for row in ledger.table("controls").values()])
    return pd.concat([frame[frame["crime"] == OWN], frame[frame["crime"] != OWN]], ignore_index=True)


def _controlled(ledger: Ledger, row: Any) -> dict[str, Any]:
    suspects = ledger.claims.get(row.suspects)
    cases = ledger.claims.get(row.cases)
    form = _control_form(ledger, suspects, row.phrase)
    return {
        "crime": row.crime,
        "outcome": ledger.word("reading.crime", row.crime),
        "group": ledger.word("reading.control", OWN if row.crime == OWN else "others"),
        "on": row.year,
        "year": f"{row.year}, {ledger.word('reading.text', row.text)}" if row.year == CONTROLLED else row.year,
        "text": row.text,
        "form_key": form,
        "form": ledger.word("reading.form", form),
        "printed": f"{number_or_list(suspects)} ({window_words(suspects.period)})" if suspects else row.phrase,
        "cases": number_or_list(cases) if cases else "",
        "source": ledger.sources[row.source_id].first_outlet,
        "claims": ";".join(filter(None, (row.suspects, row.cases))),
    }


def _control_form(ledger: Ledger, suspects: Claim | None, phrase: str) -> str:
    """The form of the suspects caught; a change beside a level may stand in another text of those days."""
    if suspects is None:
        return WORDS if phrase else NOTHING
    if suspects.kind != "level":
        return PERCENTAGE
    changes = ledger.select(suspects.measure, kind="yoy_percent", geography=CHINA, statuses=agreement.TRUSTED)
    return BOTH if suspects.period in {c.period for c in changes} else LEVEL


def control_counts(ledger: Ledger) -> dict[str, Quantity]:
    """Of how many crimes beside fraud the first text on 2022 counts the suspects, and of how many one before it did."""
    frame = controls(ledger)
    others = frame.loc[(frame["crime"] != OWN) & (frame["text"] == FIRST)]
    counted = others["form_key"].isin((BOTH, LEVEL))
    on_2022, before = others["on"] == CONTROLLED, others["on"].isin(BEFORE)
    counted_before = others.loc[before & counted].drop_duplicates("crime")
    groups = {
        "all": others.loc[on_2022],
        "cases": others.loc[on_2022 & (others["cases"] != "")],
        "counted": others.loc[on_2022 & counted],
        "words": others.loc[on_2022 & (others["form_key"] == WORDS)],
        "before": counted_before,
        "kept": others.loc[on_2022 & counted & others["crime"].isin(counted_before["crime"])],
    }
    return {f"reading-controls-{key}": _crimes(ledger, key, chosen) for key, chosen in groups.items()}


def _crimes(ledger: Ledger, key: str, chosen: pd.DataFrame) -> Quantity:
    claims = ";".join(chosen["claims"]).split(";")
    return record.count(ledger, len(chosen), "crimes", f"count of {ledger.word('reading.controls', key)}", claims)


def first_prints(ledger: Ledger, found: Reading) -> pd.DataFrame:
    """The counts of which a release prints a change: which totals of the year before its base fits.

    Columns: label, first (it fits the total that was superseded), whole (it fits the one of the whole year), claims.
    """
    bases = [(base.growth, base.implied) for base in found.bases.values() if base.implied]
    return pd.DataFrame([_fits(ledger, growth, implied) for growth, implied in bases])


def _fits(ledger: Ledger, growth: Quantity, implied: Quantity) -> dict[str, Any]:
    year = period_of(str(growth.period.start.year - 1))
    totals = {
        status: [c for c in ledger.select(growth.measure, geography=CHINA, statuses=(status,)) if c.period == year]
        for status in ("superseded", "used")
    }
    first, whole = (any(implied.interval.overlaps(ledger.interval(c)) for c in totals[s]) for s in totals)
    return {
        "label": ledger.measures[growth.measure].label_en,
        "first": first,
        "whole": whole,
        "claims": ";".join((*implied.claims, *(c.claim_id for found in totals.values() for c in found))),
    }


def restatements(ledger: Ledger) -> dict[str, Quantity]:
    """What a later print and its change imply of a year of drug crime, in percent beyond the first print of it."""
    found = {}
    for what, year, body in (("cases", 2021, "mps"), ("suspects", 2021, "mps"), ("cases", 2022, "nncc")):
        later, growth = (ledger.quantity(f"{body}-{year + 1}-drug-{what}{end}") for end in ("", "-yoy"))
        first = ledger.quantity(f"mps-{year}-drug-{what}")
        found[f"reading-drug-{what}-{year}"] = comparisons.growth_between(
            comparisons.implied_base(later, growth), first
        )
    return found


# Results


def published(ledger: Ledger, reading: Reading) -> dict[str, Quantity]:
    """The counts of a release: names ``reading-<release>-...``, true whatever a reader sets."""
    numbers = list(reading.numbers)
    answers = [(n, examined(reading, n)) for n in numbers]
    groups = {
        "numbers": numbers,
        "levels": [n for n in numbers if n.form == LEVEL],
        "percentages": [n for n in numbers if n.form == PERCENTAGE],
        "with-level": [n for n, a in answers if a["with_level"] == YES],
        "running": [n for n, a in answers if a["alone"] == NO],
        "two-windows": [n for n, a in answers if a["one_window"] == NO],
    }
    return {
        f"reading-{reading.inputs.name}-{key}": _counted(ledger, ledger.word("reading.counted", key), chosen)
        for key, chosen in groups.items()
    }


def _counted(ledger: Ledger, words: str, numbers: Iterable[Number]) -> Quantity:
    ids = tuple(n.claim.claim_id for n in numbers)
    return record.count(ledger, len(ids), "numbers", f"count of {words}", ids)


def base_in_round_numbers(ledger: Ledger) -> Quantity:
    """Cases solved January to November 2020, from the rate of 2021 and the 37万 that stands beside it, without 余."""
    level, growth = (ledger.quantity(f"mps-2021-11m-cases-solved-{name}") for name in ("dn", "yoy"))
    return comparisons.implied_base(level, growth)


def implied(ledger: Ledger, readings: Mapping[str, Reading]) -> dict[str, Quantity]:
    """What the three releases imply, under names that hold whatever a reader sets."""
    first, second, third = (readings[name] for name in ("2021", "2022", "2023"))
    solved, suspects, filed, loss = headlines(ledger)
    per_solved = (suspects, solved)
    autumn = period_of("2021-10/2021-11")
    rows: dict[str, Quantity | None] = {
        "2021-base-solved": first.base(solved).best,
        "2021-base-solved-round": base_in_round_numbers(ledger),
        "2021-base-suspects": first.base(suspects).best,
        "2021-suspects-per-solved-growth": first.ratio_change(*per_solved),
        "2021-suspects-per-solved": first.ratio(*per_solved),
        "2021-suspects-per-solved-before": first.ratio_before(*per_solved),
        "2021-december-solved": first.rest(solved, december(2020)).rest,
        "2021-december-solved-pace": first.rest(solved, december(2020)).pace,
        "2021-december-suspects": first.rest(suspects, december(2020)).rest,
        "2021-december-suspects-pace": first.rest(suspects, december(2020)).pace,
        "2021-autumn-suspects-pace": first.rest(suspects, autumn).pace,
        "2022-base-solved": second.base(solved).best,
        "2022-level-suspects": second.base(suspects).level,
        "2022-suspects-per-solved": second.ratio(*per_solved),
        "2022-solved-per-filed-growth": second.ratio_change(solved, filed),
        "2022-loss-per-filed-growth": second.ratio_change(loss, filed),
        "2022-december-solved": second.rest(solved, december(2022)).rest,
        "2022-december-solved-pace": second.rest(solved, december(2022)).pace,
        "2023-solved-growth": third.change(solved),
        "2023-december-solved": third.rest(solved, december(2023)).rest,
        "2023-heads-rest": third.rest("heads_backbones_arrested", period_of("2023-10/2023-11")).rest,
    }
    return {f"reading-{name}": q for name, q in rows.items() if q is not None}


def totals(ledger: Ledger, readings: Mapping[str, Reading]) -> dict[str, Quantity]:
    """Counts over all releases that the chapter reads, and over the questions of the checklist."""
    numbers = [n for reading in readings.values() for n in reading.numbers]
    found = [r for reading in readings.values() for r in reading.rests]
    below = [r for reading in readings.values() for r in reading.impossible()]
    answers = checklists(ledger, readings)
    differ = answers[list(readings)].nunique(axis=1) > 1
    judged = answers["basis"] == JUDGED
    spared = readings["2021"].number("people_spared")

    def rows(n: int, unit: str, what: str, claims: Iterable[str] = ()) -> Quantity:
        return record.count(ledger, n, unit, f"count of {what}", claims)

    unsaid = {
        f"reading-{later.inputs.name}-left-out": _counted(
            ledger, "numbers that the next release leaves out", later.left_out(readings[later.inputs.follows])
        )
        for later in readings.values()
        if later.inputs.follows
    }
    return unsaid | {
        "reading-numbers": _counted(ledger, "numbers", numbers),
        "reading-two-windows": _counted(ledger, "counts with digits for other days", [n for n in numbers if n.twins]),
        "reading-elsewhere": _counted(ledger, "numbers of another body", [n for n in numbers if n.elsewhere]),
        "reading-rests": rows(len(found), "rests", "rests"),
        "reading-rests-impossible": rows(len(below), "rests", "rests below zero"),
        "reading-questions": rows(len(answers), "questions", "questions"),
        "reading-questions-judged": rows(int(judged.sum()), "questions", "judged questions"),
        "reading-questions-differ": rows(int(differ.sum()), "questions", "questions with several answers"),
        "reading-prints-spared": rows(len(spared.prints), "rows", "prints of one announcement", spared.prints),
    }
