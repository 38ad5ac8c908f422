"""The directive ``{figure-list}``: all figures of the book by chapter, each with its finding and its files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ledgerbook.site.base import elements, links, taken
from ledgerbook.site.figures import figure_nodes


class figure_list(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """Stands for the list until all figures have their numbers."""


class chapter_heading(nodes.Part, nodes.TextElement):  # noqa: N801
    """The heading of a chapter's figures, with the chapter's own number."""


class thumbnail(nodes.General, nodes.Element):  # noqa: N801
    """A small picture of a figure's drawing, loaded when it comes into sight; its finding stands beside it."""


class FigureList(SphinxDirective):
    """The list; its page is made anew when a figure changes."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """A mark of the place."""
        for output in figure_nodes.published(self.env).values():
            taken.note(self.env, Path(self.env.doc2path(output.docname)))
        return [figure_list(docname=self.env.docname)]


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(figure_list)):
        place.replace_self(list(_lists(app, docname)))


def _lists(app: Sphinx, docname: str) -> Iterator[nodes.Element]:
    """A heading and a list for each chapter that has figures, in the order of the book."""
    env = app.env
    numbered = {chapter: env.toc_fignumbers.get(chapter, {}).get("figure", {}) for chapter in env.toc_fignumbers}
    for chapter, numbers in sorted(numbered.items(), key=lambda item: min(item[1].values(), default=())):
        names = [name for name in numbers if name in figure_nodes.published(env)]
        if not names:
            continue
        number = ".".join(map(str, env.toc_secnumbers[chapter][""] or ()))
        yield chapter_heading("", f"{number}. {env.titles[chapter].astext()}")
        items = [_item(app, docname, chapter, name, numbers[name]) for name in names]
        yield nodes.bullet_list("", *items, classes=["figure-list", "no-search"])


def _item(app: Sphinx, docname: str, chapter: str, name: str, number: tuple[int, ...]) -> nodes.list_item:
    words = figure_nodes.number_words(app.config, number)
    finding = figure_nodes.published(app.env)[name].document["finding"]
    link = nodes.reference("", finding, refuri=f"{app.builder.get_relative_uri(docname, chapter)}#{name}")
    return nodes.list_item(
        "",
        thumbnail(address=links.figure_address(docname, name, "svg")),
        elements.paragraph(elements.span(f"{words}. ", "caption-number"), link),
        figure_nodes.files(docname, name),
    )


def _visit_thumbnail(translator: Any, node: nodes.Element) -> None:
    translator.body.append(f'<img src="{node["address"]}" alt="" loading="lazy" width="700" height="400">\n')
    raise nodes.SkipNode


def _visit_heading(translator: Any, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, "h2", ""))


def _depart_heading(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</h2>\n")


def setup(app: Sphinx) -> None:
    """Registers the directive."""
    app.add_directive("figure-list", FigureList)
    app.add_node(figure_list)
    app.add_node(chapter_heading, html=(_visit_heading, _depart_heading))
    app.add_node(thumbnail, html=(_visit_thumbnail, None))
    app.connect("doctree-resolved", _fill)
