"""Gives every file that pages load a name with its fingerprint, so that a browser or a host may keep it for ever.

A name such as ``site.1f0c9a2b.css`` stands for one content. An address with a question mark, which Sphinx writes, does
not: some caches leave it out, and a page that was kept would load the file of another version. It is done to the copy
that is published; Sphinx goes on from files under their own names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

FOLDER = "_static"
LENGTH = 8  # characters of the fingerprint
_LOADED = re.compile(rb'\b_static/([^"\'?#\s<>&]+)(?:\?v=[0-9a-f]+)?')
_QUOTED = re.compile(rb'"([\w./-]+\.\w+)"')


def name_by_content(site: Path) -> None:
    """Renames the files below ``_static`` of the site, and writes their names into its pages and scripts."""
    static = site / FOLDER
    files = {path.relative_to(static).as_posix(): path for path in static.rglob("*") if path.is_file()}
    contents = {name: path.read_bytes() for name, path in files.items() if name.endswith(".js")}
    named: dict[str, str] = {}
    for name in sorted(files):
        _name(name, files, contents, named)
    for name, path in files.items():
        if name in contents:
            path.write_bytes(contents[name])
        path.replace(path.with_name(named[name].rpartition("/")[2]))
    for page in site.rglob("*.html"):
        before = page.read_bytes()
        after = _LOADED.sub(lambda found: _address(found, named), before)
        if after != before:
            page.write_bytes(after)


def _name(name: str, files: Mapping[str, Path], contents: dict[str, bytes], named: dict[str, str]) -> str:
    """The new name of a file. A script comes after the files that it names: their names are part of its content."""
    if name not in named:
        named[name] = name  # a script that names itself
        if name in contents:
            contents[name] = _QUOTED.sub(
                lambda found: (
                    b'"%s"' % _name(found[1].decode(), files, contents, named).encode()
                    if found[1].decode() in files
                    else found[0]
                ),
                contents[name],
            )
        digest = hashlib.sha256(contents.get(name) or files[name].read_bytes()).hexdigest()[:LENGTH]
        stem, dot, kind = name.rpartition(".")
        named[name] = f"{stem}.{digest}{dot}{kind}"
    return named[name]


def _address(found: re.Match[bytes], named: Mapping[str, str]) -> bytes:
    name = found[1].decode()
    return f"{FOLDER}/{named[name]}".encode() if name in named else found[0]
