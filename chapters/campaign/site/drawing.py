"""A chart's specification as SVG that lives in a page: it follows the page's colours and brings no names of its own.

The drawing is parsed as XML. Colours of the theme become CSS variables (``--fig-...`` in _static/book.css, the ink the
page's own text colour), the white ground goes, ids become unique in the page, and the text alternative names the whole
while its marks are hidden from those who do not see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from campaign.figures import theme
from campaign.figures.figure import draw_svg

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
PAPER = "var(--fig-paper)"
PAINTS = ("fill", "stroke", "stop-color")
UNPAINTED = {"none", "transparent", "currentColor", PAPER}

VARIABLES = {
    **{value.lower(): f"var(--fig-{name})" for name, value in theme.COLOURS.items()},
    theme.INK.lower(): "currentColor",
    **dict.fromkeys(("white", "#fff", "#ffffff"), PAPER),
}

ET.register_namespace("", SVG)
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def page_svg(spec: Mapping[str, Any], *, name: str, variant: str, alternative: str) -> tuple[str, list[str]]:
    """The drawing for a page, and the colours in it that do not follow the page because the theme lacks them."""
    root = ET.fromstring(draw_svg({**spec, "background": "transparent"}))
    _drop_ground(root)
    _rename_ids(root, f"{name}-{variant}")
    foreign = sorted(_repaint(root))
    for child in root:
        child.set("aria-hidden", "true")
    root.attrib.update({"class": f"drawing {variant}", "role": "img", "aria-label": alternative})
    return ET.tostring(root, encoding="unicode"), foreign


def _drop_ground(root: ET.Element) -> None:
    """Takes away the rectangle that Vega paints behind everything."""
    for child in list(root):
        if child.tag == f"{{{SVG}}}rect" and child.get("width") == root.get("width"):
            root.remove(child)


def _repaint(root: ET.Element) -> set[str]:
    foreign = set()
    for element in root.iter():
        for paint in PAINTS:
            value = element.get(paint)
            if value is None:
                continue
            value = VARIABLES.get(value.lower(), value)
            element.set(paint, value)
            if value not in UNPAINTED and not value.startswith(("var(", "url(")):
                foreign.add(value)
    return foreign


def _rename_ids(root: ET.Element, prefix: str) -> None:
    """Numbers the ids anew: Vega counts over all drawings of a process, so its ids depend on what came before."""
    names: dict[str, str] = {}
    for element in root.iter():
        if old := element.get("id"):
            names[old] = f"{prefix}-{len(names) + 1}"
            element.set("id", names[old])
    references = {f"url(#{old})": f"url(#{new})" for old, new in names.items()}
    references |= {f"#{old}": f"#{new}" for old, new in names.items()}
    for element in root.iter():
        for attribute in (*PAINTS, "clip-path", "mask", "href", XLINK_HREF):
            if element.get(attribute) in references:
                element.set(attribute, references[element.attrib[attribute]])
