"""A chapter is current as long as what it read is: columns, rows, modules, files. What it did not read may change."""

import json

import pytest

import edits
import faults
import overlooked
import small_record
from ledgerbook.notebooks import dependencies
from ledgerbook.notebooks.dependencies import Content
from ledgerbook.record.noting import WHOLE, Asked

NOTEBOOKS = sorted(faults.CHAPTERS.glob("*.ipynb"))
SOLVED = "release-2022-cases-solved"
NOTHING = {"modules": {}, "files": {}, "folders": {}, "packages": {}, "tables": []}

# What a chapter asked for: a column of one measure's claims, and which sources there are.
ASKED = {
    Asked("claims", "value_text", "cases_solved in CN"),
    Asked("claims", "claim_id", "heads_backbones_arrested in CN"),
    Asked("measures", "label_en", "cases_solved"),
    Asked("sources", "source_id", WHOLE),
}


@pytest.fixture
def root(tmp_path):
    """The root of a book with a small record."""
    (tmp_path / "data").mkdir()
    small_record.make(tmp_path / "data")
    return tmp_path


def stored(root, **parts):
    """What a notebook stores of those parts."""
    return Content(root).fingerprints({**NOTHING, "tables": list(dependencies.tables(ASKED)), **parts})


def cell(table, key, column, value):
    return lambda data: small_record.change(data, table, key, column, value)


def rows(table, change):
    def edit(data):
        columns = small_record.columns_of(table)
        small_record.write(data, table, change(small_record.read(table, data)), columns)

    return edit


def one_more(measure):
    return lambda found: [*found, {**next(r for r in found if r["measure"] == measure), "claim_id": "one-more"}]


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (cell("claims", SOLVED, "value_text", "465,000"), "claims of cases_solved in CN changed"),
        (cell("claims", SOLVED, "claim_id", "renamed"), "claims of cases_solved in CN changed"),
        (cell("claims", SOLVED, "measure", "other"), "claims of cases_solved in CN changed"),
        (rows("claims", one_more("cases_solved")), "claims of cases_solved in CN changed"),
        (rows("claims", one_more("heads_backbones_arrested")), "claims of heads_backbones_arrested in CN changed"),
        (rows("claims", lambda found: found[::-1]), "claims of cases_solved in CN changed"),
        (cell("measures", "cases_solved", "label_en", "solved"), "measures of cases_solved changed"),
        (rows("sources", lambda found: found[1:]), "sources changed in source_id"),
        (rows("sources", lambda found: found[::-1]), "sources changed in source_id"),
        (lambda data: (data / "sources.csv").unlink(), "sources changed in source_id"),
        (lambda data: small_record.edit(data, "datapackage.json", lambda text: "{"), "sources changed in source_id"),
    ],
)
def test_what_was_read_makes_stale(root, edit, reason):
    before = stored(root)
    edit(root / "data")
    assert reason in dependencies.changed(before, Content(root))


@pytest.mark.parametrize(
    "edit",
    [
        cell("claims", SOLVED, "note", "Another note."),
        cell("claims", "hk-2023-loss", "value_text", "9.1 billion"),
        cell("claims", "release-2022-heads-arrested", "value_text", "352"),
        rows("claims", one_more("video_plays")),
        cell("measures", "heads_backbones_arrested", "label_en", "heads"),
        rows("outlets", lambda found: found[1:]),
        lambda data: small_record.edit(data, "claims.csv", lambda text: text.replace("\n", "\r\n")),
    ],
)
def test_what_was_not_read_may_change(root, edit):
    before = stored(root)
    edit(root / "data")
    assert dependencies.changed(before, Content(root)) == []


def test_a_column_of_another_type_is_another_column(root):
    before = stored(root)
    small_record.edit(
        root / "data", "datapackage.json", lambda text: text.replace('"type": "string"', '"type": "date"')
    )
    assert len(dependencies.changed(before, Content(root))) == 4


def test_of_many_groups_three_are_named(root):
    asked = [Asked("claims", "note", r["measure"]) for r in small_record.read("claims", root / "data")]
    before = stored(root, tables=list(dependencies.tables(asked)))
    (root / "data" / "claims.csv").unlink()
    assert dependencies.changed(before, Content(root)) == [
        "claims of calls_intercepted, cases_filed, cases_solved and 6 others changed"
    ]


def test_a_column_read_of_very_many_groups_is_read_of_all():
    asked = [Asked("claims", "note", f"m{n}") for n in range(dependencies.MOST + 1)]
    assert list(dependencies.tables(asked)) == [{"table": "claims", "columns": "note", "of": {WHOLE: ""}}]


def test_modules_files_and_folders(root):
    package = root / "chapters" / "book"
    package.mkdir(parents=True)
    (package / "one.py").write_text("1\n")
    (package / "font.bin").write_bytes(b"\0")
    parts = {"modules": {"book.one": "", "book.two": ""}, "files": {"data/words.csv": ""}}
    before = stored(root, **parts, folders={"data": ""}, packages={"book": ""})
    assert dependencies.changed(before, Content(root)) == []
    (package / "one.py").write_bytes(b"1\r\n")
    assert dependencies.changed(before, Content(root)) == []
    (package / "one.py").write_text("2\n")
    (package / "two").mkdir()
    (package / "two" / "__init__.py").touch()
    (package / "font.bin").write_bytes(b"\1")
    (root / "data" / "words.csv").rename(root / "data" / "moved.csv")
    assert dependencies.changed(before, Content(root)) == [
        "module book.one changed",
        "module book.two changed",
        "data/words.csv changed",
        "the list of files in data changed",
        "a file in chapters/book that is no code changed",
    ]


def test_modules_imported_for_rules_alone_are_left_out(tmp_path):
    package = tmp_path / "chapters" / "book"
    (package / "rules").mkdir(parents=True)
    (package / "__init__.py").write_text("from book.rules import ROW_RULES, RULES\n")
    (package / "rules" / "__init__.py").write_text("from book.rules import dates, names\nRULES = ROW_RULES = ()\n")
    for name in ("rules/dates", "rules/names", "analysis", "by_name"):
        (package / f"{name}.py").touch()
    modules = ["book", "book.analysis", "book.by_name", "book.rules", "book.rules.dates", "book.rules.names"]
    parts = {**NOTHING, "modules": dict.fromkeys(modules, "")}

    def kept(cell):
        return list(dependencies.without_rules(parts, [cell], tmp_path)["modules"])

    assert kept("from book import analysis") == ["book", "book.analysis", "book.by_name"]
    assert kept("from book.rules.dates import DAYS") == modules


# The attack -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound():
    """The sound book, without the chapter that is too slow to be run many times."""
    return overlooked.Book([path for path in NOTEBOOKS if path.stem != faults.SLOW])


@pytest.mark.parametrize("name", [path.stem for path in NOTEBOOKS if path.stem != faults.SLOW])
def test_no_edit_that_changes_an_output_leaves_its_chapter_current(sound, name):
    made = list(overlooked.planned())
    chapter = faults.CHAPTERS / f"{name}.ipynb"
    current = sound.current(chapter, made)
    assert len(made) > 300
    assert 0 < len(current) < len(made)
    assert sound.overlooked(chapter, current) == []


def test_a_dependency_that_is_not_noted_is_found_out():
    chapter = faults.CHAPTERS / "enforcement.ipynb"
    book = overlooked.Book([chapter])
    book.read[chapter] = [entry for entry in book.read[chapter] if entry["table"] != "events"]
    events = small_record.read("events")
    launch = next(i for i, row in enumerate(events) if row["event_id"] == "card-cutting")
    wrong = edits.Cell("events", launch, "date_start", "2020-09-10")
    others = [edits.Cell("events", at, "name_original", "别的") for at in range(4)]
    made = [*others, wrong, edits.Moved("events", launch, "last")]
    assert book.current(chapter, made) == made
    assert book.overlooked(chapter, made) == [wrong]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_chapter_depends_on_the_machine(path):
    """Files of the environment may lie below the book's folder; what they are, the pins say."""
    read = json.loads(path.read_text(encoding="utf-8"))["metadata"]["book"]["read"]
    names = [*read["files"], *read["folders"]]
    assert [name for name in names if not name.startswith(("chapters", "data"))] == []
