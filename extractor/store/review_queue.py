"""The review queue: what waits for a person, the most worth settling first.

The rows follow from the view `field_states`; they are kept beside it so that the first of a million figures is found at
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import and_, delete, insert, select, tuple_
from sqlalchemy.orm import Session

from extractor.findings import Severity, gravest_codes
from extractor.store.lanes import ASIDE, Wanted, conditions, lane_of, wanted_seeds
from extractor.store.parts import Identity, identity_of
from extractor.store.seeding import Seed
from extractor.store.states import COLUMNS, FieldState, in_review, state_from
from extractor.store.tables import Document, ExtractionRow, FindingRow, QueueRow, SecondKey
from extractor.store.views import field_states

OUTDATED, REOPENED, UNPROVED, DISAGREES = "decision-outdated", "reopened", "not-proved", "second-disagrees"


class Waiting(NamedTuple):
    """A figure that waits, with the document it stands in."""

    row: QueueRow
    state: FieldState
    sha256: str


def rebuild_document(session: Session, document: int) -> None:
    """Makes a document's part of the queue anew from what its figures are now."""
    session.execute(delete(QueueRow).where(QueueRow.document_id == document))
    _add(session, document, in_review(session, document))


def update_fields(session: Session, document: int, states: Sequence[FieldState]) -> None:
    """Puts figures of a document into the queue, or takes them out, as their states say."""
    fields = [state.field for state in states]
    session.execute(delete(QueueRow).where(QueueRow.document_id == document, QueueRow.field.in_(fields)))
    _add(session, document, [state for state in states if state.status == "review"])


def _add(session: Session, document: int, waiting: Sequence[FieldState]) -> None:
    if not waiting:
        return
    report = session.get_one(ExtractionRow, waiting[0].extraction_id)
    reasons = _Reasons(_most_severe(session, report.id), _disagreeing(session, document))
    identity = identity_of(session, document, report)
    session.execute(insert(QueueRow), [_row(state, identity, reasons) for state in waiting])


class _Reasons(NamedTuple):
    """Why figures wait: the code of the gravest finding by field, and the decisions that a second keying made."""

    most_severe: dict[str, str]
    disagreeing: set[int]


def _most_severe(session: Session, extraction: int) -> dict[str, str]:
    """For each field that findings name, the code of the gravest."""
    query = select(FindingRow.severity, FindingRow.code, FindingRow.fields)
    query = query.where(FindingRow.extraction_id == extraction).order_by(FindingRow.position)
    return gravest_codes((cast(Severity, severity), code, fields) for severity, code, fields in session.execute(query))


def _disagreeing(session: Session, document: int) -> set[int]:
    """The decisions that put figures back because a second keying gave another value."""
    query = select(SecondKey.reopen_id).where(SecondKey.document_id == document)
    return {reopen for reopen in session.scalars(query) if reopen is not None}


def _row(state: FieldState, identity: Identity, reasons: _Reasons) -> dict[str, Any]:
    most_severe = reasons.most_severe.get(state.field)
    return {
        "document_id": state.document_id,
        "extraction_id": state.extraction_id,
        "field": state.field,
        "section": state.section,
        "kind": _reason(state, reasons),
        "lane": lane_of(state, most_severe),
        "rank": -priority(state.confidence, state.stake),
        "unit": identity.unit,
        "year": identity.year,
    }


def _reason(state: FieldState, reasons: _Reasons) -> str:
    if state.holding in ASIDE:
        return ASIDE[state.holding]
    if state.outdated:
        return OUTDATED
    if state.reopened:
        return DISAGREES if state.holding_id in reasons.disagreeing else REOPENED
    return reasons.most_severe.get(state.field) or state.reason or UNPROVED


def priority(confidence: float | None, stake: int) -> float:
    """How much is gained by settling a figure: the chance that it is wrong (sure, without a confidence), times what
    hangs on it.
    """
    return round((1 - (confidence or 0)) * stake, 9)


def next_waiting(session: Session, wanted: Wanted, after: tuple[float, int] | None, limit: int) -> list[Waiting]:
    """The figures that wait, the most worth settling first, from the one after (priority, id) `after`; a person's
    seeded errors, of ids below 0, among them.
    """
    seeds = [_seeded(seed) for seed in wanted_seeds(session, wanted)]
    if after is not None:
        seeds = [one for one in seeds if (one.row.rank, one.row.id) > (-after[0], after[1])]
    queued = _queued(session, wanted, after, limit)
    return sorted([*queued, *seeds], key=lambda one: (one.row.rank, one.row.id))[:limit] if seeds else queued


def _seeded(seed: Seed) -> Waiting:
    """A seeded error as if it stood in the queue."""
    row = QueueRow(
        id=-seed.row.id,
        document_id=seed.row.document_id,
        extraction_id=seed.row.extraction_id,
        field=seed.row.field,
        section=seed.state.section,
        kind=seed.row.kind,
        lane="figures",
        rank=seed.row.rank,
        unit=seed.unit,
        year=seed.year,
    )
    return Waiting(row, seed.state, seed.sha256)


def _queued(session: Session, wanted: Wanted, after: tuple[float, int] | None, limit: int) -> list[Waiting]:
    page = select(QueueRow.id).where(*conditions(wanted))
    if after is not None:
        worth, last = after
        page = page.where(tuple_(QueueRow.rank, QueueRow.id) > (-worth, last))
    chosen = page.order_by(QueueRow.rank, QueueRow.id).limit(limit).subquery()
    now = field_states.c
    query = (
        select(QueueRow, Document.sha256, *COLUMNS)
        .join(chosen, chosen.c.id == QueueRow.id)
        .join(Document, Document.id == QueueRow.document_id)
        .join(
            field_states,
            and_(now.extraction_id == QueueRow.extraction_id, now.field == QueueRow.field),
        )
        .order_by(QueueRow.rank, QueueRow.id)
    )
    rows: list[tuple[Any, ...]] = [tuple(row) for row in session.execute(query)]
    return [Waiting(row[0], state_from(row[2:]), row[1]) for row in rows]
