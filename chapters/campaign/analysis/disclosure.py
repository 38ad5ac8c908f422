"""What was disclosed: publications held against the criteria, in points that may be known between bounds only.

A cell is worth what its score says; one that could not be seen may be worth anything, and the parameters of the
chapter say how it is counted and how criteria are weighed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction

import pandas as pd
from portion import Interval

from campaign.analysis import frames
from campaign.record import intervals
from campaign.record.ledger import Criterion, Ledger, Publication, Score
from campaign.record.quantities import Period, Quantity
from campaign.record.scores import GROUPS, MOST, SEEN, UNKNOWN

RELEASE, ALL_FOUND = "cn-release", "cn-all"
HOME = "CN"
YEAR = Period(date(2022, 1, 1), date(2022, 12, 31))  # what the publications are chosen for
ELSEWHERE = "Other places"
WORDS = {"2": "yes", "1": "partly", "0": "no", "1-2": "partly at least", UNKNOWN: "not seen"}


class Unseen(Enum):
    """What a cell counts as whose score could not be seen."""

    ANYTHING = "anything that it may be"
    NOTHING = "the least that it may be"
    MOST = "the most that it may be"


class Weights(Enum):
    """What counts the same: each criterion, or each group of criteria."""

    EQUAL = "each criterion the same"
    BY_GROUP = "each group the same"


@dataclass(frozen=True, slots=True)
class Adding:
    """How the cells of a publication are added up; ``without`` names a group that is left out."""

    unseen: Unseen = Unseen.ANYTHING
    weights: Weights = Weights.EQUAL
    without: str = ""


def comparators(ledger: Ledger) -> list[Publication]:
    """The publications of other places."""
    return [p for p in ledger.publications.values() if p.geography != HOME]


def cells(ledger: Ledger, publication_id: str) -> dict[str, Score]:
    """The scores of a publication by criterion, in the order of the criteria."""
    own = {score.criterion_id: score for score in ledger.scores if score.publication_id == publication_id}
    return {criterion_id: own[criterion_id] for criterion_id in ledger.criteria}


def worth(score: Score, unseen: Unseen) -> Interval:
    """The points of a cell, from 0 to MOST."""
    points = score.interval
    if unseen is Unseen.NOTHING:
        return intervals.exactly(points.lower)
    return intervals.exactly(points.upper) if unseen is Unseen.MOST else points


def full(ledger: Ledger) -> int:
    """The points of a publication that does everything."""
    return MOST * len(ledger.criteria)


def total(ledger: Ledger, publication_id: str, adding: Adding) -> Quantity:
    """The points of a publication, of as many as :func:`full` says unless a group is left out."""
    weight = _weights(ledger, adding)
    points = intervals.exactly(0)
    for criterion_id, score in cells(ledger, publication_id).items():
        points = intervals.add(points, intervals.scale(worth(score, adding.unseen), weight[criterion_id]))
    return _quantity(ledger, points, "points", f"points of {publication_id}", publication_id)


def bounds(points: Quantity) -> str:
    """Points in words: whole numbers, or one decimal where criteria do not weigh the same."""
    low, high = (f"{float(end):.1f}".removesuffix(".0") for end in (points.low, points.high))
    return low if low == high else f"{low} to {high}"


def group_total(ledger: Ledger, publication_id: str, group: str, adding: Adding) -> Quantity:
    """The points of a publication in one group of criteria."""
    points = intervals.exactly(0)
    for criterion_id, score in cells(ledger, publication_id).items():
        if ledger.criteria[criterion_id].group == group:
            points = intervals.add(points, worth(score, adding.unseen))
    return _quantity(ledger, points, "points", f"points of {publication_id} for {group}", publication_id)


def matrix(ledger: Ledger) -> pd.DataFrame:
    """One row for each cell.

    Columns: group (label), criterion (title), publication (label), score, words, least and most (points).
    """
    scores = {(s.criterion_id, s.publication_id): s for s in ledger.scores}
    found = (
        (criterion, publication, scores[criterion.criterion_id, publication.publication_id])
        for criterion in ledger.criteria.values()
        for publication in ledger.publications.values()
    )
    rows = [
        (GROUPS[criterion.group], criterion.title, publication.label, score.score, WORDS[score.score],
         int(score.interval.lower), int(score.interval.upper))
        for criterion, publication, score in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["group", "criterion", "publication", "score", "words", "least", "most"])


def totals(ledger: Ledger, adding: Adding) -> pd.DataFrame:
    """The points of each publication, in the order of the table: tidy columns, home (bool), seen, body."""
    publications = list(ledger.publications.values())
    points = [total(ledger, p.publication_id, adding) for p in publications]
    frame = frames.tidy(zip((p.label for p in publications), points, strict=True))
    return frame.assign(
        text=[bounds(q) for q in points],
        home=[p.geography == HOME for p in publications],
        seen=[p.seen.replace("_", " ") for p in publications],
        body=[p.body for p in publications],
    )


def by_group(ledger: Ledger, adding: Adding) -> pd.DataFrame:
    """The points of each publication in each group, in percent of the most: tidy columns, group, line, points.

    ``line`` says which of the three kinds a publication is: the release, all found of China, or another place.
    """
    sizes = Counter(criterion.group for criterion in ledger.criteria.values())
    rows = [
        (group, MOST * sizes[group], publication, group_total(ledger, publication.publication_id, group, adding))
        for group in GROUPS
        for publication in ledger.publications.values()
    ]
    frame = frames.tidy((p.label, q.times(Fraction(100, most), unit="percent")) for _, most, p, q in rows)
    return frame.assign(
        group=[GROUPS[group] for group, *_ in rows],
        line=[p.label if p.geography == HOME else ELSEWHERE for _, _, p, _ in rows],
        points=[f"{bounds(q)} of {most}" for _, most, _, q in rows],
    )


def places(ledger: Ledger, publication_id: str, adding: Adding) -> pd.DataFrame:
    """The places that a publication may take among those of other places, under several ways of adding up.

    Columns: setting, best, worst, text. A place is settled only by bounds that do not meet.
    """
    other = Weights.EQUAL if adding.weights is Weights.BY_GROUP else Weights.BY_GROUP
    settings = [
        (f"Weights: {adding.weights.value}", adding),
        (f"Weights: {other.value}", replace(adding, weights=other)),
        *((f"Without {label.lower()}", replace(adding, without=group)) for group, label in GROUPS.items()),
        *((f"Unseen: {unseen.value}", replace(adding, unseen=unseen)) for unseen in Unseen if unseen != adding.unseen),
    ]
    rows = []
    for setting, how in settings:
        above, _, below = standing(ledger, publication_id, how)
        best, worst = 1 + above, 1 + len(comparators(ledger)) - below
        rows.append((setting, best, worst, f"{best}" if best == worst else f"{best} to {worst}"))
    return pd.DataFrame(rows, columns=["setting", "best", "worst", "text"])


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


def passes(ledger: Ledger) -> tuple[int, int]:
    """How many cells were scored twice, and how many of them the same."""
    drawn = [score for score in ledger.scores if score.second_pass]
    return len(drawn), sum(score.first_pass == score.second_pass for score in drawn)


def by_score(ledger: Ledger) -> Counter[str]:
    """How many cells have each score."""
    return Counter(score.score for score in ledger.scores)


def with_evidence(ledger: Ledger) -> int:
    """How many cells rest on a phrase that was seen."""
    return sum(score.score in SEEN for score in ledger.scores)


def count(ledger: Ledger, n: int | Fraction, unit: str, formula: str) -> Quantity:
    """A count of cells, criteria or publications, as an exact quantity."""
    return _quantity(ledger, intervals.exactly(n), unit, formula, RELEASE)


def share(part: Quantity, whole: Quantity) -> Quantity:
    """One count in percent of another."""
    return (part / whole).times(100, unit="percent")


def _weights(ledger: Ledger, adding: Adding) -> dict[str, Fraction]:
    """The weight of each criterion; those of a group that is left out have none."""
    sizes = Counter(c.group for c in ledger.criteria.values() if c.group != adding.without)
    even = Fraction(len(ledger.criteria), len(GROUPS))
    return {
        name: Fraction(0) if c.group == adding.without
        else even / sizes[c.group] if adding.weights is Weights.BY_GROUP
        else Fraction(1)
        for name, c in ledger.criteria.items()
    }  # fmt: skip


def _quantity(ledger: Ledger, interval: Interval, unit: str, formula: str, publication_id: str) -> Quantity:
    """Points and counts are no measure of the codebook: theirs is ``disclosure``."""
    return Quantity(
        interval=interval,
        unit=unit,
        measure="disclosure",
        period=YEAR,
        geography=ledger.publications[publication_id].geography,
        accumulation="stock",
        claims=(),
        formula=formula,
        codebook=ledger.codebook,
    )
