"""What a worker's process does: one task after the other, on any of which it may hang or crash.

Over its line it is told how to begin, and then its tasks. To each it says its answer, or what went wrong; before that
it may ask something back. It ends with whoever began it, and by itself where a task takes longer than anybody waits.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple, NoReturn, Protocol

import psutil

from extractor.errors import ExtractorError, Failed, WriteError, failure, is_disk_full
from extractor.processes import begun_by, kill, limit_memory
from extractor.work import SECONDS, STEPS

OUT_OF_MEMORY = 77
"""The exit code of a process that a task made need more memory than it may have."""
FAREWELL_SECONDS = 0.5
"""How long a process that is asked to end may take to clear away what it wrote for a while."""
_GRACE_SECONDS = 30
_LOOK_SECONDS = 0.1
_alarm: Callable[[int], object] = getattr(signal, "alarm", bool)
"""Has the system end this process after so many seconds, where it can: one that hangs may not come to look itself."""


class Limits(NamedTuple):
    """What one task may take: seconds, bytes of memory, and steps of work, which whoever does it counts."""

    seconds: float = SECONDS
    memory: int | None = None
    steps: int = STEPS


class Named(Protocol):
    """A task: it has the name by which sentences call it."""

    @property
    def name(self) -> str: ...  # noqa: D102


class Asked(NamedTuple):
    """What a process asks back before it goes on with its task."""

    what: Any


Ask = Callable[[object], Any]
"""Asks whoever gave the task something, and gives the reply."""
Begin = Callable[[], Callable[[Any, Ask], Any]]
"""Makes what does the tasks of a process, when it has the first; what that raises is told in place of its answer."""


def serve(line: Connection, limits: Limits, scratch: str | None) -> None:
    """The life of the process: `line` is its end of the line, `scratch` where it may write for a while."""
    if hasattr(os, "setsid"):
        os.setsid()  # what a terminal says is for whoever began it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for printed in (1, 2):  # what libraries print is for nobody
        os.dup2(nowhere, printed)
    os.environ["OMP_NUM_THREADS"] = "1"  # a core each, not all of them each
    if scratch is not None:
        os.environ["TMPDIR"] = tempfile.tempdir = scratch
    is_limited = limits.memory is None or limit_memory(limits.memory)
    most = None if is_limited else limits.memory
    threading.Thread(target=_watch, args=(most,), daemon=True).start()

    def ask(what: object) -> Any:
        line.send(Asked(what))
        return line.recv()

    with suppress(EOFError, OSError):
        made = cache(line.recv())
        while True:
            task = line.recv()
            _alarm(int(limits.seconds) + _GRACE_SECONDS)
            answer = _answer(made, task, ask)
            _look(most)  # a short task may be done before the watch has looked
            line.send(answer)
            _alarm(0)


def _leave(*_: object) -> NoReturn:
    sys.exit(0)


def _answer(made: Begin, task: Named, ask: Ask) -> Any:
    """What comes of a task; the outermost door of this process, where no error goes farther."""
    try:
        return made()(task, ask)
    except MemoryError:
        _end(OUT_OF_MEMORY)
    except ExtractorError as error:
        return error
    except Exception as error:
        if isinstance(error, OSError) and is_disk_full(error):  # other errors may hold words of the report
            return WriteError(error.filename or tempfile.gettempdir(), error)
        return Failed(f"{task.name}: {failure(error)}")


def _watch(most: int | None) -> None:
    """Ends this process when whoever began it is gone, or when it holds more than so many bytes of memory."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    while not wait([parent.sentinel], None if most is None else _LOOK_SECONDS):
        _look(most)
    this = psutil.Process()
    kill(begun_by(this.pid))
    this.terminate()
    time.sleep(FAREWELL_SECONDS)
    _end(1)


def _look(most: int | None) -> None:
    if most is not None and psutil.Process().memory_info().rss > most:
        _end(OUT_OF_MEMORY)


def _end(code: int) -> NoReturn:
    kill(begun_by(os.getpid()))
    os._exit(code)
