"""A figure as a picture of pixels, ``figures/<name>.png``, for slides and documents that take no SVG.

It is the figure's own drawing at twice its size, on white and with its title. The drawing is text that was measured
with the sans of :mod:`ledgerbook.figure.fonts`, and is set in it here. That font has boxes for Han characters and kana;
they are set in the font that the PDF has for them, in which each is as wide as its box. The library looks for the whole
text in both fonts, and in fonts of the machine where one lacks a letter: so the other has the common letters too.

``python -m ledgerbook.site.figures.pixels FOLDER NOTEBOOK...`` draws those of notebooks into a folder that keeps them.
The library lets nothing else run in its process while it draws, so a first build has it done by another, meanwhile.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path

import vl_convert as vlc

import ledgerbook
from ledgerbook.commands.lock import end_with_parent
from ledgerbook.figure import FIGURE_MIME, fonts, theme
from ledgerbook.notebooks import drawings, stored
from ledgerbook.site.base import pixels

SCALE = 2
EFFORT = 6  # of compression: more of it takes four times as long, for a hundredth of the size
FULL_WIDTH = "BookHan"  # the family of the PDF's font for characters of full width, and its folder
PACKAGE = Path(str(ledgerbook.__file__)).parent
FOLDER = PACKAGE / "offline" / "fonts"
_TEXT = re.compile(r"<text\b[^>]*>.*?</text>", re.DOTALL)
_WORDS = re.compile(r">[^<]+<")
_FULL_WIDTH = re.compile(f"{fonts.UNDRAWN}+")


def of(folder: Path, svg: str) -> bytes:
    """The picture of a drawing that stands alone; ``folder`` keeps it for the next build."""
    lettered = in_shipped_fonts(svg)
    return pixels.of(folder, f"{SCALE} {_register()} {lettered}", partial(_drawn, lettered), EFFORT)


def begin(folder: Path, notebooks: Iterable[Path]) -> subprocess.Popen[bytes] | None:
    """Begins to draw the pictures of notebooks in a process of its own; None where the folder has pictures already.

    What it does not come to is drawn where it is needed, and what is wrong is said there.
    """
    if any(folder.glob("*.png")):
        return None
    command = [sys.executable, "-m", __spec__.name, str(folder), *map(str, notebooks)]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main(folder: str, *notebooks: str) -> None:
    """Draws the pictures of notebooks."""
    end_with_parent()
    for notebook in map(Path, notebooks):
        for svg in _images(notebook):
            of(Path(folder), svg)


def _images(notebook: Path) -> Iterator[str]:
    """The drawings that stand alone of a notebook's figures, as printed and under the strict reading."""
    for figure in stored.published(stored.cells(notebook), "", FIGURE_MIME):
        yield figure.image
        if strict := drawings.of(notebook, figure.document).strict:
            yield strict.image


def in_shipped_fonts(svg: str) -> str:
    """The drawing with the shipped fonts in the place of the reader's."""
    return _TEXT.sub(_lettered, svg.replace(theme.FONT, fonts.FAMILY, 1))


def _lettered(text: re.Match[str]) -> str:
    return _WORDS.sub(
        lambda words: _FULL_WIDTH.sub(rf'<tspan font-family="{FULL_WIDTH}">\g<0></tspan>', words[0]), text[0]
    )


def _drawn(svg: str) -> bytes:
    fonts.check(svg)
    _register()
    return vlc.svg_to_png(svg, scale=SCALE)


@cache
def _register() -> str:
    """Makes the fonts known to the library; the digest of the one whose name has none in it."""
    fonts.register()
    vlc.register_font_directory(str(FOLDER))
    return hashlib.sha256((FOLDER / f"{FULL_WIDTH}-Regular.ttf").read_bytes()).hexdigest()


if __name__ == "__main__":
    main(*sys.argv[1:])
