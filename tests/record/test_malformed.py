"""Whatever is spoilt in a record is said in a line with file, line, field, value and remedy, and nothing else is."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import small_record
from campaign.rules import RULES
from ledgerbook.record.check import main, problems
from ledgerbook.record.problems import SHOWN, LedgerError, Problem, report

RELEASE = "release-2022-cases-solved"
SOURCE = "gmw-20221230"
OTHER_SOURCE = "hk-info-2023"
CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
MOST_LINES = 3  # that one slip may cost a reader
LONGEST_LINE = 1000  # characters


@pytest.fixture(scope="session")
def sound_record(tmp_path_factory) -> Path:
    return small_record.make(tmp_path_factory.mktemp("record"))


@pytest.fixture
def record(sound_record, tmp_path) -> Path:
    """A copy of the small record, whose version may hold corrections."""
    for path in sound_record.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def assert_said(found: list[Problem], file: str, what: str, line: int | None = None, field: str = "") -> None:
    """One of few problems is this one, and each is one line that a terminal can show and a person can follow."""
    lines = [str(problem) for problem in found]
    blamed = [
        p for p in found if p.file == file and what in p.what and field in ("", p.field) and line in (None, p.line)
    ]
    assert blamed, lines
    assert len(found) <= MOST_LINES, lines
    assert all(p.remedy for p in found), lines
    assert all(line.isprintable() and len(line) < LONGEST_LINE for line in lines), lines


# One cell of one row: (table, key, column, the cell, what is said of it)
CELLS = [
    # numbers
    ("claims", RELEASE, "value", "1e400000", "is no number"),
    ("claims", RELEASE, "value", "9" * 5000, "is no number"),
    ("claims", RELEASE, "value", "NaN", "is no number"),
    ("claims", RELEASE, "value", "inf", "is no number"),
    ("claims", RELEASE, "value", "-Infinity", "is no number"),
    ("claims", RELEASE, "value", "３９１０００", "is no number"),
    ("claims", RELEASE, "value", "٣٩١٠٠٠", "is no number"),
    ("claims", RELEASE, "value", "391_000", "is no number"),
    ("claims", RELEASE, "value", "391,000", "is no number"),
    ("claims", RELEASE, "value", " 391000 ", "is no number"),
    ("claims", RELEASE, "value", "+391000", "is no number"),
    ("claims", RELEASE, "value", "0391000", "is no number"),
    ("claims", RELEASE, "value", "391000.", "is no number"),
    ("claims", RELEASE, "value", "782000/2", "is no number"),
    ("claims", RELEASE, "value", "0x5f758", "is no number"),
    ("claims", RELEASE, "value", "", "is empty"),
    ("claims", RELEASE, "value", "391000.25", "does not agree with the wording"),
    ("second_reading", None, "value_read", "３９１０００", "though the readers are said to agree"),
    ("second_reading", None, "value_read", "1e400000", "though the readers are said to agree"),
    # days
    ("claims", RELEASE, "period_end", "2022-02-30", "is no date"),
    ("claims", RELEASE, "period_end", "20221130", "is no date"),
    ("claims", RELEASE, "period_end", "2022-W48-3", "is no date"),
    ("claims", RELEASE, "period_end", "２０２２-11-30", "is no date"),
    ("claims", RELEASE, "period_end", "9999-12-31", "is no date"),
    ("claims", RELEASE, "period_end", "", "is empty"),
    ("sources", SOURCE, "date", "2022-02-30", "is not YYYY, YYYY-MM or YYYY-MM-DD"),
    ("sources", SOURCE, "date", "9999", "is not YYYY"),
    ("sources", SOURCE, "date", "0000-01", "is not YYYY"),
    ("sources", SOURCE, "date", "2022-13", "is not YYYY"),
    ("sources", SOURCE, "date", "２０２２", "is not YYYY"),
    ("sources", SOURCE, "date", "2190", "is after the day of the record"),
    ("events", None, "date_start", "2021-06-31", "is not YYYY"),
    # addresses
    ("sources", SOURCE, "url", "http://[::1/x", "is no address of the web"),
    ("sources", SOURCE, "url", "https://", "is no address of the web"),
    ("sources", SOURCE, "url", "www.gov.cn/x", "is no address of the web"),
    ("sources", SOURCE, "url", "ftp://example.org/x", "is no address of the web"),
    ("sources", SOURCE, "url", "javascript:alert(1)", "is no address of the web"),
    ("sources", SOURCE, "url", "data:text/html,x", "is no address of the web"),
    ("sources", SOURCE, "url", "file:///etc/passwd", "is no address of the web"),
    ("sources", SOURCE, "url", "https://user:word@news.gmw.cn/x", "is no address of the web"),
    ("sources", SOURCE, "url", "https://news.gmw.cn/a b", "is no address of the web"),
    ("sources", SOURCE, "url", 'https://news.gmw.cn/"x', "is no address of the web"),
    ("sources", SOURCE, "url", "https://nobody.example/x", "which outlets.csv does not judge"),
    # references
    ("sources", SOURCE, "same_document", SOURCE, "names its own row"),
    ("claims", RELEASE, "reprint_of", RELEASE, "names its own row"),
    # text that hides, misleads or runs
    ("claims", RELEASE, "note", "a\0b", "the invisible character U+0000"),
    ("claims", RELEASE, "note", "\x1b[31mred", "the invisible character U+001B"),
    ("claims", RELEASE, "note", "a\x7fb", "the invisible character U+007F"),
    ("claims", RELEASE, "note", "a\x85b", "the invisible character U+0085"),
    ("claims", RELEASE, "note", "a\tb", "the invisible character U+0009"),
    ("claims", RELEASE, "evidence", "案件\u202e39.1万起", "the invisible character U+202E"),
    ("claims", RELEASE, "evidence", "案件\u200b39.1万起", "the invisible character U+200B"),
    ("claims", RELEASE, "translation", "391,000\u2067 cases", "the invisible character U+2067"),
    ("claims", RELEASE, "status_reason", "a\u2028b", "the invisible character U+2028"),
    ("claims", RELEASE, "note", "a\u3164b", "the invisible character U+3164"),
    ("claims", RELEASE, "note", "a\ufe0fb", "the invisible character U+FE0F"),
    ("claims", RELEASE, "note", "a\U000e0041b", "the invisible character U+E0041"),
    ("claims", RELEASE, "note", "a\u00a0b", "the invisible character U+00A0"),
    ("claims", RELEASE, "note", "\ufeffa", "the invisible character U+FEFF"),
    ("claims", RELEASE, "note", "<script>alert(1)</script>", "holds '<s', which a browser takes for markup"),
    ("claims", RELEASE, "evidence", "案件39.1万起</td>", "holds '</', which a browser takes for markup"),
    ("sources", SOURCE, "title", "<img src=x onerror=alert(1)>", "holds '<i', which a browser takes for markup"),
    ("sources", SOURCE, "title", "<!--", "holds '<!', which a browser takes for markup"),
    ("measures", "cases_solved", "counts", "<b>cases</b>", "holds '<b', which a browser takes for markup"),
    ("agencies", None, "name_en", "<svg/onload=alert(1)>", "holds '<s', which a browser takes for markup"),
    ("claims", RELEASE, "note", "=cmd|' /C calc'!A0", "begins like a formula"),
    ("claims", RELEASE, "note", "+cmd|' /C calc'!A0", "begins like a formula"),
    ("claims", RELEASE, "note", "-2+3+cmd|' /C calc'!A0", "begins like a formula"),
    ("claims", RELEASE, "note", "@SUM(1,1)", "begins like a formula"),
    ("claims", RELEASE, "note", "＝1+1", "begins like a formula"),
    ("events", None, "what", "=HYPERLINK(1)", "begins like a formula"),
    ("claims", RELEASE, "note", " a", "begins or ends with a space"),
    ("claims", RELEASE, "note", "a" * 5000, "has 5,000 characters"),
    ("claims", RELEASE, "evidence", "案件39.1万起" * 7, "has 56 characters"),
    ("claims", RELEASE, "value_text", "9" * 5000, "has 5,000 characters"),
    ("disagreements", None, "why", "[over $9 billion](claim:hk-2023-loss) [x](javascript:a)", "leads elsewhere"),
    ("disagreements", None, "why", "[over $9 billion](claim:hk-2023-loss) ![](http://x.y)", "leads elsewhere"),
    # signs that look like others
    ("claims", RELEASE, "unit", "c\u0430ses", "holds '\u0430' (U+0430 CYRILLIC SMALL LETTER A), which looks like 'a'"),
    ("claims", RELEASE, "unit", "\u0441\u043e\u0440", "which looks like 'c'"),
    ("claims", RELEASE, "unit", "\uff43ases", "FULLWIDTH LATIN SMALL LETTER C), which looks like 'c'"),
    ("claims", RELEASE, "value_text", "39.\u041e万", "CYRILLIC CAPITAL LETTER O), which looks like 'O'"),
    ("claims", RELEASE, "value_text", "39.\uff11\u0031万", "FULLWIDTH DIGIT ONE), which looks like '1'"),
    ("claims", RELEASE, "value_text", "39.\U0001d7cf万", "MATHEMATICAL BOLD DIGIT ONE), which looks like '1'"),
    ("claims", RELEASE, "value_text", "39万1\u25cb00", "WHITE CIRCLE), which looks like '0'"),
    ("claims", RELEASE, "value_text", "二\u25cb", "WHITE CIRCLE), which looks like '0'"),
    ("claims", RELEASE, "evidence", "案件39\u30071万起", "IDEOGRAPHIC NUMBER ZERO), which looks like '0'"),
    ("claims", RELEASE, "translation", "391,00\u03bf cases", "GREEK SMALL LETTER OMICRON), which looks like 'o'"),
    ("claims", RELEASE, "translation", "391,000 c\u0430ses", "CYRILLIC SMALL LETTER A), which looks like 'a'"),
    ("claims", RELEASE, "note", "\u0391ll cases", "GREEK CAPITAL LETTER ALPHA), which looks like 'A'"),
    ("claims", RELEASE, "note", "ca\u0436es", "CYRILLIC SMALL LETTER ZHE), in a word of Latin letters"),
    ("claims", RELEASE, "note", "\U0001d41call", "MATHEMATICAL BOLD SMALL C), which looks like 'c'"),
    ("sources", SOURCE, "title", "P\uff21", "FULLWIDTH LATIN CAPITAL LETTER A), which looks like 'A'"),
    ("claims", RELEASE, "claim_id", "release-\u0430", "CYRILLIC SMALL LETTER A), which looks like 'a'"),
    ("words", None, "key", "\u0430", "CYRILLIC SMALL LETTER A), which looks like 'a'"),
    # ids: names of files, and parts of addresses
    ("agencies", None, "agency", "a" * 65, "is an id of 65 characters"),
    ("measures", "cases_solved", "measure", "con", "is the name of a device on Windows"),
    ("places", "CN", "place", "NUL", "is the name of a device on Windows"),
    ("measures", "cases_solved", "measure", "../../index", "has not the form"),
    ("claims", "hk-2023-loss", "claim_id", "a/b", "has not the form"),
    ("published", None, "digest", "0123456789AB", "has not the form"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "key", "column", "cell", "what"),
    CELLS,
    ids=[f"{table}-{column}-{i}" for i, (table, _, column, *_) in enumerate(CELLS)],
)
def test_spoilt_cell_is_said_at_its_place(record, table, key, column, cell, what):
    if table == "published":
        row = {"table": "claims", "row_id": RELEASE, "version": "0.1.0", "digest": "0123456789ab"}
        small_record.write(record, table, [row], small_record.columns_of(table))
    key = key or next(iter(small_record.read(table, record)[0].values()))
    line = small_record.change(record, table, key, column, cell)
    found = problems(record, RULES)
    assert_said(blame_only(found, line, table), f"{table}.csv", what, line, column)


@pytest.mark.parametrize(
    "text",
    [
        "二〇二二年，二○二二年",
        "Число дел выросло на 5%, Αριθμός υποθέσεων",
        "ФБР and FBI, 90-х, 10 µg",
        "２０２２年 ＡＢＣ 39.1万 PDL1 Ａ4判",
        "경찰청 1만 5천건 データ⑤ñé",
    ],
)
def test_words_of_other_scripts_are_texts_like_any(record, text):
    small_record.change(record, "claims", RELEASE, "note", text)
    assert problems(record, RULES) == []


def blame_only(found: list[Problem], line: int, table: str) -> list[Problem]:
    """The problems without those of rows that led to a row by an id that it no longer has."""
    return [p for p in found if (p.file, p.line) == (f"{table}.csv", line) or not p.what.startswith("unknown")]


# A whole file: (name, how its bytes are spoilt, line, what is said of it)
FILES: list[tuple[str, Callable[[bytes], bytes], int | None, str]] = [
    ("nothing", lambda data: b"", None, "is empty"),
    ("line ends only", lambda data: b"\n\n", None, "is empty"),
    ("another encoding", lambda data: data.decode().encode("gb18030"), 2, "is not UTF-8"),
    ("two bytes a character", lambda data: data.decode().encode("utf-16"), 1, "is not UTF-8"),
    ("a byte order mark", lambda data: b"\xef\xbb\xbf" + data, 1, "starts with a byte order mark"),
    ("a cut character", lambda data: data.rstrip() + "万".encode()[:2], 13, "is not UTF-8"),
    ("a long cell", lambda data: data.replace("39.1万".encode(), b"9" * 200_000, 1), 2, "makes a line of 200,"),
    ("line ends of old", lambda data: data.replace(b"\n", b"\r"), 1, "cannot be cut into cells"),
    ("an open quote", lambda data: data.replace("39.1万".encode(), '"39.1万'.encode(), 1), 2, "closes within a cell"),
    ("a quote in a cell", lambda data: data.replace("39.1万".encode(), '"39".1万'.encode(), 1), 2, "closes within"),
    ("a line break", lambda data: data.replace("39.1万".encode(), '"39.1\n万"'.encode(), 1), 2, "a quote (\") never"),
    ("a missing cell", lambda data: data.replace(b",391000,", b",", 1), 2, "has 27 cells instead of 28"),
    ("a cell too many", lambda data: data.replace(b",391000,", b",391,000,", 1), 2, "has 29 cells instead of 28"),
    ("an empty line", lambda data: data.replace(b"\n", b"\n\n", 1), 2, "is an empty line"),
    ("semicolons", lambda data: data.replace(b",", b";"), 1, "lacks the column(s)"),
    ("no header", lambda data: data.partition(b"\n")[2], 1, "lacks the column(s)"),
    ("a column twice", lambda data: data.replace(b"value_text,value,", b"value,value,", 1), 1, "more than once"),
    ("another order", lambda data: data.replace(b"value_text,value,", b"value,value_text,", 1), 1, "another order"),
    ("a header in capitals", lambda data: data.replace(b"claim_id", b"Claim_ID", 1), 1, "lacks the column(s) claim_id"),
    ("a web page", lambda data: b"<!doctype html>\n<p>404</p>\n", 1, "lacks the column(s)"),
]  # fmt: skip


@pytest.mark.parametrize(("how", "line", "what"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_spoilt_file_is_one_problem(record, how, line, what):
    path = record / "claims.csv"
    path.write_bytes(how(path.read_bytes()))
    found = problems(record, RULES)
    assert_said(blame_only(found, 0, ""), "claims.csv", what, line)


def test_line_ends_of_windows_are_read(record):
    """A checkout may have them, and they say nothing (tests/commands/test_checkout.py)."""
    for path in record.glob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert problems(record, RULES) == []


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(path.name)
    os.chdir(here)


PLACES: list[tuple[str, Callable[[Path], None], str]] = [
    ("nothing", lambda path: None, "is missing"),
    ("a folder", lambda path: path.mkdir(), "is no regular file"),
    ("a link to nothing", lambda path: path.symlink_to("nowhere"), "is missing"),
    ("a loop of links", _loop, "cannot be read"),
    ("a pipe", os.mkfifo, "is no regular file"),
    ("a socket", _socket, "is no regular file"),
    ("a device", lambda path: path.symlink_to(os.devnull), "is no regular file"),
]


@pytest.mark.parametrize("file", ["claims.csv", "words.csv", "datapackage.json"])
@pytest.mark.parametrize(("put", "what"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_what_is_no_file_is_one_problem(record, file, put, what):
    (record / file).unlink()
    put(record / file)
    (problem,) = problems(record, RULES)
    assert_said([problem], file, what)


def test_file_that_may_not_be_read_is_one_problem(record, monkeypatch):
    """As root a test may read everything, so the system's refusal is played."""

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (problem,) = problems(record, RULES)
    assert_said([problem], "datapackage.json", "cannot be read: Permission denied")


# The whole description: (name, its text, field, what is said of it)
TEXTS = [
    ("a list", "[]", "", "is no object"),
    ("a text", '"record"', "", "is no object"),
    ("null", "null", "", "is no object"),
    ("no JSON", "{'name': 1}", "", "is no JSON"),
    ("a comma too many", '{"version": "0.1.0",}', "", "is no JSON"),
    ("a cut file", '{"version": "0.1', "", "is no JSON"),
    ("a number that is none", '{"version": NaN}', "", "is no JSON"),
    ("a number of 5,000 digits", f'{{"version": {"9" * 5000}}}', "", "is no JSON"),
    ("too deep", "[" * 100_000, "", "is no JSON"),
    ("a name twice", '{"version": "0.1.0", "version": "0.2.0"}', "", "'version' twice"),
    ("nothing in it", "{}", "version", "is missing"),
    ("no resources", '{"version": "0.1.0"}', "resources", "is missing"),
    ("resources by name", '{"version": "0.1.0", "resources": {}}', "resources", "is no list"),
    ("a table that is text", '{"version": "0.1.0", "resources": ["claims"]}', "resources[0]", "is no object"),
    ("no tables", '{"version": "0.1.0", "resources": []}', "resources", "is missing"),
]


@pytest.mark.parametrize(("text", "field", "what"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_description_that_is_none_is_said(record, text, field, what):
    (record / "datapackage.json").write_text(text, encoding="utf-8")
    found = problems(record, RULES)
    assert_said(found[:1], "datapackage.json", what, field=field)


def first(package: dict[str, Any]) -> dict[str, Any]:
    return package["resources"][0]


def columns(package: dict[str, Any]) -> list[dict[str, Any]]:
    return first(package)["schema"]["fields"]


DESCRIBED: list[tuple[str, Callable[[dict[str, Any]], object], str, str]] = [
    ("no version", lambda p: p.pop("version"), "version", "is missing"),
    ("a version of words", lambda p: p.update(version="latest"), "version", "is no version"),
    ("a version of two numbers", lambda p: p.update(version="1.0"), "version", "is no version"),
    ("a version that is a number", lambda p: p.update(version=1), "version", "is no text"),
    ("a day that is none", lambda p: p.update(created="soon"), "created", "is no day"),
    ("a day that is nothing", lambda p: p.update(created=None), "created", "is no text"),
    ("no schema", lambda p: first(p).pop("schema"), "resources[0].schema", "is missing"),
    ("no fields", lambda p: first(p)["schema"].pop("fields"), "resources[0].schema.fields", "is missing"),
    ("no name", lambda p: first(p).pop("name"), "resources[0].name", "is missing"),
    ("no title", lambda p: first(p).pop("title"), "resources[0].title", "is missing"),
    ("a name that leads out", lambda p: first(p).update(name="../claims"), "resources[0].name", "is no name of a"),
    ("another encoding", lambda p: first(p).update(encoding="gbk"), "resources[0].encoding", "is not that of a record"),
    ("a list of words and numbers", lambda p: columns(p)[0].update(constraints={"enum": ["a", 1]}),
     "resources[0].schema.fields[0].constraints.enum", "is no text"),
    ("a switch that is a word", lambda p: columns(p)[0].update(published="no"),
     "resources[0].schema.fields[0].published", "is no true or false"),
    ("a title that hides", lambda p: first(p).update(title="a\u202eb"), "", "invisible characters"),
    ("a path that leads out", lambda p: first(p).update(path="/etc/passwd"), "resources[0].path", "is not the name"),
    ("a file twice", lambda p: p["resources"].insert(1, first(p)), "resources[1].name", "is described twice"),
    ("a column twice", lambda p: columns(p).append(columns(p)[0]), "resources[0].schema.fields", "is described twice"),
    ("no type", lambda p: columns(p)[0].pop("type"), "resources[0].schema.fields[0].type", "is missing"),
    ("an unknown type", lambda p: columns(p)[0].update(type="any"), "resources[0].schema.fields[0].type", "is none of"),
    ("a pattern that is none", lambda p: columns(p)[0].update(constraints={"pattern": "["}),
     "resources[0].schema.fields[0].constraints.pattern", "is no regular expression"),
    ("a key that is no column", lambda p: first(p)["schema"].update(primaryKey="id"), "resources[0].schema", "is no"),
    ("a reference to nothing", lambda p: first(p)["schema"]["foreignKeys"][0]["reference"].update(resource="x"),
     "resources", "and no table"),
    ("a missing table", lambda p: p["resources"].pop(0), "resources", "and no table"),
]  # fmt: skip


@pytest.mark.parametrize(("how", "field", "what"), [c[1:] for c in DESCRIBED], ids=[c[0] for c in DESCRIBED])
def test_spoilt_description_is_one_problem(record, how, field, what):
    small_record.describe(record, how)
    found = problems(record, RULES)
    assert_said(found, "datapackage.json", what, field=field)


def test_circle_of_references_is_said_of_each_row(record):
    line = small_record.change(record, "sources", SOURCE, "same_document", OTHER_SOURCE)
    other = small_record.change(record, "sources", OTHER_SOURCE, "same_document", SOURCE)
    found = problems(record, RULES)
    assert {(p.line, p.what) for p in found} == {(n, "leads back to its own row") for n in (line, other)}


def test_claim_that_stands_twice_is_said(record):
    rows = small_record.read("claims", record)
    again = next(row for row in rows if row["claim_id"] == "hk-2023-loss") | {"claim_id": "hk-2023-losses"}
    small_record.write(record, "claims", [*rows, again], small_record.columns_of("claims"))
    found = problems(record, RULES)
    assert_said(found, "claims.csv", "is hk-2023-loss (line", len(rows) + 2, "claim_id")


def test_ids_that_differ_in_case_only_are_said(record):
    rows = small_record.read("agencies", record)
    small_record.write(
        record,
        "agencies",
        [*rows, {**rows[0], "agency": rows[0]["agency"].lower()}],
        small_record.columns_of("agencies"),
    )
    found = problems(record, RULES)
    assert_said(found, "agencies.csv", f"as {rows[0]['agency']!r}", len(rows) + 2, "agency")


def test_value_is_said_as_it_stands_in_the_file(record):
    small_record.change(record, "claims", "release-2022-cases-solved-yoy", "value", "6.25")
    (found,) = problems(record, RULES)
    assert (found.value, found.remedy) == ("6.25", "the wording says 5.7")


def test_share_of_many_decimals_is_said_with_all_of_them(record):
    share = "0.1234567890123456"
    small_record.change(record, "claims", "release-2022-cases-solved-yoy", "value", share)
    (found,) = problems(record, RULES)
    assert found.value == share


def test_contradiction_is_found_where_other_rows_are_wrong(record):
    small_record.write(record, "disagreements", [], small_record.columns_of("disagreements"))
    small_record.change(record, "claims", RELEASE, "unit", "persons")
    found = {p.field: p.what for p in problems(record, RULES)}
    assert "persons" in found["unit"]
    assert "contradicts hk-2023-loss-misprint" in found["value_text"]


def test_a_thousand_problems_are_few_lines(record):
    rows = small_record.read("words", record)
    rows = [{**row, "label_en": "\0"} for row in rows] + [{**row, "key": f"{row['key']}\0"} for row in rows]
    small_record.write(record, "words", rows, small_record.columns_of("words"))
    lines = report(problems(record, RULES))
    assert len(lines) == SHOWN + 1
    assert lines[-1].startswith("and ") and "words.csv (label_en)" in lines[-1]
    with pytest.raises(LedgerError, match=r"words\.csv") as error:
        raise LedgerError(problems(record, RULES))
    assert len(str(error.value).splitlines()) == SHOWN + 2


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ledgerbook.record.check", str(folder)]
    return subprocess.run(command, cwd=CHAPTERS, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("file", ["claims.csv", "datapackage.json"])
def test_command_says_it_without_a_traceback(record, file):
    (record / file).write_bytes(b"[]")
    result = run(record)
    assert result.returncode == 1
    assert f"data/{file}" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


def test_command_outside_of_a_book_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(CHAPTERS)}
    command = [sys.executable, "-m", "ledgerbook.record.check"]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
    assert result.returncode == 1
    assert "lies in no book" in result.stderr and "Traceback" not in result.stderr


def test_the_sound_record_passes(record):
    assert main([str(record)]) == 0
