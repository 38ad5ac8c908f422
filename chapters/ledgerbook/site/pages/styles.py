"""One style sheet for the site, of the rules that its pages use.

The theme brings some 400 kB of rules, of which a page uses a tenth. A rule stays if every class, id and element that
its selector asks for occurs in some page of the site or in some script, which may set a class. What a selector says in
brackets, as in ``:not(.x)``, is not asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import tinycss2
from docutils import nodes
from sphinx.application import Sphinx

from ledgerbook.site.base import inputs
from ledgerbook.site.base.files import Answers, write_changed

SHEET = "site.css"
KEPT = "styles.json"  # beside the site: what its pages used when they were last read
# In the order in which they override each other; the book's own comes last.
PARTS = ("styles/theme.css", "styles/pydata-sphinx-theme.css", "pygments.css", "styles/sphinx-book-theme.css",
         "mystnb.*.css", "book.css")  # fmt: skip
IMPORTED = ("basic.css",)
ASIDE = "styles"  # the folder, beside the site, of the parts
UNUSED_FACE = "Font Awesome"  # the icons are drawn by the book's own style
CONDITIONAL = ("media", "supports", "layer", "container")  # rules that hold others
_ATTRIBUTE = re.compile(r'\b(?:class|id)="([^"]*)"')
_ELEMENT = re.compile(r"<([a-z][a-z0-9-]*)")
_PIXELS = re.compile(r"\b(\d+(?:\.\d+)?)px\b")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_READ = re.compile(r"var\(\s*(--[\w-]+)")
_LICENCE = re.compile(r"/\*!.*?\*/", re.DOTALL)


def used_names(pages: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """The classes, ids and elements that pages hold, the variables that they read, and all words of scripts."""
    return {"html", "body", "root"}.union(*map(names_of, pages), *map(_WORD.findall, scripts))


def names_of(page: str) -> list[str]:
    """The classes, ids and elements that a page holds, and the variables that it reads."""
    named = {name for value in set(_ATTRIBUTE.findall(page)) for name in value.split()}
    return sorted(named.union(_ELEMENT.findall(page), _READ.findall(page)))


def pruned(css: str, names: set[str]) -> str:
    """The style sheet without rules for what is not there, and without variables that nothing then reads."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    kept = "\n".join(_kept(rules, names))
    read = names.union(_READ.findall(kept))
    return "\n".join(_kept(tinycss2.parse_stylesheet(kept), names, lambda name: name in read))


def _kept(rules: Sequence[Any], names: set[str], is_read: Callable[[str], bool] = lambda name: True) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in _selectors(rule.prelude) if _asks_for(s) <= names]
            body = _declarations(rule.content, is_read) if selectors else ""
            if body:
                yield f"{','.join(map(_text, selectors))}{{{body}}}"
        elif rule.type == "at-rule":
            yield from _kept_at_rule(rule, names, is_read)


def _declarations(content: Sequence[Any], is_read: Callable[[str], bool]) -> str:
    """The declarations of a rule, without variables that nothing reads."""
    parts = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return ";".join(
        part.serialize()
        for part in parts
        if not (part.type == "declaration" and part.name.startswith("--") and not is_read(part.name))
    )


def _kept_at_rule(rule: Any, names: set[str], is_read: Callable[[str], bool]) -> Iterator[str]:
    keyword = rule.lower_at_keyword
    if keyword == "charset" or (keyword == "font-face" and UNUSED_FACE in _text(rule.content)):
        return
    if keyword in CONDITIONAL and rule.content is not None:
        held = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if kept := "\n".join(_kept(held, names, is_read)):
            yield f"@{keyword} {_in_em(_text(rule.prelude))}{{\n{kept}\n}}"
        return
    yield f"@{keyword} {_text(rule.prelude)}" + (";" if rule.content is None else f"{{{_text(rule.content)}}}")


def _in_em(condition: str) -> str:
    """The condition with its widths in em, so that who reads larger text gets the layout that has room for it."""
    return _PIXELS.sub(lambda width: f"{float(width[1]) / 16:g}em", condition)


def _selectors(prelude: Sequence[Any]) -> Iterator[list[Any]]:
    """The selectors that commas part."""
    selector: list[Any] = []
    for token in [*prelude, None]:
        if token is None or token == ",":
            yield selector
            selector = []
        else:
            selector.append(token)


def _asks_for(selector: Sequence[Any]) -> set[str]:
    """The classes, ids and elements that a selector names outside brackets."""
    names: set[str] = set()
    before = None
    for token in selector:
        if token.type == "hash" or (token.type == "ident" and before != ":"):
            names.add(token.value)
        before = token.value if token.type == "literal" else None
    return names


def _text(tokens: Sequence[Any]) -> str:
    text: str = tinycss2.serialize([t for t in tokens if t.type != "comment"])
    return text.strip()


def _bundle(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    aside = _set_aside(static, Path(app.outdir).parent / ASIDE)
    css = "\n".join(_with_imports(path) for part in PARTS for path in sorted(aside.glob(part)))
    answers = Answers(Path(app.outdir).parent / KEPT, inputs.code())
    pages = (path.read_text(encoding="utf-8") for path in sorted(Path(app.outdir).rglob("*.html")))
    names = used_names([], (p.read_text(encoding="utf-8") for p in _scripts(static)))
    names.update(*(answers.of(page, names_of) for page in pages))
    licences = "\n".join(_LICENCE.findall(css))
    # Its text stands for both what there is and what is asked for.
    sheet = answers.of(json.dumps([css, sorted(names)]), lambda _: f"{licences}\n{pruned(css, names)}\n")
    write_changed(static / SHEET, sheet)
    answers.save()


def _scripts(static: Path) -> list[Path]:
    return [path for path in sorted(static.rglob("*.js")) if not path.stem.endswith("-data")]


def _set_aside(static: Path, aside: Path) -> Path:
    """Moves the parts out of the site, and returns the folder in which all of them are then.

    Sphinx copies them into the site only when it writes a page, so the next build may have to read them where they are.
    """
    for path in [path for part in (*PARTS, *IMPORTED) for path in static.glob(part)]:
        place = aside / path.relative_to(static)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
    return aside


def _with_imports(path: Path) -> str:
    """The style sheet with those that it imports in their place."""
    css = path.read_text(encoding="utf-8")
    return re.sub(
        r"@import (?:url\()?[\"']([^\"']+)[\"']\)?;",
        lambda found: _with_imports((path.parent / found[1]).resolve()),
        css,
    )


def _name_sheet(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    context["style_sheet"] = SHEET


def setup(app: Sphinx) -> None:
    """Registers the style sheet, made after the scripts that no page loads are gone, since the others' words count."""
    app.connect("html-page-context", _name_sheet)
    app.connect("build-finished", _bundle, priority=800)
