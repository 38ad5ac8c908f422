"""Links to pages, labels, files and works that do not exist, in the words of the build."""

from __future__ import annotations

import posixpath
import re

from ledgerbook.prose.markdown import Link, Role
from ledgerbook.prose.sources import SUFFIXES, Sources
from ledgerbook.record.problems import nearest

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
LABEL_ROLES = ("ref", "numref")


def of_role(role: Role, page: str, sources: Sources) -> str:
    """What is wrong with the target of a role, or nothing."""
    if role.name == "doc":
        name = _within_book(role.target, page)
        return "" if name in sources.pages else f"unknown document: {name!r}{nearest(name, sources.pages)}"
    if role.name in LABEL_ROLES:
        name = role.target.lower()
        return "" if name in sources.labels else f"undefined label: {name!r}{nearest(name, sources.labels)}"
    if role.name == "download" and "://" not in role.target:
        file = sources.book.root / _within_book(role.target, page)
        return "" if file.is_file() else f"download file not readable: {file}"
    if role.name == "cite" or role.name.startswith("cite:"):
        for key in re.split(r"\s*,\s*", role.target):
            if key not in sources.works:
                return f'could not find bibtex key "{key}"{nearest(key, sources.works)}'
    return ""


def of_link(link: Link, page: str, sources: Sources) -> str:
    """What is wrong with the address of a link within the book, or nothing."""
    path, has_anchor, anchor = link.address.partition("#")
    if _SCHEME.match(link.address):
        return ""
    if not path:
        return _of_label(anchor, sources)
    name = _within_book(path, page)
    file = sources.book.root / name
    document = name.removesuffix(file.suffix) if file.suffix in SUFFIXES else name
    if not file.is_file():
        return "" if path in sources.labels else f"'myst' cross-reference target not found: {link.address!r}"
    if file.suffix not in SUFFIXES:
        return ""
    if document not in sources.pages:
        return f"Unknown source document {document!r}{nearest(document, sources.pages)}"
    # MyST gives headings no anchors unless it is told to: a label is what can be linked to.
    return f"local id not found in doc {document!r}: {anchor!r}" if has_anchor and anchor else ""


def _of_label(name: str, sources: Sources) -> str:
    if name.lower() in sources.labels:
        return ""
    return f"'myst' cross-reference target not found: {name!r}{nearest(name, sources.labels)}"


def _within_book(target: str, page: str) -> str:
    """A path relative to a page, or from the book's folder where it starts with a stroke, as a path from there."""
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), target))
