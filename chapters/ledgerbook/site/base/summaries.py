"""A page in a sentence or two of plain text: for search engines, and for the card that stands for a link to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

SHORTEST, LONGEST = 50, 200  # characters of a description
FINDINGS = "findings"  # the class of the box in which a page says what it finds
ABSTRACT = "abstract"  # and of the one in which it says what it is about
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def description(page: nodes.document) -> str:
    """The first paragraphs of the page, as many as make a description; "" for a page without any."""
    words = ""
    for text in paragraphs(page):
        words = f"{words} {text}".strip()
        if len(words) >= SHORTEST:
            break
    return shortened(words, LONGEST)


def paragraphs(page: nodes.document) -> Iterator[str]:
    """The page's own paragraphs as plain text: not those of other boxes than its abstract, tables or figures."""
    for node in page.findall(nodes.paragraph):
        if isinstance(node.parent, nodes.section) or ABSTRACT in node.parent.get("classes", ()):
            yield plain(node)


def findings(page: nodes.document) -> Iterator[str]:
    """What the page says that it finds, as plain text, without the pages that it refers to in brackets."""
    for box in page.findall(nodes.admonition):
        if FINDINGS in box["classes"]:
            yield from (_without_pages(part) for item in box.findall(nodes.list_item) for part in item.children)


def _without_pages(finding: nodes.Node) -> str:
    text = plain(finding)
    for words in finding.findall(nodes.inline):
        if "doc" in words["classes"]:  # as Sphinx marks the words of {doc}
            text = text.replace(f" ({plain(words)})", "")
    return text


def plain(node: nodes.Node) -> str:
    """The text of a node on one line, without markup that was typed as such."""
    texts = (text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw))
    return " ".join("".join(texts).split())


def shortened(text: str, most: int) -> str:
    """The text in at most so many characters: whole sentences, or the first one up to the end of a word."""
    first, *others = _SENTENCE_END.split(text)
    kept = first
    for sentence in others:
        if len(kept) + 1 + len(sentence) > most:
            return kept if len(kept) <= most else _cut(kept, most)
        kept += f" {sentence}"
    return kept if len(kept) <= most else _cut(kept, most)


def _cut(text: str, most: int) -> str:
    words = text[: most - 1].rpartition(" ")[0] or text[: most - 1]
    return f"{words.rstrip(',;:')}…"
