"""What was disclosed: publications held against the criteria, in points that may be known between bounds only.

A cell is worth what its score says; one that could not be seen may be worth anything, and the parameters of the
chapter say how it is counted and how criteria are weighed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

import pandas as pd
import portion
from portion import Interval

from campaign import CHINA
from campaign.analysis import record
from ledgerbook.figure import frames
from ledgerbook.numbers import intervals
from ledgerbook.numbers.days import year_of
from ledgerbook.numbers.quantities import Quantity, solved
from ledgerbook.record.ledger import Ledger, kept
from ledgerbook.record.rows import MOST, UNKNOWN, Criterion, Publication, Score
from ledgerbook.record.rules import published
from ledgerbook.record.rules.scores import SEEN

RELEASE, ALL_FOUND = "cn-release", "cn-all"
GROUP = "criteria.group"  # the kind of words under which the groups of criteria have their names
YEAR = year_of(2022)  # what the publications are chosen for
ELSEWHERE = "elsewhere"
EDITION = ("edition",)  # points that rest on another edition
LENT = ("edition", "body")  # those, and points that rest on another text of the same body
RATED = "0.2.0"  # the version whose evidence a second rater saw, and whose scores that rating is compared with
REPORTS = ("report", "statistics")  # forms of publication with room for definitions and tables


class Unseen(Enum):
    """What a cell counts as whose score could not be seen; the words are in words.csv (disclosure.unseen)."""

    ANYTHING = "anything"
    NOTHING = "nothing"
    MOST = "most"


class Weights(Enum):
    """What counts the same: each criterion, or each group; the words are in words.csv (disclosure.weights)."""

    EQUAL = "equal"
    BY_GROUP = "by_group"


@dataclass(frozen=True, slots=True)
class Adding:
    """How the cells of a publication are added up.

    ``without`` names a group that is left out. With ``asked_only`` criteria that no standard asks for by name are left
    out too; ``not_lent`` has the kinds of loan (``lent_by`` of scores_lent.csv) that count as not seen.
    """

    unseen: Unseen = Unseen.ANYTHING
    weights: Weights = Weights.EQUAL
    without: str = ""
    asked_only: bool = False
    not_lent: tuple[str, ...] = ()


def comparators(ledger: Ledger) -> list[Publication]:
    """The publications of other places."""
    return [p for p in ledger.publications.values() if p.geography != CHINA]


@kept
def cells(ledger: Ledger, publication_id: str) -> dict[str, Score]:
    """The scores of a publication by criterion, in the order of the criteria."""
    own = {score.criterion_id: score for score in ledger.scores if score.publication_id == publication_id}
    return {criterion_id: own[criterion_id] for criterion_id in ledger.criteria}


@kept
def lent(ledger: Ledger, kinds: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """The cells, as publication and criterion, whose phrase stands in another document of one of these kinds."""
    rows = ledger.table("scores_lent").values()
    return frozenset((row.publication_id, row.criterion_id) for row in rows if row.lent_by in kinds)


def unasked(ledger: Ledger) -> frozenset[str]:
    """The criteria that no standard asks for by name."""
    return frozenset(ledger.table("criteria_unasked"))


def worth(score: Score, unseen: Unseen, *, is_lent: bool = False) -> Interval:
    """The points of a cell, from 0 to MOST; one that is lent counts as not seen."""
    points = portion.closed(Fraction(0), Fraction(MOST)) if is_lent else score.interval
    if unseen is Unseen.NOTHING:
        return intervals.exactly(points.lower)
    return intervals.exactly(points.upper) if unseen is Unseen.MOST else points


def full(ledger: Ledger) -> int:
    """The points of a publication that does everything."""
    return MOST * len(ledger.criteria)


@kept
def total(ledger: Ledger, publication_id: str, adding: Adding) -> Quantity:
    """The points of a publication, of as many as :func:`full` says unless a group is left out."""
    weight = _weights(ledger, adding)
    loans = lent(ledger, adding.not_lent)
    points = intervals.exactly(0)
    for criterion_id, score in cells(ledger, publication_id).items():
        own = worth(score, adding.unseen, is_lent=(publication_id, criterion_id) in loans)
        points = intervals.add(points, intervals.scale(own, weight[criterion_id]))
    return _quantity(ledger, points, "points", f"points of {publication_id}", publication_id)


def bounds(points: Quantity) -> str:
    """Points in words: whole numbers, or one decimal where criteria do not weigh the same."""
    low, high = (f"{float(end):.1f}".removesuffix(".0") for end in (points.low, points.high))
    return low if low == high else f"{low} to {high}"


def group_total(ledger: Ledger, publication_id: str, group: str, unseen: Unseen) -> Quantity:
    """The points of a publication in one group of criteria."""
    points = intervals.exactly(0)
    for criterion_id, score in cells(ledger, publication_id).items():
        if ledger.criteria[criterion_id].group == group:
            points = intervals.add(points, worth(score, unseen))
    return _quantity(ledger, points, "points", f"points of {publication_id} for {group}", publication_id)


def matrix(ledger: Ledger) -> pd.DataFrame:
    """One row for each cell.

    Columns: group (label), criterion (title), publication_id and publication (label), score, words, least and most
    (points).
    """
    scores = {(s.criterion_id, s.publication_id): s for s in ledger.scores}
    found = (
        (criterion, publication, scores[criterion.criterion_id, publication.publication_id])
        for criterion in ledger.criteria.values()
        for publication in ledger.publications.values()
    )
    rows = [
        {
            "group": ledger.word(GROUP, criterion.group),
            "criterion": criterion.title,
            "publication_id": publication.publication_id,
            "publication": publication.label,
            "score": score.score,
            "words": ledger.word("disclosure.score", score.score),
            "least": int(score.interval.lower),
            "most": int(score.interval.upper),
        }
        for criterion, publication, score in found
    ]
    return pd.DataFrame(rows)


def totals(ledger: Ledger, adding: Adding) -> pd.DataFrame:
    """The points of each publication, in the order of the table.

    Tidy columns, publication_id, home (bool), seen and body.
    """
    publications = list(ledger.publications.values())
    points = [total(ledger, p.publication_id, adding) for p in publications]
    frame = frames.tidy(zip((p.label for p in publications), points, strict=True))
    return frame.assign(
        publication_id=list(ledger.publications),
        text=[bounds(q) for q in points],
        home=[p.geography == CHINA for p in publications],
        seen=[ledger.word("disclosure.seen", p.seen) for p in publications],
        body=[p.body for p in publications],
    )


def by_group(ledger: Ledger, unseen: Unseen) -> pd.DataFrame:
    """The points of each publication in each group, in percent of the most: tidy columns, group, line, points.

    ``line`` (words of ``line_key``) says which of the three kinds a publication is: the release, all found of China, or
    another place (ELSEWHERE); ``publication_id`` is its key.
    """
    sizes = Counter(criterion.group for criterion in ledger.criteria.values())
    rows = [
        (group, MOST * sizes[group], publication, group_total(ledger, publication.publication_id, group, unseen))
        for group in ledger.keys(GROUP)
        for publication in ledger.publications.values()
    ]
    elsewhere = ledger.word("disclosure.line", ELSEWHERE)
    frame = frames.tidy((p.label, q.times(Fraction(100, most), unit="percent")) for _, most, p, q in rows)
    return frame.assign(
        group=[ledger.word(GROUP, group) for group, *_ in rows],
        publication_id=[p.publication_id for _, _, p, _ in rows],
        line_key=[p.publication_id if p.geography == CHINA else ELSEWHERE for _, _, p, _ in rows],
        line=[p.label if p.geography == CHINA else elsewhere for _, _, p, _ in rows],
        points=[f"{bounds(q)} of {most}" for _, most, _, q in rows],
    )


def places(ledger: Ledger, publication_id: str, adding: Adding) -> pd.DataFrame:
    """The places that a publication may take among those of other places, under several ways of adding up.

    Columns: setting (in words), setting_kind (what it changes: weights, without, unseen or strict), setting_key, best,
    worst, text. The first row is the way that was chosen. A place is settled only by bounds that do not meet.
    """
    other = Weights.EQUAL if adding.weights is Weights.BY_GROUP else Weights.BY_GROUP
    settings = [
        ("weights", adding.weights.value, adding),
        ("weights", other.value, replace(adding, weights=other)),
        *(("without", group, replace(adding, without=group)) for group in ledger.keys(GROUP)),
        *(("unseen", unseen.value, replace(adding, unseen=unseen)) for unseen in Unseen if unseen != adding.unseen),
        ("strict", "asked", replace(adding, asked_only=True)),
        ("strict", "edition", replace(adding, not_lent=EDITION)),
        ("strict", "lent", replace(adding, not_lent=LENT)),
    ]
    rows = []
    for changed, to, how in settings:
        above, _, below = standing(ledger, publication_id, how)
        best, worst = 1 + above, 1 + len(comparators(ledger)) - below
        text = f"{best}" if best == worst else f"{best} to {worst}"
        rows.append((_setting_words(ledger, changed, to), changed, to, best, worst, text))
    return pd.DataFrame(rows, columns=["setting", "setting_kind", "setting_key", "best", "worst", "text"])


def _setting_words(ledger: Ledger, changed: str, to: str) -> str:
    """A way of adding up in words: "Weights: each group the same"."""
    words = ledger.word(GROUP, to).lower() if changed == "without" else ledger.word(f"disclosure.{changed}", to)
    return ledger.word("disclosure.setting", changed).format(words=words)


def standing(ledger: Ledger, publication_id: str, adding: Adding) -> tuple[int, int, int]:
    """How many publications of other places have more points for certain, more or fewer, and fewer for certain."""
    own = total(ledger, publication_id, adding)
    others = [total(ledger, p.publication_id, adding) for p in comparators(ledger)]
    above = sum(other.low > own.high for other in others)
    below = sum(other.high < own.low for other in others)
    return above, len(others) - above - below, below


def seen_to_do(ledger: Ledger, criterion_id: str, least: int = 1) -> int:
    """How many publications of other places are seen to earn at least so many points under a criterion."""
    return sum(cells(ledger, p.publication_id)[criterion_id].interval.lower >= least for p in comparators(ledger))


def not_seen(ledger: Ledger, criterion_id: str) -> int:
    """Of how many publications of other places nothing could be seen under a criterion."""
    return sum(cells(ledger, p.publication_id)[criterion_id].score == UNKNOWN for p in comparators(ledger))


def without_points(ledger: Ledger, publication_id: str) -> list[Criterion]:
    """The criteria under which a publication has no point for certain."""
    return [ledger.criteria[name] for name, score in cells(ledger, publication_id).items() if score.score == "0"]


def most_seen(ledger: Ledger, adding: Adding) -> tuple[Fraction, Fraction]:
    """The fewest and the most points that a publication of another place is seen to have; nothing else counts."""
    seen = replace(adding, unseen=Unseen.NOTHING)
    low = [total(ledger, p.publication_id, seen).low for p in comparators(ledger)]
    return min(low), max(low)


def by_score(ledger: Ledger) -> Counter[str]:
    """How many cells have each score."""
    return Counter(score.score for score in ledger.scores)


def with_evidence(ledger: Ledger) -> int:
    """How many cells rest on a phrase that was seen."""
    return sum(score.score in SEEN for score in ledger.scores)


# What a second rater found


def as_rated(ledger: Ledger) -> tuple[Score, ...]:
    """The scores as they stood when a second rater gave theirs.

    Some were mended after a look at what that rater had remarked, and would agree for that reason only.
    """
    was: dict[str, str] = {}
    for correction in sorted(ledger.corrections, key=lambda c: published.parts(c.since), reverse=True):
        if correction.table == "scores" and published.parts(correction.since) > published.parts(RATED):
            was.update((cell.row_id, cell.was) for cell in correction.cells if cell.column == "score")
    return tuple(
        replace(score, score=was.get(f"{score.publication_id};{score.criterion_id}", score.score))
        for score in ledger.scores
    )


def by_other(ledger: Ledger) -> Ledger:
    """The record with the second rater's ratings for scores."""
    return replace(ledger, scores=tuple(replace(score, score=score.other_rater) for score in ledger.scores))


def kappa(pairs: Sequence[tuple[str, str]]) -> Fraction:
    """Cohen's kappa of two ratings of each cell: how far they agree beyond what their frequencies alone would give."""
    cells = len(pairs)
    first, second = (Counter(ratings) for ratings in zip(*pairs, strict=True))
    same = Fraction(sum(a == b for a, b in pairs), cells)
    chance = Fraction(sum(n * second[word] for word, n in first.items()), cells**2)
    if chance == 1:
        raise ValueError("Two raters who use one and the same word only agree by that alone; kappa says nothing of it.")
    return (same - chance) / (1 - chance)


@kept
def _weights(ledger: Ledger, adding: Adding) -> dict[str, Fraction]:
    """The weight of each criterion; those of a group that is left out have none."""
    out = unasked(ledger) if adding.asked_only else frozenset()
    counted = {name: c for name, c in ledger.criteria.items() if c.group != adding.without and name not in out}
    sizes = Counter(c.group for c in counted.values())
    even = Fraction(len(ledger.criteria), len(ledger.keys(GROUP)))
    return {
        name: Fraction(0) if name not in counted
        else even / sizes[c.group] if adding.weights is Weights.BY_GROUP
        else Fraction(1)
        for name, c in ledger.criteria.items()
    }  # fmt: skip


def _quantity(ledger: Ledger, interval: Interval, unit: str, words: str, publication_id: str) -> Quantity:
    """Points and counts are no measure of the codebook: theirs is ``disclosure``."""
    return solved(
        words,
        interval,
        unit=unit,
        measure="disclosure",
        period=YEAR,
        geography=ledger.publications[publication_id].geography,
        accumulation="stock",
        codebook=ledger.codebook,
    )


# What the chapter publishes


def scope_counts(ledger: Ledger) -> dict[str, Quantity]:
    """How many criteria, publications and cells there are, and what is known of the cells."""
    cells_in_all = record.count(ledger, len(ledger.scores), "cells", "rows of scores.csv")
    unknown = record.count(ledger, by_score(ledger)[UNKNOWN], "cells", "rows of scores.csv, unknown")
    others = record.count(ledger, len(comparators(ledger)), "publications", "rows of publications.csv, other places")
    evident = record.count(ledger, with_evidence(ledger), "cells", "rows of scores.csv with evidence")
    criteria = record.count(ledger, len(ledger.criteria), "criteria", "rows of criteria.csv")
    points = record.count(ledger, full(ledger), "points", "two for each row of criteria.csv")
    unseen_share = record.share(unknown, cells_in_all)
    longer = sum(p.form in REPORTS for p in comparators(ledger))
    reports = record.count(ledger, longer, "publications", "rows of publications.csv, reports and statistics elsewhere")
    return {
        "disclosure-criteria": criteria,
        "disclosure-comparators": others,
        "disclosure-reports-elsewhere": reports,
        "disclosure-full": points,
        "disclosure-cells": cells_in_all,
        "disclosure-unseen": unknown,
        "disclosure-unseen-share": unseen_share,
        "disclosure-evident": evident,
    }


def _counts(ledger: Ledger, unit: str, counts: Mapping[str, int | Fraction]) -> dict[str, Quantity]:
    """Counts of what the results of those names are, whose words stand for the formula too."""
    return {name: record.count(ledger, n, unit, ledger.results[name].label_en) for name, n in counts.items()}


# What other publications are seen to earn a yes for, by the name in the result, with its criterion.
DONE_ELSEWHERE: Mapping[str, str] = {
    "counts": "levels-cases",
    "amounts": "levels-losses",
    "stopped": "levels-prevention",
    "breadth": "governance-breadth",
    "prompt": "access-timeliness",
    "independent": "governance-independence",
    "unreported": "uncertainty-reporting",
}
OUTREACH = "levels-outreach"


def elsewhere_counts(ledger: Ledger) -> dict[str, Quantity]:
    """How many publications of other places do what the chapter speaks of."""
    found = {
        f"disclosure-{name}-elsewhere": (seen_to_do(ledger, criterion, least=MOST), f"yes under {criterion}")
        for name, criterion in DONE_ELSEWHERE.items()
    }
    found["disclosure-outreach-unseen"] = not_seen(ledger, OUTREACH), f"unknown under {OUTREACH}"
    return {name: record.count(ledger, n, "publications", formula) for name, (n, formula) in found.items()}


def point_counts(ledger: Ledger, adding: Adding) -> dict[str, Quantity]:
    """The points of the release and of all found for China, those seen elsewhere, and how the release stands."""
    release, everything = (total(ledger, name, adding) for name in (RELEASE, ALL_FOUND))
    fewest, most = most_seen(ledger, adding)
    above, undecided, _ = standing(ledger, RELEASE, adding)
    asked = replace(adding, asked_only=True)
    release_asked = total(ledger, RELEASE, asked)
    strict = {
        "disclosure-above-asked": standing(ledger, RELEASE, asked)[0],
        "disclosure-above-edition": standing(ledger, RELEASE, replace(adding, not_lent=EDITION))[0],
        "disclosure-above-strict": standing(ledger, RELEASE, replace(adding, not_lent=LENT))[0],
    }
    points = {
        "disclosure-release-least": release.low,
        "disclosure-release-most": release.high,
        "disclosure-unasked-points": release.low - release_asked.low,
        "disclosure-all-least": everything.low,
        "disclosure-all-most": everything.high,
        "disclosure-elsewhere-fewest": fewest,
        "disclosure-elsewhere-most": most,
    }
    publications = {"disclosure-release-above": above, "disclosure-release-undecided": undecided, **strict}
    return {
        **_counts(ledger, "points", points),
        **_counts(ledger, "publications", publications),
        **_counts(
            ledger,
            "criteria",
            {
                "disclosure-release-nothing": len(without_points(ledger, RELEASE)),
                "disclosure-unasked": len(unasked(ledger)),
            },
        ),
    }


def place_counts(ledger: Ledger, adding: Adding) -> dict[str, Quantity]:
    """The best places that the release may take under the ways of adding up that the chapter speaks of."""
    table = places(ledger, RELEASE, adding)
    as_chosen, other_weights = table.loc[table["setting_kind"] == "weights", "best"]
    left_out = table.loc[table["setting_kind"] == "without", "best"]
    nothing = places(ledger, RELEASE, replace(adding, unseen=Unseen.NOTHING)).iloc[0]
    ranks = {
        "disclosure-place-best": int(as_chosen),
        "disclosure-place-best-groups": int(other_weights),
        "disclosure-place-best-least": int(left_out.min()),
        "disclosure-place-best-most": int(left_out.max()),
        "disclosure-place-nothing": int(nothing["best"]),
    }
    return {
        **_counts(ledger, "places", {"disclosure-places": 1 + len(comparators(ledger))}),
        **_counts(ledger, "place", ranks),
    }


def pass_counts(ledger: Ledger) -> dict[str, Quantity]:
    """How many cells were scored twice, and how many of them the same."""
    drawn = [score for score in ledger.scores if score.second_pass]
    same = sum(score.first_pass == score.second_pass for score in drawn)
    return _counts(ledger, "cells", {"disclosure-drawn": len(drawn), "disclosure-agreed": same})


def other_counts(ledger: Ledger, adding: Adding) -> dict[str, Quantity]:
    """How far a second rater agrees, and what the scorecard would say by the second ratings."""
    rated = [score for score in as_rated(ledger) if score.other_rater]
    evident = [score for score in rated if score.score in SEEN]
    pairs = [(score.score, score.other_rater) for score in evident]
    differing = [score for score in evident if score.score != score.other_rater]
    beyond_chance = {"disclosure-other-kappa": kappa(pairs)}
    found = {
        "disclosure-other-rated": len(rated),
        "disclosure-other-same": sum(score.score == score.other_rater for score in rated),
        "disclosure-other-evident": len(evident),
        "disclosure-other-evident-same": len(evident) - len(differing),
        "disclosure-other-opened": pairs.count(("2", "1-2")),
        "disclosure-other-china": sum(score.publication_id in (RELEASE, ALL_FOUND) for score in differing),
        "disclosure-other-mended": sum(was != now for was, now in zip(as_rated(ledger), ledger.scores, strict=True)),
    }
    other = by_other(ledger)
    release = total(other, RELEASE, adding)
    above = {
        "disclosure-other-above": standing(other, RELEASE, adding)[0],
        "disclosure-other-above-strict": standing(other, RELEASE, replace(adding, not_lent=LENT))[0],
    }
    return {
        **_counts(ledger, "cells", found),
        **_counts(ledger, "ratio", beyond_chance),
        **_counts(ledger, "points", {"disclosure-other-least": release.low, "disclosure-other-most": release.high}),
        **_counts(ledger, "publications", above),
    }
