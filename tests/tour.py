"""The pictures of the tour in docs/review.md, taken of the running pages: `make tour`.

A service runs over a store with reports that wait; a browser goes through the pages as a reviewer does, and takes a
picture of each.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from browsing import Site, chromium, site_over, visitor
from golden import seed
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sending import open_review, send

from benchmarks.frozen import FROZEN

MOST_BYTES = 120_000
_COLOURS = 96
_REPORTS = (
    "pdf-pdftotext+header-line-lost/r041007.txt",
    "pdf-pypdfium2+pinyin/r041000.txt",
    "web-pdf-pypdf-layout/r041013.txt",
    "pdf-pdftotext+blank-lines-doubled/r041000.txt",
)
"""Damaged reports of which figures wait."""


def fill(page: Page, site: Site) -> None:
    """Sends reports: seeds, and some that a converter damaged."""
    for number in (2, 4):
        send(page, site, seed(number).read_bytes(), seed(number).name)
    for name in _REPORTS:
        send(page, site, (FROZEN / name).read_bytes(), name.rpartition("/")[2])


def queue(page: Page, _: Site) -> None:
    """What waits."""
    page.goto("/queue")
    expect(page.locator("table.list")).to_be_visible()


def decide(page: Page, _: Site) -> None:
    """One decision a screen."""
    open_review(page, "?lane=figures")


def table(page: Page, _: Site) -> None:
    """One answer for a whole table."""
    shown = hashlib.sha256((FROZEN / _REPORTS[-1]).read_bytes()).hexdigest()
    page.goto(f"/settle?document={shown}&table=applications")
    expect(page.locator("#settle")).to_have_attribute("aria-busy", "false", timeout=30_000)
    page.keyboard.press("a")
    expect(page.locator("#sums")).not_to_be_empty()


def report(page: Page, _: Site) -> None:
    """A report, each figure beside its place."""
    page.goto("/documents")
    page.locator("table.list a").last.click()
    expect(page.locator("#told h2")).to_be_visible(timeout=30_000)


def overview(page: Page, _: Site) -> None:
    """How it stands."""
    page.goto("/")
    expect(page.locator("main")).to_be_visible()


def draft(page: Page, _: Site) -> None:
    """A draft that is checked before it is published."""
    page.goto("/check")
    page.set_input_files("input[type=file]", str(seed(1)))
    expect(page.locator("#told h2")).to_be_visible(timeout=60_000)


STOPS: dict[str, Callable[[Page, Site], None]] = {
    "queue": queue,
    "decide": decide,
    "table": table,
    "report": report,
    "overview": overview,
    "draft": draft,
}


def take(browser: Browser, folder: Path) -> None:
    """Takes the pictures.

    Raises:
        ValueError: one is larger than a page should load.
    """
    with tempfile.TemporaryDirectory() as stored, site_over(str(Path(stored) / "store.db")) as site:
        complaints: list[str] = []
        with visitor(browser, site, complaints) as context:
            page = context.new_page()
            page.set_viewport_size({"width": 1280, "height": 720})
            page.goto(site.link())
            fill(page, site)
            page.goto("/?lang=en")
            for name, go in STOPS.items():
                go(page, site)
                page.evaluate("document.fonts.ready")
                picture = small(page.screenshot())
                if len(picture) > MOST_BYTES:
                    raise ValueError(f"{name}: the picture has {len(picture):,} bytes, more than {MOST_BYTES:,}")
                (folder / f"review-{name}.png").write_bytes(picture)
        assert complaints == [], complaints


def small(picture: bytes) -> bytes:
    """A picture with as few colours as a page needs."""
    written = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(_COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    with chromium() as opened:
        take(opened, target)
