"""What a person decided last and could take back: known from the store, so that it outlives a page that is left."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.store.states import states_named
from extractor.store.tables import DecisionGroup, DecisionRow, Document

UNDO = "undo"
_MOST = 200
"""So many groups are looked at, the last first."""


class Undoable(NamedTuple):
    """A group of decisions that all hold: its figures, each with the version of its state that an undo must name."""

    group: int
    sha256: str
    kind: str
    made_at: datetime
    versions: dict[str, str]


def last_undoable(session: Session, person: int) -> Undoable | None:
    """The last group of a person's decisions of which all hold still; None where there is none."""
    query = select(DecisionGroup, Document.sha256).join(Document, Document.id == DecisionGroup.document_id)
    query = query.where(DecisionGroup.person_id == person, DecisionGroup.kind != UNDO)
    for group, sha256 in session.execute(query.order_by(DecisionGroup.id.desc()).limit(_MOST)):
        versions = _holding(session, group)
        if versions:
            return Undoable(group.id, sha256, group.kind, group.made_at, versions)
    return None


def _holding(session: Session, group: DecisionGroup) -> dict[str, str] | None:
    """The versions of a group's figures by field, without those that follow; None where a decision holds no more."""
    made = select(DecisionRow.id, DecisionRow.field).where(
        DecisionRow.group_id == group.id, DecisionRow.action.not_in((UNDO, "follow", "unfollow"))
    )
    rows = {field: number for number, field in session.execute(made)}
    if not rows:
        return None
    states = states_named(session, group.document_id, list(rows))
    if any(states[field].holding_id != number for field, number in rows.items()):
        return None
    return {field: states[field].version for field in rows}
