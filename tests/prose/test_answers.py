"""What generalises, compares or denies: linked, allowed by a rule, or left and named."""

import json
import re
from pathlib import Path

import pytest

import small_record
from ledgerbook.book import Book, BookError
from ledgerbook.prose import answers, check, senses
from ledgerbook.prose.answers import Answers
from ledgerbook.prose.sources import Sources

ROOT = Path(__file__).resolve().parents[2]


def box(kind: str, text: str) -> str:
    return f"# Index\n\n```{{admonition}} Box\n:class: {kind}\n{text}\n```\n"


@pytest.fixture
def book(tmp_path) -> Path:
    for folder in ("chapters", "data"):
        (tmp_path / folder).mkdir()
    small_record.make(tmp_path / "data")
    (tmp_path / "_config.yml").write_text("bibtex_bibfiles: []\nsphinx:\n  config: {}\n", encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("root: index\n", encoding="utf-8")
    (tmp_path / "index.md").write_text("# Index\n", encoding="utf-8")
    return tmp_path


def answered(book: Path, text: str, kind: str = "findings") -> list[tuple[str, str]]:
    """The words of a box with what answers for them."""
    (book / "index.md").write_text(box(kind, text), encoding="utf-8")
    found = Answers(Sources(Book(book)), Book(book).ledger()).words
    return [(word.word, word.answer) for word in found]


SOLVED = "[39.1万](claim:release-2022-cases-solved)"
GREW = "[5.7%](claim:release-2022-cases-solved-yoy)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Every other pair](check:pairs) holds.", [("every", "check")]),
        ("It was [not found](search:level).", [("not found", "search")]),
        ("It was [not found](index.md).", [("not found", "")]),
        ("Every pair holds.", [("every", "")]),
        (f"Cases rose by {GREW}.", [("rose", "number")]),
        (f"Cases fell by {GREW}.", [("fell", "")]),
        (f"Cases rose, {GREW} in all.", [("rose", ""), ("all", "")]),
        (f"They rose from {SOLVED} to {SOLVED}.", [("rose", "")]),
        ("It has more than 5 of them.", [("more", "hedge")]),
        ("It has more than that.", [("more", "")]),
        ("Did all of them fall?", [("all", "question"), ("fall", "question")]),
        ("It would be less, and no number says so.", [("less", "supposition"), ("no", "")]),
        ("It is no longer counted.", [("no", "idiom"), ("longer", "idiom")]),
        ("Two for each million, in the first eleven months.", [("each", "rate"), ("first", "order")]),
        ("All found it {cite}`smith2008`.", [("all", "cited")]),
        ("An all-round firstborn.", []),
    ],
)
def test_word_is_linked_allowed_or_left(book, text, expected):
    assert answered(book, text) == expected


def test_only_summaries_are_judged(book):
    (book / "index.md").write_text("# Index\n\nEvery word.\n", encoding="utf-8")
    assert Answers(Sources(Book(book)), Book(book).ledger()).words == []
    assert answered(book, "Every word.", "warning") == []
    assert [answered(book, "Every word.", kind) for kind in answers.PARTS] == [[("every", "")]] * 3


def figure(title: str, caption: str, holds: str) -> str:
    """A notebook with one figure."""
    document = {"name": "f", "finding": title, "caption": caption, "alternative": "Bars: a, 5; all, 8; b, 1.\n"}
    cell = {
        "cell_type": "code",
        "source": f"Figure(\n    name='f', holds={holds})",
        "metadata": {},
        "outputs": [{"data": {"application/vnd.book.figure+json": document}}],
    }
    return json.dumps({"nbformat": 4, "cells": [cell], "metadata": {}})


@pytest.mark.parametrize(
    ("title", "caption", "holds", "expected"),
    [
        ("No year was lower", "", "{'no year was lower': True}", ["holds", "holds", "list"]),
        ("No year was lower", "", "{'no year was higher': True}", ["holds", "", "list"]),
        ("No year was lower", "", "{}", ["", "", "list"]),
        ("No year was lower", "", "{'a year': data['no lower']}", ["", "", "list"]),
        ("A year", "No year was lower.", "{'no year was lower': True}", ["list", "holds", "holds"]),
        ("A year", "No week was lower.", "{'no year was lower': True}", ["list", "", ""]),
        ("A year", "Each bar is a year.", "{}", ["list", "key"]),
        ("A year", "Each year is [lower](check:low).", "{}", ["list", "", "check"]),
    ],
)
def test_figures_say_what_they_hold(book, title, caption, holds, expected):
    (book / "_toc.yml").write_text("root: index\nchapters:\n  - file: chapters/one\n", encoding="utf-8")
    (book / "chapters" / "one.ipynb").write_text(figure(title, caption, holds), encoding="utf-8")
    found = Answers(Sources(Book(book)), Book(book).ledger()).words
    assert [word.answer for word in found] == expected


def test_new_statement_fails_and_the_list_of_what_is_left_only_shrinks(book, capsys):
    index = book / "index.md"
    index.write_text(box("findings", f"Every pair of {SOLVED} holds.\nNo other does."), encoding="utf-8")
    assert check.main([], book) == 1
    said = capsys.readouterr().out
    assert "index.md:5: 'every' in the finding 'Every pair of … holds.': nothing answers for it: link it" in said
    assert "index.md:6: 'no' in the finding" in said
    assert check.main(["--statements", "--lower"], book) == 0
    assert check.main([], book) == 0
    index.write_text(box("findings", "Every pair of [391,000](claim:release-2022-cases-solved) holds.\nNo one does."))
    assert check.main([], book) == 1  # a number that moved is no new statement, another sentence is
    assert "'no' in the finding 'No one does.'" in (said := capsys.readouterr().out)
    assert "'every'" not in said
    assert check.main(["--statements", "--lower"], book) == 1
    assert check.main(["--statements", "--lower"], book) == 1
    rows = (book / answers.LEFT).read_text(encoding="utf-8").splitlines()
    assert rows == ["page,part,word,sentence", "index,finding,every,Every pair of … holds."]


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("left.csv", "page,word\nindex,every\n", "left.csv: no column 'part'"),
        ("allowed.csv", "rule,parts,scope,pattern,example,why\na,,phrase,(,b,c\n", "allowed.csv: missing )"),
    ],
)
def test_list_that_is_none_is_refused(book, file, text, message):
    (book / "prose").mkdir()
    (book / "prose" / file).write_text(text, encoding="utf-8")
    with pytest.raises(BookError, match=re.escape(message)):
        answers.left(Book(book)), answered(book, "Every word.")


@pytest.mark.parametrize("path", [answers.ALLOWED, ROOT / answers.OWN])
def test_each_rule_has_an_example_that_needs_it_and_a_reason(path):
    for rule in answers.rules(path):
        assert rule.why.endswith(".")
        assert list(senses.said(rule.example)), rule
        assert rule.pattern.search(rule.example), rule
        assert rule.scope in ("phrase", "clause", "sentence", "passage"), rule


def test_no_word_has_two_senses():
    for language in {row["language"] for row in senses.table()}:
        found = [w for row in senses.table() if row["language"] == language for w in row["words"].split("|")]
        assert len(found) == len(set(found))


def test_nothing_is_left_that_the_list_does_not_name():
    judged = check.Check(Sources(Book(ROOT)), Book(ROOT).ledger())
    assert [str(word) for word in judged.unanswered()] == []
