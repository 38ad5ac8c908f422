"""Labels and the site's own words follow the language of the book, without a change of code."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sphinx.locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from docutils import nodes
from sphinx.errors import ExtensionError

import second_house
import small_record
from ledgerbook.record import load
from ledgerbook.record.units import unit_words, with_unit
from ledgerbook.site.base.languages import _divided, language_tag, marked
from ledgerbook.site.base.words import CATALOGUE, _, counted
from ledgerbook.site.numbers.views import ClaimView
from ledgerbook.site.pages import scripts
from shelves.rules import RULES

TRANSLATED = {
    "Not read a second time.": "Ikke lest to ganger.",
    ("{n} claim", "{n} claims"): ("{n} påstand", "{n} påstander"),
    "Show more": 'Vis "flere"',
    "${count} pages found for ": "Fant ${count} sider for ",
    "Running. Stop ends it.": "Kjører ${x}.",
}
# Literals of a script that hold words: not those of selectors, of names of classes or of what is sent along.
LITERAL = re.compile(r"""(?P<quote>["`])(?P<text>(?:(?!(?P=quote))[^\\\n]|\\.)*)(?P=quote)""")
SPOKEN = re.compile(r"^[A-Z][a-z]+[ .]?|(?<![-.#\w])[A-Za-z]{2,} [a-z]{2,}|(?<=… )(?:pages?|claims?|places?|to)\b")
NOT_SPOKEN = re.compile(
    r"^(?:[.#\[]|:scope|\(|form\.|a\.|input|thead|yours |template|article)|[>=\[]"  # selectors and classes
    r"|^(?:Arrow|Escape|Tab|Enter|Home|End|Page|DOM|Resize|NFKC|text/)"  # keys, events and forms
)


@pytest.fixture
def norwegian(tmp_path: Path) -> Iterator[None]:
    """A catalogue of the site's words in another language."""
    catalogue = Catalog(locale="nb")
    for message, translation in TRANSLATED.items():
        catalogue.add(message, translation)
    folder = tmp_path / "nb" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / f"{CATALOGUE}.mo").open("wb") as stream:
        write_mo(stream, catalogue)
    sphinx.locale.init([str(tmp_path)], "nb", CATALOGUE)
    yield
    del sphinx.locale.translators["general", CATALOGUE]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The second record with labels in another language: a column more in words.csv and its description."""
    folder = tmp_path / "data"
    shutil.copytree(second_house.BOOK / "data", folder)
    schema = folder / "datapackage.json"
    says = "What is printed for it in English."
    field = f'{{\n      "name": "label_en",\n      "type": "string",\n      "description": "{says}"'
    text = schema.read_text(encoding="utf-8")
    assert text.count(field) == 1
    more = field.replace("label_en", "label_nb").replace("English", "Norwegian")
    schema.write_text(text.replace(field, f"{more}\n     }},\n     {field}"), encoding="utf-8")
    rows = small_record.read("words", folder)
    for row in rows:
        row["label_nb"] = {"NOK": "norske kroner"}.get(row["key"], "")
    small_record.write(folder, "words", rows, ["kind", "key", "label_nb", "label_en"])
    return folder


def unmarked(script: str) -> list[str]:
    """The words that a script says without the mark by which they are translated."""
    bare = re.sub(r"(?m)^\s*//.*$|\s// .*$", "", scripts.MARKED.sub("", script))
    texts = (re.sub(r"\$\{[^}]*\}", "…", found["text"]) for found in LITERAL.finditer(bare))
    return [text for text in texts if SPOKEN.search(text) and not NOT_SPOKEN.search(text)]


def test_every_word_that_a_script_says_can_be_translated():
    found = {path.name: unmarked(path.read_text(encoding="utf-8")) for path in sorted(scripts.OWN.glob("*.js"))}
    assert {name: words for name, words in found.items() if words} == {}
    assert unmarked('note.append("Show more", `${count} pages`); /* words */"Marked words"') == ["Show more", "… pages"]


def test_words_of_scripts_follow_the_catalogue(norwegian):
    script = 'button("Show more", /* words */"Show more"); say(/* words */`${count} pages found for `, "x");'
    assert scripts.translated(script) == r'button("Show more", "Vis \"flere\""); say(`Fant ${count} sider for `, "x");'
    with pytest.raises(ExtensionError, match=r"'Kjører \$\{x\}.' of 'Running. Stop ends it.' must have the same"):
        scripts.translated('/* words */"Running. Stop ends it."')


def test_the_scripts_of_the_site_have_their_words(site):
    shipped = "".join(path.read_text(encoding="utf-8") for path in (site.html / "_static").glob("*.js"))
    assert '"Show more"' in shipped and "/* words */" not in shipped


def test_site_words_are_english_without_a_catalogue():
    assert (_("Not read a second time."), counted("{n} claim", "{n} claims", 1)) == (
        "Not read a second time.",
        "1 claim",
    )


def test_site_words_follow_the_catalogue(norwegian):
    record = load.load(second_house.BOOK / "data", RULES)
    assert ClaimView(record.claims["loans-2020"], record).second_reading == "Ikke lest to ganger."
    assert counted("{n} claim", "{n} claims", 3) == "3 påstander"


def test_labels_follow_the_language_and_fall_back_to_english(data):
    record = load.load(data, RULES, language="nb")
    assert unit_words("NOK/loans", record) == "norske kroner/loans"
    assert unit_words("NOK", load.load(data, RULES)) == "kroner"


def test_one_of_a_unit_and_a_rank_have_words_of_their_own(data):
    rows = small_record.read("words", data)
    words = {("unit.one", "loans"): "loan", ("unit.before", "place"): "place"}
    rows += [{"kind": kind, "key": key, "label_nb": "", "label_en": word} for (kind, key), word in words.items()]
    small_record.write(data, "words", rows, ["kind", "key", "label_nb", "label_en"])
    record = load.load(data, RULES)
    said = [with_unit(*shown, record) for shown in (("1", "loans"), ("21", "loans"), ("7", "place"), ("1", "percent"))]
    assert said == ["1 loan", "21 loans", "place 7", "1%"]


def test_a_character_of_both_chinese_scripts_makes_no_text_traditional():
    simplified = [row["label_original"] for row in small_record.read("measures")]
    simplified += [row["term_original"] for row in small_record.read("glossary")]
    assert [term for term in simplified if language_tag("zh", term) != "zh-Hans"] == []
    assert [language_tag("zh", term) for term in ("電信詐騙", "警察機關偵辦", "认定")] == [
        "zh-Hant",
        "zh-Hant",
        "zh-Hans",
    ]


def test_han_characters_beside_kana_are_japanese():
    """Many of them are traditional Chinese as well."""
    assert set(re.findall('lang="(.*?)"', marked("Printed in 特殊詐欺の認知件数. 2024年確定値"))) == {"ja"}
    assert re.findall('lang="(.*?)"', marked("Printed in 審計部, 认定・检查")) == ["zh-Hant", "zh-Hans", "zh-Hans"]
    assert [node["classes"] for node in _divided("件減り") if not isinstance(node, nodes.Text)] == [["language-ja"]]
