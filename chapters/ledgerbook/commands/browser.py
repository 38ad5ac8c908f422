"""Finds a browser: what prints the book, and what the tests open its pages in."""

from __future__ import annotations

import os
import shutil
import subprocess

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = ("/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")  # fmt: skip


def find() -> str | None:
    """The path of a browser that starts, or None. CHROMIUM in the environment goes before all others."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, COMMANDS), *APPLICATIONS]
    return next((path for path in candidates if path and _starts(path)), None)


def _starts(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
