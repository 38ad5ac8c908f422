"""The notebooks are current, in order, stable and compared; and each guard is shown to fail on what it is for.

nbval itself runs beside this file, in the same session: pyproject.toml passes it every notebook of ``chapters``.
"""

import json
import os
import shutil
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import notebook_guards as guards
from ledgerbook.book import Book
from ledgerbook.notebooks import drawings
from ledgerbook.notebooks import execute as notebooks

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = Book(ROOT).notebooks
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_notebooks():
    assert NOTEBOOKS


@each_notebook
def test_guards(path):
    notebook = nbformat.read(path, as_version=4)
    found = [problem for guard in guards.GUARDS for problem in guard(notebook)]
    assert [*found, *guards.too_large(path)] == []


@each_notebook
def test_outputs_are_current(path, book):
    assert notebooks.stale(path, book) == [], f"remedy: {notebooks.REMEDY}"


def test_second_execution_gives_the_same_bytes(book):
    """Of one chapter: nbval executes all of them, with sets in another order, and their drawings are compared too."""
    path = book.chapters / "disclosure.ipynb"
    kept = (file.read_text(encoding="utf-8") for file in (path, drawings.place(path)))
    differences = [first_difference(*texts) for texts in zip(kept, notebooks.execute(path, book), strict=True)]
    assert differences == [None, None], "remedy: make notebooks ALL=1"


def first_difference(one, other):
    """The first line that differs, in both texts, cut short: a whole notebook is too much for a message."""
    lines = zip_longest(one.splitlines(), other.splitlines(), fillvalue="")
    return next(((n, a[:200], b[:200]) for n, (a, b) in enumerate(lines, start=1) if a != b), None)


# The guards, on notebooks that break them ------------------------------------------------------------------


def cell(source="x", count=1, outputs=(), tags=()):
    """An executed code cell."""
    metadata = {"tags": list(tags)} if tags else {}
    return new_code_cell(source, execution_count=count, outputs=list(outputs), metadata=metadata)


def shown(text="", **data):
    """An output of that text or those media types ("__" for "/")."""
    media = {name.replace("__", "/"): value for name, value in data.items()} or {"text/html": text}
    return new_output("display_data", data=media)


BROKEN = {
    "never run": (guards.executed_in_order, cell(count=None), "execution count None instead of 1"),
    "run out of order": (guards.executed_in_order, cell(count=7), "7 instead of 1"),
    "stored error": (guards.no_errors, cell(outputs=[new_output("error", ename="KeyError")]), "KeyError"),
    "stderr": (
        guards.no_stderr,
        cell(outputs=[new_output("stream", name="stderr", text="FutureWarning: no")]),
        "FutureWarning",
    ),
    "unknown magic": (guards.plain_python, cell("%nonsense\n1/0"), "%nonsense"),
    "cell magic": (guards.plain_python, cell("%%bash\nfalse"), "%%bash"),
    "shell line": (guards.plain_python, cell("a = 1\n!false"), "line 2: not plain Python: !false"),
    "captured shell": (guards.plain_python, cell("a = !ls"), "not plain Python"),
    "help line": (guards.plain_python, cell("len?"), "len?"),
    "magic by call": (guards.plain_python, cell("get_ipython().run_line_magic('x', '')"), "runs magics"),
    "site code": (
        guards.imports_no_site_code,
        cell("import ledgerbook.site.figures.figure_nodes"),
        "imports ledgerbook.site",
    ),
    "ignored output": (guards.compared_by_nbval, cell("# NBVAL_IGNORE_OUTPUT\n1"), "NBVAL_IGNORE_OUTPUT"),
    "skipped by tag": (guards.compared_by_nbval, cell(tags=["nbval-skip"]), "nbval-skip"),
    "allowed to raise": (guards.compared_by_nbval, cell(tags=["raises-exception"]), "raises-exception"),
    "bitmap": (guards.compared_by_nbval, cell(outputs=[shown(image__png="iVBOR")]), "image/png"),
    "address": (guards.stable_outputs, cell(outputs=[shown("<Styler at 0x7f3a2b1c9d10>")]), "memory address"),
    "chart id": (guards.stable_outputs, cell(outputs=[shown('id="altair-viz-9f0c1b2a3d"')]), "random element"),
    "path": (guards.stable_outputs, cell(outputs=[shown("read /home/me/data.csv")]), "path of this machine"),
    "clock": (guards.stable_outputs, cell(outputs=[shown("made 2026-03-01 14:05:09")]), "time of day"),
    "script": (
        guards.loads_nothing_foreign,
        cell(outputs=[shown('<script src="https://cdn.example/vega.js"></script>')]),
        "another host",
    ),
    "font": (guards.loads_nothing_foreign, cell(outputs=[shown("@import 'https://cdn.example/f.css'")]), "host"),
    "ledger of no convention": (guards.ledger_follows_parameters, cell("ledger = load()"), "load().under(convention)"),
    "ledger before parameters": (
        guards.ledger_follows_parameters,
        cell("ledger = load().under(convention)", tags=["parameters"]),
        "after the cell tagged 'parameters'",
    ),
    "remote data": (
        guards.loads_nothing_foreign,
        cell(outputs=[shown(**{"application__vnd.x+json": {"data": {"url": "https://cdn.example/d.csv"}}})]),
        "another host",
    ),
}


@pytest.mark.parametrize(("guard", "broken", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_guard_sees(guard, broken, words):
    found = list(guard(new_notebook(cells=[broken])))
    assert len(found) == 1
    assert words in found[0]
    assert found[0].startswith(("code cell 1", "text cell 1"))


def test_every_guard_is_shown_to_fail():
    assert {guard for guard, _, _ in BROKEN.values()} == set(guards.GUARDS)


def test_guards_pass_what_is_sound():
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>2022-01-01T00:00:00</text></svg>'
    sound = [
        new_markdown_cell("%not code"),
        cell("total = 7\ntotal % 2", 1, [shown(svg)]),
        cell("total", 2, [shown(text__plain="see https://www.example.org/a")]),
        cell("convention = Convention.STRICT", 3, tags=["parameters"]),
        cell("ledger = load().under(convention)", 4),
    ]
    assert [p for guard in guards.GUARDS for p in guard(new_notebook(cells=sound))] == []


def test_large_notebook_is_seen(tmp_path):
    large = tmp_path / "large.ipynb"
    large.write_bytes(b" " * (guards.SIZE_LIMIT + 1))
    assert "600,001 bytes" in next(guards.too_large(large))


# Staleness and execution, on a book of one notebook --------------------------------------------------------

SOURCE = """from pathlib import Path
from campaign.record import helper
helper.double(int(Path("../data/numbers.csv").read_text()))"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A small book whose notebook has been executed by the command."""
    root = tmp_path_factory.mktemp("small") / "book"
    record = root / "chapters" / "campaign" / "record"
    record.mkdir(parents=True)
    (root / "data").mkdir()
    (root / "data" / "numbers.csv").write_text("21")
    (root / "data" / "README.md").write_text("The codebook.")
    (root / "_config.yml").write_text("sphinx: {config: {}}")
    (root / "requirements.txt").write_text("pandas==3.1.1\n")
    (record.parent / "__init__.py").touch()
    (record / "__init__.py").touch()
    (record / "helper.py").write_text("def double(number):\n    return 2 * number\n")
    cells = [new_markdown_cell("# One"), new_code_cell(SOURCE), new_code_cell("{'b', 'a', 'c'}.pop()")]
    save(root, new_notebook(cells=cells))
    assert notebooks.main(["-j", "1"], root) == 0
    return root


@pytest.fixture
def small(executed, tmp_path):
    """A copy of the small book, to break."""
    return Path(shutil.copytree(executed, tmp_path / "book"))


def save(root, notebook):
    nbformat.write(notebook, root / "chapters" / "one.ipynb")


def load(root):
    return nbformat.read(root / "chapters" / "one.ipynb", as_version=4)


def test_execution_stores_outputs_and_nothing_of_the_machine(small):
    notebook = load(small)
    assert notebook.cells[1].outputs[0].data == {"text/plain": "42"}
    assert notebook.metadata.kernelspec == notebooks.KERNELSPEC
    assert notebook.metadata.language_info == notebooks.LANGUAGE_INFO
    assert all(not cell.metadata for cell in notebook.cells)


def test_executing_again_changes_no_byte(small, capsys):
    before = (small / "chapters" / "one.ipynb").read_bytes()
    assert notebooks.main(["--all"], small) == 0
    assert "one.ipynb: unchanged" in capsys.readouterr().out
    assert (small / "chapters" / "one.ipynb").read_bytes() == before


def edit_code(root):
    notebook = load(root)
    notebook.cells[1].source += " + 0"
    save(root, notebook)


def edit_output(root):
    notebook = load(root)
    notebook.cells[1].outputs[0].data["text/plain"] = "43"
    save(root, notebook)


def edit_prose(root):
    notebook = load(root)
    notebook.cells[0].source = "# Another title"
    save(root, notebook)


def windows_lines(path):
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def write(name, text):
    return lambda root: (root / name).write_text(text)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (write("data/numbers.csv", "22"), "data/numbers.csv changed"),
        (
            lambda root: (root / "data" / "numbers.csv").rename(root / "data" / "renamed.csv"),
            "data/numbers.csv changed",
        ),
        (
            write("chapters/campaign/record/helper.py", "def double(n):\n    return n\n"),
            "module campaign.record.helper changed",
        ),
        (write("chapters/campaign/font.txt", "A"), "a file in chapters/campaign that is no code changed"),
        (write("requirements.txt", "pandas==3.1.0\n"), "pinned versions changed"),
        (edit_code, "code cells changed"),
        (edit_output, "stored outputs were edited"),
    ],
)
def test_staleness_is_noticed(small, capsys, edit, reason):
    edit(small)
    assert notebooks.main(["--check"], small) == 1
    printed = capsys.readouterr()
    assert f"one.ipynb: stale ({reason})" in printed.out
    assert "remedy: make notebooks" in printed.err


@pytest.mark.parametrize(
    "edit",
    [
        edit_prose,
        write("data/README.md", "Other words."),
        write("data/new.csv", "1"),
        write("chapters/campaign/figures.py", ""),
        lambda root: windows_lines(root / "chapters" / "campaign" / "record" / "helper.py"),
        lambda root: (root / "data" / "numbers.csv").touch(),
        lambda root: (root / "chapters" / "one.ipynb").touch(),
    ],
)
def test_what_no_output_depends_on_makes_nothing_stale(small, edit):
    edit(small)
    assert notebooks.main(["--check"], small) == 0


def test_only_stale_notebooks_are_executed(small, capsys):
    assert notebooks.main([], small) == 0
    assert "all 1 notebooks are current" in capsys.readouterr().out
    (small / "data" / "numbers.csv").write_text("4")
    assert notebooks.main(["one"], small) == 0
    assert "one.ipynb: updated" in capsys.readouterr().out
    assert load(small).cells[1].outputs[0].data == {"text/plain": "8"}
    assert notebooks.main(["--check"], small) == 0


def test_a_failing_cell_is_named_and_the_file_is_left(small, capsys):
    notebook = load(small)
    notebook.cells[2].source = "ratio = 1\nratio / 0"
    save(small, notebook)
    before = (small / "chapters" / "one.ipynb").read_bytes()
    assert notebooks.main([], small) == 1
    message = capsys.readouterr().err
    assert "one.ipynb, code cell [2], line 2: ratio / 0" in message
    assert "ZeroDivisionError: division by zero" in message
    assert (small / "chapters" / "one.ipynb").read_bytes() == before


def test_a_cell_that_complains_is_named_and_the_file_is_left(small, capsys):
    """A warning raises no error, and would be published."""
    notebook = load(small)
    notebook.cells[2].source = "import sys\nprint('no drawing', file=sys.stderr)"
    save(small, notebook)
    before = (small / "chapters" / "one.ipynb").read_bytes()
    assert notebooks.main([], small) == 1
    assert "one.ipynb, code cell [2] complains\n    no drawing" in capsys.readouterr().err
    assert (small / "chapters" / "one.ipynb").read_bytes() == before


def test_an_output_that_cannot_be_shown_is_named(small, capsys):
    notebook = load(small)
    shown = "class Shown:\n    def _repr_mimebundle_(self, **_):\n        raise ValueError('no drawing')\nShown()"
    notebook.cells[2].source = shown
    save(small, notebook)
    assert notebooks.main([], small) == 1
    assert "no drawing" in capsys.readouterr().err


def test_an_unknown_name_is_refused(small):
    with pytest.raises(SystemExit, match="no such notebook: two; there are one"):
        notebooks.main(["two"], small)


# nbval, as this project runs it ----------------------------------------------------------------------------


def run_pytest(folder, *arguments, hash_seed="0"):
    """Pytest with this project's settings in another folder, in a process of its own."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n0", "-q", *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_nbval_fails_on_a_changed_output_and_on_nothing_else(small):
    shutil.copy(small / "chapters" / "one.ipynb", small / "chapters" / "sound.ipynb")
    edit_output(small)
    result = run_pytest(small, "chapters")
    assert result.returncode == 1, result.stdout
    assert "1 failed, 3 passed" in result.stdout
    assert "one.ipynb::Cell 0" in result.stdout
    assert "mismatch 'text/plain'" in result.stdout


def test_nbval_fails_on_an_output_that_depends_on_the_order_of_a_set(small):
    """This session's kernels keep sets in another order than those that made the outputs."""
    assert os.environ["PYTHONHASHSEED"] not in ("0", "")
    result = run_pytest(small, "chapters", hash_seed="7")
    assert "one.ipynb::Cell 1" in result.stdout, result.stdout
    assert "1 failed, 1 passed" in result.stdout


def test_copies_of_notebooks_are_not_collected(small):
    for folder in ("_build/html/_sources", "_build/jupyter_execute", ".venv/lib", "chapters/.ipynb_checkpoints"):
        (small / folder).mkdir(parents=True)
        shutil.copy(small / "chapters" / "one.ipynb", small / folder)
    collected = run_pytest(small, "--collect-only", ".").stdout.splitlines()
    assert [line for line in collected if "::" in line] == ["chapters/one.ipynb::Cell 0", "chapters/one.ipynb::Cell 1"]


def test_this_session_compares_every_notebook(request):
    assert request.config.option.nbval
    assert "chapters" in request.config.getini("testpaths")
    stored = [json.loads(path.read_text(encoding="utf-8")) for path in NOTEBOOKS]
    assert all(cell.get("id") for notebook in stored for cell in notebook["cells"])
