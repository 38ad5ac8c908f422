"""Fingerprints of files by what they say: of text, not of the line ends that a checkout gave it."""

from __future__ import annotations

import hashlib
from pathlib import Path


def of_text(path: Path) -> bytes:
    """The SHA-256 of a file as it is with Unix line ends, 32 bytes."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest()
