"""make unpinned: pins are lifted, what is newer is named, what breaks is said, and nothing blocks or is changed."""

import sys
from types import SimpleNamespace

import pytest

from ledgerbook.commands import environment, unpinned
from ledgerbook.commands.environment import Environment
from ledgerbook.commands.faults import CommandError

ASKED = "# What a reader needs.\npandas==3.1.1\nvl-convert-python==1.9.0.post1  # draws\nrich>=2,<3\ntinycss2\n"


def test_pins_are_lifted_and_comments_stay():
    assert unpinned.lifted(ASKED) == "# What a reader needs.\npandas\nvl-convert-python  # draws\nrich\ntinycss2\n"


def test_an_end_that_a_comment_states_stays():
    assert unpinned.lifted("oars==1.0  # stays below 2.1, which has no rowlocks\n") == (
        "oars<2.1  # stays below 2.1, which has no rowlocks\n"
    )


def test_what_is_newer_is_named(tmp_path):
    before, now = tmp_path / "before.txt", tmp_path / "now.txt"
    before.write_text("Nine_Nets==1.0 \\\n    --hash=sha256:00\noars==2.5\n", encoding="utf-8")
    now.write_text("nine-nets==1.1\noars==2.5\nropes==1\n", encoding="utf-8")
    assert list(unpinned.newer(before, now)) == ["nine-nets 1.0 → 1.1"]


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book whose newest packages are in an index that is a list."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "requirements.in").write_text("oars==1.0  # stays below 3\n", encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("oars==1.0\n", encoding="utf-8")
    done = SimpleNamespace(returncode=0, stderr="")
    installer = SimpleNamespace(provide_uv=lambda: done, uv=lambda arguments: done)
    monkeypatch.setattr(environment, "installer", lambda place, clean: installer)
    monkeypatch.setattr(unpinned.subprocess, "run", _run(unpinned.subprocess.run))
    monkeypatch.setattr(unpinned, "frozen_in", lambda place: "oars==2.0\n")
    monkeypatch.setattr(Environment, "python", sys.executable)
    return SimpleNamespace(root=tmp_path, done=done)


def _run(real):
    def run(command, **how):
        return None if command[1:3] == ["-m", "venv"] else real(command, **how)

    return run


def test_what_breaks_is_said_and_blocks_nothing(book, capsys, monkeypatch):
    steps = {"the record": ("-c", "print('sound')"), "the site": ("-c", "import sys; sys.exit('no such theme')")}
    monkeypatch.setattr(unpinned, "STEPS", steps)
    assert unpinned.main(book.root) == 0
    printed = capsys.readouterr().out
    assert "1 packages are newer than their pins: oars 1.0 → 2.0" in printed
    assert "not tried newer: oars<3 # stays below 3\n" in printed
    assert "the record: as with the pins\nthe site: BREAKS\n    no such theme\n" in printed
    assert "With the newest versions the site would break. Nothing of the book was changed." in printed
    assert (book.root / "requirements.txt").read_text(encoding="utf-8") == "oars==1.0\n"
    assert (book.root / unpinned.FOLDER / "requirements.txt").read_text(encoding="utf-8") == "oars==2.0\n"


def test_the_site_is_tried_with_what_make_book_fetches_for_it():
    steps = list(unpinned.STEPS.values())
    assert steps.index(("-m", "ledgerbook.tryout.runtime")) < steps.index(("-m", "ledgerbook.commands.build"))


def test_what_is_installed_is_told_by_the_environment_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(Environment, "python", sys.executable)
    assert "pandas==" in unpinned.frozen_in(Environment(tmp_path))
    monkeypatch.setattr(Environment, "python", "true")
    with pytest.raises(CommandError, match=r"The environment cannot be read\. Remedy: make unpinned"):
        unpinned.frozen_in(Environment(tmp_path))


def test_what_cannot_be_installed_is_told_with_the_remedy(book):
    book.done.returncode, book.done.stderr = 1, "no index"
    with pytest.raises(CommandError, match=r"no index\nThe pins could not be installed\. Remedy: see that"):
        unpinned.main(book.root)
