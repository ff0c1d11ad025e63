"""The queue that works off jobs, on DBOS: what was taken on is finished once, whatever happens to this process.

The store says what is to be done and what became of it; DBOS says who does it when. Each document of a job is a
workflow named by its task, so that it is queued once however often it is asked for. Its steps write to the store in
ways that may be repeated: a step that was cut off is run again, and finds or makes the same.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from dbos import DBOS, DBOSConfig, SetWorkflowID
from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import OperationalError

from extractor.errors import ExtractorError
from extractor.service.metrics import Metrics
from extractor.service.reading import Reader, read_document
from extractor.service.takeover import Takeover
from extractor.service.workers import DocumentPool, Spent
from extractor.store import Store
from extractor.store.engine import keep_private
from extractor.store.jobs import (
    Ask,
    ModelCost,
    Outcome,
    Task,
    finish_task,
    keep_cost,
    open_tasks,
    retry_tasks,
    start_task,
)
from extractor.store.space import NoSpace, lacks_space
from extractor.workers.pool import PoolClosed

QUEUE = "documents"
_PROTOCOL = "1"
"""Changes when the steps below do: a task of another protocol is not taken up in the middle, but begun anew."""
_POLLING_SECONDS = 0.1
_MANY = 500
_KEPT = timedelta(hours=1)
"""How long the queue remembers what has ended; what was taken back may still be read for a while."""
_SPACE_SECONDS = 2.0
_ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_LOCKED = "database is locked"
"""The words by which DBOS knows that it is to try again."""
_T = TypeVar("_T")
_log = logging.getLogger("extractor.service.jobs")


class JobQueue:
    """The queue of one process; there is one a process, for DBOS is. Several processes may share a PostgreSQL."""

    def __init__(self, store: Store, workers: DocumentPool, metrics: Metrics, each: int) -> None:
        self._store = store
        self._workers = workers
        self._metrics = metrics
        self._each = each
        self._closing = threading.Event()
        self._engine = _engine(store, self._closing)
        self._takeover = None if store.is_sqlite else Takeover(store.url, self._take_up)
        self._queuing = ThreadPoolExecutor(1, "queuing")
        self._workflow: Callable[..., None] | None = None

    def start(self) -> None:
        """Begins to work off what is queued, first of all what an earlier process left unfinished."""
        config: DBOSConfig = {
            "name": "extractor",
            "application_version": _PROTOCOL,
            "executor_id": self._takeover.name if self._takeover else "service",
            "log_level": "ERROR",
            "system_database_url": self._engine.url.render_as_string(hide_password=False),
            "system_database_engine": self._engine,
        }
        DBOS(config=config)
        self._workflow = self._make_workflow()
        if self._takeover:
            self._takeover.show()
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=4 * self._each,
            polling_interval_sec=_POLLING_SECONDS,
            on_conflict="always_update",
        )
        self._take_up()
        if self._takeover:
            self._takeover.start()
        self._queuing.submit(self._clear)

    def close(self) -> None:
        """Stops; what is not finished is taken up at the next start."""
        self._closing.set()
        _hush()
        if self._takeover:
            self._takeover.close()
        self._queuing.shutdown(cancel_futures=True)
        DBOS.destroy(destroy_registry=True)
        self._engine.dispose()

    def add(self, tasks: Sequence[Task]) -> None:
        """Queues tasks, soon; those that are queued already are left as they are.

        They are in the store: what is not queued when this process ends is queued at the next start.
        """
        self._queuing.submit(self._add, tuple(tasks))

    def clear(self, before: datetime) -> int:
        """Takes out of the queue what ended there before this moment; how much that was.

        The store knows what became of it. What the store has open all the same is queued anew at the next start.
        """
        cleared = 0
        while not self._closing.is_set():
            ended = DBOS.list_workflows(
                status=list(_ENDED),
                completed_before=before.isoformat(),
                limit=_MANY,
                load_input=False,
                load_output=False,
            )
            if not ended:
                break
            DBOS.delete_workflows([one.workflow_id for one in ended])
            cleared += len(ended)
        return cleared

    def _clear(self) -> None:
        self.clear(datetime.now(UTC) - _KEPT)

    def _add(self, tasks: Sequence[Task]) -> None:
        assert self._workflow is not None, "the queue was not started"
        for task in tasks:
            if self._closing.is_set():
                return
            with SetWorkflowID(task.key):
                DBOS.enqueue_workflow(QUEUE, self._workflow, *task)
        self._clear()

    def cancel(self, tasks: Sequence[Task]) -> None:
        """Takes tasks out of the queue; what is being read now is read in vain."""
        if tasks:
            DBOS.cancel_workflows([task.key for task in tasks])

    def _take_up(self) -> None:
        """Queues what the store has open and the queue does not: an earlier process was stopped between the two."""
        with self._store.reading() as session:
            tasks = open_tasks(session)
        if not tasks:
            return
        known = _statuses(tasks)
        lost = [task for task in tasks if known.get(task.key) in _ENDED]
        if lost:
            with self._store.writing() as session:
                again = retry_tasks(session, lost)
            tasks = [task for task in tasks if task not in lost] + again
        self.add([task for task in tasks if task.key not in known])

    def _make_workflow(self) -> Callable[..., None]:
        """The workflow of a task, made known to DBOS."""

        @DBOS.step(name="read")
        def read(task: tuple[str, int, int, Ask], ask: Ask) -> tuple[int | None, str | None] | None:
            return self._with_space(lambda: self._read(Task(*task), ask))

        @DBOS.step(name="finish", retries_allowed=True, max_attempts=5, interval_seconds=0.5, should_retry=_is_passing)
        def finish(task: tuple[str, int, int, Ask], extraction: int | None, error: str | None) -> None:
            self._with_space(lambda: self._finish(Task(*task), Outcome(extraction, error)))

        @DBOS.workflow(name="read_document")
        def read_task(*task: *tuple[str, int, int, Ask]) -> None:
            outcome = read(task, "off")
            if outcome is not None and outcome[1] is None and task[3] != "off":
                outcome = read(task, task[3])
            if outcome is not None:
                finish(task, *outcome)

        return read_task

    def _read(self, task: Task, ask: Ask) -> tuple[int | None, str | None] | None:
        """Reads the document of a task: the extraction, or why there is none; None where it is not to be done any more.

        This is the outermost door of a task: an error of the program itself is told of like any other, and the log has
        it whole.
        """
        with self._store.writing() as session:
            reading = start_task(session, task)
        if reading is None:
            return None
        try:
            hear = partial(self._hear, task)
            saved = read_document(Reader(self._store, self._workers, self._metrics, hear), reading, ask)
        except PoolClosed:
            _hush()
            raise
        except NoSpace:
            raise
        except ExtractorError as error:
            return None, str(error)
        except Exception as error:
            _log.exception("task %s failed", task.key)
            return None, f"{reading.name}: extractor itself failed on it ({type(error).__name__}); please report that."
        return saved.id, None

    def _hear(self, task: Task, spent: Spent) -> bool:
        """Keeps what asking a model took; whether to go on asking: a task that was cancelled asks no more."""
        with self._store.writing() as session:
            return keep_cost(session, task, ModelCost(*spent))

    def _finish(self, task: Task, outcome: Outcome) -> None:
        with self._store.writing() as session:
            finish_task(session, task, outcome, self._store.now())

    def _with_space(self, work: Callable[[], _T]) -> _T:
        """What `work` gives, done again when there is space for it: no document is to blame for a full disk.

        Raises:
            PoolClosed: the service ends; the task is begun anew when it starts again.
        """
        while True:
            try:
                return work()
            except NoSpace:
                self._wait_for_space()

    def _wait_for_space(self) -> None:
        while not self._closing.wait(_SPACE_SECONDS):
            with suppress(NoSpace):
                if self._store.is_full:
                    self._store.check_space()
                return
        raise PoolClosed


def _statuses(tasks: Sequence[Task]) -> dict[str, str]:
    """What the queue knows of tasks: its status of each, by key."""
    known: dict[str, str] = {}
    for start in range(0, len(tasks), _MANY):
        keys = [task.key for task in tasks[start : start + _MANY]]
        found = DBOS.list_workflows(workflow_ids=keys, load_input=False, load_output=False)
        known.update((one.workflow_id, one.status) for one in found)
    return known


def _hush() -> None:
    """The service ends; what is cut off is begun anew when it starts again, and nobody needs to be told."""
    logging.getLogger("dbos").setLevel(logging.CRITICAL)


def _is_passing(error: BaseException) -> bool:
    """Whether a step that failed may go well the next time."""
    return not isinstance(error, PoolClosed)


def _engine(store: Store, closing: threading.Event) -> Engine:
    """Where DBOS keeps its own state: a file beside the store's, or a schema in the same PostgreSQL.

    DBOS waits for a PostgreSQL without space, and for a SQLite file that is locked; a full disk is told it as a lock,
    as long as the service does not end.
    """
    if not store.is_sqlite:
        return create_engine(store.url, pool_pre_ping=True)
    path = queue_file(str(store.url.database))
    keep_private(path)
    engine = create_engine(URL.create("sqlite", database=path))

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: object) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("busy_timeout = 30000", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "handle_error")
    def wait_for_space(context: ExceptionContext) -> Exception | None:  # pyright: ignore[reportUnusedFunction]
        if closing.is_set() or not lacks_space(context.sqlalchemy_exception):
            return None
        return OperationalError(context.statement, None, sqlite3.OperationalError(f"{_LOCKED} by a full disk"))

    return engine


def queue_file(store: str) -> str:
    """The file of the queue, beside the store's file."""
    return f"{store}-jobs"
