"""A reader's version of the book: a copy in which assumptions are changed, executed anew, and what moved in it.

``python -m ledgerbook.notebooks.readers "convention=STRICT"`` makes it in ``_build/with``: every chapter whose cell
tagged "parameters" sets what is named gets the new value there, as if a reader had typed it. The book itself stays as
it is. With ``--moved`` the results, findings and figures that moved are listed.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib
import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ledgerbook.book import Book
from ledgerbook.commands import build, faults, lock
from ledgerbook.commands.faults import CommandError
from ledgerbook.notebooks import execute, moved, stored
from ledgerbook.notebooks.rerun import PARAMETERS

FOLDER = Path("_build", "with")
MADE_OF = "made-of"  # the file that says of which book and settings a copy was made; written last
USAGE = 'write WITH="name=value", such as WITH="convention=STRICT", several with a space between them'
LEFT_OUT = ("_build", *build.NO_INPUTS)
LEFT = "The book is as it was; the reader's version counts as absent until it is whole."


class SettingError(CommandError):
    """A setting that no chapter can be given; the message names it and the remedy."""


def settings(text: str) -> dict[str, str]:
    """The names and values in a text such as "convention=STRICT trials=5". Raises :class:`SettingError`."""
    found = {}
    for part in text.split():
        name, sign, value = part.partition("=")
        if not (sign and name.isidentifier() and value):
            raise SettingError(f"WITH={text!r}: {part!r} is no setting; {USAGE}")
        if name in found:
            raise SettingError(f"WITH={text!r}: {name} is set twice; drop one")
        found[name] = value
    if not found:
        raise SettingError(f"WITH={text!r} sets nothing; {USAGE}")
    return found


def parameters(path: Path) -> dict[str, str]:
    """What the chapter's cell tagged "parameters" sets: names with their expressions, as they are written."""
    cell = _parameters(json.loads(path.read_text(encoding="utf-8")))
    return {name: ast.unparse(value) for name, value in _assigned("".join(cell["source"]))} if cell else {}


def _parameters(notebook: Mapping[str, Any]) -> dict[str, Any] | None:
    return next((c for c in notebook["cells"] if PARAMETERS in c["metadata"].get("tags", ())), None)


def _assigned(source: str) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def expression(name: str, value: str, now: str) -> str:
    """The value as code, in place of the expression ``now``: a member of the same class, or a literal of its kind.

    Raises :class:`SettingError` where it is neither.
    """
    before = ast.parse(now, mode="eval").body
    if isinstance(before, ast.Attribute):
        if value.isidentifier():
            return f"{ast.unparse(before.value)}.{value}"
        kind = f"a member of {ast.unparse(before.value)}"
    else:
        was = _literal(before)
        if was is None:
            raise SettingError(f"WITH: {name}={value}: {name} is {now}, which no text can replace; leave it out")
        kind = f"a {type(was).__name__}"
        if isinstance(was, str):
            return repr(value)
        literal = _literal(value)
        if type(literal) is type(was):
            return repr(literal)
    raise SettingError(f"WITH: {name}={value}: {value!r} is not {kind}, as {now} is; write another value")


def _literal(code: ast.expr | str) -> Any:
    """The value of a literal; None for any other code."""
    try:
        return ast.literal_eval(code)
    except (ValueError, SyntaxError):
        return None


def with_settings(text: str, chosen: Mapping[str, str]) -> str:
    """The text of a notebook whose parameters are set so; of those that it has none, nothing changes."""
    notebook = json.loads(text)
    cell = _parameters(notebook)
    if cell is None:
        return text
    source = "".join(cell["source"])
    lines = source.encode().splitlines(keepends=True)  # positions of code are counted in bytes
    for name, value in reversed(list(_assigned(source))):  # from the last, so that the positions before it stay true
        if name in chosen:
            first, last = value.lineno - 1, (value.end_lineno or value.lineno) - 1
            now = expression(name, chosen[name], ast.unparse(value)).encode()
            lines[first : last + 1] = [lines[first][: value.col_offset] + now + lines[last][value.end_col_offset :]]
    cell["source"] = b"".join(lines).decode()
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def refuse_unknown(book: Book, chosen: Mapping[str, str]) -> None:
    """Raises :class:`SettingError` for a name that no chapter sets, or a value that cannot be what it is there."""
    found = {path.name: parameters(path) for path in book.notebooks}
    known = sorted({name for of_chapter in found.values() for name in of_chapter})
    for name, value in chosen.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            nearest = f"the nearest is {near[0]}" if near else f"there are {', '.join(known)}"
            raise SettingError(f"WITH: {name}={value}: no chapter has a parameter {name}; {nearest}")
        for path in book.notebooks:
            if name in found[path.name]:
                _refuse_value(path, name, value, found[path.name][name])


def _refuse_value(path: Path, name: str, value: str, now: str) -> None:
    expression(name, value, now)
    of, dot, _ = now.partition(".")
    members = _members(path, of) if dot else []
    if members and value not in members:
        raise SettingError(f"WITH: {name}={value}: {value!r} is no {of}; write {' or '.join(members)}")


def _members(path: Path, name: str) -> list[str]:
    """The members of the class of that name, if the chapter imports one; else none."""
    code = "\n".join("".join(cell["source"]) for cell in stored.cells(path) if cell["cell_type"] == "code")
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and name in {alias.name for alias in node.names}:
            return list(getattr(getattr(importlib.import_module(str(node.module)), name), "__members__", ()))
    return []


def prepare(book: Book, text: str, jobs: int = 1) -> Book:
    """The reader's version with those settings, executed: copied anew where the book or the settings changed.

    Raises:
        SettingError: a setting cannot be followed.
        NotebookError: chapters fail under it; each was named.
    """
    chosen = settings(text)
    refuse_unknown(book, chosen)
    copy = Book(book.root / FOLDER)
    made_of = json.dumps({"book": build.Book(book.root).everything(), "settings": chosen})
    marker = copy.root / MADE_OF
    if not (marker.is_file() and marker.read_text(encoding="utf-8") == made_of):
        _copy(book, copy, chosen)
        marker.write_text(made_of, encoding="utf-8")
    stale = list(execute.all_stale(copy.notebooks, copy))
    if stale and execute.refresh_all(stale, copy, jobs):
        raise execute.NotebookError(f"chapters cannot be run with {text}: see above; choose another value")
    return copy


def _copy(book: Book, copy: Book, chosen: Mapping[str, str]) -> None:
    """Copies the book but for what was built; of an earlier copy only what a build keeps stays."""
    (copy.root / MADE_OF).unlink(missing_ok=True)
    for path in copy.root.glob("*"):
        if path.name != "_build":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in sorted(book.root.iterdir()):
        if path.name in LEFT_OUT or path.name.startswith("."):
            continue
        if path.is_dir():
            shutil.copytree(path, copy.root / path.name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            copy.root.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy.root)
    for path in copy.notebooks:
        path.write_text(with_settings(path.read_text(encoding="utf-8"), chosen), encoding="utf-8")
    told = ", ".join(f"{name} = {value}" for name, value in chosen.items())
    (copy.root / Book.READERS).write_text(told + "\n", encoding="utf-8")


def page(book: Book, copy: Book, text: str) -> str:
    """What moved between the book as it is stored and the reader's version."""
    here, there = ({path.stem: path.read_text(encoding="utf-8") for path in of.notebooks} for of in (book, copy))
    stale = {path.stem: reasons for path, reasons in execute.all_stale(book.notebooks, book).items()}
    return moved.page(here, there, stale, f"the book, with {text}")


def main(arguments: Sequence[str], root: Path | None = None) -> int:
    """The command; the exit status is 1 where a setting or a chapter is refused."""
    parser = argparse.ArgumentParser(prog="python -m ledgerbook.notebooks.readers", description=__doc__)
    parser.add_argument("settings", help='such as "convention=STRICT"')
    parser.add_argument("--moved", action="store_true", help="list what moved")
    parser.add_argument("-j", "--jobs", type=int, default=1, help="notebooks executed at a time")
    options = parser.parse_args(arguments)
    book = Book(root) if root else Book.here()
    with lock.held(book.root, f"a reader's version with {options.settings}"):
        try:
            copy = prepare(book, options.settings, options.jobs)
        except execute.NotebookError as error:
            raise CommandError(str(error)) from error
        if options.moved:
            print(page(book, copy, options.settings), end="")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(sys.argv[1:]), left=LEFT))
