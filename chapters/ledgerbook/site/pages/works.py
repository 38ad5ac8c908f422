"""Citations, ``([Cohen, 1960](cite:cohen1960coefficient))``, which lead to the bibliography.

The bibliography lists the works that pages cite; it is sphinxcontrib-bibtex that reads and prints it.
"""

from __future__ import annotations

from typing import Any, cast

from docutils import nodes
from pybtex.plugin import find_plugin
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.nodes import make_refnode
from sphinxcontrib.bibtex.citation_target import CitationTarget
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation
from sphinxcontrib.bibtex.roles import CitationRef

from ledgerbook.prose import judgement, works
from ledgerbook.prose.passages import CITE
from ledgerbook.prose.works import Works
from ledgerbook.site.base import places

logger = logging.getLogger(__name__)


class Citations(SphinxTransform):
    """Checks every citation and turns it into a reference to be resolved."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Replaces the links of the page, and tells the bibliography which works it cites."""
        links = list(self.document.findall(nodes.reference))
        addresses = (link.get("refuri", "").partition(":") for link in links)
        if cited := [(link, key) for link, (kind, _, key) in zip(links, addresses, strict=True) if kind == CITE]:
            domain = cast(BibtexDomain, self.env.get_domain("cite"))
            known = works.named(domain.bibdata.data.entries)
            for link, key in cited:
                self._cite(link, key, domain, known)

    def _cite(self, link: nodes.reference, key: str, domain: BibtexDomain, known: Works) -> None:
        if message := judgement.of_work(link.astext(), key, known):
            self.env.note_reread()  # Sphinx would not warn again of a page that it need not read again
            logger.warning(message, type="book", subtype="number", location=places.of(self.env, link))
        if key in known:
            target = CitationTarget(key=key, pre="", post="")
            domain.citation_refs.append(CitationRef("", self.env.docname, link.line or 0, [target]))
            link.replace_self(addnodes.pending_xref("", *link.children, reftype=CITE, reftarget=key))


class References(SphinxPostTransform):
    """Resolves the citations of a page; whoever points at one sees the work."""

    default_priority = 9  # just before Sphinx resolves references

    def run(self, **kwargs: Any) -> None:
        """Replaces the references."""
        references = list(self.document.findall(addnodes.pending_xref))
        if cited := [node for node in references if node["reftype"] == CITE and not node.get("refdomain")]:
            domain = cast(BibtexDomain, self.env.get_domain("cite"))
            printed = {citation.key: citation for citation in domain.citations}
            for node in cited:
                node.replace_self(self._link(node, printed[node["reftarget"]]))

    def _link(self, node: addnodes.pending_xref, work: Citation) -> nodes.reference:
        plain = find_plugin("pybtex.backends", "plaintext")()
        shown = work.tooltip_entry.text.render(plain).replace("\\url ", "") if work.tooltip_entry else None
        words = nodes.inline("", "", *node.children)
        page = work.bibliography_key.docname
        return make_refnode(self.app.builder, self.env.docname, page, work.citation_id, words, shown)


def setup(app: Sphinx) -> None:
    """Registers the steps."""
    app.add_transform(Citations)
    app.add_post_transform(References)
