"""From the press of Run to the changed numbers, cold and warm: ``.venv/bin/python benchmarks/rerun_in_page.py [RUNS]``.

The site in ``_build/html`` is served on this machine. Each cold run has a browser context of its own, and so an empty
cache; the warm runs follow it with other fields. Say beside the figures what else the machine was doing.
"""

from __future__ import annotations

import os
import statistics
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "chapters")]
WARM = 10  # runs after each cold one
PATIENCE = 120_000  # milliseconds


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without printing a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Prints nothing."""


def main(runs: int) -> None:
    """Prints the medians."""
    from browser import open_browser  # lies beside the tests

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(ROOT / "_build" / "html")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    cold, warm = [], []
    with open_browser() as browser:
        for _ in range(runs):
            with browser.new_context() as context, context.new_page() as tab:
                tab.goto(f"http://127.0.0.1:{server.server_port}/chapters/rerun.html")
                form = tab.locator("form#four-percentages")
                for number in range(WARM + 1):
                    form.locator("[name=filed]").fill(f"-{number + 1}")
                    start = time.perf_counter()
                    form.locator("[type=submit]").click()
                    form.locator("[type=submit]:enabled").wait_for(timeout=PATIENCE)
                    (warm if number else cold).append(time.perf_counter() - start)
    server.shutdown()
    print(f"load {os.getloadavg()[0]:.1f}; cold {sorted(round(t, 1) for t in cold)} s, ", end="")
    print(f"median {statistics.median(cold):.1f} s; warm median of {len(warm)}: {statistics.median(warm):.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
