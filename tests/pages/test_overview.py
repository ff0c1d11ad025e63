"""The report of a run in a real browser, from disk: clean, readable by everybody, and never wider than the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from golden import golden
from overviews import crowd, entry, hostile
from playwright.sync_api import Browser, Page

from extractor.exporting.overview.printing import print_page
from extractor.exporting.overview.tally import ReportEntry
from extractor.exporting.overview.writing import OverviewRequest, write_overview
from extractor.exporting.pages.language import Language

RUNS: dict[str, Callable[[], Iterable[ReportEntry]]] = {
    "seeds": lambda: [entry(golden(number)) for number in range(5)],
    "crowd": lambda: crowd(60, range(2010, 2026)),
    "hostile": hostile,
    "nothing": list,
}


def written(name: str, folder: Path, language: Language) -> Path:
    """The page of one of the runs."""
    path = folder / f"{name}.html"
    write_overview(RUNS[name](), OverviewRequest(path, language))
    return path


def shown(browser: Browser, path: Path, width: int, **options: Any) -> tuple[Page, list[str]]:
    """A page with everything on it opened, and what the browser complained of or asked for."""
    page = browser.new_context(viewport={"width": width, "height": 900}, **options).new_page()
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda message: heard.append(message.text))
    page.on("request", lambda request: None if request.url == path.as_uri() else heard.append(request.url))
    page.goto(path.as_uri())
    for one in page.locator("details").all():
        one.locator("summary").click()
    return page, heard


@pytest.mark.parametrize("name", RUNS)
def test_a_report_opens_from_disk_asks_for_nothing_and_fits_a_telephone(
    name: str, browser: Browser, tmp_path: Path
) -> None:
    path = written(name, tmp_path, "zh")
    for width in (390, 1280):
        page, heard = shown(browser, path, width)
        assert heard == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert "stolen" not in page.title()
        page.context.close()


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["seeds", "crowd"])
def test_a_report_is_clean_for_those_who_cannot_see_it(
    name: str, scheme: str, browser: Browser, tmp_path: Path
) -> None:
    # The checker is a script, which the page's own policy forbids.
    path = written(name, tmp_path, "en")
    page, _ = shown(browser, path, 1280, color_scheme=scheme, bypass_csp=True)
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    page.context.close()
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations] == []


@pytest.mark.long
def test_a_kind_of_findings_opens_to_its_examples(browser: Browser, tmp_path: Path) -> None:
    page, _ = shown(browser, written("seeds", tmp_path, "zh"), 1280)
    example = page.locator("details.error .example").first
    assert example.is_visible()
    assert "044d8511bbceea4c.txt" in example.inner_text()
    page.locator("details.error summary").first.click()
    assert not example.is_visible()
    page.context.close()


@pytest.mark.long
def test_a_report_is_printed_beside_itself(browser: Browser, tmp_path: Path) -> None:
    assert browser.is_connected()
    target = print_page(written("seeds", tmp_path, "zh"))
    assert target == tmp_path / "seeds.pdf"
    assert target.read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seeds.html", "seeds.pdf"]


@pytest.mark.long
def test_the_table_of_bodies_sorts_searches_and_is_saved(browser: Browser, tmp_path: Path) -> None:
    page, heard = shown(browser, written("crowd", tmp_path, "en"), 1280)
    box = page.locator(".sortable")
    rows = box.locator("tbody tr:not([hidden])")
    names = rows.locator("td:first-child")
    box.get_by_role("button", name="Body").click()
    ordered = names.all_text_contents()
    assert len(ordered) > 10
    box.get_by_role("button", name="Body").click()
    assert names.all_text_contents() == ordered[::-1]
    box.get_by_role("searchbox").fill(ordered[3][:6])
    assert 1 <= rows.count() < len(ordered)
    assert all(ordered[3][:6] in one for one in names.all_text_contents())
    with page.expect_download() as download:
        box.get_by_role("button", name="Download CSV").click()
    saved = download.value.path().read_text("utf-8-sig").splitlines()
    assert saved[0].startswith("Body,years,Known,Decided,In full,Interval (%),Rank")
    assert len(saved) == 1 + rows.count()
    assert heard == [] or all(one.startswith("blob:") for one in heard)
    page.context.close()
