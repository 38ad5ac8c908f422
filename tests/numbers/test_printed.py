"""Phrases that official bodies and newsrooms printed, read: ``printed.csv`` says what each of them stands for.

``expected`` is "right" for a reading with that value, interval and bound; "refused" for a phrase that is refused, and
"argued" for one that is read otherwise, each with the reason why. The phrases of ``invented.csv`` were made up in the
style of such releases, with values by the book's conventions, most before the reader had seen them; what may be read as
well as refused was left out, and a "refused" bound marks slips of the pen and what can be read in two ways.
"""

import csv
from fractions import Fraction
from pathlib import Path

import portion
import pytest

from ledgerbook.numbers import conventions
from ledgerbook.numbers.wording import BOUNDS_OF, WordingError, read

CASES = Path(__file__).with_name("printed.csv")
INVENTED = Path(__file__).with_name("invented.csv")
NEAR = Fraction(2, 1000)  # of an end: the cases print shares such as 66.7


def cases(path=CASES):
    with path.open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["value_text"]) for row in csv.DictReader(file)]


def end(text):
    return portion.inf if text == "inf" else Fraction(text)


def is_near(a, b):
    return a == b or (a != portion.inf != b and abs(a - b) <= NEAR * max(abs(a), abs(b)))


def is_right(row, reading, bare):
    """Whether a reading says what the case says, and its hedge without help what the bound says."""
    value = not row["value"] or is_near(reading.value, end(row["value"]))
    ends = is_near(reading.interval.lower, end(row["low"])) and is_near(reading.interval.upper, end(row["high"]))
    seen = BOUNDS_OF.get(bare.hedge)
    return value and ends and (seen == row["bound"] if seen or row["bound"] in ("at_least", "at_most") else True)


@pytest.mark.parametrize("row", cases())
def test_phrase_is_read_as_printed_or_refused(row):
    if row["expected"] == "refused":
        with pytest.raises(WordingError):
            read(row["value_text"], bound=row["bound"], evidence=row["evidence"])
        return
    reading = read(row["value_text"], bound=row["bound"], evidence=row["evidence"])
    assert is_right(row, reading, read(row["value_text"])) == (row["expected"] == "right")


@pytest.mark.parametrize("row", cases(INVENTED))
def test_invented_phrase_is_read_as_its_writer_meant_or_refused(row):
    text, bound = row["value_text"], row["bound"]
    if bound == "refused":
        with pytest.raises(WordingError):
            read(text)
    else:
        assert is_right(row, read(text, bound=bound), read(text))


def test_a_wrong_value_end_or_hedge_is_seen():
    row = {"value": "1600", "low": "1600", "high": "1700", "bound": "at_least"}
    said = read("more than 1,600")
    assert is_right(row, said, said)
    for wrong in ({"value": "16"}, {"high": "1601"}, {"low": "1500"}, {"bound": "at_most"}):
        assert not is_right(row | wrong, said, said)
    assert not is_right(row, said, read("1,600"))


def test_few_phrases_are_refused_and_each_exception_says_why():
    exceptions = [case.values[0] for case in cases() if case.values[0]["expected"] != "right"]
    assert len(exceptions) <= len(cases()) / 20
    assert all(row["why"] for row in exceptions)


@pytest.mark.parametrize("row", conventions.TABLE, ids=lambda row: row.printed)
def test_example_of_a_convention_stands_for_what_the_table_says(row):
    interval = read(row.printed, bound=row.bound).interval
    assert (interval.lower, interval.upper) == (end(row.low), end(row.high))


@pytest.mark.parametrize("printed", [printed for printed, _ in conventions.REFUSED])
def test_example_of_what_is_refused_is_refused(printed):
    with pytest.raises(WordingError):
        read(printed)
