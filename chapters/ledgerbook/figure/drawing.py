"""A chart's specification as SVG that lives in a page: it follows the page's colours and brings no names of its own.

The drawing is parsed as XML. Each mark says in ``data-row`` which row of the figure's table it stands for, if any.
Colours of the theme become CSS variables (``--fig-...`` in site/static/book.css, the ink the page's own text colour),
the white ground goes, ids become unique in the page, and the text alternative names the whole while its marks are
hidden from those who do not see it.

The same specification gives the same bytes. The drawings of a notebook's figures are stored with it
(:mod:`ledgerbook.notebooks.drawings`); those of the record are kept beside the site, by the content of all that they
are made from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

from ledgerbook import kept as site_kept
from ledgerbook.figure import figure, fonts, theme
from ledgerbook.figure.frames import ROW
from ledgerbook.fingerprints import of_text

Drawn: TypeAlias = tuple[str, list[str]]
SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
PAPER = "var(--fig-paper)"
JOINED = ("line", "area", "trail")  # one mark for many rows
PAINTS = ("fill", "stroke", "stop-color")
UNPAINTED = {"none", "transparent", "currentColor", PAPER}

VARIABLES = {
    **{value.lower(): f"var(--fig-{name})" for name, value in theme.COLOURS.items()},
    theme.INK.lower(): "currentColor",
    **dict.fromkeys(("white", "#fff", "#ffffff"), PAPER),
}

ET.register_namespace("", SVG)
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def page_svg(spec: Mapping[str, Any], *, name: str, variant: str, alternative: str) -> Drawn:
    """The drawing for a page, and the colours in it that do not follow the page because the theme lacks them."""
    root = ET.fromstring(figure.draw_svg({**_with_rows(spec), "background": "transparent"}))
    _drop_ground(root)
    _rename_ids(root, f"{name}-{variant}")
    foreign = sorted(_repaint(root))
    for child in root:
        child.set("aria-hidden", "true")
    root.attrib.update({"class": f"drawing {variant}", "role": "img", "aria-label": alternative})
    return ET.tostring(root, encoding="unicode"), foreign


def _with_rows(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification with the table's row as the description of every mark that has one.

    Vega writes a mark's description into the drawing as ``aria-label``, the only attribute that it takes from data;
    :func:`ledgerbook.figure.figure.draw_svg` makes ``data-row`` of it.
    """
    datasets = {name for name, rows in spec.get("datasets", {}).items() if any(ROW in row for row in rows)}
    return _described(spec, datasets, "")


def _described(spec: Mapping[str, Any], datasets: set[str], inherited: str) -> dict[str, Any]:
    name = spec.get("data", {}).get("name", inherited)
    made = {
        key: [_described(part, datasets, name) for part in parts] if key in figure.COMPOSED else parts
        for key, parts in spec.items()
    }
    if "mark" in spec and name in datasets and spec["mark"].get("type") not in JOINED:
        made["encoding"] = {**spec.get("encoding", {}), "description": {"field": ROW, "type": "nominal"}}
    return made


def kept(folder: Path, made_from: Sequence[Any], draw: Callable[[], Drawn]) -> Drawn:
    """The drawing that was made before from the same content by the same code, or a new one."""
    content = json.dumps([*made_from, drawn_by()], sort_keys=True)
    path = folder / f"{hashlib.sha256(content.encode()).hexdigest()}.json"
    svg, foreign = json.loads(site_kept.content(path, lambda: json.dumps(draw()).encode()))
    return svg, foreign


@cache
def drawn_by() -> str:
    """What a drawing depends on besides its content: the code that draws it, the library's version, and the fonts."""
    sources = [Path(__file__), *sorted(Path(theme.__file__).parent.glob("*.py"))]
    digest = hashlib.sha256(b"".join(map(of_text, sources)))
    return f"{version('vl-convert-python')} {fonts.FAMILY} {digest.hexdigest()}"


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
