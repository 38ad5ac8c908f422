"""What holds up the first paint of a page, and what of a site is dead weight."""

import re

import pytest

from book_site import Site

BLOCKING_SCRIPT = re.compile(r"<script\b(?![^>]*\b(?:defer|async)\b)[^>]*\bsrc=[^>]*>")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>")
STYLE_SHEET = re.compile(r"<link\b[^>]*\bstylesheet\b[^>]*>|<style\b|\sstyle=\"|\son[a-z]+=\"")


def holdups(html: str) -> list[str]:
    """What keeps a page from its first paint, or would need a weaker policy: all but one style sheet and one script."""
    styles, inline = STYLE_SHEET.findall(html), INLINE_SCRIPT.findall(html)
    return [*BLOCKING_SCRIPT.findall(html), *styles[1:], *inline[1:]]


def test_nothing_holds_up_the_first_paint(site: Site):
    """The drawings are in the page, so the first figure comes with the first paint."""
    found = {site.name(page): holdups(page.read_text(encoding="utf-8")) for page in site.pages}
    assert {name: parts for name, parts in found.items() if parts} == {}


def test_every_static_file_is_used(site: Site):
    """A file that no page, style sheet or script names is dead weight."""
    static = site.html / "_static"
    texts = [p.read_text(encoding="utf-8") for p in site.html.rglob("*") if p.suffix in (".html", ".js", ".css")]
    named = "\n".join(texts)
    assert [str(p.relative_to(static)) for p in sorted(static.rglob("*")) if p.is_file() and p.name not in named] == []


# The checks, on pages that break them ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        '<script src="a.js"></script>',
        '<link rel="stylesheet" href="a.css"><link rel="stylesheet" href="b.css">',
        "<script>1</script><script>2</script>",
        '<link rel="stylesheet" href="a.css"><p style="color:red">x</p>',
        '<link rel="stylesheet" href="a.css"><p onclick="x()">x</p>',
    ],
)
def test_holdups_are_seen(html):
    assert len(holdups(html)) == 1
    assert holdups('<script defer src="a.js"></script><link rel="stylesheet" href="a.css"><script>1</script>') == []
