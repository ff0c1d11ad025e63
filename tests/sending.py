"""Ways to put reports into a running service, for tests of its pages."""

from __future__ import annotations

import re
from typing import Any

from browsing import Site
from golden import seed
from playwright.sync_api import APIResponse, Page, expect


def send(page: Page, site: Site, content: bytes, name: str = "report.txt") -> str:
    """Sends a report as who is signed in; the hash of its bytes."""
    file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    answer = page.request.post("/v1/documents", multipart={"file": file}, headers={"Origin": site.address})
    assert answer.status == 201, answer.text()
    return answer.json()["document"]


def send_seed(page: Page, site: Site, number: int) -> str:
    """Sends a seed report; 3 has eight figures in review, 1 a prose that disagrees with an accepted figure."""
    return send(page, site, seed(number).read_bytes(), seed(number).name)


def decide(page: Page, site: Site, sha256: str, field: str, value: int) -> APIResponse:
    """Decides about a figure as it is now."""
    etag = page.request.get(f"/v1/documents/{sha256}/fields/{field}").json()["etag"]
    headers = {"Origin": site.address, "If-Match": etag}
    return page.request.post(f"/v1/documents/{sha256}/fields/{field}/decisions", data={"value": value}, headers=headers)


def waiting(page: Page) -> int:
    """How many figures wait in all."""
    return page.request.get("/v1/queue?limit=1").json()["waiting"]


def open_review(page: Page, query: str = "") -> None:
    """Opens the decision screen, and waits until the first figure is there."""
    page.goto(f"/review{query}")
    ready(page)


def ready(page: Page) -> None:
    """Waits until the screen on which figures are decided takes keys."""
    expect(page.locator("#decide, #second")).to_have_attribute("aria-busy", "false", timeout=30_000)


def press(page: Page, *keys: str) -> None:
    """Presses keys on the screen on which figures are decided, one after the other, each when the figure is there."""
    for key in keys:
        ready(page)
        page.keyboard.press(key)
    ready(page)


def saved(page: Page) -> None:
    """Waits until every decision was taken."""
    expect(page.locator("#saving")).not_to_have_text(re.compile("正在保存"))
