"""Notes the rows that this version of the book publishes: ``python -m ledgerbook.record.publish``."""

from __future__ import annotations

import csv
import io
import sys

from ledgerbook import kept
from ledgerbook.book import Book
from ledgerbook.commands import faults, lock
from ledgerbook.record import schema
from ledgerbook.record.rules import published


def main() -> int:
    """Adds the rows that are new to published.csv, under the version of datapackage.json."""
    book = Book.here()
    with lock.held(book.root, "make publish-record"):
        return _publish(book)


def _publish(book: Book) -> int:
    record, version = book.ledger(), schema.version(book.data)
    rows = published.publish(record, version)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(record.schema["published"].columns)
    writer.writerows(rows)
    kept.write(book.data / "published.csv", text.getvalue().encode())
    print(f"published.csv: {len(rows):,} rows, {len(rows) - len(record.published):,} of them new in {version}")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(main, left="published.csv is as it was."))
