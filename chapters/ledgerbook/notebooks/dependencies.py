"""What a chapter's outputs are computed from: the modules it imported, the files it opened, the rows it asked for.

In the kernel, :func:`begin` runs before the first cell and :func:`noted` after the last one. What they found is stored
in the notebook with a fingerprint for each part, of content and never of times or line ends; :func:`changed` says, in
words, which parts have another fingerprint now.

Noted are the columns that were read, of groups of rows or of a whole table (:mod:`ledgerbook.record.noting`); files
below the book's folder that were opened, and folders that were listed; modules below ``chapters``. Of the files in
packages that are no code, which other programs may open unseen, all count.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from ledgerbook.fingerprints import of_text
from ledgerbook.record import noting, schema
from ledgerbook.record.noting import WHOLE, Asked

DIGITS = 10  # of a fingerprint: one change in a trillion goes unseen
ABSENT = "absent"  # the fingerprint of what is not there
MOST = 240  # groups of rows: a column read of more counts as read of all, so that a notebook stores no long list
SHOWN = 3  # groups of rows named in a reason
IMPORTER = re.compile(r"<frozen importlib|[\\/]importlib[\\/]")  # who looks for code; modules are noted by name

RUNNER = "ledgerbook.notebooks.execute"  # in what surroundings a kernel runs

# Kinds of parts with the fingerprints of each: {"modules": {name: digits}, ..., "tables": [{"table", "columns", "of"}]}
Parts: TypeAlias = dict[str, Any]


# In the kernel ----------------------------------------------------------------------------------------------


@dataclass
class _Seen:
    """What one kernel has asked for."""

    root: str = ""
    opened: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    asked: set[Asked] = field(default_factory=set)


_seen = _Seen()


def begin(root: str) -> None:
    """Starts noting in this process, for the book in that folder. It cannot be ended: a kernel has one chapter."""
    _seen.root, _seen.asked = os.path.realpath(root), noting.begin()
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    found = {"open": _seen.opened, "os.listdir": _seen.listed, "os.scandir": _seen.listed}.get(event)
    if found is None or noting.is_paused() or IMPORTER.search(sys._getframe(1).f_code.co_filename):
        return
    name = "." if arguments[0] is None else arguments[0]
    if not isinstance(name, int):
        path = os.path.realpath(os.fsdecode(name))
        if path.startswith(_seen.root + os.sep) and not _of_the_machine(path):
            found.add(Path(path).relative_to(_seen.root).as_posix())


def _of_the_machine(path: str) -> bool:
    """Whether a path below the book's folder is none of the book: hidden, or of the environment, which the pins say."""
    inner = Path(path).relative_to(_seen.root)
    return any(part.startswith(".") for part in inner.parts) or Path(path).is_relative_to(os.path.realpath(sys.prefix))


def noted() -> str:
    """What was noted since :func:`begin`, as JSON: the parts, without fingerprints."""
    chapters = Path(_seen.root, "chapters")
    files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items() if name != "__main__"}
    modules = [name for name, file in files.items() if file and Path(os.path.realpath(file)).is_relative_to(chapters)]
    described = {f"data/{asked.table}" for asked in _seen.asked if asked.table == schema.FILE}
    parts = {
        "modules": dict.fromkeys(sorted({*modules, RUNNER}), ""),
        "files": dict.fromkeys(sorted(_seen.opened | described), ""),
        "folders": dict.fromkeys(sorted(_seen.listed), ""),
        "packages": dict.fromkeys(sorted({name.partition(".")[0] for name in modules}), ""),
        "tables": list(tables(_seen.asked)),
    }
    return json.dumps(parts)


def tables(asked: Iterable[Asked]) -> Iterator[dict[str, Any]]:
    """The columns that were read of whole tables, then those read of some groups of rows, by what was read of them."""
    read: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for table, column, of in asked:
        if table != schema.FILE:  # a file like any other
            read[table][column].add(of)
    for table, columns in sorted(read.items()):
        groups = set().union(*columns.values()) - {WHOLE}
        whole = sorted(c for c, of in columns.items() if WHOLE in of or len(of) > MOST)
        if whole:
            yield {"table": table, "columns": " ".join(whole), "of": {WHOLE: ""}}
        alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for group in sorted(groups):
            alike[tuple(sorted(c for c, of in columns.items() if group in of and c not in whole))].append(group)
        for names, found in sorted(alike.items()):
            if names:
                yield {"table": table, "columns": " ".join(names), "of": dict.fromkeys(found, "")}


# Imports ----------------------------------------------------------------------------------------------------


def without_rules(parts: Parts, cells: Iterable[str], root: Path) -> Parts:
    """The parts without the modules that were imported for the rules of the record alone: a verdict is no output.

    ``cells`` are the chapter's sources. Left out is what they reach by no other way than an import of ``RULES``; what
    was imported by a way that is not written in code stays.
    """
    written = {name: _imports(_module_file(root, name)) for name in parts["modules"]}
    roots = [name for cell in cells for name, _ in _imported(cell)]
    plain = _reached(roots, {name: {to for to, rules in found if not rules} for name, found in written.items()})
    every = _reached(roots, {name: {to for to, _ in found} for name, found in written.items()})
    return {**parts, "modules": {name: "" for name in parts["modules"] if name not in every - plain}}


def _imports(path: Path) -> list[tuple[str, bool]]:
    return _imported(path.read_text(encoding="utf-8")) if path.is_file() else []


def _imported(source: str) -> list[tuple[str, bool]]:
    """The names of modules that code may import, each with whether it is for rules alone."""
    found: list[tuple[str, bool]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(name.name, False) for name in node.names]
        if isinstance(node, ast.ImportFrom) and node.module:
            rules = all(name.name.endswith("RULES") for name in node.names)
            found.append((node.module, rules))
            found += [(f"{node.module}.{name.name}", False) for name in node.names if not rules]
    return found


def _reached(roots: Iterable[str], imports: Mapping[str, set[str]]) -> set[str]:
    """The modules that are imported from the roots on; whoever imports a module imports the packages around it."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name and name not in found:
            found.add(name)
            waiting += [name.rpartition(".")[0], *imports.get(name, ())]
    return found & imports.keys()


def _module_file(root: Path, name: str) -> Path:
    place = root.joinpath("chapters", *name.split("."))
    package = place / "__init__.py"
    return package if package.is_file() else place.with_suffix(".py")


# Fingerprints -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Content:
    """The book's content as it is now, by parts."""

    root: Path

    def fingerprints(self, parts: Parts) -> Parts:
        """The same parts, each with its fingerprint of now."""
        tables = [
            {**entry, "of": {of: self._rows(entry["table"], entry["columns"].split(), of) for of in entry["of"]}}
            for entry in parts["tables"]
        ]
        found: dict[str, Any] = {
            kind: {name: find(name) for name in parts[kind]}
            for kind, find in (
                ("modules", lambda name: text_digits(_module_file(self.root, name))),
                ("files", lambda name: text_digits(self.root / name)),
                ("folders", self._folder),
                ("packages", self._package),
            )
        }
        return {**found, "tables": tables}

    def _folder(self, name: str) -> str:
        folder = self.root / name
        return digits(sorted(p.name for p in folder.iterdir())) if folder.is_dir() else ABSENT

    def _package(self, name: str) -> str:
        """Of its files that are no code, without those of site and print, which are made from executed notebooks."""
        folder = self.root / "chapters" / name
        files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix not in (".py", ".pyc")]
        inner = {p.relative_to(folder).as_posix(): p for p in files}
        return digits({at: text_digits(p) for at, p in inner.items() if not at.startswith(("site/", "offline/", "."))})

    def _rows(self, table: str, columns: list[str], of: str) -> str:
        """Of these columns, and of what says which rows there are, in the order of the rows."""
        try:
            described = self._schema[table]
            rows = self._read(described)
        except (OSError, ValueError, KeyError, csv.Error):
            return ABSENT
        wanted = [*noting.known_by(described), *columns]
        types = {f.name: f.type for f in described.fields}
        return digits([[types.get(c) for c in wanted], [[row.get(c) for c in wanted] for row in rows.get(of, ())]])

    @cached_property
    def _schema(self) -> schema.Schema:
        return schema.read(self.root / "data")

    @cached_property
    def _tables(self) -> dict[str, Mapping[str, list[dict[str, Any]]]]:
        return {}

    def _read(self, table: schema.Table) -> Mapping[str, list[dict[str, Any]]]:
        """The rows of a table in their order: all of them, and those of each group."""
        if table.name not in self._tables:
            found: dict[str, list[dict[str, Any]]] = defaultdict(list)
            with (self.root / "data" / table.file).open(encoding="utf-8", newline="") as stream:
                reader = csv.reader(line.replace("\r\n", "\n") for line in stream)
                header = next(reader, [])
                for cells in reader:
                    row: dict[str, Any] = {**dict(zip(header, cells, strict=False)), "line": reader.line_num}
                    found[WHOLE].append(row)
                    group = noting.group(*(row.get(column, "") for column in noting.grouped_by(table)))
                    if group != WHOLE:
                        found[group].append(row)
            self._tables[table.name] = found
        return self._tables[table.name]


def digits(value: object) -> str:
    """The fingerprint of a value that JSON can write."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def text_digits(path: Path) -> str:
    """The fingerprint of a file's content, whatever its line ends."""
    if not path.is_file():
        return ABSENT
    return of_text(path).hex()[:DIGITS]


# What changed -----------------------------------------------------------------------------------------------


def changed(stored: Parts, content: Content) -> list[str]:
    """Which of the stored parts have another fingerprint now, in words; empty where none has."""
    now = content.fingerprints(stored)
    differ = {kind: _differing(stored[kind], now[kind]) for kind in ("modules", "files", "folders", "packages")}
    words = [f"module {name} changed" for name in differ["modules"]]
    words += [f"{name} changed" for name in differ["files"]]
    words += [f"the list of files in {name} changed" for name in differ["folders"]]
    words += [f"a file in chapters/{name} that is no code changed" for name in differ["packages"]]
    for before, after in zip(stored["tables"], now["tables"], strict=True):
        words += _of_table(before, _differing(before["of"], after["of"]))
    return list(dict.fromkeys(words))


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return [name for name, found in before.items() if after[name] != found]


def _of_table(entry: Mapping[str, Any], differing: list[str]) -> list[str]:
    if not differing:
        return []
    if WHOLE in differing:
        return [f"{entry['table']} changed in {entry['columns'].replace(' ', ', ')}"]
    others = f" and {len(differing) - SHOWN} others" if len(differing) > SHOWN else ""
    return [f"{entry['table']} of {', '.join(differing[:SHOWN])}{others} changed"]
