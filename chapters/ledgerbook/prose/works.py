"""The works of a bibliography, as prose names them: ``[Cohen, 1960](cite:cohen1960coefficient)``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from pybtex.database import Entry, parse_string
from pybtex.exceptions import PybtexError

Works: TypeAlias = Mapping[str, tuple[str, ...]]  # by key: what the words of a citation must hold


def read(text: str) -> Works:
    """The works of a file of BibTeX. ValueError where it is none."""
    try:
        return named(parse_string(text, "bibtex").entries)
    except PybtexError as error:
        raise ValueError(f"no BibTeX: {error}") from error


def named(entries: Mapping[str, Entry]) -> Works:
    """The last name of the first author or editor of each work, and its year."""
    return {key: tuple(_needed(entry)) for key, entry in entries.items()}


def _needed(entry: Entry) -> list[str]:
    people: list[Any] = entry.persons.get("author") or entry.persons.get("editor") or []
    first = "".join(str(name) for name in people[0].rich_last_names) if people else ""
    return [needed for needed in (first, entry.fields.get("year", "")) if needed]
