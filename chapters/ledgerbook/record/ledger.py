"""The ledger: every claim with its source, measure, second reading and the codebook that says what may be combined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar
from urllib.parse import urlsplit

from portion import Interval

from ledgerbook.numbers import printing, quantities, wording
from ledgerbook.numbers.quantities import Codebook, Quantity
from ledgerbook.numbers.wording import Convention
from ledgerbook.record import agreement, noting
from ledgerbook.record import checks as checking
from ledgerbook.record.agreement import Companions
from ledgerbook.record.checks import Check, Verdict
from ledgerbook.record.problems import Problem, unknown
from ledgerbook.record.results import Result
from ledgerbook.record.rows import (
    PROJECTION,
    Agency,
    Break,
    CheckName,
    Claim,
    Correction,
    Criterion,
    Disagreement,
    Event,
    Language,
    Measure,
    Outlet,
    Place,
    Publication,
    PublishedRow,
    Relation,
    ResultName,
    Score,
    Search,
    SecondReading,
    Source,
    Term,
    Word,
)  # fmt: skip
from ledgerbook.record.schema import Schema
from ledgerbook.record.units import with_unit

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Ledger:
    """All tables of the record. Rows keep the order of their files; dictionaries are keyed by the row's id.

    Every number computed from it follows its ``convention``; :meth:`under` gives it under another.
    ``own`` are the tables that only this book has, by their names.
    """

    schema: Schema
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    agencies: Mapping[str, Agency]
    measures: Mapping[str, Measure]
    places: Mapping[str, Place] = field(default_factory=dict)
    languages: Mapping[str, Language] = field(default_factory=dict)
    results: Mapping[str, ResultName] = field(default_factory=dict)
    checks: Mapping[str, CheckName] = field(default_factory=dict)
    searches: Mapping[str, Search] = field(default_factory=dict)
    outlets: Mapping[str, Outlet] = field(default_factory=dict)
    words: tuple[Word, ...] = ()
    relations: tuple[Relation, ...] = ()
    breaks: tuple[Break, ...] = ()
    second_reading: Mapping[str, SecondReading] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    disagreements: Mapping[str, Disagreement] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    publications: Mapping[str, Publication] = field(default_factory=dict)
    scores: tuple[Score, ...] = ()
    published: tuple[PublishedRow, ...] = ()
    own: Mapping[str, Any] = field(default_factory=dict)
    language: str = "en"  # of its labels
    convention: Convention = Convention.USUAL  # by which quantities read the printed wording
    _others: dict[Convention, Ledger] = field(default_factory=dict, init=False, repr=False, compare=False)
    # What :func:`kept` has computed.
    memory: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def under(self, convention: Convention) -> Ledger:
        """The same rows read by that convention: one ledger for each, however often it is asked for."""
        if convention is self.convention:
            return self
        if convention not in self._others:
            other = replace(self, convention=convention)
            other._others[self.convention] = self
            self._others[convention] = other
        return self._others[convention]

    def table(self, name: str) -> Mapping[str, Any]:
        """The rows of any table by their ids. KeyError with the nearest names for an unknown one."""
        with noting.paused():  # which tables there are, and their keys, is noted with their rows
            if name not in self.schema:
                raise KeyError(unknown("table", name, self.schema))
            table = self.schema[name]
        rows = self.own[name] if name in self.own else getattr(self, name)
        if isinstance(rows, Mapping):
            return rows
        if name not in self._by_id:
            self._by_id[name] = {table.row_id(row): row for row in rows}
        return self._by_id[name]

    @cached_property
    def _by_id(self) -> dict[str, Mapping[str, Any]]:
        """The tables whose key is several columns, each made once, for a rule asks for it with every row."""
        return {}

    @property
    def home(self) -> Place:
        """The place that the record is about: the first of places.csv. Its language is that of original labels."""
        return next(iter(self.places.values()))

    @cached_property
    def codebook(self) -> Codebook:
        """Which measures may be combined."""
        return Codebook({(r.left, r.relation, r.right): r.why for r in self.relations})

    @cached_property
    def _words(self) -> Mapping[tuple[str, str], str]:
        return {(word.kind, word.key): self.label(word) for word in self.words}

    def word(self, kind: str, key: str) -> str:
        """What the book prints for a key of that kind (words.csv). KeyError with the nearest for an unknown key."""
        try:
            return self._words[kind, key]
        except KeyError:
            raise KeyError(unknown(f"word of {kind}", key, self.keys(kind))) from None

    def label(self, row: Any, column: str = "label") -> str:
        """What a row is called in the ledger's language, or in English: ``column`` is label, name or title."""
        return row.translations.get(f"{column}_{self.language}") or str(getattr(row, f"{column}_en"))

    def keys(self, kind: str) -> list[str]:
        """The keys of that kind, in the order of words.csv."""
        return list(self._keys.get(kind, ()))

    @cached_property
    def _keys(self) -> Mapping[str, Sequence[str]]:
        """The keys of each kind, made once, for some are asked for with every claim."""
        found: dict[str, list[str]] = defaultdict(list)
        for kind, key in self._words:
            found[kind].append(key)
        return dict(found)

    def result(self, name: str, quantity: Quantity, **words: object) -> Result:
        """The quantity under that name, to be published with what results.csv says of it.

        ``words`` fill the braces of its label. KeyError with the nearest names for one that results.csv lacks, or with
        the braces that no word fills.
        """
        meaning = _filled("results.csv", name, self._named("result", name, self.results).label_en, words)
        return Result(name, meaning, quantity, with_unit(printing.span(quantity.interval), quantity.unit, self))

    def check(
        self,
        name: str,
        *,
        over: Any,
        holds: Callable[[Any], Verdict],
        margin: Callable[[Any], Any] | None = None,
        quantifier: str | int = checking.ALL,
        named: Callable[[Any], str] | None = None,
        claims: Callable[[Any], Iterable[str]] | None = None,
        **words: object,
    ) -> Check:
        """The statement of that name in checks.csv, tested on rows that a rule on the record chose.

        ``holds`` says of a row whether the statement is true there (None where its interval does not say); ``margin``
        orders the rows, the smallest coming nearest to breaking it; ``quantifier`` is "all", "none", "most" or in how
        many rows it holds. What ``over``, ``named`` and ``claims`` are: :func:`ledgerbook.record.checks.tested`.
        ``words`` fill the braces of its words, with ``{n}`` rows that hold of ``{m}``. CheckError where the rows do not
        bear it out; KeyError with the nearest names for one that checks.csv lacks, and for an unknown claim.
        """
        row = self._named("check", name, self.checks)
        rows = checking.tested(name, over, holds, margin, named, claims)
        for claim_id in (claim_id for tested in rows for claim_id in tested.claims):
            self.claim(claim_id)
        counts = {"n": sum(tested.holds is True for tested in rows), "m": len(rows)}
        statement, rule = (
            _filled("checks.csv", name, text, {**words, **counts}) for text in (row.statement_en, row.rows_en)
        )
        return checking.made(name, statement, rule, quantifier, rows)

    def _named(self, kind: str, name: str, known: Mapping[str, T]) -> T:
        if name not in known:
            raise KeyError(f"{unknown(kind, name, known)}; use one of {kind}s.csv, or add it there")
        return known[name]

    def reading(self, claim: Claim) -> wording.Reading:
        """The claim's printed wording as a number, without sign."""
        return claim.reading(self.convention)

    def interval(self, claim: Claim) -> Interval:
        """The values that the claim's printed wording can stand for, in its unit and with its sign."""
        return claim.interval(self.convention)

    def quantity(self, claim_id: str) -> Quantity:
        """The claim as a quantity that can be computed with. KeyError with the nearest ids for an unknown claim."""
        return self.quantity_if(claim_id, self.interval(self.claim(claim_id)))

    def quantity_if(self, claim_id: str, interval: Interval) -> Quantity:
        """The claim as a quantity, if its wording stood for that interval."""
        claim = self.claim(claim_id)
        return quantities.printed(
            claim_id,
            interval,
            unit=claim.unit,
            measure=claim.measure,
            period=claim.period,
            geography=claim.geography,
            accumulation=claim.accumulation,
            codebook=self.codebook,
            base=claim.base,
            projected=claim.nature == PROJECTION,
        )

    def claim(self, claim_id: str) -> Claim:
        """The claim of that id. KeyError with the nearest ids for an unknown one."""
        try:
            return self.claims[claim_id]
        except KeyError:
            raise KeyError(unknown("claim", claim_id, self.claims)) from None

    def select(
        self,
        measure: str,
        *,
        kind: str = "level",
        geography: str,
        accumulation: str | None = None,
        statuses: tuple[str, ...] = ("used",),
        reprints: bool = False,
    ) -> list[Claim]:
        """Claims of one measure in order of their periods; by default one claim for each independent release."""
        if measure not in self.measures:
            raise KeyError(unknown("measure", measure, self.measures))
        noting.note("claims", ("claim_id",), noting.group(measure, geography))  # though there may be none
        chosen = (
            claim
            for claim in self._claims_of.get((measure, geography), ())
            if claim.kind == kind
            and claim.status in statuses
            and (accumulation is None or claim.accumulation == accumulation)
            and (reprints or not claim.reprint_of)
        )
        return sorted(chosen, key=lambda claim: (claim.period, claim.claim_id))

    def levels_of(self, measure: str) -> Sequence[Claim]:
        """The claims of a measure that are levels, of all places."""
        return self._levels.get(measure, ())

    @cached_property
    def _levels(self) -> Mapping[str, Sequence[Claim]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims.values():
            if claim.kind == "level":
                found[claim.measure].append(claim)
        return found

    @cached_property
    def _claims_of(self) -> Mapping[tuple[str, str], Sequence[Claim]]:
        """The claims of each measure in each place, in their order."""
        found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        with noting.paused():  # an index asks for no claim
            for claim in self.claims.values():
                found[claim.measure, claim.geography].append(claim)
        return dict(found)

    def first_day(self, event_id: str) -> date:
        """The first day of an event (events.csv). KeyError with the nearest ids for an unknown one."""
        if event_id not in self.events:
            raise KeyError(unknown("event", event_id, self.events))
        return date.fromisoformat(self.events[event_id].date_start)

    @cached_property
    def companions(self) -> Mapping[str, Companions]:
        """For each claim the claims that repeat it, agree with it or disagree with it."""
        return agreement.companions(self.claims, self.disagreements.values())

    def agencies_of(self, claim: Claim) -> list[Agency]:
        """The bodies that state the claim: most often one."""
        return [self.agencies[name] for name in claim.agency.split(",")]

    def second_reading_of(self, claim_id: str) -> str:
        """agreed, ambiguous or not_read."""
        reading = self.second_reading.get(claim_id)
        return reading.result if reading else "not_read"

    def link(self, source: Source) -> str:
        """The source's address where it is of an official body or a recognised outlet, else nothing."""
        outlet = self.outlets.get(host(source.url)) if source.url else None
        return source.url if outlet and outlet.outlet_class in ("official", "recognised") else ""


def kept(function: Callable[Concatenate[Ledger, P], T]) -> Callable[Concatenate[Ledger, P], T]:
    """A function of a ledger that computes once for each ledger and arguments; nobody may change what it gives."""

    @wraps(function)
    def keeping(ledger: Ledger, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in ledger.memory:
            ledger.memory[key] = function(ledger, *args, **kwargs)
        answer: T = ledger.memory[key]
        return answer

    return keeping


Rule: TypeAlias = Callable[[Ledger], Iterable[Problem]]


def _filled(file: str, name: str, text: str, words: Mapping[str, object]) -> str:
    """A text with words in its braces. KeyError with the braces that no word fills."""
    try:
        return text.format(**words)
    except KeyError as error:
        raise KeyError(f"{file}: {name}: no word is given for {error} of {text!r}") from None


def host(url: str) -> str:
    """The host of an address, in lower case, without www; "" where it has none."""
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:  # such as http://[::1/x
        return ""
