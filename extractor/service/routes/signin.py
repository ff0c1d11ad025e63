"""Signing in with a token in a browser, for services that others reach: there nobody sees the link on the terminal."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from extractor.service.cookies import keep_session
from extractor.service.guards import address_of, check_origin, count_guess
from extractor.service.pages.language import language_of, words
from extractor.service.pages.render import answer
from extractor.service.problems import Refusal
from extractor.service.returning import local_path
from extractor.service.state import Here, ServiceState
from extractor.store.audit import Deed, record
from extractor.store.people import Granted, begin_session, is_known, visitor_with

pages = APIRouter(include_in_schema=False)


@pages.get("/signin")
def ask_for_token(request: Request, next: str = "/") -> Response:
    """A form that asks for a token; `next` is the page to go to afterwards."""
    return _form(request, next)


@pages.post("/signin")
def sign_in(
    request: Request, here: Here, token: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/"
) -> Response:
    """Exchanges a token for a browser's session.

    Raises:
        Refusal: the form is of another site's page.
    """
    check_origin(request, here)
    secret = token.strip()
    with here.store.reading() as session:
        is_guess = not is_known(session, secret)
    if is_guess:
        return _guessed(request, here, next)
    with here.store.writing() as session:
        now = here.store.now()
        visitor = visitor_with(session, secret, "token", now)
        if visitor is not None:
            made = begin_session(session, visitor, now)
            details = {"with": "token", "token": visitor.token}
            record(session, Deed("session.begin", None, details, visitor.person, address_of(request)), now)
            return signed_in(request, here, made, local_path(next))
    return _form(request, next, "signin.wrong", 403)


def _guessed(request: Request, here: ServiceState, back: str) -> Response:
    """The form again for who sent what was never a token."""
    try:
        count_guess(request, here)
    except Refusal as refusal:
        seconds = refusal.headers["Retry-After"]
        said = _form(request, back, "signin.wait", refusal.status, seconds=seconds)
        said.headers["Retry-After"] = seconds
        return said
    return _form(request, back, "signin.wrong", 403)


def _form(request: Request, back: str, says: str | None = None, status: int = 200, **values: str) -> HTMLResponse:
    """The form; `says` is the key of what is told above it."""
    language = language_of(request)
    told = words(language)[says].format(**values) if says else None
    return answer(request, language, "signin.html", status, says=told, back=local_path(back))


def signed_in(request: Request, here: ServiceState, made: Granted, path: str) -> Response:
    """Sends a browser on, with the cookie of its session."""
    response = RedirectResponse(path, 303)
    is_secure = (here.settings.public_url or request.url.scheme).startswith("https")
    keep_session(response, made.secret, is_secure)
    return response
