"""Windows are solved exactly: two other engines agree, and neither order nor unlike sizes change an answer."""

import random
from datetime import date
from fractions import Fraction
from itertools import pairwise, permutations, product

import portion
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import elimination
from ledgerbook.numbers import intervals, windows
from ledgerbook.numbers.days import year_of
from ledgerbook.numbers.quantities import Period
from ledgerbook.numbers.windows import InconsistentError, Limited, Statement, System

MANY = 60  # random systems for each comparison


def months(first, last, year=2022):
    """From the first day of a month to the last day of another."""
    return Period(date(year, first, 1), date(year + last // 12, last % 12 + 1, 1) - windows.DAY)


def total(name, period, interval):
    return Statement((name,), period, interval)


def between(low, high):
    return portion.closed(Fraction(low), Fraction(high))


# Two other engines ----------------------------------------------------------------------------------------------

CUTS = (date(2021, 1, 1), date(2021, 2, 1), date(2021, 3, 1), date(2022, 1, 1), date(2022, 2, 1), date(2022, 3, 1))
SPANS = [Period(CUTS[i], CUTS[j] - windows.DAY) for i in range(6) for j in range(i + 1, 6)]
THIS_YEAR = [span for span in SPANS if span.start.year == 2022]


@st.composite
def some_statements(draw, most=5):
    """Totals and growth rates over two months of two years and what is between, with ends of every kind."""
    statements = []
    for i in range(draw(st.integers(1, most))):
        growth = draw(st.booleans())
        low = Fraction(draw(st.integers(0, 12)), 4 if growth else 1)
        high = draw(st.one_of(st.just(portion.inf), st.integers(0, 8).map(lambda n, low=low: low + Fraction(n, 2))))
        closed = low == high or draw(st.booleans())
        interval = intervals.from_bounds(
            (low, closed), (high, high != portion.inf and (low == high or draw(st.booleans())))
        )
        statements.append(
            Statement((f"s{i}",), draw(st.sampled_from(THIS_YEAR if growth else SPANS)), interval, growth)
        )
    return statements


@settings(max_examples=MANY, deadline=None)
@given(statements=some_statements(), period=st.sampled_from(SPANS))
def test_bounds_are_those_of_elimination_by_hand(statements, period):
    system = System(statements, periods=SPANS)
    assert system.feasible() == elimination.possible(statements)
    if system.feasible():
        assert system.bounds(period).interval == elimination.held(statements, period)


@settings(max_examples=MANY, deadline=None)
@given(statements=some_statements())
def test_repairs_and_conflicts_are_all_that_trying_every_set_finds(statements):
    found = windows.reconcile(System(statements))
    assert set(found.minimal) == elimination.minimal_repairs(statements)
    assert {conflict.names for conflict in found.conflicts} == elimination.conflicts(statements)


@settings(max_examples=MANY, deadline=None)
@given(statements=some_statements(), period=st.sampled_from(SPANS))
def test_what_bounds_a_period_bounds_it_alone_and_without_any_of_it_does_not(statements, period):
    system = System(statements, periods=SPANS)
    if not system.feasible():
        return
    bounds = system.bounds(period)
    names = {s.name for s in statements}
    assert system.bounds(period, names - bounds.names).interval == bounds.interval
    assert all(system.bounds(period, {name}).names <= names - {name} for name in bounds.names)


@pytest.mark.parametrize("seed", range(MANY))
def test_bounds_of_whole_totals_are_those_of_counting_every_possibility(seed):
    """A matrix of runs of ones has whole corners, so the bounds over whole counts are those over all counts."""
    draw = random.Random(seed)
    spans = [months(i, j) for i in range(1, 5) for j in range(i, 5)]
    ends = [sorted(draw.sample(range(9), 2)) for _ in range(draw.randint(1, 4))]
    statements = [total(f"s{i}", draw.choice(spans), between(*end)) for i, end in enumerate(ends)]
    # The last span is bounded too, or nothing ends the counting.
    statements.append(total("all", months(1, 4), between(0, 8)))

    def within(counts, span):
        return sum(counts[span.start.month - 1 : span.end.month])

    grid = [c for c in product(range(9), repeat=4) if all(within(c, s.period) in s.interval for s in statements)]
    system = System(statements)
    assert system.feasible() == bool(grid)
    for span in spans if grid else ():
        held = [within(counts, span) for counts in grid]
        assert system.bounds(span).interval == between(min(held), max(held)), span


# Unlike sizes ---------------------------------------------------------------------------------------------------


def test_contradiction_of_small_numbers_is_seen_beside_a_large_one():
    system = System(
        [
            total("100", year_of(2020), between(100, 100)),
            total("150", year_of(2020), between(150, 150)),
            total("large", year_of(2023), between(10**8, 10**8)),
        ]
    )
    assert not system.feasible()
    assert system.conflict().names == {"100", "150"}
    assert system.conflict().gap == 50
    with pytest.raises(InconsistentError, match="100, 150, large"):
        system.bounds(year_of(2020))


@pytest.mark.parametrize("size", [1, 10**6, 10**12])
def test_least_jump_is_that_of_the_numbers_whatever_else_was_printed(size):
    """As printed of people kept from fraud: the same number to October and to November, 553 by hand."""
    printed = [
        total("to October", months(1, 10, 2021), between(23_365_000, 23_375_000)),
        total("to November", months(1, 11, 2021), between(23_365_000, 23_375_000)),
        total("the year", months(1, 12, 2021), between(28_905_000, 28_915_000)),
    ]
    # November holds 10,000 at most, so December 28,905,000 - 23,375,000 = 5,530,000 at least.
    system = System([*printed, total("another", year_of(2024), between(size, size))])
    assert windows.least_jump(system) == 553


def test_bounds_are_exact():
    system = System([total("a", months(1, 12), between(10**12, 10**12)), total("b", months(1, 11), between(0, 7))])
    assert system.bounds(months(12, 12)).interval == between(10**12 - 7, 10**12)


@pytest.mark.parametrize("kind", [System, lambda statements: Limited(statements, 3)], ids=["any", "limited"])
def test_interval_alone_is_that_of_the_bounds(kind):
    rows = [total("year", months(1, 12), portion.openclosed(Fraction(-1, 3), Fraction(100, 7)))]
    rows.append(total("over", months(1, 6), portion.closedopen(Fraction(2), portion.inf)))
    system = kind(rows)
    for span in (months(1, 12), months(3, 3), months(7, 12)):
        assert system.held(span) == system.bounds(span).interval
        assert windows.held(system, [(), ["over"]], span) == windows.hull(system, [(), ["over"]], span).interval


@pytest.mark.parametrize("lowest", ["1", "7.99"])
def test_least_jump_is_looked_for_no_further_than_asked(lowest):
    busy = System([total(f"m{m}", months(m, m), between(1, 1) if m < 4 else between(8, 8)) for m in range(1, 7)])
    assert windows.least_jump(busy, up_to=8) == windows.least_jump(busy) == 8
    assert windows.least_jump(busy, up_to=Fraction(lowest)) is None
    assert windows.least_jump(busy, up_to=Fraction(99, 100)) is None


def test_excluded_end_stays_excluded():
    """37万余 is below 38万: it cannot be the same as 38万 or more."""
    over = total("over", year_of(2022), portion.closedopen(Fraction(370), Fraction(380)))
    more = total("more", year_of(2022), portion.closedopen(Fraction(380), portion.inf))
    assert System([over]).bounds(year_of(2022)).interval == over.interval
    conflict = System([over, more]).conflict()
    assert conflict.names == {"over", "more"}
    assert conflict.gap == 0


# Order ----------------------------------------------------------------------------------------------------------


def test_repairs_do_not_depend_on_the_order_of_rows():
    year = year_of(2022)
    rows = [total("a", year, between(0, 10)), total("b", year, between(8, 20)), total("c", year, between(12, 30))]
    found = {windows.reconcile(System(order)) for order in permutations(rows)}
    assert len(found) == 1
    assert set(found.pop().minimal) == {frozenset("a"), frozenset("c")}


@settings(max_examples=15, deadline=None)
@given(statements=some_statements(), other=st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_rows(statements, other):
    shuffled = other.sample(statements, len(statements))
    one, two = (System(rows, periods=SPANS) for rows in (statements, shuffled))
    assert windows.reconcile(one) == windows.reconcile(two)
    if one.feasible():
        assert [one.bounds(span) for span in SPANS] == [two.bounds(span) for span in SPANS]


def test_any_text_can_be_a_name():
    """Names stand in no text for the solver, whose own marks they may hold."""
    names = ["a|b", "back\\slash", "(assert false)", "; 止付", "0"]
    rows = [total(name, year_of(2022), between(i, i)) for i, name in enumerate(names)]
    assert windows.reconcile(System(rows)).minimal == tuple(
        sorted((frozenset(names) - {name} for name in names), key=sorted)
    )
    assert System(rows[:1]).bounds(year_of(2022)).names == {"a|b"}


def test_statements_of_one_name_are_refused():
    with pytest.raises(ValueError, match="several statements of one system have the name twice"):
        System([total("twice", year_of(2022), between(0, 1)), total("twice", year_of(2021), between(0, 1))])


# Leap days ------------------------------------------------------------------------------------------------------


def test_growth_of_whole_months_has_the_leap_day_in_its_base():
    early = months(1, 2, 2021)
    days = [Period(date(2020, 1, 1), date(2020, 2, 28)), Period(date(2020, 2, 29), date(2020, 2, 29))]
    system = System(
        [
            total("now", early, between(200, 200)),
            Statement(("doubled",), early, between(2, 2), growth=True),
            total("to the 28th", days[0], between(90, 90)),
        ],
        periods=days,
    )
    assert system.bounds(days[1]).interval == between(10, 10)


@pytest.mark.parametrize(
    ("days", "before"),
    [
        ("2021-01-01 2021-02-28", "2020-01-01 2020-02-29"),
        ("2020-03-01 2021-02-28", "2019-03-01 2020-02-29"),
        ("2021-02-01 2021-02-28", "2020-02-01 2020-02-29"),
        ("2024-01-01 2024-02-29", "2023-01-01 2023-02-28"),
        ("2021-02-22 2021-02-28", "2020-02-22 2020-02-28"),  # a week is no month
        ("2024-01-01 2024-02-28", "2023-01-01 2023-02-28"),
        ("2022-01-01 2022-11-30", "2021-01-01 2021-11-30"),
    ],
)
def test_whole_months_have_the_same_months_before_them(days, before):
    read, expected = (Period(*map(date.fromisoformat, text.split())) for text in (days, before))
    assert read.a_year_before() == expected


def test_years_of_whole_months_leave_no_day_out():
    years = [Period(date(n, 3, 1), date(n + 1, 3, 1) - windows.DAY) for n in range(2016, 2025)]
    for earlier, later in pairwise(years):
        assert later.a_year_before() == earlier


# Repairs --------------------------------------------------------------------------------------------------------


def test_all_minimal_repairs_are_found_and_not_only_the_smallest():
    """One total against three that agree: give up the one, or all three."""
    year = year_of(2022)
    many = [total(f"many{i}", year, between(20, 20 + i)) for i in range(3)]
    found = windows.reconcile(System([total("one", year, between(10, 11)), *many]))
    assert found.minimal == (frozenset({"one"}), frozenset({"many0", "many1", "many2"}))
    assert found.repairs == (frozenset({"one"}),)
    assert found.removed == 1


def test_release_is_given_up_as_a_whole():
    """A level and a growth rate of one release are no two votes against the level of another."""
    year, before = year_of(2022), year_of(2021)
    system = System(
        [
            total("level", year, between(100, 100)),
            Statement(("growth",), year, between(2, 2), growth=True),
            total("base", before, between(60, 60)),
            total("later", before, between(70, 70)),
        ]
    )
    units = {"level": "first", "growth": "first", "base": "second", "later": "third"}
    assert set(windows.reconcile(system, units).minimal) == {
        frozenset({"first", "second"}),
        frozenset({"first", "third"}),
        frozenset({"second", "third"}),
    }
    assert frozenset({"base", "later"}) in windows.reconcile(system).minimal


def test_stopping_at_the_smallest_repairs_gives_those_of_the_whole_search():
    year = year_of(2022)
    rows = [total("a", year, between(0, 1)), total("b", year, between(2, 3)), total("c", year, between(2, 4))]
    whole, part = windows.reconcile(System(rows)), windows.reconcile(System(rows), smallest=True)
    assert part.repairs == whole.repairs == (frozenset("a"),)
    assert part.minimal == part.repairs != whole.minimal
