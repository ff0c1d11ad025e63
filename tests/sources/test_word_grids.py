"""The tables of a Word file as grids: what it says of merged cells, beside the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from wordfiles import cell, paragraph, row, table, word_file

from extractor.sources import open_source
from extractor.sources.grid import Bounds
from extractor.sources.model import Source
from tests.sources.grids import check_grids, shown, words_in

MERGED, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
HEADER, BEFORE = "<w:tblHeader/>", '<w:gridBefore w:val="{}"/>'


def opened(body: str, chunks: dict[str, bytes] | None = None) -> Source:
    source = open_source(word_file(body, chunks=chunks or {}), "report.docx")
    check_grids(source)
    return source


def spans(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_merged_cells_cover_what_they_say_and_repeated_rows_are_headers() -> None:
    source = opened(
        paragraph("一、总体情况")
        + table(
            row(cell("信息内容", spans(2)), cell("数量", spans(2)), properties=HEADER),
            row(cell("行政", MERGED), "许可", "1", ""),
            row(cell("", GOES_ON), "处罚", "4", "6"),
            row(cell("", GOES_ON), "强制", "", "7"),
            row("甲", "乙", cell("5", spans(2))),
        )
    )
    assert shown(source) == [
        [
            ["#信息内容", "#信息内容", "#数量", "#数量"],
            ["行政", "许可", "1", ""],
            ["行政", "处罚", "4", "6"],
            ["行政", "强制", "", "7"],
            ["甲", "乙", "5", "5"],
        ]
    ]
    assert source.grids[0].bounds == Bounds.TAGGED


def test_what_stands_out_of_line_with_the_cell_above_covers_nothing() -> None:
    body = table(
        row(cell("甲", MERGED + spans(2)), "1"),
        row(cell("", GOES_ON), "2", "3"),
        row("4", "5", "6"),
    )
    assert shown(opened(body)) == [[["甲", "甲", "1"], [None, "2", "3"], ["4", "5", "6"]]]


def test_a_row_that_begins_further_in_does_and_one_that_was_deleted_is_none() -> None:
    body = table(
        row("甲", "1", "2"),
        row("3", "4", properties="<w:del/>"),
        row("乙", "5", properties=BEFORE.format(1)),
    )
    assert shown(opened(body)) == [[["甲", "1", "2"], [None, "乙", "5"]]]


def test_each_paragraph_of_a_cell_is_a_part_of_its_own() -> None:
    source = opened(
        table(
            row(
                cell(paragraph("行政") + paragraph("") + paragraph("许可")),
                cell(paragraph("1") + paragraph("2") + paragraph("3")),
                "",
            ),
            row("a", "b", "c"),
        )
    )
    assert source.text.startswith("行政许可\t1 2 3\t\n")
    assert shown(source) == [[["行政|许可", "1|2|3", ""], ["a", "b", "c"]]]


def test_rows_in_a_row_are_one_row_in_several_lines() -> None:
    two = [cell(paragraph(one) + paragraph(other)) for one, other in (("行政处罚", "行政强制"), ("3", "4"), ("5", "6"))]
    source = opened(table(row("", *two)))
    assert source.text == "\t行政处罚\t3\t5\n\t行政强制\t4\t6\n\n"
    assert shown(source) == [[["", "行政处罚|行政强制", "3|4", "5|6"]]]


def test_a_table_in_a_cell_is_a_grid_of_its_own_and_its_lone_row_is_split_among_columns() -> None:
    inner = table(row("予以公开", "1"), row("部分公开", "2"))
    body = table(row("序号", "内容"), row("1", cell(inner)), row("2", "完"))
    assert shown(opened(body)) == [[["序号", "内容"]], [["予以公开", "1"], ["部分公开", "2"]], [["2", "完"]]]
    lone = table(row("a", cell(table(row("b", "c")))), row("d", "e"))
    assert shown(opened(lone)) == [[["a", "b", "c"], ["d", "e", "e"]]]


def test_tables_of_files_that_a_document_takes_in_stand_where_their_text_does() -> None:
    page = (
        "<!DOCTYPE html><meta charset=utf-8><body><p>前\u200b</p><table><tr><th>规\u200b章<td>0<tr><td>甲<td></table>"
    )
    body = paragraph("年度报告") + '<w:altChunk r:id="a.html"/>' + table(row("乙", "1")) + '<w:altChunk r:id="b.docx"/>'
    source = opened(body, {"a.html": page.encode(), "b.docx": word_file(table(row("丙", "2")))})
    assert shown(source) == [[["#规章", "0"], ["甲", ""]], [["乙", "1"]], [["丙", "2"]]]


texts = st.lists(
    st.text(st.sampled_from("规章许可123456. 　\u200b+-a"), min_size=0, max_size=5), min_size=1, max_size=3
)
word_cells = st.tuples(texts, st.integers(1, 3), st.sampled_from(["", "", MERGED, GOES_ON]))


@settings(deadline=None)
@given(st.lists(st.lists(word_cells, min_size=1, max_size=4), min_size=2, max_size=5))
def test_every_character_of_any_table_is_in_one_of_its_cells(made: list[list[tuple[list[str], int, str]]]) -> None:
    body = table(
        *(
            row(*(cell("".join(map(paragraph, lines)), spans(wide) + merge) for lines, wide, merge in cells))
            for cells in made
        )
    )
    source = opened(paragraph("前") + body)
    found = "".join(words_in(cell, source) for grid in source.grids for cell in grid.cells)
    if "\t" in source.text:
        assert sorted(_bare(found)) == sorted(_bare(source.text.removeprefix("前")))


def _bare(words: str) -> str:
    return "".join(c for c in words if c not in " 　\t\n|")
