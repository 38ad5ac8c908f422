"""Small books for the tests of the commands: one for Jupyter Book, built in seconds, and one for a stand-in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import small_record

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    "_config.yml",
    "_static",
    "_templates",
    "references.bib",
    "requirements.txt",
    "chapters/campaign",
    "chapters/ledgerbook",
)
PAGES = {
    "_toc.yml": "format: jb-book\nroot: index\nchapters:\n- file: chapters/sources\n",
    "index.md": "# Index\n\nPolice say that [39.1万](claim:release-2022-cases-solved) cases were solved.\n",
    "chapters/sources.md": "# Sources\n\n```{source-list}\n```\n",
}
# The chapters' code is checked against a record that has not all of its numbers, so warnings are no faults here.
REAL = (
    "import sys; from ledgerbook.commands import build, faults; "
    "command = [part for part in build.JUPYTER_BOOK if part != '-W']; "
    "sys.exit(faults.exit_status(lambda: build.main(command=command), left=build.LEFT))"
)
PRETENDED = (
    "import sys; from pathlib import Path; from ledgerbook.commands import build, faults; "
    "command = [sys.executable, 'builder.py']; "
    "sys.exit(faults.exit_status(lambda: build.main(Path(sys.argv[1]), command), left=build.LEFT))"
)
# Stands for Jupyter Book: writes a page, then its style sheet, and does in between what the plan says.
BUILDER = """\
import json, os, signal, sys, time
from pathlib import Path
from ledgerbook.commands.lock import end_with_parent

end_with_parent()
plan = json.loads(Path("plan.json").read_text())
os.close(os.open("running", os.O_CREAT | os.O_EXCL))  # fails if another one is at work
site = Path(sys.argv[1], "_build", "html")
site.mkdir(parents=True, exist_ok=True)
(site / "index.html").write_text(f'<link rel="stylesheet" href="site.css"><p>{plan["words"]}</p>')
if "halt" in plan:
    Path("halted").write_text(str(os.getpid()))
    while not Path("go on").exists():
        time.sleep(0.01)
if "kill" in plan:
    os.kill(os.getpid(), signal.SIGKILL)
(site / "site.css").write_text(plan.get("css", "p {}"))
os.unlink("running")
print(plan.get("says", ""))
sys.exit(plan.get("status", 0))
"""


def until(holds: Callable[[], object], what: str) -> None:
    """Waits for a condition, however busy the machine is; gives up after what is too long on any."""
    end = time.monotonic() + 300
    while not holds():
        assert time.monotonic() < end, f"in five minutes not: {what}"
        time.sleep(0.02)


def ended(process: int) -> bool:
    """Whether the process has ended, or waits for no more than that somebody takes note of it."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below the folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def run(
    command: Sequence[str], folder: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, in the folder; what it prints is one text."""
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


@dataclass(frozen=True)
class RealBook:
    """A book of two pages with a small record, in a copy of this book's frame."""

    root: Path

    @classmethod
    def make(cls, root: Path) -> RealBook:
        """Writes the book."""
        (root / "chapters").mkdir(parents=True)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, root / name)
        for name, text in PAGES.items():
            (root / name).write_text(text, encoding="utf-8")
        (root / "data").mkdir()
        small_record.make(root / "data")
        return cls(root)

    def build(self, **environment: str) -> dict[str, bytes]:
        """Builds it as make does, and returns the site; fails with what the build printed."""
        result = run([sys.executable, "-c", REAL], self.root / "chapters", {**environment, "PYTHONPATH": "."})
        assert result.returncode == 0, result.stdout
        return contents(self.root / "_build" / "html")


@dataclass(frozen=True)
class PretendedBook:
    """A book of one page that a stand-in for Jupyter Book builds."""

    root: Path

    @property
    def site(self) -> dict[str, bytes]:
        """The site that is read."""
        return contents(self.root / "_build" / "html")

    @property
    def command(self) -> list[str]:
        """The command that builds it."""
        return [sys.executable, "-c", PRETENDED, str(self.root)]

    def plan(self, words: str, **plan: object) -> None:
        """Says what the stand-in does: ``halt``, ``kill``, and its ``css``, ``says`` and ``status``."""
        (self.root / "builder.py").write_text(BUILDER, encoding="utf-8")
        (self.root / "plan.json").write_text(json.dumps({"words": words, **plan}), encoding="utf-8")
        for name in ("running", "halted", "go on"):
            (self.root / name).unlink(missing_ok=True)

    def build(self, words: str, **plan: object) -> subprocess.CompletedProcess[str]:
        """Builds a site of these words."""
        self.plan(words, **plan)
        return run(self.command, ROOT / "chapters")

    def start(self, words: str, **plan: object) -> subprocess.Popen[str]:
        """Begins to build a site of these words, and waits until half of it is written."""
        self.plan(words, halt=True, **plan)
        process = subprocess.Popen(
            self.command,
            cwd=ROOT / "chapters",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        until((self.root / "halted").exists, "the stand-in has begun")
        return process

    def go_on(self) -> None:
        """Lets the stand-in that halted go on."""
        (self.root / "go on").touch()

    def builder_ended(self) -> bool:
        """Whether the stand-in that halted has ended."""
        return ended(int((self.root / "halted").read_text()))
