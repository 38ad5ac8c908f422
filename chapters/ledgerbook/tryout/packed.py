"""What the page is given of the book: its code, some tables of its record, and its results, in one archive.

The archive is the same bytes for the same inputs. :mod:`ledgerbook.tryout.bridge` reads it in the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from ledgerbook import zipped
from ledgerbook.notebooks.stored import cells, published
from ledgerbook.numbers.expressions import from_document
from ledgerbook.record import files, schema
from ledgerbook.record.results import RESULT_MIME
from ledgerbook.tryout.again import computed
from ledgerbook.tryout.bridge import CODE, DATA, RESULTS, TABLES

PACKAGE = Path(__file__).parents[1]
ROOMS = ("commands", "numbers", "record", "figure", "notebooks", "tryout")  # of this package
LIBRARIES = ("portion", "sortedcontainers")  # all that these rooms need


def results(notebooks: Iterable[Path]) -> list[dict[str, Any]]:
    """The results that notebooks store and that can be computed again, as they are packed."""
    return [
        {"chapter": path.stem, "document": {key: stored.document[key] for key in ("name", "meaning", "unit")},
         "expression": json.loads(stored.document["expression"])}
        for path in notebooks
        for stored in published(cells(path), path.stem, RESULT_MIME)
        if computed(from_document(json.loads(stored.document["expression"])))
    ]  # fmt: skip


def archive(data: Path, notebooks: Iterable[Path], packages: Iterable[Path]) -> bytes:
    """The archive; ``packages`` are the folders of the book's own code."""
    parts = {**dict(_code(packages)), **dict(_tables(data))}
    parts[RESULTS] = json.dumps(results(notebooks), ensure_ascii=False, separators=(",", ":"))
    return zipped.packed(dict(sorted(parts.items())))


def _code(packages: Iterable[Path]) -> Iterator[tuple[str, str]]:
    rooms = [PACKAGE / room for room in ROOMS]
    beside = [(PACKAGE.parent, path) for path in PACKAGE.glob("*.py")]
    found = [*beside, *((PACKAGE.parent, path) for room in rooms for path in _sources(room))]
    found += [(package.parent, path) for package in packages for path in _sources(package)]
    for base, path in found:
        yield f"{CODE}/{path.relative_to(base).as_posix()}", path.read_text(encoding="utf-8").replace("\r\n", "\n")
    for name in LIBRARIES:
        yield from _library(name)


def _sources(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.suffix in (".py", ".csv"))


def _library(name: str) -> Iterator[tuple[str, str]]:
    """The code of an installed library, and what says its version, which it may ask for."""
    for path in distribution(name).files or ():
        if path.suffix == ".py" or path.name == "METADATA":
            yield f"{CODE}/{path.as_posix()}", Path(str(path.locate())).read_text(encoding="utf-8")


def _tables(data: Path) -> Iterator[tuple[str, str]]:
    yield f"{DATA}/{schema.FILE}", files.text(data, schema.FILE)
    for name in TABLES:
        yield f"{DATA}/{name}.csv", files.text(data, f"{name}.csv")
