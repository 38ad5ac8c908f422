"""The page on rerunning says what happens, its commands exist, and the files of clouds ask for the same pins."""

import json
import os
import re
from pathlib import Path

import pytest

from campaign import load
from ledgerbook.figure.figure import Figure
from ledgerbook.notebooks import readers, rerun
from ledgerbook.numbers.wording import Convention
from ledgerbook.site.pages import launch

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "chapters" / "rerunning.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
OLDEST = "3.11"


@pytest.mark.parametrize(("convention", "place"), [(Convention.USUAL, 0), (Convention.STRICT, 1)])
def test_the_sentence_of_the_page_is_what_the_chapter_says(convention, place):
    said = re.findall(r"```text\n(.*?)\n```", TEXT, re.DOTALL)[place].replace("\n", " ")
    shown, _ = rerun.outputs(ROOT / "chapters" / "release.ipynb", convention=convention)
    assert said in [figure.finding for figure in shown if isinstance(figure, Figure)]


def test_a_link_of_the_page_is_answered_as_it_says():
    name = re.search(r"```markdown\n\[391,000\]\(claim:(\S+)\)\n```", TEXT)[1]
    asked = next(code for code in re.findall(r"```python\n(.*?)\n```", TEXT) if name in code)
    answer = eval(asked, {"ledger": load()})
    assert answer == re.findall(r"```text\n(.*?)\n```", TEXT, re.DOTALL)[2]
    ledger = load()
    assert ledger.results.keys() >= {"arrests-2022-implied"}
    assert ledger.checks.keys() >= {"release-level-of-one"}


def test_every_command_of_the_page_exists():
    commands = set(re.findall(r"^make ([a-z-]+)", TEXT, re.MULTILINE))
    assert commands >= {"lab", "book", "serve", "moved", "verify", "unpinned"}
    assert [name for name in commands if not re.search(rf"^{name}:", MAKEFILE, re.MULTILINE)] == []
    assert readers.settings(re.search(r'WITH="(.*?)"', TEXT)[1]) == {"convention": "STRICT"}


def test_clouds_install_the_pins_with_the_python_that_they_are_for():
    binder = ROOT / ".binder"
    pins = (binder / (binder / "requirements.txt").read_text(encoding="utf-8").split()[1]).resolve()
    assert pins == ROOT / "requirements.txt"
    assert (binder / "runtime.txt").read_text(encoding="utf-8") == f"python-{OLDEST}\n"
    assert os.access(binder / "postBuild", os.X_OK)
    assert "jupyter trust chapters/*.ipynb" in (binder / "postBuild").read_text(encoding="utf-8")
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert container["image"].endswith(f":{OLDEST}")
    made = re.fullmatch(r"make ([a-z-]+)", container["onCreateCommand"])
    assert re.search(rf"^{made[1]}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize(
    "address", ["", "https://example.org/a/b", "https://github.com/a", "github.com/a/b", "nothing"]
)
def test_there_is_no_button_without_an_address_that_a_service_knows(address):
    assert launch.services(address) == {}


def test_a_known_address_is_opened_by_the_services_of_its_host():
    found = launch.services("https://github.com/shelf/book.git")
    assert found["Binder"] == "https://mybinder.org/v2/gh/shelf/book/HEAD?urlpath=lab/tree/chapters"
    assert found["Codespaces"] == "https://codespaces.new/shelf/book"
    other = launch.services("https://codeberg.org/shelf/book")["Binder"]
    assert other.startswith("https://mybinder.org/v2/git/https%3A%2F%2Fcodeberg.org%2Fshelf%2Fbook/HEAD")


def test_the_page_has_no_dead_link(site):
    page = (site.html / "chapters" / "rerunning.html").read_text(encoding="utf-8")
    assert "mybinder" not in page, "no address is set"
