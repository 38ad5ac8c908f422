"""Files of the site that are written only where that changes them, and what was computed from contents before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ledgerbook import kept


def write_changed(path: Path, content: str | bytes) -> None:
    """Makes the file hold the content, a text as UTF-8; one that does already keeps its time."""
    data = content.encode() if isinstance(content, str) else content
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


class Answers:
    """What a function of a text has answered before, in one file beside the site; only what is asked for stays.

    ``by`` stands for the code that answers: the answers of another one are not used.
    """

    def __init__(self, path: Path, by: str) -> None:
        self._path = path
        self._by = by
        self._before = self._read()
        self._now: dict[str, Any] = {}

    def of(self, text: str, answer: Callable[[str], Any]) -> Any:
        """The answer to that text, as JSON gives it back; computed if it is new."""
        key = hashlib.sha256(text.encode()).hexdigest()
        if key not in self._now:
            self._now[key] = self._before[key] if key in self._before else answer(text)
        return self._now[key]

    def save(self) -> None:
        """Keeps the answers for the next build."""
        if self._now != self._before:
            kept.write(self._path, json.dumps([self._by, self._now], ensure_ascii=False).encode())

    def _read(self) -> dict[str, Any]:
        """The answers of the last build; none where they cannot be read."""
        try:
            by, answers = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError):
            return {}
        return answers if by == self._by and isinstance(answers, dict) else {}
