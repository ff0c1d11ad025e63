"""A batch from what was asked for to what came of it: files found, the run's folder opened, an engine set to work."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, Protocol

from extractor.batch.engine import Event, Into, read_pending
from extractor.batch.found import FoundFile
from extractor.batch.inputs import Finder
from extractor.batch.ledger import Counts
from extractor.batch.request import BatchRequest, Done, Plan
from extractor.batch.run_folder import FAILURES, BatchRun, begin_run, differing
from extractor.batch.tasks import Setup, Task, new_worker
from extractor.batch.work import producer_of
from extractor.errors import WriteError
from extractor.workers.pool import Pool

if TYPE_CHECKING:
    pass

_SCRATCH, PURSE = ".scratch", "spent.db"


class Showing(Protocol):
    """Shows how far a batch is."""

    def finding(self, count: int) -> None:
        """So many files were found."""
        ...

    def read_again(self, difference: str) -> None:
        """The results are let go, as something else made them: what differs."""
        ...

    def begin(self, total: int, counts: Counts) -> None:
        """So many files are to be read, beside what the run has."""
        ...

    def watch(self, event: Event | None) -> None:
        """A file is done with, or time passes."""
        ...

    def end(self) -> None:
        """No more is to be shown."""
        ...


def plan(request: BatchRequest) -> Plan:
    """What would be done; nothing is written.

    Raises:
        BatchError: there is nothing at an input, or no report at any, or the run that is there is damaged or would be
            refused.
    """
    other = differing(request.out, producer_of(request.ask, request.settings), request.again)
    finder, files, size = Finder(), 0, 0
    archives: set[str] = set()
    for found in found_files(finder, request):
        files += 1
        size += max(found.size, 0)
        if found.member >= 0:
            archives.add(found.path)
    return Plan(files, size, len(archives), finder.passed_over, other)


def run_batch(request: BatchRequest, showing: Showing) -> Done:
    """Finds the files, reads those that the run has not read, and says what came of it; stopped by an interrupt.

    Raises:
        BatchError: it cannot begin.
        WriteError: there is no room for the run; what was read is kept.
    """
    try:
        return _run(request, showing)
    except (OSError, sqlite3.Error) as error:
        raise WriteError(request.out, error) from None


def _run(request: BatchRequest, showing: Showing) -> Done:
    producer = producer_of(request.ask, request.settings)
    finder = Finder()
    found = found_files(finder, request)
    with begin_run(request.out, producer, request.again) as run, _interrupted_by_both():
        if run.again:
            showing.read_again(run.again)
        turn = run.ledger.next_turn()
        for count in run.ledger.add(found, turn):
            showing.finding(count)
        _forget(run, request)
        counts = run.ledger.counts()
        total = run.ledger.count_pending(turn)
        showing.begin(min(total, request.limit) if request.limit is not None else total, counts)
        was_stopped = False
        try:
            _engine(request)(run, request, _Tasks(run, turn, request.limit), showing.watch)
        except KeyboardInterrupt:
            was_stopped = True
        finally:
            showing.end()
        return _done(run, counts, finder, was_stopped)


def found_files(finder: Finder, request: BatchRequest) -> Iterator[FoundFile]:
    """The files that were asked for; the first is looked for at once, so that no run is begun without any.

    Raises:
        BatchError: there is none.
    """
    found = chain(finder.find(request.inputs), finder.named(request.files))
    first = next(found, None)
    if first is None:
        raise finder.nothing()
    return chain([first], found)


def _forget(run: BatchRun, request: BatchRequest) -> None:
    """Lets be read again what may come out otherwise this time."""
    if request.retry:
        run.ledger.forget_failures()
    if request.settings is not None and request.ask != "off":
        from extractor.batch.asking import Budget, is_spent

        if not is_spent(request.settings, Budget(run.path(PURSE)).spent()):
            run.ledger.forget_answers()


def _done(run: BatchRun, before: Counts, finder: Finder, was_stopped: bool) -> Done:
    if not was_stopped:
        run.ledger.drop_strays()
    left_out = run.write_logs_and_count()
    counts = run.ledger.counts()
    return Done(
        counts=counts,
        now=counts.done - before.done,
        reasons=tuple(run.ledger.reasons()),
        left_out=left_out,
        passed_over=finder.passed_over,
        empty=tuple(finder.empty),
        was_stopped=was_stopped,
        log=run.path(FAILURES),
    )


class _Tasks:
    """The files to be read, given once; and a second time those of them that are still to be read."""

    def __init__(self, run: BatchRun, turn: int, limit: int | None) -> None:
        self._run, self._turn, self._limit = run, turn, limit
        self._last: Task | None = None
        self._is_again = False

    def __call__(self) -> Iterator[Task]:
        pending = self._run.ledger.pending(self._turn)
        if self._is_again:
            yield from self._again(pending)
            return
        self._is_again = True
        for task in islice(pending, self._limit):
            self._last = task
            yield task

    def _again(self, pending: Iterator[Task]) -> Iterator[Task]:
        for task in pending:
            if self._last is None or _place(task) > _place(self._last):
                return
            yield task


def _place(task: Task) -> tuple[bytes, bytes, int]:
    return task.name.encode(), os.fsencode(task.path), task.member


Engine = Callable[[BatchRun, BatchRequest, Callable[[], Iterator[Task]], Callable[[Event | None], None]], None]


def _engine(request: BatchRequest) -> Engine:
    if request.engine == "local":
        return _local
    from extractor.batch.ray_engine import read_on_ray

    return read_on_ray


def _local(
    run: BatchRun, request: BatchRequest, tasks: Callable[[], Iterator[Task]], watch: Callable[[Event | None], None]
) -> None:
    scratch = run.path(_SCRATCH)
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    purse, data = run.path(PURSE), run.producer.data
    setup = Setup(request.limits, request.ask, request.settings, purse, request.texts, data, request.proofreads)
    pool = Pool([new_worker(setup, os.path.abspath(scratch)) for _ in range(request.jobs)])
    into = Into(run.ledger, producer_of(request.ask, request.settings).digest(), watch)
    try:
        read_pending(into, tasks, pool)
    finally:
        pool.close()
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _interrupted_by_both() -> Generator[None]:
    """Lets a request to end (SIGTERM) interrupt like a person's Ctrl-C."""

    def interrupt(_: int, __: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
