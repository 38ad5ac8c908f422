"""A version is kept as one archive, the same bytes whenever it is made, and refused where it is unsound."""

import gzip
import hashlib
import io
import json
import re
import shutil
import tarfile
from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate

import second_house
from ledgerbook.book import Book
from ledgerbook.commands import git
from ledgerbook.commands.faults import CommandError
from ledgerbook.record import publish, schema
from ledgerbook.release import __main__ as command
from ledgerbook.release import archive, crate, difference, refusals
from small_record import change, read, write

PAGE = "_build/html/index.html"


def commit(root: Path) -> None:
    """Commits everything in the folder."""
    git.run(root, "add", "--all")
    author = ("-c", "user.name=Nobody", "-c", "user.email=nobody@books.example", "-c", "commit.gpgsign=false")
    git.run(root, *author, "commit", "--quiet", "--allow-empty", "--message", "A change")


def built(root: Path, step: str) -> None:
    """Stands for the commands of make: a site of one page."""
    place = root / PAGE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"<p>Version {schema.version(root / 'data')}</p>", encoding="utf-8")
    for name in ("404.html", "robots.txt", "_headers"):
        place.with_name(name).write_text(f"{name} of a site of one version", encoding="utf-8")


@pytest.fixture
def book(tmp_path, monkeypatch) -> Book:
    """The second book as a repository, its rows noted."""
    root = tmp_path / "book"
    shutil.copytree(second_house.BOOK, root, ignore=second_house.CACHES)
    (root / ".gitignore").write_text("/_build/\n/.lock\n", encoding="utf-8")
    noted(root, monkeypatch)
    git.run(root, "init", "--quiet")
    commit(root)
    return Book(root)


def noted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes the rows that the version publishes."""
    monkeypatch.chdir(root / "chapters")
    assert publish.main() == 0


def replace(path: Path, old: str, new: str) -> None:
    """The first of the old words gives way to the new ones."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def contents(path: Path) -> dict[str, bytes]:
    """The files of an archive by name, without its folder."""
    with tarfile.open(path) as opened:
        members = {m.name.partition("/")[2]: opened.extractfile(m) for m in opened.getmembers()}
        return {name: file.read() for name, file in members.items() if file}


# What is refused ------------------------------------------------------------------------------------------------------


def test_a_sound_book_is_not_refused(book):
    assert refusals.problems(book) == []


CITED, LOG = "CITATION.cff", "CHANGELOG.md"
UNSOUND = {
    "versions that disagree": (CITED, "version: 0.1.0", "version: 0.1.9", "CITATION.cff:7: version: '0.1.9' is not"),
    "a changelog without the version": (LOG, "## 0.1.0", "## 0.0.9", "CHANGELOG.md:3: version: '0.0.9' is not 0.1.0"),
    "another day": (LOG, "2026-01-15", "2026-01-16", "CHANGELOG.md:3: day: '2026-01-16' is not 2026-01-15"),
    "a day in one file": (CITED, "date-released: 2026-01-15\n", "", "and CITATION.cff has no date-released; write it"),
    "a type that nobody knows": (CITED, "type: dataset", "type: scroll", "CITATION.cff: type: is not valid: 'scroll'"),
    "an invalid field": (CITED, "message: All", "colour: red\nmessage: All", "CITATION.cff: is not valid: Additional"),
    "no licence of the work": (CITED, "license: CC0-1.0\n", "", "CITATION.cff: license: is missing; write it"),
    "a second address": ("_config.yml", "    language: en", "    language: en\n    html_baseurl: https://other.example/",
                         "html_baseurl: 'https://other.example/' sets the address, which is the url of CITATION.cff"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "words"), UNSOUND.values(), ids=UNSOUND)
def test_an_unsound_book_is_refused_with_place_and_remedy(book, file, old, new, words):
    replace(book.root / file, old, new)
    commit(book.root)
    with pytest.raises(CommandError, match=re.escape(words)) as refused:
        command.release(book, built)
    assert "; " in str(refused.value)
    assert not (book.root / "_build").exists()


@pytest.mark.parametrize("file", ["LICENSE", "CITATION.cff", "CHANGELOG.md"])
def test_a_missing_file_is_refused(book, file):
    (book.root / file).unlink()
    commit(book.root)
    with pytest.raises(CommandError, match=rf"{file}: is missing or empty; write "):
        command.release(book, built)


def test_a_draft_is_refused(book):
    replace(book.root / CITED, "date-released: 2026-01-15\n", "")
    replace(book.root / LOG, "2026-01-15", "not yet released")
    commit(book.root)
    with pytest.raises(
        CommandError, match="date-released: is missing; write the day of the release there and in CHANGE"
    ):
        command.release(book, built)


def test_rows_that_are_not_noted_are_refused(book):
    write(book.data, "published", [], ["table", "row_id", "version", "digest"])
    commit(book.root)
    with pytest.raises(CommandError, match=r"data/published\.csv: lacks \d+ rows of this version; make publish-record"):
        command.release(book, built)


def test_uncommitted_changes_are_refused_before_and_after_the_work(book):
    def rewrites(root: Path, step: str) -> None:
        built(root, step)
        (root / "chapters" / "lending.ipynb").write_text("{}", encoding="utf-8")

    with pytest.raises(
        CommandError, match=r"chapters/lending\.ipynb: is not as in the last commit; commit it, or undo"
    ):
        command.release(book, rewrites)
    (book.root / "new.txt").write_text("new", encoding="utf-8")
    assert [problem.file for problem in refusals.problems(book)] == ["chapters/lending.ipynb", "new.txt"]


def test_a_folder_without_a_repository_is_refused(book):
    shutil.rmtree(book.root / ".git")
    with pytest.raises(CommandError, match="run it in a clone of the book"):
        command.release(book, built)


# What is made ---------------------------------------------------------------------------------------------------------


def test_released_twice_it_is_the_same_bytes(book, capsys):
    path = command.release(book, built)
    first = path.read_bytes()
    path.rename(path.with_suffix(".first"))
    assert command.release(book, built).read_bytes() == first
    assert command.release(book, built) == path
    assert capsys.readouterr().out.splitlines()[-1].endswith("files, as it was")


def test_the_archive_holds_everything_with_its_checksums(book):
    held = contents(command.release(book, built))
    assert held["site/v/0.1.0/index.html"] == b"<p>Version 0.1.0</p>"
    assert json.loads(held["site/v/versions.json"]) == {
        "newest": "0.1.0", "versions": [{"version": "0.1.0", "released": "2026-01-15"}],
    }  # fmt: skip
    assert b'url=v/0.1.0/"' in held["site/index.html"]
    assert held["data/claims.csv"] == (book.data / "claims.csv").read_bytes()
    assert {"LICENSE", "CITATION.cff", "CHANGELOG.md", "README.txt"} <= held.keys()
    sums = dict(line.split("  ")[::-1] for line in held[archive.SUMS].decode().splitlines())
    assert sums == {n: hashlib.sha256(data).hexdigest() for n, data in held.items() if n != archive.SUMS}
    with tarfile.open(fileobj=io.BytesIO(held["source.tar"])) as source:
        assert f"{command.folder(book)}-source/chapters/lending.ipynb" in source.getnames()


def test_what_hosts_look_for_where_they_begin_stands_there(book):
    held = contents(command.release(book, built))
    top = {name.removeprefix("site/") for name in held if name.startswith("site/") and "/v/" not in name}
    assert top == {"index.html", ".nojekyll", "404.html", "robots.txt", "_headers"}
    for name in ("404.html", "robots.txt"):
        assert held[f"site/{name}"] == held[f"site/v/0.1.0/{name}"]
    own, *others = re.findall("^/.*", held["site/_headers"].decode(), re.MULTILINE)
    assert own == "/loans/v/0.1.0/*"
    assert others == [f"/loans/v/:version/{folder}*" for folder in ("", "_static/", "figures/", "data/")]


def test_without_an_address_headers_are_those_of_the_whole_host(book):
    replace(book.root / CITED, "url: https://books.example/loans\n", "")
    commit(book.root)
    headers = contents(command.release(book, built))["site/_headers"].decode()
    assert headers.startswith("/v/0.1.0/*\n") and "\n/v/:version/_static/*\n" in headers


def test_its_description_is_read_by_the_library_of_the_standard(book, tmp_path):
    path = command.release(book, built)
    with tarfile.open(path) as opened:
        opened.extractall(tmp_path / "out", filter="data")
    folder = tmp_path / "out" / command.folder(book)
    described = ROCrate(str(folder))
    assert described.name.startswith("Lent and Returned")
    assert described.root_dataset["version"] == "0.1.0"
    assert described.license.id == "https://creativecommons.org/publicdomain/zero/1.0/"
    parts = {part.id for part in described.root_dataset["hasPart"]}
    assert {"site/", "data/claims.csv", "source.tar"} <= parts
    assert [part for part in parts if not (folder / part).exists()] == []
    document = json.loads((folder / crate.FILE).read_text(encoding="utf-8"))
    named = {entity["@id"] for entity in document["@graph"]}
    assert {"./", "#author-1", crate.FILE} <= named


def test_another_release_of_the_version_is_refused(book):
    path = command.release(book, built)
    before = path.read_bytes()
    replace(book.root / "index.md", "invented", "made up")
    commit(book.root)
    with pytest.raises(
        CommandError, match=r"was released with other files \(\d differ: .*source.tar.*Remedy: raise the ver"
    ):
        command.release(book, built)
    assert path.read_bytes() == before


def test_an_archive_packed_otherwise_is_the_same_release(book):
    path = command.release(book, built)
    packed = gzip.compress(gzip.decompress(path.read_bytes()), compresslevel=1)
    path.write_bytes(packed)
    assert command.release(book, built).read_bytes() == packed


def test_a_broken_archive_is_said(book):
    path = command.release(book, built)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(CommandError, match=r"is no archive .* Remedy: remove it"):
        command.release(book, built)


def prints(folder: str) -> str:
    """A Makefile whose commands print the book."""
    return f"book:\n\t@mkdir -p _build/html && touch {PAGE}\npdf:\n\t@mkdir -p {folder} && touch {folder}/loans.pdf\n"


def test_what_the_book_prints_is_packed(book):
    (book.root / "Makefile").write_text(prints("_build/pdf"), encoding="utf-8")
    commit(book.root)
    assert contents(command.release(book))["loans.pdf"] == b""


@pytest.mark.parametrize(
    ("makefile", "words"),
    [
        (prints("_build/elsewhere"), "_build/pdf/*.pdf: make pdf left no such file. Remedy: mend that command"),
        ("book:\npdf:\n\t@exit 3\n", "make pdf failed, as said above, so nothing is released. Remedy: mend it"),
    ],
    ids=["no file", "fails"],
)
def test_a_command_that_fails_stops_the_release(book, makefile, words):
    (book.root / "Makefile").write_text(makefile, encoding="utf-8")
    commit(book.root)
    with pytest.raises(CommandError, match=re.escape(words)):
        command.release(book)
    assert not (book.root / "_build" / "release").exists()


# The next version -----------------------------------------------------------------------------------------------------


def raised(book: Book, monkeypatch: pytest.MonkeyPatch) -> Book:
    """The next version: a claim more, one corrected, one set aside."""
    root = book.root
    git.run(root, "tag", "v0.1.0")
    replace(root / CITED, "version: 0.1.0\ndate-released: 2026-01-15", "version: 0.2.0\ndate-released: 2026-03-01")
    replace(root / LOG, "## 0.1.0", "## 0.2.0 (2026-03-01)\n\n- A claim more.\n\n## 0.1.0")
    replace(book.data / "datapackage.json", '"version": "0.1.0"', '"version": "0.2.0"')
    claims = read("claims", book.data)
    columns = list(claims[0])
    first = next(row for row in claims if row["claim_id"] == "loans-2021")
    write(
        book.data, "claims", [*claims, {**first, "claim_id": "loans-2021-again", "reprint_of": "loans-2021"}], columns
    )
    change(book.data, "claims", "loans-2021", "evidence", "alt 4 812 300 utlån")
    change(book.data, "claims", "visits-2022", "status", "set_aside")
    change(book.data, "claims", "visits-2022", "status_reason", "Counted at the doors of one library alone.")
    row = {"table": "claims", "why": "A shorter phrase.", "since": "0.2.0"}
    evidence = {
        "row_id": "loans-2021",
        "column": "evidence",
        "was": "i alt 4 812 300 utlån",
        "now": "alt 4 812 300 utlån",
    }
    status = {"row_id": "visits-2022", "column": "status", "was": "used", "now": "set_aside"}
    corrections = read("corrections", book.data)
    write(book.data, "corrections", [*corrections, {**row, **evidence}, {**row, **status}], list(corrections[0]))
    noted(root, monkeypatch)
    commit(root)
    return Book(root)


def test_the_next_version_stands_beside_the_first_and_says_what_it_changed(book, monkeypatch):
    old = command.release(book, built)
    before = old.read_bytes()
    new = contents(command.release(raised(book, monkeypatch), built))
    assert old.read_bytes() == before
    assert new["site/v/0.2.0/index.html"] == b"<p>Version 0.2.0</p>"
    listed = json.loads(new["site/v/versions.json"])
    assert (listed["newest"], [v["version"] for v in listed["versions"]]) == ("0.2.0", ["0.2.0", "0.1.0"])
    page = new["differences.md"].decode()
    assert page.startswith(
        "# What changed from version 0.1.0 to version 0.2.0\n\n- Claims added: 1\n- Claims withdrawn: 1\n"
    )
    assert "- `loans-2021-again` (loans): 4 812 300, to 2021-12-31, source `report-2021`\n" in page
    assert "- `visits-2022` (visits): 14 020 000, to 2022-12-31, source" in page
    assert "now set_aside: Counted at the doors of one library alone.\n" in page
    assert "- claims `loans-2021`: evidence i alt 4 812 300 utlån → alt 4 812 300 utlån. A shorter phrase.\n" in page
    assert "without a correction: 0\n" in page
    assert contents(old)["differences.md"].decode().startswith("# Version 0.1.0\n\nNo version was released before it")


def test_a_version_before_it_without_a_tag_is_said(book, monkeypatch):
    raised(book, monkeypatch)
    git.run(book.root, "tag", "--delete", "v0.1.0")
    with pytest.raises(
        CommandError, match=r"CHANGELOG\.md:7: '0\.1\.0' was released on 2026-01-15, and git has no tag v0"
    ):
        command.release(book, built)


def test_a_claim_that_changed_without_a_correction_and_one_that_is_gone_are_named(book):
    before = difference.here(book)
    claims = [row for row in read("claims", book.data) if row["claim_id"] != "loans-2020"]
    write(book.data, "claims", claims, list(claims[0]))
    change(book.data, "claims", "loans-2021", "value", "4812301")
    page = difference.report(before, difference.here(book))
    assert "- `loans-2020` (loans): 4 100 000, to 2020-12-31, source `report-2021` is gone\n" in page
    assert "- `loans-2021`: value 4812300 → 4812301\n" in page


def test_results_and_findings_that_moved_are_named(book):
    stored = json.loads((book.chapters / "lending.ipynb").read_text(encoding="utf-8"))
    result = {"name": "share", "meaning": "Share lent", "low": "10", "high": "12", "closed": [True, True],
              "unit": "percent", "measure": "loans", "period": [], "formula": "a", "claims": []}  # fmt: skip

    def with_result(high: str, **changed: str) -> difference.State:
        data = {difference.moved.RESULT_MIME: {**result, "high": high, **changed}}
        cell = {"cell_type": "code", "outputs": [{"data": data}, {"text": [high]}]}
        here = difference.here(book)
        return difference.State(here.package, here.tables, {"lending": json.dumps({**stored, "cells": [cell]})})

    assert "result" not in difference.report(with_result("12"), with_result("12", formula="b")).partition("findings")[2]
    page = difference.report(with_result("12"), with_result("15"))
    assert "- lending: result `share`: 10 to 12% → 10 to 15% (Share lent)\n" in page
    assert "printed text" not in page


def test_the_command_compares_with_a_revision(book, monkeypatch, capsys):
    raised(book, monkeypatch)
    assert difference.main(["v0.1.0"]) == 0
    assert "- Claims added: 1\n" in capsys.readouterr().out
    with pytest.raises(CommandError, match="git knows no revision 'v9'; name a commit or a tag"):
        difference.main(["v9"])
    with pytest.raises(CommandError, match="usage: "):
        difference.main([])
