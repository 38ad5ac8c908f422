"""One version, one title, one name of the authors, one licence; and numbers typed beside the record agree with it."""

import json
import re
from pathlib import Path

import pytest

from campaign import DATA, load
from ledgerbook.citing import deposits
from ledgerbook.record import identity, schema

ROOT = DATA.parent
SAYS = "what CITATION.cff says:"
VERSION = schema.version(DATA)


@pytest.fixture
def book(tmp_path) -> Path:
    """A folder with the files of this book that say what it is."""
    for name in ("CITATION.cff", "CHANGELOG.md", "_config.yml", "data/datapackage.json", *deposits.FILES):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    return tmp_path


def test_the_files_of_this_book_agree():
    assert [str(problem) for problem in identity.problems(ROOT)] == []


def replace(path: Path, old: str, new: str) -> None:
    """The first of the old words gives way to the new ones."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("file", ["CITATION.cff", "CHANGELOG.md"])
def test_another_version_is_said_with_file_line_and_value(book, file):
    path = book / file
    replace(path, VERSION, "0.1.9")
    (found,) = identity.problems(book)
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if "0.1.9" in text)
    assert str(found) == (
        f"{file}:{line}: version: '0.1.9' is not {VERSION}, the version of datapackage.json; write the same in both"
    )


@pytest.mark.parametrize("file", ["CITATION.cff", "CHANGELOG.md"])
def test_file_without_a_version_is_said(book, file):
    (book / file).write_text("message: none\n", encoding="utf-8")
    (found,) = identity.problems(book)
    assert (found.file, found.field, found.what) == (file, "version", "is missing")


def test_version_of_the_record_alone_is_not_raised(book):
    replace(book / "data" / "datapackage.json", f'"{VERSION}"', '"9.9.9"')
    assert [(p.file, p.value) for p in identity.problems(book)] == [
        ("CITATION.cff", VERSION),
        ("CHANGELOG.md", VERSION),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        ("_config.yml", "Number by Number", "One by One", "title"),
        ("_config.yml", "author: The Two", "author: Nobody and the Two", "author"),
        ("data/datapackage.json", '"name": "CC-BY-4.0"', '"name": "CC0-1.0"', "licenses"),
        ("data/datapackage.json", '"title": "The Two Up', '"title": "The Three Up', "contributors"),
        ("CITATION.cff", "license: CC-BY-4.0", "license: CC0-1.0", "licenses"),
    ],
)
def test_another_name_or_licence_is_said(book, file, old, new, field):
    replace(book / file, old, new)
    (found,) = identity.problems(book)
    assert found.field == field
    assert "CITATION.cff" in found.what


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "license:",
            "date-released: 2026-13-01\nlicense:",
            "CITATION.cff: has a day that no calendar has (month must be in 1..12); write YYYY-MM-DD",
        ),
        ("title:", "titel:", "CITATION.cff: title: is missing; write it"),
        (
            "authors:\n",
            "authors: none\nothers:\n",
            "CITATION.cff: authors: 'none' is no list; write - name: ... for each",
        ),
        ("  - name: The Two Up Two", "  - name: The Two Up, Two", "'The Two Up, Two Down contributors' has a comma"),
        ("  - name:", "  - alias:", "has no name; write name, or family-names and given-names"),
        ("license:", "date-released: today\nlicense:", "date-released: 'today' is no day; write YYYY-MM-DD"),
    ],
)
def test_file_that_cannot_be_cited_from_is_said(book, old, new, words):
    replace(book / "CITATION.cff", old, new)
    (found,) = identity.problems(book)
    assert words in str(found)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (".zenodo.json", f'"version": "{VERSION}"', '"version": "9.9.9"', f"version: '9.9.9' is not {SAYS} {VERSION}"),
        ("codemeta.json", '"Python"', '"R"', f"programmingLanguage: 'R' is not {SAYS} Python"),
        ("codemeta.json", '"name": "The Two', '"name": "A Person, or the Two', "author: "),
        (".zenodo.json", '"access_right"', '"doi": "1/1", "access_right"', f"doi: '1/1' is not {SAYS} nothing"),
        (".zenodo.json", "{", "[", ".zenodo.json: is no JSON"),
    ],
)
def test_a_file_for_archives_that_says_something_else_is_said(book, file, old, new, words):
    replace(book / file, old, new)
    (found,) = identity.problems(book)
    assert words in str(found)
    assert str(found).endswith("mend CITATION.cff if it is wrong, then: make metadata")


def test_files_for_archives_are_written_from_the_file_of_citations(book, capsys):
    replace(book / "CITATION.cff", "license:", "doi: 10.5555/1\nrepository-code: https://forge.example/two\nlicense:")
    deposits.main(book)
    assert identity.problems(book) == []
    described = json.loads((book / "codemeta.json").read_text(encoding="utf-8"))
    assert described["identifier"] == "https://doi.org/10.5555/1"
    assert described["issueTracker"] == "https://forge.example/two/issues"


def test_a_second_address_is_said(book):
    replace(book / "_config.yml", "    language: en", "    language: en\n    html_baseurl: https://other.example/")
    (found,) = identity.problems(book)
    assert "html_baseurl: 'https://other.example/' sets the address, which is the url of CITATION.cff" in str(found)


def test_a_day_of_release_in_one_file_alone_is_said(book):
    day, path = "2024-03-09", book / "CITATION.cff"
    undated = re.sub("date-released:.*\n", "", path.read_text(encoding="utf-8"))
    path.write_text(f"{undated}date-released: {day}\n", encoding="utf-8")
    deposits.main(book)
    (found,) = identity.problems(book)
    assert (found.file, found.field) == ("CHANGELOG.md", "day")
    assert found.what == f"is not {day}, the date-released of CITATION.cff"


def test_book_without_these_files_states_nothing_else(book):
    for file in ("CITATION.cff", "CHANGELOG.md", "_config.yml", *deposits.FILES):
        (book / file).unlink()
    assert identity.problems(book) == []


# What is counted in these files, and the table whose rows it counts.
COUNTED = {
    "claims": "claims",
    "sources": "sources",
    "criteria": "criteria",
    "publications": "publications",
    "scores": "scores",
    "pages": "measures",  # each measure has one
    "cases": "disagreements",
    "bodies": "agencies",
}
TYPED = re.compile(rf"\b(\d[\d,]*) ({'|'.join(COUNTED)})\b")


def wrong_counts(text: str) -> list[str]:
    """The counts of rows typed in a text that the record does not bear out."""
    record = load()
    return [
        f"{number} {noun}: the record has {len(record.table(COUNTED[noun])):,}"
        for number, noun in TYPED.findall(text)
        if int(number.replace(",", "")) != len(record.table(COUNTED[noun]))
    ]


@pytest.mark.parametrize("file", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff"])
def test_numbers_typed_beside_the_record_are_those_of_the_record(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    if file == "CHANGELOG.md":  # what it says of earlier versions was true of them
        text = "## ".join(text.split("## ")[:2])
    assert wrong_counts(text) == []


def test_number_that_the_record_does_not_bear_out_is_found():
    (found,) = wrong_counts("The record: 1 claims.")
    assert found.startswith("1 claims: the record has 1,")
    assert wrong_counts("from 566 sources")
    assert len(TYPED.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))) >= 6
