"""The chapter on enforcement: what subtraction yields, and axes and look-ups that follow the record."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import portion
import pytest

import small_record
from campaign import load
from campaign.analysis import drawn, enforcement
from campaign.figures import enforcement as drawings
from ledgerbook.numbers.days import eleven_months_of, period_of, year_of
from ledgerbook.numbers.wording import Convention
from ledgerbook.record.problems import LedgerError


@pytest.fixture(scope="module")
def later(ledger):
    """The record with an invented change of cases solved for 2027."""
    claim = next(c for c in ledger.select("cases_solved", kind="yoy_percent", geography="CN"))
    days = {"period_start": date(2027, 1, 1), "period_end": date(2027, 12, 31)}
    return replace(ledger, claims={**ledger.claims, "later": replace(claim, claim_id="later", **days)})


def test_the_steps_of_a_year_add_up_to_its_last_total(ledger):
    steps = [q for q in enforcement.ladder(ledger) if q.period.start.year == 2022]
    assert [q.period for q in steps] == [eleven_months_of(2022), period_of("2022-12")]
    year = enforcement.by_window(ledger, "cases_solved")[year_of(2022)]
    assert year.interval in (steps[0] + steps[1]).interval


def test_the_ladder_has_the_years_with_two_totals_and_no_others(ledger):
    years = [q.period.start.year for q in enforcement.ladder(ledger)]
    assert {2019, 2020, 2021, 2022, 2023} <= set(years)
    assert all(years.count(year) > 1 for year in years)


def test_december_is_compared_wherever_year_and_eleven_months_are_known(ledger):
    ratios = enforcement.december_ratios(ledger)
    assert [year for measure, year in ratios if measure == "prosecuted_telecom_fraud"] == [2022, 2023, 2024]
    assert 1.9 < ratios["cases_solved", 2022].middle < 2.1


def test_november_2023_is_what_ten_months_leave_of_eleven(ledger):
    """Prosecutions: 3.4万余, 4.2万 and 5.1万 leave 6,500 to 8,500 for November and 8,000 to 10,000 for December."""
    ratio = enforcement.nearest_over_december(ledger, "prosecuted_telecom_fraud", 2023)
    ends = (6_500 / 30) / (10_000 / 31), (8_500 / 30) / (8_000 / 31)
    assert (float(ratio.low), float(ratio.high)) == pytest.approx(ends)


def test_december_2022_beside_an_autumn_that_climbed_as_in_2021(ledger):
    december, mean = 73_000 / 31, 391_000 / 334
    autumn = (370_280 - 262_000) / 61 / (370_280 / 334)
    climb = enforcement.december_over_climb(ledger, 2022)
    assert climb.low < december / mean / autumn < climb.high


def test_a_count_whose_last_months_may_be_empty_gives_no_ratio(ledger):
    strict = ledger.under(Convention.STRICT)
    assert ("prosecuted_telecom_fraud", 2023) in enforcement.december_over_nearest(ledger)
    assert ("prosecuted_telecom_fraud", 2023) not in enforcement.december_over_nearest(strict)


def test_the_last_step_is_highest_only_where_it_stands_above_each_other(ledger):
    steps = enforcement.steps_by_year(ledger)["2021"]
    assert enforcement.ends_highest(steps)
    assert enforcement.ends_highest(steps[::-1]) is False
    assert enforcement.ends_highest([*steps, steps[-1]]) is None


def test_no_running_total_of_card_cutting_is_drawn_as_if_it_fell(ledger):
    rows = enforcement.two_cards(ledger)
    running = rows[rows["series_key"] == "running_total"].sort_values("end")
    assert all(group["middle"].is_monotonic_increasing for _, group in running.groupby("count_key"))
    assert (rows["series_key"] == "disputed").any()


def test_about_says_a_number_within_a_unit_of_both_ends():
    intervals = {"about 1.3": ("1.2277", "1.28538"), "about 9": ("9.27", "9.54"), "about 1,270": ("1270", "1272.7")}
    for text, ends in intervals.items():
        assert enforcement.about(portion.closed(*map(Fraction, ends))) == text
    assert enforcement.about(portion.closedopen(5, portion.inf)) == "at least 5"


def test_rates_per_head_are_keyed_by_measure_and_year(ledger):
    assert enforcement.per_head_rates(ledger).keys() == enforcement.per_head_levels(ledger).keys()


def test_the_axis_of_changes_follows_a_later_claim(ledger, later):
    spec = str(drawings.growth(enforcement.growth_windows(later), 700).to_dict())
    assert "'year': 2028" in spec
    assert "'year': 2028" not in str(drawings.growth(enforcement.growth_windows(ledger), 700).to_dict())


def test_every_output_of_a_campaign_is_in_the_figure(ledger):
    rows = enforcement.campaign_outputs(ledger)
    assert rows["claims"].tolist() == list(ledger.table("campaign_outputs"))


def test_a_drawn_break_has_its_date(ledger):
    assert drawn.breaks(ledger, "cases_solved").to_dict("list") == {
        "date": ["2025-01-01"],
        "label": ["“related\ncases”"],
    }


def test_a_drawn_break_that_the_record_lacks_is_named(tmp_path):
    folder = small_record.make(tmp_path)
    row = {"measure": "cases_solved", "date": "1999", "label_en": "never"}
    small_record.write(folder, "drawn_breaks", [row], small_record.columns_of("drawn_breaks"))
    with pytest.raises(LedgerError, match=r"drawn_breaks.csv:2: date: '1999' is no date of a break"):
        load(folder)
