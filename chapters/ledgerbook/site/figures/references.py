"""Resolves references to figures by name, ``[Figure 2.1](figure:name)``, from what the environment knows of them.

Sphinx reads the whole page that holds a figure again for each reference to it, which for pages with many figures takes
longer than writing them. Their numbers and addresses stand in the environment already.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from ledgerbook.prose import judgement
from ledgerbook.prose.passages import FIGURE
from ledgerbook.site.base import places
from ledgerbook.site.figures import figure_nodes

logger = logging.getLogger(__name__)


class FigureLinks(SphinxTransform):
    """Makes of each link to a figure a reference; the words that were typed are compared when its number is known."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Replaces the links of the page."""
        for link in list(self.document.findall(nodes.reference)):
            kind, _, name = link.get("refuri", "").partition(":")
            if kind == FIGURE and name in figure_nodes.published(self.env):
                link.replace_self(self._reference(link, name))
            elif kind == FIGURE:
                message = judgement.of_figure(link.astext(), name, dict.fromkeys(figure_nodes.published(self.env), ""))
                logger.warning(message, type="book", subtype="number", location=places.of(self.env, link))

    def _reference(self, link: nodes.reference, name: str) -> addnodes.pending_xref:
        reference = addnodes.pending_xref(
            "", nodes.inline("", "", *link.children), refdomain="std", reftype="numref", reftarget=name,
            refdoc=self.env.docname, refexplicit=False, refwarn=True, typed=link.astext(),
        )  # fmt: skip
        reference.source, reference.line = link.source, link.line
        return reference


class FigureReferences(SphinxPostTransform):
    """Resolves those without words of their own; Sphinx resolves, or warns of, all others."""

    default_priority = 9  # just before Sphinx resolves references

    def run(self, **kwargs: Any) -> None:
        """Replaces the references of the page that lead to a numbered figure."""
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node["reftype"] == "numref" and not node["refexplicit"]:
                docname, label = self.env.domains["std"].anonlabels.get(node["reftarget"], ("", ""))
                number = self.env.toc_fignumbers.get(docname, {}).get("figure", {}).get(label)
                if number:
                    words = figure_nodes.number_words(self.config, number)
                    self._compare(node, words)
                    node.replace_self(self._link(docname, label, words))

    def _compare(self, node: addnodes.pending_xref, words: str) -> None:
        name = node["reftarget"]
        if message := judgement.of_figure(node.get("typed", words), name, {name: words}):
            logger.warning(message, type="book", subtype="number", location=node)

    def _link(self, docname: str, label: str, words: str) -> nodes.Element:
        link: nodes.Element = self.env.domains["std"].build_reference_node(
            self.env.docname, self.app.builder, docname, label, words, "numref",
            nodeclass=addnodes.number_reference, title=self.config.numfig_format["figure"],
        )  # fmt: skip
        return link


def setup(app: Any) -> None:
    """Registers the steps."""
    app.add_transform(FigureLinks)
    app.add_post_transform(FigureReferences)
