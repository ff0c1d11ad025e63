"""The table of known errors that are put among what waits; what each is, is said in `seeding`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Double, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from extractor.result import Number
from extractor.store.tables_base import Base


class SeededError(Base):
    """A figure that is known, and that one person is shown as if it waited, with the reading of another cell.

    `state` is `waiting`; `caught` (settled otherwise than it was shown), `missed` (settled as it was shown), or `aside`
    (put off, or given up). What is said of it is kept here and nowhere else.
    """

    __tablename__ = "seeded_errors"
    __table_args__ = (
        UniqueConstraint("person_id", "document_id", "field"),
        Index("ix_seeded_errors_state", "person_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    extraction_id: Mapped[int] = mapped_column(ForeignKey("extractions.id"))
    """It is shown as long as this is the current one, and nobody decided about the figure."""
    field: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    """Who is shown it; nobody else is."""
    taken_from: Mapped[str] = mapped_column(String(200))
    """The field whose value, characters and place are shown as this one's."""
    kind: Mapped[str] = mapped_column(String(64))
    """Why it is said to wait; this, its `reason` and its `confidence` are those of a figure of its report that does."""
    reason: Mapped[str | None] = mapped_column(String(64))
    confidence: Mapped[float | None] = mapped_column(Double)
    rank: Mapped[float] = mapped_column(Double)
    """Its place in the queue, as `QueueRow.rank`."""
    true_value: Mapped[Number]
    shown_value: Mapped[Number]
    state: Mapped[str] = mapped_column(String(16))
    answer: Mapped[str | None] = mapped_column(String(16))
    """What was said: `value`, `not-printed`, `lost`, `postpone` or `give-up`."""
    value: Mapped[Number | None]
    note: Mapped[str | None] = mapped_column(Text)
    planted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
