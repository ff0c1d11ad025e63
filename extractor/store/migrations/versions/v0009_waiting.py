"""What waits is counted over the documents of which anything does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_WAITING = ["waiting_reports", "waiting_figures", "waiting_blanks", "waiting_errors", "waiting_aside"]


def upgrade() -> None:
    """Makes an index."""
    some = sa.text(f"{' + '.join(_WAITING)} > 0")
    op.create_index("ix_summaries_waiting", "summaries", _WAITING, sqlite_where=some, postgresql_where=some)
