"""The description of a release for archives of research: ``ro-crate-metadata.json``.

Source: RO-Crate 1.1, https://w3id.org/ro/crate/1.1.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ledgerbook.citing.work import Work, agent
from ledgerbook.release.archive import Files, content

FILE = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
TYPES = {
    ".csv": "text/csv", ".json": "application/json", ".md": "text/markdown", ".txt": "text/plain", ".cff": "text/yaml",
    ".pdf": "application/pdf", ".epub": "application/epub+zip", ".tar": "application/x-tar",
}  # fmt: skip


def described(book: Work, files: Files, folders: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """The description of an archive of these files.

    ``folders`` says what folders hold of which the files are not described one by one; ``titles`` what files hold.
    """
    single = [name for name in sorted(files) if not name.startswith(tuple(folders))]
    authors = [{"@id": f"#author-{i}", **agent(name)} for i, name in enumerate(book.authors, start=1)]
    named = [{"@id": author["@id"]} for author in authors]
    licence = {"@id": book.licence_address or f"https://spdx.org/licenses/{book.licence}"}
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": book.title,
        "description": book.abstract or book.title,
        "version": book.version,
        "datePublished": book.day.isoformat() if book.day else None,
        "license": licence,
        "author": named[0] if len(named) == 1 else named,
        "keywords": ", ".join(book.keywords),
        "identifier": f"https://doi.org/{book.doi}" if book.doi else None,
        "url": book.version_address,
        "hasPart": [{"@id": name} for name in [*folders, *single]],
    }
    graph = [
        {
            "@id": FILE,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": SPECIFICATION},
        },
        {name: value for name, value in root.items() if value},
        *({"@id": name, "@type": "Dataset", "name": words} for name, words in folders.items()),
        *(_file(name, content(files[name]), titles.get(name, "")) for name in single),
        *authors,
        {**licence, "@type": "CreativeWork", "name": book.licence_words},
    ]
    document = {"@context": f"{SPECIFICATION}/context", "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _file(name: str, data: bytes, title: str) -> dict[str, Any]:
    suffix = f".{name.rpartition('.')[2]}"
    return {
        "@id": name,
        "@type": "File",
        "name": title or name,
        "contentSize": str(len(data)),
        "encodingFormat": TYPES.get(suffix, "text/plain"),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
