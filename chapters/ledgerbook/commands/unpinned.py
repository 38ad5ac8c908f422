"""Tries the book with the newest packages: ``python -m ledgerbook.commands.unpinned``.

In a copy of the book with an environment of its own, in ``_build/unpinned``, what the book asks for is installed
without its pins, below the ends that ``requirements.in`` states; then the record is checked, every chapter executed
and compared with what is stored, and the site built, with the Python that runs in its pages. What breaks is said and
blocks nothing: the exit status is 0 unless the trial itself could not be made.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ledgerbook import pins
from ledgerbook.commands import build, environment, faults, lock, surroundings
from ledgerbook.commands.environment import BOOK, Environment
from ledgerbook.commands.faults import CommandError

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path("_build", "unpinned")
LIFTED = "requirements-lifted.txt"
LEFT_OUT = ("_build", *build.NO_INPUTS)
STEPS = {
    "the record": ("-m", "ledgerbook.record.check"),
    "the chapters": ("-m", "ledgerbook.notebooks.verify", "--no-note"),
    "the Python that runs in pages": ("-m", "ledgerbook.tryout.runtime"),  # without which there is no site
    "the site": ("-m", "ledgerbook.commands.build"),
}
LONGEST = 60  # lines that are shown of a step that fails: the last ones
_PIN = re.compile(r"(?<=[\w.\]-])\s*(==|~=|>=|<=|<|>).*?(?=\s*(#|;|$))")
_BELOW = re.compile(r"#.*\bstays below (\d+(?:\.\d+)*)")


def lifted(asked: str) -> str:
    """A file of requirements without its versions, but for the ends that its comments state ("stays below 2")."""
    return "".join(f"{_PIN.sub(_end(line), line)}\n" for line in asked.splitlines())


def _end(line: str) -> str:
    stated = _BELOW.search(line)
    return f"<{stated[1]}" if stated else ""


def newer(before: Path, now: Path) -> Iterator[str]:
    """The packages of which another version came, in words; both are files of pins."""
    was = dict(pins.pinned(before))
    yield from (f"{name} {was[name]} → {to}" for name, to in pins.pinned(now) if was.get(name, to) != to)


def prepare(root: Path, place: Environment) -> list[str]:
    """Copies the book and installs the newest of what it asks for; gives what is newer.

    Raises:
        CommandError: it could not be installed.
    """
    shutil.rmtree(place.root, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__", ".*", *LEFT_OUT)
    shutil.copytree(root, place.root, ignore=ignored)
    asked = (root / Path(BOOK[-1]).with_suffix(".in")).read_text(encoding="utf-8")
    (place.root / LIFTED).write_text(lifted(asked), encoding="utf-8")
    clean = surroundings.clean(os.environ)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(place.folder)], env=clean, check=True)
    installer = environment.installer(place, clean)
    result = installer.provide_uv()
    if result.returncode == 0:
        path = str(place.root / LIFTED)
        result = installer.uv(["pip", "install", "--quiet", "--python", place.python, "--requirement", path])
    if result.returncode:
        raise CommandError(f"{result.stderr.strip()}\n{environment.remedy(result.stderr)}")
    # The copy is pinned to what came, so that its chapters find the environment they expect.
    (place.root / BOOK[-1]).write_text(frozen_in(place), encoding="utf-8")
    return list(newer(root / BOOK[-1], place.root / BOOK[-1]))


def frozen_in(place: Environment) -> str:
    """What is installed there, as a file of pins. Raises :class:`CommandError` where that cannot be told."""
    command = [place.python, "-m", "pip", "--disable-pip-version-check", "freeze"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode or "==" not in done.stdout:
        raise CommandError(f"{done.stderr.strip()}\nThe environment cannot be read. Remedy: make unpinned")
    return done.stdout


def attempt(place: Environment, name: str, arguments: Sequence[str]) -> bool:
    """Runs one step in the copy and says how it went."""
    done = surroundings.run([place.python, *arguments], place.root / "chapters")
    print(f"{name}: {'as with the pins' if done.returncode == 0 else 'BREAKS'}", flush=True)
    if done.returncode:
        print(*(f"    {line}" for line in done.stdout.rstrip().splitlines()[-LONGEST:]), sep="\n", flush=True)
    return done.returncode == 0


def main(root: Path = ROOT) -> int:
    """The command: installs, tries each step, and says what would have to be mended."""
    place = Environment(root / FOLDER)
    with lock.held(root, "make unpinned"):
        print("environment: installing the newest versions into _build/unpinned (a minute)", flush=True)
        moved = prepare(root, place)
        print(f"{len(moved)} packages are newer than their pins: {', '.join(moved) or 'none'}", flush=True)
        for line in filter(_end, (root / BOOK[-1]).with_suffix(".in").read_text(encoding="utf-8").splitlines()):
            print(f"not tried newer: {' '.join(lifted(line).split())}", flush=True)
        broken = [name for name, arguments in STEPS.items() if not attempt(place, name, arguments)]
    said = f"{' and '.join(broken)} would break" if broken else "nothing breaks"
    print(f"With the newest versions {said}. Nothing of the book was changed.")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(main, left=f"The book was not touched; what was tried lies in {FOLDER.as_posix()}."))
