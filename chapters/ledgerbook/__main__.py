"""``python -m ledgerbook read RELEASE.csv``: reads a release of one's own, as text, HTML or JSON.

The table has a row for each printed number; :data:`ledgerbook.record.own.COLUMNS` says what its columns hold. What is
printed are the intervals that the numbers can stand for, what they imply together, and the answers to the questions of
the book (questions.csv in its record).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

try:
    from ledgerbook.book import PACKAGE, Book
    from ledgerbook.commands import faults
    from ledgerbook.record import own, told
    from ledgerbook.record.problems import LedgerError, report
except ModuleNotFoundError as error:
    remedy = "Remedy: .venv/bin/python, which any make command of the book makes"
    sys.exit(f"{error.name} is not installed for {sys.executable}. {remedy}")

AS: Mapping[str, Callable[[told.Told], str]] = {
    "text": told.text,
    "html": told.page,
    "json": lambda found: json.dumps(found, ensure_ascii=False, indent=1) + "\n",
}


def main(arguments: Sequence[str], book: Book | None = None) -> int:
    """The command; the exit status is 1 where the table cannot be read, and every problem is printed."""
    parser = argparse.ArgumentParser(prog="python -m ledgerbook", description=__doc__.split("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    columns = "\n".join(f"  {name:9} {meaning}" for name, meaning in own.COLUMNS.items())
    reading = commands.add_parser(
        "read",
        help="read a release of one's own",
        description=f"The columns of the table:\n{columns}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    reading.add_argument("file", type=Path, help="a table of its numbers (CSV in UTF-8)")
    reading.add_argument("--as", dest="form", choices=list(AS), default="text", help="how it is printed")
    options = parser.parse_args(arguments)
    place = book or Book(PACKAGE.parents[1])  # whichever folder the command is run in
    try:
        found = told.told(*own.read(options.file, place.data))
    except LedgerError as error:
        print(*report(error.problems), f"{len(error.problems)} problem(s)", sep="\n", file=sys.stderr)
        return 1
    sys.stdout.write(AS[options.form](found))
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(sys.argv[1:]), left=""))
