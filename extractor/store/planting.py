"""Where a seeded error is planted: in a report that waits for a person anyway, and that they never decided about.

The figure is one that no equation gives away: none of its equations has all its other figures. What is shown in its
place is a figure that stands near it in the same table and is another number, as where a reader slipped by a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractor.forms import Form, form_with_fields
from extractor.store.review_queue import priority
from extractor.store.second_keys import lot
from extractor.store.seeding import WAITING
from extractor.store.states import FieldState, states_of
from extractor.store.tables import DecisionRow, ExtractionRow, QueueRow
from extractor.store.tables_seeding import SeededError

_MOST_WAITING = 3
"""So many wait for one person at most."""
_LOOKED_AT = 200
"""So many figures of the queue, the first first, are looked at for a report."""
_NEAR = 3
"""A reader slips by so many cells at most, in the form's order."""
_DOUBT = 0.5
"""The confidence that is shown where the figure that waits beside it has none."""


class Planting(NamedTuple):
    """For whom errors are planted, and for which share of the figures that they settle."""

    person: int
    share: float


def plant(session: Session, planting: Planting, made: Sequence[DecisionRow], when: datetime) -> int:
    """Plants an error for each of these decisions that its lot chooses, and for which a place is found; how many."""
    drawn = [row for row in made if row.action == "settle" and lot("seeded", row.field, row.id) < planting.share]
    if not drawn:
        return 0
    mine = SeededError.person_id == planting.person
    free = _MOST_WAITING - session.scalars(select(func.count()).where(mine, SeededError.state == WAITING)).one()
    planted = 0
    for document in _documents(session, planting.person):
        if planted >= min(free, len(drawn)):
            break
        seed = _error_in(session, document, planting.person, when)
        if seed is not None:
            session.add(seed)
            session.flush()
            planted += 1
    return planted


def _documents(session: Session, person: int) -> Iterator[int]:
    """Reports of which figures wait, in the queue's order, of which the person decided nothing and met no error."""
    waiting = select(QueueRow.document_id).where(QueueRow.lane == "figures")
    waiting = waiting.order_by(QueueRow.rank, QueueRow.id).limit(_LOOKED_AT)
    for document in dict.fromkeys(session.scalars(waiting)):
        decided = select(DecisionRow.id).where(DecisionRow.document_id == document, DecisionRow.person_id == person)
        met = select(SeededError.id).where(SeededError.document_id == document, SeededError.person_id == person)
        if session.scalar(decided.limit(1)) is None and session.scalar(met.limit(1)) is None:
            yield document


def _error_in(session: Session, document: int, person: int, when: datetime) -> SeededError | None:
    """An error in a report; None where no figure is fit for one."""
    states = states_of(session, document)
    extraction = session.get_one(ExtractionRow, states[0].extraction_id)
    form = form_with_fields(extraction.form, [state.field for state in states])
    beside = session.scalars(
        select(QueueRow).where(QueueRow.document_id == document, QueueRow.lane == "figures").limit(1)
    ).one()
    if form is None:
        return None
    pairs = [(state, near) for state in states if _is_fit(form, state, states) for near in _near(form, state, states)]
    if not pairs:
        return None
    target, taken = min(pairs, key=lambda pair: lot(pair[0].field, pair[1].field, person))
    reason, confidence = next((one.reason, one.confidence) for one in states if one.field == beside.field)
    confidence = _DOUBT if confidence is None else confidence
    assert target.value is not None, "it is a figure"
    assert taken.value is not None, "it is a figure"
    return SeededError(
        document_id=document,
        extraction_id=extraction.id,
        field=target.field,
        person_id=person,
        taken_from=taken.field,
        kind=beside.kind,
        reason=reason,
        confidence=confidence,
        rank=-priority(confidence, target.stake),
        true_value=target.value,
        shown_value=taken.value,
        state=WAITING,
        planted_at=when,
    )


def _is_known(state: FieldState) -> bool:
    """Whether a figure is printed, accepted, and decided by nobody."""
    is_printed = state.cell == "figure" and state.basis == "printed" and state.place is not None
    return is_printed and state.status == "accepted" and state.decision_id is None and state.value is not None


def _is_fit(form: Form, state: FieldState, states: Sequence[FieldState]) -> bool:
    """Whether a figure is known, and no equation would give it away."""
    if not _is_known(state):
        return False
    open_fields = {one.field for one in states if one.value is None}
    around = (*form.within[state.field], *form.across[state.field])
    return all(open_fields.intersection(identity.fields) for identity in around)


def _near(form: Form, state: FieldState, states: Sequence[FieldState]) -> list[FieldState]:
    """The figures that a reader could have slipped to: near it, of the same table and kind, and another number."""
    kind = form.columns[state.field].kind
    return [
        one
        for one in states
        if _is_known(one)
        and one.section == state.section
        and abs(one.position - state.position) <= _NEAR
        and one.value != state.value
        and form.columns[one.field].kind == kind
        and one.place != state.place
    ]
