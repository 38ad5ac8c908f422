"""Shows the built site to this machine: ``python -m ledgerbook.commands.serve PORT``.

The address is printed once the server listens, so it is never one that does not answer.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ledgerbook.commands import build, lock
from ledgerbook.commands.faults import CommandError, exit_status

ROOT = Path(__file__).resolve().parents[3]
HOST = "127.0.0.1"
HIGHEST = 65535
COMMAND = "make serve"


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def port_number(text: str, command: str = COMMAND) -> int:
    """The port that the text names; 0 stands for any free one.

    Raises:
        CommandError: the text names none.
    """
    if not (text.isascii() and text.isdigit() and int(text) <= HIGHEST):
        raise CommandError(f"PORT={text}: not a number from 0 to {HIGHEST}. Remedy: {command} PORT=8001")
    return int(text)


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server that listens, of the files in the folder.

    Raises:
        CommandError: there is no site in the folder, or the port cannot be had.
    """
    if not (folder / "index.html").is_file():
        raise CommandError(f"{folder}: there is no site yet. Remedy: make book")
    try:
        return _Server((HOST, port), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    except OSError as error:
        raise _refused(port, error, COMMAND) from error


def free_port(port: int, command: str) -> int:
    """That port, or for 0 any free one, for another program to listen on.

    Raises:
        CommandError: the port cannot be had.
    """
    try:
        with _Server((HOST, port), SimpleHTTPRequestHandler) as listening:
            return listening.server_port
    except OSError as error:
        raise _refused(port, error, command) from error


def _refused(port: int, error: OSError, command: str) -> CommandError:
    why = {
        errno.EADDRINUSE: f"another program listens there (perhaps another {command})",
        errno.EACCES: "this user may not listen there (below 1024 only an administrator may)",
    }.get(error.errno or 0, error.strerror)
    other = port + 1 if 1024 <= port < HIGHEST else 8000
    return CommandError(f"PORT={port}: {why}. Remedy: {command} PORT={other}")


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """The command; it ends with Ctrl-C."""
    if len(arguments) != 1:
        raise CommandError("usage: python -m ledgerbook.commands.serve PORT")
    book = build.Book(root)
    if book.old.exists() and not book.site.exists():  # a build was killed just between its two renames
        with lock.held(root, "make serve"):
            build.recover(book)
    with server(book.site, port_number(arguments[0])) as listening:
        print(f"http://localhost:{listening.server_port}  (Ctrl-C ends it)", flush=True)
        try:
            listening.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(exit_status(lambda: main(sys.argv[1:]), left=""))
