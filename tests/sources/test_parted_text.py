"""What parts flat tables and blank cells takes nothing away that is printed, and parts no row of another table."""

from __future__ import annotations

import pytest

from extractor.sources.flat_bars import part_from_prose
from extractor.sources.wide_blanks import part_blanks

BLANK = "\u00a0"


@pytest.mark.parametrize(
    "row",
    [
        "| 0 | 0 | 0 | 0 | 0 | --- | --- | --- | 0 | 0 |",
        "| 0 | 0 | 0 | 0 |  | --- | --- |  | 0 | 0 | 0 | 0 |",
        "| 规章 | 3 | --- | --- |  | 5 |",
    ],
)
def test_marks_for_nothing_in_a_row_are_no_line_of_dashes(row: str) -> None:
    assert part_from_prose(row) == row


def test_marks_for_nothing_in_a_flat_table_stay() -> None:
    table = "一、概况   |  |  |  | | --- | --- | --- | | 规章 |  | --- | --- |  | 文件 | 1 | 2 |   二、其他"
    assert part_from_prose(table).count("---") == 2


@pytest.mark.parametrize("stray", ["—", "12x", "(3)", "合计5"])
def test_no_line_among_cells_is_taken_away(stray: str) -> None:
    rows = [line for row in range(6) for line in (f"第{'甲乙丙丁戊己'[row]}行", "1", BLANK, stray, "2")]
    text = "\n\n".join(rows)
    parted = part_blanks(text.replace(BLANK, " "), text)
    assert parted.count(stray) == 6
