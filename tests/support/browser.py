"""Finds a browser for the tests or, as a command, provides one: ``python tests/support/browser.py ensure``."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = ("/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")  # fmt: skip
# The site has Chinese text; without a font for it, its lines would be measured in empty boxes. Drawings are made for
# Liberation Sans or Arial, which most readers have.
PACKAGES = ("chromium", "fonts-noto-cjk", "fonts-liberation")
WAITING = ("-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3")  # for another installation; seconds
REMEDY = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(PACKAGES)}"

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

# Nothing that the browser does of its own accord may be taken for a request of a page.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)


def find() -> str | None:
    """The path of a browser that starts, or None. CHROMIUM in the environment goes before all others."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, COMMANDS), *APPLICATIONS]
    return next((path for path in candidates if path and _starts(path)), None)


def _starts(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@contextmanager
def open_browser() -> Iterator["Browser"]:
    """A browser without a window. Fails, never skips, where there is none."""
    from playwright.sync_api import sync_playwright  # the command must work before the packages are there

    path = find()
    if path is None:
        raise RuntimeError(f"no browser for the tests; run: {REMEDY}   (or set CHROMIUM to the path of one)")
    with sync_playwright() as playwright:
        # Without its sandbox, which root and most containers cannot have; it sees no pages but our own.
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET], chromium_sandbox=False)
        yield browser
        browser.close()


def is_ours_to_install() -> bool:
    """Whether this is Debian or one of its kind, and this user its administrator, who need ask nobody."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return root and shutil.which("apt-get") is not None and Path("/etc/debian_version").exists()


def _install() -> bool:
    """Installs Debian's browser where that is possible without asking anyone."""
    if not is_ours_to_install():
        return False
    print(f"installing a browser for the tests ({', '.join(PACKAGES)}) ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    apt = ("apt-get", "-qq", *WAITING)
    commands = (
        ("dpkg", "--configure", "-a"),  # ends what an interrupted installation began, without which none succeeds
        (*apt, "update"),
        (*apt, "install", "-y", "--no-install-recommends", *PACKAGES),
    )
    for command in commands:
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if result.returncode:
            print(f"{' '.join(command)}:\n{result.stdout[-2000:]}{result.stderr[-2000:]}", file=sys.stderr)
            return False
    return True


def ensure() -> int:
    """Leaves a browser on the machine, or says in one line how to get one."""
    path = find() or (find() if _install() else None)
    if path is None:
        print(
            f"The tests need Chromium or Chrome and found none. As root, run:\n    {REMEDY}\n"
            "or set CHROMIUM to the path of one.",
            file=sys.stderr,
        )
        return 1
    print(f"browser: {path}")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] != ["ensure"]:
        sys.exit("usage: python tests/support/browser.py ensure")
    sys.exit(ensure())
