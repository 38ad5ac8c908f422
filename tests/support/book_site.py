"""Builds the site for the tests, and reads its pages."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

# jupyter-book has no __main__; started this way, as the Makefile does, it is the one of this environment.
START = "from jupyter_book.cli.main import main; main(prog_name='jupyter-book')"
JUPYTER_BOOK = [sys.executable, "-c", f"import sys; sys.modules['rfc3987_syntax'] = None; {START}"]
STRICT = ["-q", "-W", "-n", "--keep-going"]
NOT_SOURCES = shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", ".*_cache", ".hypothesis")


@dataclass(frozen=True)
class Site:
    """A built site: its folder, and how the build ended."""

    html: Path
    status: int
    log: str

    @property
    def pages(self) -> list[Path]:
        """Every page that has an address of its own."""
        found = (page for page in sorted(self.html.rglob("*.html")) if page != self.not_found)
        return [page for page in found if page.relative_to(self.html).parts[0] != "_static"]

    @property
    def not_found(self) -> Path:
        """The page that hosts show at addresses that lead nowhere; its links are those of the host."""
        return self.html / "404.html"

    def name(self, page: Path) -> str:
        """The page's address within the site."""
        return page.relative_to(self.html).as_posix()


# Folders of pages that one template makes; of these pages one in so many is opened in a browser, from the largest to
# the smallest.
GENERATED = {"measures": 40, "figures": 10}


def sample(site: Site) -> list[Path]:
    """The pages to open in a browser: all that authors write, and of the generated ones some of every size."""
    chosen = [p for p in site.pages if p.parent.name not in GENERATED]
    for folder, every in GENERATED.items():
        pages = [p for p in site.pages if p.parent.name == folder]
        by_size = sorted(pages, key=lambda page: (-page.stat().st_size, page.name))
        chosen += [*by_size[::every], *by_size[-1:]]
    return [*chosen, *(page for page in [site.not_found] if page.exists())]


def build(source: Path, output: Path, hash_seed: str = "0") -> Site:
    """Builds the book in ``source`` strictly, from nothing, below ``output``."""
    output.mkdir(parents=True)
    result = subprocess.run(
        [*JUPYTER_BOOK, "build", str(source), *STRICT, "--path-output", str(output)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Site(output / "_build" / "html", result.returncode, result.stdout)


def shared_site(source: Path, folder: Path) -> Site:
    """The site in ``folder``, built by whichever worker comes first while the others wait."""
    record = folder.with_suffix(".json")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not record.exists():
            built = build(source, folder)
            record.write_text(json.dumps([built.status, built.log]), encoding="utf-8")
    status, log = json.loads(record.read_text(encoding="utf-8"))
    return Site(folder / "_build" / "html", status, log)


def copy_sources(source: Path, target: Path) -> Path:
    """A copy of the book without anything that a command made."""
    shutil.copytree(source, target, ignore=NOT_SOURCES)
    return target


@dataclass
class Page(HTMLParser):
    """What a page links to, what it loads, and the anchors that it offers."""

    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)

    # Relations by which a browser fetches what a <link> names; the others are statements about the page.
    FETCHED = frozenset(
        [
            "stylesheet",
            "icon",
            "preload",
            "prefetch",
            "preconnect",
            "dns-prefetch",
            "modulepreload",
            "manifest",
            "apple-touch-icon",
        ]
    )

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text_of: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sorts the attributes of one element."""
        given = {name: value or "" for name, value in attrs}
        self.anchors.update(given[name] for name in ("id", "name") if given.get(name))
        if "style" in given:
            self.styles.append(given["style"])
        self.links.extend(_values(given, "href") if tag in ("a", "area") else [])
        self.loads.extend(self._fetched(tag, given))
        if tag == "style":
            self._text_of = self.styles
        elif tag == "script" and "json" not in given.get("type", ""):  # JSON is data: nothing runs it
            self._text_of = self.scripts

    def handle_endtag(self, tag: str) -> None:
        """Ends the text of a script or a style."""
        if tag in ("script", "style"):
            self._text_of = None

    def handle_data(self, data: str) -> None:
        """Keeps the text of scripts and styles."""
        if self._text_of is not None:
            self._text_of.append(data)

    def _fetched(self, tag: str, given: dict[str, str]) -> Iterator[str]:
        if tag == "link":
            if self.FETCHED & set(given.get("rel", "").lower().split()):
                yield from _values(given, "href")
        elif tag in ("image", "use"):
            yield from _values(given, "href", "xlink:href")
        elif tag not in ("a", "area"):
            yield from _values(given, "src", "poster")
            yield from (part.split()[0] for part in given.get("srcset", "").split(",") if part.split())
            if tag == "object":
                yield from _values(given, "data")


def _values(given: dict[str, str], *names: str) -> list[str]:
    return [given[name] for name in names if given.get(name)]


def parse(page: Path) -> Page:
    """The page, read."""
    parser = Page()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser
