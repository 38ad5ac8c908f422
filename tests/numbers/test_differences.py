"""Totals without a solver: the answers of the solver, and contradictions in which each total counts."""

from datetime import date, timedelta
from fractions import Fraction

import portion
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerbook.numbers.differences import Total, Totals
from ledgerbook.numbers.quantities import Period
from ledgerbook.numbers.windows import DAY, Statement, System

MONTHS = [date(2021 + n // 12, n % 12 + 1, 1) for n in range(7)]


@st.composite
def systems(draw):
    """Up to six totals of windows of whole months, with open and closed ends, some without an upper one."""
    totals = []
    for name in range(draw(st.integers(1, 6))):
        first, last = sorted(draw(st.lists(st.integers(0, 6), min_size=2, max_size=2, unique=True)))
        low, width = draw(st.integers(0, 12)), draw(st.integers(0, 3))
        closed = width == 0 or draw(st.booleans())
        if draw(st.integers(0, 5)) == 5:
            interval = portion.closedopen(Fraction(low), portion.inf)
        elif closed:
            interval = portion.closed(Fraction(low), Fraction(low + width))
        else:
            interval = portion.open(Fraction(low), Fraction(low + width))
        totals.append(Total(str(name), MONTHS[first], MONTHS[last], interval))
    return totals


def solved(totals):
    """The same for the solver."""
    return System([Statement((t.name,), Period(t.start, t.end - DAY), t.interval) for t in totals])


@settings(max_examples=30, deadline=None)
@given(systems())
def test_answers_are_those_of_the_solver(totals):
    ours, theirs = Totals(totals), solved(totals)
    assert (ours.contradiction == ()) == theirs.feasible()
    if ours.contradiction:
        alone = [total for total in totals if total.name in ours.contradiction]
        assert not solved(alone).feasible()
        for left_out in alone if len(alone) > 1 else []:
            assert solved([total for total in alone if total is not left_out]).feasible()
    else:
        first, last = ours.days[0], ours.days[-1]
        assert ours.held(first, last) == theirs.held(Period(first, last - DAY))
        assert ours.held(*ours.days[:2]) == theirs.held(Period(ours.days[0], ours.days[1] - DAY))


def total(name, first, last, low, high):
    return Total(name, MONTHS[first], MONTHS[last], portion.closed(Fraction(low), Fraction(high)))


def test_a_part_above_its_whole_is_a_contradiction_and_has_no_bounds():
    system = Totals([total("whole", 0, 3, 0, 5), total("apart", 4, 5, 1, 1), total("part", 1, 2, 6, 7)])
    assert system.contradiction == ("whole", "part")
    with pytest.raises(ValueError, match="cannot all be true: whole, part"):
        system.held(MONTHS[0], MONTHS[3])


def test_what_a_whole_leaves_beside_its_part():
    system = Totals([total("whole", 0, 3, 9, 10), total("part", 0, 2, 4, 5)], [MONTHS[5]])
    assert system.held(MONTHS[2], MONTHS[3]) == portion.closed(4, 6)
    assert system.held(MONTHS[3], MONTHS[5]) == portion.closedopen(0, portion.inf)


def test_a_day_that_the_system_has_not_is_refused():
    with pytest.raises(KeyError):
        Totals([total("one", 0, 1, 1, 1)]).held(MONTHS[0], MONTHS[0] + timedelta(days=3))
