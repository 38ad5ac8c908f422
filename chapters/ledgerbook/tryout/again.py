"""Results of the book computed once more, with claims that stand for something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import portion
from portion import Interval

from ledgerbook.numbers import intervals
from ledgerbook.numbers.expressions import Claimed, Expression, Named, Operation, from_document
from ledgerbook.numbers.wording import Convention
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Claim
from ledgerbook.tryout import typed

OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Other(Ledger):
    """The ledger of a reader who takes some claims to stand for other values."""

    stands_for: Callable[[Claim], Interval]

    def interval(self, claim: Claim) -> Interval:
        """What the reader takes the claim to stand for."""
        return self.stands_for(claim)


def other(ledger: Ledger, stands_for: Callable[[Claim], Interval]) -> Ledger:
    """The same rows, read as that function reads a claim."""
    given = {field.name: getattr(ledger, field.name) for field in fields(Ledger) if field.init}
    return Other(**given, stands_for=stands_for)


def instead(ledger: Ledger, values: Mapping[str, Interval]) -> Ledger:
    """The ledger with other values for the claims of these ids. KeyError with the nearest for an unknown one."""
    for claim_id in values:
        ledger.claim(claim_id)
    return other(ledger, lambda claim: values.get(claim.claim_id) or ledger.interval(claim))


def reaching(ledger: Ledger, reach: str) -> Ledger:
    """The ledger with every "more than" reaching up, and every "nearly" down, so many units of its last digit.

    ``reach`` is a number above zero, or "open" for any distance. Raises :class:`typed.TypedError`.
    """
    if reach.strip().lower() == OPEN:
        return ledger.under(Convention.STRICT)
    units = typed.positive(reach)
    return other(ledger, lambda claim: _reached(claim.interval(), claim.interval(Convention.STRICT), units))


def _reached(usual: Interval, strict: Interval, units: Any) -> Interval:
    """The usual reading with the end that the strict one moves at so many times its distance, at most at that one's."""
    (low, low_in), (high, high_in) = intervals.bounds(usual)
    distance = units * (high - low) if intervals.is_bounded(usual) else portion.inf
    if strict.upper != high:
        return intervals.from_bounds((low, low_in), (min(low + distance, strict.upper), high_in))
    if strict.lower != low:
        return intervals.from_bounds((max(high - distance, strict.lower), low_in), (high, high_in))
    return usual


@dataclass(frozen=True, slots=True)
class Told:
    """A result that a chapter publishes: the chapter, the result's name, what it is, its unit, how it came about."""

    chapter: str
    name: str
    meaning: str
    unit: str
    expression: Expression


def told(chapter: str, document: Mapping[str, Any], expression: Mapping[str, Any]) -> Told:
    """A result from what its notebook stores."""
    return Told(chapter, document["name"], document["meaning"], document["unit"], from_document(expression))


def resting_on_hedges(results: Iterable[Told], ledger: Ledger) -> list[Told]:
    """The results that another reach of "more than" or "nearly" moves; of a chapter's that are alike, the first."""
    strict = ledger.under(Convention.STRICT)
    found: dict[str, Told] = {}
    for result in results:
        if computed(result.expression) and _moves(result, ledger, strict):
            found.setdefault(f"{result.chapter} {result.expression} {result.unit}", result)
    return list(found.values())


def computed(expression: Expression) -> bool:
    """Whether it follows from claims alone, without a solver, a count or a rule of its own."""
    return not isinstance(expression, Named) and all(map(computed, expression.inputs()))


def _moves(result: Told, ledger: Ledger, strict: Ledger) -> bool:
    return any(
        ledger.interval(claim) != strict.interval(claim) for claim in map(ledger.claim, result.expression.claims)
    ) and again(result, strict) != again(result, ledger)


def again(result: Told, ledger: Ledger) -> Interval | None:
    """What the result can be by that ledger; None where it can be anything, as when its divisor may be nothing."""
    try:
        return _again(result.expression, ledger).interval
    except ZeroDivisionError:
        return None


def _again(expression: Expression, ledger: Ledger) -> Expression:
    match expression:
        case Claimed(claim_id, stands_for):
            claim = ledger.claim(claim_id)
            # Where the chapter took it for something else than its wording says, that stays.
            return Claimed(claim_id, ledger.interval(claim)) if stands_for == claim.interval() else expression
        case Operation(name, parts):
            return Operation(name, tuple(_again(part, ledger) for part in parts))
        case _:
            return expression
