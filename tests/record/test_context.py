"""What prose says around a number's link: the direction, what is counted, and exactness."""

from datetime import date
from fractions import Fraction

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
