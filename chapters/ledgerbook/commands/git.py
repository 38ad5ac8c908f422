"""What git knows of a book: which files differ from the last commit, and how files were at a revision."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from ledgerbook.commands import surroundings
from ledgerbook.commands.faults import CommandError


def run(root: Path, *arguments: str) -> bytes:
    """What git prints in that folder. Raises CommandError where it cannot be run, or refuses."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, env=surroundings.clean(os.environ), capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise CommandError("git cannot be run; install git") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise CommandError(f"git {' '.join(arguments)}: {said}; run it in a clone of the book")
    return done.stdout


def uncommitted(root: Path) -> list[str]:
    """The files that differ from the last commit or are not in it, but for those that git ignores."""
    listed = run(root, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", ".").decode()
    return [entry[3:] for entry in listed.split("\0") if entry]


def has(root: Path, revision: str) -> bool:
    """Whether git knows the revision."""
    try:
        run(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except CommandError:
        return False
    return True


def files(root: Path, folder: str, revision: str) -> list[str]:
    """The names of the files in a folder of the book at a revision, relative to the book."""
    return run(root, "ls-tree", "-z", "--name-only", revision, f"{folder}/").decode().split("\0")[:-1]


def text(root: Path, name: str, revision: str) -> str:
    """A file of the book as it was."""
    return run(root, "show", f"{revision}:./{name}").decode()
