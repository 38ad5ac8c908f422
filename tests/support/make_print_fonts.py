"""Makes the fonts of the PDF and the EPUB, from a folder with the files of ``SOURCES``: ``make print-fonts FROM=``.

Latin letters are kept whole; of the Han and Hangul characters, of which the source has 30,000, those that the built
site holds. The same sources, site and version of fontTools give the same bytes. fonts/README.md says where they are
had.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "chapters" / "ledgerbook" / "offline" / "fonts"
SITE = ROOT / "_build" / "html"

# Of each font: the file it is made from, that file's SHA-256, and its new name, since the licences reserve the old one.
SOURCES = {
    "BookSerif-Regular.ttf": (
        "CharisSIL-Regular.ttf",
        "346337374aa347d64ee015b26d441f1970d8631914e2f3941b00e1c4761e28c5",
    ),
    "BookSerif-Bold.ttf": ("CharisSIL-Bold.ttf", "68460d2b76c8f781b49f9168f2c7dc3c9f7b788a3a1b8f267c5fa6bb47d5c64d"),
    "BookSerif-Italic.ttf": (
        "CharisSIL-Italic.ttf",
        "e776e2961117b39cf924c0139de01748a77b2fcb99c437b2c77bdd9401606c13",
    ),
    "BookSerif-BoldItalic.ttf": (
        "CharisSIL-BoldItalic.ttf",
        "acdf6dc54c0ee5e03cae3398f64133c335084cd1ecab655f2a8636c5d56acedb",
    ),
    "BookMono-Regular.ttf": (
        "LiberationMono-Regular.ttf",
        "6b3809450cf6253b36d157198dc15004a5fbade9abad5543c377feb7bb29139c",
    ),
    "BookHan-Regular.ttf": (
        "NotoSansCJK-Regular.ttc",
        "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
    ),
}
COLLECTED = "Noto Sans CJK SC"  # the font of the collection; Chinese is set in the forms of the mainland
# Latin, punctuation, signs, arrows and shapes; and what is one em wide.
LETTERS = ((0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x36F), (0x391, 0x3C9), (0x1E00, 0x1EFF), (0x2000, 0x206F),
           (0x2070, 0x20BF), (0x2100, 0x22FF), (0x2460, 0x2473), (0x25A0, 0x25FF), (0x2713, 0x2713))  # fmt: skip
WIDE = ((0x1100, 0x11FF), (0x2460, 0x2473), (0x25A0, 0x25FF), (0x2E80, 0xD7FF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF))
# Letters and signs that the font of the wide ones has too: what a drawing says beside them. A library that sets a word
# in two fonts takes a third, of the machine, where one of the two lacks a letter of the word.
BESIDE = ((0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2026), (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2248),
          (0x2260, 0x2265))  # fmt: skip
MOST_OFF = 1.0  # of a quadratic outline, in units of which an em has 1,000
PUNCTUATION = range(0x3000, 0x3020)  # kept whole


def _within(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def characters(site: Path) -> set[int]:
    """The wide characters of the site's pages."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html")))
    found = {ord(character) for text in texts for character in set(text)}
    return {code for code in found if _within(code, WIDE)} | set(PUNCTUATION)


def make(sources: Path, site: Path, folder: Path) -> None:
    """Writes the fonts."""
    wide = characters(site)
    for name, (source, digest) in SOURCES.items():
        font = _read(sources, source, digest)
        letters = BESIDE if source.endswith(".ttc") else LETTERS
        kept = {code for code in font.getBestCmap() if _within(code, letters)}
        kept |= wide if source.endswith(".ttc") else set()
        (folder / name).write_bytes(_made(font, kept, name.partition(".")[0]))


def _read(sources: Path, name: str, digest: str) -> TTFont:
    found = (path.read_bytes() for path in sorted(sources.rglob(name)))
    data = next((data for data in found if hashlib.sha256(data).hexdigest() == digest), None)
    if data is None:
        sys.exit(f"{sources}: {name} is not the file that the fonts are made from (its SHA-256 would be {digest})")
    if not name.endswith(".ttc"):
        return TTFont(io.BytesIO(data), recalcTimestamp=False)
    fonts = TTCollection(io.BytesIO(data), lazy=True).fonts
    font = next(font for font in fonts if font["name"].getDebugName(1) == COLLECTED)
    font.recalcTimestamp = False
    return font


def _made(font: TTFont, kept: set[int], name: str) -> bytes:
    options = Options(
        hinting=False, layout_features=["kern", "ccmp", "mark", "mkmk"], name_IDs=[0, 1, 2, 3, 4, 6, 13, 14]
    )
    options.drop_tables += [
        "Silf",
        "Silt",
        "Glat",
        "Gloc",
        "Feat",
        "Sill",
        "FFTM",
        "DSIG",
        "BASE",
        "VORG",
        "vhea",
        "vmtx",
    ]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(kept & set(font.getBestCmap())))
    subsetter.subset(font)
    family, _, style = name.partition("-")
    renamed = {1: family, 3: name, 4: name, 6: name, 2: style}
    for record in font["name"].names:
        record.string = renamed.get(record.nameID, record.toUnicode())
    if "CFF " in font:
        _as_truetype(font)
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def _as_truetype(font: TTFont) -> None:
    """Turns the cubic outlines to quadratic ones: browsers put no others into a PDF as a font."""
    order, glyphs, drawn = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, MOST_OFF, reverse_direction=True))
        drawn[name] = pen.glyph()
    del font["CFF "]
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    font["hmtx"].metrics = {
        name: (width, getattr(drawn[name], "xMin", 0)) for name, (width, _) in font["hmtx"].metrics.items()
    }
    font["maxp"] = limits = newTable("maxp")
    limits.tableVersion = 0x00010000
    for field in (
        "Zones",
        "TwilightPoints",
        "Storage",
        "FunctionDefs",
        "InstructionDefs",
        "StackElements",
        "SizeOfInstructions",
        "ComponentElements",
    ):
        setattr(limits, f"max{field}", 1 if field == "Zones" else 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(
            "usage: make print-fonts FROM=FOLDER, the folder of the fonts (see ledgerbook/offline/fonts/README.md)"
        )
    if not SITE.is_dir():
        sys.exit(f"{SITE}: there is no site, whose characters the fonts shall have. Remedy: make book")
    make(Path(sys.argv[1]), SITE, FOLDER)
