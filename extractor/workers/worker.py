"""One worker as whoever gives it tasks sees it: its process is begun, asked, waited for, replaced and ended."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Collection, Generator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from types import ModuleType
from typing import Any, Generic, Literal, NamedTuple, TypeVar, cast

from extractor.errors import ExtractorError
from extractor.processes import begun_by, kill
from extractor.workers.child import FAREWELL_SECONDS, OUT_OF_MEMORY, Asked, Begin, Limits, Named, serve

Task = TypeVar("Task", bound=Named)
Answer = TypeVar("Answer")
_context = multiprocessing.get_context("spawn")
_beginning = threading.Lock()
_SIGNALS = {-one.value: one.name for one in signal.Signals}


class Lost(NamedTuple):
    """A process ended on a task or had to be ended: why, and in words that follow the task's name."""

    why: Literal["crashed", "slow", "large"]
    reason: str


class Worker(Generic[Task, Answer]):
    """One process, begun when a task is there for it, and again after it was lost; `scratch` is where it may write."""

    def __init__(self, begin: Begin, limits: Limits, scratch: str | None = None) -> None:
        self._begin, self._limits, self._scratch = begin, limits, scratch
        self.process: BaseProcess | None = None
        self.line: Connection | None = None
        self.is_busy = False
        self._due = 0.0

    def ask(self, task: Task) -> None:
        """Gives it a task, and begins its process where there is none."""
        if self.process is None or not self.process.is_alive():
            stop_all([self])
            self._start()
        self._due = monotonic() + self._limits.seconds
        self.is_busy = True
        self.reply(task)

    def _start(self) -> None:
        self.line, theirs = _context.Pipe()
        process = _context.Process(target=serve, args=(theirs, self._limits, self._scratch), daemon=True)
        with _on_its_own(), theirs:
            process.start()
        self.process = process
        self.reply(self._begin)

    def reply(self, what: object) -> None:
        """Tells it what it asked."""
        assert self.line is not None
        with suppress(OSError):  # a process that is lost is known when it is heard
            self.line.send(what)

    def hear(self) -> Answer | Asked | ExtractorError | Lost:
        """Its answer, what it asks back, or why there is no answer; waited for as long as its task may take."""
        assert self.line is not None
        try:
            if self.line.poll(max(self.seconds_left(), 0.0)):
                said = cast("Answer | Asked | ExtractorError", self.line.recv())
                self.is_busy = isinstance(said, Asked)
                return said
        except (EOFError, OSError):
            return self._lost()
        stop_all([self])
        return Lost("slow", f"reading it took more than {self._limits.seconds:g} seconds, and was given up.")

    def _lost(self) -> Lost:
        process = self.process
        assert process is not None
        process.join(FAREWELL_SECONDS)  # its own end says more than ours
        stop_all([self])
        code = process.exitcode
        if code == OUT_OF_MEMORY:
            most = (self._limits.memory or 0) >> 20
            return Lost("large", f"reading it takes more than the {most} MB of memory a file may have.")
        how = f"ended by itself (exit code {code})"
        if code is not None and code < 0:
            how = f"was ended by {_SIGNALS.get(code, f'signal {-code}')}"
        return Lost("crashed", f"the process that read it {how}; please report that.")

    def seconds_left(self) -> float:
        """How long its task may still take."""
        return self._due - monotonic()

    def interrupt(self, at_once: bool) -> None:
        """Asks its process to end, or ends it with all it began; any thread may, and the one that hears it is told."""
        process = self.process
        if process is None:
            return
        if at_once:
            kill(begun_by(process.pid))
            process.kill()
        else:
            process.terminate()


@contextmanager
def _on_its_own() -> Generator[None]:
    """A process begun in the block runs nothing of the program that begins it, and is not met by that one's Ctrl-C."""
    with _beginning:
        main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        blocked: set[Any] | None = None
        if hasattr(signal, "pthread_sigmask"):
            from multiprocessing import resource_tracker

            resource_tracker.ensure_running()  # it is begun with the first process, and would let the signal through
            blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            yield
        finally:
            sys.modules["__main__"] = main
            if blocked is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def speaking(workers: Collection[Worker[Any, Any]], seconds: float) -> list[Worker[Any, Any]]:
    """Those of the busy workers that say something within so many seconds, and those whose time is over."""
    due = min(worker.seconds_left() for worker in workers)
    lines = {worker.line: worker for worker in workers if worker.line is not None}
    ready = wait(list(lines), min(max(due, 0.0), seconds))
    return [worker for line, worker in lines.items() if line in ready or worker.seconds_left() <= 0]


def stop_all(workers: Collection[Worker[Any, Any]]) -> None:
    """Ends the processes of workers, and all they began, in the time that one takes: asked first, so that they clear
    away what they wrote for a while, and killed where they do not.
    """
    processes = [worker.process for worker in workers if worker.process is not None]
    begun = [one for process in processes for one in begun_by(process.pid)]
    for process in processes:
        process.terminate()
    due = monotonic() + FAREWELL_SECONDS
    for process in processes:
        process.join(max(due - monotonic(), 0.0))
        process.kill()
    kill(begun)
    for process in processes:
        process.join()
    for worker in workers:
        if worker.line is not None:
            worker.line.close()
        worker.process, worker.line, worker.is_busy = None, None, False
