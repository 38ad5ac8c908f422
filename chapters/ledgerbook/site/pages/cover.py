"""The cover of a book: a few changes as arrows to one scale, each beside its traced number and what it counts.

````
```{cover} The subtitle
:motto: words that stand below it

- [5.7%](claim:some-id) more of something
- [17.3%](claim:some-other-id) fewer of something else

What all of them count, and since when.
```
````

The lengths are the ledger's values, so an arrow cannot disagree with its number. The labels are text of the page, not
of the drawing: they are checked, open their notes and grow with the reader's type. Elsewhere the same arrows are drawn
on the cards of the pages (:mod:`ledgerbook.site.pages.cards`).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import unknown
from ledgerbook.record.rows import Claim
from ledgerbook.record.units import with_unit
from ledgerbook.site.base import elements, inputs
from ledgerbook.site.base.words import _

LONGEST = 216  # px: the length of the longest arrow of a cover
WIDTH = 32  # px
POINT = 0.4  # of an arrow's width: how long its point is, unless the whole arrow is shorter
MOST = 6  # arrows of a cover: more have no room beside each other


class cover_arrow(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """An arrow: ``value`` as it is signed, ``words`` for those who do not see it, ``length`` and ``room`` in px.

    All arrows of one direction have the room of the longest, so that nothing moves when the next one arrives.
    """


class Cover(SphinxDirective):
    """The directive: its argument is the subtitle, its list the arrows, and what follows the list the caption."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {"motto": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Subtitle, motto, arrows with their labels, caption."""
        content = self.parse_content_to_nodes()
        labels = next((node for node in content if isinstance(node, nodes.bullet_list)), None)
        if labels is None:
            raise self.error("a cover has no arrows: write a list, as in - [5.7%](claim:...) more of something")
        items = list(labels.findall(nodes.list_item))
        if len(items) > MOST:
            raise self.error(f"a cover has room for {MOST} arrows, and this one lists {len(items)}")
        for item, arrow in zip(items, self.arrows([self.claim(item) for item in items]), strict=True):
            item["classes"].append("up" if arrow["value"] > 0 else "down")
            item.insert(0, arrow)
        labels["classes"] += ["cover-arrows", f"columns-{len(items)}"]
        cover = nodes.container(classes=["cover"])
        self.set_source_info(cover)
        cover += elements.paragraph(self.arguments[0], classes=["subtitle"])
        if motto := self.options.get("motto"):
            cover += elements.paragraph(motto, classes=["motto"])
        cover += content
        return [cover]

    def claim(self, item: nodes.list_item) -> Claim:
        """The claim that the number of a list's item is traced to."""
        record = inputs.record(self.env)
        for link in item.findall(nodes.reference):
            kind, _, name = link.get("refuri", "").partition(":")
            if kind == "claim" and name not in record.claims:
                raise self.error(unknown("claim", name, record.claims))
            if kind == "claim":
                return record.claims[name]
        raise self.error(f"an arrow of a cover has no length: {item.astext()!r} is traced to no claim")

    def arrows(self, claims: Sequence[Claim]) -> list[cover_arrow]:
        """An arrow for each claim, to one scale."""
        if len({(claim.unit, claim.kind) for claim in claims}) > 1:
            kinds = ", ".join(f"{claim.claim_id} is a {claim.kind} in {claim.unit}" for claim in claims)
            raise self.error(f"the arrows of a cover have one scale, but their claims are of several kinds: {kinds}")
        if still := next((claim for claim in claims if not claim.value), None):
            raise self.error(f"an arrow of a cover points nowhere: the value of {still.claim_id} is zero")
        drawn = list(zip(claims, lengths([float(claim.value) for claim in claims], LONGEST), strict=True))
        return [
            cover_arrow(
                value=float(claim.value),
                length=length,
                room=max(size for other, size in drawn if (other.value > 0) == (claim.value > 0)),
                words=_words(claim, inputs.record(self.env)),
            )
            for claim, length in drawn
        ]


def _words(claim: Claim, record: Ledger) -> str:
    size = with_unit(f"{abs(float(claim.value)):g}", claim.unit, record)
    return (_("Arrow up: {size}") if claim.value > 0 else _("Arrow down: {size}")).format(size=size)


def lengths(values: Sequence[float], longest: float) -> list[float]:
    """The lengths of the arrows of these values, the longest as given."""
    scale = longest / max(map(abs, values))
    return [round(abs(value) * scale, 2) for value in values]


def outline(length: float, width: float, *, up: bool, room: float | None = None) -> str:
    """An arrow's outline as an SVG path, its point at the upper or lower end of its length.

    An arrow up stands at the bottom of its room (by default as high as itself), an arrow down hangs from the top.
    """
    point = min(POINT * width, length)
    top = length if room is None else room
    tip, neck, foot = (top - length, top - length + point, top) if up else (length, length - point, 0.0)
    return f"M0 {foot:g}V{neck:g}L{width / 2:g} {tip:g}L{width:g} {neck:g}V{foot:g}Z"


def values(env: BuildEnvironment) -> list[float]:
    """The values of the arrows on the book's cover; none without a cover."""
    found: list[float] = getattr(env, "book_cover", [])
    return found


def _note_values(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Remembers the cover's values; when they change, every page is written anew, for its card shows them."""
    root = env.get_doctree(env.config.root_doc)
    now = [arrow["value"] for arrow in root.findall(cover_arrow)]
    if now == values(env):
        return []
    env.book_cover = now  # type: ignore[attr-defined]
    return sorted(env.found_docs)


def _name_title(app: Sphinx, doctree: nodes.document) -> None:
    """Marks the title above a cover, which is set larger, for a style that need not wait until the cover arrives."""
    for cover in doctree.findall(nodes.container):
        if "cover" in cover["classes"] and isinstance(title := cover.previous_sibling(), nodes.title):
            title["classes"].append("above-cover")


def _visit(translator: Any, node: cover_arrow) -> None:
    up = node["value"] > 0
    translator.body.append(
        f'<svg class="arrow" role="img" aria-label="{escape(node["words"])}" width="{WIDTH}" '
        f'height="{node["room"]:g}"><path d="{outline(node["length"], WIDTH, up=up, room=node["room"])}"/></svg>'
    )
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Registers the directive and its node."""
    app.add_node(cover_arrow, html=(_visit, None))
    app.add_directive("cover", Cover)
    app.connect("doctree-read", _name_title)
    app.connect("env-updated", _note_values)
