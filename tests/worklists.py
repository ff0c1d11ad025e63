"""Reports with many figures in review, for tests of the screen on which they are decided, and what became of them."""

from __future__ import annotations

from browsing import Site
from golden import golden, seed
from playwright.sync_api import Page
from storing import in_doubt, put, without_table

ROWS = [
    f"applications.{row}.{column}"
    for row in ("new", "carried_in", "granted", "partially_granted")
    for column in ("natural_person", "company", "research", "public_welfare", "legal_service", "other_org", "total")
]
"""Four rows of seven figures: more than the twenty of which a page of the queue consists."""


def rows_in_doubt(site: Site) -> str:
    """Puts a report with four rows in review into the store, all of them printed, so that none follows; its hash."""
    put(site.service.store, in_doubt(golden(1), *ROWS, cell="figure"), seed(1).read_bytes())
    return golden(1).source.sha256


def table_missing(site: Site, section: str) -> str:
    """Puts a report without a table into the store; the hash of it."""
    put(site.service.store, without_table(1, section), seed(1).read_bytes())
    return golden(1).source.sha256


def settled(page: Page, sha256: str) -> set[str]:
    """The figures of a report that people settled."""
    fields = page.request.get(f"/v1/documents/{sha256}/fields").json()
    return {one["field"] for one in fields if one["basis"] == "reviewed"}


def decided(page: Page, sha256: str) -> list[str]:
    """The figures that decisions were made about, each as often as that happened."""
    return [one["field"] for one in page.request.get(f"/v1/documents/{sha256}/decisions").json()]


def forgiven(complaints: list[str], *texts: str) -> None:
    """Takes out what the browser tells of requests that failed because the test had them fail."""
    assert [one for one in complaints if not any(text in one for text in texts)] == []
    complaints.clear()
