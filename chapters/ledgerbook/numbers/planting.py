"""Errors planted into statements that can all be true: which of them do the others betray?

Every error is tried at every total, one at a time, so nothing is drawn by chance.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from fractions import Fraction

import portion

from ledgerbook.numbers import intervals
from ledgerbook.numbers.quantities import Period
from ledgerbook.numbers.windows import Statement, System

# From all statements and the one that goes wrong: the wrong ones, by the names of those whose place they take.
Plant = Callable[[Sequence[Statement], Statement], dict[str, Statement]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of so many places where an error can be made: in how many it is noticed, and how often it alone is to blame.

    It alone is to blame where nothing else can be given up by itself for the rest to be true.
    """

    tried: int
    noticed: int
    named: int


def times(factor: Fraction) -> Plant:
    """A total that is printed so many times too large, as by a slip of the pen or of the unit."""
    return lambda _, right: {right.name: _scaled(right, factor)}


def moved(months: int) -> Plant:
    """A total that is printed for days so many months later than those that it counts."""
    return lambda _, right: {
        right.name: replace(
            right, period=Period(*(_later(day, months) for day in (right.period.start, right.period.end)))
        )
    }


def cut_off(_: Sequence[Statement], right: Statement) -> dict[str, Statement]:
    """A rounded total whose last digit was cut off where it had to be rounded up: it is one too small."""
    step = right.interval.upper - right.interval.lower if intervals.is_bounded(right.interval) else 0
    if not step or right.interval.lower < step:
        return {}
    return {right.name: replace(right, interval=intervals.add(right.interval, portion.singleton(-step)))}


def redefined(factor: Fraction) -> Plant:
    """From the first day of the window on, so many times as much is counted as before.

    Growth rates stay as they are, as where a body compares with a restated year before.
    """
    return lambda statements, first: {
        s.name: _scaled(s, factor) for s in statements if not s.growth and s.period.start >= first.period.start
    }


def outcome(statements: Iterable[Statement], plant: Plant) -> Outcome:
    """Plants an error at each total in turn. The statements themselves must be able to be true."""
    right = sorted(statements, key=lambda s: s.name)
    planted = [wrong for total in right if not total.growth and (wrong := plant(right, total))]
    return united(noticed(right, planted))


def noticed(right: Sequence[Statement], planted: Sequence[Mapping[str, Statement]]) -> list[Outcome]:
    """Whether each of some errors is noticed: the wrong statements, by the names of those whose place they take."""
    if not planted:
        return []
    # One system of all, in which the wrong statements stand beside the right ones, to be chosen from.
    renamed = [
        {name: replace(s, claims=(f"{name} wrong {i}",)) for name, s in wrong.items()}
        for i, wrong in enumerate(planted)
    ]
    system = System([*right, *(s for wrong in renamed for s in wrong.values())])
    everything = {s.name for s in system.statements}
    outcomes = []
    for wrong in renamed:
        errors = frozenset(s.name for s in wrong.values())
        chosen = {s.name for s in right if s.name not in wrong} | errors
        alone = system.enough_alone(everything - chosen)
        outcomes.append(Outcome(1, alone is not None, alone == errors))
    return outcomes


def united(outcomes: Iterable[Outcome]) -> Outcome:
    """What many errors come to."""
    found = list(outcomes)
    return Outcome(*(sum(getattr(o, field.name) for o in found) for field in fields(Outcome)))


def _scaled(statement: Statement, factor: Fraction) -> Statement:
    return replace(statement, interval=intervals.scale(statement.interval, factor))


def _later(day: date, months: int) -> date:
    """The same day some months later; the last of a month for the last of a month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    ends_month = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if ends_month else min(day.day, last))
