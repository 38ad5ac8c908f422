"""What hosts and search engines look for beside the pages."""

import re
from pathlib import Path
from shutil import copy
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect
from sphinx.builders.html import StandaloneHTMLBuilder

from browser import DESKTOP
from campaign import DATA
from ledgerbook.record import schema
from ledgerbook.site.pages import assets, hosting


def test_a_host_serves_every_folder_and_lets_everybody_read(site):
    assert (site.html / ".nojekyll").read_bytes() == b""
    assert (site.html / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"
    assert not (site.html / hosting.SITEMAP).exists()  # the site has no address yet


def test_a_site_that_knows_its_address_lists_its_pages(tmp_path: Path):
    for name in ("index.html", "chapters/a & b.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    builder = StandaloneHTMLBuilder.__new__(StandaloneHTMLBuilder)
    config = SimpleNamespace(html_baseurl="https://books.example/two/")
    (tmp_path / "404.html").touch()
    hosting._write(SimpleNamespace(builder=builder, outdir=str(tmp_path), config=config, book_work=None), None)
    tree = ElementTree.parse(tmp_path / hosting.SITEMAP)
    found = [node.text for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found == ["https://books.example/two/chapters/a%20%26%20b.html", "https://books.example/two/index.html"]
    assert "Sitemap: https://books.example/two/sitemap.xml\n" in (tmp_path / "robots.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("depth", ["", "book/", "a/b/c/"])
@pytest.mark.parametrize("asked", ["none.html", "chapters/deep/er/none.html"])
def test_the_page_for_what_is_not_there_finds_the_book_wherever_it_lies(site, chromium, serve, tmp_path, depth, asked):
    for path in (tmp_path / depth / asked, tmp_path / depth / "search.html"):
        path.parent.mkdir(parents=True, exist_ok=True)
        copy(site.html / "404.html", path)  # a host shows the page in place of any other
    top = f"{serve(tmp_path)}/{depth}"
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.goto(top + asked)
        expect(tab.locator("a").first).to_have_js_property("href", f"{top}index.html")
        assert tab.evaluate("getComputedStyle(document.body).maxWidth") == "640px"  # its policy lets its style be


@pytest.mark.parametrize("asked", ["none.html", "v/none.html", "chapters/none.html"])
def test_at_the_top_of_a_host_it_finds_the_version_that_it_came_with(site, chromium, serve, tmp_path, asked):
    version = schema.version(DATA)
    for path in (tmp_path / asked, tmp_path / "v" / version / "search.html"):
        path.parent.mkdir(parents=True, exist_ok=True)
        copy(site.html / "404.html", path)
    top = serve(tmp_path)
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.goto(f"{top}/{asked}")
        expect(tab.locator("a").last).to_have_js_property("href", f"{top}/v/{version}/search.html")


def test_the_page_for_what_is_not_there_loads_nothing(site):
    html = (site.html / "404.html").read_text(encoding="utf-8")
    assert "_static" not in html
    assert '<link rel="icon" href="data:,">' in html


def test_headers_say_the_policy_of_all_pages_and_keep_only_what_has_a_fingerprint(site):
    text = (site.html / "_headers").read_text(encoding="utf-8")
    blocks = dict(line.split("\n", 1) for line in text.replace("\n/", "\n\0/").split("\n\0"))
    assert list(blocks) == ["/*", "/_static/*", "/figures/*", "/data/*"]
    assert [path for path, lines in blocks.items() if "immutable" in lines] == ["/_static/*"]
    sent = dict(rule.split(" ", 1) for rule in re.findall("Content-Security-Policy: (.*)", blocks["/*"])[0].split("; "))
    for rule in assets.security_policy().split("; "):
        name, allowed = rule.split(" ", 1)
        assert set(allowed.split()) <= set(sent[name].split()), name
    assert re.findall("'[a-z-]*unsafe[a-z-]*'", text) == ["'wasm-unsafe-eval'"]  # of the worker, whose policy this is
    assert "unsafe" not in assets.security_policy() and "frame-ancestors" not in text  # a figure may be embedded
    assert hosting.headers(hosting.path_of("https://x.example/book/"), "").startswith("/book/*\n")


def test_the_headers_of_one_version_leave_the_policies_of_others_alone():
    lines = hosting.headers("/v/2.0.0", "2.0.0", "/v/:version").splitlines()
    paths = [line for line in lines if line.startswith("/")]
    assert paths == ["/v/2.0.0/*", *(f"/v/:version/{path}*" for path in ("", "_static/", "figures/", "data/"))]
    of_one = lines[1 : lines.index("/v/:version/*")]
    assert [line.split(":")[0].strip() for line in of_one] == ["Content-Security-Policy"]
    assert "Content-Security-Policy" not in "".join(lines[len(of_one) + 1 :])


def test_an_embedded_figure_grows_to_its_height(site, chromium, serve, tmp_path):
    """By the code that its own page gives."""
    figure = next(page for page in site.pages if page.parent.name == "figures")
    top = serve(site.html)
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:
        tab.goto(f"{top}/{site.name(figure)}")
        frame, script = tab.locator("details:has-text('Embed this figure') pre").all_text_contents()
        embedding = frame.replace('src="', f'src="{top}/') + script
        (tmp_path / "index.html").write_text(f"<!doctype html>{embedding}", encoding="utf-8")
        tab.goto(f"{serve(tmp_path)}/index.html")  # on another host
        inner = tab.frame_locator("iframe").locator("body.figure-page")
        expect(inner).to_be_visible()
        height = inner.evaluate("body => body.offsetHeight")
        expect(tab.locator("iframe")).to_have_attribute("height", str(height))
        inner.evaluate("body => { for (const part of document.querySelectorAll('details')) part.open = true; }")
        taller = inner.evaluate("body => body.offsetHeight")
        assert taller > height
        expect(tab.locator("iframe")).to_have_attribute("height", str(taller))
