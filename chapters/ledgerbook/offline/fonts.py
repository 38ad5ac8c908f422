"""The fonts of the PDF and the EPUB, which come with this package: no font of a machine is ever used.

README.md in the folder says how they are made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from ledgerbook.figure import fonts as drawn

FOLDER = Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Font:
    """A file, the family that style sheets call it by, and its weight and slant."""

    path: Path
    family: str
    weight: str = "400"
    slant: str = "normal"
    letters: str = ""  # as a unicode-range, where the font has boxes for the others

    @property
    def rule(self) -> str:
        """Its rule of a style sheet."""
        letters = f" unicode-range: {self.letters};" if self.letters else ""
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; font-style: {self.slant};'
            f' src: url("{self.path.as_uri()}");{letters} }}'
        )


STYLES = (
    ("Regular", "400", "normal"),
    ("Bold", "700", "normal"),
    ("Italic", "400", "italic"),
    ("BoldItalic", "700", "italic"),
)
HAN = FOLDER / "BookHan-Regular.ttf"


@cache
def all_fonts() -> tuple[Font, ...]:
    """Every font: serif, sans (which drawings are measured with), mono, and Han with kana and Hangul."""
    letters = ", ".join(f"U+{found}" for found in drawn.LETTERS)
    return (
        *(Font(FOLDER / f"BookSerif-{style}.ttf", "Book Serif", weight, slant) for style, weight, slant in STYLES),
        *(
            Font(drawn.FOLDER / f"BookSans-{style}.ttf", "Book Sans", weight, slant, letters)
            for style, weight, slant in STYLES
        ),
        Font(FOLDER / "BookMono-Regular.ttf", "Book Mono"),
        # Of one weight and upright: a browser would feign bold and slanted ones, and not as fonts.
        *(Font(HAN, "Book Han", "100 900", slant) for slant in ("normal", "italic")),
    )


@cache
def _known() -> frozenset[int]:
    """The characters of the text: those of the serif and of the Han, which stand in every list of families."""
    found: set[int] = set()
    for path in (FOLDER / "BookSerif-Regular.ttf", HAN):
        with TTFont(path, lazy=True) as font:
            found |= set(font.getBestCmap())
    return frozenset(found)


def lacking(characters: Iterable[str]) -> list[str]:
    """The characters that no font has."""
    return sorted(c for c in set(characters) if c.isprintable() and not c.isspace() and ord(c) not in _known())
