"""Passages that a reader runs in the page: the directive ``{run}``, and what is loaded when Run is pressed.

::

    ```{run} name
    rise = "5.7"  # Change on a year, in percent
    ---
    show("As a factor", intervals.growth_factor(typed.change(rise)))
    ```

What the passage shows with its own fields is computed while the page is made, and stands in it: a reader without
scripts has that and a command for a clone. The runtime and the book's code are loaded on the first press only.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ledgerbook.book import Book
from ledgerbook.commands.faults import CommandError
from ledgerbook.site.base import inputs, links, taken
from ledgerbook.site.base.files import write_changed
from ledgerbook.tryout import bridge, packed, passage, running, runtime
from ledgerbook.tryout.again import Told

SCRIPT, WORKER = "run.js", "run-worker.js"
# Apart from the files whose names are made by their content: these name each other, so only their folder may.
FOLDER = f"python/{runtime.VERSION}"
LEAST_LINES = 4  # of the field that holds the code

logger = logging.getLogger(__name__)


class tryout(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """A passage with the rows that it shows: ``passage``, ``rows``."""


class Run(SphinxDirective):
    """The directive."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """The passage, run with its own fields."""
        book = Book(Path(self.env.srcdir))
        for notebook in book.notebooks:
            taken.note(self.env, notebook)
        for path in (file for package in book.own_packages for file in package.rglob("*.py")):
            self.env.note_dependency(str(path))
        try:
            found = passage.parse(self.arguments[0], "\n".join(self.content))
        except passage.PassageError as error:
            raise self.error(str(error)) from error
        answer = running.run(found.code, found.values, inputs.record(self.env), results(self.env.app))
        if answer.error:
            raise self.error(f"{found.name}: cannot be run with its own fields: {answer.error}")
        for fault in differing(answer.rows, results(self.env.app)):
            raise self.error(f"{found.name}: {fault}")
        return [tryout(passage=found, rows=answer.rows, ids=[found.name])]


def differing(rows: Iterable[running.Row], told: Iterable[Told]) -> Iterator[str]:
    """Rows that say to be a result of the book and are not, when the passage runs with its own fields."""
    published = {result.name: running.words(result.expression.interval, result.unit) for result in told}
    for row in rows:
        if row.result and row.text != (own := published.get(row.result, "no result of arithmetic alone")):
            yield f"{row.label!r} is {row.text}, but the book's {row.result} is {own}; mend the fields or the name"


def results(app: Sphinx) -> Sequence[Told]:
    """The results of the book, read once in a build."""
    if (found := getattr(app, "book_told", None)) is None:
        documents = packed.results(Book(Path(app.srcdir)).notebooks)
        found = app.book_told = bridge.told_all(documents)  # type: ignore[attr-defined]
    answer: Sequence[Told] = found
    return answer


def _visit(translator: Any, node: tryout) -> None:
    builder = translator.builder
    app, found = builder.app, node["passage"]
    up = "../" * builder.current_docname.count("/")
    chapters = {told.name: told.chapter for told in results(app)}

    def address(row: running.Row) -> str:
        if row.result not in chapters:
            return ""
        page = builder.get_relative_uri(builder.current_docname, f"chapters/{chapters[row.result]}")
        return f"{page}#{links.result_anchor(row.result)}"

    sizes = {"pack": len(_pack(app)), **{name: len(content) for name, content in _runtime(app).items()}}
    context: Mapping[str, Any] = {
        "passage": found,
        "rows": [(row, address(row)) for row in node["rows"]],
        "lines": max(LEAST_LINES, found.code.count("\n") + 1),
        "page": Path(builder.env.doc2path(builder.current_docname)).name,
        "runs": bool(app.config[runtime.SETTING]),
        "worker": f"{up}_static/{WORKER}",
        "python": f"{up}{FOLDER}",
        "pack": f"{up}{_pack_name(app)}",
        "bytes": sum(size for name, size in sizes.items() if not name.endswith(".mjs")),  # that a worker sees arrive
        "megabytes": math.ceil(sum(sizes.values()) / 10**6),
    }
    translator.body.append(builder.templates.render("tryout.html", context))
    raise nodes.SkipNode


def _pack(app: Sphinx) -> bytes:
    """The archive of the book's code, made once in a build."""
    if (found := getattr(app, "book_pack", None)) is None:
        book = Book(Path(app.srcdir))
        found = packed.archive(inputs.folder(app.env), book.notebooks, book.own_packages)
        app.book_pack = found  # type: ignore[attr-defined]
    content: bytes = found
    return content


def _pack_name(app: Sphinx) -> str:
    return f"_static/book-{hashlib.sha256(_pack(app)).hexdigest()[:12]}.zip"


def _runtime(app: Sphinx) -> dict[str, bytes]:
    """The files of the runtime, read once in a build; none where the book runs nothing, or where it is not there."""
    if (found := getattr(app, "book_runtime", None)) is None:
        found = {}
        if app.config[runtime.SETTING]:
            try:
                found = runtime.files(runtime.archive(runtime.place()))
            except CommandError as error:
                logger.warning(str(error), type="book", subtype="runtime")
        app.book_runtime = found  # type: ignore[attr-defined]
    files: dict[str, bytes] = found
    return files


def _prepare(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """A page with a passage loads the script.

    Its policy is that of all pages: what compiles WebAssembly is the worker, which has a policy of its own. A host that
    sends one with the worker's script must let it be ``script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'``.
    """
    has_passage = doctree is not None and next(doctree.findall(tryout), None) is not None
    if has_passage and app.config[runtime.SETTING]:
        app.add_js_file(SCRIPT, loading_method="defer")


def _write(app: Sphinx, error: Exception | None) -> None:
    """Writes what Run loads, and drops what a book without passages does not need."""
    if error or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    out = Path(app.outdir)
    for old in out.glob("_static/book-*.zip"):
        old.unlink()
    if app.config[runtime.SETTING] and any(app.env.book_passages.values()):  # type: ignore[attr-defined]
        write_changed(out / _pack_name(app), _pack(app))
        for name, content in _runtime(app).items():
            write_changed(out / FOLDER / name, content)
    else:
        for name in (SCRIPT, WORKER):
            (out / "_static" / name).unlink(missing_ok=True)


def _note(app: Sphinx, doctree: nodes.document) -> None:
    passages = app.env.__dict__.setdefault("book_passages", {})
    passages[app.env.docname] = [node["ids"][0] for node in doctree.findall(tryout)]


def setup(app: Sphinx) -> None:
    """Registers the directive, its node and what it loads."""
    app.add_config_value(runtime.SETTING, True, "env", bool)
    app.add_node(tryout, html=(_visit, None))
    app.add_directive("run", Run)
    app.connect("doctree-read", _note)
    app.connect("html-page-context", _prepare)
    app.connect("build-finished", _write)
