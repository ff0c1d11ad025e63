"""Of several rows of figures the words beside them say which is the report's own."""

from __future__ import annotations

import pytest

from extractor.forms import load_forms
from extractor.reading.label_words import context_of_header
from extractor.reading.own_row import Candidate, Choice, choose_row, said_beside, without_body

FORM = next(form for form in load_forms() if form.id == "2021")
CONTEXT = context_of_header(FORM.sections[-1], 2022)


def choose(*rows: tuple[str, int]) -> Choice:
    """The choice among rows of one figure each, with the words beside it."""
    return choose_row([Candidate((words,) if words else (), (figure,)) for words, figure in rows], CONTEXT)


@pytest.mark.parametrize("words", ["2022年", "本年度", "今年", "全年", "2022年数据", "2022"])
def test_a_row_that_is_called_by_the_reports_year_is_its_own(words: str):
    choice = choose(("2021年", 5), (words, 6))
    assert (choice.chosen, choice.is_open, choice.foreign_words) == (1, False, "")


@pytest.mark.parametrize("words", ["件数", "数量（件）", "合计", "1", ""])
def test_words_that_say_nothing_leave_the_only_row_what_it_is(words: str):
    choice = choose((words, 5))
    assert not choice.is_open
    assert not choice.foreign_words


@pytest.mark.parametrize(
    "words", ["2021年", "上年", "计划数", "占比（%）", "累计", "其中：乡镇", "第一季度", "2022年1-6月"]
)
def test_words_that_say_anything_else_make_another_thing_of_the_only_row(words: str):
    assert choose((words, 5)).foreign_words


def test_the_sum_of_all_others_is_the_reports_and_no_other_row_called_so():
    assert choose(("甲站", 5), ("乙站", 6), ("合计", 11)).chosen == 2
    assert not choose(("甲站", 5), ("乙站", 6), ("合计", 11)).is_open
    assert choose(("甲站", 5), ("乙站", 6), ("合计", 12)).is_open


def test_of_two_rows_about_which_nothing_is_said_either_may_be_the_reports():
    assert choose(("", 5), ("", 6)).is_open
    assert not choose(("", 5), ("", 5)).is_open
    assert not choose(("", 5), ("2021年", 6)).is_open


def test_a_row_that_is_called_by_the_reports_own_body_is_called_by_nothing():
    row = Candidate(("松原川市统计局",), (5,))
    assert said_beside(row.words, CONTEXT)[1]
    assert without_body(row, "松原川市统计局年政府信息公开工作年度报告").words == ()


def test_rows_with_unlike_numbers_of_figures_are_no_sum_of_each_other() -> None:
    wide = [Candidate((), (1, 2, 3)), Candidate((), (4, 5)), Candidate(("合计",), (5, 7, 3))]
    assert choose_row(wide, CONTEXT).is_open
