"""Notes the rows that this version of the book publishes: ``python -m ledgerbook.record.publish``."""

from __future__ import annotations

import csv
import sys

from ledgerbook.book import Book
from ledgerbook.record import schema
from ledgerbook.record.rules import published


def main() -> int:
    """Adds the rows that are new to published.csv, under the version of datapackage.json."""
    book = Book.here()
    record, version = book.ledger(), schema.version(book.data)
    rows = published.publish(record, version)
    with (book.data / "published.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(record.schema["published"].columns)
        writer.writerows(rows)
    print(f"published.csv: {len(rows):,} rows, {len(rows) - len(record.published):,} of them new in {version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
