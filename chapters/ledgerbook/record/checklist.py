"""Questions that can be put to any release (questions.csv), answered by rule or, where no rule can, by judgement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledgerbook.record.ledger import Ledger
from ledgerbook.record.releases import FLOW, LEVEL, NO, NOT_SAID, RUNNING_TOTAL, YES, Number, Reading

IN_PART = "in_part"
COMPUTED, JUDGED = "computed", "judged"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question.

    ``answer`` is YES, IN_PART, NO or NOT_SAID, the last where neither the record nor a judgement answers; ``ground``
    says how many numbers say yes, or why it was judged so; ``basis`` is COMPUTED or JUDGED; ``against`` are the claims
    of the numbers that answer no where others answer yes.
    """

    key: str
    answer: str
    ground: str
    basis: str
    against: tuple[str, ...]


def examined(reading: Reading, number: Number) -> dict[str, str]:
    """YES or NO for each test (words.csv, reading.test), or NOT_SAID where it cannot be put to the number."""
    c, level = number.claim, number.form == LEVEL
    counted = level and c.accumulation in (FLOW, RUNNING_TOTAL)
    rests = [r for r in reading.rests if number.name in r.of.claims and r.rest.measure == number.measure]
    own = (number.measure, number.quantity.period)
    base = next((b for b in reading.bases.values() if (b.measure, b.growth.period) == own), None)
    base_known = number.name in reading.changes or (base is not None and base.printed is not None)
    return {
        "window": yes(c.period_basis == "printed"),
        "alone": yes(c.accumulation == FLOW and reading.inputs.window.holds(c.period)) if counted else NOT_SAID,
        "closed": yes(number.closed),
        "with_level": NOT_SAID if level else yes(base is not None and not base.level_implied),
        "base": yes(base_known) if c.accumulation == FLOW else NOT_SAID,
        "fits": yes(all(r.possible for r in rests)) if level and rests else NOT_SAID,
        "one_window": yes(not number.twins) if counted else NOT_SAID,
        "undisputed": yes(not number.against),
        "no_break": yes(not number.breaks),
        "elsewhere": yes(bool(number.elsewhere)),
    }


def yes(holds: bool) -> str:
    """YES or NO."""
    return YES if holds else NO


def answers(ledger: Ledger, reading: Reading) -> tuple[Answer, ...]:
    """The answer to each question, in the order of questions.csv."""
    results = [(number, examined(reading, number)) for number in reading.numbers]
    of_release = {
        "bases": [base.agree for base in reading.bases.values()],
        "year": [yes(n.name in reading.closed_years) for n in reading.numbers if n.is_flow],
        "sums": [found.agree for found in reading.sums],
    }
    found = []
    for key, question in ledger.table("questions").items():
        test = question.test
        if not test:
            answer, ground = _judged(ledger, reading.inputs.name, key)
            found.append(Answer(key, answer, ground, JUDGED, ()))
            continue
        put = of_release[test] if test in of_release else [result[test] for _, result in results]
        answer, ground = together(put)
        against = tuple(n.name for n, result in results if result.get(test) == NO and answer == IN_PART)
        found.append(Answer(key, answer, ground, COMPUTED, against))
    return tuple(found)


def _judged(ledger: Ledger, release: str, question: str) -> tuple[str, str]:
    """Our answer to a question (judgements.csv) and its reason."""
    judgement = ledger.table("judgements").get(f"{release};{question}")
    return (judgement.answer, judgement.why_en) if judgement else (NOT_SAID, "Not judged.")


def together(answers: Iterable[str]) -> tuple[str, str]:
    """One answer for all numbers that a question can be put to, and how many of them say yes."""
    put = [answer for answer in answers if answer != NOT_SAID]
    if not put:
        return NOT_SAID, "nothing to ask it of"
    count = put.count(YES)
    return (YES if count == len(put) else IN_PART if count else NO), f"{count} of {len(put)}"
