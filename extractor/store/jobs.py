"""Jobs: documents that are to be read, and what became of each. The queue that works them off reads and writes here."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple, cast

from sqlalchemy import ScalarSelect, func, insert, select, update
from sqlalchemy.orm import Session

from extractor.errors import Unknown
from extractor.store.tables import Document, JobItem, JobRow

Ask = Literal["off", "auto", "always"]
State = Literal["queued", "running", "done", "failed", "cancelled"]
STATES: tuple[State, ...] = ("queued", "running", "done", "failed", "cancelled")
_OPEN = ("queued", "running")


class JobRequest(NamedTuple):
    """One document of a new job; without a document, `error` says why it is none."""

    name: str
    document: int | None
    error: str | None = None


class Order(NamedTuple):
    """A job that is asked for: what kind, when to ask a model, who asked for it."""

    kind: Literal["read", "batch", "reread"]
    ask: Ask
    person: int | None


class ModelCost(NamedTuple):
    """What asking a model took so far: questions, tokens, and US dollars (None where the price is not known)."""

    calls: int
    tokens: int
    cost: float | None


class Progress(NamedTuple):
    """A job, how many of its documents are in which state, and what asking a model took so far."""

    row: JobRow
    counts: dict[State, int]
    model: ModelCost = ModelCost(0, 0, None)

    @property
    def total(self) -> int:
        """How many documents it has."""
        return sum(self.counts.values())

    @property
    def state(self) -> Literal["queued", "running", "done", "cancelled"]:
        """`done` where nothing is left to do, though single documents may have failed."""
        if self.counts["queued"] or self.counts["running"]:
            began = self.counts["running"] or self.counts["done"] or self.counts["failed"]
            return "running" if began else "queued"
        return "cancelled" if self.row.cancelled else "done"


class Task(NamedTuple):
    """One document to read, as the queue hands it out."""

    job: str
    position: int
    attempt: int
    ask: Ask

    @property
    def key(self) -> str:
        """What it is called in the queue: the same task is never queued twice."""
        return f"{self.job}:{self.position}:{self.attempt}"


class JobReading(NamedTuple):
    """What is needed to read the document of a task."""

    document: int
    name: str


def add_job(session: Session, order: Order, wishes: Sequence[JobRequest], when: datetime) -> JobRow:
    """Keeps a job and its documents; what is no document has failed from the start."""
    row = JobRow(key=secrets.token_hex(8), kind=order.kind, ask=order.ask, person_id=order.person, created_at=when)
    session.add(row)
    session.flush()
    items = [
        {
            "job_id": row.id,
            "position": position,
            "name": job_request.name.replace("\0", ""),
            "document_id": job_request.document,
            "state": "queued" if job_request.document is not None else "failed",
            "error": job_request.error,
            "finished_at": None if job_request.document is not None else when,
        }
        for position, job_request in enumerate(wishes)
    ]
    session.execute(insert(JobItem), items)
    return row


def find_job(session: Session, key: str) -> Progress:
    """The job with this key, and how far it is.

    Raises:
        Unknown: there is none.
    """
    row = session.scalar(select(JobRow).where(JobRow.key == key))
    if row is None:
        raise Unknown(f"job {key}: there is none with this key.")
    return _progress(session, [row])[0]


def list_jobs(session: Session, before: int | None, limit: int) -> list[Progress]:
    """The jobs, the last first, from the one before the id `before`."""
    query = select(JobRow).order_by(JobRow.id.desc()).limit(limit)
    if before is not None:
        query = query.where(JobRow.id < before)
    return _progress(session, session.scalars(query).all())


def count_jobs(session: Session) -> int:
    """How many jobs there are."""
    return session.scalars(select(func.count(JobRow.id))).one()


def _progress(session: Session, rows: Sequence[JobRow]) -> list[Progress]:
    counts: dict[int, dict[State, int]] = {row.id: dict.fromkeys(STATES, 0) for row in rows}
    query = select(JobItem.job_id, JobItem.state, func.count()).where(JobItem.job_id.in_(counts))
    for job, state, count in session.execute(query.group_by(JobItem.job_id, JobItem.state)):
        counts[job][cast(State, state)] = count
    costs = _costs(session, [row.id for row in rows if row.ask != "off"])
    return [Progress(row, counts[row.id], costs.get(row.id, ModelCost(0, 0, None))) for row in rows]


def _costs(session: Session, jobs: Sequence[int]) -> dict[int, ModelCost]:
    """What asking a model took so far, by job."""
    if not jobs:
        return {}
    sums = func.coalesce(func.sum(JobItem.llm_calls), 0), func.coalesce(func.sum(JobItem.llm_tokens), 0)
    query = select(JobItem.job_id, *sums, func.sum(JobItem.llm_cost)).where(JobItem.job_id.in_(jobs))
    rows: list[tuple[Any, ...]] = [tuple(row) for row in session.execute(query.group_by(JobItem.job_id))]
    return {job: ModelCost(int(calls), int(tokens), cost) for job, calls, tokens, cost in rows}


def items_of(session: Session, job: int, after: int, limit: int) -> list[tuple[JobItem, str | None]]:
    """The documents of a job in their order, from the one after the position `after`, each with its hash."""
    query = select(JobItem, Document.sha256).outerjoin(Document, Document.id == JobItem.document_id)
    query = query.where(JobItem.job_id == job, JobItem.position > after).order_by(JobItem.position).limit(limit)
    return [(item, sha256) for item, sha256 in session.execute(query)]


def open_tasks(session: Session, key: str | None = None) -> list[Task]:
    """What is not finished, of one job or of all: what the queue must know of after a start."""
    query = select(JobRow.key, JobItem.position, JobItem.attempt, JobRow.ask).join(JobRow, JobRow.id == JobItem.job_id)
    query = query.where(JobItem.state.in_(_OPEN)).order_by(JobItem.job_id, JobItem.position)
    if key is not None:
        query = query.where(JobRow.key == key)
    return [Task(key, position, attempt, cast(Ask, ask)) for key, position, attempt, ask in session.execute(query)]


def start_task(session: Session, task: Task) -> JobReading | None:
    """Marks a task as running; None where there is nothing to do: finished, cancelled, or tried again since."""
    query = select(JobItem).join(JobRow, JobRow.id == JobItem.job_id)
    query = query.where(JobRow.key == task.job, JobItem.position == task.position)
    item = session.scalars(query.with_for_update(of=JobItem)).one_or_none()
    if item is None or item.state not in _OPEN or item.attempt != task.attempt or item.document_id is None:
        return None
    item.state = "running"
    return JobReading(item.document_id, item.name)


def keep_cost(session: Session, task: Task, spent: ModelCost) -> bool:
    """Adds what asking a model about a task took; whether the task is still to be done, so that it may go on asking."""
    query = select(JobItem).where(JobItem.job_id == _id_of(task), JobItem.position == task.position)
    item = session.scalars(query.with_for_update()).one_or_none()
    if item is None:
        return False
    item.llm_calls = (item.llm_calls or 0) + spent.calls
    item.llm_tokens = (item.llm_tokens or 0) + spent.tokens
    if spent.cost is not None:
        item.llm_cost = (item.llm_cost or 0.0) + spent.cost
    return item.state in _OPEN and item.attempt == task.attempt


class Outcome(NamedTuple):
    """What became of a task: an extraction, or a sentence that says why there is none."""

    extraction: int | None
    error: str | None


def finish_task(session: Session, task: Task, outcome: Outcome, when: datetime) -> bool:
    """Keeps what became of a task; False where it was finished, cancelled or tried again since."""
    statement = update(JobItem).where(
        JobItem.job_id == _id_of(task),
        JobItem.position == task.position,
        JobItem.attempt == task.attempt,
        JobItem.state.in_(_OPEN),
    )
    state = "done" if outcome.error is None else "failed"
    statement = statement.values(
        state=state, extraction_id=outcome.extraction, error=outcome.error, finished_at=when
    ).execution_options(synchronize_session=False)
    return session.execute(statement.returning(JobItem.position)).one_or_none() is not None


def cancel_job(session: Session, job: JobRow, when: datetime) -> list[Task]:
    """Takes back what is not finished of a job; what is being read now is read in vain."""
    tasks = open_tasks(session, job.key)
    session.execute(
        update(JobItem)
        .where(JobItem.job_id == job.id, JobItem.state.in_(_OPEN))
        .values(state="cancelled", finished_at=when)
    )
    if tasks:
        job.cancelled = True
    return tasks


def retry_job(session: Session, job: JobRow) -> list[Task]:
    """Queues anew what failed or was taken back of a job; what is no document stays failed."""
    session.execute(
        update(JobItem)
        .where(JobItem.job_id == job.id, JobItem.state.in_(("failed", "cancelled")), JobItem.document_id.is_not(None))
        .values(state="queued", attempt=JobItem.attempt + 1, error=None, finished_at=None)
    )
    job.cancelled = False
    return open_tasks(session, job.key)


def retry_tasks(session: Session, tasks: Sequence[Task]) -> list[Task]:
    """Queues tasks anew that the queue has lost."""
    for task in tasks:
        session.execute(
            update(JobItem)
            .where(JobItem.job_id == _id_of(task), JobItem.position == task.position, JobItem.state.in_(_OPEN))
            .values(state="queued", attempt=task.attempt + 1)
            .execution_options(synchronize_session=False)
        )
    return [task._replace(attempt=task.attempt + 1) for task in tasks]


def _id_of(task: Task) -> ScalarSelect[int]:
    return select(JobRow.id).where(JobRow.key == task.job).scalar_subquery()


def count_items(session: Session) -> dict[State, int]:
    """How many documents of all jobs are in which state."""
    counts: dict[State, int] = dict.fromkeys(STATES, 0)
    for state, count in session.execute(select(JobItem.state, func.count()).group_by(JobItem.state)):
        counts[cast(State, state)] = count
    return counts
