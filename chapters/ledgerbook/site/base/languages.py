"""Marks Chinese words in pages of another language, so that they are pronounced and set as Chinese.

A step of writing, not of reading: search, titles and translations see the text undivided.
"""

from __future__ import annotations

import re

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

CHINESE = "zh-Hans"
TRADITIONAL = "zh-Hant"
# Characters that only the traditional script has, among those that these texts are full of.
ONLY_TRADITIONAL = re.compile("[萬億電詐騙個們預勸補財產損過發國長區與後將縣陸臺灣廣獲緝斷貸級網絡線]")
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_PUNCTUATION = "\u3000-\u303f\uff00-\uff65\u00b7\u2014\u2018-\u201d\u2026"  # ideographic, full-width, and · — ‘ ’ “ ” …
# A numeral before a character belongs to the word (45.2万), punctuation and numerals count between two characters.
RUN = re.compile(rf"(?:\d[\d.,]*)?[{_HAN}](?:[{_HAN}{_PUNCTUATION}\d.,%+-]*[{_HAN}》」』）])?")
_UNTOUCHED = (nodes.literal, nodes.FixedTextElement, nodes.raw, nodes.math, nodes.comment)


def language_tag(language: str, text: str = "") -> str:
    """The ``lang`` of a text of that language: Chinese with the script that the text is in."""
    if language != "zh":
        return language
    return TRADITIONAL if ONLY_TRADITIONAL.search(text) else CHINESE


def romanised_class(language: str) -> str:
    """The class of a word of that language in Latin letters."""
    return f"language-{'zh-Latn-pinyin' if language == 'zh' else f'{language}-Latn'}"


def language_class(language: str, text: str = "") -> str:
    """The class that docutils writes as the ``lang`` attribute."""
    return f"language-{language_tag(language, text)}"


def marked(text: str) -> Markup:
    """English text for a template, with the language of each run of Chinese characters set."""
    parts: list[str] = []
    end = 0
    for run in RUN.finditer(text):
        parts += [escape(text[end : run.start()]), f'<span lang="{language_tag("zh", run[0])}">{escape(run[0])}</span>']
        end = run.end()
    return Markup("".join([*parts, escape(text[end:])]))


class ChineseWords(SphinxPostTransform):
    """Wraps each run of Chinese characters in an inline element with its language."""

    default_priority = 700  # after links are resolved, whose words become known only then
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Divides the texts of the page."""
        if self.config.language.startswith("zh"):
            return
        for text in list(self.document.findall(nodes.Text)):
            if RUN.search(text) and not _has_language_or_is_code(text):
                text.parent.replace(text, _divided(text))


def _has_language_or_is_code(text: nodes.Text) -> bool:
    node = text.parent
    while node is not None:
        if isinstance(node, _UNTOUCHED) or any(c.startswith("language-") for c in node.get("classes", ())):
            return True
        node = node.parent
    return False


def _divided(text: str) -> list[nodes.Node]:
    parts: list[nodes.Node] = []
    end = 0
    for run in RUN.finditer(text):
        if run.start() > end:
            parts.append(nodes.Text(text[end : run.start()]))
        parts.append(nodes.inline("", run[0], classes=[language_class("zh", run[0])]))
        end = run.end()
    return [*parts, nodes.Text(text[end:])] if end < len(text) else parts


def setup(app: Sphinx) -> None:
    """Registers the step."""
    app.add_post_transform(ChineseWords)
