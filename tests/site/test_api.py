"""The reference: every name on it is described from its docstring, and every example in it runs as it is printed."""

import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docutils import nodes

from campaign import load
from ledgerbook.numbers.wording import Convention
from ledgerbook.site.pages import api

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "chapters" / "reference.md"
TEXT = PAGE.read_text(encoding="utf-8")
LISTED = {
    module: body.split() for module, body in re.findall(r"^```\{api\} (\S+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
}


@pytest.mark.parametrize("module", LISTED)
def test_the_examples_of_a_module_give_what_they_say(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_there_are_examples_of_reading_computing_and_refusing():
    examples = {
        module: sum(len(found.examples) for found in doctest.DocTestFinder().find(importlib.import_module(module)))
        for module in LISTED
    }
    assert examples["campaign"] >= 8
    assert sum(examples.values()) >= 15


def test_a_wrong_example_is_seen(tmp_path):
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, 0)
    assert doctest.DocTestRunner(verbose=False).run(wrong, out=lambda _: None).failed == 1


def test_the_three_lines_run_in_any_folder(tmp_path):
    lines = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1]
    done = subprocess.run(
        [sys.executable, "-c", lines], cwd=tmp_path, env={"PYTHONPATH": str(ROOT / "chapters")}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert (done.stderr, done.stdout) == ("", "[Fraction(390500, 1),Fraction(391500, 1))\n")


def test_the_command_reads_the_example_in_any_folder(tmp_path):
    command = [sys.executable, "-m", "ledgerbook", "read", str(ROOT / "chapters" / "examples" / "fires.csv")]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT / "chapters")}, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert "41,000 to 42,000 fires" in done.stdout


def test_every_name_of_the_page_has_a_docstring():
    for module, names in LISTED.items():
        for name in names:
            assert api.described(module, name, api._found(importlib.import_module(module), name)).astext()


def test_a_name_without_a_docstring_is_refused():
    with pytest.raises(ValueError, match="it has no docstring"):
        api.described("m", "silent", lambda: 1)


def test_a_folder_of_this_machine_is_not_shown():
    assert api.signature(load) == "(folder: Path = ...) -> Ledger"


def catch(text: str, *, convention: Convention = Convention.USUAL, most: "int | None" = None, of: str = "a") -> bool:
    """Reads ``text`` as :func:`ledgerbook.numbers.wording.read` does.

    >>> catch("3")
    True
    """
    return bool(text and convention and most and of)


def test_an_entry_shows_the_signature_as_written_and_names_as_code():
    entry = api.described("m.n", "catch", catch)
    term, definition = entry.children
    assert term["ids"] == ["api-m-n-catch"]
    assert "convention: " in term.astext()
    assert "= Convention.USUAL, most: int | None = None, of: str = 'a') -> bool" in term.astext()
    assert [literal.astext() for literal in definition.findall(nodes.literal)] == ["text", "read"]
    assert [block.astext() for block in definition.findall(nodes.literal_block)] == ['>>> catch("3")\nTrue']


def test_the_page_describes_what_it_lists(site):
    page = (site.html / "chapters" / "reference.html").read_text(encoding="utf-8")
    for module, names in LISTED.items():
        for name in names:
            assert f'id="{f"api-{module}.{name}".lower().replace(".", "-").replace("_", "-")}"' in page
