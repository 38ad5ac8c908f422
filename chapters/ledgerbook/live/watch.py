"""Which files of a book changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ledgerbook.book import Book

WATCHED = ("chapters", "data", "_static", "_templates")
SUFFIXES = (".md", ".yml", ".bib")  # of files in the book's own folder

State = tuple[int, int]  # when a file was written, and its size


class Watch:
    """The files that a book is made from, as they were when last asked."""

    def __init__(self, book: Book) -> None:
        self._root = book.root
        self._seen = self._look()

    def changes(self) -> list[Path]:
        """Files that are new, changed or gone since the last call, in order."""
        now = self._look()
        changed = {path for path, _ in now.items() ^ self._seen.items()}
        self._seen = now
        return sorted(changed)

    def accept(self, paths: Iterable[Path]) -> None:
        """Takes files as they are now for seen: who watches wrote them."""
        self._seen.update((path, state) for path in paths if (state := _state(path)))

    def _look(self) -> dict[Path, State]:
        return {path: state for path in self._files() if (state := _state(path))}

    def _files(self) -> Iterator[Path]:
        yield from (path for path in self._root.iterdir() if path.suffix in SUFFIXES)
        for name in WATCHED:
            for path in (self._root / name).rglob("*"):
                parts = path.relative_to(self._root).parts
                if not any(part.startswith(".") or part == "__pycache__" for part in parts):
                    yield path


def _state(path: Path) -> State | None:
    """None for a folder, and for what is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return None if path.is_dir() else (found.st_mtime_ns, found.st_size)
