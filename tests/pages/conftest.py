"""What tests of the pages share. Each has a store and a service of its own, and fails where a page complains.

The browser lasts as long as a module: an event loop runs in this thread while it is open, and other tests want none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import CHROMIUM, Site, chromium, site_over, visitor
from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: neither chromium, chromium-browser nor google-chrome is found")
    with chromium() as browser:
        yield browser


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    """The real service over an empty store."""
    assert browser.is_connected()
    with site_over(str(tmp_path / "store.db")) as site:
        yield site


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
