"""How bounds and contradictions grow with the number of windows, on series of known truth.

Doubles the number of statements from 25 to 400 and takes, in one process, the median processor time of three series
each for: whether all can be true, the bounds of every month, and the search for contradictions and repairs with two
planted errors. Run: .venv/bin/python benchmarks/windows.py
"""

import statistics
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "chapters"))

import numpy as np  # noqa: E402

from ledgerbook.numbers import synthetic, windows  # noqa: E402 (it lies with the notebooks)
from ledgerbook.numbers.windows import System  # noqa: E402
from ledgerbook.numbers.wording import Convention  # noqa: E402

COUNTS = (25, 50, 100, 200, 400)
SERIES = 3
YEARS = 20  # long enough that so many different windows can be drawn


def main() -> None:
    """Prints a line for each number of statements."""
    print("statements  all true?  bounds of all months  contradictions (of two errors)")
    for count in COUNTS:
        rows = [_times(count, seed) for seed in range(SERIES)]
        feasible, bounds, reconcile = (statistics.median(row[i] for row in rows) for i in range(3))
        print(f"{count:>10}  {feasible:>7.3f} s  {bounds:>18.2f} s  {reconcile:>28.2f} s")


def _times(count: int, seed: int) -> tuple[float, float, float]:
    random = np.random.default_rng(seed)
    statements = synthetic.release(synthetic.series(random, YEARS), random, count, Convention.USUAL)
    sound = System(statements)
    for _ in range(2):
        statements, _ = synthetic.planted(statements, random, Fraction(3))
    return (
        _time(sound.feasible),
        _time(lambda: [sound.bounds(month) for month in sound.months]),
        _time(lambda: windows.reconcile(System(statements), smallest=True)),
    )


def _time(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
