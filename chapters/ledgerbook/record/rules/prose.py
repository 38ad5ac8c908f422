"""Checks the prose that stands in the record itself: what disagreements.csv says of its claims.

The numbers in it are traced as in the chapters, ``[140 million](claim:id-of-the-claim)``, and none stands untraced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledgerbook.numbers import context, numerals
from ledgerbook.numbers.context import Context, Nouns
from ledgerbook.numbers.numerals import Vocabulary
from ledgerbook.record import traced
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import Problem, unknown

COUNTED = "counted_noun"  # the kind of words before which no numeral is a year
NOUNS = "unit.nouns"  # the kind of words that say of a number what it counts, parted by ";", by the unit
CURRENCIES = "currency.signs"  # the same of money
LINK = re.compile(r"\[([^\]]*)\]\(claim:([^)]*)\)")
_ELSEWHERE = re.compile(r"\](?:\((?!claim:)[^)]*\)?|\[[^\]]*\]|:.*)")  # what Markdown makes any other link or image of


def check(ledger: Ledger) -> Iterator[Problem]:
    """Numbers in the reasons and titles of disagreements that are wrong, or traced to nothing."""
    words, counted = vocabulary(ledger), nouns(ledger)
    for row in ledger.disagreements.values():
        for link in LINK.finditer(row.why):
            printed, claim_id = link.groups()
            where = Context(LINK.sub(r"\1", row.why[: link.start()]), row.why[link.end() :], counted)
            if what := _disagreement(printed, claim_id, ledger, where):
                yield Problem(
                    "disagreements.csv", row.line, "why", f"[{printed}](claim:{claim_id})", what, "mend the words"
                )
        for target in _ELSEWHERE.findall(row.why):
            what, remedy = "leads elsewhere than to a claim", "link claims only; sources are named in sources.csv"
            yield Problem("disagreements.csv", row.line, "why", target, what, remedy)
        for field, text in (("title", row.title), ("why", LINK.sub("", row.why))):
            for number in numerals.loose(text, words):
                if not number.rule:
                    remedy = f"link it to its claim, as in [{number.text}](claim:id-of-the-claim)"
                    yield Problem("disagreements.csv", row.line, field, number.text, "is traced to nothing", remedy)


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
            for noun in filter(None, (unit, *ledger.word(kind, unit).split(";"))):
                found[noun] = found.get(noun, frozenset()) | {unit}
    return context.known(found)


def _disagreement(words: str, claim_id: str, ledger: Ledger, where: Context) -> str:
    claim = ledger.claims.get(claim_id)
    return traced.disagreement_with_claim(words, claim, where) if claim else unknown("claim", claim_id, ledger.claims)
