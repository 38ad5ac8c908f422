"""A build after an edit gives the site that a cold build of the edited book gives, on a small book."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import altair as alt
import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import small_record
from book_site import JUPYTER_BOOK, STRICT
from ledgerbook.figure import FIGURE_MIME, theme
from ledgerbook.figure.figure import Figure
from ledgerbook.notebooks import drawings
from ledgerbook.notebooks.execute import KERNELSPEC, LANGUAGE_INFO
from ledgerbook.prose import check as prose

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "index": (
        "# A small book\n\nWhat it is about, in a sentence that is long enough to stand for it.\n\n"
        "```{picture} bars\nThe second one, as {doc}`chapters/chapter` says.\n```\n"
    ),
    "chapters/glossary": "# Glossary\n\nTerms, as in {doc}`chapter`.\n\n```{glossary-terms}\n```\n",
    "chapters/ledger": "# The ledger\n\n```{ledger-browser}\n```\n\n```{measure-list}\n```\n",
    "chapters/sources": "# Sources\n\n```{source-list}\n```\n",
    "chapters/codebook": "# Codebook\n\nSee {numref}`bars`.\n\n```{codebook}\n```\n",
    "chapters/disagreements": "# Disagreements\n\n```{disagreement-list}\n```\n\n```{correction-list}\n```\n",
    "chapters/figures": "# Figures\n\n```{figure-list}\n```\n",
    "chapters/downloads": "# Downloads\n\n```{archives}\n```\n",
}
IMAGE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
ORDER = ["chapter", "glossary", "ledger", "sources", "codebook", "disagreements", "figures", "downloads"]


def stored(finding: str) -> dict:
    """The stored form of a figure with that finding."""
    data = pd.DataFrame({"label": ["a", "b"], "high": [1, 3]})

    def bars(rows: pd.DataFrame, width: int) -> alt.TopLevelMixin:
        mark = alt.Chart(rows).mark_bar(color=theme.NAVY)
        return mark.encode(x="high:Q", y="label:N").properties(width=width)

    words = "Two bars, of which the second is the longer one, whatever the reading of the wording."
    return Figure("bars", finding, "Bars.", words, data, bars, {"label": "Row"}, claims=None).document()


def write_chapter(book: Path, finding: str = "The second bar is longer") -> None:
    """The notebook of the book, as executed."""
    document = stored(finding)
    output = new_output("display_data", data={FIGURE_MIME: document, "image/svg+xml": IMAGE})
    text = "# Chapter\n\nAs printed, [5.7%](claim:release-2022-cases-solved-yoy) more cases were solved.\n"
    cells = [new_markdown_cell(text, id="one"), new_code_cell("figure", id="two", outputs=[output], execution_count=1)]
    path = book / "chapters" / "chapter.ipynb"
    metadata = {"kernelspec": KERNELSPEC, "language_info": LANGUAGE_INFO}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), path)
    drawings.place(path).parent.mkdir(exist_ok=True)
    drawings.place(path).write_text(drawings.text([document], {}), encoding="utf-8")


def make(book: Path) -> Path:
    """A book of the small record, with one figure."""
    (book / "chapters").mkdir(parents=True)
    (book / "data").mkdir()
    small_record.make(book / "data")
    shutil.copy(ROOT / "references.bib", book)
    shutil.copy(ROOT / "CITATION.cff", book)
    config = (ROOT / "_config.yml").read_text(encoding="utf-8").replace("campaign.rules", '""')
    (book / "_config.yml").write_text(config, encoding="utf-8")
    for name in ("_static", "_templates"):
        shutil.copytree(ROOT / name, book / name)
    (book / "chapters" / "ledgerbook").symlink_to(ROOT / "chapters" / "ledgerbook", target_is_directory=True)
    for name, text in PAGES.items():
        (book / f"{name}.md").write_text(text, encoding="utf-8")
    write_order(book, ORDER)
    write_chapter(book)
    return book


def write_order(book: Path, names: list[str]) -> None:
    """The table of contents."""
    files = "".join(f"      - file: chapters/{name}\n" for name in names)
    text = f"format: jb-book\nroot: index\nparts:\n  - caption: All\n    numbered: 1\n    chapters:\n{files}"
    (book / "_toc.yml").write_text(text, encoding="utf-8")


def run(book: Path, output: Path, options: Sequence[str] = STRICT) -> subprocess.CompletedProcess[str]:
    """A build into that folder from what is there."""
    output.mkdir(exist_ok=True)
    return subprocess.run(
        [*JUPYTER_BOOK, "build", str(book), *options, "--path-output", str(output)],
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONHASHSEED": "0", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def build(book: Path, output: Path) -> dict[str, bytes]:
    """The files of the site, built into that folder from what is there."""
    result = run(book, output)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    html = output / "_build" / "html"
    return {
        path.relative_to(html).as_posix(): path.read_bytes()
        for path in sorted(html.rglob("*"))
        if path.is_file() and path.name != ".buildinfo"
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The small book, and the folder of its first build."""
    folder = tmp_path_factory.mktemp("incremental")
    book = make(folder / "book")
    build(book, folder / "kept")
    return book, folder / "kept"


def replaced(name, old, new):
    """An edit of a file of the book."""

    def edit(book):
        path = book / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def claim_edited(book):
    small_record.change(book / "data", "claims", "release-2022-cases-solved", "note", "Another note.")


EDITS = {
    "nothing": lambda book: None,
    "prose": replaced("chapters/glossary.md", "Terms, as", "Terms and more, as"),
    "title": replaced("chapters/glossary.md", "# Glossary", "# All terms"),
    "prose of a notebook": replaced("chapters/chapter.ipynb", "As printed", "As it is printed"),
    "title of a notebook": replaced("chapters/chapter.ipynb", "# Chapter", "# The chapter"),
    "figure": lambda book: write_chapter(book, "The second of the bars is longer"),
    "order": lambda book: write_order(book, [*ORDER[1:], ORDER[0]]),
    "note of a claim": claim_edited,
    "authors": replaced("CITATION.cff", "Two Down contributors", "Two Down writers"),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_build_after_an_edit_is_that_of_the_edited_book(built, tmp_path, name):
    book, kept = built
    EDITS[name](book)
    after, cold = build(book, kept), build(book, tmp_path / "cold")
    assert sorted(after) == sorted(cold)
    assert [file for file in cold if after[file] != cold[file]] == []


def read_again(book: Path, output: Path) -> set[str]:
    """The pages that a build reads again."""
    loud = [option for option in STRICT if option != "-q"]
    printed = re.sub(r"\x1b\[[\d;]*m", "", run(book, output, loud).stdout)
    return set(re.findall(r"reading sources\.\.\. \[ *\d+%\] (\S+)", printed))


def test_only_what_a_page_takes_from_a_notebook_makes_it_anew(built):
    """The first page shows the figure, the list names it, and both need no sentence of its chapter; an archive does."""
    book, kept = built
    build(book, kept)
    replaced("chapters/chapter.ipynb", "more cases were solved", "more cases had been solved")(book)
    assert read_again(book, kept) == {"chapters/chapter", "chapters/downloads"}
    write_chapter(book, "The second bar is the longest")
    assert read_again(book, kept) == {"chapters/chapter", "chapters/downloads", "chapters/figures", "index"}


def test_an_edited_drawing_stops_the_build_and_says_what_to_do(built, tmp_path):
    book, _ = built
    path = drawings.place(book / "chapters" / "chapter.ipynb")
    sound = path.read_text(encoding="utf-8")
    content = json.loads(sound)
    content["figures"]["bars"]["drawings"][0][0] = "<svg>by hand</svg>"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(AssertionError, match=r"drawings/chapter\.json was edited or cannot be read; remedy: make note"):
        build(book, tmp_path / "broken")
    path.write_text(sound, encoding="utf-8")


def test_a_picture_shows_the_figure_of_its_chapter(built):
    _, kept = built
    page = (kept / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    shown = page[page.index('<figure class="book-figure picture">') : page.index("</figure>")]
    assert 'href="chapters/chapter.html#bars"' in shown
    assert re.search(r"Figure \d\.1</span> The second", shown)  # the chapter has been moved by an edit
    assert shown.count("<svg") == len(drawings.VARIANTS)
    assert "The second one, as" in shown


def test_a_picture_of_no_figure_stops_the_build(built, tmp_path):
    book, _ = built
    replaced("index.md", "{picture} bars", "{picture} bar")(book)
    with pytest.raises(AssertionError, match=r"index\.md:5: .*unknown figure 'bar' \(nearest: bars\)"):
        build(book, tmp_path / "broken")
    replaced("index.md", "{picture} bar", "{picture} bars")(book)


def test_what_did_not_change_is_not_written(built):
    book, kept = built
    build(book, kept)
    measures = sorted((kept / "_build" / "html" / "measures").iterdir())
    before = [path.stat().st_mtime_ns for path in measures]
    replaced("chapters/sources.md", "# Sources\n", "# Sources\n\nA sentence.\n")(book)
    build(book, kept)
    assert [path.stat().st_mtime_ns for path in measures] == before


def test_a_figure_by_another_number_stops_the_build(tmp_path):
    book = make(tmp_path / "book")
    page = book / "chapters" / "codebook.md"
    page.write_text(page.read_text(encoding="utf-8").replace("{numref}`bars`", "[Figure 1.2](figure:bars)"), "utf-8")
    result = run(book, tmp_path)
    assert result.returncode
    assert re.search(r"codebook\.md:3:.* figure 'bars' is Figure 1\.1, not 'Figure 1\.2'", result.stderr), result.stderr
    shutil.rmtree(tmp_path / "_build")  # as the build of the book does after a fault
    prose.main(["--write"], book)
    assert "[Figure 1.1](figure:bars)" in page.read_text(encoding="utf-8")
    files = build(book, tmp_path)
    assert re.search(rb'href="chapter\.html#bars"[^>]*>.*?Figure 1\.1', files["chapters/codebook.html"])
