"""Body and year of a report stand in review as figures do; and what people need who share the work.

What was read of a report's body and year stands in the results that were kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op
from pydantic_core import from_json

from extractor.lifting import lift
from extractor.store.migrations.versions.v0004_schema2 import STAYS, place_parts
from extractor.store.parts import body_id_of, parts_of_json

revision = "0007"
down_revision = "0006"

_MANY = 500
_FIELD_STATES = """
CREATE VIEW field_states AS
SELECT e.document_id, e.id AS extraction_id, f.field, f.position, f.section,
  CASE WHEN {settled} THEN h.after_value ELSE f.value END AS value,
  CASE WHEN {settled} THEN h.after_text ELSE f.text END AS text,
  f.printed, f.cell,
  CASE WHEN {settled} THEN CASE WHEN h.action = 'follow' THEN 'deduced' ELSE 'reviewed' END ELSE f.basis END AS basis,
  CASE WHEN h.id IS NULL THEN f.status WHEN {settled} THEN 'accepted' ELSE 'review' END AS status,
  CASE WHEN {settled} THEN NULL ELSE f.reason END AS reason,
  CASE WHEN {settled} THEN NULL ELSE f.confidence END AS confidence,
  f.stake, f.place, f.readers, f.proof, f.candidates,
  CASE WHEN {settled} THEN h.answer END AS answer,
  f.value AS read_value,
  d.id AS decision_id,
  CASE WHEN d.action IN ('follow', 'unfollow') THEN d.restores ELSE d.id END AS said_id,
  h.id AS holding_id,
  h.action AS holding,
  (h.id IS NOT NULL AND h.action IN ('settle', 'follow') AND NOT {stays}) AS outdated,
  (h.id IS NOT NULL AND h.action = 'reopen') AS reopened
FROM extractions e
JOIN fields f ON f.extraction_id = e.id
LEFT JOIN decisions d ON d.id = (
  SELECT max(l.id) FROM decisions l WHERE l.document_id = e.document_id AND l.field = f.field)
LEFT JOIN decisions h ON h.id = CASE d.action WHEN 'undo' THEN d.restores WHEN 'unfollow' THEN NULL ELSE d.id END
LEFT JOIN fields w ON w.extraction_id = h.extraction_id AND w.field = h.field
WHERE e.id = (SELECT max(n.id) FROM extractions n WHERE n.document_id = e.document_id)
"""
_COLUMNS = """
ALTER TABLE fields ADD COLUMN text TEXT;
ALTER TABLE decisions ADD COLUMN before_text TEXT;
ALTER TABLE decisions ADD COLUMN after_text TEXT;
ALTER TABLE extractions ADD COLUMN body_id TEXT;
ALTER TABLE summaries ADD COLUMN body_id TEXT;
ALTER TABLE summaries ADD COLUMN waiting_reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE summaries ADD COLUMN waiting_aside INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN last_used_at {moment}
"""
_QUEUE = """
INSERT INTO queue (document_id, extraction_id, field, section, kind, lane, rank, unit, year)
SELECT s.document_id, f.extraction_id, f.field, f.section, coalesce(f.reason, 'not-proved'), 'reports', -f.stake,
  s.unit, s.year
FROM summaries s JOIN fields f ON f.extraction_id = s.extraction_id
WHERE f.section = 'report' AND f.status = 'review' ORDER BY s.document_id, f.position
"""
_COUNTS = """
UPDATE summaries SET
  body_id = (SELECT e.body_id FROM extractions e WHERE e.id = summaries.extraction_id),
  waiting_reports = (
    SELECT count(*) FROM queue q WHERE q.document_id = summaries.document_id AND q.lane = 'reports')
"""


def upgrade() -> None:
    """Makes columns and tables, and says of each extraction what it read of its report's body and year."""
    op.execute("DROP VIEW field_states")
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for statement in _COLUMNS.format(moment=moment).strip().split(";\n"):
        op.execute(statement)
    _make_tables()
    _tell_reports()
    op.execute(_QUEUE)
    op.execute(_COUNTS)
    stays = STAYS.format(**place_parts())
    op.execute(_FIELD_STATES.format(stays=stays, settled=f"(h.action IN ('settle', 'follow') AND {stays})"))


def _tell_reports() -> None:
    connection = op.get_bind()
    extractions = sa.table("extractions", *_columns("id", "result", "unit", "body_id"))
    json: list[sa.ColumnClause[Any]] = [sa.column(name, sa.JSON(none_as_null=True)) for name in _JSON]
    fields = sa.table("fields", *_columns(*_NAMES), *json)
    for chunk in _results(connection, extractions):
        rows = [row for number, result in chunk for row in parts_of_json(number, lift(from_json(result)))]
        if rows:
            connection.execute(sa.insert(fields), rows)
    for unit in connection.scalars(sa.select(extractions.c.unit).distinct()).all():
        known = body_id_of(unit)
        if known is not None:
            connection.execute(sa.update(extractions).where(extractions.c.unit == unit).values(body_id=known))


def _columns(*names: str) -> list[sa.ColumnClause[Any]]:
    return [sa.column(name) for name in names]


_JSON = ("place", "readers", "proof", "candidates")
_NAMES = (
    *("extraction_id", "field", "position", "section", "value", "text", "printed", "cell", "basis", "status"),
    *("reason", "confidence", "stake"),
)


def _results(connection: sa.Connection, extractions: Any) -> Iterator[list[tuple[int, str]]]:
    """What was kept of each extraction, so many at a time."""
    after = 0
    while True:
        query = sa.select(extractions.c.id, extractions.c.result).where(extractions.c.id > after)
        found = [(row[0], row[1]) for row in islice(connection.execute(query.order_by("id").limit(_MANY)), _MANY)]
        if not found:
            return
        yield found
        after = found[-1][0]


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of(name: str, table: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name: str, length: int | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.Text() if length is None else sa.String(length), nullable=False)


def _make_tables() -> None:
    identity = sa.PrimaryKeyConstraint
    op.create_table(
        "reservations",
        *(_of("document_id", "documents"), _of("person_id", "people"), _moment("until"), identity("document_id")),
    )
    op.create_table(
        "assignments",
        *(_of("document_id", "documents"), _of("person_id", "people"), _of("assigned_by", "people")),
        *(_moment("assigned_at"), identity("document_id")),
    )
    op.create_index("ix_assignments_person", "assignments", ["person_id"])
    op.create_table(
        "purged_documents",
        *(_number("id"), _text("sha256", 64), _number("size"), _moment("received_at"), _moment("purged_at")),
        *(_of("person_id", "people"), _text("reason"), identity("id")),
    )
    op.create_index("ix_purged_documents_sha256", "purged_documents", ["sha256"])
    op.create_table(
        "house_rules", *(_number("id"), _text("text"), _of("person_id", "people"), _moment("made_at"), identity("id"))
    )
    op.create_table(
        "repeatable_requests",
        *(_of("person_id", "people"), _text("key", 200), _text("request", 64), _number("status", nullable=True)),
        *(_text("headers"), _text("body"), _moment("made_at"), identity("person_id", "key")),
    )
    op.create_index("ix_repeatable_requests_made_at", "repeatable_requests", ["made_at"])
