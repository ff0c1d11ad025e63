"""Addresses that are told of events, one event after the other: which each was told last, and when the next is due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from extractor.store.audit import events
from extractor.store.tables import AuditRow
from extractor.store.tables_people import Webhook

MOST_ATTEMPTS = 10
"""An event that was not taken so often, over about a day, is given up, and the next is sent."""
_FIRST = timedelta(seconds=5)
_LONGEST = timedelta(hours=6)
_LEASE = timedelta(minutes=2)
"""Longer than any answer is waited for: so long no other server sends the same."""


class Due(NamedTuple):
    """An event that an address is to be told now, and who did it."""

    address: str
    event: AuditRow
    who: str | None


def set_addresses(session: Session, addresses: Collection[str], when: datetime) -> None:
    """Says which addresses are told; a new one is told what happens from now on, of one that is left out is forgotten
    where it was.
    """
    session.execute(delete(Webhook).where(Webhook.address.not_in(addresses)))
    known = set(session.scalars(select(Webhook.address)))
    last = session.scalar(select(func.max(AuditRow.id))) or 0
    for address in dict.fromkeys(addresses):
        if address not in known:
            session.add(Webhook(address=address, last_event=last, attempts=0, next_at=when, given_up=0, error=None))
    session.flush()


def list_webhooks(session: Session) -> list[Webhook]:
    """The addresses that are told, and how that goes."""
    return list(session.scalars(select(Webhook).order_by(Webhook.address)))


def claim(session: Session, address: str, when: datetime) -> Due | None:
    """What an address is to be told now, kept from other servers for a while; None where nothing is due."""
    row = session.get(Webhook, address)
    if row is None or row.next_at > when:
        return None
    found = events(session, row.last_event, 1)
    if not found:
        return None
    mine = update(Webhook).where(Webhook.address == address, Webhook.next_at == row.next_at)
    claimed = session.execute(mine.values(next_at=when + _LEASE).returning(Webhook.address)).one_or_none()
    return None if claimed is None else Due(address, *found[0])


def taken(session: Session, due: Due, when: datetime) -> None:
    """Keeps that an address took an event; the next is due at once."""
    row = session.get_one(Webhook, due.address)
    row.last_event, row.attempts, row.error, row.next_at = due.event.id, 0, None, when


def not_taken(session: Session, due: Due, why: str, when: datetime) -> bool:
    """Keeps that an address did not take an event, and why: it is sent again later, or given up (False)."""
    row = session.get_one(Webhook, due.address)
    row.attempts, row.error = row.attempts + 1, why
    row.next_at = when + pause(row.attempts)
    if row.attempts < MOST_ATTEMPTS:
        return True
    row.last_event, row.attempts, row.given_up = due.event.id, 0, row.given_up + 1
    return False


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 5 seconds, then four times as long each time, at most six hours."""
    return min(_FIRST * 4 ** (attempts - 1), _LONGEST)
