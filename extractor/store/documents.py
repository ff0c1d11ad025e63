"""Documents: the bytes that came, once each, and every time they came."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from extractor.errors import Unknown
from extractor.store.tables import Arrival, Document, Person
from extractor.store.tables_people import PurgedDocument


class Came(NamedTuple):
    """A document that came: its id, and whether it had never come before."""

    id: int
    sha256: str
    is_new: bool


def add_document(session: Session, content: bytes, name: str, when: datetime, person: int | None = None) -> Came:
    """Keeps a document's bytes, if they are new, and that they came; `person` is who sent them."""
    name = name.replace("\0", "")
    sha256 = hashlib.sha256(content).hexdigest()
    known = session.scalar(select(Document.id).where(Document.sha256 == sha256))
    if known is None and session.get_bind().dialect.name == "postgresql":
        known = _wait_for(session, sha256)
    if known is None:
        row = Document(sha256=sha256, name=name, size=len(content), content=content, received_at=when)
        session.add(row)
        session.flush()
        came = Came(row.id, sha256, True)
    else:
        came = Came(known, sha256, False)
    session.execute(insert(Arrival).values(document_id=came.id, name=name, person_id=person, arrived_at=when))
    return came


def _wait_for(session: Session, sha256: str) -> int | None:
    """Waits until nobody else is keeping the same bytes, and looks again; SQLite has one writer and needs no wait."""
    session.execute(select(func.pg_advisory_xact_lock(int(sha256[:15], 16))))
    return session.scalar(select(Document.id).where(Document.sha256 == sha256))


def find_document(session: Session, sha256: str) -> Document:
    """The document with this hash, without its bytes.

    Raises:
        Unknown: there is none.
    """
    found = session.scalar(select(Document).where(Document.sha256 == sha256))
    if found is None:
        raise Unknown(_where_it_went(session, sha256))
    return found


def _where_it_went(session: Session, sha256: str) -> str:
    """Why there is no such document: it never came, or somebody took it out."""
    gone = select(PurgedDocument, Person.name).join(Person, Person.id == PurgedDocument.person_id)
    gone = gone.where(PurgedDocument.sha256 == sha256).order_by(PurgedDocument.id.desc()).limit(1)
    found = session.execute(gone).one_or_none()
    if found is None:
        return f"document {sha256}: there is none with this hash."
    row, who = found
    return f"document {sha256}: was taken out by {who} on {row.purged_at:%Y-%m-%d}: {row.reason}"


def content_of(session: Session, document: int) -> bytes:
    """The bytes of a document, by its id."""
    return session.scalars(select(Document.content).where(Document.id == document)).one()


def list_documents(session: Session, after: int, limit: int) -> list[Document]:
    """The documents in the order they came, from the one after the id `after`."""
    return list(session.scalars(select(Document).where(Document.id > after).order_by(Document.id).limit(limit)))


def count_documents(session: Session) -> int:
    """How many documents there are."""
    return session.scalars(select(func.count(Document.id))).one()


def lock_document(session: Session, document: int) -> None:
    """Keeps everybody else from changing what hangs on a document until this transaction ends.

    SQLite has one writer at a time, and needs no lock.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    session.execute(select(Document.id).where(Document.id == document).with_for_update())
