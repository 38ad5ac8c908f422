"""Runs a passage of a page here: ``python -m ledgerbook.tryout PAGE PASSAGE [FIELD=VALUE ...]``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ledgerbook.book import Book
from ledgerbook.commands import faults
from ledgerbook.commands.faults import CommandError
from ledgerbook.tryout import bridge, packed, passage, running

USAGE = "usage: python -m ledgerbook.tryout PAGE PASSAGE [FIELD=VALUE ...]"


def main(arguments: Sequence[str]) -> int:
    """The command: prints what the passage shows."""
    if len(arguments) < 2:
        raise CommandError(USAGE)
    page, name, *given = arguments
    try:
        found = passage.in_page(Path(page).read_text(encoding="utf-8"))
    except passage.PassageError as error:
        raise CommandError(f"{page}: {error}") from error
    if name not in found:
        raise CommandError(f"{page}: has no passage {name!r}; it has {', '.join(found) or 'none'}")
    values = found[name].values
    for setting in given:
        field, equals, value = setting.partition("=")
        if not equals or field not in values:
            raise CommandError(f"{setting!r} sets no field of {name}; write one of {', '.join(values)}, as FIELD=VALUE")
        values[field] = value
    book = Book.here()
    told = bridge.told_all(packed.results(book.notebooks))
    answer = running.run(found[name].code, values, bridge.part(book.data), told)
    print(answer.printed, end="")
    for row in answer.rows:
        print(f"{row.label}: {row.text}")
    if answer.error:
        raise CommandError(answer.error)
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(sys.argv[1:]), left=""))
