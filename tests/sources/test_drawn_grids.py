"""Tables drawn with characters, and tables under lines of dashes: their cells, and where these show none."""

from __future__ import annotations

import pytest

from extractor.sources import Source, open_source
from extractor.sources.grid import Bounds

DRAWN = """\
┌──────────────┬──────────────┐
│信息内容      │法人或其他组织│
│              ├──────┬───────┤
│              │商业企│其他   │
│              │业    │       │
├──────────────┼──────┼───────┤
│（一）予以    │12    │       │
│公开          │      │       │
└──────────────┴──────┴───────┘
"""
PLAIN = """\
+--------+----+
| 规章   | 12 |
+--------+----+
| 信箱   |  3 |
|        |    |
+--------+----+
"""
DASHES = """\
  ------------ ------ ------
  信息内容     制发   废止

  规章         12

  1.           3      4
  信箱

  许可         5      6
  ------------ ------ ------
"""


def _rows(source: Source) -> list[list[str]]:
    rows = source.grids[0].rows()
    return [
        ["/".join(source.text[start:end] for start, end in cell.parts) if cell else "-" for cell in row] for row in rows
    ]


def _opened(text: str) -> Source:
    return open_source(text.encode(), "r.txt")


def test_drawn_lines_show_merged_cells_and_labels_broken_over_lines() -> None:
    source = _opened(DRAWN)
    assert source.grids[0].bounds == Bounds.DRAWN
    assert _rows(source) == [
        ["信息内容", "法人或其他组织", "法人或其他组织"],
        ["信息内容", "商业企/业", "其他"],
        ["(一)予以/公开", "12", ""],
    ]


def test_lines_of_any_characters_show_cells() -> None:
    assert _rows(_opened(PLAIN)) == [["规章", "12"], ["信箱", "3"]]


def test_a_chinese_character_may_be_as_wide_as_any_other() -> None:
    narrow = PLAIN.replace("规章   ", "规章     ").replace("信箱   ", "信箱     ")
    assert _rows(_opened(narrow)) == [["规章", "12"], ["信箱", "3"]]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(line for line in DRAWN.split("\n") if not line.startswith("└")),
        PLAIN.replace("+--------+----+\n| 信箱", "| 信箱", 1)
        .replace("| 规章   | 12", "| 2      | 12")
        .replace("信箱  ", "33    "),
    ],
    ids=["not closed", "rows without a line between"],
)
def test_lines_that_do_not_part_all_rows_draw_no_table(text: str) -> None:
    assert all(grid.bounds != Bounds.DRAWN for grid in _opened(text).grids)


def test_dashes_show_columns_and_blank_lines_rows() -> None:
    source = _opened(DASHES)
    assert source.grids[0].bounds == Bounds.INFERRED
    assert _rows(source) == [
        ["信息内容", "制发", "废止"],
        ["规章", "12", ""],
        ["1./信箱", "3", "4"],
        ["许可", "5", "6"],
    ]


def test_dashes_show_nothing_where_a_line_crosses_the_end_of_a_column() -> None:
    assert _opened(DASHES.replace("规章         12", "规章        123")).grids == ()
