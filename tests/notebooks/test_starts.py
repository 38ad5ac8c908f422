"""A port that another program has taken costs a kernel a second start, and no more."""

import socket
from collections.abc import Iterator

import nbformat
import nbval.kernel
import pytest
from jupyter_client import LocalPortCache
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from ledgerbook.book import Book
from ledgerbook.notebooks import execute as notebooks
from ledgerbook.notebooks import starts


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def lose(monkeypatch, taken):
    """Makes the first kernels, so many, choose the port that is taken."""
    sound = LocalPortCache.find_available_port
    chosen = []

    def first(times):
        def choose(self, ip):
            chosen.append(ip)
            # Five ports for each kernel, of which the first is lost.
            lost = len(chosen) % 5 == 1 and len(chosen) <= 5 * times
            return taken if lost else sound(self, ip)

        monkeypatch.setattr(LocalPortCache, "find_available_port", choose)
        return chosen

    return first


def execute(folder):
    """A notebook of one cell, executed."""
    (folder / "chapters").mkdir()
    (folder / "requirements.txt").touch()
    path = folder / "chapters" / "one.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("6 * 7")]), path)
    return notebooks.execute(path, Book(folder))[0]


def test_a_chapter_is_executed_although_its_kernel_lost_a_port(tmp_path, lose):
    chosen = lose(starts.STARTS - 1)
    assert '"42"' in execute(tmp_path)
    assert len(chosen) == 5 * starts.STARTS


def test_a_kernel_that_never_answers_is_named_with_a_remedy(tmp_path, lose):
    lose(starts.STARTS)
    with pytest.raises(notebooks.NotebookError) as raised:
        execute(tmp_path)
    assert "one.ipynb: Kernel died before replying" in str(raised.value)
    assert notebooks.STARVED in str(raised.value)


def test_the_kernels_that_nbval_starts_are_started_again_too(lose):
    chosen = lose(1)
    manager, client = nbval.kernel.start_new_kernel()
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    assert len(chosen) == 10


@pytest.mark.parametrize(("error", "times"), [(RuntimeError, starts.STARTS), (DeadKernelError, 1), (ValueError, 1)])
def test_only_a_kernel_that_never_answered_is_started_again(error, times):
    calls = []

    @starts.again
    def start():
        calls.append(1)
        raise error

    with pytest.raises(error):
        start()
    assert len(calls) == times
