"""What converters print beside a report's own characters is left out where the whole text proves it, and only there."""

from __future__ import annotations

import pytest

from extractor.sources.normalise import normalise

SUMS = "甲\t8\t2\t1\t11\n乙\t7\t5\t0\t12\n丙\t9\t9\t3\t21\n"


def twice(text: str) -> str:
    return "".join(character if character.isspace() else character * 2 for character in text)


def figures_twice(text: str) -> str:
    return "".join(character * 2 if character.isdecimal() else character for character in text)


def parted(text: str, blank: str) -> str:
    cells = (cell[0] + blank + cell[1:] if len(cell) > 1 and cell.isdecimal() else cell for cell in text.split("\t"))
    return "\t".join(cells)


def test_a_text_printed_twice_is_read_once():
    text = "行政许可\t3208\n行政处罚\t150\n规章\t0\n"
    assert normalise(twice(text)).text == text


def test_what_stands_alike_in_cells_side_by_side_is_not_printed_twice():
    row = "1可可章章\t可\t0可\t规规"
    assert normalise(row).text == row


def test_labels_alone_may_be_printed_twice():
    assert normalise("行行政政许许可可\t3208\n行行政政处处罚罚\t150\n").text == "行政许可\t3208\n行政处罚\t150\n"


@pytest.mark.parametrize("text", ["行行政政许许可可\t1122\n", "行行政政许许可可\t1122\n行行政政处处罚罚\t9\n"])
def test_a_figure_that_may_be_printed_once_beside_a_label_printed_twice_stays_as_it_is(text: str):
    assert normalise(text).text == text


def test_figures_printed_twice_are_read_once_where_rows_then_end_in_their_sums():
    assert normalise(figures_twice(SUMS)).text == SUMS


def test_figures_printed_twice_without_sums_stay_as_they_are():
    text = "行政许可\t33220088\n行政处罚\t115500\n"
    assert normalise(text).text == text


def test_figures_that_are_pairs_and_whose_rows_end_in_their_sums_stay_as_they_are():
    text = "甲\t11\t22\t0\t33\n乙\t22\t22\t0\t44\n丙\t33\t22\t0\t55\n1122\n"
    assert normalise(text).text == text


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u202f"])
def test_fine_blanks_inside_figures_are_left_out_where_rows_then_end_in_their_sums(blank: str):
    text = "".join(f"{parted(line, blank)}\n" for line in SUMS.splitlines())
    assert normalise(text).text == SUMS


def test_thin_blanks_between_thousands_are_left_out():
    assert normalise("行政许可\t3\u2009208\t\n").text == "行政许可\t3208\t\n"


@pytest.mark.parametrize(
    "text",
    [
        "行政许可\t3\u00a0208\n",
        "行政许可\t3\u20095\n",
        "0\u20090\u20093\n",
        "规章\t0\u00a00\u00a03\n",
        "共3\u2009208件\t1\u20095\n",
    ],
)
def test_fine_blanks_that_may_part_two_figures_stay_as_blanks(text: str):
    assert normalise(text).text == text.replace("\u00a0", " ").replace("\u2009", " ")


@pytest.mark.parametrize("cell", ["**12**", "__12__", "$12$", "`12`", r"\textbf{12}", r"$\mathbf{12}$", r"\num{12}"])
def test_marks_of_bold_and_of_equations_around_a_figure_are_left_out(cell: str):
    assert normalise(f"行政许可\t{cell}\t\n").text == "行政许可\t12\t\n"


@pytest.mark.parametrize("cell", ["12**", "$12", "~~12~~", r"\sout{12}", "**12**3", "$12万$"])
def test_marks_that_are_not_around_a_whole_figure_stay(cell: str):
    assert normalise(f"行政许可\t{cell}\t\n").text == f"行政许可\t{cell}\t\n"


def test_what_is_left_out_keeps_its_place():
    normalised = normalise("行政许可\t**12**\t\n")
    assert normalised.origin is not None
    at = normalised.text.index("12")
    assert normalised.origin[at : at + 2] == (7, 8)


def test_the_place_of_a_figure_printed_twice_is_all_of_what_is_printed():
    normalised = normalise("行行政政许许可可\t33224455\n")
    assert normalised.origin is not None
    at = normalised.text.index("3245")
    assert (normalised.origin[at], normalised.origin[at + 3]) == (9, 16)


@pytest.mark.parametrize("text", ["可可\t可可\t可可可可\n", "可可可可可可可可\n"])
def test_one_character_many_times_tells_nothing_of_a_text(text: str):
    assert normalise(text).text == text


def test_a_tab_behind_every_row_closes_its_last_cell():
    assert normalise("信息内容\t本年\t\n规章\t3\t\n行政许可\t\t\n").text == "信息内容\t本年\n规章\t3\n行政许可\t\n"


def test_a_tab_behind_some_rows_is_a_blank_cell():
    text = "信息内容\t本年\n规章\t\n行政许可\t\n行政处罚\t\n"
    assert normalise(text).text == text
