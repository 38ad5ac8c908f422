"""A release as one file: a compressed archive that is the same bytes whenever it is made of the same files."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from ledgerbook import kept
from ledgerbook.commands.faults import CommandError

SUMS = "SHA256SUMS"
SHOWN = 3  # files named of those that differ
Files = Mapping[str, bytes | Path]  # contents by name within the archive; a path is read when it is packed


def content(file: bytes | Path) -> bytes:
    """What a file holds."""
    return file.read_bytes() if isinstance(file, Path) else file


def sums(files: Files) -> str:
    """The digest of each file, as ``sha256sum --check`` reads it."""
    return "".join(f"{hashlib.sha256(content(files[name])).hexdigest()}  {name}\n" for name in sorted(files))


def packed(files: Files, folder: str, day: date) -> bytes:
    """The archive, in which all lies in one folder and is of that day."""
    made = io.BytesIO()
    # Without the name and the time of the file, which the format would keep.
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=made, compresslevel=9, mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name in sorted(files):
            data = content(files[name])
            member = tarfile.TarInfo(f"{folder}/{name}")
            member.size, member.mtime = len(data), int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
            archive.addfile(member, io.BytesIO(data))
    return made.getvalue()


def place(path: Path, data: bytes) -> bool:
    """Puts the archive in its place; says whether there was none.

    Raises:
        CommandError: there is another one of that version.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        kept.write(path, data)
        return True
    # By what it holds: another version of the library that compresses may pack the same otherwise.
    differing = list(_differing(_digests(path.read_bytes(), path), _digests(data, path)))
    if differing:
        named = ", ".join(differing[:SHOWN]) + (", …" if len(differing) > SHOWN else "")
        raise CommandError(
            f"{path}: this version was released with other files ({len(differing):,} differ: {named}). "
            "Remedy: raise the version; or remove that archive, if nobody has it"
        )
    return False


def _digests(data: bytes, path: Path) -> dict[str, str]:
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            members = [(member, archive.extractfile(member)) for member in archive.getmembers()]
            return {m.name: hashlib.sha256(file.read()).hexdigest() for m, file in members if file}
    except (tarfile.TarError, OSError, EOFError) as error:
        raise CommandError(f"{path}: is no archive ({error}). Remedy: remove it, and run it again") from error


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[str]:
    return (name for name in sorted({*one, *other}) if one.get(name) != other.get(name))
