"""Archives that are the same bytes for the same files, whatever the day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Container, Mapping

STAMP = (1980, 1, 1, 0, 0, 0)  # the day of every file in an archive


def packed(files: Mapping[str, str | bytes], compressed: Container[str] = ()) -> bytes:
    """The archive of these files, in their order; those that are not ``compressed`` need no library to be the same."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in files.items():
            how = zipfile.ZIP_DEFLATED if name in compressed else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name, STAMP), data, how, 9)
    return content.getvalue()
