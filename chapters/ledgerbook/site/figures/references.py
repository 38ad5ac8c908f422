"""Resolves references to figures by name from what the environment knows of them.

Sphinx reads the whole page that holds a figure again for each reference to it, which for pages with many figures takes
longer than writing them. Their numbers and addresses stand in the environment already.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ledgerbook.site.figures import figure_nodes


class FigureReferences(SphinxPostTransform):
    """Resolves ``{numref}`name``` without words of its own; Sphinx resolves, or warns of, all others."""

    default_priority = 9  # just before Sphinx resolves references

    def run(self, **kwargs: Any) -> None:
        """Replaces the references of the page that lead to a numbered figure."""
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node["reftype"] == "numref" and not node["refexplicit"]:
                docname, label = self.env.domains["std"].anonlabels.get(node["reftarget"], ("", ""))
                number = self.env.toc_fignumbers.get(docname, {}).get("figure", {}).get(label)
                if number:
                    node.replace_self(self._link(docname, label, number))

    def _link(self, docname: str, label: str, number: tuple[int, ...]) -> nodes.Element:
        words = figure_nodes.number_words(self.config, number)
        link: nodes.Element = self.env.domains["std"].build_reference_node(
            self.env.docname, self.app.builder, docname, label, words, "numref",
            nodeclass=addnodes.number_reference, title=self.config.numfig_format["figure"],
        )  # fmt: skip
        return link


def setup(app: Any) -> None:
    """Registers the step."""
    app.add_post_transform(FigureReferences)
