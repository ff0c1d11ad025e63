"""What a page asks a service, in order; and ways to hold requests back, or to have them fail as a network does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Page, Request, Response, Route

DECISIONS = "**/v1/documents/*/decisions?*"
QUEUE = "**/v1/queue?*"
Fate = Literal["refused", "broken", "lost", "unanswered"]
"""What becomes of a request: the service is out of order before or after it hears it, or the line is."""
FATES: tuple[Fate, ...] = ("refused", "broken", "lost", "unanswered")


class Sent(NamedTuple):
    """A request or its answer: `asked` or `answered`."""

    what: str
    method: str
    path: str
    body: Any


class Traffic:
    """What a page asks, from now on."""

    def __init__(self, page: Page) -> None:
        self.heard: list[Sent] = []
        page.on("request", lambda request: self._hear("asked", request))
        page.on("response", self._answer)
        page.on("requestfailed", lambda request: self._hear("answered", request))

    def _answer(self, response: Response) -> None:
        self._hear("answered", response.request)

    def _hear(self, what: str, request: Request) -> None:
        path = request.url.partition("/v1/")[2]
        body = json.loads(request.post_data) if request.method == "POST" and request.post_data else None
        if path:
            self.heard.append(Sent(what, request.method, path.partition("?")[0], body))

    def sent(self) -> list[list[str]]:
        """The figures that each request decided about, in order."""
        posts = [one.body for one in self.heard if one.what == "asked" and one.method == "POST"]
        return [[entry["field"] for entry in body["decisions"]] for body in posts if "decisions" in body]

    def during_sends(self) -> list[str]:
        """What was asked of the queue, or sent, while a decision was on its way."""
        found: list[str] = []
        under_way = 0
        for one in self.heard:
            is_send = one.method == "POST" and one.path.endswith("/decisions")
            if one.what == "asked" and under_way and (is_send or one.path == "queue"):
                found.append(f"{one.method} {one.path}")
            if is_send:
                under_way += 1 if one.what == "asked" else -1
        return found


class Held:
    """Requests that are kept from a service until they are let through."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._routes: list[Route] = []
        self._is_over = False

    def take(self, route: Route) -> None:
        if self._is_over:
            route.continue_()
        else:
            self._routes.append(route)

    def end(self) -> None:
        """Lets everything through from now on."""
        self._is_over = True
        self.let_go()

    def wait(self, count: int = 1) -> None:
        """Waits until so many are held."""
        while len(self._routes) < count:
            self._page.wait_for_timeout(20)

    def let_go(self, let: Callable[[Route], None] = Route.continue_) -> None:
        """Lets through what is held, or does with it what `let` does."""
        while self._routes:
            let(self._routes.pop(0))


@contextmanager
def held(page: Page, pattern: str = DECISIONS) -> Iterator[Held]:
    """Holds back what a page asks at these addresses; at the end all of it is let through."""
    kept = Held(page)
    page.route(pattern, kept.take)
    try:
        yield kept
    finally:
        kept.end()
        page.unroute(pattern)


@contextmanager
def failing(page: Page, *fates: Fate, pattern: str = DECISIONS) -> Iterator[None]:
    """Has the next requests at these addresses fail, one after the other; those after them are let through."""
    left = list(fates)

    def meet(route: Route) -> None:
        if left:
            fail(route, left.pop(0))
        else:
            route.continue_()

    page.route(pattern, meet)
    yield
    page.unroute(pattern)


def fail(route: Route, fate: Fate) -> None:
    """What becomes of one request."""
    if fate in ("broken", "unanswered"):
        route.fetch()
    if fate in ("refused", "broken"):
        route.fulfill(status=503, content_type="text/html", body="<h1>Bad gateway</h1>")
    else:
        route.abort("connectionreset")
