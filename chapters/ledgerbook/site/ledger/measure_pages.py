"""The pages of the ledger: one for each measure, with its definition, its breaks and every claim of it.

They are made from templates when the other pages are written, not read as documents: they hold nothing but the record,
and a document for each would double the time of a build. Around them all stands the same frame, which Sphinx makes once
with marks in the places of title, description and body. As long as neither the record nor the frame changes, they stay.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import escape as markup_escape
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ledgerbook.citing import styles
from ledgerbook.citing.styles import Item
from ledgerbook.citing.work import Work
from ledgerbook.figure import over_time as charts
from ledgerbook.figure.drawing import drawn_by, kept, page_svg
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Break, Claim, Measure, Relation
from ledgerbook.record.units import unit_words
from ledgerbook.site.base import citations, inputs, links, summaries
from ledgerbook.site.base.files import write_changed
from ledgerbook.site.base.inputs import kept_drawings
from ledgerbook.site.base.languages import language_tag
from ledgerbook.site.base.words import _, counted
from ledgerbook.site.figures.drawn import in_page
from ledgerbook.site.numbers.notes import address
from ledgerbook.site.numbers.views import ClaimView, Piece, claim_view, with_links

PLAIN_NAMES = ("Collected name kept.", "Only row of its kind.")  # nothing that a reader need know
TITLE, DESCRIPTION, BODY = "@the title@", "@the description@", "@the body@"  # marks in the frame of the pages
FRAME = f"{links.MEASURES_FOLDER}/_frame"  # no measure has such a name
SHORT = {"APA": styles.apa, "GB/T 7714": styles.gbt7714}  # beside each number; the other forms stand in files
MADE_FROM = "measures.txt"  # beside the site: a fingerprint of what its pages of measures were made from


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
        return [
            (title, [claim_view(self.record, claim.claim_id) for claim in claims]) for title, claims in found.items()
        ]

    @cached_property
    def chart(self) -> charts.Series | None:
        """The series that its chart draws."""
        return charts.series(self.record, self.claims)

    @cached_property
    def drawing(self) -> str:
        """The chart as SVG."""
        if (chart := self.chart) is None:
            return ""

        name, spec = f"chart-{self.measure.measure}", charts.specification(chart)
        draw = partial(page_svg, spec, name=name, variant="small", alternative=chart.alternative)
        svg, foreign = kept(self.drawings, [name, spec], draw)
        if foreign:
            raise ValueError(f"the chart of {self.measure.measure} is drawn in {foreign}, no colours of the theme")
        return in_page(svg)

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
    """Has Sphinx write the frame as a page, then writes the pages with it."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    views = list(measures(inputs.record(app.env), kept_drawings(app)))
    if not views:
        return
    yield FRAME, {"title": TITLE, "description": DESCRIPTION, "body": BODY}, "measure.html"
    place = Path(app.builder.get_outfilename(FRAME))
    frame = place.read_text(encoding="utf-8")
    place.unlink()
    made_from = Path(app.outdir).parent / MADE_FROM
    state = hashlib.sha256(f"{app.config.book_inputs} {drawn_by()} {frame}".encode()).hexdigest()
    pages = {view.page: Path(app.builder.get_outfilename(view.page)) for view in views}
    if (
        made_from.exists()
        and made_from.read_text(encoding="utf-8") == state
        and all(p.exists() for p in pages.values())
    ):
        return
    made_from.unlink(missing_ok=True)
    for view in views:
        cited = _cited(app, view)
        write_changed(pages[view.page], _filled(app, app.builder, frame, view, cited))
        for kind in citations.FILES if cited else ():
            write_changed(pages[view.page].with_suffix(f".{kind}"), citations.text(cited.values(), kind))
    made_from.write_text(state, encoding="utf-8")


def _filled(
    app: Sphinx, builder: StandaloneHTMLBuilder, frame: str, view: MeasureView, cited: Mapping[str, Item]
) -> str:
    """The page of a measure: the frame with the measure in it, and how its numbers are cited."""
    book = citations.of_book(app)
    context = {
        "view": view,
        "url": partial(address, app, view.page),
        "citation": book and styles.styles(citations.of_page(app, book, view.page, view.label)),
        "citations": {name: {style: write(item) for style, write in SHORT.items()} for name, item in cited.items()},
        "stem": view.page.rpartition("/")[2],
    }
    body: str = builder.templates.render("record/measure.html", context)
    head, foot = frame.split(BODY)
    title = view.label
    # In its element it is escaped as a template does it, in the tags as ledgerbook.site.pages.head does.
    head = head.replace(f"<title>{TITLE}", f"<title>{markup_escape(title)}")
    head = head.replace(TITLE, escape(title)).replace(DESCRIPTION, escape(view.description))
    return f"{head}{body}{foot}"


def _cited(app: Sphinx, view: MeasureView) -> Mapping[str, Item]:
    """How each number of the page is cited; nothing where the book has no file of citations."""
    if (book := citations.of_book(app)) is None:
        return {}
    shown = [claim for _title, claims in view.groups for claim in claims]
    return {c.claim.claim_id: cited(app, book, c) for c in shown}


def cited(app: Sphinx, book: Work, claim: ClaimView) -> Item:
    """How a number is cited: by what it counts, where and when, and where it was printed."""
    record = inputs.record(app.env)
    place = record.label(record.places[claim.claim.geography])
    words = f"{claim.measure}, {place}, {claim.period}: {claim.number}"
    return citations.of_claim(app, book, claim.claim, words, _printed(claim))


def _printed(claim: ClaimView) -> str:
    return _("Printed in {title} ({where})").format(title=claim.source.title, where=claim.source_words)


def setup(app: Sphinx) -> None:
    """Registers the pages."""
    app.connect("html-collect-pages", _collect)
