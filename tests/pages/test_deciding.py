"""One decision a screen: by keyboard to the end of the queue, back again, and against somebody else."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from browsing import Site, visitor
from golden import golden, seed
from playwright.sync_api import Browser, Page, Route, expect
from sending import decide, open_review, press, ready, saved, send, send_seed, waiting
from storing import in_doubt, put, settle, violated

from extractor.result import Extraction, Finding, RepairChange
from extractor.store.keying import SecondValue, key_again
from extractor.store.people import person_named
from extractor.store.second_keys import draw

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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
def test_a_rows_proposal_is_taken_by_one_key(page: Page, site: Site) -> None:
    case = CASES / "column-names-pushed-along-by-the-words-before-them.txt"
    sha256 = send(page, site, case.read_bytes())
    row = "applications.carried_in."
    open_review(page, f"?document={sha256}&field={row}total")
    before = waiting(page)
    expect(page.locator("#proposals")).to_contain_text("其余成立")
    press(page, "x")
    saved(page)
    fields = page.request.get(f"/v1/documents/{sha256}/fields").json()
    settled = [(one["value"], one["status"]) for one in fields if one["field"].startswith(row)]
    assert settled == [(0, "accepted")] * 7
    assert waiting(page) == before - 7


@pytest.mark.long
def test_a_figure_is_corrected_with_the_prose_in_sight(page: Page, site: Site) -> None:
    sha256 = send_seed(page, site, 1)
    page.goto(f"/documents/{sha256}#{PENALTIES}")
    page.locator(f'a[href$="field={PENALTIES}"]').click()
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
    report.locator(f'a[href$="field={field}"]').click()
    expect(report.locator("#value")).to_have_value("4")
    press(report, "3", "Enter")
    saved(report)
    history = page.request.get(f"/v1/documents/{sha256}/fields/{field}/decisions").json()
    assert [(one["who"], one["after"]["value"]) for one in history] == [("李强", 4), ("王芳", 3)]


@pytest.mark.long
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


@pytest.mark.long
def test_an_empty_value_is_not_accepted_by_enter(page: Page, site: Site) -> None:
    send_seed(page, site, 3)
    open_review(page)
    press(page, "=", "Enter")
    expect(page.locator("#toasts")).to_contain_text("请先键入数字")
    assert waiting(page) == 8
    press(page, "Escape", "n", "Enter")
    saved(page)
    assert waiting(page) == 7


@pytest.mark.long
def test_the_keys_are_told(page: Page, site: Site) -> None:
    send_seed(page, site, 3)
    open_review(page)
    press(page, "?")
    expect(page.get_by_role("dialog")).to_contain_text("撤销上一项决定")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    for name in ("采信，下一个", "报告未印", "撤销", "上一个", "跳过"):
        expect(page.get_by_role("button", name=re.compile(name))).to_be_visible()


@pytest.mark.long
def test_skipping_leaves_a_figure_waiting(page: Page, site: Site) -> None:
    send_seed(page, site, 3)
    open_review(page)
    first = page.locator("#path").inner_text()
    press(page, "j")
    expect(page.locator("#path")).not_to_have_text(first)
    press(page, "k")
    expect(page.locator("#path")).to_have_text(first)
    assert waiting(page) == 8


ROW = "applications.new."
BLANK = {"value": None, "printed": "", "basis": "none", "cell": "blank"}


def kept(site: Site, extraction: Extraction) -> str:
    """Keeps a report as it was read; its hash."""
    put(site.service.store, extraction, seed(2).read_bytes())
    return hashlib.sha256(seed(2).read_bytes()).hexdigest()


def test_a_row_is_accepted_as_it_is_shown_with_its_blanks_and_without_what_is_unknown(page: Page, site: Site) -> None:
    blank, lost, known = f"{ROW}company", f"{ROW}research", f"{ROW}other_org"
    doubted = in_doubt(in_doubt(golden(2), blank, **BLANK), known)
    gone = {"value": None, "printed": None, "basis": "none", "place": None, "cell": "lost"}
    sha256 = kept(site, in_doubt(doubted, lost, **gone))
    open_review(page, f"?document={sha256}&field={known}")
    press(page, "r")
    saved(page)
    expect(page.locator("#toasts")).to_contain_text("另有 1 个数字还未知")
    now = {one["field"]: one for one in page.request.get(f"/v1/documents/{sha256}/fields").json()}
    assert [(now[field]["value"], now[field]["status"]) for field in (blank, lost, known)] == [
        (None, "accepted"),
        (None, "review"),
        (0, "accepted"),
    ]


@pytest.mark.long
def test_what_was_read_and_what_would_mend_an_equation_are_candidates_also_after_a_decision(
    page: Page, site: Site
) -> None:
    field = f"{ROW}company"
    extraction = violated(in_doubt(golden(2), field), field)
    *before, finding = extraction.findings
    mended = Finding(**{**vars(finding), "repairs": [[RepairChange(field, 0, 8)]]})
    sha256 = kept(site, Extraction(**{**vars(extraction), "findings": [*before, mended]}))
    open_review(page, f"?document={sha256}&field={field}")
    candidates = page.locator("#candidates")
    expect(candidates).to_contain_text("最小改法")
    press(page, "5", "Enter")
    saved(page)
    open_review(page, f"?document={sha256}&field={field}")
    expect(candidates.locator("button")).to_have_count(4)
    expect(candidates.locator("button").last).to_contain_text("未印")
    expect(candidates.locator("button", has_text="规则")).to_contain_text("0")
    press(page, "8", "Enter")
    saved(page)
    assert page.request.get(f"/v1/documents/{sha256}/fields/{field}").json()["value"] == 8


@pytest.mark.long
def test_who_decides_between_two_keyers_sees_both_values_with_their_names(page: Page, site: Site) -> None:
    field = f"{ROW}company"
    sha256 = kept(site, in_doubt(golden(2), field))
    store = site.service.store
    row = settle(store, 1, 3, field=field, who="李强")
    with store.writing() as session:
        draw(session, sha256, [row], 1.0)
        session.flush()
        other = person_named(session, "赵敏", store.now())
        assert not key_again(session, SecondValue(1, 4, other), store.now()).agrees
    open_review(page, f"?document={sha256}&field={field}")
    expect(page.locator("#candidates button", has_text="李强")).to_contain_text("3")
    expect(page.locator("#candidates button", has_text="赵敏")).to_contain_text("4")
    press(page, "4", "Enter")
    saved(page)
    assert page.request.get(f"/v1/documents/{sha256}/fields/{field}").json()["value"] == 4
    assert page.request.get(f"/v1/documents/{sha256}/second-keying").json() == []


def test_a_figure_is_said_to_be_lost_in_this_copy_by_one_key(page: Page, site: Site) -> None:
    sha256 = send_seed(page, site, 3)
    open_review(page)
    field = page.request.get("/v1/queue?limit=1").json()["items"][0]["figure"]["field"]
    press(page, "l")
    expect(page.locator("#from")).to_contain_text("已丢失")
    press(page, "Enter")
    saved(page)
    now = page.request.get(f"/v1/documents/{sha256}/fields/{field}").json()
    assert (now["value"], now["answer"], now["status"]) == (None, "lost", "accepted")


@pytest.mark.long
def test_the_whole_table_is_one_key_away(page: Page, site: Site) -> None:
    send_seed(page, site, 3)
    open_review(page)
    page.keyboard.press("g")
    expect(page.locator("#settle")).to_have_attribute("aria-busy", "false")
    page.goto("/queue")
    page.keyboard.press("g")
    expect(page.locator("#settle")).to_have_attribute("aria-busy", "false")
