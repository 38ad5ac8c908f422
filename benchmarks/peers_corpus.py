"""The chapters that every tool of the comparison is given: copies with names of their own, and stock outputs.

Our notebooks store a figure and a result in forms of our own (:data:`FIGURE_MIME`, :data:`RESULT_MIME`). A peer gets
what an author would store who uses Altair and pandas as they come: the chart as Altair's default HTML, the caption as
Markdown and the data as a pandas table. Prose, code, cell tags, links and all other outputs stay as they are.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
import string
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import altair as alt
import pandas as pd

from ledgerbook.book import Book
from ledgerbook.figure.figure import FIGURE_MIME, stored_spec
from ledgerbook.notebooks import drawings, plain
from ledgerbook.notebooks import execute as executed
from ledgerbook.record.checks import CHECK_MIME
from ledgerbook.record.results import RESULT_MIME

Notebook: TypeAlias = dict[str, Any]
Notebooks: TypeAlias = dict[str, Notebook]  # by the name of the file without its ending

PUBLISHED = (FIGURE_MIME, RESULT_MIME, CHECK_MIME)
# What Altair names a drawing's place by is random in each run; a copy of the book must be the same in each.
_RANDOM_PLACE = re.compile(r"altair-viz-[0-9a-f]{32}")


def read_all(folder: Path) -> Notebooks:
    """The notebooks of a folder, in the order of names."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.ipynb"))}


def write(notebook: Notebook, path: Path) -> None:
    """Writes a notebook as Jupyter does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


# Copies ----------------------------------------------------------------------------------------------------


def enlarged(notebooks: Mapping[str, Notebook], count: int) -> Notebooks:
    """So many chapters: the given ones, then copies in which every name that must be unique has a suffix.

    A copy refers to the figures, results and chapters of its own copy. ``count`` is a multiple of the number of
    notebooks; there are letters for 26 copies. Raises ValueError otherwise.
    """
    copies, rest = divmod(count, len(notebooks))
    if rest or not 1 <= copies <= len(string.ascii_lowercase) + 1:
        raise ValueError(
            f"{count} chapters cannot be made of {len(notebooks)}; remedy: a multiple of it, up to 27 times"
        )
    found = dict(copy.deepcopy(dict(notebooks)))
    names = {name for notebook in notebooks.values() for name in [*published_names(notebook), *labels(notebook)]}
    for letter in string.ascii_lowercase[: copies - 1]:
        suffix = f"-copy-{letter}"
        found |= {stem + suffix: renamed(nb, names, suffix, chapters=notebooks) for stem, nb in notebooks.items()}
    return found


def published_names(notebook: Notebook) -> list[str]:
    """The names of the figures, results and checks that a notebook stores, which must be unique in a book."""
    bundles = [output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", ())]
    return [bundle[mime]["name"] for bundle in bundles for mime in PUBLISHED if mime in bundle]


def labels(notebook: Notebook) -> list[str]:
    """The labels that a notebook's cells have for references, as in the tag ``address:name``."""
    return [label for cell in notebook["cells"] for label in plain.tagged(cell, plain.ADDRESS)]


def renamed(notebook: Notebook, names: Iterable[str], suffix: str, chapters: Iterable[str] = ()) -> Notebook:
    """The notebook with a suffix at its title and at each of the names, wherever one stands as a name.

    Names of chapters are changed in prose only: a column of data may have the name of a chapter. What the site shows
    of the record below a cell has addresses, so it stands in the original alone.
    """
    found: Notebook = json.loads(_suffixed(json.dumps(notebook, ensure_ascii=False), names, suffix))
    prose = [cell for cell in found["cells"] if cell["cell_type"] == "markdown"]
    for cell in prose:
        tags = cell["metadata"].get("tags", [])
        cell["metadata"] |= {"tags": [tag for tag in tags if not tag.startswith(f"{plain.SHOWS}:")]} if tags else {}
        cell["source"] = json.loads(_suffixed(json.dumps(cell["source"], ensure_ascii=False), chapters, suffix))
    title = prose[0]
    words = re.sub(r"\A(# .*)", rf"\g<1> ({suffix.strip('-').replace('-', ' ')})", "".join(title["source"]))
    title["source"] = words.splitlines(keepends=True)
    return found


def _suffixed(text: str, names: Iterable[str], suffix: str) -> str:
    """JSON with a suffix at the names: as a value of its own, in a link to what a notebook publishes, or as a label."""
    longest_first = sorted(names, key=len, reverse=True)
    if not longest_first:
        return text
    before = r'["`#<]|result:|check:|figure:|address:'  # never in a longer name or a sentence
    name = re.compile(rf'({before})({"|".join(map(re.escape, longest_first))})(?=["`)>\\])')
    return name.sub(rf"\g<1>\g<2>{suffix}", text)


def sealed(path: Path, book: Book) -> None:
    """Notes in a copy that its outputs are current: nothing but names differs from what was executed."""
    notebook = executed.read(path)
    notebook.metadata[executed.STORED] = {
        **notebook.metadata[executed.STORED],
        "inputs": executed.inputs(notebook, book),
        "outputs": executed.outputs(notebook),
    }
    write(notebook, path)


def draw(path: Path, original: Path) -> None:
    """Stores the drawings of a copy: those of its original, of figures with other names."""
    suffix = path.stem.removeprefix(original.stem)
    documents = {d["name"]: d for d in drawings.documents(json.loads(path.read_text(encoding="utf-8"))["cells"])}
    strict = {}
    for document in drawings.documents(json.loads(original.read_text(encoding="utf-8"))["cells"]):
        if reading := drawings.of(original, document).strict:
            name = document["name"] + suffix
            strict[name] = {**reading.document, "name": name, "caption": documents[name]["caption"]}
    drawings.place(path).write_text(drawings.text(documents.values(), strict), encoding="utf-8")


# Stock outputs ---------------------------------------------------------------------------------------------


def stock(notebook: Notebook) -> Notebook:
    """The notebook as one stores it who uses Altair and pandas with their defaults."""
    found = copy.deepcopy(notebook)
    found["metadata"].pop(executed.STORED, None)
    for cell in found["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [new for old in cell["outputs"] for new in _stock_output(old)]
    return found


def _stock_output(output: dict[str, Any]) -> list[dict[str, Any]]:
    data = output.get("data", {})
    if FIGURE_MIME in data:
        return [*map(_shown, stock_figure(data[FIGURE_MIME]))]
    if RESULT_MIME in data or CHECK_MIME in data:
        return [_shown({"text/plain": data["text/plain"]})]
    return [output]


def stock_figure(document: Mapping[str, Any]) -> Sequence[dict[str, str]]:
    """The outputs, by media type, that a stock notebook has for a stored figure: chart, caption, table."""
    title = {"title": {"text": textwrap.wrap(document["finding"], 80)}}
    chart = {**stored_spec(document, "wide"), **title}
    table = pd.DataFrame(document["table"]["rows"], columns=document["table"]["headings"])
    with pd.option_context("display.max_colwidth", None):  # a peer is not to show less than we do
        rows = table.to_html(notebook=True)
    return (
        {"text/html": altair_html(chart), "text/plain": "alt.Chart(...)"},
        {"text/markdown": document["caption"], "text/plain": "<IPython.core.display.Markdown object>"},
        {"text/html": rows, "text/plain": repr(table)},
    )


def altair_html(spec: Mapping[str, Any]) -> str:
    """What Altair's default renderer stores for a chart; its place is named after its content."""
    render: Any = alt.renderers.get()
    html: str = render(dict(spec))["text/html"]
    place = hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:32]
    return _RANDOM_PLACE.sub(f"altair-viz-{place}", html)


def _shown(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"output_type": "display_data", "data": dict(data), "metadata": {}}
