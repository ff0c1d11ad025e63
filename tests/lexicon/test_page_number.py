"""What a page number looks like, and which numbers count the pages of a text."""

from __future__ import annotations

import pytest

from extractor.lexicon.page_number import BEHIND_HEAD, PAGE_NUMBER, count_pages, page_number


@pytest.mark.parametrize("text", ["第 3 页", "第3页，共 9 页", "- 3 -", "3/9", "Page 3 of 9", "p. 3", "· 3 ·"])
def test_a_number_with_words_or_strokes_about_it_is_a_page_number(text: str) -> None:
    assert PAGE_NUMBER.fullmatch(text)


@pytest.mark.parametrize("text", ["3", "第三部分", "-3", "3 4", "共9页"])
def test_a_bare_number_and_other_words_are_none_by_themselves(text: str) -> None:
    assert not PAGE_NUMBER.fullmatch(text)


@pytest.mark.parametrize(("text", "number"), [("7", 7), (" 12 ", 12), ("1234", None), ("", None), ("7页", None)])
def test_a_bare_number_of_three_digits_at_most_may_be_a_page_s(text: str, number: int | None) -> None:
    assert page_number(text) == number


def test_a_running_head_may_have_its_page_number_behind_it() -> None:
    match = BEHIND_HEAD.fullmatch("某局年度报告  第 3 页")
    assert match is not None
    assert (match["stem"], match["number"]) == ("某局年度报告", "3")


@pytest.mark.parametrize(
    ("places", "counting"),
    [([(0, 1), (30, 2), (60, 3)], True), ([(0, 1), (30, 3)], False), ([(0, 1), (5, 2)], False), ([(9, 4)], True)],
)
def test_numbers_count_pages_where_they_rise_by_one_a_good_part_of_a_page_apart(
    places: list[tuple[int, int]], counting: bool
) -> None:
    assert count_pages(places) is counting
