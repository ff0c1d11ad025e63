"""Who is let in: a program with a token, or a browser with a session that was begun with a link or a token.

A session is guarded against the pages of others: what changes anything must come from a page of this service.
Whoever shows a secret that holds is let in, however many wrong ones came from the same address before.
"""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.exc import DBAPIError

from extractor.errors import StoreError
from extractor.service.addresses import network_of
from extractor.service.cookies import COOKIE
from extractor.service.problems import Refusal
from extractor.service.state import Here, ServiceState
from extractor.store.audit import Deed, record
from extractor.store.people import ROLES, Role, Visitor, is_known, mark_used, visitor_with

_USED_AGAIN = timedelta(minutes=10)
_SAFE = ("GET", "HEAD", "OPTIONS")

_bearer = HTTPBearer(auto_error=False, description="A token that `extractor token create` printed.")
_cookie = APIKeyCookie(name=COOKIE, auto_error=False, description="A browser's session.")

Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
SessionCookie = Annotated[str | None, Security(_cookie)]


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "unknown"


def identify(request: Request, here: Here, bearer: Bearer, cookie: SessionCookie) -> Visitor:
    """Who makes this request.

    Raises:
        Refusal: nobody who is known (401), too many wrong tokens (429), or another site's page (403).
    """
    if bearer is None and not cookie:
        raise _unknown("no token was given; make one with `extractor token create`, and send it as a bearer token.")
    secret, kind = (cookie or "", "session") if bearer is None else (bearer.credentials, "token")
    with here.store.reading() as session:
        visitor = visitor_with(session, secret, kind, here.store.now())
        is_guess = visitor is None and not is_known(session, secret)
    limits = count_guess(request, here) if is_guess else {}
    if visitor is None:
        raise _unknown("this token does not hold, or holds no longer; ask who runs this service for another.", limits)
    if visitor.kind == "session":
        check_origin(request, here)
    else:
        _mark_used(here, visitor)
    return visitor


def visitor_of(request: Request, here: ServiceState) -> Visitor:
    """Who makes a request, where it is not yet known to be one of a route's; it raises what `identify` does."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    bearer = HTTPAuthorizationCredentials(scheme=scheme, credentials=secret) if scheme.lower() == "bearer" else None
    return identify(request, here, bearer, request.cookies.get(COOKIE))


def _mark_used(here: ServiceState, visitor: Visitor) -> None:
    """Keeps that a program's token is in use, but not each time: a store that is full or busy turns nobody away."""
    now = here.store.now()
    if visitor.last_used_at is not None and now - visitor.last_used_at < _USED_AGAIN:
        return
    with suppress(StoreError, DBAPIError), here.store.writing() as session:
        mark_used(session, visitor.token, now)


def _unknown(detail: str, limits: dict[str, str] | None = None) -> Refusal:
    headers = {"WWW-Authenticate": 'Bearer realm="extractor"', **(limits or {})}
    return Refusal(401, "unauthenticated", detail, headers=headers)


def count_guess(request: Request, here: ServiceState) -> dict[str, str]:
    """Counts a secret that nobody ever had, and gives the headers that say how many more are taken; the one too many is
    written into the log.

    Raises:
        Refusal: too many came from this address (429).
    """
    address = address_of(request)
    here.metrics.refused.inc()
    guess = here.throttle.count(network_of(address))
    if guess.is_last:
        with here.store.writing() as session:
            record(session, Deed("authentication.throttled", address=address), here.store.now())
    limits = here.throttle.headers(guess)
    if guess.wait:
        wait = math.ceil(guess.wait)
        detail = f"too many wrong tokens came from this address; try again in {wait} seconds."
        raise Refusal(429, "too-many-failures", detail, headers={"Retry-After": str(wait), **limits})
    return limits


def check_origin(request: Request, here: ServiceState) -> None:
    """Refuses a change that a page of another site makes in the name of who is signed in here."""
    if request.method in _SAFE:
        return
    own = here.settings.public_url or f"{request.url.scheme}://{request.headers.get('host', '')}"
    site = request.headers.get("sec-fetch-site", "same-origin")  # what browsers say of a request, and no page can
    if request.headers.get("origin") != own or site != "same-origin":
        detail = "this change came from a page that is not of this service; use its own pages, or a token."
        raise Refusal(403, "other-origin", detail)


class Needs:
    """A dependency: who makes the request, who must have this role or a higher one."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __call__(self, visitor: Annotated[Visitor, Depends(identify)]) -> Visitor:
        """The visitor.

        Raises:
            Refusal: the role is not enough.
        """
        if ROLES.index(visitor.role) < ROLES.index(self.role):
            detail = f"this needs the role {self.role}, and {visitor.name} is {visitor.role} here."
            raise Refusal(403, "forbidden", detail)
        return visitor


ReaderRole = Annotated[Visitor, Depends(Needs("reader"))]
Reviewer = Annotated[Visitor, Depends(Needs("reviewer"))]
Admin = Annotated[Visitor, Depends(Needs("admin"))]
