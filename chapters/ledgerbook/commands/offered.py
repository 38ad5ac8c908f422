"""Puts the PDF and the EPUB where the site finds them (:meth:`ledgerbook.commands.build.Book.offered`)."""

from __future__ import annotations

from pathlib import Path

from ledgerbook.commands.build import NOTE, Book
from ledgerbook.commands.faults import CommandError


def place(root: Path, kind: str, name: str) -> Path:
    """Where a file of that kind lies."""
    return root / "_build" / kind / f"{name}.{kind}"


def state(root: Path) -> str:
    """The fingerprint of all that the book is built from. Raises CommandError where the site is not of it."""
    book = Book(root)
    marker, now = book.marker(), book.everything()
    if not marker.is_file() or marker.read_text(encoding="utf-8").partition("\n")[0] != now:
        raise CommandError(f"{book.site}: the site was not built from what the book is now. Remedy: make book")
    return now


def keep(path: Path, content: bytes, made_for: str) -> None:
    """Puts a file in its place, and notes the state that it was made for. An interruption leaves it unoffered."""
    note = path.with_name(path.name + NOTE)
    path.parent.mkdir(parents=True, exist_ok=True)
    note.unlink(missing_ok=True)
    path.write_bytes(content)
    note.write_text(made_for, encoding="utf-8")
