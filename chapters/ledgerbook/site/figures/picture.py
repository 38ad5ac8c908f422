"""The directive ``{picture}``: a chapter's figure on another page, with a few sentences of that page below it.

````
```{picture} name-of-the-figure
What it means here, in Markdown whose numbers are traced as everywhere.
```
````

The drawings are those of the chapter, and so is the finding, which links to it: the page repeats nothing by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ledgerbook.notebooks import drawings
from ledgerbook.notebooks.stored import Stored
from ledgerbook.record.problems import unknown
from ledgerbook.site.base import elements, links, taken
from ledgerbook.site.figures import figure_nodes


class picture(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """A figure shown again: its :class:`figure_nodes.drawing`, then the words of the page."""


class picture_finding(nodes.Part, nodes.TextElement):  # noqa: N801
    """The finding of the ``figure`` in ``chapter``, as ``words`` until all figures have their numbers."""


class Picture(SphinxDirective):
    """The directive: its argument is the figure's name, its content the page's own words."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """The drawings, the finding and the words; the page is made anew when the figure changes."""
        name = self.arguments[0]
        figures = figure_nodes.published(self.env)
        if name not in figures:
            raise self.error(unknown("figure", name, figures))
        node = picture(classes=["book-figure", "picture"])
        self.set_source_info(node)
        figure = figures[name]
        node += picture_finding(figure=name, chapter=figure.docname, words=figure.document["finding"])
        node += self.drawn(figure)
        node += self.parse_content_to_nodes()
        return [node]

    def drawn(self, figure: Stored) -> figure_nodes.drawing:
        """The drawings that execution stored."""
        notebook = Path(self.env.doc2path(figure.docname))
        taken.note(self.env, notebook)
        self.env.note_dependency(str(drawings.place(notebook)))
        try:
            stored = drawings.of(notebook, figure.document)
        except drawings.DrawingsError as error:
            raise self.error(str(error)) from error
        address = links.figure_address(self.env.docname, figure.document["name"], "svg")
        return figure_nodes.drawing(svgs=[svg for svg, _foreign in stored.drawings], address=address)


def _link(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(picture_finding)):
        chapter, name = place["chapter"], place["figure"]
        numbers: Mapping[str, tuple[int, ...]] = app.env.toc_fignumbers.get(chapter, {}).get("figure", {})
        number = figure_nodes.number_words(app.config, numbers.get(name, ()))
        address = f"{app.builder.get_relative_uri(docname, chapter)}#{name}"
        parts = [elements.span(number, "caption-number"), nodes.Text(" "), nodes.Text(place["words"])]
        place += nodes.reference("", "", *parts, refuri=address, internal=True)


def _visit_finding(translator: Any, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, "figcaption", ""))


def _depart_finding(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</figcaption>\n")


def setup(app: Sphinx) -> None:
    """Registers the directive."""
    app.add_directive("picture", Picture)
    app.add_node(picture, html=(figure_nodes.visit_figure, figure_nodes.depart_figure))
    app.add_node(picture_finding, html=(_visit_finding, _depart_finding))
    app.connect("doctree-resolved", _link)
