"""The book's method as code: one function reads any release of the record, given nothing but its inputs.

:func:`read_release` takes the documents of a release, its window and its place; everything else it finds by rule in
the record: the numbers and their reprints, the level of a year before, what the percentages imply, which other windows
nest with this one and what they leave, what contradicts it and where its counts changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Any

import pandas as pd

from campaign import CHINA
from campaign.analysis import enforcement, record, release
from ledgerbook.figure import frames
from ledgerbook.numbers import comparisons, intervals, printing
from ledgerbook.numbers.days import december, first_day, period_of, window_words
from ledgerbook.numbers.quantities import CombinationError, Period, Quantity
from ledgerbook.numbers.wording import Convention
from ledgerbook.record import agreement
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Break, Claim

LEVEL, PERCENTAGE = "level", "percentage"
YES, NO, IN_PART, NOT_SAID = "yes", "no", "in_part", "not_said"
COMPUTED, JUDGED = "computed", "judged"
DISPUTED, TWO_BODIES = "disputed", "two_bodies"

# A longer window than that leaves a rest in which the release hardly counts.
LONGEST = 2  # times the days of the release's number


@dataclass(frozen=True, slots=True)
class ReleaseInputs:
    """All that is given of a release.

    ``documents`` are ids of sources, the copy to be quoted first; copies of the same document are found by rule.
    """

    name: str
    documents: tuple[str, ...]
    window: Period
    geography: str = CHINA


def releases(ledger: Ledger) -> dict[str, ReleaseInputs]:
    """What is given of each release of the record (releases.csv), by its key."""
    return {
        key: ReleaseInputs(key, tuple(row.documents.split(";")), Period(row.period_start, row.period_end), row.place)
        for key, row in ledger.table("releases").items()
    }


def readings(ledger: Ledger) -> dict[str, Reading]:
    """Every release of the record as :func:`read_release` reads it."""
    return {key: read_release(ledger, inputs) for key, inputs in releases(ledger).items()}


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a release: the claim as its first document prints it, and what the record holds beside it.

    ``closed``: its wording has an end above and below even under the strict convention;
    ``prints`` are all rows that repeat the announcement, itself among them; ``documents`` how many different documents
    they stand in; ``elsewhere`` agreeing claims of other bodies; ``twins`` claims of the same count and digits for
    other days; ``against`` what the record says against it, in words; ``breaks`` changes of its meaning between the
    first day of the window a year before and its own last day.
    """

    claim: Claim
    quantity: Quantity
    closed: bool
    prints: tuple[str, ...]
    documents: int
    elsewhere: tuple[Claim, ...]
    twins: tuple[Claim, ...]
    against: tuple[str, ...]
    breaks: tuple[Break, ...]

    @property
    def form(self) -> str:
        """LEVEL or PERCENTAGE."""
        return LEVEL if self.claim.kind == "level" else PERCENTAGE

    @property
    def measure(self) -> str:
        """What it counts."""
        return self.claim.measure


@dataclass(frozen=True, slots=True)
class Base:
    """The level a year before that a printed change starts from, and the level that it leads to.

    ``printed`` is what the record holds for that window, ``implied`` what the release's own level and change imply,
    ``both`` what the two say together (None where one is missing or they cannot both be true). ``level`` is printed in
    the release or, where ``level_implied``, follows from the printed base and the change.
    """

    growth: Quantity
    printed: Quantity | None
    implied: Quantity | None
    both: Quantity | None
    level: Quantity | None
    level_implied: bool

    @property
    def measure(self) -> str:
        """What is counted."""
        return self.growth.measure

    @property
    def best(self) -> Quantity | None:
        """The narrowest statement of the base: both together, else the one that there is."""
        return self.both or self.printed or self.implied

    @property
    def agree(self) -> str:
        """YES, NO, or NOT_SAID where only one of the two is known."""
        if self.printed is None or self.implied is None:
            return NOT_SAID
        return YES if self.both else NO


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left when a window of the record and a number of the release are subtracted from each other.

    ``of`` is the number (or the base of a year before), ``rest`` the flow of the days that only one of the two covers,
    ``pace`` its daily mean over that of the number. ``doubt`` says what speaks against the subtraction:
    DISPUTED, TWO_BODIES, both or nothing.
    """

    of: Quantity
    rest: Quantity
    pace: Quantity
    doubt: tuple[str, ...]

    @property
    def possible(self) -> bool:
        """Whether the rest can be zero or more: a part may not exceed its whole."""
        return bool(self.rest.high >= 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """What :func:`read_release` finds; quantities are keyed by measure, ratios by the two measures."""

    inputs: ReleaseInputs
    numbers: tuple[Number, ...]
    bases: Mapping[str, Base]
    ratio_changes: Mapping[tuple[str, str], Quantity]
    ratios: Mapping[tuple[str, str], Quantity]
    ratios_before: Mapping[tuple[str, str], Quantity]
    changes: Mapping[str, Quantity]
    rests: tuple[Rest, ...]
    closed_years: tuple[str, ...]

    def number(self, measure: str, form: str = LEVEL) -> Number:
        """The release's number of that measure; KeyError where it prints none."""
        found = [n for n in self.numbers if (n.measure, n.form) == (measure, form)]
        if not found:
            raise KeyError(f"the release {self.inputs.name} prints no {form} of {measure}")
        return found[0]

    def rest(self, measure: str, period: Period) -> Rest:
        """What is left of a measure for those days; KeyError where no subtraction gives them."""
        found = [r for r in self.rests if (r.rest.measure, r.rest.period) == (measure, period)]
        if not found:
            raise KeyError(f"the release {self.inputs.name} leaves nothing of {measure} for {period}")
        return found[0]

    def impossible(self) -> list[Rest]:
        """The rests below zero: of each, the part is larger than the whole."""
        return [r for r in self.rests if not r.possible]


def read_release(ledger: Ledger, inputs: ReleaseInputs) -> Reading:
    """Reads a release by the rules of the record; ValueError where the record holds none of its documents' numbers."""
    numbers = _numbers(ledger, inputs)
    if not numbers:
        raise ValueError(f"the record holds no claim of {', '.join(inputs.documents)} on {inputs.geography}")
    printed = {n.measure: n.quantity for n in numbers if n.form == LEVEL and n.claim.accumulation == "flow"}
    growths = {n.measure: n.quantity for n in numbers if n.quantity.growth}
    bases = {m: _base(ledger, growth, printed.get(m)) for m, growth in growths.items()}
    levels = {**{m: b.level for m, b in bases.items() if b.level}, **printed}
    before = {m: b.best for m, b in bases.items() if b.best}
    return Reading(
        inputs=inputs,
        numbers=numbers,
        bases=bases,
        ratio_changes=_pairs(growths, comparisons.ratio_growth),
        ratios=_pairs(levels, lambda a, b: a / b),
        ratios_before=_pairs(before, lambda a, b: a / b),
        changes=_changes(ledger, numbers, growths),
        rests=_rests(ledger, inputs, numbers, before),
        closed_years=tuple(m for m, q in printed.items() if _whole_year(q.period) in _windows(ledger, q)),
    )


# The numbers of a release


def _numbers(ledger: Ledger, inputs: ReleaseInputs) -> tuple[Number, ...]:
    """Each number once, as the first document prints it, in the order of the codebook, levels first."""
    documents = _documents(ledger, inputs)
    claims = [c for c in ledger.claims.values() if c.source_id in documents and c.geography == inputs.geography]
    chosen: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: (documents.index(c.source_id), c.line)):
        chosen.setdefault(agreement.first_print(claim, ledger.claims).claim_id, claim)
    order = {measure: place for place, measure in enumerate(ledger.measures)}
    listed = sorted(chosen.values(), key=lambda c: (order[c.measure], c.kind != "level"))
    return tuple(_number(ledger, claim) for claim in listed)


def _documents(ledger: Ledger, inputs: ReleaseInputs) -> list[str]:
    """The documents with the copies that the record calls the same, each after its own."""
    for name in inputs.documents:
        if name not in ledger.sources:
            raise KeyError(f"the release {inputs.name} names no source of the record: {name}")
    same = {
        name: [s.source_id for s in ledger.sources.values() if s.same_document == name] for name in inputs.documents
    }
    return list(dict.fromkeys(name for first in inputs.documents for name in (first, *same[first])))


def _number(ledger: Ledger, claim: Claim) -> Number:
    beside = ledger.companions[claim.claim_id]
    prints = (claim, *beside.reprints)
    bodies = set(claim.agency.split(","))
    return Number(
        claim=claim,
        quantity=ledger.quantity(claim.claim_id),
        closed=intervals.is_bounded(ledger.under(Convention.STRICT).interval(claim)),
        prints=tuple(c.claim_id for c in prints),
        documents=len({ledger.sources[c.source_id].same_document or c.source_id for c in prints}),
        elsewhere=tuple(c for c in beside.corroborating if bodies.isdisjoint(c.agency.split(","))),
        twins=_twins(ledger, claim),
        against=_against(ledger, claim, {c.claim_id for c in prints}),
        breaks=_breaks(ledger, claim),
    )


def _twins(ledger: Ledger, claim: Claim) -> tuple[Claim, ...]:
    """Claims of the same count and the same digits for other days, one for each announcement."""
    if claim.kind != "level" or claim.accumulation not in ("flow", "running_total"):
        return ()
    what = (claim.measure, claim.value, claim.unit, claim.geography)
    return tuple(
        other
        for other in ledger.claims.values()
        if (other.measure, other.value, other.unit, other.geography) == what
        and other.kind == "level"
        and other.period != claim.period
        and other.status in agreement.TRUSTED
        and not other.reprint_of
    )


def _against(ledger: Ledger, claim: Claim, prints: set[str]) -> tuple[str, ...]:
    """What contradicts the number: claims of its quantity that cannot be true with it, and declared disagreements."""
    claims = [f"{c.claim_id} ({c.value_text})" for c in ledger.companions[claim.claim_id].disagreeing]
    declared = [d.title for d in ledger.disagreements.values() if prints & set(d.members)]
    return tuple(claims + declared)


def _breaks(ledger: Ledger, claim: Claim) -> tuple[Break, ...]:
    """The changes of the count's meaning after the window of a year before began and until this one ended.

    A count since a day that no source prints may span any of them.
    """
    first = claim.period.a_year_before().start if claim.period_start else date.min
    return tuple(
        b for b in ledger.breaks if b.measure == claim.measure and first < first_day(b.date) <= claim.period_end
    )


# What it implies


def _windows(ledger: Ledger, q: Quantity) -> dict[Period, Quantity]:
    """What the record prints of the same measure and place, by window."""
    return enforcement.by_window(ledger, q.measure, geography=q.geography)


def _base(ledger: Ledger, growth: Quantity, level: Quantity | None) -> Base:
    if level is not None and level.period != growth.period:
        level = None
    printed = _windows(ledger, growth).get(growth.period.a_year_before())
    implied = comparisons.implied_base(level, growth) if level else None
    return Base(
        growth=growth,
        printed=printed,
        implied=implied,
        both=_both(printed, implied),
        level=level or (comparisons.implied_level(printed, growth) if printed else None),
        level_implied=level is None,
    )


def _both(printed: Quantity | None, implied: Quantity | None) -> Quantity | None:
    if printed is None or implied is None:
        return None
    try:
        return comparisons.agreed(printed, implied)
    except CombinationError:
        return None


def _pairs(
    quantities: Mapping[str, Quantity], combine: Callable[[Quantity, Quantity], Quantity]
) -> dict[tuple[str, str], Quantity]:
    """Every ordered pair that the codebook lets us divide."""
    pairs = {}
    for (a, left), (b, right) in permutations(quantities.items(), 2):
        try:
            pairs[a, b] = combine(left, right)
        except CombinationError:
            continue
    return pairs


def _changes(ledger: Ledger, numbers: Iterable[Number], growths: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """The changes that the release does not print and two levels imply: undisputed, of one body and one meaning."""
    changes = {}
    for n in numbers:
        if n.form != LEVEL or n.claim.accumulation != "flow" or n.measure in growths or n.breaks:
            continue
        before = _windows(ledger, n.quantity).get(n.quantity.period.a_year_before())
        if before is not None and not _doubt(ledger, n.quantity, before):
            changes[n.measure] = comparisons.growth_between(n.quantity, before)
    return changes


# What nests with it


def _rests(
    ledger: Ledger,
    inputs: ReleaseInputs,
    numbers: Iterable[Number],
    before: Mapping[str, Quantity],
) -> tuple[Rest, ...]:
    """The rests of every level whose first day is known, and of the bases of a year before, in order of windows."""
    levels = [n for n in numbers if n.form == LEVEL and n.claim.accumulation in ("flow", "running_total")]
    own = [n.quantity for n in levels if n.claim.period_start]
    rests = [r for q in (*own, *before.values()) for r in _rests_of(ledger, q)]
    order = {measure: place for place, measure in enumerate(dict.fromkeys(q.measure for q in own))}
    return tuple(sorted(rests, key=lambda r: (order.get(r.rest.measure, len(order)), r.rest.period)))


def _rests_of(ledger: Ledger, q: Quantity) -> list[Rest]:
    rests = []
    for other in _windows(ledger, q).values():
        if other.period.days > LONGEST * q.period.days:
            continue
        for whole, part in ((other, q), (q, other)):
            try:
                rest = whole - part
            except CombinationError:
                continue
            pace = rest.per_day() / comparisons.over_its_window(q).per_day()
            rests.append(Rest(of=q, rest=rest, pace=pace, doubt=_doubt(ledger, q, other)))
    return rests


def _doubt(ledger: Ledger, q: Quantity, other: Quantity) -> tuple[str, ...]:
    """What speaks against setting the two against each other, or nothing."""
    claims = [ledger.claims[name] for name in (*q.claims, *other.claims)]
    bodies = {frozenset(ledger.claims[quantity.claims[0]].agency.split(",")) for quantity in (q, other)}
    return (DISPUTED,) * any(c.status == "disputed" for c in claims) + (TWO_BODIES,) * (len(bodies) > 1)


def _whole_year(period: Period) -> Period:
    return Period(period.start, date(period.end.year, 12, 31))


# The tests of one number


def examined(reading: Reading, number: Number) -> dict[str, str]:
    """YES or NO for each test (words.csv, reading.test), or NOT_SAID where it cannot be put to the number."""
    c, level = number.claim, number.form == LEVEL
    counted = level and c.accumulation in ("flow", "running_total")
    rests = [r for r in reading.rests if c.claim_id in r.of.claims and r.rest.measure == number.measure]
    base = reading.bases.get(number.measure)
    base_known = number.measure in reading.changes or (base is not None and base.printed is not None)
    return {
        "window": _yes(c.period_basis == "printed"),
        "alone": _yes(c.accumulation == "flow" and c.period == reading.inputs.window) if counted else NOT_SAID,
        "closed": _yes(number.closed),
        "with_level": NOT_SAID if level else _yes(base is not None and not base.level_implied),
        "base": _yes(base_known) if c.accumulation == "flow" else NOT_SAID,
        "fits": _yes(all(r.possible for r in rests)) if level and rests else NOT_SAID,
        "one_window": _yes(not number.twins) if counted else NOT_SAID,
        "undisputed": _yes(not number.against),
        "no_break": _yes(not number.breaks),
        "elsewhere": _yes(bool(number.elsewhere)),
    }


def _yes(holds: bool) -> str:
    return YES if holds else NO


# The checklist


def checklist(ledger: Ledger, reading: Reading) -> pd.DataFrame:
    """One row for each question (questions.csv): number, key, question, short, answer, ground, basis, against.

    ``answer`` is YES, IN_PART, NO or NOT_SAID, the last where neither the record nor a judgement answers; ``basis`` is
    COMPUTED or JUDGED; ``against`` are the claims of the numbers that answer no where others answer yes, with ";"
    between them.
    """
    flows = [n for n in reading.numbers if n.form == LEVEL and n.claim.accumulation == "flow"]
    results = [examined(reading, number) for number in reading.numbers]
    answers = {
        **{test: [result[test] for result in results] for test in ledger.keys("reading.test")},
        "bases": [base.agree for base in reading.bases.values()],
        "year": [_yes(n.measure in reading.closed_years) for n in flows],
    }
    rows = []
    for place, (key, question) in enumerate(ledger.table("questions").items(), start=1):
        if question.test:
            answer, ground = _together(answers[question.test])
        else:
            answer, ground = _judged(ledger, reading.inputs.name, key)
        rows.append(
            {
                "number": place,
                "key": key,
                "question": question.label_en,
                "short": question.short_en,
                "answer": answer,
                "ground": ground,
                "basis": COMPUTED if question.test else JUDGED,
                "against": ";".join(
                    number.claim.claim_id
                    for number, result in zip(reading.numbers, results, strict=True)
                    if result.get(question.test) == NO and answer == IN_PART
                ),
            }
        )
    return pd.DataFrame(rows)


def _judged(ledger: Ledger, release: str, question: str) -> tuple[str, str]:
    """Our answer to a question (judgements.csv) and its reason."""
    judgement = ledger.table("judgements").get(f"{release};{question}")
    return (judgement.answer, judgement.why_en) if judgement else (NOT_SAID, "Not judged.")


def _together(answers: Iterable[str]) -> tuple[str, str]:
    """One answer for all numbers that a question can be put to, and how many of them say yes."""
    put = [answer for answer in answers if answer != NOT_SAID]
    if not put:
        return NOT_SAID, "nothing to ask it of"
    yes = put.count(YES)
    return (YES if yes == len(put) else IN_PART if yes else NO), f"{yes} of {len(put)}"


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
            "printed": release.printed(n.claim),
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
            "printed": release.printed(n.claim),
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
FIRST_YEAR = 2019  # of which the chapter asks
KINDS = ("level", "yoy_percent")
HALF_A_YEAR = 180  # days: a shorter window says too little of its year
FOUR = ("cases_solved", "suspects_arrested", "cases_filed", "property_loss")
RUNS = ("consecutive_months_filings_down", "consecutive_months_cases_down")  # a fall, said without its size


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
    """The years from FIRST_YEAR to the last of which a level or a change of an outcome is printed."""
    claims = [c for row in ledger.table("outcomes").values() for kind in KINDS for c in _trusted(ledger, row, kind)]
    return range(FIRST_YEAR, 1 + max(c.period_end.year for c in claims if _of_year(c, c.period_end.year)))


def _trusted(ledger: Ledger, outcome: Any, kind: str) -> list[Claim]:
    return ledger.select(outcome.measure, kind=kind, geography=CHINA, statuses=agreement.TRUSTED)


def _disclosed(ledger: Ledger, outcome: Any, year: int) -> dict[str, Any]:
    levels, changes = ([c for c in _trusted(ledger, outcome, kind) if _of_year(c, year)] for kind in KINDS)
    chosen = [max(found, key=lambda c: c.period_end) for found in (levels, changes) if found]
    form = BOTH if levels and changes else LEVEL if levels else PERCENTAGE if changes else NOTHING
    printed = ", ".join(f"{release.printed(c)} ({window_words(c.period)})" for c in chosen)
    if form == NOTHING:
        form, printed, chosen = _said(ledger, outcome.measure, year)
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


def _said(ledger: Ledger, measure: str, year: int) -> tuple[str, str, list[Claim]]:
    """What is said of the outcome without its size: a run of falling months, or mere words."""
    if said := ledger.table("said").get(f"{measure};{year}"):
        return WORDS, f"{said.phrase} ({ledger.sources[said.source_id].outlet})", []
    runs = [
        c
        for run in RUNS
        for c in ledger.select(run, geography=CHINA, accumulation="stock")
        if c.period_end.year == year
    ]
    if measure != "cases_filed" or not runs:
        return NOTHING, "", []
    longest = max(runs, key=lambda c: c.period_end)
    return WORDS, f"{longest.value_text} months of falls in a row", [longest]


def levels_disclosed(ledger: Ledger) -> dict[int, Quantity]:
    """Of how many of the four outcomes a level was found, by year."""
    frame = disclosure(ledger)
    held = frame[frame["measure"].isin(FOUR) & frame["form_key"].isin((BOTH, LEVEL))]
    counts = {}
    for year in years(ledger):
        names = held.loc[held["year"] == str(year), "claims"]
        claims = ";".join(names).split(";") if len(names) else ()
        what = f"count of outcomes with a level for {year}"
        counts[year] = record.count(ledger, len(names), "outcomes", what, claims)
    return counts


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
    solved, suspects, filed, loss = FOUR
    per_solved = (suspects, solved)
    autumn = period_of("2021-10/2021-11")
    rows: dict[str, Quantity | None] = {
        "2021-base-solved": first.bases[solved].best,
        "2021-base-solved-round": base_in_round_numbers(ledger),
        "2021-base-suspects": first.bases[suspects].best,
        "2021-suspects-per-solved-growth": first.ratio_changes[per_solved],
        "2021-suspects-per-solved": first.ratios[per_solved],
        "2021-suspects-per-solved-before": first.ratios_before[per_solved],
        "2021-december-solved": first.rest(solved, december(2020)).rest,
        "2021-december-solved-pace": first.rest(solved, december(2020)).pace,
        "2021-december-suspects": first.rest(suspects, december(2020)).rest,
        "2021-december-suspects-pace": first.rest(suspects, december(2020)).pace,
        "2021-autumn-suspects-pace": first.rest(suspects, autumn).pace,
        "2022-base-solved": second.bases[solved].best,
        "2022-level-suspects": second.bases[suspects].level,
        "2022-suspects-per-solved": second.ratios[per_solved],
        "2022-solved-per-filed-growth": second.ratio_changes[solved, filed],
        "2022-loss-per-filed-growth": second.ratio_changes[loss, filed],
        "2022-december-solved": second.rest(solved, december(2022)).rest,
        "2022-december-solved-pace": second.rest(solved, december(2022)).pace,
        "2023-solved-growth": third.changes[solved],
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

    return {
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
