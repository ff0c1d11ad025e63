"""What follows from decisions: figures that nothing is printed for, and that the form's equations force then.

Each is a decision of its own, a `follow`. They are computed anew from what people decided whenever that changes, so
that what rests on a decision goes with it. Nothing that somebody decided is touched, and nothing printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.forms import Form, form_with_fields
from extractor.store.states import FieldState, states_of, whole
from extractor.store.tables import DecisionRow, ExtractionRow

if TYPE_CHECKING:
    from extractor.pipeline import Consequence, Doubted

FOLLOW = "follow"
_EMPTY = ("blank", "nil-mark")


class Cause(NamedTuple):
    """By whose decisions something follows, which group they are, and when they were made."""

    person: int
    group: int | None
    when: datetime


def prepare() -> None:
    """Loads what following takes, which takes seconds on a busy machine: whoever serves does it before anybody decides,
    for a decision keeps all other writers waiting.
    """
    import_module("extractor.pipeline")


def follow(session: Session, document: int, cause: Cause | None) -> list[DecisionRow]:
    """Keeps what follows now, and takes back what does not any more; the decisions this made.

    Without a cause, nobody decided anything: what does not follow any more is only taken back.
    """
    from extractor.pipeline import settled_by_equations  # those who only look at a store need not wait for it

    states = states_of(session, document)
    if not any(_may_follow(state) for state in states):
        return []
    form = _form(session, states)
    if form is None:
        return []
    doubted = _doubted(states)
    before = settled_by_equations(form, _known(states, decided=False), doubted)
    forced = settled_by_equations(form, _known(states, decided=True), doubted)
    forced = {field: one for field, one in forced.items() if field not in before}
    rows = [_row(session, state, forced.get(state.field), cause) for state in states if _may_follow(state)]
    made = [row for row in rows if row is not None]
    session.add_all(made)
    session.flush()
    return made


def has_following(session: Session, document: int) -> bool:
    """Whether anything was ever settled by what follows in a document."""
    query = select(DecisionRow.id).where(DecisionRow.document_id == document, DecisionRow.action == FOLLOW)
    return session.scalar(query.limit(1)) is not None


def _may_follow(state: FieldState) -> bool:
    """Whether a figure is settled, or could be, by what follows."""
    if state.holding == FOLLOW:
        return True
    return state.status == "review" and state.holding_id is None and state.cell in (*_EMPTY, "lost")


def _known(states: Sequence[FieldState], *, decided: bool) -> dict[str, int | None]:
    """The values that something may rest on: those that are vouched for, with what people `decided` or without it.

    What follows without it was not settled when the report was read, for reasons that no decision took away.
    """
    bases = ("printed", "blank", "deduced", "reviewed") if decided else ("printed", "blank", "deduced")
    vouched = {
        state.field
        for state in states
        if state.status == "accepted" and state.holding != FOLLOW and state.basis in bases
    }
    return {state.field: whole(state.value) if state.field in vouched else None for state in states}


def _doubted(states: Sequence[FieldState]) -> Doubted:
    from extractor.pipeline import Doubted

    open_states = [state for state in states if _may_follow(state)]
    return Doubted(
        empty=[state.field for state in open_states if state.cell in _EMPTY],
        lost=[state.field for state in open_states if state.cell not in _EMPTY],
        printed={
            state.field: whole(state.read_value)
            for state in states
            if state.status == "review" and not _may_follow(state) and state.cell in ("figure", "unread")
        },
    )


def _form(session: Session, states: Sequence[FieldState]) -> Form | None:
    form = session.scalar(select(ExtractionRow.form).where(ExtractionRow.id == states[0].extraction_id))
    return form_with_fields(form, [state.field for state in states])


def _row(session: Session, state: FieldState, forced: Consequence | None, cause: Cause | None) -> DecisionRow | None:
    """The decision that makes a figure what it is to be; None where it is that already."""
    holds = state.holding == FOLLOW and not state.outdated
    if forced is not None and not _agrees(state, forced.value):
        forced = None
    if forced is None and state.holding != FOLLOW:
        return None
    if forced is not None and ((holds and state.value == forced.value) or cause is None):
        return None
    by = cause or _cause_of(session, state)
    return DecisionRow(
        document_id=state.document_id,
        field=state.field,
        extraction_id=state.extraction_id,
        person_id=by.person,
        action="unfollow" if forced is None else FOLLOW,
        restores=state.said_id,
        printed=state.printed,
        before_value=state.value,
        before_basis=state.basis,
        before_status=state.status,
        after_value=state.read_value if forced is None else forced.value,
        note=None if forced is None else " ".join(forced.proof),
        decided_at=by.when,
        group_id=by.group,
    )


def _agrees(state: FieldState, value: int) -> bool:
    """Whether nothing that was read says otherwise: a mark says 0, and what was inferred stays so."""
    if state.cell == "nil-mark" and value != 0:
        return False
    return state.read_value is None or state.read_value == value


def _cause_of(session: Session, state: FieldState) -> Cause:
    """By what it followed."""
    row = session.get_one(DecisionRow, state.holding_id)
    return Cause(row.person_id, row.group_id, row.decided_at)
