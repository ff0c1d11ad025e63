"""What looking at reports asks for: the text that places count, and indexes for findings of one severity or year."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the column and the indexes; what is there already has no text yet, and is read when it is looked at."""
    op.execute("ALTER TABLE extractions ADD COLUMN original TEXT")
    op.create_index("ix_extractions_year", "extractions", ["year"], unique=False)
    op.create_index("ix_findings_severity", "findings", ["severity", "extraction_id", "position"], unique=False)
