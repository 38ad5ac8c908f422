"""What is only ours beside what is printed: translations, names of measures, terms and their readings."""

from dataclasses import replace
from pathlib import Path

import pytest

from ledgerbook.book import Book
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.rules import renderings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Book(ROOT).ledger()


def problems(ledger: Ledger, table: str, key: str, **cells: str) -> list[str]:
    """What the rule says of the record with other cells in one row."""
    rows = {**ledger.table(table), key: replace(ledger.table(table)[key], **cells)}
    broken = replace(
        ledger, **({table: rows} if table in ("claims", "measures") else {"own": {**ledger.own, table: rows}})
    )
    return [str(problem) for problem in renderings.check(broken)]


@pytest.mark.parametrize(
    ("claim", "translation", "what"),
    [
        ("mps-2022-11m-cases-filed-yoy-sc", "number of cases filed rose 17.3% year on year", "says nothing of '下降'"),
        ("mps-2022-11m-cases-filed-yoy-sc", "number of cases solved fell 17.3% year on year", "says nothing of '立案'"),
        ("mps-2022-11m-cases-filed-yoy-sc", "number of cases filed fell 17.3%", "says nothing of '同比'"),
        (
            "mps-2020-cases-solved-pd",
            "322,000 cases of telecom fraud solved and filed",
            "says 'filed', but the original",
        ),
        ("spc-1721-aiding-defendants", "not 102,000 defendants sentenced", "says 'not', but the original has no"),
        ("kr-knpa-loss-2023", "2023: 447.2 billion yen", "says 'yen', but the unit is KRW"),
        ("jp-2021-cases", "14,498 cases, down 948 on the year before", "says nothing of '増'"),
    ],
)
def test_translation_that_says_something_else_is_named(ledger, claim, translation, what):
    (said,) = problems(ledger, "claims", claim, translation=translation)
    assert said.startswith(f"data/claims.csv:{ledger.claims[claim].line}: translation: ")
    assert what in said


def test_currency_that_is_not_that_of_the_claim_is_named(ledger):
    translation = ledger.claims["mps-2022-funds-vl"].translation
    (said,) = problems(ledger, "claims", "mps-2022-funds-vl", translation=translation.replace("yuan", "dollars"))
    assert "says 'dollars', but the unit is CNY" in said


def test_month_that_the_phrase_has_not_is_named(ledger):
    claim = next(c for c in ledger.claims.values() if "8月" in c.evidence and "August" in c.translation)
    (said,) = problems(ledger, "claims", claim.claim_id, translation=claim.translation.replace("August", "October"))
    assert "says nothing of '8月'" in said or "says 'october'" in said


@pytest.mark.parametrize(
    ("table", "key", "cells", "what"),
    [
        ("measures", "cases_solved", {"label_en": "Cases filed"}, "says 'filed', but the original has no 立案"),
        ("measures", "cases_solved", {"label_original": "立案数"}, "says 'solved', but the original has no 破获"),
        ("glossary", "立案", {"term_en": "Solve (a case)"}, "says 'solve', but the original has no 破获"),
        ("glossary", "避免被骗", {"romanised": "bì miǎn bèi àn"}, "reads '骗' as 'àn', but '电信网络诈骗' as 'piàn'"),
        (
            "glossary",
            "犯罪团伙",
            {"term_en": "Heads and backbones"},
            "has no word of what '犯罪团伙' is in translations",
        ),
        ("glossary", "破获", {"romanised": "pò"}, "has 1 syllables for the 2 characters of '破获'"),
    ],
)
def test_name_or_reading_of_another_row_is_named(ledger, table, key, cells, what):
    said = problems(ledger, table, key, **cells)
    assert [what] == [what for problem in said if what in problem], said


def test_record_without_renderings_is_not_judged(ledger):
    words = tuple(row for row in ledger.words if not row.kind.startswith(renderings.KIND))
    claim = next(iter(ledger.claims))
    assert problems(replace(ledger, words=words), "claims", claim, translation="rose and fell") == []


def test_record_is_sound(ledger):
    assert list(renderings.check(ledger)) == []
