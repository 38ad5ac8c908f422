"""The directive ``{launch}``: where the chapters can be opened in a browser, if the book says where its source lies.

Without an address (``repository-code`` in CITATION.cff), or with one that no such service knows, it prints nothing:
a button that leads nowhere is worse than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ledgerbook.site.base import citations, elements
from ledgerbook.site.base.words import _

# Of each host: the services that open its repositories, with the pattern of their addresses.
SERVICES: Mapping[str, Mapping[str, str]] = {
    "github.com": {
        "Binder": "https://mybinder.org/v2/gh/{path}/HEAD?urlpath=lab/tree/chapters",
        "Codespaces": "https://codespaces.new/{path}",
    },
    "codeberg.org": {"Binder": "https://mybinder.org/v2/git/{address}/HEAD?urlpath=lab/tree/chapters"},
}


def services(repository: str) -> dict[str, str]:
    """The services that open that repository, with their addresses."""
    parts = urlsplit(repository)
    path = parts.path.strip("/").removesuffix(".git")
    if path.count("/") != 1:
        return {}
    known = SERVICES.get((parts.hostname or "").lower(), {})
    return {name: pattern.format(path=path, address=quote(repository, safe="")) for name, pattern in known.items()}


class Launch(SphinxDirective):
    """A sentence with a link to each service, or nothing."""

    def run(self) -> list[nodes.Node]:
        """The sentence."""
        work = citations.of_book(self.env.app)
        links: list[nodes.Node] = [
            nodes.reference("", name, refuri=address, internal=False)
            for name, address in services(work.repository if work else "").items()
        ]
        opening = nodes.Text(_("In a browser, by services of others: "))
        return [elements.paragraph([opening, *elements.listed(links), nodes.Text(".")])] if links else []


def setup(app: Sphinx) -> None:
    """Registers the directive."""
    app.add_directive("launch", Launch)
