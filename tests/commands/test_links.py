"""Addresses outside the book that are gone are named; what a host refuses to a program is not."""

from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from ledgerbook.commands import links
from ledgerbook.commands.faults import CommandError


class Answers(SimpleHTTPRequestHandler):
    """Answers with the status that the address names."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/").partition("?")[0]))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Prints nothing."""


def test_gone_is_what_a_host_calls_gone(serve, tmp_path):
    top = serve(tmp_path, Answers)
    asked = [f"{top}/{status}" for status in (200, 403, 404, 410, 500)] + ["http://no-such-host.invalid/"]
    assert set(links.gone(asked)) == {f"{top}/404", f"{top}/410", "http://no-such-host.invalid/"}


def test_the_command_names_page_and_address(serve, tmp_path, capsys):
    top = serve(tmp_path, Answers)
    site = tmp_path / "_build" / "html"
    site.mkdir(parents=True)
    page = f'<a class="x" href="{top}/404?a=1&amp;b=书#part">x</a><a href="{top}/200">y</a><a href="index.html">z</a>'
    (site / "index.html").write_text(page, encoding="utf-8")
    assert links.main(tmp_path) == 1
    said = capsys.readouterr().out
    assert f"index.html: {top}/404?a=1&b=书: status 404. Remedy: " in said
    assert "2 addresses asked for, 1 gone" in said


def test_without_a_site_there_is_a_remedy(tmp_path: Path):
    with pytest.raises(CommandError, match="make book"):
        links.main(tmp_path)
