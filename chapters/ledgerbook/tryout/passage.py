"""A passage: fields that a reader fills in, and a few lines of Python that show what follows.

It is written as Python, with a line of dashes between the two::

    rise = "5.7"  # Change on a year, in percent
    ---
    show("As a factor", intervals.growth_factor(typed.change(rise)))

A field holds text, and its comment is its label; ``label: one | other`` lets choose. A text of several lines, in
triple quotes, makes a field of several lines.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

RULE = "---"
_FENCE = re.compile(r"^(?P<ticks>`{3,})\{run\}[ \t]+(?P<name>\S+)[ \t]*\n(?P<text>.*?)^(?P=ticks)[ \t]*$", re.M | re.S)
_OPTION = re.compile(r":\w+:.*")


class PassageError(ValueError):
    """A passage that is not written as one; the message says where and what to write."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a reader can fill in: its name in the code, its text, its label, and what there is to choose from."""

    name: str
    value: str
    label: str
    choices: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        """How many lines its text has."""
        return self.value.count("\n") + 1


@dataclass(frozen=True, slots=True)
class Passage:
    """The fields in their order, and the code below them."""

    name: str
    fields: tuple[Field, ...]
    code: str

    @property
    def values(self) -> dict[str, str]:
        """The texts of the fields as the book has them."""
        return {field.name: field.value for field in self.fields}


def parse(name: str, text: str) -> Passage:
    """The passage of that name. Raises :class:`PassageError`."""
    head, rule, code = text.partition(f"\n{RULE}\n")
    if not rule or not code.strip():
        raise PassageError(f"{name}: has no code; write fields, a line {RULE}, and Python that calls show()")
    try:
        statements = ast.parse(head).body
        compile(code, name, "exec")
    except SyntaxError as error:
        raise PassageError(f"{name}: line {error.lineno}: {error.msg}; write Python") from error
    return Passage(name, tuple(_fields(name, head, statements)), code.strip("\n") + "\n")


def _fields(name: str, head: str, statements: list[ast.stmt]) -> Iterator[Field]:
    lines = head.split("\n")
    for node in statements:
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=ast.Constant(value=str(text))):
                comment = lines[(node.end_lineno or 1) - 1].encode()[node.end_col_offset or 0 :].decode().strip()
            case _:
                raise PassageError(f'{name}: line {node.lineno}: is no field; write name = "text"  # label')
        label, _, choices = comment.lstrip("# ").partition(": ")
        options = tuple(part.strip() for part in choices.split("|")) if "|" in choices else ()
        if not label:
            raise PassageError(f"{name}: line {node.lineno}: {target} has no label; write it as a comment behind")
        if options and text not in options:
            raise PassageError(f"{name}: line {node.lineno}: {target} is {text!r}, which is none of its choices")
        yield Field(target, text.strip("\n"), label if options else comment.lstrip("# "), options)


def in_page(markdown: str) -> dict[str, Passage]:
    """The passages of a page by their names. Raises :class:`PassageError`."""
    found = {}
    for fence in _FENCE.finditer(markdown):
        lines = fence["text"].split("\n")
        while lines and _OPTION.fullmatch(lines[0]):
            lines.pop(0)
        found[fence["name"]] = parse(fence["name"], "\n".join(lines))
    return found
