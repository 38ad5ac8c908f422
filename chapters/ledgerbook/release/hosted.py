"""What a host serves of a release: the site below its version, and beside it what hosts look for where they begin.

``index.html`` leads to the newest version, ``v/versions.json`` lists all. A host reads ``.nojekyll``, ``404.html``,
``_headers``, ``robots.txt`` and the feed of changes at its top only, so they stand there too. They are those of the
newest version: its page for what is not there leads to it, and its headers hold for older versions but for the policy,
which names the scripts of one version (older pages state their own in themselves).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

from ledgerbook.citing import changes
from ledgerbook.citing.changes import Change
from ledgerbook.citing.work import VERSIONS, Work
from ledgerbook.site.pages import hosting

SITE, LIST, FEED = "site", "versions.json", "changes.xml"
AT_THE_TOP = ("robots.txt", FEED, f"{hosting.NOT_FOUND}.html")  # as they are in the site, where it has them


def files(root: Path, cited: Work) -> dict[str, bytes | Path]:
    """The files by their names in the archive; ``root`` is the book's folder, in which its site is built."""
    html, own = root / "_build" / "html", f"{VERSIONS}/{cited.version}"
    built = [path for path in html.rglob("*") if path.is_file()]
    found: dict[str, bytes | Path] = {f"{own}/{path.relative_to(html).as_posix()}": path for path in built}
    found[f"{VERSIONS}/{LIST}"] = _list(changes.read(root), cited.version).encode()
    found["index.html"] = _first_page(cited).encode()
    found[".nojekyll"] = b""
    found["_headers"] = _headers(cited).encode()
    found |= {name: html / name for name in AT_THE_TOP if (html / name).exists()}
    return {f"{SITE}/{name}": content for name, content in found.items()}


def _headers(cited: Work) -> str:
    """What is sent with the files of this version, and with those of all; a host takes ``:version`` for any name."""
    top = f"{hosting.path_of(cited.address)}/{VERSIONS}"
    return hosting.headers(f"{top}/{cited.version}", cited.version, f"{top}/:version")


def _list(found: Sequence[Change], newest: str) -> str:
    """The versions that stand beside each other, the newest first."""
    versions = [{"version": change.version, "released": change.day.isoformat()} for change in found if change.day]
    return json.dumps({"newest": newest, "versions": versions}, indent=1) + "\n"


def _first_page(cited: Work) -> str:
    there = f"{VERSIONS}/{cited.version}/"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(cited.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={there}">\n<title>{escape(cited.title)}</title>\n</head>\n'
        f'<body>\n<p><a href="{there}">{escape(cited.title)}</a>, {cited.version}</p>\n</body>\n</html>\n'
    )
