"""One machine: the files of a run given to processes, what they say kept at once, what they die of put aside.

Each process has one file at a time. It says what the bytes hash to before it reads them, so that equal bytes are read
once, in this run and in all before it. A file whose process is lost is tried once more at the end, alone: what takes
too much of the machine beside another file may well be read by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from typing import NamedTuple

from extractor.batch.ledger import Kept, Ledger
from extractor.batch.tasks import Halted, Hashed, Setup, Task, Unopened
from extractor.batch.work import Outcome, State, key_of
from extractor.errors import WriteError
from extractor.workers.worker import Lost, Worker, stop_all

_LOOK_SECONDS = 0.5


class Event(NamedTuple):
    """A file is done with: which one, what came of it, and whether that was known of equal bytes before."""

    task: Task
    outcome: Outcome
    is_known: bool = False


Watch = Callable[[Event | None], None]
"""Is told of each file that is done with, and of nothing (None) a few times a second."""


class Pool(NamedTuple):
    """How many processes there are, how they read, and where they may write for a while."""

    size: int
    setup: Setup
    scratch: str | None
    producer: str


def read_pending(
    ledger: Ledger,
    tasks: Callable[[], Iterator[Task]],
    pool: Pool,
    watch: Watch,
    kept: list[Worker] | None = None,
) -> None:
    """Reads the files that `tasks` gives, and then, alone, those it still gives because their processes were lost.

    `kept` are processes to be used, and kept for another time.

    Raises:
        WriteError: a process has no room to write what reading takes.
    """
    workers: list[Worker] = [] if kept is None else kept
    try:
        lost = _Round(ledger, pool, watch, workers, is_last=False).read(tasks())
        if lost:
            stop_all(workers[1:])
            del workers[1:]
            _Round(ledger, pool._replace(size=1), watch, workers, is_last=True).read(tasks())
    finally:
        try:
            ledger.commit()
        finally:
            if kept is None:
                stop_all(workers)


class _Round:
    """One pass over the files; in the last, a file whose process is lost is put aside."""

    def __init__(self, ledger: Ledger, pool: Pool, watch: Watch, workers: list[Worker], is_last: bool) -> None:
        self._ledger = ledger
        self._pool = pool
        self._watch = watch
        self._workers = workers
        self._is_last = is_last
        self._reading: dict[Connection, Kept] = {}
        self._busy: dict[Connection, Worker] = {}
        self._lost = 0

    def read(self, tasks: Iterator[Task]) -> int:
        """Reads all of them; how many processes were lost."""
        idle = list(self._workers)
        while True:
            self._give(tasks, idle)
            if not self._busy:
                return self._lost
            for worker in self._said():
                idle.append(worker)

    def _give(self, tasks: Iterator[Task], idle: list[Worker]) -> None:
        while idle or len(self._workers) < self._pool.size:
            task = next(tasks, None)
            if task is None:
                return
            if not idle:
                idle.append(Worker(self._pool.setup, self._pool.scratch))
                self._workers.append(idle[-1])
            worker = idle.pop()
            worker.ask(task)
            self._busy[worker.line] = worker

    def _said(self) -> list[Worker]:
        """Hears those that say something, and gives up those that take too long; which of them have no file now."""
        due = min(worker.seconds_left() for worker in self._busy.values())
        lines = wait(list(self._busy), min(max(due, 0.0), _LOOK_SECONDS))
        self._ledger.begin()
        free = [self._heard(line) for line in lines if isinstance(line, Connection)]
        for line, worker in list(self._busy.items()):
            if worker.seconds_left() <= 0:
                free.append(self._ended(line, worker.task, worker.give_up()))
        self._ledger.commit()
        self._watch(None)
        return [worker for worker in free if worker is not None]

    def _heard(self, line: Connection) -> Worker | None:
        worker = self._busy[line]
        task = worker.task
        assert task is not None
        said = worker.hear()
        if isinstance(said, Halted):
            raise WriteError(said.place, OSError(said.reason))
        if isinstance(said, Hashed):
            is_wanted = self._claim(line, task, said)
            worker.answer(is_wanted)
            return None if is_wanted else self._freed(line)
        return self._ended(line, task, said)

    def _claim(self, line: Connection, task: Task, said: Hashed) -> bool:
        """Whether this unit is neither done nor being done; then it is this process's."""
        kept = Kept(task, said.sha256, said.size, key_of(said.sha256, self._pool.producer))
        self._ledger.link(kept)
        is_being_read = any(other.key == kept.key for other in self._reading.values())
        if is_being_read or self._ledger.knows(kept.key):
            self._watch(Event(task, Outcome("read"), is_known=True))
            return False
        self._reading[line] = kept
        return True

    def _ended(self, line: Connection, task: Task | None, said: Unopened | Outcome | Lost) -> Worker | None:
        """Keeps what came of a file."""
        assert task is not None
        kept = self._reading.pop(line, None)
        if isinstance(said, Lost) and not self._is_last:
            self._lost += 1
            return self._freed(line)
        outcome = said if isinstance(said, Outcome) else Outcome(_STATES[type(said)], said.reason)
        if kept is None:
            self._ledger.refuse(task, outcome.reason or "")
        else:
            self._ledger.keep(kept.key, outcome)
        self._watch(Event(task, outcome))
        return self._freed(line)

    def _freed(self, line: Connection) -> Worker:
        return self._busy.pop(line)


_STATES: dict[type, State] = {Unopened: "unreadable", Lost: "failed"}
