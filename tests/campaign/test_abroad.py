"""The chapter on other places: which changes are taken, how they are told, and that nothing is mixed."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import portion
import pytest

from campaign import CHINA
from campaign.analysis import abroad
from campaign.figures import abroad as drawings
from ledgerbook.figure import tables
from ledgerbook.numbers import printing
from ledgerbook.numbers.quantities import CombinationError
from ledgerbook.numbers.wording import Convention


def of(ledger, key, what, before=2021, after=2022):
    series = next(series for series in abroad.all_series(ledger) if series.key == key)
    measure = series.count if what == abroad.CASES else series.money
    return abroad.change(ledger, series, measure, before, after)


def with_claim(ledger, claim_id, **changed):
    """The ledger with one claim changed."""
    claims = {**ledger.claims, claim_id: replace(ledger.claims[claim_id], **changed)}
    return replace(ledger, claims=claims)


def test_every_series_names_measures_of_its_own_place(ledger):
    series = abroad.all_series(ledger)
    assert series[0].place == CHINA
    for one in series:
        assert one.count or one.money
        assert one.short or not (one.count and one.money), f"{one.key} has no name in the scatter"
        for measure in filter(None, (one.count, one.money)):
            assert {c.geography for c in ledger.claims.values() if c.measure == measure} == {one.place} or (
                one.place == CHINA
            )
    assert drawings.SIDES.keys() <= {one.key for one in series}


def test_a_change_is_that_of_the_two_levels(ledger):
    change = of(ledger, "kr-police", abroad.CASES)
    assert change.basis == abroad.COMPUTED
    assert change.growth.low == change.growth.high == Fraction(21832 * 100, 30982) - 100


def test_the_narrower_of_printed_and_computed_is_taken(ledger):
    assert of(ledger, "jp-police", abroad.MONEY).basis == abroad.PRINTED
    assert of(ledger, "jp-police", abroad.CASES).basis == abroad.COMPUTED


def test_where_print_and_levels_contradict_the_print_stands(ledger):
    change = of(ledger, "au-channels", abroad.CASES, 2022, 2023)
    assert change.basis == abroad.RESTATED
    assert set(change.growth.claims) == {"au-2023-reports-yoy", "au-2023-reports", "au-2022-reports"}
    assert change.growth.interval == ledger.quantity("au-2023-reports-yoy").interval


def test_a_change_of_other_days_contradicts_no_levels(ledger):
    """The change of eleven months may differ from that of the year: nothing is restated by it."""
    eleven = with_claim(ledger, "au-2023-reports-yoy", period_end=date(2023, 11, 30))
    assert of(eleven, "au-channels", abroad.CASES, 2022, 2023).basis != abroad.RESTATED


def test_a_floor_names_no_size(ledger):
    """The FTC's "more than 30 percent" would be read as 30 to 40; its own levels say 48."""
    assert of(ledger, "us-ftc", abroad.MONEY).growth.low > 47
    rounded = with_claim(ledger, "us-ftc-2022-loss-yoy", bound="rounded", value_text="30 percent")
    assert of(rounded, "us-ftc", abroad.MONEY).basis == abroad.RESTATED  # as an exact print it would have stood


def test_part_of_a_year_is_no_year(ledger):
    """The printed growth of January to September in Hong Kong is not taken for that of the year."""
    assert abroad._printed(ledger, "HK", "deception_cases", 2022).claims == ("hk-2022-cases-yoy",)
    nine = with_claim(ledger, "hk-2022-cases-yoy", status="set_aside")
    assert abroad._printed(nine, "HK", "deception_cases", 2022) is None
    eleven = with_claim(nine, "hk-2022q3-cases-yoy", period_end=date(2022, 11, 30))
    assert abroad._printed(eleven, "HK", "deception_cases", 2022).low > 39


def test_what_is_not_bounded_is_left_out(ledger):
    assert of(ledger, "au-channels", abroad.CASES) is not None
    assert of(ledger.under(Convention.STRICT), "au-channels", abroad.CASES) is None  # "over 560,000"
    assert of(ledger, "th-portal", abroad.CASES) is None  # running totals


def test_a_break_between_the_years_is_told(ledger):
    assert of(ledger, "us-ftc", abroad.CASES, 2022, 2023).broken
    assert not of(ledger, "us-ftc", abroad.CASES, 2021, 2022).broken
    assert of(ledger, "jp-police", abroad.MONEY, 2021, 2023).broken, "a break in the second year counts"


def test_two_years_apart_have_no_printed_change(ledger):
    change = of(ledger, "kr-regulator", abroad.MONEY, 2021, 2023)
    assert change.basis == abroad.COMPUTED
    assert "kr-fss-loss-2023-yoy" not in change.growth.claims, "that one is against 2022"


def growth(ledger, low, high):
    read_otherwise = portion.closed(Fraction(str(low)), Fraction(str(high)))
    return ledger.quantity_if("release-2022-cases-filed-yoy", read_otherwise)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("-17.35", "-17.25", "−17.3%"),
        ("45.0621", "45.0621", "+45.1%"),
        ("48.5", "49.5", "+49%"),
        ("-16", "-12", "−16 to −12%"),
        ("19.2", "19.5", "+19%"),
        ("4.52", "4.56", "+4.52 to 4.56%"),
        ("0.008", "0.008", "+0.008%"),
    ],
)
def test_changes_in_words_hold_what_was_printed(ledger, low, high, words):
    assert printing.signed_to_a_tenth(growth(ledger, low, high).interval) == words


@pytest.mark.parametrize(
    ("cases", "money", "corner"),
    [
        ((-2, -1), (1, 2), "fewer_more"),
        ((1, 2), (-2, -1), "more_less"),
        ((-2, -1), (-2, -1), "fewer_less"),
        ((-1, 1), (5, 6), abroad.UNDECIDED),
        ((1, 2), (-1, 0), abroad.UNDECIDED),
    ],
)
def test_a_corner_needs_both_directions(ledger, cases, money, corner):
    assert abroad.quadrant(growth(ledger, *cases), growth(ledger, *money)) == corner


@pytest.mark.parametrize(("before", "after"), [(2021, 2022), (2022, 2023)])
def test_the_tally_counts_the_rows_abroad(ledger, before, after):
    counts = {name: int(q.low) for name, q in abroad.tally(ledger, before, after).items()}
    changes, pairs = (table(ledger, before, after) for table in (abroad.growth_table, abroad.quadrants))
    changes, pairs = changes[~changes["china"]], pairs[~pairs["china"]]
    for name, what in (("cases", abroad.CASES), ("money", abroad.MONEY)):
        assert counts[name] == sum(changes["what_key"] == what)
        assert counts[f"{name}_fell"] == sum((changes["what_key"] == what) & (changes["high"] < 0))
    assert counts["pairs"] == len(pairs)
    assert counts["dearer"] == sum(pairs["low"] > 0)
    assert counts["fewer_and_dearer"] == sum((pairs["low"] > 0) & (pairs["cases_high"] < 1))


def test_two_series_of_one_place_are_one_place(ledger):
    counts = {name: int(q.low) for name, q in abroad.tally(ledger, 2021, 2022).items()}
    assert counts["fewer_and_dearer_places"] < counts["fewer_and_dearer"]
    assert "release-2022-cases-filed-yoy" not in abroad.tally(ledger, 2021, 2022)["cases"].claims


def test_other_years_tell_of_themselves(ledger):
    table, columns = abroad.neighbours(ledger, 2022, 2023)
    assert list(columns.values()) == ["Series", "2021 to 2022", "2022 to 2023", "2023 to 2024"]
    australia = table.set_index("label").loc["Australia, all channels", "pair_1"]
    assert australia.endswith("†"), "a break of 2023 is marked in the pair that ends there"


def test_places_are_never_divided(ledger):
    assert "cannot divide" in abroad.refusal(ledger, "hk-2022-cases", "wb-2022-population")
    with pytest.raises(CombinationError, match="may be divided"):
        abroad.refusal(ledger, "jp-2022-cleared", "jp-2022-cases")


def test_clearance_reproduces_the_printed_rate(ledger):
    """Japan prints 54.8 percent for 2020; the two counts must say the same."""
    computed = abroad.ratios(ledger)["jp-2020"]
    assert computed.interval in ledger.quantity("jp-2020-clearance").interval
    other_year = with_claim(ledger, "jp-2020-cleared", value=Fraction(6600), value_text="6600件", evidence="6600件")
    assert abroad.ratios(other_year)["jp-2020"].interval not in ledger.quantity("jp-2020-clearance").interval


def test_revisions_are_those_of_the_record_abroad(ledger):
    pairs = abroad.revisions(ledger)
    implied = {pair.claim for pair in pairs if pair.basis == abroad.REVISED_IMPLIED}
    assert implied == {"us-ftc-2017-loss", "gb-ukf-2024-app-b", "au-2022-reports"}  # their later changes say so
    singapore = next(pair for pair in pairs if pair.claim == "sg-spf-loss-2024h1-rev")
    assert abroad.revised_label(ledger, singapore.claim) == "Singapore, money, Jan–Jun 2024"
    assert singapore.moved.claims == ("sg-spf-loss-2024h1-rev", "sg-spf-loss-2024h1-first")
    home = with_claim(ledger, "jp-2023-arrests", geography="CN")
    assert len(abroad.revisions(home)) == len(pairs) - 1, "a revision of China's is none abroad"


def test_the_first_print_is_the_earliest_whatever_the_order(ledger):
    """Canada's loss of 2021 has two prints beside the one used, of 2022 and of April 2023."""
    turned = {name: replace(d, claim_ids=";".join(reversed(d.members))) for name, d in ledger.disagreements.items()}
    for found in (ledger, replace(ledger, disagreements=turned)):
        canada = next(pair for pair in abroad.revisions(found) if pair.claim == "ca-2021-loss-rev")
        assert set(canada.moved.claims) == {"ca-2021-loss-rev", "ca-2021-loss"}


def test_a_revision_counts_as_larger_only_where_it_surely_is(ledger):
    """Japan's 2021, revised by 1.2 to 1.6 percent, is not surely larger than a fall of 1.25 to 1.35."""
    yardstick = ledger.quantity("release-2022-property-loss-yoy")
    larger = abroad.revision_tally(ledger, yardstick)["money larger"].claims
    assert "jp-2021-loss" not in larger
    assert "jp-2023-loss" in larger
    assert "eu-2022-loss-rev" in larger, "a revision downwards counts by its size"


def test_the_median_lies_between_the_two_in_the_middle(ledger):
    median = abroad.typical_revision(ledger)
    money = [r.moved for r in abroad.revisions(ledger) if ledger.measures[r.moved.measure].unit == "money"]
    below = sum(max(abs(q.low), abs(q.high)) < median.low for q in money)
    above = sum(min(abs(q.low), abs(q.high)) > median.high for q in money)
    assert max(below, above) <= len(money) / 2


def test_the_table_of_definitions_is_of_the_codebook(ledger):
    table = abroad.definitions(ledger)
    assert len(table) == len(ledger.table("series"))
    korea = table[table["series"].str.contains("Korea, police")].iloc[0]
    assert ledger.measures["voice_phishing_cases"].counts in korea["counts"]
    assert "(`all_fraud_cases`)" in korea["counts"], "names of measures are set as code"
    text = tables.cards(table, {"series": "Series", "beside": "Beside"}).data
    assert text.count("* - ") == len(table) + 1


def test_a_series_and_a_ratio_of_the_record_are_shown_without_a_change_of_code(ledger):
    """A second series of Hong Kong and one more ratio: both stand in the tables of the chapter."""
    own = dict(ledger.own)
    copied = replace(own["series"]["hk-police"], series="hk-other", label_en="another body")
    own["series"] = {**own["series"], "hk-other": copied}
    own["ratios"] = {**own["ratios"], "kr-later": replace(own["ratios"]["kr-2021"], ratio="kr-later", label_en="Later")}
    grown = replace(ledger, own=own)
    growth = abroad.growth_table(grown, 2021, 2022)
    assert "Hong Kong, another body" in set(growth["label"])
    assert "Later" in set(abroad.cleared(grown)["label"])
    pairs = abroad.quadrants(grown, 2021, 2022)
    assert drawings.quadrants(pairs, 720).to_dict(), "a series without a place of its own for its name is drawn too"


def test_police_counts_are_told_apart_from_others(ledger):
    """By hand: Korea's count fell, the other five rose; the British bankers contradict each other."""
    recorded = abroad.case_changes(ledger, (2021, 2022), recorded=True)
    others = abroad.case_changes(ledger, (2021, 2022), recorded=False)
    assert {label for label, q in recorded.items() if q.high < 0} == {"Korea, police"}
    assert len(recorded) == 6
    assert {label for label, q in others.items() if q.low > 0} == {
        "United Kingdom, banks, deceived payers",
        "India, national portal",
    }
    counts = {name: int(q.low) for name, q in abroad.tally(ledger, 2021, 2022).items()}
    assert (counts["record"], counts["record_rose"], counts["record_fell"]) == (6, 5, 1)
    assert (counts["other"], counts["other_fell"]) == (9, 7)
    several = abroad.case_changes(ledger, (2020, 2021), (2021, 2022), recorded=True)
    assert "Korea, police, 2021 to 2022" in several
    assert not any(label.startswith("China") for label in several)


def test_a_place_whose_series_contradict_each_other_is_not_counted(ledger):
    """The British reports of investment fraud are fewer and dearer; its bankers' counts are not."""
    claims = abroad.tally(ledger, 2021, 2022)["fewer_and_dearer_places"].claims
    assert {ledger.claims[claim].geography for claim in claims} == {"US", "AU"}


def test_sums_stopped_are_those_of_every_window_with_both(ledger):
    refused = [one for one in abroad.stopped_sums(ledger) if one.sum == "gb-refused"]
    assert [one.ratio.period.start.year for one in refused] == [2019, 2021, 2022, 2023, 2024, 2025]
    low, high = Fraction("1.675") / Fraction("0.70345") * 100, Fraction("1.685") / Fraction("0.70335") * 100
    assert (refused[-1].ratio.low, refused[-1].ratio.high) == (low, high)
    own = {one.sum for one in abroad.stopped_sums(ledger) if one.place == CHINA}
    assert own == {"cn-stopped", "cn-recovered", "cn-averted"}


def test_a_floor_gives_no_ratio(ledger):
    """Singapore's loss of 2024 is at least 1.1 billion: whatever was recovered has no ratio to it."""
    years = [one.ratio.period.start.year for one in abroad.stopped_sums(ledger) if one.sum == "sg-recovered"]
    assert years == [2025]
    assert abroad.stopped_in(ledger, "sg-recovered", 2024) is None
    closed = with_claim(ledger, "sg-spf-loss-2024", bound="rounded")
    assert abroad.stopped_in(closed, "sg-recovered", 2024) is not None


def test_the_ministry_restated_its_drug_cases(ledger):
    """By hand: 35,000 after a fall of 28.6 percent starts from 48,300 to 49,800, not from 54,000."""
    moved = {r.claim: r.moved for r in abroad.home_bases(ledger)}["mps-2021-drug-cases"]
    low = Fraction(34500) / Fraction("0.7145") / 54500 * 100 - 100
    high = Fraction(35500) / Fraction("0.7135") / 53500 * 100 - 100
    assert (moved.low, moved.high) == (low, high)
    assert set(abroad.police_moved(ledger)) == {"drug_cases", "drug_suspects"}


def test_china_s_own_prints_are_tested_by_one_rule(ledger):
    tallied = {name: int(q.low) for name, q in abroad.home_tally(ledger).items()}
    bases = abroad.home_bases(ledger)
    assert tallied["tested"] == len(bases)
    assert tallied["moved"] == sum(not r.moved.low <= 0 <= r.moved.high for r in bases)
    away = with_claim(ledger, "mps-2022-drug-cases-yoy", status="set_aside")
    assert "mps-2021-drug-cases" not in {r.claim for r in abroad.home_bases(away)}


def test_what_was_revised_is_told_by_its_unit_and_not_by_its_label(ledger):
    kinds = {r.claim: abroad.revised_kind(ledger, r.claim) for r in abroad.revisions(ledger)}
    assert {kinds[name] for name in ("jp-2021-cases", "au-2022-reports")} == {abroad.CASES}
    assert (kinds["jp-2023-arrests"], kinds["jp-2023-loss"]) == (abroad.PERSONS, abroad.MONEY)


def test_the_police_counts_are_of_places_in_asia_and_another_would_be_seen(ledger):
    places = abroad.police_places(ledger, 2021, 2022)
    assert places == {"HK", "IN", "JP", "KR", "SG", "TW"}
    row = ledger.table("series")["gb-payers"]
    recorded = {**ledger.own["series"], "gb-payers": replace(row, entry=abroad.RECORD)}
    grown = replace(ledger, own={**ledger.own, "series": recorded})
    assert abroad.police_places(grown, 2021, 2022) - abroad.ASIA == {"GB"}
