"""Every file that a page loads has a name that stands for its content."""

from pathlib import Path

import pytest

from ledgerbook.commands import assets, build

SITE = {
    "index.html": '<script src="_static/a.js?v=1a2b"></script><img src="_static/cards/i.png">_static/none.css',
    "deep/er.html": '<link href="../_static/s.css"><meta content="https://x.example/_static/cards/i.png">',
    "_static/a.js": 'load("b.js"); load("c.js")',
    "_static/b.js": "one",
    "_static/s.css": "p {}",
    "_static/cards/i.png": "image",
    "data/a.csv": "_static/a.js",
}


def made(folder: Path, **changed: str) -> Path:
    """A site of those files, with other contents for some, named by content."""
    for name, text in {**SITE, **changed}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assets.name_by_content(folder)
    return folder


def names(site: Path) -> dict[str, str]:
    """The files below ``_static``, by their names without fingerprints."""
    static = site / "_static"
    found = (path.relative_to(static).as_posix() for path in static.rglob("*") if path.is_file())
    return {f"{name.rsplit('.', 2)[0]}.{name.rsplit('.', 2)[2]}": name for name in found}


def test_pages_and_scripts_name_the_files_that_are_there(tmp_path):
    site = made(tmp_path)
    found = names(site)
    assert set(found) == {"a.js", "b.js", "s.css", "cards/i.png"}
    page = (site / "index.html").read_text(encoding="utf-8")
    assert f'src="_static/{found["a.js"]}"' in page  # without the question mark
    assert f'src="_static/{found["cards/i.png"]}"' in page
    assert "_static/none.css" in page
    deep = (site / "deep" / "er.html").read_text(encoding="utf-8")
    assert f"../_static/{found['s.css']}" in deep
    assert f"https://x.example/_static/{found['cards/i.png']}" in deep
    script = (site / "_static" / found["a.js"]).read_text(encoding="utf-8")
    assert script == f'load("{found["b.js"]}"); load("c.js")'
    assert (site / "data" / "a.csv").read_text(encoding="utf-8") == "_static/a.js"
    assert not list(build.lacking(site))


@pytest.mark.parametrize(("changed", "renamed"), [("b.js", {"a.js", "b.js"}), ("s.css", {"s.css"})])
def test_a_name_changes_with_the_content_and_with_what_it_loads(tmp_path, changed, renamed):
    before = names(made(tmp_path / "one"))
    after = names(made(tmp_path / "two", **{f"_static/{changed}": "other"}))
    assert {name for name in before if before[name] != after[name]} == renamed


def test_a_file_that_a_page_does_not_find_is_seen(tmp_path):
    site = made(tmp_path)
    (site / "_static" / names(site)["s.css"]).unlink()
    assert any("s." in problem for problem in build.lacking(site))
