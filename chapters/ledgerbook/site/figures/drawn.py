"""A stored drawing as a page holds it: it grows with the reader's text, and its alternative can be listened to.

Execution draws in pixels and writes the whole alternative; here the width becomes one in em, and of a long alternative
the first sentences stay: whoever wants every value has the figure's table. A drawing in a page is lost in the reader
modes of browsers, which keep pictures only: for them the figure names its file as well.
"""

from __future__ import annotations

import re
from html import escape, unescape

from ledgerbook.site.base.words import _

TEXT_SIZE = 16  # px that drawings are made for: what an em is at the size that browsers begin with
LONGEST = 250  # characters of an alternative: more is not listened to
FOR_READERS = "for-readers"  # the class of the picture that only reader modes show
_SIZE = re.compile(r' width="([\d.]+)" height="[\d.]+"')
_LABEL = re.compile(r' aria-label="([^"]*)"')
_PARTS = re.compile(r"(?<=[.;:])\s+")


def in_page(svg: str) -> str:
    """The drawing with its width in em, and an alternative of a length that can be listened to."""
    svg = _SIZE.sub(lambda size: f' width="{round(float(size[1]) / TEXT_SIZE, 3):g}em"', svg, count=1)
    return _LABEL.sub(lambda label: f' aria-label="{escape(alternative(unescape(label[1])))}"', svg, count=1)


def for_readers(address: str, svg: str) -> str:
    """The picture for reader modes. It is never shown on the page, and so never loaded there."""
    label = _LABEL.search(svg)
    words = escape(alternative(unescape(label[1]))) if label else ""
    return f'<img class="{FOR_READERS}" src="{escape(address)}" alt="{words}" loading="lazy">'


def alternative(text: str) -> str:
    """The text, or of a longer one its first sentences and where the rest is."""
    if len(text) <= LONGEST:
        return text
    end = " " + _("Its table has the data.")
    kept, room = "", LONGEST - len(end)
    for part in _PARTS.split(text):
        if len(kept) + len(part) + 1 > room:
            break
        kept = f"{kept} {part}".strip()
    if not kept:
        kept = text[: room - 2].rpartition(" ")[0].rstrip(",;:") + " …"
    return re.sub(r"[;:]$", ".", kept) + end
