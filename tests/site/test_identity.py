"""The face of the book: its cover to scale, a card and a description for every page, and what is printed on paper."""

import os
import struct
import subprocess
import sys
import zlib
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page

import small_record
from book_site import Site
from browser import DESKTOP, PHONE
from ledgerbook.figure import fonts
from ledgerbook.site.base import pixels, summaries
from ledgerbook.site.pages import cards, cover

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("description", "twitter:card", "og:title", "og:description", "og:type", "og:site_name", "og:image",
          "og:image:width", "og:image:height", "og:image:alt")  # fmt: skip
MOST_BYTES = 80_000  # of a card
SMALLEST_TYPE = 10  # px


# What pages say of themselves -------------------------------------------------------------------------------


@dataclass
class Head(HTMLParser):
    """The meta elements of a page, by name or property; None for one that is given twice."""

    found: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps one element."""
        given = dict(attrs)
        name = given.get("name") or given.get("property")
        if tag == "meta" and name in NEEDED:
            self.found[name] = None if name in self.found else given.get("content")


def head(path: Path) -> dict[str, str | None]:
    """The meta elements of a page."""
    parser = Head()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser.found


def faults(path: Path) -> list[str]:
    """What is missing or wrong in what a page says of itself."""
    found = head(path)
    wrong = [f"{name} {'is given twice' if name in found else 'is missing'}" for name in NEEDED if not found.get(name)]
    words = found.get("description") or ""
    if not summaries.SHORTEST <= len(words) <= summaries.LONGEST:
        wrong.append(f"a description of {len(words)} characters: {words!r}")
    if not words.endswith((".", "?", "!", ")", "…")):
        wrong.append(f"a description that stops in the middle: {words!r}")
    picture = path.parent / (found.get("og:image") or "")
    return [*wrong, *card_faults(picture, found)]


def card_faults(picture: Path, found: dict[str, str | None]) -> list[str]:
    """What is wrong with the card that a page names."""
    if not picture.is_file():
        return [f"no such card: {picture.name}"]
    data = picture.read_bytes()
    size = struct.unpack(">II", data[16:24])
    wrong = [] if size == cards.SIZE else [f"a card of {size} px"]
    if (found.get("og:image:width"), found.get("og:image:height")) != tuple(map(str, size)):
        wrong.append("the size that is named is not the card's")
    return [*wrong, *([f"a card of {len(data)} bytes"] if len(data) > MOST_BYTES else [])]


def test_every_page_says_what_it_is_and_has_a_card(site: Site):
    found = {site.name(page): faults(page) for page in site.pages}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_pages_differ_in_what_they_say(site: Site):
    authored = [page for page in site.pages if page.parent.name == "chapters" or page.name == "index.html"]
    for name in ("description", "og:title", "og:image"):
        assert len({Path(str(head(page)[name])).name for page in authored}) == len(authored)
    measures = [head(page)["description"] for page in site.pages if page.parent.name == "measures"]
    assert len(set(measures)) > 0.95 * len(measures)  # a few measures of other countries are defined alike


SOUND = {
    **dict.fromkeys(NEEDED, "x"),
    "description": "One unit is one case that the police declare solved, in a month.",
    "og:image": "card.png",
    "og:image:width": "1200",
    "og:image:height": "630",
}


def page_of(folder: Path, **changes: str | None) -> Path:
    """A page with a sound head, but for the changes; None leaves a tag out."""
    tags = {**SOUND, **changes}
    metas = "".join(f'<meta property="{name}" content="{value}">' for name, value in tags.items() if value is not None)
    path = folder / "page.html"
    path.write_text(f"<!doctype html><html><head>{metas}</head></html>", encoding="utf-8")
    return path


def png(width: int, height: int) -> bytes:
    """An empty picture of that size."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"/>'
    return pixels.packed(fonts.png(svg))


@pytest.mark.parametrize(
    ("changes", "card", "words"),
    [
        ({"og:site_name": None}, (1200, 630), "og:site_name is missing"),
        ({"description": "Too short."}, (1200, 630), "a description of 10 characters"),
        ({"description": "So long. " * 30}, (1200, 630), "a description of 270 characters"),
        ({"description": SOUND["description"][:-1] + " of"}, (1200, 630), "stops in the middle"),
        ({"og:image": "other.png"}, (1200, 630), "no such card"),
        ({}, (600, 315), "a card of (600, 315) px"),
        ({"og:image:height": "600"}, (1200, 630), "is not the card's"),
    ],
)
def test_faults_of_a_head_are_seen(tmp_path, changes, card, words):
    (tmp_path / "card.png").write_bytes(png(*card))
    assert faults(page_of(tmp_path)) == [] or not changes
    assert any(words in fault for fault in faults(page_of(tmp_path, **changes)))


def test_tag_that_is_given_twice_and_a_heavy_card_are_seen(tmp_path):
    (tmp_path / "card.png").write_bytes(png(1200, 630) + bytes(MOST_BYTES))
    path = page_of(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("<head>", '<head><meta name="og:type" content="x">'))
    assert faults(path) == ["og:type is given twice", f"a card of {(tmp_path / 'card.png').stat().st_size} bytes"]


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("One. Two. Three.", 9, "One. Two."),
        ("One. Two.", 99, "One. Two."),
        ("A sentence, that is too long for it.", 14, "A sentence…"),
        ("39.1万 cases were solved. More.", 27, "39.1万 cases were solved."),
        ("Unbroken", 5, "Unbr…"),
        ("", 5, ""),
    ],
)
def test_texts_are_shortened_at_sentences_and_words(text, most, kept):
    assert summaries.shortened(text, most) == kept
    assert len(kept) <= most


# Cards ------------------------------------------------------------------------------------------------------


def test_card_takes_any_title_and_leaves_out_what_its_font_lacks():
    svg = ET.fromstring(cards.card('A & B <i> "q" 诈骗', "It rose by < 5% & more.", "The book", [5, -1]))
    words = " ".join(svg.itertext())
    assert 'A & B <i> "q"' in words and "It rose by < 5% & more." in words and "诈" not in words


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Cases solved (破获) rose – by 5%.", "Cases solved rose – by 5%."),
        ("Arrests (not 抓获) “rose”.", "Arrests “rose”."),
        ("39.1万 cases were solved.", ""),
    ],
)
def test_chinese_is_left_out_of_cards_where_it_stands_in_brackets(text, drawn):
    assert cards.without_undrawn_brackets(text) == drawn


def test_card_keeps_its_arrows_to_one_scale_and_within_its_height():
    svg = ET.fromstring(cards.card("Title", "Text.", "The book", [5.7, 64.4, -17.3, -1.3]))
    drawn = [path for path in svg.iter(f"{{{'http://www.w3.org/2000/svg'}}}path") if path.get("transform")]
    assert len(drawn) == 4
    tops = [float(path.attrib["transform"].rstrip(")").split()[1]) for path in drawn]
    assert min(tops) >= cards.MARGIN and max(tops) <= cards.MARGIN + cards.ARROWS_LENGTH


INK = """async ([url, left, right]) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const {data} = canvas.getImageData(left, 0, right - left, image.height - 100);
  return data.some((value, i) => value !== data[i % 4]);
}"""
# Where nothing may be drawn: between the text and the arrows, above the line that ends the card.
GAP = (
    1200 - 80 - 3 * cards.ARROW_PITCH - cards.ARROW_WIDTH - 40,
    1200 - 80 - 3 * cards.ARROW_PITCH - cards.ARROW_WIDTH - 12,
)


def test_no_text_runs_into_the_arrows(site, chromium, serve):
    top = serve(site.html)
    with chromium.new_context() as context, context.new_page() as tab:
        tab.goto(f"{top}/index.html")
        names = [p.relative_to(site.html).as_posix() for p in (site.html / cards.FOLDER).rglob("*.png")]
        assert len(names) > 10
        assert [name for name in names if tab.evaluate(INK, [f"{top}/{name}", *GAP])] == []


def test_text_that_runs_into_the_arrows_is_seen(chromium, serve, tmp_path):
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    wide = cards.card("Title", "W" * 40, "The book", [5.7, 64.4, -17.3, -1.3])
    (tmp_path / "card.png").write_bytes(pixels.packed(fonts.png(wide)))
    with chromium.new_context() as context, context.new_page() as tab:
        tab.goto(f"{serve(tmp_path)}/index.html")
        assert tab.evaluate(INK, ["card.png", *GAP])


def test_packed_picture_is_the_same_in_fewer_bytes():
    drawn = fonts.png(cards.card("Title", "Text.", "The book", [5.7, -1.3]))
    packed = pixels.packed(drawn)
    assert len(packed) < len(drawn) / 2
    assert rows_of(packed) == rows_of(drawn)


def rows_of(data: bytes) -> bytes:
    """The picture's rows as they are stored, each with its filter."""
    found, place = b"", 8
    while place < len(data):
        (size,) = struct.unpack_from(">I", data, place)
        found += data[place + 8 : place + 8 + size] if data[place + 4 : place + 8] == b"IDAT" else b""
        place += size + 12
    return zlib.decompress(found)


# The cover --------------------------------------------------------------------------------------------------

ARROWS = """() => [...document.querySelectorAll(".cover-arrows > li")].map(item => {
  const arrow = item.querySelector("svg"), box = arrow.getBoundingClientRect();
  const path = arrow.querySelector("path").getBoundingClientRect();
  return {
    claim: decodeURIComponent(item.querySelector("a.number").hash.slice(1)),
    top: box.top, bottom: box.bottom, length: path.height, words: arrow.getAttribute("aria-label"),
    type: Math.min(...[item, ...item.querySelectorAll("*")].map(e => parseFloat(getComputedStyle(e).fontSize))),
    fill: getComputedStyle(arrow).fill,
  };
})"""
VALUES = {row["claim_id"]: float(row["value"]) for row in small_record.read("claims")}


def off_scale(arrows: list[dict], values: dict[str, float]) -> list[str]:
    """The arrows whose length differs by a pixel from what the longest makes of their claim, or that point wrongly."""
    longest = max(arrows, key=lambda a: a["length"])
    scale = longest["length"] / abs(values[longest["claim"]])
    line = max(arrow["bottom"] for arrow in arrows if values[arrow["claim"]] > 0)
    found = []
    for arrow in arrows:
        value = values[arrow["claim"]]
        if abs(arrow["length"] - abs(value) * scale) > 1:
            found.append(f"{arrow['claim']}: {arrow['length']} px for {value}")
        if abs((arrow["bottom"] if value > 0 else arrow["top"]) - line) > 1.5:
            found.append(f"{arrow['claim']}: does not stand on the line")
        if ("up" if value > 0 else "down") not in arrow["words"] or f"{abs(value):g}" not in arrow["words"]:
            found.append(f"{arrow['claim']}: {arrow['words']!r} for {value}")
    return found


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_arrows_of_the_cover_are_as_long_as_their_claims(site, chromium, serve, viewport):
    with chromium.new_context(viewport=viewport) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/index.html")
        arrows = tab.evaluate(ARROWS)
        assert [VALUES[arrow["claim"]] for arrow in arrows] == [5.7, 64.4, -17.3, -1.3]
        assert off_scale(arrows, VALUES) == []
        assert min(arrow["type"] for arrow in arrows) >= SMALLEST_TYPE
        by_day = {arrow["fill"] for arrow in arrows}
        tab.evaluate("document.documentElement.dataset.theme = 'dark'")
        by_night = {arrow["fill"] for arrow in tab.evaluate(ARROWS)}
        assert len(by_day) == len(by_night) == 2 and not by_day & by_night


def test_arrow_that_is_off_the_scale_is_seen():
    right = {"claim": "a", "top": 0, "bottom": 100, "length": 100, "words": "Arrow up: 50%"}
    arrows = [right, {"claim": "b", "top": 97, "bottom": 108, "length": 11, "words": "Arrow up: 5%"}]
    found = off_scale(arrows, {"a": 50, "b": -4})
    assert len(found) == 3
    assert off_scale([right], {"a": 50}) == []


def test_lengths_and_outlines():
    assert cover.lengths([5, -20, 10], 200) == [50, 200, 100]
    assert cover.outline(100, 30, up=True) == "M0 100V12L15 0L30 12V100Z"
    assert cover.outline(100, 30, up=False) == "M0 0V88L15 100L30 88V0Z"
    assert cover.outline(100, 30, up=True, room=150) == "M0 150V62L15 50L30 62V150Z"  # beside a longer one
    assert cover.outline(4, 30, up=True) == "M0 4V4L15 0L30 4V4Z"  # shorter than its point


# A small book -----------------------------------------------------------------------------------------------

CONFIG = f"""\
import sys
sys.path.insert(0, {str(ROOT / "chapters")!r})
extensions = ["myst_nb", "sphinxcontrib.bibtex", "ledgerbook.site"]
bibtex_bibfiles = []
nb_execution_mode = "off"
myst_url_schemes = ["mailto", "http", "https", "claim"]
project = "A book & its <cover>"
html_title = 'The "book"'
html_baseurl = "https://book.example/here"
"""
COVERS = {
    "": "- [5.7%](claim:release-2022-cases-solved-yoy) more\n- [17.3%](claim:release-2022-cases-filed-yoy) fewer",
    "has no arrows": "[5.7%](claim:release-2022-cases-solved-yoy) more",
    "is traced to no claim": "- more than before",
    "unknown claim 'release-2022-cases-sloved'": "- [5.7%](claim:release-2022-cases-sloved) more",
    "has room for 6 arrows, and this one lists 7": "- [5.7%](claim:release-2022-cases-solved-yoy) more\n" * 7,
    "one scale": "- [5.7%](claim:release-2022-cases-solved-yoy)\n- [39.1万](claim:release-2022-cases-solved)",
}
TEXT = (
    'Police & courts said "more" <b>than</b> before (诈骗), and this is what the whole book is about, cover to cover.'
)


@pytest.fixture(scope="module")
def small_book(tmp_path_factory) -> tuple[Path, str]:
    """A book whose pages have one sound cover and every unsound one; and what its build says."""
    book = tmp_path_factory.mktemp("book")
    for folder in ("chapters", "data"):
        (book / folder).mkdir()
    (book / "conf.py").write_text(CONFIG, encoding="utf-8")
    (book / "chapters" / "sources.md").write_text("# Sources\n\n```{source-list}\n```\n", encoding="utf-8")
    pages = [f"chapters/cover{i}" for i in range(len(COVERS))]
    for page, labels in zip(pages, COVERS.values(), strict=True):
        (book / f"{page}.md").write_text(f"# *Cover* & more\n\n```{{cover}} Subtitle\n{labels}\n```\n\n{TEXT}\n")
    toctree = "\n".join(["```{toctree}", "chapters/sources", *pages, "```"])
    (book / "index.md").write_text(f"# Index\n\n{TEXT}\n\n{toctree}\n", encoding="utf-8")
    small_record.make(book / "data")
    command = [sys.executable, "-m", "sphinx", "-q", "-N", "-b", "html", str(book), str(book / "_build" / "html")]
    environment = {
        **os.environ,
        "PYTHONUTF8": "1",
    }
    result = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    return book / "_build" / "html", result.stderr


@pytest.mark.parametrize(("index", "message"), list(enumerate(COVERS)))
def test_cover_without_data_is_refused(small_book, index, message):
    said = [line for line in small_book[1].splitlines() if f"cover{index}.md" in line]
    assert (len(said) > 0) == bool(message), said
    assert message in "".join(said)


def test_head_is_escaped_and_addresses_are_whole_where_the_site_has_one(small_book):
    found = head(small_book[0] / "chapters" / "cover0.html")
    assert found["og:title"] == "Cover & more"
    assert found["og:site_name"] == 'The "book"'
    assert found["description"] == TEXT.replace('"more"', "“more”").replace("<b>", "").replace("</b>", "")
    assert found["og:image"] == "https://book.example/here/_static/cards/chapters/cover0.png"
    assert head(small_book[0] / "index.html")["og:title"] == "A book & its <cover>"


# Print ------------------------------------------------------------------------------------------------------

# What a sheet of paper would lack, or show in vain.
ON_PAPER = """() => {
  const visible = {visibilityProperty: true, opacityProperty: true};
  const shown = element => element.checkVisibility(visible) && element.getBoundingClientRect().height > 0;
  const found = [];
  for (const number of document.querySelectorAll("article a.number")) {
    const code = getComputedStyle(number, "::after").content;
    if (shown(number) && !(number.dataset.source && code.includes(number.dataset.source)))
      found.push(`no code: ${number.textContent}`);
  }
  const working = "nav, button, dialog, .headerlink, .skip-link, .prev-next-footer, footer, details:not([open])";
  for (const part of document.querySelectorAll(working))
    if (shown(part)) found.push(`printed: ${part.tagName} ${part.className}`);
  if (!shown(document.querySelector("article h1"))) found.push("no title");
  for (const figure of document.querySelectorAll("figure.book-figure:not(.small)")) {
    const drawings = [...figure.querySelectorAll("svg.drawing")].filter(shown);
    if (drawings.length !== 1 || !drawings[0].classList.contains("wide")) found.push(`drawings: ${figure.id}`);
    if (!shown(figure.querySelector("figcaption"))) found.push(`no finding: ${figure.id}`);
    const caption = figure.querySelector(".picture > figcaption ~ p, .figure-caption");
    if (!shown(caption)) found.push(`no caption: ${figure.id}`);
    if (getComputedStyle(figure).breakInside !== "avoid") found.push(`may be split: ${figure.id}`);
  }
  const ink = getComputedStyle(document.querySelector("article p")).color;
  const paper = getComputedStyle(document.body).backgroundColor;
  const lightness = colour => colour.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
  if (lightness(ink) > lightness(paper)) found.push(`light on dark: ${ink} on ${paper}`);
  return found;
}"""
PRINTED = ["index", "chapters/release", "chapters/enforcement", "chapters/disagreements", "measures/cases-solved"]


@pytest.fixture
def night(site: Site, chromium: Browser, serve):
    """Opens a page on a phone at night, with the theme's own switch at night too: the worst start for a print."""
    with chromium.new_context(viewport=PHONE, color_scheme="dark") as context, context.new_page() as tab:

        def open_page(name: str) -> Page:
            tab.goto(f"{serve(site.html)}/{name}.html")
            tab.evaluate("document.documentElement.dataset.theme = 'dark'")
            return tab

        yield open_page


@pytest.mark.parametrize("name", PRINTED)
def test_paper_has_codes_and_drawings_and_no_navigation(night, name):
    page = night(name)
    page.emulate_media(media="print")
    assert page.evaluate(ON_PAPER) == []


def test_screen_is_seen_not_to_be_paper(night):
    found = night("chapters/release").evaluate(ON_PAPER)
    for words in ("no code: 391,000", "printed: BUTTON", "printed: DETAILS", "drawings: ", "light on dark"):
        assert any(fault.startswith(words) for fault in found), words


def test_code_on_paper_leads_to_the_entry_of_its_source(site, chromium, serve):
    sources = {row["source_id"] for row in small_record.read("sources")}
    with chromium.new_context() as context, context.new_page() as tab:
        top = serve(site.html)
        tab.goto(f"{top}/chapters/sources.html")
        tab.emulate_media(media="print")
        printed = set(tab.locator("dl.record .about code").all_inner_texts())
        assert printed == sources
        tab.goto(f"{top}/chapters/release.html")
        codes = tab.locator("article a.number.claim").evaluate_all("all => all.map(a => a.dataset.source)")
        assert set(codes) <= printed
        names = tab.locator("article a.number.result").evaluate_all("all => all.map(a => [a.dataset.source, a.hash])")
        assert all(f"#result-{name}" == anchor for name, anchor in names)


def test_what_is_closed_is_not_printed_and_what_the_reader_opened_is(night):
    page = night("chapters/release")
    closed = sheets(page)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert closed < 18 < sheets(page)


def sheets(page: Page) -> int:
    """How many sheets of paper the page takes."""
    return page.pdf(format="A4").count(b"/Type /Page\n")
