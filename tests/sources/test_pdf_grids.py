"""The tables of a PDF as grids: what its lines say of cells, beside the text."""

from __future__ import annotations

from sources.drawn_pdf import Paper, pdf

from extractor.sources import open_source
from extractor.sources.grid import Bounds
from extractor.sources.model import Source
from tests.sources.grids import check_grids, shown
from tests.sources.test_pdf import table


def opened(*pages: Paper) -> Source:
    source = open_source(pdf(*pages), "report.pdf")
    check_grids(source)
    return source


def test_a_merged_cell_covers_the_rows_and_columns_that_no_line_parts() -> None:
    page = Paper()
    for y in (100, 120, 160):
        page.line(100, y, 280, y)
    page.line(160, 140, 280, 140)
    for x, top in ((100, 100), (160, 120), (220, 120), (280, 100)):
        page.line(x, top, x, 160)
    for x, y, words in ((105, 114, "办理结果"), (105, 145, "行政"), (165, 134, "1"), (225, 154, "2")):
        page.text(x, y, words)
    source = opened(page)
    assert source.text == "办理结果\n行政\t1\t\n\t2\n"
    assert shown(source) == [[["办理结果"] * 3, ["行政", "1", ""], ["行政", "", "2"]]]
    assert source.grids[0].bounds == Bounds.DRAWN


def test_each_printed_line_of_a_cell_is_a_part_of_its_own() -> None:
    page = Paper()
    page.grid([100, 160, 190, 250], [100, 140, 160])
    for x, y, words in (
        (105, 114, "行政"),
        (105, 130, "许可"),
        (162, 114, "1411"),
        (162, 130, "2"),
        (195, 114, "3"),
        (195, 130, "4"),
        (105, 154, "甲"),
    ):
        page.text(x, y, words)
    source = opened(page)
    assert source.text == "行政许可\t14112\t3 4\n甲\t\t\n"
    assert shown(source) == [[["行政|许可", "1411|2", "3|4"], ["甲", "", ""]]]


def test_a_table_that_goes_on_over_pages_is_one_grid_without_its_repeated_header() -> None:
    pages = [
        table([["信息内容", "件数"], ["规章", "1"]], top=700),
        table([["信息内容", "件数"], ["许可", "2"]], top=60),
    ]
    assert shown(opened(*pages)) == [[["信息内容", "件数"], ["规章", "1"], ["许可", "2"]]]
    apart = pages[0], Paper(), pages[1]
    apart[1].text(100, 100, "正文")
    assert len(opened(*apart).grids) == 2


def test_a_row_that_the_page_break_cuts_is_one_row() -> None:
    upper = table([["1.秘密", "1"], ["2.没有现成", "4"]], top=700)
    lower = table([["信息", ""], ["3.补正", "5"]], top=60)
    assert shown(opened(upper, lower)) == [[["1.秘密", "1"], ["2.没有现成|信息", "4"], ["3.补正", "5"]]]
    upper = table([["1.秘密", "1"], ["2.没有现成", ""]], top=700)
    lower = table([["信息", "4"], ["3.补正", "5"]], top=60)
    assert shown(opened(upper, lower)) == [[["1.秘密", "1"], ["2.没有现成|信息", "4"], ["3.补正", "5"]]]
    assert shown(opened(table([["2.没有现成", ""]], top=700), lower)) == [[["2.没有现成|信息", "4"], ["3.补正", "5"]]]


def test_a_table_without_lines_down_it_has_bounds_that_are_inferred() -> None:
    page = Paper()
    for y, row in ((100, ("规章", "1", "0", "2", "3")), (130, ("规范性文件", "", "5", "", "5"))):
        for x, words in zip((60, 200, 240, 280, 320), row, strict=True):
            page.text(x, y, words)
    source = opened(page)
    assert shown(source) == [[["规章", "1", "0", "2", "3"], ["规范性文件", "", "5", "", "5"]]]
    assert source.grids[0].bounds == Bounds.INFERRED
