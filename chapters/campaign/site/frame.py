"""The script of the page's frame, instead of the theme's: sidebars that tell whether they are open and keep the focus.

The theme's own takes the focus from the button that opens a sidebar or the search, so that it cannot return there.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

THEMES_SCRIPT = "scripts/sphinx-book-theme.js"


def _without_themes_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    context["script_files"] = [file for file in context["script_files"] if not _is_themes(file)]


def _is_themes(file: Any) -> bool:
    return str(getattr(file, "filename", file)).endswith(THEMES_SCRIPT)


def setup(app: Sphinx) -> None:
    """Exchanges the scripts."""
    app.add_js_file("frame.js", loading_method="defer")
    app.connect("html-page-context", _without_themes_script, priority=800)
