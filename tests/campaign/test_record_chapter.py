"""The chapter on the record: what it counts follows the rows, and what its words say follows the claims."""

from dataclasses import replace

import pytest

from campaign.analysis import record
from ledgerbook.record.checks import CheckError


def test_every_row_has_words_and_stands_in_one_field(ledger):
    rows = record.claims(ledger)
    for kind in ("agency", "place", "strand", "form", "reading", "accumulation", "basis"):
        assert set(rows[kind]) <= set(ledger.keys(f"record.{kind}")), kind
    for table in (record.standings, record.copies, record.forms, record.periods):
        assert table(ledger)["n"].sum() == len(record.statements(ledger)), table.__name__
    assert record.readings(ledger)["n"].sum() == len(ledger.claims)


def test_parts_of_a_bar_join(ledger):
    for _, parts in record.agencies(ledger).groupby("label"):
        assert parts["start"].tolist() == [0, *parts["end"].tolist()[:-1]]
        assert parts["end"].iloc[-1] == parts["total"].iloc[0]


def test_a_remark_is_on_every_topic_of_which_it_holds_a_word(ledger):
    assert record.topics(ledger, "the period is inferred and the ministry not named") == ["period", "agency"]
    assert record.topics(ledger, "nothing of the kind") == [record.UNSORTED]


def test_an_example_of_another_status_is_refused_by_its_line(ledger):
    row = ledger.table("statuses")["disputed"]
    wrong = {**ledger.own["statuses"], "disputed": replace(row, example="release-2022-cases-solved")}
    with pytest.raises(ValueError, match=rf"statuses.csv:{row.line}: .* is no example of disputed"):
        record.statuses(replace(ledger, own={**ledger.own, "statuses": wrong}))


def test_results_that_name_a_print_name_the_one_of_the_record(ledger):
    level, growth = (ledger.claim(f"release-2022-cases-solved{end}").value_text for end in ("", "-yoy"))
    assert level in ledger.results["record-cut-solved"].label_en
    assert level in ledger.results["record-cut-base"].label_en
    assert growth in ledger.results["record-cut-base"].label_en


def test_every_result_of_the_chapter_has_its_words(ledger):
    for results in record.published(ledger).values():
        for name, quantity in results.items():
            assert ledger.result(name, quantity).meaning


def test_bound_on_wrong_copies_is_the_rule_of_three(ledger):
    found = record.published(ledger)["second reading"]
    bound = found["record-differing-bound"]
    assert float(bound.high) == pytest.approx(300 / int(found["record-read-again"].low))
    assert bound.low == 0
    # With as many drawn by lot, so large a share of wrong ones would show none in one trial of twenty.
    assert (1 - float(bound.high) / 100) ** int(found["record-read-again"].low) == pytest.approx(0.05, abs=0.001)


def test_bound_is_refused_where_a_value_differs(ledger):
    name, second = next((name, s) for name, s in ledger.second_reading.items() if s.value_read)
    wrong = {**ledger.second_reading, name: replace(second, value_read="1234567")}
    with pytest.raises(ValueError, match=r"1 of .* values differ"):
        record.reading_counts(replace(ledger, second_reading=wrong))


def without_reading(ledger, *claim_ids):
    rest = {name: second for name, second in ledger.second_reading.items() if name not in claim_ids}
    return replace(ledger, second_reading=rest)


def test_an_announcement_of_which_no_print_was_read_is_counted_and_named(ledger):
    sound = record.published(ledger)["second reading"]["record-unread"]
    assert "hk-2018-cases-b" not in sound.claims
    lost = record.reading_counts(without_reading(ledger, "hk-2018-cases-b"))["record-unread"]
    assert lost.low == sound.low + 1
    assert set(lost.claims) - set(sound.claims) == {"hk-2018-cases-b"}


def test_a_claim_not_offered_of_which_no_other_print_was_read_stops_the_chapter(ledger):
    assert record.read_elsewhere(ledger)
    with pytest.raises(CheckError, match="hk-2018-cases"):
        record.read_elsewhere(without_reading(ledger, "hk-2018-cases-b"))


def test_a_number_of_the_release_counts_as_read_in_it_or_in_a_reprint(ledger):
    sound = record.reading_counts(ledger)
    lost = record.reading_counts(without_reading(ledger, "release-2022-awareness-sms"))
    copies = [c.claim_id for c in ledger.claims.values() if c.reprint_of == "release-2022-cases-solved"]
    assert lost["record-release-read"].low == sound["record-release-read"].low - 1
    assert record.reading_counts(without_reading(ledger, *copies))["record-release-reread"].low == (
        sound["record-release-reread"].low - 1
    )


def test_years_of_cases_solved_are_those_of_whole_years(ledger):
    years = record.solved_years(ledger)
    assert next(iter(years)) == "2016"
    assert "mps-2024-cases-solved-cns" in years["2024"]  # it was said to be missing
    assert "release-2022-cases-solved" not in years["2022"]  # of eleven months
