"""A kernel that lacks what the book is pinned to says so before anything else, with the remedy."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ledgerbook import pins

ROOT = Path(__file__).resolve().parents[1]
HASH = " \\\n    --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def place(tmp_path):
    """A book of two pins, and the folder where its packages lie."""
    lines = [f"Nine_Nets==1.0{HASH}", f"oars==2.5.post1{HASH}", f"winches==3 ; sys_platform == 'win32'{HASH}"]
    (tmp_path / "requirements.txt").write_text("# Pins.\n" + "".join(lines), encoding="utf-8")
    for name in ("nine_nets-1.0.dist-info", "oars-2.5.post1.dist-info"):
        (tmp_path / "packages" / name).mkdir(parents=True)
    return tmp_path


def told(place, capsys, **arguments):
    pins.check(place, [str(place / "packages")], **arguments)
    return capsys.readouterr().err


def test_a_kernel_of_the_pins_is_told_nothing(place, capsys):
    assert told(place, capsys) == ""


def test_another_version_is_told_and_may_work(place, capsys):
    (place / "packages" / "oars-2.5.post1.dist-info").rename(place / "packages" / "oars-2.6-py3-none-any.egg-info")
    assert "other versions than requirements.txt: oars 2.6 (pinned: 2.5.post1); outputs may differ. Remedy" in told(
        place, capsys
    )


def test_a_missing_package_is_refused_with_the_command_that_installs_it(place, capsys):
    (place / "packages" / "oars-2.5.post1.dist-info").rmdir()
    with pytest.raises(
        pins.EnvironmentUnfitError, match=r"lacks oars 2\.5\.post1, pinned in .*Remedy: .* make lab, or"
    ):
        told(place, capsys)


def test_many_missing_packages_are_a_short_list(place, capsys):
    (place / "requirements.txt").write_text("".join(f"p{n}==1\n" for n in range(9)), encoding="utf-8")
    with pytest.raises(pins.EnvironmentUnfitError, match="lacks p0 1, p1 1, p2 1, p3 1, p4 1 and 4 more, pinned"):
        told(place, capsys)


def test_an_old_python_is_refused(place, capsys):
    with pytest.raises(pins.EnvironmentUnfitError, match=r"is Python 3\.10; the book needs 3\.11 or newer"):
        told(place, capsys, version=(3, 10))


def test_the_first_of_two_installations_counts(place, capsys):
    (place / "first" / "oars-9.dist-info").mkdir(parents=True)
    assert pins.versions([str(place / "first"), str(place / "packages")])["oars"] == "9"


def test_without_pins_nothing_is_compared(tmp_path, capsys):
    assert told(tmp_path, capsys) == ""


def test_the_first_cell_of_every_chapter_says_so_on_a_kernel_without_packages():
    """A Python without any package: the message comes before the traceback of a missing one."""
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        first = next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        lines = [line for line in first.splitlines() if line.startswith(("import ", "from "))]
        known = next(line for line in lines if line.split()[1].split(".")[0] not in sys.stdlib_module_names)
        assert known == "from campaign import load", path.name
    bare = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.append({str(ROOT / 'chapters')!r}); {known}"]
    said = subprocess.run(bare, capture_output=True, text=True, check=False).stderr
    assert "EnvironmentUnfitError: This kernel lacks " in said
    assert "Remedy: in the book's folder run make lab" in said
