"""The rules of a scorecard: publications held against criteria, with evidence.

A score that could not be seen is no score of nothing: it may be anything from the least to the most.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem
from ledgerbook.record.rows import UNKNOWN, Score
from ledgerbook.record.rules import quotation

SEEN = ("1", "2", "1-2")  # scores that something must have been seen for


def check(ledger: Ledger) -> Iterator[Problem]:
    """Cells of the scorecard that are missing, or lack what their score asks for."""
    for score in ledger.scores:
        yield from _evidence_problems(score, ledger)
    yield from _other_problems(ledger)
    scored = {(score.publication_id, score.criterion_id) for score in ledger.scores}
    for publication in ledger.publications.values():
        for criterion_id in ledger.criteria:
            if (publication.publication_id, criterion_id) not in scored:
                what = f"has no score under {criterion_id}"
                remedy = f"add the row to scores.csv, with {UNKNOWN!r} where nothing could be seen"
                value = publication.publication_id
                yield Problem("publications.csv", publication.line, "publication_id", value, what, remedy)


def _evidence_problems(score: Score, ledger: Ledger) -> Iterator[Problem]:
    if score.score in SEEN:
        if not score.source_id:
            yield _about(score, "source_id", f"is empty for the score {score.score}", "name the document that was seen")
        if not score.evidence:
            yield _about(score, "evidence", f"is empty for the score {score.score}", "quote the phrase that shows it")
    elif score.evidence or score.source_id:
        what = f"is given for the score {score.score}"
        yield _about(score, "evidence", what, "score what was seen, or leave source_id and evidence empty")
    if score.score == "0" and not score.note:
        yield _about(score, "note", "is empty for the score 0", f"say on what basis it is a no, or score {UNKNOWN}")
    if bool(score.first_pass) != bool(score.second_pass):
        yield _about(score, "second_pass", "stands without the other pass", "give both passes, or neither")
    source = ledger.sources.get(score.source_id)
    if score.evidence and source and source.language in ledger.languages:
        language = ledger.languages[source.language]
        if not quotation.in_language(score.evidence, language, ledger):
            what = f"is not in the language of its source ({source.language})"
            yield _about(score, "evidence", what, quotation.QUOTE_OR_MEND)
        if (language.translated == "no") == bool(score.translation):
            what = "is empty" if not score.translation else f"translates a phrase in {language.label_en}"
            yield _about(score, "translation", what, "translate evidence that languages.csv says so of, and no other")


def _other_problems(ledger: Ledger) -> Iterator[Problem]:
    """A second rating of some cells only could be of those that suit; one without a reason cannot be judged."""
    rated = any(score.other_rater for score in ledger.scores)
    for score in ledger.scores:
        if rated and not score.other_rater:
            what = "is empty, and other cells have a second rating"
            yield _about(score, "other_rater", what, "add the second rating, or give it of no cell")
        elif score.other_rater != UNKNOWN and bool(score.other_rater) != bool(score.other_reason):
            what = "is empty for a second rating" if score.other_rater else "stands without a second rating"
            yield _about(score, "other_reason", what, f"give both, or neither; only {UNKNOWN!r} needs no reason")


def _about(score: Score, field: str, what: str, remedy: str) -> Problem:
    return Problem("scores.csv", score.line, field, getattr(score, field), what, remedy)
