"""Reports come in by dropping them, drafts are checked, and bodies are seen over the years."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browsing import Site, visitor
from golden import seed
from playwright.sync_api import Browser, Page, Route, expect
from sending import decide, press, ready, send, send_seed

UNIT = "惠农区卫生健康局"


def of_year(year: int, carried_in: int) -> bytes:
    """A seed as the report of another year, with so many applications of natural persons carried in."""
    text = seed(4).read_text("utf-8-sig").replace("2024", str(year))
    return re.sub(r"(二、上年结转政府信息公开申请数量\s*)\d+", rf"\g<1>{carried_in}", text, count=1).encode()


def file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_reports_are_dropped_and_their_progress_is_seen(page: Page, site: Site) -> None:
    seeds = [file(seed(number).name, seed(number).read_bytes()) for number in range(5)]
    damaged = file("damaged.txt", seed(0).read_bytes().replace("总计".encode(), b"")[:6000])
    page.locator("#upload input").set_input_files([*seeds, damaged, file("empty.txt", b"")])
    expect(page.locator(".job progress")).to_be_visible()
    expect(page.locator(".job .chip.done")).to_be_visible(timeout=60_000)
    expect(page.locator(".job")).to_contain_text("6 / 7 份，1 份失败")
    expect(page.locator(".card").first).to_contain_text("6")
    page.locator(".job a").click()
    expect(page.get_by_role("row", name="empty.txt")).to_contain_text("is empty")
    page.get_by_role("link", name=seed(1).name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("海宁市卫生健康局")


@pytest.mark.long
def test_a_job_that_ends_does_not_cut_off_what_is_still_being_sent(page: Page, site: Site) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held or page.locator(".job").count() == 0:
            route.continue_()
        else:
            held.append(route)

    page.route("**/v1/batches", hold)
    upload = page.locator("#upload input")
    upload.set_input_files([file(seed(1).name, seed(1).read_bytes())])
    expect(page.locator(".job")).to_have_count(1)
    upload.set_input_files([file(seed(2).name, seed(2).read_bytes())])
    first = page.request.get("/v1/jobs").json()["items"][0]["id"]
    while page.request.get(f"/v1/jobs/{first}").json()["state"] != "done" or not held:
        page.wait_for_timeout(100)
    page.wait_for_timeout(1000)
    held[0].continue_()
    expect(page.locator(".job .chip.done")).to_have_count(2, timeout=60_000)


def test_a_draft_is_checked_in_place_and_not_stored(page: Page, site: Site) -> None:
    page.goto("/check")
    page.locator("input[type=file]").set_input_files([file("草稿.txt", seed(3).read_bytes())])
    expect(page.get_by_role("heading", level=1)).to_contain_text("草稿.txt")
    expect(page.locator(".chip.error").first).to_have_text("2 处错误")
    page.get_by_role("button", name="勾稽关系不成立：总计 3 ≠ 各项之和 4（“自然人”列").click()
    expect(page.locator("mark.token, mark.related").first).to_be_attached()
    expect(page.locator("#told")).to_contain_text("✗ -1")
    assert page.request.get("/v1/documents").json()["items"] == []


def test_a_draft_that_cannot_be_read_is_told_of(page: Page, site: Site, complaints: list[str]) -> None:
    page.goto("/check")
    page.locator("input[type=file]").set_input_files([file("empty.pdf", b"%PDF-1.4\n")])
    expect(page.get_by_role("alert")).to_contain_text("empty.pdf")
    expect(page.locator("#check")).to_be_visible()
    assert all("422" in text for text in complaints)
    complaints.clear()


@pytest.mark.long
def test_a_body_is_seen_over_the_years(page: Page, site: Site) -> None:
    send(page, site, of_year(2023, 0), "2023.txt")
    send(page, site, of_year(2024, 7), "2024.txt")
    page.goto("/bodies")
    page.get_by_role("link", name=UNIT).click()
    expect(page.get_by_role("img").first).to_be_visible()
    expect(page.locator("polyline").first).to_be_attached()
    broken = page.get_by_role("row", name="2023 → 2024 自然人")
    expect(broken).to_contain_text("✗ 不一致")
    page.get_by_label("看任一数字").select_option("applications.carried_in.total")
    page.get_by_role("button", name="显示").click()
    expect(page.get_by_role("img")).to_have_count(1)


@pytest.mark.long
def test_a_sample_is_keyed_again_by_somebody_who_does_not_see_the_first_value(
    page: Page, site: Site, browser: Browser
) -> None:
    sha256 = send_seed(page, site, 3)
    field = "applications.granted.total"
    number = 776
    while page.request.get("/v1/second-keying").json()["waiting"] == 0:
        number += 1
        assert decide(page, site, sha256, field, number).status == 201
    page.goto("/second")
    expect(page.locator("#end")).to_be_visible()
    heard: list[str] = []
    with visitor(browser, site, heard) as other:
        second = other.new_page()
        second.goto(site.link("reviewer", "李强"))
        second.goto("/second")
        expect(second.locator("#path")).to_contain_text("予以公开")
        expect(second.locator("#value")).to_have_value("")
        assert f"{number}" not in second.locator(".choice").inner_text()
        ready(second)
        second.keyboard.type(str(number + 1))
        press(second, "Enter", "Enter")
        expect(second.locator("#toasts")).to_contain_text("与首次不一致")
    assert heard == []
    again = page.request.get(f"/v1/documents/{sha256}/fields/{field}").json()
    assert again["status"] == "review"
    page.goto("/")
    expect(page.locator(".cards")).to_contain_text("盲审复核 1 个，一致 0 个")
