"""Every page is valid HTML by the Nu Html Checker."""

import pytest

import validity
from book_site import Site


def test_every_page_is_valid(site: Site):
    assert len(site.pages) > 300
    assert validity.problems(site.pages) == []


# The check, on pages that break it -------------------------------------------------------------------------

HEAD = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>x</title></head>\n<body>'
BROKEN = {
    "paragraph in summary": ("<details><summary><p>x</p></summary></details>", "Element “p” not allowed"),
    "empty heading": ("<h1></h1>", "Empty heading"),
    "id twice": ('<p id="a">x</p><p id="a">y</p>', "Duplicate ID “a”"),
    "unclosed": ("<div><p>x</p>", "unclosed elements"),
    "no alternative": ('<p><img src="x.png"></p>', "must have an “alt” attribute"),
    "wrong role": ('<ul role="button"><li>x</li></ul>', "Bad value “button” for attribute “role”"),
    "broken style": ('<p style="colour: red">x</p>', "“colour”"),
    "broken drawing": ('<svg viewBox="0 0 9 9"><rect width="x"/></svg>', "missing required attribute “height”"),
    "label of nothing": ('<label for="none">x</label>', "“for” attribute"),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What the checker says of the broken pages, all in one run."""
    folder = tmp_path_factory.mktemp("broken")
    for name, (body, _) in BROKEN.items():
        (folder / f"{name.replace(' ', '-')}.html").write_text(f"{HEAD}{body}</body></html>", encoding="utf-8")
    return validity.problems(sorted(folder.iterdir()))


@pytest.mark.parametrize(("name", "words"), [(name, words) for name, (_, words) in BROKEN.items()])
def test_broken_page_is_named_with_line_and_extract(found, name, words):
    (message, *_) = [m for m in found if f"/{name.replace(' ', '-')}.html:" in m]
    assert f"{name.replace(' ', '-')}.html:3: " in message
    assert words in message and "In: " in message


def test_a_sound_page_passes(tmp_path):
    page = tmp_path / "index.html"
    page.write_text(f"{HEAD}<main><h1>x</h1><p>y<br/></p></main></body></html>", encoding="utf-8")
    assert validity.problems([page]) == []


def test_a_missing_page_is_no_pass(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"missing\.html"):
        validity.problems([tmp_path / "missing.html"])
