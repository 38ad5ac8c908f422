"""Prints a page of HTML in a browser that has no fonts but those of this package, after it looked for what is cut."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ledgerbook.commands import browser
from ledgerbook.commands.faults import CommandError
from ledgerbook.figure import fonts as drawn
from ledgerbook.offline import fonts

if TYPE_CHECKING:
    from playwright.sync_api import Page

REMEDY = "Remedy: install Chromium or Chrome, or set CHROMIUM to the path of one"
# The text of a page of A4 with the margins of styles/print.css, in CSS pixels: 170 mm and 251 mm.
WIDTH, HEIGHT = 643, 948
FONTCONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{serif}</dir><dir>{sans}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
# What would be cut on paper: wider than its place, or a figure higher than a page, or words of a drawing outside it.
CUT = """([width, height]) => {
  const found = [];
  const tell = (place, what) => {
    const named = place.closest("[id]"), chapter = place.closest("section");
    found.push([chapter?.id ?? "", named?.id ?? "", what, place.textContent.trim().replace(/\\s+/g, " ").slice(0, 60)]);
  };
  const kinds = "table, pre, .figure, svg, p, li, dd, dt, th, td", wide = [];
  for (const place of document.querySelectorAll(`.chapter :is(${kinds})`)) {
    const box = place.getBoundingClientRect(), name = place.localName;
    if (wide.at(-1)?.contains(place)) continue; // said already
    if (box.right > width + 1 || (name !== "svg" && place.clientWidth && place.scrollWidth > place.clientWidth + 1)) {
      tell(place, `${name} is wider than its place (${Math.ceil(Math.max(box.width, place.scrollWidth))} px)`);
      wide.push(place);
    }
    if (place.matches(".figure, svg") && box.height > height) tell(place, `${name} is higher than a page`);
  }
  for (const drawing of document.querySelectorAll(".chapter svg")) {
    const frame = drawing.getBoundingClientRect();
    for (const words of drawing.querySelectorAll("text")) {
      const box = words.getBoundingClientRect();
      if (box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 2))
        tell(words, "text leaves its drawing");
    }
  }
  return found;
}"""


@contextmanager
def opened(path: Path) -> Iterator[Page]:
    """The page, as it is for paper. Raises CommandError where there is no browser."""
    from playwright.sync_api import sync_playwright

    program = browser.find()
    if program is None:
        raise CommandError(f"there is no browser to print the book with. {REMEDY}")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = Path(folder, "fonts.conf")
        settings.write_text(FONTCONFIG.format(serif=fonts.FOLDER, sans=drawn.FOLDER, cache=folder), encoding="utf-8")
        environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(settings)}
        with playwright.chromium.launch(
            executable_path=program, chromium_sandbox=False, env=environment, args=["--disable-extensions"]
        ) as chromium:
            page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.emulate_media(media="print")
            page.goto(path.as_uri())
            page.evaluate("document.fonts.ready.then(() => true)")
            yield page


def cut(page: Page) -> list[str]:
    """What would be cut on paper: the chapter and the place, what is wrong, and the words there."""
    return [
        f"{chapter}, {place}: {what}: {words!r}" for chapter, place, what, words in page.evaluate(CUT, [WIDTH, HEIGHT])
    ]


def pdf(page: Page, *, tagged: bool) -> bytes:
    """The page as a PDF, with tags and bookmarks unless nobody will read it."""
    return page.pdf(prefer_css_page_size=True, print_background=True, tagged=tagged, outline=tagged)
