"""What is kept from one build to the next is used only where it is whole and of the same code."""

import pytest

from ledgerbook.site.base.files import Answers, write_changed


def ask(path, by="code"):
    """The answer to a text, and whether it was computed."""
    asked = []
    answers = Answers(path, by)
    found = answers.of("text", lambda text: asked.append(text) or text.upper())
    answers.save()
    return found, bool(asked)


def test_an_answer_is_computed_once(tmp_path):
    assert ask(tmp_path / "kept.json") == ("TEXT", True)
    assert ask(tmp_path / "kept.json") == ("TEXT", False)


@pytest.mark.parametrize("broken", ["", "{", "[]", "1", '["code", 3]', '["other code", {}]'])
def test_what_cannot_be_read_or_is_of_other_code_counts_as_absent(tmp_path, broken):
    path = tmp_path / "kept.json"
    path.write_text(broken, encoding="utf-8")
    assert ask(path) == ("TEXT", True)
    assert ask(path, "another") == ("TEXT", True)


def test_a_file_that_holds_the_text_keeps_its_time(tmp_path):
    path = tmp_path / "page.html"
    write_changed(path, "text")
    before = path.stat().st_mtime_ns
    write_changed(path, "text")
    assert path.stat().st_mtime_ns == before
    write_changed(path, "other")
    assert path.read_text(encoding="utf-8") == "other"
