"""How long the ledger takes to load: the record itself, and synthetic rows, each in a fresh Python process.

The synthetic rows have numbers of their own (value, wording and evidence all differ), so that nothing is read twice,
and days of their own, so that none contradicts another.
"""

import argparse
import csv
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOAD = "import sys; from pathlib import Path; from campaign import load; print(len(load(Path(sys.argv[1])).claims))"


def synthetic(folder: Path, count: int) -> Path:
    """A record with that many claims, modelled on the real ones."""
    target = shutil.copytree(ROOT / "data", folder / "record")
    with (ROOT / "data" / "claims.csv").open(encoding="utf-8", newline="") as stream:
        model = next(row for row in csv.DictReader(stream) if row["claim_id"] == "release-2022-cases-solved")
    with (target / "claims.csv").open(encoding="utf-8", newline="") as stream:
        real = list(csv.DictReader(stream))
    with (target / "claims.csv").open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, model.keys(), lineterminator="\n")
        for n in range(len(real), count):
            number = f"{n / 10:.1f}万"
            cells = {"claim_id": f"synthetic-{n}", "value_text": number, "value": n * 1000}
            phrases = {"evidence": f"共破获案件{number}起", "translation": f"a total of {n * 1000:,} cases solved"}
            first, end = date(2000, 1, 1) + timedelta(n % 2000), date(2006, 1, 1) + timedelta(n // 2000)
            days = {"period_start": first.isoformat(), "period_end": end.isoformat()}
            writer.writerow({**model, **cells, **phrases, **days})
    return target


def seconds(data: Path, repeat: int) -> float:
    """Median wall time of a process that loads the record in that folder."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", LOAD, str(data)], cwd=ROOT / "chapters", check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Prints the two medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--rows", type=int, default=100_000)
    arguments = parser.parse_args()
    print(f"the record: {seconds(ROOT / 'data', arguments.repeat):.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        data = synthetic(Path(folder), arguments.rows)
        print(f"{arguments.rows:,} rows: {seconds(data, arguments.repeat):.2f} s")


if __name__ == "__main__":
    main()
