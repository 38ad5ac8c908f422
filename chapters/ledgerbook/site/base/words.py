"""The site's own words: what it says of any record, in the language of the book.

Each is written in English where it is used, in ``_`` or ``counted`` (in a template: ``t`` or ``counted``), and looked
up in the message catalogue ``ledgerbook`` (``site/locale/<language>/LC_MESSAGES``). The words of a record's keys stand
in its words.csv.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translator

CATALOGUE = "ledgerbook"
LOCALE = Path(__file__).parents[1] / "locale"


def _(message: str) -> str:
    """The message in the language of the book."""
    return get_translator(CATALOGUE).gettext(message)


def counted(one: str, several: str, number: int) -> str:
    """The message for that number of things, with the number in it for ``{n}``."""
    return get_translator(CATALOGUE).ngettext(one, several, number).format(n=number)


def _offer_to_templates(app: Sphinx) -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.templates.environment.globals.update(t=_, counted=counted)


def setup(app: Sphinx) -> None:
    """Registers the catalogue."""
    app.add_message_catalog(CATALOGUE, str(LOCALE))
    app.connect("builder-inited", _offer_to_templates)
