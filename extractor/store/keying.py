"""Keying a settled figure again: where the two values differ, the figure goes back into the queue."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.errors import NotYours, Outdated, Unknown
from extractor.result import Number
from extractor.store.decisions import Choice, Made, check_value, decide
from extractor.store.documents import lock_document
from extractor.store.review_queue import update_fields
from extractor.store.second_keys import KEYED, WAITING, was_decided_by
from extractor.store.states import state_of
from extractor.store.tables import DecisionRow, SecondKey


class SecondValue(NamedTuple):
    """What somebody keyed for a figure that was settled before; `key` is the id of the row that asks for it."""

    key: int
    value: Number | None
    person: int


class Keyed(NamedTuple):
    """What came of it: whether both agree, and else the decision that put the figure back into the queue."""

    agrees: bool
    reopened: Made | None


def key_again(session: Session, second: SecondValue, when: datetime) -> Keyed:
    """Keeps what was keyed the second time, once.

    Raises:
        Unknown: nothing with this id waits or waited to be keyed again.
        NotYours: this person decided about the figure before.
        Outdated: it was keyed already, or what was to be checked holds no longer.
        ExtractorError: no figure of this field can have this value.
    """
    row = _waiting(session, second)
    check_value(row.field, second.value)
    first = session.get_one(DecisionRow, row.decision_id).after_value
    row.state, row.value, row.person_id, row.keyed_at = KEYED, second.value, second.person, when
    session.flush()
    if first == second.value:
        return Keyed(True, None)
    state = state_of(session, row.document_id, row.field)
    note = f"二次录入不一致 second keying disagrees: {_shown(first)} / {_shown(second.value)}"
    made = decide(session, Choice(row.document_id, row.field, "reopen", None, note, state.version), second.person, when)
    row.reopen_id = made.decision.id
    session.flush()
    update_fields(session, row.document_id, [made.state])
    return Keyed(False, made)


def _waiting(session: Session, second: SecondValue) -> SecondKey:
    """The row that asks for a second value, kept from everybody else until this transaction ends."""
    document = session.scalar(select(SecondKey.document_id).where(SecondKey.id == second.key))
    if document is None:
        raise Unknown(f"second keying {second.key}: there is none with this number.")
    lock_document(session, document)
    row = session.get_one(SecondKey, second.key, populate_existing=True)
    if row.state != WAITING:
        why = "was keyed already" if row.state == KEYED else "is not asked for any more: the figure was decided anew"
        raise Outdated(f"second keying {second.key}: {why}; ask for the next.", [row.field])
    if session.scalar(select(was_decided_by(second.person)).where(SecondKey.id == second.key)):
        raise NotYours(f"second keying {second.key}: is for somebody who has not decided about this figure.")
    return row


def _shown(value: Number | None) -> str:
    return "—" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
