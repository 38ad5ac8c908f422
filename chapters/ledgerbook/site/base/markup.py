"""What docutils writes otherwise than a validator of HTML or a screen reader wants it.

A page's first section becomes a plain division, so that its title heads the article itself. The bibliography becomes a
list: docutils gives its entries a role that ARIA has given up. A cell of a table holds its words themselves: with a
paragraph in each, a copied table is pasted with one cell a line.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from ledgerbook.site.base import elements


class BibliographyAsList(SphinxPostTransform):
    """Turns citations that stand together into a list. Their numbers go: links to them give author and year."""

    default_priority = 600  # after sphinxcontrib-bibtex (5) has made the citations
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Replaces the citations of the page; their ids stay."""
        for citation in list(self.document.findall(nodes.citation)):
            parent = citation.parent
            place = parent.index(citation)
            entries = parent[place - 1] if place else None
            if not isinstance(entries, nodes.bullet_list) or "citation-list" not in entries["classes"]:
                entries = nodes.bullet_list(classes=["citation-list"])
                parent.insert(place, entries)
            parent.remove(citation)
            entries += _entry(citation)


def _entry(citation: nodes.citation) -> nodes.list_item:
    body = [child for child in citation.children if not isinstance(child, nodes.label)]
    return nodes.list_item("", *body, ids=citation["ids"])


def _alone_in_cell(node: nodes.paragraph) -> bool:
    cell = node.parent
    return isinstance(cell, (nodes.entry, elements.header_cell)) and len(cell) == 1 and not node["classes"]


def _visit_paragraph(translator: Any, node: nodes.paragraph) -> None:
    if not _alone_in_cell(node):
        HTML5Translator.visit_paragraph(translator, node)


def _depart_paragraph(translator: Any, node: nodes.paragraph) -> None:
    if not _alone_in_cell(node):
        HTML5Translator.depart_paragraph(translator, node)


def _tag(section: nodes.section) -> str:
    return "div" if isinstance(section.parent, nodes.document) else "section"


def _visit_section(translator: Any, node: nodes.section) -> None:
    translator.section_level += 1
    translator.body.append(translator.starttag(node, _tag(node)))


def _depart_section(translator: Any, node: nodes.section) -> None:
    translator.section_level -= 1
    translator.body.append(f"</{_tag(node)}>\n")


def setup(app: Sphinx) -> None:
    """Replaces the visitors of docutils and registers the step."""
    app.add_node(nodes.section, override=True, html=(_visit_section, _depart_section))
    app.add_post_transform(BibliographyAsList)
    app.add_node(nodes.paragraph, override=True, html=(_visit_paragraph, _depart_paragraph))
