"""Two real releases of another subject, read by the rules that read this book's own: reports on tuberculosis.

The record in tests/tuberculosis holds facts and short phrases of the World Health Organization's reports of 2023 and
2024. It has what the book's own record lacks: intervals of uncertainty, several years of one measure in one release,
changes since base years, a rate, and parts that make up printed wholes.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import portion
import pytest

from ledgerbook.numbers.days import year_of
from ledgerbook.numbers.quantities import Period
from ledgerbook.record import checklist, load
from ledgerbook.record.releases import NO, NOT_SAID, YES, read_release, readings, releases

RECORD = Path(__file__).parents[1] / "tuberculosis"
LEDGER = load.load(RECORD)
READINGS = readings(LEDGER)
FIRST, SECOND = READINGS["2023"], READINGS["2024"]
NOTIFIED, INCIDENT = "tb_cases_notified", "tb_incident_cases"


def test_every_claim_of_the_documents_is_read():
    """Nothing is lost: each is a number of the release, or stands among those of other places."""
    for found in READINGS.values():
        read = {n.name for n in found.numbers} | {c.claim_id for c in found.others}
        assert read == {c.claim_id for c in LEDGER.claims.values() if c.source_id in found.inputs.documents}
    assert len(FIRST.others) == len(SECOND.others) == 6  # the regions


def test_one_measure_of_several_years_is_several_numbers():
    years = [n.claim.period_end.year for n in FIRST.numbers if n.measure == NOTIFIED]
    assert sorted(years) == [2019, 2020, 2021, 2022, 2022]
    with pytest.raises(KeyError, match="has several: name one of the claims"):
        FIRST.number(NOTIFIED)


def test_an_interval_of_uncertainty_is_what_the_number_can_be():
    assert FIRST.number(INCIDENT).quantity.interval == portion.closed(9_900_000, 11_400_000)


def test_changes_are_measured_from_the_bases_that_they_name():
    bases = {name: base.growth.base for name, base in SECOND.bases.items()}
    assert bases["tb24-c05"] == year_of(2022)
    assert bases["tb24-c06"] == year_of(2021)
    assert bases["tb24-c07"] == year_of(2015)
    with pytest.raises(KeyError, match="has several: name one of the claims tb24-c05, tb24-c06"):
        SECOND.base("tb_deaths")


def test_a_change_and_its_level_imply_the_level_of_the_base_year():
    """1.25 million deaths, 23% fewer than in 2015."""
    base = SECOND.base("tb_deaths_total")
    assert base.implied.period == year_of(2015)
    low, high = Fraction(1_245_000) / Fraction("0.775"), Fraction(1_255_000) / Fraction("0.765")
    assert (base.implied.low, base.implied.high) == (low, high)


def test_a_base_that_is_printed_too_agrees_with_the_change():
    """175,923 people are 1.1% fewer than 177,912."""
    base = SECOND.base("mdr_rr_tb_enrolled_on_treatment")
    assert base.agree == YES
    assert base.both.interval == portion.singleton(177_912)


def test_a_change_that_is_not_printed_follows_from_two_releases():
    """8,160,123 after 7,451,257."""
    change = SECOND.changes["tb24-c13"]
    exact = (Fraction(8_160_123, 7_451_257) - 1) * 100
    assert change.interval == portion.singleton(exact)


def test_ratios_are_of_one_year():
    found = SECOND.ratios["tb24-c13", "tb24-c01"]
    assert found.interval == portion.closed(Fraction(8_160_123, 11_700_000), Fraction(8_160_123, 10_100_000))
    assert all(LEDGER.claim(a).period == LEDGER.claim(b).period for a, b in FIRST.ratios)


def test_parts_make_up_their_wholes():
    sums = {(s.name, found.inputs.name): s for found in READINGS.values() for s in found.sums if not s.lacking}
    assert set(sums) == {("regions", "2023"), ("regions", "2024"), ("deaths", "2024")}
    assert all(s.agree == YES for s in sums.values())
    assert sums["regions", "2023"].total.interval == portion.singleton(7_451_257)
    assert sums["regions", "2024"].total.interval == portion.singleton(8_160_123)


def test_a_sum_that_lacks_a_member_says_which():
    lacking = [s for s in FIRST.sums if s.lacking]
    assert lacking
    assert all(s.agree == NOT_SAID for s in lacking)
    assert "tb_cases_notified of AFR" in lacking[0].lacking


def test_a_part_that_was_misread_is_found():
    region = LEDGER.claim("tb24-p01")
    wrong = replace(region, value=region.value * 10, value_text="18 829 660")
    planted = replace(LEDGER, claims={**LEDGER.claims, "tb24-p01": wrong})
    found = read_release(planted, releases(planted)["2024"])
    assert [s.agree for s in found.sums if s.name == "regions" and not s.lacking] == [NO]
    answers = {a.key: a.answer for a in checklist.answers(planted, found)}
    assert answers["sums"] == checklist.IN_PART


def test_what_the_later_release_leaves_out_is_named():
    left_out = {n.measure for n in SECOND.left_out(FIRST)}
    assert "high_burden_countries_reporting_vr_tb_deaths" in left_out
    assert NOTIFIED not in left_out
    assert SECOND.inputs.follows == "2023"


def test_questions_are_those_of_the_record():
    answers = {a.key: a for a in checklist.answers(LEDGER, SECOND)}
    assert list(answers) == list(LEDGER.table("questions"))
    assert answers["window"].answer == NO  # "in 2023" is read as the calendar year
    assert answers["sums"].answer == YES
    assert (answers["outside"].answer, answers["outside"].basis) == ("in_part", checklist.JUDGED)
    assert {a.key: a.answer for a in checklist.answers(LEDGER, FIRST)}["outside"] == NOT_SAID


def test_a_release_without_such_a_rest_or_ratio_says_so():
    with pytest.raises(KeyError, match="leaves nothing of tb_deaths"):
        FIRST.rest("tb_deaths", Period(date(2022, 12, 1), date(2022, 12, 31)))
    with pytest.raises(KeyError, match="gives no ratio of tb_deaths to tb_incident_cases"):
        FIRST.ratio("tb_deaths", INCIDENT)
