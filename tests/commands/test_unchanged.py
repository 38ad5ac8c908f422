"""``make book`` stops at once where nothing has changed, and only there."""

import pytest

from ledgerbook.commands import unchanged
from ledgerbook.commands.faults import CommandError


@pytest.fixture
def root(tmp_path):
    """A book that was checked and built, and its site."""
    for name in ("index.md", ".zenodo.json", "data/claims.csv", "_build/html/index.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("as it was\n", encoding="utf-8")
    assert not unchanged.begin(tmp_path)
    unchanged.end(tmp_path)
    return tmp_path


def test_nothing_is_left_to_do_where_nothing_changed(root, capsys):
    assert unchanged.main(["begin"], root) == 0
    assert unchanged.main(["begin"], root) == 0
    assert "make serve" in capsys.readouterr().out


@pytest.mark.parametrize(
    "edit",
    [
        lambda root: (root / "data/claims.csv").write_text("other\n"),
        lambda root: (root / "data/more.csv").write_text(""),
        lambda root: (root / "index.md").unlink(),
        lambda root: (root / ".zenodo.json").write_text("other\n"),
        lambda root: (root / "_build/html/index.html").write_text("by hand\n"),
        lambda root: (root / "_build/html/index.html").unlink(),
        lambda root: (root / "_build/html").rename(root / "_build/html.old"),
        lambda root: ((root / "_build/pdf").mkdir(), (root / "_build/pdf/book.pdf").write_text("")),
        lambda root: (root / "_build/checked-and-built").write_text("cut"),
    ],
)
def test_whatever_changed_is_looked_at_again(root, edit):
    edit(root)
    assert unchanged.main(["begin"], root) == 1
    assert not unchanged.begin(root), "until a build has come to its end"


def test_other_line_ends_are_no_change(root):
    (root / "data/claims.csv").write_bytes(b"as it was\r\n")
    assert unchanged.begin(root)


def test_what_changes_while_the_book_is_built_is_not_taken_for_built(root):
    (root / "index.md").write_text("first\n", encoding="utf-8")
    assert not unchanged.begin(root)
    (root / "index.md").write_text("second, while it is built\n", encoding="utf-8")
    unchanged.end(root)
    assert not unchanged.begin(root)


def test_another_python_makes_another_book(root, monkeypatch):
    monkeypatch.setattr(unchanged.sys, "version", "3.99")
    assert not unchanged.begin(root)


def test_an_end_without_a_beginning_keeps_nothing(tmp_path):
    unchanged.end(tmp_path)
    assert not unchanged.begin(tmp_path)


def test_other_words_are_refused(tmp_path):
    with pytest.raises(CommandError, match=r"begin\|end"):
        unchanged.main([], tmp_path)
