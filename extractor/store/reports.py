"""Reports as lists show them: each document with what is known of it."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from extractor.store.lanes import Wanted, conditions, is_of_reports, of_reports, waiting_in
from extractor.store.tables import Document, FindingCount, QueueRow, Summary

Sort = Literal["received", "waiting", "year", "errors"]
SORTS: tuple[Sort, ...] = get_args(Sort)


class ListedReport(NamedTuple):
    """A document in a list; what is read of it is None as long as it was not."""

    document: Document
    unit: str | None
    year: int | None
    figures: int | None
    waiting: int
    errors: int
    warnings: int


class Listing(NamedTuple):
    """Which reports are listed: those whose body or name holds `search`, of a year, of which figures wait, that have
    errors; the last that came first, or those with most of what they are sorted by.
    """

    search: str = ""
    year: int | None = None
    is_waiting: bool = False
    has_errors: bool = False
    sort: Sort = "received"


def list_reports(session: Session, listing: Listing, skip: int, limit: int) -> list[ListedReport]:
    """The documents of a listing, without so many of its first."""
    waiting = func.coalesce(waiting_in(None), 0)
    grave = select(FindingCount.document_id, func.sum(FindingCount.findings).label("errors"))
    grave = grave.where(FindingCount.severity == "error").group_by(FindingCount.document_id).subquery()
    query = select(Document, Summary.unit, Summary.year, Summary.figures, waiting)
    query = query.outerjoin(Summary, Summary.document_id == Document.id)
    if listing.has_errors or listing.sort == "errors":
        query = query.join(grave, grave.c.document_id == Document.id, isouter=not listing.has_errors)
    if listing.search:
        names = (Summary.unit, Document.name)
        query = query.where(or_(*(name.contains(listing.search, autoescape=True) for name in names)))
    if listing.year is not None:
        query = query.where(Summary.year == listing.year)
    if listing.is_waiting:
        query = query.where(waiting > 0)
    by = {"waiting": waiting, "year": func.coalesce(Summary.year, 0), "errors": func.coalesce(grave.c.errors, 0)}
    order = [Document.id.desc()] if listing.sort == "received" else [by[listing.sort].desc(), Document.id.desc()]
    rows = session.execute(query.order_by(*order).offset(skip).limit(limit)).all()
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

    document: int
    sha256: str
    name: str
    unit: str | None
    year: int | None
    waiting: int


def waiting_reports(session: Session, wanted: Wanted, limit: int) -> list[WaitingReport]:
    """The reports of which something wanted waits, those with most first: of those one answer settles most."""
    if is_of_reports(wanted):
        waiting = waiting_in(wanted.lane)
        query = select(Document.id, Document.sha256, Document.name, Summary.unit, Summary.year, waiting)
        query = query.join(Document, Document.id == Summary.document_id).where(*of_reports(wanted), waiting > 0)
        ordered = query.order_by(waiting.desc(), Summary.document_id)
    else:
        waiting = func.count(QueueRow.id)
        query = select(Document.id, Document.sha256, Document.name, QueueRow.unit, QueueRow.year, waiting)
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
