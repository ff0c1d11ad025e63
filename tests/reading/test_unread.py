"""What stands beside a figure and is no label of its row keeps the figure from being taken for a cell of its own."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract
from extractor.reading.grid_rows import grid_rows
from extractor.reading.known_words import words_of_forms
from extractor.result import ExtractedField
from extractor.sources.grid import Bounds, Grid, GridCell

LINES = (
    "青溪县水利局2023年政府信息公开工作年度报告",
    "二、主动公开政府信息情况",
    "第二十条第（一）项\t\t\t",
    "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
    "规章\t2\t0\t11",
    "行政规范性文件\t14\t6\t58",
    "第二十条第（五）项\t\t\t",
    "信息内容\t本年处理决定数量\t\t",
    "行政许可\t{}\t\t",
    "第二十条第（六）项\t\t\t",
    "信息内容\t本年处理决定数量\t\t",
    "行政处罚\t253\t\t",
    "行政强制\t92\t\t",
    "第二十条第（八）项\t\t\t",
    "信息内容\t本年收费金额（单位：万元）\t\t",
    "行政事业性收费\t38.75\t\t",
)


def licensing(cell: str, *, between: str = "\t") -> ExtractedField:
    """What is read of one cell, in a text whose cells are parted so."""
    text = "\n".join(LINES).format(cell).replace("\t", between)
    return extract(text.encode(), "report.txt").fields["active.administrative_licensing.decisions"]


def in_page(cell: str) -> ExtractedField:
    """The same of a web page."""
    rows = ("".join(f"<td>{one}</td>" for one in line.format(cell).split("\t")) for line in LINES[2:])
    page = f"<p>{LINES[0]}</p><p>{LINES[1]}</p><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    return extract(page.encode(), "report.html").fields["active.administrative_licensing.decisions"]


@pytest.mark.parametrize("between", ["\t", "    "], ids=["tabs", "spaces"])
@pytest.mark.parametrize("words", ["不予公开", "其他处理", "结果", "未经复议"])
def test_the_label_of_another_tables_group_is_no_label_here(words: str, between: str) -> None:
    assert licensing("1468", between=between).status == "accepted"
    assert licensing(f"{words}  1468", between=between).status == "review"


def test_figures_on_two_lines_of_a_cell_are_two_and_never_one_that_is_printed_nowhere() -> None:
    one = in_page("1468<br>3")
    assert (one.status, one.printed, [each.value for each in one.candidates]) == ("review", "1468⏎3", [1468, 3])
    assert in_page("1468").value == 1468


@pytest.mark.parametrize("words", ["其他", "总计", "自然人其他处理"])
def test_labels_glued_end_to_end_without_an_end_are_no_label(words: str) -> None:
    assert licensing(f"{words * 20_000}5").status == "review"


def test_letters_like_digits_without_an_end_are_no_number() -> None:
    one = licensing("o" * 20_000 + "x")
    assert (one.status, one.candidates) == ("review", [])


@pytest.mark.parametrize("text", ["（六）其他处理3.其他", "三、本年度办理结果（七）总计", "政府信息公开申请数量"])
def test_the_tail_of_labels_is_the_end_of_one(text: str) -> None:
    assert words_of_forms().end(text)


@pytest.mark.parametrize("text", ["见附件", "一", "十二", "本级3200，下级", "约", "(cid:20)"])
def test_other_words_are_the_end_of_none(text: str) -> None:
    assert not words_of_forms().end(text)


@pytest.mark.parametrize(("bounds", "read"), [(Bounds.DRAWN, "2021"), (Bounds.TAGGED, "202⏎1")])
def test_a_figure_that_fills_its_line_on_a_page_goes_on_below(bounds: Bounds, read: str) -> None:
    cells = (GridCell(0, 0, 1, 1, ((0, 3), (3, 4))), GridCell(0, 1, 1, 1, ((5, 6),)))
    row = grid_rows([Grid(bounds, cells)], "2021\t7")[0]
    assert [row.token(cell).text for cell in row.cells] == [read, "7"]


def test_figures_with_anything_between_them_are_two_on_a_page_too() -> None:
    cells = (GridCell(0, 0, 1, 1, ((0, 2), (3, 4))), GridCell(0, 1, 1, 1, ((5, 6),)))
    row = grid_rows([Grid(Bounds.DRAWN, cells)], "20 1\t7")[0]
    assert [row.token(cell).text for cell in row.cells] == ["20⏎1", "7"]
