"""Indexes that find the first of the queue and of the findings at once, whichever part of them is asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"

_PARTS = ("unit", "year", "section", "kind")


def upgrade() -> None:
    """Orders the queue as it is read, and each of its parts likewise."""
    op.drop_index("ix_queue_order", "queue")
    op.create_index("ix_queue_order", "queue", [sa.text("priority DESC"), "id"], unique=False)
    for part in _PARTS:
        op.create_index(f"ix_queue_{part}", "queue", [part, sa.text("priority DESC"), "id"], unique=False)
    op.create_index("ix_extractions_year", "extractions", ["year"], unique=False)
    op.create_index("ix_findings_severity", "findings", ["severity", "extraction_id", "position"], unique=False)
