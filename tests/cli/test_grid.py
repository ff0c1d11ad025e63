"""Merged cells are drawn straight, whatever they hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from extractor.cli.grid import ScreenCell, ScreenGrid, draw


def drawn(cells: list[ScreenCell], widths: list[int], rules: set[int], pad: int = 0) -> list[str]:
    return [line.plain for line in draw(ScreenGrid(cells, widths, frozenset(rules), pad))]


def test_cells_are_drawn_with_their_borders() -> None:
    cells = [
        ScreenCell(0, 0, "a"),
        ScreenCell(0, 1, "b", align="right"),
        ScreenCell(1, 0, "c"),
        ScreenCell(1, 1, "d", align="center"),
    ]
    assert drawn(cells, [3, 3], {0, 1, 2}) == [
        "┌───┬───┐",
        "│a  │  b│",
        "├───┼───┤",
        "│c  │ d │",
        "└───┴───┘",
    ]


def test_a_merged_cell_interrupts_the_lines_it_covers() -> None:
    cells = [
        ScreenCell(0, 0, "top", columns=2, align="center"),
        ScreenCell(1, 0, "both", rows=2, align="center"),
        ScreenCell(1, 1, "x"),
        ScreenCell(2, 1, "y"),
    ]
    assert drawn(cells, [4, 2], {0, 1, 2, 3}) == [
        "┌───────┐",
        "│  top  │",
        "├────┬──┤",
        "│    │x │",
        "│both├──┤",
        "│    │y │",
        "└────┴──┘",
    ]


def test_rows_without_a_rule_share_a_box() -> None:
    cells = [ScreenCell(0, 0, "1"), ScreenCell(1, 0, "2")]
    assert drawn(cells, [2], {0, 2}) == ["┌──┐", "│1 │", "│2 │", "└──┘"]


def test_a_chinese_character_takes_two_columns() -> None:
    assert drawn([ScreenCell(0, 0, "规章"), ScreenCell(0, 1, "0", align="right")], [6, 2], {0, 1})[1] == "│规章  │ 0│"


def test_long_text_goes_on_further_in() -> None:
    assert drawn([ScreenCell(0, 0, "1.属于国家秘密", hang=2)], [10], {0, 1})[1:-1] == ["│1.属于国家│", "│  秘密    │"]


def test_centred_text_breaks_into_even_lines() -> None:
    assert drawn([ScreenCell(0, 0, "商业企业", align="center")], [6], {0, 1})[1:-1] == ["│ 商业 │", "│ 企业 │"]


def test_a_closing_mark_does_not_begin_a_line() -> None:
    assert drawn([ScreenCell(0, 0, "第一项，第二")], [6], {0, 1})[1:-1] == ["│第一  │", "│项，第│", "│二    │"]


def test_spaces_at_a_break_are_dropped() -> None:
    assert drawn([ScreenCell(0, 0, "1111  总1")], [4], {0, 1})[1:-1] == ["│1111│", "│总1 │"]


def test_padding_is_left_free_on_both_sides() -> None:
    assert drawn([ScreenCell(0, 0, "a")], [5], {0, 1}, pad=1)[1] == "│ a   │"


@given(st.lists(st.lists(st.text("总计 abc，）12", max_size=12), min_size=3, max_size=3), min_size=1, max_size=5))
def test_every_line_is_as_wide_as_every_other(table: list[list[str]]) -> None:
    cells = [
        ScreenCell(i, j, text, align=("left", "center", "right")[j], hang=2 if j == 0 else 0)
        for i, row in enumerate(table)
        for j, text in enumerate(row)
    ]
    lines = drawn(cells, [4, 6, 5], {0, len(table)})
    assert {cell_len(line) for line in lines} == {4 + 6 + 5 + 4}
    shown = "".join(lines)
    assert all(shown.count(c) == sum(t.count(c) for row in table for t in row) for c in "总计abc，）12")
