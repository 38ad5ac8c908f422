"""The real record is sound, and each way of breaking a record is caught where it is broken."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import small_record
from campaign import CHINA, DATA, load
from campaign.analysis import record as analysis
from campaign.rules import RULES
from ledgerbook.book import Book
from ledgerbook.notebooks import stored
from ledgerbook.numbers import intervals
from ledgerbook.numbers.wording import Convention
from ledgerbook.record import generated, ledger, readme, schema
from ledgerbook.record.check import main, problems
from ledgerbook.record.ledger import host
from ledgerbook.record.problems import LedgerError
from ledgerbook.record.results import RESULT_MIME
from ledgerbook.record.rows import Correction, ResultName, cell_text
from ledgerbook.record.rules import published
from ledgerbook.site.numbers.views import claim_view

RELEASE = "release-2022-cases-solved"
DENS = "release-2022-dens-destroyed"
REPRINT = "mps-2022-11m-cases-solved-sc"
SOURCE = "gmw-20221230"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return small_record.make(tmp_path)


def test_the_record_is_sound():
    assert [str(problem) for problem in problems(DATA, RULES)] == []


def test_the_small_record_is_sound(record):
    assert problems(record, RULES) == []


def test_the_release_is_complete():
    """21 figures; the four outcomes; levels for cases solved only."""
    release = {k: c for k, c in load().claims.items() if k.startswith("release-2022-")}
    assert len(release) == 21
    outcomes = {
        (c.measure, c.kind, c.value_text, c.value < 0)
        for c in release.values()
        if c.kind == "yoy_percent" or c.measure == "cases_solved"
    }
    assert outcomes == {
        ("cases_solved", "level", "39.1万", False),
        ("cases_solved", "yoy_percent", "5.7%", False),
        ("suspects_arrested", "yoy_percent", "64.4%", False),
        ("cases_filed", "yoy_percent", "17.3%", True),
        ("property_loss", "yoy_percent", "1.3%", True),
    }


def test_a_ledger_reads_by_its_convention():
    """The rows are shared; 超3.7万 is open above under the strict convention only."""
    usual = load()
    strict = usual.under(Convention.STRICT)
    assert strict.claims is usual.claims
    assert strict.under(Convention.STRICT) is strict
    assert strict.under(Convention.USUAL) is usual
    assert usual.under(Convention.STRICT) is strict
    hedged = usual.claim("mps-2021-11m-cases-solved")
    for reader, bounded in ((usual, True), (strict, False)):
        assert intervals.is_bounded(reader.quantity(hedged.claim_id).interval) is bounded
        assert intervals.is_bounded(reader.interval(hedged)) is bounded
        assert intervals.is_bounded(reader.reading(hedged).interval) is bounded


def test_what_is_kept_is_computed_once_for_each_ledger_and_arguments():
    seen = []

    @ledger.kept
    def named(record, name):
        seen.append((record.convention, name))
        return [name]

    usual = load()
    strict = usual.under(Convention.STRICT)
    assert named(usual, "a") is named(usual, "a")
    assert named(usual, "a") is not named(strict, "a")
    assert named(usual, "b") == ["b"]
    assert named(replace(usual, breaks=()), "a") is not named(usual, "a")
    assert len(seen) == 4


def test_nothing_collected_was_dropped():
    record = load()
    assert len(record.claims) >= 1790
    assert len(record.sources) >= 560
    assert all(c.status == "used" or c.status_reason for c in record.claims.values())


def test_second_readings_saw_the_same_numbers():
    """A second reader who could read the number saw the ledger's value, or the ledger was corrected since."""
    record = load()
    mended = [cell for c in record.corrections if c.table == "claims" for cell in c.cells]
    corrected = {cell.row_id for cell in mended if cell.column == "value"}
    for reading in record.second_reading.values():
        if reading.value_read and reading.claim_id not in corrected:
            claim = record.claims[reading.claim_id]
            assert abs(float(reading.value_read)) == pytest.approx(abs(float(claim.value))), reading.claim_id


# One cell of one row: (table, key, column, new value, field blamed, part of the message)
BROKEN_CELLS = [
    ("claims", RELEASE, "value", "392000", "value", "does not agree with the wording '39.1万'"),
    ("claims", RELEASE, "value_text", "39.1", "value", "does not agree with the wording '39.1'"),
    ("claims", RELEASE, "value_text", "39.1亿", "value", "does not agree with the wording"),
    ("claims", RELEASE, "value_text", "many", "value_text", "no number in 'many'"),
    ("claims", RELEASE, "value", "39.1万", "value", "is no number"),
    ("claims", RELEASE, "source_id", "gmw-20221231", "source_id", "nearest: gmw-20221230"),
    ("claims", RELEASE, "measure", "cases_sloved", "measure", "nearest: cases_solved"),
    ("claims", RELEASE, "unit", "persons", "unit", "is not the unit of cases_solved"),
    ("claims", RELEASE, "bound", "at_least_so", "bound", "is none of"),
    ("claims", RELEASE, "bound", "exact", "bound", "not printed to the last unit"),
    ("claims", DENS, "bound", "rounded", "bound", "does not agree with the hedge"),
    ("claims", DENS, "value_text", "1900余", "value", "does not agree with the wording"),
    ("claims", RELEASE, "kind", "rate", "kind", "is none of"),
    ("claims", RELEASE, "accumulation", "total", "accumulation", "is none of"),
    ("claims", "release-2022-cases-solved-yoy", "accumulation", "stock", "accumulation", "has no growth here"),
    ("claims", "release-2022-cases-filed-yoy", "accumulation", "running_total", "accumulation", "has no growth over"),
    ("claims", RELEASE, "period_end", "2021-11-30", "period_end", "is before period_start"),
    ("claims", RELEASE, "period_end", "2022-11-31", "period_end", "is no date"),
    ("claims", RELEASE, "period_end", "2023-11-30", "period_end", "is after the source's date 2022-12-30"),
    ("claims", RELEASE, "period_start", "1922-01-01", "period_start", "is before 2000"),
    ("claims", RELEASE, "agency", "MPX", "agency", "unknown agency 'MPX'"),
    ("claims", RELEASE, "geography", "PRC", "geography", "unknown place 'PRC'"),
    ("claims", RELEASE, "evidence", "全国共破获电信网络诈骗案件", "evidence", "does not hold the number"),
    ("claims", RELEASE, "evidence", "案件39.1万起" + "长" * 40, "evidence", "has 48 characters"),
    ("claims", "release-2022-cases-solved-yoy", "status", "misprint", "status", "without a reason"),
    ("claims", RELEASE, "reprint_of", "nobody", "reprint_of", "unknown claim"),
    ("claims", REPRINT, "reprint_of", DENS, "measure", "differs from that of the release"),
    ("claims", REPRINT, "period_start", "2022-02-01", "period_start", "differs from that of the release"),
    ("claims", REPRINT, "agency", "HKPF", "agency", "differs from that of the release"),
    ("claims", RELEASE, "reprint_of", RELEASE, "reprint_of", "names its own row"),
    ("claims", RELEASE, "agency", "", "agency", "is empty"),
    ("claims", RELEASE, "agency", "MSP", "agency", "nearest: MPS"),
    ("claims", RELEASE, "source_id", "hk-info-2023", "evidence", "is not in the language of its source (en)"),
    ("claims", RELEASE, "translation", "", "translation", "is empty"),
    ("claims", RELEASE, "translation", "a total of 319,000 cases", "translation", "does not hold the number '39.1万'"),
    ("claims", DENS, "translation", "1,800 dens destroyed", "translation", "says the number otherwise than at least"),
    ("claims", "hk-2023-loss", "translation", "over $9 billion", "translation", "translates a phrase in en"),
    (
        "claims",
        RELEASE,
        "translation",
        "391,000 cases, up 2,000",
        "translation",
        "holds 2,000, which the phrase does not",
    ),
    ("claims", "release-2022-cases-filed-yoy", "value", "17.3", "value", "has not the sign of"),
    ("claims", "hk-2023-loss-misprint", "status", "used", "claim_ids", "no longer disagree as unit slip"),
    ("claims", DENS, "claim_id", RELEASE, "claim_id", "stands on line"),
    ("claims", RELEASE, "claim_id", "Release 2022", "claim_id", "has not the form"),
    ("claims", "release-2022-heads-arrested", "value", "-240", "value", "is negative"),
    ("sources", SOURCE, "date", "30.12.2022", "date", "is not YYYY"),
    ("sources", SOURCE, "quality", "good", "quality", "is none of"),
    ("sources", SOURCE, "url", "https://example.org/x", "url", "which outlets.csv does not judge"),
    ("sources", SOURCE, "same_document", "nothing", "same_document", "unknown source 'nothing'"),
    ("measures", "cases_solved", "unit", "people", "unit", "is not the unit of"),
    ("measures", "cases_solved", "unit", "Persons!", "unit", "has not the form"),
    ("measures", "cases_solved", "counts", "", "counts", "is empty"),
    ("second_reading", None, "value_read", "41", "value_read", "though the readers are said to agree"),
    ("second_reading", None, "value_text_read", "41万", "value_text_read", "though the readers are said to agree"),
    ("second_reading", None, "phrase_read", "全国共破获案件", "phrase_read", "though the readers are said to agree"),
    ("disagreements", None, "kind", "quarrel", "kind", "is none of"),
    ("disagreements", None, "kind", "window", "claim_ids", "no longer disagree as window"),
    ("disagreements", None, "claim_ids", "hk-2023-loss;hk-nothing", "claim_ids", "unknown claim 'hk-nothing'"),
    ("disagreements", None, "why", "[over $8 billion](claim:hk-2023-loss)", "why", "the ledger says 'over $9 billion'"),
    ("disagreements", None, "why", "[$9 billion](claim:hk-2023-loss)", "why", "the source says at least"),
    ("disagreements", None, "why", "[over $9 billion](claim:hk-2023-lost)", "why", "nearest: hk-2023-loss"),
    ("disagreements", None, "why", "[over $9 billion](claim:hk-2023-loss) people", "why", "stands beside 'people'"),
    ("disagreements", None, "why", "exactly [over $9 billion](claim:hk-2023-loss)", "why", "stands beside 'exactly'"),
    ("disagreements", None, "why", "[over €9 billion](claim:hk-2023-loss)", "why", "stands beside '€'"),
    ("disagreements", None, "why", "90 million", "why", "is traced to nothing"),
    ("disagreements", None, "title", "9 billion dollars", "title", "is traced to nothing"),
    ("disagreements", None, "chosen", DENS, "chosen", "is not among claim_ids"),
    ("disagreements", None, "chosen", "", "claim_ids", "is used although none is chosen"),
    ("second_reading", None, "claim_id", "release-2022-nothing", "claim_id", "unknown claim"),
    ("events", None, "source_id", "nowhere", "source_id", "unknown source"),
    ("events", None, "date_start", "summer", "date_start", "is not YYYY"),
    ("programmes", None, "claim_ids", "release-2022-nothing", "claim_ids", "unknown claim"),
]


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "field", "message"),
    BROKEN_CELLS,
    ids=[f"{t}-{c}-{i}" for i, (t, _, c, *_) in enumerate(BROKEN_CELLS)],
)
def test_broken_cell_is_caught_at_its_place(record, table, key, column, value, field, message):
    key = key or next(iter(small_record.read(table, record)[0].values()))
    line = small_record.change(record, table, key, column, value)
    found = problems(record, RULES)
    blamed = [p for p in found if p.field == field and message in p.what]
    assert blamed, [str(p) for p in found]
    assert all(p.remedy for p in found)
    if column == field and table != "measures":  # else it is noticed elsewhere: a wrong unit of a measure at its claims
        assert (f"{table}.csv", line) in {(p.file, p.line) for p in blamed}
        assert all(value in p.value or p.value in value or field == "value" for p in blamed)


SEARCH = {
    "search": "levels-2022",
    "sought_en": "levels of 2022",
    "queries": "one|another",
    "languages": "en;zh",
    "places_en": "here",
    "date": "2026-11-30",
    "outcome": "not_found",
    "found_id": "",
    "claim_ids": RELEASE,
    "source_ids": "",
    "nearest_en": f"The cases solved, [39.1万](claim:{RELEASE}).",
}


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("search", "levels-2022", ""),
        ("date", "2190-01-01", "is after the day of the record"),
        ("found_id", RELEASE, f"names the claim {RELEASE}"),
        ("outcome", "found_later", "names no claim"),
        ("outcome", "lost", "is none of found_later, not_found"),
        ("queries", "one|one", "asks twice or for nothing"),
        ("queries", "one|", "asks twice or for nothing"),
        ("languages", "xx", "unknown language"),
        ("claim_ids", "nothing", "unknown claim"),
        ("source_ids", "nothing", "unknown source"),
        ("date", "yesterday", "is no date"),
        ("nearest_en", f"Another, [39.2万](claim:{RELEASE}).", "the ledger says '39.1万'"),
        ("nearest_en", "Some 39.1万 were found.", "is traced to nothing"),
        ("sought_en", "17 levels", "is traced to nothing"),
    ],
)
def test_a_broken_search_is_caught_at_its_place(record, column, value, message):
    small_record.write(record, "searches", [SEARCH | {column: value}], small_record.columns_of("searches"))
    found = problems(record, RULES)
    assert bool(found) == bool(message), [str(p) for p in found]
    assert not message or any(p.file == "searches.csv" and p.line == 2 and message in p.what for p in found), [*found]


def drop_column(text: str) -> str:
    """The file without its third column."""
    return re.sub(r"^([^,\n]*,[^,\n]*),[^,\n]*", r"\1", text, flags=re.MULTILINE)


BROKEN_FILES = [
    ("a missing column", lambda t: drop_column(t), "utf-8", "lacks the column(s) value_text"),
    ("a renamed column", lambda t: t.replace("claim_id,", "id,", 1), "utf-8", "lacks the column(s) claim_id"),
    (
        "columns in another order",
        lambda t: t.replace("claim_id,measure", "measure,claim_id", 1),
        "utf-8",
        "another order",
    ),
    ("another encoding", lambda t: t, "gb18030", "is not UTF-8"),
    ("a byte order mark", lambda t: "\ufeff" + t, "utf-8", "starts with a byte order mark"),
    ("a lost comma", lambda t: t.replace(",39.1万,", "39.1万,", 1), "utf-8", "has 27 cells instead of 28"),
    ("an empty file", lambda t: "", "utf-8", "is empty"),
]


@pytest.mark.parametrize(
    ("how", "message"), [((h, e), m) for _, h, e, m in BROKEN_FILES], ids=[n for n, *_ in BROKEN_FILES]
)
def test_broken_file_is_caught(record, how, message):
    small_record.edit(record, "claims.csv", how[0], how[1])
    found = problems(record, RULES)
    assert any(p.file == "claims.csv" and message in p.what and p.remedy for p in found), [str(p) for p in found]


def test_missing_file_is_caught(record):
    (record / "sources.csv").unlink()
    assert any(p.file == "sources.csv" and "is missing" in p.what for p in problems(record, RULES))


def test_missing_schema_is_caught(record):
    (record / "datapackage.json").unlink()
    assert "datapackage.json" in str(problems(record, RULES)[0])


def test_swapped_sources_are_caught(record):
    """Two claims whose sources were swapped: the second reading and the period give it away."""
    rows = small_record.read("claims", record)
    by_id = {r["claim_id"]: r for r in rows}
    first, other = by_id[RELEASE], by_id["mps-202205-top5share-zjknews"]
    first["source_id"], other["source_id"] = other["source_id"], first["source_id"]
    small_record.write(record, "claims", rows, small_record.columns_of("claims"))
    assert any(p.field == "period_end" and "after the source's date" in p.what for p in problems(record, RULES))


def test_reprint_of_another_number_is_caught(record):
    for column, value in (("value_text", "39.3万"), ("value", "393000"), ("evidence", "案件39.3万起"),
                          ("translation", "393,000 cases")):  # fmt: skip
        small_record.change(record, "claims", REPRINT, column, value)
    small_record.write(record, "second_reading", [], small_record.columns_of("second_reading"))
    assert [p.what for p in problems(record, RULES)] == [f"cannot be the number that it reprints ({RELEASE}: '39.1万')"]


def test_choice_that_is_not_used_is_caught(record):
    small_record.change(record, "claims", "hk-2023-loss", "status_reason", "Test.")
    small_record.change(record, "claims", "hk-2023-loss", "status", "superseded")
    assert [p.what for p in problems(record, RULES) if p.field == "chosen"] == ["has the status superseded"]


def test_contradiction_in_silence_is_caught(record):
    small_record.write(record, "disagreements", [], small_record.columns_of("disagreements"))
    found = {(p.field, p.value): p.what for p in problems(record, RULES)}
    assert "contradicts hk-2023-loss-misprint" in found["value_text", "over $9 billion"]
    assert "stands in no disagreement" in found["status", "hk-2023-loss-misprint"]


def correct(record: Path, *rows: tuple[str, ...]) -> None:
    """Writes corrections of claims: id, column, was, now, since."""
    columns = small_record.columns_of("corrections")
    written = [dict(zip(columns, ("claims", *row[:4], "Test.", row[4]), strict=True)) for row in rows]
    small_record.write(record, "corrections", written, columns)
    raise_version(record)


def raise_version(record: Path) -> None:
    """The record is of a version that may hold the corrections of these tests."""
    small_record.describe(record, lambda package: package.update(version="0.2.0"))


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        ((RELEASE, "value", "39100", "391001", "0.1.0"), "now", "the next correction says (391000)"),
        ((RELEASE, "value", "391000", "391000", "0.1.0"), "was", "is the same as now"),
        ((RELEASE, "worth", "1", "2", "0.1.0"), "column", "is no column of claims.csv"),
        (("release-2022-nothing", "value", "1", "2", "0.1.0"), "row_id", "stands in claims.csv no more"),
    ],
)
def test_correction_that_does_not_hold_is_caught(record, row, field, message):
    correct(record, row)
    (found,) = problems(record, RULES)
    assert (found.file, found.line, found.field) == ("corrections.csv", 2, field)
    assert message in found.what


def publish(record: Path, version: str = "0.1.0") -> None:
    """Publishes the small record."""
    columns = small_record.columns_of("published")
    rows = published.publish(load(record), version)
    small_record.write(record, "published", [dict(zip(columns, row, strict=True)) for row in rows], columns)


def test_published_row_may_not_change_in_silence(record):
    publish(record)
    assert problems(record, RULES) == []
    line = small_record.change(record, "claims", RELEASE, "period_basis", "inferred")
    (found,) = problems(record, RULES)
    assert (found.file, found.line, found.value) == ("claims.csv", line, RELEASE)
    assert "is not what 0.1.0 published" in found.what
    correct(record, (RELEASE, "period_basis", "printed", "inferred", "0.1.1"))
    assert problems(record, RULES) == []


def test_correction_does_not_excuse_what_it_does_not_name(record):
    publish(record)
    small_record.change(record, "claims", RELEASE, "period_basis", "inferred")
    for row in [
        (RELEASE, "period_basis", "unknown", "inferred", "0.1.1"),  # it was something else
        (RELEASE, "period_basis", "printed", "inferred", "0.1.0"),  # it was published with the new value
        (DENS, "period_basis", "inferred", "printed", "0.1.1"),  # it is another row
    ]:
        correct(record, row)
        assert any("is not what 0.1.0 published" in p.what for p in problems(record, RULES)), row
    correct(record, (RELEASE, "period_basis", "unknown", "inferred", "0.1.1"))
    (found,) = problems(record, RULES)
    assert "even with its corrections undone (corrections.csv:2)" in found.what
    assert "mend there what it was" in found.remedy


def test_corrections_of_one_cell_follow_each_other(record):
    publish(record)
    small_record.change(record, "claims", RELEASE, "status", "set_aside")
    small_record.change(record, "claims", RELEASE, "status_reason", "Test.")
    steps = [(RELEASE, "status", "used", "disputed", "0.1.1"), (RELEASE, "status", "disputed", "set_aside", "0.2.0")]
    correct(record, *steps)
    assert problems(record, RULES) == []
    correct(record, steps[0], (RELEASE, "status", "used", "set_aside", "0.2.0"))
    assert any(p.field == "now" and p.line == 2 for p in problems(record, RULES))


def test_one_slip_in_several_copies_is_one_correction(record):
    """A phrase and its number were misread alike in a release and in its reprint: four cells, one row."""
    publish(record)
    for claim_id in (RELEASE, REPRINT):
        small_record.change(record, "claims", claim_id, "period_basis", "inferred")
        small_record.change(record, "claims", claim_id, "accumulation", "running_total")
    together = (f"{RELEASE}|{REPRINT}", "period_basis|accumulation", "printed|flow", "inferred|running_total", "0.1.1")
    correct(record, together)
    assert problems(record, RULES) == []
    for column, cells, message in ((2, "printed", "has 1 parts for 2 columns"), (0, RELEASE, "is not what 0.1.0")):
        correct(record, (*together[:column], cells, *together[column + 1 :]))
        assert any(message in p.what for p in problems(record, RULES)), [str(p) for p in problems(record, RULES)]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table.name, field.name)
        for table in schema.read(DATA).values()
        for field in table.fields
        if field.published and not field.address and field.name not in table.key
    ],
)
def test_every_column_that_is_published_can_be_corrected(ledger, table, column):
    """With its correction no rule objects to another value, and the chapter and the notes of the site print it."""
    rows = ledger.table(table)
    row_id = next((key for key, row in rows.items() if getattr(row, column)), next(iter(rows)))
    row = rows[row_id]
    now = (
        {"value": row.value + 1, "period_start": row.period_end}.get(column, "another")
        if table == "claims"
        else "another"
    )
    correction = Correction(
        table, row_id, column, cell_text(getattr(row, column)), cell_text(now), "Test.", "9.0.0", line=2
    )
    rows = {**rows, row_id: replace(row, **{column: now})}
    contents = rows if isinstance(getattr(ledger, table, rows), dict) else tuple(rows.values())
    changed = {table: contents} if hasattr(ledger, table) else {"own": {**ledger.own, table: contents}}
    corrected = (*ledger.corrections, correction)
    assert list(published.check(replace(ledger, **changed, corrections=corrected))) == []
    assert list(published.check(replace(ledger, **changed)))
    assert table in next(f.allowed for f in ledger.schema["corrections"].fields if f.name == "table")
    if table == "claims":
        shown = replace(ledger, corrections=(correction,))
        (printed,) = analysis.corrections(shown).to_dict("records")
        assert printed["n"] == 1
        assert "Test." in claim_view(shown, row_id).corrections[0]


def test_column_without_words_is_caught(record):
    rows = [r for r in small_record.read("words", record) if (r["kind"], r["key"]) != ("record.column", "status")]
    small_record.write(record, "words", rows, small_record.columns_of("words"))
    (found,) = problems(record, RULES)
    assert (found.file, found.value) == ("words.csv", "status")


def test_what_a_new_release_still_needs_is_said(record):
    """The recipe "Add a release" rests on it: judgements on what no code answers, and names of its counts."""
    row = {"release": "2030", "documents": SOURCE, "period_start": "2030-01-01", "period_end": "2030-11-30"}
    columns = small_record.columns_of("releases")
    small_record.write(record, "releases", [{**dict.fromkeys(columns, ""), **row, "place": CHINA}], columns)
    found = problems(record, RULES)
    assert {(p.file, p.line, p.value) for p in found} == {("releases.csv", 2, "2030")}
    questions = [q["question"] for q in small_record.read("questions", record) if not q["test"]]
    assert {f"has no judgement on {question}" for question in questions} <= {p.what for p in found}
    assert "has no name for its count reading-2030-numbers" in {p.what for p in found}


@pytest.mark.parametrize(("table", "column"), [("corrections", "since"), ("published", "version")])
def test_nothing_is_of_a_later_version_than_the_record(record, table, column):
    publish(record)
    small_record.change(record, "claims", RELEASE, "period_basis", "inferred")
    correct(record, (RELEASE, "period_basis", "printed", "inferred", "0.2.0"))
    assert problems(record, RULES) == []
    key = next(iter(small_record.read(table, record)[0].values()))
    line = small_record.change(record, table, key, column, "0.3.0")
    found = [p for p in problems(record, RULES) if p.field == column]
    assert [(p.line, p.value, p.what) for p in found] == [
        (line, "0.3.0", "is later than the version of datapackage.json, 0.2.0")
    ]


def test_published_row_may_not_go(record):
    publish(record)
    for name in ("claims", "release_numbers"):
        rows = [r for r in small_record.read(name, record) if r["claim_id"] != "release-2022-heads-arrested"]
        small_record.write(record, name, rows, small_record.columns_of(name))
    (found,) = problems(record, RULES)
    assert (found.file, found.value) == ("published.csv", "release-2022-heads-arrested")
    assert "stands in claims.csv no more" in found.what


def test_row_without_a_status_is_withdrawn_in_the_open(record):
    """A break or a disagreement may go, with a correction that says why; a claim may not."""
    publish(record)
    rows = small_record.read("breaks", record)
    gone = f"{rows[0]['measure']};{rows[0]['date']}"
    small_record.write(record, "breaks", rows[1:], small_record.columns_of("breaks"))
    assert any(p.value == gone and "stands in breaks.csv no more" in p.what for p in problems(record, RULES))
    columns = small_record.columns_of("corrections")
    raise_version(record)
    row = dict(zip(columns, ("breaks", gone, "row", gone, "", "Test.", "0.1.1"), strict=True))
    small_record.write(record, "corrections", [row], columns)
    assert problems(record, RULES) == []
    small_record.write(record, "corrections", [{**row, "table": "claims", "row_id": RELEASE}], columns)
    assert any("would withdraw a row" in p.what for p in problems(record, RULES))


def test_address_of_a_claim_may_not_be_corrected_away(record):
    correct(record, (RELEASE, "measure", "cases_filed", "cases_solved", "0.1.1"))
    assert [p.what for p in problems(record, RULES)] == ["is part of the address that readers cite"]


def test_everything_in_the_record_is_published():
    """A row that is not in published.csv could change in silence. Remedy: make publish-record."""
    record = load()
    assert len(published.publish(record, schema.version(DATA))) == len(record.published)


def test_our_own_words_may_be_mended(record):
    publish(record)
    small_record.change(record, "claims", RELEASE, "translation", "391,000 telecom and online fraud cases were solved")
    small_record.change(record, "claims", RELEASE, "note", "Another note.")
    assert problems(record, RULES) == []


def test_publishing_again_hides_no_change(record):
    publish(record)
    before = small_record.read("published", record)
    small_record.change(record, "claims", RELEASE, "period_basis", "inferred")
    correct(record, (RELEASE, "period_basis", "printed", "inferred", "0.1.1"))
    publish(record, "0.1.1")
    assert small_record.read("published", record) == before


def test_loading_a_broken_record_raises_and_says_where(record):
    line = small_record.change(record, "claims", RELEASE, "value", "392000")
    with pytest.raises(LedgerError, match=rf"data/claims.csv:{line}: value: '392000' does not agree") as error:
        load(record)
    assert "the wording says 391000" in str(error.value)


def test_command_reports_and_fails(record, capsys):
    assert main([str(record)]) == 0
    small_record.change(record, "claims", RELEASE, "value", "392000")
    assert main([str(record)]) == 1
    assert "data/claims.csv" in capsys.readouterr().out


def test_readme_of_the_record_is_current():
    """data/README.md is generated from the schema, so that it cannot fall behind."""
    assert (DATA / "README.md").read_text(encoding="utf-8") == readme.render(DATA)


def test_rows_have_the_columns_of_the_schema():
    """columns.py is generated from the schema. Remedy: make schema."""
    assert generated.COLUMNS.read_text(encoding="utf-8") == generated.columns(DATA)


def test_unknown_names_get_the_nearest_known():
    record = load()
    with pytest.raises(KeyError, match=r"nearest: .*release-2022-cases-solved"):
        record.claim("release-2022-case-solved")
    with pytest.raises(KeyError, match="unknown measure 'cases'"):
        record.select("cases", geography=CHINA)


def test_only_official_and_recognised_outlets_are_linked():
    record = load()
    for source in record.sources.values():
        link = record.link(source)
        assert not link or record.outlets[host(link)].outlet_class in ("official", "recognised")
    assert any(s.url and not record.link(s) for s in record.sources.values())


def test_a_result_is_published_with_what_results_csv_says_of_it():
    record = load()
    named = replace(record, results={"a": ResultName("a", "cases in {year}", 2)})
    quantity = record.quantity(RELEASE)
    assert named.result("a", quantity, year=2022).meaning == "cases in 2022"
    with pytest.raises(KeyError, match="no word is given for 'year'"):
        named.result("a", quantity)
    with pytest.raises(KeyError, match=r"unknown result 'cases-solved-2023'"):
        record.result("cases-solved-2023", quantity)


def test_every_published_result_has_its_row_and_every_row_is_published():
    """A row that nothing publishes would name a number that no reader finds. Remedy: results.csv."""
    cells = (cell for path in Book(DATA.parent).notebooks for cell in stored.cells(path))
    found = [output["data"] for cell in cells for output in cell.get("outputs", ()) if "data" in output]
    published_names = [data[RESULT_MIME]["name"] for data in found if RESULT_MIME in data]
    assert len(published_names) == len(set(published_names))
    assert set(published_names) == set(load().results)
