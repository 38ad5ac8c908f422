"""Directives that print tables of the record: ``{source-list}``, ``{codebook}`` and ``{glossary-terms}``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id

from campaign.record.ledger import Break, Claim, Ledger, Measure, Relation, Source, Term
from campaign.site import elements, inputs, links
from campaign.site.elements import Inline, definitions, listed, paragraph, span
from campaign.site.languages import language_class

UNDATED = "No date printed"
_PLAIN_NAMES = ("Collected name kept.", "Only row of its kind.")  # nothing that a reader need know
_RELATIONS = {
    "compare": ("Compares with", "Compares with"),
    "add": ("Adds to", "Adds to"),
    "subtract": ("Less", "Taken from"),
    "divide": ("Divided by", "Divides"),
}

Item = tuple[nodes.term, Sequence[nodes.Node]]


class RecordTable(SphinxDirective):
    """A directive that prints rows of the record in sections.

    Its option ``order`` lists the strands that come first, in their order.
    """

    has_content = False
    option_spec: ClassVar[dict[str, Any]] = {"order": str.split}

    @property
    def record(self) -> Ledger:
        """The ledger."""
        return inputs.record(self.env)

    def in_order(self, strands: Iterable[str]) -> list[str]:
        """The strands in the order that the page asks for, the others after them."""
        order = self.options.get("order", [])
        return sorted(strands, key=lambda s: order.index(s) if s in order else len(order))

    def section(self, title: str, items: Iterable[Item], *classes: str) -> nodes.section:
        """A titled section with a list of definitions."""
        anchor = nodes.make_id(title) or f"year-{title}"  # a year alone makes no id
        section = nodes.section("", nodes.title("", title), ids=[anchor], names=[nodes.fully_normalize_name(title)])
        section += definitions(items, "record", *classes)
        self.set_source_info(section)
        self.state.document.note_implicit_target(section, section)
        return section

    def term(self, anchor: str, *parts: Inline) -> nodes.term:
        """A term that links and labels can point to."""
        term = nodes.term("", "", *(n for part in parts for n in elements.inline(part)), ids=[anchor], names=[anchor])
        self.set_source_info(term)
        self.state.document.note_explicit_target(term, term)
        return term

    def measure_link(self, measure: Measure) -> nodes.Node:
        """A link to a measure's entry in the codebook."""
        return links.label_link(_measure_anchor(measure.measure), measure.label_en, self.env.docname)


class SourceList(RecordTable):
    """Every source by year, with what was read in it."""

    def run(self) -> list[nodes.Node]:
        """One section for each year; a copy of the same document stands below the first."""
        self.claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.record.claims.values():
            self.claims[claim.source_id].append(claim)
        self.copies: dict[str, list[Source]] = defaultdict(list)
        years: dict[str, list[Source]] = defaultdict(list)
        for source in self.record.sources.values():
            if source.same_document:
                self.copies[source.same_document].append(source)
            else:
                years[source.date[:4] or UNDATED].append(source)
        return [
            self.section(year, map(self.item, sorted(years[year], key=lambda s: (s.date, s.outlet))), "sources")
            for year in sorted(years)
        ]

    def item(self, source: Source) -> Item:
        """A source with its copies."""
        body = list(self.description(source))
        if copies := self.copies[source.source_id]:
            label = paragraph("The same document elsewhere:", classes=["label"])
            body += [label, definitions(map(self.item, copies), "record", "copies")]
        return self.term(links.source_anchor(source.source_id), self.title(source)), body

    def title(self, source: Source) -> nodes.Node:
        """The title in its own language, linked where the book links to the outlet."""
        title = span(source.title, *([] if source.language == "en" else [language_class(source.language)]))
        address = self.record.link(source)
        return nodes.reference("", "", title, refuri=address, internal=False) if address else title

    def description(self, source: Source) -> Iterator[nodes.Node]:
        """What a source is and what was read in it."""
        if source.title_en and source.title_en != source.title:
            yield paragraph(source.title_en, classes=["rendering"])
        outlets = [source.outlet]
        if source.original_outlet and source.original_outlet != source.outlet:
            outlets.append(f"from {source.original_outlet}")
        about = [*outlets, source.date or UNDATED.lower(), source.kind.replace("_", " "), source.quality]
        yield paragraph("\N{NO-BREAK SPACE}· ".join(about), classes=["about"])
        counts = Counter(claim.measure for claim in self.claims[source.source_id])
        if counts:
            total = counts.total()
            words = [
                span([self.measure_link(self.record.measures[name]), *([nodes.Text(f" ({n})")] if n > 1 else [])])
                for name, n in counts.items()
            ]
            yield paragraph(f"{total} claim{'' if total == 1 else 's'}: ", listed(words), classes=["claims"])


class CodebookTable(RecordTable):
    """Every measure by strand: what it counts, and what it may be combined with."""

    def run(self) -> list[nodes.Node]:
        """One section for each strand."""
        self.claims = Counter(claim.measure for claim in self.record.claims.values())
        self.relations: dict[str, list[tuple[str, str, Relation]]] = defaultdict(list)
        for r in self.record.relations:
            forwards, backwards = _RELATIONS[r.relation]
            self.relations[r.left].append((forwards, r.right, r))
            if r.right != r.left:
                self.relations[r.right].append((backwards, r.left, r))
        self.breaks: dict[str, list[Break]] = defaultdict(list)
        for change in self.record.breaks:
            self.breaks[change.measure].append(change)
        strands: dict[str, list[Measure]] = defaultdict(list)
        for measure in self.record.measures.values():
            strands[measure.strand].append(measure)
        return [
            self.section(strand.capitalize(), map(self.item, sorted(strands[strand], key=lambda m: m.label_en.lower())))
            for strand in self.in_order(strands)
        ]

    def item(self, measure: Measure) -> Item:
        """A measure with its definition."""
        parts: list[Inline] = [f"{measure.label_en} "]
        if measure.label_zh:
            parts += [span(measure.label_zh, language_class("zh"), "original"), " "]
        term = self.term(_measure_anchor(measure.measure), *parts, nodes.literal("", measure.measure))
        return term, list(self.definition(measure))

    def definition(self, measure: Measure) -> Iterator[nodes.Node]:
        """What the measure counts, and what the record holds of it."""
        count = self.claims[measure.measure]
        held = f"{count} claim{'' if count == 1 else 's'}" if count else "no claim"
        yield paragraph(f"{_unit_words(measure.unit)} · {held}", classes=["about"])
        yield paragraph(measure.counts)
        if measure.excludes:
            yield paragraph(measure.excludes, classes=["excludes"])
        if measure.merged_from or measure.merge_reason not in ("", *_PLAIN_NAMES):
            yield paragraph(span("Name: ", "label"), _merge_words(measure), classes=["naming"])
        for change in self.breaks[measure.measure]:
            yield paragraph(span(f"Changes in {change.date}: ", "label"), f"{change.what} ({change.basis})")
        if related := self.relations[measure.measure]:
            yield self.combinations(related)

    def combinations(self, related: Sequence[tuple[str, str, Relation]]) -> nodes.Node:
        """What the measure may be combined with, each with the reason, to be opened."""
        lines = (
            paragraph(span(f"{verb} ", "label"), self.measure_link(self.record.measures[other]), f": {relation.why}")
            for verb, other, relation in related
        )
        count = f"{len(related)} measure{'' if len(related) == 1 else 's'}"
        title = elements.summary("", f"May be compared or combined with {count}")
        return elements.details("", title, nodes.bullet_list("", *(nodes.list_item("", line) for line in lines)))


class GlossaryTerms(RecordTable):
    """Every term by strand: script, pinyin, rendering, what it counts."""

    def run(self) -> list[nodes.Node]:
        """One section for each strand."""
        strands: dict[str, list[Term]] = defaultdict(list)
        for term in self.record.glossary.values():
            strands[term.strand].append(term)
        return [
            self.section("All strands" if strand == "all" else strand.capitalize(), map(self.item, strands[strand]))
            for strand in self.in_order(strands)
        ]

    def item(self, term: Term) -> Item:
        """A term with its definition."""
        anchor = make_id(self.env, self.state.document, "term", term.pinyin)
        parts: list[Inline] = [
            span(term.term_zh, language_class("zh"), "original"), " ",
            span(term.pinyin, "language-zh-Latn-pinyin", "pinyin"), " ",
            term.term_en,
        ]  # fmt: skip
        body = [paragraph(term.counts)]
        if term.excludes:
            body.append(paragraph(term.excludes, classes=["excludes"]))
        return self.term(anchor, *parts), body


def _measure_anchor(measure: str) -> str:
    return "measure-" + measure.replace("_", "-")


def _unit_words(unit: str) -> str:
    words = unit.replace("_", " ")
    return words[:1].upper() + words[1:]


def _merge_words(measure: Measure) -> str:
    merged = ", ".join(measure.merged_from.split(";"))
    return f"{measure.merge_reason} Collected as: {merged}." if merged else measure.merge_reason


def setup(app: Sphinx) -> None:
    """Registers the directives."""
    app.add_directive("source-list", SourceList)
    app.add_directive("codebook", CodebookTable)
    app.add_directive("glossary-terms", GlossaryTerms)
