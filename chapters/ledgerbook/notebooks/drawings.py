"""What execution draws for the site: a notebook's figures, and those that the strict reading of the record changes.

They are kept in one file for each notebook, ``drawings/<name>.json`` beside it, so that a build of the site draws
nothing and runs no chapter. The file says of each figure which stored form it was drawn of, by whose code all were
drawn, and seals itself: a drawing that was edited, lost, or left behind by a change is noticed before a reader sees it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ledgerbook.figure import FIGURE_MIME
from ledgerbook.figure.drawing import Drawn, drawn_by, page_svg
from ledgerbook.figure.figure import Figure, draw_svg, stored_spec, titled
from ledgerbook.notebooks import rerun
from ledgerbook.numbers.wording import Convention

FOLDER = "drawings"
VARIANTS = ("wide", "narrow")
SHOWN = ("finding", "alternative", *VARIANTS, "datasets", "table")  # what a reading of the wording can change
STRICT = "strict"  # the end of the names of a figure's drawings under the strict reading
READINGS_MIME = "application/vnd.book.readings+json"  # what the last cell of an execution hands over
REMEDY = "make notebooks"

Document = Mapping[str, Any]


class DrawingsError(RuntimeError):
    """Drawings that do not belong to their notebook; the message names their file, what is wrong and the remedy."""


@dataclass(frozen=True)
class Reading:
    """A figure as another reading shows it: its stored form, its drawings for a page, and the one that stands alone."""

    document: Document
    drawings: tuple[Drawn, ...]
    image: str


@dataclass(frozen=True)
class Stored:
    """What is kept of a figure: the drawings for a page, in the order of :data:`VARIANTS`, and the strict reading."""

    drawings: tuple[Drawn, ...]
    strict: Reading | None


def place(notebook: Path) -> Path:
    """The file of a notebook's drawings."""
    return notebook.parent / FOLDER / f"{notebook.stem}.json"


def cell(notebook: Path) -> str:
    """The code by which a kernel that has executed the notebook hands over its figures under the strict reading."""
    return f"from ledgerbook.notebooks import drawings\ndrawings.show_strict({notebook.name!r})"


def show_strict(notebook: str) -> None:
    """Shows the stored forms of the notebook's figures under the strict reading, by name; runs in its kernel."""
    from IPython.display import display

    shown, _ = rerun.outputs(Path(notebook), convention=Convention.STRICT)
    figures = {figure.name: figure.document() for figure in shown if isinstance(figure, Figure)}
    display({READINGS_MIME: figures}, raw=True)  # type: ignore[no-untyped-call]


def documents(cells: Iterable[Mapping[str, Any]]) -> Iterator[Document]:
    """The stored forms of the figures in a notebook's cells."""
    for found in cells:
        for output in found.get("outputs", ()):
            if document := output.get("data", {}).get(FIGURE_MIME):
                yield document


def text(usual: Iterable[Document], strict: Mapping[str, Document]) -> str:
    """The file for figures with those stored forms, which ``strict`` gives anew; nothing for a notebook without any."""
    figures = {document["name"]: _drawn(document, strict.get(document["name"])) for document in usual}
    content = {"drawn_by": drawn_by(), "figures": figures}
    written = json.dumps({**content, "seal": _digest(content)}, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{written}\n" if figures else ""


def _drawn(document: Document, strict: Document | None) -> dict[str, Any]:
    found: dict[str, Any] = {"of": _digest(document), "drawings": _page_drawings(document, document["name"])}
    if strict is not None and any(strict[part] != document[part] for part in SHOWN):
        found[STRICT] = {
            "document": strict,
            "drawings": _page_drawings(strict, f"{strict['name']}-{STRICT}"),
            "image": draw_svg(titled(stored_spec(strict, "wide"), strict["finding"])),
        }
    return found


def _page_drawings(document: Document, name: str) -> list[Drawn]:
    return [
        page_svg(stored_spec(document, variant), name=name, variant=variant, alternative=document["alternative"])
        for variant in VARIANTS
    ]


def stale(notebook: Path, cells: Iterable[Mapping[str, Any]]) -> str:
    """Why the drawings of a notebook with those cells have to be made again, in words; nothing where they are sound."""
    path, found = place(notebook), list(documents(cells))
    if not path.exists():
        return "drawings missing" if found else ""
    content = _content(path)
    if content is None:
        return "stored drawings were edited or cannot be read"
    if content["drawn_by"] != drawn_by():
        return "what draws changed"
    kept = {name: figure["of"] for name, figure in content["figures"].items()}
    return "" if kept == {d["name"]: _digest(d) for d in found} else "drawings are of other figures"


def of(notebook: Path, document: Document) -> Stored:
    """The drawings of a figure of that notebook. Raises :class:`DrawingsError` where they are not those of it."""
    path = place(notebook)
    if not path.exists():
        raise _error(path, "is missing")
    content = _content(path)
    if content is None:
        raise _error(path, "was edited or cannot be read")
    if content["drawn_by"] != drawn_by():
        raise _error(path, "was drawn by other code than that of this book")
    figure = content["figures"].get(document["name"])
    if figure is None or figure["of"] != _digest(document):
        raise _error(path, f"does not hold figure {document['name']!r} as {notebook.name} stores it")
    return _stored(figure)


def _stored(figure: Mapping[str, Any]) -> Stored:
    strict = figure.get(STRICT)
    return Stored(
        drawings=_pairs(figure["drawings"]),
        strict=Reading(strict["document"], _pairs(strict["drawings"]), strict["image"]) if strict else None,
    )


def _pairs(drawings: Iterable[tuple[str, list[str]]]) -> tuple[Drawn, ...]:
    return tuple((svg, foreign) for svg, foreign in drawings)


def _error(path: Path, what: str) -> DrawingsError:
    return DrawingsError(f"{path.parent.name}/{path.name} {what}; remedy: {REMEDY}")


def _content(path: Path) -> Mapping[str, Any] | None:
    """What the file holds; nothing where it cannot be read or its seal is broken."""
    stat = path.stat()
    return _read(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _time: int, _size: int) -> Mapping[str, Any] | None:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        seal = content.pop("seal")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return content if seal == _digest(content) else None


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
