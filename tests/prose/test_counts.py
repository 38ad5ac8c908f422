"""How pages read: the counts, the bar, and the list of what is still above it."""

from pathlib import Path

import pytest

from ledgerbook.book import Book, BookError
from ledgerbook.prose import check, counts
from ledgerbook.prose.sources import Sources

ROOT = Path(__file__).resolve().parents[2]
LONG = " ".join(["word"] * 30)
INDEX = f"""# Index

{LONG} one.
In [2022](result:y) of [5](claim:a) and [a third](cited:w), [8 of 9](check:c) in 2021.

```{{admonition}} Findings
:class: findings
1. {LONG}. {" ".join(["More"] * 11)}.
2. [1](claim:a) [2](claim:a) [3](claim:a) [4](claim:a).
3. Short.
```

## For specialists

[5](claim:a) [6](claim:a) {LONG} here.

## After

Again.
"""


@pytest.fixture
def book(tmp_path) -> Path:
    (tmp_path / "_config.yml").write_text("sphinx:\n  config: {}\n", encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("root: index\n", encoding="utf-8")
    (tmp_path / "index.md").write_text(INDEX, encoding="utf-8")
    return tmp_path


def test_page_is_counted(book):
    (page,) = counts.pages(Sources(Book(book)))
    assert page.name == "index"
    # Two of [8 of 9](check:c), four of the second finding, the claim and the cited share.
    assert (page.words, page.numbers) == (31 + 12 + 30 + 11 + 4 + 1 + 1, 8)
    assert [(found.place.line, found.words) for found in page.long_sentences] == [(3, 31), (15, 33)]
    assert [(found.place.line, found.words, found.numbers) for found in page.full_findings] == [(8, 41, 0), (9, 4, 4)]
    assert page.per_hundred == 8.9


def test_page_above_the_bar_fails_until_the_list_allows_it_and_the_list_only_shrinks(book, capsys):
    assert check.main(["--counts"], book) == 1
    assert "index: long_sentences is 2, at most 0 may be: shorten the page" in capsys.readouterr().out
    assert check.main(["--counts", "--lower"], book) == 0  # the list begins
    assert check.main(["--counts", "--long"], book) == 0
    assert "index.md:3: 31 words, 0 traced numbers: word word" in capsys.readouterr().out
    index = book / "index.md"
    index.write_text(INDEX.replace("Again.", f"{LONG} again."), encoding="utf-8")
    assert check.main(["--counts", "--lower"], book) == 1  # growing fails, whatever is written
    index.write_text("# Index\n\nShort.\n", encoding="utf-8")
    assert check.main(["--counts", "--lower"], book) == 0
    assert (book / counts.OVER).read_text(encoding="utf-8") == "page,count,at_most\n"
    index.write_text(INDEX, encoding="utf-8")
    assert check.main(["--counts", "--lower"], book) == 1


def test_list_that_is_none_is_refused(book):
    (book / "prose").mkdir()
    (book / counts.OVER).write_text("page,count,at_most\nindex,findings,many\n", encoding="utf-8")
    with pytest.raises(BookError, match=r"over\.csv: could not convert string to float: 'many'"):
        counts.allowed(Book(book))


def test_no_page_reads_worse_than_it_is_allowed_to():
    book = Book(ROOT)
    found = counts.pages(Sources(book))
    assert [str(excess) for excess in counts.excesses(found, counts.allowed(book))] == []
