"""The pictures that stand for the book elsewhere: a card for each page that is linked to, and the icon of a phone.

Both are drawn as SVG and rasterised while the site is built. Text is set in the fonts that the book ships, so that the
pictures are the same on every machine. They have Latin and Greek letters to look at, so a card leaves out what it
cannot draw.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ledgerbook.figure import fonts, theme
from ledgerbook.site.base import pixels, summaries
from ledgerbook.site.base.inputs import kept_drawings
from ledgerbook.site.pages import cover

FOLDER = "_static/cards"
ICON = "_static/apple-touch-icon.png"
SIZE = (1200, 630)  # px, what every site that shows cards takes
ICON_SIZE = 180  # px
PAPER = "#fdfcf9"  # the page's ground by day, as in site/static/book.css
MARGIN = 80  # px
TITLE, TEXT, BOOK = 60, 32, 22  # px: the sizes of type
TITLE_COLUMNS, TEXT_COLUMNS, BOOK_COLUMNS = 22, 42, 96  # characters to a line, so that even wide ones fit
TEXT_LINES = 7  # of them, with a title of one line
LEADING = 1.32
ARROW_WIDTH, ARROW_PITCH = 40, 58  # px: of one, and from one to the next
ARROWS_LENGTH = 400  # px: from the highest point to the lowest
_IN_BRACKETS = re.compile(rf"\s*\([^()]*{fonts.UNDRAWN}[^()]*\)")
_UNDRAWN = re.compile(fonts.UNDRAWN)


def name(page: str) -> str:
    """The address of a page's card within the site."""
    return f"{FOLDER}/{page}.png"


def write(app: Sphinx, page: str, title: str, text: str) -> None:
    """Draws the card of a page."""
    svg = card(title, text, app.config.project, cover.values(app.env))
    path = Path(app.outdir) / name(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_kept(kept_drawings(app), svg))


def drawable(page: nodes.document) -> str:
    """The first of the page's findings, or of its paragraphs, that a card can draw; "" if there is none."""
    texts = [*summaries.findings(page), *summaries.paragraphs(page)]
    return next(filter(None, map(without_undrawn_brackets, texts)), "")


def without_undrawn_brackets(text: str) -> str:
    """The text without brackets that hold what the font lacks, or "" where that is part of a sentence."""
    text = _IN_BRACKETS.sub("", text)
    return "" if _UNDRAWN.search(text) else text


def card(title: str, text: str, book: str, values: Sequence[float]) -> str:
    """A card as SVG: title, text, the cover's arrows, and below them the title of the book."""
    width, height = SIZE
    heading = textwrap.wrap(_UNDRAWN.sub("", title), TITLE_COLUMNS)
    lines = TEXT_LINES - 2 * (len(heading) - 1)
    text = summaries.shortened(text, TEXT_COLUMNS * lines)
    while len(body := textwrap.wrap(text, TEXT_COLUMNS)) > lines:
        text = summaries.shortened(text, len(text) - 1)
    top = MARGIN + TITLE * 0.8
    below = top + (len(heading) - 1) * TITLE * LEADING + 0.6 * TITLE + TEXT
    parts = [
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        _text(heading, top, TITLE, theme.INK, "bold"),
        _text(body, below, TEXT, theme.INK),
        f'<path d="M{MARGIN} {height - 92}H{width - MARGIN}" stroke="{theme.GRID}" stroke-width="2"/>',
        _text(textwrap.wrap(book, BOOK_COLUMNS)[:1], height - 48, BOOK, theme.MUTED),
        _arrows(values, right=width - MARGIN, top=MARGIN) if values else "",
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="{fonts.FAMILY}">'
        f"{''.join(parts)}</svg>"
    )


def _text(lines: Sequence[str], top: float, size: int, colour: str, weight: str = "normal") -> str:
    return "".join(
        f'<text x="{MARGIN}" y="{top + i * size * LEADING:g}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )


def _arrows(values: Sequence[float], *, right: int, top: int) -> str:
    """The arrows on both sides of one line, to one scale."""
    above, below = max(0.0, *values), max(0.0, *(-value for value in values))
    scale = ARROWS_LENGTH / (above + below)
    left = right - ARROW_PITCH * (len(values) - 1) - ARROW_WIDTH
    zero = top + above * scale
    drawn = [f'<path d="M{left - 10} {zero:g}H{right}" stroke="{theme.MUTED}" stroke-width="2"/>']
    for i, value in enumerate(values):
        length, colour = abs(value) * scale, theme.NAVY if value > 0 else theme.RUST
        start = zero - length if value > 0 else zero
        path = cover.outline(round(length, 2), ARROW_WIDTH, up=value > 0)
        drawn.append(f'<path transform="translate({left + i * ARROW_PITCH} {start:.2f})" fill="{colour}" d="{path}"/>')
    return "".join(drawn)


def icon(mark: str) -> str:
    """The book's mark as SVG on a ground, with the margin that a phone's rounded corners need."""
    margin = ICON_SIZE // 6
    side = ICON_SIZE - 2 * margin
    placed = mark.replace("<svg ", f'<svg x="{margin}" y="{margin}" ', 1)
    placed = re.sub(r' width="[^"]*" height="[^"]*"', f' width="{side}" height="{side}"', placed, count=1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{ICON_SIZE}" height="{ICON_SIZE}">'
        f'<rect width="{ICON_SIZE}" height="{ICON_SIZE}" fill="{PAPER}"/>{placed}</svg>'
    )


def _write_icon(app: Sphinx) -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder) and app.config.html_favicon:
        path = Path(app.outdir) / ICON
        path.parent.mkdir(parents=True, exist_ok=True)
        mark = (Path(app.confdir) / app.config.html_favicon).read_text(encoding="utf-8")
        path.write_bytes(_kept(kept_drawings(app), icon(mark)))


def _kept(folder: Path, svg: str) -> bytes:
    """The picture that was made before from the same drawing, or a new one."""
    return pixels.of(folder, svg, lambda: fonts.png(svg))


def setup(app: Sphinx) -> None:
    """Registers the icon; a page's card is written with the page (:mod:`ledgerbook.site.pages.head`)."""
    app.connect("builder-inited", _write_icon)
