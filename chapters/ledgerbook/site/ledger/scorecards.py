"""Directives that print a scorecard of the record: ``{criteria-list}`` and ``{scorecard}``.

The first is the checklist, each criterion with its rules and an address of its own; the second every publication with
its scores, the evidence in the language of its document, and what could not be seen.
"""

from __future__ import annotations

from collections import defaultdict

from docutils import nodes
from sphinx.application import Sphinx

from ledgerbook.record.rows import UNKNOWN, Criterion, Publication, Score
from ledgerbook.site.base import elements, links
from ledgerbook.site.base.elements import Inline, definitions, paragraph, span
from ledgerbook.site.base.languages import language_class
from ledgerbook.site.base.words import _
from ledgerbook.site.ledger.tables import Item, RecordTable


class CriteriaList(RecordTable):
    """Every criterion by group: why it matters, and what earns which score."""

    def run(self) -> list[nodes.Node]:
        """One list for each group, with its name before it."""
        groups: dict[str, list[Criterion]] = defaultdict(list)
        for criterion in self.record.criteria.values():
            groups[criterion.group].append(criterion)
        found: list[nodes.Node] = []
        for group, criteria in groups.items():
            found.append(paragraph(self.record.word("criteria.group", group), classes=["label"]))
            found.append(definitions(map(self.item, criteria), "record"))
        return found

    def item(self, criterion: Criterion) -> Item:
        """A criterion with its rules."""
        rules = [(2, criterion.rule_2), (1, criterion.rule_1), (0, criterion.rule_0)]
        listed = (nodes.list_item("", paragraph(nodes.strong("", str(points)), f" {rule}")) for points, rule in rules)
        body = [
            paragraph(criterion.why),
            nodes.bullet_list("", *listed),
            paragraph(criterion.standard, classes=["about"]),
        ]
        return self.term(links.criterion_anchor(criterion.criterion_id), criterion.title), body


class Scorecard(RecordTable):
    """Every publication with what it is, and its scores with their evidence."""

    def run(self) -> list[nodes.Node]:
        """One list, in the order of the record."""
        self.scores: dict[str, list[Score]] = defaultdict(list)
        for score in self.record.scores:
            self.scores[score.publication_id].append(score)
        return [definitions(map(self.item, self.record.publications.values()), "record", "no-search")]

    def item(self, publication: Publication) -> Item:
        """A publication; its scores open on request."""
        source = self.record.sources[publication.source_id]
        own = [language_class(source.language, publication.title)] if publication.title_en else []
        title = span(publication.title, *own)
        rendering: list[Inline] = [f" ({publication.title_en})"] if publication.title_en else []
        form = self.record.word("publications.form", publication.form)
        seen = self.record.word("publications.seen", publication.seen)
        about = _("{body}; {form} on {covers}, {seen}. ").format(
            body=publication.body, form=form, covers=publication.covers, seen=seen
        )
        body: list[nodes.Node] = [
            paragraph(title, *rendering),
            paragraph(
                about, publication.note, " ", self.document(publication.source_id, _("Document")), classes=["about"]
            ),
            self.details(publication),
        ]
        return self.term(links.publication_anchor(publication.publication_id), publication.label), body

    def details(self, publication: Publication) -> elements.details:
        """The scores as a table, and the criteria of which nothing could be seen."""
        scores = self.scores[publication.publication_id]
        other = any(score.other_rater for score in scores)
        heads = [_("Criterion"), _("Score"), *([_("Second rater")] if other else []), _("Evidence"), _("What it shows")]
        rows = [
            [
                self.criterion(score),
                score.score,
                *([score.other_rater] if other else []),
                self.evidence(score),
                self.shown(score),
            ]
            for score in scores
            if _known(score)
        ]
        parts: list[nodes.Node] = [
            elements.summary("", _("Scores and evidence")),
            elements.table(heads, rows, classes=["record"]),
        ]
        if unseen := [self.criterion(score) for score in scores if not _known(score)]:
            parts.append(paragraph(_("Not seen: "), *elements.listed(unseen), "."))
        return elements.details("", *parts)

    def criterion(self, score: Score) -> nodes.reference:
        """The criterion's title, linked to its rules on the same page."""
        criterion = self.record.criteria[score.criterion_id]
        anchor = links.criterion_anchor(criterion.criterion_id)
        return nodes.reference("", criterion.title, refid=anchor, internal=True)

    def evidence(self, score: Score) -> Inline:
        """The phrase in its own language, its rendering, and the document."""
        if not score.evidence:
            return ""
        language = self.record.sources[score.source_id].language
        words = span(score.evidence, *([] if language == "en" else [language_class(language, score.evidence)]))
        rendering: list[nodes.Node] = [nodes.Text(f" ({score.translation})")] if score.translation else []
        return [words, *rendering, nodes.Text(" "), self.document(score.source_id, _("source"))]

    def shown(self, score: Score) -> Inline:
        """What the evidence shows, and where a second rater gave something else, why."""
        if score.other_rater in ("", score.score) or not score.other_reason:
            return score.note
        return " ".join(filter(None, [score.note, _("Second rater: {why}.").format(why=score.other_reason)]))

    def document(self, source_id: str, word: str) -> nodes.reference:
        """A link to a document's entry among the sources."""
        return self.page_link(links.source_target(source_id), word)


def _known(score: Score) -> bool:
    """Whether somebody saw something: a cell that nobody could see has no row in the table."""
    return score.score != UNKNOWN or score.other_rater not in ("", UNKNOWN)


def setup(app: Sphinx) -> None:
    """Registers the directives."""
    app.add_directive("criteria-list", CriteriaList)
    app.add_directive("scorecard", Scorecard)
