"""A number of workers for those who have tasks, many at a time or in many threads."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Iterator, Sequence
from typing import Any, Generic

from extractor.errors import ExtractorError, Failed
from extractor.workers.child import Asked
from extractor.workers.turns import Turns
from extractor.workers.worker import Answer, Lost, Task, Worker, speaking, stop_all

_ATTEMPTS = 3
_LOOK_SECONDS = 0.5


class Busy(ExtractorError):
    """Every worker has been busy for as long as anybody waits for one."""


class PoolClosed(Exception):
    """There are no workers any more: whoever they are of ends."""


class Pool(Generic[Task, Answer]):
    """Some workers: for one who has many tasks (`work`), or for many threads, which wait for a free one (`ask`).

    `patience` is how many seconds a thread waits for one (for ever where it is None), and `each` how many may work for
    the same person at once (all of them where it is None).

    Raises:
        ValueError: there is no worker.
    """

    def __init__(
        self, workers: Sequence[Worker[Task, Answer]], patience: float | None = None, each: int | None = None
    ) -> None:
        if not workers:
            raise ValueError("0 workers cannot read")
        self._all = tuple(workers)
        self._patience = patience
        self._turns = Turns(workers, each or len(workers))
        self._is_closed = False

    def work(
        self, tasks: Iterator[Task], reply: Callable[[Task, Any], object], most: int | None = None
    ) -> Generator[tuple[Task, Answer | ExtractorError | Lost] | None]:
        """Does tasks, `most` at once: what came of each, and a few times a second nothing (None), so that whoever hears
        that may do something else. `reply` answers what a worker asks back about its task.
        """
        busy: dict[Worker[Task, Answer], Task] = {}
        try:
            while True:
                while len(busy) < (most or len(self._all)) and (task := next(tasks, None)) is not None:
                    worker = self._turns.take(None)
                    if worker is None:
                        raise PoolClosed
                    busy[worker] = task
                    worker.ask(task)
                if not busy:
                    return
                for worker in speaking(busy, _LOOK_SECONDS):
                    said = worker.hear()
                    if isinstance(said, Asked):
                        worker.reply(reply(busy[worker], said.what))
                    else:
                        task = busy.pop(worker)
                        self._turns.give_back(None, worker)
                        yield task, said
                yield None
        finally:
            stop_all(busy)
            for worker in busy:
                self._turns.give_back(None, worker)

    def ask(self, task: Task, who: Hashable = None, reply: Callable[[Any], object] | None = None) -> Answer:
        """What a worker answers to a task of somebody's; `reply` answers what it asks back about it.

        Raises:
            ExtractorError: what the worker raised.
            Failed: it took too long, or took too much, or the program itself failed on it.
            Busy: no worker was free in time.
            PoolClosed: there are no workers any more.
        """
        worker = self._turns.take(who, self._patience)
        if worker is None:
            told = f"{task.name}: others are being looked at; try again in a few seconds."
            raise PoolClosed if self._is_closed else Busy(told)
        try:
            said = self._insist(worker, task, reply)
        finally:
            if worker.is_busy:  # it is in the midst of what nobody wants any more
                stop_all([worker])
            self._turns.give_back(who, worker)
        if self._is_closed:
            raise PoolClosed
        if isinstance(said, ExtractorError):
            raise said
        if isinstance(said, Lost):
            reason = "the process that read it crashed; please report that." if said.why == "crashed" else said.reason
            raise Failed(f"{task.name}: {reason}")
        return said

    def _insist(
        self, worker: Worker[Task, Answer], task: Task, reply: Callable[[Any], object] | None
    ) -> Answer | ExtractorError | Lost:
        """What a worker says; one whose process crashed is asked again, a few times.

        It may have been killed for no fault of the task's, as where memory runs out; a task that crashes one crashes
        them all.
        """
        said: Answer | Asked | ExtractorError | Lost = Lost("crashed", "")
        for _ in range(_ATTEMPTS):
            worker.ask(task)
            said = worker.hear()
            while isinstance(said, Asked):
                assert reply is not None, "whoever has tasks about which is asked back says what is replied"
                worker.reply(reply(said.what))
                said = worker.hear()
            if not isinstance(said, Lost) or said.why != "crashed" or self._is_closed:
                break
        assert not isinstance(said, Asked), "all that was asked back was answered"
        return said

    def rest(self) -> None:
        """Ends the processes of workers that are all free; they are begun again when there are tasks for them."""
        stop_all(self._all)

    def close(self) -> None:
        """Ends the processes; who waits for one is told that there is none."""
        self._is_closed = True
        self._turns.close()
        for worker in self._all:
            worker.interrupt(at_once=False)
        while not self._turns.wait_for_all(_LOOK_SECONDS):
            for worker in self._all:
                worker.interrupt(at_once=True)
        self.rest()
