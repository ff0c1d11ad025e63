"""What every route of the API has in common: only parameters that it knows, and requests that may come twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, cast

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from extractor.service.guards import visitor_of
from extractor.service.problems import Refusal
from extractor.service.state import ServiceState
from extractor.store.repeats import Asked, begin_request, finish_request, forget_request

KEY = "Idempotency-Key"
_LONGEST_KEY = 200
_MOST_BYTES = 21_000_000
"""What may come twice is kept in mind while it is compared: no more than one report."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PoliteRoute(APIRoute):
    """A route that refuses query parameters it does not know, and does once what it is asked twice."""

    def get_route_handler(self) -> Handler:
        """The route's handler with what all have in common around it."""
        handle = super().get_route_handler()
        known = set(_parameters(self.dependant))

        async def polite(request: Request) -> Response:
            unknown = sorted(set(request.query_params) - known)
            if unknown:
                takes = ", ".join(sorted(known)) or "none"
                detail = f"{unknown[0]}: is no parameter of this address; it takes {takes}."
                wrong = [{"where": f"query.{one}", "says": "unknown"} for one in unknown]
                raise Refusal(422, "invalid", detail, errors=wrong)
            key = request.headers.get(KEY)
            if key is None or request.method != "POST":
                return await handle(request)
            return await _once(request, key, handle)

        return polite


def _parameters(dependant: Dependant) -> Iterator[str]:
    """The query parameters of a route and of all that it depends on."""
    yield from (one.alias for one in dependant.query_params)
    for each in dependant.dependencies:
        yield from _parameters(each)


async def _once(request: Request, key: str, handle: Handler) -> Response:
    """The answer to a request with a key: the one that was given before, where it comes again."""
    if not 1 <= len(key) <= _LONGEST_KEY or not key.isascii():
        raise Refusal(422, "invalid", f"{KEY}: give up to {_LONGEST_KEY} plain characters.")
    if int(request.headers.get("content-length", "0")) > _MOST_BYTES:
        raise Refusal(422, "invalid", f"{KEY}: goes with requests of one report at most; send this one without it.")
    here = cast(ServiceState, request.app.state.service)
    visitor = visitor_of(request, here)
    asked = Asked(visitor.person, key, await _hash(request))
    with here.store.writing() as session:
        before = begin_request(session, asked, here.store.now())
    if before is not None:
        if before.request != asked.request:
            raise Refusal(422, "key-reused", f"{KEY}: came with another request before; give each request its own.")
        if before.status is None:
            raise Refusal(409, "in-progress", f"{KEY}: the same request is being answered; ask again in a moment.")
        headers = {**json.loads(before.headers), "Idempotency-Replayed": "true"}
        return Response(before.body, before.status, headers)
    try:
        answer = await handle(request)
    except BaseException:
        with here.store.writing() as session:
            forget_request(session, asked)
        raise
    kept = {name: value for name, value in answer.headers.items() if name in ("content-type", "etag", "location")}
    with here.store.writing() as session:
        finish_request(session, asked, answer.status_code, json.dumps(kept), bytes(answer.body).decode())
    return answer


async def _hash(request: Request) -> str:
    """What makes two requests the same: method, address and body."""
    said = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return hashlib.sha256(said + await request.body()).hexdigest()


def name_of_operation(route: APIRoute) -> str:
    """What clients call a route: the name of its function, as a person wrote it."""
    return route.name
