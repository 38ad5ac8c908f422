"""Statements that generalise or compare, tested on rows of the record, so that prose can refer to them by name.

A check is a notebook output as a result is: nbval compares it, and the site reads it from the notebook
(:mod:`ledgerbook.site`). One that does not hold is no output: the chapter stops at it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from portion import Interval

from ledgerbook.numbers.quantities import Quantity

CHECK_MIME = "application/vnd.book.check+json"
ALL, NONE, MOST = "all", "none", "most"
QUANTIFIERS = (ALL, NONE, MOST)
SHOWN = 3  # rows that a note names as the nearest to breaking the statement
STORED = 60  # rows that a notebook stores of one check
_NAMED = 8  # rows that an error names

Verdict = bool | None  # None where the intervals of a row do not say


class CheckError(ValueError):
    """A statement that its rows do not bear out, or that was tested on nothing; the message says what to do."""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row that a statement was tested on: its words, whether it holds there, and the claims behind it.

    ``margin`` orders the rows: the smallest comes nearest to breaking the statement.
    """

    label: str
    holds: Verdict
    claims: tuple[str, ...] = ()
    margin: Any = None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many rows a statement was tested on, in how many it holds, and how many leave it open."""

    tested: int
    holding: int
    open: int

    @classmethod
    def of(cls, rows: Sequence[CheckedRow]) -> Verdicts:
        """Those of the rows."""
        return cls(len(rows), sum(row.holds is True for row in rows), sum(row.holds is None for row in rows))

    def bear_out(self, quantifier: str | int) -> bool:
        """Whether a statement with that quantifier is true of them: a row that leaves it open bears out nothing."""
        if quantifier == ALL:
            return self.holding == self.tested
        if quantifier == NONE:
            return not (self.holding or self.open)
        if quantifier == MOST:
            return 2 * self.holding > self.tested
        return self.holding == quantifier and not self.open


@dataclass(frozen=True)
class Check:
    """A statement, the rule by which rows were chosen, and the rows; ``name`` is kebab-case and unique in the book.

    ``quantifier`` is in how many of them it holds: ``ALL``, ``NONE``, ``MOST`` or their number.
    """

    name: str
    statement: str
    rule: str
    quantifier: str | int
    rows: tuple[CheckedRow, ...]

    def __bool__(self) -> bool:
        """Whether its rows bear it out: a figure may name it among what its title holds to be true."""
        return Verdicts.of(self.rows).bear_out(self.quantifier)

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> dict[str, Any]:
        verdicts = Verdicts.of(self.rows)
        document = {
            "name": self.name,
            "statement": self.statement,
            "rule": self.rule,
            "quantifier": self.quantifier,
            "tested": verdicts.tested,
            "holding": verdicts.holding,
            "open": verdicts.open,
            "nearest_first": self.nearest_first,
            # Each as text, so that a diff of the notebook shows one line for it.
            "rows": [json.dumps([r.label, r.holds, list(r.claims)], ensure_ascii=False) for r in self._stored()],
        }
        text = f"{self.name}: {self.statement} ({verdicts.holding} of {verdicts.tested}: {self.rule})"
        return {CHECK_MIME: document, "text/plain": text}

    @property
    def nearest_first(self) -> bool:
        """Whether the rows stand in the order in which they come near to breaking the statement."""
        return all(row.margin is not None for row in self.rows)

    def _stored(self) -> list[CheckedRow]:
        """The rows where the statement fails or is open, and the nearest of the others, in their order."""
        usual = self.quantifier != NONE
        apart = [row for row in self.rows if row.holds is not usual]
        kept = {id(row) for row in [*apart, *(row for row in self.rows if row.holds is usual)][:STORED]}
        return [row for row in self.rows if id(row) in kept]


@dataclass(frozen=True, slots=True)
class PublishedCheck:
    """A check as the site reads it back from a notebook."""

    name: str
    statement: str
    rule: str
    quantifier: str | int
    verdicts: Verdicts
    nearest_first: bool
    rows: tuple[CheckedRow, ...]  # of more than ``STORED`` those that stand apart, and the nearest

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> PublishedCheck:
        """From the structured form stored in the notebook.

        Raises ValueError, with the name of the check, where its rows cannot be read or do not bear it out.
        """
        name = document["name"]
        try:
            check = cls(
                name=name,
                statement=document["statement"],
                rule=document["rule"],
                quantifier=document["quantifier"],
                verdicts=Verdicts(document["tested"], document["holding"], document["open"]),
                nearest_first=document["nearest_first"],
                rows=tuple(_row(text) for text in document["rows"]),
            )
        except (KeyError, ValueError, TypeError) as error:
            what = f"its rows cannot be read ({type(error).__name__}: {error})"
            raise ValueError(f"check {name!r}: {what}; remedy: make notebooks") from error
        found = Verdicts.of(check.rows)
        whole = found == check.verdicts if check.verdicts.tested <= STORED else bool(check.rows)
        if not (whole and (check.verdicts.bear_out(check.quantifier) or _state.as_found)):
            what = f"stored for {check.quantifier!r}: {check.verdicts}; its rows give: {found}"
            raise ValueError(f"check {name!r}: {what}; remedy: make notebooks")
        return check

    @property
    def usual(self) -> tuple[CheckedRow, ...]:
        """The rows that bear it out; where they have an order, the ones that come nearest to breaking it."""
        found = tuple(row for row in self.rows if row.holds is (self.quantifier != NONE))
        return found[:SHOWN] if self.nearest_first else found

    @property
    def exceptions(self) -> tuple[CheckedRow, ...]:
        """The rows where it does not hold, or that leave it open; none of a statement on all rows, or on none."""
        return () if self.quantifier in (ALL, NONE) else tuple(row for row in self.rows if row.holds is not True)


def _row(text: str) -> CheckedRow:
    label, holds, claims = json.loads(text)
    return CheckedRow(label, holds, tuple(claims))


def tested(
    name: str,
    over: Any,
    holds: Callable[[Any], Verdict],
    margin: Callable[[Any], Any] | None = None,
    named: Callable[[Any], str] | None = None,
    claims: Callable[[Any], Iterable[str]] | None = None,
) -> tuple[CheckedRow, ...]:
    """The rows, each with whether the statement of that name holds there; those nearest to breaking it first.

    ``over`` is a mapping by the words of its rows, a table (a row is a named tuple, its words in the column label), or
    an iterable of rows that have a ``label`` or that ``named`` gives words. ``claims`` gives the ids behind a row; by
    default they are what the row says itself. Raises :class:`CheckError` where there is no row, where two have the same
    words, and where ``holds`` answers with something else than True, False or None.
    """
    found = [
        CheckedRow(words, _verdict(name, words, holds(row)), _claims(row, claims), margin and _order(margin(row)))
        for words, row in _named_rows(name, over, named)
    ]
    if not found:
        raise CheckError(
            f"check {name!r} is tested over no row, so it asserts nothing: mend the rule by which its rows are chosen"
        )
    labels = [row.label for row in found]
    if twice := sorted({label for label in labels if labels.count(label) > 1}):
        raise CheckError(
            f"check {name!r} has several rows called {', '.join(map(repr, twice[:_NAMED]))}: take each row once, or "
            "tell them apart with named="
        )
    return tuple(sorted(found, key=lambda row: row.margin)) if margin else tuple(found)


def made(name: str, statement: str, rule: str, quantifier: str | int, rows: tuple[CheckedRow, ...]) -> Check:
    """The check of a statement, in which ``{n}`` and ``{m}`` are in how many rows it holds and of how many.

    Raises :class:`CheckError` where the rows do not bear it out.
    """
    if quantifier not in QUANTIFIERS and (isinstance(quantifier, bool) or not isinstance(quantifier, int)):
        raise CheckError(
            f"check {name!r} has the quantifier {quantifier!r}: write {', '.join(map(repr, QUANTIFIERS))}, or in how "
            "many rows it holds"
        )
    verdicts = Verdicts.of(rows)
    if not verdicts.bear_out(quantifier) and not _state.as_found:
        raise CheckError(_broken(name, statement, rule, quantifier, rows, verdicts))
    return Check(name, statement, rule, quantifier, rows)


class _State:
    """There is one chapter in a process."""

    as_found = False


_state = _State()


@contextmanager
def as_found() -> Iterator[None]:
    """Checks that do not hold are given, not refused: for a chapter that is run under other assumptions."""
    before, _state.as_found = _state.as_found, True
    try:
        yield
    finally:
        _state.as_found = before


def given_as_found() -> bool:
    """Whether checks that do not hold are given now."""
    return _state.as_found


def give_as_found() -> None:
    """From now on, for a kernel that runs a reader's version of a chapter."""
    _state.as_found = True


def _broken(
    name: str, statement: str, rule: str, quantifier: str | int, rows: Sequence[CheckedRow], verdicts: Verdicts
) -> str:
    against = [row for row in rows if row.holds is not (quantifier != NONE)]
    if isinstance(quantifier, int) and verdicts.holding != quantifier:
        against = [row for row in rows if row.holds is not False]
    lines = [f"  {row.label}: {_word(row.holds)}{_behind(row.claims)}" for row in against[:_NAMED]]
    more = [f"  and {len(against) - _NAMED} more"] if len(against) > _NAMED else []
    counted = f"{verdicts.holding} of {verdicts.tested}" + (f", {verdicts.open} open" if verdicts.open else "")
    return "\n".join(
        [
            f"check {name!r} does not hold: {statement!r} is said of {quantifier!r}, and holds in {counted} ({rule})",
            *lines,
            *more,
            "remedy: mend the statement (checks.csv) and the sentences that link to it, or the rule by which its rows "
            "are chosen; after a changed parameter, leave this cell out",
        ]
    )


def _word(holds: Verdict) -> str:
    return {True: "holds", False: "does not hold", None: "open: its interval does not say"}[holds]


def _behind(claims: Sequence[str]) -> str:
    return f" ({', '.join(claims)})" if claims else ""


def _named_rows(name: str, over: Any, named: Callable[[Any], str] | None) -> Iterator[tuple[str, Any]]:
    if isinstance(over, Mapping):
        yield from ((named(row) if named else str(key), row) for key, row in over.items())
        return
    for row in over.itertuples(index=False) if hasattr(over, "itertuples") else over:
        words = named(row) if named else getattr(row, "label", None)
        if not words:
            raise CheckError(f"check {name!r}: no words are given for the row {row!r}: say named=lambda row: ...")
        yield str(words), row


def _verdict(name: str, words: str, holds: Any) -> Verdict:
    if holds is None or type(holds).__name__ in ("bool", "bool_"):  # bool_ is that of a table
        return None if holds is None else bool(holds)
    raise CheckError(
        f"check {name!r} answers {holds!r} for {words!r}: compare, so that holds= gives True, False or None (below, "
        "above, fell and rose of ledgerbook.numbers.certainty compare whole intervals)"
    )


def _claims(row: Any, claims: Callable[[Any], Iterable[str]] | None) -> tuple[str, ...]:
    if claims:
        return tuple(claims(row))
    own: str | Iterable[str] = getattr(row, "claim_id", "") or getattr(row, "claims", ())
    return tuple(filter(None, own.split(";"))) if isinstance(own, str) else tuple(own)


def _order(margin: Quantity | Interval | Fraction | float) -> Any:
    """What rows are sorted by: of an interval its lower end."""
    interval = margin.interval if isinstance(margin, Quantity) else margin
    return interval.lower if isinstance(interval, Interval) else interval
