"""What pages load: nothing that the book does not use or does not know, nothing from another host."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

# The reader's choice between light and dark, kept by the theme's button; without one the system's holds, and it is the
# system of today: what the theme keeps beside the choice is the mode that it had when a page was last read.
COLOUR_MODE_SCRIPT = """\
let mode = null;
try { mode = localStorage.getItem("mode"); } catch { /* the browser keeps nothing for this page */ }
if (mode !== "light" && mode !== "dark") mode = "auto";
Object.assign(document.documentElement.dataset, { mode, theme: mode });"""

# Takes the focus from the button that opens a sidebar or the search, so that it cannot return there; static/frame.js
# stands in its place, and tells whether the sidebar is open.
REPLACED_SCRIPT = "scripts/sphinx-book-theme.js"
# Scripts of Sphinx for its own search and its own keys, which the book does not have.
UNUSED_SCRIPTS = ("doctools.js", "sphinx_highlight.js")
# Files of the theme that no page loads: scripts of parts that are switched off, icons that the style sheet draws
# itself, translations, the search of Sphinx, and what only developers of the theme use.
DEAD_WEIGHT = (
    REPLACED_SCRIPT, *UNUSED_SCRIPTS, "scripts/fontawesome.js", "scripts/bootstrap.js", "scripts/*.LICENSE.txt",
    "vendor/**/*",
    "images/logo_*", "file.png", "minus.png", "plus.png", "locales/**/*", "*webpack-macros.html", "**/*.map",
    "searchtools.js", "language_data.js",
)  # fmt: skip


def security_policy(
    scripts: Sequence[str] = (COLOUR_MODE_SCRIPT,), styles: Sequence[str] = (), *, compiles: bool = False
) -> str:
    """The pages' Content-Security-Policy: own files, no code made from text, no style in attributes.

    ``scripts`` and ``styles`` are those that stand in a page itself; ``compiles`` lets WebAssembly be compiled.
    """
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *(["'wasm-unsafe-eval'"] if compiles else []), *map(_digest, scripts)]),
        "style-src": " ".join(["'self'", *map(_digest, styles)]),
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",  # a figure reads its strict reading
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{what} {whence}" for what, whence in rules.items())


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _prepare_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    context["security_policy"] = security_policy()
    context["colour_mode_script"] = COLOUR_MODE_SCRIPT
    context["script_files"] = [file for file in context["script_files"] if _is_own_file(file)]
    for file in context["script_files"]:
        file.attributes["defer"] = "defer"


def _is_own_file(file: Any) -> bool:
    """Whether a script is a file of this site that it keeps, not one of another host and not code in the page."""
    name = str(getattr(file, "filename", file) or "")
    foreign = name.startswith(("http:", "https:", "//"))
    return bool(name) and not foreign and not name.endswith((REPLACED_SCRIPT, *UNUSED_SCRIPTS))


def _drop_dead_weight(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for pattern in DEAD_WEIGHT:
        for path in [p for p in static.glob(pattern) if p.is_file()]:
            path.unlink()


def _drop_empty_folders(app: Sphinx, error: Exception | None) -> None:
    static = Path(app.outdir) / "_static"
    for folder in sorted((p for p in static.rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def setup(app: Sphinx) -> None:
    """Registers the head of pages, after every extension that adds files to a page, and what is left out."""
    # Jupyter Book always sets this value of the comments extension, which the book does without.
    app.add_config_value("comments_config", {}, "")
    app.add_js_file("frame.js", loading_method="defer")
    app.connect("html-page-context", _prepare_head, priority=900)
    app.connect("build-finished", _drop_dead_weight)
    app.connect("build-finished", _drop_empty_folders, priority=900)  # after the style sheets have become one
