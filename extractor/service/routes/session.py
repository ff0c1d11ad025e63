"""Signing in and out with a browser, and what was done by whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from extractor.service.cookies import forget_session
from extractor.service.cursors import Cursor, Limit, cursor_at, whole
from extractor.service.guards import Admin, ReaderRole, address_of, count_guess
from extractor.service.models import DeedOut, EventOut, Me, PageOut
from extractor.service.pages.language import language_of
from extractor.service.pages.render import answer
from extractor.service.routes import new_router
from extractor.service.routes.signin import signed_in
from extractor.service.state import Here
from extractor.store.audit import Deed, deeds, events, record
from extractor.store.people import begin_session, end_session, is_known, use_link

router = new_router("session")
pages = APIRouter(include_in_schema=False)


@router.get("/me")
def get_me(visitor: ReaderRole) -> Me:
    """Who is signed in, and what they may do."""
    return Me(name=visitor.name, role=visitor.role)


@router.get("/audit")
def get_audit(
    here: Here,
    _: Admin,
    who: Annotated[str | None, Query(max_length=200, description="Only what this person did.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PageOut[DeedOut]:
    """Who did what, the last first."""
    with here.store.reading() as session:
        found = deeds(session, whole(cursor), limit + 1, who)
    items = [
        DeedOut(
            id=row.id,
            at=row.at,
            who=who,
            action=row.action,
            subject=row.subject,
            details=row.details,
            address=row.address,
        )
        for row, who in found[:limit]
    ]
    return PageOut(items=items, next=cursor_at(items[-1].id) if len(found) > limit else None)


@router.get("/events")
def follow_events(
    here: Here,
    _: ReaderRole,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="Only what happened after the event of this id.")] = 0,
    limit: Limit = 50,
) -> list[EventOut]:
    """What happened to reports, the first first: read, decided, assigned, taken out. Ask on from the last `id`."""
    with here.store.reading() as session:
        found = events(session, after, limit)
    return [
        EventOut(id=row.id, at=row.at, who=who, action=row.action, subject=row.subject, details=row.details)
        for row, who in found
    ]


@pages.get("/login")
def log_in(request: Request, here: Here, token: Annotated[str, Query(max_length=200)]) -> Response:
    """Exchanges the link that `extractor serve` printed for a browser's session; the link is good once.

    Raises:
        Refusal: too many wrong links came from this address.
    """
    with here.store.reading() as session:
        is_guess = not is_known(session, token)
    if is_guess:
        count_guess(request, here)
        return _spent(request)
    with here.store.writing() as session:
        now = here.store.now()
        visitor = use_link(session, token, now)
        if visitor is not None:
            made = begin_session(session, visitor, now)
            record(session, Deed("session.begin", None, {}, visitor.person, address_of(request)), now)
            return signed_in(request, here, made, "/")
    return _spent(request)


def _spent(request: Request) -> Response:
    return answer(request, language_of(request), "spent.html", 403)


@router.post("/logout", status_code=204)
def log_out(request: Request, here: Here, visitor: ReaderRole) -> Response:
    """End a browser's session; a program's token holds on."""
    if visitor.kind == "session":
        with here.store.writing() as session:
            now = here.store.now()
            end_session(session, visitor, now)
            record(session, Deed("session.end", None, {}, visitor.person, address_of(request)), now)
    response = Response(status_code=204)
    forget_session(request, response)
    return response
