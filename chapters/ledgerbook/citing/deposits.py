"""What archives and catalogues of software read of a book: ``.zenodo.json`` and ``codemeta.json``.

Both say what ``CITATION.cff`` says, and nothing that is not assigned. ``python -m ledgerbook.citing.deposits`` writes
them; the check of the record compares them.

Sources: the metadata of deposits in Zenodo's developers' documentation; CodeMeta 3.0.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ledgerbook import kept
from ledgerbook.citing import work
from ledgerbook.citing.work import CitationError, Work
from ledgerbook.commands import faults
from ledgerbook.commands.faults import CommandError


def zenodo(book: Work) -> dict[str, Any]:
    """The metadata of a deposit. A body stands by its name, a person as "Family, Given"."""
    return _assigned({
        "title": book.title,
        "upload_type": "dataset",
        "creators": [{"name": author} for author in book.authors],
        "description": book.abstract or book.title,
        "access_right": "open",
        "license": book.licence,
        "version": book.version,
        "language": book.language,
        "publication_date": book.day.isoformat() if book.day else "",
        "keywords": list(book.keywords),
    })  # fmt: skip


def codemeta(book: Work) -> dict[str, Any]:
    """The description of the code and the data as CodeMeta has it."""
    return _assigned({
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": book.title,
        "description": book.abstract,
        "author": [*map(work.agent, book.authors)],
        "version": book.version,
        "license": f"https://spdx.org/licenses/{book.licence}",
        "datePublished": book.day.isoformat() if book.day else "",
        "identifier": f"https://doi.org/{book.doi}" if book.doi else "",
        "url": book.address,
        "codeRepository": book.repository,
        "issueTracker": book.issues,
        "programmingLanguage": "Python",
        "keywords": list(book.keywords),
    })  # fmt: skip


FILES: Mapping[str, Callable[[Work], dict[str, Any]]] = {".zenodo.json": zenodo, "codemeta.json": codemeta}


def text(described: Mapping[str, Any]) -> str:
    """A file's text."""
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _assigned(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def main(root: Path) -> int:
    """Writes both files for the book in that folder."""
    try:
        book = work.read(root)
    except CitationError as error:
        raise CommandError(str(error)) from error
    if book is None:
        raise CommandError(f"{work.FILE}: is missing; write title, authors, version and license")
    for name, described in FILES.items():
        kept.write(root / name, text(described(book)).encode())
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(Path(sys.argv[1])), left=""))
