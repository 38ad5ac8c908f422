"""Notes the rows that this version of the book publishes: ``python -m campaign.record.publish``."""

from __future__ import annotations

import csv
import sys

from campaign.record import ledger, publication


def main() -> int:
    """Adds the rows that are new to published.csv, under the version of datapackage.json."""
    record, version = ledger.load(), ledger.version()
    rows = publication.publish(record, version)
    with (ledger.data_folder() / "published.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["table", "row_id", "version", "digest"])
        writer.writerows(rows)
    print(f"published.csv: {len(rows):,} rows, {len(rows) - len(record.published):,} of them new in {version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
