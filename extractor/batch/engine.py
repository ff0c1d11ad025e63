"""One machine: the files of a run given to workers, what they say kept at once, what they are lost on put aside.

Each worker has one file at a time. It says what the bytes hash to before it reads them, so that equal bytes are read
once, in this run and in all before it. A file on which a worker is lost is tried once more at the end, alone: what
takes too much of the machine beside another file may well be read by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

from extractor.batch.ledger import Kept, Ledger
from extractor.batch.tasks import Hashed, Task
from extractor.batch.work import UNNAMED, Outcome, key_of, without_name
from extractor.errors import ExtractorError, Failed, WriteError
from extractor.workers.pool import Pool
from extractor.workers.worker import Lost

FilePool = Pool[Task, Outcome | None]


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
        if _Round(into, is_last=False).read(tasks(), pool):
            pool.rest()
            _Round(into, is_last=True).read(tasks(), pool)
    finally:
        into.ledger.commit()


class _Round:
    """One pass over the files; in the last, one file at a time, a file on which a worker is lost is put aside."""

    def __init__(self, into: Into, is_last: bool) -> None:
        self._into = into
        self._is_last = is_last
        self._reading: dict[Task, Kept] = {}

    def read(self, tasks: Iterator[Task], pool: FilePool) -> int:
        """Reads all of them; how many workers were lost."""
        lost = 0
        with closing(pool.work(tasks, self._claim, 1 if self._is_last else None)) as work:
            for done in work:
                if done is None:
                    self._into.ledger.commit()
                    self._into.watch(None)
                    continue
                task, said = done
                kept = self._reading.pop(task, None)
                if isinstance(said, WriteError):
                    raise said
                if isinstance(said, Lost) and not self._is_last:
                    lost += 1
                elif said is not None:
                    self._keep(task, kept, said if isinstance(said, Outcome) else _without_result(task, said))
        return lost

    def _claim(self, task: Task, said: Hashed) -> bool:
        """Whether this unit is neither done nor being done; then it is this task's."""
        kept = Kept(task, said.sha256, said.size, key_of(said.sha256, self._into.producer))
        self._into.ledger.begin()
        self._into.ledger.link(kept)
        is_being_read = any(other.key == kept.key for other in self._reading.values())
        if is_being_read or self._into.ledger.knows(kept.key):
            self._into.watch(Event(task, Outcome("read"), is_known=True))
            return False
        self._reading[task] = kept
        return True

    def _keep(self, task: Task, kept: Kept | None, outcome: Outcome) -> None:
        self._into.ledger.begin()
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
