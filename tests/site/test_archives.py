"""The figures as pictures and the notebooks, as archives to take: whole, readable, the same bytes each time."""

import io
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from ledgerbook.book import Book
from ledgerbook.figure import theme
from ledgerbook.site.figures import pixels
from ledgerbook.site.ledger import archives

ROOT = Path(__file__).resolve().parents[2]
SIZE = re.compile(r'<svg\b[^>]*? width="([\d.]+)" height="([\d.]+)"')


def opened(data: bytes) -> dict[str, bytes]:
    """The files of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def faults(folder: Path, packed: dict[str, bytes]) -> Iterator[str]:
    """What the pictures in a folder of figures, and an archive of them, lack."""
    drawn = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.svg"))}
    if extra := packed.keys() - {f"{stem}.png" for stem in drawn} - {archives.README}:
        yield f"pictures of no figure: {sorted(extra)}"
    for stem, svg in drawn.items():
        path = folder / f"{stem}.png"
        if not path.exists() or packed.get(path.name) != path.read_bytes():
            yield f"{stem}: no picture, or another one in the archive"
        elif width_and_height(path.read_bytes()) != tuple(pixels.SCALE * float(px) for px in SIZE.search(svg).groups()):
            yield f"{stem}: a picture of another size"
        page = folder / f"{stem.removesuffix('-strict')}.html"
        if f'href="{stem}.png"' not in page.read_text(encoding="utf-8"):
            yield f"{stem}: its page does not lead to its picture"
        if f"\n{stem}.png: " not in packed[archives.README].decode():
            yield f"{stem}: the archive does not say what it shows"


def width_and_height(png: bytes) -> tuple[float, float]:
    """The size of a picture, in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_every_figure_is_a_picture_on_its_page_and_in_the_archive(site):
    packed = opened((site.html / archives.FOLDER / archives.FIGURES).read_bytes())
    assert len(packed) > 72
    assert list(faults(site.html / "figures", packed)) == []
    heavy = [name for name, data in packed.items() if len(data) > 400_000]
    assert heavy == []


def test_a_first_build_has_its_pictures_drawn_beside_it(site, tmp_path, monkeypatch):
    notebook = ROOT / "chapters" / "awareness.ipynb"
    process = pixels.begin(tmp_path, [notebook])
    assert process is not None and process.wait() == 0
    monkeypatch.setattr(pixels, "_drawn", lambda svg: pytest.fail("a picture was drawn again"))
    drawn = {path.stem: path for path in (site.html / "figures").glob("awareness-*.svg")}
    assert len(drawn) > 5
    for stem, path in drawn.items():
        picture = pixels.of(tmp_path, path.read_text(encoding="utf-8"))
        assert picture == (site.html / "figures" / f"{stem}.png").read_bytes()
    assert pixels.begin(tmp_path, [notebook]) is None  # a later build draws what is new itself


def test_what_cannot_be_drawn_beside_a_build_is_said_by_the_build(tmp_path):
    process = pixels.begin(tmp_path / "kept", [tmp_path / "no.ipynb"])
    assert process is not None and process.wait() != 0
    assert not list(tmp_path.rglob("*.png"))


def test_a_picture_that_lacks_something_is_seen(tmp_path):
    svg = '<svg width="9" height="5"/>'
    (tmp_path / "one.svg").write_text(svg, encoding="utf-8")
    (tmp_path / "one.html").write_text("", encoding="utf-8")
    packed = {archives.README: b"", "two.png": b""}
    assert list(faults(tmp_path, packed)) == [
        "pictures of no figure: ['two.png']",
        "one: no picture, or another one in the archive",
        "one: its page does not lead to its picture",
        "one: the archive does not say what it shows",
    ]
    (tmp_path / "one.png").write_bytes(picture("a", width=9))
    assert "one: a picture of another size" in faults(tmp_path, {**packed, "one.png": picture("a", width=9)})


# What the pictures are set in ----------------------------------------------------------------------------------------


def drawing(words: str, width: int = 40) -> str:
    """A drawing that says these words, as figures are stored."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" font-family="{theme.FONT}">'
        f'<text font-size="16" y="16">{words}</text></svg>'
    )


def picture(words: str, width: int = 40) -> bytes:
    """The picture of such a drawing."""
    return pixels._drawn(pixels.in_shipped_fonts(drawing(words, width)))


def boxed(svgs: Iterable[str]) -> list[str]:
    """The characters of drawings for which no shipped font has more than a box, or whose texts need a third font."""
    with TTFont(pixels.FOLDER / f"{pixels.FULL_WIDTH}-Regular.ttf", lazy=True) as font:
        known = font.getBestCmap()
    texts = (text for svg in svgs for text in re.findall(r"<text\b[^>]*>(.*?)</text>", svg, re.DOTALL))
    said = (unescape(re.sub("<[^>]+>", "", text)) for text in texts if pixels._FULL_WIDTH.search(text))
    return sorted({c for words in said for c in words if ord(c) not in known})


def test_every_character_of_a_picture_can_be_read(site):
    svgs = [path.read_text(encoding="utf-8") for path in (site.html / "figures").glob("*.svg")]
    assert boxed(svgs) == [], "make print-fonts makes the font that lacks them anew"
    assert len(re.findall("[\u3400-\u9fff]", "".join(svgs))) > 50


def test_a_character_that_is_a_box_is_seen():
    assert boxed([drawing("a 万 \u9fa5"), drawing("ą 万 &amp;"), drawing("ą")]) == ["ą", "\u9fa5"]


def test_characters_of_full_width_are_drawn_and_no_boxes():
    assert picture("a 万 &amp; <tspan>b</tspan>") != picture("a 亿 &amp; <tspan>b</tspan>")
    as_boxes = [drawing(f"a {c}").replace(theme.FONT, pixels.fonts.FAMILY) for c in "万亿"]
    assert pixels._drawn(as_boxes[0]) == pixels._drawn(as_boxes[1])  # without the other font


def test_a_picture_is_kept_until_its_drawing_changes(tmp_path, monkeypatch):
    first = pixels.of(tmp_path, drawing("a"))
    monkeypatch.setattr(pixels, "_drawn", lambda svg: pytest.fail("drawn again"))
    assert pixels.of(tmp_path, drawing("a")) == first
    with pytest.raises(pytest.fail.Exception, match="drawn again"):
        pixels.of(tmp_path, drawing("b"))


# The notebooks -------------------------------------------------------------------------------------------------------


def test_the_notebooks_are_those_of_the_book(site, book):
    packed = opened((site.html / archives.FOLDER / archives.NOTEBOOKS).read_bytes())
    assert packed.pop(archives.PINS).decode() == (book.root / "requirements.txt").read_text(encoding="utf-8")
    readme = packed.pop(archives.README).decode()
    assert "version" in readme and "pip install -r ../requirements.txt" in readme
    assert packed == {path.name: path.read_bytes() for path in book.notebooks}
    assert len(packed) == 10


def test_they_are_the_same_bytes_each_time_and_others_once_a_notebook_is_edited(book, tmp_path):
    first = archives.notebooks(book, "A book")
    assert archives.notebooks(book, "A book") == first
    (tmp_path / "chapters").mkdir()
    for path in book.notebooks:
        (tmp_path / "chapters" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "requirements.txt").write_bytes((book.root / "requirements.txt").read_bytes())
    assert archives.notebooks(Book(tmp_path), "A book") == first
    edited = tmp_path / "chapters" / "reading.ipynb"
    edited.write_text(edited.read_text(encoding="utf-8").replace("cell_type", "cell type", 1), encoding="utf-8")
    assert archives.notebooks(Book(tmp_path), "A book") != first


def test_a_book_without_notebooks_has_no_archive_of_them(tmp_path):
    assert archives.notebooks(Book(tmp_path), "A book") == b""
