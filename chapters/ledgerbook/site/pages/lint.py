"""No number escapes: every numeral in prose is a traced number or is allowed by a rule of ledgerbook.numbers.numerals.

Prose is what authors type: the Markdown of pages and notebooks, and the text for readers in code, such as the finding
of a figure. What is computed is compared by nbval. What the record prints of itself is its curators' prose, which
:mod:`ledgerbook.record.rules.prose` checks in part. The build counts the traced and the
allowed numbers of each page into ``numbers.txt`` beside the site.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from ledgerbook.book import Book
from ledgerbook.notebooks import stored
from ledgerbook.numbers import numerals
from ledgerbook.numbers.numerals import Vocabulary
from ledgerbook.prose import judgement
from ledgerbook.prose.judgement import CITED, EXAMPLE, TRACED
from ledgerbook.prose.places import Place
from ledgerbook.record.rules import prose
from ledgerbook.site.base import elements, inputs, places
from ledgerbook.site.base.files import Answers
from ledgerbook.site.figures import figure_nodes
from ledgerbook.site.pages.api import DOCSTRING

REPORT = "numbers.txt"
KEPT = "code.json"  # beside the site: what was wrong with the texts of code when it was last read
_UNTYPED = (
    nodes.literal, nodes.FixedTextElement, nodes.raw, nodes.comment, nodes.math, nodes.citation, addnodes.pending_xref,
    figure_nodes.book_figure, elements.details,
)  # fmt: skip
_SPARED = {"record", DOCSTRING, EXAMPLE, "cell_output"}  # classes of what is printed from elsewhere, excused, computed
logger = logging.getLogger(__name__)


class TypedNumbers(SphinxTransform):
    """Counts the numbers of a page, and warns of each that nothing answers for."""

    default_priority = 510  # after the traced numbers, which are links then

    def apply(self, **kwargs: Any) -> None:
        """Counts and warns."""
        counts: Counter[str] = Counter()
        for link in list(self.document.findall(nodes.reference)):
            kind, _, reason = link.get("refuri", "").partition(":")
            if message := judgement.of_kind(link.get("refuri", "")):
                self._warn(link, message)
            if kind in (EXAMPLE, CITED):
                counts[f"allowed as {kind}"] += 1
                self._accept(link, kind, reason)
        for number in self.document.findall(addnodes.pending_xref):
            if _within(number, figure_nodes.strict_reading):
                continue  # the same claims again, on the figure's own page
            if number["reftype"] in TRACED:
                in_table = _within(number, elements.details, nodes.table)
                counts["in tables" if in_table else f"traced to a {number['reftype']}"] += 1
        words = prose.vocabulary(inputs.record(self.env))
        for text in self.document.findall(nodes.Text):
            if not _is_typed(text):
                continue
            for loose in numerals.loose(text.astext(), words):
                counts[f"allowed as {loose.rule}" if loose.rule else "untraced"] += 1
                if message := judgement.of_number(loose):
                    self._warn(text, message)
        self.env.book_typed[self.env.docname] = counts  # type: ignore[attr-defined]

    def _accept(self, link: nodes.reference, kind: str, reason: str) -> None:
        works = self.env.get_domain("cite").bibdata.data.entries if kind == CITED else ()  # type: ignore[attr-defined]
        if message := judgement.of_excuse(link.astext(), kind, reason, works):
            self._warn(link, message)
        link.parent.replace(link, nodes.inline("", "", *link.children, classes=[EXAMPLE]))

    def _warn(self, node: nodes.Node, message: str) -> None:
        self.env.note_reread()  # Sphinx would not warn again of a page that it need not read again
        logger.warning(message, type="book", subtype="number", location=places.of(self.env, node))


def _within(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, kinds):
            return True
        parent = parent.parent
    return False


def _is_typed(text: nodes.Text) -> bool:
    """Whether an author typed the text as prose."""
    node = text.parent
    while node is not None:
        if isinstance(node, _UNTYPED) or _SPARED & set(node.get("classes", ())) or _is_numbers_link(node):
            return False
        node = node.parent
    return True


def _is_numbers_link(node: nodes.Element) -> bool:
    """A link to a claim or the like that does not exist, of which the build has been told already."""
    return node.get("refuri", "").partition(":")[0] in TRACED


def _check_code(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warns of numbers typed into the code of notebooks and of the package."""
    words = prose.vocabulary(inputs.record(env))
    answers = Answers(Path(app.outdir).parent / KEPT, f"{inputs.code()} {words}")
    for docname in sorted(env.found_docs):
        path = Path(str(env.doc2path(docname)))
        if path.suffix == ".ipynb":
            for number, cell in enumerate(stored.cells(path), start=1):
                if cell["cell_type"] == "code":
                    _warn_of_code(answers, "".join(cell["source"]), words, path, number)
    for package in Book(Path(env.srcdir)).own_packages:
        for path in sorted(package.rglob("*.py")):
            _warn_of_code(answers, path.read_text(encoding="utf-8"), words, path)
    answers.save()


def _warn_of_code(answers: Answers, code: str, words: Vocabulary, path: Path, cell: int = 0) -> None:
    for line, message in answers.of(code, partial(_complaints, words=words)):
        logger.warning(message, type="book", subtype="number", location=str(Place(str(path), cell, line)))


def _complaints(code: str, words: Vocabulary) -> list[tuple[int, str]]:
    return list(judgement.of_code(code, words))


def _remember(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    if not hasattr(env, "book_typed"):
        env.book_typed = {}  # type: ignore[attr-defined]


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    getattr(env, "book_typed", {}).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    env.book_typed.update(other.book_typed)  # type: ignore[attr-defined]


def report(counts: dict[str, Counter[str]]) -> str:
    """Traced and allowed numbers of each page as a table in plain text."""
    columns = [*(f"traced to a {kind}" for kind in TRACED), "in tables"]
    rules = sorted({kind for count in counts.values() for kind in count} - {*columns, "untraced"})
    lines = [["page", "claims", "results", "checks", "searches", "in tables", "allowed", "of them", "untraced"]]
    total: Counter[str] = sum(counts.values(), Counter())
    for page, count in [*sorted(counts.items()), ("all", total)]:
        allowed = {rule.removeprefix("allowed as "): count[rule] for rule in rules if count[rule]}
        words = ", ".join(f"{n} {rule}" for rule, n in allowed.items())
        lines.append(
            [page, *(str(count[c]) for c in columns), str(sum(allowed.values())), words, str(count["untraced"])]
        )
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def _write_report(app: Sphinx, error: Exception | None) -> None:
    if error is None:
        path = Path(app.outdir).parent / REPORT
        path.write_text(report(app.env.book_typed) + "\n", encoding="utf-8")  # type: ignore[attr-defined]


def setup(app: Sphinx) -> None:
    """Registers the check of prose and of code, and the report."""
    app.add_transform(TypedNumbers)
    app.connect("env-before-read-docs", _remember)
    app.connect("env-before-read-docs", _check_code)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("build-finished", _write_report)
