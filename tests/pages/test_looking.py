"""Every page, in both languages, wide and narrow, for everybody: what is there, and that nothing is in the way."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Site
from playwright.sync_api import Page, expect
from sending import ready, send, send_seed

from extractor.service.pages.language import words
from tests.longer import long_but_for

PATHS = ("/", "/queue", "/review", "/settle", "/documents", "/bodies", "/findings", "/check", "/second")
HOSTILE = "<img src=x onerror=document.title='stolen'>&.txt"


def settled(page: Page, path: str) -> None:
    """Opens a page, and waits until its scripts have shown what they show."""
    page.goto(path)
    if path.startswith("/review"):
        ready(page)
    if path.startswith("/settle"):
        expect(page.locator("#settle")).to_have_attribute("aria-busy", "false", timeout=30_000)
    page.wait_for_load_state("networkidle")


def filled(page: Page, site: Site) -> str:
    """Fills the store with a report in doubt; its hash."""
    send_seed(page, site, 4)
    return send_seed(page, site, 3)


@pytest.mark.long
def test_every_page_is_clean_for_those_who_cannot_see_it(page: Page, site: Site) -> None:
    sha256 = filled(page, site)
    found: list[str] = []
    for path in (*PATHS, f"/documents/{sha256}", "/body?unit=淄博市卫生健康委员会"):
        settled(page, path)
        violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
        found += [f"{path}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations]
    assert found == []


@pytest.mark.parametrize("language", long_but_for(["en"], ["zh-CN", "en"]))
def test_every_page_speaks_the_language_that_was_chosen(page: Page, site: Site, language: str) -> None:
    sha256 = filled(page, site)
    page.goto(f"/?lang={language[:2]}")
    for path in (*PATHS, f"/documents/{sha256}"):
        settled(page, path)
        assert page.locator("html").get_attribute("lang") == language
        queue = "待审" if language == "zh-CN" else "Queue"
        expect(page.get_by_role("navigation").first).to_contain_text(queue)


def test_the_words_are_there_in_both_languages() -> None:
    chinese, english = words("zh"), words("en")
    assert chinese.keys() == english.keys()
    assert all(text.strip() for text in (*chinese.values(), *english.values()))
    assert [key for key in chinese if chinese[key].count("{") != english[key].count("{")] == []


def test_on_a_phone_nothing_sticks_out(page: Page, site: Site) -> None:
    sha256 = filled(page, site)
    page.set_viewport_size({"width": 390, "height": 844})
    for path in (*PATHS, f"/documents/{sha256}"):
        settled(page, path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, path
    page.goto("/queue")
    expect(page.get_by_role("link", name="总计·自然人")).to_be_visible()


@pytest.mark.long
def test_a_figure_is_shown_where_it_stands(page: Page, site: Site) -> None:
    sha256 = filled(page, site)
    page.goto(f"/documents/{sha256}#applications.new.natural_person")
    expect(page.locator("#told")).to_contain_text("自然人 = 3")
    expect(page.locator("mark.token")).to_be_in_viewport()
    expect(page.locator("mark.token")).to_have_text("3")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("上年结转政府信息公开申请数量 › 自然人 = 0")


@pytest.mark.long
def test_a_finding_leads_to_its_place(page: Page, site: Site) -> None:
    sha256 = filled(page, site)
    page.goto(f"/documents/{sha256}")
    expect(page.locator("mark").first).to_be_attached()
    page.get_by_role("button", name="勾稽关系不成立：总计 3 ≠ 各项之和 4（“自然人”列").click()
    expect(page.locator("#told")).to_contain_text("✗ -1")
    expect(page.locator("mark.token, mark.related").first).to_be_attached()


@pytest.mark.long
def test_the_queue_starts_by_enter_and_its_counts_move(page: Page, site: Site) -> None:
    filled(page, site)
    page.goto("/queue")
    expect(page.locator("[data-lane=errors]")).to_have_text("8")
    page.evaluate("document.querySelector('[data-lane=errors]').textContent = 'moved'")
    expect(page.locator("[data-lane=errors]")).to_have_text("8", timeout=15_000)
    page.get_by_role("link", name="8 原文有误").click()
    expect(page).to_have_url(re.compile("lane=errors"))
    page.wait_for_load_state()
    page.keyboard.press("Enter")
    ready(page)
    expect(page.locator("#why")).to_have_text("勾稽关系不成立")


def test_a_hostile_name_and_text_are_shown_as_they_are(page: Page, site: Site) -> None:
    text = f"{HOSTILE}人民政府2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
    sha256 = send(page, site, text.encode(), HOSTILE)
    for path in ("/documents", f"/documents/{sha256}", "/findings", "/bodies", "/queue"):
        settled(page, path)
        assert "stolen" not in page.title()
    page.goto("/documents")
    expect(page.get_by_text(HOSTILE, exact=False).first).to_be_visible()


@pytest.mark.long
def test_what_is_not_there_is_told_in_a_page(page: Page, site: Site, complaints: list[str]) -> None:
    answer = page.goto("/documents/" + "0" * 64)
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="出了问题")).to_be_visible()
    assert page.request.get("/v1/documents/" + "0" * 64).headers["content-type"] == "application/problem+json"
    assert all("404" in text for text in complaints)
    complaints.clear()


def test_readers_are_offered_nothing_they_may_not_do(page: Page, site: Site) -> None:
    sha256 = filled(page, site)
    page.context.clear_cookies()
    page.goto(site.link("reader", "张三"))
    expect(page.locator("#upload")).to_have_count(0)
    page.goto("/queue")
    expect(page.locator("#start")).to_have_count(0)
    page.goto(f"/documents/{sha256}#applications.new.total")
    expect(page.locator("#told")).to_contain_text("总计 = 3")
    expect(page.get_by_role("link", name="更正")).to_have_count(0)


@pytest.mark.long
def test_the_queue_is_narrowed_to_a_body_that_is_found_by_typing(page: Page, site: Site) -> None:
    filled(page, site)
    page.goto("/queue")
    page.get_by_label("机构").press_sequentially("淄博")
    expect(page.locator("#units option")).to_have_attribute("value", "淄博市卫生健康委员会")
    page.get_by_label("机构").fill("淄博市卫生健康委员会")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_text("8 个数字待审")).to_be_visible()
    page.locator("select[name=year]").select_option("2020")
    page.get_by_label("原因").select_option("row-missing")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_text("没有待审的数字")).to_be_visible()


@pytest.mark.long
def test_every_link_leads_somewhere(page: Page, site: Site) -> None:
    sha256 = filled(page, site)
    found: dict[str, str] = {}
    for path in (*PATHS, f"/documents/{sha256}", "/body?unit=淄博市卫生健康委员会"):
        settled(page, path)
        links: list[str] = page.evaluate("[...document.links].map((link) => link.href.split('#')[0])")
        found.update((link, path) for link in links)
    assert all(link.startswith(site.address) for link in found)
    answers = {link: page.request.get(link).status for link in found}
    assert {(found[link], link, status) for link, status in answers.items() if status != 200} == set()
