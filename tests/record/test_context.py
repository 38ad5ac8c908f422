"""What prose says around a number's link: the direction, what is counted, exactness, and hedges."""

from datetime import date
from fractions import Fraction

import portion
import pytest

from campaign import load
from ledgerbook.numbers import intervals
from ledgerbook.numbers.context import Context
from ledgerbook.numbers.expressions import Named
from ledgerbook.prose import judgement
from ledgerbook.record.results import PublishedResult
from ledgerbook.record.rules.prose import nouns

SOLVED, DENS, HEADS = "release-2022-cases-solved", "release-2022-dens-destroyed", "release-2022-heads-arrested"
FELL, ROSE = "release-2022-cases-filed-yoy", "release-2022-cases-solved-yoy"
FUNDS, AUSTRALIAN, THIRD = "mps-2020-funds-pd", "au-2021-loss", "mps-202306-brushing"


@pytest.fixture(scope="module")
def record():
    return load()


@pytest.fixture(scope="module")
def said(record):
    """What is wrong with a sentence whose link stands in brackets."""
    counted = nouns(record)

    def judge(claim: str, sentence: str) -> str:
        before, words, after = sentence.replace("]", "[").split("[")
        return judgement.of_claim(words, claim, record.claims, Context(before, after, counted))

    return judge


@pytest.mark.parametrize(
    ("claim", "sentence", "why"),
    [
        (FELL, "cases climbed by [17.3%]", "'climbed'"),
        (FELL, "cases [climbed by 17.3%]", "negative"),
        (FELL, "a rise of more than [17.3%]", "'rise'"),
        (FELL, "a further rise of [17.3%]", "'rise'"),
        (FELL, "cases climbed sharply by [17.3%]", "'climbed'"),
        (FELL, "案件同比上升[17.3%]", "'上升'"),
        (FELL, "[17.3%] more cases were filed", "'more'"),
        (FELL, "[17.3] per cent more cases", "without a percent sign"),
        (FELL, "[17.3 per cent] more than before", "'more'"),
        (FELL, "a [17.3%] increase", "'increase'"),
        (ROSE, "cases fell by [5.7%]", "'fell'"),
        (ROSE, "cases plummeted [5.7%]", "'plummeted'"),
        (ROSE, "cases dropped by only about [5.7%]", "'dropped'"),
        (ROSE, "[5.7%] fewer cases", "'fewer'"),
        (ROSE, "[5.7% fewer] cases", "positive"),
        (ROSE, "a [5.7%] decline", "'decline'"),
        (ROSE, "it rose by [5.7%] points", "'% points'"),
        (ROSE, "it [rose by 5.7%] points", "'% points'"),
        (SOLVED, "[391,000 people]", "'people'"),
        (SOLVED, "[391,000] people", "'people'"),
        (SOLVED, "[39.1万]人", "'人'"),
        (SOLVED, "[$391,000]", "'$'"),
        (SOLVED, "a loss of $[391,000]", "'$'"),
        (SOLVED, "a loss of RMB [391,000]", "'RMB'"),
        (SOLVED, "[391,000] yuan", "'yuan'"),
        (SOLVED, "[39.1万]元", "'元'"),
        (SOLVED, "[391,000]% of", "'%'"),
        (SOLVED, "[391,000] per cent", "'per cent'"),
        (DENS, "[more than 1,800] gangs", "'gangs'"),
        (FUNDS, "US$[272.2 billion]", "'US$'"),
        (AUSTRALIAN, "€[1.8 billion]", "'€'"),
        (SOLVED, "exactly [391,000] cases", "'exactly'"),
        (SOLVED, "[precisely 391,000] cases", "'precisely'"),
        (SOLVED, "they were [391,000] exactly", "'exactly'"),
        (SOLVED, "[0.3910 million]", "more digits"),
        (THIRD, "[about 33.3%]", "more digits"),
    ],
)
def test_words_beside_a_link_that_say_something_else_are_named(said, claim, sentence, why):
    assert why in said(claim, sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (FELL, "cases fell by [17.3%] and arrests rose"),
        (FELL, "arrests rose, and cases, by [17.3%],"),
        (FELL, "cases had not risen by [17.3%]"),
        (FELL, "cases did not really climb by [17.3%]"),
        (FELL, "[17.3%] fewer cases"),
        (FELL, "[17.3%]"),
        (FELL, "what fell by [17.3%] rose again"),
        (FELL, "from [17.3%] to more"),
        (FELL, "those that went missing made up [17.3%]"),
        (FELL, "it was 5% [17.3%] below"),
        (SOLVED, "of 5% [391,000] cases"),
        (ROSE, "falls, but [5.7%] for cases solved"),
        (ROSE, "with [5.7%] it fell behind"),
        (SOLVED, "solved cases fell to [391,000]"),
        (SOLVED, "solved cases [fell to 391,000]"),
        (SOLVED, "案件[降至39.1万]起"),
        (SOLVED, "[391,000] cases"),
        (SOLVED, "[39.1万]起"),
        (SOLVED, "[391,000] people's complaints"),
        (SOLVED, "[391,000] solved cases of people"),
        (SOLVED, "[391,000], people say"),
        (SOLVED, "not exactly [391,000]"),
        (SOLVED, "[391,000], but nobody counted exactly"),
        (HEADS, "exactly [240] people"),
        (FUNDS, "[272.2 billion] yuan"),
        (AUSTRALIAN, "$[1.8 billion]"),  # a dollar is many things
        (AUSTRALIAN, "A$[1.8 billion]"),
        (SOLVED, "R$[391,000]"),  # not known
        (THIRD, "[about a third] of cases"),
    ],
)
def test_words_that_may_stand_there_raise_no_alarm(said, claim, sentence):
    assert said(claim, sentence) == ""


@pytest.mark.parametrize(
    ("low", "high", "unit", "formula", "sentence", "why"),
    [
        ("-12.4", "-11.8", "percent", "a / b - 1", "it rose by [12%]", "'rose'"),
        ("-12.4", "-11.8", "percent", "a / b - 1", "[12%] more", "'more'"),
        ("-12.4", "-11.8", "percent", "a / b - 1", "[12%] fewer", ""),
        ("-12.4", "-11.8", "percent", "a / b - 1", "it fell by [11 to 13%]", ""),
        ("-2", "1", "percent", "a / b - 1", "it fell by [−2 to 1%]", ""),  # may be either
        ("11.8", "12.4", "percent", "a / b - 1", "it fell by [12%]", "'fell'"),
        ("11.8", "12.4", "percent", "a / b", "it fell by [12%]", ""),  # a share, not a change
        ("11.8", "12.4", "percent", "a / b", "exactly [12%]", "'exactly'"),
        ("12", "12", "cases/day", "a", "exactly [12] cases", ""),
        ("12", "12", "cases/day", "a", "[12] people a day", "'people'"),
        ("12", "12", "kilometres", "a", "[12] people", ""),  # a unit without nouns
        ("12", "12", "points", "a", "[12] per cent", "'per cent'"),
    ],
)
def test_words_beside_a_result_are_judged_alike(record, low, high, unit, formula, sentence, why):
    interval = intervals.from_bounds((Fraction(low), True), (Fraction(high), True))
    days = (date(2022, 1, 1), date(2022, 12, 31))
    result = PublishedResult("x", "a result", interval, unit, "cases", days, formula, Named("found", interval), ())
    before, words, after = sentence.replace("]", "[").split("[")
    message = judgement.of_result(words, "x", result, (), Context(before, after, nouns(record)))
    assert why in message
    assert bool(message) is bool(why)


NEARLY = "mps-202205-top5share-21caijing"


@pytest.mark.parametrize(
    ("claim", "sentence", "why"),
    [
        (SOLVED, "the police solved nearly [39.1万] cases", "'nearly'"),
        (SOLVED, "more than [391,000] cases", "'more than'"),
        (SOLVED, "well over [391,000] cases", "'over'"),
        (SOLVED, "more than a total of [391,000] cases", "'more than'"),
        (SOLVED, "no fewer than [391,000] cases", "'no fewer than'"),
        (SOLVED, "up to [391,000] cases", "'up to'"),
        (SOLVED, "there were at least [391,000] cases", "'at least'"),
        (SOLVED, "cases exceeded [391,000]", "'exceeded'"),
        (SOLVED, "[391,000] or more", "'or more'"),
        (SOLVED, "[391,000] cases or fewer were solved", "'or fewer'"),
        (SOLVED, "[391,000] cases at most, and", "'at most'"),
        (SOLVED, "近[39.1万]起", "'近'"),
        (SOLVED, "超过了[39.1万]起", "'超过'"),
        (SOLVED, "[39.1万]余起", "'余'"),
        (SOLVED, "[39.1万]起以上", "'以上'"),
        (SOLVED, "more than [400,000] cases", "'more than'"),
        (SOLVED, "nearly [] cases", "'nearly'"),  # in the words of its source
        (FELL, "cases fell by more than [17.3%]", "'more than'"),
        (HEADS, "more than [240] heads", "'more than'"),  # exactly 240
        (HEADS, "nearly [240] heads", "'nearly'"),
        (DENS, "nearly [more than 1,800] dens", "'nearly'"),
        (DENS, "nearly [1,800] dens", "at least '1800余'"),
        (DENS, "about [1,800] dens", "at least '1800余'"),
        (NEARLY, "more than [80%]", "at most"),
    ],
)
def test_hedge_beside_a_link_that_its_number_does_not_bear_is_named(said, claim, sentence, why):
    assert why in said(claim, sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (SOLVED, "about [391,000] cases"),
        (SOLVED, "some [391,000] cases"),
        (SOLVED, "[391,000] cases or so"),
        (SOLVED, "约[39.1万]起"),
        (SOLVED, "more than [390,000] cases"),
        (SOLVED, "nearly [400,000] cases"),
        (FELL, "cases fell by more than [17%]"),
        (HEADS, "at least [240] heads"),
        (DENS, "more than [1,800] dens"),  # the hedge of its print
        (DENS, "[1,800] dens or more"),
        (DENS, "over [more than 1,800] dens"),
        (DENS, "捣毁窝点[1800]余个"),
        (DENS, "about [more than 1,800] dens"),
        (NEARLY, "nearly [80%]"),
        # comparisons, places, spans of time, and words of others
        (SOLVED, "441,000 cases, more than the [391,000] of 2022"),
        (SOLVED, "441,000 cases, more than [the 391,000] of 2022"),
        (SOLVED, "441,000 cases, more than [391,000] in 2022"),
        (SOLVED, "the 441,000 of 2021 are more than [391,000]"),
        (SOLVED, "the 441,000 of 2021 exceed [391,000]"),
        (SOLVED, "more than [391,000] of 2022"),
        (SOLVED, "more than in 2021: [391,000]"),
        (SOLVED, "more than twice, [391,000]"),
        (SOLVED, "nearly all [391,000] cases"),
        (SOLVED, "the parts add up to [391,000]"),
        (SOLVED, "the share lies below [391,000]"),
        (SOLVED, "it stands under [391,000] headings"),
        (SOLVED, "the police handed over [391,000] cases"),
        (SOLVED, "it was not nearly [391,000]"),
        (SOLVED, "[391,000] cases, at least 3 of them"),
        (SOLVED, "[391,000] at least in part"),
        (SOLVED, "[391,000] cases and over 5"),
        (SOLVED, "[391,000] + 3"),
        (SOLVED, "over [391,000] days"),
    ],
)
def test_hedge_beside_a_link_that_may_stand_there_raises_no_alarm(said, claim, sentence):
    assert said(claim, sentence) == ""


@pytest.mark.parametrize(
    ("low", "high", "sentence", "why"),
    [
        ("3900", "4100", "more than [4,000] cases", "'more than'"),
        ("4010", "4100", "more than [4,000] cases", ""),
        ("3900", "4100", "nearly [4,000] cases", "'nearly'"),
        ("3900", "3990", "nearly [4,000] cases", ""),
        ("3900", "4100", "[4,000] cases or so", ""),
        ("390", "410", "at least [390 to 410] cases", "range"),
        ("5", "inf", "at least [5] cases", ""),
        ("5", "inf", "[5] cases or more", ""),
        ("5", "inf", "up to [at least 5] cases", "'up to'"),
        ("230", "245", "up to [about 240] cases", ""),
        ("230", "260", "up to [about 240] cases", "[230,260]"),
    ],
)
def test_hedge_beside_a_result_is_judged_alike(record, low, high, sentence, why):
    upper = (portion.inf, False) if high == "inf" else (Fraction(high), True)
    interval = intervals.from_bounds((Fraction(low), True), upper)
    days = (date(2022, 1, 1), date(2022, 12, 31))
    result = PublishedResult("x", "a result", interval, "cases", "cases", days, "a", Named("found", interval), ())
    before, words, after = sentence.replace("]", "[").split("[")
    message = judgement.of_result(words, "x", result, (), Context(before, after, nouns(record)))
    assert why in message
    assert bool(message) is bool(why)
