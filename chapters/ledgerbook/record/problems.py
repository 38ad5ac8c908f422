"""What is wrong with a record, said so that it can be mended."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ledgerbook.commands.faults import CommandError

SHOWN = 20  # problems that are said in full: one slip can break a thousand rows
GROUPS = 8  # of the others, by file and field
LONGEST_VALUE, LONGEST_TEXT = 60, 400  # characters of a cell, and of all else, in a message


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong: where (file, line, field), what stands there, what is wrong with it and how to mend it.

    ``file`` lies in the ``folder`` of the book, or beside its settings where that is empty.
    """

    file: str
    line: int | None
    field: str
    value: str
    what: str
    remedy: str
    folder: str = "data"

    def __str__(self) -> str:
        at = f"{self.folder}/{self.file}" if self.folder else self.file
        where = at + (f":{self.line}" if self.line else "") + (f": {self.field}" if self.field else "")
        value = f" {shortened(self.value, LONGEST_VALUE)!r}" if self.value else ""
        what, remedy = (visible(shortened(text, LONGEST_TEXT)) for text in (self.what, self.remedy))
        return f"{where}:{value} {what}; {remedy}"


class LedgerError(CommandError, ValueError):
    """The record breaks its rules; ``problems`` lists how."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        shown = "\n".join(f"  {line}" for line in report(self.problems))
        super().__init__(f"the record has {len(self.problems)} problem(s):\n{shown}")


def report(problems: Sequence[Problem]) -> list[str]:
    """The first problems, each in one line, and in a last line how many more there are, by file and field."""
    lines = [str(problem) for problem in problems[:SHOWN]]
    groups = Counter((p.file, p.field) for p in problems[SHOWN:])
    if groups:
        parts = [f"{n} in {file}" + (f" ({field})" if field else "") for (file, field), n in groups.most_common(GROUPS)]
        rest = len(groups) - len(parts)
        more = f" and {rest} other fields" if rest else ""
        lines.append(f"and {len(problems) - SHOWN} more: {', '.join(parts)}{more}")
    return lines


def unknown(kind: str, name: str, known: Collection[str]) -> str:
    """The message for a name that does not exist, with the nearest ones that do."""
    name = shortened(name, LONGEST_VALUE)
    return f"unknown {kind} {name!r}{nearest(name, known)}"


def nearest(name: str, known: Collection[str]) -> str:
    """The names that come nearest to one that does not exist, in brackets; nothing where none comes near."""
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f" (nearest: {', '.join(near)})" if near else ""


def shortened(text: str, longest: int) -> str:
    """The text, or its beginning and how long it is."""
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text):,} characters)"


def visible(text: str) -> str:
    """The text with what no terminal shows (controls, marks of direction) written as escapes."""
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
