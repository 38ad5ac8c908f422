"""Checks the prose that stands in the record itself: what disagreements.csv says of its claims.

The numbers in it are traced as in the chapters, ``[140 million](claim:mps-2020-calls-cns)``, and none stands untraced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from campaign.record import numerals, printing, rules
from campaign.record.problems import Problem

if TYPE_CHECKING:
    from campaign.record.ledger import Ledger

LINK = re.compile(r"\[([^\]]*)\]\(claim:([^)]*)\)")


def check(ledger: Ledger) -> Iterator[Problem]:
    """Numbers in the reasons and titles of disagreements that are wrong, or traced to nothing."""
    names = numbered_names(ledger)
    for row in ledger.disagreements.values():
        for words, claim_id in LINK.findall(row.why):
            if what := _disagreement(words, claim_id, ledger):
                yield Problem(
                    "disagreements.csv", row.line, "why", f"[{words}](claim:{claim_id})", what, "mend the words"
                )
        for field, text in (("title", row.title), ("why", LINK.sub("", row.why))):
            for number in numerals.loose(text, names):
                if not number.rule:
                    remedy = "link it to its claim, as in [39.1万](claim:release-2022-cases-solved)"
                    yield Problem("disagreements.csv", row.line, field, number.text, "is traced to nothing", remedy)


def numbered_names(ledger: Ledger) -> frozenset[str]:
    """The names of the record that hold a numeral: terms and programmes."""
    terms = (name for term in ledger.glossary.values() for name in (term.term_zh, term.term_en))
    programmes = (name for p in ledger.programmes.values() for name in (p.name_zh.strip("“”"), p.name_en))
    return numerals.numbered_names([*terms, *programmes])


def _disagreement(words: str, claim_id: str, ledger: Ledger) -> str:
    claim = ledger.claims.get(claim_id)
    return printing.disagreement_with_claim(words, claim) if claim else rules.unknown("claim", claim_id, ledger.claims)
