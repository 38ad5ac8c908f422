"""What a reader's browser loads and shows of a page: bytes, requests, times, errors, figures.

The sites of the tools and the hosts that their pages load scripts and fonts from are served on this machine, with the
same latency. A foreign host is played by :class:`StandIn`, which serves the real files of the same packages from npm.
The browser reaches it under the host's own name and with TLS, so that it caches as it would.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import mimetypes
import re
import ssl
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "chapters")]

from browser import DESKTOP, QUIET  # noqa: E402 (it lies with the tests)
from ledgerbook.commands.browser import find  # noqa: E402

VIEWPORT = ViewportSize(width=DESKTOP["width"], height=DESKTOP["height"])
LATENCY = 0.06  # seconds that every answer waits
SLOWDOWN = 4  # of the processor, as for a phone of the middle class
SETTLED = 1.0  # seconds without a request after which a page is taken for loaded
LONGEST_WAIT = 45_000  # milliseconds for the first figure
COMPRESSED = re.compile(r"text/|javascript|json|svg|xml")

# A figure is drawn when it has a picture of more than 50 px; the time is that of the first frame that has one.
WATCH = """
(() => {
  const drawn = figure => [...figure.querySelectorAll("svg, canvas, img, object")].some(part => {
    const box = part.getBoundingClientRect();
    return box.width > 50 && box.height > 50 && (part.complete ?? true) && (part.naturalWidth ?? 1) > 0
      && part.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  });
  window.drawnFigures = () => [...document.querySelectorAll("figure.book-figure, .vega-embed")].filter(drawn).length;
  window.measured = { shift: 0 };
  const look = () => {
    if (window.drawnFigures()) window.measured.figure = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  new PerformanceObserver(list => list.getEntries().forEach(entry => { window.measured.shift += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
})();
"""
# A figure that the first frame draws is seen when that frame is painted.
READ = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  const figure = window.measured.figure && Math.max(window.measured.figure, paint);
  return { paint, figure, shift: window.measured.shift, drawn: window.drawnFigures() };
}"""


# Servers ---------------------------------------------------------------------------------------------------


class Source(Protocol):
    """Where a server finds what it is asked for."""

    def content(self, host: str, path: str) -> tuple[bytes, str] | None:
        """The body and its media type; None where there is none."""


@dataclass(frozen=True)
class Folder:
    """A built site."""

    root: Path

    def content(self, host: str, path: str) -> tuple[bytes, str] | None:
        """A file of the site."""
        return _file(self.root, path.lstrip("/"))


@dataclass(frozen=True)
class StandIn:
    """The content delivery networks that pages name, out of one folder ``node_modules``."""

    modules: Path

    HOSTS = ("cdn.jsdelivr.net", "unpkg.com", "cdnjs.cloudflare.com", "api.cdnjs.com", "fonts.googleapis.com",
             "fonts.gstatic.com")  # fmt: skip

    def content(self, host: str, path: str) -> tuple[bytes, str] | None:
        """The file of the package that the address names."""
        if host in ("cdn.jsdelivr.net", "unpkg.com"):
            return self._package(path.removeprefix("/npm"))
        if host == "cdnjs.cloudflare.com":
            return self._cdnjs(path)
        if host == "api.cdnjs.com":  # MathJax asks for its newest version
            return json.dumps({"version": self._version("mathjax")}).encode(), "application/json"
        if host == "fonts.googleapis.com":
            return self._font_styles(), "text/css"
        return _file(self.modules / "@fontsource", path.lstrip("/")) if host == "fonts.gstatic.com" else None

    def _package(self, path: str) -> tuple[bytes, str] | None:
        found = re.fullmatch(r"/((?:@[^/]+/)?[^/@]+)(?:@(\d*)[^/]*)?(/.+)?", path)
        if not found:
            return None
        name, major, file = found.groups()
        several = self.modules / f"{name}-{major}"  # where there is more than one version of a package
        package = several if several.exists() else self.modules / name
        if not (package / "package.json").exists():
            return None
        return _file(package, file.lstrip("/") if file else self._entry(package))

    def _entry(self, package: Path) -> str:
        described = json.loads((package / "package.json").read_text(encoding="utf-8"))
        return str(described.get("jsdelivr") or described.get("unpkg") or described["main"])

    def _cdnjs(self, path: str) -> tuple[bytes, str] | None:
        found = re.fullmatch(r"/ajax/libs/([^/]+)/[^/]+/(.+)", path)
        if not found:
            return None
        name = {"require.js": "requirejs"}.get(found[1], found[1])
        return _file(self.modules / name, found[2])

    def _version(self, package: str) -> str:
        described = (self.modules / package / "package.json").read_text(encoding="utf-8")
        return str(json.loads(described)["version"])

    @cache  # noqa: B019 (there is one stand-in)
    def _font_styles(self) -> bytes:
        """What Google Fonts answers for Roboto and Roboto Mono: the faces of all scripts, loaded as they are needed."""
        styles = []
        for family in ("roboto", "roboto-mono"):
            for face in ("300", "300-italic", "400", "400-italic", "700", "700-italic"):
                text = (self.modules / "@fontsource" / family / f"{face}.css").read_text(encoding="utf-8")
                text = re.sub(r", url\([^)]*\.woff\) format\('woff'\)", "", text)
                styles.append(text.replace("url(./", f"url(https://fonts.gstatic.com/{family}/"))
        return "\n".join(styles).encode()


def install_stand_in(pins: Path, cache_folder: Path) -> StandIn:
    """The packages of the stand-in, installed once for each state of their lock file."""
    lock = (pins / "package-lock.json").read_bytes()
    folder = cache_folder / "stand-in"
    if not (folder / "complete").exists() or (folder / "complete").read_bytes() != lock:
        print("installing the stand-in for content delivery networks", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            (folder / name).write_bytes((pins / name).read_bytes())
        _run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder)
        minified = "node_modules/requirejs/require.min.js"  # as cdnjs has it; npm has the source only
        _run(["npx", "terser", "node_modules/requirejs/require.js", "-c", "-m", "-o", minified], folder)
        (folder / "complete").write_bytes(lock)
    return StandIn(folder / "node_modules")


def _run(command: Sequence[str], folder: Path) -> bytes:
    result = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if result.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{result.stdout.decode()}{result.stderr.decode()}")
    return result.stdout


def _file(root: Path, path: str) -> tuple[bytes, str] | None:
    target = (root / path).resolve()
    if not target.is_relative_to(root.resolve()) or not target.is_file():
        return None
    return target.read_bytes(), mimetypes.guess_type(target.name)[0] or "application/octet-stream"


@dataclass(frozen=True)
class Answer:
    """One answer of a server: whose, its status, and the bytes of its body as sent."""

    url: str
    foreign: bool
    status: int
    sent: int


@dataclass(eq=False)
class Host:
    """A server on this machine, and what it answered since it was last asked."""

    source: Source
    foreign: bool
    tls: ssl.SSLContext | None = None
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        if self.tls:
            self.server.socket = self.tls.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self.server.server_port

    @cache  # noqa: B019 (a host lives as long as the run)
    def compressed(self, host: str, path: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers; a text is compressed as a server commonly does."""
        found = self.source.content(host, path)
        if found is None:
            return 404, b"not found", {"Content-Type": "text/plain"}
        body, kind = found
        headers = {"Content-Type": kind, "Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}
        if COMPRESSED.search(kind):
            return 200, gzip.compress(body, 6, mtime=0), {**headers, "Content-Encoding": "gzip"}
        return 200, body, headers

    def close(self) -> None:
        """Ends the server."""
        self.server.shutdown()
        self.server.server_close()


def _handler(host: Host) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name, path = self.headers["Host"], unquote(urlsplit(self.path).path)
            status, body, headers = host.compressed(name, path)
            host.answers.append(Answer(f"{name}{self.path}", host.foreign, status, len(body)))
            time.sleep(LATENCY)
            self.send_response(status)
            for header, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(header, value)
            self.end_headers()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def certificate(folder: Path) -> tuple[ssl.SSLContext, str]:
    """A certificate for the stand-in, and the fingerprint of its key, by which the browser is told to accept it."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ",".join(f"DNS:{name}" for name in StandIn.HOSTS)
    _run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=stand-in",
          "-addext", f"subjectAltName={names}", "-keyout", "key.pem", "-out", "cert.pem"], folder)  # fmt: skip
    _run(["openssl", "rsa", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "public.der"], folder)
    digest = _run(["openssl", "dgst", "-sha256", "-binary", "public.der"], folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, base64.b64encode(digest).decode()


# The browser -----------------------------------------------------------------------------------------------


@dataclass
class Laboratory:
    """A browser for which every foreign host is the stand-in."""

    browser: Browser
    elsewhere: Host

    def look(self, site: Path, address: str, times: int) -> Look:
        """What a page loads and how fast it shows, from an empty cache each time."""
        own = Host(Folder(site), foreign=False)
        url = f"http://127.0.0.1:{own.port}/{address}"
        try:
            first = self._load(own, url)  # also lets the server compress what it sends, which it does once
            loads = [self._load(own, url) for _ in range(times)]
            return Look(loads, first.answers, first.errors, self._without_scripts(url))
        finally:
            own.close()

    def _load(self, own: Host, url: str) -> Load:
        own.answers.clear()
        self.elsewhere.answers.clear()
        errors: list[str] = []
        with self.browser.new_context(viewport=VIEWPORT) as context, context.new_page() as tab:
            context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
            tab.add_init_script(WATCH)
            tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
            tab.on("pageerror", lambda error: errors.append(str(error)))
            tab.goto(url, wait_until="load")
            with contextlib.suppress(TimeoutError):
                self._settle(tab, own)
            measured: dict[str, Any] = tab.evaluate(READ)
        return Load(measured, [*own.answers, *self.elsewhere.answers], errors)

    def _settle(self, tab: Page, own: Host) -> None:
        """Waits until the number of requests and of drawn figures stays the same."""
        end = time.monotonic() + LONGEST_WAIT / 1000
        before = None
        while time.monotonic() < end:
            now = (len(own.answers) + len(self.elsewhere.answers), tab.evaluate("() => window.drawnFigures()"))
            if now == before:
                return
            before = now
            tab.wait_for_timeout(SETTLED * 1000)

    def _without_scripts(self, url: str) -> int:
        with self.browser.new_context(viewport=VIEWPORT, java_script_enabled=False) as context:
            return _count_figures(context, url)


def _count_figures(context: BrowserContext, url: str) -> int:
    with context.new_page() as tab:
        tab.goto(url, wait_until="load")
        tab.evaluate(WATCH)
        count: int = tab.evaluate("() => window.drawnFigures()")
        return count


@dataclass(frozen=True)
class Load:
    """One load: times in ms (``figure``, ``paint``), ``shift``, figures ``drawn``; answers; errors of the console."""

    measured: dict[str, Any]
    answers: list[Answer]
    errors: list[str]


@dataclass(frozen=True)
class Look:
    """Some loads of a page, what the first of them fetched, and the figures that are there without scripts."""

    loads: list[Load]
    answers: list[Answer]
    errors: list[str]
    without_scripts: int

    def median(self, name: str) -> float | None:
        """The median of a measured value over the loads; None where one of them has none."""
        values = [load.measured.get(name) for load in self.loads]
        return None if None in values else statistics.median(v for v in values if v is not None)

    def requests(self, foreign: bool) -> int:
        """How many answers came from the tool's own site, or from elsewhere."""
        return sum(answer.foreign is foreign for answer in self.answers)

    def sent(self, foreign: bool) -> int:
        """Their bytes."""
        return sum(answer.sent for answer in self.answers if answer.foreign is foreign)


@contextlib.contextmanager
def laboratory(stand_in: StandIn, folder: Path) -> Iterator[Laboratory]:
    """The browser and the stand-in, for as long as they are used."""
    tls, key = certificate(folder)
    elsewhere = Host(stand_in, foreign=True, tls=tls)
    arguments = [
        *QUIET,
        # Whatever is not on this machine is the stand-in; a host that it does not know is answered with 404. Chromium
        # asks one host of its own accord, about the forms of a page.
        "--host-resolver-rules=MAP content-autofill.googleapis.com ~NOTFOUND, "
        f"MAP * 127.0.0.1:{elsewhere.port}, EXCLUDE 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={key}",
    ]
    path = find()
    if path is None:
        raise SystemExit("no browser found; remedy: make test installs one where it can")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=arguments, chromium_sandbox=False)
            yield Laboratory(browser, elsewhere)
            browser.close()
    finally:
        elsewhere.close()
