"""What hosts and search engines look for beside the pages.

* ``.nojekyll``: without it a common host leaves out folders whose names begin with an underscore, and so all styles.
* ``robots.txt``: every page may be read by anybody.
* ``sitemap.xml``: the addresses of all pages, where the site knows its own (``html_baseurl``).
* ``404.html``: what a host shows in place of a page that is not there, at whatever depth it was asked for.
* ``_headers``: what some hosts send with each file: the pages' own policy, which then also holds for what is no page,
  and how long a file may be kept. Other hosts send the file to nobody, and every page has its policy in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ledgerbook.site.base import links
from ledgerbook.site.base.files import write_changed
from ledgerbook.site.pages import assets

SITEMAP = "sitemap.xml"
NOT_FOUND = "404"
NOT_FOUND_STYLE = (
    ":root { color-scheme: light dark } body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; "
    "font: 1.1rem/1.6 Georgia, serif; background: Canvas; color: CanvasText } a { color: inherit } "
    "li { padding-block: .2rem }"
)
# Goes up from the address that was asked for until the book is found.
FINDER = """\
(async () => {
  for (let folder = new URL(".", location.href); ; folder = new URL("..", folder)) {
    const answer = await fetch(new URL("search.html", folder), { method: "HEAD" }).catch(() => null);
    if (answer?.ok) {
      for (const link of document.querySelectorAll("a[data-page]")) link.href = new URL(link.dataset.page, folder);
      return;
    }
    if (folder.pathname === "/") return;
  }
})();"""


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    folder, base = Path(app.outdir), app.config.html_baseurl
    write_changed(folder / ".nojekyll", "")
    robots = ["User-agent: *", "Allow: /"]
    if base:
        pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
        pages.remove(f"{NOT_FOUND}.html")
        write_changed(folder / SITEMAP, "".join(_sitemap(base, pages)))
        robots.append(f"Sitemap: {links.published_at(base, SITEMAP)}")
    write_changed(folder / "robots.txt", "\n".join(robots) + "\n")
    write_changed(folder / "_headers", headers(base))


def headers(base: str) -> str:
    """The headers by path, in the form of Netlify and Cloudflare Pages; ``base`` is the address of the site, if any.

    Every name below ``_static`` stands for one content, so it may be kept for a year, which is for ever. Only a worker
    compiles WebAssembly, and it has the policy that it is sent with; pages say in themselves that they do not.
    """
    top = urlsplit(base).path.rstrip("/")
    policy = assets.security_policy([assets.COLOUR_MODE_SCRIPT, FINDER], [NOT_FOUND_STYLE], compiles=True)
    return f"""\
{top}/*
  Content-Security-Policy: {policy}
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=()
{top}/_static/*
  Cache-Control: public, max-age=31536000, immutable
{top}/figures/*
  Access-Control-Allow-Origin: *
{top}/data/*
  Access-Control-Allow-Origin: *
"""


def _not_found(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page for addresses that lead nowhere: it loads nothing, since it does not know where the book lies."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        base = app.config.html_baseurl
        yield (
            NOT_FOUND,
            {
                "top": f"{urlsplit(base).path.rstrip('/')}/" if base else "/",
                "finder": "" if base else FINDER,
                "style": NOT_FOUND_STYLE,
                "policy": assets.security_policy([FINDER], [NOT_FOUND_STYLE]),
            },
            "404.html",
        )


def _sitemap(base: str, pages: list[str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for page in pages:
        yield f"<url><loc>{escape(links.published_at(base, quote(page)))}</loc></url>\n"
    yield "</urlset>\n"


def setup(app: Sphinx) -> None:
    """Registers the page and the files, which are written when all pages are."""
    app.connect("html-collect-pages", _not_found)
    app.connect("build-finished", _write)
