"""Cuts a passage of prose into sentences, each with its line and its links.

A sentence ends at a full stop, a question mark or an exclamation mark that stands in no quotation and no bracket and is
none of an abbreviation. Behind a stop of an alphabet a capital, a digit, a sign or the end must follow; behind a wide
one (。) only a mark that closes a quotation asks for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledgerbook.prose.passages import Passage, Span

# Before these a name or a number follows, so that their full stop ends nothing, even at the end of a line.
ABBREVIATIONS = {
    "al", "approx", "art", "c", "ca", "cf", "ch", "chap", "dr", "e.g", "ed", "eds", "eq", "fig", "figs", "i.e", "mr",
    "mrs", "ms", "no", "nos", "p", "par", "pp", "prof", "sec", "st", "tab", "viz", "vol", "vols", "vs",
}  # fmt: skip
_ABBREVIATED = re.compile(r"((?:[A-Za-z]\.)*[A-Za-z]+)$")
_INITIAL = re.compile(r"(?:\b[A-Z]\.)*\b[A-Z]$")
_END = re.compile(r"(?:[.!?]+|…)[\"”’')\]]*(?=\s|$)|[。！？]+[”’」』）]*")
_BEGINS = re.compile(r"\s*(?:[^\w\s]|[A-Z0-9]|[^\x00-\u024f]|$)")
_BRACKETS = {"(": ")", "[": "]", "（": "）", "“": "”", "「": "」", "『": "』", "《": "》"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: its text in one line, the line where it begins, and the links in it."""

    text: str
    line: int
    links: tuple[Span, ...] = ()

    def links_in(self, clause: slice) -> list[Span]:
        """The links that begin in a part of it."""
        return [link for link in self.links if clause.start <= link.start < clause.stop]


def sentences(passage: Passage) -> Iterator[Sentence]:
    """The sentences of a passage in order; a heading is one."""
    ends = [] if passage.level else [found.end() for found in _END.finditer(passage.text) if _is_end(passage, found)]
    start = 0
    for end in dict.fromkeys((*ends, len(passage.text))):
        text = passage.text[start:end]
        first = start + len(text) - len(text.lstrip())
        if text := text.strip():
            links = (
                Span(link.start - first, link.end - first, link.address)
                for link in passage.links
                if first <= link.start < end
            )
            yield Sentence(text.replace("\n", " "), passage.line_of(first), tuple(links))
        start = end


def _is_end(passage: Passage, found: re.Match[str]) -> bool:
    text = passage.text
    if _is_inside(text, found.end()) or any(link.start < found.end() < link.end for link in passage.links):
        return False
    before, behind = text[: found.start()], text[found.end() :]
    if found[0][0] in "。！？":
        return found[0][-1] in "。！？" or not behind or behind[0].isspace()
    if found[0] == ".":
        word = _ABBREVIATED.search(before)
        if word and word[1].lower() in ABBREVIATIONS and not _is_word(word[1], before, behind):
            return False
        if _INITIAL.search(before) and not behind.startswith("\n"):
            return False
    return bool(_BEGINS.match(behind))


def _is_word(abbreviation: str, before: str, behind: str) -> bool:
    """Whether what may abbreviate is a word here: "no" where nothing but a sentence can follow."""
    return abbreviation.lower() == "no" and not re.match(r"\s*\d", behind)


def _is_inside(text: str, place: int) -> bool:
    """Whether a quotation or bracket that is closed later is open at a place."""
    open_now: list[str] = []
    for sign in text[:place]:
        if sign in _BRACKETS:
            open_now.append(_BRACKETS[sign])
        elif sign == '"':
            open_now = open_now[:-1] if open_now[-1:] == ['"'] else [*open_now, '"']
        elif open_now[-1:] == [sign]:
            open_now.pop()
    return any(sign in text[place:] for sign in open_now)
