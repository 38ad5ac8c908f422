"""Reads the files of a record as text, or says in words why they are none."""

from __future__ import annotations

import stat
from pathlib import Path

from ledgerbook.record.problems import LedgerError, Problem


def text(folder: Path, file: str, shown: str = "data") -> str:
    """What a file says, with Unix line ends: those of Windows say nothing, and some checkouts have them.

    ``shown`` is the folder within the book, for messages. Raises :class:`LedgerError` where it is missing, no regular
    file, cannot be read, or is no UTF-8 text.
    """
    path = folder / file
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # reading a pipe would wait for ever
            raise _FileError("is no regular file", "put the file itself there")
        return _decoded(path.read_bytes()).replace("\r\n", "\n")
    except FileNotFoundError:
        fault = _FileError("is missing", "restore it")
    except OSError as error:
        fault = _FileError(f"cannot be read: {error.strerror}", "make it a readable file")
    except _FileError as found:
        fault = found
    raise LedgerError([Problem(file, fault.line, "", "", fault.what, fault.remedy, shown)])


class _FileError(Exception):
    """What is wrong with a file, and the remedy."""

    def __init__(self, what: str, remedy: str, line: int | None = None) -> None:
        self.what, self.remedy, self.line = what, remedy, line


def _decoded(data: bytes) -> str:
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 (byte {error.start}: {data[error.start : error.start + 1]!r})"
        raise _FileError(what, "save the file as UTF-8", data.count(b"\n", 0, error.start) + 1) from error
    if decoded.startswith("\ufeff"):
        raise _FileError("starts with a byte order mark", "save the file as UTF-8 without one", 1)
    if not decoded.strip():
        raise _FileError("is empty", "restore it, or write its header")
    return decoded
