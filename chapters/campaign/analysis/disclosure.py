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

from campaign.analysis import record
from ledgerbook.figure import frames
from ledgerbook.numbers import intervals
from ledgerbook.numbers.quantities import Period, Quantity, solved
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rows import MOST, UNKNOWN, Criterion, Publication, Score
from ledgerbook.record.rules.scores import SEEN

RELEASE, ALL_FOUND = "cn-release", "cn-all"
HOME = "CN"
GROUP = "criteria.group"  # the kind of words under which the groups of criteria have their names
YEAR = Period(date(2022, 1, 1), date(2022, 12, 31))  # what the publications are chosen for
ELSEWHERE = "Other places"
LEFT_OUT = "Without"  # the first word of a way of adding up that leaves a group out
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
        (ledger.word(GROUP, criterion.group), criterion.title, publication.label, score.score, WORDS[score.score],
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
        for group in ledger.keys(GROUP)
        for publication in ledger.publications.values()
    ]
    frame = frames.tidy((p.label, q.times(Fraction(100, most), unit="percent")) for _, most, p, q in rows)
    return frame.assign(
        group=[ledger.word(GROUP, group) for group, *_ in rows],
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
        *((f"{LEFT_OUT} {ledger.word(GROUP, g).lower()}", replace(adding, without=g)) for g in ledger.keys(GROUP)),
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


def by_score(ledger: Ledger) -> Counter[str]:
    """How many cells have each score."""
    return Counter(score.score for score in ledger.scores)


def with_evidence(ledger: Ledger) -> int:
    """How many cells rest on a phrase that was seen."""
    return sum(score.score in SEEN for score in ledger.scores)


def _weights(ledger: Ledger, adding: Adding) -> dict[str, Fraction]:
    """The weight of each criterion; those of a group that is left out have none."""
    sizes = Counter(c.group for c in ledger.criteria.values() if c.group != adding.without)
    even = Fraction(len(ledger.criteria), len(ledger.keys(GROUP)))
    return {
        name: Fraction(0) if c.group == adding.without
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


def scope_counts(ledger: Ledger) -> list[record.Published]:
    """How many criteria, publications and cells there are, and what is known of the cells."""
    cells_in_all = record.count(ledger, len(ledger.scores), "cells", "rows of scores.csv")
    unknown = record.count(ledger, by_score(ledger)[UNKNOWN], "cells", "rows of scores.csv, unknown")
    others = record.count(ledger, len(comparators(ledger)), "publications", "rows of publications.csv, other places")
    evident = record.count(ledger, with_evidence(ledger), "cells", "rows of scores.csv with evidence")
    criteria = record.count(ledger, len(ledger.criteria), "criteria", "rows of criteria.csv")
    points = record.count(ledger, full(ledger), "points", "two for each row of criteria.csv")
    unseen_share = record.share(unknown, cells_in_all)
    return [
        ("disclosure-criteria", "Criteria stated", criteria),
        ("disclosure-comparators", "Publications of other places", others),
        ("disclosure-full", "Points of a publication that does everything", points),
        ("disclosure-cells", "Cells of the scorecard", cells_in_all),
        ("disclosure-unseen", "Cells of which nothing could be seen", unknown),
        ("disclosure-unseen-share", "Share of the cells of which nothing could be seen", unseen_share),
        ("disclosure-evident", "Cells that rest on a phrase that was seen", evident),
    ]


# Result, criterion, and of whom: other publications that are seen to earn a yes under it.
DONE_ELSEWHERE = (
    ("counts", "levels-cases", "Other publications with the cases of the year as a count"),
    ("amounts", "levels-losses", "Other publications with the losses as an amount"),
    ("stopped", "levels-prevention", "Others seen to print several kinds of what was stopped"),
    ("breadth", "governance-breadth", "Others seen to print numbers of several kinds of body"),
    ("prompt", "access-timeliness", "Others out within three months"),
    ("independent", "governance-independence", "Others counted or assured by somebody else"),
    ("unreported", "uncertainty-reporting", "Others that estimate what is not reported"),
)


def elsewhere_counts(ledger: Ledger) -> list[record.Published]:
    """How many publications of other places do what the chapter speaks of."""
    found = [
        (f"disclosure-{key}-elsewhere", meaning, seen_to_do(ledger, criterion, least=MOST), f"yes under {criterion}")
        for key, criterion, meaning in DONE_ELSEWHERE
    ]
    outreach = "levels-outreach"
    meaning = "Others of which nothing on the reach of warnings could be seen"
    found.append(("disclosure-outreach-unseen", meaning, not_seen(ledger, outreach), f"unknown under {outreach}"))
    return [(name, words, record.count(ledger, n, "publications", formula)) for name, words, n, formula in found]


def point_counts(ledger: Ledger, adding: Adding) -> list[record.Published]:
    """The points of the release and of all found for China, those seen elsewhere, and how the release stands."""
    release, everything = (total(ledger, name, adding) for name in (RELEASE, ALL_FOUND))
    fewest, most = most_seen(ledger, adding)
    above, undecided, _ = standing(ledger, RELEASE, adding)
    blank = len(without_points(ledger, RELEASE))
    rows = (
        ("release-least", "Points of the release, the least", release.low, "points"),
        ("release-most", "Points of the release, the most", release.high, "points"),
        ("all-least", "Points of all found for China, the least", everything.low, "points"),
        ("all-most", "Points of all found for China, the most", everything.high, "points"),
        ("elsewhere-fewest", "Points seen in the publication of another place with the fewest", fewest, "points"),
        ("elsewhere-most", "Points seen in the publication of another place with the most", most, "points"),
        ("release-above", "Other publications with more points than the release for certain", above, "publications"),
        ("release-undecided", "Other publications with more points or with fewer", undecided, "publications"),
        ("release-nothing", "Criteria under which the release has no point", blank, "criteria"),
    )
    return [(f"disclosure-{key}", words, record.count(ledger, n, unit, words)) for key, words, n, unit in rows]


def place_counts(ledger: Ledger, adding: Adding) -> list[record.Published]:
    """The best places that the release may take under the ways of adding up that the chapter speaks of."""
    as_chosen, other_weights, *others = places(ledger, RELEASE, adding).to_dict("records")
    left_out = [row["best"] for row in others if row["setting"].startswith(LEFT_OUT)]
    nothing = places(ledger, RELEASE, replace(adding, unseen=Unseen.NOTHING)).to_dict("records")[0]
    rows = (
        ("places", "Places: the release and the publications of other places", 1 + len(comparators(ledger))),
        ("place-best", "Best place of the release", as_chosen["best"]),
        ("place-best-groups", "Best place of the release under the other weights", other_weights["best"]),
        ("place-best-least", "Best place when one group is left out, the lowest number", min(left_out)),
        ("place-best-most", "Best place when one group is left out, the highest number", max(left_out)),
        ("place-nothing", "Best place of the release when unseen cells count as nothing", nothing["best"]),
    )
    return [(f"disclosure-{key}", words, record.count(ledger, n, "place", words)) for key, words, n in rows]


def pass_counts(ledger: Ledger) -> list[record.Published]:
    """How many cells were scored twice, and how many of them the same."""
    drawn = [score for score in ledger.scores if score.second_pass]
    same = sum(score.first_pass == score.second_pass for score in drawn)
    rows = (("drawn", "Cells scored twice", len(drawn)), ("agreed", "Cells scored the same twice", same))
    return [(f"disclosure-{key}", words, record.count(ledger, n, "cells", words)) for key, words, n in rows]
