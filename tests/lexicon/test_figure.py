"""One grammar says what a figure is; each option says what else counts as one."""

from __future__ import annotations

import re

import pytest

from extractor.lexicon.figure import CHANGES, EXPONENT, NIL_MARK, STROKE, THOUSANDS, UNIT, WIDE_SIGNS, figure


def takes(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern, text) is not None


@pytest.mark.parametrize("text", ["0", "12", "+5", "-5", "±3", "1,234", "1，2", "2.5", "2．5", "12.", "５"])
def test_a_figure_is_a_sign_and_digits_with_points_and_commas_between(text: str) -> None:
    assert takes(figure(), text)


@pytest.mark.parametrize("text", ["", "+", ",5", ".5", "5 6", "5件", "增5", "＋5", "--5", "五", "1e5", r"\-5"])
def test_nothing_else_is_a_figure_unless_an_option_says_so(text: str) -> None:
    assert not takes(figure(), text)


@pytest.mark.parametrize(
    ("options", "taken", "left"),
    [
        ({"signs": "+-"}, "-5", "±5"),
        ({"signs": WIDE_SIGNS}, "－5", "增5"),
        ({"changes": CHANGES}, "减少3", "多3"),
        ({"changes": "增减"}, "减3", "减少3"),
        ({"between": ""}, "1234", "1,234"),
        ({"between": "."}, "1.2.3", "1,2"),
        ({"between": ",，", "decimals": True}, "1,234.5", "1.234.5"),
        ({"between": "", "decimals": True}, "2.50", "2."),
        ({"behind": UNIT}, "25.4万元", "25.4亿"),
        ({"behind": rf"{UNIT}|亿"}, "1.2亿", "1.2亿亿"),
        ({"behind": "%"}, "12%", "12‰"),
        ({"behind": r"\D{1,2}"}, "3人次", "3人次数"),
        ({"escaped": True}, r"\-5", r"\\-5"),
        ({"escaped": True, "between": ",", "decimals": True}, r"1\.5", r"1\,5"),
    ],
)
def test_each_option_takes_what_it_names_and_no_more(options: dict[str, str], taken: str, left: str) -> None:
    assert takes(figure(**options), taken)  # pyright: ignore[reportArgumentType]
    assert not takes(figure(**options), left)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("text", "parts"),
    [("12", ("", "12", "")), ("减少3件", ("减少", "3", "件")), ("-1,234.5万元", ("-", "1,234.5", "万元"))],
)
def test_the_groups_are_sign_digits_and_what_stands_behind(text: str, parts: tuple[str, str, str]) -> None:
    match = re.fullmatch(figure(changes=CHANGES, behind=UNIT), text)
    assert match is not None
    assert match.groups() == parts


@pytest.mark.parametrize(("text", "well"), [("1,234", True), ("12，345.6", True), ("1,23", False), ("1234", False)])
def test_thousands_are_groups_of_three(text: str, well: bool) -> None:
    assert takes(THOUSANDS, text) is well


@pytest.mark.parametrize(("text", "short"), [("1.2E+10", True), ("-3e5", True), ("1.2", False), ("±1e5", False)])
def test_an_exponent_is_a_number_that_a_spreadsheet_shortened(text: str, short: bool) -> None:
    assert takes(EXPONENT, text) is short


@pytest.mark.parametrize(
    ("text", "of_page", "of_text"),
    [("—", True, False), ("/", True, True), ("-", True, True), ("---", False, True), ("不适用", False, True)],
)
def test_a_stroke_is_of_text_as_printed_and_a_nil_mark_of_normalised_text(
    text: str, of_page: bool, of_text: bool
) -> None:
    assert takes(STROKE, text) is of_page
    assert takes(NIL_MARK, text) is of_text
