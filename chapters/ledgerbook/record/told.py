"""What a release of one's own says, as data, as text and as a page: :func:`told`, then :func:`text` or :func:`page`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, TypedDict

from portion import OPEN, Interval, inf

from ledgerbook.numbers import printing
from ledgerbook.numbers.days import window_words
from ledgerbook.numbers.quantities import Quantity
from ledgerbook.numbers.wording import Convention
from ledgerbook.record.checklist import IN_PART, answers
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.releases import (
    DISPUTED,
    NO,
    NOT_SAID,
    PERCENTAGE,
    TWO_BODIES,
    YES,
    Base,
    Number,
    Reading,
    ReleaseInputs,
    Rest,
    read_release,
)

ANSWERS: Mapping[str, str] = {YES: "yes", IN_PART: "in part", NO: "no", NOT_SAID: "for you to judge"}
DOUBTS: Mapping[str, str] = {DISPUTED: "one of the two is disputed", TWO_BODIES: "two bodies count"}
STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;"
    "border-bottom:1px solid}"
)


class Told(TypedDict):
    """What is told of a release: its name and window, and the rows of three tables, whose keys are column headings."""

    release: str
    window: str
    numbers: list[dict[str, Any]]
    implied: list[dict[str, Any]]
    checklist: list[dict[str, Any]]


TABLES: Mapping[str, Sequence[str]] = {
    "numbers": ("line", "what", "printed", "means", "strictly", "remark"),
    "implied": ("what", "means", "computed", "remark"),
    "checklist": ("question", "answer", "count", "not so"),
}


def told(ledger: Ledger, inputs: ReleaseInputs) -> Told:
    """The release as rows of text; what is a number has its exact ends besides (``low``, ``high``, ``open``)."""
    reading = read_release(ledger, inputs)
    strict = ledger.under(Convention.STRICT)
    return Told(
        release=inputs.name,
        window=str(inputs.window),
        numbers=[_number(ledger, strict, number) for number in reading.numbers],
        implied=list(_implied(ledger, reading)),
        checklist=list(_checklist(ledger, reading)),
    )


def _number(ledger: Ledger, strict: Ledger, number: Number) -> dict[str, Any]:
    usual, strictly = (_words(record.quantity(number.name)) for record in (ledger, strict))
    label = _label(ledger, number.measure)
    return {
        "line": number.name.removeprefix("line "),
        "what": f"{label}, change" if number.form == PERCENTAGE else label,
        "printed": number.claim.value_text,
        "means": usual,
        "strictly": strictly if strictly != usual else "the same",
        "remark": "; ".join(f"contradicts {other}" for other in number.against),
        **_ends(number.quantity.interval),
    }


def _implied(ledger: Ledger, reading: Reading) -> Iterator[dict[str, Any]]:
    """What follows of the release: levels, changes, ratios, and what is left of longer or shorter windows."""
    for base in reading.bases.values():
        if base.level and base.level_implied:
            yield _row(ledger, base.level, "")
        if base.implied:
            yield _row(ledger, base.implied, _of_base(ledger, base))
    for change in reading.changes.values():
        yield _row(ledger, change, "")
    for found in (reading.ratios, reading.ratios_before, reading.ratio_changes):
        for ratio in found.values():
            yield _row(ledger, ratio, "")
    for rest in reading.rests:
        yield _row(ledger, rest.rest, _of_rest(rest))


def _of_base(ledger: Ledger, base: Base) -> str:
    if base.printed is None:
        return "printed nowhere in the file"
    verdict = "fits" if base.both else "cannot be true with it"
    wordings = (ledger.claim(name).value_text for name in base.printed.claims)
    return f"the printed {' and '.join(wordings)} {verdict}"


def _of_rest(rest: Rest) -> str:
    remarks = [DOUBTS[doubt] for doubt in rest.doubt]
    pace = printing.hundredths(rest.pace.interval)
    return "; ".join([*remarks, f"{pace} times the daily mean" if rest.possible else "a part exceeds its whole"])


def _checklist(ledger: Ledger, reading: Reading) -> Iterator[dict[str, Any]]:
    questions = ledger.table("questions")
    for answer in answers(ledger, reading):
        judged = answer.answer == NOT_SAID
        yield {
            "key": answer.key,
            "question": questions[answer.key].label_en,
            "answer": ANSWERS[answer.answer],
            "count": "" if judged else answer.ground,
            "not so": ", ".join(answer.against),
        }


def _row(ledger: Ledger, q: Quantity, remark: str) -> dict[str, Any]:
    parts = [_label(ledger, name) for name in q.measure.split("/")]
    what = " per ".join([parts[0], *(part.lower() for part in parts[1:])])
    return {
        "what": f"{what}{', change' if q.growth or _is_change(q) else ''}, {window_words(q.period)}",
        "means": _words(q),
        "computed": q.formula,
        "remark": remark,
        **_ends(q.interval),
    }


def _is_change(q: Quantity) -> bool:
    return q.unit == "percent" and "/" in q.measure


def _words(q: Quantity) -> str:
    if q.unit == "percent":
        return printing.signed(q.interval) if q.growth or _is_change(q) else f"{printing.span(q.interval)}%"
    return f"{printing.span(q.interval)} {q.unit.replace('_', ' ').replace('/', ' per ')}"


def _label(ledger: Ledger, measure: str) -> str:
    return str(ledger.measures[measure].label_en)


def _ends(interval: Interval) -> dict[str, Any]:
    """The exact ends, as fractions in text, None for none, and which of the two are not reached."""
    return {
        "low": None if interval.lower == -inf else str(interval.lower),
        "high": None if interval.upper == inf else str(interval.upper),
        "open": [interval.left is OPEN, interval.right is OPEN],
    }


# As text and as a page


def text(found: Told) -> str:
    """For a terminal: three tables in columns, a number's line first."""
    parts = [f"Release {found['release']}, whose numbers count from {found['window']}"]
    for name, columns in TABLES.items():
        rows = [[str(row[column]) for column in columns] for row in _rows(found, name)]
        parts.append("\n".join([name.capitalize(), *_aligned([list(columns), *rows])]))
    return "\n\n".join(parts) + "\n"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def page(found: Told) -> str:
    """A page of HTML that stands alone and loads nothing."""
    title, window = escape(f"Release {found['release']}"), escape(found["window"])
    tables = "".join(f"<h2>{name.capitalize()}</h2>\n{_table(_rows(found, name), TABLES[name])}" for name in TABLES)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>\n<style>{STYLE}</style></head>\n'
        f"<body>\n<main>\n<h1>{title}</h1>\n<p>Its numbers count from {window}.</p>\n{tables}</main>\n"
        "</body>\n</html>\n"
    )


def _table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    head = "".join(f'<th scope="col">{escape(column.capitalize())}</th>' for column in columns)
    lines = ("".join(f"<td>{escape(str(row[column]))}</td>" for column in columns) for row in rows)
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _rows(found: Told, name: str) -> list[dict[str, Any]]:
    rows: dict[str, list[dict[str, Any]]] = {
        "numbers": found["numbers"], "implied": found["implied"], "checklist": found["checklist"],
    }  # fmt: skip
    return rows[name]
