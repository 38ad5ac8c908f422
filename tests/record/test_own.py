"""A release of one's own: what its table says and implies, in three forms, and what a faulty table is told."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import validity
from ledgerbook import __main__ as command
from ledgerbook.book import Book
from ledgerbook.record import own

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "chapters" / "examples" / "fires.csv"  # an invented ministry of another subject
HEADER = ",".join(own.COLUMNS)
SOUND = '2023,fires,"41,000",level,fires,2023-01-01,2023-11-30,,,'


def run(path: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints of a sound table."""
    assert command.main(["read", str(path), *arguments]) == 0
    return capsys.readouterr().out


@pytest.fixture
def table(tmp_path):
    """Writes rows below the header, or a whole text."""

    def write(*rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "mine.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write


def told(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says of a faulty table."""
    assert command.main(["read", str(path)]) == 1
    return capsys.readouterr().err


# What it says -------------------------------------------------------------------------------------------------------


def test_the_example_is_read_to_intervals_implied_numbers_and_the_checklist(capsys):
    found = json.loads(run(EXAMPLE, capsys, "--as", "json"))
    fires = found["numbers"][0]
    assert (fires["low"], fires["high"], fires["open"]) == ("41000", "42000", [False, True])
    assert (fires["means"], fires["strictly"]) == ("41,000 to 42,000 fires", "at least 41,000 fires")
    implied = {row["what"]: row for row in found["implied"]}
    assert implied["Fires, Jan–Nov 2022"]["remark"] == "the printed 42,800 fits"
    deaths = implied["Deaths, Jan–Nov 2022"]
    assert deaths["computed"] == "line 4 / (1 + line 5)"
    assert deaths["low"] == str(1146 * own.Fraction(20, 20 + own.Fraction("2.27")))
    assert deaths["remark"] == "the printed 1,031 cannot be true with it"
    assert implied["Deaths per fires, change, Jan–Nov 2023"]["means"] == "+16.0 to +16.3%"
    assert implied["Fires, Dec 2023"]["computed"] == "line 11 - line 2"
    answers = {row["key"]: (row["answer"], row["count"], row["not so"]) for row in found["checklist"]}
    assert answers["closed"] == ("in part", "5 of 6", "line 2")
    assert answers["bases"] == ("in part", "1 of 2", "")
    assert answers["gaps"] == ("for you to judge", "", "")
    assert len(answers) == len(Book(ROOT).ledger().table("questions"))


def test_text_and_page_say_what_the_data_say(capsys):
    found = json.loads(run(EXAMPLE, capsys, "--as", "json"))
    text, page = run(EXAMPLE, capsys), run(EXAMPLE, capsys, "--as", "html")
    for row in (*found["numbers"], *found["implied"]):
        assert row["means"] in text
        assert f"<td>{row['means']}</td>" in page
    for row in found["checklist"]:
        assert row["question"] in text
        assert row["question"] in page
    assert all(len(line) < 200 for line in text.splitlines())


def test_the_page_is_valid_and_loads_nothing(capsys, tmp_path):
    (tmp_path / "index.html").write_text(run(EXAMPLE, capsys, "--as", "html"), encoding="utf-8")
    assert validity.problems([tmp_path / "index.html"]) == []


def test_what_stands_in_a_table_is_text_on_the_page(table, capsys):
    page = run(table(SOUND.replace("2023,", "<script>&,", 1)), capsys, "--as", "html")
    assert "<h1>Release &lt;script&gt;&amp;</h1>" in page


def test_a_table_of_a_spreadsheet_is_read_with_its_mark_spaces_and_empty_lines(table, capsys):
    path = table("", f" {SOUND} ", ",,,,,,,,,")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert "41,000" in run(path, capsys)


def test_the_last_columns_may_be_left_out(table, capsys):
    path = table(SOUND.removesuffix(",,,"), header=HEADER.removesuffix(",by,total,per"))
    assert "41,000" in run(path, capsys)


def test_the_chinese_of_this_book_is_read_as_in_it(table, capsys):
    rows = (
        "2022,solved,39.1万,level,cases,2022-01-01,2022-11-30,,,",
        "2022,solved,5.7%,rise,percent,2022-01-01,2022-11-30,,,",
        "2021,solved,37万余,level,cases,2021-01-01,2021-11-30,,,",
    )
    found = json.loads(run(table(*rows), capsys, "--as", "json"))
    assert next(row["remark"] for row in found["implied"]) == "the printed 37万余 fits"


YEAR, BEFORE = "2023-01-01,2023-12-31", "2022-01-01,2022-12-31"
OF_NOTHING = {
    "all is gone": (f"2023,fires,500,level,fires,{YEAR},,,", f"2023,fires,100%,fall,percent,{YEAR},,,"),
    "a divisor from nothing on": (
        f"2023,fires,500,level,fires,{YEAR},,,deaths", f"2023,deaths,fewer than 5,level,people,{YEAR},,,",
    ),
    "nothing a year before": (f"2023,fires,500,level,fires,{YEAR},,,", f"2022,fires,0,level,fires,{BEFORE},,,"),
    "nothing but in December": (
        "2023,fires,0,level,fires,2023-01-01,2023-11-30,,,", f"2024,fires,500,level,fires,{YEAR},,,",
    ),
}  # fmt: skip


@pytest.mark.parametrize("rows", OF_NOTHING.values(), ids=OF_NOTHING)
def test_nothing_is_implied_by_a_division_by_what_may_be_nothing(table, capsys, rows):
    found = json.loads(run(table(*rows), capsys, "--as", "json"))
    assert found["numbers"]
    assert found["implied"] == []


def test_a_change_that_may_be_anything_is_not_called_small(table, capsys):
    rows = (f"{year},fires,about 5,level,fires,{days},,," for year, days in ((2023, YEAR), (2022, BEFORE)))
    (change,) = json.loads(run(table(*rows), capsys, "--as", "json"))["implied"]
    assert change["means"] == "−40 to +50%"


# What a faulty table is told ----------------------------------------------------------------------------------------

CELLS = {
    "no document": ("another,", ",", "document: is empty; write a name"),
    "measure": ("fires,", "Number of fires,", "measure: 'Number of fires' is no name; write what is counted"),
    "no number": ('"41,000"', "many", "printed: 'many' cannot be read: no number in 'many'; write it as printed"),
    "two numbers": ('"41,000"', "40 in 2023", "printed: '40 in 2023' cannot be read: "),
    "fall by more than all": (
        '"41,000",level,fires',
        "120%,fall,percent",
        "printed: '120%' is a fall by more than all;",
    ),
    "fall by all or more": (
        '"41,000",level,fires',
        "at least 100%,fall,percent",
        "printed: 'at least 100%' is a fall by more than all; write",
    ),
    "kind": ("level", "count", "kind: 'count' is none of level, rise, fall; write"),
    "unit of a level": (",fires,2", ",percent,2", "unit: 'percent' does not go with level; write percent for a rise"),
    "unit of a change": ("level,", "rise,", "unit: 'fires' does not go with rise; write percent"),
    "no unit": (",fires,2", ",,2", "unit: is empty; write of what the count is"),
    "first day": ("2023-01-01", "2023-02-30", "from: '2023-02-30' is no day; write the first day"),
    "no first day": ("2023-01-01", "", "from: is no day; write the first day of the window, YYYY-MM-DD; empty for"),
    "last day": ("2023-11-30", "30.11.2023", "to: '30.11.2023' is no day; write the last day"),
    "upside down": ("2023-01-01", "2024-01-01", "to: '2023-11-30' is before the first day, 2024-01-01; exchange"),
    "total": (",,,", ",,yes,", "total: 'yes' is neither empty nor running; write running for"),
    "divisor": (",,,", ",,,people", "per: 'people' is no measure of the file; mend the name, or add it"),
}


@pytest.mark.parametrize(("before", "after", "message"), CELLS.values(), ids=CELLS)
def test_a_faulty_cell_is_named_with_line_field_value_and_remedy(table, capsys, before, after, message):
    second = SOUND.replace("2023,", "another,", 1).replace(before, after, 1)
    said = told(table(SOUND, second), capsys)
    assert f"mine.csv:3: {message}" in said
    assert said.endswith("1 problem(s)\n")


def test_rows_that_do_not_go_together_are_named(table, capsys):
    other_unit = SOUND.replace(",fires,2", ",acres,2").replace("2023,", "2022,", 1)
    said = told(table(SOUND, SOUND, other_unit), capsys)
    assert "mine.csv:3: measure: 'fires' stands on line 2 already; drop one" in said
    assert "mine.csv:4: unit: 'acres' is another unit of the same measure; write 'fires' as in line 2, or" in said


FILES = {
    "header": (
        b"measure;printed\n",
        "lacks the column(s) document, measure, printed, kind, unit, from, to; "
        "has the unknown column(s) measure;printed; begin the file with document,measure,printed,",
    ),
    "empty": (b"", "mine.csv: is empty; begin it with document,measure,printed,"),
    "no rows": (HEADER.encode(), "mine.csv: holds no number; write a row for each"),
    "commas": (f"{HEADER}\n{SOUND},".encode(), "has 11 cells instead of 10; mend its commas"),
    "quote": (f'{HEADER}\n2023,"'.encode(), "mine.csv:2: cannot be cut into cells: unexpected end of data; mend"),
    "bytes": (HEADER.encode() + b"\n\xff", "mine.csv: is not UTF-8; save it as CSV in UTF-8"),
}


@pytest.mark.parametrize(("content", "message"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_such_table_is_told_what_it_should_be(tmp_path, capsys, content, message):
    (tmp_path / "mine.csv").write_bytes(content)
    assert message in told(tmp_path / "mine.csv", capsys)


def test_a_python_without_the_packages_is_told_which_to_take(tmp_path):
    script = "import sys; sys.modules['portion'] = None; sys.argv[1:] = ['read', 'x']; import ledgerbook.__main__"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT / "chapters", capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr.startswith("portion is not installed for ")
    assert run.stderr.endswith("Remedy: .venv/bin/python, which any make command of the book makes\n")


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    said = told(tmp_path / "none.csv", capsys)
    assert said.startswith(f"{tmp_path / 'none.csv'}: "), "a file of another folder is told apart"
    assert "none.csv: cannot be read: No such file or directory; name" in told(tmp_path / "none.csv", capsys)


def test_a_book_without_questions_is_named(capsys):
    assert command.main(["read", str(EXAMPLE)], Book(ROOT / "tests" / "second_book")) == 1
    assert "data/datapackage.json: resources: 'questions' is no table of the record" in capsys.readouterr().err
