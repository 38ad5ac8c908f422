"""Opens the chapters in JupyterLab, in the book's environment: ``python -m ledgerbook.commands.lab PORT``.

It listens to this machine only, asks for the token in the address that is printed, and reads and writes no settings
of Jupyter's outside of a folder that ends with it: so a chapter runs there as ``make notebooks`` runs it.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from ledgerbook.commands import lock, serve, surroundings
from ledgerbook.commands.environment import Environment
from ledgerbook.commands.faults import CommandError, exit_status

ROOT = Path(__file__).resolve().parents[3]
COMMAND = "make lab"
OPENS = "lab/tree/chapters"
TOLD = (
    "Its session trusts the notebooks in chapters/ as they are, so that drawings show before a run; "
    "chapters/rerunning.md says where a number's link leads."
)
POLL, LONGEST = 0.1, 120  # seconds: between two looks whether it answers, and until it is given up
# Started this way it ends with this process, however that ends.
START = (
    "from ledgerbook.commands.lock import end_with_parent; end_with_parent(gently=True); "
    "from jupyterlab.labapp import main; main()"
)
# JupyterLab asks on first opening whether it may look for news and newer versions elsewhere: it may not.
SETTINGS = Path("lab", "user-settings", "@jupyterlab", "apputils-extension", "notification.jupyterlab-settings")
# A kernel of this machine need not warn that it is not encrypted.
KERNELS = Path("profile_default", "ipython_kernel_config.json")
KERNELS_TEXT = '{"IPKernelApp": {"log_level": 40}}\n'
SETTINGS_TEXT = '{"fetchNews": "false", "checkForUpdates": false}\n'


def command(place: Environment, port: int, token: str) -> list[str]:
    """The command that starts JupyterLab in the environment, on that port and no other."""
    options = {
        "ServerApp.ip": serve.HOST,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,  # it listens to this machine only, and asks for the token
        "ServerApp.root_dir": place.root,
        "IdentityProvider.token": token,
        "LabApp.extension_manager": "readonly",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "Application.log_level": "ERROR",
    }
    return [place.python, "-c", START, *(f"--{name}={value}" for name, value in options.items())]


def trust(place: Environment) -> None:
    """Signs the book's own notebooks, without which JupyterLab shows no drawing of a chapter before it is run.

    The signatures lie in the folder that ends with JupyterLab. What is not signed is still shown, without drawings.
    """
    notebooks = sorted((place.root / "chapters").glob("*.ipynb"))
    sign = [place.python, "-m", "jupyter", "trust", "--log-level=ERROR", *map(str, notebooks)]
    subprocess.run(sign, stdout=subprocess.DEVNULL, check=False)


def wait(process: subprocess.Popen[bytes], port: int, longest: float = LONGEST) -> None:
    """Waits until JupyterLab answers.

    Raises:
        CommandError: it ended before, or it does not answer.
    """
    end = time.monotonic() + longest
    while not _answers(port):
        if process.poll() is not None:
            raise CommandError(
                f"JupyterLab ended with status {process.returncode}: see above. Remedy: make distclean lab"
            )
        if time.monotonic() > end:
            raise CommandError(
                f"JupyterLab did not answer in {longest:.0f} seconds. Remedy: end other programs, {COMMAND}"
            )
        time.sleep(POLL)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{serve.HOST}:{port}/api", timeout=POLL * 10):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """The command; it ends with Ctrl-C, and JupyterLab with it."""
    if len(arguments) != 1:
        raise CommandError("usage: python -m ledgerbook.commands.lab PORT")
    port = serve.free_port(serve.port_number(arguments[0], COMMAND), COMMAND)
    token = secrets.token_hex(16)
    with surroundings.of_kernels():
        _write(Path(os.environ["JUPYTER_CONFIG_DIR"], SETTINGS), SETTINGS_TEXT)
        _write(Path(os.environ["IPYTHONDIR"], KERNELS), KERNELS_TEXT)
        trust(Environment(root))
        # In a session of its own, so that Ctrl-C reaches it once, from here, and it does not ask whether it is meant.
        process = subprocess.Popen(
            command(Environment(root), port, token), cwd=root / "chapters", start_new_session=True
        )
        try:
            wait(process, port)
            print(f"http://localhost:{port}/{OPENS}?token={token}  (Ctrl-C ends it)\n{TOLD}", flush=True)
            return process.wait()
        except KeyboardInterrupt:
            print()
            return 0
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    lock.end_with_parent(gently=True)  # a shell that make ends does not pass that on
    sys.exit(exit_status(lambda: main(sys.argv[1:]), left=""))
