"""The record as files to take: whole, the same bytes each time, and read as the page says."""

import contextlib
import csv
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import zipfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import pandas
import pytest

import small_record
from campaign import DATA, load
from ledgerbook.record import schema
from ledgerbook.site.ledger import downloads

PAGE = DATA.parent / "chapters" / "downloads.md"
R = shutil.which("Rscript")


@pytest.fixture(scope="module")
def files():
    """The files as a build makes them."""
    return downloads.made(load(), DATA)


def example(language):
    """The page's example in that language."""
    (code,) = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return code


def test_they_are_the_same_bytes_each_time(files):
    assert downloads.made(load(), DATA) == files


def test_numbers_hold_every_claim_with_bounds_as_numbers(files):
    rows = json.loads(files["numbers.json"])
    record = load()
    assert [row["claim"] for row in rows] == list(record.claims)
    by_name = {row["claim"]: row for row in rows}
    release = by_name["release-2022-cases-solved"]
    assert (release["low"], release["high"], release["first_day"]) == (390500, 391500, "2022-01-01")
    assert by_name["release-2022-warning-sms-12381"]["first_day"] == ""  # its source does not print one
    open_above = [row for row in rows if row["high"] is None]
    assert all(not row["high_included"] for row in open_above)


def test_a_spreadsheet_sees_that_it_is_unicode(files):
    assert files["numbers.csv"].startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(files["numbers.csv"].decode("utf-8-sig"))))
    assert rows[0]["printed"] == "39.1万"


def test_the_package_holds_the_tables_as_they_are(files):
    with zipfile.ZipFile(io.BytesIO(files["record.zip"])) as archive:
        assert archive.testzip() is None
        tables = {f"{name}.csv" for name in schema.read(DATA)}
        assert set(archive.namelist()) == tables | {"datapackage.json", "README.md"}
        for name in archive.namelist():
            assert archive.read(name).decode() == (DATA / name).read_text(encoding="utf-8"), name


def test_the_example_in_python_prints_the_release(files, tmp_path, monkeypatch):
    (tmp_path / "numbers.csv").write_bytes(files["numbers.csv"])
    monkeypatch.chdir(tmp_path)
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(example("python"), {})
    assert "2022-01-01 2022-11-30 39.1万 390500 391500" in shown.getvalue()


def test_the_example_in_sql_finds_the_release_and_every_row_is_there(files):
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.executescript(files["record.sql"].decode())
        rows = database.execute(example("sql")).fetchall()
        assert ("2022-01-01", "2022-11-30", "39.1万") in rows
        record = load()
        for name in schema.read(DATA):
            (count,) = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            assert count == len(record.table(name)), name
        assert database.execute("SELECT count(*) FROM claims WHERE status = ''").fetchone() == (0,)  # empty is NULL


def test_a_table_without_a_key_and_a_record_without_a_claim_are_files_too(tmp_path):
    """A table of one's own may have no key, and a new book has no number yet."""
    small_record.make(tmp_path)
    small_record.describe(tmp_path, lambda package: package["resources"][0]["schema"].pop("primaryKey"))
    files = downloads.made(replace(load(), claims={}), tmp_path)
    assert "PRIMARY KEY ()" not in files["record.sql"].decode()
    assert files["numbers.csv"].decode("utf-8-sig").splitlines() == [",".join(downloads.COLUMNS)]
    assert json.loads(files["numbers.json"]) == []


def test_every_column_of_the_numbers_is_in_the_heading(files):
    assert all(tuple(row) == downloads.COLUMNS for row in json.loads(files["numbers.json"]))


@pytest.mark.skipif(not R, reason="no R on this machine: the example in R was not tried")
def test_the_example_in_r_prints_the_release(files, tmp_path):
    (tmp_path / "numbers.csv").write_bytes(files["numbers.csv"])
    (tmp_path / "example.R").write_text(example("r"), encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    shown = subprocess.run([R, "example.R"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert re.search(r"2022-01-01 2022-11-30 +39\.1万 +390500 +391500", shown.stdout)


def unstated(page: str, html: Path) -> list[str]:
    """Files to take that the page does not link to, or of which it states another digest."""
    found = [path for folder in ("data", "archives") for path in sorted((html / folder).iterdir())]
    rows = dict(re.findall(r'href="\.\./([^"]*)".*?<code[^>]*>.*?([0-9a-f]{64})', page, re.DOTALL))
    digests = {f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in found}
    return [name for name, digest in digests.items() if rows.get(name) != digest]


def test_the_page_states_the_digest_of_what_the_site_holds(site):
    page = (site.html / "chapters" / "downloads.html").read_text(encoding="utf-8")
    table = page[page.index('aria-label="Files of the record"') :]
    assert unstated(table, site.html) == []
    other = table.replace('href="../archives/figures.zip"', 'href="../archives/other.zip"')
    assert unstated(other, site.html) == ["archives/figures.zip"]


def test_the_database_is_that_of_the_statements_whatever_library_wrote_it(files, tmp_path):
    path = tmp_path / "record.sqlite"
    path.write_bytes(files["record.sqlite"])
    with contextlib.closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert ("2022-01-01", "2022-11-30", "39.1万") in database.execute(example("sql")).fetchall()
        record = load()
        for name in schema.read(DATA):
            assert database.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (len(record.table(name)),), name
    assert files["record.sqlite"][92:100] == bytes(8)


def test_the_spreadsheet_holds_numbers_as_numbers_with_codebook_and_licence(files):
    book = openpyxl.load_workbook(io.BytesIO(files["numbers.xlsx"]))
    numbers, counted, columns, licence = book.worksheets
    head, first, *_others = numbers.iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["printed"], row["low"], row["high"]) == ("39.1万", 390500, 391500)
    assert numbers.max_row == len(load().claims) + 1
    assert counted.max_row == len(load().measures) + 1
    assert columns.max_row == sum(len(table.fields) for table in schema.read(DATA).values()) + 1
    assert "Creative Commons Attribution 4.0" in licence["A2"].value
    cells = (cell for sheet in book for line in sheet.iter_rows() for cell in line)
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}  # no formula


def test_the_example_of_parquet_keeps_numbers_as_numbers(files, tmp_path, monkeypatch):
    """Where pyarrow is installed, which the book does without, it writes the file; elsewhere what it would write."""
    (tmp_path / "numbers.csv").write_bytes(files["numbers.csv"])
    monkeypatch.chdir(tmp_path)
    if not find_spec("pyarrow"):
        monkeypatch.setattr(pandas.DataFrame, "to_parquet", pandas.DataFrame.to_pickle)
        monkeypatch.setattr(pandas, "read_parquet", pandas.read_pickle)
    exec(re.sub("^>>> ", "", example("pycon"), flags=re.MULTILINE), {})
    table = pandas.read_parquet("numbers.parquet").set_index("claim")
    assert len(table) == len(load().claims)
    assert table.loc["release-2022-cases-solved", ["low", "high"]].to_list() == [390500, 391500]
    assert [str(kind) for kind in table[["low", "high", "low_included"]].dtypes] == ["float64", "float64", "bool"]


def test_the_example_in_r_names_columns_that_are_there(files):
    """Its brackets close and its columns exist; it is not run."""
    code = example("r")
    assert all(code.count(one) == code.count(other) for one, other in ("()", "[]", "{}"))
    head = files["numbers.csv"].decode("utf-8-sig").splitlines()[0].split(",")
    quoted = set(re.findall(r"c\(([^)]*)\)", code)[0].replace('"', "").split(", "))
    assert quoted | set(re.findall(r"\$(\w+)", code)) <= set(head)
