"""Commands run twice, interrupted, beside themselves and where the machine refuses: a whole site or a clear error."""

import errno
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from command_runs import ROOT, PretendedBook, RealBook, contents, ended, run, until
from ledgerbook import kept
from ledgerbook.commands import browser, build, faults, lock, serve
from ledgerbook.commands.faults import CommandError
from ledgerbook.figure import drawing
from ledgerbook.site.figures import figure_pages

# Twice, with Jupyter Book -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[RealBook, dict[str, bytes]]:
    """A book, and its site as it was built first."""
    book = RealBook.make(tmp_path_factory.mktemp("a book, 书") / "book")
    return book, book.build()


def test_a_second_build_gives_the_same_site(built):
    book, first = built
    (sheet,) = (name for name in first if name.startswith("_static/site."))
    assert len(first[sheet]) > 50_000
    assert ".buildinfo" not in first
    times = file_times(book)
    assert book.build() == first
    assert file_times(book) == times


def test_an_edit_and_its_opposite_give_the_same_site(built):
    book, first = built
    index, before = book.root / "index.md", (book.root / "index.md").read_text(encoding="utf-8")
    index.write_text(before + "\nMore.\n", encoding="utf-8")
    times = file_times(book)
    edited = book.build()
    assert b"<p>More.</p>" in edited["index.html"]
    assert "chapters/sources.html" in unchanged(times, file_times(book)), "what is the same keeps its time"
    index.write_text(before, encoding="utf-8")
    assert book.build() == first


def test_what_is_kept_and_broken_is_made_again(built):
    book, first = built
    drawings = [p for p in (book.root / "_build" / "stage" / "_build" / "drawings").iterdir() if p.is_file()]
    assert drawings
    for path in drawings:
        path.write_bytes(path.read_bytes()[:50])
    touched = book.root / "index.md"
    touched.write_text(touched.read_text(encoding="utf-8"), encoding="utf-8")
    assert book.build() == first


def test_a_machine_of_other_habits_makes_the_same_site(built, tmp_path):
    """Another folder, language, time zone and order of sets, no home, and variables that mean something to tools."""
    old = os.umask(0o077)
    try:
        other = RealBook.make(tmp_path / "elsewhere" / "it is 书").build(
            LC_ALL="C", LANG="tr_TR.UTF-8", TZ="Pacific/Kiritimati", HOME="/proc/none", PYTHONHASHSEED="7",
            SOURCE_DATE_EPOCH="1", FORCE_COLOR="1", SPHINXOPTS="-D language=de", BOOK_DATA="/none", PYTHONOPTIMIZE="2",
            JUPYTER_PLATFORM_DIRS="1", DOCUTILSCONFIG="/none", PYTHONWARNINGS="error",
        )  # fmt: skip
    finally:
        os.umask(old)
    assert other == built[1]


def file_times(book: RealBook) -> dict[Path, int]:
    """The time of each file of the site."""
    site = book.root / "_build" / "html"
    return {path.relative_to(site): path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


def unchanged(before: dict[Path, int], after: dict[Path, int]) -> list[str]:
    """The files whose time stayed."""
    return [path.as_posix() for path in before if after.get(path) == before[path]]


# What is kept -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"x" * 100, None], ids=["empty", "cut", "json", "other", "half"])
def test_a_kept_drawing_that_cannot_be_read_counts_as_absent(tmp_path, broken):
    made = []

    def draw() -> tuple[str, list[str]]:
        made.append(1)
        return "<svg/>", ["#123456"]

    def drawn() -> tuple[str, list[str]]:
        return drawing.kept(tmp_path, ["a specification"], draw)

    assert drawn() == drawn() == ("<svg/>", ["#123456"])
    assert len(made) == 1
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-5] if broken is None else broken)
    assert drawn() == drawn() == ("<svg/>", ["#123456"])
    assert len(made) == 2


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "kept"
    kept.write(path, b"old")

    def full(self: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        kept.write(path, b"new")
    assert contents(tmp_path) == {"kept": b"old"}


def test_files_of_a_figure_that_the_book_no_longer_has_go(tmp_path):
    for name in ("here.html", "here.svg", "here-strict.csv", "gone.html", "gone-strict.json"):
        (tmp_path / name).touch()
    figure_pages._drop_former(tmp_path, {"here": None})
    assert set(contents(tmp_path)) == {"here.html", "here.svg", "here-strict.csv"}


# Builds that fail or are interrupted --------------------------------------------------------------------------------


@pytest.fixture
def book(tmp_path) -> Iterator[PretendedBook]:
    """A book whose site is built, of the word "old"."""
    book = PretendedBook(tmp_path)
    assert book.build("old").returncode == 0
    yield book
    book.go_on()  # a stand-in that a failed test left halted


OLD = {"index.html": b'<link rel="stylesheet" href="site.css"><p>old</p>', "site.css": b"p {}"}


def test_the_new_site_takes_the_place_of_the_old(book):
    assert book.site == OLD
    result = book.build("new")
    assert result.returncode == 0, result.stdout
    assert b"<p>new</p>" in book.site["index.html"]
    assert sorted(p.name for p in (book.root / "_build").iterdir()) == ["html", "stage"]


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"status": 1, "says": "\033[91mindex.md:3: WARNING: '5' is untraced\033[0m"}, "\nindex.md:3: WARNING: '5' is"),
        ({"status": 1}, "The site has faults: see the warnings above."),
        ({"kill": True}, "ended by SIGKILL, as when memory runs out. Remedy: end other programs"),
        ({"css": ""}, "index.html: loads site.css, which is missing or empty"),
        ({"status": 2, "says": "OSError: [Errno 28] No space left on device: 'a/b.html'"}, "Remedy: free some space"),
        ({"status": 2, "says": "OSError: [Errno 30] Read-only file system: 'a/b.html'"}, "Remedy: make that place"),
    ],
)
def test_a_build_that_fails_says_why_and_leaves_the_old_site(book, plan, message):
    result = book.build("new", **plan)
    assert result.returncode == 1
    assert message in f"\n{result.stdout}"
    assert build.LEFT in result.stdout
    assert book.site == OLD
    again = book.build("new")
    assert again.returncode == 0, again.stdout
    assert b"<p>new</p>" in book.site["index.html"]


def test_a_build_that_failed_is_not_gone_on_from(book):
    assert book.build("new", status=1).returncode == 1
    stage = book.root / "_build" / "stage" / "_build"
    (stage / "html" / "left.html").touch()
    (stage / "drawings").mkdir()
    (stage / "drawings" / "kept").touch()
    assert book.build("new").returncode == 0
    assert "left.html" not in book.site
    assert (stage / "drawings" / "kept").exists()


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)],
    ids=["SIGINT", "SIGTERM", "SIGKILL"],
)
def test_an_interrupted_build_leaves_the_old_site_and_no_process(book, number, status):
    process = book.start("new")
    process.send_signal(number)
    assert process.wait() == status
    until(book.builder_ended, "the stand-in has ended with its command")
    assert book.site == OLD
    assert book.build("new").returncode == 0
    assert b"<p>new</p>" in book.site["index.html"]


def test_a_full_disk_is_named_with_file_and_remedy(book):
    """A limit of the system on the size of files refuses them as a full disk does."""
    book.plan("new", css="p {}" * 1000)
    *python, program, folder = book.command
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); {program}"
    result = run([*python, limited, folder], ROOT / "chapters")
    assert result.returncode == 1
    assert "[Errno 27]" in result.stdout
    assert faults.FULL in result.stdout
    assert book.site == OLD


@pytest.mark.parametrize("step", ["copy2", "first rename", "second rename"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device", "/a/file"), KeyboardInterrupt()])
def test_an_exchange_that_is_interrupted_leaves_the_old_site(book, monkeypatch, capsys, step, error):
    book.plan("new")
    renames = []
    rename = Path.rename

    def fails(*_: object) -> None:
        raise error

    def rename_once(self: Path, target: Path) -> Path:
        renames.append(self)
        if len(renames) == {"first rename": 1, "second rename": 2}[step]:
            raise error
        return rename(self, target)

    if step == "copy2":
        monkeypatch.setattr(shutil, "copy2", fails)
    else:
        monkeypatch.setattr(Path, "rename", rename_once)
    command = [sys.executable, "builder.py"]
    status = faults.exit_status(lambda: build.main(book.root, command), left=build.LEFT)
    monkeypatch.undo()
    assert status == (1 if isinstance(error, OSError) else faults.INTERRUPTED)
    assert book.site == OLD
    assert sorted(p.name for p in (book.root / "_build").iterdir()) == ["html", "stage"]
    if isinstance(error, OSError):
        assert f"/a/file: No space left on device. {faults.FULL}" in capsys.readouterr().err


def test_the_next_build_puts_right_what_a_kill_left_of_an_exchange(book):
    place = book.root / "_build"
    (place / "html").rename(place / "html.old")
    (place / "html.new").mkdir()
    (place / "html.new" / "index.html").write_text("half")
    assert book.build("new", status=1).returncode == 1
    assert book.site == OLD
    assert sorted(p.name for p in place.iterdir()) == ["html", "stage"]


def test_showing_the_site_puts_right_what_a_kill_left_of_an_exchange(book, monkeypatch):
    place = book.root / "_build"
    (place / "html").rename(place / "html.old")
    monkeypatch.setattr(serve, "server", lambda folder, port: nullcontext(InterruptedServer()))
    assert serve.main(["0"], book.root) == 0
    assert book.site == OLD
    assert not (place / "html.old").exists()


class InterruptedServer:
    """A server that is ended as soon as it serves."""

    server_port = 0

    def serve_forever(self) -> None:
        """Ends as Ctrl-C does."""
        raise KeyboardInterrupt


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    book = PretendedBook(tmp_path)
    (tmp_path / "_build").write_text("a file where the folder should be")
    result = book.build("new")
    assert result.returncode == 1
    assert result.stdout.startswith(f"{tmp_path / '_build'}")
    assert "Traceback" not in result.stdout


def test_a_place_that_is_read_only_is_named_with_the_remedy(tmp_path, monkeypatch, capsys):
    def read_only(path: Path, *_: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(os, "open", read_only)
    assert faults.exit_status(lambda: build.main(tmp_path, ["none"]), left=build.LEFT) == 1
    assert f"{tmp_path / '.lock'}: Read-only file system. {faults.CLOSED}" in capsys.readouterr().err


@pytest.mark.parametrize(
    "page",
    [
        '<script defer src="gone.js"></script>',
        '<img alt="" src="../gone.png">',
        '<link href="gone.css?v=1" rel="stylesheet">',
    ],
)
def test_a_site_that_lacks_what_a_page_loads_is_not_whole(tmp_path, page):
    (tmp_path / "index.html").touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "page.html").write_text(page, encoding="utf-8")
    (found,) = build.lacking(tmp_path)
    assert "sub/page.html: loads" in found
    assert "gone." in found


def test_what_is_not_loaded_from_the_site_is_not_asked_for(tmp_path):
    page = '<a href="gone.html">x</a><img src="data:,x"><link rel="icon" href="https://example.org/i.png">'
    (tmp_path / "index.html").write_text(f'{page}<script src="#"></script>', encoding="utf-8")
    assert list(build.lacking(tmp_path)) == []
    (tmp_path / "index.html").unlink()
    assert "there is no such page" in next(build.lacking(tmp_path))


# Notebooks that are interrupted -------------------------------------------------------------------------------------

HALTS = """\
import os, time
from pathlib import Path
Path("halted").write_text(f"{os.getpid()} {os.getppid()}")
while not Path("go on").exists():
    time.sleep(0.01)"""
EXECUTED = (
    "import sys; from pathlib import Path; "
    "from ledgerbook.notebooks import execute as notebooks; from ledgerbook.commands import faults; "
    "sys.exit(faults.exit_status(lambda: notebooks.main([], Path(sys.argv[1])), left=notebooks.LEFT))"
)


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)],
    ids=["SIGINT", "SIGTERM", "SIGKILL"],
)
def test_an_interrupted_execution_leaves_the_old_notebook_and_no_process(tmp_path, number, status):
    for folder in ("data", "chapters/campaign"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "requirements.txt").touch()
    path = tmp_path / "chapters" / "one.ipynb"
    path.write_text(nbformat.writes(new_notebook(cells=[new_code_cell(HALTS)])), encoding="utf-8")
    before, halted = path.read_bytes(), tmp_path / "chapters" / "halted"
    command = [sys.executable, "-c", EXECUTED, str(tmp_path)]
    process = subprocess.Popen(
        command, cwd=ROOT / "chapters", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
    )
    until(lambda: halted.exists() and halted.read_text(), "the cell runs")
    kernel, worker = map(int, halted.read_text().split())
    process.send_signal(number)
    assert process.wait() == status
    until(lambda: ended(worker) and ended(kernel), "the worker and its kernel have ended")
    assert [p.name for p in path.parent.glob("*.ipynb*")] == ["one.ipynb"]
    assert path.read_bytes() == before
    (tmp_path / "chapters" / "go on").touch()
    again = run(command, ROOT / "chapters")
    assert again.returncode == 0, again.stdout
    assert path.read_bytes() != before


# Two at once --------------------------------------------------------------------------------------------------------


def test_two_builds_at_once_both_succeed_one_after_the_other(book):
    first = book.start("new")
    with subprocess.Popen(book.command, cwd=ROOT / "chapters", stdout=subprocess.PIPE, encoding="utf-8") as second:
        assert second.stdout is not None
        said = second.stdout.readline()
        assert re.match(rf"waiting for process {first.pid} \(make book\), which has worked .* since 20\d\d-", said)
        book.go_on()
        assert first.wait() == 0
        assert second.wait() == 0
    assert b"<p>new</p>" in book.site["index.html"]


def test_a_dead_holder_holds_nothing(book):
    process = book.start("new")
    process.kill()
    process.wait()
    until(book.builder_ended, "the stand-in has ended with its command")
    with lock.held(book.root, "a test"):
        pass


def test_a_holder_that_has_not_said_who_it_is_is_waited_for_all_the_same(tmp_path):
    holder = "import fcntl; f = open('.lock', 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); input()"
    waiter = (
        "import sys; from pathlib import Path; from ledgerbook.commands import lock\n"
        "with lock.held(Path(sys.argv[1]), 'x'): print('had')"
    )
    with (
        subprocess.Popen(
            [sys.executable, "-c", holder], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as first,
    ):
        assert first.stdin and first.stdout
        first.stdout.readline()
        with subprocess.Popen(
            [sys.executable, "-c", waiter, str(tmp_path)], cwd=ROOT / "chapters", stdout=subprocess.PIPE, text=True
        ) as second:
            assert second.stdout
            assert second.stdout.readline().startswith("waiting for another command")
            first.stdin.write("\n")
            first.stdin.close()
            assert second.stdout.readline() == "had\n"


def test_a_program_run_under_the_lock_gives_its_status(tmp_path):
    assert lock.main("a test", [sys.executable, "-c", "import sys; sys.exit(3)"], tmp_path) == 3


# Serving ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("port", ["http", "", "-1", "65536", "8000 8001", "８０００"])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(CommandError, match=r"not a number from 0 to 65535. Remedy: make serve PORT=8001"):
        serve.port_number(port)


def test_a_taken_port_is_named_before_any_address(tmp_path):
    (tmp_path / "index.html").touch()
    with socket.create_server((serve.HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"PORT={port}: another program listens there.*Remedy: make serve PORT"):
            serve.server(tmp_path, port)


def test_a_port_that_this_user_may_not_have_is_named(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    (tmp_path / "index.html").touch()
    monkeypatch.setattr(serve, "_Server", refuse)
    with pytest.raises(CommandError, match=r"PORT=80: this user may not listen there .*Remedy: make serve PORT=8000"):
        serve.server(tmp_path, 80)


def test_no_site_is_named_with_the_remedy(tmp_path):
    with pytest.raises(CommandError, match=r"there is no site yet\. Remedy: make book"):
        serve.server(tmp_path, 0)


def test_the_address_answers_once_it_is_printed_and_shows_a_new_site(book):
    program = (
        "import sys; from pathlib import Path; from ledgerbook.commands import faults, serve; "
        "sys.exit(faults.exit_status(lambda: serve.main(['0'], Path(sys.argv[1])), left=''))"
    )
    command = [sys.executable, "-c", program, str(book.root)]
    with subprocess.Popen(
        command, cwd=ROOT / "chapters", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[0]
            assert "old" in urllib.request.urlopen(address).read().decode()
            assert book.build("new").returncode == 0
            assert "new" in urllib.request.urlopen(address).read().decode()
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait() == 0


# A browser for the tests --------------------------------------------------------------------------------------------

PROGRAM = """\
#!/bin/sh
echo "$(basename "$0") $*" >> "$(dirname "$0")/said"
{then}
"""


@pytest.fixture
def debian(tmp_path, monkeypatch) -> Path:
    """A machine of Debian's without a browser: its programs note that they were called."""
    monkeypatch.setattr(browser, "COMMANDS", ("chromium",))
    monkeypatch.setattr(browser, "APPLICATIONS", ())
    monkeypatch.setattr(browser, "is_ours_to_install", lambda: True)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(shutil, "which", lambda name: str(tmp_path / name) if (tmp_path / name).exists() else None)
    for name, then in {
        "dpkg": "",
        "apt-get": 'case "$*" in *install*) touch "$(dirname "$0")/chromium";; esac',
    }.items():
        program(tmp_path / name, then)
    return tmp_path


def program(path: Path, then: str) -> None:
    """Writes a program that notes its call, then does what it is told."""
    path.write_text(PROGRAM.format(then=then), encoding="utf-8")
    path.chmod(0o755)


def test_a_browser_is_installed_after_what_was_interrupted_and_beside_other_installations(debian, monkeypatch, capsys):
    monkeypatch.setattr(browser, "_starts", lambda path: Path(path).exists())
    assert browser.ensure() == 0
    assert f"browser: {debian / 'chromium'}" in capsys.readouterr().out
    called = (debian / "said").read_text(encoding="utf-8").splitlines()
    assert called[0] == "dpkg --configure -a"
    assert len(called) == 3 and all("DPkg::Lock::Timeout=600" in call for call in called[1:])
    assert browser.ensure() == 0
    assert len((debian / "said").read_text(encoding="utf-8").splitlines()) == 3, "what is there is not installed again"


def test_an_installation_that_fails_says_what_to_do(debian, capsys):
    program(debian / "apt-get", "echo 'E: no network' >&2; exit 100")
    assert browser.ensure() == 1
    said = capsys.readouterr().err
    assert "apt-get -qq" in said and "E: no network" in said and browser.REMEDY in said


# The list of commands -----------------------------------------------------------------------------------------------


def test_help_names_every_command():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", text, re.MULTILINE)[1].replace("\\\n", " ").split())
    shown = set(re.findall(r"^make ([a-z-]+) ", run(["make", "help"], ROOT).stdout, re.MULTILINE))
    for_others = {"python", "book-env", "test-env", "whole-book"}
    assert phony - shown == for_others, "only what others need goes without a line of help"
    assert set(re.findall(r"^([a-z-]+):", text, re.MULTILINE)) == phony


def test_make_finds_its_folder_whatever_the_shell_is_set_to(tmp_path):
    (tmp_path / "chapters").mkdir()
    result = run(["make", "-n", "check"], ROOT, {"CDPATH": str(tmp_path)})
    assert "cd ./chapters" in result.stdout
