"""What every page shows of the others: when it changes, every page is written anew.

Sphinx writes anew the pages that were edited, and those whose own numbers move. The contents beside each page, the
names of the pages before and after it, and the words of links to sections and figures elsewhere would stay old.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def _note(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """All pages if what they share is not what it was when they were written, else none."""
    now = hashlib.sha256(json.dumps(_shared(env), sort_keys=True).encode()).hexdigest()
    if now == getattr(env, "book_shared", ""):
        return []
    env.book_shared = now  # type: ignore[attr-defined]
    return sorted(env.found_docs)


def _shared(env: BuildEnvironment) -> dict[str, Any]:
    names = sorted(env.found_docs)
    standard = env.domains["std"]
    return {
        "titles": [[name, env.titles[name].astext(), env.longtitles[name].astext()] for name in names],
        "order": [[name, *env.toctree_includes.get(name, ())] for name in names],
        "sections": [[name, sorted(map(str, env.toc_secnumbers.get(name, {}).items()))] for name in names],
        "figures": [[name, sorted(map(str, env.toc_fignumbers.get(name, {}).items()))] for name in names],
        "labels": [sorted(map(str, found.items())) for found in (standard.labels, standard.anonlabels)],
    }


def setup(app: Sphinx) -> None:
    """Registers the comparison, after the extensions that number sections and figures."""
    app.connect("env-get-updated", _note, priority=900)
