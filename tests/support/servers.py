"""Servers of a built site for the tests: a plain one, and one over whose line a page arrives piece by piece."""

import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from playwright.sync_api import Page

LONGEST = 300  # seconds that server and test wait for each other on a machine that is busy with other things
# Waits until more of the page is there than so many letters and was painted; gives how many there are now.
PAINTED = """size => new Promise(resolve => {
  const length = () => document.documentElement?.innerHTML.length ?? 0;
  const painted = () => requestAnimationFrame(() => setTimeout(() => resolve(length())));
  const look = () => length() === size ? setTimeout(look) : document.body ? painted() : resolve(length());
  look();
})"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without printing a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Prints nothing."""


class Servers:
    """Servers on free ports of this machine, for this machine only, until all are stopped."""

    def __init__(self) -> None:
        self.running: list[ThreadingHTTPServer] = []

    def start(self, folder: Path, handler: Callable[..., Quiet] = Quiet) -> str:
        """Serves a folder, and gives its address."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
        self.running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    def stop(self) -> None:
        """Ends all."""
        for server in self.running:
            server.shutdown()
            server.server_close()


class SlowLine:
    """What a reader sees first of a page arrives in pieces, and the next piece once the last one was painted."""

    SLOW, PIECE = 15_000, 400  # bytes: how much of a page arrives in pieces, and how much at once

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.turn = threading.Barrier(2, timeout=LONGEST)  # of the server and of the test
        self.whole = True  # of a page that is being opened

    def serve(self, folder: Path) -> str:
        """Serves a folder over this line, and gives its address."""
        return self.servers.start(folder, partial(Slow, line=self))

    def send(self, source: BinaryIO, outputfile: BinaryIO) -> None:
        """Sends a page: each piece once the test has taken its turn."""
        pieces = list(self._pieces(source))
        for number, piece in enumerate(pieces, start=1):
            self.whole = number == len(pieces)
            outputfile.write(piece)
            self.turn.wait()

    def _pieces(self, source: Iterable[bytes]) -> Iterator[bytes]:
        """The start of a page in pieces, cut after a tag and not within a sentence, and then the rest."""
        sent, piece = 0, b""
        for line in source:
            piece += line
            if len(piece) >= self.PIECE and sent < self.SLOW and line.endswith(b">\n"):
                yield piece
                sent, piece = sent + len(piece), b""
        if piece:
            yield piece

    def open(self, tab: Page, address: str) -> None:
        """Opens a page and waits until it is loaded."""
        self.whole = False
        tab.goto(address, wait_until="commit")
        size, last = 0, False
        while not last:
            size = tab.evaluate(PAINTED, size)
            last = self.whole  # said before the piece was sent
            self.turn.wait()
        tab.wait_for_load_state("load")


class Slow(Quiet):
    """Serves pages over a slow line, and at once what they load, for which a page waits before it is painted."""

    def __init__(self, *args: Any, line: SlowLine, **options: Any) -> None:
        self.line = line
        super().__init__(*args, **options)

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        """Sends a file."""
        if self.path.partition("?")[0].endswith(".html") and not self.line.whole:
            self.line.send(source, outputfile)
        else:
            super().copyfile(source, outputfile)
