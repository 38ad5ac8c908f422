"""The function that reads any release: it agrees with the chapter written by hand, and says what was planted."""

import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import portion
import pytest

import small_record
from campaign import load
from campaign.analysis import reading
from campaign.figures import reading as drawings
from ledgerbook.figure.frames import ROW
from ledgerbook.notebooks import rerun
from ledgerbook.numbers.days import december, eleven_months_of
from ledgerbook.numbers.quantities import Period
from ledgerbook.record import agreement, checklist
from ledgerbook.record.checklist import IN_PART
from ledgerbook.record.releases import NO, NOT_SAID, YES, ReleaseInputs, read_release, readings, releases
from ledgerbook.record.results import RESULT_MIME, PublishedResult

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
LEDGER = load()
RELEASES = releases(LEDGER)
READINGS = readings(LEDGER)


def stored_results(chapter):
    """The results that a chapter publishes, by name."""
    cells = json.loads((CHAPTERS / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    outputs = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
    found = [PublishedResult.from_document(data[RESULT_MIME]) for data in outputs if RESULT_MIME in data]
    return {result.name: result for result in found}


# The release of 2022, which a chapter reads by hand

SOLVED, SUSPECTS, FILED, LOSS = reading.headlines(LEDGER)
DECEMBER = december(2022)
BY_HAND = {
    "solved-2021-base": ("release", lambda r: r.base(SOLVED).both),
    "solved-2021-back": ("release", lambda r: r.base(SOLVED).implied),
    "arrests-2022-implied": ("release", lambda r: r.base(SUSPECTS).level),
    "arrests-per-solved-2021": ("release", lambda r: r.ratio_before(SUSPECTS, SOLVED)),
    "arrests-per-solved-2022": ("release", lambda r: r.ratio(SUSPECTS, SOLVED)),
    "arrests-per-solved-growth": ("release", lambda r: r.ratio_change(SUSPECTS, SOLVED)),
    "solved-per-filed-growth": ("release", lambda r: r.ratio_change(SOLVED, FILED)),
    "loss-per-filed-growth": ("release", lambda r: r.ratio_change(LOSS, FILED)),
    "enforcement-solved-december-2022": ("enforcement", lambda r: r.rest(SOLVED, DECEMBER).rest),
    "enforcement-december-ratio-2022": ("enforcement", lambda r: r.rest(SOLVED, DECEMBER).pace),
}


def differences(result, quantity):
    """In what a published result and a quantity differ; of reprints the announcement counts, not the copy."""

    def announced(claims):
        return {agreement.first_print(LEDGER.claims[name], LEDGER.claims).claim_id for name in claims}

    pairs = {
        "interval": (result.interval, quantity.interval),
        "unit": (result.unit, quantity.unit),
        "measure": (result.measure, quantity.measure),
        "period": (result.period, (quantity.period.start, quantity.period.end)),
        "claims": (announced(result.claims), announced(quantity.claims)),
    }
    return [name for name, (stored, computed) in pairs.items() if stored != computed]


@pytest.mark.parametrize("name", BY_HAND)
def test_rule_finds_what_the_chapter_found_by_hand(name):
    chapter, find = BY_HAND[name]
    assert differences(stored_results(chapter)[name], find(READINGS["2022"])) == []


def test_another_number_of_the_release_would_be_seen():
    stored = stored_results("release")["solved-2021-base"]
    assert differences(stored, READINGS["2022"].base(SOLVED).implied) == ["interval", "claims"]


def test_rule_counts_what_the_chapter_counts():
    stored = {name: int(result.interval.lower) for name, result in stored_results("release").items()}
    counts = {name: int(q.low) for name, q in reading.published(LEDGER, READINGS["2022"]).items()}
    assert counts["reading-2022-numbers"] == stored["release-numbers"]
    assert counts["reading-2022-levels"] == stored["release-numbers-level"]
    assert counts["reading-2022-percentages"] == stored["release-numbers-percent"]
    assert counts["reading-2022-running"] == stored["release-running"]


# Releases of other years

PRINTS_OF_2020 = ("suspects-c114", "cases-solved-c114", "suspects-xh", "cases-solved-xh")


def test_percentages_of_2021_and_the_year_2020_give_its_december():
    solved = READINGS["2021"].rest(SOLVED, Period(date(2020, 12, 1), date(2020, 12, 31)))
    low, high = 321_500 - 380_000 / 1.4415, 322_500 - 370_000 / 1.4425  # 32.2万 less 37万余 without its 44.2%
    assert (float(solved.rest.low), float(solved.rest.high)) == pytest.approx((low, high))


def test_first_prints_of_2020_are_the_base_of_2021():
    """The first prints of January 2021 may be what the rates of a year later start from; the totals of 2020 are not."""
    printed = {name: LEDGER.claims[f"mps-2020-{name}"].interval() for name in PRINTS_OF_2020}
    suspects, solved = (READINGS["2021"].base(measure).implied.interval for measure in (SUSPECTS, SOLVED))
    assert printed["suspects-c114"] in suspects
    assert printed["cases-solved-c114"].overlaps(solved)
    assert printed["cases-solved-c114"] in reading.base_in_round_numbers(LEDGER).interval
    assert not printed["suspects-xh"].overlaps(suspects)
    assert not printed["cases-solved-xh"].overlaps(solved)


def test_part_larger_than_its_whole_is_found_in_2023_only():
    below = {name: [r.rest.measure for r in found.impossible()] for name, found in READINGS.items()}
    assert {name: found for name, found in below.items() if found} == {"2023": ["heads_backbones_arrested"]}


def test_digits_of_another_window_are_found():
    twins = {n.measure: {c.claim_id for c in n.twins} for n in READINGS["2021"].numbers if n.twins}
    assert twins["calls_intercepted"] == {"mps-2021-10m-calls-cctv"}
    assert twins["funds_intercepted"] == {"pboc-2021-funds-bbt"}
    assert {c.claim_id for c in READINGS["2023"].number(SOLVED).twins} == {"release-2022-cases-solved"}


def test_change_is_not_computed_across_a_break():
    assert "awareness_sms" not in READINGS["2022"].changes  # public-service messages become anti-fraud messages
    assert READINGS["2023"].change(SOLVED).interval.lower < 0 < READINGS["2023"].change(SOLVED).interval.upper


def test_change_is_not_computed_between_two_bodies_or_from_a_disputed_level():
    assert (
        "calls_intercepted" not in READINGS["2022"].changes
    )  # the telecom ministry's, after a disputed one of the police


def test_shortest_rests_are_drawn_and_impossible_ones_always():
    drawn = {name: reading.rests(LEDGER, found) for name, found in READINGS.items()}
    solved = drawn["2021"].query("outcome == 'Cases solved'")["label"].tolist()
    assert solved == ["Jul–Nov 2020", "Dec 2020", "Oct–Nov 2021"]  # and not June, August or September to November
    assert drawn["2023"]["possible"].tolist().count(False) == len(READINGS["2023"].impossible()) == 1


def test_running_total_without_a_start_is_not_subtracted():
    running = [n for n in READINGS["2022"].numbers if n.claim.accumulation == "running_total"]
    assert len(running) == 7
    assert all(n.claim.period_start is None for n in running)
    measures = {n.measure for n in running}
    assert not measures & {r.rest.measure for r in READINGS["2022"].rests}
    assert "app_warnings" in {r.rest.measure for r in READINGS["2021"].rests}  # its launch is dated


def test_every_test_can_come_out_both_ways():
    seen = {test: set() for test in LEDGER.keys("reading.test")}
    for found in READINGS.values():
        for number in found.numbers:
            for test, answer in checklist.examined(found, number).items():
                seen[test].add(answer)
    assert seen.pop("elsewhere") == {NO}  # of these releases; the made-up one below has a second body
    assert all({YES, NO} <= answers for answers in seen.values()), seen


# The checklist and what is judged


def test_checklist_in_prose_is_the_one_that_is_answered():
    cells = json.loads((CHAPTERS / "reading.ipynb").read_text(encoding="utf-8"))["cells"]
    text = next("".join(c["source"]) for c in cells if "".join(c["source"]).startswith("## The checklist"))
    assert re.findall(r"^\d+\. (.+)$", text, re.MULTILINE) == [
        row.label_en for row in LEDGER.table("questions").values()
    ]


def test_judgements_answer_the_questions_that_the_record_cannot():
    judged = [key for key, question in LEDGER.table("questions").items() if not question.test]
    assert set(LEDGER.table("judgements")) == {f"{name};{key}" for name in RELEASES for key in judged}


def test_every_test_of_a_question_is_put_to_the_numbers():
    tests = [question.test for question in LEDGER.table("questions").values() if question.test]
    assert set(tests) - {"bases", "year"} == set(LEDGER.keys("reading.test"))


def test_the_releases_are_on_the_eleven_months_that_the_figures_name():
    assert {name: inputs.window for name, inputs in RELEASES.items()} == {
        name: eleven_months_of(int(name)) for name in RELEASES
    }


def test_question_without_a_judgement_is_not_said():
    unjudged = replace(LEDGER, own={**LEDGER.own, "judgements": ()})
    table = reading.checklist(unjudged, READINGS["2021"]).set_index("key")
    assert table.loc["gaps", "answer"] == NOT_SAID
    assert table.loc["window", "answer"] == IN_PART


def test_words_without_a_number_stand_in_documents_of_the_record():
    for said in LEDGER.table("said").values():
        assert LEDGER.sources[said.source_id].date.startswith(str(int(said.year) + 1))
        assert not re.search(r"[0-9一二三四五六七八九十][万亿千百]", said.phrase)


def test_levels_of_outcomes_by_year():
    levels = {year: int(q.low) for year, q in reading.levels_disclosed(LEDGER).items()}
    assert [levels[year] for year in range(2015, 2026)] == [2, 3, 3, 0, 3, 3, 2, 1, 1, 1, 1]
    forms = reading.disclosure(LEDGER).set_index(["measure", "year"])["form_key"]
    assert [forms["suspects_arrested", year] for year in ("2021", "2022", "2023", "2025")] == [
        reading.BOTH,
        reading.PERCENTAGE,
        reading.WORDS,
        reading.NOTHING,
    ]


def test_years_stand_in_four_digits_where_their_columns_are_wide_enough():
    data = reading.disclosure(LEDGER).reset_index(names=ROW)
    heads = {width: drawings.disclosure(data, width).to_json(ensure_ascii=False) for width in (700, 340)}
    assert '"2015"' in heads[700] and "’15" not in heads[700]
    assert "’15" in heads[340]


def test_a_later_year_gets_its_column_and_asks_for_its_result():
    """The next release: cases solved of 2031, of which results.csv knows no count yet."""
    later = replace(
        LEDGER.claim("release-2022-cases-solved"),
        claim_id="later", period_start=date(2031, 1, 1), period_end=date(2031, 11, 30),
    )  # fmt: skip
    grown = replace(LEDGER, claims={**LEDGER.claims, "later": later})
    assert (reading.years(LEDGER)[-1], reading.years(grown)[-1]) == (2025, 2031)
    found = reading.levels_disclosed(grown)[2031]
    assert found.low == 1
    with pytest.raises(KeyError, match="reading-levels-2031"):
        grown.result("reading-levels-2031", found)


# The notebook


def test_results_do_not_depend_on_the_release_that_the_figures_show():
    shown = {name: rerun.outputs(CHAPTERS / "reading.ipynb", release=name)[0] for name in RELEASES}
    results = [{o.name: o.quantity for o in outputs if hasattr(o, "quantity")} for outputs in shown.values()]
    assert all(found == results[0] for found in results)
    findings = [{o.name: o.finding for o in outputs if hasattr(o, "finding")} for outputs in shown.values()]
    for name in ("reading-widths", "reading-matrix", "reading-rests"):
        assert len({finding[name] for finding in findings}) == len(RELEASES)


# A release of another country, made up


MADE_UP = ReleaseInputs("ours", ("gb-police",), Period(date(2024, 1, 1), date(2024, 9, 30)), geography="GB")
MONTHS = {
    "9m": ("2024-01-01", "2024-09-30"),
    "before": ("2023-01-01", "2023-09-30"),
    "h1": ("2024-01-01", "2024-06-30"),
    "8m": ("2024-01-01", "2024-08-31"),
    "year": ("2024-01-01", "2024-12-31"),
}


def made_up_row(name, text, window, measure="cases_solved", source="gb-police", agency="GBP", **cells):
    """A row of claims.csv."""
    start, end = MONTHS[window]
    growth = "%" in text
    return {
        **dict.fromkeys(small_record.columns_of("claims"), ""),
        "claim_id": f"gb-{name}",
        "measure": measure,
        "value_text": text,
        "value": text.replace(",", "").rstrip("%"),
        "unit": "percent" if growth else "cases",
        "bound": "rounded" if growth else "exact",
        "kind": "yoy_percent" if growth else "level",
        "accumulation": "flow",
        "period_start": start,
        "period_end": end,
        "period_basis": "printed",
        "geography": "GB",
        "agency": agency,
        "source_id": source,
        "evidence": f"{text} cases",
        "evidence_form": "numeral",
        "status": "used",
        **cells,
    }


ROWS = (
    made_up_row("solved", "1,200", "9m"),
    made_up_row("solved-copy", "1,200", "9m", source="gb-paper", reprint_of="gb-solved"),
    made_up_row("solved-growth", "20%", "9m", evidence="rose by 20%"),
    made_up_row("filed-growth", "10%", "9m", measure="cases_filed", value="-10", evidence="fell by 10%"),
    made_up_row("solved-before", "1,000", "before", source="gb-other"),
    made_up_row("solved-year", "1,800", "year", source="gb-other"),
    made_up_row("solved-court", "1,200", "9m", source="gb-other", agency="GBC"),
)
PLANTED = made_up_row("solved-half", "1,300", "h1", source="gb-other")  # a part larger than its whole


@pytest.fixture
def made_up(tmp_path):
    """A small record with the made-up release and further rows, loaded and so checked."""

    def make(*more):
        folder = small_record.make(tmp_path)
        rows = {
            "claims": [*ROWS, *more],
            "agencies": [
                {"agency": name, "name_en": words, "name_original": "", "geography": "GB"}
                for name, words in (("GBP", "A police force"), ("GBC", "A court service"))
            ],
            "sources": [
                {
                    **dict.fromkeys(small_record.columns_of("sources"), ""),
                    "source_id": name,
                    "outlet": name,
                    "date": "2025-01-15",
                    "language": "en",
                    "kind": "press_release",
                    "quality": "official",
                }
                for name in ("gb-police", "gb-paper", "gb-other")
            ],
        }
        for table, added in rows.items():
            columns = small_record.columns_of(table)
            small_record.write(folder, table, [*small_record.read(table, folder), *added], columns)
        return load(folder)

    return make


def test_made_up_release_gives_the_known_answers(made_up):
    ledger = made_up()
    found = read_release(ledger, MADE_UP)
    assert [n.claim.claim_id for n in found.numbers] == ["gb-solved", "gb-solved-growth", "gb-filed-growth"]
    base = found.base("cases_solved")
    assert base.both.interval == portion.singleton(1000)
    assert (base.implied.low, base.implied.high) == (Fraction(240_000, 241), Fraction(240_000, 239))
    assert base.agree == YES
    assert found.base("cases_filed").level is None
    ratio = found.ratio_change("cases_solved", "cases_filed")
    assert (round(float(ratio.low), 2), round(float(ratio.high), 2)) == (32.04, 34.64)
    rest = found.rest("cases_solved", Period(date(2024, 10, 1), date(2024, 12, 31)))
    assert rest.rest.interval == portion.singleton(600)
    assert rest.pace.interval == portion.singleton(Fraction(600, 92) / Fraction(1200, 274))
    solved = found.number("cases_solved")
    assert (len(solved.prints), solved.documents) == (2, 2)  # a copy is no second statement
    assert [c.agency for c in solved.elsewhere] == ["GBC"]
    answers = reading.checklist(ledger, found).set_index("key")["answer"]
    assert answers["fits"] == YES
    assert answers["elsewhere"] == IN_PART
    assert answers["with_level"] == IN_PART
    assert answers["year"] == YES
    assert answers["outside"] == NOT_SAID


def test_planted_contradiction_is_reported_though_the_record_is_sound(made_up):
    ledger = made_up(PLANTED)
    found = read_release(ledger, MADE_UP)
    [impossible] = found.impossible()
    assert impossible.rest.interval == portion.singleton(-100)
    assert impossible.rest.period == Period(date(2024, 7, 1), date(2024, 9, 30))
    assert checklist.examined(found, found.number("cases_solved"))["fits"] == NO
    assert reading.checklist(ledger, found).set_index("key").loc["fits", "answer"] == NO


def test_impossible_rest_is_drawn_though_it_holds_a_shorter_one(made_up):
    ledger = made_up(PLANTED, made_up_row("solved-august", "1,150", "8m", source="gb-other"))
    drawn = reading.rests(ledger, read_release(ledger, MADE_UP))
    assert drawn["label"].tolist() == ["Jul–Sep 2024", "Sep 2024", "Oct–Dec 2024"]
    assert drawn["possible"].tolist() == [False, True, True]


def test_base_that_cannot_be_is_reported(made_up):
    before = {"gb-solved-before": "1,100"}
    ledger = made_up()
    claims = {name: replace(c, value_text=before.get(name, c.value_text)) for name, c in ledger.claims.items()}
    ledger = replace(ledger, claims=claims)
    found = read_release(ledger, MADE_UP)
    assert found.base("cases_solved").agree == NO
    assert reading.checklist(ledger, found).set_index("key").loc["bases", "answer"] == NO


def test_inputs_that_fit_nothing_are_refused():
    with pytest.raises(KeyError, match="names no source of the record: nowhere"):
        read_release(LEDGER, ReleaseInputs("x", ("nowhere",), MADE_UP.window, "GB"))
    with pytest.raises(ValueError, match="no claim of gmw-20221230 on GB"):
        read_release(LEDGER, ReleaseInputs("x", ("gmw-20221230",), MADE_UP.window, geography="GB"))
    with pytest.raises(KeyError, match="prints no level of property_loss"):
        READINGS["2022"].number("property_loss")
    with pytest.raises(KeyError, match="leaves nothing of property_loss"):
        READINGS["2022"].rest("property_loss", DECEMBER)


# Other crimes


def test_texts_on_other_crimes_are_those_of_their_claims():
    for row in LEDGER.table("controls").values():
        for name in filter(None, (row.suspects, row.cases)):
            claim = LEDGER.claims[name]
            assert claim.source_id == row.source_id, name
            assert str(claim.period_end.year) == row.year, name
        assert LEDGER.sources[row.source_id].date[:4] in (row.year, str(int(row.year) + 1))
        assert not (row.phrase and row.suspects), row.crime


def test_fraud_alone_has_a_change_without_its_level():
    table = reading.controls(LEDGER)
    first = table[(table["on"] == reading.CONTROLLED) & (table["text"] == reading.FIRST)].set_index("crime")
    assert first.index[first["form_key"] == "percentage"].tolist() == [reading.OWN]
    assert first.loc["online", "form_key"] == first.loc["gambling", "form_key"] == reading.WORDS
    assert first.loc["drugs", "form_key"] == reading.BOTH


def test_other_crimes_are_counted_as_their_rows_say():
    rows = [row for row in LEDGER.table("controls").values() if row.crime != reading.OWN and row.text == reading.FIRST]
    before = {row.crime for row in rows if row.year in reading.BEFORE and row.suspects}
    on_2022 = {row.crime: row for row in rows if row.year == reading.CONTROLLED}
    counts = {name.removeprefix("reading-controls-"): int(q.low) for name, q in reading.control_counts(LEDGER).items()}
    assert counts == {
        "all": len(on_2022),
        "cases": sum(bool(row.cases) for row in on_2022.values()),
        "counted": sum(bool(row.suspects) for row in on_2022.values()),
        "words": sum(bool(row.phrase) for row in on_2022.values()),
        "before": len(before),
        "kept": sum(bool(on_2022[crime].suspects) for crime in before),
    }


def test_bases_of_drug_crime_are_not_its_first_prints():
    """5.4万 of 2021 were printed first; 3.5万, down by 28.6%, is what 2022 makes of it."""
    moved = reading.restatements(LEDGER)
    low = 100 * (34_500 / (1 - 0.2855) / 54_500 - 1)
    high = 100 * (35_500 / (1 - 0.2865) / 53_500 - 1)
    cases = moved["reading-drug-cases-2021"]
    assert (float(cases.low), float(cases.high)) == pytest.approx((low, high))
    assert moved["reading-drug-suspects-2021"].high < 0 < moved["reading-drug-cases-2022"].low
