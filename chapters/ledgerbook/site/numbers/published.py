"""What notebooks publish by name for prose to refer to, results and checks, read from their stored outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer, load_mime_renders
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from ledgerbook.prose.judgement import CHECK, RESULT
from ledgerbook.record.checks import CHECK_MIME, PublishedCheck
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.results import RESULT_MIME, PublishedResult
from ledgerbook.site.base import elements, inputs, outputs
from ledgerbook.site.numbers import checks, results

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of what is published: how an output is known, how it is read, and how its page shows it."""

    mime: str
    read: Callable[[dict[str, Any]], T]
    shown: Callable[[T, Ledger], nodes.Element]


RESULTS = Kind(RESULT_MIME, PublishedResult.from_document, results.shown)
CHECKS = Kind(CHECK_MIME, PublishedCheck.from_document, checks.shown)
KINDS: Mapping[str, Kind[Any]] = {RESULT: RESULTS, CHECK: CHECKS}


@dataclass(frozen=True, slots=True)
class Published(Generic[T]):
    """What is published, and the page that publishes it."""

    docname: str
    content: T


def names(env: BuildEnvironment, kind: Kind[Any]) -> list[str]:
    """The names of all of that kind in the book."""
    return list(_all(env, kind))


def find(env: BuildEnvironment, kind: Kind[T], name: str) -> Published[T] | None:
    """What is published under that name, or None."""
    if name not in (found := _all(env, kind)):
        return None
    docname, document = found[name]
    return Published(docname, kind.read(document))


def _all(env: BuildEnvironment, kind: Kind[Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    # Kept as they are stored, because the environment is pickled and an interval's infinities are not.
    found: dict[str, tuple[str, dict[str, Any]]] = env.book_published[kind.mime]  # type: ignore[attr-defined]
    return found


def _gather(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Reads what every notebook of the book publishes before any page is read."""
    env.book_published = {}  # type: ignore[attr-defined]
    for noun, kind in KINDS.items():
        found = outputs.by_name(env, kind.mime, noun)
        for output in found.values():
            try:
                kind.read(output.document)
            except ValueError as error:
                raise ExtensionError(f"{env.doc2path(output.docname)}: {error}") from error
        env.book_published[kind.mime] = {  # type: ignore[attr-defined]
            name: (output.docname, output.document) for name, output in found.items()
        }


class PublishedRenderer:
    """Shows what is published as one line that opens: a plugin of MyST-NB."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int]]] = [
        (builder, kind.mime, 1) for builder in elements.HTML_BUILDERS for kind in KINDS.values()
    ]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Its nodes; None for any other kind of output."""
        kind = next((kind for kind in KINDS.values() if kind.mime == data.mime_type), None)
        if kind is None:
            return None
        stored: Any = data.content
        return [kind.shown(kind.read(stored), inputs.record(renderer.renderer.sphinx_env))]


def setup(app: Sphinx) -> None:
    """Registers the reading of what is published and its renderer."""
    app.connect("env-before-read-docs", _gather)
    renderers = load_mime_renders()  # see ledgerbook.site.figures.figure_nodes.setup
    if PublishedRenderer not in renderers:
        renderers.append(PublishedRenderer)
