"""Makes the EPUB from the built site: ``python -m ledgerbook.offline.epub``, or ``make epub``.

One file for each page of the site, so that an address of the site is one of the book. A number leads to its row in the
appendix as to a note, which readers may show in place. No scripts; nothing depends on the day.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from bs4 import Tag

from ledgerbook import zipped
from ledgerbook.book import Book as Folder
from ledgerbook.citing.work import Work
from ledgerbook.commands import faults, offered
from ledgerbook.offline import articles, fonts, front, pages
from ledgerbook.offline.articles import Book

STYLE = Path(__file__).parent / "styles" / "epub.css"
LEFT = "No EPUB was made; one that was there is as it was."
TYPE = "application/epub+zip"
TITLE_PAGE, CONTENTS = "title-page", "contents"
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
ACCESSIBLE = (
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityHazard", "none"),
)
# What a site's HTML may say and a book's may not, without loss.
NOT_IN_XHTML = ("data-row", "align", "valign", "data-series")


def made(site: Path, work: Work) -> bytes:
    """The EPUB. Raises CommandError where the site is not whole."""
    book = articles.read(site)
    for page in book.pages:
        _finish(page.body)
    book.resolve(_address, work.found_at)
    texts = {TITLE_PAGE: front.title_page(work), CONTENTS: _contents(book)}
    texts |= {page.slug: str(page.body) for page in book.pages}
    titles = {
        TITLE_PAGE: work.title,
        CONTENTS: "Contents",
        **{page.slug: page.title or pages.text(page.body.select_one("h1")) for page in book.pages},
    }
    files = {
        "META-INF/container.xml": CONTAINER.encode(),
        "book/book.opf": _package(work, texts).encode(),
        "book/style.css": STYLE.read_bytes(),
        f"book/{fonts.HAN.name}": fonts.HAN.read_bytes(),
        **{f"book/{slug}.xhtml": _file(work, titles[slug], text).encode() for slug, text in texts.items()},
    }
    return zipped.packed({"mimetype": TYPE, **files}, compressed=files)


def _address(name: str, anchor: str) -> str:
    return f"{name.replace('/', '-')}.xhtml{'#' * bool(anchor)}{anchor}"


def _finish(body: Tag) -> None:
    """Makes numbers links to notes, their rows notes, and leaves out what XHTML does not know."""
    body.name = "section"
    for number in body.select("a.number.claim"):
        number["epub:type"] = "noteref"
    for claim in body.select("div.claim"):
        claim.name, claim["epub:type"] = "aside", "footnote"
    for place in body.select("p p, p div, p ul, p dl, p section"):
        outer = place.find_parent("p")
        if outer:
            outer.name = "div"
    for place in body.find_all(True):
        for name in NOT_IN_XHTML:
            place.attrs.pop(name, None)
    if not body.select_one("h1"):  # a measure: its own name is its heading, what it belongs to a label
        for heading in body.select("h2"):
            heading.name, heading["class"] = "p", "label"
        for heading in body.select("h3"):
            heading.name = "h1"


def _contents(book: Book) -> str:
    """The contents: the parts of the book, their chapters and sections."""
    lines: list[str] = []
    opened: list[int] = []
    in_part = False
    for level, words, page, anchor in front.entries(book.pages):
        in_part = in_part or level == 0
        depth = level if in_part else level - 1  # what stands before the first part stands beside the parts
        while opened and opened[-1] > depth:
            lines.append("</li></ol>")
            opened.pop()
        if opened and opened[-1] == depth:
            lines.append("</li>")
        else:
            lines.append("<ol>")
            opened.append(depth)
        lines.append(f'<li><a href="{escape(_address(page.name, anchor))}">{escape(words)}</a>')
    lines += ["</li></ol>"] * len(opened)
    return f'<nav epub:type="toc" id="toc" role="doc-toc"><h1>Contents</h1>\n{"".join(lines)}\n</nav>'


def _file(work: Work, title: str, text: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{work.language}" xml:lang="{work.language}">\n'
        f'<head><meta charset="utf-8"/><title>{escape(title)}</title>'
        f'<link rel="stylesheet" type="text/css" href="style.css"/></head>\n<body>\n{text}\n</body></html>\n'
    )


def _package(work: Work, texts: dict[str, str]) -> str:
    day = work.day or date(*zipped.STAMP[:3])  # modified is asked for, and nothing here may depend on today
    name = work.address or work.title
    known = (
        f"https://doi.org/{work.doi}"
        if work.doi
        else f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{name} {work.version}')}"
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{work.language}" prefix="schema: http://schema.org/">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        f'<dc:identifier id="id">{escape(known)}</dc:identifier>',
        f"<dc:title>{escape(work.title)}</dc:title>",
        *(f"<dc:creator>{escape(author)}</dc:creator>" for author in work.authors),
        f"<dc:language>{work.language}</dc:language>",
        f"<dc:rights>{escape(work.licence_words)}</dc:rights>",
        f"<dc:date>{day.isoformat()}</dc:date>",
        f'<meta property="dcterms:modified">{day.isoformat()}T00:00:00Z</meta>',
        f'<meta property="schema:version">{escape(work.version)}</meta>',
        *(f'<meta property="{name}">{words}</meta>' for name, words in ACCESSIBLE),
        "</metadata>\n<manifest>",
        '<item id="style" href="style.css" media-type="text/css"/>',
        f'<item id="han" href="{fonts.HAN.name}" media-type="font/ttf"/>',
        *_items(texts),
        "</manifest>\n<spine>",
        *(f'<itemref idref="{_id(slug)}"/>' for slug in texts),
        "</spine>\n</package>\n",
    ]
    return "\n".join(lines)


def _items(texts: dict[str, str]) -> Iterator[str]:
    for slug, text in texts.items():
        found = [*["nav"] * (slug == CONTENTS), *["svg"] * ("<svg" in text)]
        properties = f' properties="{" ".join(found)}"' if found else ""
        yield f'<item id="{_id(slug)}" href="{slug}.xhtml" media-type="application/xhtml+xml"{properties}/>'


def _id(slug: str) -> str:
    return f"page-{slug}"


def main(root: Path | None = None) -> int:
    """The command."""
    folder = Folder(root) if root else Folder.here()
    state = offered.state(folder.root)
    work = front.cited(folder.root, folder.data, str(folder.settings.get("language", "en")))
    target = offered.place(folder.root, "epub", front.name(work))
    content = made(folder.root / "_build" / "html", work)
    offered.keep(target, content, state)
    print(f"{target.relative_to(folder.root)}: {len(content) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(main, left=LEFT))
