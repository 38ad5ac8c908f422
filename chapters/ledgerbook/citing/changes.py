"""What changed from version to version: the headings and lists of ``CHANGELOG.md``, which are its only source.

A heading is ``## 1.2.0 (2024-03-09)``, with the day on which the version was released, or with other words in the
brackets, or with none, for a version that was not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE = "CHANGELOG.md"
_HEADING = re.compile(r"^## v?(\S+)(?:[ \t]+\((.*)\))?[ \t]*$", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Change:
    """A version with what it changed, as Markdown; ``line`` is that of its heading, ``words`` stand in its brackets."""

    version: str
    day: date | None
    words: str
    text: str
    line: int


def of(text: str) -> Sequence[Change]:
    """The versions of a changelog, the newest first, as they stand in it."""
    headings = list(_HEADING.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    return [
        Change(h[1], _day(h[2] or ""), h[2] or "", text[h.end() : end].strip(), text.count("\n", 0, h.start()) + 1)
        for h, end in zip(headings, ends, strict=True)
    ]


def read(root: Path) -> Sequence[Change]:
    """The versions of the book in that folder; none where it has no changelog."""
    path = root / FILE
    return of(path.read_text(encoding="utf-8")) if path.is_file() else []


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if _DAY.fullmatch(words) else None
    except ValueError:  # there is no such day
        return None
