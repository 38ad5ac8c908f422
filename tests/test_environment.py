"""The pins: exact, hashed, the same for readers and tests, free of any machine's paths, and enough for the chapters."""

import ast
import json
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ["requirements.txt", "requirements-dev.txt"]
ENTRY = re.compile(r"([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==(\S+?)(?: ; .+)?", re.IGNORECASE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(lock: str) -> list[list[str]]:
    """Each pinned package with its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return [re.split(r"\s*\\\n\s*", entry) for entry in re.split(r"(?<!\\)\n", text.strip())]


def pins(lock: str) -> set[str]:
    """The packages with their exact versions and conditions."""
    return {entry[0] for entry in entries(lock) if not entry[0].startswith("#")}


def names(lock: str) -> set[str]:
    """The names of the packages, normalised."""
    return {normal(match[1]) for pin in pins(lock) if (match := ENTRY.fullmatch(pin))}


def normal(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_exactly_and_hashed(lock):
    loose = [
        package
        for package, *hashes in entries(lock)
        if not package.startswith("#")
        and not (ENTRY.fullmatch(package) and hashes and all(HASH.fullmatch(h) for h in hashes))
    ]
    assert loose == []
    assert len(pins(lock)) > 50


@pytest.mark.parametrize("lock", LOCKS)
def test_nothing_of_a_machine_or_an_index_is_in_the_lock(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?://|file:|(?:^|\s)/\w+|--\S*(?:index|find-links|host)\S*", text) == []


def test_tests_use_the_versions_that_readers_use():
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_what_is_asked_for(lock):
    asked = (ROOT / lock.replace(".txt", ".in")).read_text(encoding="utf-8").splitlines()
    lines = [line.split("#")[0].strip() for line in asked]
    wanted = {normal(re.split(r"[=<>;]", line)[0]) for line in lines if line and not line.startswith("-")}
    assert wanted - names(lock) == set()


def test_requirements_alone_run_the_chapters_and_the_package():
    provided = packages_distributions()
    pinned = names("requirements.txt")
    missing = {
        f"{path.relative_to(ROOT)}: {module}"
        for path, source in chapter_sources()
        for module in imported(source)
        if module not in sys.stdlib_module_names
        and module not in ("campaign", "ledgerbook")
        and not {normal(name) for name in provided.get(module, [])} & pinned
    }
    assert missing == set()


def chapter_sources() -> list[tuple[Path, str]]:
    """The code of the package and of every notebook."""
    modules = [(path, path.read_text(encoding="utf-8")) for path in ROOT.glob("chapters/campaign/**/*.py")]
    for path in ROOT.glob("chapters/*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        modules += [(path, "".join(cell["source"])) for cell in cells if cell["cell_type"] == "code"]
    return modules


def imported(source: str) -> set[str]:
    """The top-level modules that some code imports."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in plain | parts}


def test_imports_are_found():
    assert imported("import a.b, c\nfrom d.e import f\nfrom . import g") == {"a", "c", "d"}
