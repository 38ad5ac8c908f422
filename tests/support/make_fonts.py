"""Makes the fonts that the book ships, from a folder with the files named in ``SOURCES``: ``make fonts FROM=FOLDER``.

It stands outside the package, which must run without fontTools. The same sources and the same version of fontTools
give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

FOLDER = Path(__file__).parents[2] / "chapters" / "ledgerbook" / "figure" / "fonts"
MADE = "fonts.json"  # what the package reads about the fonts; not imported from it, which needs this file

# The files of Debian's fonts-liberation2 2.1.5-1, by their SHA-256.
SOURCES = {
    "LiberationSans-Regular.ttf": "8d91388f1d3604b3b8ae0e3ee2d140e50cd6122f9214514f4aca772540a4076d",
    "LiberationSans-Bold.ttf": "ba0e0dc3f7aca5b0afbc31e800531ee43be3aa79ae35b2ef1f6470a9547765c4",
    "LiberationSans-Italic.ttf": "01f559e5c501d3d5777647c6a92b3ff37a4523bcf4f3b6e97ae052af567618b1",
    "LiberationSans-BoldItalic.ttf": "15c1068175252e4adee6d3721bf74064ffe437f679d9dbaeacd03fa7711a041b",
}
FAMILY = "BookSans"  # not "Liberation": the licence reserves that name for the unchanged font

# What is kept of the source: Latin and Greek letters, punctuation, signs, arrows and shapes.
LETTERS = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x3FF), (0x2000, 0x209F), (0x20A0, 0x20BF),
    (0x2100, 0x22FF), (0x2500, 0x25FF),
)  # fmt: skip
# What is one em wide in every font that has it: Chinese characters and punctuation, kana, full-width forms.
FULL_WIDTH = ((0x3000, 0x303E), (0x3041, 0x3096), (0x309B, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
              (0xF900, 0xFAFF), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6))  # fmt: skip
BOX = "fullwidth"  # the one glyph that stands for all of these

Ranges = Sequence[tuple[int, int]]


def make(sources: Path, folder: Path) -> None:
    """Writes the fonts and what the package reads about them."""
    bare = [_font(_read(sources / name, digest), FAMILY) for name, digest in SOURCES.items()]
    # Whoever has a font of this name has this font: so no machine can put another in its place.
    family = f"{FAMILY}-{hashlib.sha256(b''.join(map(_bytes, bare))).hexdigest()[:8]}"
    files = {}
    for name, font in zip(SOURCES, bare, strict=True):
        _rename(font["name"], family)
        path = folder / name.replace("LiberationSans", FAMILY)
        path.write_bytes(_bytes(font))
        files[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    # A character that one of them lacks would make a bold or slanted text depend on the machine.
    common = set.intersection(*(set(font.getBestCmap()) for font in bare))
    wide = {code for code in common if _within(code, FULL_WIDTH)}
    made = {"family": family, "files": files, "letters": _written(common - wide), "full_width": _written(wide)}
    (folder / MADE).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def _written(codes: Iterable[int]) -> list[str]:
    """The characters as ranges with both ends in."""
    found: list[tuple[int, int]] = []
    for code in sorted(codes):
        first = found.pop()[0] if found and code == found[-1][1] + 1 else code
        found.append((first, code))
    return [f"{first:04X}-{last:04X}" for first, last in found]


def _read(path: Path, digest: str) -> bytes:
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != digest:
        sys.exit(f"{path} is not the file of fonts-liberation2 2.1.5-1 (its SHA-256 would be {digest})")
    return data


def _font(source: bytes, family: str) -> TTFont:
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    options = Options(
        hinting=False, layout_features=["kern", "ccmp", "mark", "mkmk"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13]
    )
    options.drop_tables += ["FFTM"]  # the dates of the editor that made the source
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for code in font.getBestCmap() if _within(code, LETTERS)])
    subsetter.subset(font)
    _add_box(font)
    _rename(font["name"], family)
    return font


def _within(code: int, ranges: Ranges) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _add_box(font: TTFont) -> None:
    """Adds a box of one em, and one table of characters that maps whatever is full-width to it."""
    em = font["head"].unitsPerEm
    low, high, line = -em // 8, em - em // 8, em // 20
    pen = TTGlyphPen(None)
    for inset, turn in ((line, 1), (2 * line, -1)):
        corners = [(inset, low + inset), (inset, high - inset), (em - inset, high - inset), (em - inset, low + inset)]
        pen.moveTo(corners[0])
        for corner in corners[1:][::turn]:
            pen.lineTo(corner)
        pen.closePath()
    font.setGlyphOrder([*font.getGlyphOrder(), BOX])
    font["glyf"][BOX] = pen.glyph()
    font["hmtx"][BOX] = (em, line)
    mapped = font.getBestCmap() | {code: BOX for a, b in FULL_WIDTH for code in range(a, b + 1)}
    table: Any = CmapSubtable.newSubtable(4)  # not 13, the format for many characters of one glyph: it is slow to read
    table.platformID, table.platEncID, table.language, table.cmap = 3, 1, 0, mapped
    font["cmap"].tables = [table]


def _rename(names: Any, family: str) -> None:
    style = names.getDebugName(2)
    renamed = {1: family, 3: f"{family} {style}", 4: f"{family} {style}", 6: f"{family}-{style.replace(' ', '')}"}
    for record in names.names:
        record.string = renamed.get(record.nameID, record.toUnicode())


def _bytes(font: TTFont) -> bytes:
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1] or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: make fonts FROM=FOLDER, the folder of Liberation Sans (see ledgerbook/figure/fonts/README.md)")
    make(Path(sys.argv[1]), FOLDER)
