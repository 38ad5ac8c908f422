"""Text that would run in a browser or a spreadsheet stays text on every page, even where no rule kept it out."""

import csv

import pytest

import second_house
import small_record
from book_site import Site, build
from ledgerbook.site.figures.figure_pages import as_csv

HOSTILE = "\"'><hostile onload=alert()>&lt;"
# Columns that are only read, table by table: nothing is computed from them.
TEXTS = {
    "claims": ("evidence", "translation", "status_reason", "note"),
    "sources": ("title", "title_en", "outlet", "original_outlet", "note"),
    "agencies": ("name_en", "name_original"),
    "measures": ("label_en", "label_original", "counts", "excludes"),
    "breaks": ("what",),
    "relations": ("why",),
    "corrections": ("was", "now", "why"),
    "disagreements": ("title",),
    "second_reading": ("phrase_read", "remark"),
    "places": ("label_en",),
    "words": ("label_en",),
}
UNCHECKED = '''

def load(folder, own_rules=(), language="en"):
    """The record as it stands: for a test of pages."""
    return read(folder, language=language)[0]
'''


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The second book with hostile text in its record, built as if no rule had refused it."""
    house = second_house.make(tmp_path_factory.mktemp("hostile") / "book")
    done = second_house.execute(house)
    assert done.returncode == 0, done.stderr
    for table, columns in TEXTS.items():
        rows = small_record.read(table, house / "data")
        changed = [{c: f"{v} {HOSTILE}" if c in columns else v for c, v in row.items()} for row in rows]
        small_record.write(house / "data", table, changed, list(rows[0]))
    with (house / "chapters" / "ledgerbook" / "record" / "load.py").open("a", encoding="utf-8") as file:
        file.write(UNCHECKED)
    return build(house, tmp_path_factory.mktemp("hostile-site") / "site")


def test_hostile_text_is_text_on_every_page(hostile_site):
    assert hostile_site.status == 0, hostile_site.log[-2000:]
    shown = 0
    for page in hostile_site.pages:
        text = page.read_text(encoding="utf-8")
        assert "<hostile" not in text, hostile_site.name(page)
        shown += "&lt;hostile" in text
    assert shown >= 5, "the measures, the sources, the codebook, the disagreements and the notes"


def test_data_of_the_ledger_can_end_no_script(hostile_site):
    data = (hostile_site.html / "_static" / "ledger-data.js").read_text(encoding="utf-8")
    assert data.count("hostile") > 10
    assert "\n" not in data.rstrip("\n")


def test_table_of_a_figure_holds_no_formula():
    """In a spreadsheet a cell that begins so is computed; a number with its sign is none."""
    cells = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "＝1", "-2+3", "−16 to −12%", "-5.7", "+53.1%", "cases"]
    document = {
        "table": {"headings": [str(n) for n in range(len(cells))], "rows": [cells], "claims": [["a", "b"]]},
        "datasets": "{}",
    }
    (_, row) = csv.reader(as_csv(document).splitlines())
    assert row == ["'=1+1", "'+cmd|' /C calc'!A0", "'@SUM(1)", "'＝1", "'-2+3", *cells[5:], "a;b"]
