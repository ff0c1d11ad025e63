"""One decision a screen: by keyboard to the end of the queue, back again, and against somebody else."""

from __future__ import annotations

import re
from pathlib import Path

from browsing import Site, visitor
from playwright.sync_api import Browser, Page, Route, expect
from sending import decide, open_review, press, ready, saved, send, send_seed, waiting

CASES = Path(__file__).parents[1] / "cases"
PENALTIES = "active.administrative_penalties.decisions"


def test_the_queue_is_worked_by_keyboard_to_its_end(page: Page, site: Site) -> None:
    send_seed(page, site, 3)
    open_review(page)
    expect(page.locator("#left")).to_have_text("待审 8")
    press(page, *["Enter"] * 8)
    expect(page.locator("#end")).to_be_visible()
    saved(page)
    assert waiting(page) == 0


def test_the_residuals_move_while_one_types(page: Page, site: Site) -> None:
    send_seed(page, site, 3)
    open_review(page)
    total = page.locator('[data-identity="applications.results_total[natural_person]"] output')
    expect(total).to_have_text("−1")
    press(page, "4")
    expect(page.locator("#value")).to_have_value("4")
    expect(total).to_have_text("✓ 0")
    press(page, "2")
    expect(page.locator("#value")).to_have_value("42")
    expect(total).to_have_text("+38")
    press(page, "Backspace", "Backspace")
    expect(page.locator("#value")).to_have_value("")


def test_decisions_are_taken_back_as_far_as_one_likes(page: Page, site: Site) -> None:
    sha256 = send_seed(page, site, 3)
    before = page.request.get(f"/v1/documents/{sha256}/fields").json()
    open_review(page)
    first = page.locator("#path").inner_text()
    press(page, "Enter", "5", "Enter", "Enter")
    saved(page)
    assert waiting(page) == 5
    press(page, "Backspace", "Backspace", "Backspace")
    expect(page.locator("#path")).to_have_text(first)
    assert waiting(page) == 8
    after = page.request.get(f"/v1/documents/{sha256}/fields").json()
    assert [(one["value"], one["status"], one["basis"]) for one in after] == [
        (one["value"], one["status"], one["basis"]) for one in before
    ]
    assert len(page.request.get(f"/v1/documents/{sha256}/decisions").json()) == 6


def test_a_whole_row_is_settled_by_one_key(page: Page, site: Site) -> None:
    send_seed(page, site, 3)
    open_review(page)
    press(page, "r")
    saved(page)
    assert waiting(page) == 6
    press(page, "Backspace")
    assert waiting(page) == 8


def test_a_rows_proposal_is_taken_by_one_key(page: Page, site: Site) -> None:
    case = CASES / "column-names-pushed-along-by-the-words-before-them.txt"
    sha256 = send(page, site, case.read_bytes())
    row = "applications.carried_in."
    open_review(page, f"?document={sha256}&field={row}total")
    before = waiting(page)
    expect(page.locator("#proposals")).to_contain_text("其余成立")
    press(page, "a")
    saved(page)
    fields = page.request.get(f"/v1/documents/{sha256}/fields").json()
    settled = [(one["value"], one["status"]) for one in fields if one["field"].startswith(row)]
    assert settled == [(0, "accepted")] * 7
    assert waiting(page) == before - 7


def test_a_figure_is_corrected_with_the_prose_in_sight(page: Page, site: Site) -> None:
    sha256 = send_seed(page, site, 1)
    page.goto(f"/documents/{sha256}#{PENALTIES}")
    page.get_by_role("link", name="更正").click()
    ready(page)
    expect(page.locator("#findings")).to_contain_text("457")
    expect(page.locator("#value")).to_have_value("467")
    press(page, "p")
    prose = page.locator("mark.related").first
    expect(prose).to_be_in_viewport()
    expect(prose).to_contain_text("457")
    press(page, "4", "5", "7", "Enter")
    saved(page)
    page.get_by_role("link", name="返回").click()
    expect(page.locator("#told")).to_contain_text("王芳: 467 → 457")
    field = page.request.get(f"/v1/documents/{sha256}/fields/{PENALTIES}").json()
    assert (field["value"], field["printed"], field["basis"]) == (457, "467", "reviewed")


def test_the_second_of_two_reviewers_is_told(page: Page, site: Site, browser: Browser, complaints: list[str]) -> None:
    sha256 = send_seed(page, site, 3)
    open_review(page)
    field = page.request.get("/v1/queue?limit=1").json()["items"][0]["figure"]["field"]
    with visitor(browser, site, []) as other:
        somebody = other.new_page()
        somebody.goto(site.link("reviewer", "李强"))
        assert decide(somebody, site, sha256, field, 4).status == 201
    press(page, "Enter")
    expect(page.locator(".toast.error")).to_contain_text("李强 已审定为 4，您的决定没有采用")
    assert page.request.get(f"/v1/documents/{sha256}/fields/{field}").json()["value"] == 4
    assert [text for text in complaints if "412" not in text] == []
    complaints.clear()
    expect(page.locator("#saving")).to_have_text("")
    with page.expect_popup() as opened:
        page.locator(".toast.error").get_by_role("link", name="查看").click()
    report = opened.value
    report.get_by_role("link", name="更正").click()
    expect(report.locator("#value")).to_have_value("4")
    press(report, "3", "Enter")
    saved(report)
    history = page.request.get(f"/v1/documents/{sha256}/fields/{field}/decisions").json()
    assert [(one["who"], one["after"]["value"]) for one in history] == [("李强", 4), ("王芳", 3)]


def test_keys_pressed_before_the_figure_is_there_are_not_taken(page: Page, site: Site) -> None:
    send_seed(page, site, 3)

    def late(route: Route) -> None:
        page.wait_for_timeout(500)
        route.continue_()

    page.route("**/fields", late)
    page.goto("/review")
    page.locator("#decide[aria-busy=true]").wait_for()
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text("没有采用")
    assert waiting(page) == 8
    press(page, "Enter")
    saved(page)
    assert waiting(page) == 7


def test_an_empty_value_is_not_accepted_by_enter(page: Page, site: Site) -> None:
    send_seed(page, site, 3)
    open_review(page)
    press(page, "=", "Enter")
    expect(page.locator("#toasts")).to_contain_text("请先键入数字")
    assert waiting(page) == 8
    press(page, "Escape", "n", "Enter")
    saved(page)
    assert waiting(page) == 7


def test_the_keys_are_told(page: Page, site: Site) -> None:
    send_seed(page, site, 3)
    open_review(page)
    press(page, "?")
    expect(page.get_by_role("dialog")).to_contain_text("撤销上一项决定")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    for name in ("采信，下一个", "报告未印", "撤销", "上一个", "跳过"):
        expect(page.get_by_role("button", name=re.compile(name))).to_be_visible()


def test_skipping_leaves_a_figure_waiting(page: Page, site: Site) -> None:
    send_seed(page, site, 3)
    open_review(page)
    first = page.locator("#path").inner_text()
    press(page, "j")
    expect(page.locator("#path")).not_to_have_text(first)
    press(page, "k")
    expect(page.locator("#path")).to_have_text(first)
    assert waiting(page) == 8
