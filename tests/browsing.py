"""The pages in a real browser: Chromium, and the real service on a port of its own."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from extractor.service.app import make_app, opened
from extractor.service.settings import Settings
from extractor.service.state import ServiceState
from extractor.store.people import PersonKind, Role, grant, person_named

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The browser's program; None where there is none."""

_VIEW = {"width": 1280, "height": 900}


class Site(NamedTuple):
    """A running service: its address, such as `http://127.0.0.1:8000`, and its parts."""

    address: str
    service: ServiceState

    def secret(self, kind: PersonKind, role: Role = "admin", name: str = "王芳") -> str:
        """The secret of a new token, link or session of this person."""
        store = self.service.store
        with store.writing() as session:
            return grant(session, person_named(session, name, store.now()), role, store.now(), kind=kind).secret

    def link(self, role: Role = "admin", name: str = "王芳") -> str:
        """A new link that signs in once."""
        return f"{self.address}/login?token={self.secret('link', role, name)}"


@contextmanager
def site_over(store: str, settings: Settings | None = None) -> Iterator[Site]:
    """The real service over this store, in a thread of this process."""
    with opened(settings or Settings(store, workers=1)) as service, socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(make_app(service), log_level="warning", access_log=False, timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the service ended before it began"
                time.sleep(0.02)
            yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}", service)
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window. Playwright keeps an event loop running in this thread as long as it is open."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    # Without a graphics card, one process more would draw in its place.
    arguments = ["--disable-gpu", *(["--no-sandbox"] if is_root else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visitor(browser: Browser, site: Site, complaints: list[str]) -> Iterator[BrowserContext]:
    """A browser that nobody else uses, of a Chinese who is not signed in; what its pages complain of is listed."""

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("console", heard)

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    context = browser.new_context(base_url=site.address, locale="zh-CN", viewport=_VIEW)  # pyright: ignore[reportArgumentType]
    context.set_default_timeout(15_000)
    context.on("page", listen)
    try:
        yield context
    finally:
        context.close()
