"""What programs that look for data read of the page that offers them: the record as a Dataset of schema.org."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ledgerbook.citing.work import Work, agent
from ledgerbook.record import schema
from ledgerbook.record.schema import Table
from ledgerbook.site.base import citations, elements, inputs, links
from ledgerbook.site.ledger import downloads

KIND = "downloads"  # the class of the list of files, which stands on the page that offers them
MEDIA = {
    "csv": "text/csv", "json": "application/json", "zip": "application/zip", "sql": "application/sql",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def described(book: Work, package: Mapping[str, Any], numbers: Table, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The record with its licence, the columns of its ``numbers`` and the ``files`` in which it can be had."""
    data = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": package.get("title") or book.title,
        "description": package.get("description", ""),
        "creator": [*map(agent, book.authors)],
        "version": book.version,
        "license": book.licence_address or book.licence,
        "datePublished": book.day.isoformat() if book.day else "",
        "inLanguage": book.language,
        "isAccessibleForFree": True,
        "keywords": list(book.keywords),
        "isPartOf": {"@type": "Book", "name": book.title, "version": book.version},
        "url": book.found_at,
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field.name, "description": field.description} for field in numbers.fields
        ],
        "distribution": [_file(book, name, len(content)) for name, content in files.items()],
    }
    return {name: value for name, value in data.items() if value}


def _file(book: Work, name: str, size: int) -> dict[str, Any]:
    """A file; without an address where the book has none."""
    found = {
        "@type": "DataDownload",
        "name": name,
        "encodingFormat": MEDIA.get(name.rpartition(".")[2], "application/octet-stream"),
        "contentSize": f"{size} B",
        "contentUrl": links.published_at(book.found_at, f"{downloads.FOLDER}/{name}"),
    }
    return {key: value for key, value in found.items() if value}


def _add(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    book = citations.of_book(app)
    lists = doctree.findall(elements.scroller) if doctree is not None else ()
    if book is None or not any(KIND in node["classes"] for node in lists):
        return
    package = schema.package(inputs.folder(app.env))
    data = described(book, package, inputs.record(app.env).schema["claims"], downloads.files_of(app))
    document = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")  # no tag within a script
    script = f'<script type="application/ld+json">{document}</script>'
    context["metatags"] = context.get("metatags", "") + f"\n    {script}"


def setup(app: Sphinx) -> None:
    """Registers what the page says."""
    app.connect("html-page-context", _add)
