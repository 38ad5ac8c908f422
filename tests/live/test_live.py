"""The book shown while it is written: a saved change appears in the open browser, and no fault ends the showing."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect

import small_record
from ledgerbook.book import Book
from ledgerbook.live.watch import Watch

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300  # seconds for one build on a machine that is busy with other things
INDEX = "# Index\n\nOf [39.1万](claim:release-2022-cases-solved) cases.\n"
SOURCES = "# Sources\n\n```{source-list}\n```\n"


def cell(kind: str, source: str) -> dict:
    """A cell of a notebook."""
    more = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": kind, "metadata": {}, "source": source, **more}


def notebook(code: str) -> str:
    """A notebook of one code cell."""
    cells = [cell("markdown", "# Chapter"), cell("code", code)]
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"language_info": {"name": "python", "pygments_lexer": "ipython3"}},
            "cells": cells,
        }
    )


def make_book(root: Path) -> None:
    """A book of three pages with the settings of this one."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    settings["sphinx"]["local_extensions"] = {"ledgerbook.site": str(ROOT / "chapters")}
    del settings["sphinx"]["config"]["book_rules"]
    (root / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n  - file: chapters/sources\n  - file: chapters/one\n",
        encoding="utf-8",
    )
    for folder in ("_static", "_templates"):
        shutil.copytree(ROOT / folder, root / folder)
    for folder in ("chapters", "data"):
        (root / folder).mkdir()
    small_record.make(root / "data")
    for name in ("references.bib", "requirements.txt"):
        (root / name).write_text("", encoding="utf-8")
    (root / "index.md").write_text(INDEX, encoding="utf-8")
    (root / "chapters" / "sources.md").write_text(SOURCES, encoding="utf-8")
    (root / "chapters" / "one.ipynb").write_text(notebook("print(6 * 7)"), encoding="utf-8")


def start(book: Path, port: int = 0) -> subprocess.Popen[str]:
    """The command, begun in that book."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "chapters"), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "ledgerbook.live", "--port", str(port)]
    return subprocess.Popen(
        command,
        cwd=book,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


@dataclass
class Live:
    """A running command: its book, its address and its lines."""

    book: Path
    process: subprocess.Popen[str]
    address: str = ""

    def until(self, pattern: str) -> re.Match[str]:
        """The first of its lines that matches; fails where the command ends before."""
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"ended before {pattern!r}: {''.join(lines)}")


@pytest.fixture(scope="module")
def live(tmp_path_factory) -> Iterator[Live]:
    """The command beside a small book, after its first build."""
    book = tmp_path_factory.mktemp("live")
    make_book(book)
    with start(book) as process:
        running = Live(book, process)
        try:
            running.address = running.until(r"http://localhost:\d+")[0]
            running.until("^  sound")
            yield running
        finally:
            process.send_signal(signal.SIGINT)


def test_saved_prose_appears_in_the_open_page(live, chromium: Browser):
    with chromium.new_context() as context, context.new_page() as page:
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        page.goto(f"{live.address}/index.html", wait_until="domcontentloaded")
        begun = time.monotonic()
        (live.book / "index.md").write_text(INDEX + "\nAnother sentence.\n", encoding="utf-8")
        expect(page.get_by_text("Another sentence.")).to_be_visible(timeout=LONGEST * 1000)
        print(f"a sentence appeared after {time.monotonic() - begun:.2f} s")
        live.until("^  sound")
        # A fault is shown, in the terminal and over the page, and ends nothing.
        (live.book / "index.md").write_text(INDEX.replace("39.1万", "39.2万"), encoding="utf-8")
        live.until("index.md:3: WARNING: .*the ledger says '39.1万'")
        expect(page.locator("#live-faults")).to_contain_text("the ledger says '39.1万'", timeout=LONGEST * 1000)
        (live.book / "index.md").write_text(INDEX, encoding="utf-8")
        live.until("^  sound")
        expect(page.locator("#live-faults")).to_have_count(0, timeout=LONGEST * 1000)
        assert [text for text in refused if "Content Security Policy" in text] == []
    assert not (live.book / "_build" / "html").exists()  # what make book makes is its own


def test_changed_cell_is_executed_and_shown(live, chromium: Browser):
    path = live.book / "chapters" / "one.ipynb"
    with chromium.new_context() as context, context.new_page() as page:
        page.goto(f"{live.address}/chapters/one.html", wait_until="domcontentloaded")
        path.write_text(notebook("print(6 * 111)"), encoding="utf-8")
        live.until("^  sound")
        expect(page.get_by_text("666", exact=True)).to_be_visible(timeout=LONGEST * 1000)
        path.write_text(notebook("1 / 0"), encoding="utf-8")
        live.until("ZeroDivisionError")
        expect(page.locator("#live-faults")).to_contain_text("one.ipynb, code cell [1]", timeout=LONGEST * 1000)
        path.write_text(notebook("print(6 * 111)"), encoding="utf-8")
        live.until("^  sound")


def test_second_one_in_the_same_book_says_so(live):
    second = start(live.book)
    said, _ = second.communicate(timeout=LONGEST)
    assert second.returncode == 1
    assert "is used by another make live" in said


@pytest.mark.parametrize(("port", "why"), [(None, "Address already in use"), (70000, "port 70000 cannot be used")])
def test_port_that_cannot_be_had_is_said_before_anything_is_built(tmp_path, port, why):
    make_book(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said, _ = (process := start(tmp_path, port or taken.getsockname()[1])).communicate(timeout=LONGEST)
    assert process.returncode == 1
    assert why in said
    assert "make live PORT=8001" in said
    assert not (tmp_path / "_build").exists()


def test_what_changed_is_known(tmp_path):
    make_book(tmp_path)
    watch = Watch(Book(tmp_path))
    assert watch.changes() == []
    (tmp_path / "data" / "claims.csv").write_text("", encoding="utf-8")
    (tmp_path / "chapters" / "new.py").write_text("", encoding="utf-8")
    (tmp_path / "_build").mkdir()
    (tmp_path / "_build" / "log").write_text("", encoding="utf-8")
    (tmp_path / "chapters" / ".one.ipynb.new").write_text("", encoding="utf-8")
    (tmp_path / "index.md").unlink()
    assert [path.name for path in watch.changes()] == ["new.py", "claims.csv", "index.md"]
    assert watch.changes() == []
    (tmp_path / "chapters" / "one.ipynb").write_text("{}", encoding="utf-8")
    watch.accept([tmp_path / "chapters" / "one.ipynb"])
    assert watch.changes() == []
