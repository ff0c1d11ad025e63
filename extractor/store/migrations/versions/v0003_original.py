"""Keeps the text that places count: to show where a figure stands, nothing has to be read again."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the column; what is there already has no text yet, and is read when it is looked at."""
    op.execute("ALTER TABLE extractions ADD COLUMN original TEXT")
