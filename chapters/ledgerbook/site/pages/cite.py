"""How to cite a page, in a box at its end; which version it is, in its footer; and both for programs, in its head.

Sources of the tags: Google Scholar's inclusion guidelines (``citation_*``), DCMI metadata terms (``dcterms.*``) and
schema.org (JSON-LD).
"""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ledgerbook.citing import styles
from ledgerbook.citing.styles import Item
from ledgerbook.citing.work import agent
from ledgerbook.numbers.days import day_words
from ledgerbook.site.base import citations
from ledgerbook.site.ledger import measure_pages
from ledgerbook.site.pages import head

# The pages that say what the book is; the footer of every page leads to those that a book has.
OF_THE_BOOK = ("chapters/about", "chapters/cite", "chapters/reuse", "chapters/changes")
JSON_LD_TYPES = {styles.BOOK: "Book", styles.CHAPTER: "Chapter", styles.FIGURE: "ImageObject"}


def _add(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    context["work"] = book = citations.of_book(app)
    if book is None:
        return
    context["work_day"] = day_words(book.day) if book.day else ""
    titles = app.env.titles
    context["of_the_book"] = [(page, titles[page].astext()) for page in OF_THE_BOOK if page in titles]
    if pagename == measure_pages.FRAME:  # each measure brings its own
        return
    if figure := context.get("figure"):
        item = citations.of_figure(app, book, figure.name, figure.finding)
    elif doctree is not None:
        item = citations.of_page(app, book, pagename, app.env.longtitles[pagename].astext())
    else:  # the search, which nobody cites
        return
    context["citation"] = styles.styles(item)
    context["metatags"] = context.get("metatags", "") + "".join(f"\n    {tag}" for tag in _tags(item))


def _tags(item: Item) -> list[str]:
    work = item.work
    named = [
        ("citation_title", item.title or work.title),
        *(("citation_author", author) for author in work.authors),
        ("citation_publication_date", f"{work.day:%Y/%m/%d}" if work.day else ""),
        ("citation_inbook_title", work.title if item.kind != styles.BOOK else ""),
        ("citation_language", work.language),
        ("citation_doi", work.doi),
        ("citation_public_url", item.address),
        ("dcterms.title", item.title or work.title),
        *(("dcterms.creator", author) for author in work.authors),
        ("dcterms.issued", work.day.isoformat() if work.day else ""),
        ("dcterms.isPartOf", work.title if item.kind != styles.BOOK else ""),
        ("dcterms.license", work.licence_address),
        ("dcterms.hasVersion", work.version),
    ]
    tags = head.tags("name", [(name, words) for name, words in named if words])
    document = json.dumps(_json_ld(item), ensure_ascii=False).replace("<", "\\u003c")  # no tag within a script
    return [*tags, f'<script type="application/ld+json">{document}</script>']


def _json_ld(item: Item) -> dict[str, Any]:
    work = item.work
    book: dict[str, Any] = {
        "@type": "Book",
        "name": work.title,
        "author": [*map(agent, work.authors)],
        "version": work.version,
        "inLanguage": work.language,
        "license": work.licence_address or work.licence,
        "datePublished": work.day.isoformat() if work.day else "",
        "url": work.found_at,
        "identifier": f"https://doi.org/{work.doi}" if work.doi else "",
    }
    book = {name: value for name, value in book.items() if value}
    if item.kind == styles.BOOK:
        return {"@context": "https://schema.org", **book}
    part = {"name": item.title, "identifier": item.name, "position": item.number, "url": item.address}
    part = {name: value for name, value in part.items() if value}
    return {"@context": "https://schema.org", "@type": JSON_LD_TYPES[item.kind], **part, "isPartOf": book}


def setup(app: Sphinx) -> None:
    """Registers what the pages say."""
    app.add_js_file("version.js", loading_method="defer")
    app.connect("html-page-context", _add)
