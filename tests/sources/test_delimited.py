"""Delimiters give way to tabs only where rows of figures show that they are delimiters, and every place holds."""

from __future__ import annotations

import pytest

from extractor.sources.delimited import part_cells

ROWS = "".join(f"第{name}项,{i},0,{i}\n" for i, name in enumerate("一二三四五六"))


@pytest.mark.parametrize(
    "text",
    [
        "公开信息1,280条，其中政务动态508条。\n" * 9,
        "规章  1,280  3,500  4,780\n" * 9,
        "申请人[10]人次 ['甲\n",
        "行政许可 1,355,521 减217 336\n" * 9,
        "行政许可|1,280|3\n" * 9,
        "甲, 乙, 丙\n" * 9,
        '"甲\n乙"\n' * 9,
        "[" * 5000 + "'",
        '"' * 5000,
    ],
    ids=[
        "prose",
        "thousands",
        "thousands and a word",
        "figures in brackets",
        "pipes",
        "names",
        "quoted lines",
        "brackets",
        "quotes",
    ],
)
def test_what_is_no_table_stays_as_it_is(text: str) -> None:
    assert part_cells(text, text) == text


def test_every_character_keeps_its_place() -> None:
    text = ROWS + "[['规章', '3', None, '\\u3000'], ['规范性文件', '1', '0', '25']]\n"
    parted = part_cells(text, text)
    assert len(parted) == len(text)
    assert all(new == old or new in "\t\n " for new, old in zip(parted, text, strict=True))
    assert parted.splitlines()[1] == "第二项\t1\t0\t1"
    assert [cell.strip() for cell in parted.splitlines()[6].split("\t")] == ["[  规章", "3", "", ""]


def test_a_comma_in_quotes_parts_nothing() -> None:
    text = ROWS + '"部分公开,只计这一情形",1,0,1\n'
    assert part_cells(text, text).splitlines()[-1].split("\t") == [" 部分公开,只计这一情形 ", "1", "0", "1"]
