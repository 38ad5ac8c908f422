"""The house: imports run in one direction, from room to room and from file to file."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

CHAPTERS = Path(__file__).resolve().parents[1] / "chapters"
# Who may import from whom: a room from those before it. What lies beside the rooms is small and belongs to all.
ROOMS = (
    "commands",
    "citing",
    "numbers",
    "record",
    "figure",
    "notebooks",
    "prose",
    "tryout",
    "site",
    "offline",
    "live",
    "release",
)
ROOMS_OF_SITE = ("base", "numbers", "figures", "ledger", "pages")
ROOMS_OF_BOOK = ("rules", "analysis", "figures")


def imports(package: Path) -> dict[str, set[str]]:
    """The modules of a package, each with those of the package that it imports when it is imported itself."""
    files = {".".join(p.relative_to(package.parent).with_suffix("").parts): p for p in package.rglob("*.py")}
    known = {name.removesuffix(".__init__"): path for name, path in files.items()}
    return {name: set(_imported(path, known)) - {name} for name, path in known.items()}


def _imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:  # not those within functions, or for types alone
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield from [inner] if inner in known else [node.module] if node.module in known else []
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in known)


def room(module: str, depth: int) -> str:
    """The room of a module, "" for what lies beside the rooms."""
    parts = module.split(".")
    return parts[depth] if len(parts) > depth else ""


def upward(modules: Mapping[str, set[str]], rooms: tuple[str, ...], depth: int = 1) -> list[str]:
    """The imports that run from a room to a later one."""
    order = {name: place for place, name in enumerate(rooms)}
    return [
        f"{module} imports {other}"
        for module, others in sorted(modules.items())
        for other in sorted(others)
        if module.split(".")[:depth] == other.split(".")[:depth]
        and room(module, depth) in order
        and room(other, depth) in order
        and order[room(module, depth)] < order[room(other, depth)]
    ]


def circle(modules: Mapping[str, set[str]]) -> list[str]:
    """The first circle of files that import each other, if there is one."""
    try:
        TopologicalSorter(modules).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("name", ["ledgerbook", "campaign"])
def test_no_files_import_each_other(name):
    assert circle(imports(CHAPTERS / name)) == []


def test_rooms_of_the_generic_part_have_one_direction():
    modules = imports(CHAPTERS / "ledgerbook")
    assert {room(name, 1) for name in modules} >= set(ROOMS)
    assert upward(modules, ROOMS) == []
    site = {name: found for name, found in modules.items() if name.startswith("ledgerbook.site.")}
    assert {room(name, 2) for name in site} >= set(ROOMS_OF_SITE)
    assert upward(site, ROOMS_OF_SITE, depth=2) == []


def test_rooms_of_the_book_have_one_direction():
    assert upward(imports(CHAPTERS / "campaign"), ROOMS_OF_BOOK) == []


@pytest.mark.parametrize("module", ["notebooks.expected", "notebooks.moved", "prose.check", "live"])
def test_a_command_where_no_book_is_says_so(tmp_path, module):
    environment = os.environ | {"PYTHONPATH": str(CHAPTERS)}
    command = [sys.executable, "-m", f"ledgerbook.{module}"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "book" in done.stderr


def test_a_wrong_import_and_a_circle_are_seen(tmp_path):
    for name, text in {
        "house/__init__.py": "",
        "house/numbers/__init__.py": "",
        "house/numbers/sums.py": "from house.site.pages import head\n",
        "house/site/__init__.py": "",
        "house/site/pages.py": "from house.numbers import sums\nhead = sums\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    modules = imports(tmp_path / "house")
    assert upward(modules, ("numbers", "site")) == ["house.numbers.sums imports house.site.pages"]
    assert set(circle(modules)) == {"house.numbers.sums", "house.site.pages"}


def test_what_draws_and_reads_notebooks_compiles_no_grammars_of_addresses():
    """A second of each command and kernel, if the library that brings them is installed, as it is with JupyterLab."""
    code = "import sys, ledgerbook.figure.figure, ledgerbook.notebooks.execute; print('lark' in sys.modules)"
    assert "rfc3987-syntax" in (CHAPTERS.parent / "requirements.txt").read_text(encoding="utf-8")
    result = subprocess.run([sys.executable, "-c", code], cwd=CHAPTERS, capture_output=True, text=True, check=True)
    assert result.stdout == "False\n"
