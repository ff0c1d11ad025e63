"""Signing in with a browser."""

from __future__ import annotations

from urllib.parse import urlparse

import pytest
from browsing import Site
from playwright.sync_api import BrowserContext, Page


def test_the_link_signs_in_and_shows_the_first_page(page: Page) -> None:
    assert urlparse(page.url).path == "/"
    assert "extractor" in page.title()
    assert page.request.get("/v1/me").json() == {"name": "王芳", "role": "admin"}


@pytest.mark.long
def test_a_spent_link_says_what_to_do(stranger: BrowserContext, site: Site, complaints: list[str]) -> None:
    link = site.link()
    stranger.new_page().goto(link)
    stranger.clear_cookies()
    page = stranger.new_page()
    answer = page.goto(link)
    assert answer is not None
    assert answer.status == 403
    assert "extractor serve" in page.inner_text("body")
    assert [text for text in complaints if "403" not in text] == []
    complaints.clear()


@pytest.mark.long
def test_a_token_signs_in_and_leads_back_to_where_one_was_going(stranger: BrowserContext, site: Site) -> None:
    page = stranger.new_page()
    page.goto("/signin?next=/%3Fhere")
    page.get_by_label("令牌").fill(site.secret("token", "reader"))
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{site.address}/?here")
    assert page.request.get("/v1/me").json()["role"] == "reader"


def test_a_wrong_token_is_told_and_can_be_tried_again(
    stranger: BrowserContext, site: Site, complaints: list[str]
) -> None:
    page = stranger.new_page()
    page.goto("/signin")
    page.get_by_label("令牌").fill("wrong")
    page.get_by_role("button", name="登录").click()
    assert "此令牌无效" in page.get_by_role("alert").inner_text()
    assert [text for text in complaints if "403" not in text] == []
    complaints.clear()
    page.get_by_label("令牌").fill(site.secret("token"))
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{site.address}/")


def test_what_a_page_complains_of_is_heard(page: Page, complaints: list[str]) -> None:
    page.evaluate("console.error('wrong'); setTimeout(() => { throw new Error('thrown') })")
    page.set_content("<script>var inline = 1</script>")
    page.wait_for_timeout(200)
    heard = " ".join(complaints)
    complaints.clear()
    assert all(part in heard for part in ("wrong", "thrown", "Content Security Policy")), heard
