"""What is wrong with a record, said so that it can be mended."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong: where (file, line, field), what stands there, what is wrong with it and how to mend it."""

    file: str
    line: int | None
    field: str
    value: str
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"data/{self.file}" + (f":{self.line}" if self.line else "") + (f": {self.field}" if self.field else "")
        value = f" {self.value!r}" if self.value else ""
        return f"{where}:{value} {self.what}; {self.remedy}"


class LedgerError(ValueError):
    """The record breaks its rules; ``problems`` lists how."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        shown = "\n".join(f"  {problem}" for problem in self.problems[:20])
        more = f"\n  and {len(self.problems) - 20} more" if len(self.problems) > 20 else ""
        super().__init__(f"the record has {len(self.problems)} problem(s):\n{shown}{more}")


def unknown(kind: str, name: str, known: Collection[str]) -> str:
    """The message for a name that does not exist, with the nearest ones that do."""
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"unknown {kind} {name!r}" + (f" (nearest: {', '.join(near)})" if near else "")
