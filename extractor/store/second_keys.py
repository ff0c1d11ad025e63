"""Blind second keying: a share of what is settled waits to be keyed again.

Who keys it is somebody else, who is not told the first value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from extractor.result import Number
from extractor.store.agreement import Interval, kappa, kappa_interval
from extractor.store.parts import is_part
from extractor.store.tables import DecisionRow, Document, Person, SecondKey, Summary
from extractor.store.views import field_states

WAITING, KEYED, WITHDRAWN = "waiting", "keyed", "withdrawn"


class KeyItem(NamedTuple):
    """A figure to be keyed again: where it stands, and nothing of what anybody read there."""

    id: int
    document: str
    extraction: int
    field: str
    section: str
    place: dict[str, Any] | None
    unit: str | None
    year: int | None


class Agreement(NamedTuple):
    """How second keying goes: figures that wait, that were keyed, on which both agreed; Cohen's κ of these, and its
    95 % interval.
    """

    waiting: int
    keyed: int
    agreed: int
    kappa: float | None
    interval: Interval | None


class Disagreement(NamedTuple):
    """A figure that two people keyed differently and that waits since: who said what."""

    field: str
    first_who: str
    first_value: Number | None
    second_who: str
    second_value: Number | None


def disagreements(session: Session, document: int) -> list[Disagreement]:
    """The figures of a document that wait because a second keying gave another value."""
    first, one, other = aliased(DecisionRow), aliased(Person), aliased(Person)
    now = field_states.c
    query = (
        select(SecondKey.field, one.name, first.after_value, other.name, SecondKey.value)
        .join(first, first.id == SecondKey.decision_id)
        .join(one, one.id == first.person_id)
        .join(other, other.id == SecondKey.person_id)
        .join(field_states, and_(now.document_id == SecondKey.document_id, now.holding_id == SecondKey.reopen_id))
        .where(SecondKey.document_id == document)
        .order_by(SecondKey.id)
    )
    return [Disagreement(*row) for row in session.execute(query)]


def draw(session: Session, sha256: str, rows: Sequence[DecisionRow], share: float) -> None:
    """Chooses which of these decisions about one document are checked: this share of those that settle a figure."""
    chosen = [
        {"decision_id": row.id, "document_id": row.document_id, "field": row.field, "state": WAITING}
        for row in rows
        if row.answer in ("value", "not-printed") and not is_part(row.field) and lot(sha256, row.field, row.id) < share
    ]
    if chosen:
        session.execute(insert(SecondKey), chosen)


def lot(sha256: str, field: str, decision: int) -> float:
    """The lot of a decision, from 0 to below 1: it is keyed again if the share is larger."""
    digest = hashlib.sha256(f"{sha256}:{field}:{decision}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def withdraw(session: Session, document: int) -> None:
    """Takes back what waits to be keyed again of a document where the decision about it does not hold any more."""
    mine = SecondKey.document_id == document, SecondKey.state == WAITING
    if session.scalar(select(SecondKey.id).where(*mine).limit(1)) is None:
        return
    now = field_states.c
    holding = select(now.holding_id).where(now.document_id == document, now.basis == "reviewed")
    gone = update(SecondKey).where(*mine, SecondKey.decision_id.not_in(holding)).values(state=WITHDRAWN)
    session.execute(gone.execution_options(synchronize_session=False))


def next_key(session: Session, person: int, after: int = 0) -> KeyItem | None:
    """The first figure, after the one of a number, that waits to be keyed again by who never decided about it."""
    now = field_states.c
    chosen = select(SecondKey.id).where(SecondKey.id > after, SecondKey.state == WAITING, ~was_decided_by(person))
    first = chosen.order_by(SecondKey.id).limit(1).scalar_subquery()
    row = session.execute(
        select(
            *(SecondKey.id, Document.sha256, now.extraction_id, now.field, now.section, now.place),
            *(Summary.unit, Summary.year),
        )
        .join(Document, Document.id == SecondKey.document_id)
        .join(Summary, Summary.document_id == SecondKey.document_id)
        .join(field_states, and_(now.document_id == SecondKey.document_id, now.field == SecondKey.field))
        .where(SecondKey.id == first)
    ).one_or_none()
    return None if row is None else KeyItem(*row)


def was_decided_by(person: int) -> ColumnElement[bool]:
    """Whether a person ever decided about the figure of a row of `second_keys`."""
    made = aliased(DecisionRow)
    about = made.document_id == SecondKey.document_id, made.field == SecondKey.field
    return exists().where(*about, made.person_id == person)


def agreement(session: Session) -> Agreement:
    """How second keying goes."""
    waiting = session.scalars(select(func.count()).where(SecondKey.state == WAITING)).one()
    query = select(DecisionRow.after_value, SecondKey.value, func.count())
    query = query.join(DecisionRow, DecisionRow.id == SecondKey.decision_id).where(SecondKey.state == KEYED)
    pairs: dict[tuple[Number | None, Number | None], int] = {
        (first, second): count
        for first, second, count in session.execute(query.group_by(DecisionRow.after_value, SecondKey.value))
    }
    agreed = sum(count for (first, second), count in pairs.items() if first == second)
    return Agreement(waiting, sum(pairs.values()), agreed, kappa(pairs), kappa_interval(pairs))
