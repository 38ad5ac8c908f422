"""Citations in each form: read back by the programs that they are for, and with nothing that is not assigned."""

import json
from dataclasses import replace
from datetime import date

import pytest
from pybtex.database import parse_string

from ledgerbook.citing import styles
from ledgerbook.citing.styles import CHAPTER, FIGURE, NUMBER, Item
from ledgerbook.citing.work import Work

WORK = Work(
    "Lent & Returned: 100% Loans", ("Hansen, Kari", "The Shelf Counters"), "1.2.0", "CC-BY-4.0", date(2024, 3, 9)
)
ITEMS = {
    "book": Item(WORK),
    "chapter": Item(WORK, CHAPTER, "Loans {and} more", "loans", "2"),
    "figure": Item(WORK, FIGURE, "Loans rose by 5%", "loans-growth", address="https://books.example/f.html"),
    "number": Item(WORK, NUMBER, "Loans, 2023: 1.2万", "no-2023-loans", note="Printed in Report_7 (Shelf, 2024)"),
}


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_bibtex_is_read_back(item):
    database = parse_string(styles.bibtex(item), "bibtex")
    (key,) = database.entries
    entry = database.entries[key]
    assert key == item.key
    assert [str(person) for person in entry.persons["author"]] == ["Hansen, Kari", "{The Shelf Counters}"]
    assert entry.fields["year"] == "2024"
    title = entry.fields["title"].removeprefix("{").removesuffix("}")
    assert title.replace("\\", "") == item.title or title.replace("\\", "") == WORK.title


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_ris_has_one_record_with_its_type_first_and_its_end_last(item):
    lines = styles.ris(item).split("\n")
    assert lines[0].startswith("TY  - ")
    assert lines[-1] == "ER  - "
    assert all(len(line) > 6 and line[2:6] == "  - " for line in lines[:-1])
    assert [line[6:] for line in lines if line.startswith("AU")] == list(WORK.authors)


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_csl_is_json_with_a_person_and_a_body(item):
    (entry,) = json.loads(styles.styles(item)["CSL-JSON"])
    assert entry["author"] == [{"family": "Hansen", "given": "Kari"}, {"literal": "The Shelf Counters"}]
    assert entry["issued"] == {"date-parts": [[2024, 3, 9]]}
    assert entry["title"] == (item.title or WORK.title)


def test_plain_forms():
    assert styles.apa(ITEMS["book"]) == (
        "Hansen, Kari & The Shelf Counters. (2024). Lent & Returned: 100% Loans (Version 1.2.0)."
    )
    assert styles.apa(ITEMS["chapter"]) == (
        "Hansen, Kari & The Shelf Counters. (2024). Loans {and} more. "
        "In Lent & Returned: 100% Loans (Version 1.2.0, Chapter 2)."
    )
    assert styles.apa(ITEMS["figure"]) == (
        "Hansen, Kari & The Shelf Counters. (2024). Loans rose by 5% [Figure loans-growth]. "
        "In Lent & Returned: 100% Loans (Version 1.2.0). https://books.example/f.html"
    )
    assert styles.gbt7714(ITEMS["figure"]) == (
        "Hansen, Kari, The Shelf Counters. Loans rose by 5%[M/OL]//Lent & Returned: 100% Loans: version 1.2.0. "
        "(2024-03-09). https://books.example/f.html"
    )
    assert styles.gbt7714(ITEMS["number"]) == (
        "Hansen, Kari, The Shelf Counters. Loans, 2023: 1.2万[DS]//Lent & Returned: 100% Loans: version 1.2.0. 2024. "
        "Printed in Report_7 (Shelf, 2024)."
    )


def test_what_is_not_assigned_is_absent():
    for form in styles.styles(Item(replace(WORK, day=None))).values():
        assert "doi" not in form.lower()
        assert "http" not in form
        assert "None" not in form
    assert "n.d." in styles.apa(Item(replace(WORK, day=None)))


def test_a_doi_of_the_book_stands_in_citations_of_the_book_alone():
    known = replace(WORK, doi="10.5555/1")
    assert styles.apa(Item(known)).endswith(" https://doi.org/10.5555/1")
    assert "10.5555" not in styles.bibtex(Item(known, CHAPTER, "Loans", "loans"))
