"""A page of its own for each figure, which can be cited and embedded, and its files: drawing, data, specification.

``figures/<name>.html`` holds the figure under the usual reading and, where that differs, under the strict one; beside
it lie ``figures/<name>.svg``, ``.png``, ``.csv`` and ``.json``. All are written when the chapter of the figure is.
"""

from __future__ import annotations

import csv
import json
import posixpath
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from ledgerbook.figure import FIGURE_MIME
from ledgerbook.figure.figure import stored_rows, stored_spec, titled
from ledgerbook.notebooks.drawings import STRICT
from ledgerbook.notebooks.stored import Stored
from ledgerbook.record.cells import is_formula
from ledgerbook.site.base import inputs, links, outputs
from ledgerbook.site.base.words import _
from ledgerbook.site.figures import figure_nodes, pixels
from ledgerbook.site.figures.figure_nodes import book_figure, drawing, finding_of, strict_reading
from ledgerbook.site.numbers import notes
from ledgerbook.site.numbers.views import number_language

IN_CHAPTERS = {"figure-reading", "figure-files"}  # the parts that lead from a chapter to the page of its figure
# A change in words, "+64.4% (Jan–Nov 2022)": a signed number with nothing that computes or calls.
CHANGE = re.compile(r"[+-]\d(?:[\w.,%–() ]|(?<= )[+-](?=\d))*")
# What a chart draws of a row, in the terms of ledgerbook.figure.frames; the table says it in words.
MACHINE_COLUMNS = ("start", "end", "low", "middle", "high", "open_above")


@dataclass(frozen=True, repr=False)
class FigurePage:
    """What the page of a figure shows; made when its chapter is written."""

    name: str
    number: str
    finding: str
    chapter: str
    chapter_address: str
    usual: str  # HTML
    strict: str  # HTML, or nothing
    notes: str  # HTML

    @property
    def files(self) -> list[tuple[str, str]]:
        """The stems of the figure's files, each with the reading that they draw where there are two."""
        if not self.strict:
            return [(self.name, "")]
        return [(self.name, _("Usual reading")), (f"{self.name}-{STRICT}", _("Strict reading"))]


def _collect_figures(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Makes the pages of a chapter's figures while the chapter is written."""
    if doctree is None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    found = list(doctree.findall(book_figure))
    if found:
        app.add_js_file("figures.js", loading_method="defer")
    pages = [_page(app, app.builder, pagename, context["title"], node) for node in found]
    app.book_figure_pages.extend(pages)  # type: ignore[attr-defined]


def _page(app: Sphinx, builder: StandaloneHTMLBuilder, docname: str, chapter: str, node: book_figure) -> FigurePage:
    name = node["names"][0]
    page = links.figure_page(name)
    chapter_address = builder.get_relative_uri(page, docname)
    readings = list(_readings(node))
    for reading in readings:
        _readdress(reading, chapter_address)
    usual, *strict = (builder.render_partial(reading)["fragment"] for reading in readings)
    return FigurePage(
        name=name,
        number=figure_nodes.number_words(app.config, builder.fignumbers["figure"][name]),
        finding=finding_of(node),
        chapter=chapter,
        chapter_address=f"{chapter_address}#{name}",
        usual=usual,
        strict="".join(strict),
        notes=notes.notes_of(app, page, nodes.container("", *readings)),
    )


def _readings(node: book_figure) -> Iterator[book_figure]:
    """The figure for its own page, under the usual reading and, where there is one, the strict."""
    parts: list[Any] = list(node.children)
    strict = [part for part in parts if isinstance(part, strict_reading)]
    title, drawings, caption, *others = (p for p in parts if p not in strict and not IN_CHAPTERS & set(p["classes"]))
    yield _figure(node["ids"], node, [title, drawings, caption, *others])
    for reading in strict:
        strict_title, strict_drawings, *strict_others = reading.children
        yield _figure([STRICT], node, [strict_title, strict_drawings, caption, *strict_others])


def _figure(ids: list[str], node: book_figure, parts: Sequence[nodes.Node]) -> book_figure:
    copies = [part.deepcopy() for part in parts]
    return book_figure("", *copies, ids=ids, names=node["names"], classes=node["classes"])


def _readdress(figure: book_figure, chapter: str) -> None:
    """Addresses that were relative to the chapter become relative to the figure's page."""
    for link in figure.findall(nodes.reference):
        if anchor := link.get("refid"):
            del link["refid"]
            link["refuri"] = f"{chapter}#{anchor}"
        elif link["refuri"].startswith("#"):
            link["refuri"] = chapter + link["refuri"]
        elif "://" not in link["refuri"]:
            link["refuri"] = _from(chapter, link["refuri"])
    for drawings in figure.findall(drawing):
        drawings["address"] = _from(chapter, drawings["address"])


def _from(chapter: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(chapter), address))


def _write(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The figures' pages, for Sphinx to write; their files are written on the way."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    folder = Path(app.outdir) / links.FIGURES_FOLDER
    folder.mkdir(exist_ok=True)
    for page in app.book_figure_pages:  # type: ignore[attr-defined]
        drawn = drawings_of(app.env, figure_nodes.published(app.env)[page.name])
        for stem, (document, image) in drawn.items():
            _write_files(folder / stem, document, image)
            (folder / f"{stem}.png").write_bytes(pixels.of(inputs.kept_drawings(app), image))
        if len(drawn) == 1:
            for former in folder.glob(f"{page.name}-{STRICT}.*"):
                former.unlink()
        yield links.figure_page(page.name), _context(app, page), "figure.html"


def _context(app: Sphinx, page: FigurePage) -> dict[str, Any]:
    page_address = f"{links.figure_page(page.name)}.html"
    whole = links.published_at(app.config.html_baseurl, page_address)
    return {
        "title": page.finding,
        "description": _("{number} of {book}: {finding}.").format(
            number=page.number, book=app.config.html_title, finding=page.finding
        ),
        "figure": page,
        "hedged": _hedged(app),
        "book_title": app.config.project,
        "author": app.config.author,
        "address": whole or page_address,
        "is_whole": bool(whole),
    }


def _hedged(app: Sphinx) -> Mapping[str, str]:
    """The number by which readers are told what the readings differ in, with its language; nothing without one."""
    claim = figure_nodes.hedged_example(app.env)
    if claim is None:
        return {}
    return {"number": claim.value_text, "language": number_language(claim, inputs.record(app.env).sources)}


def drawings_of(env: BuildEnvironment, figure: Stored) -> dict[str, tuple[Mapping[str, Any], str]]:
    """What is drawn of a figure, by the stems of its files: the stored form and the drawing that stands alone."""
    name = figure.document["name"]
    found: dict[str, tuple[Mapping[str, Any], str]] = {name: (figure.document, figure.image)}
    if strict := figure_nodes.strict_reading_of(env, figure.docname, figure.document):
        found[f"{name}-{STRICT}"] = (strict.document, strict.image)
    return found


def _write_files(stem: Path, document: Mapping[str, Any], image: str) -> None:
    spec = json.dumps(_alone(document), ensure_ascii=False, indent=1) + "\n"
    for kind, text in {"svg": image, "csv": as_csv(document), "json": spec}.items():
        stem.with_suffix(f".{kind}").write_text(text, encoding="utf-8", newline="")


def _alone(document: Mapping[str, Any]) -> dict[str, Any]:
    """The specification of the figure's wide drawing with its title."""
    return titled(stored_spec(document, "wide"), document["finding"])


def as_csv(document: Mapping[str, Any]) -> str:
    """The figure's table, then what is drawn of each row as numbers and days, then the claims behind it."""
    table, drawn = document["table"], stored_rows(document)
    machine = [column for column in MACHINE_COLUMNS if any(column in row for row in drawn)]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*table["headings"], *machine, "claims"])
    for words, row, claims in zip(table["rows"], drawn, table["claims"], strict=True):
        writer.writerow(map(_harmless, [*words, *(row.get(column, "") for column in machine), ";".join(claims)]))
    return text.getvalue()


def _harmless(cell: Any) -> Any:
    """A cell as a spreadsheet shows it and does not compute it: the apostrophe is its own sign for text."""
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) and not CHANGE.fullmatch(cell) else cell


def _gather(app: Sphinx, env: Any, docnames: list[str]) -> None:
    """Reads which figures there are before any page is read, so that every page may list them."""
    env.book_figures = outputs.by_name(env, FIGURE_MIME, "figure")
    _drop_former(Path(app.outdir) / links.FIGURES_FOLDER, env.book_figures)


def _drop_former(folder: Path, names: Container[str]) -> None:
    """Removes the pages and files of figures that the book no longer has, which the search would find."""
    for path in folder.glob("*"):
        if path.stem.removesuffix(f"-{STRICT}") not in names:
            path.unlink()


def _begin(app: Sphinx) -> None:
    app.book_figure_pages = []  # type: ignore[attr-defined]


def setup(app: Sphinx) -> None:
    """Registers the pages and files of figures."""
    app.connect("builder-inited", _begin)
    app.connect("env-before-read-docs", _gather)
    app.connect("html-page-context", _collect_figures)
    app.connect("html-collect-pages", _write)
