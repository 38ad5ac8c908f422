"""The chapter on the release: its numbers, the words of their keys, and what follows from the printed changes."""

from dataclasses import replace

import pytest

import small_record
from campaign import load
from campaign.analysis import release
from campaign.figures import release as drawings
from campaign.rules import RELEASE
from ledgerbook.record.problems import LedgerError


def test_every_number_of_the_release_is_listed_once_with_its_bodies(ledger):
    rows = release.numbers(ledger)
    assert set(rows["claims"]) == {claim_id for claim_id in ledger.claims if claim_id.startswith(RELEASE)}
    assert set(rows["form"]) == {"level", "percentage"}
    assert rows["by"].notna().all()


def test_a_number_of_the_release_that_is_not_listed_is_named(tmp_path):
    folder = small_record.make(tmp_path)
    rows = [r for r in small_record.read("release_numbers", folder) if r["claim_id"] != "release-2022-video-plays"]
    small_record.write(folder, "release_numbers", rows, small_record.columns_of("release_numbers"))
    with pytest.raises(LedgerError, match=r"claims.csv:\d+: claim_id: 'release-2022-video-plays'.*release_numbers.csv"):
        load(folder)


def test_a_cumulative_that_its_phrase_does_not_say_is_named(tmp_path):
    folder = small_record.make(tmp_path)
    small_record.change(folder, "release_numbers", "release-2022-cases-solved", "cumulative", "phrase")
    with pytest.raises(LedgerError, match=r"release_numbers.csv:\d+: cumulative: 'phrase'"):
        load(folder)


def test_the_names_of_the_results_are_rows_of_the_record(ledger):
    assert set(release.counts(ledger)) <= set(ledger.results)


def test_forms_have_the_outcomes_first_and_then_the_order_of_the_words(ledger):
    rows = release.forms(ledger)
    assert rows.loc[rows["outcome"], "line"].drop_duplicates().tolist() == list(release.outcomes(ledger))
    assert rows["outcome"].is_monotonic_decreasing
    kinds = (ledger.keys("strand"), ledger.keys("programmes.agency"), ledger.keys("release.form"))
    keys = rows.loc[~rows["outcome"], ["strand", "agency", "form"]].itertuples(index=False)
    places = [tuple(kind.index(key) for kind, key in zip(kinds, row, strict=True)) for row in keys]
    assert places == sorted(places)
    assert len(rows) == len(release.numbers(ledger))


def test_the_suspects_of_2021_follow_from_the_year_before(ledger):
    """26.3万 with its rounding, times 2.09 with its own."""
    readings = release.suspects_2021(ledger)
    ends = float(readings["ahead"].low), float(readings["ahead"].high)
    assert ends == pytest.approx((262_500 * 2.085, 263_500 * 2.095))
    assert readings["both"].interval in readings["then"].interval


def test_the_cases_of_2021_follow_from_the_year_before_within_rounding(ledger):
    """25.6万 with its rounding, times 1.442 with its own, just meets the print."""
    ahead = release.solved_2021_ahead(ledger)
    assert (float(ahead.low), float(ahead.high)) == pytest.approx((255_500 * 1.4415, 256_500 * 1.4425))
    assert ahead.interval & release.base_2021(ledger)["then"].interval


def test_one_outcome_of_the_release_has_a_level(ledger):
    with_level = [name for name, printed in release.outcomes(ledger).items() if any(c.kind == "level" for c in printed)]
    assert with_level == [ledger.word("measure.short", "cases_solved")]


def test_heads_are_counted_since_the_launch_of_their_operation(ledger):
    assert ledger.claim("release-2022-heads-arrested").period_start == ledger.first_day("nail-pulling")


def test_the_timeline_follows_its_events(ledger):
    event = ledger.events["month-2023"]
    later = replace(event, event_id="month-later", date_start="2031-05-01", date_end="", same_event="")
    chosen = dict(ledger.table("timeline"))
    chosen["month-later"] = replace(chosen["month-2023"], event_id="month-later")
    changed = replace(ledger, events={**ledger.events, "month-later": later}, own={**ledger.own, "timeline": chosen})
    spec = str(drawings.timeline(release.window(changed), release.timeline(changed), 700).to_dict())
    assert "2031-12-31" in spec
    assert "2023-12-31" not in spec.replace("'end': '2023-12-31'", "")


def test_a_system_that_opened_in_another_year_is_refused(ledger):
    moved = replace(ledger.events["accounts-2021"], date_start="2020-02-01")
    with pytest.raises(ValueError, match="did not begin in one year"):
        release.year_of_opening(replace(ledger, events={**ledger.events, "accounts-2021": moved}))
