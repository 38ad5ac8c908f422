"""What the cells of a table may hold, by its schema and by what would mislead a reader or run in a program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from ledgerbook.record import lookalikes
from ledgerbook.record.schema import Field, Table

LONGEST_ID = 64  # characters: ids are names of files and parts of addresses
LONGEST_CELL = 4000  # characters
FIRST_YEAR, LAST_YEAR = 1800, 2199  # a year beyond is a slip of a digit

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,30})?")
PARTIAL_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
# Printable to Python, and yet seen by nobody: fillers, joiners and selectors.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_MARKUP = re.compile(r"<[A-Za-z/!?]")  # what a browser takes for a tag; "<5%" is none
_SIGNS = tuple("=@+-＝＠＋－")  # by which a spreadsheet knows a formula
_EDGES = ("\n ", " \n", *(f"\n{sign}" for sign in _SIGNS))
_SIGNED_NUMBER = re.compile(r"[+-][0-9][0-9.,% ]*")
_STRICT = ("unit", "value_text")  # columns in which nothing may look like Latin and be none, as in ids
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


class Fault(NamedTuple):
    """What is wrong with a cell, and the remedy."""

    what: str
    remedy: str


def faults(table: Table, columns: Sequence[Sequence[str]]) -> Iterator[tuple[int, str, Fault]]:
    """The cells that may not stand in the table: index of the row, column, and what is wrong.

    ``columns`` are those of the schema, each with the cells of all rows.
    """
    for field, cells in zip(table.fields, columns, strict=True):
        is_id = table.key == (field.name,)
        strict = field.name in table.key or bool(field.refers_to) or field.name in _STRICT
        values = set(cells)
        if _all_sound(field, values - {""}, is_id) and not (field.required and "" in values):
            continue
        wrong = {value: fault for value in values if (fault := _fault(field, value, is_id, strict))}
        if wrong:
            yield from ((row, field.name, wrong[cell]) for row, cell in enumerate(cells) if cell in wrong)


def _all_sound(field: Field, values: set[str], is_id: bool) -> bool:
    """Whether a look at all values together shows that none is at fault: there may be a hundred thousand."""
    if field.allowed is not None:
        return values <= field.allowed
    if field.type == "number":
        return all(map(NUMBER.fullmatch, values))
    return (
        max(map(len, values), default=0) <= (LONGEST_ID if is_id else field.longest or LONGEST_CELL)
        and _plain(values)
        and not (is_id and any(map(_DEVICES.fullmatch, values)))
        and (field.type != "date" or all(map(is_day, values)))
        and (not field.partial_date or all(map(is_partial_date, values)))
        and (field.pattern is None or all(map(field.pattern.fullmatch, values)))
    )


def _plain(values: Iterable[str]) -> bool:
    """Whether nothing in any of them needs a closer look."""
    lines = "\n".join(["", *values, ""])
    return (
        "<" not in lines
        and not any(edge in lines for edge in _EDGES)
        and lines.replace("\n", "").isprintable()
        and (lines.isascii() or not (_INVISIBLE.search(lines) or lookalikes.DOUBTFUL.search(lines)))
    )


def _fault(field: Field, value: str, is_id: bool, strict: bool) -> Fault | None:
    """What is wrong with a value in that column, if anything is."""
    if not value:
        return Fault("is empty", f"write what the column says: {field.description}") if field.required else None
    if field.allowed is not None:
        return None if value in field.allowed else _none_of(field.allowed)
    if field.type == "number":
        remedy = "write a plain decimal such as -1234.5, in digits 0 to 9"
        return None if NUMBER.fullmatch(value) else Fault("is no number", remedy)
    found = _of_text(value, field.longest or LONGEST_CELL) or _of_lookalikes(value, strict) or _of_type(field, value)
    return found or (_of_id(value) if is_id else None)


def _none_of(allowed: Iterable[str]) -> Fault:
    return Fault(f"is none of {', '.join(sorted(allowed))}", "use one of these words")


def _of_text(value: str, longest: int) -> Fault | None:
    """What no text of a record may hold: it is printed on pages, in terminals and in tables for spreadsheets."""
    if len(value) > longest:
        return Fault(f"has {len(value):,} characters", f"write at most {longest:,}")
    if not _plain([value]) and (hidden := _hidden(value)):
        return Fault(f"holds the invisible character U+{ord(hidden):04X}", "remove it, or write a plain space")
    if value != value.strip():
        return Fault("begins or ends with a space", "remove it")
    if tag := _MARKUP.search(value):
        return Fault(f"holds {tag.group()!r}, which a browser takes for markup", "write it in words")
    if is_formula(value):
        return Fault("begins like a formula of a spreadsheet", "begin with a word or a digit")
    return None


def _of_lookalikes(value: str, strict: bool) -> Fault | None:
    """What looks like a letter or a digit and is another."""
    sign, twin = ("", "") if value.isascii() else lookalikes.found(value, strict=strict)
    if not sign:
        return None
    looks = f"which looks like {twin!r}" if twin else "in a word of Latin letters"
    remedy = f"write a plain {twin!r}" if twin else "write each word in one script"
    return Fault(f"holds {sign!r} ({lookalikes.name(sign)}), {looks}", remedy)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that opens it as a cell may compute or run it."""
    return text.startswith(_SIGNS) and not _SIGNED_NUMBER.fullmatch(text)


def _hidden(value: str) -> str:
    """The first character that nobody sees, or nothing."""
    return next((c for c in value if not c.isprintable() or _INVISIBLE.match(c)), "")


def _of_type(field: Field, value: str) -> Fault | None:
    if field.type == "date" and not is_day(value):
        return Fault("is no date", "write a day of the calendar as YYYY-MM-DD")
    if field.partial_date and not is_partial_date(value):
        return Fault("is not YYYY, YYYY-MM or YYYY-MM-DD", "write the date as far as it is printed")
    if field.pattern and not field.pattern.fullmatch(value):
        return Fault(f"has not the form {field.pattern.pattern}", f"write what the column says: {field.description}")
    return None


def _of_id(value: str) -> Fault | None:
    if len(value) > LONGEST_ID:
        return Fault(f"is an id of {len(value)} characters", f"write at most {LONGEST_ID}: it becomes an address")
    if _DEVICES.fullmatch(value):
        return Fault("is the name of a device on Windows, where no file can have it", "choose another id")
    return None


def is_day(text: str) -> bool:
    """Whether it is a day of the calendar, as YYYY-MM-DD, of a year that a record can be about."""
    if not PARTIAL_DATE.fullmatch(text):
        return False
    try:
        return FIRST_YEAR <= date.fromisoformat(text).year <= LAST_YEAR
    except ValueError:
        return False


def is_partial_date(text: str) -> bool:
    """Whether it is a day, a month or a year."""
    return is_day({4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text))


CONVERTERS: Mapping[str, Callable[[str], Any]] = {"number": Fraction, "date": date.fromisoformat}
