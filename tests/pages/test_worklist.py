"""The figures on the decision screen, against slow and broken sends, page edges, others, and quick fingers."""

from __future__ import annotations

import random
import re

import pytest
from browsing import Site, visitor
from playwright.sync_api import Browser, Page, Route, expect
from sending import decide, open_review, press, ready, saved, waiting
from traffic import DECISIONS, FATES, QUEUE, Fate, Traffic, fail, failing, held
from worklists import ROWS, decided, forgiven, rows_in_doubt, settled, table_missing


def test_a_table_is_settled_once_however_slowly_it_is_sent(page: Page, site: Site) -> None:
    sha256 = table_missing(site, "applications")
    open_review(page)
    traffic = Traffic(page)
    with held(page) as sends:
        press(page, "t")
        page.keyboard.press("t")
        sends.wait()
        for key in ("Enter", "n", "Enter", "j", "r", "t"):
            page.keyboard.press(key)
        expect(page.locator("#decide")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#end-count")).to_have_text("本次审定 161 个数字。")
    ready(page)
    assert waiting(page) == 0
    assert traffic.during_sends() == []
    assert len(decided(page, sha256)) == len(settled(page, sha256)) == 161


@pytest.mark.long
def test_more_than_twenty_figures_are_settled_only_where_that_is_said_once_more(page: Page, site: Site) -> None:
    sha256 = table_missing(site, "applications")
    open_review(page)
    asked = page.get_by_role("dialog", name="一次审定这么多数字？")
    for answer in ("Enter", "Escape"):
        press(page, "t")
        expect(asked).to_contain_text("161 个数字")
        page.keyboard.press(answer)
        expect(asked).to_be_hidden()
    page.keyboard.down("t")
    page.keyboard.down("t")
    page.keyboard.up("t")
    expect(asked).to_be_visible()
    assert decided(page, sha256) == []
    page.get_by_role("button", name="是，全部记为未印").click()
    expect(page.locator("#end")).to_be_visible()
    press(page, "Backspace")
    assert waiting(page) == 161
    expect(page.locator("#left")).to_have_text("待审 161")


@pytest.mark.long
def test_twenty_figures_and_fewer_are_settled_without_asking(page: Page, site: Site) -> None:
    sha256 = table_missing(site, "disputes")
    open_review(page)
    press(page, "t")
    expect(page.locator("#end-count")).to_have_text("本次审定 15 个数字。")
    assert len(decided(page, sha256)) == 15


@pytest.mark.long
def test_a_table_does_not_take_in_what_is_on_its_way(page: Page, site: Site) -> None:
    sha256 = table_missing(site, "disputes")
    open_review(page)
    with held(page):
        press(page, "3", "Enter")
        page.keyboard.press("t")
        expect(page.locator("#saving")).to_have_text("正在保存 15 项……")
    expect(page.locator("#end-count")).to_have_text("本次审定 15 个数字。")
    assert sorted(decided(page, sha256)) == sorted(settled(page, sha256))
    values = [one["value"] for one in page.request.get(f"/v1/documents/{sha256}/fields?status=accepted").json()]
    assert 3 in values


@pytest.mark.long
def test_rows_are_settled_once_across_the_edge_of_a_page(page: Page, site: Site) -> None:
    sha256 = rows_in_doubt(site)
    open_review(page)
    traffic = Traffic(page)
    with held(page) as sends:
        press(page, "r", "r")
        page.keyboard.press("r")
        page.keyboard.press("r")
        sends.wait()
        expect(page.locator("#saving")).to_contain_text("21")
    press(page, "j", "k", "r")
    expect(page.locator("#toasts")).to_contain_text("没有采用")
    press(page, "r")
    expect(page.locator("#end-count")).to_have_text("本次审定 28 个数字。")
    assert sorted(decided(page, sha256)) == sorted(ROWS)
    assert traffic.during_sends() == []


def test_undo_right_after_a_decision_takes_that_one_back(page: Page, site: Site) -> None:
    sha256 = rows_in_doubt(site)
    open_review(page)
    press(page, "Enter")
    second = page.locator("#path").inner_text()
    with held(page) as sends:
        press(page, "r")
        page.keyboard.press("Backspace")
        sends.wait()
    press(page)
    expect(page.locator("#path")).to_have_text(second)
    expect(page.locator("#saving")).to_have_text("已保存 1 项")
    assert waiting(page) == 27
    assert len(settled(page, sha256)) == 1


@pytest.mark.long
@pytest.mark.parametrize("is_early", [True, False])
def test_undo_after_a_decision_that_was_not_taken_takes_back_nothing_else(
    page: Page, site: Site, complaints: list[str], is_early: bool
) -> None:
    sha256 = rows_in_doubt(site)
    open_review(page)
    press(page, "Enter")
    saved(page)
    second = page.locator("#path").inner_text()
    with held(page) as sends:
        press(page, "Enter")
        if is_early:
            page.keyboard.press("Backspace")
        for _ in range(2):
            sends.wait()
            sends.let_go(lambda route: fail(route, "lost"))
        expect(page.locator(".toast.error")).to_be_visible()
        if not is_early:
            press(page, "Backspace")
    ready(page)
    expect(page.locator(".toast.error")).to_contain_text("没有收到保存成功的答复")
    expect(page.locator("#path")).to_have_text(second)
    expect(page.locator("#saving")).to_have_text("已保存 1 项")
    assert len(settled(page, sha256)) == 1
    forgiven(complaints, "ERR_CONNECTION_RESET")


@pytest.mark.long
def test_a_decision_that_fails_comes_again_but_not_under_ones_hands(
    page: Page, site: Site, complaints: list[str]
) -> None:
    sha256 = rows_in_doubt(site)
    open_review(page)
    first = page.locator("#path").inner_text()
    with held(page) as sends:
        press(page, "Enter")
        second = page.locator("#path").inner_text()
        press(page, "5")
        for _ in range(2):
            sends.wait()
            sends.let_go(lambda route: fail(route, "lost"))
        expect(page.locator(".toast.error")).to_be_visible()
        expect(page.locator("#path")).to_have_text(second)
        expect(page.locator("#value")).to_have_value("5")
    press(page, "7", "Enter")
    expect(page.locator("#path")).to_have_text(first)
    saved(page)
    expect(page.locator("#saving")).to_have_text("已保存 1 项")
    assert len(settled(page, sha256)) == 1
    forgiven(complaints, "ERR_CONNECTION_RESET")


@pytest.mark.parametrize("fate", ["unanswered", "broken"])
def test_a_decision_whose_answer_is_lost_is_made_and_counted_once(
    page: Page, site: Site, complaints: list[str], fate: Fate
) -> None:
    sha256 = rows_in_doubt(site)
    open_review(page)
    with failing(page, fate):
        press(page, "r")
        saved(page)
    expect(page.locator("#saving")).to_have_text("已保存 7 项")
    assert len(decided(page, sha256)) == 7
    press(page, "Backspace")
    assert waiting(page) == 28
    forgiven(complaints, "ERR_CONNECTION_RESET", "503", "412")


@pytest.mark.long
def test_a_decision_whose_answers_are_all_lost_is_known_when_its_turn_comes(
    page: Page, site: Site, complaints: list[str]
) -> None:
    sha256 = rows_in_doubt(site)
    open_review(page)
    with failing(page, "unanswered", "lost"):
        press(page, "r")
        expect(page.locator(".toast.error")).to_be_visible()
    expect(page.locator("#saving")).to_have_text("")
    press(page, "Enter")
    expect(page.locator("#saving")).to_have_text("已保存 8 项")
    assert len(decided(page, sha256)) == 8
    press(page, "Backspace", "Backspace")
    expect(page.locator("#left")).to_have_text("待审 28")
    forgiven(complaints, "ERR_CONNECTION_RESET", "412")


@pytest.mark.long
def test_what_somebody_else_settled_before_its_turn_is_not_shown(page: Page, site: Site, browser: Browser) -> None:
    sha256 = rows_in_doubt(site)
    open_review(page)
    queue = [one["figure"]["field"] for one in page.request.get("/v1/queue?limit=3").json()["items"]]
    with visitor(browser, site, []) as other:
        somebody = other.new_page()
        somebody.goto(site.link("reviewer", "李强"))
        assert decide(somebody, site, sha256, queue[1], 4).status == 201
    traffic = Traffic(page)
    press(page, "Enter", "Enter")
    saved(page)
    assert traffic.sent() == [[queue[0]], [queue[2]]]
    expect(page.locator("#saving")).to_have_text("已保存 2 项")


@pytest.mark.long
def test_a_table_that_somebody_else_began_is_refused_whole_and_settled_anew(
    page: Page, site: Site, complaints: list[str]
) -> None:
    sha256 = table_missing(site, "disputes")
    open_review(page)
    field = page.request.get("/v1/queue?limit=3").json()["items"][2]["figure"]["field"]
    assert decide(page, site, sha256, field, 4).status == 201
    press(page, "t")
    expect(page.locator(".toast.error")).to_contain_text("王芳 已审定为 4")
    expect(page.locator(".toast.error a")).to_have_attribute("href", f"/documents/{sha256}#{field}")
    expect(page.locator("#table-button")).to_be_hidden()
    assert waiting(page) == 14
    forgiven(complaints, "412")


@pytest.mark.long
def test_a_key_that_is_held_decides_one_figure(page: Page, site: Site) -> None:
    sha256 = rows_in_doubt(site)
    open_review(page)
    for key in ("Enter", "r"):
        ready(page)
        page.keyboard.down(key)
        for _ in range(5):
            page.keyboard.down(key)
            ready(page)
        page.keyboard.up(key)
    saved(page)
    assert len(decided(page, sha256)) == 7
    expect(page.locator(".toast")).to_have_count(0)


@pytest.mark.long
def test_a_double_click_decides_one_figure(page: Page, site: Site) -> None:
    sha256 = rows_in_doubt(site)
    open_review(page)
    button = page.get_by_role("button", name=re.compile("采信，下一个"))
    button.dblclick()
    press(page)
    saved(page)
    assert len(decided(page, sha256)) == 1


@pytest.mark.long
def test_what_is_decided_is_not_shown_by_going_back(page: Page, site: Site) -> None:
    rows_in_doubt(site)
    open_review(page)
    first = page.locator("#path").inner_text()
    press(page, "j", "Enter")
    third = page.locator("#path").inner_text()
    press(page, "k")
    expect(page.locator("#path")).to_have_text(first)
    press(page, "k")
    expect(page.locator("#toasts")).to_contain_text("前面没有跳过的数字")
    press(page, "Enter")
    expect(page.locator("#path")).to_have_text(third)


@pytest.mark.long
def test_a_choice_is_taken_back_before_a_decision(page: Page, site: Site) -> None:
    sha256 = rows_in_doubt(site)
    open_review(page)
    press(page, "Enter")
    saved(page)
    value = page.locator("#value").input_value()
    press(page, "n")
    expect(page.locator("#value")).to_have_value("")
    press(page, "Backspace")
    expect(page.locator("#value")).to_have_value(value)
    assert len(settled(page, sha256)) == 1
    press(page, "Backspace")
    assert settled(page, sha256) == set()


@pytest.mark.long
def test_a_queue_that_cannot_be_fetched_is_tried_again(page: Page, site: Site, complaints: list[str]) -> None:
    rows_in_doubt(site)
    with failing(page, "refused", pattern=QUEUE):
        page.goto("/review")
        ready(page)
        expect(page.locator("#failed")).to_contain_text("这个数字没有载入")
        press(page, "Enter")
    expect(page.locator("#work")).to_be_visible()
    press(page, *["r"] * 4)
    expect(page.locator("#end-count")).to_have_text("本次审定 28 个数字。")
    forgiven(complaints, "503")


@pytest.mark.long
def test_the_end_says_what_is_left(page: Page, site: Site) -> None:
    table_missing(site, "disputes")
    open_review(page)
    press(page, *["j"] * 15)
    expect(page.locator("#end")).to_contain_text("已到此队列末尾")
    press(page, "k")
    expect(page.locator("#work")).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize("luck", range(3))
def test_whatever_happens_nothing_is_decided_twice_and_the_count_is_the_services(
    page: Page, site: Site, complaints: list[str], luck: int
) -> None:
    """Fifty keys at random over sends that are late, refused, or lost: there twice, or once on the way back."""
    chance = random.Random(luck)
    sha256 = rows_in_doubt(site)
    late: list[Route] = []
    fates: list[Fate | None] = []

    def meet(route: Route) -> None:
        was_made = bool(fates) and fates[-1] in ("broken", "unanswered")
        fates.append(None if was_made else chance.choice([*FATES, None, None, None, None, None]))
        fate = fates[-1]
        if fate:
            fail(route, fate)
        elif chance.random() < 0.4:
            late.append(route)
        else:
            route.continue_()

    page.route(DECISIONS, meet)
    open_review(page)
    traffic = Traffic(page)
    for _ in range(50):
        page.keyboard.press(chance.choice(["Enter", "Enter", "Enter", "r", "n", "5", "j", "k", "Backspace"]))
        page.wait_for_timeout(chance.choice([0, 0, 20, 100]))
        while late and chance.random() < 0.4:
            late.pop(0).continue_()
    page.unroute(DECISIONS)
    while page.locator("#decide[aria-busy=true]").count() or late:
        while late:
            late.pop(0).continue_()
        page.wait_for_timeout(20)
    saved(page)
    assert traffic.during_sends() == []
    count = len(settled(page, sha256))
    shown = "#saving" if page.locator("#work").is_visible() else "#end-count"
    assert int("".join(re.findall(r"\d", page.locator(shown).inner_text())) or 0) == count
    assert waiting(page) == 28 - count
    forgiven(complaints, "ERR_CONNECTION_RESET", "503", "412")


@pytest.mark.long
def test_a_figure_of_the_list_keeps_its_queue_and_its_place(page: Page, site: Site) -> None:
    rows_in_doubt(site)
    page.goto("/queue?lane=figures")
    second = page.locator("tbody a").nth(1)
    names = page.locator("tbody a").all_inner_texts()
    second.click()
    ready(page)
    shown = [page.locator("#path").inner_text()]
    for _ in range(2):
        press(page, "j")
        shown.append(page.locator("#path").inner_text())
    assert [path.endswith(name.split("·")[-1]) for name, path in zip(names[1:4], shown, strict=True)] == [True] * 3
    press(page, *["j"] * (len(names) - 3))
    expect(page.locator("#end")).to_be_hidden()
    press(page, "j")
    expect(page.locator("#again")).to_have_text(f"跳过了 {len(names)} 项：再看一遍")
    press(page, "Enter")
    expect(page.locator("#path")).to_have_text(shown[0])
    assert page.locator("#end a").get_attribute("href") == "/queue?lane=figures"
