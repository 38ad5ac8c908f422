"""The pages of the ledger: one for each measure, with its definition, its breaks and every claim of it.

They are made from templates when the other pages are written, not read as documents: they hold nothing but the record,
and a document for each would double the time of a build.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ledgerbook.figure import over_time as charts
from ledgerbook.figure.drawing import kept, page_svg
from ledgerbook.figure.figure import specification
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Break, Claim, Measure, Relation
from ledgerbook.site.base import inputs, links, summaries
from ledgerbook.site.base.inputs import kept_drawings
from ledgerbook.site.base.languages import language_tag
from ledgerbook.site.base.words import _, counted
from ledgerbook.site.numbers.notes import address
from ledgerbook.site.numbers.views import ClaimView, Piece, unit_words, with_links

PLAIN_NAMES = ("Collected name kept.", "Only row of its kind.")  # nothing that a reader need know


@dataclass(frozen=True, repr=False)  # Sphinx logs what it passes on, and the whole record would be written out
class MeasureView:
    """A measure as its page shows it."""

    measure: Measure
    record: Ledger
    claims: Sequence[Claim]
    breaks: Sequence[Break]
    relations: Sequence[tuple[str, Measure, str]]  # what it may do, with which measure, and why
    drawings: Path  # where charts made before are kept

    @property
    def page(self) -> str:
        """The name of its page."""
        return links.measure_page(self.measure.measure)

    @property
    def original_language(self) -> str:
        """The language of its original label."""
        return language_tag(self.record.home.language, self.measure.label_original)

    @property
    def label(self) -> str:
        """What it is called."""
        return self.record.label(self.measure)

    @property
    def strand(self) -> str:
        """The part of the book that it belongs to, within a line."""
        return self.record.word("measures.strand", self.measure.strand).lower()

    def basis(self, change: Break) -> str:
        """Whether a change of the count was printed."""
        return self.record.word("breaks.basis", change.basis)

    @property
    def unit(self) -> str:
        """What one is counted in."""
        return unit_words(self.measure.unit, self.record)

    @property
    def held(self) -> str:
        """How much the record holds of it."""
        releases = sum(not claim.reprint_of for claim in self.claims)
        claims = counted("{n} claim", "{n} claims", len(self.claims))
        if releases == len(self.claims):
            return claims
        return _("{claims}, {releases} of them from independent releases").format(claims=claims, releases=releases)

    @property
    def description(self) -> str:
        """What it counts and how much the record holds of it, as short as a page's description must be."""
        held = _(" In the record: {held}.").format(held=self.held)
        return summaries.shortened(self.measure.counts, summaries.LONGEST - len(held)) + held

    @property
    def naming(self) -> Sequence[Piece]:
        """Which collected names became this measure, or why it is kept apart."""
        merged = ", ".join(self.measure.merged_from.split(";"))
        reason = "" if self.measure.merge_reason in PLAIN_NAMES and not merged else self.measure.merge_reason
        collected = _("Collected as: {names}.").format(names=merged)
        return with_links(f"{reason} {collected}" if merged else reason, self.record)

    @cached_property
    def groups(self) -> Sequence[tuple[str, Sequence[ClaimView]]]:
        """The claims that are no reprints, by place and kind, in order of their periods."""
        firsts = [claim for claim in self.claims if not claim.reprint_of]
        several = len({claim.geography for claim in firsts}) > 1
        home, kinds = self.record.home.place, self.record.keys("claims.kind")
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in sorted(firsts, key=lambda c: (c.geography != home, c.geography, kinds.index(c.kind), c.period)):
            title = self.record.word("claims.kind", claim.kind)
            found[
                f"{self.record.label(self.record.places[claim.geography])}: {title.lower()}" if several else title
            ].append(claim)
        return [(title, [ClaimView(claim, self.record) for claim in claims]) for title, claims in found.items()]

    @cached_property
    def chart(self) -> charts.Series | None:
        """The series that its chart draws."""
        return charts.series(self.record, self.measure.measure)

    @cached_property
    def drawing(self) -> str:
        """The chart as SVG."""
        if (chart := self.chart) is None:
            return ""

        def draw() -> tuple[str, list[str]]:
            spec = specification(charts.over_time(chart.data), chart.alternative)
            return page_svg(spec, name=name, variant="small", alternative=chart.alternative)

        name = f"chart-{self.measure.measure}"
        svg, foreign = kept(self.drawings, [name, chart.data.to_json(), chart.alternative], draw)
        if foreign:
            raise ValueError(f"the chart of {self.measure.measure} is drawn in {foreign}, no colours of the theme")
        return svg

    @property
    def chart_words(self) -> str:
        """What the chart's axis counts, and of which claims."""
        if self.chart is None:
            return ""
        claim = self.chart.claims[0]
        unit = f"{self.chart.scale_words} {unit_words(claim.unit, self.record)}".strip()
        kind, place = (
            self.record.word("claims.kind", claim.kind),
            self.record.label(self.record.places[claim.geography]),
        )
        return _("{kind}, {place}, in {unit}").format(kind=kind, place=place, unit=unit)


def measures(record: Ledger, drawings: Path) -> Iterator[MeasureView]:
    """Every measure of the record with what belongs to it."""
    claims = _grouped(record.claims.values(), "measure")
    breaks = _grouped(record.breaks, "measure")
    relations: dict[str, list[tuple[str, Measure, str]]] = defaultdict(list)
    for relation in record.relations:
        for name, verb, other in _sides(relation, record):
            relations[name].append((verb, record.measures[other], relation.why))
    for name, measure in record.measures.items():
        yield MeasureView(measure, record, claims[name], breaks[name], relations[name], drawings)


def _sides(relation: Relation, record: Ledger) -> Iterator[tuple[str, str, str]]:
    yield relation.left, record.word("relations.relation", relation.relation), relation.right
    if relation.left != relation.right:
        yield relation.right, record.word("relations.relation.back", relation.relation), relation.left


def _grouped(rows: Any, field: str) -> Mapping[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, field)].append(row)
    return groups


def _collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The pages for Sphinx to write: name, context and template of each."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    for view in measures(inputs.record(app.env), kept_drawings(app)):
        url = partial(address, app, view.page)
        context = {"title": view.label, "description": view.description, "view": view, "url": url}
        yield view.page, context, "measure.html"


def _share_contents(app: Sphinx) -> None:
    """Makes the table of contents once for all generated pages of a folder: none of them stands in it."""
    made: dict[tuple[Any, ...], str] = {}

    def share(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
        contents = context["toctree"]

        def shared(**options: Any) -> str:
            key = (posixpath.dirname(page), *sorted(options.items()))
            if key not in made:
                made[key] = contents(**options)
            return made[key]

        if page not in app.env.found_docs:
            context["toctree"] = shared

    app.connect("html-page-context", share, priority=400)  # before the theme, which asks for it


def setup(app: Sphinx) -> None:
    """Registers the pages."""
    app.connect("html-collect-pages", _collect)
    _share_contents(app)
