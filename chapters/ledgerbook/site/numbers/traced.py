"""Traced numbers, ``[39,000](claim:its-id)`` and ``[28%](result:its-name)``, and statements: ``[all fell](check:name)``
and ``[not found](search:name)``.

The words between the brackets read normally in Jupyter. When a page is read, they are compared with the ledger or
with the result that a notebook publishes; a disagreement is a warning with file and line, which stops a strict build.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from ledgerbook.book import Book
from ledgerbook.numbers.context import Context, Nouns
from ledgerbook.numbers.numerals import Vocabulary
from ledgerbook.prose import judgement
from ledgerbook.prose.judgement import CHECK, CLAIM, RESULT, SEARCH
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.results import PublishedResult
from ledgerbook.record.rows import Claim
from ledgerbook.record.rules.prose import nouns, vocabulary
from ledgerbook.site.base import inputs, places, taken
from ledgerbook.site.base.links import claim_target, result_anchor
from ledgerbook.site.base.words import _, counted
from ledgerbook.site.numbers import published
from ledgerbook.site.numbers.published import Published
from ledgerbook.site.numbers.views import CheckView, SearchView, claim_view, number_language, result_words

OTHERWISE = "\u2260"  # in a reader's version, behind words that say other than their number is now
logger = logging.getLogger(__name__)


class traced_number(nodes.reference):  # noqa: N801 (docutils names its nodes so)
    """The link of a number; ``source`` is the code by which a reader on paper finds where it comes from."""


class TracedNumbers(SphinxTransform):
    """Checks every traced number and turns it into a link to be resolved."""

    default_priority = 500  # after translation (20), so that a translated page's numbers are checked as well

    def apply(self, **kwargs: Any) -> None:
        """Replaces links of the schemes that are traced."""
        referred = self.env.book_referred.setdefault(self.env.docname, set())  # type: ignore[attr-defined]
        for link in list(self.document.findall(nodes.reference)):
            kind, _, name = link.get("refuri", "").partition(":")
            referred.add(link.get("refuri", ""))
            if kind == CLAIM:
                self._claim(link, name)
            elif kind == RESULT:
                self._result(link, name)
            elif kind == CHECK:
                self._check(link, name)
            elif kind == SEARCH:
                self._search(link, name)

    def _claim(self, link: nodes.reference, name: str) -> None:
        record = inputs.record(self.env)
        if message := judgement.of_claim(link.astext(), name, record.claims, self._context(link)):
            self._warn(link, message)
        claim = record.claims.get(name)
        if claim is None:
            return
        if not link.children:
            language = number_language(claim, record.sources)
            classes = [] if language == "en" else [f"language-{language}"]
            link += nodes.inline("", claim.value_text, classes=classes)
        _make_pending(link, "claim", name, self.env.docname)

    def _result(self, link: nodes.reference, name: str) -> None:
        found = published.find(self.env, published.RESULTS, name)
        known = published.names(self.env, published.RESULTS)
        message = judgement.of_result(link.astext(), name, found.content if found else None, known, self._context(link))
        self._published(link, RESULT, name, found, message)

    def _check(self, link: nodes.reference, name: str) -> None:
        found = published.find(self.env, published.CHECKS, name)
        known = published.names(self.env, published.CHECKS)
        check = found.content if found else None
        message = judgement.of_check(link.astext(), name, check, known, self._vocabulary)
        self._published(link, CHECK, name, found, message)

    def _published(
        self, link: nodes.reference, kind: str, name: str, found: Published[Any] | None, message: str
    ) -> None:
        if message:
            self._warn(link, message)
        if found is None:
            return
        taken.note(self.env, Path(self.env.doc2path(found.docname)))
        _make_pending(link, kind, name, self.env.docname)

    def _search(self, link: nodes.reference, name: str) -> None:
        known = inputs.record(self.env).searches
        if message := judgement.of_search(link.astext(), name, known, self._vocabulary):
            self._warn(link, message)
        if name in known:
            _make_pending(link, SEARCH, name, self.env.docname)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return vocabulary(inputs.record(self.env))

    @cached_property
    def _nouns(self) -> Nouns:
        return nouns(inputs.record(self.env))

    def _context(self, link: nodes.reference) -> Context:
        block: nodes.Node = link.parent
        while isinstance(block, nodes.Inline):
            block = block.parent
        every = list(block.findall())
        place = next(place for place, node in enumerate(every) if node is link)
        behind = place + len(list(link.findall()))
        ahead, rest = (
            "".join(node for node in part if isinstance(node, nodes.Text)) for part in (every[:place], every[behind:])
        )
        return Context(ahead, rest, self._nouns)

    @cached_property
    def _readers(self) -> str:
        return Book(Path(str(self.env.srcdir))).readers_settings

    def _warn(self, link: nodes.reference, message: str) -> None:
        if self._readers:
            link += nodes.superscript("", OTHERWISE, classes=["otherwise"])
        # Sphinx keeps a page that was read with a warning and would not warn again: it must be read again next time.
        self.env.note_reread()
        logger.warning(message, type="book", subtype="number", location=places.of(self.env, link))


def _make_pending(link: nodes.reference, kind: str, name: str, docname: str) -> None:
    words = nodes.inline("", "", *link.children)
    pending = addnodes.pending_xref(
        "", words, reftype=kind, reftarget=name, refdoc=docname, refdomain="", refexplicit=True, refwarn=True
    )
    pending.source, pending.line = link.source, link.line
    link.parent.replace(link, pending)


def _resolve(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, words: nodes.Node
) -> traced_number | None:
    """The link of a traced number, with its provenance as title."""
    record, kind, name = inputs.record(env), node["reftype"], node["reftarget"]
    if kind == CLAIM:
        claim = record.claims[name]
        target, title, source = claim_target(claim), provenance(claim, record), claim.source_id
    elif kind == RESULT and (result := published.find(env, published.RESULTS, name)):
        target, source = (result.docname, result_anchor(name)), name
        title = derivation(result.content, record, words.astext())
    elif kind == CHECK and (check := published.find(env, published.CHECKS, name)):
        view = CheckView(check.content, check.docname, record)
        target, title, source = view.target, f"{view.statement}: {view.count}", name
    elif kind == SEARCH:
        search = SearchView(record.searches[name], record)
        target, title, source = search.target, search.title, name
    else:
        return None
    link = make_refnode(app.builder, node["refdoc"], *target, words, title)
    traced = traced_number("", "", *link.children, **link.attributes, source=source)
    traced["classes"] += ["number", kind]
    traced["kind"], traced["name"] = kind, name  # for the page's notes
    return traced


def provenance(claim: Claim, record: Ledger) -> str:
    """A claim's origin in one line: wording, outlet, date, period."""
    view = claim_view(record, claim.claim_id)
    return _("Printed as {number} · {source} · counts {period}").format(
        number=view.number, source=view.source_words, period=view.period
    )


def derivation(result: PublishedResult, record: Ledger, said: str) -> str:
    """The origin of a result that prose says in these words, in one line: meaning, interval, number of claims."""
    origin = counted("derived from {n} claim", "derived from {n} claims", len(result.claims))
    return f"{result.meaning}: {result_words(result, record, said)} · {origin}"


def _visit(translator: Any, node: traced_number) -> None:
    address = node["refuri"] if "refuri" in node else f"#{node['refid']}"
    given = {"class": "reference internal", "href": address, "title": node["reftitle"], "data-source": node["source"]}
    translator.body.append(translator.starttag(node, "a", "", **given))


def _depart(translator: Any, node: traced_number) -> None:
    translator.body.append("</a>")


def _remember(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    if not hasattr(env, "book_referred"):
        env.book_referred = {}  # type: ignore[attr-defined]


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    getattr(env, "book_referred", {}).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    env.book_referred.update(other.book_referred)  # type: ignore[attr-defined]


def _check_rows(app: Sphinx, env: BuildEnvironment) -> None:
    """Warns of checks and searches that no prose refers to, and of words of checks that no notebook publishes."""
    addresses = set().union(*env.book_referred.values())  # type: ignore[attr-defined]
    known = published.names(env, published.CHECKS)
    for table, line, message in judgement.of_rows(inputs.record(env), known, addresses):
        path = inputs.folder(env) / f"{table}.csv"
        logger.warning(message, type="book", subtype="number", location=f"{path}:{line}")


def setup(app: Sphinx) -> None:
    """Registers the check, the resolution and the link."""
    app.add_node(traced_number, html=(_visit, _depart))
    app.add_transform(TracedNumbers)
    app.connect("env-before-read-docs", _remember)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("env-check-consistency", _check_rows)
    app.connect("missing-reference", _resolve)
