"""What an edit moved is listed by chapter, in few words; and nothing is said to have moved where nothing did."""

import shutil
import subprocess

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from ledgerbook.figure import FIGURE_MIME
from ledgerbook.notebooks import drawings, execute, moved
from ledgerbook.record.checks import CHECK_MIME
from ledgerbook.record.results import RESULT_MIME

RESULT = {
    "name": "catch", "meaning": "Herring landed, 1900", "low": "10", "high": "12", "closed": [True, True],
    "unit": "barrels", "measure": "herring", "period": ["1900-01-01", "1900-12-31"], "formula": "a + b",
    "claims": ["a", "b"],
}  # fmt: skip
FIGURE = {
    "name": "ports", "finding": "Bergen landed most", "caption": "Barrels.", "alternative": "Bars of two ports.",
    "wide": "{}", "narrow": "{}", "datasets": "[]",
    "table": {"headings": ["Port", "Barrels"], "rows": [["Bergen", "7"], ["Molde", "5"]], "claims": [["a"], ["b"]]},
}  # fmt: skip


def notebook(result=RESULT, figure=FIGURE, printed="22 barrels\n", extra=()):
    """The text of a notebook with a result, a figure and a line of print."""
    outputs = [
        new_output("display_data", data={RESULT_MIME: result, "text/plain": "catch"}),
        new_output("display_data", data={FIGURE_MIME: figure, "text/plain": "ports"}),
        new_output("stream", name="stdout", text=printed),
        *extra,
    ]
    return nbformat.writes(new_notebook(cells=[new_code_cell("1", execution_count=1, outputs=outputs)]))


def items(after, before=None):
    return moved.moved(moved.outputs(before or notebook()), moved.outputs(after))


def result(**changed):
    return notebook(result={**RESULT, **changed})


def figure(**changed):
    return notebook(figure={**FIGURE, **changed})


def table(rows, **changed):
    return figure(table={**FIGURE["table"], "rows": rows, "claims": [["a"]] * len(rows), **changed})


def test_what_is_the_same_has_not_moved():
    assert items(notebook()) == []


@pytest.mark.parametrize(
    ("after", "item"),
    [
        (result(high="14"), "result `catch`: 10 to 12 barrels → 10 to 14 barrels (Herring landed, 1900)"),
        (result(unit="percent"), "result `catch`: 10 to 12 barrels → 10 to 12% (Herring landed, 1900)"),
        (result(meaning="Cod"), "result `catch`: meaning: Herring landed, 1900 → Cod"),
        (result(claims=["a", "c"]), "result `catch`: claims: a, b → a, c"),
        (result(claims=["a", "c", "d", "b"]), "result `catch`: claims: + c, + d"),
        (
            result(formula="a - b", measure="cod"),
            "result `catch`: measure: herring → cod; formula: a + b → a - b",
        ),
        (figure(finding="Molde landed most"), "figure `ports`, finding: Bergen landed most → Molde landed most"),
        (figure(caption=""), "figure `ports`, caption: Barrels. → nothing"),
        (figure(alternative="Bars."), "figure `ports`, alternative: Bars of two ports. → Bars."),
        (figure(datasets="[1]"), "figure `ports`, drawing: changed, with the same words and table"),
        (table([["Bergen", "7"], ["Molde", "6"]]), "figure `ports`, 1 cells of its table: Molde, Barrels: 5 → 6"),
        (table([["Bergen", "7"]]), "figure `ports`, 1 rows of its table: − Molde | 5"),
        (
            table([["Ålesund", "9"], ["Bergen", "7"], ["Molde", "5"]]),
            "figure `ports`, 1 rows of its table: + Ålesund | 9",
        ),
        (
            figure(table={**FIGURE["table"], "headings": ["Port", "Tons"]}),
            "figure `ports`, headings of its table: Port, Barrels → Port, Tons",
        ),
        (
            figure(table={**FIGURE["table"], "claims": [["a"], ["c"]]}),
            "figure `ports`, claims behind its table: changed",
        ),
        (notebook(printed="23 barrels\n"), "printed text: 2 lines differ\n  - − 22 barrels\n  - + 23 barrels"),
        (result(name="haul"), "result `catch` is gone: 10 to 12 barrels (Herring landed, 1900)"),
        (figure(name="harbours"), "figure `harbours` is new: Bergen landed most"),
    ],
)
def test_a_change_is_one_item(after, item):
    assert item in items(after)
    assert len(items(after)) == 1 + (" is " in item)


def check(holding=2, rows=('["1900", true, ["a"]]', '["1901", true, ["b"]]')):
    """A notebook with a check besides."""
    document = {"name": "grew", "statement": "catches grew", "rule": "all years", "quantifier": "most", "tested": 3}
    document |= {"holding": holding, "open": 0, "nearest_first": False, "rows": list(rows)}
    return notebook(extra=[new_output("display_data", data={CHECK_MIME: document, "text/plain": "grew"})])


def test_a_check_that_holds_in_other_rows_is_listed():
    assert items(check(holding=3, rows=['["1900", true, []]']), before=check(rows=['["1901", true, []]'])) == [
        "check `grew`, holding: 2 → 3",
        'check `grew`, rows: ["1901", true, []] → ["1900", true, []]',
    ]
    assert items(check()) == ["check `grew` is new: catches grew"]


def test_a_number_that_moves_less_than_is_printed_is_told():
    before, after = result(low="1/3"), result(low="333333333/1000000000")
    number = moved.number({**RESULT, "low": "1/3"})
    assert items(after, before) == [f"result `catch`: {number}, moved by less than is printed (Herring landed, 1900)"]


def test_of_many_changes_the_first_few_are_shown():
    rows = [[f"port {n}", str(n)] for n in range(20)]
    more = [[port, f"{n}0"] for port, n in rows]
    found = items(table(more), before=table(rows))
    assert len(found) == 1
    assert "figure `ports`, 20 cells of its table: port 0, Barrels: 0 → 00;" in found[0]
    assert found[0].endswith("port 4, Barrels: 4 → 40; …")


def test_of_long_texts_the_part_that_differs_is_shown():
    before, after = (figure(caption="long " * 100 + end) for end in ("one", "two"))
    assert items(after, before=before) == [f"figure `ports`, caption: … {('long ' * 6)}one → … {('long ' * 6)}two"]


# The command, on a small book in a repository of its own ----------------------------------------------------


def git(root, *arguments):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def store(root, text, name="fish"):
    """Writes the notebook as if it had been executed just now."""
    path = root / "chapters" / f"{name}.ipynb"
    path.write_text(text, encoding="utf-8")
    current = execute.read(path)
    nothing = {"modules": {}, "files": {}, "folders": {}, "packages": {}, "tables": []}
    inputs = execute.inputs(current, execute.Book(root))
    current.metadata[execute.STORED] = {"inputs": inputs, "outputs": execute.outputs(current), "read": nothing}
    path.write_text(execute._text(current), encoding="utf-8")


@pytest.fixture(autouse=True)
def no_drawings(monkeypatch):
    """The invented figures have no drawings, of which test_drawings tells."""
    monkeypatch.setattr(drawings, "stale", lambda path, cells: "")


@pytest.fixture
def root(tmp_path):
    """A book of one chapter below the root of a repository, with one commit."""
    book = tmp_path / "shelf" / "book"
    (book / "chapters").mkdir(parents=True)
    (book / "_config.yml").write_text("sphinx: {config: {}}")
    (book / "requirements.txt").write_text("pandas==3.1.1\n")
    store(book, notebook())
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "One")
    return book


def test_nothing_moved(root, capsys):
    assert moved.main([], root) == 0
    assert capsys.readouterr().out == "# What moved against HEAD\n\nNothing moved.\n"


def test_what_moved_is_listed_by_chapter(root, capsys):
    store(root, result(high="14"))
    store(root, notebook(), name="whales")
    assert moved.main(["HEAD"], root) == 0
    page = capsys.readouterr().out
    assert "## fish\n\n- result `catch`: 10 to 12 barrels → 10 to 14 barrels" in page
    assert "## whales (new)\n\n- result `catch` is new: 10 to 12 barrels" in page
    assert "Stale" not in page


def test_another_revision_and_a_chapter_that_is_gone(root, capsys):
    store(root, result(high="14"))
    git(root, "commit", "-aqm", "Two")
    (root / "chapters" / "fish.ipynb").unlink()
    assert moved.main(["HEAD~1"], root) == 0
    assert "## fish (gone)\n\n- result `catch` is gone: 10 to 12 barrels" in capsys.readouterr().out


def test_stale_notebooks_are_named(root, capsys):
    (root / "requirements.txt").write_text("pandas==3.2\n")
    assert moved.main([], root) == 0
    page = capsys.readouterr().out
    assert "- fish: pinned versions changed" in page
    assert "Remedy: make notebooks" in page


def test_an_unknown_revision_is_refused(root, capsys):
    assert moved.main(["v9"], root) == 1
    said = capsys.readouterr().err
    assert said.startswith("nothing of revision 'v9' can be read: git ls-tree ")
    assert "Not a valid object name v9" in said
    assert "or name a revision that git knows, or" in said


def test_within_a_hook_the_book_is_compared_with_its_own_repository(root, capsys, monkeypatch):
    """Git sets GIT_DIR for its hooks."""
    monkeypatch.setenv("GIT_DIR", str(root / "none"))
    assert moved.main([], root) == 0
    assert "Nothing moved." in capsys.readouterr().out


def test_without_a_repository_the_remedy_is_named(root, capsys):
    shutil.rmtree(root.parents[1] / ".git")
    assert moved.main([], root) == 1
    assert "compare with what is stored: --stored" in capsys.readouterr().err


def test_without_git_the_remedy_is_named(root, capsys, monkeypatch):
    monkeypatch.setenv("PATH", str(root))
    assert moved.main([], root) == 1
    assert "git cannot be run" in capsys.readouterr().err


def test_stale_notebooks_are_compared_with_what_they_store(root, capsys, monkeypatch):
    monkeypatch.setenv("PATH", str(root))
    before = (root / "chapters" / "fish.ipynb").read_bytes()
    (root / "requirements.txt").write_text("pandas==3.2\n")
    monkeypatch.setattr(execute, "execute", lambda path, book: (result(high="14"), ""))
    assert moved.main(["--stored"], root) == 0
    assert "- result `catch`: 10 to 12 barrels → 10 to 14 barrels" in capsys.readouterr().out
    assert (root / "chapters" / "fish.ipynb").read_bytes() == before
