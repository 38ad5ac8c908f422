"""What hosts and search engines look for beside the pages."""

from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

from sphinx.builders.html import StandaloneHTMLBuilder

from ledgerbook.site.pages import hosting


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
    hosting._write(SimpleNamespace(builder=builder, outdir=str(tmp_path), config=config), None)
    tree = ElementTree.parse(tmp_path / hosting.SITEMAP)
    found = [node.text for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found == ["https://books.example/two/chapters/a%20%26%20b.html", "https://books.example/two/index.html"]
    assert "Sitemap: https://books.example/two/sitemap.xml\n" in (tmp_path / "robots.txt").read_text(encoding="utf-8")
