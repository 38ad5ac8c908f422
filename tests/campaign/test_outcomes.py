"""The chapter on outcomes: identities that must close, refusals, and verdicts that follow from predictions."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import portion
import pytest

from campaign.analysis import outcomes, release
from campaign.analysis.enforcement import by_window
from ledgerbook.figure import marks
from ledgerbook.numbers import comparisons, intervals
from ledgerbook.numbers.days import december, eleven_months_of, period_of, year_of
from ledgerbook.numbers.quantities import CombinationError, Period
from ledgerbook.numbers.wording import Convention

ANSWERS = 30_000


# Factors


def as_change(q):
    """A change of a ratio that was already computed, as one since the year before."""
    return replace(q, base=q.period.a_year_before())


def test_the_factors_multiply_to_the_printed_changes(ledger):
    of = release.outcome_growth(ledger)
    solved = intervals.multiply(
        of["cases_filed"].growth_factor(), as_change(release.solved_per_filed(ledger)).growth_factor()
    )
    arrested = intervals.multiply(
        of["cases_solved"].growth_factor(), as_change(release.arrests_per_solved(ledger)).growth_factor()
    )
    assert of["cases_solved"].growth_factor() in solved
    assert of["suspects_arrested"].growth_factor() in arrested
    assert float(arrested.upper - arrested.lower) < 0.01  # the identity leaves no more room than rounding


def test_the_ratios_of_the_release_are_those_that_its_own_chapter_publishes(ledger):
    ratios = outcomes.ratio_changes(ledger)
    for measure, own in (
        ("cases_solved/cases_filed", release.solved_per_filed(ledger)),
        ("property_loss/cases_filed", release.loss_per_filed(ledger)),
        ("suspects_arrested/cases_solved", release.arrests_per_solved(ledger)),
    ):
        assert ratios[measure, eleven_months_of(2022)].interval == own.interval


def test_the_steps_of_each_window_join(ledger):
    for _, steps in outcomes.factors(ledger).groupby("window"):
        ends = {row["measure"]: row for _, row in steps.iterrows()}
        assert ends["cases_filed"]["before"] == 1
        assert ends["cases_solved/cases_filed"]["before"] == ends["cases_filed"]["after"]
        assert ends["suspects_arrested/cases_solved"]["before"] == ends["cases_solved/cases_filed"]["after"]
    assert ends["property_loss/cases_filed"]["before"] == ends["cases_filed"]["after"]


def test_the_share_of_arrests_per_solved_is_a_share_of_logarithms(ledger):
    share = outcomes.share_of_log_rise(ledger)
    assert 88 < share.low < share.high < 90  # 1 - log(1.057) / log(1.644) = 88.8%


# The cases that were no longer filed


def test_missing_cases_had_the_money_that_is_missing(ledger):
    """17.3 percent of the cases took 1.3 percent of the money with them; 6 percent, if the others rose by 5."""
    assert outcomes.missing_mean(ledger).middle == pytest.approx(100 * 0.013 / 0.173, abs=0.5)
    assert outcomes.missing_mean(ledger, 5).middle == pytest.approx(100 * (1 - 0.987 / 1.05) / 0.173, abs=0.5)


def test_missing_cases_are_like_all_others_if_the_rest_rose_as_much_as_loss_per_case(ledger):
    rise = release.loss_per_filed(ledger)
    low, high = (outcomes.missing_mean(ledger, end) for end in (rise.low, rise.high))
    assert low.low < 100 < high.high
    assert outcomes.missing_mean(ledger, 5).low > outcomes.missing_mean(ledger).high


def test_the_mean_at_the_threshold_gives_the_threshold_back(ledger):
    mean = outcomes.mean_at_threshold(ledger)
    back = intervals.scale(intervals.multiply(mean.interval, outcomes.missing_mean(ledger).interval), Fraction(1, 100))
    assert 3000 in back
    assert mean.unit == "CNY"


# The end of the year


def test_what_is_not_a_flow_or_is_in_dispute_gives_no_pace(ledger):
    standing = {(r.measure, r.year.period.start.year): r.standing for r in outcomes.rests(ledger)}
    assert ("warning_instructions", 2022) not in standing  # totals since a day that nobody prints
    assert standing["calls_intercepted", 2021] == outcomes.DISPUTED
    assert standing["people_spared", 2020] == outcomes.SCOPE
    assert ("heads_backbones_arrested", 2022) not in standing  # those of the release are counted since June
    assert standing["cases_solved", 2022] == outcomes.USED
    seen = [(rest.measure, rest.period) for rest in outcomes.paces(ledger)]
    assert not [period for measure, period in seen if measure == "calls_intercepted" and period.start.year == 2021]
    assert len(seen) == len(set(seen))


def test_what_is_left_out_is_what_the_chapter_names(ledger):
    left_out = {(r.measure, r.year.period.start.year): r.standing for r in outcomes.rests(ledger)}
    left_out = {key: standing for key, standing in left_out.items() if standing != outcomes.USED}
    disputed = {
        ("calls_intercepted", 2020),
        ("calls_intercepted", 2021),
        ("domains_blocked", 2020),
        ("sms_intercepted", 2021),
        ("funds_intercepted", 2021),
        ("people_spared", 2021),
        ("in_person_dissuasions", 2023),
    }
    assert {key for key, standing in left_out.items() if standing == outcomes.DISPUTED} == disputed
    scope = {("people_spared", 2020)}
    assert left_out.keys() == disputed | scope


def test_under_the_strict_reading_a_rest_without_bounds_is_left_out(ledger):
    rests = outcomes.rests(ledger.under(Convention.STRICT))
    standing = {(r.measure, r.year.period.start.year): r.standing for r in rests}
    assert standing["prosecuted_aiding_crime", 2022] == outcomes.OPEN


def test_every_reason_of_another_scope_names_a_count_that_would_else_be_used(ledger):
    found = {f"{r.measure};{r.year.period.start.year}" for r in outcomes.rests(ledger) if r.standing == outcomes.SCOPE}
    assert found == ledger.table("unlike_parts").keys()


def test_a_later_year_is_seen_and_drawn_as_soon_as_the_record_has_it(ledger):
    """Cases solved in 2031, three times as many in the year as in its first eleven months."""
    model = ledger.claim("release-2022-cases-solved")
    later = {
        name: replace(
            model, claim_id=name, period_start=days.start, period_end=days.end, value=Fraction(text), value_text=text
        )
        for name, days, text in (("year", year_of(2031), "900000"), ("part", eleven_months_of(2031), "300000"))
    }
    growth = replace(
        ledger.claim("release-2022-cases-solved-yoy"),
        period_start=date(2031, 1, 1), value=Fraction(400), value_text="400%",
    )  # fmt: skip
    changes = {
        name: replace(growth, claim_id=name, period_end=end)
        for name, end in (("year-yoy", date(2031, 12, 31)), ("part-yoy", date(2031, 11, 30)))
    }
    grown = replace(ledger, claims={**ledger.claims, **later, **changes})
    assert ("cases_solved", december(2031)) in {(r.measure, r.period) for r in outcomes.paces(grown)}
    table = outcomes.year_ends(grown)
    pairs = table[table["panel"] == outcomes.GROWTH]
    assert "Cases solved, 2031" in set(pairs["label"])
    assert marks.reaching(pairs, -20, 150)[1] > 400
    assert marks.reaching(outcomes.year_ends(ledger).query("panel == 'growth'"), -20, 150) == [-20, 150]


def test_part_and_whole_of_a_pair_end_in_one_year(ledger):
    for (_, year), (part, whole) in outcomes.growth_pairs(ledger).items():
        assert part.period.start == whole.period.start == date(year, 1, 1)
        assert part.period.end < whole.period.end == date(year, 12, 31)


def test_the_disputed_growth_of_prosecutions_is_not_taken(ledger):
    part, _ = outcomes.growth_pairs(ledger)["prosecuted_telecom_fraud", 2023]
    assert part.claims == ("spp-2023-10m-prosecuted-yoy",)


def test_a_count_exceeds_only_its_own_a_year_before(ledger):
    solved = by_window(ledger, "cases_solved")
    year_2023, year_2022, year_2020 = (solved[year_of(y)] for y in (2023, 2022, 2020))
    assert comparisons.beyond(year_2023, year_2022).high < 0
    with pytest.raises(CombinationError, match="does not follow"):
        comparisons.beyond(year_2023, year_2020)
    with pytest.raises(CombinationError, match="not one count"):
        comparisons.beyond(ledger.quantity("spp-2023-prosecuted-c114"), year_2022)


def test_booking_that_equals_the_rise_turns_the_change_to_nothing(ledger):
    share = outcomes.share_to_turn(ledger)
    only_2021, only_2022 = outcomes.rebooked(ledger, Fraction(share.middle))
    assert 0 in only_2021.interval
    assert only_2022.low > ledger.quantity("release-2022-cases-solved-yoy").high
    untouched, same = outcomes.rebooked(ledger, 0)
    assert untouched.interval == same.interval
    assert ledger.quantity("release-2022-cases-solved-yoy").interval.overlaps(untouched.interval)


def test_the_excess_of_a_year_without_a_jump_is_nothing(ledger):
    assert outcomes.december_excess(ledger, 2022).period == Period(date(2022, 12, 1), date(2022, 12, 31))
    even = {year_of(2022): "365365", eleven_months_of(2022): "334334"}  # 1,001 a day throughout
    claims = {
        name: replace(claim, value_text=even[claim.period], value=Fraction(even[claim.period]), bound="exact")
        if (claim.measure, claim.kind) == ("cases_solved", "level") and claim.period in even
        else claim
        for name, claim in ledger.claims.items()
    }
    excess = outcomes.december_excess(replace(ledger, claims=claims), 2022)
    assert excess.interval == portion.singleton(0)


# Independent evidence


def test_sampling_error_shrinks_with_the_root_of_the_answers(ledger):
    share = ledger.quantity("cnnic-202106-fraud")
    few, many = outcomes.with_sampling(share, 1_000), outcomes.with_sampling(share, 100_000)
    rounding = share.high - share.low
    assert (few.high - few.low - rounding) / (many.high - many.low - rounding) == pytest.approx(10, rel=1e-3)
    assert share.interval in many.interval
    with pytest.raises(CombinationError, match="no share of a sample"):
        outcomes.with_sampling(ledger.quantity("release-2022-cases-solved"), 1_000)


def test_fewer_answers_cannot_exclude_a_fall_like_that_of_filings(ledger):
    filed = ledger.quantity("release-2022-cases-filed-yoy").interval
    assert not outcomes.survey_2022(ledger, ANSWERS).interval.overlaps(filed)
    assert not outcomes.survey_2022(ledger, 3_000).interval.overlaps(filed)
    assert outcomes.survey_2022(ledger, 2_000).interval.overlaps(filed)


def test_rates_of_users_are_yearly(ledger):
    rates = outcomes.filed_per_users(ledger)
    month = ledger.quantity("mps-2021-05-cases-filed-con")
    users = ledger.quantity("cnnic-2021-06-internet-users")
    monthly = comparisons.per_head(month, users)
    assert rates[period_of("2021-05")].high / monthly.high == Fraction(365, 31)


# Rival explanations


def test_every_evidence_of_the_record_has_a_change_and_every_rival_a_prediction(ledger):
    assert [e.key for e in outcomes.evidence(ledger, ANSWERS)] == list(ledger.table("rival_evidence"))
    assert all(rival.predicts for rival in outcomes.rival_explanations(ledger))


@pytest.mark.parametrize(
    ("predicted", "shown", "expected"),
    [
        (portion.open(0, portion.inf), portion.closed(1, 2), outcomes.AGREES),
        (portion.open(0, portion.inf), portion.closed(-1, 2), outcomes.UNCLEAR),
        (portion.open(0, portion.inf), portion.closed(-2, -1), outcomes.CONTRADICTS),
        (portion.singleton(0), portion.closed(-1, 2), outcomes.UNCLEAR),
        (portion.singleton(0), portion.closed(1, 2), outcomes.CONTRADICTS),
        (portion.closed(-3, 3), portion.closed(-1, 2), outcomes.AGREES),
        (portion.closed(-18, -17), portion.closed(-20, 5), outcomes.UNCLEAR),
        (portion.closed(-18, -17), portion.closed(-17.5, 5), outcomes.UNCLEAR),
        (portion.closed(-18, -17), portion.closed(-7, 5), outcomes.CONTRADICTS),
    ],
)
def test_agreement_is_a_matter_of_intervals(predicted, shown, expected):
    assert outcomes.agreement(predicted, shown) == expected


def test_what_is_known_worse_agrees_no_more(ledger):
    """With a hundred answers the survey says nothing, and no prediction of it is said to be true."""
    few = outcomes.standard(ledger, 100)
    for rival in outcomes.rival_explanations(ledger):
        assert outcomes.outcomes_of(outcomes.alone(rival, few), few)["survey"] == outcomes.UNCLEAR


@pytest.fixture(scope="module")
def held(ledger):
    return outcomes.standard(ledger, ANSWERS)


def invented(**predicts):
    return outcomes.Rival("invented", "Invented", predicts, "for the test")


def test_no_change_may_be_as_large_as_the_largest_earlier_swing(ledger, held):
    """Loss per case fell to 0.709 / 0.939 of what it was in 2017, so it may fall by 24 and rise by 32 percent."""
    assert held.swings["loss_per_filed"] == pytest.approx(0.939 / 0.709, rel=2e-3)
    room = held.room("loss_per_filed")
    assert (float(room.lower), float(room.upper)) == pytest.approx((-24.5, 32.4), abs=0.2)
    assert held.swings["survey"] == 1  # of which no earlier change is known
    assert outcomes.verdict(invented(loss_per_filed=outcomes.FLAT), held) == outcomes.FITS
    assert outcomes.verdict(invented(loss_per_filed=outcomes.FLAT), held.exact()) == outcomes.NOT_ALONE


def test_swings_are_earlier_than_the_release_and_settled(ledger):
    swings = outcomes.past_swings(ledger)
    assert all(q.period.end < date(2022, 1, 1) for of in swings.values() for q in of)
    claims = {claim for key, of in swings.items() if key != "december" for q in of for claim in q.claims}
    assert "mps-2017-12-cases-filed-yoy" in claims
    assert "mps-2017-12-cases-solved-yoy" not in claims  # in dispute


def test_a_swing_is_only_what_it_surely_was(ledger):
    wide = outcomes.survey_changes(ledger, 100)[period_of("2022-01/2022-06")]
    small = ledger.quantity("mps-2019-h1-cases-solved-yoy")
    assert wide.low < -20 and wide.high > 20
    assert outcomes.largest_swing([wide, small]) is small
    assert outcomes.largest_swing([]) is None
    assert outcomes.largest_swing(outcomes.past_swings(ledger)["filed"]).claims == ("mps-2016-7m-cases-filed-yoy",)


def test_a_verdict_follows_from_predictions_and_evidence(held):
    def verdict(**predicts):
        return outcomes.verdict(invented(**predicts), held)

    assert verdict(filed=outcomes.DOWN) == outcomes.FITS
    assert verdict(filed=outcomes.UP) == outcomes.NOT_ALONE
    assert verdict(filed=outcomes.DOWN, prosecuted=outcomes.UP) == outcomes.OPEN_VERDICT  # indirect: cannot refute
    assert verdict(filed=outcomes.DOWN, aiding=outcomes.UP) == outcomes.FITS  # nor does what nobody can tell
    assert verdict(december=outcomes.UP) == outcomes.OPEN_VERDICT  # speaks of nothing that the release counts
    turned = replace(
        held, shown=held.shown | {"filed": replace(held.shown["filed"], change=held.shown["solved"].change)}
    )
    assert outcomes.verdict(invented(filed=outcomes.DOWN), turned) == outcomes.NOT_ALONE


def test_all_rivals_are_held_to_all_evidence_by_one_rule(ledger, held):
    """By hand: what no rival but the wider net speaks of, suspects per solved case, rose by more than ever before."""
    for rival in outcomes.rival_explanations(ledger):
        whole = outcomes.alone(rival, held)
        assert whole.predicts.keys() == held.shown.keys()
        assert rival.predicts.items() <= whole.predicts.items()
        assert (outcomes.verdict(whole, held) == outcomes.NOT_ALONE) == (rival.key != "wider_net")
    assert float(held.room("arrests_per_solved").upper) == pytest.approx(53.6, abs=0.1)  # 2.465 / 1.604, early 2021
    assert held.shown["arrests_per_solved"].change.low > 55


def test_verdicts_by_hand(ledger):
    own = outcomes.verdicts(ledger, ANSWERS)
    assert {key for key, verdict in own.items() if verdict == outcomes.NOT_ALONE} == {"out_of_reach", "more_work"}
    assert {key for key, verdict in own.items() if verdict == outcomes.OPEN_VERDICT} == {"less_fraud", "year_end"}
    exact = outcomes.verdicts_exact(ledger, ANSWERS)
    fitting = {"reported_less", "recorded_otherwise", "warned_small", "fewer_dearer", "wider_net"}
    assert {key for key, verdict in exact.items() if verdict == outcomes.FITS} == fitting


def test_less_fraud_is_left_open_by_the_survey_alone(ledger, held):
    less = next(rival for rival in outcomes.rival_explanations(ledger) if rival.key == "less_fraud")
    assert outcomes.outcomes_of(less, held)["loss_per_filed"] == outcomes.AGREES
    assert outcomes.outcomes_of(less, held)["survey"] == outcomes.CONTRADICTS
    few = outcomes.standard(ledger, 2_000)
    assert outcomes.outcomes_of(less, few)["survey"] == outcomes.UNCLEAR
    assert outcomes.verdict(less, few) == outcomes.FITS


def test_the_table_of_rivals_says_what_the_verdicts_say(ledger):
    table = outcomes.rivals(ledger, ANSWERS)
    verdicts = outcomes.verdicts(ledger, ANSWERS)
    rows = table[table["rival"] != outcomes.RECORD]
    assert dict(zip(rows["rival"], rows["verdict"], strict=True)) == verdicts
    assert len(rows) == len(ledger.table("rivals")) * len(ledger.table("rival_evidence"))
    assert (rows["sign"] != outcomes.AS_BEFORE).sum() == len(ledger.table("predictions"))
    counts = {word: outcomes.count_verdicts(ledger, ANSWERS, verdicts, word).low for word in set(verdicts.values())}
    assert sum(counts.values()) == len(ledger.table("rivals"))


def test_less_reporting_and_other_recording_make_the_same_predictions(ledger):
    predictions = {rival.key: rival.predicts for rival in outcomes.rival_explanations(ledger)}  # as the chapter says
    assert predictions["reported_less"] == predictions["recorded_otherwise"]


# What the verdicts hang on, as the chapter says


def test_the_survey_alone_keeps_less_fraud_from_fitting(ledger):
    verdicts = {answers: outcomes.verdicts(ledger, answers) for answers in (30_000, 3_000, 2_000)}
    assert [found["less_fraud"] for found in verdicts.values()] == ["open", "open", "fits"]
    assert all({**found, "less_fraud": ""} == {**verdicts[30_000], "less_fraud": ""} for found in verdicts.values())


def test_the_verdict_that_none_fits_alone_is_a_narrow_one(ledger):
    """With the rise of late 2020 at its upper end as the largest swing, one explanation fits all evidence."""
    held = outcomes.standard(ledger, 30_000)
    swing = 1 + Fraction(outcomes.per_solved_late_2020(ledger).high) / 100
    wider = replace(held, swings={**held.swings, "arrests_per_solved": swing})
    fitting = [
        rival.key
        for rival in outcomes.rival_explanations(ledger)
        if outcomes.verdict(outcomes.alone(rival, wider), wider) == outcomes.FITS
    ]
    assert fitting == ["lockdowns"]
    assert held.swings["arrests_per_solved"] < swing


def test_late_2020_is_that_of_the_printed_levels(ledger):
    """By hand: 361,000 less 92,000 caught over 322,000 less 101,000 solved, and so for 2019."""
    change = outcomes.per_solved_late_2020(ledger)
    middle = (361_000 - 92_000) / (322_000 - 101_000) / ((163_000 - 51_400) / (200_300 - 58_000)) - 1
    assert change.low < 100 * middle < change.high
    assert change.high - change.low < 7


def test_the_mean_of_2020_follows_from_the_filings_supposed(ledger):
    for window, filed in ((year_of(2019), 782_000 / 365), (period_of("2021-05"), 84_600 / 31)):
        mean = outcomes.mean_loss_2020(ledger, window)
        assert mean.low < 35.37e9 / 366 / filed < mean.high
