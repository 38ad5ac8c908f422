"""Writes other words into the links of pages and notebooks, and leaves every other byte as it is."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from json import scanner
from json.decoder import scanstring  # type: ignore[attr-defined]
from pathlib import Path
from typing import Any

from ledgerbook.prose.markdown import Link


class EditError(RuntimeError):
    """A file that cannot be written; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A link of a page or of a notebook's cell (counted from 1; 0 in a page), and what should stand in its place."""

    path: Path
    cell: int
    link: Link
    now: str


def write(edits: Sequence[Edit]) -> set[Edit]:
    """Makes the edits and returns those that could be made: a link may be written in a form that is not looked for."""
    by_file: dict[Path, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_file[edit.path].append(edit)
    return {edit for path, of_file in by_file.items() for edit in _write_file(path, of_file)}


def _write_file(path: Path, edits: Sequence[Edit]) -> list[Edit]:
    try:
        raw = path.read_bytes().decode()
        made = []
        # From the end, so that what stands before is found where it was.
        for edit in sorted(edits, key=lambda edit: (edit.cell, edit.link.line, edit.link.before), reverse=True):
            if change := _change(raw, edit):
                (start, end), now = change
                raw = raw[:start] + now + raw[end:]
                made.append(edit)
        if made:
            _replace(path, raw)
    except OSError as error:
        raise EditError(f"{path} cannot be written: {error.strerror}; make it writable and repeat") from error
    return made


def _replace(path: Path, text: str) -> None:
    """In one step: an interruption leaves the old file or the new one, never half of one."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(text.encode())
        shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


Change = tuple[tuple[int, int], str]  # where in the file, and what it becomes


def _change(raw: str, edit: Edit) -> Change | None:
    if not edit.cell:
        found = _find(raw, edit.link)
        return (found, edit.now) if found else None
    strings = _source(raw, edit.cell)
    found = _find("".join(strings), edit.link)
    if not found:
        return None
    start, end = found
    for string in strings:
        if end <= len(string):
            return _within_string(raw, string, start, end, edit.now) if start >= 0 else None
        start, end = start - len(string), end - len(string)
    return None


def _within_string(raw: str, string: _Located, start: int, end: int, now: str) -> Change | None:
    """The change of a JSON string, escaped as it was."""
    was = raw[slice(*string.span)]
    for ascii_only in (False, True):
        if json.dumps(string, ensure_ascii=ascii_only) == was:
            return string.span, json.dumps(string[:start] + now + string[end:], ensure_ascii=ascii_only)
    return None


def _find(text: str, link: Link) -> tuple[int, int] | None:
    """Where the link stands in its text; None where its words or its address are written in another way."""
    lines = text.splitlines(keepends=True)
    at = sum(map(len, lines[: link.block[0] - 1]))
    last = sum(map(len, lines[: link.block[1]]))
    closing = f"]({link.address})"
    for _ in range(link.before + 1):
        at = text.find(closing, at, last) + 1
        if not at:
            return None
    start = at - 1 - len(link.words) - 1
    whole = f"[{link.words}{closing}"
    return (start, start + len(whole)) if text.startswith(whole, max(start, 0)) and "\n" not in link.words else None


class _Located(str):
    """A string of a JSON text that knows where it stands there, its quotes included."""

    span: tuple[int, int]


def _located(text: str, start: int, strict: bool) -> tuple[_Located, int]:
    value, end = scanstring(text, start, strict)
    string = _Located(value)
    string.span = (start - 1, end)
    return string, end


def _source(raw: str, cell: int) -> list[_Located]:
    """The strings that a cell's source is stored in."""
    reader: Any = json.JSONDecoder()
    reader.parse_string = _located
    reader.scan_once = scanner.py_make_scanner(reader)  # type: ignore[attr-defined]
    source = reader.decode(raw)["cells"][cell - 1]["source"]
    return source if isinstance(source, list) else [source]
