"""A known error in the browser: it comes as any other figure, and nothing but its count knows of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import Site, site_over
from golden import seed
from playwright.sync_api import Browser, Page, expect
from sending import open_review, press, saved
from storing import FIELD, doubted, put

from extractor.service.settings import Settings


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    """The real service, which plants an error for every figure that is settled."""
    assert browser.is_connected()
    store = str(tmp_path_factory.mktemp("site") / "store.db")
    with site_over(store, Settings(store, workers=1, second_keying=0.0, seeded_errors=1.0)) as site:
        yield site


def test_it_comes_as_any_other_figure_and_only_its_count_knows_of_it(page: Page, site: Site) -> None:
    for number in range(2):
        put(site.service.store, doubted(), seed(2).read_bytes() + b"\n" * number)
    open_review(page)
    shown: list[str] = []
    for _ in range(3):
        shown.append(page.locator("#report").get_attribute("href") or "")
        expect(page.locator("#why")).to_have_text("证据不足")
        expect(page.locator(".mark, mark").first).to_be_visible()
        press(page, "Enter")
    saved(page)
    expect(page.locator("#end")).to_be_visible()
    fields = [one.partition("#")[2] for one in shown]
    assert fields.count(FIELD) == 2
    (seeded,) = [one for one in shown if not one.endswith(FIELD)]
    (person,) = page.request.get("/v1/seeded-errors").json()["people"]
    assert (person["caught"], person["missed"]) == (0, 1), "it was taken as it was shown"
    decisions = page.request.get(f"/v1/documents/{seeded.split('/')[2].partition('#')[0]}/decisions").json()
    assert [one["field"] for one in decisions] == [FIELD]
    page.goto("/people")
    expect(page.locator("table.list").last).to_contain_text("1 处中识破 0 处")
