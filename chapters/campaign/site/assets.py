"""What pages load: nothing that this book does not use, nothing from another host."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def _keep_what_is_used(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if _is_ours(file)]


def _is_ours(file: Any) -> bool:
    name = str(getattr(file, "filename", file) or "")
    return not name.startswith(("http:", "https:", "//"))


def setup(app: Sphinx) -> None:
    """Registers the filter, after every extension that adds files to a page."""
    # Jupyter Book always sets this value of the comments extension, which the book does without.
    app.add_config_value("comments_config", {}, "")
    app.connect("html-page-context", _keep_what_is_used, priority=900)
