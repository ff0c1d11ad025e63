"""The tables of a page as grids: what its tags say of cells, beside the text."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.sources import open_source
from extractor.sources.grid import Bounds
from extractor.sources.model import Source
from tests.sources.grids import check_grids, shown, words_in


def opened(inside: str, head: str = "") -> Source:
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{inside}</body></html>"
    source = open_source(page.encode(), "page.html")
    check_grids(source)
    return source


def row(*cells: str) -> str:
    return f"<tr>{''.join(cell if cell.startswith('<t') else f'<td>{cell}</td>' for cell in cells)}</tr>"


def table(*rows: str) -> str:
    return f"<table>{''.join(rows)}</table>"


def test_merged_cells_cover_what_they_say() -> None:
    source = opened(
        table(
            row("<th rowspan=2 colspan=2>机关", "<th colspan=2>件数"),
            row("<th>本年", "<th>上年"),
            row("<td rowspan=2>甲", "规章", "1", "2"),
            row("行政规范性文件", "", "3"),
        )
    )
    assert source.text == "机关\t件数\n本年\t上年\n甲\t规章\t1\t2\n行政规范性文件\t\t3"
    assert shown(source) == [
        [
            ["#机关", "#机关", "#件数", "#件数"],
            ["#机关", "#机关", "#本年", "#上年"],
            ["甲", "规章", "1", "2"],
            ["甲", "行政规范性文件", "", "3"],
        ]
    ]
    assert source.grids[0].bounds == Bounds.TAGGED
    assert source.grids[0].cells[9].parts == ((len(source.text) - 2,) * 2,)


def test_spans_that_overlap_or_leave_the_table_are_cut() -> None:
    overlapping = table(row("a", "<td rowspan=9>b"), row("<td colspan=5 rowspan=0>c"), row("d", "e"))
    assert shown(opened(overlapping)) == [[["a", "b", None, None], ["c", "b", None, None], ["c", "b", "d", "e"]]]
    groups = "<table><thead>" + row("<th rowspan=3>a", "<th>b") + "</thead>" + row("c", "d") + "</table>"
    assert shown(opened(groups)) == [[["#a", "#b"], ["c", "d"]]]
    broken = table(row("<td colspan=x rowspan=-1>a", "<td colspan=0>b"), row("c", "d"))
    assert shown(opened(broken)) == [[["a", "b"], ["c", "d"]]]


def test_columns_and_rows_in_which_no_cell_begins_do_not_count() -> None:
    assert shown(opened(table(row("<td colspan=3>a", "b"), "<tr></tr>", row("<td colspan=3>c", "d")))) == [
        [["a", "b"], ["c", "d"]]
    ]


def test_a_table_with_more_columns_than_any_has_no_grid() -> None:
    assert opened(table(row(*["<td colspan=1000>1"] * 3))).grids == ()


def test_each_line_of_a_cell_is_a_part_of_its_own() -> None:
    source = opened(
        table(row("<td><p>行政</p><p>许可</p>", "1411<br>2", "88.<br>251万元", "3<br>4"), row("a", "b", "c", "d"))
    )
    assert source.text.startswith("行政许可\t14112\t88.251万元\t3⏎4\n")
    assert shown(source)[0][0] == ["行政|许可", "1411|2", "88.|251万元", "3|4"]


def test_statutory_rows_merged_into_one_are_one_row_in_several_lines() -> None:
    source = opened(table(row("其<br>他", "行政处罚<br>行政强制", "3<br>4", "", "<p>5</p><p>6</p>")))
    assert source.text == "其他\t行政处罚\t3\t\t5\n行政强制\t4\t\t6"
    assert shown(source) == [[["其|他", "行政处罚|行政强制", "3|4", "", "5|6"]]]


def test_zero_width_characters_and_titles_above_move_nothing() -> None:
    source = opened(
        table(row("规\u200b章", "\u200b", "\ufeff3 \u200b"), row("a", "b", "c")),
        "<title>某市2023年政府信息公开工作年度报告</title>",
    )
    assert source.text.startswith("某市2023年政府信息公开工作年度报告\n")
    assert shown(source) == [[["规章", "", "3"], ["a", "b", "c"]]]


def test_a_table_in_a_cell_is_a_grid_of_its_own() -> None:
    inner = table(row("一、予以公开", "1"), row("二、部分公开", "2"))
    around = table(row("序号", "内容"), row("1", f"<td>{inner}"), row("2", "完"))
    assert shown(opened(around)) == [
        [["序号", "内容"]],
        [["一、予以公开", "1"], ["二、部分公开", "2"]],
        [["2", "完"]],
    ]
    assert shown(opened(table(row(f"<td>{inner}")))) == [[["一、予以公开", "1"], ["二、部分公开", "2"]]]


def test_the_row_of_a_table_that_fills_a_cell_is_split_among_its_columns() -> None:
    inner = table(row("b", "c", "d"))
    rows = row("1", "<td colspan=2>2", "3"), row("a", f"<td colspan=2>{inner}", "e"), row("f", "g", "h", "i")
    assert shown(opened(table(*rows))) == [
        [["1", "2", "2", "2", "3"], ["a", "b", "c", "d", "e"], ["f", "g", "h", "h", "i"]]
    ]


def test_tables_side_by_side_are_one_grid() -> None:
    left = table(row("<td colspan=2>予以公开"), row("部分", "公开"))
    right = table(row("1"), row("2"))
    source = opened(table(row("<td>结果", f"<td>{left}", f"<td>{right}")))
    assert source.text == "结果\t予以公开\t1\n部分\t公开\t2"
    assert shown(source) == [[["结果", "予以公开", "予以公开", "1"], [None, "部分", "公开", "2"]]]


def test_rows_of_boxes_have_bounds_that_are_inferred() -> None:
    boxes = "<div><div>规章</div><div>1</div><div>2</div></div><div><div>行政许可</div><div>3</div><div></div></div>"
    source = opened(boxes)
    assert shown(source) == [[["规章", "1", "2"], ["行政许可", "3", ""]]]
    assert source.grids[0].bounds == Bounds.INFERRED


def test_hidden_cells_and_rows_of_widths_are_no_cells() -> None:
    widths = row("<td style='border:none'>", "<td style='border:none' colspan=2>")
    assert shown(opened(table(row("a", "<td style='display:none'>x", "b"), row("c", "d"), widths))) == [
        [["a", "b"], ["c", "d"]]
    ]


Cell = tuple[str, str, str, list[str]]
_DOUBLED = re.compile(r"([规章许可])\1")


def _is_printed_once(words: str) -> bool:
    """Whether no word is as where each character is printed twice: of a page of such lines one copy is read."""
    return not _DOUBLED.search(_bare(words))


words = st.text(st.sampled_from("规章许可1234567890. 　\u200b|+-a,%"), min_size=1, max_size=6)
lines_in_cells = st.lists(words.filter(_is_printed_once), max_size=3)
span = st.sampled_from(["", "0", "1", "1", "2", "2", "3", "7", "-1", "x"])
cells = st.tuples(st.sampled_from(["td", "td", "th"]), span, span, lines_in_cells)
rows = st.lists(st.lists(cells, max_size=5), max_size=5)


def cell_of(cell: Cell) -> str:
    tag, wide, high, lines = cell
    return f"<{tag} colspan='{wide}' rowspan='{high}'>{'<br>'.join(lines)}</{tag}>"


@settings(deadline=None)
@given(st.lists(rows, min_size=1, max_size=3), st.booleans())
def test_every_cell_of_any_table_holds_what_the_page_has_in_it(groups: list[list[list[Cell]]], foot: bool) -> None:
    made: list[str] = []
    for number, group in enumerate(groups):
        tag = "tfoot" if foot and number + 1 == len(groups) else "tbody"
        made += [f"<{tag}>", *("".join(["<tr>", *map(cell_of, cells), "</tr>"]) for cells in group), f"</{tag}>"]
    expected = ["".join(lines) for group in groups for cells in group for _, _, _, lines in cells]
    source = opened(f"<p>前</p><table>{''.join(made)}</table><p>后</p>")
    found = [words_in(cell, source) for grid in source.grids for cell in grid.cells]
    if len(expected) > 1:
        assert list(map(_bare, found)) == list(map(_bare, expected))


def _bare(words: str) -> str:
    return "".join(c for c in words.replace("|", "/") if c not in " 　\u200b/⏎").replace("，", ",")
