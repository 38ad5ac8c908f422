"""The Python that runs in pages: fetched once, only as pinned, or a message with the remedy."""

import io
import tarfile

import pytest

from ledgerbook.commands.faults import CommandError
from ledgerbook.tryout import runtime


@pytest.fixture
def registry(tmp_path, serve, monkeypatch):
    """A registry on this machine that serves an archive with these contents, and where npm is told of it."""

    def start(content: bytes) -> str:
        folder = tmp_path / "registry" / runtime.PACKAGE / "-"
        folder.mkdir(parents=True)
        (folder / runtime.ARCHIVE).write_bytes(content)
        address = serve(tmp_path / "registry")
        monkeypatch.setenv("npm_config_registry", f"{address}/")
        return address

    return start


def packed(**files: bytes) -> bytes:
    """An archive as npm makes them."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return made.getvalue()


def test_it_is_fetched_once_and_then_used(registry, tmp_path, monkeypatch):
    content = packed(**dict.fromkeys(runtime.FILES, b"x"))
    monkeypatch.setattr(runtime, "SHA512", runtime.base64.b64encode(runtime.hashlib.sha512(content).digest()).decode())
    registry(content)
    path = tmp_path / "share" / runtime.ARCHIVE
    runtime.fetch(path)
    assert set(runtime.files(runtime.archive(path))) == set(runtime.FILES)
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    runtime.fetch(path)  # asks nobody


def test_another_archive_is_refused_and_not_kept(registry, tmp_path):
    registry(b"something else")
    with pytest.raises(CommandError, match=r"is not what is pinned .* Remedy: let this machine reach an npm registry"):
        runtime.fetch(tmp_path / "archive")
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "no address", "http://[::1"])
def test_a_registry_that_cannot_be_reached_is_named_with_the_remedy(tmp_path, monkeypatch, address):
    monkeypatch.setenv("npm_config_registry", address)
    with pytest.raises(CommandError, match=r"cannot be fetched: .* book_runs_in_page: false"):
        runtime.fetch(tmp_path / "archive")


def test_a_missing_or_changed_archive_is_named_with_the_remedy(tmp_path):
    with pytest.raises(CommandError, match=r"is not there. Remedy: make runtime"):
        runtime.archive(tmp_path / "archive")
    (tmp_path / "archive").write_bytes(b"cut")
    with pytest.raises(CommandError, match=r"is not pyodide .* as pinned"):
        runtime.archive(tmp_path / "archive")


def test_the_registry_is_the_one_that_npm_is_told_of(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY"):
        monkeypatch.delenv(name, raising=False)
    assert runtime.registry() == runtime.REGISTRY
    (tmp_path / ".npmrc").write_text("fund=false\nregistry = http://one.example/npm/\n", encoding="utf-8")
    assert runtime.registry() == "http://one.example/npm"
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "http://two.example")
    assert runtime.registry() == "http://two.example"
