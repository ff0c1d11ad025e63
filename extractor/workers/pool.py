"""A number of workers for many who have tasks: whoever waits for one comes to their turn."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import Generic

from extractor.errors import ExtractorError, Failed
from extractor.workers.child import Asked
from extractor.workers.turns import Turns
from extractor.workers.worker import Answer, Lost, Task, Worker, stop_all

_ATTEMPTS = 3
_LOOK_SECONDS = 0.5


class Busy(ExtractorError):
    """Every worker has been busy for as long as anybody waits for one."""


class PoolClosed(Exception):
    """There are no workers any more: whoever they are of ends."""


class Pool(Generic[Task, Answer]):
    """Some workers; may be used by many threads, which wait for a free one.

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

    @property
    def size(self) -> int:
        """How many workers there are."""
        return len(self._all)

    def ask(self, task: Task, who: Hashable = None) -> Answer:
        """What a worker answers to a task of somebody's, which asks nothing back.

        Raises:
            ExtractorError: what the worker raised.
            Failed: it took too long, or took too much, or the program itself failed on it.
            Busy: no worker was free in time.
            PoolClosed: there are no workers any more.
        """
        worker = self.take(who, self._patience)
        if worker is None:
            self._check_open()
            raise Busy(f"{task.name}: others are being looked at; try again in a few seconds.")
        try:
            said = self._insist(worker, task)
        finally:
            self.give_back(worker, who)
        self._check_open()
        if isinstance(said, Lost):
            reason = "the process that read it crashed; please report that." if said.why == "crashed" else said.reason
            raise Failed(f"{task.name}: {reason}")
        if isinstance(said, ExtractorError):
            raise said
        return said

    def _insist(self, worker: Worker[Task, Answer], task: Task) -> Answer | ExtractorError | Lost:
        """What a worker says; one whose process crashed is asked again, a few times.

        It may have been killed for no fault of the task's, as where memory runs out; a task that crashes one crashes
        them all.
        """
        said: Answer | Asked | ExtractorError | Lost = Lost("crashed", "")
        for _ in range(_ATTEMPTS):
            worker.ask(task)
            said = worker.hear()
            if not isinstance(said, Lost) or said.why != "crashed" or self._is_closed:
                break
        assert not isinstance(said, Asked), "a task that asks back is heard by whoever gave it"
        return said

    def _check_open(self) -> None:
        if self._is_closed:
            raise PoolClosed

    def take(self, who: Hashable = None, patience: float | None = 0.0) -> Worker[Task, Answer] | None:
        """A worker for whoever hears it themselves, to be given back; None where none is free in time."""
        return self._turns.take(who, patience)

    def give_back(self, worker: Worker[Task, Answer], who: Hashable = None) -> None:
        """Gives back a worker; its process is ended where it is not done with its task."""
        if worker.is_busy:
            stop_all([worker])
        self._turns.give_back(who, worker)

    def leave(self, workers: Collection[Worker[Task, Answer]]) -> None:
        """Gives back workers in the midst of their tasks, which nobody wants any more."""
        stop_all(workers)
        for worker in workers:
            self.give_back(worker)

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

    def rest(self) -> None:
        """Ends the processes of workers that are all free; they are begun again when there are tasks for them."""
        stop_all(self._all)
