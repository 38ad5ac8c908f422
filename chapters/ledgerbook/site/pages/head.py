"""What a page says of itself in its head: a description, and what is shown where the page is linked to.

A generated page may bring its ``description`` in its context; it is shown with the card of the book.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ledgerbook.site.base import links, summaries
from ledgerbook.site.base.words import _
from ledgerbook.site.pages import cards


def _add_tags(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Adds the tags; writes the card of an authored page."""
    root, env = app.config.root_doc, app.env
    if pagename == root:  # whose title is the site's: the full one, and once
        context["title"], context["docstitle"] = app.config.project, ""
    if doctree is None:
        title, words, card = context.get("title") or app.config.html_title, context.get("description"), root
    else:
        title, words, card = env.longtitles[pagename].astext(), summaries.description(doctree), pagename
        cards.write(app, pagename, title, cards.drawable(doctree))
    words = words or summaries.description(env.get_doctree(root))
    named = {"description": words, "twitter:card": "summary_large_image"}
    properties = {
        "og:title": app.config.project if pagename == root else title,
        "og:description": words,
        "og:type": "website" if pagename == root else "article",
        "og:site_name": app.config.html_title,
        **({"og:url": context["pageurl"]} if context.get("pageurl") else {}),
        "og:image": _address(app, context, cards.name(card)),
        "og:image:alt": _("{title}. Beside it the arrows of the cover.").format(title=title),
        "og:image:width": str(cards.SIZE[0]),
        "og:image:height": str(cards.SIZE[1]),
    }
    found = [*tags("name", named.items()), *tags("property", properties.items())]
    if app.config.html_favicon:
        found.append(f'<link rel="apple-touch-icon" href="{escape(context["pathto"](cards.ICON, True))}" />')
    context["metatags"] = context.get("metatags", "") + "".join(f"\n    {tag}" for tag in found)


def _address(app: Sphinx, context: dict[str, Any], path: str) -> str:
    """The address of a file of the site.

    Whoever shows a card needs it whole, which only a site that knows its own address (``html_baseurl``) can give; until
    then it is relative to the page, which is right for a reader and for the checks.
    """
    whole = links.published_at(app.config.html_baseurl, path)
    return whole or str(context["pathto"](path, True))


def tags(key: str, named: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A tag for each name and its words; ``key`` is the attribute that holds the name."""
    for name, content in named:
        yield f'<meta {key}="{name}" content="{escape(content)}" />'


def setup(app: Sphinx) -> None:
    """Registers the tags."""
    app.connect("html-page-context", _add_tags)
