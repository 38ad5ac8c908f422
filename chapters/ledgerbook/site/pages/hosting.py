"""What hosts and search engines look for beside the pages.

* ``.nojekyll``: without it a common host leaves out folders whose names begin with an underscore, and so all styles.
* ``robots.txt``: every page may be read by anybody.
* ``sitemap.xml``: the addresses of all pages, where the site knows its own (``html_baseurl``).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ledgerbook.site.base import links
from ledgerbook.site.base.files import write_changed

SITEMAP = "sitemap.xml"


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    folder, base = Path(app.outdir), app.config.html_baseurl
    write_changed(folder / ".nojekyll", "")
    robots = ["User-agent: *", "Allow: /"]
    if base:
        pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
        write_changed(folder / SITEMAP, "".join(_sitemap(base, pages)))
        robots.append(f"Sitemap: {links.published_at(base, SITEMAP)}")
    write_changed(folder / "robots.txt", "\n".join(robots) + "\n")


def _sitemap(base: str, pages: list[str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for page in pages:
        yield f"<url><loc>{escape(links.published_at(base, quote(page)))}</loc></url>\n"
    yield "</urlset>\n"


def setup(app: Sphinx) -> None:
    """Registers the files, which are written when all pages are."""
    app.connect("build-finished", _write)
