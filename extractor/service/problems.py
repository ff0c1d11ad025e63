"""What goes wrong, as the client is told: problem details of RFC 9457, one shape for every error."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import DataError, DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match, Route

from extractor.errors import (
    EmptySource,
    ExtractorError,
    Failed,
    NoPage,
    NotText,
    NotYours,
    Outdated,
    SettingsError,
    SourceError,
    TooLarge,
    Unknown,
    WrongValue,
)
from extractor.service.returning import sign_in_first
from extractor.store.space import NoSpace, lacks_space
from extractor.workers.pool import Busy

MEDIA_TYPE = "application/problem+json"
_CLIENT_GONE = 499
"""What nginx counts such requests as; HTTP has no number for them."""
_log = logging.getLogger("extractor.service")


class Problem(BaseModel):
    """Why a request was not fulfilled (RFC 9457); some problems have more members."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="A stable name of the kind of problem.", examples=["urn:extractor:unknown"])
    title: str = Field(description="What kind of problem it is, in a few words.")
    status: int = Field(description="The HTTP status, again.")
    detail: str = Field(description="One sentence: what happened to what, and what to do.")


class Refusal(Exception):
    """A request is refused; `more` are further members of the problem."""

    def __init__(self, status: int, code: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers: dict[str, str] = more.pop("headers", {})
        self.more = more


def answer(refusal: Refusal) -> Response:
    """The response that tells of a refusal."""
    problem = {
        "type": f"urn:extractor:{refusal.code}",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.detail,
        **jsonable_encoder(refusal.more),
    }
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return JSONResponse(problem, refusal.status, headers, media_type=MEDIA_TYPE)


_STATUSES: tuple[tuple[type[ExtractorError], int, str], ...] = (
    (NoSpace, 507, "no-space"),
    (Unknown, 404, "unknown"),
    (NoPage, 404, "unknown"),
    (Outdated, 412, "outdated"),
    (NotYours, 403, "not-yours"),
    (TooLarge, 413, "too-large"),
    (EmptySource, 422, "empty"),
    (NotText, 422, "not-text"),
    (SourceError, 422, "unreadable"),
    (WrongValue, 422, "wrong-value"),
    (Busy, 503, "busy"),
    (Failed, 422, "reader-failed"),
    (SettingsError, 422, "no-model"),
    (ExtractorError, 422, "refused"),
)
"""Which status an error of this package has; the first that fits."""
_WAIT = {503: "5", 507: "60"}
"""After how many seconds it is worth another try."""


def refusal_of(error: ExtractorError) -> Refusal:
    """An error of this package, as the client is told of it."""
    _, status, code = next(one for one in _STATUSES if isinstance(error, one[0]))
    wait = _WAIT.get(status)
    more = {"field": error.field, "why": error.why} if isinstance(error, WrongValue) else {}
    return Refusal(status, code, str(error), headers={"Retry-After": wait} if wait else {}, **more)


Tell = Callable[[Request, Refusal], Response]
"""How somebody is told of a refusal."""


def add_handlers(app: FastAPI, tell: Tell) -> None:
    """Makes every error of an application a problem; `tell` answers with it."""
    app.state.tell = tell
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(ExtractorError, _own)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(OSError, _system)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _mistake)


def told(request: Request, refusal: Refusal) -> Response:
    """The response that tells of a refusal in the way that whoever asks understands."""
    return cast(Tell, request.app.state.tell)(request, refusal)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    elsewhere = sign_in_first(request) if error.status == 401 else None
    return elsewhere or told(request, error)


def _own(request: Request, error: Exception) -> Response:
    assert isinstance(error, ExtractorError)
    return told(request, refusal_of(error))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = [
        {"where": ".".join(str(part) for part in one["loc"]), "says": str(one["msg"])} for one in error.errors()[:20]
    ]
    detail = f"{wrong[0]['where']}: {wrong[0]['says']}" if wrong else "the request is not as it should be."
    return told(request, Refusal(422, "invalid", detail, errors=wrong))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_methods(request))
    codes = {400: "invalid", 404: "unknown", 405: "method", 413: "too-large"}
    detail = {404: "there is nothing at this address.", 405: "this address does not take this method."}
    said = detail.get(error.status_code, str(error.detail))
    code = codes.get(error.status_code, "refused")
    return told(request, Refusal(error.status_code, code, said, headers=headers))


def _methods(request: Request) -> list[str]:
    """The methods that the address of a request takes, of whichever of its routes."""
    found: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found.update(route.methods or ())
    return sorted(found)


def _database(request: Request, error: Exception) -> Response:
    if isinstance(error, DataError):
        detail = "something in this request is no text or number that the store can hold; leave out control characters."
        return answer(Refusal(422, "invalid", detail))
    _log.error("%s %s: the store failed", request.method, request.url.path, exc_info=error)
    detail = "the store does not answer at the moment; try again."
    return told(request, Refusal(503, "store", detail, headers={"Retry-After": "5"}))


def _system(request: Request, error: Exception) -> Response:
    if lacks_space(error):
        detail = (
            "there is no space left for what comes in; make room on the disk for temporary files, and send it again."
        )
        return told(request, refusal_of(NoSpace(detail)))
    return _mistake(request, error)


def _gone(_: Request, __: Exception) -> Response:
    """Whoever sent the request went away in the middle; nobody reads this, and the counters know."""
    return Response(status_code=_CLIENT_GONE)


def _mistake(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return told(request, Refusal(500, "mistake", "extractor itself failed on this request; its log says how."))
