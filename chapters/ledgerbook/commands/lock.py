"""One command at a time in a folder, and processes that end with the one that started them.

``python -m ledgerbook.commands.lock NAME PROGRAM [ARGUMENT ...]`` runs a program that holds the book's lock.

The lock is the operating system's own, on a file: it ends with the last process that holds it, however that ends, so a
dead holder leaves nothing to be cleaned up. What the file says is only for people.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ledgerbook.commands import faults

ROOT = Path(__file__).resolve().parents[3]
NAME = ".lock"
POLL = 0.2  # seconds


@contextmanager
def held(root: Path, command: str) -> Iterator[int]:
    """Holds the lock of the folder; waits for another holder, and says who that is.

    Yields the descriptor that holds it. A child process that writes into the folder has to be given it
    (``pass_fds``): then the lock lasts until the child has ended too.

    Raises:
        OSError: the folder cannot be written.
    """
    descriptor = os.open(root / NAME, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"waiting for {_holder(descriptor)}  (Ctrl-C ends the waiting)", flush=True)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"process": os.getpid(), "command": command, "since": since}).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    """Who holds the lock, in words; the file may be empty or half written, as its holder writes it after it locked."""
    try:
        said = json.loads(os.pread(descriptor, 1000, 0))
        return f"process {said['process']} ({said['command']}), which has worked in this folder since {said['since']}"
    except (ValueError, KeyError, TypeError):
        return "another command, which works in this folder"


def end_with_parent(*, gently: bool = False) -> None:
    """Ends this process soon after the one that started it, so that nothing writes on after a command was killed.

    ``gently`` lets it end what it has started itself.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(POLL)
        if gently:
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main(name: str, program: Sequence[str], root: Path = ROOT) -> int:
    """The command: runs the program in the book's folder; its exit status is the program's."""
    with held(root, name) as descriptor:
        return subprocess.run(program, cwd=root, pass_fds=[descriptor], check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: python -m ledgerbook.commands.lock NAME PROGRAM [ARGUMENT ...]")
    sys.exit(faults.exit_status(lambda: main(sys.argv[1], sys.argv[2:]), left=""))
