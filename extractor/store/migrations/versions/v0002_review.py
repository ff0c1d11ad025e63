"""What the review pages ask for: lanes of the queue, undo, second keying, and a summary of each document.

What follows from what is there is filled in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SAME = "coalesce(h.printed = f.printed, h.printed IS NULL AND f.printed IS NULL)"
_SETTLED = f"(h.action = 'settle' AND {_SAME})"
_MANY = 1_000
_WAITING = ("waiting_figures", "waiting_blanks", "waiting_errors")

FIELD_STATES = f"""
CREATE VIEW field_states AS
SELECT e.document_id, e.id AS extraction_id, f.field, f.position, f.section,
  CASE WHEN {_SETTLED} THEN h.after_value ELSE f.value END AS value,
  f.printed,
  CASE WHEN {_SETTLED} THEN 'reviewed' ELSE f.basis END AS basis,
  CASE WHEN h.id IS NULL THEN f.status WHEN {_SETTLED} THEN 'accepted' ELSE 'review' END AS status,
  f.confidence, f.stake, f.place, f.readers, f.proof, f.candidates,
  d.id AS decision_id,
  h.id AS holding_id,
  (h.id IS NOT NULL AND h.action = 'settle' AND NOT {_SAME}) AS outdated,
  (h.id IS NOT NULL AND h.action = 'reopen') AS reopened
FROM extractions e
JOIN fields f ON f.extraction_id = e.id
LEFT JOIN decisions d ON d.id = (
  SELECT max(l.id) FROM decisions l WHERE l.document_id = e.document_id AND l.field = f.field)
LEFT JOIN decisions h ON h.id = CASE WHEN d.action = 'undo' THEN d.restores ELSE d.id END
WHERE e.id = (SELECT max(n.id) FROM extractions n WHERE n.document_id = e.document_id)
"""

_BLANKS = """
UPDATE queue SET lane = 'blanks' WHERE EXISTS (
  SELECT 1 FROM fields f WHERE f.extraction_id = queue.extraction_id AND f.field = queue.field
  AND coalesce(f.printed, '') = '' AND f.basis <> 'printed')
"""
_GRAVE = """
SELECT e.document_id, n.code, n.fields FROM findings n JOIN extractions e ON e.id = n.extraction_id
WHERE n.severity = 'error' AND n.extraction_id IN (SELECT q.extraction_id FROM queue q)
ORDER BY n.extraction_id, n.position
"""
_SUMMARIES = """
INSERT INTO summaries (document_id, extraction_id, unit, region, year, form, figures, decisions,
  waiting_figures, waiting_blanks, waiting_errors)
SELECT e.document_id, e.id, e.unit, e.region, e.year, e.form,
  (SELECT count(*) FROM fields f WHERE f.extraction_id = e.id),
  (SELECT count(*) FROM decisions d WHERE d.document_id = e.document_id),
  (SELECT count(*) FROM queue q WHERE q.document_id = e.document_id AND q.lane = 'figures'),
  (SELECT count(*) FROM queue q WHERE q.document_id = e.document_id AND q.lane = 'blanks'),
  (SELECT count(*) FROM queue q WHERE q.document_id = e.document_id AND q.lane = 'errors')
FROM extractions e WHERE e.id = (SELECT max(n.id) FROM extractions n WHERE n.document_id = e.document_id)
"""
_FINDING_COUNTS = """
INSERT INTO finding_counts (document_id, code, severity, findings)
SELECT s.document_id, n.code, n.severity, count(*)
FROM summaries s JOIN findings n ON n.extraction_id = s.extraction_id
GROUP BY s.document_id, n.code, n.severity
"""


def upgrade() -> None:
    """Makes the new tables, columns and indexes, and fills them."""
    op.execute("DROP VIEW field_states")
    op.execute("ALTER TABLE decisions ADD COLUMN restores INTEGER REFERENCES decisions (id)")
    op.execute(FIELD_STATES)
    _change_queue()
    _make_second_keys()
    _make_summaries()
    op.create_index("ix_job_items_open", "job_items", ["state", "job_id"], unique=False)
    _mark_errors()
    for statement in (_BLANKS, _SUMMARIES, _FINDING_COUNTS):
        op.execute(statement)


def _change_queue() -> None:
    op.drop_index("ix_queue_order", "queue")
    op.execute("ALTER TABLE queue ADD COLUMN lane VARCHAR(16) NOT NULL DEFAULT 'figures'")
    op.execute("ALTER TABLE queue RENAME COLUMN priority TO rank")
    op.execute("UPDATE queue SET rank = -rank")
    op.create_index("ix_queue_order", "queue", ["rank", "id", "year"], unique=False)
    op.create_index("ix_queue_lane", "queue", ["lane", "rank", "id", "kind", "section", "year"], unique=False)
    op.create_index("ix_queue_kind", "queue", ["kind", "rank", "id", "lane", "section", "year", "unit"], unique=False)
    op.create_index(
        "ix_queue_section", "queue", ["section", "rank", "id", "lane", "kind", "year", "unit"], unique=False
    )
    op.create_index("ix_queue_report", "queue", ["unit", "year"], unique=False)


def _make_second_keys() -> None:
    op.create_table(
        "second_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Double[float](), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopen_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
        sa.ForeignKeyConstraint(["reopen_id"], ["decisions.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("decision_id"),
    )
    op.create_index("ix_second_keys_state", "second_keys", ["state", "id"], unique=False)
    op.create_index("ix_second_keys_field", "second_keys", ["document_id", "field"], unique=False)


def _make_summaries() -> None:
    op.create_table(
        "summaries",
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("extraction_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("form", sa.String(length=16), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("figures", "decisions", *_WAITING)),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"]),
        sa.ForeignKeyConstraint(["extraction_id"], ["extractions.id"]),
        sa.PrimaryKeyConstraint("document_id"),
        sa.UniqueConstraint("extraction_id"),
    )
    op.create_index("ix_summaries_report", "summaries", ["unit", "year", *_WAITING], unique=False)
    op.create_index("ix_summaries_year", "summaries", ["year", "extraction_id"], unique=False)
    op.create_table(
        "finding_counts",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"]),
        sa.PrimaryKeyConstraint("document_id", "code", "severity"),
    )
    op.create_index("ix_finding_counts_code", "finding_counts", ["code", "severity", "findings"], unique=False)


def _mark_errors() -> None:
    """The lane of figures whose gravest finding is that the publisher's own arithmetic fails."""
    statement = sa.text("UPDATE queue SET lane = 'errors' WHERE document_id = :document AND field = :field")
    failing = _failing()
    while many := list(islice(failing, _MANY)):
        op.get_bind().execute(statement, many)


def _failing() -> Iterator[dict[str, Any]]:
    """The document and the field, for each field whose first grave finding is a failing identity."""
    seen: set[tuple[int, str]] = set()
    for document, code, named in op.get_bind().execute(sa.text(_GRAVE)).all():
        for field in json.loads(named) if isinstance(named, str) else named:
            if (document, field) not in seen and code == "identity-violated":
                yield {"document": document, "field": field}
            seen.add((document, field))
