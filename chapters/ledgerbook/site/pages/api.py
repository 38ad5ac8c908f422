"""The directive ``{api} module``: what functions and classes of a module are for, from their own docstrings.

Its body names them, one a line; a method is named with its class. A docstring is shown as it stands: paragraphs, words
in double backquotes, names in roles, and examples, which the tests run.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

DOCSTRING = "docstring"  # the class of what is printed from code
PROMPT = ">>>"
_PIECE = re.compile(r"``(?P<code>.+?)``|:[a-z]+:`~?(?:[\w.]*\.)?(?P<name>\w+)`")


class Api(SphinxDirective):
    """Prints each name of the body with its signature and its docstring."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """The list of what is described; an error for a name that is not there or says nothing."""
        module = importlib.import_module(self.arguments[0])
        self.env.note_dependency(inspect.getfile(module))
        listed = nodes.definition_list(classes=[DOCSTRING, "no-search"])
        for name in filter(None, map(str.strip, self.content)):
            try:
                listed += described(module.__name__, name, _found(module, name))
            except (AttributeError, ValueError) as error:
                raise self.error(f"{module.__name__} has no {name} to describe: {error}; mend the name") from error
        return [listed]


def _found(module: Any, name: str) -> Any:
    found = module
    for part in name.split("."):
        found = inspect.getattr_static(found, part) if inspect.isclass(found) else getattr(found, part)
    return found


def described(module: str, name: str, found: Any) -> nodes.definition_list_item:
    """An entry of the list. ValueError where the docstring is missing."""
    text = inspect.getdoc(found)
    if not text:
        raise ValueError("it has no docstring")
    term = nodes.term("", "", nodes.literal("", f"{name}{signature(found)}"))
    term["ids"].append(f"api-{module}.{name}".lower().replace(".", "-").replace("_", "-"))
    return nodes.definition_list_item("", term, nodes.definition("", *paragraphs(text)))


class _Bare(str):
    """A text that a signature shows without quotes."""

    __slots__ = ()
    __repr__ = str.__str__


def signature(found: Any) -> str:
    """The parameters and the result of a function, as they are written; nothing for a class or a property."""
    if not inspect.isfunction(found):
        return ""
    of = inspect.signature(found)
    shown = [
        p.replace(annotation=_bare(p.annotation), default=_default(p.default))
        for p in of.parameters.values()
        if p.name != "self"
    ]
    return str(of.replace(parameters=shown, return_annotation=_bare(of.return_annotation)))


def _bare(value: Any) -> Any:
    return _Bare(value) if isinstance(value, str) else value


def _default(value: Any) -> Any:
    if isinstance(value, Enum):
        return _Bare(value)
    if isinstance(value, Path):
        return _Bare("...")  # it differs on every machine
    return value


def paragraphs(text: str) -> Iterator[nodes.Element]:
    """A docstring as nodes."""
    for part in text.split("\n\n"):
        if part.lstrip().startswith(PROMPT):
            code = inspect.cleandoc(part)
            yield nodes.literal_block(code, code, language="pycon")
        else:
            yield nodes.paragraph("", "", *_inline(" ".join(part.split())))


def _inline(text: str) -> Iterator[nodes.Node]:
    end = 0
    for piece in _PIECE.finditer(text):
        yield nodes.Text(text[end : piece.start()])
        yield nodes.literal("", piece["code"] or piece["name"])
        end = piece.end()
    yield nodes.Text(text[end:])


def setup(app: Sphinx) -> None:
    """Registers the directive."""
    app.add_directive("api", Api)
