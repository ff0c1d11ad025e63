"""The pages for offices in a real browser, from disk: quiet, usable by everyone, no wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from golden import SEEDS
from playwright.sync_api import Browser, Page, expect
from typer.testing import CliRunner

from extractor.cli.app import app

TORN = SEEDS.parent / "tests" / "cases" / "deduced-against-a-stroke.txt"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of the seeds, of a torn report, of a file that is none, and with somebody missing."""
    room = tmp_path_factory.mktemp("office")
    names, spoilt = room / "list.txt", room / "empty.docx"
    names.write_text("盐池县卫生健康局\n海宁市民政局\n", "utf-8")
    spoilt.touch()
    words = ["check", str(SEEDS), str(TORN), str(spoilt), "--expected", str(names), "--pages", str(room / "pages")]
    assert CliRunner().invoke(app, [*words, "--lang", "zh"]).exit_code == 2
    return room / "pages"


@pytest.fixture(params=[("light", 1280), ("dark", 1280), ("light", 390)], ids=["light", "dark", "narrow"])
def look(browser: Browser, request: pytest.FixtureRequest, complaints: list[str]) -> Iterator[Page]:
    """A page of a browser that complains where anything is wrong, and has no network."""
    scheme, width = request.param
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, offline=True)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    yield page
    context.close()


NAMES = ["index", "003_044d8511bbceea4c", "deduced-against-a-stroke"]


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_from_disk_fits_the_screen_and_can_be_used_by_everyone(
    look: Page, folder: Path, name: str
) -> None:
    look.goto((folder / f"{name}.html").as_uri())
    wide, room = look.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room
    found = Axe().run(look, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_links_lead_from_the_index_to_a_finding_its_place_and_its_cell(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("row", name="淄博市卫生健康委员会").get_by_role("link").click()
    page.get_by_role("navigation", name="问题").get_by_role("link").first.click()
    told = page.locator("#n1")
    expect(told).to_be_in_viewport()
    told.get_by_role("link", name="第 337 行").click()
    mark = page.locator('[id="n1-1"]')
    expect(mark).to_be_in_viewport()
    mark.get_by_role("link").first.click()
    expect(page.locator('[id="cell-applications.total.natural_person"]')).to_be_in_viewport()
    page.close()


@pytest.mark.long
def test_a_figure_leads_to_its_place_even_where_that_is_far_down(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "003_044d8511bbceea4c.html").as_uri())
    cell = page.locator('[id="cell-disputes.review.total"] a')
    cell.click()
    expect(page.locator('[id="disputes.review.total"]')).to_be_in_viewport()
    expect(cell).to_be_in_viewport()
    page.close()
