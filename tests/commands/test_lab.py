"""make lab: the address answers once it is printed, to this machine and with its token only; refusals have a remedy."""

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

import nbformat
import pytest
from nbformat import sign
from nbformat.v4 import new_code_cell, new_notebook, new_output

from command_runs import ROOT, until
from ledgerbook.commands import lab, serve
from ledgerbook.commands.environment import Environment
from ledgerbook.commands.faults import CommandError

STARTED = "import sys; from ledgerbook.commands import lab; {before}sys.exit(lab.main(['0']))"


@contextmanager
def started(before=""):
    """make lab, with its address and token once they are printed; ``before`` is run in it before it starts."""
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED.format(before=before)], cwd=ROOT / "chapters", stdout=subprocess.PIPE, text=True
    )
    try:
        address = re.match(
            r"(http://localhost:\d+/)lab/tree/chapters\?token=([0-9a-f]{32}) ", process.stdout.readline()
        )
        assert address, "the address is printed"
        yield process, address[1], address[2]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def asked(address, token):
    with urllib.request.urlopen(f"{address}?token={token}", timeout=60) as answer:
        return json.load(answer)


def test_the_address_shows_the_chapters_and_asks_for_its_token():
    with started() as (process, address, token):
        assert process.stdout.readline() == lab.TOLD + "\n"
        listed = f"{address}api/contents/chapters"
        names = {entry["name"] for entry in asked(listed, token)["content"]}
        assert "windows.ipynb" in names
        for name in (name for name in names if name.endswith(".ipynb")):
            assert trusted(asked(f"{listed}/{name}", token)) == {True}, f"{name} shows its drawings"
        with pytest.raises(urllib.error.HTTPError, match="403"):
            asked(listed, "0" * 32)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(address, timeout=60)


def trusted(notebook):
    """What the server tells JupyterLab of the code cells: whether their drawings may be shown."""
    cells = [cell for cell in notebook["content"]["cells"] if cell["cell_type"] == "code" and cell["outputs"]]
    return {cell["metadata"]["trusted"] for cell in cells}


def test_a_chapter_that_is_not_signed_would_not_be_trusted():
    with started(before="lab.trust = lambda place: None; ") as (_, address, token):
        assert trusted(asked(f"{address}api/contents/chapters/release.ipynb", token)) == {False}


def test_a_program_that_ends_gently_with_its_parent_can_put_things_right(tmp_path):
    child = (
        "import signal, sys, time; from pathlib import Path; from ledgerbook.commands.lock import end_with_parent; "
        "signal.signal(signal.SIGTERM, lambda *_: (Path(sys.argv[1], 'ended').touch(), sys.exit())); "
        "end_with_parent(gently=True); Path(sys.argv[1], 'begun').touch(); time.sleep(60)"
    )
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}, {str(tmp_path)!r}]); input()"
    with subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT / "chapters", stdin=subprocess.PIPE) as process:
        until((tmp_path / "begun").exists, "the child has begun")
        process.kill()
    until((tmp_path / "ended").exists, "the child has ended")


def test_the_chapters_show_their_drawings_before_they_are_run(tmp_path, monkeypatch):
    """JupyterLab draws what is signed; a notebook of others, or one edited elsewhere, it shows as text."""
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    (tmp_path / "chapters").mkdir()
    shown = new_output("display_data", data={"image/svg+xml": "<svg/>"})
    path = tmp_path / "chapters" / "one.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1", outputs=[shown])]), path)
    notary = sign.NotebookNotary()
    assert not notary.check_signature(nbformat.read(path, as_version=4))
    monkeypatch.setattr(Environment, "python", sys.executable)
    lab.trust(Environment(tmp_path))
    assert notary.check_signature(nbformat.read(path, as_version=4))


def test_it_listens_to_this_machine_only_and_looks_for_nothing_elsewhere(tmp_path):
    options = lab.command(Environment(tmp_path), 8888, "secret")
    assert {"--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0", "--IdentityProvider.token=secret"} <= set(options)
    assert "--LabApp.extension_manager=readonly" in options


def test_a_taken_port_is_refused_with_the_next_one():
    with socket.create_server((serve.HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"PORT={port}: .*another make lab\)\. Remedy: make lab PORT="):
            lab.main([str(port)])


def test_what_is_no_port_is_refused():
    with pytest.raises(CommandError, match=r"PORT=x: not a number .*Remedy: make lab PORT=8001"):
        lab.main(["x"])


def test_a_program_that_ends_or_never_answers_is_told():
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.exit(3)"]) as ended:
        ended.wait()
        with pytest.raises(CommandError, match=r"ended with status 3: see above\. Remedy"):
            lab.wait(ended, 9)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as silent:
        with pytest.raises(CommandError, match=r"did not answer in 0 seconds\. Remedy"):
            lab.wait(silent, 9, longest=0)
        silent.kill()
