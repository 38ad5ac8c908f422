"""What the machine refuses, in words: which file, what is wrong with it, and what to do."""

from __future__ import annotations

import errno
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

FULL = "Remedy: free some space on that disk (a build takes about 200 MB, an environment 1 GB), and run it again."
CLOSED = "Remedy: make that place writable, or copy the book to a folder that is, and run it there."
REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), CLOSED),
}
INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM


class CommandError(Exception):
    """A command that cannot go on; the message says what is wrong and what to do."""


def words(error: OSError) -> str:
    """The file, the fault and the remedy."""
    said = ": ".join(str(part) for part in (error.filename, error.strerror or str(error)) if part)
    return f"{said}. {REMEDIES.get(error.errno or 0, '')}".strip()


def remedy_in(text: str) -> str:
    """The remedy for a fault of the machine that another program's output tells of; "" if it tells of none."""
    return next((remedy for number, remedy in REMEDIES.items() if f"[Errno {number}]" in text), "")


def exit_status(command: Callable[[], int], *, left: str) -> int:
    """Runs a command and returns its exit status; a fault is said in words, with what it ``left`` as it was."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        return command()
    except CommandError as error:
        message, status = str(error), 1
    except OSError as error:
        message, status = words(error), 1
    except KeyboardInterrupt:
        message, status = "Interrupted.", INTERRUPTED
    except SystemExit as error:
        if error.code != TERMINATED:
            raise
        message, status = "Terminated.", TERMINATED
    print(f"{message}\n{left}".rstrip(), file=sys.stderr)
    return status


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    """As an exception, so that what a command started ends with it."""
    sys.exit(TERMINATED)
