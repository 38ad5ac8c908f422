"""What a machine has set for its other work reaches neither the commands nor the kernels."""

import ast
import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from command_runs import ROOT, run
from ledgerbook.commands import surroundings
from ledgerbook.notebooks import execute as notebooks
from ledgerbook.notebooks.execute import Book

HOSTILE = {
    "PYTHONPATH": "/none", "PYTHONHOME": "/none", "PYTHONSAFEPATH": "1", "PYTHONSTARTUP": "/none",
    "PYTHONWARNINGS": "error", "PYTHONOPTIMIZE": "2", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "0",
    "JUPYTER_PATH": "/none", "JUPYTER_CONFIG_DIR": "/none", "JUPYTER_DATA_DIR": "/none", "JUPYTER_PLATFORM_DIRS": "1",
    "IPYTHONDIR": "/none", "SPHINXOPTS": "-a", "DOCUTILSCONFIG": "/none", "BOOK_DATA": "/none",
    "PIP_USER": "1", "PIP_TARGET": "/none", "PIP_PREFIX": "/none", "PIP_REQUIRE_VIRTUALENV": "1",
    "PIP_CONSTRAINT": "/none", "PIP_NO_BINARY": ":all:", "PIP_ONLY_BINARY": ":none:", "PIP_PRE": "1",
    "UV_TARGET": "/none", "UV_PYTHON": "3.9", "UV_PROJECT_ENVIRONMENT": "/none", "UV_EXCLUDE_NEWER": "2020-01-01",
    "UV_NO_BINARY": "1", "UV_CONSTRAINT": "/none", "VIRTUAL_ENV": "/none", "CONDA_PREFIX": "/none",
    "SOURCE_DATE_EPOCH": "1", "NO_COLOR": "1", "FORCE_COLOR": "1", "PY_COLORS": "1", "CLICOLOR_FORCE": "1",
    "PYTEST_ADDOPTS": "--fail", "MYPYPATH": "/none", "RUFF_CONFIG": "/none", "NODE_OPTIONS": "--fail",
    "JAVA_TOOL_OPTIONS": "-fail", "_JAVA_OPTIONS": "-fail", "CLASSPATH": "/none", "GIT_DIR": "/none",
    "GIT_INDEX_FILE": "/none",
}  # fmt: skip
REACHING = {
    "PIP_INDEX_URL": "https://index.example/simple", "PIP_EXTRA_INDEX_URL": "https://more.example/simple",
    "PIP_FIND_LINKS": "/wheels", "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": "/pip.conf", "PIP_CERT": "/cert",
    "PIP_CLIENT_CERT": "/cert", "PIP_PROXY": "https://proxy.example", "PIP_TRUSTED_HOST": "index.example",
    "PIP_DEFAULT_TIMEOUT": "9", "PIP_CACHE_DIR": "/cache", "UV_INDEX_URL": "https://index.example/simple",
    "UV_DEFAULT_INDEX": "https://index.example/simple", "UV_INDEX": "https://more.example/simple",
    "UV_INDEX_OURS_PASSWORD": "x", "UV_FIND_LINKS": "/wheels", "UV_CONFIG_FILE": "/uv.toml", "UV_CACHE_DIR": "/cache",
    "UV_HTTP_TIMEOUT": "9", "UV_NATIVE_TLS": "1", "HTTPS_PROXY": "https://proxy.example", "SSL_CERT_FILE": "/cert",
    "CHROMIUM": "/chromium", "TERM": "dumb", "CI": "true", "OPENBLAS_NUM_THREADS": "1", "JAVA_HOME": "/java",
}  # fmt: skip


def test_what_a_tool_reads_stays_out_and_what_reaches_an_index_comes_in():
    assert surroundings.clean({**HOSTILE, **REACHING}) == {**REACHING, "PYTHONUTF8": "1"}


def test_make_hands_its_commands_a_clean_environment(tmp_path):
    """Tried with the Makefile itself, to which a target is added that prints what reaches a command."""
    makefile = tmp_path / "Makefile"
    ours = str(ROOT / "Makefile").replace(" ", r"\ ")
    makefile.write_text(f"include {ours}\nshow:\n\t@env\n")
    result = run(["make", "-f", str(makefile), "show"], ROOT, {**HOSTILE, **REACHING})
    seen = dict(line.split("=", 1) for line in result.stdout.splitlines() if "=" in line)
    assert {name: seen.get(name) for name in HOSTILE} == {**dict.fromkeys(HOSTILE), "PYTHONUTF8": "1"}
    assert {name: seen.get(name) for name in REACHING} == REACHING


# Kernels ------------------------------------------------------------------------------------------------------------

CELL = """\
import os, sys, time
assert __debug__
[sorted(name for name in os.environ if name.startswith(("PIP_U", "BOOK_", "SPHINX", "UV_T", "PYTHONW"))),
 sys.flags.optimize, sys.flags.safe_path, sys.warnoptions, time.tzname[0], "startup" in globals()]"""


@pytest.fixture
def one_cell(tmp_path) -> Book:
    """A book of one cell that shows what reaches it."""
    for folder in ("data", "chapters/campaign"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "requirements.txt").touch()
    notebook = new_notebook(cells=[new_code_cell(CELL)])
    (tmp_path / "chapters" / "one.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    return Book(tmp_path)


def executed(book: Book) -> list[object]:
    """What the cell shows."""
    notebook = nbformat.reads(notebooks.execute(book.notebooks[0], book)[0], as_version=4)
    return ast.literal_eval(notebook.cells[0].outputs[0].data["text/plain"])


UNMOVED = [[], 0, False, [], "UTC", False]


def test_variables_do_not_reach_a_kernel(one_cell, monkeypatch):
    for name, value in {**HOSTILE, "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}.items():
        monkeypatch.setenv(name, value)
    before = dict(os.environ)
    assert executed(one_cell) == UNMOVED
    assert dict(os.environ) == before


@pytest.mark.parametrize("home", [None, "/proc/none"], ids=["no home", "a home that cannot be written"])
def test_a_kernel_needs_no_home(one_cell, monkeypatch, home):
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    assert executed(one_cell) == UNMOVED


def test_what_a_reader_keeps_at_home_does_not_reach_a_kernel(one_cell, monkeypatch, tmp_path):
    """A start-up file of IPython, and another kernel of the same name."""
    home = tmp_path / "home"
    startup, kernel = home / ".ipython/profile_default/startup", home / ".local/share/jupyter/kernels/python3"
    for folder in (startup, kernel):
        folder.mkdir(parents=True)
    (startup / "1.py").write_text("startup = 1")
    (kernel / "kernel.json").write_text('{"argv": ["false"], "display_name": "x", "language": "python"}')
    monkeypatch.setenv("HOME", str(home))
    assert executed(one_cell) == UNMOVED


def test_the_kernels_that_nbval_starts_have_the_same_environment():
    """This session's own, but for the order of sets: the tests are started with it before the first kernel is."""
    found = {name: os.environ.get(name) for name in surroundings.KERNEL_ENVIRONMENT}
    assert found == {**surroundings.KERNEL_ENVIRONMENT, "PYTHONHASHSEED": "7"}
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        assert Path(os.environ[name]).parent.name.startswith("kernels-"), name


def test_a_kernel_that_is_killed_is_named_with_a_remedy(one_cell, capsys):
    cell = new_code_cell("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    one_cell.notebooks[0].write_text(nbformat.writes(new_notebook(cells=[cell])), encoding="utf-8")
    before = one_cell.notebooks[0].read_bytes()
    assert notebooks.main([], one_cell.root) == 1
    said = capsys.readouterr().err
    assert "one.ipynb: " in said and notebooks.STARVED in said
    assert one_cell.notebooks[0].read_bytes() == before


def test_a_process_that_is_killed_is_named_with_a_remedy(one_cell, capsys):
    cell = new_code_cell("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)")
    one_cell.notebooks[0].write_text(nbformat.writes(new_notebook(cells=[cell])), encoding="utf-8")
    assert notebooks.main([], one_cell.root) == 1
    said = capsys.readouterr().err
    assert "one.ipynb: the process that executed it was ended from outside" in said and notebooks.STARVED in said
