"""Makes the PDF from the built site: ``python -m ledgerbook.offline.pdf``, or ``make pdf``.

The browser's dates and numbers of chance are taken out, so that the same site gives the same bytes with the same
browser. Another version of the browser may break lines elsewhere.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path

import pikepdf

from ledgerbook.book import Book as Folder
from ledgerbook.citing.work import Work
from ledgerbook.commands import faults
from ledgerbook.commands.faults import CommandError
from ledgerbook.offline import articles, document, fonts, front, printing
from ledgerbook.offline.articles import Book

MOST_TOLD = 20
LEFT = "No PDF was made; one that was there is as it was."


def read(site: Path, work: Work) -> Book:
    """The book with its links as they are in the PDF."""
    book = articles.read(site)
    book.resolve(lambda name, anchor: f"#{document.target(name, anchor)}", work.address)
    return book


def missing(book: Book) -> list[str]:
    """The characters that the fonts lack: on which page, and beside which words."""
    found = []
    for page in book.pages:
        for words in page.body.find_all(string=True):
            if lacking := fonts.lacking(words):
                named = ", ".join(f"{character} (U+{ord(character):04X})" for character in lacking)
                found.append(f"{page.name}: no font has {named}: {' '.join(words.split())[:60]!r}")
    return found


def made(site: Path, work: Work, folder: Path) -> bytes:
    """The PDF. Raises CommandError where something would be missing or cut on paper."""
    book = read(site, work)
    refuse(missing(book), "Remedy: make print-fonts, which takes the characters of the site into the fonts")
    source = folder / "print.html"
    html = document.whole(book, work)
    source.write_text(html, encoding="utf-8")
    with printing.opened(source) as page:
        refuse(printing.cut(page), "Remedy: make it narrower or lower, or its words shorter")
        numbers = places(printing.pdf(page, tagged=False))
        # The contents with their numbers take as many pages as without, as a number of any length has the same place.
        source.write_text(document.numbered(html, numbers), encoding="utf-8")
        page.reload()
        printed = printing.pdf(page, tagged=True)
    source.unlink()
    if places(printed) != numbers:
        raise CommandError("the contents with their numbers moved the pages. Remedy: report it")
    return finished(printed, work)


def refuse(problems: list[str], remedy: str) -> None:
    """Raises CommandError with the problems, where there are any."""
    if problems:
        more = [f"and {len(problems) - MOST_TOLD} more"] if len(problems) > MOST_TOLD else []
        raise CommandError("\n".join([*problems[:MOST_TOLD], *more, remedy]))


def places(printed: bytes) -> Mapping[str, int]:
    """The page of paper, from 1, of each id that a link leads to."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        return {name.removeprefix("/"): pages[place[0].objgen] for name, place in pdf.Root.Dests.as_dict().items()}


def finished(printed: bytes, work: Work) -> bytes:
    """The same without dates and numbers of chance, with what says whose it is."""
    day = work.day or datetime.min.date()
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        for key in list(pdf.docinfo.keys()):
            del pdf.docinfo[key]
        pdf.docinfo["/Title"] = work.title
        pdf.docinfo["/Author"] = "; ".join(work.authors)
        pdf.docinfo["/CreationDate"] = f"D:{day:%Y%m%d}000000Z"
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
            said["dc:title"] = work.title
            said["dc:creator"] = list(work.authors)
            said["dc:language"] = [work.language]
            said["dc:rights"] = work.licence_words
            said["xmp:CreateDate"] = datetime.combine(day, time(), UTC).isoformat()
            said["pdfuaid:part"] = "1"
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.Root.Lang = work.language
        packed = io.BytesIO()
        pdf.save(packed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return packed.getvalue()


def main(root: Path | None = None) -> int:
    """The command."""
    folder = Folder(root) if root else Folder.here()
    work = front.cited(folder.root, folder.data, str(folder.settings.get("language", "en")))
    target = folder.root / "_build" / "pdf" / f"{front.name(work)}.pdf"
    target.parent.mkdir(parents=True, exist_ok=True)
    content = made(folder.root / "_build" / "html", work, target.parent)
    target.write_bytes(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        print(f"{target.relative_to(folder.root)}: {len(pdf.pages)} pages, {len(content) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(main, left=LEFT))
