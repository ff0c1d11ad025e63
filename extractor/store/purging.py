"""A document is taken out of the store for good, with all that was read and decided of it; that it was there stays."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from extractor.store.documents import find_document, lock_document
from extractor.store.tables import (
    Arrival,
    DecisionGroup,
    DecisionRow,
    Document,
    ExtractionRow,
    FieldRow,
    FindingCount,
    FindingRow,
    JobItem,
    QueueRow,
    SecondKey,
    Summary,
)
from extractor.store.tables_people import Assignment, PurgedDocument, Reservation
from extractor.store.tables_seeding import SeededError

_OPEN = ("queued", "running")


class Purge(NamedTuple):
    """Which document is to be taken out, by whom, and why."""

    sha256: str
    person: int
    reason: str


def purge(session: Session, wish: Purge, when: datetime) -> PurgedDocument:
    """Takes a document out: its bytes, its names, what was read, and what was decided; the record that is kept of it.

    Raises:
        Unknown: there is no such document.
    """
    row = find_document(session, wish.sha256)
    lock_document(session, row.id)
    kept = PurgedDocument(
        sha256=row.sha256,
        size=row.size,
        received_at=row.received_at,
        purged_at=when,
        person_id=wish.person,
        reason=wish.reason,
    )
    session.add(kept)
    session.expunge(row)
    document = row.id
    read = select(ExtractionRow.id).where(ExtractionRow.document_id == document)
    mine = JobItem.document_id == document
    session.execute(update(JobItem).where(mine, JobItem.state.in_(_OPEN)).values(state="cancelled"))
    session.execute(update(JobItem).where(mine).values(document_id=None, extraction_id=None, name="—"))
    for table in (SecondKey, SeededError, QueueRow, Summary, FindingCount, Reservation, Assignment):
        session.execute(delete(table).where(table.document_id == document))
    session.execute(update(DecisionRow).where(DecisionRow.document_id == document).values(restores=None))
    for table in (DecisionRow, DecisionGroup):
        session.execute(delete(table).where(table.document_id == document))
    for table in (FieldRow, FindingRow):
        session.execute(delete(table).where(table.extraction_id.in_(read)))
    for table in (ExtractionRow, Arrival):
        session.execute(delete(table).where(table.document_id == document))
    session.execute(delete(Document).where(Document.id == document))
    session.flush()
    return kept
