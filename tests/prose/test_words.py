"""What the words of a number should be: as the author wrote them, with the digits and the hedge that it supports."""

from datetime import date
from fractions import Fraction

import portion
import pytest

from campaign import load
from ledgerbook.numbers import intervals
from ledgerbook.numbers.expressions import Named
from ledgerbook.prose import judgement, words
from ledgerbook.record.results import PublishedResult

SOLVED, DENS, FILED = "release-2022-cases-solved", "release-2022-dens-destroyed", "release-2022-cases-filed-yoy"
THIRTY = "mps-202306-brushing-hd"  # 约三成


@pytest.mark.parametrize(
    ("claim", "was", "now", "sure"),
    [
        (SOLVED, "39.2万", "39.1万", True),
        (SOLVED, "392,000", "391,000", True),
        (SOLVED, "391,100", "391,000", True),
        (SOLVED, "0.38 million", "0.39 million", True),
        (SOLVED, "about 0.5 million", "about 0.4 million", True),
        (SOLVED, "391.5 thousand cases", "391 thousand cases", True),
        (SOLVED, "more than 391,000", "391,000", True),
        (SOLVED, "3.91 million", "0.39 million", False),  # so far off that the link may be what is wrong
        (SOLVED, "39.1 billion", "391,000", False),
        (SOLVED, "39.1万 to 40万", None, False),
        (DENS, "1,800", "more than 1,800", True),
        (DENS, "At least 1,900 dens", "At least 1,800 dens", True),
        (DENS, "not more than 1,800", "more than 1,800", True),
        (DENS, "1700余", "1800余", True),
        (FILED, "17.3", "17.3%", True),
        (FILED, "16.35 per cent", "17.3 per cent", True),
        (FILED, "+17.3%", "−17.3%", True),
        (FILED, "rose 17.3%", None, False),
        (THIRTY, "about 30.0%", "about 30%", True),
    ],
)
def test_words_of_a_claim(claim, was, now, sure):
    record = load()
    assert judgement.of_claim(was, claim, record.claims)
    proposal = words.for_claim(was, record.claims[claim])
    assert proposal == (words.Proposal(now, sure) if now else None)
    assert not now or judgement.of_claim(now, claim, record.claims) == ""


@pytest.mark.parametrize(
    ("low", "high", "unit", "was", "now", "sure"),
    [
        ("34.5", "34.7", "percent", "34.2%", "35%", True),
        ("34.5", "34.7", "percent", "31 to 33%", "34 to 35%", True),
        ("34.5", "34.7", "percent", "34.2 to 34.3%", "34.5 to 34.7%", True),
        ("34.5", "34.7", "percent", "about half", "about 34.6%", True),
        ("27.6", "28.1", "percent", "28", "28%", True),
        ("-12.4", "-11.8", "percent", "fell by 15%", "fell by 12%", True),
        ("-12.4", "-11.8", "percent", "−15%", "−12%", True),
        ("902000", "905000", "cases", "90.0 to 90.2万", "90.2 to 90.5万", True),
        ("1230000", "1390000", "cases", "1.1 to 1.2 million", "1.2 to 1.4 million", True),
        ("72012", "73988", "cases", "between 70,000 and 71,000", "between 72,000 and 74,000", True),
        ("72012", "73988", "cases", "more than 60,000", "more than 70,000", True),
        ("5", "inf", "cases", "at least 2", "at least 5", False),
        ("9", "9", "cases", "10", "9", True),
        ("48", "48", "cases", "50.5", "48", True),
        ("375", "375", "cases", "390", "375", True),
        ("450000", "450000", "cases", "0.452 million", "0.45 million", True),
        ("9", "9", "cases", "5 million", "9", False),
        ("30", "30", "percent", "31.00%", "30%", True),
        ("1/3", "1/3", "cases", "2", "0.3", False),
        ("1", "100", "percent", "5%", "0 to 100%", False),  # no single number says it
    ],
)
def test_words_of_a_result(low, high, unit, was, now, sure):
    ends = [(portion.inf if end == "inf" else Fraction(end), end != "inf") for end in (low, high)]
    days = (date(2022, 1, 1), date(2022, 12, 31))
    interval = intervals.from_bounds(*ends)
    result = PublishedResult("x", "a result", interval, unit, "cases", days, "", Named("found", interval), ())
    assert judgement.of_result(was, "x", result, ())
    assert words.for_result(was, result) == words.Proposal(now, sure)
    assert judgement.of_result(now, "x", result, ()) == ""


def test_unknown_name_is_that_of_the_number_that_agrees():
    values = {"cases-solved": "391,000", "cases-solved-yoy": "5.7%", "cases-resolved": "391,000"}

    def judge(said: str, name: str) -> str:
        return "" if values[name] == said else "disagrees"

    assert words.for_name("5.7%", "cases-solved-yo", values, judge) == words.Proposal("cases-solved-yoy", True)
    assert words.for_name("391,000", "cases-sloved", values, judge).sure is False  # two of that number are near
    assert words.for_name("12", "cases-sloved", values, judge) is None
