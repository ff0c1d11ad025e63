"""Known errors among what waits; what asking a model cost each document of a job; who is told of events."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Makes columns and tables."""
    for name in ("llm_calls", "llm_tokens"):
        op.add_column("job_items", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("job_items", _figure("llm_cost", nullable=True))
    op.create_table(
        "seeded_errors",
        *(_number("id"), _of("document_id", "documents"), _of("extraction_id", "extractions"), _text("field", 200)),
        *(_of("person_id", "people"), _text("taken_from", 200), _text("kind", 64), _text("reason", 64, nullable=True)),
        *(_figure("confidence", nullable=True), _figure("rank"), _figure("true_value"), _figure("shown_value")),
        *(_text("state", 16), _text("answer", 16, nullable=True), _figure("value", nullable=True)),
        *(_text("note", nullable=True), _moment("planted_at"), _moment("decided_at", nullable=True)),
        *(sa.PrimaryKeyConstraint("id"), sa.UniqueConstraint("person_id", "document_id", "field")),
    )
    op.create_index("ix_seeded_errors_state", "seeded_errors", ["person_id", "state"])
    op.create_table(
        "webhooks",
        *(_text("address"), _number("last_event"), _number("attempts"), _moment("next_at")),
        *(_number("given_up"), _text("error", nullable=True), sa.PrimaryKeyConstraint("address")),
    )


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of(name: str, table: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _figure(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Double(), nullable=nullable)


def _text(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text() if length is None else sa.String(length), nullable=nullable)
