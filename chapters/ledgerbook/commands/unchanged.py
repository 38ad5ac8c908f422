"""Whether ``make book`` has anything to do: ``python -m ledgerbook.commands.unchanged begin|end``.

``begin`` succeeds where every file of the book is what it was when the book was last checked and built as a whole, and
the site stands as it was left. Elsewhere it notes what the book is now, and fails. ``end``, after the last step, keeps
that note for the next time, unless something changed meanwhile, which the steps may not have seen.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from ledgerbook import kept
from ledgerbook.commands import build, faults, lock
from ledgerbook.commands.faults import CommandError
from ledgerbook.fingerprints import of_text

# What the steps of make book leave for a reader, below _build.
MADE = ("html", *build.KINDS)
SAID = "Nothing has changed since the last build. The site is in _build/html. To read it: make serve"


def inputs(root: Path) -> str:
    """The fingerprint of all that the steps could read: the files of the book, and the Python that runs them."""
    beside = sorted(path for path in root.iterdir() if path.is_file() and path.name != lock.NAME)
    digests = b"".join(path.name.encode() + of_text(path) for path in beside)
    return f"{build.Book(root).everything()} {hashlib.sha256(digests).hexdigest()} {sys.version}"


def made(root: Path) -> str:
    """The fingerprint of what lies built: names, sizes and times, which an edit by hand would change."""
    files = (path for kind in MADE for path in sorted((root / "_build" / kind).rglob("*")) if path.is_file())
    listed = "\n".join(f"{path} {(stat := path.stat()).st_size} {stat.st_mtime_ns}" for path in files)
    return hashlib.sha256(listed.encode()).hexdigest()


def begin(root: Path) -> bool:
    """Whether nothing is left to do; where something is, what the book is now stays noted."""
    folder = root / "_build"
    now, done = inputs(root), folder / "checked-and-built"
    if done.is_file() and done.read_text(encoding="utf-8") == f"{now}\n{made(root)}":
        return True
    folder.mkdir(exist_ok=True)
    done.unlink(missing_ok=True)
    kept.write(folder / "begun", now.encode())
    return False


def end(root: Path) -> None:
    """Keeps what was noted, where it still holds."""
    folder, now = root / "_build", inputs(root)
    begun = folder / "begun"
    if begun.is_file() and begun.read_text(encoding="utf-8") == now:
        kept.write(folder / "checked-and-built", f"{now}\n{made(root)}".encode())


def main(arguments: Sequence[str], root: Path = build.ROOT) -> int:
    """The command; the status of ``begin`` is 0 where nothing is left to do."""
    if list(arguments) == ["end"]:
        end(root)
        return 0
    if list(arguments) != ["begin"]:
        raise CommandError("usage: python -m ledgerbook.commands.unchanged begin|end")
    if not begin(root):
        return 1
    print(SAID)
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(sys.argv[1:]), left=""))
