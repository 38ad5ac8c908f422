"""What keeps a version from being released: each with place and remedy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import yaml
from jsonschema import Draft7Validator

from ledgerbook.book import Book
from ledgerbook.citing import changes, work
from ledgerbook.commands import git
from ledgerbook.record import identity
from ledgerbook.record.problems import Problem
from ledgerbook.record.rules import published

LICENCE = "LICENSE"
SCHEMA = "vendor.citation-file-format"  # by its name in check-jsonschema


def problems(book: Book) -> list[Problem]:
    """Why the book as it lies there cannot be released; empty where it can."""
    found = [*_missing(book.root), *identity.problems(book.root)]
    if found:
        return found
    return [*_citation(book.root), *_unreleased(book.root), *_unnoted(book), *uncommitted(book.root)]


def uncommitted(root: Path) -> Iterator[Problem]:
    """Files that no commit holds: an archive of them could be made by nobody else."""
    for name in git.uncommitted(root):
        yield Problem(name, None, "", "", "is not as in the last commit", "commit it, or undo the change", "")


def _missing(root: Path) -> Iterator[Problem]:
    needed = {LICENCE: "the licence", work.FILE: "how to cite the book", changes.FILE: "what changed"}
    for name, holds in needed.items():
        path = root / name
        if not path.is_file() or not path.read_text(encoding="utf-8").strip():
            yield Problem(name, None, "", "", "is missing or empty", f"write {holds} there", "")


def _citation(root: Path) -> Iterator[Problem]:
    """What the schema of the Citation File Format says of the file."""
    # Imported here: it comes with what tests and releases need, and the rest of this package does without.
    from check_jsonschema.builtin_schemas import get_builtin_schema

    validator = Draft7Validator(get_builtin_schema(SCHEMA), format_checker=Draft7Validator.FORMAT_CHECKER)
    stated = yaml.safe_load((root / work.FILE).read_text(encoding="utf-8"))
    remedy = "write it as the Citation File Format 1.2.0 has it"
    # As JSON, because the schema knows days as text.
    for error in validator.iter_errors(json.loads(json.dumps(stated, default=str))):
        field = ".".join(map(str, error.absolute_path))
        yield Problem(work.FILE, None, field, "", f"is not valid: {error.message}", remedy, "")


def _unreleased(root: Path) -> Iterator[Problem]:
    book = work.read(root)
    if book and not book.released:
        remedy = f"write the day of the release there and in {changes.FILE}: ## {book.version} (YYYY-MM-DD)"
        yield Problem(work.FILE, None, "date-released", "", "is missing", remedy, "")


def _unnoted(book: Book) -> Iterator[Problem]:
    """Rows that this version publishes and that are not noted: a later change of them would go unseen."""
    record = book.ledger()
    rows = published.publish(record, "")
    if count := len(rows) - len(record.published):
        yield Problem("published.csv", None, "", "", f"lacks {count:,} rows of this version", "make publish-record")
