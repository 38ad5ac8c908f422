"""The parts of a Markdown text that can be wrong: links, roles, typed words and labels, each with its line.

The text is parsed by MyST's own parser, so that a link is here what it is in the build.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

# Directives whose body is no prose, and those whose argument is none either.
LITERAL = {
    "api", "bibliography", "code", "code-block", "code-cell", "csv-table", "eval-rst", "literalinclude", "math",
    "mermaid", "raw", "run", "sourcecode", "toctree",
}  # fmt: skip
NAMED = LITERAL | {"figure", "image", "include"}
OTHER = "\ufffc"  # stands for what is no text
TYPED_OPTIONS = {"motto"}  # options of directives that are printed as they are typed
_DIRECTIVE = re.compile(r"\{([^}]+)\}\s*(.*)")
_OPTION = re.compile(r":([\w-]+):(.*)")
_TARGET = re.compile(r"(?:.*<)?([^<>]*)>?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its address, words and line; its block's first and last line, and how many such links are before it.

    ``ahead`` and ``behind`` are the text of its block on either side.
    """

    address: str
    words: str
    line: int
    block: tuple[int, int]
    before: int
    ahead: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """Words of one line that an author typed outside of links to numbers."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Role:
    """A role, such as ``{numref}`name```, with the target that it names."""

    name: str
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Label:
    """A label that links can lead to."""

    name: str


Part: TypeAlias = Link | Typed | Role | Label


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive: its name and argument, its options, how many lines these take, and its body below them."""

    name: str
    argument: str
    options: Mapping[str, str]
    lines: int
    body: str


class Markdown:
    """The parser of a book."""

    def __init__(self, extensions: Sequence[str]) -> None:
        config = MdParserConfig(enable_extensions=set(extensions))
        self._parser: MarkdownIt = create_md_parser(config, RendererHTML)

    def tokens(self, text: str) -> list[Token]:
        """The text as the parser cuts it into blocks."""
        return self._parser.parse(text)

    def parts(self, text: str, above: int = 0) -> Iterator[Part]:
        """The parts of a text, above which there are that many lines."""
        for token in self.tokens(text):
            if token.type == "inline":
                first, last = token.map or (0, 1)
                yield from _inline(token.children or [], (above + first + 1, above + last))
            elif token.type == "myst_target":
                yield Label(token.content)
            elif opened := directive(token):
                yield from self._directive(opened, above + (token.map or [0])[0] + 1)

    def _directive(self, opened: Directive, line: int) -> Iterator[Part]:
        if opened.argument and opened.name not in NAMED:
            yield from self._one_line(opened.argument, line)
        for option, value in opened.options.items():
            if option in TYPED_OPTIONS:
                yield from self._one_line(value, line)
            elif option == "name":
                yield Label(value)
        if opened.name not in LITERAL:
            yield from self.parts(opened.body, line + opened.lines)

    def _one_line(self, text: str, line: int) -> Iterator[Part]:
        for token in self._parser.parseInline(text):
            yield from _inline(token.children or [], (line, line))


def directive(token: Token) -> Directive | None:
    """The directive that a block is, if it is one."""
    if token.type not in ("fence", "colon_fence") or not (found := _DIRECTIVE.match(token.info.strip())):
        return None
    options, lines = _options(token.content)
    return Directive(found[1], found[2], options, lines, "\n".join(token.content.split("\n")[lines:]))


def _options(content: str) -> tuple[dict[str, str], int]:
    """The options at the head of a directive's content, and how many lines they take."""
    lines = content.split("\n")
    if lines[0].strip() == "---":
        end = next((i for i, line in enumerate(lines[1:], start=1) if line.strip() == "---"), len(lines) - 1)
        pairs = (line.partition(":") for line in lines[1:end])
        return {name.strip(): value.strip() for name, _, value in pairs}, end + 1
    found: dict[str, str] = {}
    for line in lines:
        if not (option := _OPTION.match(line.strip())):
            break
        found[option[1]] = option[2].strip()
    return found, len(found)


def _inline(tokens: Sequence[Token], block: tuple[int, int]) -> Iterator[Part]:
    line = block[0]
    seen: Counter[str] = Counter()
    opened: list[tuple[str, int, int]] = []  # address, line and place of links that are not closed yet
    texts = [shown(token) for token in tokens]
    for place, token in enumerate(tokens):
        line += texts[place] == "\n"
        if token.type == "link_open":
            opened.append((str(token.attrs["href"]), line, place))
        elif token.type == "link_close":
            address, start, first = opened.pop()
            ahead, words, behind = ("".join(part) for part in (texts[:first], texts[first:place], texts[place:]))
            yield Link(address, words, start, block, seen[address], ahead, behind)
            seen[address] += 1
        elif token.type == "myst_role":
            target = _TARGET.match(token.content)
            yield Role(token.meta["name"], target[1].strip() if target else token.content, line)
        elif token.type == "text" and all(address.startswith(("http:", "https:")) for address, _, _ in opened):
            yield Typed(token.content, line)


def shown(token: Token) -> str:
    """What a token shows: its text, a line break, or a sign where something else stands."""
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content if token.type in ("text", "code_inline") else OTHER if token.type == "myst_role" else ""
