"""The chapter on governance: what windows leave between them, and series that follow the record."""

from dataclasses import replace
from datetime import date

import pytest

from campaign import load
from campaign.analysis import drawn, governance
from campaign.figures import governance as drawings
from ledgerbook.numbers.days import period_of


@pytest.fixture(scope="module")
def ledger():
    return load()


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
    assert rows.loc[rows["release"], "claims"].tolist() == list(ledger.table("flow_or_total"))
    undated = rows[rows["begin"] == ""]
    assert undated["when"].str.startswith("to ").all()


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
