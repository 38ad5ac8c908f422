"""Results are what an independent reading of the record gives: another reader, another arithmetic, other counting."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

import by_hand
from ledgerbook.notebooks import moved

ROOT = Path(__file__).resolve().parents[2]
# Read as if the last digit had been cut off, which is what they are there to show.
CUT_OFF = {"record-cut-solved", "record-cut-base"}


def table(name):
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def results():
    """Every stored result, by its name."""
    found = {}
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        found |= moved.outputs(path.read_text(encoding="utf-8")).results
    return found


@pytest.fixture(scope="module")
def claims():
    return {row["claim_id"]: row for row in table("claims")}


def differs(result, claims):
    """How a result's interval differs from its printed formula, computed by hand; empty where it does not."""
    span = by_hand.computed(result["formula"], result["unit"], claims)
    low, high = Fraction(result["low"]), by_hand.INFINITE if result["high"] == "inf" else Fraction(result["high"])
    same = span.low == low and (span.high == high or span.high > by_hand.INFINITE / 10**12 <= high)
    return "" if same else f"{result['name']}: {result['low']} to {result['high']}, by hand {span.low} to {span.high}"


def test_every_printed_formula_gives_the_result_beside_it(results, claims):
    plain = [r for r in results.values() if by_hand.PLAIN.fullmatch(r["formula"]) and r["name"] not in CUT_OFF]
    assert [found for r in plain if (found := differs(r, claims))] == []
    assert len(plain) >= 200


@pytest.mark.parametrize(
    "change",
    [
        {"formula": "release-2022-cases-solved / (1 + release-2022-cases-filed-yoy)"},
        {"formula": "release-2022-cases-solved x (1 + release-2022-cases-solved-yoy)"},
        {"low": "369000"},
        {"unit": "percent"},
    ],
)
def test_a_formula_that_says_something_else_is_seen(results, claims, change):
    sound = results["solved-2021-back"]
    assert differs(sound, claims) == ""
    assert differs({**sound, **change}, claims)


def test_a_wrong_digit_in_the_record_is_seen(results, claims):
    sound = claims["release-2022-cases-solved"]
    wrong = {**claims, sound["claim_id"]: {**sound, "value": "392000", "value_text": "39.2万"}}
    assert differs(results["solved-2021-back"], wrong)


# Counts in findings and on the first page, counted from the tables ------------------------------------------


def points(publication, of_unknown, choose):
    """The points of a publication: ``choose`` takes the least or the most of a score that leaves two open."""
    scores = [row["score"] for row in table("scores") if row["publication_id"] == publication]
    return sum(of_unknown if score == "unknown" else choose(map(int, score.split("-"))) for score in scores)


def test_counts_are_those_of_the_tables(results, claims):
    used = [row for row in claims.values() if row["status"] == "used" and not row["reprint_of"]]
    readings = [row for row in table("second_reading") if row["value_read"]]
    read = {row["claim_id"] for row in readings}
    announced = {row["reprint_of"] or row["claim_id"] for row in claims.values()}
    announced_read = {claims[name]["reprint_of"] or name for name in read}
    release = {row["claim_id"] for row in table("release_numbers")}
    totals = [row for row in used if (row["accumulation"], row["geography"]) == ("running_total", "CN")]
    levels = [row for row in table("release_numbers") if claims[row["claim_id"]]["kind"] == "level"]
    counted = {
        "record-claims": len(claims),
        "record-statements": len(used),
        "record-statements-china": sum(row["geography"] == "CN" for row in used),
        "record-read-again": len(readings),
        "record-unread": len(announced - announced_read),
        "record-release-read": len(release & read),
        "record-release-reread": len(release & announced_read),
        "record-differing": sum(
            abs(Fraction(r["value_read"])) != abs(Fraction(claims[r["claim_id"]]["value"])) for r in readings
        ),
        "record-totals": len(totals),
        "record-totals-inferred": sum(row["period_basis"] == "inferred" for row in totals),
        "disclosure-release-least": points("cn-release", 0, min),
        "disclosure-release-most": points("cn-release", 2, max),
        "disclosure-all-least": points("cn-all", 0, min),
        "disclosure-all-most": points("cn-all", 2, max),
        "disclosure-comparators": sum(row["geography"] != "CN" for row in table("publications")),
        "disclosure-full": 2 * len(table("criteria")),
        "disclosure-unasked": len(table("criteria_unasked")),
        "release-numbers-level": len(levels),
        "release-running": sum(claims[row["claim_id"]]["accumulation"] == "running_total" for row in levels),
        "release-programmes-named": len(table("programmes")),
        "outcomes-rivals": len(table("rivals")),
    }
    assert {name: Fraction(results[name]["low"]) for name in counted} == counted
