"""Pictures of pixels in fewer bytes, kept from one build to the next by what they are drawn from."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from ledgerbook import kept

MOST_EFFORT = 9


def of(folder: Path, drawn_from: str, draw: Callable[[], bytes], effort: int = MOST_EFFORT) -> bytes:
    """The picture that was made before from the same, or a new one; it is kept in ``folder``."""
    named = f"{version('vl-convert-python')} {drawn_from}"
    path = folder / f"{hashlib.sha256(named.encode()).hexdigest()}.png"
    return kept.content(path, lambda: packed(draw(), effort))


def packed(png: bytes, effort: int = MOST_EFFORT) -> bytes:
    """The same picture in fewer bytes: the library compresses for speed, to four times what is needed."""
    signature, chunks, place = png[:8], [], 8
    while place < len(png):
        (size,) = struct.unpack_from(">I", png, place)
        chunks.append((png[place + 4 : place + 8], png[place + 8 : place + 8 + size]))
        place += size + 12  # the size, the kind and the checksum take four bytes each
    pixels = zlib.compress(zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT")), effort)
    before = [chunk for chunk in chunks if chunk[0] not in (b"IDAT", b"IEND")]
    return signature + b"".join(_chunk(*chunk) for chunk in [*before, (b"IDAT", pixels), (b"IEND", b"")])


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
