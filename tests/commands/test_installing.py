"""The environment: whole or absent, by uv or by pip, with this machine's way to an index and nothing else of it."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from command_runs import ROOT
from ledgerbook.commands import environment, faults
from ledgerbook.commands.environment import Environment, Installer

NAME = "nothing_here"
PIN = "nothing-here==1.0"
METADATA = "Metadata-Version: 2.1\nName: nothing-here\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
ABSENT_UV = f"uv==0.0.1 \\\n    --hash=sha256:{'0' * 64}\n"
THE_UV = Path(sys.executable).parent / "uv"


@pytest.fixture
def place(tmp_path, monkeypatch) -> Environment:
    """A book whose only pin is a package in a folder, which pip is told of as a machine's owner would tell it."""
    wheels, root = tmp_path / "wheels", tmp_path / "a book, 书"
    wheels.mkdir()
    root.mkdir()
    wheel = wheels / f"{NAME}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        info = f"{NAME}-1.0.dist-info"
        archive.writestr(f"{NAME}.py", "")
        archive.writestr(f"{info}/METADATA", METADATA)
        archive.writestr(f"{info}/WHEEL", WHEEL)
        archive.writestr(f"{info}/RECORD", f"{NAME}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    pin = f"{PIN} \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
    (root / "requirements.txt").write_text(pin, encoding="utf-8")
    (root / "requirements-dev.txt").write_text(pin + ABSENT_UV, encoding="utf-8")
    settings = tmp_path / "pip.conf"
    settings.write_text(f"[global]\nfind-links = {wheels}\nno-index = true\n[install]\nuser = true\n", encoding="utf-8")
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    for name, value in {"PIP_CONFIG_FILE": str(settings), "PIP_TARGET": "/none", "PIP_USER": "1"}.items():
        monkeypatch.setenv(name, value)
    return Environment(root)


@pytest.fixture
def with_uv(monkeypatch):
    """Provides the uv of this environment instead of one from an index."""

    def provide(self: Installer) -> subprocess.CompletedProcess[str]:
        shutil.copy(THE_UV, self.place.folder / "bin" / "uv")
        return subprocess.CompletedProcess([], 0, "", "")

    monkeypatch.setattr(Installer, "provide_uv", provide)


def make(place: Environment, kind: str = "book") -> int:
    """Runs the command as make does."""
    return faults.exit_status(lambda: environment.main([kind], place.root), left=environment.LEFT)


def markers(place: Environment) -> list[str]:
    """What the environment says that it is."""
    return sorted(path.name.partition("-")[0] for path in place.folder.glob("*-*") if path.is_file())


def installed(place: Environment) -> str:
    """The packages in the environment that this test knows of."""
    program = "import importlib.metadata as m; print(*sorted(d.name for d in m.distributions()))"
    names = subprocess.run([place.python, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    return " ".join(name for name in names if name not in ("pip", "setuptools"))


def test_pip_installs_where_uv_cannot_be_had_and_says_so(place, capsys):
    assert make(place) == 0
    said = capsys.readouterr().out.splitlines()
    assert installed(place) == "nothing-here"
    assert markers(place) == ["book"]
    (line,) = [line for line in said if line.startswith("environment: not with uv (")]
    assert "with pip" in line
    assert make(place) == 0
    assert capsys.readouterr().out == "", "what is made is not made again"


@pytest.mark.usefixtures("with_uv")
def test_uv_installs_from_where_pip_would(place, capsys):
    (place.root / "requirements-dev.txt").write_bytes((place.root / "requirements.txt").read_bytes())
    assert make(place, "test") == 0
    said = capsys.readouterr().out
    assert installed(place) == "nothing-here"
    assert markers(place) == ["book", "test"]
    assert "with pip" not in said


@pytest.mark.usefixtures("with_uv")
def test_what_uv_left_out_is_seen(place, capsys, monkeypatch):
    """As when its own settings send packages elsewhere."""
    monkeypatch.setattr(Installer, "uv", lambda self, arguments: subprocess.CompletedProcess([], 0, "", ""))
    assert make(place) == 0
    assert "not with uv (it left packages out); with pip" in capsys.readouterr().out
    assert installed(place) == "nothing-here"


def test_a_wrong_hash_is_refused_by_both(place, capsys):
    for name in ("requirements.txt", "requirements-dev.txt"):
        path = place.root / name
        path.write_text(f"{PIN} \\\n    --hash=sha256:{'1' * 64}\n{ABSENT_UV}", encoding="utf-8")
    assert make(place) == 1
    said = capsys.readouterr().err
    assert "HASH" in said or "hash" in said
    assert environment.LEFT in said
    assert markers(place) == []


def test_an_interrupted_environment_counts_as_absent(place, capsys, monkeypatch):
    def half(self: Installer, requirements: str) -> None:
        (self.place.folder / "left").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(Installer, "install", half)
        assert make(place) == faults.INTERRUPTED
    assert environment.LEFT in capsys.readouterr().err
    assert markers(place) == []
    assert make(place) == 0
    assert markers(place) == ["book"]
    assert not (place.folder / "left").exists()


def test_other_pins_make_the_environment_anew(place):
    assert make(place) == 0
    (place.folder / "left").touch()
    before = place.marker("book", environment.BOOK)
    path = place.root / "requirements.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert place.marker("book", environment.BOOK) == before, "line ends are no other pins"
    path.write_bytes(path.read_bytes() + b"# more\n")
    assert make(place) == 0
    assert not (place.folder / "left").exists()
    assert not before.exists()


# The way to an index ------------------------------------------------------------------------------------------------

LISTED = r"""
:env:.cert='/env.pem'
:env:.find-links='/wheels'
global.cert='/global.pem'
global.extra-index-url='file:///one\nfile:///two'
global.index-url='https://index.example/simple'
global.user='true'
install.constraint='/constraints.txt'
install.index-url='https://install.example/simple'
list.index-url='https://other.example/simple'
"""


def test_of_pips_settings_the_way_to_an_index_is_taken_and_nothing_else():
    assert environment.pip_settings(LISTED) == {
        "cert": "/env.pem",
        "find-links": "/wheels",
        "extra-index-url": "file:///one\nfile:///two",
        "index-url": "https://install.example/simple",
    }


def test_uv_is_told_pips_way_to_an_index():
    settings = environment.pip_settings(LISTED) | {"no-index": "true", "trusted-host": "install.example"}
    assert environment.uv_options(settings, {}) == [
        "--index-strategy", "unsafe-best-match", "--default-index", "https://install.example/simple",
        "--index", "file:///one", "--index", "file:///two", "--find-links", "/wheels",
        "--allow-insecure-host", "install.example", "--no-index",
    ]  # fmt: skip
    assert environment.uv_variables(settings, {}) == {"SSL_CERT_FILE": "/env.pem"}
    assert environment.uv_variables(settings, {"SSL_CERT_FILE": "/mine.pem"}) == {}


@pytest.mark.parametrize("name", ["UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_FIND_LINKS", "UV_CONFIG_FILE"])
def test_a_way_that_uv_itself_was_told_goes_before_pips(name):
    assert environment.uv_options(environment.pip_settings(LISTED), {name: "x"}) == [
        "--index-strategy",
        "unsafe-best-match",
    ]


def test_pip_sees_these_settings_and_no_file(monkeypatch):
    given = environment.pip_variables({"index-url": "https://index.example/simple"})
    assert given["PIP_INDEX_URL"] == "https://index.example/simple"
    assert given["PIP_CONFIG_FILE"] == os.devnull


def test_uv_is_pinned_in_one_place():
    text = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    pin = environment.pinned("uv", text)
    assert pin in text
    assert pin.startswith("uv==") and pin.count("==") == 1 and pin.count("--hash=sha256:") > 10
    with pytest.raises(faults.CommandError, match="no-such is not pinned"):
        environment.pinned("no-such", text)


def test_a_version_that_does_not_exist_is_not_blamed_on_the_index():
    said = environment.lock_remedy(Path("requirements.txt"), "error: No solution found when resolving dependencies")
    assert said.startswith("requirements.txt is as it was. Remedy: mend what is named in requirements.in; ")


def test_why_uv_could_not_install_is_its_error_and_no_warning_before_it(place, capsys, monkeypatch):
    printed = subprocess.CompletedProcess([], 1, "", "WARNING: an aside\nERROR: no such package\n")
    monkeypatch.setattr(Installer, "provide_uv", lambda self: printed)
    assert make(place) == 0
    assert "not with uv (ERROR: no such package); with pip" in capsys.readouterr().out
