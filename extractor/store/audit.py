"""The audit log: who did what, when and from where. Rows are added and read, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from extractor.store.tables import AuditRow, Person


class Deed(NamedTuple):
    """Something that was done: `action` is a stable name such as `decision.settle`, `subject` what it was done to."""

    action: str
    subject: str | None = None
    details: dict[str, Any] = {}  # noqa: RUF012
    person: int | None = None
    address: str | None = None


def record(session: Session, deed: Deed, when: datetime) -> None:
    """Adds a deed to the log, in the transaction that does it."""
    session.execute(
        insert(AuditRow).values(
            at=when,
            person_id=deed.person,
            action=deed.action,
            subject=deed.subject,
            details=deed.details,
            address=deed.address,
        )
    )


def deeds(
    session: Session, before: int | None, limit: int, who: str | None = None
) -> list[tuple[AuditRow, str | None]]:
    """What was done, the last first, from the one before the id `before`; each with the name of who did it. With `who`
    only what they did.
    """
    query = select(AuditRow, Person.name).outerjoin(Person, Person.id == AuditRow.person_id)
    if before is not None:
        query = query.where(AuditRow.id < before)
    if who is not None:
        query = query.where(Person.name == who)
    return [(row, name) for row, name in session.execute(query.order_by(AuditRow.id.desc()).limit(limit))]


_EVENTS = ("document.%", "decision.%", "report.%", "second-keying.%", "job.%", "rules.%")
"""Deeds that are about reports, and not about who may come in."""


def events(session: Session, after: int, limit: int) -> list[tuple[AuditRow, str | None]]:
    """What happened to reports, the first first, from the one after the id `after`; each with who did it."""
    query = select(AuditRow, Person.name).outerjoin(Person, Person.id == AuditRow.person_id)
    query = query.where(AuditRow.id > after, or_(*(AuditRow.action.like(one) for one in _EVENTS)))
    return [(row, name) for row, name in session.execute(query.order_by(AuditRow.id).limit(limit))]
