"""The body and the year of a report where they are open: in the queue, settled by one key, shown in the report."""

from __future__ import annotations

import hashlib

import pytest
from browsing import Site
from golden import golden, seed
from playwright.sync_api import Page, expect
from sending import open_review, press, saved, waiting
from storing import in_doubt, of_nobody, put


def sent(site: Site, *doubted: str) -> str:
    """Keeps a report whose year is open between two and whose body is unknown; its hash."""
    put(site.service.store, in_doubt(of_nobody(golden(2)), *doubted), seed(2).read_bytes())
    return hashlib.sha256(seed(2).read_bytes()).hexdigest()


def test_the_year_is_settled_by_one_key_and_the_body_by_typing_it(page: Page, site: Site) -> None:
    sha256 = sent(site)
    page.goto("/queue")
    expect(page.locator("table.list")).to_contain_text("2023 / 2022")
    expect(page.locator('[data-lane="reports"]')).to_have_text("2")
    open_review(page)
    expect(page.locator("#path")).to_contain_text("所属机关")
    expect(page.locator("#candidates")).to_contain_text("报告中没有找到")
    press(page, "=")
    page.keyboard.type("盐池县卫生健康局")
    press(page, "Enter")
    expect(page.locator("#path")).to_contain_text("所属年度")
    expect(page.locator("#findings")).to_contain_text("标题的年度是 2023")
    expect(page.locator("#candidates button").first).to_contain_text("2023")
    press(page, "b")
    saved(page)
    assert waiting(page) == 0
    now = page.request.get(f"/v1/documents/{sha256}/report").json()
    assert (now["unit"]["text"], now["year"]["value"], now["body_id"]) == (
        "盐池县卫生健康局",
        2022,
        "640323-卫生健康委员会",
    )
    press(page, "Backspace")
    expect(page.locator("#path")).to_contain_text("所属年度")
    page.goto(f"/documents/{sha256}")
    expect(page.locator("h1")).to_have_text("盐池县卫生健康局")
    expect(page.locator(".identity")).to_contain_text("640323-卫生健康委员会")
    expect(page.locator(".identity")).to_contain_text("2023 标题")


@pytest.mark.long
def test_nothing_is_accepted_of_two_by_enter_alone(page: Page, site: Site) -> None:
    sha256 = sent(site)
    open_review(page, f"?document={sha256}&field=report.year")
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text("请先键入数字")
    assert waiting(page) == 2


@pytest.mark.long
def test_the_year_is_one_answer_of_a_report_s_page_too(page: Page, site: Site) -> None:
    sha256 = sent(site, "applications.new.company")
    page.goto(f"/settle?document={sha256}")
    expect(page.locator("#settle")).to_have_attribute("aria-busy", "false", timeout=30_000)
    expect(page.locator(".offer").first).to_contain_text("所属年度：2023（标题）")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("审定 1 个")
    assert page.request.get(f"/v1/documents/{sha256}/report").json()["year"]["value"] == 2022
