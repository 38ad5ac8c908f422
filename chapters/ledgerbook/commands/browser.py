"""Finds the browser that prints the book and opens it for the tests, or provides one.

The command ``python -m ledgerbook.commands.browser`` leaves one on the machine, or says how to get one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = ("/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")  # fmt: skip
# Without a font for Han characters, lines of them would be measured in empty boxes. Drawings are made for
# Liberation Sans or Arial, which most readers have.
PACKAGES = ("chromium", "fonts-noto-cjk", "fonts-liberation")
WAITING = ("-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3")  # for another installation; seconds
REMEDY = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(PACKAGES)}"


def find() -> str | None:
    """The path of a browser that starts, or None. CHROMIUM in the environment goes before all others."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, COMMANDS), *APPLICATIONS]
    return next((path for path in candidates if path and _starts(path)), None)


def _starts(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


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
    sys.exit(ensure())
