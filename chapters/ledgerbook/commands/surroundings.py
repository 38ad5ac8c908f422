"""Which environment variables reach the commands and the kernels: ``python -m ledgerbook.commands.surroundings``.

The same book must come out whatever a machine has set for its other work. So the variables of every tool that a command
starts stay out, by the tool's own prefix; what says how the tool reaches its index comes in, because without it some
machines could install nothing, and because the pins' hashes decide what may come from there. The command prints the
names of the variables that stay out, for the Makefile.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path

# Of Python and its installers, of what runs notebooks and makes pages, of what tests, of the book itself, and of Git,
# which tells its hooks about another repository than the one that a test makes.
PREFIXES = (
    "PYTHON", "PIP_", "UV_", "VIRTUAL_ENV", "CONDA_",
    "JUPYTER", "IPYTHON", "SPHINX", "DOCUTILS",
    "PYTEST_", "HYPOTHESIS_", "MYPY", "RUFF_", "PLAYWRIGHT_", "NODE_", "JAVA_", "JDK_JAVA_",
    "BOOK_", "GIT_",
)  # fmt: skip
NAMES = (
    "SOURCE_DATE_EPOCH",  # dates in pages
    "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "PY_COLORS",  # signs in what is printed
    "_JAVA_OPTIONS", "CLASSPATH", "__PYVENV_LAUNCHER__",
)  # fmt: skip
# How pip and uv reach an index, and where they keep what came from it.
REACHING = re.compile(
    r"PIP_(CONFIG_FILE|(EXTRA_)?INDEX_URL|NO_INDEX|FIND_LINKS|TRUSTED_HOST|(CLIENT_)?CERT|PROXY|(DEFAULT_)?TIMEOUT"
    r"|RETRIES|KEYRING_PROVIDER|CACHE_DIR|NO_CACHE_DIR)"
    r"|UV_(CONFIG_FILE|(DEFAULT_|EXTRA_)?INDEX(_.+)?|NO_INDEX|FIND_LINKS|(ALLOW_)?INSECURE_HOST|NATIVE_TLS"
    r"|SYSTEM_CERTS|OFFLINE|KEYRING_PROVIDER|HTTPS?_.+|REQUEST_TIMEOUT|CACHE_DIR|NO_CACHE|CONCURRENT_.+)"
    r"|JAVA_HOME"
)
# What a result could depend on besides its inputs: the order of sets, the language of messages, the time zone.
KERNEL_ENVIRONMENT = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def stays_out(name: str) -> bool:
    """Whether a command must not see the variable of this name."""
    return name in NAMES or (name.startswith(PREFIXES) and not REACHING.fullmatch(name))


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what must stay out; text is UTF-8, whatever the machine's language."""
    return {name: value for name, value in environment.items() if not stays_out(name)} | {"PYTHONUTF8": "1"}


def run(
    command: Sequence[str], folder: Path, set_to: Mapping[str, str] | None = None, descriptors: Sequence[int] = ()
) -> subprocess.CompletedProcess[str]:
    """Runs a program in that folder, without what must stay out; all that it prints is one text, its ``stdout``.

    ``set_to`` is set besides, and the open files ``descriptors`` are handed on.
    """
    return subprocess.run(
        command,
        cwd=folder,
        env={**clean(os.environ), **(set_to or {})},
        pass_fds=descriptors,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


@contextmanager
def of_kernels(environment: MutableMapping[str, str] = os.environ) -> Iterator[None]:
    """Makes this process's environment the one of the kernels, for as long as the block lasts.

    Nothing of a reader's home reaches them, nor need it exist: the settings, the kernels and the start-up files of
    Jupyter and IPython are looked for in an empty folder, and the files of running kernels are kept there. That these
    are made by the process that starts the kernel is why its own environment is changed.
    """
    before = dict(environment)
    with tempfile.TemporaryDirectory(prefix="kernels-", ignore_cleanup_errors=True) as folder:
        homes = {
            name: str(Path(folder, name.lower()))
            for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        }
        _replace(environment, {**clean(environment), **KERNEL_ENVIRONMENT, **homes})
        try:
            yield
        finally:
            _replace(environment, before)


def _replace(environment: MutableMapping[str, str], by: Mapping[str, str]) -> None:
    for name in [name for name in environment if name not in by]:
        del environment[name]
    environment.update(by)


if __name__ == "__main__":
    sys.stdout.write(" ".join(sorted(name for name in os.environ if stays_out(name) and name.isidentifier())))
