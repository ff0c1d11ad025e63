"""Results of schema 3: what the cell of each figure holds. What was read before follows from what was kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from extractor.lexicon.cell_kind import CellKind, kind_of_printed
from extractor.lifting import cell_of
from extractor.store.migrations.versions.v0004_schema2 import field_states_view

revision = "0005"
down_revision = "0004"

_MANY = 1_000
_KINDS_OF_MARKS: tuple[CellKind, ...] = ("nil-mark", "unread")

_PRINTED = """
UPDATE fields SET cell = CASE WHEN printed = '' THEN 'blank' WHEN basis = 'printed' THEN 'figure' ELSE 'unread' END
WHERE printed IS NOT NULL
"""
_DISTINCT = "SELECT DISTINCT printed FROM fields WHERE printed <> ''"
_MARKS = "UPDATE fields SET cell = :kind WHERE printed IN :marks"
_OPEN = """
SELECT extraction_id, field, value, candidates FROM fields WHERE printed IS NULL AND place IS NOT NULL
"""
_UNREAD = "UPDATE fields SET cell = 'unread' WHERE extraction_id = :extraction AND field = :field"


def upgrade() -> None:
    """Makes the column, says of each figure what its cell holds, and has the view say it too."""
    op.execute("DROP VIEW field_states")
    op.execute("ALTER TABLE fields ADD COLUMN cell VARCHAR(16) NOT NULL DEFAULT 'lost'")
    op.execute(_PRINTED)
    _tell_marks()
    _tell_unread()
    op.execute(field_states_view("f.printed, f.cell"))


def _tell_marks() -> None:
    """Of the characters that cells hold few are marks, however many reports there are."""
    connection = op.get_bind()
    printed = list(connection.execute(sa.text(_DISTINCT)).scalars())
    statement = sa.text(_MARKS).bindparams(sa.bindparam("marks", expanding=True))
    for kind in _KINDS_OF_MARKS:
        marks = [one for one in printed if kind_of_printed(one, is_figure=True) == kind]
        if marks:
            connection.execute(statement, {"kind": kind, "marks": marks})


def _tell_unread() -> None:
    """The figures that no cell is of alone, and that something in their row may be."""
    statement, unread = sa.text(_UNREAD), _unread()
    while many := list(islice(unread, _MANY)):
        op.get_bind().execute(statement, many)


def _unread() -> Iterator[dict[str, Any]]:
    typed = sa.text(_OPEN).columns(
        sa.column("extraction_id", sa.Integer),
        sa.column("field", sa.String),
        sa.column("value", sa.Double),
        sa.column("candidates", sa.JSON),
    )
    for extraction, field, value, candidates in op.get_bind().execute(typed).all():
        known = {"printed": None, "place": True, "value": value, "candidates": candidates}
        if cell_of(known) == "unread":
            yield {"extraction": extraction, "field": field}
