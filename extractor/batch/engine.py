"""One machine: the files of a run given to workers, what they say kept at once, what they are lost on put aside.

Each worker has one file at a time. It says what the bytes hash to before it reads them, so that equal bytes are read
once, in this run and in all before it. A file on which a worker is lost is tried once more at the end, alone: what
takes too much of the machine beside another file may well be read by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from extractor.batch.ledger import Kept, Ledger
from extractor.batch.tasks import Hashed, Task
from extractor.batch.work import UNNAMED, Outcome, key_of, without_name
from extractor.errors import ExtractorError, Failed, WriteError
from extractor.workers.child import Asked
from extractor.workers.pool import Pool
from extractor.workers.worker import Lost, Worker, speaking

_LOOK_SECONDS = 0.5
FilePool = Pool[Task, Outcome | None]
_FileWorker = Worker[Task, Outcome | None]


class Event(NamedTuple):
    """A file is done with: which one, what came of it, and whether that was known of equal bytes before."""

    task: Task
    outcome: Outcome
    is_known: bool = False


Watch = Callable[[Event | None], None]
"""Is told of each file that is done with, and of nothing (None) a few times a second."""


class Into(NamedTuple):
    """Where what comes of files is kept, by the digest of what reads them, and who is told of it."""

    ledger: Ledger
    producer: str
    watch: Watch


def read_pending(into: Into, tasks: Callable[[], Iterator[Task]], pool: FilePool) -> None:
    """Reads the files that `tasks` gives, and then, alone, those it still gives because workers were lost on them.

    Raises:
        WriteError: a worker has no room to write what reading takes.
    """
    try:
        if _Round(into, pool, is_last=False).read(tasks()):
            pool.rest()
            _Round(into, pool, is_last=True).read(tasks())
    finally:
        into.ledger.commit()


class _Round:
    """One pass over the files; in the last, one file at a time, a file on which a worker is lost is put aside."""

    def __init__(self, into: Into, pool: FilePool, is_last: bool) -> None:
        self._into = into
        self._pool = pool
        self._is_last = is_last
        self._most = 1 if is_last else pool.size
        self._busy: dict[_FileWorker, Task] = {}
        self._reading: dict[_FileWorker, Kept] = {}
        self._lost = 0

    def read(self, tasks: Iterator[Task]) -> int:
        """Reads all of them; how many workers were lost."""
        try:
            while self._give(tasks):
                said = speaking(self._busy, _LOOK_SECONDS)
                self._into.ledger.begin()
                for worker in said:
                    self._hear(worker)
                self._into.ledger.commit()
                self._into.watch(None)
        finally:
            self._pool.leave(self._busy)
        return self._lost

    def _give(self, tasks: Iterator[Task]) -> bool:
        """Gives files to workers that are free; whether any worker has one."""
        while len(self._busy) < self._most and (task := next(tasks, None)) is not None:
            worker = self._pool.take()
            assert worker is not None, "nobody else takes workers of this pool"
            self._busy[worker] = task
            worker.ask(task)
        return bool(self._busy)

    def _hear(self, worker: _FileWorker) -> None:
        said = worker.hear()
        if isinstance(said, Asked):
            worker.reply(self._claim(worker, said.what))
            return
        task, kept = self._busy.pop(worker), self._reading.pop(worker, None)
        self._pool.give_back(worker)
        if isinstance(said, WriteError):
            raise said
        if isinstance(said, Lost) and not self._is_last:
            self._lost += 1
        elif said is not None:
            self._keep(task, kept, said if isinstance(said, Outcome) else _without_result(task, said))

    def _claim(self, worker: _FileWorker, said: Hashed) -> bool:
        """Whether this unit is neither done nor being done; then it is this worker's."""
        task = self._busy[worker]
        kept = Kept(task, said.sha256, said.size, key_of(said.sha256, self._into.producer))
        self._into.ledger.link(kept)
        is_being_read = any(other.key == kept.key for other in self._reading.values())
        if is_being_read or self._into.ledger.knows(kept.key):
            self._into.watch(Event(task, Outcome("read"), is_known=True))
            return False
        self._reading[worker] = kept
        return True

    def _keep(self, task: Task, kept: Kept | None, outcome: Outcome) -> None:
        if kept is None:
            self._into.ledger.refuse(task, outcome.reason or "")
        else:
            self._into.ledger.keep(kept.key, outcome)
        self._into.watch(Event(task, outcome))


def _without_result(task: Task, why: ExtractorError | Lost) -> Outcome:
    """What is kept of a file that was not read: a sentence without its name."""
    if isinstance(why, Lost):
        return Outcome("failed", why.reason)
    reason = without_name(without_name(str(why), task.name), UNNAMED)
    return Outcome("failed" if isinstance(why, Failed) else "unreadable", reason)
