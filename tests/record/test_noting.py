"""What is asked of a watched record is noted, in whatever way it is asked; and watching changes nothing else."""

from dataclasses import replace

import pytest

import small_record
from ledgerbook.numbers.wording import Convention
from ledgerbook.record import load, noting
from ledgerbook.record.noting import WHOLE, Asked
from ledgerbook.record.rows import Claim

SOLVED = "release-2022-cases-solved"
COLUMNS = {"claim_id", "note", "value", "status_reason", "line"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of a small record."""
    return small_record.make(tmp_path_factory.mktemp("record"))


@pytest.fixture
def watched(folder):
    """A record that is watched, and what was noted of it."""
    noted = noting.begin()
    yield load.load(folder), noted
    noting.end()


def of_claims(noted):
    return {(asked.column, asked.of) for asked in noted if asked.table == "claims"}


def test_loading_notes_nothing_though_rules_read_everything(watched):
    assert watched[1] == set()


def test_a_column_is_noted_with_the_measure_of_its_row(watched):
    ledger, noted = watched
    assert ledger.claims[SOLVED].note is not None
    assert of_claims(noted) == {("claim_id", "cases_solved in CN"), ("note", "cases_solved in CN")}


def test_a_row_without_measure_is_noted_with_its_table(watched):
    ledger, noted = watched
    assert ledger.sources[next(iter(ledger.table("sources")))].language
    assert {Asked("sources", "source_id", WHOLE), Asked("sources", "language", WHOLE)} == noted


@pytest.mark.parametrize(
    "ask",
    [
        lambda claims: len(claims),
        lambda claims: list(claims),
        lambda claims: list(claims.values()),
        lambda claims: "no-such-claim" in claims,
        lambda claims: claims.get("no-such-claim"),
        lambda claims: {**claims},
        lambda claims: bool(claims),
    ],
)
def test_who_asks_which_rows_there_are_depends_on_the_whole_table(watched, ask):
    ledger, noted = watched
    ask(ledger.claims)
    assert ("claim_id", WHOLE) in of_claims(noted)


@pytest.mark.parametrize("ask", [len, list, lambda rows: rows[0], bool, lambda rows: list(reversed(rows))])
def test_a_table_in_order_is_noted_whole(watched, ask):
    ledger, noted = watched
    ask(ledger.words)
    assert Asked("words", "kind", WHOLE) in noted


@pytest.mark.parametrize("ask", [lambda claim: replace(claim), hash, repr, lambda claim: claim == replace(claim)])
def test_what_takes_a_whole_row_reads_all_its_columns(watched, ask):
    ledger, noted = watched
    ask(ledger.claims[SOLVED])
    assert {(column, "cases_solved in CN") for column in COLUMNS} <= of_claims(noted)


def test_choosing_claims_of_a_measure_reads_no_others(watched):
    ledger, noted = watched
    assert ledger.select("cases_solved", geography="CN")
    assert {of for _, of in of_claims(noted)} == {"cases_solved in CN"}
    assert ("note", "cases_solved in CN") not in of_claims(noted)


def test_choosing_none_depends_on_which_there_are(watched):
    ledger, noted = watched
    assert replace(ledger, claims={}).select("cases_solved", geography="CN") == []
    assert of_claims(noted) == {("claim_id", "cases_solved in CN")}


def test_what_a_rule_computed_is_computed_again_for_a_chapter(watched):
    ledger, noted = watched
    assert ledger.companions[SOLVED]
    assert ("claim_id", WHOLE) in of_claims(noted)
    assert Asked("disagreements", "claim_ids", WHOLE) in noted


def test_who_reads_the_schema_depends_on_its_file(watched):
    ledger, noted = watched
    assert ledger.schema["claims"].title
    assert noted == {Asked("datapackage.json", "", WHOLE)}


def test_another_convention_is_watched_too(watched):
    ledger, noted = watched
    other = ledger.under(Convention.STRICT)
    assert noted == set()
    assert other.quantity(SOLVED)
    assert ("value_text", "cases_solved in CN") in of_claims(noted)


def test_watched_rows_are_rows_like_any_others(watched, folder):
    rows = dict(watched[0].claims)
    assert {type(claim) for claim in rows.values()} == {Claim}
    noting.end()
    assert load.load(folder).claims == rows


def test_classes_are_as_before_when_noting_ends(folder):
    before = [dict(vars(row)) for row in (Claim, *Claim.__bases__)]
    noting.begin()
    load.load(folder)
    assert "note" in vars(Claim)
    noting.end()
    assert [dict(vars(row)) for row in (Claim, *Claim.__bases__)] == before


def test_nothing_is_watched_without_being_asked(folder):
    assert not noting.active()
    assert type(load.load(folder).claims) is dict
