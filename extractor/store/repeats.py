"""Requests that may come twice, because their sender did not hear the answer: what was answered the first time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from extractor.store.tables_people import Repeatable

_KEPT = timedelta(days=1)
_GIVEN_UP = timedelta(minutes=10)
"""A request that is being answered for so long went down with its server."""


class Asked(NamedTuple):
    """A request of a person with the key they gave it; `request` is a hash of the whole of it."""

    person: int
    key: str
    request: str


class Answered(NamedTuple):
    """What was answered before; `status` is null as long as it is being answered."""

    request: str
    status: int | None
    headers: str
    body: str


def begin_request(session: Session, asked: Asked, when: datetime) -> Answered | None:
    """Keeps that a request is being answered; what was answered where it came before."""
    session.execute(delete(Repeatable).where(Repeatable.made_at < when - _KEPT))
    row = session.get(Repeatable, (asked.person, asked.key), with_for_update=True)
    if row is not None and (row.status is not None or row.made_at > when - _GIVEN_UP):
        return Answered(row.request, row.status, row.headers, row.body)
    if row is not None:
        session.delete(row)
        session.flush()
    session.add(
        Repeatable(
            person_id=asked.person,
            key=asked.key,
            request=asked.request,
            status=None,
            headers="{}",
            body="",
            made_at=when,
        )
    )
    session.flush()
    return None


def finish_request(session: Session, asked: Asked, status: int, headers: str, body: str) -> None:
    """Keeps what was answered."""
    mine = Repeatable.person_id == asked.person, Repeatable.key == asked.key
    session.execute(update(Repeatable).where(*mine).values(status=status, headers=headers, body=body))


def forget_request(session: Session, asked: Asked) -> None:
    """Forgets a request that came to nothing, so that it may be sent again."""
    session.execute(delete(Repeatable).where(Repeatable.person_id == asked.person, Repeatable.key == asked.key))
