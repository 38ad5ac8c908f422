"""What is kept beside the site from one build to the next, and is known to be whole when it is read again.

A file begins with the checksum of what follows. It is written beside its place and renamed, so an interruption leaves
none; and one that does not answer to its checksum, whatever has happened to it, counts as absent.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

_LENGTH = hashlib.sha256().digest_size


def content(path: Path, make: Callable[[], bytes]) -> bytes:
    """What was kept there, or what is made now, and then kept there.

    Raises:
        OSError: it cannot be kept.
    """
    kept = _read(path)
    if kept is None:
        kept = make()
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, hashlib.sha256(kept).digest() + kept)
    return kept


def _read(path: Path) -> bytes | None:
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    checksum, kept = stored[:_LENGTH], stored[_LENGTH:]
    return kept if hashlib.sha256(kept).digest() == checksum else None


def write(path: Path, data: bytes) -> None:
    """Writes a file in one step: whoever reads it finds the old one or the new one, never a part."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
