"""The build compares every number in prose with the ledger or with the result that a notebook publishes."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from sphinx.errors import ExtensionError

import prose_faults
import small_record
from campaign import load
from ledgerbook.book import Book
from ledgerbook.numbers.numerals import Vocabulary
from ledgerbook.prose import judgement
from ledgerbook.record.checks import Check, CheckedRow
from ledgerbook.record.results import RESULT_MIME, Result
from ledgerbook.site.numbers import published
from small_record import columns_of

ROOT = Path(__file__).resolve().parents[2]
CONFIG = f"""\
import sys
sys.path.insert(0, {str(ROOT / "chapters")!r})
extensions = ["myst_nb", "sphinxcontrib.bibtex", "ledgerbook.site"]
bibtex_bibfiles = ["references.bib"]
nb_execution_mode = "off"
myst_url_schemes = ["http", "https", "claim", "result", "check", "search", "example", "cited", "cite", "figure"]
"""
SETTINGS = """\
bibtex_bibfiles: [references.bib]
sphinx:
  config: {}
"""
CONTENTS = """\
root: index
chapters:
  - file: chapters/sources
  - file: chapters/searches
  - file: chapters/book
"""
BIBLIOGRAPHY = "@misc{somebody2020, title = {A work}, author = {Somebody}, year = 2020}\n"
SOURCES = (
    "# Sources\n\n```{source-list}\n```\n\n```{bibliography}\n```\n\n```{toctree}\n../index\nsearches\nbook\n```\n"
)

# What is written, and what the build must say of it (nothing: the words may stand).
WORDS = [
    ("[39.1万](claim:release-2022-cases-solved)", ""),
    ("[391,000](claim:release-2022-cases-solved)", ""),
    ("[0.39 million](claim:release-2022-cases-solved)", ""),
    ("[more than 1,800](claim:release-2022-dens-destroyed)", ""),
    ("[17.3%](claim:release-2022-cases-filed-yoy)", ""),
    ("[34 to 35%](result:test-share)", ""),
    ("[39.2万](claim:release-2022-cases-solved)", "the ledger says '39.1万'"),
    ("[391,100](claim:release-2022-cases-solved)", "the ledger says '39.1万'"),
    ("[1,800](claim:release-2022-dens-destroyed)", "the source says at least '1800余'"),
    ("[17.3](claim:release-2022-cases-filed-yoy)", "without a percent sign"),
    ("[+17.3%](claim:release-2022-cases-filed-yoy)", "the ledger's value is negative"),
    ("[39.1万 to 60万](claim:release-2022-cases-solved)", "holds more than one number"),
    ("[not more than 1,800](claim:release-2022-dens-destroyed)", "the source says at least '1800余'"),
    ("[about 1 million](claim:release-2022-cases-solved)", "the ledger says '39.1万'"),
    ("[rose 17.3%](claim:release-2022-cases-filed-yoy)", "the ledger's value is negative"),
    ("[39.1万](claim:release-2022-cases-sloved)", "nearest: release-2022-cases-solved"),
    ("[34.2%](result:test-share)", "print only digits that it supports"),
    ("[34 to 35%](result:test-shares)", "unknown result 'test-shares' (nearest: test-share)"),
    ("[about a third](result:test-share)", ""),
    ("[about half](result:test-share)", "print only digits that it supports"),
    # Statements that are tested, and what was looked for.
    ("It is [positive in all 2](check:test-positive) rows.", ""),
    ("It is [positive in no row](check:test-positive).", "says 'none', but it is checked for 'all'"),
    ("It is [positive](check:test-negative).", "unknown check 'test-negative' (nearest: test-positive)"),
    ("No level was [found](search:test-level).", ""),
    ("No level was [found](search:test-levle).", "unknown search 'test-levle' (nearest: test-level)"),
    ("Of levels [17 were found](search:test-level).", "'17' is traced to nothing"),
    # Words beside a link.
    ("Of [391,000](claim:release-2022-cases-solved) people.", "stands beside 'people'"),
    ("A loss of **RMB [391,000](claim:release-2022-cases-solved)**.", "stands beside 'RMB'"),
    ("It climbed by **[17.3%](claim:release-2022-cases-filed-yoy)**.", "stands beside 'climbed'"),
    ("*[17.3%](claim:release-2022-cases-filed-yoy)* fewer, not more.", ""),
    ("Nearly [39.1万](claim:release-2022-cases-solved) cases.", "reads '39.1万' beside 'Nearly'"),
    ("It *solved* more than **[](claim:release-2022-cases-solved)** of *these*.", "reads '39.1万' beside 'more than'"),
    ("Or [391,000](claim:release-2022-cases-solved) cases or more.", "reads '391,000' beside 'or more'"),
    ("More than [1,800](claim:release-2022-dens-destroyed) dens.", ""),
    ("Some [391,000](claim:release-2022-cases-solved) cases, more than the 0 before.", ""),
    # Numbers that are typed: allowed by a rule, excused, or traced to nothing.
    ("On 30 December 2022, in the 1980s and from 1 to 3 May.", ""),
    ("The 12381 system sent two kinds of message.", ""),
    ("Rates per 100,000 people, aged 18 to 40 or under 18 and over 65.", ""),
    ("Short of [1,900](example:the-next-hundred).", ""),
    ("Fewer than [a third](cited:somebody2020) were entered.", ""),
    ("Police solved 391,000 cases.", "'391,000' is traced to nothing"),
    ("Police solved 39.1万 cases.", "'39.1' is traced to nothing"),
    ("Over 65 dens were found.", "'65' is traced to nothing"),
    ("About half of the cases were solved.", "'About half' is traced to nothing"),
    ("Arrests rose fivefold.", "'fivefold' is traced to nothing"),
    ("Some three million calls were blocked.", "'three million' is traced to nothing"),
    ("Of the victims 40 may be minors, in version 3.5 million.", "'40' is traced to nothing"),
    ("Some 2000 people were caught.", "'2000' is traced to nothing"),
    ("Short of [1,900](example:).", "has no reason"),
    ("Fewer than [a third](cited:nobody2020) were entered.", "unknown work 'nobody2020' (nearest: somebody2020)"),
]
# Links within the book, and what the build must say of them.
LINKS = [
    ("See {doc}`chapters/book` and [its sources](chapters/sources.md).", ""),
    ("See {ref}`a part <a-part>` and [the same](#a-part).", ""),
    ("As {cite}`somebody2020` says.", ""),
    ("As [Somebody (2020)](cite:somebody2020) says.", ""),
    ("See {doc}`chapters/boek`.", "unknown document: 'chapters/boek'"),
    ("See {ref}`a part <a-prat>`.", "undefined label: 'a-prat'"),
    ("See {numref}`no-figure`.", "undefined label: 'no-figure'"),
    ("See [its sources](chapters/source.md).", "cross-reference target not found: 'chapters/source.md'"),
    ("See [the same](#a-prat).", "cross-reference target not found: 'a-prat'"),
    ("See [a heading](chapters/sources.md#sources).", "local id not found in doc 'chapters/sources': 'sources'"),
    ("As {cite}`somebody2021` says.", 'could not find bibtex key "somebody2021"'),
    ("Take {download}`the settings <references.bip>`.", "download file not readable"),
    ("So it is ([Somebody, 2019](cite:somebody2020)).", "lacks '2020': write [Somebody, 2020](cite:somebody2020)"),
    ("So it is ([Somebody, 2021](cite:somebody2021)).", "unknown work 'somebody2021' (nearest: somebody2020)"),
    ("See [Figure 1.1](figure:no-figure).", "unknown figure 'no-figure'"),
]
# Rows of checks and searches, and what the build must say of them.
CHECKS = {
    "test-positive": "",
    "other": "check 'other' is referred to by no prose: link a sentence to it, as in [..](check:other)",
    "nothing": "check 'nothing' is published by no notebook: publish it by ledger.check",
}
SEARCHES = {"test-level": "", "other": "search 'other' is referred to by no prose"}
CODE = 'title = f"Police solved 391,000 cases, {share} more"  # 100 is no text for readers'


WRAPPED = """\
```{admonition} Of [39.5万](claim:release-2022-cases-solved)
:class: note

A sentence.
Another one with [39.6万](claim:release-2022-cases-solved).
```

- A list with
  [39.7万](claim:release-2022-cases-solved) on its second line

| Heading | Another |
| --- | --- |
| one and 23 | [39.8万](claim:release-2022-cases-solved) |
"""


def first_line_of_links() -> int:
    """The line of the first of them."""
    return 3 + 2 * (len(WORDS) + 2)


def notebook() -> nbformat.NotebookNode:
    """A notebook that publishes one result and two checks, and prints one wrong number."""
    record = load()
    share = record.quantity("release-2022-cases-filed-yoy").times(-2)  # 34.5 to 34.7%
    published = [
        Result("test-share", "a result for this test", share),
        *map(check, ("test-positive", "other", "other")),
    ]
    outputs = [new_output("display_data", shown._repr_mimebundle_()) for shown in published]
    cells = [
        new_markdown_cell("# A notebook\n\nNot [39.3万](claim:release-2022-cases-solved)."),
        new_code_cell("share", outputs=outputs, execution_count=1),
        new_code_cell(CODE, execution_count=2),
    ]
    return new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})


def check(name: str) -> Check:
    """A check of that name, which holds in both of its rows."""
    row = CheckedRow("one", True, ("release-2022-cases-solved",), 1)
    return Check(name, "both are positive", "the rows of this test", "all", (row, CheckedRow("two", True)))


def rows_of(table: str, names: Iterable[str]) -> list[dict[str, str]]:
    """Rows of that name."""
    given = {"languages": "en", "date": "2026-11-30", "outcome": "not_found"}
    given |= {"found_id": "", "source_ids": "", "claim_ids": "release-2022-cases-solved", "queries": "one|另一个"}
    return [{c: given.get(c, "words") for c in columns_of(table)[1:]} | {columns_of(table)[0]: n} for n in names]


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """A small book with all words."""
    book = tmp_path_factory.mktemp("book")
    for folder in ("chapters", "data"):
        (book / folder).mkdir()
    (book / "conf.py").write_text(CONFIG, encoding="utf-8")
    (book / "_config.yml").write_text(SETTINGS, encoding="utf-8")
    (book / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    (book / "references.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    (book / "chapters" / "sources.md").write_text(SOURCES, encoding="utf-8")
    (book / "chapters" / "searches.md").write_text("# Searches\n\n```{search-list}\n```\n", encoding="utf-8")
    lines = ["# Index", *(words for words, _ in WORDS), "(a-part)=", "## A part", *(words for words, _ in LINKS)]
    (book / "index.md").write_text("\n\n".join([*lines, WRAPPED]) + "\n", encoding="utf-8")
    nbformat.write(notebook(), book / "chapters" / "book.ipynb")
    data = small_record.make(book / "data")
    small_record.write(data, "checks", rows_of("checks", CHECKS), columns_of("checks"))
    small_record.write(data, "searches", rows_of("searches", SEARCHES), columns_of("searches"))
    return book


@pytest.fixture(scope="module")
def log(book) -> list[str]:
    """The lines that a build of it prints."""
    return built(book)


def built(book: Path) -> list[str]:
    """The lines that a build of a book prints."""
    command = [sys.executable, "-m", "sphinx", "-q", "-N", "-b", "html", str(book), str(book / "_build")]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    return result.stderr.splitlines()


@pytest.mark.parametrize(("index", "words", "message"), [(i, w, m) for i, (w, m) in enumerate(WORDS)])
def test_words_are_compared_where_they_stand(log, index, words, message):
    line = 3 + 2 * index
    said = [entry for entry in log if f"index.md:{line}:" in entry]
    if message:
        assert said, log
        assert message in said[0]
    else:
        assert said == []


def test_words_that_say_other_than_their_number_are_marked_in_a_readers_version_alone(book, log, tmp_path):
    marked = re.compile(r"([^<>]+)(?:</span>)?<sup class=\"otherwise\">≠</sup>")
    page = Path("_build", "index.html")
    assert not marked.search((book / page).read_text(encoding="utf-8"))
    readers = shutil.copytree(book, tmp_path / "readers", ignore=shutil.ignore_patterns("_build"))
    (readers / Book.READERS).write_text("boats = 4\n", encoding="utf-8")
    said = built(readers)
    words = marked.findall((readers / page).read_text(encoding="utf-8"))
    assert {"39.2万", "34.2%", "positive in no row"} <= set(words)
    assert not {"0.39 million", "more than 1,800", "positive in all 2"} & set(words)
    assert any("the ledger says '39.1万'" in line for line in said)


def test_words_in_a_notebook_are_compared_too(log):
    said = [entry for entry in log if "book.ipynb:1 (cell" in entry]
    assert len(said) == 1, log
    assert "the ledger says '39.1万'" in said[0]
    assert "cell 1, line" in said[0]


def test_numbers_typed_into_code_are_found(log):
    said = [entry for entry in log if "book.ipynb:3" in entry]
    assert len(said) == 1, log
    assert "(cell 3, line 1)" in said[0]
    assert "'391,000' is traced to nothing" in said[0]


def test_links_that_lead_nowhere_are_found(log):
    for line, (words, message) in enumerate(LINKS):
        said = [entry for entry in log if f"index.md:{first_line_of_links() + 2 * line}:" in entry]
        assert len(said) == bool(message), words
        assert not message or message in said[0]


@pytest.mark.parametrize(("table", "rows"), [("checks", CHECKS), ("searches", SEARCHES)])
def test_rows_that_nothing_publishes_or_refers_to_are_found(log, table, rows):
    for line, (name, message) in enumerate(rows.items(), start=2):
        said = [entry for entry in log if f"data/{table}.csv:{line}:" in entry]
        assert len(said) == bool(message), name
        assert not message or message in said[0]


def test_a_citation_leads_to_the_bibliography_which_lists_what_is_cited(book, log):
    page = (book / "_build" / "index.html").read_text(encoding="utf-8")
    (address,) = set(re.findall(r'href="(chapters/sources\.html#[^"]*)"[^>]*>(?:<span>)?Somebody \(2020\)<', page))
    listed = (book / "_build" / "chapters" / "sources.html").read_text(encoding="utf-8")
    assert f'id="{address.partition("#")[2]}"' in listed


def test_a_name_that_is_published_twice_is_found(log):
    said = [entry for entry in log if "book.ipynb:1:" in entry and "published" in entry]
    assert len(said) == 1 and "check 'other' is published by chapters/book already" in said[0]


def test_a_check_has_an_address_a_note_and_a_link(book, log):
    page = (book / "_build" / "index.html").read_text(encoding="utf-8")
    address = 'data-source="test-positive" href="chapters/book.html#check-test-positive"'
    assert f'<a class="number check reference internal" {address}' in page
    assert 'title="Both are positive: 2 of 2"' in page
    assert '<article data-number="check-test-positive">' in page
    shown = (book / "_build" / "chapters" / "book.html").read_text(encoding="utf-8")
    assert '<details class="result" id="check-test-positive">' in shown and "Both are positive: <strong>2 of 2" in shown


def test_what_was_looked_for_has_an_entry_and_a_note(book, log):
    page = (book / "_build" / "index.html").read_text(encoding="utf-8")
    assert 'data-source="test-level" href="chapters/searches.html#search-test-level"' in page
    assert '<article data-number="search-test-level">' in page
    shown = (book / "_build" / "chapters" / "searches.html").read_text(encoding="utf-8")
    assert "<h2>Not found" in shown and '<dt id="search-test-level">' in shown
    assert "Asked for" in shown and '<span lang="zh-Hans">另一个</span>' in shown
    assert 'href="../measures/cases-solved.html#release-2022-cases-solved"' in shown


def test_the_command_without_a_build_says_the_same_of_the_same_places(book, log):
    by_build = prose_faults.said("\n".join(log), book)
    by_prose = prose_faults.found_by_prose(book)
    assert len(by_prose) > 25
    # Of links Sphinx speaks, in whose words nothing is proposed.
    assert {place(f) for f in by_prose} == {place(f) for f in by_build}
    assert all(any(place(f) == place(b) and f[3].startswith(b[3]) for b in by_build) for f in by_prose)


def place(said: tuple[str, int, int, str]) -> tuple[str, int, int]:
    """Where something is said to be."""
    return said[:3]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('title = "Rose by 5% in 2022"', ["5"]),
        ('title = f"From {low} to 17 million calls"', ["17"]),
        ('caption = "[39.1万](claim:release-2022-cases-solved) cases, up 5.7%"', ["5.7"]),
        ('caption = f"[{words}](claim:release-2022-cases-solved) cases"', []),
        ('name = "mps-2021-11m-cases-solved"', []),
        ('"""Prose of 12 words for who reads the code."""', []),
        ('pattern = re.compile(r"[0-9] cases")', []),
        ('centre = "(datum.start + datum.end) / 2"', []),
    ],
)
def test_what_code_types_for_readers(code, found):
    assert [number.text for _, number in judgement.typed_in_code(code, Vocabulary())] == found


@pytest.mark.parametrize(
    ("over", "typed"),
    [
        ('{"one": ledger.quantity("a"), "two": ledger.quantity("b")}', True),
        ('["a", "b"]', True),
        ("ledger.select(measure)", False),
        ("{row.label: row for row in rows}", False),
        ("pairs", False),
    ],
)
def test_rows_of_a_check_are_not_typed_one_by_one(over, typed):
    code = f'ledger.check(\n    "name",\n    over={over},\n    holds=below,\n)'
    found = list(judgement.of_code(code, Vocabulary()))
    assert found == ([(3, judgement.TYPED_ROWS)] if typed else [])


def test_a_result_that_its_expression_does_not_give_stops_the_build(tmp_path):
    book = notebook()
    stored = book.cells[1].outputs[0].data[RESULT_MIME]
    book.cells[1].outputs[0].data[RESULT_MIME] = {**stored, "low": "34"}
    path = tmp_path / "book.ipynb"
    nbformat.write(book, path)
    env = SimpleNamespace(found_docs={"book"}, doc2path=lambda name: str(path))
    with pytest.raises(ExtensionError, match=r"book\.ipynb: result 'test-share': stored interval: .*make notebooks"):
        published._gather(None, env, [])
