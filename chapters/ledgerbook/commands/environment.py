"""Makes ``.venv`` from the hashed pins: ``python -m ledgerbook.commands.environment book|test|lock``.

pip installs uv from its pin, and uv installs the rest in seconds; where uv cannot be had, pip installs everything. The
environment counts as made once its marker is there, which is made last: whatever interrupts its making, it is made
anew.
``lock`` pins the requirements anew, with uv.
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledgerbook import pins
from ledgerbook.commands import faults, lock, surroundings
from ledgerbook.commands.faults import CommandError

ROOT = Path(__file__).resolve().parents[3]
BOOK = ("requirements.txt",)
TEST = (*BOOK, "requirements-dev.txt")
LEFT = "The environment in .venv counts as absent until it is whole."
# What pip's settings say of the way to an index, by what uv calls it; the hashes decide what may come from there.
UV_OPTIONS = {
    "index-url": "--default-index", "extra-index-url": "--index", "find-links": "--find-links",
    "trusted-host": "--allow-insecure-host",
}  # fmt: skip
UV_VARIABLES = {
    "cert": ("SSL_CERT_FILE",), "client-cert": ("SSL_CLIENT_CERT",), "proxy": ("HTTP_PROXY", "HTTPS_PROXY"),
    "timeout": ("UV_HTTP_TIMEOUT",), "default-timeout": ("UV_HTTP_TIMEOUT",),
}  # fmt: skip
LOCK = (
    "pip", "compile", "--quiet", "--universal", "--fork-strategy", "fewest", "--python-version", "3.11",
    "--generate-hashes", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
    "--custom-compile-command", "make lock",
)  # fmt: skip


@dataclass(frozen=True)
class Environment:
    """The virtual environment of a book's folder."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.root / ".venv"

    @property
    def python(self) -> str:
        """Its Python."""
        return str(self.folder / "bin" / "python")

    def marker(self, kind: str, pins: Sequence[str]) -> Path:
        """The file that says that it was made from these very pins by this Python, whatever the dates of the files."""
        texts = [(self.root / name).read_bytes().replace(b"\r\n", b"\n") for name in pins]
        digest = hashlib.sha256(b"".join([sys.version.split()[0].encode(), *texts]))
        return self.folder / f"{kind}-{digest.hexdigest()[:16]}"


def _run(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def pip_settings(listed: str) -> dict[str, str]:
    """What ``pip config list`` says of the way to an index, by option; the environment goes before any file."""
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, option = key.rpartition(".")
        variable = f"PIP_{option.replace('-', '_').upper()}"
        if section in found and surroundings.REACHING.fullmatch(variable) and option != "config-file":
            found[section][option] = str(ast.literal_eval(value))
    return {option: value for options in found.values() for option, value in options.items()}


def pip_variables(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment in which pip sees these settings and no file with others."""
    named = {f"PIP_{option.replace('-', '_').upper()}": value for option, value in settings.items()}
    return {**named, "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def uv_options(settings: Mapping[str, str], environment: Mapping[str, str]) -> list[str]:
    """pip's way to an index in uv's options, unless uv was told its own.

    Of several places pip takes the best file, and uv by itself the first that has the package: with hashes both are
    safe, and only the first finds what is pinned.
    """
    options = ["--index-strategy", "unsafe-best-match"]
    if any(re.match(r"UV_(.*INDEX|FIND_LINKS|CONFIG_FILE)", name) for name in environment):
        return options
    for option, name in UV_OPTIONS.items():
        options += [part for value in settings.get(option, "").split() for part in (name, value)]
    return [*options, "--no-index"] if settings.get("no-index", "").lower() in ("1", "true", "yes", "on") else options


def uv_variables(settings: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """The rest of pip's way to an index in uv's variables, where they are not set."""
    given = ((name, settings[option]) for option, names in UV_VARIABLES.items() for name in names if option in settings)
    return {name: value for name, value in given if name not in environment}


def pinned(name: str, text: str) -> str:
    """The lines of one package in a file of pins.

    Raises:
        CommandError: the file does not pin it.
    """
    found = re.search(rf"^{re.escape(name)}==(?:.*\\\n)+.*\n?", text, re.MULTILINE)
    if found is None:
        raise CommandError(f"requirements-dev.txt: {name} is not pinned. Remedy: make lock")
    return found[0]


@dataclass(frozen=True)
class Installer:
    """pip, and uv where it can be had, with this machine's way to an index."""

    place: Environment
    settings: Mapping[str, str]
    environment: Mapping[str, str]

    def uv(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Runs uv, with a cache only where there can be one."""
        program = str(self.place.folder / "bin" / "uv")
        environment = {**self.environment, **uv_variables(self.settings, self.environment)}
        cache = Path(_run([program, "cache", "dir"], environment).stdout.strip() or os.devnull)
        place = next(folder for folder in (cache, *cache.parents) if folder.exists())
        no_cache = [] if place.is_dir() and os.access(place, os.W_OK) else ["--no-cache"]
        return _run([program, *arguments, *uv_options(self.settings, self.environment), *no_cache], environment)

    def pip(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Runs pip's install. What is never imported need not be compiled, so nothing is before it is."""
        command = [self.place.python, "-m", "pip", "-q", "install", "--no-compile", "--require-hashes", *arguments]
        return _run(command, {**self.environment, **pip_variables(self.settings)})

    def provide_uv(self) -> subprocess.CompletedProcess[str]:
        """Installs uv from its pin."""
        pins = (self.place.root / TEST[-1]).read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            alone = Path(folder, "uv.txt")
            alone.write_text(pinned("uv", pins), encoding="utf-8")
            return self.pip(["--no-deps", "--only-binary", ":all:", "--requirement", str(alone)])

    def install(self, requirements: str) -> None:
        """Installs a file of pins, with uv if that can be done.

        Raises:
            CommandError: it could not be installed.
        """
        path = str(self.place.root / requirements)
        result = self.provide_uv()
        if result.returncode == 0:
            arguments = ["pip", "install", "--quiet", "--require-hashes", "--python", self.place.python]
            result = self.uv([*arguments, "--requirement", path])
        if result.returncode == 0 and not self.lacking(path):
            return
        said = result.stderr.strip().splitlines() or ["it left packages out"]
        why = next((line for line in said if line.lower().startswith("error")), said[0])
        print(f"environment: not with uv ({why}); with pip, which takes about a minute", flush=True)
        result = self.pip(["--requirement", path])
        if result.returncode:
            raise CommandError(f"{result.stderr.strip()}\n{remedy(result.stderr)}")
        if lacking := self.lacking(path):
            raise CommandError(f"{requirements}: not installed: {', '.join(lacking)}. Remedy: make distclean book")

    def lacking(self, path: str) -> list[str]:
        """The pinned packages that the environment does not have, whatever its installer said."""
        there = pins.versions([str(folder) for folder in self.place.folder.glob("lib/python*/site-packages")])
        return [f"{name}=={version}" for name, version in pins.pinned(Path(path)) if there.get(name) != version]


def remedy(printed: str) -> str:
    """What to do where an installer printed that."""
    return faults.remedy_in(printed) or (
        "The pins could not be installed. Remedy: see that this machine reaches a package index "
        "(pip reads PIP_INDEX_URL or its configuration file), and run it again."
    )


def installer(place: Environment, environment: Mapping[str, str]) -> Installer:
    """The installer of that environment, with pip's settings on this machine."""
    listed = _run([place.python, "-m", "pip", "config", "list"], environment)
    # What pip was told is in its settings now; it shall see nothing besides.
    others = {name: value for name, value in environment.items() if not name.startswith("PIP_")}
    return Installer(place, pip_settings(listed.stdout), others)


def _make(place: Environment, kind: str, environment: Mapping[str, str]) -> Iterator[str]:
    """Makes what is missing, and says beforehand what it does.

    Made anew rather than brought up to date, so that nothing stays behind that is no longer pinned.
    """
    book, test = place.marker("book", BOOK), place.marker("test", TEST)
    if not book.exists():
        version = sys.version.split()[0]
        yield f"[1/4] environment: installing requirements.txt into .venv with Python {version} (some seconds)"
        made = _run([sys.executable, "-m", "venv", "--clear", str(place.folder)], environment)
        if made.returncode:
            raise CommandError(f"{(made.stdout + made.stderr).strip()}\n{faults.remedy_in(made.stderr)}".strip())
        installer(place, environment).install(BOOK[-1])
        book.touch()
    if kind == "test" and not test.exists():
        yield "environment: adding requirements-dev.txt to .venv"
        installer(place, environment).install(TEST[-1])
        for marker in place.folder.glob("test-*"):
            marker.unlink()
        test.touch()


def _pin_anew(place: Environment, environment: Mapping[str, str]) -> None:
    installing = installer(place, environment)
    for name in TEST:
        target = place.root / name
        result = installing.uv([*LOCK, str(target.with_suffix(".in")), "--output-file", str(target)])
        if result.returncode:
            raise CommandError(f"{result.stderr.strip()}\n{lock_remedy(target, result.stderr)}")


def lock_remedy(target: Path, printed: str) -> str:
    """What to do where uv could not pin a file anew and printed that."""
    return faults.remedy_in(printed) or (
        f"{target.name} is as it was. Remedy: mend what is named in {target.with_suffix('.in').name}; "
        "if it is sound, see that this machine reaches a package index, and run it again."
    )


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """The command."""
    if len(arguments) != 1 or arguments[0] not in ("book", "test", "lock"):
        raise CommandError("usage: python -m ledgerbook.commands.environment book|test|lock")
    environment = surroundings.clean(os.environ)
    place, kind = Environment(root), arguments[0]
    marker = place.marker("book", BOOK) if kind == "book" else place.marker("test", TEST)
    if not marker.exists():
        with lock.held(root, f"making the environment of the {kind}"):
            # Another command may have made it while this one waited, so it is looked at again.
            for step in _make(place, "book" if kind == "book" else "test", environment):
                print(step, flush=True)
    if kind == "lock":
        _pin_anew(place, environment)
    return 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(sys.argv[1:]), left="" if sys.argv[1:] == ["lock"] else LEFT))
