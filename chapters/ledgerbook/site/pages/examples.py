"""The directive ``{citations}``: how parts of the book are cited, in every form, computed as on their own pages.

````
```{citations}
book
chapter: chapters/some-page
figure: name-of-a-figure
number: id-of-a-claim
```
````
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ledgerbook.citing import styles
from ledgerbook.citing.styles import Item
from ledgerbook.citing.work import Work
from ledgerbook.site.base import citations, elements, inputs
from ledgerbook.site.base.words import _
from ledgerbook.site.figures import figure_nodes
from ledgerbook.site.ledger import measure_pages
from ledgerbook.site.numbers.views import claim_view

PLAIN = ("APA", "GB/T 7714")  # forms for readers, shown at once; those for programs open on request
logger = logging.getLogger(__name__)


class cited(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """Stands for citations of ``kind`` and ``name`` until chapters have their numbers and figures their findings."""


class Citations(SphinxDirective):
    """One line for each part that is cited: its kind, and what it is called."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """A mark of the place for each."""
        found: list[nodes.Node] = []
        for line in self.content:
            kind, _colon, name = (part.strip() for part in line.partition(":"))
            node = cited(kind=kind, name=name)
            self.set_source_info(node)
            found.append(node)
        return found


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(cited)):
        book = citations.of_book(app)
        item = _item(app, book, place["kind"], place["name"]) if book else None
        if item is None:
            what = f"{place['kind']} {place['name']!r} is nothing of this book that can be cited"
            remedy = "name the book, or a chapter, figure or number (chapter: chapters/...)"
            logger.warning("%s; %s", what, remedy, type="book", subtype="citation", location=place)
        place.replace_self(list(_shown(item)) if item else [])


def _item(app: Sphinx, book: Work, kind: str, name: str) -> Item | None:
    """What is cited; None where there is no such thing."""
    env = app.env
    if kind == styles.BOOK:
        return citations.of_page(app, book, str(app.config.root_doc), "")
    if kind == styles.CHAPTER and name in env.longtitles:
        return citations.of_page(app, book, name, env.longtitles[name].astext())
    if kind == styles.FIGURE and name in figure_nodes.published(env):
        return citations.of_figure(app, book, name, figure_nodes.published(env)[name].document["finding"])
    if kind == styles.NUMBER and name in inputs.record(env).claims:
        return measure_pages.cited(app, book, claim_view(inputs.record(env), name))
    return None


def _shown(item: Item) -> Iterator[nodes.Node]:
    titles = {
        styles.BOOK: _("The book"),
        styles.CHAPTER: _("A chapter"),
        styles.FIGURE: _("A figure"),
        styles.NUMBER: _("A number"),
    }
    section = nodes.container(classes=["book-citations"])
    section += nodes.rubric("", titles[item.kind])
    forms = {
        style: [elements.paragraph(style, classes=["label"]), nodes.literal_block(words, words, language="none")]
        for style, words in styles.styles(item).items()
    }
    section += [node for style in PLAIN for node in forms.pop(style)]
    summary = elements.summary("", ", ".join(forms))
    section += elements.details("", summary, *(node for form in forms.values() for node in form))
    yield section


def setup(app: Sphinx) -> None:
    """Registers the directive."""
    app.add_directive("citations", Citations)
    app.add_node(cited)
    app.connect("doctree-resolved", _fill)
