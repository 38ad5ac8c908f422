"""Whether a Python has what a book is pinned to, told from metadata only, before anything of it is imported.

A chapter may be opened with any kernel. :func:`check` says in words what that kernel lacks, in place of the traceback
that would follow from it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ledgerbook.record import noting

FILE = "requirements.txt"
OLDEST = (3, 11)
SHOWN = 5  # packages named in a message
REMEDY = (
    "Remedy: in the book's folder run make lab, or install with this kernel's Python: "
    "{python} -m pip install --require-hashes -r {file}, then restart the kernel"
)
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[\w,-]+\])?==(\S+)(?: \\)?$", re.MULTILINE)  # one for every machine
_INSTALLED = re.compile(r"(?P<name>[\w.]+)-(?P<version>[^-]+)(?:-.+)?\.(?:dist|egg)-info")


class EnvironmentUnfitError(ImportError):
    """This Python cannot run the book; the message says what it lacks and how to get it."""


def check(root: Path, path: Sequence[str] | None = None, version: tuple[int, ...] = sys.version_info[:2]) -> None:
    """Compares this Python with the pins of the book in that folder; some milliseconds.

    ``path`` is where packages lie (default: ``sys.path``), ``version`` that of Python. What has another version than
    its pin is told on the standard error and may work; without a file of pins nothing is compared.

    Raises:
        EnvironmentUnfitError: Python is too old, or a pinned package is missing.
    """
    with noting.paused():  # the pins are an input of every chapter already
        pins = dict(pinned(root / FILE))
        installed = versions(sys.path if path is None else path)
    remedy = REMEDY.format(python=sys.executable, file=root / FILE)
    if version < OLDEST:
        found, needed = (".".join(map(str, parts)) for parts in (version, OLDEST))
        raise EnvironmentUnfitError(f"This kernel is Python {found}; the book needs {needed} or newer. {remedy}")
    if missing := [f"{name} {pin}" for name, pin in pins.items() if name not in installed]:
        raise EnvironmentUnfitError(f"This kernel lacks {_listed(missing)}, pinned in {FILE}. {remedy}")
    other = [f"{name} {installed[name]} (pinned: {pin})" for name, pin in pins.items() if installed[name] != pin]
    if other:
        print(
            f"This kernel has other versions than {FILE}: {_listed(other)}; outputs may differ. {remedy}",
            file=sys.stderr,
        )


def pinned(path: Path) -> Iterator[tuple[str, str]]:
    """The packages that hold on every machine, by their normal names, with their versions; none without the file."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return ((_normal(name), version) for name, version in _PIN.findall(text))


def versions(path: Sequence[str]) -> Mapping[str, str]:
    """The version of each installed package, by its normal name: of several the one that would be imported."""
    found: dict[str, str] = {}
    for folder in map(Path, path):
        for inner in sorted(folder.glob("*-info")) if folder.is_dir() else ():
            if named := _INSTALLED.fullmatch(inner.name):
                found.setdefault(_normal(named["name"]), named["version"])
    return found


def name_of(line: str) -> str:
    """The package that a line of a file of requirements asks for; "" where it asks for none."""
    found = re.match(r"[A-Za-z0-9][\w.-]*", line)
    return found[0].rstrip("-._") if found else ""


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _listed(items: Sequence[str]) -> str:
    more = f" and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
    return ", ".join(items[:SHOWN]) + more
