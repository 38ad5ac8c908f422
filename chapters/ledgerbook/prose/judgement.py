"""What is wrong with a number or a link, in the words in which the build and the command say it."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping

from ledgerbook.numbers import numerals
from ledgerbook.numbers.context import NOWHERE, Context
from ledgerbook.numbers.numerals import Loose, Vocabulary
from ledgerbook.prose.passages import CITE, FIGURE
from ledgerbook.prose.works import Works
from ledgerbook.record.checks import PublishedCheck
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import unknown
from ledgerbook.record.results import PublishedResult
from ledgerbook.record.rows import Claim
from ledgerbook.record.traced import disagreement_with_check, disagreement_with_claim, disagreement_with_result

CLAIM, RESULT = "claim", "result"
CHECK = "check"  # [in every other pair](check:name): a statement that a notebook tests
SEARCH = "search"  # [not found](search:name): what was looked for, by searches.csv
TRACED = (CLAIM, RESULT, CHECK, SEARCH)
EXAMPLE = "example"  # [1,900](example:why): a number invented for an argument
CITED = "cited"  # [a third](cited:yu1999under): a number of a work in the bibliography
KINDS = (*TRACED, EXAMPLE, CITED, FIGURE, CITE)  # what a link's address begins with, where it leads into the book
_ELSEWHERE = ("http", "https", "mailto")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
TYPED_ROWS = (
    "a check is tested on rows that are typed here one by one: choose them by a rule on the record, or list them in "
    "its data with a reason for each"
)
READERS_TEXT = re.compile(r"[A-Za-z)] |%")  # what a reader sees has words; ids and formats have none
EXPRESSION = "datum."  # a formula that a chart computes with
# A link in Markdown; in the literal parts of an f-string it may be cut by what is computed.
_LINK = re.compile(r"\[[^\]]*\]\([a-z]+:[^)]*\)|^\]\([a-z]+:[^)]*\)|\]\([a-z]+:[^)]*\)|\[$|`[^`]*`|https?://\S+")


def of_claim(words: str, name: str, claims: Mapping[str, Claim], where: Context = NOWHERE) -> str:
    """Why the words may not stand there for that claim, or nothing where they may; no words are those of its source."""
    if name not in claims:
        return unknown(CLAIM, name, claims)
    disagreement = disagreement_with_claim(words, claims[name], where)
    return f"claim {name!r} {disagreement}" if disagreement else ""


def of_result(
    words: str, name: str, result: PublishedResult | None, known: Collection[str], where: Context = NOWHERE
) -> str:
    """Why the words may not stand there for that result, or nothing where they may; ``known`` are the names of all."""
    if result is None:
        return unknown(RESULT, name, known)
    disagreement = disagreement_with_result(words, result, where)
    return f"result {name!r} {disagreement}" if disagreement else ""


def of_check(
    words: str, name: str, check: PublishedCheck | None, known: Collection[str], vocabulary: Vocabulary
) -> str:
    """Why the words may not stand there for that check, or nothing where they may; ``known`` are the names of all."""
    if check is None:
        return unknown(CHECK, name, known)
    disagreement = disagreement_with_check(words, check, vocabulary)
    return f"check {name!r} {disagreement}" if disagreement else ""


def of_search(words: str, name: str, known: Collection[str], vocabulary: Vocabulary) -> str:
    """Why the words may not lead to that row of searches.csv, or nothing where they may."""
    if name not in known:
        return unknown(SEARCH, name, known)
    if number := next((n.text for n in numerals.loose(words, vocabulary) if not n.rule), ""):
        return f"search {name!r} reads {words!r}, in which {number!r} is traced to nothing: link it by itself"
    return ""


def of_name(kind: str, name: str, first: str) -> str:
    """What is wrong with a name that is published once more."""
    return f"{kind} {name!r} is published by {first} already"


def of_rows(ledger: Ledger, published: Collection[str], addresses: Collection[str]) -> Iterator[tuple[str, int, str]]:
    """What is wrong with the rows of checks and searches: table, line and message.

    ``published`` are the names of the checks that notebooks publish, ``addresses`` those of all links of the book.
    """
    for name, row in ledger.checks.items():
        if name not in published:
            yield (
                "checks",
                row.line,
                f"check {name!r} is published by no notebook: publish it by ledger.check, or remove it",
            )
    referred: list[tuple[str, str, str, int]] = [
        *((CHECK, "checks", name, row.line) for name, row in ledger.checks.items() if name in published),
        *((SEARCH, "searches", name, row.line) for name, row in ledger.searches.items()),
    ]
    for kind, table, name, line in referred:
        if f"{kind}:{name}" not in addresses:
            remedy = f"link a sentence to it, as in [..]({kind}:{name}), or remove it"
            yield table, line, f"{kind} {name!r} is referred to by no prose: {remedy}"


def of_excuse(words: str, kind: str, reason: str, works: Collection[str]) -> str:
    """What is wrong with the excuse of a number: a reason that is missing, or a work that is in no bibliography."""
    if not reason:
        return f"the {kind} {words!r} has no reason: write [..](example:why) or [..](cited:work)"
    return unknown("work", reason, works) if kind == CITED and reason not in works else ""


def of_kind(address: str) -> str:
    """What is wrong with the kind of a link, such as "clam:" for "claim:"; nothing where it is none, or known."""
    kind = scheme[1] if (scheme := _SCHEME.match(address)) else ""
    if not kind or kind in (*KINDS, *_ELSEWHERE):
        return ""
    return f"{unknown('kind of link', kind, KINDS)}: write one of {', '.join(KINDS)}, or an address of the web"


def of_figure(words: str, name: str, numbered: Mapping[str, str]) -> str:
    """What is wrong with a link to a figure; ``numbered`` are the figures by name, as in "Figure 2.1"."""
    if name not in numbered:
        return unknown("figure", name, numbered)
    return "" if words == numbered[name] else f"figure {name!r} is {numbered[name]}, not {words!r}"


def of_work(words: str, key: str, works: Works) -> str:
    """What is wrong with a citation: a work that is in no bibliography, or words that do not name it."""
    if key not in works:
        return unknown("work", key, works)
    lacking = next((needed for needed in works[key] if needed not in words), "")
    return (
        f"the citation {words!r} of {key} lacks {lacking!r}: write [{', '.join(works[key])}](cite:{key})"
        if lacking
        else ""
    )


def of_number(number: Loose) -> str:
    """What is wrong with a number that no rule allows, and what to do; nothing where a rule does."""
    if number.rule:
        return ""
    return (
        f"{number.text!r} is traced to nothing: link it to a claim or a result, as in [{number.text}](claim:...), "
        f"or say that it is invented or cited, as in [{number.text}](example:why) or [{number.text}](cited:work)"
    )


def of_code(code: str, words: Vocabulary) -> Iterator[tuple[int, str]]:
    """What is wrong with the numbers in a code's texts for readers, and with rows typed for a check; with the line."""
    try:
        yield from ((line, of_number(number)) for line, number in typed_in_code(code, words))
        yield from ((line, TYPED_ROWS) for line in _checks_of_typed_rows(code))
    except SyntaxError as error:
        yield error.lineno or 1, f"cannot be read as Python: {error.msg}"


def _checks_of_typed_rows(code: str) -> Iterator[int]:
    """The lines of checks whose rows are listed one by one in the code."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == CHECK:
            over = next((given.value for given in node.keywords if given.arg == "over"), None)
            if isinstance(over, ast.List | ast.Tuple | ast.Set | ast.Dict):
                yield over.lineno


def typed_in_code(code: str, words: Vocabulary) -> Iterator[tuple[int, Loose]]:
    """The numbers in a code's texts for readers that no rule allows, each with its line."""
    nodes = list(ast.walk(ast.parse(code)))
    not_shown = {id(part) for node in nodes if _is_documentation_or_pattern(node) for part in ast.walk(node)}
    for node in nodes:
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or id(node) in not_shown:
            continue
        if READERS_TEXT.search(node.value) and EXPRESSION not in node.value:
            text = _LINK.sub(lambda link: " " * len(link[0]), node.value)
            yield from ((node.lineno, n) for n in numerals.loose(text, words) if not n.rule)


def _is_documentation_or_pattern(node: ast.AST) -> bool:
    """A string that stands alone, or a regular expression."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "re.compile"
    )
