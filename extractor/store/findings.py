"""The findings of all current extractions, by what is wrong and whose report it is about."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session, aliased

from extractor.store.tables import Document, ExtractionRow, FindingCount, FindingRow


class Sought(NamedTuple):
    """Which findings are asked for; None asks for any."""

    severity: str | None = None
    code: str | None = None
    unit: str | None = None
    year: int | None = None


def list_findings(
    session: Session, sought: Sought, after: tuple[int, int] | None, limit: int
) -> list[tuple[FindingRow, str]]:
    """The findings, each with the hash of its document, from the one after (extraction, position) `after`."""
    later = aliased(ExtractionRow)
    last = select(func.max(later.id)).where(later.document_id == ExtractionRow.document_id).scalar_subquery()
    query = (
        select(FindingRow, Document.sha256)
        .join(ExtractionRow, ExtractionRow.id == FindingRow.extraction_id)
        .join(Document, Document.id == ExtractionRow.document_id)
        .where(ExtractionRow.id == last)
    )
    for column, value in (
        (FindingRow.severity, sought.severity),
        (FindingRow.code, sought.code),
        (ExtractionRow.unit, sought.unit),
        (ExtractionRow.year, sought.year),
    ):
        if value is not None:
            query = query.where(column == value)
    if after is not None:
        query = query.where(tuple_(FindingRow.extraction_id, FindingRow.position) > after)
    query = query.order_by(FindingRow.extraction_id, FindingRow.position).limit(limit)
    return [(row, sha256) for row, sha256 in session.execute(query)]


def count_findings(session: Session, sought: Sought) -> int | None:
    """How many findings there are; None where a body or a year is asked for, which takes looking at each."""
    if sought.unit is not None or sought.year is not None:
        return None
    query = select(func.coalesce(func.sum(FindingCount.findings), 0))
    for column, value in ((FindingCount.severity, sought.severity), (FindingCount.code, sought.code)):
        if value is not None:
            query = query.where(column == value)
    return int(session.scalars(query).one())
