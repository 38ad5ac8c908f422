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

from ledgerbook.figure import over_time as charts
from ledgerbook.figure.drawing import drawn_by, kept, page_svg
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import Break, Claim, Measure, Relation
from ledgerbook.site.base import inputs, links, summaries
from ledgerbook.site.base.files import write_changed
from ledgerbook.site.base.inputs import kept_drawings
from ledgerbook.site.numbers.notes import address
from ledgerbook.site.numbers.views import ClaimView, Piece, claim_view, unit_words, with_links

RELATIONS = {
    "compare": ("Compares with", "Compares with"),
    "add": ("Adds to", "Adds to"),
    "subtract": ("Less", "Taken from"),
    "divide": ("Divided by", "Divides"),
}
PLAIN_NAMES = ("Collected name kept.", "Only row of its kind.")  # nothing that a reader need know
TITLE, DESCRIPTION, BODY = "@the title@", "@the description@", "@the body@"  # marks in the frame of the pages
FRAME = f"{links.MEASURES_FOLDER}/_frame"  # no measure has such a name
MADE_FROM = "measures.txt"  # beside the site: a fingerprint of what its pages of measures were made from
GROUPS = {"level": "Numbers", "share_percent": "Shares", "yoy_percent": "Changes on a year before"}


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
    def unit(self) -> str:
        """What one is counted in."""
        return unit_words(self.measure.unit)

    @property
    def held(self) -> str:
        """How much the record holds of it."""
        releases = sum(not claim.reprint_of for claim in self.claims)
        claims = f"{len(self.claims)} claim{'' if len(self.claims) == 1 else 's'}"
        return claims if releases == len(self.claims) else f"{claims}, {releases} of them from independent releases"

    @property
    def description(self) -> str:
        """What it counts and how much the record holds of it, as short as a page's description must be."""
        held = f" In the record: {self.held}."
        return summaries.shortened(self.measure.counts, summaries.LONGEST - len(held)) + held

    @property
    def naming(self) -> Sequence[Piece]:
        """Which collected names became this measure, or why it is kept apart."""
        merged = ", ".join(self.measure.merged_from.split(";"))
        reason = "" if self.measure.merge_reason in PLAIN_NAMES and not merged else self.measure.merge_reason
        return with_links(f"{reason} Collected as: {merged}." if merged else reason, self.record)

    @cached_property
    def groups(self) -> Sequence[tuple[str, Sequence[ClaimView]]]:
        """The claims that are no reprints, by place and kind, in order of their periods."""
        firsts = [claim for claim in self.claims if not claim.reprint_of]
        several = len({claim.geography for claim in firsts}) > 1
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in sorted(
            firsts, key=lambda c: (c.geography != "CN", c.geography, list(GROUPS).index(c.kind), c.period)
        ):
            title = GROUPS[claim.kind]
            found[f"{self.record.places[claim.geography].label_en}: {title.lower()}" if several else title].append(
                claim
            )
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
        return svg

    @property
    def chart_words(self) -> str:
        """What the chart's axis counts, and of which claims."""
        if self.chart is None:
            return ""
        claim = self.chart.claims[0]
        unit = "percent" if claim.unit == "percent" else f"{self.chart.scale_words} {unit_words(claim.unit)}".strip()
        return f"{GROUPS[claim.kind]}, {self.record.places[claim.geography].label_en}, in {unit}"


def measures(record: Ledger, drawings: Path) -> Iterator[MeasureView]:
    """Every measure of the record with what belongs to it."""
    claims = _grouped(record.claims.values(), "measure")
    breaks = _grouped(record.breaks, "measure")
    relations: dict[str, list[tuple[str, Measure, str]]] = defaultdict(list)
    for relation in record.relations:
        for name, verb, other in _sides(relation):
            relations[name].append((verb, record.measures[other], relation.why))
    for name, measure in record.measures.items():
        yield MeasureView(measure, record, claims[name], breaks[name], relations[name], drawings)


def _sides(relation: Relation) -> Iterator[tuple[str, str, str]]:
    forwards, backwards = RELATIONS[relation.relation]
    yield relation.left, forwards, relation.right
    if relation.left != relation.right:
        yield relation.right, backwards, relation.left


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
        write_changed(pages[view.page], _filled(app, app.builder, frame, view))
    made_from.write_text(state, encoding="utf-8")


def _filled(app: Sphinx, builder: StandaloneHTMLBuilder, frame: str, view: MeasureView) -> str:
    """The page of a measure: the frame with the measure in it."""
    url = partial(address, app, view.page)
    body: str = builder.templates.render("record/measure.html", {"view": view, "url": url})
    head, foot = frame.split(BODY)
    title = view.measure.label_en
    # In its element it is escaped as a template does it, in the tags as ledgerbook.site.pages.head does.
    head = head.replace(f"<title>{TITLE}", f"<title>{markup_escape(title)}")
    head = head.replace(TITLE, escape(title)).replace(DESCRIPTION, escape(view.description))
    return f"{head}{body}{foot}"


def setup(app: Sphinx) -> None:
    """Registers the pages."""
    app.connect("html-collect-pages", _collect)
