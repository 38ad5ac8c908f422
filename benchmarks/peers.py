"""The book and the same notebooks in its peers, side by side in one run: build times, weight and speed of a page.

Every tool builds the chapters from their stored outputs; nothing is executed. The chapters are those of the commit that
is checked out, and copies of them. Peers get stock outputs (peers_corpus.py). What follows from the numbers, and what
was not the same, is said in the table's notes. Run: .venv/bin/python benchmarks/peers.py [--write]
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "chapters"))

from peers_browse import LATENCY, SLOWDOWN, Look, install_stand_in, laboratory  # noqa: E402 (chapters comes first)
from peers_build import OURS, PEERS, PINS, Build, Took, install, measure, our_build, peer_build, version  # noqa: E402
from peers_corpus import enlarged, read_all  # noqa: E402

README = Path(__file__).resolve().parent / "README.md"
SECTION = "## Against peers"
CHAPTER = "enforcement"  # the chapter whose page is looked at: the one with the most figures
LOADS = 5  # of which medians are taken

NOT_HAD = """\
Not had, because only the registries of PyPI and npm were reached: Quarto (its PyPI package downloads the program from
another host while it is installed), and so nbdev, whose pages Quarto makes; MyST and Jupyter Book 2 (the build asks
api.mystmd.org for its page template); Voici (its kernel loads pandas from a content delivery network when a page is
opened). Observable Framework, Evidence and marimo do not build stored notebooks."""


@dataclass(frozen=True)
class Result:
    """What one tool needed for so many chapters, and what a reader's browser made of one page."""

    cold: Sequence[Took]
    warm: Sequence[Took]
    pages: int
    look: Look


@dataclass(frozen=True)
class Row:
    """A row of the table: how a value is got from a result and written, and whether it is set against ours."""

    title: str
    value: Callable[[Result], float | None]
    form: Callable[[float], str]
    compared: bool = True


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _seconds(value: float) -> str:
    return f"{value:.1f} s"


def _kilobytes(value: float) -> str:
    return f"{value / 1000:.0f} kB"


def _milliseconds(value: float) -> str:
    return f"{value:.0f} ms"


def _hundredths(value: float) -> str:
    return f"{value:.2f}"


def _middle(kind: str, unit: str) -> Callable[[Result], float]:
    return lambda result: statistics.median(getattr(took, unit) for took in getattr(result, kind))


processor_time = _middle("cold", "cpu")
ROWS = (
    Row("cold build", _middle("cold", "wall"), _seconds),
    Row("its processor time", processor_time, _seconds),
    Row("build after an edit", _middle("warm", "wall"), _seconds),
    Row("its processor time", _middle("warm", "cpu"), _seconds),
    Row("pages of the site", lambda r: r.pages, _whole, compared=False),
    Row("own bytes", lambda r: r.look.sent(foreign=False), _kilobytes),
    Row("own requests", lambda r: r.look.requests(foreign=False), _whole),
    Row("foreign bytes", lambda r: r.look.sent(foreign=True), _kilobytes, compared=False),
    Row("foreign requests", lambda r: r.look.requests(foreign=True), _whole, compared=False),
    Row("all bytes", lambda r: r.look.sent(foreign=False) + r.look.sent(foreign=True), _kilobytes),
    Row("first contentful paint", lambda r: r.look.median("paint"), _milliseconds),
    Row("first figure", lambda r: r.look.median("figure"), _milliseconds),
    Row("layout shift", lambda r: r.look.median("shift"), _hundredths, compared=False),
    Row("console errors", lambda r: len(r.look.errors), _whole, compared=False),
    Row("figures drawn", lambda r: r.look.median("drawn"), _whole, compared=False),
    Row("figures without scripts", lambda r: r.look.without_scripts, _whole, compared=False),
)


def table(results: Mapping[str, Result], titles: Mapping[str, str]) -> str:
    """The results of one size as Markdown; in brackets a tool's value over ours."""
    head = ["", *(titles[name] for name in results)]
    lines = [head, ["---", *["---:"] * len(results)]]
    for row in ROWS:
        ours = row.value(results[OURS])
        lines.append([row.title, *(_cell(row, row.value(result), ours) for result in results.values())])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(row: Row, value: float | None, ours: float | None) -> str:
    if value is None:
        return "never"
    ratio = f" ({value / ours:.2f})" if row.compared and ours else ""
    return row.form(value) + ratio


def behind(results: Mapping[str, Result]) -> list[str]:
    """Where a peer needs less than we do."""
    found = []
    for row in (row for row in ROWS if row.compared):
        ours = row.value(results[OURS])
        values = {name: row.value(result) for name, result in results.items() if name != OURS}
        less = [name for name, value in values.items() if value is not None and ours is not None and value < ours]
        if less:
            found.append(f"{row.title}: {', '.join(less)}")
    return found


def measured(count: int, repeat: int, cache: Path) -> dict[str, Result]:
    """All that is measured with so many chapters."""
    notebooks = enlarged(read_all(ROOT / "chapters"), count)
    work = cache / f"work-{count}"
    builds = {OURS: our_build(notebooks, work / OURS)}
    for name in PEERS:
        builds[name] = peer_build(name, notebooks, work / name, install(name, cache))
    taken = measure(builds, repeat, lambda line: print(f"  {count} chapters, {line}", flush=True))
    stand_in = install_stand_in(PINS / "cdn", cache)
    results = {}
    with laboratory(stand_in, cache / "tls") as opened:
        for name, build in builds.items():
            look = opened.look(build.site, build.address(CHAPTER), LOADS)
            report_unknown(name, look)
            results[name] = Result(taken[name]["cold"], taken[name]["warm"], _pages(build), look)
    return results


def _pages(build: Build) -> int:
    return sum(1 for path in build.site.rglob("*.html") if "_static" not in path.parts)


def report_unknown(name: str, look: Look) -> None:
    """Says what a page asked of other hosts that the stand-in does not have: its numbers would be too good."""
    for answer in look.answers:
        if answer.foreign and answer.status != 200:
            print(f"  {name} asks for {answer.url}, which the stand-in lacks", file=sys.stderr)


def report(all_results: Mapping[int, Mapping[str, Result]], repeats: Mapping[int, int]) -> str:
    """The section of the README: what was measured, the tables, and what was not the same."""
    titles = {OURS: "this book", **{name: f"{peer.title} {version(name)}" for name, peer in PEERS.items()}}
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    parts = [
        f"Written by `benchmarks/peers.py --write` on {datetime.now(UTC):%-d %B %Y} from commit {commit}, "
        f"Python {sys.version.split()[0]}, {os.cpu_count()} processor cores.\n"
        "In brackets a tool's value over ours in the same run: below one, the peer needs less.\n"
        f"Page: {CHAPTER}, in Chromium at 1280 by 800, processor slowed {SLOWDOWN} times, an empty cache, every answer "
        f"after {LATENCY * 1000:.0f} ms, texts compressed with gzip at level 6; medians of {LOADS} loads."
    ]
    for count, results in all_results.items():
        repeat = repeats[count]
        builds = f"builds: median of {repeat}" if repeat > 1 else "builds: one run"
        parts.append(f"### {count} chapters ({builds})\n\n{table(results, titles)}")
    return "\n\n".join([*parts, *further(all_results, titles), notes(), NOT_HAD])


def further(all_results: Mapping[int, Mapping[str, Result]], titles: Mapping[str, str]) -> list[str]:
    """What each chapter beyond the smallest size adds to a cold build, which leaves out what every build does once."""
    least, most = min(all_results), max(all_results)
    if least == most:
        return []
    added = {
        name: (processor_time(all_results[most][name]) - processor_time(all_results[least][name])) / (most - least)
        for name in titles
    }
    words = ", ".join(f"{titles[name]} {seconds:.2f} s" for name, seconds in added.items())
    return [f"Each further chapter adds to a cold build, in processor time: {words}."]


def notes() -> str:
    """What was and what was not the same."""
    return """\
The same for all: the prose, code, charts (Vega-Lite specifications), captions and rows of the figures' tables of the
notebooks; nothing is executed; every tool is installed beforehand.
Copies of the chapters have figures, results and labels with names of their own, and our book traces and draws each.

Not the same, in favour of the peers: they build the notebooks only, while we also build the index, the other chapters
and a page with a chart for each measure of the record; they check neither the record nor the notebooks' fingerprints
nor any number, and go on after warnings; links to claims and results and most references stay raw text in them, with
no notes behind the numbers.
nbconvert is told which notebook was edited.

Not the same, in our favour: peers show a chart as Altair's default does, as scripts of another host; that host is
played by a server on the same machine, with the same latency and no lookup of its name.
Their charts are interactive elements, ours are drawn when a notebook is executed, and kept beside it.

Why a peer needs less where it does. Builds: in our cold build of the smallest book the pages of the record, which no
peer has, take more than any other part: each holds its rows with their sources and a small chart. What each further
chapter adds is its page with a note for each number, a page and a picture of pixels for each figure, and its words in
the search; checking the record and starting its checks takes a few seconds of every build.
Own bytes and requests: a peer's own part is small where its fonts, scripts and charts come from other hosts; compare
all bytes.
First contentful paint: a page with its drawings and notes in it is longer than one whose charts come later."""


def write_section(text: str, readme: Path = README) -> None:
    """Puts the text in the place of the README's section, or at its end."""
    content = readme.read_text(encoding="utf-8")
    section = f"{SECTION}\n\n{text}\n"
    found = re.compile(rf"^{SECTION}\n.*?(?=\n## |\Z)", re.DOTALL | re.MULTILINE)
    if not found.search(content):
        content = f"{content.rstrip()}\n\n{section}"
    readme.write_text(found.sub(lambda _: section, content), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chapters", type=int, nargs="+", default=[10, 50], help="sizes of the book (default: 10 50)")
    parser.add_argument("--repeat", type=int, default=3, help="builds of the smallest size; of the others one")
    parser.add_argument("--cache", type=Path, default=ROOT / "_build" / "peers", help="folder of all that is installed")
    parser.add_argument("--write", action="store_true", help=f"write {SECTION[3:]!r} in benchmarks/README.md")
    return parser.parse_args()


def main() -> None:
    """Prints the tables, says where a peer needs less, and writes the section if asked to."""
    arguments = _arguments()
    start = time.monotonic()
    sizes = sorted(arguments.chapters)
    repeats = {count: arguments.repeat if count == sizes[0] else 1 for count in sizes}
    cache = arguments.cache.resolve()
    results = {count: measured(count, repeats[count], cache) for count in sizes}
    text = report(results, repeats)
    print(text)
    for count, found in results.items():
        print(f"\nwith {count} chapters a peer needs less in:", *behind(found), sep="\n  ")
    print(f"\nthe run took {(time.monotonic() - start) / 60:.0f} minutes")
    if arguments.write:
        write_section(text)


if __name__ == "__main__":
    main()
