"""Several people at one queue: who is at which report just now, and whose each is to review."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from extractor.errors import Unknown
from extractor.store.documents import lock_document
from extractor.store.tables import Document, Person
from extractor.store.tables_people import Assignment, Reservation

RESERVED = timedelta(minutes=5)
"""So long a report is kept for who opened it; whoever is still at it asks again."""


class Held(NamedTuple):
    """A report that somebody is at."""

    who: str
    person: int
    until: datetime


class Shared(NamedTuple):
    """Who is at a report, and whose it is to review; None where nobody."""

    held: Held | None
    assigned: str | None


def reserve(session: Session, document: int, person: int, when: datetime) -> Held:
    """Keeps a report for a person for some minutes, unless somebody else is at it; who is."""
    lock_document(session, document)
    held = held_by(session, [document], when).get(document)
    if held is not None and held.person != person:
        return held
    session.execute(delete(Reservation).where(Reservation.document_id == document))
    until = when + RESERVED
    session.execute(insert(Reservation).values(document_id=document, person_id=person, until=until))
    return Held(session.get_one(Person, person).name, person, until)


def release(session: Session, document: int, person: int) -> None:
    """Gives a report free that a person had reserved; one that somebody else is at stays theirs."""
    mine = Reservation.document_id == document, Reservation.person_id == person
    session.execute(delete(Reservation).where(*mine))


def held_by(session: Session, documents: Collection[int], when: datetime) -> dict[int, Held]:
    """Which of these reports somebody is at, and who."""
    query = select(Reservation.document_id, Person.name, Reservation.person_id, Reservation.until)
    query = query.join(Person, Person.id == Reservation.person_id)
    query = query.where(Reservation.document_id.in_(documents), Reservation.until > when)
    return {document: Held(who, one, until) for document, who, one, until in session.execute(query)}


def shared(session: Session, documents: Collection[int], when: datetime) -> dict[int, Shared]:
    """Of each of these reports, who is at it and whose it is to review."""
    held = held_by(session, documents, when)
    assigned = assigned_to(session, documents)
    return {one: Shared(held.get(one), assigned.get(one)) for one in documents}


def assigned_to(session: Session, documents: Collection[int]) -> dict[int, str]:
    """Whose each of these reports is to review, by name."""
    query = select(Assignment.document_id, Person.name).join(Person, Person.id == Assignment.person_id)
    rows = session.execute(query.where(Assignment.document_id.in_(documents)))
    return {row.document_id: row.name for row in rows}


class ToBeAssigned(NamedTuple):
    """Reports, by hash, and to whom they are given by whom; with None they are nobody's."""

    documents: Sequence[str]
    who: str | None
    by: int


def assign(session: Session, given: ToBeAssigned, when: datetime) -> int:
    """Gives reports to a person to review, or takes them back; how many.

    Raises:
        Unknown: there is no such person, or one of the documents is not there.
    """
    person = None
    if given.who is not None:
        person = session.scalar(select(Person.id).where(Person.name == given.who))
        if person is None:
            raise Unknown(f"person {given.who[:100]}: there is nobody of this name here.")
    wanted = list(dict.fromkeys(given.documents))
    found = session.execute(select(Document.sha256, Document.id).where(Document.sha256.in_(wanted)))
    known: dict[str, int] = {row.sha256: row.id for row in found}
    missing = next((one for one in wanted if one not in known), None)
    if missing is not None:
        raise Unknown(f"document {missing}: there is none with this hash.")
    session.execute(delete(Assignment).where(Assignment.document_id.in_(known.values())))
    if person is not None:
        rows = [
            {"document_id": one, "person_id": person, "assigned_by": given.by, "assigned_at": when}
            for one in known.values()
        ]
        session.execute(insert(Assignment), rows)
    return len(known)
