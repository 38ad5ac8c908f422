"""The generic part knows nothing of this book: no word of its subject, no id of its record, no script unasked."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import small_record

ROOT = Path(__file__).resolve().parents[1]
GENERIC = ROOT / "chapters" / "ledgerbook"
TEXTS = (".py", ".html", ".js", ".css", ".pot")

# What this book is about, in any inflection.
SUBJECT = (
    "campaign", "fraud", "scam", "police", "ministry", "china", "chinese", "beijing", "suspect", "arrest", "crime",
    "enforcement", "governance", "awareness", "yuan", "telecom", "two up", "391,000", "1,800", "1800余", "39.1万",
)  # fmt: skip
TOKEN = re.compile(r"\w[\w-]*")
HAN = re.compile("[\u3400-\u9fff]")
# Where a word of the list, or Han characters, mean no subject, with the reason.
LANGUAGE = "it handles Chinese script as one language among others"
READS = "it reads how numbers are worded in several languages, Chinese among them"
WRITES = "it words numbers in the languages that authors write, Chinese among them"
ALLOWED: Mapping[tuple[str, str], str] = {
    ("numbers/amounts.py", "Han"): READS,
    ("numbers/beside.py", "Han"): READS,
    ("numbers/conventions.py", "Han"): READS,
    ("numbers/grammar.py", "Han"): READS,
    ("numbers/hedges.py", "Han"): READS,
    ("numbers/wording.py", "Han"): READS,
    ("numbers/printing.py", "Han"): READS,
    ("numbers/numerals.py", "Han"): READS,
    ("numbers/intervals.py", "Han"): READS,
    ("numbers/synthetic.py", "Han"): "its invented totals are worded in several ways, one of them Chinese",
    ("numbers/synthetic.py", "chinese"): "its invented totals are worded in several ways, one of them Chinese",
    ("record/own.py", "Han"): READS,
    ("record/traced.py", "Han"): READS,
    ("prose/words.py", "chinese"): WRITES,
    ("prose/words.py", "Han"): WRITES,
    ("figure/fonts/__init__.py", "chinese"): "its fonts measure Chinese script as one among others",
    ("site/base/languages.py", "chinese"): LANGUAGE,
    ("site/base/languages.py", "Han"): LANGUAGE,
    ("site/static/search.js", "Han"): READS,
    ("site/static/book.css", "chinese"): "it names fonts for Chinese script beside others",
}


def ids() -> Iterator[str]:
    """The keys of this book's record that are no plain English words."""
    for table, column in (
        ("claims", "claim_id"),
        ("sources", "source_id"),
        ("events", "event_id"),
        ("measures", "measure"),
    ):
        yield from (row[column] for row in small_record.read(table) if re.search("[-_]", row[column]))
    yield from (
        row["agency"] for row in small_record.read("agencies") if row["agency"].isupper() and len(row["agency"]) > 2
    )


def words_of_the_book(text: str, known: frozenset[str]) -> set[str]:
    """The words of the subject, the ids of the record and Han characters (as "Han") that a text holds."""
    lower = text.lower()
    found = {word for word in SUBJECT if re.search(rf"(?<![a-z0-9]){re.escape(word)}", lower)}
    return found | known.intersection(TOKEN.findall(text)) | ({"Han"} if HAN.search(text) else set())


@pytest.fixture(scope="module")
def known() -> frozenset[str]:
    """The ids of the record."""
    return frozenset(ids())


def found_in(folder: Path, known: frozenset[str]) -> dict[tuple[str, str], None]:
    """The words of the book in each file of a folder: pairs of file and word."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in TEXTS]
    return {
        (path.relative_to(folder).as_posix(), word): None
        for path in files
        for word in sorted(words_of_the_book(path.read_text(encoding="utf-8"), known))
    }


@pytest.fixture(scope="module")
def found(known) -> dict[tuple[str, str], None]:
    """The words of the book in the generic part."""
    return found_in(GENERIC, known)


def test_the_generic_part_holds_no_word_of_the_book(found):
    assert [place for place in found if place not in ALLOWED] == []


def test_every_allowed_word_is_still_there(found):
    assert [place for place in ALLOWED if place not in found] == []


def test_the_generic_part_imports_nothing_of_the_book():
    imports = re.compile(r"^\s*(?:from|import) campaign\b", re.MULTILINE)
    assert [path for path in sorted(GENERIC.rglob("*.py")) if imports.search(path.read_text(encoding="utf-8"))] == []


# The check, on a part that leaks ---------------------------------------------------------------------------

LEAKS = {
    "a word of the subject": ("theme.py", 'ENFORCEMENT = "#062f5c"\n', "enforcement"),
    "an inflection": ("lint.html", "<p>Police solved cases</p>", "police"),
    "an id of a claim": ("views.py", "['release-2022-cases-solved']", "release-2022-cases-solved"),
    "a measure": ("views.py", "measure == 'cases_filed'", "cases_filed"),
    "an agency": ("views.js", 'if (row.agency === "MPS")', "MPS"),
    "an example": ("lint.py", '"as in [39.1万](claim:...)"', "39.1万"),
    "a script": ("tables.py", '"such as 万 for 亿"', "Han"),
}


@pytest.mark.parametrize(("file", "text", "word"), LEAKS.values(), ids=LEAKS)
def test_a_leak_is_found(known, tmp_path, file, text, word):
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert (file, word) in found_in(tmp_path, known)


def test_other_words_are_no_leak(known, tmp_path):
    (tmp_path / "sound.py").write_text(
        '"""Loans of books, governed by nobody; the release of a version."""\n', encoding="utf-8"
    )
    assert list(found_in(tmp_path, known)) == []
