"""The chapter on enforcement: what subtraction yields, and axes and look-ups that follow the record."""

from dataclasses import replace
from datetime import date

import pytest

import small_record
from campaign import load
from campaign.analysis import drawn, enforcement
from campaign.figures import enforcement as drawings
from ledgerbook.numbers.days import eleven_months_of, period_of, year_of
from ledgerbook.record.problems import LedgerError


@pytest.fixture(scope="module")
def ledger():
    return load()


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
