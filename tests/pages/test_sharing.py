"""Several people at one queue: reports that somebody is at, those given to somebody, what is put aside, and notes."""

from __future__ import annotations

import hashlib

import pytest
from browsing import Site, visitor
from golden import golden, seed
from playwright.sync_api import Browser, Page, expect
from sending import decide, open_review, press, saved, waiting
from storing import in_doubt, put

COMPANY, RESEARCH = "applications.new.company", "applications.new.research"


def sent(site: Site, number: int = 2) -> str:
    """Keeps a report with two figures in review; its hash."""
    content = seed(2).read_bytes() + str(number).encode()
    put(site.service.store, in_doubt(golden(number), COMPANY, RESEARCH), content)
    return hashlib.sha256(content).hexdigest()


@pytest.mark.long
def test_a_report_somebody_is_at_is_said_to_be_and_comes_last(page: Page, site: Site, browser: Browser) -> None:
    first, second = sent(site, 2), sent(site, 4)
    with visitor(browser, site, []) as other:
        somebody = other.new_page()
        somebody.goto(site.link("reviewer", "李强"))
        open_review(somebody, f"?document={first}&field={COMPANY}")
        open_review(page)
        expect(page.locator("#report")).to_have_attribute("href", f"/documents/{second}#{COMPANY}")
        page.goto(f"/documents/{first}")
        expect(page.locator(".identity")).to_contain_text("李强 正在审核")
        open_review(page, f"?document={first}")
        expect(page.locator("#held")).to_have_text("李强 正在审核这份报告")
        somebody.goto("/queue")
    item = page.request.get(f"/v1/queue?document={first}").json()["items"][0]
    assert item["reserved"] is None, "whoever leaves gives it free"


@pytest.mark.long
@pytest.mark.parametrize(("key", "kind"), [("w", "暂缓"), ("u", "无法审定")])
def test_what_is_put_aside_with_a_reason_comes_only_to_who_asks(page: Page, site: Site, key: str, kind: str) -> None:
    sha256 = sent(site)
    open_review(page)
    page.keyboard.press(key)
    dialog = page.locator("#why-dialog")
    expect(dialog).to_be_visible()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.type("等原件")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator("#left")).to_have_text("待审 1")
    assert waiting(page) == 1
    page.goto("/queue?lane=aside")
    expect(page.locator("table.list")).to_contain_text(kind)
    page.goto(f"/documents/{sha256}#{COMPANY}")
    expect(page.locator("#told")).to_contain_text("等原件")
    open_review(page, "?lane=aside")
    press(page, "7", "Enter")
    saved(page)
    assert page.request.get("/v1/queue?lane=aside").json()["waiting"] == 0


def test_a_note_goes_with_the_decision(page: Page, site: Site) -> None:
    sha256 = sent(site)
    open_review(page)
    page.keyboard.press("m")
    page.keyboard.type("据电话核实")
    page.keyboard.press("Enter")
    expect(page.locator("#note")).to_have_text("备注：据电话核实")
    press(page, "Enter")
    saved(page)
    expect(page.locator("#note")).to_have_text("")
    (made,) = page.request.get(f"/v1/documents/{sha256}/decisions").json()
    assert made["note"] == "据电话核实"


def test_reports_are_given_to_people_who_can_ask_for_them(page: Page, site: Site, browser: Browser) -> None:
    first, second = sent(site, 2), sent(site, 4)
    with visitor(browser, site, []) as other:
        somebody = other.new_page()
        somebody.goto(site.link("reviewer", "李强"))
        page.goto(f"/documents/{first}")
        page.locator("#assign").select_option("李强")
        expect(page.locator("#toasts")).to_contain_text("已分给 李强")
        somebody.goto("/queue?mine=1")
        expect(somebody.locator("table.list tbody tr")).to_have_count(2)
        mine = somebody.request.get("/v1/queue?mine=true").json()
        assert {one["figure"]["document"] for one in mine["items"]} == {first}
        assert mine["waiting"] == 2
    open_review(page)
    expect(page.locator("#report")).to_have_attribute("href", f"/documents/{second}#{COMPANY}")


@pytest.mark.long
def test_what_is_given_to_nobody_who_is_here_is_refused(page: Page, site: Site) -> None:
    headers = {"Origin": site.address}
    sha256 = sent(site)
    answer = page.request.post("/v1/assignments", data={"documents": [sha256], "who": "无此人"}, headers=headers)
    assert answer.status == 404
    assert decide(page, site, sha256, COMPANY, 4).status == 201
