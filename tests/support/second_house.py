"""Sets up the second book with the generic part alone: a folder in which the first book's package does not exist."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "tests" / "second_book"
GENERIC = ROOT / "chapters" / "ledgerbook"
CACHES = shutil.ignore_patterns("__pycache__", ".*_cache")


def make(folder: Path) -> Path:
    """The second book in that folder, with the generic part beside its notebooks."""
    shutil.copytree(BOOK, folder, ignore=CACHES)
    shutil.copytree(GENERIC, folder / "chapters" / GENERIC.name, ignore=CACHES)
    shutil.copy(ROOT / "requirements.txt", folder)  # what notebooks are executed with
    return folder


def run(house: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command of Python in the folder of the notebooks, with nothing else to import from."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, *command], cwd=house / "chapters", env=environment, capture_output=True, text=True, check=False
    )


def execute(house: Path, arguments: Sequence[str] = ("--jobs", "1")) -> subprocess.CompletedProcess[str]:
    """Executes the notebooks of the book, or what else its command does."""
    return run(house, "-m", "ledgerbook.notebooks.execute", *arguments)
