"""Drawings are the same bytes whatever fonts the machine has."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

import drawings
import make_fonts
from ledgerbook.figure import fonts
from ledgerbook.figure.figure import FIGURE_MIME, draw_svg

STRANGE = (
    "Liberation Sans",
    "Arimo",
    "Arial",
    "Helvetica",
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "PingFang SC",
    "BookSans",
)
HELD = ((0x20, 0x10FF), (0x2000, 0x30FF), (0x4E00, 0x9FFF))  # letters, signs and Chinese


def make_strange(path: Path, family: str) -> None:
    """A font of that name in which every character is three ems wide."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((1500, 700))
    pen.lineTo((2900, 0))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "wide"])
    builder.setupCharacterMap({code: "wide" for first, last in HELD for code in range(first, last + 1)})
    builder.setupGlyf(dict.fromkeys([".notdef", "wide"], pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", "wide"], (3000, 0)))
    builder.setupHorizontalHeader(ascent=900, descent=-300)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory) -> dict[str, dict[str, str]]:
    """The digests of all drawings on a machine without fonts, and on one with strange ones."""
    homes = {name: tmp_path_factory.mktemp(name) for name in ("none", "strange")}
    folder = homes["strange"] / "Library" / "Fonts"
    folder.mkdir(parents=True)
    for family in STRANGE:
        make_strange(folder / f"{family}.ttf", family)
    processes = {name: drawings.start(home) for name, home in homes.items()}
    found = {}
    for name, process in processes.items():
        printed, complaints = process.communicate()
        assert process.returncode == 0, complaints
        found[name] = json.loads(printed)
    return found


def test_tests_choose_the_fonts_that_the_library_sees(worlds):
    """Without this the next test would compare a machine with itself."""
    assert worlds["none"][drawings.SEEN] != worlds["strange"][drawings.SEEN], (
        "the library that draws no longer takes fonts from FONTCONFIG_FILE (Linux) or ~/Library/Fonts (Mac): "
        "find out where it looks for them and mend tests/drawings.py"
    )


def test_drawings_are_the_same_whatever_fonts_the_machine_has(worlds):
    none, strange = worlds["none"], worlds["strange"]
    assert len(none) > 100
    assert [name for name in none if none[name] != strange.get(name) and name != drawings.SEEN] == []


def test_stored_drawings_are_those_of_a_machine_without_fonts(worlds, book):
    stored = {}
    for path in book.notebooks:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for data in (output.get("data", {}) for output in cell.get("outputs", [])):
                if FIGURE_MIME in data:
                    svg = "".join(data["image/svg+xml"])
                    stored[f"{data[FIGURE_MIME]['name']} wide"] = hashlib.sha256(svg.encode()).hexdigest()
    assert len(stored) > 50
    assert [name for name, digest in stored.items() if worlds["none"][name] != digest] == []


# The shipped fonts ------------------------------------------------------------------------------------------


def saying(words: str) -> dict:
    return {"data": {"values": [{}]}, "mark": {"type": "text", "text": words}}


def test_shipped_fonts_hold_what_is_said_of_them():
    said = json.loads((fonts.FOLDER / "fonts.json").read_text(encoding="utf-8"))
    ranges = [[int(end, 16) for end in ends.split("-")] for ends in said["letters"] + said["full_width"]]
    codes = {code for first, last in ranges for code in range(first, last + 1)}
    wide = {code for first, last in make_fonts.FULL_WIDTH for code in range(first, last + 1)}
    for name in said["files"]:
        font = TTFont(fonts.FOLDER / name)
        held = font.getBestCmap()
        assert held.keys() >= codes >= wide
        assert {font["hmtx"][held[code]][0] for code in wide} == {font["head"].unitsPerEm}
        names = {record.toUnicode() for record in font["name"].names if record.nameID in (1, 3, 4, 6)}
        assert all(fonts.FAMILY in name and "Liberation" not in name for name in names)


@pytest.mark.parametrize("words", ["plain", "–“”’×±≈−→■□£", "诈骗案件，「破获」３９万"])
def test_what_the_fonts_hold_is_drawn(words):
    assert words in draw_svg(saying(words))


@pytest.mark.parametrize(("words", "named"), [("사기 & 诈骗", "기 (U+AE30), 사 (U+C0AC)"), ("up 🙂", "🙂 (U+1F642)")])
def test_character_that_the_fonts_lack_is_named_with_the_remedy(words, named):
    with pytest.raises(fonts.FontError) as error:
        draw_svg(saying(words))
    assert named in str(error.value) and repr(words) in str(error.value) and "make fonts" in str(error.value)


def test_picture_with_a_character_that_the_fonts_lack_is_refused():
    with pytest.raises(fonts.FontError, match=r"U\+C0AC"):
        fonts.png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>사</text></svg>')


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"\0")])
def test_damaged_font_is_named_with_the_remedy(tmp_path, monkeypatch, damage):
    for path in fonts.FOLDER.glob("*.ttf"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    damage(tmp_path / "BookSans-Bold.ttf")
    with pytest.raises(fonts.FontError, match=r"BookSans-Bold\.ttf is missing or damaged\. Remedy: git checkout"):
        fonts.register.__wrapped__()


def test_fonts_are_made_from_the_named_files_only(tmp_path):
    (tmp_path / "LiberationSans-Regular.ttf").write_bytes(b"another version")
    with pytest.raises(SystemExit, match=r"LiberationSans-Regular\.ttf is not the file of fonts-liberation2"):
        make_fonts.make(tmp_path, tmp_path)


def test_fonts_without_a_folder_are_told_the_usage():
    run = subprocess.run([sys.executable, make_fonts.__file__, ""], capture_output=True, text=True, check=False)
    assert run.stderr.startswith("usage: make fonts FROM=FOLDER")
