"""What hosts and search engines look for beside the pages.

* ``.nojekyll``: without it a common host leaves out folders whose names begin with an underscore, and so all styles.
* ``robots.txt``: every page may be read by anybody.
* ``sitemap.xml``: the addresses of all pages, where the site knows its own (``html_baseurl``).
* ``404.html``: what a host shows in place of a page that is not there, at whatever depth it was asked for.
* ``_headers``: what some hosts send with each file: the pages' own policy, which then also holds for what is no page,
  and how long a file may be kept. Other hosts send the file to nobody, and every page has its policy in it.

Hosts look for most of them where they begin only: a release has them there too (:mod:`ledgerbook.release.hosted`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ledgerbook.citing.work import VERSIONS
from ledgerbook.site.base import citations, links
from ledgerbook.site.base.files import write_changed
from ledgerbook.site.pages import assets

SITEMAP = "sitemap.xml"
NOT_FOUND = "404"
NOT_FOUND_STYLE = (
    ":root { color-scheme: light dark } body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; "
    "font: 1.1rem/1.6 Georgia, serif; background: Canvas; color: CanvasText } a { color: inherit } "
    "li { padding-block: .2rem }"
)
# Goes up from the address that was asked for until the book is found, there or in a folder of its version below.
FINDER = """\
(async () => {
  for (let folder = new URL(".", location.href); ; folder = new URL("..", folder)) {
    for (const place of [%s]) {
      const top = new URL(place, folder);
      const answer = await fetch(new URL("search.html", top), { method: "HEAD" }).catch(() => null);
      if (answer?.ok) {
        for (const link of document.querySelectorAll("a[data-page]")) link.href = new URL(link.dataset.page, top);
        return;
      }
    }
    if (folder.pathname === "/") return;
  }
})();"""


FOR_ALL = (  # paths of a site, and what is sent with what lies there
    ("*", "X-Content-Type-Options: nosniff"),
    ("*", "Referrer-Policy: strict-origin-when-cross-origin"),
    ("*", "Permissions-Policy: camera=(), geolocation=(), microphone=()"),
    ("_static/*", "Cache-Control: public, max-age=31536000, immutable"),
    ("figures/*", "Access-Control-Allow-Origin: *"),
    ("data/*", "Access-Control-Allow-Origin: *"),
)


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
    write_changed(folder / "_headers", headers(path_of(base), version_of(app)))


def path_of(address: str) -> str:
    """The folder of an address on its host, without "/" at its end."""
    return urlsplit(address).path.rstrip("/")


def version_of(app: Sphinx) -> str:
    """The version of the book; "" where it states none."""
    book = citations.of_book(app)
    return book.version if book else ""


def finder(version: str) -> str:
    """The script by which the page for what is not there finds the book."""
    return FINDER % ", ".join(json.dumps(place) for place in ("", *([f"{VERSIONS}/{version}/"] if version else [])))


def headers(top: str, version: str, every: str = "") -> str:
    """The headers by path, in the form of Netlify and Cloudflare Pages; ``top`` is the path of the site on its host.

    ``every`` is the path of all versions, where several stand beside each other: a policy is that of one version, whose
    scripts it names, and the rest holds for all. Every name below ``_static`` stands for one content, so it may be kept
    for a year, which is for ever. Only a worker compiles WebAssembly, and it has the policy that it is sent with; pages
    say in themselves that they do not.
    """
    scripts = [assets.COLOUR_MODE_SCRIPT, finder(version)]
    policy = assets.security_policy(scripts, [NOT_FOUND_STYLE], compiles=True)
    every = every or top
    rules = [(f"{top}/*", f"Content-Security-Policy: {policy}"), *((f"{every}/{path}", line) for path, line in FOR_ALL)]
    blocks: dict[str, list[str]] = {}
    for path, line in rules:
        blocks.setdefault(path, []).append(line)
    return "".join("\n  ".join([path, *lines]) + "\n" for path, lines in blocks.items())


def _not_found(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page for addresses that lead nowhere: it loads nothing, since it does not know where the book lies."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        base, script = app.config.html_baseurl, finder(version_of(app))
        yield (
            NOT_FOUND,
            {
                "top": f"{path_of(base)}/",
                "finder": "" if base else script,
                "style": NOT_FOUND_STYLE,
                "policy": assets.security_policy([script], [NOT_FOUND_STYLE]),
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
