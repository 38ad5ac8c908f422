"""The note of each traced number: where it was printed, or how it was computed, without leaving the page.

The notes lie in the page itself, in a ``template`` that nothing draws, so that they open offline and at once. A script
(static/numbers.js) shows one in a native popover; without scripts a number is a plain link to the same facts.
"""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder

from ledgerbook.numbers import printing
from ledgerbook.prose.judgement import CHECK, CLAIM, RESULT, SEARCH, TRACED
from ledgerbook.site.base import inputs, links
from ledgerbook.site.numbers import published
from ledgerbook.site.numbers.views import CheckView, ResultView, SearchView, claim_view

MOST_INPUTS = 8  # a note is read at a glance: the whole list stands where the result is computed


def numbers_of(doctree: nodes.Element) -> dict[str, list[str]]:
    """The names of the claims, results, checks and searches that a page's links lead to, each once, in order."""
    found: dict[str, dict[str, None]] = {kind: {} for kind in TRACED}
    for link in doctree.findall(nodes.reference):
        if "number" in link.get("classes", ()):
            found[link["kind"]][link["name"]] = None
    return {kind: list(names) for kind, names in found.items()}


def ranges_of(doctree: nodes.Element) -> dict[str, str]:
    """How a page prints the ranges of results: for each the words of its first link that has two ends."""
    found: dict[str, str] = {}
    for link in doctree.findall(nodes.reference):
        if link.get("kind") == RESULT and printing.RANGE.match(link.astext()):
            found.setdefault(link["name"], link.astext())
    return found


def _add_notes(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if doctree is None:
        return
    if found := notes_of(app, pagename, doctree):
        context["body"] += found
        app.add_js_file("numbers.js", loading_method="defer")


def notes_of(app: Sphinx, pagename: str, content: nodes.Element) -> str:
    """The notes of the numbers in that content, as HTML for that page; nothing where it has none."""
    names, said = numbers_of(content), ranges_of(content)
    if not any(names.values()):
        return ""
    record = inputs.record(app.env)
    results = (published.find(app.env, published.RESULTS, name) for name in names[RESULT])
    checks = (published.find(app.env, published.CHECKS, name) for name in names[CHECK])
    context = {
        "claims": [claim_view(record, name) for name in names[CLAIM]],
        "results": [
            ResultView(found.content, found.docname, record, said.get(found.content.name, ""))
            for found in results
            if found
        ],
        "checks": [CheckView(found.content, found.docname, record) for found in checks if found],
        "searches": [SearchView(record.searches[name], record) for name in names[SEARCH]],
        "url": lambda target: address(app, pagename, target),
        "most": MOST_INPUTS,
    }
    html: str = app.builder.templates.render("record/notes.html", context)
    return html


def address(app: Sphinx, page: str, target: links.Target) -> str:
    """The address of a target relative to a page."""
    there, anchor = target
    # An empty address would be that of the page's folder.
    relative = _relative(app.builder, posixpath.dirname(page), there) if there != page else ""
    return f"{relative}#{anchor}" if anchor else relative


@lru_cache(maxsize=4096)
def _relative(builder: Builder, folder: str, there: str) -> str:
    """The address of a page for those of a folder; the same for all of them but that page itself."""
    return builder.get_relative_uri(f"{folder}/*" if folder else "*", there)


def setup(app: Sphinx) -> None:
    """Registers the notes."""
    app.connect("html-page-context", _add_notes)
