"""Makes the archive of this version: ``python -m ledgerbook.release`` (``make release``).

It holds the site below ``site/v/<version>/``, what a host serves beside it, the record, the source, the book as PDF and
EPUB where the book has commands for them, what changed since the version before, a description and checksums. Made
twice of the same commit, it is the same bytes.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ledgerbook.book import Book
from ledgerbook.citing import changes, work
from ledgerbook.citing.work import Work
from ledgerbook.commands import faults, git, lock
from ledgerbook.commands.faults import CommandError
from ledgerbook.record import schema
from ledgerbook.record.problems import Problem, report
from ledgerbook.release import archive, crate, difference, hosted, refusals
from ledgerbook.release.archive import Files

# The commands of make that make what is packed, in this order, with the files that each leaves. The site comes last,
# since it may offer the others. One that the book's Makefile lacks is left out.
STEPS = {"pdf": "_build/pdf/*.pdf", "epub": "_build/epub/*.epub", "book": "_build/html/index.html"}
LEFT = "No release was made; what was released before is as it was."
READ_ME = """{title}
Version {version}, {day}. {authors}. {licence}.

site/             the book as a site: open site/v/{version}/index.html, or put what site/ holds on any host
data/             the record as a Data Package
source.tar        everything that the book is made from
differences.md    what this version changed
CITATION.cff      how to cite it; LICENSE: what may be done with it
SHA256SUMS        the checksums of all files (sha256sum --check SHA256SUMS)

Versions stand beside each other on a host: put the next one over this one, and this one keeps its addresses.
"""

Make = Callable[[Path, str], None]


def make(root: Path, step: str) -> None:
    """Runs a command of the book's Makefile. Raises CommandError where it fails."""
    if subprocess.run(["make", "--no-print-directory", step], cwd=root, check=False).returncode:
        raise CommandError(f"make {step} failed, as said above, so nothing is released. Remedy: mend it, run it again")


def printed(root: Path, run: Make) -> list[Path]:
    """Has everything made; gives the files that are packed beside the site."""
    makefile = root / "Makefile"
    rules = makefile.read_text(encoding="utf-8") if makefile.exists() else ""
    found: list[Path] = []
    for step, pattern in STEPS.items():
        if step != "book" and not re.search(rf"^{step}:", rules, re.MULTILINE):
            continue
        run(root, step)
        left = sorted(root.glob(pattern))
        if not left:
            raise CommandError(f"{pattern}: make {step} left no such file. Remedy: mend that command, run it again")
        found += [] if step == "book" else left
    return found


def files(book: Book, cited: Work, beside: Sequence[Path]) -> dict[str, bytes | Path]:
    """Everything that the archive holds, but for its description and its checksums."""
    found: dict[str, bytes | Path] = {path.name: path for path in beside}
    found |= {name: book.root / name for name in (work.FILE, refusals.LICENCE, changes.FILE)}
    tracked = git.files(book.root, book.data.relative_to(book.root).as_posix(), "HEAD")
    found |= {f"data/{Path(name).name}": book.root / name for name in tracked}
    found |= hosted.files(book.root, cited)
    prefix = f"--prefix={folder(book)}-source/"
    found["source.tar"] = git.run(book.root, "archive", "--format=tar", prefix, "HEAD")
    found["differences.md"] = _difference(book, cited).encode()
    words = {"title": cited.title, "version": cited.version, "day": cited.day, "licence": cited.licence_words}
    found["README.txt"] = READ_ME.format(**words, authors=", ".join(cited.authors)).encode()
    return found


def _difference(book: Book, cited: Work) -> str:
    """What changed since the version that was released before this one."""
    after = difference.here(book)
    before = next((c for c in changes.read(book.root) if c.day and c.version != cited.version), None)
    if before is None:
        return difference.first(after)
    tag = f"v{before.version}"
    if not git.has(book.root, tag):
        what = f"was released on {before.day}, and git has no tag {tag}"
        remedy = f"git tag {tag} <its commit>"
        raise _refused([Problem(changes.FILE, before.line, "", before.version, what, remedy, "")])
    return difference.report(difference.at(book, tag), after)


def folder(book: Book) -> str:
    """The name of the archive and of the one folder in it."""
    package = schema.package(book.data)
    return f"{package['name']}-{package['version']}"


def _titles(book: Book) -> Mapping[str, str]:
    tables = schema.read(book.data)
    return {f"data/{table.file}": table.title for table in tables.values()} | {
        "source.tar": "Everything that the book is made from",
        "differences.md": "What this version changed",
    }


def release(book: Book, run: Make = make) -> Path:
    """Makes everything and packs it; the path of the archive. Raises CommandError where the version is refused."""
    if found := refusals.problems(book):
        raise _refused(found)
    beside = printed(book.root, run)
    if found := list(refusals.uncommitted(book.root)):  # the steps may have written anew what is committed
        raise _refused(found)
    with lock.held(book.root, "make release"):
        cited = work.read(book.root)
        if cited is None or cited.day is None:
            raise CommandError(f"{work.FILE}: went while it was released. Remedy: run it again")
        held: Files = files(book, cited, beside)
        folders = {f"{hosted.SITE}/": "The book as a site"}
        held = {**held, crate.FILE: crate.described(cited, held, folders, _titles(book)).encode()}
        held = {**held, archive.SUMS: archive.sums(held).encode()}
        path = book.root / "_build" / "release" / f"{folder(book)}.tar.gz"
        data = archive.packed(held, folder(book), cited.day)
        new = archive.place(path, data)
    size = f"{path.stat().st_size / 1e6:.1f} MB, {len(held):,} files"
    print(f"{path.relative_to(book.root)}: {size}" + ("" if new else ", as it was"))
    return path


def _refused(found: Sequence[Problem]) -> CommandError:
    return CommandError("\n".join(["this version cannot be released:", *(f"  {line}" for line in report(found))]))


def main() -> int:
    """The command."""
    release(Book.here())
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(main, left=LEFT))
