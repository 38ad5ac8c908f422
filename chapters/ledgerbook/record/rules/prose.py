"""Checks the prose that stands in the record itself: what disagreements.csv and searches.csv say of claims.

The numbers in it are traced as in the chapters, ``[140 million](claim:id-of-the-claim)``, and none stands untraced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ledgerbook.numbers import context, numerals
from ledgerbook.numbers.context import Context, Nouns
from ledgerbook.numbers.numerals import Vocabulary
from ledgerbook.record import traced
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem, unknown
from ledgerbook.record.units import CURRENCIES, NOUNS, written_as

COUNTED = "counted_noun"  # the kind of words before which no numeral is a year
LINK = re.compile(r"\[([^\]]*)\]\(claim:([^)]*)\)")
_ELSEWHERE = re.compile(r"\](?:\((?!claim:)[^)]*\)?|\[[^\]]*\]|:.*)")  # what Markdown makes any other link or image of


def check(ledger: Ledger) -> Iterator[Problem]:
    """Numbers in the reasons and titles of disagreements and searches that are wrong, or traced to nothing."""
    words, counted = vocabulary(ledger), nouns(ledger)
    for table, title, reason in (("disagreements", "title", "why"), ("searches", "sought_en", "nearest_en")):
        for row in ledger.table(table).values() if table in ledger.schema else ():
            for field, value, problem in _of_row(row, title, reason, ledger, words, counted):
                yield Problem(f"{table}.csv", row.line, field, value, *problem)


def _of_row(
    row: Any, title: str, reason: str, ledger: Ledger, words: Vocabulary, counted: Nouns
) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """What is wrong in a row's title and in its reason, whose numbers are links: field, value, fault and remedy."""
    why = getattr(row, reason)
    for link in LINK.finditer(why):
        printed, claim_id = link.groups()
        where = Context(LINK.sub(r"\1", why[: link.start()]), why[link.end() :], counted)
        if what := _disagreement(printed, claim_id, ledger, where):
            yield reason, f"[{printed}](claim:{claim_id})", (what, "mend the words")
    for target in _ELSEWHERE.findall(why):
        remedy = "link claims only; sources are named in sources.csv"
        yield reason, target, ("leads elsewhere than to a claim", remedy)
    for field, text in ((title, getattr(row, title)), (reason, LINK.sub("", why))):
        for number in numerals.loose(text, words):
            if not number.rule:
                remedy = f"link it to its claim, as in [{number.text}](claim:id-of-the-claim)"
                yield field, number.text, ("is traced to nothing", remedy)


def vocabulary(ledger: Ledger) -> Vocabulary:
    """The names that hold a numeral, from the columns that the schema says hold names, and the nouns of words.csv."""
    names = numerals.numbered_names(
        getattr(row, field.name).strip("“”")
        for table in ledger.schema.values()
        for field in table.fields
        if field.names
        for row in ledger.table(table.name).values()
    )
    return Vocabulary(names, tuple(ledger.word(COUNTED, key) for key in ledger.keys(COUNTED)))


def nouns(ledger: Ledger) -> Nouns:
    """The nouns and signs of currencies of words.csv, with the units that each can stand for."""
    found: dict[str, frozenset[str]] = {}
    for kind in (NOUNS, CURRENCIES):
        for unit in ledger.keys(kind):
            for noun in written_as(unit, ledger, kind):
                found[noun] = found.get(noun, frozenset()) | {unit}
    return context.known(found)


def _disagreement(words: str, claim_id: str, ledger: Ledger, where: Context) -> str:
    claim = ledger.claims.get(claim_id)
    return traced.disagreement_with_claim(words, claim, where) if claim else unknown("claim", claim_id, ledger.claims)
