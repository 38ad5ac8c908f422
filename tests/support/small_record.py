"""A small record cut from the real one, and ways to break it: for tests of the checks."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "data"
CLAIMS = (
    "release-2022-cases-solved",
    "mps-2022-11m-cases-solved-sc",  # a reprint of it
    "release-2022-cases-solved-yoy",
    "release-2022-cases-filed-yoy",
    "release-2022-dens-destroyed",
    "release-2022-heads-arrested",
    "release-2022-video-plays",
    "release-2022-calls-intercepted",
    "mps-2021-11m-suspects-ld",
    "mps-202205-top5share-zjknews",
    "hk-2023-loss",
    "hk-2023-loss-misprint",
)
DISAGREEMENT = "hk-losses-2023"
CRITERIA = ("levels-cases", "comparability-breaks")
PUBLICATIONS = ("cn-release", "kr-fss")  # between them every kind of score but 1-2: a yes, partly, a no and an unknown
WHY = "One prints [over $9 billion](claim:hk-2023-loss), one [more than $90 million](claim:hk-2023-loss-misprint)."


Rows = list[dict[str, str]]


def read(name: str, folder: Path = DATA) -> Rows:
    """The rows of a table."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(folder: Path, name: str, rows: Rows, columns: list[str]) -> None:
    """Writes a table as the record does: UTF-8, Unix line ends."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def columns() -> dict[str, list[str]]:
    """The columns of every table, from the schema."""
    resources = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    return {r["name"]: [field["name"] for field in r["schema"]["fields"]] for r in resources}


def columns_of(name: str) -> list[str]:
    """The columns of a table, from the schema."""
    return columns()[name]


def make(folder: Path) -> Path:
    """Writes the small record into the folder; every reference in it holds. Other tables are empty."""
    claims = [r for r in read("claims") if r["claim_id"] in CLAIMS]
    for row in claims:
        row["reprint_of"] = row["reprint_of"] if row["reprint_of"] in CLAIMS else ""
    measures = {r["measure"] for r in claims}
    tables: dict[str, Rows] = {
        "claims": claims,
        "measures": [r for r in read("measures") if r["measure"] in measures],
        "relations": [r for r in read("relations") if {r["left"], r["right"]} <= measures],
        "breaks": [{**r, "source_id": ""} for r in read("breaks") if r["measure"] in measures],
        "second_reading": [r for r in read("second_reading") if r["claim_id"] in CLAIMS],
        "corrections": [],
        "disagreements": [{**r, "why": WHY} for r in read("disagreements") if r["disagreement_id"] == DISAGREEMENT],
        "published": [],
        "agencies": [r for r in read("agencies") if r["agency"] in {r["agency"] for r in claims}],
        "events": [{**r, "same_event": ""} for r in read("events")[:2]],
        "programmes": [{**r, "claim_ids": "", "event_id": ""} for r in read("programmes")[:2]],
        "glossary": [r for r in read("glossary") if r["term_original"] in ("破获", "12381")],
        "criteria": [r for r in read("criteria") if r["criterion_id"] in CRITERIA],
        "publications": [r for r in read("publications") if r["publication_id"] in PUBLICATIONS],
        "scores": [r for r in read("scores") if r["criterion_id"] in CRITERIA and r["publication_id"] in PUBLICATIONS],
    }
    tables["release_numbers"] = [r for r in read("release_numbers") if r["claim_id"] in CLAIMS]
    wanted = {r["source_id"] for name in ("claims", "events", "publications", "scores") for r in tables[name]}
    tables["sources"] = [{**r, "same_document": ""} for r in read("sources") if r["source_id"] in wanted]
    for whole in ("outlets", "places", "languages", "words", "results", "questions"):
        tables[whole] = read(whole)
    for name, header in columns().items():
        write(folder, name, tables.get(name, []), header)
    shutil.copy(DATA / "datapackage.json", folder)
    return folder


def change(folder: Path, name: str, key: str, column: str, value: str) -> int:
    """Sets one cell of the row whose first column is ``key``; returns the row's line."""
    rows = read(name, folder)
    index = next(i for i, r in enumerate(rows) if next(iter(r.values())) == key)
    rows[index][column] = value
    write(folder, name, rows, columns_of(name))
    return index + 2


def describe(folder: Path, how: Callable[[dict[str, Any]], None]) -> None:
    """Changes the description of the record."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    how(package)
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")


def edit(folder: Path, file: str, how: Callable[[str], str], encoding: str = "utf-8") -> None:
    """Rewrites a whole file."""
    path = folder / file
    path.write_bytes(how(path.read_text(encoding="utf-8")).encode(encoding))
