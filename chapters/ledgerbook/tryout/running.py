"""Runs a passage: what it shows, row by row, or what went wrong, in words."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass, field
from io import StringIO
from typing import Any

import portion
from portion import Interval

from ledgerbook.numbers import printing
from ledgerbook.numbers.quantities import Quantity
from ledgerbook.record.ledger import Ledger
from ledgerbook.tryout.again import Told
from ledgerbook.tryout.typed import TypedError

MOST_ROWS, MOST_PRINTED = 200, 5000  # rows, and characters: more than a reader looks at would hold up the page
CODE = "the code"  # its name in messages
UNKNOWN = "cannot be said"
PERCENT_LOWEST = -100  # nothing falls further


@dataclass(frozen=True, slots=True)
class Row:
    """One line that a passage shows.

    ``book`` is what the book has there, where that is not what the passage shows with its own fields; ``result`` names
    the result of the book that it is, if it is one.
    """

    label: str
    text: str
    book: str = ""
    result: str = ""


@dataclass(slots=True)
class Answer:
    """What a passage showed and printed; ``error`` is what went wrong, "" if nothing did."""

    rows: list[Row] = field(default_factory=list)
    printed: str = ""
    error: str = ""

    def as_json(self) -> str:
        """The same for the page."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def show(self, label: str, value: object, unit: str = "", *, book: object = "", result: str = "") -> None:
        """What passages call: shows an interval or a quantity in words, and all else as it is; so ``book``."""
        if len(self.rows) == MOST_ROWS:
            raise TypedError(f"There are more than {MOST_ROWS} rows to show; show fewer.")
        self.rows.append(Row(str(label), words(value, unit), words(book, unit), result))


def words(value: object, unit: str = "") -> str:
    """A number with the digits that it supports and its unit; "cannot be said" where it can be anything."""
    if isinstance(value, Quantity):
        return words(value.interval, unit or value.unit)
    if value is None:
        return UNKNOWN
    if not isinstance(value, Interval):
        return str(value)
    if value.empty:
        return "no number"
    lowest = PERCENT_LOWEST if unit == "percent" else 0
    if value.upper == portion.inf and value.lower <= lowest:
        return UNKNOWN
    return f"{printing.short(value)}{_unit(unit)}"


def _unit(unit: str) -> str:
    named = {"percent": "%", "ratio": " times", "": ""}
    return named.get(unit, f" {unit}")


def run(code: str, fields: Mapping[str, str], ledger: Ledger, results: Sequence[Told]) -> Answer:
    """Runs the code with the fields as its variables, and ``ledger``, ``results`` and ``show`` beside them."""
    answer = Answer()
    space: dict[str, Any] = {**fields, "ledger": ledger, "results": results, "show": answer.show}
    with redirect_stdout(StringIO()) as printed:
        try:
            exec(compile(code, CODE, "exec"), space)
        except TypedError as error:
            answer.error = str(error)
        except MemoryError:
            answer.error = "The code needs more memory than there is; ask for less, then run it again."
        except (Exception, SystemExit) as error:
            answer.error = _said(error)
    answer.printed = printed.getvalue()[:MOST_PRINTED]
    return answer


def _said(error: BaseException) -> str:
    """The last line of the traceback, with the line of the code that it comes from."""
    what = traceback.format_exception_only(error)[-1].strip()
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == CODE]
    line = lines[-1] if lines else getattr(error, "lineno", None)
    return f"Line {line} of the code: {what}. Mend it, or reset the passage." if line else what


class Absent:
    """Stands for a library that no page has, so that what needs it says so when it is used, and not before."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __getattr__(self, what: str) -> Any:
        if what.startswith("__"):
            raise AttributeError(what)
        raise ImportError(f"{self.__name__} does not run in a page; run the chapter in a clone of the book")


def leave_out(*names: str) -> None:
    """Makes imports of these libraries succeed, and their use fail with a message."""
    for name in names:
        sys.modules[name] = Absent(name)  # type: ignore[assignment]
