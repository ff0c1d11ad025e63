"""Decisions about many figures at once: what was decided together, what follows from it, and figures that are lost.

What was decided before says whether a number was found, or that none is printed; it was decided one by one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from extractor.store.migrations.versions.v0004_schema2 import STAYS, place_parts

revision = "0006"
down_revision = "0005"

_FIELD_STATES = """
CREATE VIEW field_states AS
SELECT e.document_id, e.id AS extraction_id, f.field, f.position, f.section,
  CASE WHEN {settled} THEN h.after_value ELSE f.value END AS value,
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
_ANSWERS = """
UPDATE decisions SET answer = CASE WHEN after_value IS NULL THEN 'not-printed' ELSE 'value' END
WHERE action = 'settle'
"""


def upgrade() -> None:
    """Makes the table of what was decided together, says what each decision answered, and has the view say it too."""
    op.execute("DROP VIEW field_states")
    op.create_table(
        "decision_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_decision_groups_person", "decision_groups", ["person_id", "id"], unique=False)
    op.execute("ALTER TABLE decisions ADD COLUMN group_id INTEGER REFERENCES decision_groups (id)")
    op.execute("ALTER TABLE decisions ADD COLUMN answer VARCHAR(16)")
    op.create_index("ix_decisions_group", "decisions", ["group_id"], unique=False)
    op.execute(_ANSWERS)
    op.execute(_view())


def _view() -> str:
    stays = STAYS.format(**place_parts())
    return _FIELD_STATES.format(stays=stays, settled=f"(h.action IN ('settle', 'follow') AND {stays})")
