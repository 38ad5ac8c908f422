"""Checks: statements that generalise hold for every row that a rule on the record chose, or nothing is published."""

import json
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import portion
import pytest

from campaign import load
from ledgerbook.numbers import certainty
from ledgerbook.numbers.quantities import CombinationError
from ledgerbook.record import traced
from ledgerbook.record.checks import CHECK_MIME, STORED, CheckedRow, CheckError, PublishedCheck, Verdicts, as_found
from ledgerbook.record.rows import CheckName

CLAIM = "release-2022-cases-solved"
ROWS = {"one": 1, "two": 2, "three": 3}


@pytest.fixture(scope="module")
def record():
    """The record with the words of two checks."""
    words = {
        "small": CheckName("small", "{n} of {m} numbers are below {limit}", "the numbers of this test", 2),
        "cases-fell": CheckName("cases-fell", "cases fell in every year", "the years of this test", 3),
    }
    return replace(load(), checks=words)


def small(record, over=None, limit=4, **given):
    """A check that numbers are below a limit."""
    over = ROWS if over is None else over
    return record.check("small", over=over, holds=lambda n: n < limit, limit=limit, **given)


def published(check):
    """The check as the site reads it."""
    return PublishedCheck.from_document(json.loads(json.dumps(check._repr_mimebundle_()[CHECK_MIME])))


def test_a_check_is_published_with_what_checks_csv_says_of_it(record):
    check = published(small(record))
    assert (check.statement, check.rule) == ("3 of 3 numbers are below 4", "the numbers of this test")
    assert check.verdicts == Verdicts(3, 3, 0)
    assert [row.label for row in check.rows] == ["one", "two", "three"]
    assert check.usual == check.rows and check.exceptions == ()


def test_the_rows_with_the_smallest_margin_come_nearest(record):
    check = published(small(record, margin=lambda n: 4 - n))
    assert [row.label for row in check.usual] == ["three", "two", "one"]
    by_interval = small(record, margin=lambda n: portion.closed(Fraction(4 - n), portion.inf))
    assert [row.label for row in by_interval.rows] == ["three", "two", "one"]


def test_a_statement_that_does_not_hold_names_its_rows_and_the_remedy(record):
    with pytest.raises(CheckError) as error:
        small(record, limit=2, claims=lambda n: [CLAIM])
    said = str(error.value)
    assert "check 'small' does not hold: '1 of 3 numbers are below 2' is said of 'all', and holds in 1 of 3" in said
    assert f"  two: does not hold ({CLAIM})" in said and f"  three: does not hold ({CLAIM})" in said
    assert "  one:" not in said
    assert "remedy: mend the statement (checks.csv)" in said


@pytest.mark.parametrize(
    ("quantifier", "limit", "holds"),
    [
        ("all", 4, True), ("all", 3, False), ("none", 1, True), ("none", 2, False), ("most", 3, True),
        ("most", 2, False), (2, 3, True), (1, 3, False), (0, 1, True),
    ],
)  # fmt: skip
def test_quantifiers(record, quantifier, limit, holds):
    if holds:
        check = published(small(record, limit=limit, quantifier=quantifier))
        assert check.quantifier == quantifier
    else:
        with pytest.raises(CheckError, match=f"is said of {quantifier!r}"):
            small(record, limit=limit, quantifier=quantifier)


@pytest.mark.parametrize("quantifier", ["all", "none", 3])
def test_a_row_whose_interval_does_not_say_bears_out_nothing(record, quantifier):
    with pytest.raises(CheckError, match=r"holds in 0 of 3, 3 open(.|\n)*open: its interval does not say"):
        record.check("small", over=ROWS, holds=lambda n: None, quantifier=quantifier, limit=1)


def test_exceptions_are_named(record):
    check = published(small(record, limit=3, quantifier="most", margin=lambda n: 3 - n))
    assert [row.label for row in check.exceptions] == ["three"]
    assert [row.label for row in check.usual] == ["two", "one"]


def test_a_check_over_nothing_asserts_nothing(record):
    for over in ({}, [], pd.DataFrame({"label": []})):
        with pytest.raises(CheckError, match="is tested over no row, so it asserts nothing"):
            small(record, over)


def test_rows_are_taken_of_tables_and_of_lists(record):
    frame = pd.DataFrame({"label": ["a", "b"], "low": [1, 2], "claims": [CLAIM, ""]})
    check = record.check("cases-fell", over=frame, holds=lambda row: row.low > 0)
    assert [(row.label, row.claims) for row in check.rows] == [("a", (CLAIM,)), ("b", ())]
    claims = record.select("cases_solved", geography="CN")
    check = record.check(
        "cases-fell", over=claims, named=lambda claim: claim.claim_id, holds=lambda claim: claim.value > 0
    )
    assert all(row.claims == (row.label,) for row in check.rows)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"over": [1, 2]}, "no words are given for the row 1: say named="),
        ({"over": [1, 2], "named": lambda n: "same"}, "has several rows called 'same'"),
        ({"quantifier": "some"}, "has the quantifier 'some': write 'all', 'none', 'most', or in how many"),
        ({"quantifier": True}, "has the quantifier True"),
    ],
)
def test_what_is_asked_wrongly_is_refused(record, given, message):
    with pytest.raises(CheckError, match=message):
        small(record, **given)


def test_an_answer_that_is_no_verdict_is_refused(record):
    with pytest.raises(CheckError, match="answers 1 for 'one': compare, so that holds= gives True, False or None"):
        record.check("small", over=ROWS, holds=lambda n: n, limit=1)


def test_unknown_names_and_claims_are_refused(record):
    with pytest.raises(KeyError, match=r"unknown check 'smal' \(nearest: small\); use one of checks\.csv, or add it"):
        record.check("smal", over=ROWS, holds=bool)
    with pytest.raises(KeyError, match=r"checks\.csv: small: no word is given for 'limit'"):
        record.check("small", over=ROWS, holds=lambda n: True)
    with pytest.raises(KeyError, match="unknown claim 'release-2022-cases-sloved'"):
        small(record, claims=lambda n: ["release-2022-cases-sloved"])


def test_under_other_assumptions_a_check_is_given_as_it_is_found(record):
    with as_found():
        found = small(record, limit=2)
        assert not found and Verdicts.of(found.rows) == Verdicts(3, 1, 0)
        assert small(record)
    with pytest.raises(CheckError):
        small(record, limit=2)


def test_of_many_rows_the_exceptions_and_the_nearest_are_stored(record):
    many = {f"row {n}": n for n in range(500)}
    check = published(small(record, many, limit=498, quantifier="most", margin=lambda n: 498 - n))
    assert check.verdicts == Verdicts(500, 498, 0) and len(check.rows) == STORED
    assert {row.label for row in check.exceptions} == {"row 498", "row 499"}
    assert check.usual[0].label == "row 497"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"holding": 2}, "its rows give"),
        ({"quantifier": "none"}, "stored for 'none'"),
        ({"rows": ["["]}, "its rows cannot be read"),
        ({"tested": 0, "holding": 0, "rows": []}, "stored for 'most'"),
    ],
)
def test_a_stored_check_that_its_rows_do_not_bear_out_is_refused(record, change, message):
    document = small(record, quantifier="most")._repr_mimebundle_()[CHECK_MIME] | change
    with pytest.raises(ValueError, match=rf"check 'small': .*{message}.*make notebooks"):
        PublishedCheck.from_document(document)


def said_of(quantifier, holding=3, tested=3, statement="cases fell"):
    """A check for the words of prose."""
    return PublishedCheck("x", statement, "", quantifier, Verdicts(tested, holding, 0), False, (CheckedRow("a", True),))


@pytest.mark.parametrize(
    ("words", "check", "message"),
    [
        ("in every other pair", said_of("all"), ""),
        ("all 3 fell", said_of("all"), ""),
        ("nowhere", said_of("none", 0), ""),
        ("in most of them", said_of("most", 2), ""),
        ("2 of 3", said_of(2, 2), ""),
        ("all but one", said_of(2, 2), ""),
        ("most", said_of(2, 2), ""),
        ("the same", said_of("all"), ""),
        ("in no other pair", said_of("all"), "says 'none', but it is checked for 'all'"),
        ("all of them", said_of("none", 0), "says 'all', but it is checked for 'none'"),
        ("most of them", said_of("all"), "says 'most', but it is checked for 'all'"),
        ("all of them", said_of("most", 2), "says 'all', but it is checked for 'most'"),
        ("most", said_of(1, 1), "says 'most', but it is checked for '1 of 3'"),
        ("all 4 fell", said_of("all"), "but it holds in 3 of 3"),
        ("2 of 4", said_of(2, 2), "but it holds in 2 of 3"),
        ("rose everywhere", said_of("all"), "but the other direction is checked, 'cases fell'"),
    ],
)
def test_words_of_prose_are_compared_with_the_check(words, check, message):
    found = traced.disagreement_with_check(words, check)
    assert message in found and bool(message) == bool(found)


def test_intervals_are_compared_as_a_whole():
    low, high = portion.closed(1, 2), portion.closed(3, 4)
    assert certainty.below(low, high) is True and certainty.below(high, low) is False
    assert certainty.below(low, portion.closed(2, 3)) is None
    assert certainty.below(portion.closedopen(1, 2), portion.closed(2, 3)) is True
    assert certainty.below(portion.closed(2, 3), low) is False  # at least as large
    assert certainty.above(high, 2) is True and certainty.fell(low) is False and certainty.rose(low) is True
    assert certainty.fell(portion.open(-1, 0)) is True and certainty.fell(portion.closed(-1, 1)) is None


def test_quantities_of_two_units_are_not_compared(record):
    solved, fall = record.quantity(CLAIM), record.quantity("release-2022-cases-filed-yoy")
    assert certainty.fell(fall) is True and certainty.above(solved, 0) is True
    with pytest.raises(CombinationError, match="are of two units"):
        certainty.below(solved, fall)
