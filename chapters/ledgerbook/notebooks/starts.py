"""Kernels that start although another program took a port that was to be theirs.

A kernel's ports are chosen by the program that starts it and taken a moment later by the kernel. On a busy machine
another program may take one in between; then the kernel ends before it has run anything, and is simply started again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from nbclient.exceptions import DeadKernelError

STARTS = 3  # two lost ports in a row are chance, three are something else

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def again(start: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """The function, called up to ``STARTS`` times until the kernel that it starts answers.

    Errors
        The RuntimeError of the last start. A kernel that dies later (DeadKernelError) had begun, and is not started
        again.
    """

    @wraps(start)
    def patient(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        for _ in range(STARTS - 1):
            try:
                return start(*args, **kwargs)
            except DeadKernelError:
                raise
            except RuntimeError:
                continue
        return start(*args, **kwargs)

    return patient
