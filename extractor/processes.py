"""Other processes on this machine: programs that are run for a while, what processes began, and how all that ends.

What one system has and another has not, such as groups of processes and limits of memory, is asked for here alone.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import psutil


def run_program(command: list[str], seconds: float, memory: int | None = None, **how: Any) -> bool:
    """Runs a program and all it begins, with so many bytes of memory each where the system can see to that; whether it
    ended in time. Nothing it began is left. `how` is as with `Popen`: its `env` and `cwd`.

    Raises:
        OSError: it cannot be begun.
    """
    nowhere = subprocess.DEVNULL
    program = subprocess.Popen(command, **how, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)
    try:
        if memory is not None and hasattr(psutil, "RLIMIT_AS"):
            with suppress(psutil.Error):
                psutil.Process(program.pid).rlimit(psutil.RLIMIT_AS, (memory, memory))
        program.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        kill(begun_by(program.pid))
        program.kill()
        if hasattr(os, "killpg"):  # what nobody is the parent of any more is still of its group
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    return True


def begun_by(process: int | None) -> list[psutil.Process]:
    """What a process began, and what that began, as far as it is there."""
    with suppress(psutil.Error):
        if process is not None:
            return psutil.Process(process).children(recursive=True)
    return []


def kill(processes: Iterable[psutil.Process]) -> None:
    """Ends processes at once."""
    for process in processes:
        with suppress(psutil.Error):
            process.kill()


def limit_memory(most: int) -> bool:
    """Limits the bytes that this process may hold; whether the system sees to that, which Linux does."""
    try:
        import resource
    except ImportError:
        return False
    allowed = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if allowed == resource.RLIM_INFINITY or most < allowed:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (most, allowed))
    return psutil.LINUX
