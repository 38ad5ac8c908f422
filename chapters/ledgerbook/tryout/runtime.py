"""The Python that runs in pages: ``python -m ledgerbook.tryout.runtime`` fetches it once into this environment.

It is one archive of the npm registry, pinned by its version and its SHA-512. The registry is the one that npm is told
of (``npm_config_registry``, or ``registry=`` in .npmrc), or else npm's own.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import sys
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

from ledgerbook import kept
from ledgerbook.commands import faults
from ledgerbook.commands.faults import CommandError

PACKAGE, VERSION = "pyodide", "314.0.7"
SHA512 = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
# What a page loads of it, with its licence's notice in README.md.
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
REGISTRY = "https://registry.npmjs.org"
PATIENCE = 60  # seconds without a byte
ARCHIVE = f"{PACKAGE}-{VERSION}.tgz"
SETTING = "book_runs_in_page"
REMEDY = (
    f"Remedy: let this machine reach an npm registry (npm_config_registry names another), put {ARCHIVE} there by hand, "
    f"or set {SETTING}: false in _config.yml, and the passages show their results without a button"
)


def place() -> Path:
    """Where the archive lies: in the environment, beside the libraries."""
    return Path(sys.prefix) / "share" / "ledgerbook" / ARCHIVE


def is_sound(content: bytes) -> bool:
    """Whether it is the pinned archive."""
    return base64.b64encode(hashlib.sha512(content).digest()).decode() == SHA512


def archive(path: Path) -> bytes:
    """The archive that lies there. Raises :class:`CommandError` where it is absent or another."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise CommandError(f"{path}: the Python that runs in pages is not there. Remedy: make runtime") from None
    if not is_sound(content):
        raise CommandError(f"{path}: is not {PACKAGE} {VERSION} as pinned. Remedy: remove it, then make runtime")
    return content


def files(content: bytes) -> dict[str, bytes]:
    """What a page loads, by name, from the content of the archive."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as packed:
        found = {name: packed.extractfile(f"package/{name}") for name in FILES}
        return {name: file.read() for name, file in found.items() if file}


def registry() -> str:
    """The address of the npm registry."""
    for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY"):
        if os.environ.get(name):
            return os.environ[name].rstrip("/")
    try:
        settings = (Path.home() / ".npmrc").read_text(encoding="utf-8")
    except (OSError, RuntimeError):
        settings = ""
    found = re.search(r"^registry\s*=\s*(\S+)", settings, re.MULTILINE)
    return (found[1] if found else REGISTRY).rstrip("/")


def fetch(path: Path) -> None:
    """Puts the archive there, unless it is there already. Raises :class:`CommandError` where it cannot be had."""
    if path.exists() and is_sound(path.read_bytes()):
        return
    print(f"runtime: fetching the Python that runs in pages ({PACKAGE} {VERSION}, 6 MB, once)", flush=True)
    address = f"{registry()}/{PACKAGE}/-/{ARCHIVE}"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            content: bytes = answer.read()
    except (OSError, ValueError) as error:  # URLError is an OSError
        why = error.reason if isinstance(error, urllib.error.URLError) else error
        raise CommandError(f"{address}: cannot be fetched: {why}. {REMEDY}: {path}") from error
    if not is_sound(content):
        raise CommandError(f"{address}: is not what is pinned (SHA-512 {SHA512}). {REMEDY}: {path}")
    path.parent.mkdir(parents=True, exist_ok=True)
    kept.write(path, content)


def main() -> int:
    """The command; fetches nothing for a book that runs nothing in its pages."""
    from ledgerbook.book import Book  # reads YAML, which the archive's readers in a page need not

    if Book.here().settings.get(SETTING, True):
        fetch(place())
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(main, left="The site in _build/html is the last whole one, or there is none."))
