"""Where a browser goes to sign in, and where it comes back to: only ever to a page of this service."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from extractor.service.cookies import forget_session

_LONGEST = 2000
# Browsers take a backslash for a slash, and pass over line ends and tabs: `/\t/evil` would lead away.
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
_API = "/v1/"
_NOT_AGAIN = ("/signin", "/login", "/logout")


def local_path(wanted: str) -> str:
    """A path of this service to go to; `/` where what is wanted leads anywhere else, or back to signing in."""
    if len(wanted) > _LONGEST or _LOCAL.fullmatch(wanted) is None:
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc or parts.path in _NOT_AGAIN else wanted


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, and not a program."""
    path = cast(str, request.scope["path"])
    return "text/html" in request.headers.get("accept", "") and not path.startswith(_API)


def sign_in_first(request: Request) -> Response | None:
    """Sends a browser that asks for a page to sign in, and lets it forget what it showed; None for everything else."""
    if request.method != "GET" or not wants_page(request):
        return None
    path = cast(str, request.scope["path"])
    query = f"?{request.url.query}" if request.url.query else ""
    back = quote(local_path(quote(path, safe="/:@!$&'()*+,;=~") + query), safe="/")
    response = RedirectResponse(f"/signin?next={back}", 303)
    forget_session(request, response)
    return response
