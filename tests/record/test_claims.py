"""What a claim can say, and what is refused of it: days that nobody prints, bases of changes, ranges, projections."""

import csv
from dataclasses import replace
from datetime import date
from fractions import Fraction

import portion
import pytest

import small_record
from ledgerbook.numbers import comparisons
from ledgerbook.numbers.quantities import CombinationError, Period, UnknownStartError
from ledgerbook.record import agreement
from ledgerbook.record import load as loading
from ledgerbook.record.rules import claims, repeats

RELEASE = "release-2022-cases-solved"
LEVEL = {"claim_id": "new", "reprint_of": "", "note": "", "status": "used", "evidence_form": "numeral"}
YEAR_2019 = {"base_start": "2019-01-01", "base_end": "2019-11-30"}
OCTOBER = {"base_start": "2022-10-01", "base_end": "2022-10-31"}
# What each claim says, as its cells differ from those of the release's cases solved.
SAYINGS = {
    "a range": {
        "value_text": "39万至40万", "value": "390000", "low": "390000", "high": "400000",
        "evidence": "破获案件39万至40万起", "translation": "390,000 to 400,000 cases solved",
    },
    "an interval of uncertainty": {
        "value_text": "39.1万", "low": "385000", "high": "395000", "evidence": "估计破获39.1万起", "nature": "estimate",
    },
    "a total since an unknown day": {"accumulation": "running_total", "period_start": ""},
    "a total since a vague day": {
        "accumulation": "running_total", "period_start": "", "note": "The App opened in spring.",
        "start_earliest": "2021-03-01", "start_latest": "2021-05-31",
    },
    "a change since a base year": {
        "kind": "change_percent", "value_text": "31%", "value": "31", "unit": "percent", **YEAR_2019,
        "evidence": "比2019年上升31%", "translation": "up 31% on 2019",
    },
    "a change on the month": {
        "kind": "change_percent", "value_text": "3%", "value": "-3", "unit": "percent", **OCTOBER,
        "period_start": "2022-11-01", "evidence": "环比下降3%", "translation": "down 3% on the month",
    },
    "a change in points": {
        "kind": "change_points", "value_text": "0.8个百分点", "value": "0.8", "unit": "points", "accumulation": "ratio",
        **YEAR_2019, "evidence": "上升0.8个百分点", "translation": "up 0.8 percentage points",
    },
    "a multiple": {
        "kind": "change_times", "value_text": "3.1倍", "value": "3.1", "unit": "times", **YEAR_2019,
        "evidence": "是2019年的3.1倍", "translation": "3.1 times that of 2019",
    },
    "growth of a stock": {
        "measure": "cases_filed", "kind": "yoy_percent", "value_text": "5.7%", "value": "5.7", "unit": "percent",
        "accumulation": "stock", "period_start": "2022-11-30", "evidence": "同比上升5.7%",
        "translation": "up 5.7% year on year",
    },
    "a projection": {"nature": "projection", "period_end": "2029-12-31"},
    "days before 2000": {"period_start": "1984-01-01", "period_end": "1984-12-31"},
}  # fmt: skip


@pytest.fixture
def saying(tmp_path):
    """The small record with one more claim, and everything that is wrong with it."""
    small_record.make(tmp_path)

    def read(**cells):
        rows = small_record.read("claims", tmp_path)
        model = next(row for row in rows if row["claim_id"] == RELEASE)
        rows = [row for row in rows if row["claim_id"] != "new"]
        small_record.write(tmp_path, "claims", [*rows, {**model, **LEVEL, **cells}], small_record.columns_of("claims"))
        ledger, problems = loading.read(tmp_path)
        return ledger, [p for p in problems if "cannot both be true" not in p.what and "contradict" not in p.what]

    return read


@pytest.mark.parametrize("kind", SAYINGS)
def test_a_claim_can_say(saying, kind):
    _, problems = saying(**SAYINGS[kind])
    assert list(map(str, problems)) == []


REFUSED = [
    ("a flow without a first day", {"period_start": ""}, "period_start", "is empty for a flow"),
    ("half a range of starts", {**SAYINGS["a total since a vague day"], "start_latest": ""}, "start_latest", "fellow"),
    (
        "a range of starts without an argument",
        {**SAYINGS["a total since a vague day"], "note": "", "status_reason": ""},
        "start_earliest",
        "without an argument",
    ),
    (
        "a range of starts beside a start",
        {**SAYINGS["a total since a vague day"], "period_start": "2021-03-01"},
        "start_earliest",
        "beside period_start",
    ),
    (
        "a range of starts that runs backwards",
        {**SAYINGS["a total since a vague day"], "start_earliest": "2021-06-01"},
        "start_earliest",
        "is not before start_latest",
    ),
    ("a level with a base", YEAR_2019, "base_start", "is given for a level"),
    (
        "a change without a base",
        {**SAYINGS["a change since a base year"], "base_end": ""},
        "base_end",
        "is empty for a change_percent",
    ),
    (
        "a base that is no earlier time",
        {**SAYINGS["a change since a base year"], "base_end": "2022-12-31"},
        "base_end",
        "not before period_end",
    ),
    ("ends that the wording does not print", {**SAYINGS["a range"], "high": "410000"}, "high", "write 400000"),
    ("half a range", {**SAYINGS["a range"], "high": ""}, "high", "is empty beside its fellow"),
    ("a range that runs backwards", {**SAYINGS["a range"], "high": "380000"}, "low", "above high 380000"),
    ("points in percent", {**SAYINGS["a change in points"], "unit": "percent"}, "unit", "write points"),
    ("a count of a day to come", {"period_end": "2029-12-31"}, "period_end", "is after the source's date"),
    (
        "a fall said to rise",
        {**SAYINGS["a change on the month"], "value": "3"},
        "value",
        "has not the sign of",
    ),
    (
        "a fall by more than all",
        {**SAYINGS["a change on the month"], "value_text": "130%", "value": "-130", "evidence": "环比下降130%"},
        "value",
        "is a fall by more than all",
    ),
    ("an unknown nature", {"nature": "guess"}, "nature", "is none of"),
]


@pytest.mark.parametrize(("cells", "field", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_claim_cannot_say(saying, cells, field, message):
    _, problems = saying(**cells)
    assert any(p.field == field and message in str(p) for p in problems), list(map(str, problems))


def test_a_range_is_what_lies_between_its_ends(saying):
    ledger, _ = saying(**SAYINGS["a range"])
    assert ledger.quantity("new").interval == portion.closed(390_000, 400_000)


@pytest.mark.parametrize("start", ["an unknown day", "a vague day"])
def test_a_total_since_an_unknown_day_enters_no_sum_and_no_window(saying, start):
    ledger, _ = saying(**SAYINGS[f"a total since {start}"])
    total, flow = ledger.quantity("new"), ledger.quantity(RELEASE)
    for combine in (lambda: total - flow, lambda: total / flow, lambda: total.period.days, lambda: total + total):
        with pytest.raises(CombinationError):
            combine()


def test_a_rate_uses_the_days_between_which_the_start_lies(saying):
    ledger, _ = saying(**SAYINGS["a total since a vague day"])
    rate = comparisons.over_its_window(ledger.quantity("new")).per_day()
    longest, shortest = (
        (date(2022, 11, 30) - date(2021, 3, 1)).days + 1,
        (date(2022, 11, 30) - date(2021, 5, 31)).days + 1,
    )
    assert rate.low == Fraction(390_500, longest)
    assert rate.high == Fraction(391_500, shortest)
    unknown, _ = saying(**SAYINGS["a total since an unknown day"])
    with pytest.raises(UnknownStartError):
        comparisons.over_its_window(unknown.quantity("new")).per_day()


def test_a_change_is_measured_from_its_own_base(saying):
    ledger, _ = saying(**SAYINGS["a multiple"])
    multiple, level = ledger.quantity("new"), ledger.quantity(RELEASE)
    base = comparisons.implied_base(level, multiple)
    assert base.period == Period(date(2019, 1, 1), date(2019, 11, 30))
    assert base.interval.lower == Fraction(390_500) / Fraction("3.15")
    points, _ = saying(**SAYINGS["a change in points"])
    with pytest.raises(ValueError, match="is not a growth rate"):
        points.quantity("new").growth_factor()


def test_changes_from_two_bases_do_not_contradict_and_are_no_reprints(saying):
    ledger, _ = saying(**SAYINGS["a change since a base year"])
    new = ledger.claim("new")
    same_base = replace(new, claim_id="other", value=Fraction(3), value_text="3%")
    other_base = replace(same_base, base_start=date(2020, 1, 1), base_end=date(2020, 11, 30))
    assert agreement.contradict(new, same_base)
    assert not agreement.contradict(new, other_base)

    def said(claim, check):
        return [p.field for p in check(replace(ledger, claims={**ledger.claims, claim.claim_id: claim}))]

    copy = replace(new, claim_id="copy", base_start=date(2020, 1, 1), base_end=date(2020, 11, 30))
    assert said(copy, repeats.check) == []
    assert {"base_start", "base_end"} <= set(said(replace(copy, reprint_of="new"), claims.check))


def test_a_projection_is_added_to_nothing_counted(saying):
    ledger, _ = saying(**SAYINGS["a projection"], period_start="2022-12-01")
    with pytest.raises(CombinationError, match="one is a projection"):
        _ = ledger.quantity(RELEASE) + ledger.quantity("new")


def test_a_new_country_currency_and_language_are_rows(tmp_path):
    """No code knows them."""
    small_record.make(tmp_path)
    for name, row in {
        "places": {"place": "GE", "label_en": "Georgia", "language": "ka", "currency": "GEL"},
        "words": {"kind": "unit", "key": "GEL", "label_en": "lari"},
        "languages": {"language": "ka", "label_en": "Georgian", "script": "ა-ჰ", "translated": "yes"},
    }.items():
        rows = [*small_record.read(name, tmp_path), row]
        small_record.write(tmp_path, name, rows, small_record.columns_of(name))
    sources = small_record.read("sources", tmp_path)
    new = {
        **sources[0],
        "source_id": "ge",
        "language": "ka",
        "title": "ცნობა",
        "date": "2022-03-01",
        "same_document": "",
    }
    small_record.write(tmp_path, "sources", [*sources, new], small_record.columns_of("sources"))
    rows = small_record.read("claims", tmp_path)
    loss = next(row for row in rows if row["claim_id"] == "hk-2023-loss")
    cells = {"claim_id": "ge-loss", "geography": "GE", "unit": "GEL", "source_id": "ge", "value_text": "3.5",
             "value": "3.5", "bound": "rounded", "evidence": "ზარალი 3.5 ლარი", "translation": "a loss of 3.5 lari",
             "period_start": "2021-01-01", "period_end": "2021-12-31", "reprint_of": ""}  # fmt: skip
    small_record.write(tmp_path, "claims", [*rows, {**loss, **cells}], small_record.columns_of("claims"))
    _, problems = loading.read(tmp_path)
    assert list(map(str, problems)) == []
    small_record.change(tmp_path, "claims", "ge-loss", "evidence", "a loss of 3.5 lari")
    _, problems = loading.read(tmp_path)
    assert any("is not in the language of its source (ka)" in p.what for p in problems)


def test_another_currency_than_that_of_the_place_must_be_named(saying):
    rows = {
        "measure": next(r["measure"] for r in small_record.read("claims") if r["claim_id"] == "hk-2023-loss"),
        "kind": "level",
        "unit": "USD",
        "value_text": "12",
        "value": "12",
        "bound": "exact",
    }
    _, problems = saying(**rows, evidence="损失12亿", translation="a loss of 12")
    assert any(p.field == "unit" and "write CNY" in str(p) for p in problems)
    _, problems = saying(**rows, evidence="损失12美元", translation="a loss of 12 dollars")
    assert not any(p.field == "unit" for p in problems)


def test_fingerprints_of_rows_without_the_later_columns_are_as_they_were():
    """Every row that version 0.1.0 published still answers to its fingerprint: the record is sound."""
    with (small_record.DATA / "published.csv").open(encoding="utf-8", newline="") as stream:
        assert "0.1.0" in {row["version"] for row in csv.DictReader(stream)}
    _, problems = loading.read(small_record.DATA)
    assert [p for p in problems if p.file == "published.csv" or "published" in p.what] == []
