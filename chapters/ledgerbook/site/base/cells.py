"""Code that opens on request, as valid HTML: MyST-NB writes paragraphs into ``summary`` and a label that hides them."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx


def _visit(translator: Any, node: nodes.Element) -> None:
    shown, hidden = (escape(node[key]) for key in ("prompt_show", "prompt_hide"))
    translator.body.append(
        f'<details class="code">\n<summary><span class="when-closed">{shown}</span>'
        f'<span class="when-open">{hidden}</span></summary>\n'
    )


def _depart(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Replaces the visitors of MyST-NB."""
    app.add_node(HideCodeCellNode, override=True, html=(_visit, _depart))
