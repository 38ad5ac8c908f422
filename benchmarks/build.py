"""How long the book takes to build, from a fresh clone, and the same notebooks in stock Jupyter Book.

Every step is a whole process. Stock Jupyter Book is the version pinned here with its default settings, executing the
notebooks at each build: its default cache does not notice changed data, so it is no fair peer for a book of data.
"""

import argparse
import gzip
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
STOCK_CONFIG = "title: Stock\nonly_build_toc_files: true\nexecute:\n  execute_notebooks: {mode}\n"
CLI = "from jupyter_book.cli.main import main; main(prog_name='jupyter-book')"


def run(*command: str, cwd: Path) -> float:
    """Wall time of a command; its output is shown where it fails."""
    start = time.perf_counter()
    result = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{result.stdout[-3000:]}{result.stderr[-3000:]}")
    return time.perf_counter() - start


def phases(clone: Path) -> dict[str, float]:
    """Wall time of each step that `make book` announces."""
    start, marks = time.perf_counter(), []
    process = subprocess.Popen(["make", "book"], cwd=clone, stdout=subprocess.PIPE, text=True)
    for line in process.stdout or ():
        marks.append((time.perf_counter() - start, line.strip()))
    if process.wait():
        raise SystemExit("make book failed")
    marks.append((time.perf_counter() - start, "end"))
    starts = [m for m in marks if m[1].startswith("[") or m[1] == "end"]
    steps: dict[str, float] = {}
    for (begin, label), (end, _) in pairwise(starts):
        name = label.split("]")[1].split(":")[0].strip()
        steps[name] = steps.get(name, 0.0) + end - begin
    return {**steps, "in all": marks[-1][0]}


def median(measure: Callable[[], float], repeat: int) -> float:
    """Median of several runs."""
    return statistics.median(measure() for _ in range(repeat))


def edit_prose(clone: Path, mark: int) -> None:
    """Adds a sentence to a chapter."""
    path = clone / "chapters" / "awareness.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(c for c in notebook["cells"] if c["cell_type"] == "markdown")
    cell["source"] = [*cell["source"], f"\n\nAn edit: {'x' * mark}."]
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def weight(page: Path) -> str:
    """Size of a page, plain and compressed, in kB."""
    content = page.read_bytes()
    return f"{len(content) / 1000:.0f} kB ({len(gzip.compress(content)) / 1000:.0f} kB compressed)"


def stock(clone: Path, python: Path, repeat: int) -> dict[str, float]:
    """Cold builds of the same notebooks with stock settings."""
    times = {}
    for mode in ("force", "off"):
        config = clone / "_config.yml"
        config.write_text(STOCK_CONFIG.format(mode=f'"{mode}"'), encoding="utf-8")

        def cold() -> float:
            shutil.rmtree(clone / "_build", ignore_errors=True)
            return run(str(python), "-c", CLI, "build", ".", cwd=clone)

        times[mode] = median(cold, repeat)
    return times


def main() -> None:
    """Prints the times and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "ours"
        run("git", "clone", "-q", str(ROOT), str(clone), cwd=ROOT)
        first = phases(clone)
        print("make book in a fresh clone: " + ", ".join(f"{k} {v:.1f} s" for k, v in first.items()))
        peer = Path(folder) / "stock"
        shutil.copytree(clone, peer, ignore=shutil.ignore_patterns(".venv", "_build", ".git"))

        def cold() -> float:
            run("make", "clean", cwd=clone)
            return run("make", "book", cwd=clone)

        marks = iter(range(1, 1000))

        def warm() -> float:
            edit_prose(clone, next(marks))
            return run("make", "book", cwd=clone)

        ours = {
            "cold build, environment there": median(cold, repeat),
            "no change": median(lambda: run("make", "book", cwd=clone), repeat),
            "prose of one chapter changed": median(warm, repeat),
            "all notebooks executed": median(lambda: run("make", "notebooks", "ALL=1", cwd=clone), repeat),
        }
        theirs = stock(peer, clone / ".venv" / "bin" / "python", repeat)
        for name, seconds in ours.items():
            print(f"ours, {name}: {seconds:.1f} s")
        for mode, seconds in theirs.items():
            print(f"stock ({mode}), cold build: {seconds:.1f} s")
        executed = ours["cold build, environment there"] + ours["all notebooks executed"]
        print(f"ratio, built without executing: {ours['cold build, environment there'] / theirs['off']:.2f}")
        print(f"ratio, executed and built: {executed / theirs['force']:.2f}")
        for name, book in (("ours", clone), ("stock", peer)):
            print(f"page of the enforcement chapter, {name}: {weight(book / '_build/html/chapters/enforcement.html')}")


if __name__ == "__main__":
    main()
