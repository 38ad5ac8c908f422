"""Builds the site beside the one that is read, then puts it in its place: ``python -m ledgerbook.commands.build``.

``_build/html`` is at every moment the last whole site, or none. Sphinx works in ``_build/stage``, where its own state
is kept for the next build; only what was built without a warning and is whole is copied from there. The exchange is
two renames; whatever an interruption leaves of it is put right by the next build, or when the site is next shown.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledgerbook.commands import assets, faults, lock, surroundings
from ledgerbook.commands.faults import CommandError
from ledgerbook.fingerprints import of_text

ROOT = Path(__file__).resolve().parents[3]
# Jupyter Book has no __main__; started this way it is the one of this environment, and it ends with this process.
JUPYTER_BOOK = (
    sys.executable, "-c",
    "from ledgerbook.commands.lock import end_with_parent; end_with_parent(); "
    "from jupyter_book.cli.main import main; main(prog_name='jupyter-book')",
    "build", ".", "-q", "-W", "-n", "--keep-going", "--path-output",
)  # fmt: skip
# Every page depends on these, and Sphinx does not know it: when one changes, the site is built from nothing. Of the
# record it knows (the setting book_inputs), and the book's own code speaks through the notebooks.
INPUTS = ("_*", "chapters/ledgerbook", "references.bib", "requirements.txt")
NO_INPUTS = ("tests", "benchmarks")
KEPT = "drawings"  # known by all that they are made from, so they outlive a build from nothing
REPORT = "numbers.txt"
# The file of a reader's version, in which sentences may say other than its numbers: no fault there.
READERS = "readers-version"
# The site to take away: endings of files, each in the folder of that name below _build, and the file beside each that
# says what it was made from. The site offers only those that were made from what it is made from itself.
KINDS = ("pdf", "epub")
NOTE = ".made-for"
NOT_PUBLISHED = (".buildinfo",)  # what Sphinx goes on from
LEFT = "The site in _build/html is the last whole one, or there is none."
# What a page loads from its own site.
_LOADED = re.compile(
    r"<(?:link|script|img)\b[^>]*?\s(?:href|src)=\"(?![a-z][a-z0-9+.-]*:|//|#)([^\"#?]+)", re.IGNORECASE
)


@dataclass(frozen=True)
class Book:
    """The folder of a book, and the places of its build."""

    root: Path

    @property
    def site(self) -> Path:
        """The site that is read."""
        return self.root / "_build" / "html"

    @property
    def stage(self) -> Path:
        """Where Sphinx works; its builds lie below, in a folder of the same name as for any other book."""
        return self.root / "_build" / "stage"

    @property
    def built(self) -> Path:
        """The site as Sphinx left it."""
        return self.stage / "_build" / "html"

    @property
    def new(self) -> Path:
        """The site on its way to its place."""
        return self.root / "_build" / "html.new"

    @property
    def old(self) -> Path:
        """The site that is being replaced."""
        return self.root / "_build" / "html.old"

    def marker(self) -> Path:
        """The file that says of what the stage was made, without a fault; made last, with :meth:`everything` in it."""
        places = [place for pattern in INPUTS for place in self.root.glob(pattern)]
        return self.stage / f"from-{self._digest(places)[:16]}"

    def everything(self) -> str:
        """The fingerprint of all that a build could read: where it is the same, there is nothing to do."""
        return self._digest(p for p in self.root.iterdir() if not p.name.startswith(".") and p.name not in NO_INPUTS)

    def offered(self) -> list[Path]:
        """The PDF and the EPUB, where they were made from what the book is now; older ones do not count."""
        found = [path for kind in KINDS for path in sorted((self.root / "_build" / kind).glob(f"*.{kind}"))]
        noted = [path for path in found if made_for(path)]
        now = self.everything() if noted else ""
        return [path for path in noted if made_for(path) == now]

    def _digest(self, places: Iterable[Path]) -> str:
        digest = hashlib.sha256()
        for path in sorted(path for place in places for path in _files(place)):
            digest.update(f"{path.relative_to(self.root).as_posix()}\0".encode() + of_text(path))
        return digest.hexdigest()


def made_for(path: Path) -> str:
    """The fingerprint of what a PDF or an EPUB was made from; "" where its command did not come to its end."""
    note = path.with_name(path.name + NOTE)
    return note.read_text(encoding="utf-8") if note.is_file() else ""


def _files(place: Path) -> Iterator[Path]:
    """The files at a place, but for what commands make."""
    if place.name in ("_build", "__pycache__"):
        return
    if place.is_dir():
        for path in place.iterdir():
            yield from _files(path)
    else:
        yield place


def build(book: Book, descriptor: int, command: Sequence[str]) -> None:
    """Builds in the stage, from nothing unless the last build was sound and is known to be of the same inputs.

    Sphinx does not repeat a warning about a page that it need not read again: so only a sound build is gone on from.

    Raises:
        CommandError: the build has a fault; the message is all that it printed.
    """
    marker, everything = book.marker(), "\n".join([book.everything(), *(path.name for path in book.offered())])
    if marker.exists() and marker.read_text(encoding="utf-8") == everything and not any(lacking(book.built)):
        return
    if not marker.exists():
        _remove(path for path in (book.stage / "_build").glob("*") if path.name != KEPT)
    _remove(book.stage.glob("from-*"))
    book.stage.mkdir(parents=True, exist_ok=True)
    result = surroundings.run(
        [*command, str(book.stage)], book.root, {"PYTHONPATH": str(ROOT / "chapters")}, [descriptor]
    )
    if result.returncode:
        printed = re.sub(r"\x1b\[[0-9;]*m", "", result.stdout).rstrip()
        raise CommandError(f"{printed}\n{_why(book, result.returncode, printed)}")
    if problems := list(lacking(book.built)):
        raise CommandError(
            "\n".join([*problems, "The site is not whole. Remedy: make book, which will start from nothing"])
        )
    marker.write_text(everything, encoding="utf-8")


def _why(book: Book, status: int, printed: str) -> str:
    if status < 0:
        name = signal.Signals(-status).name
        return (
            f"Building the site was ended by {name}, as when memory runs out. Remedy: end other programs, run it again."
        )
    if remedy := faults.remedy_in(printed):
        return f"{book.stage}: the machine refused to write there, as said above. {remedy}"
    return "The site has faults: see the warnings above."


def lacking(site: Path) -> Iterator[str]:
    """What the site needs and does not have: its first page, and whatever one of its pages loads."""
    if not (site / "index.html").is_file():
        yield f"{site / 'index.html'}: there is no such page"
    there: dict[Path, bool] = {}
    for page in sorted(path for path in site.rglob("*.html") if path.relative_to(site).parts[0] != "_static"):
        for address in _LOADED.findall(page.read_text(encoding="utf-8")):
            path = Path(os.path.normpath(page.parent / address))
            if path not in there:
                there[path] = path.is_dir() or (path.is_file() and path.stat().st_size > 0)
                if not there[path]:
                    yield f"{page}: loads {address}, which is missing or empty"


def exchange(book: Book) -> bool:
    """Puts the built site in the place of the one that is read; says whether there was a difference."""
    for name in sorted(_names(book.built)):
        if name.name not in NOT_PUBLISHED:
            _copy(book, name)
    assets.name_by_content(book.new)
    there = _names(book.new) | _names(book.site)
    same = {name for name in there if _same(book.new / name, book.site / name)}
    if same == there:
        return False
    for name in same:  # with the time of the one in its place, so that a browser's copy stays good
        shutil.copystat(book.site / name, book.new / name)
    if book.site.exists():
        book.site.rename(book.old)
    book.new.rename(book.site)
    return True


def recover(book: Book) -> None:
    """Leaves of an exchange, done or interrupted, one whole site."""
    if book.old.exists() and not book.site.exists():
        book.old.rename(book.site)
    _remove([book.old, book.new])


def _names(site: Path) -> set[Path]:
    """The files of a site; none where there is no site."""
    return {path.relative_to(site) for path in site.rglob("*") if path.is_file()}


def _copy(book: Book, name: Path) -> None:
    target = book.new / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(book.built / name, target)


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def _remove(paths: Iterator[Path] | Sequence[Path]) -> None:
    for path in list(paths):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def main(root: Path = ROOT, command: Sequence[str] = JUPYTER_BOOK) -> int:
    """The command: builds, checks, exchanges, and prints how many numbers of each page are traced."""
    book = Book(root)
    if readers := (root / READERS).exists():
        command = [part for part in command if part != "-W"]
    with lock.held(root, "make book") as descriptor:
        recover(book)
        try:
            build(book, descriptor, command)
            changed = exchange(book)
        finally:
            recover(book)
        report = book.stage / "_build" / REPORT
        if report.exists():
            print("numbers in prose, by page:")
            print(report.read_text(encoding="utf-8"), end="")
        place, remedy = (
            ("_build/with/_build/html", "make serve READERS=1") if readers else ("_build/html", "make serve")
        )
        print(f"The site is in {place}{'' if changed else ', as it was'}. To read it: {remedy}")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(main, left=LEFT))
