"""Derived numbers that a notebook publishes, so that prose anywhere in the book can refer to them by name.

A result is a notebook output: nbval compares it, and the site reads it from the notebook (:mod:`ledgerbook.site`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import portion

from ledgerbook.numbers import expressions, intervals, printing
from ledgerbook.numbers.expressions import Expression
from ledgerbook.numbers.quantities import Quantity
from ledgerbook.record.units import PERCENT

RESULT_MIME = "application/vnd.book.result+json"


@dataclass(frozen=True)
class Result:
    """A named quantity with a sentence on what it is. ``name`` is kebab-case and unique in the book.

    ``number`` is its interval as readers are shown it, with the words of its unit; without it the unit's key is shown.
    """

    name: str
    meaning: str
    quantity: Quantity
    number: str = ""

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> dict[str, Any]:
        q = self.quantity
        document = {
            "name": self.name,
            "meaning": self.meaning,
            "low": _plain(q.low),
            "high": _plain(q.high),
            "closed": [q.interval.left is portion.CLOSED, q.interval.right is portion.CLOSED],
            "unit": q.unit,
            "measure": q.measure,
            "period": [q.period.first and q.period.first.isoformat(), q.period.end.isoformat()],
            "formula": q.formula,
            # As text, so that a diff of the notebook shows one line for it.
            "expression": json.dumps(q.expression.document(), ensure_ascii=False, separators=(",", ":")),
            "claims": list(q.claims),
        }
        number = self.number or printing.span(q.interval) + ("%" if q.unit == PERCENT else f" {q.unit}")
        return {RESULT_MIME: document, "text/plain": f"{self.name}: {number} ({self.meaning})"}


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """A result as the site reads it back from a notebook."""

    name: str
    meaning: str
    interval: portion.Interval
    unit: str
    measure: str
    period: tuple[date | None, date]  # without a first day where no source prints since when it counts
    formula: str
    expression: Expression
    claims: tuple[str, ...]

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> PublishedResult:
        """From the structured form stored in the notebook.

        Raises ValueError, with the name of the result, where its expression cannot be read, or does not give the
        interval, the formula and the claims that are stored beside it.
        """
        start, end = document["period"]
        result = cls(
            name=document["name"],
            meaning=document["meaning"],
            interval=stored_interval(document),
            unit=document["unit"],
            measure=document["measure"],
            period=(date.fromisoformat(start) if start else None, date.fromisoformat(end)),
            formula=document["formula"],
            expression=_expression(document),
            claims=tuple(document["claims"]),
        )
        for what, stored, computed in (
            ("interval", result.interval, result.expression.interval),
            ("formula", result.formula, str(result.expression)),
            ("claims", result.claims, result.expression.claims),
        ):
            if stored != computed:
                raise _unsound(document, f"stored {what}: {stored}; its expression gives: {computed}")
        return result

    @property
    def direction(self) -> int:
        """1 for a change by which something rose, −1 for one by which it fell, 0 for what is neither for certain."""
        if self.interval.upper < 0:
            return -1
        return int(self.interval.lower > 0 and self.unit == PERCENT and self.formula.endswith(" - 1"))


def stored_interval(document: Mapping[str, Any]) -> portion.Interval:
    """The interval of a stored result, as it stands there."""
    low, high = (_number(document[end]) for end in ("low", "high"))
    closed = document["closed"]
    return intervals.from_bounds((low, closed[0]), (high, closed[1]))


def _expression(document: dict[str, Any]) -> Expression:
    try:
        return expressions.from_document(json.loads(document["expression"]))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _unsound(document, f"its expression cannot be read ({type(error).__name__}: {error})") from error


def _unsound(document: dict[str, Any], what: str) -> ValueError:
    return ValueError(f"result {document['name']!r}: {what}; remedy: make notebooks")


def _plain(value: Any) -> str:
    """A bound as exact text: "902311/10", "inf"."""
    if value == portion.inf:
        return "inf"
    return "-inf" if value == -portion.inf else str(Fraction(value))


def _number(text: str) -> Any:
    return {"inf": portion.inf, "-inf": -portion.inf}.get(text) or Fraction(text)
