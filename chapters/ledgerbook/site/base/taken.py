"""What pages take from the notebooks of other pages, so that they are made anew when that changes, and only then.

A page that links to a result of another chapter shows what execution stored there, and none of the chapter's prose. A
dependency on the file, as Sphinx keeps it, would make the page anew at each sentence that is written in the chapter.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ledgerbook.notebooks import stored


def note(env: BuildEnvironment, notebook: Path) -> None:
    """The page that is being read depends on what the notebook stores."""
    _taken(env).setdefault(env.docname, {})[str(notebook)] = _fingerprint(env.app, notebook)


def _taken(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """By page, the fingerprints of what it took, by notebook; kept from build to build."""
    if not hasattr(env, "book_taken"):
        env.book_taken = {}  # type: ignore[attr-defined]
    found: dict[str, dict[str, str]] = env.book_taken  # type: ignore[attr-defined]
    return found


def _fingerprint(app: Sphinx, notebook: Path) -> str:
    """Of what the notebook stores, and of the tags that keep it from its page; computed once in a build."""
    if not hasattr(app, "book_stored"):
        app.book_stored = {}  # type: ignore[attr-defined]
    known: dict[Path, str] = app.book_stored  # type: ignore[attr-defined]
    if notebook not in known:
        cells = [cell for cell in stored.cells(notebook) if "outputs" in cell]
        content = [[cell["metadata"].get("tags"), cell["outputs"]] for cell in cells]
        known[notebook] = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    return known[notebook]


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """The pages that would take anything else now than they took."""
    return [page for page, taken in _taken(env).items() if any(_differs(app, *one) for one in taken.items())]


def _differs(app: Sphinx, notebook: str, then: str) -> bool:
    path = Path(notebook)
    return not path.exists() or _fingerprint(app, path) != then


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _taken(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: Any) -> None:
    _taken(env).update({page: taken for page, taken in _taken(other).items() if page in docnames})


def setup(app: Sphinx) -> None:
    """Registers the comparison."""
    app.connect("env-get-outdated", _outdated)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
