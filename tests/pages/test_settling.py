"""A report at a time: one answer for many figures, exceptions typed in place, and all of it undone at once."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import Site
from playwright.sync_api import Page, expect
from sending import send, send_seed, waiting

from tests.llm.variants import header_lost, variants

ROW = "applications.new."


def columns_unsaid() -> tuple[str, dict[str, int]]:
    """A report of whose third section only the columns' order is in doubt, and the truth of that section."""
    return header_lost().text, of_applications(header_lost().truth)


def read_downwards() -> tuple[str, dict[str, int]]:
    """A report whose third section was read column by column, behind all its labels."""
    made = next(one for one in variants() if one.name == "000-columns_read_downwards")
    return made.text, of_applications(made.truth)


def of_applications(truth: dict[str, int]) -> dict[str, int]:
    return {field: value for field, value in truth.items() if field.startswith("applications.")}


def settling(page: Page, query: str = "") -> None:
    page.goto(f"/settle{query}")
    still(page)


def still(page: Page) -> None:
    """Waits until the page takes keys."""
    expect(page.locator("#settle")).to_have_attribute("aria-busy", "false", timeout=30_000)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        still(page)
        page.keyboard.press(key)
    still(page)


def figures(page: Page, sha256: str) -> dict[str, dict[str, Any]]:
    return {one["field"]: one for one in page.request.get(f"/v1/documents/{sha256}/fields").json()}


@pytest.mark.long
def test_where_only_the_columns_are_in_doubt_one_answer_settles_the_table(page: Page, site: Site) -> None:
    text, truth = columns_unsaid()
    sha256 = send(page, site, text.encode())
    before = waiting(page)
    settling(page)
    expect(page.locator(".offer").first).to_contain_text("各列按官方表式的顺序")
    press(page, "a")
    expect(page.locator("td.chosen").first).to_be_visible()
    assert waiting(page) == before, "what is chosen is not decided yet"
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text("审定")
    now = figures(page, sha256)
    assert all(now[field]["status"] == "accepted" for field in now if field.startswith("applications."))
    assert {field: now[field]["value"] for field in truth} == truth
    groups = {one["group"] for one in page.request.get(f"/v1/documents/{sha256}/decisions").json()}
    assert len(groups) == 1


def test_a_torn_table_that_one_sees_whole_is_one_answer_and_what_is_missing_in_it_follows(
    page: Page, site: Site
) -> None:
    text, truth = read_downwards()
    sha256 = send(page, site, text.encode())
    settling(page, f"?document={sha256}&table=applications")
    expect(page.locator(".offer").first).to_contain_text("逐列填入")
    press(page, "a", "Enter")
    expect(page.locator("#toasts")).to_contain_text("随之确定")
    now = figures(page, sha256)
    assert {field: now[field]["value"] for field in truth} == truth
    assert {now[field]["status"] for field in truth} == {"accepted"}
    press(page, "Backspace")
    expect(page.locator("#toasts")).to_contain_text("已整体撤销")
    assert {figures(page, sha256)[field]["status"] for field in truth} == {"review"}


@pytest.mark.long
def test_exceptions_are_typed_in_place_and_sums_are_checked_meanwhile(page: Page, site: Site) -> None:
    text, truth = columns_unsaid()
    sha256 = send(page, site, text.encode())
    settling(page, f"?document={sha256}&table=applications")
    expect(page.locator("#sums")).to_contain_text("0 个不成立")
    press(page, "a")
    page.locator(f'input[data-field="{ROW}company"]').click()
    press(page, "7", "7", "7")
    expect(page.locator("#sums")).to_contain_text("2 个不成立")
    expect(page.locator("#sums")).to_have_class("sums fail")
    press(page, "ArrowRight", "n", "Enter")
    expect(page.locator("#toasts")).to_contain_text("审定")
    now = figures(page, sha256)
    assert (now[f"{ROW}company"]["value"], now[f"{ROW}research"]["value"]) == (777, None)
    assert now[f"{ROW}research"]["answer"] == "not-printed"
    others = [field for field in truth if field not in (f"{ROW}company", f"{ROW}research")]
    assert {field: now[field]["value"] for field in others} == {field: truth[field] for field in others}


def test_what_was_decided_is_undone_after_the_page_was_loaded_anew_and_on_the_other_page(
    page: Page, site: Site
) -> None:
    text, _ = columns_unsaid()
    sha256 = send(page, site, text.encode())
    before = waiting(page)
    settling(page, f"?document={sha256}&table=applications")
    press(page, "a", "Enter")
    expect(page.locator("#toasts")).to_contain_text("审定")
    page.reload()
    press(page, "Backspace")
    expect(page.locator("#toasts")).to_contain_text("已整体撤销")
    assert waiting(page) == before
    press(page, "a", "Enter")
    expect(page.locator("#saving")).to_contain_text("已保存")
    page.goto("/review")
    expect(page.locator("#decide")).to_have_attribute("aria-busy", "false")
    page.keyboard.press("Backspace")
    expect(page.locator("#toasts")).to_contain_text("已整体撤销")
    assert waiting(page) == before


@pytest.mark.long
def test_a_figure_may_be_lost_in_this_copy_and_is_exported_as_such(page: Page, site: Site) -> None:
    sha256 = send_seed(page, site, 3)
    settling(page, f"?document={sha256}")
    field = page.locator("#grid input:focus").get_attribute("data-field")
    press(page, "l", "Enter")
    expect(page.locator("#toasts")).to_contain_text("审定 1 个")
    now = figures(page, sha256)[field or ""]
    assert (now["value"], now["answer"], now["status"]) == (None, "lost", "accepted")
    lines = page.request.get("/v1/exports/panel.jsonl").text().splitlines()
    assert sum('"answer": "lost"' in line for line in lines) == 1


@pytest.mark.long
def test_nothing_is_decided_by_enter_alone(page: Page, site: Site) -> None:
    send_seed(page, site, 3)
    before = waiting(page)
    settling(page)
    press(page, "Enter", "9", "Backspace", "Enter", "x", "Enter")
    expect(page.locator("#toasts")).to_contain_text("还没有选")
    assert waiting(page) == before


@pytest.mark.long
def test_reports_follow_each_other_and_those_skipped_come_again(page: Page, site: Site) -> None:
    text, _ = columns_unsaid()
    send(page, site, text.encode(), "first.txt")
    send_seed(page, site, 3)
    settling(page)
    first = page.locator("#report").inner_text()
    press(page, "j")
    expect(page.locator("#report")).not_to_have_text(first)
    press(page, "j")
    expect(page.locator("#end")).to_contain_text("跳过了 2 项")
    page.get_by_role("button", name="跳过了 2 项").click()
    expect(page.locator("#report")).to_have_text(first)


@pytest.mark.long
def test_what_somebody_decided_meanwhile_is_told_and_nothing_is_taken(
    page: Page, site: Site, complaints: list[str]
) -> None:
    from sending import decide

    text, _ = columns_unsaid()
    sha256 = send(page, site, text.encode())
    settling(page, f"?document={sha256}&table=applications")
    press(page, "a")
    assert decide(page, site, sha256, f"{ROW}company", 5).status == 201
    before = waiting(page)
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text("没有采用")
    assert waiting(page) == before
    assert [one for one in complaints if "412" not in one] == []
    complaints.clear()
