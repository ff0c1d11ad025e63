"""Blind second keying in a browser: chosen, then decided by Enter, and taken back as long as it is blind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import Site, visitor
from golden import golden, seed
from playwright.sync_api import Browser, Page, expect
from sending import press, ready
from storing import in_doubt, put, settle
from traffic import failing

from extractor.store.second_keys import draw

FIRST = {
    "applications.new.natural_person": 1,
    "applications.new.company": 2,
    "active.government_procurement.amount_yuan": 2_897_817,
}
"""What 王芳 settled figures as; the order in which they are keyed again."""
SAVED = "**/v1/second-keying/*"


@pytest.fixture
def keyer(site: Site, browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """The page of 李强, for whom three figures wait."""
    store = site.service.store
    document = put(store, in_doubt(golden(1), *FIRST), seed(1).read_bytes())
    rows = [settle(store, document, value, field=field) for field, value in FIRST.items()]
    with store.writing() as session:
        draw(session, golden(1).source.sha256, rows, 1.0)
    with visitor(browser, site, complaints) as context:
        page = context.new_page()
        page.goto(site.link("reviewer", "李强"))
        page.goto("/second")
        ready(page)
        yield page


def keyed(page: Page) -> tuple[int, int]:
    """How many figures were keyed twice, and how many of them alike."""
    now: dict[str, Any] = page.request.get("/v1/second-keying").json()
    return now["keyed"], now["agreed"]


def test_n_chooses_and_enter_decides(keyer: Page) -> None:
    first = keyer.locator("#path").inner_text()
    press(keyer, "n")
    expect(keyer.locator("#from")).to_have_text("报告未印此数")
    expect(keyer.locator("#path")).to_have_text(first)
    press(keyer, "Backspace", "1")
    expect(keyer.locator("#from")).to_have_text("键入的数字")
    assert keyed(keyer) == (0, 0)
    press(keyer, "Enter")
    expect(keyer.locator("#path")).not_to_have_text(first)
    expect(keyer.locator("#value")).to_have_value("")
    expect(keyer.locator("#held")).to_contain_text("上一个：1")


@pytest.mark.long
def test_enter_alone_decides_nothing(keyer: Page) -> None:
    first = keyer.locator("#path").inner_text()
    press(keyer, "Enter")
    expect(keyer.locator("#toasts")).to_contain_text("请键入数字")
    expect(keyer.locator("#path")).to_have_text(first)
    press(keyer, "1", "Enter", "Enter")
    assert keyed(keyer) == (0, 0)


@pytest.mark.long
def test_what_was_keyed_last_is_taken_back_before_it_is_compared(keyer: Page) -> None:
    first = keyer.locator("#path").inner_text()
    press(keyer, "7", "Enter", "Backspace")
    expect(keyer.locator("#path")).to_have_text(first)
    expect(keyer.locator("#value")).to_have_value("7")
    press(keyer, "Backspace", "1", "Enter", "3", "Enter")
    expect(keyer.locator("#toasts")).to_contain_text("与首次一致")
    assert keyed(keyer) == (1, 1)


@pytest.mark.long
def test_what_is_compared_is_not_taken_back(keyer: Page) -> None:
    press(keyer, "1", "Enter", "3", "Enter", "Backspace", "Escape")
    expect(keyer.locator("#value")).to_have_value("")
    press(keyer, "Backspace")
    expect(keyer.locator("#toasts")).to_contain_text("不能取回")
    assert keyed(keyer) == (1, 1)


@pytest.mark.long
def test_the_last_one_is_saved_by_one_more_enter(keyer: Page) -> None:
    press(keyer, "1", "Enter", "2", "Enter", *"2897817")
    expect(keyer.locator("#value")).to_have_value("2,897,817")
    assert keyer.locator("#value").evaluate("field => field.scrollWidth <= field.clientWidth")
    press(keyer, "Enter")
    expect(keyer.locator("#last")).to_contain_text("最后一个：2,897,817")
    assert keyed(keyer) == (2, 2)
    press(keyer, "Backspace")
    expect(keyer.locator("#value")).to_have_value("2,897,817")
    press(keyer, "Enter", "Enter")
    expect(keyer.locator("#end")).to_be_visible()
    expect(keyer.locator("#saved")).to_have_text("已保存 3 项")
    assert keyed(keyer) == (3, 3)


@pytest.mark.long
def test_what_is_held_is_saved_where_one_leaves(keyer: Page) -> None:
    press(keyer, "1", "Enter")
    keyer.get_by_role("link", name="概览").click()
    keyer.wait_for_url("**/")
    for _ in range(200):
        if keyed(keyer) == (1, 1):
            break
        keyer.wait_for_timeout(50)
    assert keyed(keyer) == (1, 1)


@pytest.mark.long
def test_a_key_that_is_held_decides_one_figure(keyer: Page) -> None:
    press(keyer, "1")
    for _ in range(5):
        keyer.keyboard.down("Enter")
        ready(keyer)
    keyer.keyboard.up("Enter")
    expect(keyer.locator("#held")).to_contain_text("上一个：1")
    assert keyed(keyer) == (0, 0)


@pytest.mark.long
def test_what_cannot_be_saved_stays_as_it_is(keyer: Page, complaints: list[str]) -> None:
    press(keyer, "1", "Enter")
    second = keyer.locator("#path").inner_text()
    with failing(keyer, "lost", "refused", pattern=SAVED):
        for _ in range(2):
            press(keyer, "2", "Enter")
            expect(keyer.locator("#path")).to_have_text(second)
            expect(keyer.locator("#value")).to_have_value("2")
            press(keyer, "Backspace")
    assert keyed(keyer) == (0, 0)
    press(keyer, "2", "Enter")
    expect(keyer.locator("#path")).not_to_have_text(second)
    assert keyed(keyer) == (1, 1)
    assert all("ERR_CONNECTION_RESET" in text or "503" in text for text in complaints)
    complaints.clear()


def test_nothing_of_the_first_value_is_shown_or_loaded(keyer: Page) -> None:
    heard: list[str] = []
    keyer.on("response", lambda response: heard.append(response.url))
    press(keyer, "1", "Enter")
    assert not any("/fields" in url or "/decisions" in url or "/extractions" in url for url in heard)
    assert "2897817" not in keyer.locator("#second").inner_text()


@pytest.mark.long
def test_the_keys_are_told(keyer: Page) -> None:
    press(keyer, "?")
    expect(keyer.get_by_role("dialog")).to_contain_text("按 Enter 才生效")
    keyer.keyboard.press("Escape")
    expect(keyer.get_by_role("dialog")).to_be_hidden()
