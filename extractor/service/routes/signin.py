"""Signing in with a token in a browser, for services that others reach: there nobody sees the link on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from extractor.service.guards import COOKIE, address_of, check_origin, check_throttle, count_failure
from extractor.service.problems import Refusal
from extractor.service.returning import local_path
from extractor.service.rooms import Here
from extractor.store.audit import Deed, record
from extractor.store.people import Granted, begin_session, visitor_with

pages = APIRouter(include_in_schema=False)

_SESSION_SECONDS = 12 * 3600
_FORM = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>extractor</title>
<link rel="icon" href="data:,">
<h1>登录 Sign in</h1>
{says}<form method="post" action="/signin">
<input type="hidden" name="next" value="{back}">
<label for="token">令牌 Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>登录 Sign in</button>
</form>
<p>令牌由管理员用 <code>extractor token create</code> 生成。</p>
<p lang="en">Whoever runs this service makes tokens with <code>extractor token create</code>.</p>
</html>
"""
_WRONG = (
    "此令牌无效或已失效：请检查是否复制完整，或向管理员索取新令牌。",
    "This token does not hold, or holds no longer: copy it whole, or ask who runs this service for another.",
)
_WAIT = (
    "此地址多次出示错误令牌，请于 {seconds} 秒后重试。",
    "Too many wrong tokens came from this address; try again in {seconds} seconds.",
)


@pages.get("/signin", response_class=HTMLResponse)
def ask_for_token(next: str = "/") -> HTMLResponse:
    """A form that asks for a token; `next` is the page to go to afterwards."""
    return _form(next)


@pages.post("/signin")
def sign_in(
    request: Request, here: Here, token: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/"
) -> Response:
    """Exchanges a token for a browser's session.

    Raises:
        Refusal: the form is of another site's page.
    """
    check_origin(request)
    try:
        check_throttle(request, here)
    except Refusal as refusal:
        seconds = refusal.headers["Retry-After"]
        answer = _form(next, [line.format(seconds=seconds) for line in _WAIT], 429)
        answer.headers["Retry-After"] = seconds
        return answer
    with here.store.writing() as session:
        now = here.store.now()
        visitor = visitor_with(session, token.strip(), "token", now)
        if visitor is not None:
            made = begin_session(session, visitor, now)
            details = {"with": "token", "token": visitor.token}
            record(session, Deed("session.begin", None, details, visitor.person, address_of(request)), now)
            return signed_in(request, made, local_path(next))
    count_failure(request, here)
    return _form(next, _WRONG, 403)


def _form(back: str, says: Sequence[str] = (), status: int = 200) -> HTMLResponse:
    lines = "".join(f"<p>{escape(line)}</p>\n" for line in says)
    told = f'<div role="alert">{lines}</div>\n' if lines else ""
    return HTMLResponse(_FORM.format(says=told, back=escape(local_path(back))), status)


def signed_in(request: Request, made: Granted, path: str) -> Response:
    """Sends a browser on, with the cookie of its session."""
    response = RedirectResponse(path, 303)
    is_secure = request.url.scheme == "https"
    response.set_cookie(
        COOKIE, made.secret, _SESSION_SECONDS, path="/", secure=is_secure, httponly=True, samesite="strict"
    )
    return response
