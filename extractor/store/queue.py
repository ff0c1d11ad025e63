"""The review queue: what waits for a person, the most worth settling first.

The rows follow from the view `field_states`; they are kept beside it so that the first of a million figures is found at
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVarTuple

from sqlalchemy import Select, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from extractor.store.states import COLUMNS, FieldState, in_review, state_from
from extractor.store.tables import Document, ExtractionRow, FindingRow, QueueRow
from extractor.store.views import field_states

OUTDATED, REOPENED, UNPROVED = "decision-outdated", "reopened", "not-proved"
_Parts = TypeVarTuple("_Parts")
_GRAVITY = {"error": 0, "warning": 1, "info": 2}


class Wanted(NamedTuple):
    """Which figures of the queue are asked for; None asks for any."""

    unit: str | None = None
    year: int | None = None
    section: str | None = None
    kind: str | None = None
    document: str | None = None


class Waiting(NamedTuple):
    """A figure that waits, with the document it stands in."""

    row: QueueRow
    state: FieldState
    sha256: str


def refill(session: Session, document: int) -> None:
    """Makes a document's part of the queue anew from what its figures are now."""
    session.execute(delete(QueueRow).where(QueueRow.document_id == document))
    waiting = in_review(session, document)
    if not waiting:
        return
    report = session.get_one(ExtractionRow, waiting[0].extraction_id)
    kinds = _kinds(session, report.id)
    session.execute(insert(QueueRow), [_row(state, report, kinds) for state in waiting])


def requeue(session: Session, state: FieldState) -> None:
    """Puts one figure into the queue, or takes it out, as its state says."""
    session.execute(delete(QueueRow).where(QueueRow.document_id == state.document_id, QueueRow.field == state.field))
    if state.status == "review":
        report = session.get_one(ExtractionRow, state.extraction_id)
        session.execute(insert(QueueRow), [_row(state, report, _kinds(session, report.id))])


def _kinds(session: Session, extraction: int) -> dict[str, str]:
    """For each field that findings name, the code of the gravest."""
    kinds: dict[str, str] = {}
    query = select(FindingRow).where(FindingRow.extraction_id == extraction).order_by(FindingRow.position)
    for finding in sorted(session.scalars(query), key=lambda one: _GRAVITY[one.severity]):
        for field in finding.fields:
            kinds.setdefault(field, finding.code)
    return kinds


def _row(state: FieldState, report: ExtractionRow, kinds: dict[str, str]) -> dict[str, Any]:
    kind = OUTDATED if state.outdated else REOPENED if state.reopened else kinds.get(state.field, UNPROVED)
    return {
        "document_id": state.document_id,
        "extraction_id": state.extraction_id,
        "field": state.field,
        "section": state.section,
        "kind": kind,
        "priority": priority(state.confidence, state.stake),
        "unit": report.unit,
        "year": report.year,
    }


def priority(confidence: float, stake: int) -> float:
    """How much is gained by settling a figure: the chance that it is wrong, times what hangs on it."""
    return round((1 - confidence) * stake, 9)


def next_waiting(session: Session, wanted: Wanted, after: tuple[float, int] | None, limit: int) -> list[Waiting]:
    """The figures that wait, the most worth settling first, from the one after (priority, id) `after`."""
    page = _filtered(select(QueueRow.id), wanted)
    if after is not None:
        worth, last = after
        page = page.where(QueueRow.priority <= worth, or_(QueueRow.priority < worth, QueueRow.id > last))
    chosen = page.order_by(QueueRow.priority.desc(), QueueRow.id).limit(limit)
    rows = session.execute(
        select(QueueRow, Document.sha256)
        .join(Document, Document.id == QueueRow.document_id)
        .where(QueueRow.id.in_(chosen.subquery().select()))
        .order_by(QueueRow.priority.desc(), QueueRow.id)
    ).all()
    states = _states_of([row for row, _ in rows], session)
    return [Waiting(row, states[row.document_id, row.field], sha256) for row, sha256 in rows]


def _states_of(rows: Sequence[QueueRow], session: Session) -> dict[tuple[int, str], FieldState]:
    """What the figures of these rows are now, asked for by name: joined, a database may choose to read all."""
    now = field_states.c
    query = select(*COLUMNS).where(
        now.document_id.in_({row.document_id for row in rows}), now.field.in_({row.field for row in rows})
    )
    states = [state_from(row) for row in session.execute(query)]
    return {(state.document_id, state.field): state for state in states}


def count_waiting(session: Session, wanted: Wanted) -> int:
    """How many figures wait."""
    return session.scalars(_filtered(select(func.count()).select_from(QueueRow), wanted)).one()


def _filtered(query: Select[*_Parts], wanted: Wanted) -> Select[*_Parts]:
    conditions = [
        column == value
        for column, value in (
            (QueueRow.unit, wanted.unit),
            (QueueRow.year, wanted.year),
            (QueueRow.section, wanted.section),
            (QueueRow.kind, wanted.kind),
        )
        if value is not None
    ]
    if wanted.document is not None:
        document = select(Document.id).where(Document.sha256 == wanted.document).scalar_subquery()
        conditions.append(QueueRow.document_id == document)
    return query.where(*conditions)
