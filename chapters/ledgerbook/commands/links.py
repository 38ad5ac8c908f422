"""Asks for every address outside the book that its pages link to: ``python -m ledgerbook.commands.links``.

An address is gone where its host says so (404, 410) or where there is no such host. Any other refusal is no fault of
the address: many archives and offices answer no program, or not from everywhere. Of one host one page at a time is
asked for.
"""

from __future__ import annotations

import http.client
import re
import socket
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from ledgerbook.commands.faults import CommandError, exit_status

ROOT = Path(__file__).resolve().parents[3]
HOSTS_AT_ONCE = 16
TIMEOUT = 30  # seconds
GONE = (404, 410)
_LINK = re.compile(r'<a\b[^>]*?\shref="(https?://[^"]+)"')


def addresses(site: Path) -> dict[str, str]:
    """Every address outside the site that a page links to, without its fragment, with the first page that does."""
    found: dict[str, str] = {}
    for page in sorted(site.rglob("*.html")):
        for address in _LINK.findall(page.read_text(encoding="utf-8")):
            found.setdefault(unescape(address).partition("#")[0], page.relative_to(site).as_posix())
    return found


def why_gone(address: str) -> str:
    """Why there is nothing at the address; "" where there is, or where nobody can tell."""
    request = Request(quote(address, safe="%/:=&?~#+!$,;'@()*[]"), headers={"User-Agent": "Mozilla/5.0 (link check)"})
    try:
        with urlopen(request, timeout=TIMEOUT):
            return ""
    except HTTPError as error:
        return f"status {error.code}" if error.code in GONE else ""
    except URLError as error:
        return "no such host" if isinstance(error.reason, socket.gaierror) else ""
    except (OSError, ValueError, http.client.HTTPException):
        return ""


def gone(found: Iterable[str]) -> Mapping[str, str]:
    """Of the addresses those that are gone, each with the reason."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in found:
        by_host[urlsplit(address).netloc].append(address)

    def ask(host: str) -> list[tuple[str, str]]:
        return [(address, why_gone(address)) for address in by_host[host]]

    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        return {address: why for answers in pool.map(ask, by_host) for address, why in answers if why}


def main(root: Path = ROOT) -> int:
    """The command; fails where an address is gone."""
    site = root / "_build" / "html"
    if not (site / "index.html").is_file():
        raise CommandError(f"{site}: there is no site yet. Remedy: make book")
    found = addresses(site)
    lost = gone(found)
    for address, why in sorted(lost.items()):
        print(f"{found[address]}: {address}: {why}. Remedy: give the row of its source an address that answers")
    print(f"{len(found):,} addresses asked for, {len(lost):,} gone")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(exit_status(main, left="Nothing was changed."))
