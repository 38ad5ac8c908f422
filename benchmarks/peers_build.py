"""The tools of the comparison: how each is installed, given the chapters, and told to build."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from ledgerbook.book import Book
from ledgerbook.notebooks.execute import all_stale
from ledgerbook.prose.check import faults
from ledgerbook.prose.write import write as written
from peers_corpus import Notebook, Notebooks, draw, sealed, stock, write

ROOT = Path(__file__).resolve().parents[1]
PINS = Path(__file__).resolve().parent / "peers"
OURS = "ours"
EDITED = "awareness"  # the chapter whose prose is edited before a warm build


@dataclass(frozen=True)
class Took:
    """Seconds of one command: on the clock, and of the processor over all its processes."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Peer:
    """A tool that builds notebooks into pages.

    ``files`` are written into the folder of a build, by path; ``{list}`` in a text becomes one line ``each`` for each
    chapter. ``command`` is run there with the tool's environment first on the path, and ``warm_command`` after one
    chapter was edited, for a tool that does not find by itself what to build anew. ``made`` is what a cold build must
    not find. ``site`` is the folder with the pages, ``page`` the address of a chapter in it.
    """

    title: str
    pins: str
    command: tuple[str, ...]
    files: Mapping[str, str]
    made: tuple[str, ...]
    site: str
    page: str
    each: str = ""
    notebooks: str = "."
    warm_command: tuple[str, ...] = ()


TOCTREE = "# Book\n\n```{{toctree}}\n{list}\n```\n"
PEERS = {
    "jupyter-book": Peer(
        title="Jupyter Book 1",
        pins="jupyter-book==",
        command=("jupyter-book", "build", "."),
        files={
            "_config.yml": 'title: Book\nexecute:\n  execute_notebooks: "off"\n',
            "_toc.yml": "format: jb-book\nroot: index\nchapters:\n{list}\n",
            "index.md": "# Book\n",
        },
        each="  - file: {}",
        made=("_build",),
        site="_build/html",
        page="{}.html",
    ),
    "mkdocs-jupyter": Peer(
        title="mkdocs-jupyter",
        pins="mkdocs-jupyter==",
        command=("mkdocs", "build"),
        files={
            "mkdocs.yml": "site_name: Book\ntheme: material\nplugins: [search, mkdocs-jupyter]\n",
            "docs/index.md": "# Book\n",
        },
        notebooks="docs",
        made=("site", ".cache"),
        site="site",
        page="{}/index.html",
    ),
    "nbconvert": Peer(
        title="nbconvert",
        pins="nbconvert==",
        command=("sh", "-c", "jupyter nbconvert --to html --output-dir site *.ipynb"),
        warm_command=("jupyter", "nbconvert", "--to", "html", "--output-dir", "site", f"{EDITED}.ipynb"),
        files={},
        made=("site",),
        site="site",
        page="{}.html",
    ),
    "nbsphinx": Peer(
        title="nbsphinx",
        pins="nbsphinx==",
        command=("sphinx-build", "-b", "html", ".", "_build/html"),
        files={
            "conf.py": 'project = "Book"\nextensions = ["nbsphinx", "myst_parser"]\n'
            'nbsphinx_execute = "never"\nhtml_theme = "furo"\nexclude_patterns = ["_build"]\n',
            "index.md": TOCTREE,
        },
        each="{}",
        made=("_build",),
        site="_build/html",
        page="{}.html",
    ),
    "nbsite": Peer(
        title="nbsite",
        pins="nbsite==",
        command=("nbsite", "build", "--what=html", "--output=builtdocs", "--org", "book", "--project-name", "book"),
        files={
            "doc/conf.py": 'from nbsite.shared_conf import *\n\nproject = "Book"\nnb_execution_mode = "off"\n',
            "doc/index.md": TOCTREE,
        },
        each="{}",
        notebooks="doc",
        made=("builtdocs",),
        site="builtdocs",
        page="{}.html",
    ),
}


# Commands --------------------------------------------------------------------------------------------------


def run(command: Sequence[str], cwd: Path, environment: Path | None = None) -> Took:
    """What a command took; it must succeed, and its output is shown where it does not."""
    variables = {**os.environ, "PYTHONUTF8": "1"}
    if environment:
        extra = [environment / "bin", *environment.glob("lib/python*/site-packages/pypandoc/files")]
        variables["PATH"] = os.pathsep.join([*map(str, extra), variables["PATH"]])
    before, start = _processor_seconds(), time.perf_counter()
    result = subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False)
    took = Took(time.perf_counter() - start, _processor_seconds() - before)
    if result.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{result.stdout[-3000:]}{result.stderr[-3000:]}")
    return took


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def install(name: str, cache: Path) -> Path:
    """The environment of a peer, made once for each state of its pins."""
    pins = PINS / f"{name}.txt"
    folder = cache / "environments" / f"{name}-{hashlib.sha256(pins.read_bytes()).hexdigest()[:12]}"
    if not (folder / "complete").exists():
        print(f"installing {name}", flush=True)
        run([sys.executable, "-m", "venv", "--clear", str(folder)], ROOT)
        pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        run([*pip, "--requirement", str(pins)], ROOT)
        (folder / "complete").touch()
    return folder


def version(name: str) -> str:
    """The version of a peer, as pinned."""
    lines = (PINS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return next(line.split("==")[1] for line in lines if line.startswith(PEERS[name].pins))


# Folders of builds -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Build:
    """A folder in which one tool builds the chapters."""

    folder: Path
    command: Sequence[str]
    warm_command: Sequence[str]
    made: Sequence[str]
    edited: Path
    site: Path
    page: str
    environment: Path | None = None

    def cold(self) -> Took:
        """A build that finds nothing made before."""
        for name in self.made:
            shutil.rmtree(self.folder / name, ignore_errors=True)
        return run(self.command, self.folder, self.environment)

    def warm(self) -> Took:
        """A build after one sentence was added to one chapter."""
        edit_prose(self.edited)
        return run(self.warm_command, self.folder, self.environment)

    def address(self, chapter: str) -> str:
        """The address of a chapter's page within the site."""
        return self.page.format(chapter)


def edit_prose(path: Path) -> None:
    """Adds a sentence to the first text of a notebook."""
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    cell["source"] = [*cell["source"], "\n\nAn edit."]
    write(notebook, path)


def peer_build(name: str, notebooks: Notebooks, folder: Path, environment: Path) -> Build:
    """A folder with the stock form of the chapters and all that the peer needs."""
    peer = PEERS[name]
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in layout(peer, list(notebooks)).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for stem, notebook in notebooks.items():
        write(stock(notebook), folder / peer.notebooks / f"{stem}.ipynb")
    return Build(
        folder=folder,
        command=peer.command,
        warm_command=peer.warm_command or peer.command,
        made=peer.made,
        edited=folder / peer.notebooks / f"{EDITED}.ipynb",
        site=folder / peer.site,
        page=peer.page,
        environment=environment,
    )


def layout(peer: Peer, chapters: Sequence[str]) -> dict[str, str]:
    """The texts of a peer's own files, by path."""
    lines = "\n".join(peer.each.format(chapter) for chapter in chapters)
    return {path: _filled(text, lines) for path, text in peer.files.items()}


def _filled(text: str, lines: str) -> str:
    return text.format(list=lines) if "{list}" in text else text


def our_build(notebooks: Notebooks, folder: Path) -> Build:
    """A clone of the committed book, with the further chapters in it and the environment of this one."""
    shutil.rmtree(folder, ignore_errors=True)
    run(["git", "clone", "--quiet", str(ROOT), str(folder)], ROOT)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve(), target_is_directory=True)
    add_chapters(notebooks, folder)
    return Build(
        folder=folder,
        command=("make", "book"),
        warm_command=("make", "book"),
        made=("_build",),
        edited=folder / "chapters" / f"{EDITED}.ipynb",
        site=folder / "_build" / "html",
        page="chapters/{}.html",
    )


def add_chapters(notebooks: Notebooks, folder: Path) -> None:
    """Adds to a clone the notebooks that it lacks. Raises SystemExit if one of its own had to be executed."""
    book = Book(folder)
    if outdated := [path.name for path in all_stale(book.notebooks, book)]:
        raise SystemExit(f"stored outputs are not current: {', '.join(outdated)}; remedy: make notebooks")
    toc = yaml.safe_load((folder / "_toc.yml").read_text(encoding="utf-8"))
    for stem in [stem for stem in notebooks if not (book.chapters / f"{stem}.ipynb").exists()]:
        path = book.chapters / f"{stem}.ipynb"
        write(notebooks[stem], path)
        draw(path, book.chapters / f"{stem.partition('-copy-')[0]}.ipynb")
        sealed(path, book)
        toc["parts"][0]["chapters"].append({"file": f"chapters/{stem}"})
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False, allow_unicode=True), encoding="utf-8")
    # With more chapters the figures have other numbers, by which prose names them.
    written([fault.edit for fault in faults(Book(folder)) if fault.edit])


Measured = dict[str, dict[str, list[Took]]]  # by tool, then "cold" or "warm"


def measure(builds: Mapping[str, Build], repeat: int, say: Callable[[str], None]) -> Measured:
    """Builds of all the tools in turn, so that a slow minute of the machine falls on all of them."""
    taken: Measured = {name: {"cold": [], "warm": []} for name in builds}
    for _ in range(repeat):
        for name, build in builds.items():
            for kind, measured in (("cold", build.cold), ("warm", build.warm)):
                took = measured()
                taken[name][kind].append(took)
                say(f"{name}: {kind} {took.wall:.1f} s, processor {took.cpu:.1f} s")
    return taken
