"""Results of schema 2: reasons, figures without a confidence, decisions by place, and what made current extractions.

The results themselves, and the places in them, stay as they were written, and are lifted when they are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from extractor.findings import gravest_codes

revision = "0004"
down_revision = "0003"

_MANY = 1_000

_FIELD_STATES = """
CREATE VIEW field_states AS
SELECT e.document_id, e.id AS extraction_id, f.field, f.position, f.section,
  CASE WHEN {settled} THEN h.after_value ELSE f.value END AS value,
  {printed},
  CASE WHEN {settled} THEN 'reviewed' ELSE f.basis END AS basis,
  CASE WHEN h.id IS NULL THEN f.status WHEN {settled} THEN 'accepted' ELSE 'review' END AS status,
  CASE WHEN {settled} THEN NULL ELSE f.reason END AS reason,
  CASE WHEN {settled} THEN NULL ELSE f.confidence END AS confidence,
  f.stake, f.place, f.readers, f.proof, f.candidates,
  d.id AS decision_id,
  h.id AS holding_id,
  (h.id IS NOT NULL AND h.action = 'settle' AND NOT {stays}) AS outdated,
  (h.id IS NOT NULL AND h.action = 'reopen') AS reopened
FROM extractions e
JOIN fields f ON f.extraction_id = e.id
LEFT JOIN decisions d ON d.id = (
  SELECT max(l.id) FROM decisions l WHERE l.document_id = e.document_id AND l.field = f.field)
LEFT JOIN decisions h ON h.id = CASE WHEN d.action = 'undo' THEN d.restores ELSE d.id END
LEFT JOIN fields w ON w.extraction_id = h.extraction_id AND w.field = h.field
WHERE e.id = (SELECT max(n.id) FROM extractions n WHERE n.document_id = e.document_id)
"""
# `w` is the figure as who decided saw it. Where its place or that of now is not known, nothing says that it moved;
# nor where the same is printed, for then it may be the count of characters that changed.
STAYS = """(coalesce(h.printed = f.printed, h.printed IS NULL AND f.printed IS NULL)
  OR coalesce({w_source} = {f_source} AND {w_start} <= {f_end} AND {f_start} <= {w_end}, true))"""

_CERTAIN = "UPDATE fields SET confidence = NULL WHERE status = 'review' AND value IS NULL"
_RANKS = """
UPDATE queue SET rank = -(
  SELECT f.stake FROM fields f WHERE f.extraction_id = queue.extraction_id AND f.field = queue.field)
WHERE EXISTS (
  SELECT 1 FROM fields f
  WHERE f.extraction_id = queue.extraction_id AND f.field = queue.field AND f.confidence IS NULL)
"""
_MADE_BY = """
UPDATE summaries SET run_hash = (SELECT e.run_hash FROM extractions e WHERE e.id = summaries.extraction_id)
"""
_REASON = "UPDATE fields SET reason = :code WHERE extraction_id = :extraction AND field = :field AND status = 'review'"
_FINDINGS = "SELECT extraction_id, severity, code, fields FROM findings ORDER BY extraction_id, position"


def upgrade() -> None:
    """Changes tables and the view; says of each figure in review why it waits."""
    op.execute("DROP VIEW field_states")
    with op.batch_alter_table("fields", table_kwargs={"sqlite_with_rowid": False}) as table:
        table.add_column(sa.Column("reason", sa.String(length=64), nullable=True))
        table.alter_column("confidence", existing_type=sa.Double[float](), nullable=True)
    op.execute(field_states_view())
    _tell_reasons()
    op.execute("ALTER TABLE summaries ADD COLUMN run_hash VARCHAR(64) NOT NULL DEFAULT ''")
    for statement in (_CERTAIN, _RANKS, _MADE_BY):
        op.execute(statement)
    op.create_index("ix_summaries_made_by", "summaries", ["run_hash", "extraction_id"], unique=False)


def field_states_view(printed: str = "f.printed") -> str:
    """The statement that makes the view; `printed` are the columns that say what is printed."""
    stays = STAYS.format(**place_parts())
    return _FIELD_STATES.format(printed=printed, stays=stays, settled=f"(h.action = 'settle' AND {stays})")


def place_parts() -> dict[str, str]:
    """What `STAYS` compares of the places of `w` and `f`, as this database takes it out of JSON."""
    return {f"{row}_{key}": _number(row, key) for row in "wf" for key in ("source", "start", "end")}


def _number(row: str, key: str) -> str:
    """A number of the place in a row of figures, as this database takes it out of JSON; NULL without a place."""
    if op.get_bind().dialect.name == "sqlite":
        number = f"json_extract({row}.place, '$.{key}')"
        known = f"json_extract({row}.place, '$.start')"
    else:
        number, known = f"({row}.place->>'{key}')::integer", f"({row}.place->>'start')"
    # Schema 1 did not tell the source: it was the only one.
    return f"CASE WHEN {known} IS NOT NULL THEN coalesce({number}, 0) END" if key == "source" else number


def _tell_reasons() -> None:
    statement, reasons = sa.text(_REASON), _reasons()
    while many := list(islice(reasons, _MANY)):
        op.get_bind().execute(statement, many)


def _reasons() -> Iterator[dict[str, Any]]:
    """For each field that findings of an extraction name, the code of the gravest."""
    for extraction, rows in groupby(op.get_bind().execute(sa.text(_FINDINGS)).all(), key=lambda row: row[0]):
        named = ((severity, code, _list(fields)) for _, severity, code, fields in rows)
        for field, code in gravest_codes(named).items():
            yield {"extraction": extraction, "field": field, "code": code}


def _list(fields: Any) -> list[str]:
    return json.loads(fields) if isinstance(fields, str) else fields
