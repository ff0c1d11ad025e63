"""Tokens let people in as long as they hold, and nothing in the store would let anybody in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from extractor.errors import StoreError, Unknown
from extractor.store import Store
from extractor.store.audit import Deed, deeds, record
from extractor.store.people import (
    Role,
    count_tokens,
    end_session,
    grant,
    list_tokens,
    person_named,
    revoke_token,
    use_link,
    visitor_with,
)
from extractor.store.tables import Token


@pytest.mark.parametrize("role", ["reader", "reviewer", "admin"])
def test_a_token_lets_in_who_it_was_made_for(store: Store, role: Role) -> None:
    with store.writing() as session:
        person = person_named(session, "王芳", store.now())
        assert person_named(session, "王芳", store.now()) == person
        made = grant(session, person, role, store.now())
    with store.reading() as session:
        visitor = visitor_with(session, made.secret, "token", store.now())
        assert visitor is not None
        assert (visitor.name, visitor.role, visitor.token) == ("王芳", role, made.id)
        assert visitor_with(session, made.secret, "session", store.now()) is None
        assert visitor_with(session, made.secret[:-1], "token", store.now()) is None
        assert made.secret not in {one.hash for one in session.scalars(select(Token))}
        assert count_tokens(session, store.now()) == 1


def test_a_token_holds_until_it_expires_or_is_revoked(store: Store) -> None:
    with store.writing() as session:
        person = person_named(session, "王芳", store.now())
        short = grant(session, person, "reader", store.now(), days=1)
        long = grant(session, person, "reader", store.now())
        later = store.now() + timedelta(days=2)
        assert visitor_with(session, short.secret, "token", later) is None
        assert visitor_with(session, long.secret, "token", later) is not None
        revoke_token(session, long.id, store.now())
        assert visitor_with(session, long.secret, "token", store.now()) is None
        with pytest.raises(StoreError, match="revoked already"):
            revoke_token(session, long.id, store.now())
        with pytest.raises(Unknown):
            revoke_token(session, 99, store.now())
        assert [name for _, name in list_tokens(session)] == ["王芳", "王芳"]


def test_a_link_is_good_once_and_for_a_short_time(store: Store) -> None:
    with store.writing() as session:
        person = person_named(session, "王芳", store.now())
        link = grant(session, person, "admin", store.now(), kind="link")
        late = grant(session, person, "admin", store.now(), kind="link")
        assert use_link(session, link.secret, store.now()) is not None
        assert use_link(session, link.secret, store.now()) is None
        assert use_link(session, late.secret, store.now() + timedelta(hours=1)) is None
        assert list_tokens(session) == []


def test_a_session_that_is_ended_holds_no_longer(store: Store) -> None:
    with store.writing() as session:
        person = person_named(session, "王芳", store.now())
        made = grant(session, person, "reviewer", store.now(), kind="session")
        visitor = visitor_with(session, made.secret, "session", store.now())
        assert visitor is not None
        end_session(session, visitor, store.now())
        assert visitor_with(session, made.secret, "session", store.now()) is None


def test_the_log_says_who_did_what_and_when_the_last_first(store: Store) -> None:
    with store.writing() as session:
        person = person_named(session, "王芳", store.now())
        record(session, Deed("token.create", "token 1", {"role": "admin"}, person, "127.0.0.1"), store.now())
        record(session, Deed("session.refused"), store.now())
    with store.reading() as session:
        (last, nobody), (first, who) = deeds(session, None, 10)
        assert (last.action, nobody) == ("session.refused", None)
        assert (first.action, first.subject, first.details, who) == (
            "token.create",
            "token 1",
            {"role": "admin"},
            "王芳",
        )
        assert [one.action for one, _ in deeds(session, last.id, 10)] == ["token.create"]
