"""How prose names the works of the bibliography."""

from types import SimpleNamespace

import pytest

from ledgerbook.prose import judgement, links, works
from ledgerbook.prose.markdown import Role

BIBTEX = """
@comment{no work}
@article{weijer2019, author = {van de Weijer, Steve and Bernasco, Wim}, year = {2019}, title = {T}}
@misc{law2022, author = {{Standing Committee}}, year = {2022}, title = {T}}
@book{edited, editor = {M{\\"u}ller, A.}, title = {T}}
@misc{bare, title = {T}}
"""
KNOWN = works.read(BIBTEX)


def test_a_work_is_named_by_its_first_author_or_editor_and_its_year():
    assert KNOWN == {
        "weijer2019": ("Weijer", "2019"), "law2022": ("Standing Committee", "2022"), "edited": ("Müller",), "bare": (),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "key", "message"),
    [
        ("van de Weijer et al., 2019", "weijer2019", ""),
        ("Weijer (2019)", "weijer2019", ""),
        ("van de Weijer et al., 2018", "weijer2019", "lacks '2019': write [Weijer, 2019](cite:weijer2019)"),
        ("Bernasco, 2019", "weijer2019", "lacks 'Weijer'"),
        ("a study", "bare", ""),
        ("Weijer, 2019", "weijer2018", "unknown work 'weijer2018' (nearest: weijer2019)"),
    ],
)
def test_the_words_of_a_citation_name_its_work(words, key, message):
    said = judgement.of_work(words, key, KNOWN)
    assert message in said
    assert bool(said) == bool(message)


def test_what_is_no_bibliography_is_refused():
    with pytest.raises(ValueError, match="no BibTeX"):
        works.read("@article{a, author = {x")


def test_the_nearest_work_is_named_whatever_the_key_holds():
    sources = SimpleNamespace(works={"weijer (2019)": ""})
    said = links.of_role(Role("cite", "weijer (2018)", 1), "index", sources)
    assert said == 'could not find bibtex key "weijer (2018)" (nearest: weijer (2019))'
