"""What a store holds, looked at from outside while a real server works on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from extractor.store import Store, open_store
from extractor.store.people import grant, person_named
from extractor.store.tables import Document, ExtractionRow, QueueRow
from extractor.store.views import field_states


def token(where: str) -> str:
    """The secret of a reviewer's token in a store."""
    with opened(where) as store, store.writing() as session:
        return grant(session, person_named(session, "王芳", store.now()), "reviewer", store.now()).secret


@contextmanager
def opened(where: str) -> Iterator[Store]:
    """A store, closed at the end."""
    store = open_store(where)
    try:
        yield store
    finally:
        store.close()


def extractions_by_document(where: str) -> dict[str, int]:
    """How many extractions each document of a store has, by its hash."""
    query = select(Document.sha256, func.count(ExtractionRow.id)).outerjoin(ExtractionRow).group_by(Document.id)
    with opened(where) as store, store.reading() as session:
        return {row[0]: row[1] for row in session.execute(query)}


def queue_and_view(where: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Which figures the queue of a store holds, and which are in review by its view: they must be the same."""
    state = field_states.c
    with opened(where) as store, store.reading() as session:
        queue = session.execute(select(QueueRow.document_id, QueueRow.field))
        view = session.execute(select(state.document_id, state.field).where(state.status == "review"))
        return sorted((row[0], row[1]) for row in queue), sorted((row[0], row[1]) for row in view)
