"""Tables of how people share the work: who is at a report, whose it is, what was taken out, who is told.

What each is, is said where it is used: `sharing`, `purging`, `rules`, `repeats`, `webhooks`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from extractor.store.tables_base import Base


class Reservation(Base):
    """Somebody is at a report, until a moment."""

    __tablename__ = "reservations"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    until: Mapped[datetime]


class Assignment(Base):
    """A report that somebody is to review."""

    __tablename__ = "assignments"
    __table_args__ = (Index("ix_assignments_person", "person_id"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    assigned_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    assigned_at: Mapped[datetime]


class PurgedDocument(Base):
    """A document that was taken out of the store: that it was there, and who took it out, when and why."""

    __tablename__ = "purged_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    received_at: Mapped[datetime]
    purged_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text)


class HouseRule(Base):
    """The rules of the house as somebody wrote them; the last are in force."""

    __tablename__ = "house_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]


class Repeatable(Base):
    """A request that may come twice (`Idempotency-Key`): what was answered the first time."""

    __tablename__ = "repeatable_requests"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    """A hash of its method, address and body."""
    status: Mapped[int | None]
    """Null as long as it is being answered."""
    headers: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(index=True)


class Webhook(Base):
    """An address that is told of events: which it was told last, and when the next is due. `webhooks` says how."""

    __tablename__ = "webhooks"

    address: Mapped[str] = mapped_column(Text, primary_key=True)
    last_event: Mapped[int]
    """The last event that it took, or that was given up."""
    attempts: Mapped[int]
    """How often the next one was sent and not taken."""
    next_at: Mapped[datetime]
    given_up: Mapped[int]
    """How many events it never took."""
    error: Mapped[str | None] = mapped_column(Text)
    """Why the last one was not taken."""
