"""The chapter on governance: what windows leave between them, and series that follow the record."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from campaign.analysis import drawn, governance
from campaign.figures import governance as drawings
from ledgerbook.numbers.days import period_of
from ledgerbook.numbers.wording import Convention


@pytest.fixture(scope="module")
def later(ledger):
    """The record with an invented claim of calls for 2030 in the drawn series."""
    days = {"period_start": date(2030, 1, 1), "period_end": date(2030, 12, 31)}
    claim = replace(ledger.claims["mps-2025-calls-gt"], claim_id="later", **days)
    rows = dict(ledger.table("drawn_claims"))
    rows["calls;later"] = replace(rows["calls;mps-2025-calls-gt"], claim_id="later", label_en="2030")
    return replace(ledger, claims={**ledger.claims, "later": claim}, own={**ledger.own, "drawn_claims": rows})


def test_what_two_windows_leave_is_of_the_days_between_them(ledger):
    december = governance.between(ledger, governance.YEAR_CALLS, governance.RELEASE_CALLS)
    assert december.period == period_of("2022-12")
    assert december.low >= 0


def test_every_drawn_window_with_an_earlier_one_is_implied(ledger):
    rows = governance.rates(ledger, "funds_steps")
    implied = [bool(row.earlier) for row in drawn.series(ledger, "funds_steps")]
    assert [kind == governance.IMPLIED for kind in rows["kind_key"]] == implied


def test_an_unknown_series_is_named_with_the_nearest(ledger):
    with pytest.raises(KeyError, match="messages_12381"):
        drawn.series(ledger, "message_12381")


def test_a_body_without_words_is_named(ledger):
    claim = replace(ledger.claims["mps-2019-fy-funds"], agency="CASS")
    with pytest.raises(KeyError, match=r"word of agency.governance.*CASS"):
        governance.rates(replace(ledger, claims={**ledger.claims, claim.claim_id: claim}), "funds")


def test_the_axis_of_rates_follows_a_later_window(later):
    rows = governance.interceptions(later)
    assert governance.years(rows).endswith("2030")
    none = rows[["start"]].head(0).assign(date=[], label=[])
    draw = drawings.interception_windows(dict.fromkeys(drawings.RATES, none))
    assert "2030-12-31" in str(draw(rows[rows["measure"] == "calls_intercepted"], 700).to_dict()["vconcat"][0]["layer"])


def test_each_governance_number_of_the_release_is_read_once(ledger):
    rows = governance.flows_and_totals(ledger)
    assert rows.loc[rows["order_key"] == "release", "claims"].tolist() == list(ledger.table("flow_or_total"))
    undated = rows[rows["start"] == ""]
    assert undated["when"].str.startswith("to ").all()


def test_a_number_of_the_release_is_a_hundred_percent_of_itself(ledger):
    rows = governance.flows_and_totals(ledger)
    release = rows[rows["order_key"] == "release"]
    assert release["middle"].round(9).eq(100).all()
    assert dict(zip(release["panel"], release["text"], strict=True))["Local warning items"] == "50 to 150"
    assert "Local warning items (start not printed): earlier 42" in governance.beside_in_words(rows)
    assert (rows.loc[rows["order_key"] == "earlier", "end"] < release["end"].iloc[0]).all()


def test_what_rests_on_a_disputed_claim_has_a_question_mark(ledger):
    rows = governance.funds_over_time(ledger).set_index("claims")
    assert rows.at["mps-2019-fy-funds", "tag"].endswith("?")
    assert not rows.at["mps-2020-funds-pd", "tag"].endswith("?")
    steps = governance.rates(ledger, "people").set_index("label")
    assert steps.at["December 2021", "standing_key"] == governance.DISPUTED  # one of its two prints is


def test_a_mean_month_is_a_twelfth_of_its_year(ledger):
    january = {q.claims[0]: q for q in governance.stated_means(ledger)}["miit-2016-calls-month"]
    assert january.low == Fraction(173_000_000 * 12, 366)  # a leap year


def test_the_step_between_the_totals_of_2018_by_hand(ledger):
    step = governance.calls_of_autumn_2018(ledger)
    assert step.period.days == 116
    assert step.low < 870_000_000 - 339_000_000 < step.high


def test_the_total_of_2018_from_the_other_start_by_hand(ledger):
    mean = governance.calls_from_2017(ledger).per_day()
    assert mean.middle == pytest.approx(870e6 / 639)  # 1 March 2017 to 29 November 2018


def test_a_check_names_prints_by_window_body_and_outlet_and_not_by_their_ids(ledger):
    pairs = governance.yearly_funds_beside_each_other(ledger) | governance.funds_to_summer_2022(ledger)
    assert pairs and not any(q.claims[0] in words for words, pair in pairs.items() for q in pair)
    assert not any(mean.claims[0] in words for words, mean in governance.means_in_words(ledger).items())


def test_a_count_without_end_is_read_as_one_of_2024(ledger):
    assert governance.funds_of_2024_alone(ledger).middle == pytest.approx(315.1e9 / 366)
    (row,) = governance.funds_over_time(ledger).query("kind_key == 'if_year'").to_dict("records")
    assert row["end"] == "2024-12-31"


def test_cloud_sword_and_2020_by_hand(ledger):
    a_day = 2722 / 366, 474.3 / 196  # 13 June to 25 December 2019
    pace = (
        governance.window(ledger, "mps-2020-funds-pd").per_day()
        / governance.window(ledger, "mps-2019-ys-funds-xh").per_day()
    )
    assert pace.middle == pytest.approx(a_day[0] / a_day[1], rel=1e-3)


def test_a_rough_number_has_two_digits_or_is_an_interval(ledger):
    assert governance.roughly(governance.window(ledger, "mps-2021-8m-dissuaded").per_day()) == "about 31,000"
    assert " to " in governance.roughly(governance.window(ledger, "mps-2020-10-funds"))


def test_the_parts_of_a_split_total_stand_end_to_end(ledger):
    rows = governance.cards(ledger)
    phone, industry = (rows[rows["part_key"] == part].iloc[0] for part in ("phone", "industry"))
    assert phone["offset"] == 0
    assert industry["offset"] == phone["reach"]
    assert phone["total"] == industry["total"]


def test_a_star_marks_subjects_with_a_number_of_the_release(ledger):
    rows = governance.who_states_what(ledger)
    starred = rows[rows["mark"].str.endswith("*")]
    assert 0 < len(starred) < len(rows)
    assert starred["claims"].str.contains("release-2022-").all()


def test_earlier_prints_end_before_the_release(ledger):
    for reading in ("flow", "total"):
        pairs = governance.earlier_prints(ledger, reading)
        assert pairs
        assert all(earlier.period.end < release.period.end for earlier, release in pairs.values())


def test_the_highest_earlier_print_counts_from_2021(ledger):
    highest = governance.highest_since_2021(ledger)
    assert {release.claims[0]: earlier.claims[0] for release, earlier in highest.values()} == {
        "release-2022-calls-intercepted": "miit-2022-08-calls-cen",
        "release-2022-sms-intercepted": "miit-2022-08-sms-cen",
    }


def test_yearly_prints_of_money_are_of_whole_years_and_disputed_ones_too(ledger):
    years = governance.funds_of_years(ledger, 2021, 2023)
    assert {"mps-2021-funds-gm", "all-2022-funds-pd", "mps-2023-funds-nn"} <= years.keys()
    assert not {"mps-2021-06-funds", "mps-1y2022-funds"} & years.keys()


def test_two_amounts_lie_within_a_tenth_or_not_or_are_open(ledger):
    year_2021, year_2023, year_2020 = (
        governance.window(ledger, claim).per_day()
        for claim in ("mps-2021-funds-gm", "mps-2023-funds-nn", "mps-2020-funds-pd")
    )
    assert governance.within_a_tenth((year_2021, year_2023))
    assert not governance.within_a_tenth((year_2020, year_2023))
    strict = governance.window(ledger.under(Convention.STRICT), "all-2022-funds-pd").per_day()
    assert governance.within_a_tenth((strict, year_2023)) is None


def test_the_sum_of_the_parts_since_2021_by_hand(ledger):
    total, parts = governance.since_2021_beside_parts(ledger)["Calls"]
    assert total.middle == pytest.approx(69.9e8)
    assert parts.middle == pytest.approx((19.5 + 21 + 37) * 1e8)


def test_a_later_autumn_is_slower_but_faster_than_the_summer(ledger):
    october, november = governance.autumns_of_2021(ledger).values()
    assert october[0].low > november[0].high > november[1].high
    assert november[0].middle == pytest.approx((23.37e6 - 7.965e6) / 74, rel=1e-3)


def test_the_number_at_a_line_is_in_the_unit_of_its_axis(ledger):
    calls = governance.interceptions(ledger).set_index("claims")
    assert calls.at["release-2022-calls-intercepted", "tag"] == "5.4"  # 1.82 billion in 334 days, in millions
    funds = governance.funds_over_time(ledger)
    printed = funds[funds["kind_key"] == governance.PRINTED].set_index("claims")
    assert printed.at["mps-2020-funds-pd", "tag"] == "744"  # 272.2 billion yuan in 366 days, in millions
    assert printed.at["mps-3y2018-funds-stopped", "tag"] == "26–36"  # too loose for a middle
    alone = funds[funds["kind_key"] == governance.IF_YEAR]
    assert alone["tag"].tolist() == ["861"]


def test_a_rate_that_is_open_above_has_its_least_at_the_line(ledger):
    strict = governance.funds_over_time(ledger.under(Convention.STRICT)).set_index(["claims", "kind_key"])
    assert strict.at[("all-2022-funds-pd", governance.PRINTED), "tag"].startswith("at least 871")
