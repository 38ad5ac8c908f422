"""The fonts that drawings are measured with, so that they are the same whatever fonts the machine has.

The library that draws takes its fonts from the machine before its own, even one named like its own. So drawings name
the family of this folder, which no machine has: Liberation Sans, and for all that is one em wide in every font,
Chinese above all, one box of that width. A drawing is text, which the reader's browser sets in a font of the reader's;
only the widths of these fonts matter, and their letters only in pictures of pixels (cards). README.md says how they are
made.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from html import unescape
from pathlib import Path

import vl_convert as vlc

FOLDER = Path(__file__).parent
_MADE = json.loads((FOLDER / "fonts.json").read_text(encoding="utf-8"))
FAMILY: str = _MADE["family"]
LETTERS: tuple[str, ...] = tuple(_MADE["letters"])  # ranges of characters of which the fonts have pictures


def _ranges(name: str) -> str:
    return "".join(r"\U{:0>8}-\U{:0>8}".format(*ends.split("-")) for ends in _MADE[name])


UNDRAWN = f"[^{_ranges('letters')}]"  # a pattern for a character of which the fonts have no picture but the box
_LACKING = re.compile(rf"[^{_ranges('letters')}{_ranges('full_width')}\n]")
_TEXT = re.compile(r"<text\b[^>]*>(.*?)</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class FontError(ValueError):
    """A drawing or an installation that the shipped fonts do not serve; the message says what and the remedy."""


@cache
def register() -> None:
    """Makes the fonts known to the library that draws. Raises :class:`FontError` for a damaged one."""
    for name, digest in _MADE["files"].items():
        path = FOLDER / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise FontError(f"{path} is missing or damaged. Remedy: git checkout -- {path}")
    vlc.register_font_directory(str(FOLDER))


def png(svg: str) -> bytes:
    """The SVG drawn as a picture of its size in pixels. Raises :class:`FontError` as :func:`check` does."""
    check(svg)
    register()
    return vlc.svg_to_png(svg)


def check(svg: str) -> None:
    """Raises :class:`FontError` where a text of the drawing has a character that the fonts lack.

    Such a character would be measured by whatever font the machine happens to have.
    """
    for text in _TEXT.findall(svg):
        words = unescape(_TAG.sub("", text))
        if lacking := sorted(set(_LACKING.findall(words))):
            named = ", ".join(f"{character} (U+{ord(character):04X})" for character in lacking)
            raise FontError(
                f"a drawing says {words!r}, and the fonts that drawings are measured with lack {named}. "
                "Remedy: write it with other characters, or add these to the ranges in tests/support/make_fonts.py "
                "and run make fonts"
            )
