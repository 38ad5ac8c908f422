"""What the notes of numbers cost: their part of each page's weight, and the time to open one on a slow phone.

Measures the site in _build/html (make book). Run: .venv/bin/python benchmarks/notes.py
"""

import gzip
import re
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "chapters")]

from browser import PHONE, open_browser  # noqa: E402 (it lies with the tests)

NOTES = re.compile(r'<template id="number-notes">.*?</template>', re.DOTALL)
SLOWDOWN = 4  # of the processor, as for a phone of the middle class
OPEN = """async (times) => {
  const numbers = [...document.querySelectorAll("article :is(section, dd, li) > p a.number, article li > a.number")];
  const click = number => number.dispatchEvent(
    new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
  const taken = [];
  for (let i = 0; i < times; i += 1) {
    const number = numbers[(i * 3) % numbers.length];
    const start = performance.now();
    click(number);
    document.getElementById("number-note").getBoundingClientRect();
    taken.push(performance.now() - start);
    click(number);
    await new Promise(requestAnimationFrame);
  }
  return taken;
}"""


def weight(html: str) -> int:
    """Bytes on the wire."""
    return len(gzip.compress(html.encode(), 9, mtime=0))


def main() -> None:
    """Prints a line for each page with notes."""
    site = ROOT / "_build" / "html"
    pages = [page for page in sorted(site.rglob("*.html")) if NOTES.search(page.read_text(encoding="utf-8"))]
    with open_browser() as browser, browser.new_context(viewport=PHONE) as context, context.new_page() as tab:
        context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        for page in pages:
            html = page.read_text(encoding="utf-8")
            tab.goto(page.as_uri())
            taken = tab.evaluate(OPEN, 20)
            whole, notes = weight(html), weight(html) - weight(NOTES.sub("", html))
            print(
                f"{page.relative_to(site)}: {whole:,} bytes compressed, {notes:,} of them notes; "
                f"a note opens in {statistics.median(taken):.0f} ms (at most {max(taken):.0f})"
            )


if __name__ == "__main__":
    main()
