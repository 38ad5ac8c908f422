"""What a clause may say beside its numbers: the way they went, their times, their counts, their places."""

from pathlib import Path

import pytest

from ledgerbook.book import Book
from ledgerbook.prose.beside import Beside
from ledgerbook.prose.check import Check
from ledgerbook.prose.passages import passages
from ledgerbook.prose.sentences import sentences
from ledgerbook.prose.sources import Sources

ROOT = Path(__file__).resolve().parents[2]
SOLVED = "[39.1万](claim:release-2022-cases-solved)"
SOLVED_MORE = "[5.7%](claim:release-2022-cases-solved-yoy)"
FILED_LESS = "[17.3%](claim:release-2022-cases-filed-yoy)"
FIRST = "[163,000](claim:mps-2019-suspects)"
JAPAN = "[17,570](claim:jp-2022-cases)"


@pytest.fixture(scope="module")
def beside() -> Beside:
    return Beside(Sources(Book(ROOT)), Book(ROOT).ledger())


def complaints(beside: Beside, text: str) -> list[str]:
    return [
        said
        for passage in passages(beside.sources.markdown, text)
        for sentence in sentences(passage)
        for said in beside.complaints(sentence)
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"Cases solved really fell, by {SOLVED_MORE}.", "'fell' stands in a clause whose number rose"),
        (f"The {FILED_LESS} is a rise of cases filed.", "'rise' stands in a clause whose number fell"),
        (f"Cases solved fell from {FIRST} to {SOLVED}.", ""),  # of two units
        (f"In January to November 2023 police solved {SOLVED} cases.", "'2023' stands in a clause"),
        (f"The {SOLVED} cases solved by June 2022.", "'June' stands in a clause whose number is of another time, 2022"),
        (f"The ministry counts {SOLVED} cases filed.", "'filed' stands beside '39.1万'"),
        (f"The police caught {SOLVED} of them.", "'caught' stands beside '39.1万'"),
        (f"In Korea there were {JAPAN} cases in 2022.", "'Korea' stands in a clause whose number is of Japan"),
    ],
)
def test_what_the_number_does_not_bear_out_is_named(beside, text, what):
    found = complaints(beside, text)
    assert [what] == [said[: len(what)] for said in found] if what else found == []


@pytest.mark.parametrize(
    "text",
    [
        f"Cases solved did not fall but rose by {SOLVED_MORE}.",
        f"Cases filed fell by {FILED_LESS}, and in 2023 they rose.",
        f"By November 2022 the police had solved {SOLVED} cases, up {SOLVED_MORE} on 2021.",
        f"The {SOLVED} would have to hold those of 2019 as well.",
        f"A system launched in July 2015 is no part of the {SOLVED}.",
        f"Between 2021 and 2022 filings went down by {FILED_LESS}.",
        f"Unlike Korea, Japan had {JAPAN} cases.",
        "In 2015 the police filed many cases.",
    ],
)
def test_what_may_stand_there_raises_no_alarm(beside, text):
    assert complaints(beside, text) == []


def test_no_clause_of_the_book_contradicts_its_numbers():
    assert [str(fault) for fault in Check(Sources(Book(ROOT)), Book(ROOT).ledger()).contradictions()] == []
