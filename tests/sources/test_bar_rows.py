"""A row whose cells stand one a line between bars is put on one line, where the number of bars shows the rows."""

from __future__ import annotations

import pytest

from extractor.sources.bar_rows import join_rows

LABELS = ("规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制")
HEADER = "信息内容 |\n本年制发件数 |\n本年废止件数 |\n现行有效件数 |\n"
WHOLE = HEADER + "".join(f"{label} |\n{i} |\n0 |\n{i} |\n" for i, label in enumerate(LABELS))


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in join_rows(text).splitlines()]


def test_every_row_has_as_many_bars() -> None:
    assert _lines(WHOLE)[:2] == ["信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |", "规章 | 0 | 0 | 0 |"]
    assert len(_lines(WHOLE)) == 1 + len(LABELS)


def test_bars_behind_the_last_cell_are_of_its_row() -> None:
    text = WHOLE + "行政征收 |\n3208 | ||\n"
    assert _lines(text)[-1] == "行政征收 | 3208 | ||"


def test_bars_on_a_line_of_their_own_are_of_the_row_before() -> None:
    text = WHOLE + "行政征收 |\n3208 |\n||\n行政检查 |\n9 |\n||\n"
    assert _lines(text)[-2:] == ["行政征收 | 3208 | ||", "行政检查 | 9 | ||"]


def test_blank_lines_between_the_cells_part_nothing() -> None:
    assert _lines(WHOLE.replace("\n", "\n\n"))[0] == _lines(WHOLE)[0]


def test_a_row_with_a_bar_too_many_does_not_hide_the_others() -> None:
    lines = _lines("申请人情况 |\n自然人 |\n总计 | ||||\n" + WHOLE)
    assert lines[:3] == ["申请人情况 |", "自然人 |", "总计 | ||||"]
    assert lines[4:] == _lines(WHOLE)[1:]


def test_every_character_keeps_its_place() -> None:
    joined = join_rows(WHOLE)
    assert len(joined) == len(WHOLE)
    assert all(new == old or (old == "\n" and new == " ") for new, old in zip(joined, WHOLE, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{label} | {i} | 0 | {i} |" for i, label in enumerate(LABELS)),
        "\n".join(f"{label} |\n{i} |" + " 1 |" * i for i, label in enumerate(LABELS)),
        "".join(f"{label} |\n说明 |\n" for label in LABELS),
        "".join(f"{label} |\n3 |\n4 | 5 |\n6 |\n" for label in LABELS[:3]),
        "|\n" * 20000,
        "甲 |\n" * 20000,
        "甲 |\n1 |\n" * 3 + "\n".join("1 |" * 20000 for _ in range(3)),
    ],
    ids=["rows on lines", "no width", "words alone", "two rows of cells a line", "bars", "labels", "long lines"],
)
def test_what_shows_no_such_rows_stays_as_it_is(text: str) -> None:
    assert join_rows(text) == text
