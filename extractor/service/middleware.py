"""What every answer passes: a limit on what is sent, headers that keep browsers careful, and counting."""

from __future__ import annotations

import hashlib
from time import perf_counter
from typing import cast

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.service.metrics import Metrics
from extractor.service.problems import Refusal, told
from extractor.service.settings import Limits

_ENVELOPE = 65_536
# So many digits has no size of anything that is sent; Python reads no number of some thousands.
_LONGEST_SIZE = 20
_DOCUMENTS = ("/v1/documents", "/v1/checks")
_MANY = ("/v1/batches", "/check")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with less, a browser does not say which page a form was sent from
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page of this service may do: nothing but with what comes from the service itself."""


class BodyLimit:
    """Stops a request whose body is larger than its address takes, whether it says so or not."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self.app = app
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, counting its bytes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit(cast(str, scope["path"]))
        said = dict(cast(list[tuple[bytes, bytes]], scope["headers"])).get(b"content-length", b"0")
        if not said.isdigit() or len(said) > _LONGEST_SIZE or int(said) > limit:
            await told(Request(scope), too_large(limit))(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413, too_large(limit).detail)  # the only kind that form parsing lets through
            return message

        await self.app(scope, counted, send)

    def _limit(self, path: str) -> int:
        if path in _MANY:
            return self.limits.batch_bytes
        return self.limits.document_bytes + _ENVELOPE if path in _DOCUMENTS else self.limits.other_bytes


def too_large(limit: int) -> Refusal:
    """The refusal of a body of more than `limit` bytes."""
    return Refusal(413, "too-large", f"what was sent is more than the {limit / 1e6:g} MB that are taken here.")


class Careful:
    """Adds the headers that keep a browser from taking anything for something else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and the answer with more headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", POLICY)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, careful)


class Conditional:
    """Answers a GET of the API with 304 where nothing has changed since its `ETag` was told."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; a JSON answer that comes in one piece gets an `ETag` of its content."""
        if scope["type"] != "http" or scope["method"] != "GET" or not cast(str, scope["path"]).startswith("/v1/"):
            await self.app(scope, receive, send)
            return
        known = Request(scope).headers.get("if-none-match")
        start: Message | None = None

        async def conditional(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_whole = message["status"] == 200 and headers.get("content-type", "").startswith("application/json")
                if is_whole and "content-length" in headers:
                    start = message
                else:
                    await send(message)
                return
            if start is None:
                await send(message)
                return
            first, start = start, None
            headers = MutableHeaders(scope=first)
            body = cast(bytes, message.get("body", b""))
            if not message.get("more_body"):
                headers.setdefault("ETag", f'"{hashlib.sha256(body).hexdigest()[:32]}"')
                if known is not None and _names(known, headers["ETag"]):
                    first["status"] = 304
                    del headers["content-length"]
                    message = {**message, "body": b""}
            await send(first)
            await send(message)

        await self.app(scope, receive, conditional)


def _names(known: str, etag: str) -> bool:
    """Whether an `If-None-Match` names this `ETag`."""
    return known.strip() == "*" or etag in {one.strip().removeprefix("W/") for one in known.split(",")}


class Counted:
    """Counts answers and how long they took, by route."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and counts its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = perf_counter()
        status = 500

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = cast(int, message["status"])
            await send(message)

        try:
            await self.app(scope, receive, seen)
        finally:
            method = cast(str, scope["method"]) if scope["method"] in _METHODS else "other"
            route = _route(scope)
            self.metrics.requests.labels(method, route, str(status)).inc()
            self.metrics.seconds.labels(method, route).observe(perf_counter() - began)


_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")


def _route(scope: Scope) -> str:
    """The route as it is written in the code, so that there are no more labels than routes."""
    route = cast(BaseRoute | None, scope.get("route"))
    return str(getattr(route, "path", "none"))
