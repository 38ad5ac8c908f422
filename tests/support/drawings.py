"""Draws what the book draws in a process whose machine has the fonts that a test chooses.

As a command it prints, as JSON, the digest of every drawing by its name: ``python tests/drawings.py``.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEEN = "what the machine's fonts make of a text"  # not a drawing of the book: it shows which fonts there are
SOME = 15  # one small chart in so many is drawn: they all say nothing but years and numbers
CONFIGURED = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{}</dir></fontconfig>
"""


def start(home: Path) -> subprocess.Popen[str]:
    """Starts drawing on a machine whose fonts are those in ``home``/Library/Fonts.

    The library that draws looks for fonts where fontconfig says and, on a Mac, in the home folder besides the system's.
    """
    fonts = home / "Library" / "Fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    (home / "fonts.conf").write_text(CONFIGURED.format(fonts), encoding="utf-8")
    environment = {
        **os.environ,
        "FONTCONFIG_FILE": str(home / "fonts.conf"),
        "HOME": str(home),
        "PYTHONPATH": str(ROOT / "chapters"),
    }
    return subprocess.Popen(
        [sys.executable, __file__], env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def drawings() -> Iterator[tuple[str, str | bytes]]:
    """Every drawing of the stored figures as stored and as on a phone's page, some small charts, and a card."""
    import vl_convert as vlc

    from campaign import load
    from ledgerbook.figure import fonts, theme
    from ledgerbook.figure.drawing import page_svg
    from ledgerbook.figure.figure import FIGURE_MIME, draw_svg, stored_spec, titled
    from ledgerbook.site.figures import pixels
    from ledgerbook.site.ledger import measure_pages
    from ledgerbook.site.pages import cards

    probe = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="30"><text y="20" {}>fi 骗</text></svg>'
    yield SEEN, vlc.svg_to_png(probe.format('font-family="Liberation Sans, Arial"'))
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in (output for cell in cells for output in cell.get("outputs", [])):
            if document := output.get("data", {}).get(FIGURE_MIME):
                name = document["name"]
                yield f"{name} wide", draw_svg(titled(stored_spec(document, "wide"), document["finding"]))
                spec = stored_spec(document, "narrow")
                yield f"{name} narrow", page_svg(spec, name=name, variant="narrow", alternative="")[0]
    with tempfile.TemporaryDirectory() as folder:
        for view in list(measure_pages.measures(load(), Path(folder)))[::SOME]:
            yield f"{view.measure.measure} small", view.drawing
    svg = probe.format("").replace("<svg", f'<svg font-family="{theme.FONT}"', 1)
    yield "a figure's picture", pixels._drawn(pixels.in_shipped_fonts(svg))
    yield "a card", fonts.png(cards.card("Fi “x” – ≈ −1", "It rose by < 5%.", "The book", [5.0, -1.0]))


if __name__ == "__main__":
    digests = {
        name: hashlib.sha256(drawn.encode() if isinstance(drawn, str) else drawn).hexdigest()
        for name, drawn in drawings()
    }
    print(json.dumps(digests))
