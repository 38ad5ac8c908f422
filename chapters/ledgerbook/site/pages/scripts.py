"""The words that the site's scripts say, in the language of the book.

In a script such words are marked, as in ``/* words */"Show more"``; a template may stand there too, whose ``${...}``
the translation must keep. In the site they are those of the message catalogue (:mod:`ledgerbook.site.base.words`).
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ExtensionError

from ledgerbook.site.base.files import write_changed
from ledgerbook.site.base.words import _

OWN = Path(__file__).parents[1] / "static"
MARKED = re.compile(r"""/\* words \*/(?P<quote>["`])(?P<words>(?:(?!(?P=quote))[^\\]|\\.)*)(?P=quote)""")
_VALUE = re.compile(r"\$\{[^}]*\}")


def translated(script: str) -> str:
    """A script with its words in the language of the book. ExtensionError where a translation lacks a value."""
    return MARKED.sub(_translated, script)


def _translated(marked: re.Match[str]) -> str:
    quote, english = marked["quote"], marked["words"]
    words = _(english)
    if sorted(_VALUE.findall(words)) != sorted(_VALUE.findall(english)):
        raise ExtensionError(f"the translation {words!r} of {english!r} must have the same ${{…}}: mend the catalogue")
    return f"{quote}{words if words == english else words.replace(quote, chr(92) + quote)}{quote}"


def _write(app: Sphinx, error: Exception | None) -> None:
    if error is None and isinstance(app.builder, StandaloneHTMLBuilder):
        for path in sorted(OWN.glob("*.js")):
            script = path.read_text(encoding="utf-8")
            write_changed(Path(app.outdir) / "_static" / path.name, translated(script))


def setup(app: Sphinx) -> None:
    """Writes the scripts when those of every extension are there."""
    app.connect("build-finished", _write)
