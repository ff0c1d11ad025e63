"""What the pages say of a figure's cell, where it is chosen in its report and where it is decided."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Site
from five_cells import CELLS, PRINTED, five_cells
from playwright.sync_api import Page, expect
from sending import open_review, press, send

from extractor.exporting.cells import CELL_SIGNS
from extractor.exporting.pages.language import LANGUAGES, Language, words
from extractor.lexicon.cell_kind import CELL_KINDS, CellKind


@pytest.fixture
def sha256(page: Page, site: Site) -> str:
    """The report in which a cell of each kind stands."""
    return send(page, site, five_cells(), "report.html")


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_chooses_a_figure_is_told_what_its_cell_holds(page: Page, sha256: str, language: Language) -> None:
    page.goto(f"/?lang={language}")
    page.goto(f"/documents/{sha256}")
    said = words(language)
    for kind, field in CELLS.items():
        page.locator(f'a[data-field="{field}"]').click()
        told = page.locator("#told dd").first
        expect(told).to_have_text(f"{said[f'cells.{kind}']}{said['cells.colon']}{said[f'cells_told.{kind}']}")
        expect(page.locator("#told h2 .sign")).to_have_count(int(kind != "figure"))
        printed = page.locator("#told dd").nth(1)
        assert (printed.inner_text() == PRINTED[kind]) == bool(PRINTED[kind])


def test_each_kind_of_cell_looks_and_is_read_out_in_its_own_way(page: Page, sha256: str) -> None:
    page.goto(f"/documents/{sha256}?lang=en")
    looks: dict[CellKind, tuple[str, ...]] = {}
    for kind, field in CELLS.items():
        cell = page.locator(f'td[data-cell="{kind}"]:has(a[data-field="{field}"])')
        sign = cell.locator(".sign span[aria-hidden]")
        looks[kind] = (*sign.all_inner_texts(), *cell.locator(".sign .hidden").all_text_contents())
    assert looks == {kind: (CELL_SIGNS[kind], kind) if CELL_SIGNS[kind] else () for kind in CELL_KINDS}
    assert Axe().run(page).response["violations"] == []


@pytest.mark.long
def test_a_figure_that_is_to_be_decided_has_a_word_for_its_cell(page: Page, sha256: str) -> None:
    page.goto("/?lang=en")
    open_review(page, f"?document={sha256}")
    seen: dict[str, str] = {}
    for _ in range(4):
        printed = page.locator("#printed")
        seen[printed.locator(".cell-word").inner_text()] = " ".join(printed.inner_text().split())
        press(page, "j")
    assert {kind: text for kind, text in seen.items() if kind != "figure"} == {
        "unread": f"{CELL_SIGNS['unread']}unread: printed “见附件1”",
        "lost": f"{CELL_SIGNS['lost']}lost: no cell was found",
    }
    assert seen["figure"].startswith("figure: printed “")


@pytest.mark.long
def test_a_blank_that_is_settled_is_a_blank_still(page: Page, site: Site, sha256: str) -> None:
    field = CELLS["blank"]
    path = f"/v1/documents/{sha256}/fields/{field}"
    etag = page.request.get(path).json()["etag"]
    headers = {"Origin": site.address, "If-Match": etag}
    assert page.request.post(f"{path}/decisions", data={"value": 3}, headers=headers).ok
    page.goto(f"/documents/{sha256}?lang=en")
    expect(page.locator(f'td.reviewed[data-cell="blank"] a[data-field="{field}"]')).to_contain_text("3")
