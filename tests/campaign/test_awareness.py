"""The chapter on awareness: totals, surveys by half-year, and figures that follow the record."""

from dataclasses import replace
from datetime import date

import pytest

from campaign.analysis import awareness
from campaign.figures import awareness as drawings
from ledgerbook.numbers.days import half


@pytest.fixture(scope="module")
def later(ledger):
    """The record with an invented share of the survey's for the second half of 2027."""
    claim = next(c for c in ledger.select(awareness.MET_FRAUD, kind="share_percent", geography="CN"))
    days = {"period_start": date(2027, 7, 1), "period_end": date(2027, 12, 31)}
    return replace(ledger, claims={**ledger.claims, "later": replace(claim, claim_id="later", **days)})


def test_the_first_videos_are_those_of_the_first_total(ledger):
    first, *_ = awareness.video_flows(ledger)
    assert first.interval == awareness.videos_total(ledger)[0].interval


def test_plays_are_divided_by_the_videos_of_the_same_day(ledger):
    for plays, mean in zip(awareness.plays_total(ledger), awareness.plays_per_video(ledger), strict=True):
        assert mean.period == plays.period


def test_the_release_is_marked_in_each_series_of_totals(ledger):
    rows = awareness.totals(ledger)
    assert rows.loc[rows["release"], "reading_key"].tolist() == ["as_total", "as_total"]
    assert awareness.app(ledger)["release"].sum() == 1


def test_points_between_two_half_years(ledger):
    rise = awareness.points_between(ledger, half(2023, 1), half(2022, 1))
    assert 2.0 < rise.low < rise.high < 2.4  # 20.0 less 17.8
    assert rise.unit == "percentage points"


def test_steps_of_the_survey_within_the_falling_months_by_hand(ledger):
    steps = awareness.steps_in_falling_run(ledger)
    assert [round(q.middle, 1) for q in steps.values()] == [-0.6, 1.2, -1.4]  # 17.2, 16.6, 17.8, 16.4


def test_no_reading_of_the_app_warnings_fits(ledger):
    since_launch, year_alone = awareness.app_readings(ledger).values()
    assert since_launch[0].low > since_launch[1].high  # July above the release
    assert year_alone[0].low > year_alone[1].high  # 2.3 and 2.4 above 3.1 of June 2023


def test_each_kind_of_outreach_has_a_label_for_each_year(ledger):
    assert all(len(names) == len(claims) == 2 for names, claims in awareness.labels(ledger).values())


def test_a_half_year_without_a_count_of_users_is_an_error(ledger):
    with pytest.raises(KeyError):
        awareness.people_who_met(ledger, half(2023, 1))


def test_the_figure_of_the_survey_follows_a_later_half_year(later):
    rows, months = awareness.exposure(later), awareness.publicity_months(later)
    assert rows["label"].tolist().count("H2 2027") == 1
    draw = drawings.Exposure(months, awareness.falling_run(later))
    assert "2027-12-31" in str(draw(rows, 700).to_dict()["vconcat"][0]["layer"])


def test_publicity_months_are_those_of_the_surveyed_years(ledger):
    months = awareness.publicity_months(ledger)
    assert months["label"].tolist() == ["2021", "2022", "2023"]


def test_every_survey_has_a_row_for_each_of_its_answers(ledger):
    rows = awareness.surveys(ledger)
    asked = ledger.table("surveys").values()
    assert rows["answer_key"].tolist().count("met") == len(asked)
    assert rows["answer_key"].tolist().count("deceived") == sum(bool(survey.deceived) for survey in asked)


def test_a_type_of_fraud_says_what_it_is_a_share_of(ledger):
    rows = awareness.types(ledger)
    assert all(words.endswith(f" of {base}") for words, base in zip(rows["words"], rows["base"], strict=True))
