"""People, and the tokens that let them in. Only a token's hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, cast, get_args

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from extractor.errors import StoreError, Unknown
from extractor.store.tables import Person, Token

Role = Literal["reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Who may do what, each role all that those before it may: look; upload and decide; see who did what."""

PersonKind = Literal["token", "link", "session"]
_LASTING: dict[PersonKind, timedelta | None] = {
    "token": None,
    "link": timedelta(minutes=15),
    "session": timedelta(hours=12),
}


class Visitor(NamedTuple):
    """Somebody who showed a token that holds."""

    person: int
    name: str
    role: Role
    token: int
    kind: PersonKind
    last_used_at: datetime | None = None


class Granted(NamedTuple):
    """A new token: its number and its secret, which is nowhere else."""

    id: int
    secret: str


def person_named(session: Session, name: str, when: datetime) -> int:
    """The person with this name, who is made where there is none."""
    known = session.scalar(select(Person.id).where(Person.name == name))
    if known is not None:
        return known
    person = Person(name=name, created_at=when)
    session.add(person)
    session.flush()
    return person.id


def grant(
    session: Session, person: int, role: Role, when: datetime, *, kind: PersonKind = "token", days: float | None = None
) -> Granted:
    """Makes a token for a person; it holds for `days`, or as long as its kind does."""
    secret = secrets.token_urlsafe(32)
    lasting = _LASTING[kind] if days is None else timedelta(days=days)
    row = Token(
        person_id=person,
        kind=kind,
        role=role,
        hash=_hash(secret),
        created_at=when,
        expires_at=None if lasting is None else when + lasting,
    )
    session.add(row)
    session.flush()
    return Granted(row.id, secret)


def begin_session(session: Session, visitor: Visitor, when: datetime) -> Granted:
    """Makes a browser's session for who showed a token or a link; it ends no later than the token that began it."""
    made = grant(session, visitor.person, visitor.role, when, kind="session")
    began = session.get_one(Token, visitor.token)
    row = session.get_one(Token, made.id)
    if visitor.kind == "token" and began.expires_at is not None and row.expires_at is not None:
        row.expires_at = min(row.expires_at, began.expires_at)
    return made


def visitor_with(session: Session, secret: str, kind: PersonKind, when: datetime) -> Visitor | None:
    """Who shows this secret; None where no token of this kind has it, or the token holds no longer."""
    found = session.execute(
        select(Token.person_id, Person.name, Token.role, Token.id, Token.last_used_at)
        .join(Person, Person.id == Token.person_id)
        .where(Token.hash == _hash(secret), Token.kind == kind, *_holds(when))
    ).one_or_none()
    if found is None:
        return None
    person, name, role, token, used = found
    return Visitor(person, name, cast(Role, role), token, kind, used)


def mark_used(session: Session, token: int, when: datetime) -> None:
    """Keeps that a token was used."""
    session.execute(update(Token).where(Token.id == token).values(last_used_at=when))


def is_known(session: Session, secret: str) -> bool:
    """Whether this secret was ever one of a token, a link or a session, though it may hold no longer.

    Who shows it has not guessed it: a browser whose session has ended, a program whose token was revoked.
    """
    return session.scalar(select(Token.id).where(Token.hash == _hash(secret))) is not None


def use_link(session: Session, secret: str, when: datetime) -> Visitor | None:
    """Who shows the secret of a link, which is good for nothing from now on."""
    visitor = visitor_with(session, secret, "link", when)
    if visitor is None or not _revoke(session, visitor.token, when):
        return None
    return visitor


def revoke_token(session: Session, token: int, when: datetime) -> None:
    """Makes a token hold no longer, and with it the browsers' sessions of its person.

    Raises:
        Unknown: there is no such token.
        StoreError: it holds no longer already.
    """
    row = session.get(Token, token)
    if row is None or row.kind != "token":
        raise Unknown(f"token {token}: there is none with this number; `extractor token list` lists them.")
    if not _revoke(session, token, when):
        raise StoreError(f"token {token}: was revoked already.")
    begun = (Token.person_id == row.person_id, Token.kind == "session", Token.revoked_at.is_(None))
    session.execute(update(Token).where(*begun).values(revoked_at=when))


def end_session(session: Session, visitor: Visitor, when: datetime) -> None:
    """Makes a browser's session hold no longer."""
    _revoke(session, visitor.token, when)


def _revoke(session: Session, token: int, when: datetime) -> bool:
    """Whether this made a token hold no longer, and nobody else did at the same moment."""
    statement = update(Token).where(Token.id == token, Token.revoked_at.is_(None)).values(revoked_at=when)
    return session.execute(statement.returning(Token.id)).one_or_none() is not None


def reviewers(session: Session, when: datetime) -> list[str]:
    """The names of those who may decide: whose token, or whose browser's session, holds."""
    query = select(Person.name).join(Token, Token.person_id == Person.id).where(Token.role != "reader", *_holds(when))
    return list(session.scalars(query.distinct().order_by(Person.name)))


def list_tokens(session: Session) -> list[tuple[Token, str]]:
    """The tokens of programs, the oldest first, each with its person's name; sessions and links are not listed."""
    query = select(Token, Person.name).join(Person, Person.id == Token.person_id).where(Token.kind == "token")
    return [(token, name) for token, name in session.execute(query.order_by(Token.id))]


def count_tokens(session: Session, when: datetime) -> int:
    """How many tokens of programs hold."""
    return session.scalars(select(func.count()).where(Token.kind == "token", *_holds(when))).one()


def _holds(when: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Token.revoked_at.is_(None), or_(Token.expires_at.is_(None), Token.expires_at > when)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
