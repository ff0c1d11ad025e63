"""The source of a figure in a web page or a Word file is shown as the table that the file has."""

from __future__ import annotations

import pytest
from browsing import Site
from playwright.sync_api import Page, expect
from sending import open_review, press, send

from benchmarks.corpus import make_corpus_reports, page_of, word_file_of

FIELD = "applications.granted.natural_person"


@pytest.mark.parametrize("name", ["report.docx", "report.html"])
def test_the_cell_is_marked_in_the_table_of_the_file_with_the_names_of_its_row_and_column(
    page: Page, site: Site, name: str
) -> None:
    (report,) = make_corpus_reports(1, 5)
    content = word_file_of(report) if name.endswith("docx") else page_of(report).encode()
    sha256 = send(page, site, content, name)
    value = page.request.get(f"/v1/documents/{sha256}/fields/{FIELD}").json()["value"]
    open_review(page, f"?document={sha256}&field={FIELD}")
    cell = page.locator("table.of-file td.token")
    expect(cell).to_have_text(str(value))
    expect(cell).to_be_in_viewport()
    names = page.locator("table.of-file .names")
    expect(names.filter(has_text="自然人")).to_have_count(1)
    expect(names.filter(has_text="予以公开")).not_to_have_count(0)
    press(page, "s")
    expect(page.locator("ol.lines mark.token")).to_have_text(str(value))
    press(page, "s")
    expect(cell).to_be_visible()


@pytest.mark.long
def test_a_text_has_no_tables_of_its_own(page: Page, site: Site) -> None:
    sha256 = send(page, site, "一份没有表格的报告".encode())
    assert page.request.get(f"/v1/documents/{sha256}/tables").json() == {"tables": []}
