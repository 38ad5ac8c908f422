"""The pure parts of the comparison with other tools: copies of chapters, stock outputs, pages' answers, tables."""

import json

import pytest

from book_site import copy_sources
from ledgerbook.book import Book
from ledgerbook.figure.figure import FIGURE_MIME
from ledgerbook.notebooks.execute import all_stale
from ledgerbook.record.checks import CHECK_MIME
from ledgerbook.record.results import RESULT_MIME
from peers import ROWS, SECTION, Result, behind, further, table, write_section
from peers_browse import Answer, Folder, Load, Look, StandIn
from peers_build import EDITED, OURS, PEERS, PINS, Took, add_chapters, edit_prose, layout, version
from peers_corpus import enlarged, labels, published_names, read_all, renamed, stock, write

WORDS = (
    "[rose](check:share-rose): [28%](result:share) of [Figure 1.1](figure:share-by-year) ([here](#shares)), "
    "a share (share)"
)


def notebook(name: str = "share", words: str = WORDS) -> dict:
    figure = {
        "name": f"{name}-by-year",
        "finding": "The share rose",
        "caption": "Of [39.1万](claim:share-2022).",
        "alternative": "A line",
        "wide": json.dumps(
            {"mark": "line", "data": {"name": "d"}, "encoding": {"x": {"field": "a", "type": "nominal"}}}
        ),
        "datasets": json.dumps({"d": [{"a": "1"}]}),
        "table": {"headings": ["Year", "Share"], "rows": [["2022", "x" * 80]], "claims": [["share-2022"]]},
    }
    outputs = [
        {"output_type": "execute_result", "data": {FIGURE_MIME: figure, "image/svg+xml": "<svg/>"}, "metadata": {}},
        {"output_type": "display_data", "data": {RESULT_MIME: {"name": name}, "text/plain": f"{name}: 28%"}},
        {"output_type": "display_data", "data": {CHECK_MIME: {"name": f"{name}-rose"}, "text/plain": "rose"}},
        {"output_type": "stream", "name": "stdout", "text": "said"},
    ]
    cells = [
        {"cell_type": "markdown", "metadata": {"tags": ["address:shares"]}, "source": ["# Shares\n", "\n", words]},
        {"cell_type": "code", "metadata": {}, "source": [f'Result("{name}", "a share", q)'], "outputs": outputs},
    ]
    return {"cells": cells, "metadata": {"book": {"inputs": {}}}, "nbformat": 4, "nbformat_minor": 5}


# Copies ----------------------------------------------------------------------------------------------------


def test_a_copy_has_names_of_its_own():
    found = enlarged({"shares": notebook()}, 3)
    assert list(found) == ["shares", "shares-copy-a", "shares-copy-b"]
    assert found["shares"] == notebook()
    names = [name for copy in found.values() for name in published_names(copy)]
    assert len(set(names)) == len(names) == 9


def test_a_copy_refers_to_itself_and_to_the_same_claims():
    assert labels(notebook()) == ["shares"]
    made = renamed(notebook(), ["share", "share-rose", "share-by-year", "shares"], "-copy-a")
    assert "".join(made["cells"][0]["source"]) == (
        "# Shares (copy a)\n\n[rose](check:share-rose-copy-a): [28%](result:share-copy-a) of "
        "[Figure 1.1](figure:share-by-year-copy-a) "
        "([here](#shares-copy-a)), a share (share)"
    )
    assert made["cells"][1]["source"] == ['Result("share-copy-a", "a share", q)']
    assert "claim:share-2022)" in json.dumps(made)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_number_that_the_chapters_do_not_divide_is_refused(count):
    with pytest.raises(ValueError, match=f"{count} chapters cannot be made of 2"):
        enlarged({"a": notebook("a"), "b": notebook("b")}, count)


def test_copies_need_no_execution_and_join_the_contents(book, tmp_path):
    clone = copy_sources(book.root, tmp_path / "clone")
    notebooks = enlarged(read_all(clone / "chapters"), 20)
    add_chapters(notebooks, clone)
    copied = Book(clone)
    assert len(copied.notebooks) == 20
    assert all_stale(copied.notebooks, copied) == {}
    assert (clone / "_toc.yml").read_text(encoding="utf-8").count("-copy-a") == 10
    edit_prose(clone / "chapters" / f"{EDITED}.ipynb")
    assert all_stale(copied.notebooks, copied) == {}  # prose is no input


def test_a_book_that_would_be_executed_is_refused(book, tmp_path):
    clone = copy_sources(book.root, tmp_path / "clone")
    path = clone / "chapters" / f"{EDITED}.ipynb"
    changed = json.loads(path.read_text(encoding="utf-8"))
    next(cell for cell in changed["cells"] if cell["cell_type"] == "code")["source"].append("\n1")
    write(changed, path)
    with pytest.raises(SystemExit, match=f"not current: {EDITED}.ipynb; remedy: make notebooks"):
        add_chapters({}, clone)


# Stock outputs ---------------------------------------------------------------------------------------------


def test_a_figure_becomes_chart_caption_and_whole_table():
    original = notebook()
    made = stock(original)
    chart, caption, rows, result, check, stream = made["cells"][1]["outputs"]
    assert "cdn.jsdelivr.net" in chart["data"]["text/html"]
    assert '"mark": "line"' in chart["data"]["text/html"]
    assert "The share rose" in chart["data"]["text/html"]
    assert caption["data"]["text/markdown"] == "Of [39.1万](claim:share-2022)."
    assert "x" * 80 in rows["data"]["text/html"]
    assert result["data"] == {"text/plain": "share: 28%"}
    assert check["data"] == {"text/plain": "rose"}
    assert stream["text"] == "said"
    assert made["cells"][0] == original["cells"][0]
    assert "book" not in made["metadata"]
    assert FIGURE_MIME in original["cells"][1]["outputs"][0]["data"]  # the given one is left as it was


def test_stock_outputs_are_the_same_in_each_run():
    assert stock(notebook()) == stock(notebook())


def test_every_figure_and_result_of_the_book_has_a_stock_form(book):
    for chapter in read_all(book.chapters).values():
        assert published_names(chapter)
        assert published_names(stock(chapter)) == []


# Tools -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PEERS)
def test_every_peer_is_pinned_and_told_of_every_chapter(name):
    assert version(name)[0].isdigit()
    pins = [line for line in (PINS / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert all("==" in pin for pin in pins)
    texts = layout(PEERS[name], ["one", "two"]).values()
    assert not any("{" in text and "list" in text for text in texts)
    if PEERS[name].each:
        assert sum("two" in text for text in texts) == 1


# What a page loads -----------------------------------------------------------------------------------------


@pytest.fixture
def modules(tmp_path):
    for path, text in {
        "vega/package.json": '{"version": "6.4.0", "jsdelivr": "build/vega.min.js"}',
        "vega/build/vega.min.js": "vega",
        "mathjax/package.json": '{"version": "2.7.7", "main": "x.js"}',
        "mathjax/latest.js": "two",
        "mathjax-4/package.json": '{"version": "4.0.0", "main": "x.js"}',
        "mathjax-4/chtml.js": "four",
        "requirejs/require.min.js": "require",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("host", "path", "body"),
    [
        ("cdn.jsdelivr.net", "/npm/vega@6", b"vega"),
        ("cdn.jsdelivr.net", "/npm/vega@6/build/vega.min.js", b"vega"),
        ("cdn.jsdelivr.net", "/npm/mathjax@4/chtml.js", b"four"),
        ("cdnjs.cloudflare.com", "/ajax/libs/mathjax/2.7.7/latest.js", b"two"),
        ("cdnjs.cloudflare.com", "/ajax/libs/require.js/2.1.10/require.min.js", b"require"),
        ("api.cdnjs.com", "/libraries/mathjax", b'{"version": "2.7.7"}'),
        ("cdn.jsdelivr.net", "/npm/unknown@1", None),
        ("cdn.jsdelivr.net", "/npm/vega@6/../../secret", None),
        ("elsewhere.example", "/vega.js", None),
    ],
)
def test_the_stand_in_answers_as_the_networks_do(modules, host, path, body):
    found = StandIn(modules).content(host, path)
    assert (found and found[0]) == body


def test_a_site_is_served_from_its_folder_only(modules):
    assert Folder(modules / "vega").content("", "/build/vega.min.js") == (b"vega", "text/javascript")
    assert Folder(modules / "vega").content("", "/../mathjax/latest.js") is None


# Summaries -------------------------------------------------------------------------------------------------


def result(seconds: float, figure: float | None = 100.0, foreign: int = 0) -> Result:
    answers = [Answer("own", False, 200, 1000), *[Answer("cdn", True, 200, 500)] * foreign]
    loads = [Load({"paint": 50.0, "figure": figure, "shift": 0.0, "drawn": 1}, answers, [])] * 3
    took = [Took(seconds * n, seconds) for n in (1, 2, 9)]
    return Result(took, took, pages=3, look=Look(loads, answers, ["an error"], without_scripts=0))


def test_a_table_sets_each_tool_against_ours():
    lines = table({OURS: result(2), "nbconvert": result(1, figure=None, foreign=2)}, {OURS: "us", "nbconvert": "nb"})
    rows = {line.split("|")[1].strip(): [c.strip() for c in line.split("|")[2:4]] for line in lines.splitlines()}
    assert rows[""] == ["us", "nb"]
    assert rows["cold build"] == ["4.0 s (1.00)", "2.0 s (0.50)"]  # the middle of three, not the mean
    assert rows["all bytes"] == ["1 kB (1.00)", "2 kB (2.00)"]
    assert rows["foreign requests"] == ["0", "2"]
    assert rows["first figure"] == ["100 ms (1.00)", "never"]
    assert rows["console errors"] == ["1", "1"]
    assert len(lines.splitlines()) == len(ROWS) + 2


def test_what_a_peer_does_better_is_named():
    found = behind({OURS: result(2), "a": result(1), "b": result(3)})
    assert found[0] == "cold build: a"
    assert not any(line.startswith("own bytes") for line in found)


def test_what_each_further_chapter_costs():
    found = further({5: {OURS: result(1)}, 15: {OURS: result(3)}}, {OURS: "us"})
    assert found == ["Each further chapter adds to a cold build, in processor time: us 0.20 s."]
    assert further({5: {OURS: result(1)}}, {OURS: "us"}) == []


def test_the_section_is_replaced_and_the_rest_stays(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("# Benchmarks\n\nWords.\n", encoding="utf-8")
    write_section("First \\1.", readme)
    write_section("Second.", readme)
    assert readme.read_text(encoding="utf-8") == f"# Benchmarks\n\nWords.\n\n{SECTION}\n\nSecond.\n"
    readme.write_text(readme.read_text(encoding="utf-8") + "\n## Next\n", encoding="utf-8")
    write_section("Third.", readme)
    assert readme.read_text(encoding="utf-8").endswith(f"{SECTION}\n\nThird.\n\n## Next\n")
