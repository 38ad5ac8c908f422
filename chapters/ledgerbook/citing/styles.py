"""A citation in the forms that readers and their programs take: APA, GB/T 7714, BibTeX, RIS and CSL-JSON.

Sources: Publication Manual of the American Psychological Association, 7th edition, chapter 10; GB/T 7714—2015, 4.1, 4.2
and 4.7; the RIS specification of Research Information Systems (2011); the schema of CSL 1.0.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledgerbook.citing.work import Work

BOOK, CHAPTER, FIGURE, NUMBER = "book", "chapter", "figure", "number"
RIS_TYPES = {BOOK: "BOOK", CHAPTER: "CHAP", FIGURE: "FIGURE", NUMBER: "DATA"}
CSL_TYPES = {BOOK: "book", CHAPTER: "chapter", FIGURE: "figure", NUMBER: "entry"}
BIBTEX_TYPES = {BOOK: "book", CHAPTER: "incollection", FIGURE: "misc", NUMBER: "misc"}
LATEX = str.maketrans({c: rf"\{c}" for c in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
                                                          "\\": r"\textbackslash{}"})  # fmt: skip


@dataclass(frozen=True)
class Item:
    """What is cited: the whole book, or a part of it.

    ``title``: the part's own, "" for the book. ``name``: what the part is called whatever its number, as its address
    is. ``address``: where it is published, "" where the book has no address yet. ``note``: what a reader must know to
    use it, such as the source of a number.
    """

    work: Work
    kind: str = BOOK
    title: str = ""
    name: str = ""
    number: str = ""
    address: str = ""
    note: str = ""

    @property
    def year(self) -> str:
        """The year of the version, or "n.d."."""
        return str(self.work.day.year) if self.work.day else "n.d."

    @property
    def key(self) -> str:
        """A key for programs, the same for the same part of the same version."""
        words = re.findall(r"[a-z0-9]+", f"{self.work.title.split(':')[0]} {self.name} {self.work.version}".lower())
        return "-".join(words)


def styles(item: Item) -> Mapping[str, str]:
    """The citation by the name of each form."""
    return {
        "APA": apa(item),
        "GB/T 7714": gbt7714(item),
        "BibTeX": bibtex(item),
        "RIS": ris(item),
        "CSL-JSON": json.dumps([csl(item)], ensure_ascii=False, indent=1),
    }


def apa(item: Item) -> str:
    """The 7th edition's form for works of a group, with version, and for parts of one."""
    work = item.work
    part = f", Chapter {item.number}" if item.kind == CHAPTER and item.number else ""
    whole = f"{work.title} (Version {work.version}{part})"
    if item.kind == CHAPTER:
        whole = f"{item.title}. In {whole}"
    elif item.kind != BOOK:
        whole = f"{item.title} [{_what(item)}]. In {whole}"
    authors = " & ".join(filter(None, [", ".join(work.authors[:-1]), work.authors[-1]]))
    return _joined([f"{_sentence(authors)} ({item.year})", whole, item.note, _where(item)])


def gbt7714(item: Item) -> str:
    """The standard's form for electronic books and for parts of one; where it is on no network yet, of one in hand."""
    work = item.work
    online = "/OL" if _where(item) else ""
    code = {NUMBER: "DS"}.get(item.kind, "M")
    whole = f"{work.title}: version {work.version}"
    head = f"{', '.join(work.authors)}. "
    if item.kind == BOOK:
        head += f"{whole}[{code}{online}]"
    else:
        head += f"{item.title}[{code}{online}]//{whole}"
    day = f"({work.day.isoformat()})" if work.day and online else item.year
    return _joined([head, day, item.note, _where(item)])


def bibtex(item: Item) -> str:
    """An entry for BibTeX and biblatex."""
    work = item.work
    fields = {
        "author": " and ".join(author if ", " in author else f"{{{author}}}" for author in work.authors),
        "title": f"{{{item.title or work.title}}}",
        "booktitle": f"{{{work.title}}}" if item.kind == CHAPTER else "",
        "howpublished": f"{{{_what(item)} of {work.title}}}" if item.kind in (FIGURE, NUMBER) else "",
        "chapter": item.number if item.kind == CHAPTER else "",
        "year": str(work.day.year) if work.day else "",
        "month": str(work.day.month) if work.day else "",
        "version": work.version,
        "note": ". ".join(filter(None, [f"Version {work.version}", item.note])),
        "doi": work.doi if item.kind == BOOK else "",
        "url": item.address,
        "license": work.licence,
    }
    lines = [f"  {name} = {{{_latex(name, value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{BIBTEX_TYPES[item.kind]}{{{item.key},", *lines, "}"])


def ris(item: Item) -> str:
    """A record for reference managers."""
    work = item.work
    fields = [
        ("TY", RIS_TYPES[item.kind]),
        *(("AU", author) for author in work.authors),
        ("TI", item.title or work.title),
        ("T2", work.title if item.kind != BOOK else ""),
        ("PY", str(work.day.year) if work.day else ""),
        ("DA", work.day.strftime("%Y/%m/%d") if work.day else ""),
        ("ET", work.version),
        ("SE", item.number if item.kind == CHAPTER else ""),
        ("N1", item.note),
        ("DO", work.doi if item.kind == BOOK else ""),
        ("UR", item.address),
        ("LA", work.language),
        ("ID", item.key),
    ]
    return "\n".join([*(f"{tag}  - {value}" for tag, value in fields if value), "ER  - "])


def csl(item: Item) -> dict[str, Any]:
    """An entry for the Citation Style Language."""
    work = item.work
    fields: dict[str, Any] = {
        "id": item.key,
        "type": CSL_TYPES[item.kind],
        "title": item.title or work.title,
        "container-title": work.title if item.kind != BOOK else "",
        "author": [_name(author) for author in work.authors],
        "issued": {"date-parts": [[work.day.year, work.day.month, work.day.day]]} if work.day else {},
        "chapter-number": item.number if item.kind == CHAPTER else "",
        "version": work.version,
        "language": work.language,
        "note": item.note,
        "DOI": work.doi if item.kind == BOOK else "",
        "URL": item.address,
    }
    return {name: value for name, value in fields.items() if value}


def _name(author: str) -> dict[str, str]:
    family, comma, given = author.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": author}


def _what(item: Item) -> str:
    return {CHAPTER: "Chapter", FIGURE: "Figure", NUMBER: "Number"}[item.kind] + (f" {item.name}" if item.name else "")


def _where(item: Item) -> str:
    """The DOI of the book where it has one, else the address, else nothing."""
    if item.kind == BOOK and item.work.doi:
        return f"https://doi.org/{item.work.doi}"
    return item.address


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _joined(parts: list[str]) -> str:
    """Sentences, each with its full stop, but for an address, which a full stop would spoil."""
    shown = [part if part.startswith("http") else _sentence(part) for part in parts if part]
    return " ".join(shown)


def _latex(name: str, value: str) -> str:
    if name in ("author", "title", "booktitle", "howpublished"):  # in braces of its own, which keep capitals
        return "".join(part if part in "{}" else part.translate(LATEX) for part in re.split(r"([{}])", value))
    return value if name in ("url", "doi") else value.translate(LATEX)
