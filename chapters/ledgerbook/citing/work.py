"""Who made the book, what it is called, which version it is: what ``CITATION.cff`` says, and nothing besides.

Source: the Citation File Format 1.2.0, https://citation-file-format.github.io/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FILE = "CITATION.cff"
VERSIONS = "v"  # the folder in which the versions of a book stand beside each other, at its address
LICENCES = {  # by the names that SPDX gives them
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


class CitationError(ValueError):
    """The file of citations says something that cannot be cited: in which field, what is wrong, and the remedy."""

    def __init__(self, field: str, what: str, remedy: str) -> None:
        self.field, self.what, self.remedy = field, what, remedy
        super().__init__(": ".join(filter(None, [FILE, field, what])) + f"; {remedy}")


@dataclass(frozen=True)
class Work:
    """A book as it is cited. What is not assigned yet is "" and stands in no citation.

    ``authors`` are bodies or "Family, Given"; ``address`` is where the book is published, ``repository`` its source.
    ``day`` is that of the release, or of the record while the version is not ``released``.
    """

    title: str
    authors: tuple[str, ...]
    version: str
    licence: str
    day: date | None = None
    doi: str = ""
    address: str = ""
    repository: str = ""
    language: str = "en"
    released: bool = False
    abstract: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def version_address(self) -> str:
        """Where this version stays whatever comes later, with "/" at its end; "" until it is released and has one."""
        if not (self.address and self.released):
            return ""
        return f"{self.address.rstrip('/')}/{VERSIONS}/{self.version}/"

    @property
    def found_at(self) -> str:
        """Where this version is read: at its own address once it is released, else at the book's; "" without any."""
        return self.version_address or self.address

    @property
    def issues(self) -> str:
        """Where errors are reported; "" where the source has no address."""
        return f"{self.repository.rstrip('/')}/issues" if self.repository else ""

    @property
    def licence_words(self) -> str:
        """The licence as readers know it."""
        return LICENCES.get(self.licence, (self.licence, ""))[0]

    @property
    def licence_address(self) -> str:
        """Where the licence is explained; "" where that is not known."""
        return LICENCES.get(self.licence, ("", ""))[1]


def agent(name: str) -> dict[str, str]:
    """An author as JSON-LD has one: a name with its parts is a person's."""
    return {"@type": "Person" if ", " in name else "Organization", "name": name}


def read(root: Path, language: str = "en") -> Work | None:
    """The book in that folder; None if it has no file of citations. Raises CitationError."""
    path = root / FILE
    if not path.is_file():
        return None
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise CitationError("", f"cannot be read ({error})", "write it as YAML in UTF-8") from error
    except ValueError as error:  # YAML makes a day of what looks like one
        raise CitationError("", f"has a day that no calendar has ({error})", "write YYYY-MM-DD") from error
    if not isinstance(found, Mapping):
        raise CitationError("", "holds no fields", "write title, authors, version and license")
    return Work(
        title=_text(found, "title"),
        authors=tuple(_author(author) for author in _listed(found, "authors")),
        version=_text(found, "version"),
        licence=_text(found, "license"),
        day=_day(found),
        doi=_text(found, "doi", needed=False),
        address=_text(found, "url", needed=False),
        repository=_text(found, "repository-code", needed=False),
        language=language,
        released=bool(found.get("date-released")),
        abstract=" ".join(_text(found, "abstract", needed=False).split()),
        keywords=tuple(map(str, found.get("keywords") or ())),
    )


def _text(found: Mapping[str, Any], field: str, *, needed: bool = True) -> str:
    value = str(found.get(field) or "").strip()
    if needed and not value:
        raise CitationError(field, "is missing", "write it")
    return value


def _listed(found: Mapping[str, Any], field: str) -> list[Any]:
    value = found.get(field)
    if not isinstance(value, list) or not value:
        raise CitationError(field, f"{value!r} is no list", "write - name: ... for each")
    return value


def _author(found: Any) -> str:
    if isinstance(found, Mapping):
        if name := str(found.get("name") or ""):
            if "," in name:
                what = f"{name!r} has a comma, at which reference managers part a person's names"
                raise CitationError("authors", what, "name the body without one")
            return name
        if family := found.get("family-names"):
            return ", ".join(filter(None, [str(family), str(found.get("given-names") or "")]))
    raise CitationError("authors", f"{found!r} has no name", "write name, or family-names and given-names")


def _day(found: Mapping[str, Any]) -> date | None:
    value = found.get("date-released")
    if value is None or type(value) is date:
        return value
    raise CitationError("date-released", f"{value!r} is no day", "write YYYY-MM-DD, without quotes")
