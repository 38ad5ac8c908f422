"""Lists what an edit of data or code moved, as a page for a reviewer: ``python -m ledgerbook.notebooks.moved``.

The outputs that are stored in the notebooks are compared with those of a git revision; with ``--stored``, which needs
no git, what stale notebooks would give now is compared with what they store, and no file is touched.
"""

from __future__ import annotations

import argparse
import difflib
import itertools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ledgerbook.book import Book
from ledgerbook.commands import faults, git
from ledgerbook.commands.faults import CommandError
from ledgerbook.figure import FIGURE_MIME
from ledgerbook.notebooks import execute
from ledgerbook.numbers import printing
from ledgerbook.record.checks import CHECK_MIME
from ledgerbook.record.results import RESULT_MIME, stored_interval

FIRST = 5  # cells, rows or lines that are shown of one output
LONGEST = 200  # characters shown of a text
CONTEXT = 30  # characters shown before the first that differs
TEXTS = ("finding", "caption", "alternative")  # of a figure
DRAWING = ("wide", "narrow", "datasets")
OF_CHECK = ("statement", "rule", "quantifier", "tested", "holding", "open", "rows")
BEHIND = ("meaning", "measure", "period", "formula", "claims")  # of a result, beside its number

T = TypeVar("T")


class MovedError(RuntimeError):
    """Outputs that cannot be compared; the message says with what, why and what to do."""


@dataclass(frozen=True)
class Outputs:
    """What a notebook publishes: results, checks and figures by name, and all other text in its order."""

    results: Mapping[str, Mapping[str, Any]]
    checks: Mapping[str, Mapping[str, Any]]
    figures: Mapping[str, Mapping[str, Any]]
    lines: Sequence[str]


NONE = Outputs({}, {}, {}, [])


def outputs(text: str) -> Outputs:
    """What the notebook of that text stores."""
    results, checks, figures, lines = {}, {}, {}, []
    cells = json.loads(text)["cells"]
    for output in (output for cell in cells for output in cell.get("outputs", ())):
        data = output.get("data", {})
        if RESULT_MIME in data:
            results[data[RESULT_MIME]["name"]] = data[RESULT_MIME]
        elif CHECK_MIME in data:
            checks[data[CHECK_MIME]["name"]] = data[CHECK_MIME]
        elif FIGURE_MIME in data:
            figures[data[FIGURE_MIME]["name"]] = data[FIGURE_MIME]
        else:
            shown = output.get("text") or data.get("text/markdown") or data.get("text/plain") or ""
            lines += "".join(shown).splitlines()
    return Outputs(results, checks, figures, lines)


def moved(before: Outputs, after: Outputs) -> list[str]:
    """Every difference as an item of a Markdown list; empty where there is none."""
    return [
        *_by_name("result", before.results, after.results, _printed, _of_result),
        *_by_name("check", before.checks, after.checks, lambda check: _cut(check["statement"]), _of_check),
        *_by_name("figure", before.figures, after.figures, lambda figure: _cut(figure["finding"]), _of_figure),
        *_of_lines("printed text", before.lines, after.lines),
    ]


def _by_name(
    kind: str,
    before: Mapping[str, T],
    after: Mapping[str, T],
    says: Callable[[T], str],
    compare: Callable[[T, T], Iterable[str]],
) -> Iterator[str]:
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in after:
            yield f"{kind} `{name}` is gone: {says(before[name])}"
        elif name not in before:
            yield f"{kind} `{name}` is new: {says(after[name])}"
        else:
            yield from (f"{kind} `{name}`{words}" for words in compare(before[name], after[name]))


def _printed(result: Mapping[str, Any]) -> str:
    return f"{number(result)} ({result['meaning']})"


def number(result: Mapping[str, Any]) -> str:
    """The number of a stored result as it is printed, with its unit."""
    interval = stored_interval(result)
    return printing.span(interval) + ("%" if result["unit"] == "percent" else f" {result['unit']}")


def _of_result(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    was, now = number(before), number(after)
    behind = [f"{key}: {_change(before[key], after[key])}" for key in BEHIND if before[key] != after[key]]
    if was != now:
        behind.insert(0, f"{was} → {now} ({after['meaning']})")
    elif any(before[key] != after[key] for key in ("low", "high", "closed")):
        behind.insert(0, f"{was}, moved by less than is printed ({after['meaning']})")
    if behind:
        yield f": {'; '.join(behind)}"


def _of_check(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    yield from (f", {key}: {_change(before[key], after[key])}" for key in OF_CHECK if before[key] != after[key])


def _of_figure(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    yield from (f", {key}: {_change(before[key], after[key])}" for key in TEXTS if before[key] != after[key])
    yield from _of_table(before["table"], after["table"])
    if all(before[key] == after[key] for key in (*TEXTS, "table")) and any(before[k] != after[k] for k in DRAWING):
        yield ", drawing: changed, with the same words and table"


def _of_table(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if before["headings"] != after["headings"]:
        yield f", headings of its table: {_change(before['headings'], after['headings'])}"
    cells, rows = _differences(before, after)
    for count, words, found in ((len(cells), "cells of its table", cells), (len(rows), "rows of its table", rows)):
        if found:
            yield f", {count} {words}: {'; '.join(found[:FIRST])}{'; …' if count > FIRST else ''}"
    if before["claims"] != after["claims"] and not (cells or rows):
        yield ", claims behind its table: changed"


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Cells that differ in rows that stayed, and rows that came or went."""
    was, now = ([tuple(map(str, row)) for row in table["rows"]] for table in (before, after))
    cells, rows = [], []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "replace" and j - i == m - k and before["headings"] == after["headings"]:
            for old, new in zip(was[i:j], now[k:m], strict=True):
                where = f"{_cut(new[0])}, " if old[0] == new[0] else ""
                pairs = zip(after["headings"], old, new, strict=True)
                cells += [f"{where}{heading}: {_change(a, b)}" for heading, a, b in pairs if a != b]
        elif kind != "equal":
            rows += [f"− {_cut(' | '.join(row))}" for row in was[i:j]]
            rows += [f"+ {_cut(' | '.join(row))}" for row in now[k:m]]
    return cells, rows


def _of_lines(kind: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    diff = [line for line in difflib.unified_diff(before, after, n=0, lineterm="") if line[0] in "-+"][2:]
    if diff:
        shown = "".join(f"\n  - {'−' if line[0] == '-' else '+'} {_cut(line[1:].strip())}" for line in diff[:FIRST])
        yield f"{kind}: {len(diff)} lines differ{shown}" + ("\n  - …" if len(diff) > FIRST else "")


def _change(before: Any, after: Any) -> str:
    """Both values; of lists what came and went, of long texts the part that differs."""
    if isinstance(before, list) and isinstance(after, list) and len(before) + len(after) > FIRST:
        gone, come = ([x for x in one if x not in other] for one, other in ((before, after), (after, before)))
        signed = [*(f"− {x}" for x in gone), *(f"+ {x}" for x in come)]
        return ", ".join([*signed[:FIRST], *(["…"] if len(signed) > FIRST else [])]) or "another order"
    was, now = _text(before), _text(after)
    if max(len(was), len(now)) > LONGEST:
        alike = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False))
        start = max(sum(1 for _ in alike) - CONTEXT, 0)
        was, now = (f"{'… ' if start else ''}{text[start:]}" for text in (was, now))
    return f"{_cut(was)} → {_cut(now)}"


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value) or "nothing"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


# Where the two sides come from ------------------------------------------------------------------------------


def of_revision(book: Book, revision: str) -> dict[str, str]:
    """The texts of the notebooks of that revision, by their names. Raises :class:`MovedError` where git gives none."""
    folder = book.chapters.relative_to(book.root).as_posix()
    try:
        notebooks = [name for name in git.files(book.root, folder, revision) if name.endswith(".ipynb")]
        return {Path(name).stem: git.text(book.root, name, revision) for name in notebooks}
    except CommandError as error:
        remedy = "or name a revision that git knows, or compare with what is stored: --stored"
        raise MovedError(f"nothing of revision {revision!r} can be read: {error}; {remedy}") from error


def page(before: Mapping[str, str], after: Mapping[str, str], stale: Mapping[str, Sequence[str]], what: str) -> str:
    """The page of what moved, by chapter; the arguments are texts of notebooks, and reasons why some are stale."""
    parts = [f"# What moved against {what}"]
    if stale:
        named = "\n".join(f"- {name}: {', '.join(reasons)}" for name, reasons in stale.items())
        parts.append(f"Stale notebooks show what was before, so more may move. Remedy: {execute.REMEDY}\n\n{named}")
    sections = [section for name in sorted({*before, *after}) if (section := _section(name, before, after))]
    return "\n\n".join([*parts, *(sections or ["Nothing moved."])]) + "\n"


def _section(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    if before.get(name) == after.get(name):
        return ""
    state = "" if name in before and name in after else " (new)" if name in after else " (gone)"
    items = moved(*(outputs(texts[name]) if name in texts else NONE for texts in (before, after)))
    return "\n".join([f"## {name}{state}", "", *(f"- {item}" for item in items)]) if items or state else ""


def main(arguments: Sequence[str], root: Path | None = None) -> int:
    """The command; the exit status is 1 where nothing can be compared."""
    parser = argparse.ArgumentParser(prog="python -m ledgerbook.notebooks.moved", description=__doc__)
    parser.add_argument("revision", nargs="?", default="HEAD", help="a revision of git (default: HEAD)")
    parser.add_argument("--stored", action="store_true", help="execute stale notebooks, and compare with their files")
    options = parser.parse_args(arguments)
    book = Book(root) if root else Book.here()
    try:
        here = {path.stem: path.read_text(encoding="utf-8") for path in book.notebooks}
        stale = {path.stem: reasons for path, reasons in execute.all_stale(book.notebooks, book).items()}
        if options.stored:
            now = {name: execute.execute(book.chapters / f"{name}.ipynb", book)[0] for name in stale}
            print(page(here, {**here, **now}, {}, "what is stored"), end="")
        else:
            print(page(of_revision(book, options.revision), here, stale, options.revision), end="")
    except (MovedError, execute.NotebookError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(sys.argv[1:]), left=""))
