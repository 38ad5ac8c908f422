"""Serves the pages to the browsers of this machine, and tells them when to load themselves again."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, ClassVar

from tornado import iostream, netutil, web
from tornado.httpserver import HTTPServer

SCRIPT = Path(__file__).with_name("live.js")
RETRY = 500  # milliseconds after which a page asks again where the server is gone


class Pages:
    """The pages of a folder, and what the last build said of them."""

    def __init__(self, folder: Path) -> None:
        self._started = time.time_ns()
        self._builds = 0
        self.faults = ""
        self.change = asyncio.Event()
        _Page.build = lambda: self.build
        options = {"path": str(folder), "default_filename": "index.html"}
        self._application = web.Application(
            [(r"/live", _Events, {"pages": self}), (r"/live\.js", _Script), (r"/(.*)", _Page, options)]
        )

    @property
    def build(self) -> str:
        """By what a page knows whether it is of the last build."""
        return f"{self._started}-{self._builds}"

    def listen(self, port: int) -> int:
        """Starts to answer, on this machine only, and returns the port. Raises OSError where it cannot be had."""
        sockets = netutil.bind_sockets(port, "127.0.0.1")
        HTTPServer(self._application).add_sockets(sockets)
        found: int = sockets[0].getsockname()[1]
        return found

    def built(self, faults: str) -> None:
        """Tells every open page of a new build."""
        self._builds += 1
        self.faults = faults
        self.change.set()
        self.change = asyncio.Event()


class _Script(web.RequestHandler):
    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.write(SCRIPT.read_text(encoding="utf-8"))


class _Events(web.RequestHandler):
    """A stream of server-sent events: the last build, and each one after it."""

    def initialize(self, pages: Pages) -> None:
        self._pages = pages

    async def get(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-store")
        while True:
            change = self._pages.change
            state = json.dumps({"build": self._pages.build, "faults": self._pages.faults})
            self.write(f"retry: {RETRY}\ndata: {state}\n\n")
            try:
                await self.flush()
            except iostream.StreamClosedError:  # the page is closed
                return
            await change.wait()


class _Page(web.StaticFileHandler):
    """A file of the site; a page is given the script that listens. The site's own policy allows files of its host."""

    build: ClassVar[Callable[[], str]]  # of which the pages are

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-store")

    @classmethod
    def get_content(
        cls, abspath: str, start: int | None = None, end: int | None = None
    ) -> Generator[bytes, None, None]:
        content = Path(abspath).read_bytes()
        if abspath.endswith(".html"):
            content = content.replace(b"</head>", cls._listener() + b"</head>", 1)
        yield content[start:end]

    def get_content_size(self) -> int:
        return sum(map(len, self.get_content(str(self.absolute_path))))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Before the first build there are no pages: the one that is asked for appears when it is there."""
        listener = self._listener().decode()
        self.finish(f"<!doctype html><title>{status_code}</title>{listener}<p>This page is not built (yet).</p>")

    @classmethod
    def _listener(cls) -> bytes:
        return f'<script src="/live.js" data-build="{cls.build()}"></script>'.encode()
