"""One style sheet of what is used, a policy on every page, and chapters that run again under another assumption."""

import json

import pytest

from book_site import Site
from ledgerbook.notebooks import rerun
from ledgerbook.numbers.wording import Convention
from ledgerbook.site.pages import assets, styles

CSS = """
@charset "UTF-8";
/* a comment */
@font-face { font-family: "Font Awesome 6 Free"; src: url(fa.woff2); }
:root { --read: red; --read-by-page: blue; --unread: green; --icon: url("data:image/svg+xml;charset=utf-8,<svg/>"); }
.used, .unused { color: var(--read); mask: var(--icon); }
.unused { color: var(--unread); }
.used:not(.absent) { color: blue; }
p.used > #there { color: blue; }
p.used > #absent { color: blue; }
.set-by-script { color: blue; }
@media print { .used { color: black; } .unused { color: white; } }
@media screen { .unused { color: black; } }
"""
PAGE = '<p class="used"><b id="there" style="">x</b><svg fill="var(--read-by-page)"></svg></p>'
SCRIPT = "element.classList.add('set-by-script')"


@pytest.fixture
def sheet():
    """The example without what its page does not use."""
    return styles.pruned(CSS, styles.used_names([PAGE], [SCRIPT]))


@pytest.mark.parametrize(
    "kept",
    [".used{", ".used:not(.absent){", "p.used > #there{", ".set-by-script{", "@media print{", "--read:",
     "--read-by-page:", 'url("data:image/svg+xml;charset=utf-8,<svg/>")'],
)  # fmt: skip
def test_what_is_used_stays(sheet, kept):
    assert kept in sheet


@pytest.mark.parametrize("dropped", [".unused", "#absent", "--unread", "Font Awesome", "comment", "screen"])
def test_what_is_not_used_goes(sheet, dropped):
    assert dropped not in sheet


def test_every_page_declares_the_policy(site: Site):
    policy = assets.security_policy()
    assert "unsafe" not in policy and "*" not in policy
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    lacking = [site.name(page) for page in site.pages if tag not in page.read_text(encoding="utf-8")]
    assert lacking == []
    own = site.not_found.read_text(encoding="utf-8")  # it loads nothing, and has a policy of its own
    assert tag not in own and "Content-Security-Policy" in own


# Chapters under another assumption ------------------------------------------------------------------------------------


def notebook(tmp_path, *cells: str, tags: tuple[str, ...] = ("parameters",)):
    """A chapter of these cells, of which the first has the tags."""
    content = [
        {"cell_type": "code", "metadata": {"tags": list(tags) if i == 0 else []}, "source": cell}
        for i, cell in enumerate(cells)
    ]
    path = tmp_path / "chapter.ipynb"
    path.write_text(json.dumps({"cells": content}), encoding="utf-8")
    return path


def test_assumption_is_replaced_and_what_is_shown_returned(tmp_path):
    path = notebook(tmp_path, "convention = 'usual'", "print('read')\ndisplay(1, 2)\nconvention")
    assert rerun.outputs(path) == ([1, 2, "usual"], "read\n")
    assert rerun.outputs(path, convention=Convention.STRICT)[0] == [1, 2, Convention.STRICT]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            ("convention = 1", "1 / 0"),
            "chapter.ipynb, code cell 2, cannot be run with convention = .*ZeroDivisionError",
        ),
        (("x = 1",), "chapter.ipynb: its cell tagged 'parameters' sets no convention"),
    ],
)
def test_chapter_that_cannot_be_run_so_is_named(tmp_path, cells, message):
    with pytest.raises(rerun.RerunError, match=message):
        rerun.outputs(notebook(tmp_path, *cells), convention=Convention.STRICT)
