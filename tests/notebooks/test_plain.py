"""Cells in plain Markdown, and what their tags ask of the site."""

import json
from pathlib import Path

import pytest

from ledgerbook.book import BookError
from ledgerbook.notebooks import plain

PATH = Path("chapters/one.ipynb")
PLAIN = "## A list\n\nIt asks for nothing.\nIt is short."
BOX = "**Findings**\n\n1. One.\n2. Two."


def cell(source, *tags, kind="markdown"):
    return {"cell_type": kind, "source": source, "metadata": {"tags": list(tags)}}


def on_site(*cells):
    """The sources of the cells as the site reads them."""
    found = json.loads(plain.site_notebook(json.dumps({"cells": cells}), PATH))
    return [cell["source"] for cell in found["cells"]]


@pytest.mark.parametrize(
    ("tags", "source", "expected"),
    [
        ([], PLAIN, PLAIN),
        (["hide-input"], PLAIN, PLAIN),
        (["address:list"], PLAIN, "(list)=\n## A list\nIt asks for nothing.\nIt is short."),
        (["address:list"], "## A list\nAt once.", "(list)=\n## A list\nAt once."),
        (["address:list"], "## A list", "(list)=\n## A list"),
        (["shows:scorecard"], PLAIN, f"{PLAIN}\n\n```{{scorecard}}\n```"),
        (["box:findings"], BOX, ":::{admonition} Findings\n:class: findings\n1. One.\n2. Two.\n:::"),
    ],
)
def test_tags_become_what_the_site_reads(tags, source, expected):
    assert on_site(cell(source, *tags)) == [expected]
    assert on_site(cell(source.splitlines(keepends=True), *tags)) == [expected]


@pytest.mark.parametrize("tags", [["address:list"], ["box:findings"], ["shows:scorecard"]])
def test_lines_keep_their_numbers(tags):
    source = BOX if tags == ["box:findings"] else PLAIN
    (made,) = on_site(cell(source, *tags))
    kept = dict(enumerate(source.split("\n")[2:], start=2))
    assert {number: made.split("\n")[number] for number in kept} == kept


def test_code_stays_as_it_is():
    assert on_site(cell("1 + 1", "hide-input", kind="code")) == ["1 + 1"]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (cell("No title here.", "box:findings"), "is of a cell whose first line is no title: begin with **its title**"),
        (cell("**Findings**\n1. One.", "box:findings"), "begin with **its title** and a blank line"),
        (cell("It asks.\n\n## A list", "address:list"), "does not begin with a heading: split the cell"),
        (cell("## A list", "address:a", "address:b"), "address:b is of a cell that does not begin with a heading"),
        (cell("x", "boxes:findings"), "the tag boxes:findings is none that the site knows: box:…, shows:…, address:…"),
        (cell("1", "shows:scorecard", kind="code"), "is of a cell of code: move it to a cell of text"),
    ],
)
def test_a_tag_that_would_do_nothing_is_refused_with_its_cell(broken, message):
    with pytest.raises(BookError) as refused:
        on_site(cell("Good."), broken)
    assert str(refused.value).startswith(f"{PATH}: cell 2: ")
    assert message in str(refused.value)


def test_what_is_no_notebook_is_refused():
    with pytest.raises(BookError, match=r"is no notebook: .*; restore it"):
        plain.site_notebook("{", PATH)


def test_the_title_of_a_box_is_no_prose_but_keeps_its_lines():
    assert plain.untitled(BOX) == "\n\n1. One.\n2. Two."
    assert plain.untitled("1. One.") == "1. One."
