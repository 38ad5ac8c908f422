"""Where something stands, in the words of a message: the file and line, in a notebook the cell and the line in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file or, where there is a ``cell``, of that cell of a notebook; all are counted from 1."""

    path: str
    cell: int
    line: int

    def __str__(self) -> str:
        if self.cell:
            return f"{self.path}:{self.cell} (cell {self.cell}, line {self.line})"
        return f"{self.path}:{self.line}"
