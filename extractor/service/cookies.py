"""The cookie of a browser's session: when it is sent, kept and forgotten.

It is `SameSite=Lax`: who follows a link to a page of this service, in a mail or on another site, is signed in there.
With `Strict` the browser holds the cookie back on that way, and the service takes a person for a stranger. What Strict
would guard is guarded by itself: nothing is changed by a GET that a cookie vouches for, everything else must come from
a page of this service (`guards.check_origin`), and no page of another site reads an answer or shows it in a frame
(`middleware.Careful`).
"""

from __future__ import annotations

from fastapi import Request, Response

COOKIE = "extractor_session"
_SECONDS = 12 * 3600


def keep_session(response: Response, secret: str, is_secure: bool) -> None:
    """Has a browser keep the secret of its session; with `is_secure` it is sent over TLS only."""
    response.set_cookie(COOKIE, secret, _SECONDS, path="/", secure=is_secure, httponly=True, samesite="lax")


def forget_session(request: Request, response: Response) -> None:
    """Has a browser forget the session that it showed; one that it held back may be a good one, and stays."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
