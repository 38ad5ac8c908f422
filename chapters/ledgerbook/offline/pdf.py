"""Makes the PDF from the built site: ``python -m ledgerbook.offline.pdf``, or ``make pdf``.

The browser's dates and numbers of chance are taken out, so that the same site gives the same bytes with the same
browser. Another version of the browser may break lines elsewhere.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pikepdf

from ledgerbook.book import Book as Folder
from ledgerbook.citing.work import Work
from ledgerbook.commands import faults, offered
from ledgerbook.commands.faults import CommandError
from ledgerbook.offline import articles, document, fonts, front, printing
from ledgerbook.offline.articles import Book

Instruction: TypeAlias = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
MOST_TOLD = 20
PAINTING = frozenset(
    ["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI", "INLINE IMAGE"]
)
OPENING = pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))
CLOSING = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
LEFT = "No PDF was made; one that was there is as it was."


def read(site: Path, work: Work) -> Book:
    """The book with its links as they are in the PDF."""
    book = articles.read(site)
    book.resolve(lambda name, anchor: f"#{document.target(name, anchor)}", work.found_at)
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
    """The PDF; ``folder`` is for the page on its way. Raises CommandError where something would be missing or cut."""
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
    if places(printed) != numbers:
        raise CommandError("the contents with their numbers moved the pages. Remedy: report it")
    return finished(printed, work, document.described(book))


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


def finished(printed: bytes, work: Work, described: Mapping[str, str]) -> bytes:
    """The same without dates and numbers of chance, with what says whose it is, and in words where each link leads.

    ``described``: the words by the id that a link leads to.
    """
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        for page in pdf.pages:
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(_all_marked(page)))
            for note in page.get("/Annots", []):
                address = note.A.URI if "/A" in note else described.get(str(note.Dest).removeprefix("/"), "")
                note.Contents = pikepdf.String(str(address))
        with pdf.open_outline() as outline:
            _say_once(outline.root)
        for key in list(pdf.docinfo.keys()):
            del pdf.docinfo[key]
        pdf.docinfo["/Title"] = work.title
        pdf.docinfo["/Author"] = "; ".join(work.authors)
        if work.day:
            pdf.docinfo["/CreationDate"] = f"D:{work.day:%Y%m%d}000000Z"
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
            said["dc:title"] = work.title
            said["dc:creator"] = list(work.authors)
            said["dc:language"] = [work.language]
            said["dc:rights"] = work.licence_words
            if work.day:
                said["xmp:CreateDate"] = f"{work.day.isoformat()}T00:00:00Z"
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.Root.Lang = work.language
        packed = io.BytesIO()
        pdf.save(
            packed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True
        )
        return packed.getvalue()


def _say_once(bookmarks: Iterable[pikepdf.OutlineItem]) -> None:
    """Mends the bookmarks of headings that open a page: the browser writes their words twice."""
    for bookmark in bookmarks:
        half = bookmark.title[: len(bookmark.title) // 2]
        bookmark.title = half if bookmark.title == 2 * half else bookmark.title
        _say_once(bookmark.children)


def _all_marked(page: pikepdf.Page) -> list[Instruction]:
    """The content of a page; what has no tag, such as running heads, is marked as none of the text."""
    marked: list[Instruction] = []
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
        if depth == 0 and operator in PAINTING:
            marked += [OPENING, instruction, CLOSING]
        else:
            marked.append(instruction)
    return marked


def main(root: Path | None = None) -> int:
    """The command."""
    folder = Folder(root) if root else Folder.here()
    state = offered.state(folder.root)
    work = front.cited(folder.root, folder.data, str(folder.settings.get("language", "en")))
    with TemporaryDirectory() as aside:
        content = made(folder.root / "_build" / "html", work, Path(aside))
    target = offered.place(folder.root, "pdf", front.name(work))
    offered.keep(target, content, state)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        print(f"{target.relative_to(folder.root)}: {len(pdf.pages)} pages, {len(content) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(main, left=LEFT))
