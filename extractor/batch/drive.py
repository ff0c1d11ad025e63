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
from typing import NoReturn, Protocol

from extractor.batch.engine import Event, Into, read_pending
from extractor.batch.found import FoundFile
from extractor.batch.inputs import Finder
from extractor.batch.ledger import Counts
from extractor.batch.request import BatchRequest, Deferral, Done, ModelAsked, Plan
from extractor.batch.run_asking import PURSE, Asking, Telling, asking_of
from extractor.batch.run_folder import FAILURES, BatchRun, begin_run, differing
from extractor.batch.run_parts import mark_parts
from extractor.batch.tasks import Setup, Task, new_worker
from extractor.batch.work import producer_of
from extractor.errors import WriteError
from extractor.workers.pool import Pool

_SCRATCH = ".scratch"


class Showing(Protocol):
    """Shows how far a batch is."""

    def finding(self, count: int) -> None:
        """So many files were found."""
        ...

    def tell(self, sentence: str) -> None:
        """A sentence about the model's endpoint."""
        ...

    def waiting(self, how: str) -> None:
        """Answers are waited for; so far that has come to this."""
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
        if request.retry:
            run.ledger.forget_failures()
        passes = _Passes(run, request, turn, showing)
        passes.read()
        return _done(run, passes, finder)


class _Passes:
    """The passes over the files of a run: one, and more where a model answers meanwhile."""

    def __init__(self, run: BatchRun, request: BatchRequest, turn: int, showing: Showing) -> None:
        self._run, self._request, self._turn, self._showing = run, request, turn, showing
        self.now = 0
        """How many files were done."""
        self.was_stopped = False
        self.deferral: Deferral | None = None
        self.asked: ModelAsked | None = None

    def read(self) -> None:
        """Reads what is to be read, until nothing comes of reading it again."""
        telling = Telling(self._showing.tell, self._showing.waiting)
        try:
            with asking_of(self._run, self._request, telling) as asking:
                try:
                    self._read(asking)
                    while asking.goes_on():
                        self._read(asking)
                finally:
                    self.deferral, self.asked = asking.came_to(), asking.asked()
        except KeyboardInterrupt:
            self.was_stopped = True
        finally:
            self._showing.end()

    def _read(self, asking: Asking) -> None:
        """Reads what is to be read, once."""
        run, limit = self._run, self._request.limit
        asking.forget()
        counts = run.ledger.counts()
        total = run.ledger.count_pending(self._turn)
        self._showing.begin(min(total, limit) if limit is not None else total, counts)
        tasks = _Tasks(run, self._turn, limit)
        try:
            if self._request.engine == "local":
                _read_here(run, asking, tasks, self._showing.watch)
            else:
                from extractor.batch.ray_engine import read_on_ray

                read_on_ray(run, self._request, tasks, self._showing.watch)
        finally:
            self._showing.end()
            # What a later pass reads was read by one before, in this command or an earlier one.
            self.now = max(self.now, run.ledger.counts().done - counts.done)


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


def _done(run: BatchRun, passes: _Passes, finder: Finder) -> Done:
    if not passes.was_stopped:
        run.ledger.drop_strays()
    mark_parts(run)
    left_out = run.write_logs_and_count()
    return Done(
        counts=run.ledger.counts(),
        now=passes.now,
        reasons=tuple(run.ledger.reasons()),
        left_out=left_out,
        passed_over=finder.passed_over,
        empty=tuple(finder.empty),
        was_stopped=passes.was_stopped,
        log=run.path(FAILURES),
        deferral=passes.deferral,
        asked=passes.asked,
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


def _read_here(
    run: BatchRun, asking: Asking, tasks: Callable[[], Iterator[Task]], watch: Callable[[Event | None], None]
) -> None:
    """Reads files with the cores of this machine."""
    request = asking.request
    scratch = run.path(_SCRATCH)
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    settings, deferred = asking.setup()
    purse, data = run.path(PURSE), run.producer.data
    setup = Setup(request.limits, request.ask, settings, purse, request.texts, data, request.proofreads, deferred)
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
