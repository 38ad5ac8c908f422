"""Bounds hold the truth, planted contradictions are found and named, and what is reported is irreducible."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
import portion
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.analysis import as_printed, implied
from campaign.analysis.implied import Digits, Leeway
from campaign.figures import windows as figures
from ledgerbook.numbers import intervals, synthetic, windows
from ledgerbook.numbers.days import year_of
from ledgerbook.numbers.quantities import Period
from ledgerbook.numbers.windows import InconsistentError, Limited, Statement, System
from ledgerbook.numbers.wording import Convention

SEEDS = st.integers(0, 10_000)
COUNTS = st.integers(3, 30)


def months(first, last, year=2022):
    """From the first day of a month to the last day of another."""
    end = date(year + last // 12, last % 12 + 1, 1) - windows.DAY
    return Period(date(year, first, 1), end)


def total(name, period, low, high=None, **more):
    return Statement((name,), period, portion.closed(low, low if high is None else high), **more)


def growth(name, period, low, high):
    return Statement(
        (name,), period, intervals.growth_factor(portion.closed(Fraction(low), Fraction(high))), growth=True
    )


YEAR, ELEVEN, DECEMBER = months(1, 12), months(1, 11), months(12, 12)


def held(system, period, *without):
    """The ends of the bounds of a period."""
    interval = system.bounds(period, without).interval
    return interval.lower, interval.upper


# Bounds ----------------------------------------------------------------------------------------------------


def test_difference_of_nested_totals_is_bounded():
    system = System([total("year", YEAR, 463_500, 464_500), total("eleven", ELEVEN, 390_500, 391_500)])
    low, high = held(system, DECEMBER)
    assert (low, high) == (72_000, 74_000)
    assert system.bounds(DECEMBER).names == {"year", "eleven"}


def test_growth_bounds_the_year_before():
    system = System([total("now", ELEVEN, 391_000), growth("up", ELEVEN, "5.65", "5.75")])
    low, high = held(system, ELEVEN.a_year_before())
    assert (low, high) == (391_000 / Fraction("1.0575"), 391_000 / Fraction("1.0565"))


def test_what_nothing_bounds_is_open_above():
    system = System([total("half", months(1, 6), 10), total("open", months(7, 12), 5)])
    assert System([growth("up", YEAR, 1, 2)]).bounds(YEAR).interval == portion.closedopen(0, portion.inf)
    assert portion.inf not in system.bounds(YEAR).interval
    strict = System([Statement(("over",), YEAR, portion.closedopen(Fraction(370_000), portion.inf))])
    assert strict.bounds(YEAR).interval.upper == portion.inf


def test_change_between_months_narrows_only_where_it_is_assumed():
    statements = [total("year", YEAR, 1200)]
    assert held(System(statements), DECEMBER) == (0, 1200)
    assert held(Limited(statements, 1), DECEMBER) == (100, 100)


def test_vague_window_holds_less_and_may_hold_more():
    vague = System([total("vague", months(3, 3), 100, vague=31), total("year", YEAR, 1000)])
    assert vague.bounds(months(3, 3)).interval.upper >= 1000
    assert held(System([total("sure", months(3, 3), 100), total("year", YEAR, 1000)]), months(3, 3))[1] == 100


def test_period_across_cells_is_refused():
    system = System([total("year", YEAR, 10)])
    with pytest.raises(ValueError, match="does not begin and end where windows or months do"):
        system.bounds(Period(date(2022, 3, 5), date(2022, 4, 30)))


def test_bounds_of_contradicting_statements_are_refused_by_name():
    system = System([total("part", ELEVEN, 20), total("whole", YEAR, 10)])
    with pytest.raises(InconsistentError, match="part, whole"):
        system.bounds(DECEMBER)
    assert held(system, YEAR, "part") == (10, 10)


@settings(max_examples=12, deadline=None)
@given(seed=SEEDS, count=COUNTS, convention=st.sampled_from(Convention))
def test_bounds_hold_the_truth(seed, count, convention):
    random = np.random.default_rng(seed)
    truth = synthetic.series(random)
    system = System(synthetic.release(truth, random, count, convention))
    assert system.conflict() is None
    for period in random.permutation(np.array(synthetic.calendar(system), dtype=object))[:8]:
        assert truth.total(period) in system.bounds(period).interval, period


def test_truth_outside_of_bounds_is_seen(monkeypatch):
    monkeypatch.setattr(synthetic, "_total_text", lambda total, random: f"{total / synthetic.WAN * 1.01:.2f}万")
    covered = synthetic.coverage(3, 20, seed=1)
    assert covered.held < covered.periods


# Contradictions --------------------------------------------------------------------------------------------


def test_part_larger_than_its_whole():
    system = System([total("part", ELEVEN, 387), total("whole", YEAR, 263), total("other", months(1, 3), 5)])
    conflict = system.conflict()
    assert {s.name for s in conflict.statements} == {"part", "whole"}
    assert conflict.gap == 124
    assert set(windows.reconcile(system).repairs) == {frozenset({"part"}), frozenset({"whole"})}


def test_growth_decides_between_two_totals():
    before = YEAR.a_year_before()
    system = System(
        [total("early", YEAR, 256), total("late", YEAR, 322), total("before", before, 200), growth("up", YEAR, 60, 62)]
    )
    assert windows.reconcile(system).repairs == (frozenset({"early"}),)


def test_consistent_statements_need_no_repair():
    found = windows.reconcile(System([total("year", YEAR, 10), total("eleven", ELEVEN, 9)]))
    assert (found.removed, found.conflicts) == (0, ())


@settings(max_examples=8, deadline=None)
@given(seed=SEEDS, count=st.integers(10, 24), factors=st.lists(st.sampled_from([2, 5, 10]), min_size=1, max_size=2))
def test_conflicts_are_irreducible_and_repairs_are_all_and_smallest(seed, count, factors):
    random = np.random.default_rng(seed)
    statements = synthetic.release(synthetic.series(random), random, count, Convention.USUAL)
    for factor in factors:
        statements, _ = synthetic.planted(statements, random, Fraction(factor))
    system = System(statements)
    found = windows.reconcile(system, smallest=True)
    names = {s.name for s in statements}
    for conflict in found.conflicts:
        core = {s.name for s in conflict.statements}
        assert not system.feasible(names - core)
        assert all(system.feasible((names - core) | {name}) for name in core)
        assert conflict.gap >= 0  # nothing where one begins at the open end of another
    smaller = (set(chosen) for chosen in combinations(names, found.removed - 1)) if found.removed else ()
    assert not any(system.feasible(chosen) for chosen in smaller)
    same_size = {frozenset(chosen) for chosen in combinations(sorted(names), found.removed) if system.feasible(chosen)}
    assert set(found.repairs) == same_size


def test_planted_error_is_never_missed_where_every_window_has_its_parts():
    statements = [total(f"m{m}", months(m, m), 100) for m in range(1, 13)]
    statements += [total(f"h{m}", months(m, m + 5), 600) for m in (1, 7)] + [total("year", YEAR, 1200)]
    for i, statement in enumerate(statements):
        wrong = Statement(statement.claims, statement.period, portion.singleton(statement.interval.lower * 2))
        system = System([*statements[:i], wrong, *statements[i + 1 :]])
        assert frozenset({statement.name}) in windows.reconcile(system).repairs, statement.name


def test_errors_are_noticed_the_more_the_larger_and_the_more_is_printed():
    factors = [Fraction(1), Fraction(2), Fraction(10)]
    none, twice, tenfold = zip(*(synthetic.detections(factors, 20, n, seed=5) for n in (10, 40)), strict=True)
    assert twice[0].noticed <= tenfold[0].noticed <= tenfold[1].noticed
    assert twice[0].noticed < twice[1].noticed
    assert tenfold[1].noticed >= 19
    assert none[1].noticed == 0
    assert {outcome.tried for outcome in (*none, *twice, *tenfold)} == {20}


def test_least_jump():
    quiet = System([total("first", months(1, 3), 300), total("then", months(4, 6), 300)])
    assert windows.least_jump(quiet) == 1
    busy = System([total(f"m{m}", months(m, m), 100 if m < 4 else 800) for m in range(1, 7)])
    assert windows.least_jump(busy) == 8
    nothing = System([total("some", months(1, 3), 5), total("all", months(1, 6), 5)])
    assert (windows.least_jump(nothing) or windows.MOST_JUMP) > 50  # as far as the tolerance lets it


# The record ------------------------------------------------------------------------------------------------


def test_releases_that_print_the_same_make_one_statement(ledger):
    statements = implied.statements(ledger, "cases_solved")
    claims = [claim for statement in statements for claim in statement.claims]
    assert len(claims) == len(set(claims)) > len(statements)
    assert len({(s.period, s.growth, s.interval) for s in statements}) == len(statements)
    assert not any(ledger.claims[statement.name].reprint_of for statement in statements)


def test_reprint_with_a_tighter_hedge_narrows_what_was_printed(ledger):
    """The court's 42,000 in English is 4.2万余 in Chinese: not below 42,000."""
    (statement,) = [s for s in implied.releases(ledger, "court_cases_telecom_fraud") if s.name == "spc-2024-cases-ec"]
    assert statement.claims == ("spc-2024-cases-ec", "spc-2024-cases-xh")
    first, second = (ledger.quantity(claim).interval for claim in statement.claims)
    assert statement.interval == first & second
    assert statement.interval in first
    assert statement.interval != first


def test_reprint_that_says_less_or_contradicts_narrows_nothing(ledger):
    for measure in implied.measures(ledger):
        for statement in implied.releases(ledger, measure):
            own = ledger.quantity(statement.name)
            interval = own.growth_factor() if own.growth else own.interval
            assert not statement.interval.empty
            assert statement.interval in interval
            assert (len(statement.claims) > 1) == (statement.interval != interval), statement.claims


def test_number_may_have_been_cut_off(ledger):
    """39.1万 may be 391,000 to 392,000; a hedged number and a full one are what they are."""
    interval = {
        digits: next(
            s.interval
            for s in implied.statements(ledger, "cases_solved", Leeway(digits=digits))
            if "release-2022-cases-solved" in s.claims
        )
        for digits in Digits
    }
    assert interval[Digits.ROUNDED] == ledger.quantity("release-2022-cases-solved").interval
    assert interval[Digits.CUT_OFF] == portion.closedopen(391_000, 392_000)
    assert interval[Digits.EITHER] == portion.closedopen(390_500, 392_000)


def test_numbers_cut_or_rounded_never_add_contradictions(ledger):
    table = implied.sensitivity(ledger).pivot(index="measure", columns="reading_key", values="removed")
    assert (table["either"] <= table["printed"]).all()
    assert (table["either"] <= table["cut_off"]).all()


def test_no_total_of_the_same_days_checks_a_total(ledger):
    """Where two bodies print a year, neither is given closely by the other's print of these very days."""
    left = implied.without(ledger, "mps-2022-cases-solved-vl")
    assert not {c for c in left.claims if ledger.claims[c].period == year_of(2022) and ledger.claims[c].kind == "level"}


def test_only_inferred_windows_are_vague(ledger):
    for statement in implied.statements(ledger, "cases_solved", Leeway(days=15)):
        bases = {ledger.claims[claim].period_basis for claim in statement.claims}
        assert statement.vague == (15 if bases == {"inferred"} else 0), statement.claims


def test_bounds_of_a_printed_year_are_its_number(ledger):
    year = implied.bounded(ledger, "cases_solved", year_of(2022))
    printed = ledger.quantity("mps-2022-cases-solved-vl")
    assert (float(year.low), float(year.high)) == pytest.approx((float(printed.low), float(printed.high)), abs=3)


def test_every_conflict_of_the_record_is_said_in_words_with_its_claims(ledger):
    found = implied.reconciliations(ledger)
    listed = implied.conflicts(ledger, found)
    assert len(listed) == sum(len(r.conflicts) for r in found.values()) > 0
    assert listed["words"].str.count(r"\(claim:").ge(2).all()
    named = {claim for r in found.values() for repair in r.repairs for claim in repair}
    assert "mps-2020-cases-solved-c114" in named


def test_every_minimal_repair_is_listed_by_statement_and_by_release(ledger):
    found = implied.reconciliations(ledger)
    listed, by_release = implied.repairs(ledger, found), implied.release_repairs(ledger, found)
    counts = {name: int(quantity.low) for name, quantity in implied.repair_counts(ledger, found).items()}
    assert len(listed) == counts["windows-repairs"] > len(by_release) == counts["windows-repairs-by-release"]
    solved = listed[listed["measure"] == "Cases solved"].iloc[0]
    assert "(claim:mps-2020-cases-solved-c114)" in solved["claims"]
    assert solved["size"] == solved["documents"] == 1
    assert by_release["claims"].str.contains(r"\(claim:").all()


def test_smallest_repairs_are_among_all_and_whichever_is_right_allows_more(ledger):
    for measure, few in implied.reconciliations(ledger).items():
        every = implied.every_repair(ledger, measure)
        assert every.repairs == few.repairs, measure
        assert set(few.conflicts) <= set(every.conflicts), measure
    smallest, whichever = (f(ledger, "cases_solved", year_of(2021)) for f in (implied.bounded, implied.bounded_by_any))
    assert smallest.interval in whichever.interval


def test_every_kind_of_planted_error_has_a_word_and_a_result(ledger):
    assert ledger.keys("windows.error") == list(implied.ERRORS)
    assert {f"windows-planted-{key.replace('_', '-')}" for key in implied.ERRORS} <= set(ledger.results)


def test_strict_reading_and_vaguer_windows_never_add_contradictions(ledger):
    table = implied.sensitivity(ledger).pivot(index="measure", columns="reading_key", values="removed")
    for reading in ("open", "half_month", implied.A_MONTH_OFF):
        assert (table[reading] <= table["printed"]).all(), reading


def test_measures_that_the_chapter_calls_hard_are_those_that_stay_in_conflict(ledger):
    table = implied.sensitivity(ledger)
    stay = table[(table["reading_key"] == implied.A_MONTH_OFF) & (table["removed"] > 0)]["measure"]
    assert set(stay) == {
        "dens_destroyed_overseas", "funds_intercepted", "losses_recovered", "prosecuted_telecom_fraud",
        "court_cases_telecom_fraud",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("read", "shifted"),
    [
        ("2021-04-01 2022-03-31", "2021-03-01 2022-02-28"),
        ("2021-04-01 2022-03-31", "2021-05-01 2022-04-30"),
        ("2017-01-01 2021-12-31", "2016-12-01 2021-11-30"),
        ("2017-01-01 2021-12-31", "2017-02-01 2022-01-31"),
        ("2019-05-27 2024-05-27", "2019-04-27 2024-04-27"),
    ],
)
def test_one_undated_window_shifted_by_a_month_leaves_the_bounds_on_2021(ledger, read, shifted):
    read, shifted = (Period(*map(date.fromisoformat, days.split())) for days in (read, shifted))
    statements = implied.statements(ledger, "cases_solved")
    moved = [replace(s, period=shifted) if s.period == read else s for s in statements]
    assert moved != statements
    year, repair = year_of(2021), {"mps-2020-cases-solved-c114"}
    found, kept = (System(each).bounds(year, repair).interval for each in (moved, statements))
    assert (float(found.lower), float(found.upper)) == pytest.approx((float(kept.lower), float(kept.upper)), abs=2)


def test_five_years_to_a_day_are_five_years(ledger):
    days = [date(2024, 2, 28), date(2024, 2, 29), date(2023, 12, 31)]
    windows_tried = implied.five_year_windows(ledger, days)["label"].tolist()
    assert windows_tried == ["1 Mar 2019–28 Feb 2024", "Mar 2019–Feb 2024", "2019–2023"]


def test_word_that_ends_like_a_hedge_is_none(ledger):
    assert as_printed.number(ledger.claims["mps-2016-losses-recovered-cgtn"]) == "1.13 billion yuan"


def test_two_counts_of_2017_leave_a_last_week_that_is_hard_to_believe(ledger):
    """By hand: the three-year total less the most that 2016, early 2016 and 2018 hold is 121,422 for 2017."""
    week = implied.bounded(ledger, "cases_solved", Period(date(2017, 12, 25), date(2017, 12, 31)))
    year = implied.bounded(ledger, "cases_solved", year_of(2017))
    most = ledger.quantity("mps-2017-12-cases-solved").high
    assert week.low == year.low - most
    assert week.low > 40_000


def test_five_years_to_their_day_ask_much_of_four_days(ledger):
    four_days = Period(date(2019, 5, 28), date(2019, 5, 31))
    held = implied.in_five_years(ledger, date(2024, 5, 27), four_days)
    assert held.low == 6_348
    assert implied.bounded(ledger, "cases_solved", four_days).low == 0  # whatever the five years mean


@pytest.mark.parametrize("basis", figures.ASSUMPTIONS)
def test_quarters_of_one_basis_are_drawn_as_what_they_are(basis):
    data = pd.DataFrame({"start": ["2022-01-01"], "end": ["2022-03-31"], "low": [1], "high": [2]})
    spec = figures.quarters(data.assign(basis_key=basis, basis="words"), 700).to_dict()
    shown = [layer["transform"][-1]["filter"] for layer in spec["layer"]]
    assert shown == [f"datum.basis_key == '{key}'" for key in figures.ASSUMPTIONS]
