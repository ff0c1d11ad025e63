"""Every kind of mess does what it says, and takes no figure away unless it says so."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from benchmarks import mess_cells, mess_labels, mess_pages
from benchmarks.convert_loops import cell_lines, pipe_rows, tab_rows
from benchmarks.operators import OPERATORS, Operator, draw_operators, operate, truth_in
from benchmarks.render_docx import render_docx
from benchmarks.reports import make_report
from benchmarks.table_lines import change_figures, split_lines, table_lines
from benchmarks.truth import Truth
from extractor.sources.normalise import normalise

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
TABLE = """甲县2023年政府信息公开工作年度报告
全年公开信息1200条。
二、主动公开政府信息情况
第二十条第（一）项\t\t\t
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t\t0
行政规范性文件\t1234\t3\t17
三、收到和处理政府信息公开申请情况
\t商业企业\t科研机构\t总计
一、本年新收政府信息公开申请数量\t2\t0\t2
五、存在的主要问题及改进情况
一是公开信息10条。二是办理申请2件。
"""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One report in three layouts: cells between tabs, cells between bars, a cell a line."""
    path: Path = tmp_path_factory.mktemp("report") / "report.docx"
    path.write_bytes(render_docx(make_report(78, form="2021", size="large", author_error=False)))
    return {"tabs": tab_rows(path), "bars": pipe_rows(path), "lines": cell_lines(path)}


def numbers(text: str, operator: Operator) -> Counter[str]:
    """The numbers other than 0 that a reader who knows the kind of mess would find in a text."""
    found = _NUMBER.findall(operator.read_back(normalise(text).text))
    return Counter(number for number in found if number != "0")


@pytest.mark.parametrize("operator", OPERATORS.values(), ids=OPERATORS)
def test_a_kind_of_mess_keeps_every_figure_unless_it_destroys(operator: Operator, texts: dict[str, str]) -> None:
    changed = 0
    for layout, text in texts.items():
        data = operate(text, operator, layout)
        if data is None:
            continue
        changed += 1
        lost = numbers(text, operator) - numbers(data.decode(operator.encoding), operator)
        assert operator.destroys or not lost, f"{lost}: if a reader can still know them, say how in read_back"
    assert changed, "it found nothing to do in any layout"


def test_reading_back_makes_no_figures_out_of_what_is_none() -> None:
    for operator in OPERATORS.values():
        assert operator.read_back("规章\t0\t12\n甲 3\n") == "规章\t0\t12\n甲 3\n", operator.name


@pytest.mark.parametrize("operator", OPERATORS.values(), ids=OPERATORS)
def test_a_kind_of_mess_is_the_same_for_the_same_seed(operator: Operator, texts: dict[str, str]) -> None:
    assert operate(texts["tabs"], operator, "a") == operate(texts["tabs"], operator, "a")


@pytest.mark.parametrize("operator", OPERATORS.values(), ids=OPERATORS)
def test_a_kind_of_mess_bears_any_text(operator: Operator) -> None:
    for text in ("", "\n", "规章", "第二十条", "\t\t\n|||\n1 2 3\n"):
        operate(text, operator, "a")


def test_each_kind_says_what_it_does() -> None:
    assert all(operator.says.endswith(".") for operator in OPERATORS.values())


def test_the_lines_of_the_tables_are_those_between_the_first_table_and_the_fifth_part() -> None:
    lines = split_lines(TABLE)
    found = [lines[index].partition("\t")[0] for index in table_lines(lines)]
    assert found[0] == "第二十条第（一）项"
    assert found[-1] == "一、本年新收政府信息公开申请数量"


def test_figures_of_the_prose_are_left_alone() -> None:
    changed = change_figures(TABLE, lambda _: "X")
    assert "1200条" in changed
    assert "2023年" in changed
    assert "行政规范性文件\tX\tX\tX" in changed


def test_strokes_stand_for_zeros_alone() -> None:
    changed = mess_cells.stroke_zeros(TABLE, Random(1))
    assert re.search(r"规章\t([-/—])\t\t\1\n", changed)
    assert "2\t0\t2" not in changed


def test_thousands_are_parted_in_the_tables_only() -> None:
    changed = mess_cells.separate_thousands(TABLE, Random(1))
    assert "\t1,234\t" in changed
    assert "1200条" in changed


def test_labels_break_between_their_characters() -> None:
    changed = mess_labels.break_labels(TABLE, Random(2))
    assert changed != TABLE
    assert changed.replace("\n", "") == TABLE.replace("\n", "")


def test_headers_are_cut_to_their_first_characters() -> None:
    assert "信息内容\t本年制\t本年废\t现行有\n" in mess_labels.cut_headers(TABLE, Random(1))


def test_a_lost_header_line_holds_no_figure() -> None:
    gone = set(split_lines(TABLE)) - set(split_lines(mess_labels.lose_header_line(TABLE, Random(1))))
    assert len(gone) == 1
    assert not re.search(r"\d", gone.pop())


def test_traditional_script_reads_the_same_once_normalised() -> None:
    changed = mess_labels.write_traditionally(TABLE, Random(1))
    assert "規章" in changed
    assert normalise(changed).text == normalise(TABLE).text


def test_marks_are_escaped_as_markdown_wants_them() -> None:
    assert mess_labels.escape_marks("信息内容\n1.属于国家秘密\t-3\t2.5", Random(1)) == (
        "信息内容\n1\\.属于国家秘密\t\\-3\t2.5"
    )


def test_page_numbers_count_up_and_one_stands_in_the_tables() -> None:
    changed = split_lines(mess_pages.number_pages_barely(TABLE * 4, Random(3)))
    bare = [int(line) for line in changed if line.isdigit()]
    assert bare == list(range(1, len(bare) + 1))
    assert bare


def test_rows_lose_a_column_or_their_blank_cells() -> None:
    assert "规章\t0\t0\n" in mess_cells.drop_blank_cells(TABLE, Random(1))
    assert any("行政规范性文件\t1234\t3\n" in mess_cells.lose_column(TABLE, Random(seed)) for seed in range(8))


def test_a_lost_table_leaves_the_others() -> None:
    kept = [mess_cells.lose_table(TABLE, Random(seed)) for seed in range(8)]
    assert any("规章" not in text and "商业企业" in text for text in kept)
    assert any("规章" in text and "商业企业" not in text for text in kept)


def test_a_text_that_is_cut_ends_in_the_tables() -> None:
    changed = mess_cells.cut_text(TABLE, Random(1))
    assert TABLE.startswith(changed)
    assert "五、" not in changed


def test_all_kinds_come_in_an_order_of_the_texts_own() -> None:
    first, second = draw_operators("r1 w3m"), draw_operators("r2 w3m")
    assert {one.name for one in first} == set(OPERATORS)
    assert first != second


def test_where_zeros_are_printed_as_strokes_a_blank_is_what_the_text_says() -> None:
    truth = Truth("r1", "2021", {"a": Decimal(0), "b": Decimal(3)}, frozenset(), printed={"a": "0", "b": "3"})
    assert not truth.is_blank("a")
    assert truth_in("docx-tab-rows+thousands", truth) is truth_in("docx-tab-rows", truth) is truth
    stroked = truth_in("docx-tab-rows+strokes-for-zeros", truth)
    assert (stroked.is_blank("a"), stroked.is_blank("b")) == (True, False)
