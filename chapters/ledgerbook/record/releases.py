"""What a release prints and implies, given nothing but its documents, its window and its place.

:func:`read_release` finds the rest by rule in the record: the numbers and their reprints, the level of the base of each
change, what the changes imply, which other windows nest with this one and what they leave, what contradicts it, where
its counts changed, and whether its parts make up its wholes. What it finds is keyed by the ids of claims, for a release
may print one measure for several windows.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import TypeVar

from ledgerbook.numbers import comparisons, intervals
from ledgerbook.numbers.days import first_day
from ledgerbook.numbers.quantities import CombinationError, Period, Quantity
from ledgerbook.numbers.wording import Convention
from ledgerbook.record import agreement
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Break, Claim

T = TypeVar("T")
Pair = tuple[str, str]  # the ids of two claims
LEVEL, PERCENTAGE = "level", "percentage"
YES, NO, NOT_SAID = "yes", "no", "not_said"
DISPUTED, TWO_BODIES = "disputed", "two_bodies"
FLOW, RUNNING_TOTAL = "flow", "running_total"
WHOLE = "whole"  # of the members of a sum (sums.csv) the one that the others make up
# A longer window than that leaves a rest in which the release hardly counts.
LONGEST = 2  # times the days of the release's number


@dataclass(frozen=True, slots=True)
class ReleaseInputs:
    """All that is given of a release.

    ``documents`` are ids of sources, the copy to be quoted first; copies of the same document are found by rule.
    ``follows`` names the release of the series before it, if there is one.
    """

    name: str
    documents: tuple[str, ...]
    window: Period
    geography: str
    follows: str = ""


def releases(ledger: Ledger) -> dict[str, ReleaseInputs]:
    """What is given of each release of the record (releases.csv), by its key."""
    return {
        key: ReleaseInputs(
            key, tuple(row.documents.split(";")), Period(row.period_start, row.period_end), row.place, row.follows
        )
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
    def name(self) -> str:
        """The id of its claim."""
        return self.claim.claim_id

    @property
    def form(self) -> str:
        """LEVEL or PERCENTAGE."""
        return LEVEL if self.claim.kind == "level" else PERCENTAGE

    @property
    def measure(self) -> str:
        """What it counts."""
        return self.claim.measure

    @property
    def is_flow(self) -> bool:
        """Whether it is a level of what happened in its window."""
        return self.form == LEVEL and self.claim.accumulation == FLOW


@dataclass(frozen=True, slots=True)
class Base:
    """The level that a printed change starts from, and the level that it leads to.

    ``printed`` is what the record holds for the window of the base, ``implied`` what the release's own level and change
    imply, ``both`` what the two say together (None where one is missing or they cannot both be true). ``level`` is
    printed in the release or, where ``level_implied``, follows from the printed base and the change.
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

    ``of`` is the number (or the base of a change), ``rest`` the flow of the days that only one of the two covers,
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
class Member:
    """What a sum adds up, or what it makes up (``role`` WHOLE): a measure of a place."""

    measure: str
    place: str
    role: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and its parts, all of one window, as the release prints them (sums.csv).

    ``lacking`` are the members that it does not print.
    """

    name: str
    whole: Quantity | None
    parts: tuple[Quantity, ...]
    lacking: tuple[str, ...]

    @property
    def total(self) -> Quantity:
        """What the parts add up to."""
        return comparisons.made_up_of(self.parts)

    @property
    def agree(self) -> str:
        """YES or NO where all members are printed, else NOT_SAID."""
        if self.whole is None or self.lacking:
            return NOT_SAID
        return YES if self.total.interval.overlaps(self.whole.interval) else NO


@dataclass(frozen=True, slots=True)
class Reading:
    """What :func:`read_release` finds; by the ids of the claims of levels, changes, or both.

    ``others`` are the claims of its documents on other places, which no rule here reads but that of sums.
    """

    inputs: ReleaseInputs
    numbers: tuple[Number, ...]
    others: tuple[Claim, ...]
    bases: Mapping[str, Base]
    ratio_changes: Mapping[Pair, Quantity]
    ratios: Mapping[Pair, Quantity]
    ratios_before: Mapping[Pair, Quantity]
    changes: Mapping[str, Quantity]
    rests: tuple[Rest, ...]
    sums: tuple[Sum, ...]
    closed_years: tuple[str, ...]

    def number(self, measure: str, form: str = LEVEL) -> Number:
        """The release's number of that measure; KeyError where it prints none, or several."""
        found = {n.name: n for n in self.numbers if (n.measure, n.form) == (measure, form)}
        return self._one(found, f"prints no {form} of {measure}")

    def base(self, measure: str) -> Base:
        """The base of its change of that measure; KeyError where it has none, or several."""
        return self._one(self._of(self.bases, measure), f"prints no change of {measure}")

    def change(self, measure: str) -> Quantity:
        """The change of that measure that it implies and does not print; KeyError where there is none, or several."""
        return self._one(self._of(self.changes, measure), f"implies no change of {measure}")

    def ratio(self, above: str, below: str) -> Quantity:
        """The ratio of two of its measures; KeyError where none follows, or several."""
        return self._ratio(self.ratios, above, below)

    def ratio_before(self, above: str, below: str) -> Quantity:
        """The ratio of the bases of two changes; KeyError where none follows, or several."""
        return self._ratio(self.ratios_before, above, below)

    def ratio_change(self, above: str, below: str) -> Quantity:
        """The change of the ratio of two of its measures; KeyError where none follows, or several."""
        return self._ratio(self.ratio_changes, above, below)

    def rest(self, measure: str, period: Period) -> Rest:
        """What is left of a measure for those days; KeyError where no subtraction gives them."""
        found = [r for r in self.rests if (r.rest.measure, r.rest.period) == (measure, period)]
        if not found:
            raise KeyError(f"the release {self.inputs.name} leaves nothing of {measure} for {period}")
        return found[0]

    def impossible(self) -> list[Rest]:
        """The rests below zero: of each, the part is larger than the whole."""
        return [r for r in self.rests if not r.possible]

    def left_out(self, earlier: Reading) -> tuple[Number, ...]:
        """The numbers of an earlier release of which this one prints neither the measure nor the form."""
        printed = {(n.measure, n.form) for n in self.numbers}
        return tuple(n for n in earlier.numbers if (n.measure, n.form) not in printed)

    def _of(self, found: Mapping[str, T], measure: str) -> dict[str, T]:
        names = {n.name for n in self.numbers if n.measure == measure}
        return {name: value for name, value in found.items() if name in names}

    def _ratio(self, found: Mapping[Pair, Quantity], above: str, below: str) -> Quantity:
        chosen = {f"{a}/{b}": q for (a, b), q in found.items() if q.measure == f"{above}/{below}"}
        return self._one(chosen, f"gives no ratio of {above} to {below}")

    def _one(self, found: Mapping[str, T], none: str) -> T:
        if not found:
            raise KeyError(f"the release {self.inputs.name} {none}")
        if len(found) > 1:
            several = ", ".join(found)
            raise KeyError(f"the release {self.inputs.name} has several: name one of the claims {several}")
        return next(iter(found.values()))


def read_release(ledger: Ledger, inputs: ReleaseInputs) -> Reading:
    """Reads a release by the rules of the record; ValueError where the record holds none of its documents' numbers."""
    claims = _claims(ledger, inputs)
    numbers = _numbers(ledger, [c for c in claims if c.geography == inputs.geography])
    if not numbers:
        raise ValueError(f"the record holds no claim of {', '.join(inputs.documents)} on {inputs.geography}")
    printed = {n.name: n.quantity for n in numbers if n.is_flow}
    growths = {n.name: n.quantity for n in numbers if n.quantity.growth}
    bases = {name: _base(ledger, growth, printed.values()) for name, growth in growths.items()}
    implied = {name: base.level for name, base in bases.items() if base.level and base.level_implied}
    before = {name: base.best for name, base in bases.items() if base.best}
    return Reading(
        inputs=inputs,
        numbers=numbers,
        others=tuple(c for c in claims if c.geography != inputs.geography),
        bases=bases,
        ratio_changes=_pairs(growths, comparisons.ratio_growth),
        ratios=_pairs({**implied, **printed}, lambda a, b: a / b),
        ratios_before=_pairs(before, lambda a, b: a / b),
        changes=_changes(ledger, numbers, growths.values()),
        rests=_rests(ledger, numbers, before.values()),
        sums=tuple(_sums(ledger, claims)),
        closed_years=tuple(name for name, q in printed.items() if _whole_year(q.period) in _windows(ledger, q)),
    )


# The numbers of a release


def _claims(ledger: Ledger, inputs: ReleaseInputs) -> list[Claim]:
    """Each number of its documents once, as the first of them prints it."""
    documents = _documents(ledger, inputs)
    claims = [c for c in ledger.claims.values() if c.source_id in documents]
    chosen: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: (documents.index(c.source_id), c.line)):
        chosen.setdefault(agreement.first_print(claim, ledger.claims).claim_id, claim)
    return list(chosen.values())


def _documents(ledger: Ledger, inputs: ReleaseInputs) -> list[str]:
    """The documents with the copies that the record calls the same, each after its own."""
    for name in inputs.documents:
        if name not in ledger.sources:
            raise KeyError(f"the release {inputs.name} names no source of the record: {name}")
    same = {
        name: [s.source_id for s in ledger.sources.values() if s.same_document == name] for name in inputs.documents
    }
    return list(dict.fromkeys(name for first in inputs.documents for name in (first, *same[first])))


def _numbers(ledger: Ledger, claims: Iterable[Claim]) -> tuple[Number, ...]:
    """The claims as numbers, in the order of the codebook, levels first."""
    order = {measure: place for place, measure in enumerate(ledger.measures)}
    listed = sorted(claims, key=lambda c: (order[c.measure], c.kind != "level"))
    return tuple(_number(ledger, claim) for claim in listed)


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
    if claim.kind != "level" or claim.accumulation not in (FLOW, RUNNING_TOTAL):
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


def by_window(
    ledger: Ledger, measure: str, *, kind: str = "level", geography: str, statuses: tuple[str, ...] = agreement.TRUSTED
) -> dict[Period, Quantity]:
    """One quantity for each period for which the measure was printed of a place, in order.

    A count since a day that no source prints has no window, so it is left out. Independent releases of one window are
    intersected. Where they cannot all be true, the first claim stands: the disagreement is a matter of the record
    (data/claims.csv, ``status``), not of a chart.
    """
    windows: dict[Period, Quantity] = {}
    for claim in ledger.select(measure, kind=kind, geography=geography, statuses=statuses):
        if claim.period_start is None:
            continue
        quantity = ledger.quantity(claim.claim_id)
        known = windows.get(claim.period)
        try:
            windows[claim.period] = comparisons.agreed(known, quantity) if known else quantity
        except CombinationError:
            continue
    return dict(sorted(windows.items()))


def _windows(ledger: Ledger, q: Quantity) -> dict[Period, Quantity]:
    """What the record prints of the same measure and place, by window."""
    return by_window(ledger, q.measure, geography=q.geography)


def _base(ledger: Ledger, growth: Quantity, levels: Iterable[Quantity]) -> Base:
    own = (growth.measure, growth.period)
    level = next((q for q in levels if (q.measure, q.period) == own), None)
    printed = _windows(ledger, growth).get(growth.base) if growth.base else None
    implied = _if_allowed(comparisons.implied_base, level, growth)
    return Base(
        growth=growth,
        printed=printed,
        implied=implied,
        both=_if_allowed(comparisons.agreed, printed, implied),
        level=level or _if_allowed(comparisons.implied_level, printed, growth),
        level_implied=level is None,
    )


def _if_allowed(
    combine: Callable[[Quantity, Quantity], Quantity], one: Quantity | None, other: Quantity | None
) -> Quantity | None:
    """The combination of the two; None where one is missing, they may not be combined, or a divisor may be nothing."""
    if one is None or other is None:
        return None
    try:
        found = combine(one, other)
        _ = found.interval  # computed here, as a division by what may be nothing fails no sooner
    except (CombinationError, ZeroDivisionError):
        return None
    return found


def _pairs(
    quantities: Mapping[str, Quantity], combine: Callable[[Quantity, Quantity], Quantity]
) -> dict[Pair, Quantity]:
    """Every ordered pair of two measures that the codebook lets us divide."""
    found = {
        (a, b): _if_allowed(combine, left, right)
        for (a, left), (b, right) in permutations(quantities.items(), 2)
        if left.measure != right.measure
    }
    return {pair: q for pair, q in found.items() if q is not None}


def _changes(ledger: Ledger, numbers: Iterable[Number], growths: Iterable[Quantity]) -> dict[str, Quantity]:
    """The changes that the release does not print and two levels imply: undisputed, of one body and one meaning."""
    said = {(q.measure, q.period) for q in growths}
    changes = {}
    for n in numbers:
        if not n.is_flow or (n.measure, n.quantity.period) in said or n.breaks:
            continue
        before = _windows(ledger, n.quantity).get(n.quantity.period.a_year_before())
        change = _if_allowed(comparisons.growth_between, n.quantity, before)
        if before is not None and change is not None and not _doubt(ledger, n.quantity, before):
            changes[n.name] = change
    return changes


# What nests with it


def _rests(ledger: Ledger, numbers: Iterable[Number], before: Iterable[Quantity]) -> tuple[Rest, ...]:
    """The rests of every level whose first day is known, and of the bases of its changes, in order of windows."""
    levels = [n for n in numbers if n.form == LEVEL and n.claim.accumulation in (FLOW, RUNNING_TOTAL)]
    own = [n.quantity for n in levels if n.claim.period_start]
    rests = [r for q in (*own, *before) for r in _rests_of(ledger, q)]
    order = {measure: place for place, measure in enumerate(dict.fromkeys(q.measure for q in own))}
    return tuple(sorted(rests, key=lambda r: (order.get(r.rest.measure, len(order)), r.rest.period)))


def _rests_of(ledger: Ledger, q: Quantity) -> list[Rest]:
    rests = []
    for other in _windows(ledger, q).values():
        if other.period.days > LONGEST * q.period.days:
            continue
        for whole, part in ((other, q), (q, other)):
            rest = _if_allowed(operator.sub, whole, part)
            pace = rest and _if_allowed(operator.truediv, rest.per_day(), comparisons.over_its_window(q).per_day())
            if rest and pace:
                rests.append(Rest(of=q, rest=rest, pace=pace, doubt=_doubt(ledger, q, other)))
    return rests


def _doubt(ledger: Ledger, q: Quantity, other: Quantity) -> tuple[str, ...]:
    """What speaks against setting the two against each other, or nothing."""
    claims = [ledger.claims[name] for name in (*q.claims, *other.claims)]
    bodies = {frozenset(ledger.claims[quantity.claims[0]].agency.split(",")) for quantity in (q, other)}
    return (DISPUTED,) * any(c.status == "disputed" for c in claims) + (TWO_BODIES,) * (len(bodies) > 1)


def _whole_year(period: Period) -> Period:
    return Period(period.start, date(period.end.year, 12, 31))


# What makes up what


def _sums(ledger: Ledger, claims: Sequence[Claim]) -> Iterator[Sum]:
    """Every sum of the record of which the release prints the whole or a part, for each window that it prints."""
    members: dict[str, list[Member]] = {}
    for row in ledger.table("sums").values() if "sums" in ledger.schema else ():
        members.setdefault(row.sum, []).append(Member(row.measure, row.place, row.role))
    levels = {(c.measure, c.geography, c.period): c for c in claims if c.kind == "level" and c.accumulation == FLOW}
    for name, listed in members.items():
        whats = {(member.measure, member.place) for member in listed}
        for period in sorted({period for measure, place, period in levels if (measure, place) in whats}):
            yield _sum(ledger, name, {m: levels.get((m.measure, m.place, period)) for m in listed})


def _sum(ledger: Ledger, name: str, printed: Mapping[Member, Claim | None]) -> Sum:
    quantities = {m: ledger.quantity(claim.claim_id) for m, claim in printed.items() if claim}
    return Sum(
        name=name,
        whole=next((q for m, q in quantities.items() if m.role == WHOLE), None),
        parts=tuple(q for m, q in quantities.items() if m.role != WHOLE),
        lacking=tuple(f"{m.measure} of {m.place}" for m, claim in printed.items() if claim is None),
    )
