"""What tests of the pages share. Each has an empty store and a new visitor, and fails where a page complains.

The browser and the service last as long as a module: starting them takes longer than most of the tests, and an event
loop runs in this thread while the browser is open, which other tests do not want.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import CHROMIUM, Site, chromium, site_over, visitor
from playwright.sync_api import Browser, BrowserContext, Page
from storing import empty


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: neither chromium, chromium-browser nor google-chrome is found")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    """The real service, over a store in which the tests of a module write one after the other."""
    assert browser.is_connected()
    with site_over(str(tmp_path_factory.mktemp("site") / "store.db")) as site:
        yield site


@pytest.fixture
def site(served: Site) -> Site:
    """The real service over an empty store."""
    empty(served.service.store)
    return served


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the pages complained of: errors of scripts and of the console, where Chromium
    also tells what the content security policy forbade.

    A test that expects some takes them out; whatever is left fails it.
    """
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def stranger(browser: Browser, site: Site, complaints: list[str]) -> Iterator[BrowserContext]:
    """A browser in which nobody is signed in."""
    with visitor(browser, site, complaints) as context:
        yield context


@pytest.fixture
def page(stranger: BrowserContext, site: Site) -> Page:
    """A page of a browser in which an admin is signed in, at `/`."""
    page = stranger.new_page()
    page.goto(site.link())
    return page
