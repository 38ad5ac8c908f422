"""The command that checks prose without a build, and writes the words that should stand there."""

import json
from pathlib import Path

import pytest

import small_record
from ledgerbook.book import Book
from ledgerbook.prose import check, write

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "bibtex_bibfiles: []\nsphinx:\n  config: {}\n"
LINES = [
    "# Index",
    "",
    "[39.2万](claim:release-2022-cases-solved) and",
    "[0.38 million](claim:release-2022-cases-solved)",
]
PAGE = "\r\n".join(LINES)
CELL = [
    "# Chapter\n",
    "\n",
    "Of **[39.2万](claim:release-2022-cases-solved)**, [1,900](claim:release-2022-dens-destroyed).",
]


def notebook(**style: object) -> str:
    """A notebook in the style of some editor."""
    cells = [
        {"cell_type": "code", "source": "'[39.2万](claim:release-2022-cases-solved)'", "metadata": {}, "outputs": []},
        {"cell_type": "markdown", "source": CELL, "metadata": {"z": 1, "a": "[39.2万](claim:x)"}},
    ]
    return json.dumps({"nbformat": 4, "cells": cells, "metadata": {}}, **style)


@pytest.fixture
def book(tmp_path) -> Path:
    """A book of one page and one notebook, with three wrong numbers."""
    for folder in ("chapters", "data"):
        (tmp_path / folder).mkdir()
    small_record.make(tmp_path / "data")
    (tmp_path / "_config.yml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("root: index\nchapters:\n  - file: chapters/one\n", encoding="utf-8")
    (tmp_path / "index.md").write_bytes(PAGE.encode())
    (tmp_path / "chapters" / "one.ipynb").write_text(notebook(ensure_ascii=False, indent=1), encoding="utf-8")
    return tmp_path


def test_each_fault_is_said_with_place_and_remedy(book, capsys):
    assert check.main([], book) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("chapters/one.ipynb:2 (cell 2, line 3): claim 'release-2022-cases-solved' reads '39.2万'")
    assert said[1].strip() == "should be: [39.1万](claim:release-2022-cases-solved)"
    assert [line.partition(": ")[0] for line in said if line.startswith("index.md")] == ["index.md:3", "index.md:4"]
    assert said[-1] == "4 fault(s) in prose; 4 can be written: make prose WRITE=1"


@pytest.mark.parametrize(
    "style",
    [
        {"ensure_ascii": False, "indent": 1},
        {"ensure_ascii": True, "indent": 4, "sort_keys": True},
        {"ensure_ascii": False, "separators": (",", ":")},
    ],
)
def test_words_are_written_and_nothing_else_changes(book, style):
    path = book / "chapters" / "one.ipynb"
    path.write_text(notebook(**style) + "\n\n", encoding="utf-8")
    path.chmod(0o600)
    assert check.main(["--write"], book) == 0
    right = [CELL[0], CELL[1], CELL[2].replace("39.2万", "39.1万").replace("1,900", "more than 1,800")]
    assert (
        path.read_text(encoding="utf-8")
        == notebook(**style).replace(
            json.dumps(CELL[2], ensure_ascii=style["ensure_ascii"]),
            json.dumps(right[2], ensure_ascii=style["ensure_ascii"]),
        )
        + "\n\n"
    )
    assert path.stat().st_mode & 0o777 == 0o600
    assert (book / "index.md").read_bytes() == PAGE.replace("39.2万", "39.1万").replace("0.38", "0.39").encode()
    assert check.main([], book) == 0
    assert not list(book.rglob("*.new"))


def test_what_may_be_the_wrong_link_is_not_written(book, capsys):
    text = "# Index\n\nOf [5 million](claim:release-2022-cases-solved).\n"
    (book / "index.md").write_text(text, encoding="utf-8")
    assert check.main(["--write"], book) == 1
    assert (book / "index.md").read_text(encoding="utf-8") == text
    assert "(or the link is wrong)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Of [391,000](claim:release-2022-cases-solved)\npeople.", "'people'"),
        ("A loss of **RMB [391,000](claim:release-2022-cases-solved)**.", "'RMB'"),
        ("It climbed by [17.3%](claim:release-2022-cases-filed-yoy).", "'climbed'"),
        ("By **[5.7%](claim:release-2022-cases-solved-yoy)** fewer.", "'fewer'"),
    ],
)
def test_words_beside_a_link_are_judged_and_not_written(book, capsys, line, why):
    text = f"# Index\n\n{line}\n"
    (book / "index.md").write_text(text, encoding="utf-8")
    assert check.main(["--write"], book) == 1
    assert (book / "index.md").read_text(encoding="utf-8") == text
    said = capsys.readouterr().out
    assert f"which stands beside {why}" in said
    assert "should be: [" not in said.partition("index.md")[2]


@pytest.mark.parametrize(
    "line",
    [
        "It solved **nearly** [391,000](claim:release-2022-cases-solved) cases.",
        "It razed nearly [1,800](claim:release-2022-dens-destroyed) dens.",  # "nearly more than" would help nobody
    ],
)
def test_a_hedge_beside_a_link_is_judged_and_not_written(book, capsys, line):
    text = f"# Index\n\n{line}\n"
    (book / "index.md").write_text(text, encoding="utf-8")
    assert check.main(["--write"], book) == 1
    assert (book / "index.md").read_text(encoding="utf-8") == text
    assert "index.md:3" in capsys.readouterr().out


def test_a_role_beside_a_link_parts_its_words(book, capsys):
    text = "# Index\n\nThe climb {doc}`index` [17.3%](claim:release-2022-cases-filed-yoy).\n"
    (book / "index.md").write_text(text, encoding="utf-8")
    check.main(["--write"], book)
    assert "index.md" not in capsys.readouterr().out


def test_what_jupyter_would_show_as_it_is_typed_is_a_fault_in_notebooks_alone(book, capsys):
    cells = [{"cell_type": "markdown", "source": "# One\n\nSee {doc}`index`.", "metadata": {}}]
    (book / "chapters" / "one.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    (book / "index.md").write_text("# Index\n\nSee {doc}`chapters/one`.\n", encoding="utf-8")
    assert check.main([], book) == 1
    said = capsys.readouterr().out
    assert "one.ipynb:1 (cell 1, line 3): Jupyter shows {doc} as it is typed: write [its title](file.ipynb)" in said
    assert "index.md" not in said


@pytest.mark.parametrize(
    ("link", "why"),
    [
        (
            "[391,000](clam:release-2022-cases-solved)",
            "unknown kind of link 'clam' (nearest: claim): write one of claim,",
        ),
        ("[not found](serch:dens)", "unknown kind of link 'serch' (nearest: search): write one of claim,"),
        ("[391,000](https://example.org/)", "'391,000' is traced to nothing: link it to a claim"),
    ],
)
def test_a_link_of_no_known_kind_traces_no_number(book, capsys, link, why):
    (book / "index.md").write_text(f"# Index\n\nSolved {link}\n", encoding="utf-8")
    check.main([], book)
    assert f"index.md:3: {why}" in capsys.readouterr().out


def test_a_chapter_that_is_no_page_is_named(book, capsys):
    (book / "chapters" / "two.ipynb").write_text(notebook(), encoding="utf-8")
    check.main([], book)
    assert "chapters/two.ipynb:1: is no page of the book: add it to _toc.yml (chapters/two)" in capsys.readouterr().out


def test_interrupted_write_leaves_the_file(book, monkeypatch):
    def stop(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", stop)
    before = (book / "index.md").read_bytes()
    found = [fault.edit for fault in check.faults(Book(book)) if fault.edit]
    with pytest.raises(write.EditError, match=r"one\.ipynb cannot be written: No space left on device"):
        write.write(found)
    assert (book / "index.md").read_bytes() == before
    assert not list(book.rglob("*.new"))


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            "_toc.yml",
            "root: index\nchapters:\n  - file: chapters/two\n",
            "_toc.yml: file: 'chapters/two' does not exist",
        ),
        ("chapters/one.ipynb", "{", "one.ipynb is no notebook"),
        ("_config.yml", "a: [", "_config.yml cannot be read"),
        ("data/claims.csv", "", "claims.csv"),
        ("index.md", "\xff", "index.md cannot be read"),
    ],
)
def test_what_cannot_be_judged_is_said_in_one_line(book, capsys, file, text, message):
    (book / file).write_text(text, encoding="latin-1")
    assert check.main([], book) == 1
    assert message in capsys.readouterr().err


def test_the_book_is_sound():
    """How long the check takes is a matter of benchmarks: a busy machine took half as long again."""
    assert [str(fault) for fault in check.faults(Book(ROOT))] == []
