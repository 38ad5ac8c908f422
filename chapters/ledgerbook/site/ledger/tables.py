"""Directives that print tables of the record.

``{source-list}``, ``{codebook}``, ``{measure-list}``, ``{glossary-terms}``, ``{disagreement-list}``,
``{search-list}``, ``{correction-list}``, ``{number-rules}`` and ``{wording-rules}``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id

from ledgerbook.numbers import conventions, numerals, wording
from ledgerbook.numbers.days import from_to
from ledgerbook.numbers.wording import Kind
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Claim, Disagreement, Measure, Search, Source, Term
from ledgerbook.record.rules import prose, published
from ledgerbook.record.units import unit_words
from ledgerbook.site.base import elements, inputs, links
from ledgerbook.site.base.elements import Inline, definitions, listed, paragraph, span
from ledgerbook.site.base.languages import language_class, romanised_class
from ledgerbook.site.base.words import _, counted
from ledgerbook.site.numbers import views

NAMES_SHOWN = 2  # examples of names with numerals

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

    def page_link(self, target: links.Target, content: Inline) -> nodes.reference:
        """A link to a page of the site, or to an anchor in it."""
        page, anchor = target
        address = f"{self.env.app.builder.get_relative_uri(self.env.docname, page)}{'#' * bool(anchor)}{anchor}"
        return nodes.reference("", "", *elements.inline(content), refuri=address, internal=True)

    def measure_link(self, measure: Measure) -> nodes.reference:
        """A link to the page of a measure."""
        return self.page_link((links.measure_page(measure.measure), ""), self.record.label(measure))

    def number(self, claim: Claim) -> nodes.Node:
        """A claim's number, linked to its row in the ledger."""
        language = views.number_language(claim, self.record.sources)
        words = span(claim.value_text, *([] if language == "en" else [f"language-{language}"]))
        return self.page_link(links.claim_target(claim), words)


class SourceList(RecordTable):
    """Every source by year, with what was read in it."""

    def run(self) -> list[nodes.Node]:
        """One section for each year; a copy of the same document stands below the first."""
        self.scores = Counter(score.source_id for score in self.record.scores)
        self.claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.record.claims.values():
            self.claims[claim.source_id].append(claim)
        self.copies: dict[str, list[Source]] = defaultdict(list)
        years: dict[str, list[Source]] = defaultdict(list)
        for source in self.record.sources.values():
            if source.same_document:
                self.copies[source.same_document].append(source)
            else:
                years[source.date[:4] or _("No date printed")].append(source)
        return [
            self.section(year, map(self.item, sorted(years[year], key=lambda s: (s.date, s.outlet))), "sources")
            for year in sorted(years)
        ]

    def item(self, source: Source) -> Item:
        """A source with its copies."""
        body = list(self.description(source))
        if copies := self.copies[source.source_id]:
            label = paragraph(_("The same document elsewhere:"), classes=["label"])
            body += [label, definitions(map(self.item, copies), "record", "copies")]
        return self.term(links.source_anchor(source.source_id), self.title(source)), body

    def title(self, source: Source) -> nodes.Node:
        """The title in its own language, linked where the book links to the outlet."""
        title = span(
            source.title, *([] if source.language == "en" else [language_class(source.language, source.title)])
        )
        address = self.record.link(source)
        return nodes.reference("", "", title, refuri=address, internal=False) if address else title

    def description(self, source: Source) -> Iterator[nodes.Node]:
        """What a source is and what was read in it."""
        if source.title_en and source.title_en != source.title:
            yield paragraph(source.title_en, classes=["rendering"])
        outlets = [source.outlet]
        if source.original_outlet and source.original_outlet != source.outlet:
            outlets.append(_("from {outlet}").format(outlet=source.original_outlet))
        kind, quality = (self.record.word(f"sources.{name}", getattr(source, name)) for name in ("kind", "quality"))
        about = [*outlets, source.date or _("no date printed"), kind, quality]
        code = nodes.literal("", source.source_id, classes=["no-search"])  # its anchor has it, and is searched
        yield paragraph("\N{NO-BREAK SPACE}· ".join([*about, ""]), code, classes=["about"])
        if claims := self.claims[source.source_id]:
            by_measure: dict[str, list[Claim]] = defaultdict(list)
            for claim in claims:
                by_measure[claim.measure].append(claim)
            words = (
                span(
                    [nodes.Text(f"{self.record.label(self.record.measures[name])} "), *listed(map(self.number, found))]
                )
                for name, found in by_measure.items()
            )
            count = counted("{n} claim", "{n} claims", len(claims))
            yield paragraph(f"{count}: ", listed(words, "; "), classes=["claims", "no-search"])
        if scores := self.scores[source.source_id]:
            yield paragraph(
                counted("Evidence of {n} score", "Evidence of {n} scores", scores), classes=["claims", "no-search"]
            )


class CodebookTable(RecordTable):
    """Every measure by strand, with its definition and a link to its page."""

    def run(self) -> list[nodes.Node]:
        """One section for each strand."""
        self.claims = Counter(claim.measure for claim in self.record.claims.values())
        strands: dict[str, list[Measure]] = defaultdict(list)
        for measure in self.record.measures.values():
            strands[measure.strand].append(measure)
        return [
            self.section(
                self.record.word("measures.strand", strand),
                map(self.item, sorted(strands[strand], key=lambda m: self.record.label(m).lower())),
                "no-search",
            )
            for strand in self.in_order(strands)
        ]

    def item(self, measure: Measure) -> Item:
        """A measure with its definition."""
        parts: list[Inline] = [self.measure_link(measure)]
        if measure.label_original:
            language = language_class(self.record.home.language, measure.label_original)
            parts += [" ", span(measure.label_original, language, "original")]
        count = self.claims[measure.measure]
        held = counted("{n} claim", "{n} claims", count) if count else _("no claim")
        unit = unit_words(measure.unit, self.record)
        body = [paragraph(f"{unit[:1].upper()}{unit[1:]} · {held}", classes=["about"]), paragraph(measure.counts)]
        if measure.excludes:
            body.append(paragraph(measure.excludes, classes=["excludes"]))
        return self.term(links.measure_anchor(measure.measure), *parts), body


class MeasureList(RecordTable):
    """Every measure by strand as a link, with the number of its claims."""

    def run(self) -> list[nodes.Node]:
        """One list for each strand, with the strand before it."""
        claims = Counter(claim.measure for claim in self.record.claims.values())
        strands: dict[str, list[Measure]] = defaultdict(list)
        for measure in sorted(self.record.measures.values(), key=lambda m: self.record.label(m).lower()):
            strands[measure.strand].append(measure)
        found: list[nodes.Node] = []
        for strand in self.in_order(strands):
            items = (
                nodes.list_item("", paragraph(self.measure_link(measure), f" ({claims[measure.measure]})"))
                for measure in strands[strand]
            )
            label = paragraph(self.record.word("measures.strand", strand), classes=["label"])
            found += [label, nodes.bullet_list("", *items, classes=["measures", "record", "no-search"])]
        return found


class GlossaryTerms(RecordTable):
    """Every term by strand: original, reading in Latin letters, rendering, what it counts."""

    def run(self) -> list[nodes.Node]:
        """One section for each strand."""
        strands: dict[str, list[Term]] = defaultdict(list)
        for term in self.record.glossary.values():
            strands[term.strand].append(term)
        return [
            self.section(self.record.word("glossary.strand", strand), map(self.item, strands[strand]))
            for strand in self.in_order(strands)
        ]

    def item(self, term: Term) -> Item:
        """A term with its definition."""
        anchor = make_id(self.env, self.state.document, "term", term.romanised)
        language = self.record.home.language
        parts: list[Inline] = [
            span(term.term_original, language_class(language), "original"), " ",
            span(term.romanised, romanised_class(language), "romanised"), " ",
            term.term_en,
        ]  # fmt: skip
        body = [paragraph(term.counts)]
        if term.excludes:
            body.append(paragraph(term.excludes, classes=["excludes"]))
        return self.term(anchor, *parts), body


class DisagreementList(RecordTable):
    """Every disagreement by what explains it: its claims, which one is used, and why."""

    def run(self) -> list[nodes.Node]:
        """One section for each kind, in the order of words.csv."""
        by_kind: dict[str, list[Disagreement]] = defaultdict(list)
        for row in self.record.disagreements.values():
            by_kind[row.kind].append(row)
        found: list[nodes.Node] = []
        for kind in self.record.keys("disagreements.kind"):
            if rows := by_kind[kind]:
                title = self.record.word("disagreements.kind", kind)
                section = self.section(title, map(self.item, rows), "disagreements")
                section.insert(1, paragraph(self.record.word("disagreements.kind.meaning", kind)))
                found.append(section)
        return found

    def item(self, row: Disagreement) -> Item:
        """A disagreement: the numbers side by side, and the reasoning in the author's words."""
        claims = [self.record.claims[name] for name in row.members]
        body = [self.side_by_side(claims, row.chosen), *self.parse_text_to_nodes(row.why)]
        return self.term(links.disagreement_anchor(row), row.title), body

    def side_by_side(self, claims: Sequence[Claim], chosen: str) -> nodes.table:
        """A table of the claims, the chosen one marked; with what they count where that differs."""
        several = len({claim.measure for claim in claims}) > 1
        rows = [
            [
                links.claim_link(claim.claim_id),
                *([self.measure_link(self.record.measures[claim.measure])] if several else []),
                from_to(claim.period),
                self.origin(claim),
                self.use(claim, chosen),
            ]
            for claim in claims
        ]
        headings = [
            _("Printed"),
            *([_("What it counts")] if several else []),
            _("Period"),
            _("Source"),
            _("In this book"),
        ]
        table = elements.table(headings, rows)
        table["classes"].append("no-search")  # the pages of measures say the same of each
        return table

    def origin(self, claim: Claim) -> Inline:
        """Who states the claim, where and when."""
        view = views.claim_view(self.record, claim.claim_id)
        return [nodes.Text(f"{view.agencies}; "), self.page_link(view.source_target, view.source_words)]

    def use(self, claim: Claim, chosen: str) -> str:
        """What the book does with a claim that stands in a disagreement."""
        if claim.claim_id == chosen:
            return _("chosen")
        if claim.status != "used":
            return self.record.word("claims.status", claim.status).lower()
        return _("also in use") if chosen else _("in use, kept apart")


class SearchList(RecordTable):
    """Everything that was looked for and not found: with which words, where, when, and what came nearest."""

    def run(self) -> list[nodes.Node]:
        """One section for each outcome, in the order of words.csv."""
        by_outcome: dict[str, list[Search]] = defaultdict(list)
        for row in self.record.searches.values():
            by_outcome[row.outcome].append(row)
        return [
            self.section(self.record.word("searches.outcome.title", outcome), map(self.item, by_outcome[outcome]))
            for outcome in self.record.keys("searches.outcome")
            if by_outcome[outcome]
        ]

    def item(self, row: Search) -> Item:
        """What was looked for, with what became of it."""
        view = views.SearchView(row, self.record)
        rows: list[tuple[str, Inline]] = [
            (_("Asked for"), view.queries),
            (_("Where"), view.places),
            (_("Until"), view.when),
        ]
        if view.found:
            rows.append((_("Found"), links.claim_link(row.found_id)))
        if nearest := [*map(links.claim_link, row.near_claims), *map(self.source, row.near_sources)]:
            rows.append((_("Nearest"), listed(nearest, "; ")))
        about = definitions((nodes.term("", title), [paragraph(what)]) for title, what in rows)
        about["classes"] += ["searched", "no-search"]
        nearest_words = self.parse_text_to_nodes(row.nearest_en)
        return self.term(links.search_anchor(row.search), view.sought), [*nearest_words, about]

    def source(self, source_id: str) -> nodes.Node:
        """A source as a link to its entry."""
        source = self.record.sources[source_id]
        words = f"{source.first_outlet}, {views.printed_date(source.date)}"
        return self.page_link(links.source_target(source_id), words)


class CorrectionList(RecordTable):
    """Every cell that was mended: what it was, what it is, since which version and why."""

    def run(self) -> list[nodes.Node]:
        """One table, the newest version first."""
        rows = [
            [
                self.row(c.table, cell.row_id),
                cell.column.replace("_", " "),
                f"{cell.was or _('empty')} → {cell.now or _('empty')}",
                c.since,
                c.why,
            ]
            for c in sorted(self.record.corrections, key=lambda c: published.parts(c.since), reverse=True)
            for cell in c.cells
        ]
        table = elements.table(
            [_("Row"), _("Column"), _("Was → is"), _("Since"), _("Why")], rows, classes=["record", "corrections"]
        )
        return [table]

    def row(self, table: str, row_id: str) -> Inline:
        """The row that was corrected, linked to its address where it has one."""
        claim = self.record.claims.get(row_id) if table == "claims" else None
        return self.number(claim) if claim else f"{table}: {row_id}"


class NumberRules(RecordTable):
    """What may stand in prose without being a link, and why."""

    def run(self) -> list[nodes.Node]:
        """One table: an example, and the reason."""
        names = prose.vocabulary(self.record).names
        named = [replace(numerals.NAME, example=", ".join(sorted(names, key=len)[:NAMES_SHOWN]))] if names else []
        rows = [[rule.example, _(rule.why)] for rule in (*numerals.RULES, *named, *numerals.EXCUSED)]
        return [elements.table([_("Such as"), _("Why")], rows, classes=["record"])]


class WordingRules(SphinxDirective):
    """How printed numbers are read, and what is refused."""

    def run(self) -> list[nodes.Node]:
        """Two tables: an example, the rule and the values that it stands for; an example, and what it could mean."""
        read = [[row.printed, _(row.rule), _stands_for(row)] for row in conventions.TABLE]
        refused = [[printed, _(why)] for printed, why in conventions.REFUSED]
        return [
            elements.table([_("Printed"), _("Rule"), _("Stands for")], read, classes=["record"]),
            elements.table([_("Refused"), _("Because it could be")], refused, classes=["record"]),
        ]


def _stands_for(row: conventions.Convention) -> str:
    sign = "%" if wording.read(row.printed, bound=row.bound).kind in (Kind.PERCENT, Kind.SHARE) else ""
    low, high = (f"{float(end):,.12g}{sign}" for end in (row.low, row.high))
    if row.low == row.high:
        return low
    words = _("at least {low}") if row.high == "inf" else _("{low} to {high}")
    return words.format(low=low, high=high)


def setup(app: Sphinx) -> None:
    """Registers the directives."""
    app.add_directive("disagreement-list", DisagreementList)
    app.add_directive("search-list", SearchList)
    app.add_directive("correction-list", CorrectionList)
    app.add_directive("number-rules", NumberRules)
    app.add_directive("wording-rules", WordingRules)
    app.add_directive("source-list", SourceList)
    app.add_directive("codebook", CodebookTable)
    app.add_directive("measure-list", MeasureList)
    app.add_directive("glossary-terms", GlossaryTerms)
