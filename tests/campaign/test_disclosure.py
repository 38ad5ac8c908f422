"""The scorecard: its rules catch what a score lacks, its points are added up right, and its page says what was seen."""

import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import small_record
from campaign import load
from campaign.analysis import disclosure
from campaign.analysis.disclosure import Adding, Unseen, Weights
from campaign.figures import disclosure as drawings
from ledgerbook.figure.figure import specification
from ledgerbook.record.check import problems
from ledgerbook.record.rows import UNKNOWN, Score

RELEASE = disclosure.RELEASE


@pytest.fixture(scope="module")
def record():
    return load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_record.make(tmp_path)


# The rules of the record ------------------------------------------------------------------------------------


def change(folder: Path, publication: str, criterion: str, **cells: str) -> int:
    """Sets cells of one score; returns its line."""
    rows = small_record.read("scores", folder)
    at = next(i for i, r in enumerate(rows) if (r["publication_id"], r["criterion_id"]) == (publication, criterion))
    rows[at].update(cells)
    small_record.write(folder, "scores", rows, small_record.columns_of("scores"))
    return at + 2


FAULTS = [
    ({"evidence": ""}, "evidence", "is empty for the score 1", "quote the phrase"),
    ({"source_id": ""}, "source_id", "is empty for the score 1", "name the document"),
    ({"source_id": "gmw-2022123"}, "source_id", "unknown source", "use a row of sources.csv"),
    ({"evidence": "立案数" * 16}, "evidence", "has 48 characters", "write at most 45"),
    (
        {"evidence": "filings fell by 17.3%"},
        "evidence",
        "is not in the language of its source (zh)",
        "quote the source",
    ),
    ({"translation": ""}, "translation", "is empty", "translate evidence"),
    ({"score": "unknown"}, "evidence", "is given for the score unknown", "score what was seen"),
    ({"score": "0", "source_id": "", "evidence": "", "note": ""}, "note", "is empty for the score 0", "on what basis"),
    ({"score": "3"}, "score", "is none of", "use one of these words"),
    ({"second_pass": "1"}, "second_pass", "stands without the other pass", "give both passes"),
    ({"other_rater": "3"}, "other_rater", "2|1|0|1-2|unknown", "write"),
    ({"other_rater": ""}, "other_rater", "is empty, and other cells have a second rating", "give it of no cell"),
    ({"other_reason": ""}, "other_reason", "is empty for a second rating", "give both, or neither"),
]


@pytest.mark.parametrize(("cells", "field", "what", "remedy"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_score_without_what_it_asks_for_is_refused(folder, cells, field, what, remedy):
    line = change(folder, "cn-release", "levels-cases", **cells)
    found = [p for p in problems(folder) if p.file.endswith("scores.csv") and p.line == line and p.field == field]
    assert found, problems(folder)
    assert what in found[0].what
    assert remedy in found[0].remedy


def test_a_cell_that_is_missing_is_named(folder):
    rows = small_record.read("scores", folder)
    small_record.write(folder, "scores", rows[1:], small_record.columns_of("scores"))
    (found,) = problems(folder)
    assert (found.file, found.field, found.value) == ("publications.csv", "publication_id", "cn-release")
    assert "has no score under levels-cases" in found.what
    assert "unknown" in found.remedy


def test_a_cell_that_is_scored_twice_is_named(folder):
    rows = small_record.read("scores", folder)
    small_record.write(folder, "scores", [*rows, rows[0]], small_record.columns_of("scores"))
    found = [p for p in problems(folder) if "stands on line 2 already" in p.what]
    assert [p.line for p in found] == [len(rows) + 2]


def test_a_scorecard_may_do_without_a_second_rater_but_not_in_parts(folder):
    rows = [{**row, "other_rater": "", "other_reason": ""} for row in small_record.read("scores", folder)]
    small_record.write(folder, "scores", rows, small_record.columns_of("scores"))
    assert not problems(folder)
    line = change(folder, "cn-release", "levels-cases", other_reason="A change only.")
    (found,) = problems(folder)
    assert (found.line, found.field, found.what) == (line, "other_reason", "stands without a second rating")


def test_an_unknown_score_may_be_anything():
    unknown, partly = (score(worth).interval for worth in ("unknown", "1-2"))
    assert (unknown.lower, unknown.upper) == (0, 2)
    assert (partly.lower, partly.upper) == (1, 2)
    with pytest.raises(KeyError):
        score("3").interval  # noqa: B018 (it raises)


def score(worth: str) -> Score:
    """A score of that worth."""
    return Score("cn-release", "levels-cases", worth, "", "", "", "", "", "", "", "", 2)


# What the points add up to ----------------------------------------------------------------------------------


def test_every_criterion_belongs_to_a_group_that_the_chapter_names(record):
    resources = json.loads((small_record.DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    fields = next(r["schema"]["fields"] for r in resources if r["name"] == "criteria")
    assert next(f["constraints"]["enum"] for f in fields if f["name"] == "group") == record.keys(disclosure.GROUP)
    assert {c.group for c in record.criteria.values()} == set(record.keys(disclosure.GROUP))
    for criterion in record.criteria.values():
        for rule in (criterion.rule_2, criterion.rule_1, criterion.rule_0, criterion.why):
            assert rule.endswith("."), criterion.criterion_id
            assert ". " not in rule, criterion.criterion_id  # one sentence


def test_points_are_added_up_as_by_hand(record):
    own = Counter(s.score for s in record.scores if s.publication_id == RELEASE)
    least = 2 * own["2"] + own["1"] + own["1-2"]
    total = disclosure.total(record, RELEASE, Adding())
    assert (total.low, total.high) == (least, least + own["1-2"] + 2 * own["unknown"])
    assert disclosure.full(record) == 2 * len(record.criteria)


@pytest.mark.parametrize("publication", ["cn-release", "cn-all", "tw-moi", "gb-ons"])
def test_what_could_not_be_seen_widens_and_does_not_move_a_total(record, publication):
    anything = disclosure.total(record, publication, Adding())
    nothing = disclosure.total(record, publication, Adding(Unseen.NOTHING))
    most = disclosure.total(record, publication, Adding(Unseen.MOST))
    assert (nothing.low, nothing.high) == (anything.low, anything.low)
    assert (most.low, most.high) == (anything.high, anything.high)


@pytest.mark.parametrize("group", load().keys(disclosure.GROUP))
def test_leaving_a_group_out_takes_its_points_away(record, group):
    whole, part = (disclosure.total(record, RELEASE, Adding(without=g)) for g in ("", group))
    of_group = disclosure.group_total(record, RELEASE, group, Adding().unseen)
    assert (part.low + of_group.low, part.high + of_group.high) == (whole.low, whole.high)


def test_weights_by_group_share_the_same_points_out_anew(record):
    perfect = tuple(replace(score, score="2") for score in record.scores)
    adding = Adding(weights=Weights.BY_GROUP)
    total = disclosure.total(replace(record, scores=perfect), RELEASE, adding)
    assert total.low == total.high == disclosure.full(record)
    assert disclosure.total(record, RELEASE, adding).low != disclosure.total(record, RELEASE, Adding()).low


def test_the_fewest_and_the_most_seen_are_weighed_like_the_totals(record):
    for weights in Weights:
        fewest, most = disclosure.most_seen(record, Adding(weights=weights))
        seen = disclosure.totals(record, Adding(Unseen.NOTHING, weights)).query("not home")["high"]
        assert (float(fewest), float(most)) == (seen.min(), seen.max())


def test_a_place_is_settled_by_bounds_that_do_not_meet_only(record):
    """Equal points decide nothing, and more reading can only settle more."""
    above, undecided, below = disclosure.standing(record, RELEASE, Adding())
    assert above + undecided + below == len(disclosure.comparators(record))
    same = tuple(replace(score, score="1") for score in record.scores)
    equal = replace(record, scores=same)
    assert disclosure.standing(equal, RELEASE, Adding()) == (0, len(disclosure.comparators(record)), 0)
    for unseen in (Unseen.NOTHING, Unseen.MOST):
        more_above, _, more_below = disclosure.standing(record, RELEASE, Adding(unseen))
        assert more_above >= above
        assert more_below >= below


def test_places_without_a_group_are_those_of_a_record_without_it(record):
    table = disclosure.places(record, RELEASE, Adding()).set_index(["setting_kind", "setting_key"])
    kept = {name: c for name, c in record.criteria.items() if c.group != "definitions"}
    smaller = replace(record, criteria=kept, scores=tuple(s for s in record.scores if s.criterion_id in kept))
    above, _, below = disclosure.standing(smaller, RELEASE, Adding())
    row = table.loc[("without", "definitions")]
    assert (row["best"], row["worst"]) == (1 + above, 1 + len(disclosure.comparators(record)) - below)


def test_no_other_publication_is_said_to_lack_what_was_not_seen(record):
    """A no needs a text that was read, or a basis in the note; an unknown is never counted as one."""
    for score in record.scores:
        if score.score == "0":
            assert score.note
    blanks = {c.criterion_id for c in disclosure.without_points(record, RELEASE)}
    unknown = {s.criterion_id for s in record.scores if s.publication_id == RELEASE and s.score == UNKNOWN}
    assert not blanks & unknown
    assert record.publications[RELEASE].seen == "whole"
    assert not unknown


def test_passes_are_kept_beside_the_final_score(record):
    drawn, agreed = (int(quantity.low) for quantity in disclosure.pass_counts(record).values())
    changed = [s for s in record.scores if s.second_pass and s.first_pass != s.second_pass]
    assert drawn - agreed == len(changed)
    assert all(s.score == s.second_pass for s in changed)  # the final score is the more careful of the two


# What a second rater found ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "by_hand"),
    [
        ({"yy": 20, "yn": 5, "ny": 10, "nn": 15}, Fraction(2, 5)),  # 35 of 50 the same, 25 of 50 by chance
        ({"yy": 5, "nn": 5}, Fraction(1)),
        ({"yn": 5, "ny": 5}, Fraction(-1)),
        ({"ya": 1, "aa": 1, "nn": 2}, Fraction(3, 5)),  # 3 of 4 the same; 0 + 1 * 2 + 2 * 2 of 16 by chance
    ],
)
def test_kappa_is_that_of_a_table_by_hand(table, by_hand):
    assert disclosure.kappa([(a, b) for (a, b), n in table.items() for _ in range(n)]) == by_hand


def test_kappa_says_nothing_of_raters_who_use_one_word_only():
    with pytest.raises(ValueError, match="one and the same word"):
        disclosure.kappa([("y", "y"), ("y", "y")])


def test_a_second_rating_is_compared_with_the_score_as_it_stood(record):
    """What was mended after the second rating would agree for that reason only."""
    mended = [(was, now) for was, now in zip(disclosure.as_rated(record), record.scores, strict=True) if was != now]
    assert {(was.publication_id, was.criterion_id, was.score, now.score) for was, now in mended} == {
        ("cn-all", "uncertainty-reporting", "1-2", "unknown"),
        ("us-ic3", "definitions-scope", "1-2", "unknown"),
        ("ca-cafc", "access-timeliness", "2", "unknown"),  # as version 0.2.0 had corrected it, and not as 0.1.0 had it
    }
    counts = disclosure.other_counts(record, Adding())
    alike = sum(score.score == score.other_rater for score in record.scores)
    assert alike == counts["disclosure-other-same"].low + len(mended)


def test_the_second_ratings_are_added_up_as_by_hand(record):
    other = disclosure.by_other(record)
    given = {(s.publication_id, s.criterion_id): s.other_rater for s in record.scores}
    assert given == {(s.publication_id, s.criterion_id): s.score for s in other.scores}
    counts = {name: quantity.low for name, quantity in disclosure.other_counts(record, Adding()).items()}
    most = {"2": 2, "1": 1, "1-2": 2, "unknown": 2}
    assert counts["disclosure-other-least"] == least(other, RELEASE)
    assert counts["disclosure-other-most"] == sum(most.get(given[RELEASE, name], 0) for name in record.criteria) == 16
    others = [p.publication_id for p in disclosure.comparators(record)]
    assert counts["disclosure-other-above"] == sum(least(other, name) > 16 for name in others) == 9
    open_calendar = 17  # the release's phrase on its calendar is of another edition
    strict = sum(least(other, name, without_lent=True) > open_calendar for name in others)
    assert counts["disclosure-other-above-strict"] == strict == 4


# How many surely tell more ----------------------------------------------------------------------------------


def least(record, publication, *, without_lent=False, asked_only=False):
    """The points that a publication surely has, added up from the rows themselves."""
    own = {"2": 2, "1": 1, "1-2": 1}
    lent = {(row.publication_id, row.criterion_id) for row in record.table("scores_lent").values()}
    return sum(
        own.get(score.score, 0)
        for score in record.scores
        if score.publication_id == publication
        and not (without_lent and (publication, score.criterion_id) in lent)
        and not (asked_only and score.criterion_id in record.table("criteria_unasked"))
    )


@pytest.mark.parametrize(
    ("adding", "rows", "most_of_release", "above"),
    [
        (Adding(), {}, 19, 6),
        (Adding(not_lent=disclosure.LENT), {"without_lent": True}, 19, 3),
        (Adding(asked_only=True), {"asked_only": True}, 12, 12),
    ],
)
def test_how_many_surely_tell_more_is_counted_on_each_reading(record, adding, rows, most_of_release, above):
    assert disclosure.total(record, RELEASE, adding).high == most_of_release
    others = [p.publication_id for p in disclosure.comparators(record)]
    assert all(disclosure.total(record, name, adding).low == least(record, name, **rows) for name in others)
    assert sum(least(record, name, **rows) > most_of_release for name in others) == above
    assert disclosure.standing(record, RELEASE, adding)[0] == above


def test_criteria_that_no_standard_asks_for_favour_the_release(record):
    points = sum(
        int(s.score)
        for s in record.scores
        if s.publication_id == RELEASE and s.criterion_id in disclosure.unasked(record)
    )
    assert points == disclosure.point_counts(record, Adding())["disclosure-unasked-points"].low == 7


# The drawings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [700, 340])
def test_the_five_kinds_of_cell_are_told_apart_without_colour(record, width):
    """By outline, dashes, core and a question mark: no two kinds have the same set of marks."""
    spec = specification(drawings.matrix(disclosure.matrix(record), width), "a scorecard")
    marks: dict[str, set[tuple[object, ...]]] = {score: set() for score in record.keys("disclosure.score")}
    for layer in spec["layer"]:
        for condition in (t["filter"] for t in layer.get("transform", ()) if "score" in str(t)):
            mark = layer["mark"]
            for score in marks:
                if f"'{score}'" in condition:
                    look = (mark["type"], mark.get("filled"), str(mark.get("strokeDash")), mark.get("size"))
                    marks[score].add(look)
    looks = [frozenset(found) for found in marks.values()]
    assert all(looks)
    assert len(set(looks)) == len(looks)


def test_a_total_is_drawn_from_what_was_seen_to_what_may_be_there(record):
    rows = disclosure.totals(record, Adding())
    assert rows.loc[rows["label"] == "China: release", "text"].item() == "17 to 19"
    spec = specification(drawings.totals(disclosure.full(record), rows, 700), "totals")
    (dataset,) = (d for d in spec["datasets"].values() if "low" in d[0])
    assert {(row["low"], row["high"]) for row in dataset} == set(zip(rows["low"], rows["high"], strict=True))


# The page ---------------------------------------------------------------------------------------------------


def test_page_lists_criteria_and_evidence_in_its_language(site, record):
    page = (site.html / "chapters" / "disclosure.html").read_text(encoding="utf-8")
    for criterion in record.criteria:
        assert f'id="criterion-{criterion}"' in page
    for publication in record.publications:
        assert f'id="publication-{publication}"' in page
    assert '<span lang="ko">피해금액은 1,451억원</span>' in page
    assert '<span lang="ja">摘発件数は40件増の6640件</span>' in page
    assert "criteria.csv" in page
    assert "<p>Second rater</p>" in page or "Second rater</th>" in page
    assert "Second rater: 12381 is a warning-message line" in page  # the reason, where it differs
