"""Reports as lists show them: each document with what is known of it, the last that came first."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from extractor.store.lanes import Wanted, conditions, is_of_reports, of_reports, waiting_in
from extractor.store.tables import Document, FindingCount, QueueRow, Summary


class ListedReport(NamedTuple):
    """A document in a list; what is read of it is None as long as it was not."""

    document: Document
    unit: str | None
    year: int | None
    figures: int | None
    waiting: int
    errors: int
    warnings: int


def list_reports(session: Session, search: str, before: int | None, limit: int) -> list[ListedReport]:
    """The documents whose body or name holds `search`, from the one before the id `before`, the last first."""
    waiting = Summary.waiting_figures + Summary.waiting_blanks + Summary.waiting_errors
    query = select(Document, Summary.unit, Summary.year, Summary.figures, func.coalesce(waiting, 0))
    query = query.outerjoin(Summary, Summary.document_id == Document.id)
    if search:
        query = query.where(
            or_(Summary.unit.contains(search, autoescape=True), Document.name.contains(search, autoescape=True))
        )
    if before is not None:
        query = query.where(Document.id < before)
    rows = session.execute(query.order_by(Document.id.desc()).limit(limit)).all()
    counts = _findings(session, [document.id for document, *_ in rows])
    return [
        ListedReport(
            document,
            unit,
            year,
            figures,
            waiting,
            counts.get((document.id, "error"), 0),
            counts.get((document.id, "warning"), 0),
        )
        for document, unit, year, figures, waiting in rows
    ]


class WaitingReport(NamedTuple):
    """A report of which figures wait."""

    sha256: str
    name: str
    unit: str | None
    year: int | None
    waiting: int


def waiting_reports(session: Session, wanted: Wanted, limit: int) -> list[WaitingReport]:
    """The reports of which something wanted waits, those with most first: of those one answer settles most."""
    if is_of_reports(wanted):
        waiting = waiting_in(wanted.lane)
        query = select(Document.sha256, Document.name, Summary.unit, Summary.year, waiting)
        query = query.join(Document, Document.id == Summary.document_id).where(*of_reports(wanted), waiting > 0)
        ordered = query.order_by(waiting.desc(), Summary.document_id)
    else:
        waiting = func.count(QueueRow.id)
        query = select(Document.sha256, Document.name, QueueRow.unit, QueueRow.year, waiting)
        query = query.join(Document, Document.id == QueueRow.document_id).where(*conditions(wanted))
        query = query.group_by(Document.id, Document.sha256, Document.name, QueueRow.unit, QueueRow.year)
        ordered = query.order_by(waiting.desc(), Document.id)
    return [WaitingReport(*row) for row in session.execute(ordered.limit(limit))]


def _findings(session: Session, documents: list[int]) -> dict[tuple[int, str], int]:
    """How many findings of each severity documents have."""
    query = select(FindingCount.document_id, FindingCount.severity, func.sum(FindingCount.findings))
    query = query.where(FindingCount.document_id.in_(documents))
    query = query.group_by(FindingCount.document_id, FindingCount.severity)
    return {(document, severity): int(count) for document, severity, count in session.execute(query)}
